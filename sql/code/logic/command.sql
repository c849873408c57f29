-- A command as it arrives: whether its envelope is sound, and what it says once its moment is corrected.

-- Returns the path of what makes a command impossible to store, null when it can be.
create function logic.bad_envelope(item jsonb) returns text
immutable
return case
  when jsonb_typeof(item) is distinct from 'object' then ''
  when not logic.is_whole(item -> 'no', 1, 999999999999999) then '.no'
  when not logic.is_uuid(item -> 'id') then '.id'
  when not logic.is_hash(item ->> 'sha256') then '.sha256'
end;

-- Returns the path of the first unsound field between envelope and body, null when there is none.
create function logic.bad_claim(item jsonb) returns text
immutable
return case
  when not logic.is_text(item -> 'kind', 1, 60) then 'kind'
  when not logic.is_whole(item -> 'version', 0, 1000000) then 'version'
  when coalesce(item ->> 'door', '') not in ('counter', 'served') then 'door'
  when not (logic.is_absent(item -> 'by') or logic.is_uuid(item -> 'by')) then 'by'
  when not (logic.is_absent(item -> 'session') or logic.is_uuid(item -> 'session')) then 'session'
  when jsonb_typeof(item -> 'clock_unsure') is distinct from 'boolean' then 'clock_unsure'
  when not (logic.is_absent(item -> 'age_s') or logic.is_age(item -> 'age_s')) then 'age_s'
end;

-- Tells at one look whether envelope and claim are complete and sound, as a till sends them. What it does not know is looked at by
-- `bad_envelope` and `bad_claim`, field by field: a test compares them. What no path can see (the length of a text, 1.0 for 1, a 31st of
-- February) is left to casts.
create function logic.is_sound_command(item jsonb) returns boolean
immutable
return coalesce(item @@ '
  strict $.no >= 1 && $.no <= 999999999999999
  && $.id like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$"
  && $.sha256 like_regex "^[0-9a-f]*$"
  && $.kind like_regex "^[a-z_]+$"
  && $.version >= 0 && $.version <= 1000000
  && ($.door == "counter" || $.door == "served")
  && ($.by == null || $.by like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$")
  && ($.session == null || $.session like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$")
  && $.moment like_regex "^[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9.]+(Z|[+]00:00)$"
  && ($.clock_unsure == true || $.clock_unsure == false)
  && ($.age_s == null || ($.age_s >= 0 && $.age_s <= 1000000000))
', false);

-- Returns the command as it is before anything is locked, with `bad` for the path of its first unsound field; a command without a sound
-- envelope has no number.
create function logic.opened(item jsonb, now_at timestamptz) returns logic.command
language plpgsql stable
as $$
declare
  v_cmd logic.command;
begin
  if logic.is_sound_command(item) then
    v_cmd := (
      null, (item ->> 'no')::bigint, (item ->> 'id')::uuid, item ->> 'kind', (item ->> 'version')::integer,
      decode(item ->> 'sha256', 'hex'), item ->> 'door', (item ->> 'by')::uuid, (item ->> 'session')::uuid,
      (item ->> 'moment')::timestamptz, null, now_at, '{}', null, null, item -> 'body'
    )::logic.command;
    if length(v_cmd.sha256) = 32 and length(v_cmd.kind) <= 60 then
      return logic.corrected(v_cmd, item);
    end if;
  end if;
  return logic.opened_slowly(item, now_at);
exception when data_exception then
  return logic.opened_slowly(item, now_at);
end
$$;

-- Returns the command with its moment corrected, by its age when the till's clock is unsure, and into the last 30 days; its body is looked at.
create function logic.corrected(cmd logic.command, item jsonb) returns logic.command
language plpgsql stable
as $$
declare
  v_first timestamptz := cmd.now_at - interval '30 days';
begin
  cmd.moment := cmd.claimed_at;
  if (item -> 'clock_unsure')::boolean then
    if logic.is_absent(item -> 'age_s') then
      cmd.flags := '{clock_unsure}';
    else
      cmd.moment := cmd.now_at - make_interval(secs => (item -> 'age_s')::double precision);
    end if;
  end if;
  if cmd.moment > cmd.now_at + interval '1 minute' then
    cmd.flags := cmd.flags || 'moment_ahead'::text;
  elsif cmd.moment < v_first then
    cmd.flags := cmd.flags || 'moment_late'::text;
  end if;
  cmd.moment := greatest(v_first, least(cmd.moment, cmd.now_at));
  cmd.bad := logic.bad_body(cmd.kind, cmd.version, cmd.body);
  return cmd;
end
$$;

-- Returns the command, looked at field by field: when one is unsound, with enough of it to be kept.
create function logic.opened_slowly(item jsonb, now_at timestamptz) returns logic.command
language plpgsql stable
as $$
declare
  v_cmd logic.command;
  v_said timestamptz := logic.moment_of(item -> 'moment');
begin
  if logic.bad_envelope(item) is not null then
    return null;
  end if;
  v_cmd := (
    null, (item ->> 'no')::bigint, (item ->> 'id')::uuid,
    case when logic.is_text(item -> 'kind', 1, 60) then item ->> 'kind' else '' end,
    case when logic.is_whole(item -> 'version', 0, 1000000) then (item ->> 'version')::integer else 0 end,
    decode(item ->> 'sha256', 'hex'), case when item ->> 'door' = 'counter' then 'counter' else 'served' end,
    null, null, v_said, null, now_at, '{}', null, logic.bad_claim(item), item -> 'body'
  )::logic.command;
  if v_cmd.bad is not null or v_said is null then
    v_cmd.bad := coalesce(v_cmd.bad, 'moment');
    return v_cmd;
  end if;
  v_cmd.by_id := (item ->> 'by')::uuid;
  v_cmd.session_id := (item ->> 'session')::uuid;
  return logic.corrected(v_cmd, item);
end
$$;

-- Returns the commands as they are before anything is locked. An envelope that cannot be stored, or a number that does not ascend, ends the list
-- before it; when it comes first, it fails the call.
create function logic.opened_all(items jsonb, now_at timestamptz) returns logic.command[]
language plpgsql stable
as $$
declare
  v_commands logic.command[] := '{}';
  v_cmd logic.command;
  v_previous bigint := 0;
begin
  for v_index in 0 .. jsonb_array_length(items) - 1 loop
    v_cmd := logic.opened(items -> v_index, now_at);
    if v_cmd.no is null or v_cmd.no <= v_previous then
      exit when v_index > 0;
      perform logic.refuse('TLINP', jsonb_build_object('path', 'commands[0]' || coalesce(logic.bad_envelope(items -> 0), '.no')));
    end if;
    v_commands := v_commands || v_cmd;
    v_previous := v_cmd.no;
  end loop;
  return v_commands;
end
$$;

grant execute on function
  logic.bad_envelope(jsonb), logic.bad_claim(jsonb), logic.is_sound_command(jsonb), logic.opened(jsonb, timestamptz),
  logic.corrected(logic.command, jsonb), logic.opened_slowly(jsonb, timestamptz), logic.opened_all(jsonb, timestamptz)
to bartender_api;
