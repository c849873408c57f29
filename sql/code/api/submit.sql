-- Takes up to 50 commands of a till, in number order; returns the marks and one outcome for each that was taken. Plans are made once: what is
-- looked for is always found by its key.
create function api.submit(till_token text, ledger uuid, seen jsonb, commands jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_submit(till_token, ledger, seen, commands);
end
$$;

revoke all on function api.submit(text, uuid, jsonb, jsonb) from public;
grant execute on function api.submit(text, uuid, jsonb, jsonb) to bartender_till;
