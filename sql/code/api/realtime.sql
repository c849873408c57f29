-- Where and with which token the till may listen; takes its lease, or renews it.
create function api.realtime_token(till_token text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_realtime_token(till_token);
end
$$;

-- The till ends: gives its lease back.
create function api.leave(till_token text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_leave(till_token);
end
$$;

revoke all on function api.realtime_token(text), api.leave(text) from public;
grant execute on function api.realtime_token(text), api.leave(text) to bartender_till;
