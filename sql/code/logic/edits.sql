-- What people change themselves, field by field: what each field may hold, the version that tells whether somebody was faster, and who made a
-- thing first.

-- Tells whether the value is a text of at most so many characters that says something.
create function logic.is_name(value jsonb, most integer) returns boolean
immutable
return logic.is_text(value, 1, most) and value #>> '{}' ~ '\S';

-- Tells whether the value is a list of distinct names of ways to pay by telephone.
create function logic.is_operators(value jsonb) returns boolean
language plpgsql immutable
as $$
begin
  return jsonb_typeof(is_operators.value) = 'array' and jsonb_array_length(is_operators.value) <= 20
    and (
      select coalesce(bool_and(logic.is_name(o.name, 40)), true) and count(*) = count(distinct o.name)
      from jsonb_array_elements(is_operators.value) o (name)
    );
end
$$;

-- Tells whether a field of a category, product, member, till or of the settings may hold the value; null for an unknown field.
create function logic.is_field(what text, field text, value jsonb) returns boolean
language plpgsql immutable
as $$
begin
  return case is_field.what || '.' || is_field.field
    when 'category.name' then logic.is_name(value, 80)
    when 'category.icon' then logic.is_text(value, 0, 40)
    when 'category.color' then logic.is_text(value, 0, 40)
    when 'category.position' then logic.is_whole(value, 0, 1000000)
    when 'category.is_active' then jsonb_typeof(value) = 'boolean'
    when 'product.category' then logic.is_uuid(value)
    when 'product.name' then logic.is_name(value, 120)
    when 'product.volume_ml' then logic.is_absent(value) or logic.is_whole(value, 1, 1000000)
    when 'product.barcode' then logic.is_absent(value) or logic.is_name(value, 64)
    when 'product.price' then logic.is_whole(value, 0, 1000000000000)
    when 'product.alert_threshold' then logic.is_whole(value, 0, 1000000)
    when 'product.position' then logic.is_whole(value, 0, 1000000)
    when 'product.is_active' then jsonb_typeof(value) = 'boolean'
    when 'member.name' then logic.is_name(value, 80)
    when 'member.role' then coalesce(value in ('"seller"', '"manager"', '"owner"'), false)
    when 'member.is_active' then jsonb_typeof(value) = 'boolean'
    when 'till.name' then logic.is_name(value, 80)
    when 'settings.name' then logic.is_name(value, 80)
    when 'settings.address' then logic.is_text(value, 0, 200)
    when 'settings.phone' then logic.is_text(value, 0, 40)
    when 'settings.time_zone' then logic.is_name(value, 64)
    when 'settings.closing_hour' then logic.is_whole(value, 0, 23)
    when 'settings.operating_mode' then coalesce(value in ('"simplified"', '"full"'), false)
    when 'settings.idle_lock_s' then logic.is_whole(value, 10, 3600)
    when 'settings.counter_deadline_ms' then logic.is_whole(value, 500, 10000)
    when 'settings.operators' then logic.is_operators(value)
    when 'settings.consignment_days' then logic.is_whole(value, 1, 30)
    when 'settings.guest_retention_days' then logic.is_whole(value, 1, 3650)
    when 'settings.pending_alert_minutes' then logic.is_whole(value, 5, 1440)
    when 'settings.till_missing_minutes' then logic.is_whole(value, 10, 10080)
  end;
end
$$;

-- Returns the path of the first part of a new thing that may not be so, null when all may.
create function logic.bad_parts(what text, body jsonb, fields text[]) returns text
language plpgsql immutable
as $$
declare
  v_field text;
begin
  foreach v_field in array bad_parts.fields loop
    if logic.is_field(bad_parts.what, v_field, body -> v_field) is not true then
      return 'body.' || v_field;
    end if;
  end loop;
  return null;
end
$$;

-- Returns the path of the first unsound entry of `{field: {value, version}}`, null when there is none.
create function logic.bad_fields(what text, fields jsonb) returns text
language plpgsql immutable
as $$
declare
  v_field text;
  v_entry jsonb;
