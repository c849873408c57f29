-- Signs a person in by the proof of a PIN. A wrong PIN is an answer, not an error: it must be counted.
create function api.sign_in(till_token text, member uuid, proof text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sign_in(till_token, member, proof);
end
$$;

revoke all on function api.sign_in(text, uuid, text) from public;
grant execute on function api.sign_in(text, uuid, text) to bartender_till;

-- Ends a session of this till; one that is not there has ended.
create function api.sign_out(till_token text, session uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sign_out(till_token, session);
end
$$;

revoke all on function api.sign_out(text, uuid) from public;
grant execute on function api.sign_out(text, uuid) to bartender_till;
