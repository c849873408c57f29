-- Returns what this server speaks; the one function that needs no token, besides `enrol`.
create function api.version() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return jsonb_build_object(
    'api', 1,
    'schema', (select max(m.name) from data.migrations m),
    'minimum_till', (select s.minimum_till from data.site s)
  );
end
$$;

revoke all on function api.version() from public;
grant execute on function api.version() to bartender_till;
