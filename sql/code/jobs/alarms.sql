-- What whoever runs the site must hear of: jobs that keep failing, books that do not balance. An alert ends when its cause has.

-- How each job does: when it was last done, how long it took on average (of the last 30 that were done), how many failed since.
create view jobs.materialized_view_metrics as
select e.name as job, e.weight, e.cron, e.is_enabled, d.last_done_at, d.average_ms,
  extract(epoch from clock_timestamp() - d.last_done_at) / 60 as minutes_since, f.failures_in_row, f.last_error
from data.schedule e
cross join lateral (
  select max(x.started_at) as last_done_at, round(avg(x.duration_ms), 1) as average_ms, max(x.id) as last_id
  from (
    select r.id, r.started_at, r.duration_ms
    from data.view_refreshes r
    where r.job = e.name and r.is_done
    order by r.id desc
    limit 30
  ) x
) d
cross join lateral (
  select count(*) as failures_in_row, (array_agg(r.error order by r.id desc))[1] as last_error
  from data.view_refreshes r
  where r.job = e.name and not r.is_done and r.id > coalesce(d.last_id, 0)
) f;

-- Raises an alert for each job that failed three times in a row, once per further failure, and ends it when the job is done again. Returns how
-- many jobs are in this state.
create function jobs.detect_refresh_failures() returns bigint
language plpgsql volatile
as $$
declare
  v_job record;
  v_found bigint := 0;
begin
  for v_job in
    select m.job, m.failures_in_row, m.last_error from jobs.materialized_view_metrics m where m.failures_in_row >= 3 order by m.job
  loop
    v_found := v_found + 1;
    if not exists (
      select
      from data.alerts a
      where a.kind = 'job_fails' and a.subject = v_job.job and a.settled_at is null
        and (a.params ->> 'failures')::bigint = v_job.failures_in_row
    ) then
      perform logic.alert(null, 'job_fails', v_job.job, jsonb_build_object('failures', v_job.failures_in_row, 'error', v_job.last_error));
    end if;
  end loop;
  update data.alerts a
  set settled_at = clock_timestamp()
  where a.kind = 'job_fails' and a.settled_at is null
    and not exists (select from jobs.materialized_view_metrics m where m.job = a.subject and m.failures_in_row >= 3);
  return v_found;
end
$$;

-- Raises an alert for each bar whose books do not balance, and ends it when they do. Returns how many faults there are.
create function jobs.check_books() returns bigint
language plpgsql volatile
as $$
declare
  v_fault record;
  v_found bigint := 0;
  v_bad uuid[] := '{}';
begin
  for v_fault in
    select x.bar, jsonb_object_agg(x.check, x.faults) as params, sum(x.faults) as faults
    from (
      select c.bar, 'stock' as check, count(*) as faults from jobs.check_stock() c group by c.bar
      union all
      select c.bar, 'sums', count(*) from jobs.check_sums() c group by c.bar
      union all
      select c.bar, 'reserved', count(*) from jobs.check_reserved() c group by c.bar
    ) x
    group by x.bar
    order by x.bar
  loop
    v_found := v_found + v_fault.faults;
    v_bad := v_bad || v_fault.bar;
    perform logic.alert(v_fault.bar, 'books', '', v_fault.params);
  end loop;
  update data.alerts a
  set settled_at = clock_timestamp()
  where a.kind = 'books' and a.settled_at is null and a.bar_id <> all (v_bad);
  return v_found;
end
$$;
