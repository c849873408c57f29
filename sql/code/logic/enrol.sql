-- How a machine becomes a till: a one-time code opens it, once, to the token that the machine made.

-- Enrols the machine and returns what the till is. The same code with the same token gives the same answer.
create function logic.enrol(code text, token text, ledger uuid, device jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_code bytea := sha256(convert_to(code, 'UTF8'));
  v_token bytea := sha256(convert_to(token, 'UTF8'));
  v_enrolment data.enrolments;
  v_till data.tills;
  v_ticket bigint;
begin
  perform set_config('bartender.bar', '', true), set_config('bartender.key', encode(v_code, 'hex'), true);
  select * into v_enrolment from data.enrolments e where e.code_hash = v_code;
  if not found then
    perform logic.refuse('TLENR');
  end if;
  perform set_config('bartender.key', '', true), set_config('bartender.bar', v_enrolment.bar_id::text, true);
  perform logic.lock_bar(v_enrolment.bar_id);
  perform logic.pass_bar_gate(v_enrolment.bar_id, 'enrol', 60000, 30);
  select * into v_enrolment from data.enrolments e where e.code_hash = v_code;
  select * into v_till from data.tills t where t.bar_id = v_enrolment.bar_id and t.id = v_enrolment.till_id;
  if v_enrolment.used_at is null and v_enrolment.expires_at > clock_timestamp() and v_till.revoked_at is null then
    update data.enrolments e
    set used_at = clock_timestamp(), token_hash = v_token
    where e.code_hash = v_code;
    update data.tills t
    set token_hash = v_token, device = enrol.device, enrolled_at = clock_timestamp()
    where t.bar_id = v_till.bar_id and t.id = v_till.id;
    insert into data.audit_log (bar_id, action, subject) values (v_till.bar_id, 'enrol', v_till.id);
  elsif (v_enrolment.token_hash = v_token and v_till.token_hash = v_token and v_till.revoked_at is null) is not true then
    perform logic.refuse('TLENR');
  end if;
  v_ticket := logic.open_ledger(v_till.bar_id, v_till.id, ledger);
  return jsonb_build_object(
    'bar', (select jsonb_build_object('id', b.id, 'name', b.name) from data.bars b where b.id = v_till.bar_id),
    'till', jsonb_build_object('id', v_till.id, 'code', v_till.code, 'name', v_till.name),
    'last_ticket', v_ticket
  );
end
$$;

-- Answers `api.enrol`. 30 tries at once, then one per 2 s, for the whole site; a bar's own codes open 30 times at once, then once a minute.
create function logic.answer_enrol(code text, token text, ledger uuid, device jsonb) returns jsonb
language plpgsql volatile
as $$
begin
  perform logic.pass_gate('data.enrol_gate', 2000, 30);
  perform logic.bound(device, 8192, 'device');
  if code is null or length(code) not between 6 and 200 then
    perform logic.refuse('TLENR');
  elsif not logic.is_hash(token) then
    perform logic.refuse('TLINP', '{"path": "token"}');
  elsif ledger is null then
    perform logic.refuse('TLINP', '{"path": "ledger"}');
  elsif jsonb_typeof(device) is distinct from 'object' then
    perform logic.refuse('TLINP', '{"path": "device"}');
  end if;
  return logic.enrol(code, token, ledger, device);
end
$$;

grant execute on function logic.enrol(text, text, uuid, jsonb), logic.answer_enrol(text, text, uuid, jsonb) to bartender_api;
