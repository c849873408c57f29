-- What people must hear of: notifications for those of the bar, alerts for whoever runs the site.

-- Notifies the people of a locked bar; the caller moves the topic `notifications`.
create function logic.tell(bar uuid, what text, details jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into data.notifications (bar_id, kind, params)
  values (tell.bar, tell.what, tell.details);
end
$$;

-- Raises an alert, or counts it when the same is open; tells whether it is a new one.
create function logic.alert(bar uuid, what text, about text, details jsonb) returns boolean
language plpgsql volatile
as $$
declare
  v_count integer;
begin
  insert into data.alerts as a (bar_id, kind, subject, params)
  values (alert.bar, alert.what, left(alert.about, 200), alert.details)
  on conflict (bar_id, kind, subject) where settled_at is null
  do update set count = a.count + 1, last_at = clock_timestamp(), params = excluded.params
  returning a.count into v_count;
  return v_count = 1;
end
$$;

grant execute on function logic.tell(uuid, text, jsonb), logic.alert(uuid, text, text, jsonb) to bartender_api;
