-- The kinds of commands. A new kind is one line of `perform` and one function in the file of its feature.

-- Does what the command asks, or refuses. Runs in a subtransaction of submit.
create function logic.perform(cmd logic.command) returns logic.effect
language plpgsql volatile set search_path = ''
as $$
begin
  case
    when cmd.kind = 'record_sale' and cmd.version = 1 then return logic.create_sale_with_stock_lock(cmd);
    when cmd.kind = 'void' then return logic.void_number(cmd);
    when cmd.kind = 'gap' then return logic.declare_gap(cmd);
    else perform logic.refuse('TLVER', jsonb_build_object('kind', cmd.kind, 'version', cmd.version));
  end case;
end
$$;

-- Takes a number and does nothing: the refused command of a server that a backup has made forget it.
create function logic.void_number(cmd logic.command) returns logic.effect
language plpgsql immutable set search_path = ''
as $$
begin
  return ('{}', false, '{}', null)::logic.effect;
end
$$;

-- Notes that the till no longer has the numbers from `from` to `to`, which this server, restored, never saw.
create function logic.declare_gap(cmd logic.command) returns logic.effect
language plpgsql volatile set search_path = ''
as $$
begin
  if not logic.bridges(cmd) then
    perform logic.refuse('TLINP', '{"path": "body"}');
  end if;
  perform logic.tell((cmd.desk).bar, 'gap', jsonb_build_object('till', (cmd.desk).till) || cmd.body);
  perform logic.alert((cmd.desk).bar, 'gap', (cmd.desk).till::text, cmd.body);
  return ('{}', false, '{notifications}', null)::logic.effect;
end
$$;

-- Tells whether the command is a gap that begins at the ledger's next number and ends at or after its own.
create function logic.bridges(cmd logic.command) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  if cmd.kind <> 'gap' or not logic.is_whole(cmd.body -> 'from', 1, 999999999999999)
    or not logic.is_whole(cmd.body -> 'to', 1, 999999999999999)
  then
    return false;
  end if;
  return (cmd.body ->> 'from')::bigint = (cmd.desk).last_no + 1
    and cmd.no between (cmd.body ->> 'from')::bigint and (cmd.body ->> 'to')::bigint;
end
$$;

