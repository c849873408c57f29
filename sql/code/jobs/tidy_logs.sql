-- What nobody needs any more goes; what proves something stays.

-- Removes how tills were that are shut out or have not called for 90 days, as a pulse brings it back; returns how many. Activity itself has
-- nothing to clean: it is counted when it is asked for.
create function jobs.cleanup_bar_activity() returns bigint
language plpgsql volatile
as $$
declare
  v_gone bigint;
begin
  delete from data.till_status s
  where s.seen_at < clock_timestamp() - interval '90 days'
    or exists (
      select
      from data.tills t
      where t.bar_id = s.bar_id and t.id = s.till_id and t.revoked_at < clock_timestamp() - interval '1 day'
        and s.seen_at < clock_timestamp() - interval '1 day'
    );
  get diagnostics v_gone = row_count;
  return v_gone;
end
$$;

-- Removes the bodies of commands after 90 days, never their numbers: not those that are parked or refused and may yet be booked, nor the
-- declared gaps, which are numbers. At most 50,000 at a time; returns how many.
create function jobs.purge_command_bodies() returns bigint
language plpgsql volatile
as $$
declare
  v_gone bigint;
begin
  update data.commands c
  set body = null
  from (
    select k.bar_id, k.till_id, k.ledger_id, k.no
    from data.commands k
    where k.at < clock_timestamp() - interval '90 days' and k.body is not null and k.kind <> 'gap'
      and k.code is distinct from 'TLPRK' and k.code is distinct from 'TLREV' and k.earlier ->> 'code' is distinct from 'TLPRK'
    limit 50000
  ) old
  where (c.bar_id, c.till_id, c.ledger_id, c.no) = (old.bar_id, old.till_id, old.ledger_id, old.no);
  get diagnostics v_gone = row_count;
  return v_gone;
end
$$;

-- Removes the runs of jobs after 30 days, and the sessions that ended 180 days ago: no sale that still may come was made in one of them.
-- Returns how many.
create function jobs.purge_logs() returns bigint
language plpgsql volatile
as $$
declare
  v_runs bigint;
  v_sessions bigint;
begin
  delete from data.view_refreshes r
  where r.started_at < clock_timestamp() - interval '30 days'
    and exists (select from data.view_refreshes x where x.job = r.job and x.id > r.id);
  get diagnostics v_runs = row_count;
  delete from data.sessions s
  where coalesce(s.ended_at, s.until_at) < clock_timestamp() - interval '180 days';
  get diagnostics v_sessions = row_count;
  return v_runs + v_sessions;
end
$$;
