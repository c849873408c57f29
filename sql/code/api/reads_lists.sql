-- The lists that a till may read by itself. Each is `stable`: its marks and its rows come from one snapshot.

-- Returns a page of the headers of sales, newest first; `logic.page_of` says what `at` may be.
create function api.sales_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sales_page(till_token, filters, at);
end
$$;

revoke all on function api.sales_page(text, jsonb, jsonb) from public;
grant execute on function api.sales_page(text, jsonb, jsonb) to bartender_till;

-- Returns one sale with its lines, what is left of each for a return, and all that hangs on it.
create function api.sale(till_token text, sale uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sale(till_token, sale);
end
$$;

revoke all on function api.sale(text, uuid) from public;
grant execute on function api.sale(text, uuid) to bartender_till;

-- Returns the same of the sale with that number.
create function api.sale_by_ticket(till_token text, ticket text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sale_by_ticket(till_token, ticket);
end
$$;

revoke all on function api.sale_by_ticket(text, text) from public;
grant execute on function api.sale_by_ticket(text, text) to bartender_till;

-- Returns a page of returns.
create function api.returns_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_returns_page(till_token, filters, at);
end
$$;

revoke all on function api.returns_page(text, jsonb, jsonb) from public;
grant execute on function api.returns_page(text, jsonb, jsonb) to bartender_till;

-- Returns a page of bottles kept for guests; how to reach them, to whoever is signed in.
create function api.consignments_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_consignments_page(till_token, session, filters, at);
end
$$;

revoke all on function api.consignments_page(text, uuid, jsonb, jsonb) from public;
grant execute on function api.consignments_page(text, uuid, jsonb, jsonb) to bartender_till;

-- Returns a page of change that the bar owes its guests.
create function api.change_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_change_page(till_token, filters, at);
end
$$;

revoke all on function api.change_page(text, jsonb, jsonb) from public;
grant execute on function api.change_page(text, jsonb, jsonb) to bartender_till;

-- Returns a page of what sales found wrong with the book.
create function api.discrepancies_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_discrepancies_page(till_token, filters, at);
end
$$;

revoke all on function api.discrepancies_page(text, jsonb, jsonb) from public;
grant execute on function api.discrepancies_page(text, jsonb, jsonb) to bartender_till;

-- Returns a page of why there is as much of a product as there is.
create function api.movements_page(till_token text, product uuid, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_movements_page(till_token, product, at);
end
$$;

revoke all on function api.movements_page(text, uuid, jsonb) from public;
grant execute on function api.movements_page(text, uuid, jsonb) to bartender_till;
