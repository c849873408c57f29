-- Alerts for whoever runs the site, settled by hand. No grants on purpose.

-- Settles the open alerts that have this id or kind, writes each down and returns how many they were. Those that end by themselves stay open
-- as long as their cause does.
create function logic.settle_alerts(wanted text) returns bigint
language plpgsql volatile
as $$
declare
  v_settled bigint;
begin
  with settled as (
    update data.alerts a
    set settled_at = clock_timestamp()
    where a.settled_at is null and settle_alerts.wanted in (a.id::text, a.kind) and a.kind not in ('job_fails', 'books', 'frozen')
    returning a.id, a.bar_id, a.kind, a.subject, a.count
  ), noted as (
    insert into data.audit_log (bar_id, action, subject, params)
    select s.bar_id, 'settle_alert', s.id, jsonb_build_object('kind', s.kind, 'subject', s.subject, 'count', s.count)
    from settled s
    returning 1
  )
  select count(*) into v_settled from noted;
  return v_settled;
end
$$;
