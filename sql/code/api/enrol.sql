-- Makes the calling machine a till, by a one-time code and the token that the machine made. 30 tries at once, then one per 2 s, for the whole site.
create function api.enrol(code text, token text, ledger uuid, device jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
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

revoke all on function api.enrol(text, text, uuid, jsonb) from public;
grant execute on function api.enrol(text, text, uuid, jsonb) to bartender_till;
