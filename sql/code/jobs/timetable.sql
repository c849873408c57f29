-- What runs when. The last file of all: it names functions of the others.

-- Light ones each hour from 3 h to 17 h, heavy ones at 4 h and 16 h, nothing but the instant ones from 18 h to 2 h. The site's own hours stay.
-- What goes on a little at a time has several minutes: pg_cron does not call again at once what has more to do.
insert into data.schedule (name, cron, runs, weight)
select w.name, w.cron, 'jobs.' || w.runs, w.weight
from (
  values
    ('activity', '*/5 * * * *', 'cleanup_bar_activity()', 'instant'),
    ('job_failures', '*/5 * * * *', 'detect_refresh_failures()', 'instant'),
    ('low_stock', '*/5 * * * *', 'tell_low_stock()', 'instant'),
    ('pending_sales', '*/5 * * * *', 'tell_pending_sales()', 'instant'),
    ('missing_tills', '*/5 * * * *', 'tell_missing_tills()', 'instant'),
    ('open_discrepancies', '*/5 * * * *', 'tell_open_discrepancies()', 'instant'),
    ('consignments', '15 * * * *', 'tidy_consignments()', 'instant'),
    ('daily_sales_summary', '0 3-17 * * *', 'refresh(''daily_sales_summary'')', 'light'),
    ('bars_with_stats', '5 3-17 * * *', 'refresh(''bars_with_stats'')', 'light'),
    ('top_products', '10 3-17 * * *', 'refresh_top_products_incremental()', 'light'),
    ('product_sales_stats', '20 4,16 * * *', 'refresh(''product_sales_stats'')', 'heavy'),
    ('check_books', '30 4,16 * * *', 'check_books()', 'heavy'),
    ('command_bodies', '40-49 4,16 * * *', 'purge_command_bodies()', 'heavy'),
    ('logs', '50-54 3 * * *', 'purge_logs()', 'light'),
    ('guests', '55-59 3 * * *', 'forget_guests()', 'light')
) as w (name, cron, runs, weight)
where exists (
  select from pg_catalog.pg_proc p where p.pronamespace = 'jobs'::regnamespace and p.proname = split_part(w.runs, '(', 1)
)
on conflict (name) do update set runs = excluded.runs, weight = excluded.weight
where (schedule.runs, schedule.weight) is distinct from (excluded.runs, excluded.weight);
delete from data.schedule s
where not exists (
  select from pg_catalog.pg_proc p where p.pronamespace = 'jobs'::regnamespace and p.proname = substring(s.runs from '^jobs\.([a-z_]+)')
);

-- Returns the expression with its hours moved, round the clock.
create function jobs.moved(cron text, hours integer) returns text
language plpgsql immutable
as $$
declare
  v_hours text := split_part(cron, ' ', 2);
  v_moved text;
begin
  if v_hours = '*' or hours % 24 = 0 then
    return cron;
  end if;
  select string_agg(distinct_hours.hour::text, ',' order by distinct_hours.hour) into v_moved
  from (
    select distinct ((h.hour + moved.hours) % 24 + 24) % 24 as hour
    from unnest(string_to_array(v_hours, ',')) as part (text)
    cross join lateral (select split_part(part.text, '/', 1) as span, coalesce(nullif(split_part(part.text, '/', 2), ''), '1')::integer as step) p
    cross join lateral generate_series(
      case p.span when '*' then 0 else split_part(p.span, '-', 1)::integer end,
      case when p.span = '*' then 23 when p.span like '%-%' then split_part(p.span, '-', 2)::integer
        when part.text like '%/%' then 23 else p.span::integer end,
      p.step
    ) as h (hour)
  ) distinct_hours;
  return split_part(cron, ' ', 1) || ' ' || v_moved || ' * * *';
end
$$;

-- Where pg_cron is in this database, makes its jobs those of the schedule, in its own zone, and tells so; again each hour by itself, as
-- summer time and the schedule may have changed. False where pg_cron is not here, or its zone differs by less than whole hours.
create function jobs.put_into_pg_cron() returns boolean
language plpgsql volatile
as $$
declare
  v_entry record;
  v_minutes integer;
begin
  if to_regclass('cron.job') is null then
    return false;
  end if;
  select extract(epoch from (now() at time zone coalesce(nullif(current_setting('cron.timezone', true), ''), 'GMT'))
    - (now() at time zone s.time_zone)) / 60 into v_minutes
  from data.site s;
  if v_minutes % 60 <> 0 then
    return false;
  end if;
  for v_entry in execute
    'select j.jobname from cron.job j where j.jobname like ''bartender %'' and j.jobname <> ''bartender schedule'''
    ' and not exists (select from data.schedule s where s.is_enabled and j.jobname = ''bartender '' || s.name)'
  loop
    execute 'select cron.unschedule($1)' using v_entry.jobname;
  end loop;
  for v_entry in select s.name, jobs.moved(s.cron, v_minutes / 60) as cron from data.schedule s where s.is_enabled order by s.name loop
    execute 'select cron.schedule($1, $2, $3)'
    using 'bartender ' || v_entry.name, v_entry.cron, format('select jobs.run_job(%L, %L)', v_entry.name, 'pg_cron');
  end loop;
  execute 'select cron.schedule($1, $2, $3)' using 'bartender schedule', '7 * * * *', 'select jobs.put_into_pg_cron()';
  return true;
end
$$;
