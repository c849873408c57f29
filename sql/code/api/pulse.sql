-- Returns the marks, the traffic of the bar and the flags, and notes how the till is. One small request.
create function api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_pulse(till_token, ledger, seen, status);
end
$$;

revoke all on function api.pulse(text, uuid, jsonb, jsonb) from public;
grant execute on function api.pulse(text, uuid, jsonb, jsonb) to bartender_till;
