-- The roles of a cluster and what a database gives to everybody: nothing. Run by a superuser or a role that may create roles; it may run again at
-- any time. Roles belong to the whole cluster, so two databases may run this at the same moment: each step changes only what differs.

do $$
declare
  v_role record;
begin
  for v_role in
    select r.name, r.login
    from (values
      ('bartender_owner', false), ('bartender_api', false), ('bartender_till', true), ('bartender_till_b', true),
      ('bartender_relay', true), ('bartender_jobs', true), ('bartender_report', true)
    ) as r (name, login)
    where not exists (select from pg_catalog.pg_roles p where p.rolname = r.name)
  loop
    begin
      execute format('create role %I %s nosuperuser nocreatedb nocreaterole nobypassrls',
        v_role.name, case when v_role.login then 'login' else 'nologin' end);
    exception when duplicate_object or unique_violation then
      null; -- another database of this cluster was faster
    end;
  end loop;
end
$$;

-- Time-outs live on the role: set inside a function they do not bound the running call, and a pooler refuses them at connect.
do $$
declare
  v_setting record;
begin
  for v_setting in
    select s.role, s.name, s.value
    from (values
      ('bartender_till', 'statement_timeout', '3s'),
      ('bartender_till', 'idle_in_transaction_session_timeout', '10s'),
      ('bartender_till_b', 'statement_timeout', '3s'),
      ('bartender_till_b', 'idle_in_transaction_session_timeout', '10s'),
      ('bartender_relay', 'idle_in_transaction_session_timeout', '10s'),
      ('bartender_report', 'statement_timeout', '30s'),
      ('bartender_report', 'idle_in_transaction_session_timeout', '10s'),
      ('bartender_jobs', 'idle_in_transaction_session_timeout', '60s')
    ) as s (role, name, value)
    join pg_catalog.pg_roles r on r.rolname = s.role
    where not coalesce(r.rolconfig, '{}') @> array[s.name || '=' || s.value]
  loop
    execute format('alter role %I set %I = %L', v_setting.role, v_setting.name, v_setting.value);
  end loop;
  for v_setting in
    select r.rolname from pg_catalog.pg_roles r where r.rolname in ('bartender_till', 'bartender_till_b') and r.rolconnlimit = -1
  loop
    execute format('alter role %I connection limit 80', v_setting.rolname);
  end loop;
  -- The tills' login while its password changes: whatever the one may, the other may.
  if not pg_catalog.pg_has_role('bartender_till_b', 'bartender_till', 'member') then
    grant bartender_till to bartender_till_b;
  end if;
end
$$;

-- The owner hands the functions of `api` to bartender_api; whoever deploys acts as the owner.
do $$
begin
  if not pg_catalog.pg_has_role('bartender_owner', 'bartender_api', 'member') then
    grant bartender_api to bartender_owner;
  end if;
  -- From PostgreSQL 16 on, whoever made a role administers it but may not yet act as it. A superuser has every privilege here.
  if not pg_catalog.pg_has_role(current_user, 'bartender_owner', 'usage')
    or current_setting('server_version_num')::integer >= 160000 and not (
      select bool_and(pg_catalog.pg_has_role(current_user, 'bartender_owner', w.word))
      from unnest(array['usage', 'set']) w (word)
    )
  then
    execute format('grant bartender_owner to %I', current_user);
  end if;
end
$$;

do $$
declare
  v_wanted text[] := array['bartender_till', 'bartender_relay', 'bartender_jobs', 'bartender_report'];
begin
  -- Supabase's own services connect as roles that have nothing but what everybody has.
  if to_regnamespace('realtime') is null then
    execute format('revoke all on database %I from public', current_database());
    revoke all on schema public from public;
  end if;
  -- To ask for its size, and for what a refresh while others read keeps aside.
  execute format('grant create, connect, temporary on database %I to bartender_owner', current_database());
  for i in 1 .. cardinality(v_wanted) loop
    execute format('grant connect on database %I to %I', current_database(), v_wanted[i]);
  end loop;
end
$$;

-- What PostgreSQL lets anybody call although nobody here needs it: blocks of code, locks that would hold up a deploy, large objects that
-- fill the disk, forged announcements. Only a superuser may take these away; elsewhere (a hosted database) they stay.
do $$
declare
  v_function regprocedure;
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    return;
  end if;
  revoke usage on language plpgsql from public;
  grant usage on language plpgsql to bartender_owner;
  for v_function in
    select p.oid::regprocedure
    from pg_catalog.pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace
      and (p.proname ~ '^(lo_|pg_(try_)?advisory_)' or p.proname in ('lowrite', 'loread', 'pg_notify'))
      and pg_catalog.has_function_privilege('bartender_till', p.oid, 'execute')
  loop
    execute format('revoke execute on function %s from public', v_function);
  end loop;
  grant execute on function pg_catalog.pg_notify(text, text) to bartender_api, bartender_owner;
end
$$;
