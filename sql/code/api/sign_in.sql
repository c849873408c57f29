-- Signs a person in by the proof of a PIN. A wrong PIN is an answer, not an error: it must be counted. 200 tries at once, then 10 per second,
-- for the whole site; 5 per member before the lock.
create function api.sign_in(till_token text, member uuid, proof text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
begin
  if member is null then
    perform logic.refuse('TLINP', '{"path": "member"}');
  elsif not logic.is_hash(proof) then
    perform logic.refuse('TLINP', '{"path": "proof"}');
  end if;
  perform logic.pass_gate('data.sign_in_gate', 100, 200);
  perform logic.lock_bar(v_desk.bar);
  return logic.sign_in(v_desk, member, proof);
end
$$;

-- Ends a session of this till; one that is not there has ended.
create function api.sign_out(till_token text, session uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  update data.sessions s
  set ended_at = clock_timestamp()
  where s.bar_id = v_desk.bar and s.id = sign_out.session and s.till_id = v_desk.till and s.ended_at is null;
  return '{"ok": true}';
end
$$;

revoke all on function api.sign_in(text, uuid, text), api.sign_out(text, uuid) from public;
grant execute on function api.sign_in(text, uuid, text), api.sign_out(text, uuid) to bartender_till;
