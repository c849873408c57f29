-- The kinds of commands. A new kind is one line of `perform`, one of `bad_body` and two functions in the file of its feature.

-- Does what the command asks, or refuses. Runs in a subtransaction of submit.
create function logic.perform(cmd logic.command) returns logic.effect
language plpgsql volatile
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

-- Returns the path of the first unsound field of a body, null when there is none or the kind is not known.
create function logic.bad_body(kind text, version integer, body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case when kind = 'record_sale' and version = 1 then logic.bad_sale(body) end;
end
$$;

-- Returns the same, field by field, when a cast or a check has found what a quick look had not.
create function logic.bad_field(cmd logic.command) returns text
language plpgsql immutable
as $$
begin
  return case when cmd.kind = 'record_sale' and cmd.version = 1 then logic.bad_sale_field(cmd.body) end;
end
$$;

-- Takes a number and does nothing: the refused command of a server that a backup has made forget it.
create function logic.void_number(cmd logic.command) returns logic.effect
language plpgsql immutable
as $$
begin
  return ('{}', false, '{}', null)::logic.effect;
end
$$;

-- Notes that the till no longer has the numbers from `from` to `to`, which this server, restored, never saw.
create function logic.declare_gap(cmd logic.command) returns logic.effect
language plpgsql volatile
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
language plpgsql immutable
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

-- Returns the verdict of a refusal.
create function logic.refusal(cmd logic.command, code text, params jsonb) returns logic.verdict
language plpgsql immutable
as $$
begin
  return ('refused', cmd.door, code, params, '{}', null, false, '{}', null)::logic.verdict;
end
$$;

-- Judges a command in a subtransaction of its own: of a refused or failed one nothing stays. Errors of the moment (locks, space,
-- shutdown, read-only) are not its fault and fail the whole call.
create function logic.judge(cmd logic.command) returns logic.verdict
language plpgsql volatile
as $$
declare
  v_effect logic.effect;
  v_state text;
  v_detail text;
  v_message text;
begin
  if cmd.kind = 'park' then
    return logic.refusal(cmd, 'TLPRK', '{}');
  elsif cmd.bad is not null then
    return logic.refusal(cmd, 'TLINP', jsonb_build_object('path', cmd.bad));
  elsif (cmd.desk).is_shut and cmd.kind not in ('void', 'gap') then
    return logic.refusal(cmd, 'TLREV', '{}');
  end if;
  begin
    v_effect := logic.perform(cmd);
    return (
      'done', cmd.door, null, '{}', coalesce(v_effect.result, '{}'), case when v_effect.moved then cmd.rev end, v_effect.moved,
      v_effect.topics, v_effect.twin
    )::logic.verdict;
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_detail = pg_exception_detail, v_message = message_text;
    if v_state ~ '^(40|53|57|58)' or v_state in ('55P03', '25006') then
      raise;
    elsif v_state ~ '^TL' then
      return logic.refusal(cmd, v_state, v_detail::jsonb);
    elsif v_state ~ '^2[23]' and logic.bad_field(cmd) is not null then
      return logic.refusal(cmd, 'TLINP', jsonb_build_object('path', logic.bad_field(cmd)));
    end if;
    return ('stopped', cmd.door, v_state, jsonb_build_object('message', left(v_message, 300)), '{}', null, false, '{}', null)::logic.verdict;
  end;
end
$$;

grant execute on function
  logic.perform(logic.command), logic.bad_body(text, integer, jsonb), logic.bad_field(logic.command), logic.void_number(logic.command),
  logic.declare_gap(logic.command), logic.bridges(logic.command), logic.refusal(logic.command, text, jsonb),
  logic.judge(logic.command)
to bartender_api;
