-- Opens a ledger of this till and makes it the current one; the same again changes nothing.
create function api.open_ledger(till_token text, ledger uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_open_ledger(till_token, ledger);
end
$$;

revoke all on function api.open_ledger(text, uuid) from public;
grant execute on function api.open_ledger(text, uuid) to bartender_till;
