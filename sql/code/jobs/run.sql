-- Running a job: each run is logged, a failure as well, and nothing of a failed one stays.

-- Runs the call and logs it as a run of the job; tells whether it was done. An error is logged, never raised.
create function jobs.logged(job text, runs text, run_by text) returns boolean
language plpgsql volatile
as $$
declare
  v_began timestamptz := clock_timestamp();
  v_answer text;
  v_error text;
begin
  begin
    execute format('select x::text from %s as x', logged.runs) into v_answer;
  exception when query_canceled or others then
    get stacked diagnostics v_error = message_text;
    v_error := sqlstate || ' ' || v_error;
  end;
  insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done, changed, error)
  values (
    logged.job, left(logged.run_by, 120), v_began, round(extract(epoch from clock_timestamp() - v_began) * 1000), v_error is null,
    case when v_error is null and v_answer ~ '^\d{1,18}$' then v_answer::bigint end, v_error
  );
  return v_error is null;
end
$$;

-- Returns the hour of the moment in the site's zone.
create function jobs.is_quiet(moment timestamptz) returns boolean
language plpgsql stable
as $$
begin
  return (
    select case when s.quiet_from <= s.quiet_until then h.hour >= s.quiet_from and h.hour < s.quiet_until
      else h.hour >= s.quiet_from or h.hour < s.quiet_until end
    from data.site s, lateral (select extract(hour from moment at time zone s.time_zone)) h (hour)
  );
end
$$;

-- Locks the bar for the job under way and tells so; false for one that is busy: nobody waits for a job, nor a job for anybody, and its next run
-- does that bar. A run keeps all its locks to its end, so 100 ms after its first bar it takes no other and says that there is more to do.
create function jobs.took_bar(bar uuid) returns boolean
language plpgsql volatile
as $$
declare
  v_until text := current_setting('bartender.job_until', true);
  v_set text;
begin
  if v_until <> '' and v_until::timestamptz < clock_timestamp() then
    v_set := set_config('bartender.job_has_more', 'yes', true);
    return false;
  end if;
  perform from data.bar_clocks c where c.bar_id = took_bar.bar for no key update skip locked;
  if not found then
    return false;
  end if;
  perform logic.lock_bar(took_bar.bar);
  if coalesce(v_until, '') = '' then
    v_set := set_config('bartender.job_until', (clock_timestamp() + interval '100 milliseconds')::text, true);
  end if;
  return true;
end
$$;

-- Runs the job of that name now, for `run_by`. Returns `done`, `more` (call again at once: the rest waits, so that no sale does), `failed`,
-- `quiet` (it waits for the end of the quiet hours), `off` or `unknown`.
-- The one thing here that a login may start: it can only run what the schedule names.
create function jobs.run_job(job text, run_by text) returns text
language plpgsql volatile security definer set search_path = '' set lock_timeout = '5s'
as $$
declare
  v_entry data.schedule;
  v_set text := set_config('bartender.job_until', '', true) || set_config('bartender.job_has_more', '', true);
begin
  select * into v_entry from data.schedule s where s.name = run_job.job;
  if not found then
    return 'unknown';
  elsif not v_entry.is_enabled then
    return 'off';
  elsif v_entry.weight <> 'instant' and jobs.is_quiet(clock_timestamp()) then
    return 'quiet';
  end if;
  if not jobs.logged(v_entry.name, v_entry.runs, run_job.run_by) then
    return 'failed';
  end if;
  return case current_setting('bartender.job_has_more', true) when 'yes' then 'more' else 'done' end;
end
$$;

-- Returns what a scheduler needs to know: the time, the zone, the quiet hours, whether pg_cron runs the schedule, and each enabled job
-- with the time of its last run.
create function jobs.timetable() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'now', clock_timestamp(), 'time_zone', s.time_zone, 'quiet_from', s.quiet_from, 'quiet_until', s.quiet_until,
      'has_pg_cron', to_regclass('cron.job') is not null,
      'jobs', (
        select coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'cron', e.cron, 'weight', e.weight, 'last_at', (
          select r.started_at from data.view_refreshes r where r.job = e.name order by r.id desc limit 1
        )) order by e.weight = 'heavy', e.weight = 'light', e.name), '[]')
        from data.schedule e
        where e.is_enabled
      )
    )
    from data.site s
  );
end
$$;

grant usage on schema jobs to bartender_jobs;
grant execute on function jobs.run_job(text, text), jobs.timetable() to bartender_jobs;
