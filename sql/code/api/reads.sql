-- The reads. Each is `stable`, so that its marks and its rows come from one snapshot.

-- Returns all that a till needs to sell.
create function api.bootstrap(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_bootstrap(till_token);
end
$$;

revoke all on function api.bootstrap(text) from public;
grant execute on function api.bootstrap(text) to bartender_till;

-- Returns the categories and the slow part of the products.
create function api.catalog(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_catalog(till_token);
end
$$;

revoke all on function api.catalog(text) from public;
grant execute on function api.catalog(text) to bartender_till;

-- Returns the people of the bar.
create function api.team(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_team(till_token);
end
$$;

revoke all on function api.team(text) from public;
grant execute on function api.team(text) to bartender_till;

-- Returns the bar and its settings.
create function api.settings(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_settings(till_token);
end
$$;

revoke all on function api.settings(text) from public;
grant execute on function api.settings(text) to bartender_till;

-- Returns the live part of the products that changed after `rev` of `epoch`; all of them (`full`) when that is not this server's past.
create function api.stock_since(till_token text, rev bigint, epoch uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_stock_since(till_token, rev, epoch);
end
$$;

revoke all on function api.stock_since(text, bigint, uuid) from public;
grant execute on function api.stock_since(text, bigint, uuid) to bartender_till;