-- Returns the path of what makes a command impossible to store, null when it can be.
create function logic.bad_envelope(item jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when jsonb_typeof(item) is distinct from 'object' then ''
    when not logic.is_whole(item -> 'no', 1, 999999999999999) then '.no'
    when not logic.is_uuid(item -> 'id') then '.id'
    when not coalesce(item ->> 'sha256' ~ '^[0-9a-f]{64}$', false) then '.sha256'
  end;
end
$$;

-- Returns the command in a sound envelope; `bad` names the first other field that is not. Its moment is corrected: by its age
-- when the till's clock is unsure, and to the last 30 days.
create function logic.opened(desk logic.desk, item jsonb, now_at timestamptz, rev bigint) returns logic.command
language plpgsql stable set search_path = ''
as $$
declare
  v_cmd logic.command;
  v_first timestamptz := now_at - interval '30 days';
begin
  v_cmd.desk := desk;
  v_cmd.no := (item ->> 'no')::bigint;
  v_cmd.id := (item ->> 'id')::uuid;
  v_cmd.sha256 := decode(item ->> 'sha256', 'hex');
  v_cmd.body := item -> 'body';
  v_cmd.now_at := now_at;
  v_cmd.rev := rev;
  v_cmd.flags := '{}';
  v_cmd.claimed_at := logic.moment_of(item -> 'moment');
  v_cmd.bad := case
    when not logic.is_text(item -> 'kind', 1, 60) then 'kind'
    when not logic.is_whole(item -> 'version', 0, 1000000) then 'version'
    when coalesce(item ->> 'door', '') not in ('counter', 'served') then 'door'
    when not (logic.is_absent(item -> 'by') or logic.is_uuid(item -> 'by')) then 'by'
    when not (logic.is_absent(item -> 'session') or logic.is_uuid(item -> 'session')) then 'session'
    when v_cmd.claimed_at is null then 'moment'
    when jsonb_typeof(item -> 'clock_unsure') is distinct from 'boolean' then 'clock_unsure'
    when not (logic.is_absent(item -> 'age_s') or coalesce(item ->> 'age_s' ~ '^[0-9]{1,9}(\.[0-9]{1,12})?$', false)) then 'age_s'
  end;
  v_cmd.kind := case when logic.is_text(item -> 'kind', 1, 60) then item ->> 'kind' else '' end;
  v_cmd.version := case when logic.is_whole(item -> 'version', 0, 1000000) then (item ->> 'version')::integer else 0 end;
  v_cmd.door := case when item ->> 'door' = 'counter' then 'counter' else 'served' end;
  if v_cmd.bad is not null then
    return v_cmd;
  end if;
  v_cmd.by_id := (item ->> 'by')::uuid;
  v_cmd.session_id := (item ->> 'session')::uuid;
  v_cmd.moment := v_cmd.claimed_at;
  if (item ->> 'clock_unsure')::boolean then
    if logic.is_absent(item -> 'age_s') then
      v_cmd.flags := '{clock_unsure}';
    else
      v_cmd.moment := now_at - make_interval(secs => (item ->> 'age_s')::double precision);
    end if;
  end if;
  if v_cmd.moment > now_at + interval '1 minute' then
    v_cmd.flags := v_cmd.flags || 'moment_ahead'::text;
  elsif v_cmd.moment < v_first then
    v_cmd.flags := v_cmd.flags || 'moment_late'::text;
  end if;
  v_cmd.moment := greatest(v_first, least(v_cmd.moment, now_at));
  return v_cmd;
end
$$;

-- Judges a command in a subtransaction of its own: of a refused or failed one nothing stays. Errors of the moment (locks, space,
-- shutdown, read-only) are not its fault and fail the whole call.
create function logic.judge(cmd logic.command) returns logic.verdict
language plpgsql volatile set search_path = ''
as $$
declare
  v_effect logic.effect;
  v_verdict logic.verdict := ('refused', cmd.door, null, '{}', '{}', null, false, '{}', null)::logic.verdict;
  v_state text;
  v_detail text;
  v_message text;
begin
  if cmd.bad is not null then
    v_verdict.code := 'TLINP';
    v_verdict.params := jsonb_build_object('path', cmd.bad);
    return v_verdict;
  elsif cmd.kind = 'park' then
    v_verdict.code := 'TLPRK';
    return v_verdict;
  elsif (cmd.desk).is_shut and cmd.kind not in ('void', 'gap') then
    v_verdict.code := 'TLREV';
    return v_verdict;
  end if;
  begin
    v_effect := logic.perform(cmd);
    v_verdict.outcome := 'done';
    v_verdict.result := coalesce(v_effect.result, '{}');
    v_verdict.moved := v_effect.moved;
    v_verdict.topics := v_effect.topics;
    v_verdict.twin := v_effect.twin;
    v_verdict.rev := case when v_effect.moved then cmd.rev end;
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_detail = pg_exception_detail, v_message = message_text;
    if v_state ~ '^(40|53|57|58)' or v_state in ('55P03', '25006') then
      raise;
    end if;
    v_verdict.code := v_state;
    if v_state ~ '^TL' then
      v_verdict.params := v_detail::jsonb;
    else
      v_verdict.outcome := 'stopped';
      v_verdict.params := jsonb_build_object('message', left(v_message, 300));
    end if;
  end;
  return v_verdict;
end
$$;

grant execute on function
  logic.perform(logic.command), logic.void_number(logic.command), logic.declare_gap(logic.command), logic.bridges(logic.command), logic.bad_envelope(jsonb),
  logic.opened(logic.desk, jsonb, timestamptz, bigint), logic.judge(logic.command)
to bartender_api;
