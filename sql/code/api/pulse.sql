-- Returns the marks, the traffic of the bar and the flags, and notes how the till is. One small request.
create function api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
begin
  perform logic.bound(seen, 1024, 'seen');
  perform logic.bound(status, 1024, 'status');
  v_desk.ledger := ledger;
  return logic.pulse(v_desk, logic.seen_of(seen), status);
end
$$;

revoke all on function api.pulse(text, uuid, jsonb, jsonb) from public;
grant execute on function api.pulse(text, uuid, jsonb, jsonb) to bartender_till;
