-- What needs a manager's session on the till that asks.

-- Returns a page of what came in, with its cost.
create function api.supplies_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_supplies_page(till_token, session, filters, at);
end
$$;

revoke all on function api.supplies_page(text, uuid, jsonb, jsonb) from public;
grant execute on function api.supplies_page(text, uuid, jsonb, jsonb) to bartender_till;

-- Returns a page of corrections of stock.
create function api.adjustments_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_adjustments_page(till_token, session, filters, at);
end
$$;

revoke all on function api.adjustments_page(text, uuid, jsonb, jsonb) from public;
grant execute on function api.adjustments_page(text, uuid, jsonb, jsonb) to bartender_till;

-- Returns a page of what managers are told.
create function api.notifications_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_notifications_page(till_token, session, filters, at);
end
$$;

revoke all on function api.notifications_page(text, uuid, jsonb, jsonb) from public;
grant execute on function api.notifications_page(text, uuid, jsonb, jsonb) to bartender_till;

-- Returns a page of who did what with a right that not everybody has.
create function api.audit_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_audit_page(till_token, session, filters, at);
end
$$;

revoke all on function api.audit_page(text, uuid, jsonb, jsonb) from public;
grant execute on function api.audit_page(text, uuid, jsonb, jsonb) to bartender_till;

-- Returns the figures of the business days from `first` to `last`, at most 367 of them, and what waits now.
create function api.dashboard(till_token text, session uuid, first date, last date) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_dashboard(till_token, session, first, last);
end
$$;

revoke all on function api.dashboard(text, uuid, date, date) from public;
grant execute on function api.dashboard(text, uuid, date, date) to bartender_till;

-- Returns revenue for each business day from `first` to `last`, at most 367 of them.
create function api.trend(till_token text, session uuid, first date, last date) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_trend(till_token, session, first, last);
end
$$;

revoke all on function api.trend(text, uuid, date, date) from public;
grant execute on function api.trend(text, uuid, date, date) to bartender_till;

-- Returns the products that earned most on a business day, or in the month that it is in.
create function api.top_products(till_token text, session uuid, period text, day date) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_top_products(till_token, session, period, day);
end
$$;

revoke all on function api.top_products(text, uuid, text, date) from public;
grant execute on function api.top_products(text, uuid, text, date) to bartender_till;

-- Returns what each product has earned since it was first sold, and how old that is.
create function api.product_stats(till_token text, session uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_product_stats(till_token, session);
end
$$;

revoke all on function api.product_stats(text, uuid) from public;
grant execute on function api.product_stats(text, uuid) to bartender_till;

-- Returns the bars of which the session's person is an owner, and how old that is.
create function api.my_bars(till_token text, session uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_my_bars(till_token, session);
end
$$;

revoke all on function api.my_bars(text, uuid) from public;
grant execute on function api.my_bars(text, uuid) to bartender_till;

-- Returns categories and products as they are edited, with cost and stock.
create function api.products(till_token text, session uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_products(till_token, session);
end
$$;

revoke all on function api.products(text, uuid) from public;
grant execute on function api.products(text, uuid) to bartender_till;

-- Returns the people as they are edited.
create function api.members(till_token text, session uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_members(till_token, session);
end
$$;

revoke all on function api.members(text, uuid) from public;
grant execute on function api.members(text, uuid) to bartender_till;

-- Returns the tills as they are edited, and how each of them is.
create function api.tills(till_token text, session uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_tills(till_token, session);
end
$$;

revoke all on function api.tills(text, uuid) from public;
grant execute on function api.tills(text, uuid) to bartender_till;

-- Returns the bar's settings as they are edited.
create function api.bar(till_token text, session uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_bar(till_token, session);
end
$$;

revoke all on function api.bar(text, uuid) from public;
grant execute on function api.bar(text, uuid) to bartender_till;
