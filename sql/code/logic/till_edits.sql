-- What an owner changes about the tills; a manager shuts one out. What a till sent while it was shut out is booked by a manager.

create function logic.bad_create_till(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'till') then 'body.till'
    when not (logic.is_text(body -> 'code', 1, 8) and body ->> 'code' ~ '^[A-Z][A-Z0-9]*$') then 'body.code'
    when not logic.is_name(body -> 'name', 80) then 'body.name'
    when not logic.is_hash(body ->> 'code_hash') then 'body.code_hash'
    when not logic.is_whole(body -> 'hours', 1, 720) then 'body.hours'
  end;
end
$$;

create function logic.bad_edit_till(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'till') then 'body.till'
    else logic.bad_fields('till', body -> 'fields')
  end;
end
$$;

create function logic.bad_revoke_till(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case when not logic.is_uuid(body -> 'till') then 'body.till' end;
end
$$;

create function logic.bad_restore_till(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return logic.bad_revoke_till(body);
end
$$;

create function logic.bad_book_refused(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'till') then 'body.till'
    when not logic.is_uuid(body -> 'ledger') then 'body.ledger'
    when not logic.is_whole(body -> 'no', 1, 999999999999999) then 'body.no'
  end;
end
$$;

-- Returns the till; refuses (`TLUNK`) one that this bar does not have.
create function logic.till_row(bar uuid, till uuid) returns data.tills
language plpgsql stable
as $$
declare
  v_till data.tills;
begin
  select * into v_till from data.tills t where t.bar_id = till_row.bar and t.id = till_row.till;
  if not found then
    perform logic.refuse_unknown('till', till_row.till);
  end if;
  return v_till;
end
$$;

-- Makes the till if it is new, and lets the machine that knows the code become it, once, for so many hours.
create function logic.do_create_till(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'till')::uuid;
  v_hash bytea := decode(cmd.body ->> 'code_hash', 'hex');
  v_till data.tills;
  v_expires_at timestamptz := cmd.now_at + make_interval(hours => (cmd.body ->> 'hours')::integer);
begin
  perform logic.need(cmd, 'owner');
  select * into v_till from data.tills t where t.bar_id = v_bar and t.code = cmd.body ->> 'code';
  if found and v_till.id <> v_id then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'code', 'id', v_till.id));
  elsif not found then
    if exists (select from data.tills t where t.bar_id = v_bar and t.id = v_id) then
      perform logic.refuse('TLDUP', jsonb_build_object('field', 'till', 'id', v_id));
    end if;
    insert into data.tills (bar_id, id, code, name) values (v_bar, v_id, cmd.body ->> 'code', cmd.body ->> 'name');
    perform logic.open_ledger(v_bar, v_id, gen_random_uuid());
  elsif v_till.revoked_at is not null then
    perform logic.refuse('TLSTA', '{"what": "till", "state": "revoked"}');
  end if;
  insert into data.enrolments (bar_id, till_id, code_hash, expires_at)
  values (v_bar, v_id, v_hash, v_expires_at)
  on conflict do nothing;
  if not found then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'code_hash', 'id', v_id));
  end if;
  perform logic.audit(cmd, v_id, jsonb_build_object('code', cmd.body -> 'code', 'hours', cmd.body -> 'hours'));
  return (
    jsonb_build_object('till', v_id, 'expires_at', logic.utc_text(v_expires_at)), false, '{settings}', null
  )::logic.effect;
end
$$;

-- Changes a till's name.
create function logic.do_edit_till(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'till')::uuid;
  v_fields jsonb := cmd.body -> 'fields';
  v_till data.tills;
  v_present jsonb;
  v_versions jsonb;
begin
  perform logic.need(cmd, 'owner');
  v_till := logic.till_row(v_bar, v_id);
  v_present := jsonb_build_object('name', v_till.name);
  v_versions := logic.next_versions(v_till.versions, v_fields, v_present);
  update data.tills t
  set name = logic.edited(v_present, v_fields) ->> 'name', versions = v_versions
  where t.bar_id = v_bar and t.id = v_id;
  perform logic.audit(cmd, v_id, logic.changes(v_present, v_fields));
  return (jsonb_build_object('till', v_id), false, '{settings}', null)::logic.effect;
end
$$;

-- Shuts a till out at once and ends its sessions: what it sends from now on is kept, not booked.
create function logic.do_revoke_till(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'till')::uuid;
begin
  perform logic.need(cmd, 'manager');
  if (logic.till_row(v_bar, v_id)).revoked_at is not null then
    perform logic.refuse('TLSTA', '{"what": "till", "state": "revoked"}');
  end if;
  update data.tills t set revoked_at = cmd.now_at where t.bar_id = v_bar and t.id = v_id;
  update data.sessions s
  set ended_at = cmd.now_at
  where s.bar_id = v_bar and s.till_id = v_id and s.ended_at is null;
  perform logic.audit(cmd, v_id);
  return (jsonb_build_object('till', v_id), false, '{settings}', null)::logic.effect;
