-- What nobody needs any more goes; what proves something stays. What belongs to a bar goes under its lock, a little at a time, and what is busy
-- waits for the next run: so no sale waits for a cleaning, nor does a cleaning hold what a sale needs next.

-- Commands whose bodies may go once they are old: none that is parked or refused and may yet be booked, nor the declared gaps, which are numbers.
create view jobs.spare_bodies as
select k.bar_id, k.till_id, k.ledger_id, k.no, k.at
from data.commands k
where k.body is not null and k.kind <> 'gap' and k.code is distinct from 'TLPRK' and k.code is distinct from 'TLREV'
  and k.earlier ->> 'code' is distinct from 'TLPRK';

-- Removes how tills were that are shut out or have not called for 90 days, as a pulse brings it back; returns how many. Activity itself has
-- nothing to clean: it is counted when it is asked for.
create function jobs.cleanup_bar_activity() returns bigint
language plpgsql volatile
as $$
declare
  v_bar uuid;
  v_gone bigint;
  v_all bigint := 0;
begin
  -- All bars are looked for before the first is locked.
  foreach v_bar in array array(
    select distinct s.bar_id from data.till_status s where jobs.has_gone(s.bar_id, s.till_id, s.seen_at) order by s.bar_id
  ) loop
    continue when not jobs.took_bar(v_bar);
    delete from data.till_status s where s.bar_id = v_bar and jobs.has_gone(s.bar_id, s.till_id, s.seen_at);
    get diagnostics v_gone = row_count;
    v_all := v_all + v_gone;
  end loop;
  return v_all;
end
$$;

-- Tells whether a till that was last seen then has gone: not seen for 90 days, or shut out and not seen since for a day.
create function jobs.has_gone(bar uuid, till uuid, seen_at timestamptz) returns boolean
language plpgsql stable
as $$
begin
  return has_gone.seen_at < clock_timestamp() - interval '90 days' or exists (
    select
    from data.tills t
    where t.bar_id = has_gone.bar and t.id = has_gone.till and t.revoked_at < clock_timestamp() - interval '1 day'
      and has_gone.seen_at < clock_timestamp() - interval '1 day'
  );
end
$$;

-- Removes the bodies of commands after 90 days, never their numbers: at most 500 of a bar at a time. Returns how many.
create function jobs.purge_command_bodies() returns bigint
language plpgsql volatile
as $$
declare
  v_before timestamptz := clock_timestamp() - interval '90 days';
  v_bar uuid;
  v_gone bigint;
  v_all bigint := 0;
  v_set text;
begin
  foreach v_bar in array array(
    select b.id
    from data.bars b
    where exists (select from jobs.spare_bodies k where k.bar_id = b.id and k.at < v_before)
    order by b.id
  ) loop
    continue when not jobs.took_bar(v_bar);
    update data.commands c
    set body = null
    from (select k.* from jobs.spare_bodies k where k.bar_id = v_bar and k.at < v_before order by k.at limit 500) old
    where (c.bar_id, c.till_id, c.ledger_id, c.no) = (old.bar_id, old.till_id, old.ledger_id, old.no);
    get diagnostics v_gone = row_count;
    v_all := v_all + v_gone;
    if v_gone = 500 then
      v_set := set_config('bartender.job_has_more', 'yes', true);
    end if;
  end loop;
  return v_all;
end
$$;

-- Removes the runs of jobs after 30 days, and the sessions that ended 180 days ago: no sale that still may come was made in one of them. Of those
-- at most 500 of a bar at a time. Returns how many.
create function jobs.purge_logs() returns bigint
language plpgsql volatile
as $$
declare
  v_before timestamptz := clock_timestamp() - interval '180 days';
  v_bar uuid;
  v_gone bigint;
  v_all bigint;
  v_set text;
begin
  delete from data.view_refreshes r
  where r.started_at < clock_timestamp() - interval '30 days'
    and exists (select from data.view_refreshes x where x.job = r.job and x.id > r.id);
  get diagnostics v_all = row_count;
  foreach v_bar in array array(
    select distinct s.bar_id from data.sessions s where coalesce(s.ended_at, s.until_at) < v_before order by s.bar_id
  ) loop
    continue when not jobs.took_bar(v_bar);
    delete from data.sessions s
    where s.bar_id = v_bar and s.id in (
      select x.id from data.sessions x where x.bar_id = v_bar and coalesce(x.ended_at, x.until_at) < v_before limit 500
    );
    get diagnostics v_gone = row_count;
    v_all := v_all + v_gone;
    if v_gone = 500 then
      v_set := set_config('bartender.job_has_more', 'yes', true);
    end if;
  end loop;
  return v_all;
end
$$;
