-- What people must hear of: notifications for those of the bar, alerts for whoever runs the site.

-- Notifies the people of a locked bar; the caller moves the topic `notifications`.
create function logic.tell(bar uuid, kind text, params jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into data.notifications (bar_id, kind, params)
  values (tell.bar, tell.kind, tell.params);
end
$$;

-- Raises an alert, or counts it when the same is open.
create function logic.alert(bar uuid, kind text, subject text, params jsonb) returns void
language plpgsql volatile
as $$
#variable_conflict use_column
begin
  insert into data.alerts as a (bar_id, kind, subject, params)
  values (alert.bar, alert.kind, left(alert.subject, 200), alert.params)
  on conflict (bar_id, kind, subject) where settled_at is null
  do update set count = a.count + 1, last_at = clock_timestamp(), params = excluded.params;
end
$$;

grant execute on function logic.tell(uuid, text, jsonb), logic.alert(uuid, text, text, jsonb) to bartender_api;
