-- Makes the calling machine a till, by a one-time code and the token that the machine made.
create function api.enrol(code text, token text, ledger uuid, device jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_enrol(code, token, ledger, device);
end
$$;

revoke all on function api.enrol(text, text, uuid, jsonb) from public;
grant execute on function api.enrol(text, text, uuid, jsonb) to bartender_till;
