-- Returns what this server speaks; the one function that needs no token, besides `enrol`.
create function api.version() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_version();
end
$$;

revoke all on function api.version() from public;
grant execute on function api.version() to bartender_till;
