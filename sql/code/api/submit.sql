-- Takes up to 50 commands of a till, in number order. A revoked till may call: what it sends is kept, refused.
create function api.submit(till_token text, ledger uuid, seen jsonb, commands jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  -- 256 KB on the wire are at most 384 KB as jsonb.
  if pg_column_size(seen) > 1024 or pg_column_size(commands) > 393216 then
    perform logic.bound(seen, 1024, 'seen'), logic.bound(commands, 393216, 'commands');
  elsif jsonb_typeof(commands) is distinct from 'array' then
    perform logic.refuse('TLINP', '{"path": "commands"}');
  elsif jsonb_array_length(commands) > 50 then
    perform logic.refuse('TLBIG', jsonb_build_object('path', 'commands', 'count', jsonb_array_length(commands)));
  end if;
  -- Looked at before the lock: nobody waits for that.
  return logic.submit(
    v_desk.bar, v_desk.till, ledger, logic.seen_of(seen), logic.opened_all(commands, clock_timestamp())
  );
end
$$;

revoke all on function api.submit(text, uuid, jsonb, jsonb) from public;
grant execute on function api.submit(text, uuid, jsonb, jsonb) to bartender_till;
