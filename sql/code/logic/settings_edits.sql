-- What an owner changes about the bar itself.

create function logic.bad_edit_settings(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return logic.bad_fields('settings', body -> 'fields');
end
$$;

-- Changes settings, from now on. What was sold before keeps its business date and the mode of its moment, whenever it comes.
create function logic.do_edit_settings(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_fields jsonb := cmd.body -> 'fields';
  v_row data.bars;
  v_present jsonb;
  v_versions jsonb;
begin
  perform logic.need(cmd, 'owner');
  select * into v_row from data.bars b where b.id = v_bar;
  v_present := to_jsonb(v_row) - '{id,versions,is_active,currency,has_realtime,created_at}'::text[];
  v_versions := logic.next_versions(v_row.versions, v_fields, v_present);
  -- As it is written there, letter for letter: a till would not know « africa/porto-novo ».
  if v_fields ? 'time_zone'
    and not exists (select from pg_timezone_names z where z.name = v_fields #>> '{time_zone,value}')
  then
    perform logic.refuse('TLINP', '{"path": "body.fields.time_zone"}');
  end if;
  v_row := jsonb_populate_record(v_row, logic.edited(v_present, v_fields));
  update data.bars b
  set name = v_row.name, address = v_row.address, phone = v_row.phone, time_zone = v_row.time_zone,
    closing_hour = v_row.closing_hour, idle_lock_s = v_row.idle_lock_s, counter_deadline_ms = v_row.counter_deadline_ms,
    operators = v_row.operators, consignment_days = v_row.consignment_days, guest_retention_days = v_row.guest_retention_days,
    pending_alert_minutes = v_row.pending_alert_minutes, till_missing_minutes = v_row.till_missing_minutes, versions = v_versions
  where b.id = v_bar;
  -- Apart, since a mode that is written is kept with its time.
  update data.bars b
  set operating_mode = v_row.operating_mode
  where b.id = v_bar and b.operating_mode <> v_row.operating_mode;
  perform logic.audit(cmd, v_bar, logic.changes(v_present, v_fields));
  return ('{}', false, '{settings}', null)::logic.effect;
end
$$;

grant execute on function logic.bad_edit_settings(jsonb), logic.do_edit_settings(logic.command) to bartender_api;
