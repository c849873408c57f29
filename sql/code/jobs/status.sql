-- How the site is, for whoever runs it.

-- The sales of each active bar in the last 5 and 60 minutes, and its last one.
create view jobs.bar_activity as
select b.id as bar_id, b.name, a.sales_5min, a.sales_60min, a.last_sale_at
from data.bars b
cross join lateral logic.bar_activity(b.id, statement_timestamp()) a
where b.is_active;

-- Returns the size of the database, connections, bars and what they earned in 30 days (as old as `bars_with_stats`), tills, open alerts, jobs,
-- rollouts and the emergency switch in one snapshot.
create function jobs.site_status() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'now', clock_timestamp(), 'schema', (select max(m.name) from data.migrations m), 'time_zone', s.time_zone,
      'quiet_from', s.quiet_from, 'quiet_until', s.quiet_until, 'emergency_s', s.emergency_s,
      'database_bytes', pg_catalog.pg_database_size(current_database()),
      'connections', (select count(*) from pg_catalog.pg_stat_activity a where a.datid is not null and a.usesysid is not null),
      'max_connections', current_setting('max_connections')::integer,
      'sales_5min', coalesce((select sum(a.sales_5min) from jobs.bar_activity a), 0),
      'sales_60min', coalesce((select sum(a.sales_60min) from jobs.bar_activity a), 0),
      'last_sale_at', (select max(a.last_sale_at) from jobs.bar_activity a),
      'realtime_url', s.realtime_url, 'realtime_kind', s.realtime_kind, 'realtime', jobs.realtime_rows(),
      'bars', (select count(*) from data.bars b), 'active_bars', (select count(*) from data.bars b where b.is_active),
      'net_30', (
        select coalesce(jsonb_object_agg(n.currency, n.net), '{}')
        from (
          select b.currency, sum(a.net_minor_30) as net
          from data.bars_with_stats a
          join data.bars b on b.id = a.bar_id
          group by b.currency
        ) n
      ),
      'tills', jobs.till_rows(), 'alerts', jobs.alert_rows(),
      'jobs', (select coalesce(jsonb_agg(to_jsonb(m) order by m.job), '[]') from jobs.materialized_view_metrics m where m.is_enabled),
      'run_by', (select r.run_by from data.view_refreshes r order by r.id desc limit 1),
      'rollouts', (select coalesce(jsonb_object_agg(r.feature, r.stage), '{}') from data.rollouts r where r.stage <> 'off')
    )
    from data.site s
  );
end
$$;

-- Returns how many tills of each bar may listen at a time, hold a lease now, and were refused one within the last minute; bars that have tried.
create function jobs.realtime_rows() returns jsonb
language plpgsql stable
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('bar', b.name, 'cap', b.realtime_cap, 'leases', x.leases, 'refused', x.refused) order by b.name), '[]')
    from data.bars b
    cross join lateral (
      select (select count(*) from logic.listening(b.id, v_now) l) as leases, count(*) filter (where r.refused_at > v_now - interval '1 minute') as refused
      from data.realtime_leases r
      where r.bar_id = b.id
    ) x
    where b.is_active and (x.leases > 0 or x.refused > 0)
  );
end
$$;

-- Returns how each till is that may call.
create function jobs.till_rows() returns jsonb
language plpgsql stable
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'bar', b.name, 'till', t.code, 'name', t.name, 'version', s.version, 'queue', coalesce(s.queue, 0), 'oldest_s', coalesce(s.oldest_s, 0),
      'unsure', coalesce(s.unsure, 0), 'seen_at', s.seen_at,
      'silent_s', round(extract(epoch from clock_timestamp() - coalesce(s.seen_at, t.enrolled_at)))
    ) order by b.name, t.code), '[]')
    from data.tills t
    join data.bars b on b.id = t.bar_id
    left join data.till_status s on s.bar_id = t.bar_id and s.till_id = t.id
    where b.is_active and t.revoked_at is null and t.token_hash is not null
  );
end
$$;

-- Returns the open alerts, the latest first, each with the code of the till that it is about.
create function jobs.alert_rows() returns jsonb
language plpgsql stable
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', a.id, 'bar', b.name, 'kind', a.kind, 'till', t.code, 'subject', a.subject, 'params', a.params, 'count', a.count,
      'raised_at', a.raised_at, 'last_at', a.last_at
    ) order by a.last_at desc, a.id), '[]')
    from data.alerts a
    left join data.bars b on b.id = a.bar_id
    left join data.tills t on t.bar_id = a.bar_id and t.id::text = coalesce(a.params ->> 'till', a.subject)
    where a.settled_at is null
  );
end
$$;

-- Returns the statements of this database whose slowest run took longer, the slowest first, at most 20: null where pg_stat_statements is not
-- there. Whoever asks sees the text of others' statements only with `pg_read_all_stats`.
create function jobs.slow_queries(limit_ms double precision) returns jsonb
language plpgsql stable
as $$
declare
  v_schema text;
  v_found jsonb;
begin
  select n.nspname into v_schema
  from pg_catalog.pg_extension e
  join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_stat_statements';
  if not found or not (string_to_array(current_setting('shared_preload_libraries'), ',') && array['pg_stat_statements', ' pg_stat_statements'])
  then
    return null;
  end if;
  execute format($q$
    select coalesce(jsonb_agg(to_jsonb(x) order by x.max_ms desc), '[]')
    from (
      select left(regexp_replace(s.query, '\s+', ' ', 'g'), 200) as query, s.calls, round(s.max_exec_time::numeric) as max_ms,
        round(s.mean_exec_time::numeric, 1) as mean_ms
      from %I.pg_stat_statements s
      where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()) and s.max_exec_time > $1
        and s.query !~ '(jobs\.|refresh materialized|create |copy )'
      order by s.max_exec_time desc
      limit 20
    ) x
  $q$, v_schema) into v_found using slow_queries.limit_ms;
  return v_found;
end
$$;

grant execute on function jobs.site_status(), jobs.slow_queries(double precision) to bartender_jobs;
