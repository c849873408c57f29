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

-- Notifies the people of a locked bar of a thing unless an unread notification says the same; tells whether it did. The caller then moves the
-- topic `notifications`.
create function logic.tell_once(bar uuid, what text, about text, details jsonb) returns boolean
language plpgsql volatile
as $$
begin
  insert into data.notifications (bar_id, kind, subject, params)
  values (tell_once.bar, tell_once.what, left(tell_once.about, 200), tell_once.details)
  on conflict (bar_id, kind, subject) where read_at is null and subject <> '' do nothing;
  return found;
end
$$;

-- Tells of a flagged sale; returns whether it did. What needs somebody to look at it is told sale by sale; that nobody was signed in, which a
-- whole evening may be, is told once for the till, until it is read.
create function logic.tell_flagged(cmd logic.command, flags text[], details jsonb) returns boolean
language plpgsql volatile
as $$
begin
  if tell_flagged.flags <@ '{session_ended,without_session,never_signed_in}' then
    return logic.tell_once((cmd.desk).bar, 'sale_flagged', (cmd.desk).till || ':' || array_to_string(tell_flagged.flags, ','),
      tell_flagged.details);
  end if;
  perform logic.tell((cmd.desk).bar, 'sale_flagged', tell_flagged.details);
  return true;
end
$$;

create function logic.bad_read_notifications(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when jsonb_typeof(body -> 'ids') is distinct from 'array' or jsonb_array_length(body -> 'ids') not between 1 and 200 then 'body.ids'
    else (
      select 'body.ids[' || i.place - 1 || ']'
      from jsonb_array_elements(body -> 'ids') with ordinality i (id, place)
      where not logic.is_uuid(i.id)
      order by i.place
      limit 1
    )
  end;
end
$$;

-- Marks notifications as read, by whom; those that are read or gone are passed over.
create function logic.do_read_notifications(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_read integer;
begin
  perform logic.need(cmd, 'manager');
  update data.notifications n
  set read_at = cmd.now_at, read_by = cmd.by_id
  where n.bar_id = v_bar and n.read_at is null
    and n.id in (select i.id::uuid from jsonb_array_elements_text(cmd.body -> 'ids') i (id));
  get diagnostics v_read = row_count;
  perform logic.audit(cmd, null, jsonb_build_object('read', v_read));
  return (
    jsonb_build_object('read', v_read), false, case when v_read > 0 then '{notifications}'::text[] else '{}' end, null
  )::logic.effect;
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

grant execute on function
  logic.tell(uuid, text, jsonb), logic.tell_once(uuid, text, text, jsonb), logic.alert(uuid, text, text, jsonb),
  logic.tell_flagged(logic.command, text[], jsonb), logic.bad_read_notifications(jsonb), logic.do_read_notifications(logic.command)
to bartender_api;