end
$$;

-- Lets a till in again, with the token that it has.
create function logic.do_restore_till(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'till')::uuid;
begin
  perform logic.need(cmd, 'owner');
  if (logic.till_row(v_bar, v_id)).revoked_at is null then
    perform logic.refuse('TLSTA', '{"what": "till", "state": "open"}');
  end if;
  update data.tills t set revoked_at = null where t.bar_id = v_bar and t.id = v_id;
  update data.alerts a
  set settled_at = cmd.now_at
  where a.bar_id = v_bar and a.kind = 'till_shut' and a.subject = v_id::text and a.settled_at is null;
  perform logic.audit(cmd, v_id);
  return (jsonb_build_object('till', v_id), false, '{settings}', null)::logic.effect;
end
$$;

-- Returns the command that the till had sent while it was shut out, as the first of its copies; refuses what is not there or was booked before.
create function logic.refused_by_door(bar uuid, till uuid, ledger uuid, no bigint) returns data.commands
language plpgsql stable
as $$
declare
  v_kept data.commands;
begin
  select f.* into v_kept
  from data.commands k
  join data.commands f on f.bar_id = k.bar_id and f.id = k.id and f.is_first
  where k.bar_id = refused_by_door.bar and k.till_id = refused_by_door.till and k.ledger_id = refused_by_door.ledger
    and k.no = refused_by_door.no;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'command', 'id', refused_by_door.no));
  elsif v_kept.code is distinct from 'TLREV' or v_kept.kind = 'book_refused' then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'command', 'state', v_kept.outcome));
  end if;
  return v_kept;
end
$$;

-- Books, once, what a till had sent while it was shut out: through the served door, with the ids and people that it had, by the rights that
-- they had then. What is refused again stays as it was.
create function logic.do_book_refused(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_till uuid := (cmd.body ->> 'till')::uuid;
  v_before data.commands;
  v_wrapped data.commands;
  v_cmd logic.command;
  v_verdict logic.verdict;
  v_kept data.commands;
begin
  perform logic.need(cmd, 'manager');
  v_before := logic.refused_by_door(v_bar, v_till, (cmd.body ->> 'ledger')::uuid, (cmd.body ->> 'no')::bigint);
  v_wrapped := v_before;
  v_wrapped.body := jsonb_build_object('kind', v_before.kind, 'version', v_before.version, 'body', v_before.body);
  v_cmd := logic.unparked(v_wrapped, logic.desk_of(v_bar, v_before.till_id, v_before.ledger_id), cmd.rev);
  v_cmd.flags := array_replace(v_cmd.flags, 'unparked', 'till_was_shut');
  v_verdict := logic.judge(v_cmd);
  if v_verdict.outcome = 'stopped' then
    raise exception using errcode = 'internal_error', message = v_verdict.code || ' ' || (v_verdict.params ->> 'message');
  elsif v_verdict.outcome = 'refused' then
    perform logic.refuse(v_verdict.code, v_verdict.params);
  end if;
  v_kept := logic.kept_of(v_cmd, v_verdict, logic.kept_by_id(v_bar, v_verdict.twin),
    logic.outcome_of(v_before) || jsonb_build_object('at', v_before.at));
  update data.commands k
  set door = v_kept.door, outcome = v_kept.outcome, code = v_kept.code, params = v_kept.params, result = v_kept.result, rev = v_kept.rev,
    earlier = v_kept.earlier, at = v_kept.at
  where k.bar_id = v_bar and k.id = v_kept.id and k.code = 'TLREV';
  perform logic.audit(cmd, v_till, jsonb_build_object('kind', v_kept.kind, 'no', v_before.no, 'booked', v_kept.id));
  return (
    jsonb_build_object('command', v_kept.id, 'kind', v_kept.kind, 'result', v_kept.result), v_verdict.moved, v_verdict.topics, null
  )::logic.effect;
end
$$;

grant execute on function
  logic.bad_create_till(jsonb), logic.bad_edit_till(jsonb), logic.bad_revoke_till(jsonb), logic.bad_restore_till(jsonb),
  logic.bad_book_refused(jsonb), logic.till_row(uuid, uuid), logic.do_create_till(logic.command), logic.do_edit_till(logic.command),
  logic.do_revoke_till(logic.command), logic.do_restore_till(logic.command),
  logic.refused_by_door(uuid, uuid, uuid, bigint), logic.do_book_refused(logic.command)
to bartender_api;