begin
  if jsonb_typeof(fields) is distinct from 'object' or fields = '{}' then
    return 'body.fields';
  end if;
  for v_field, v_entry in select e.key, e.value from jsonb_each(fields) e loop
    if jsonb_typeof(v_entry) <> 'object' or not v_entry ? 'value'
      or logic.is_field(bad_fields.what, v_field, v_entry -> 'value') is not true
    then
      return 'body.fields.' || left(v_field, 60);
    elsif not logic.is_whole(v_entry -> 'version', 0, 999999999) then
      return 'body.fields.' || v_field || '.version';
    end if;
  end loop;
  return null;
end
$$;

-- Returns the versions after an edit. Refuses (`TLOLD`) an edit of a field that somebody has changed since the person looked; `present` says
-- what it is now.
create function logic.next_versions(versions jsonb, fields jsonb, present jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_field text;
  v_entry jsonb;
  v_version bigint;
begin
  for v_field, v_entry in select e.key, e.value from jsonb_each(fields) e loop
    v_version := coalesce((versions ->> v_field)::bigint, 0);
    if v_version <> (v_entry ->> 'version')::bigint then
      perform logic.refuse('TLOLD', jsonb_build_object('field', v_field, 'version', v_version, 'value', present -> v_field));
    end if;
  end loop;
  return logic.bumped(versions, array(select k.key from jsonb_object_keys(fields) k (key)));
end
$$;

-- Returns the versions with one more for each field named: what a person looked at before is old.
create function logic.bumped(versions jsonb, fields text[]) returns jsonb
language plpgsql immutable
as $$
begin
  return versions || (
    select jsonb_object_agg(f.name, coalesce((versions ->> f.name)::bigint, 0) + 1)
    from unnest(fields) f (name)
  );
end
$$;

-- Returns the values as an edit leaves them.
create function logic.edited(present jsonb, fields jsonb) returns jsonb
language plpgsql immutable
as $$
begin
  return present || (select jsonb_object_agg(e.key, e.value -> 'value') from jsonb_each(fields) e);
end
$$;

-- Returns what an edit changed, for the record: `{field: {before, after}}`.
create function logic.changes(present jsonb, fields jsonb) returns jsonb
language plpgsql immutable
as $$
begin
  return (
    select jsonb_object_agg(e.key, jsonb_build_object('before', present -> e.key, 'after', e.value -> 'value'))
    from jsonb_each(fields) e
  );
end
$$;

-- Returns the effect of a making that was done before; refuses (`TLDUP`) an id that is taken by something which no such command made.
create function logic.made_before(cmd logic.command, what text, subject uuid) returns logic.effect
language plpgsql stable
as $$
declare
  v_command uuid;
begin
  select (a.params ->> 'command')::uuid into v_command
  from data.audit_log a
  where a.bar_id = (cmd.desk).bar and a.subject = made_before.subject and a.action = cmd.kind;
  if v_command is null then
    perform logic.refuse('TLDUP', jsonb_build_object('field', made_before.what, 'id', made_before.subject));
  end if;
  return (null, false, '{}', v_command)::logic.effect;
end
$$;

-- Refuses (`TLUNK`) what this bar does not have.
create function logic.refuse_unknown(what text, id uuid) returns void
language plpgsql stable
as $$
begin
  perform logic.refuse('TLUNK', jsonb_build_object('what', refuse_unknown.what, 'id', refuse_unknown.id));
end
$$;

grant execute on function
  logic.is_name(jsonb, integer), logic.is_operators(jsonb), logic.is_field(text, text, jsonb), logic.bad_parts(text, jsonb, text[]),
  logic.bad_fields(text, jsonb), logic.next_versions(jsonb, jsonb, jsonb), logic.bumped(jsonb, text[]), logic.edited(jsonb, jsonb),
  logic.changes(jsonb, jsonb), logic.made_before(logic.command, text, uuid), logic.refuse_unknown(text, uuid)
to bartender_api;
