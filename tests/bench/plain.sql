-- The limit that api.submit is held against: the same rows in the same tables, under the same lock of the bar, with the same announcement, and
-- nothing else. It believes every argument, which come ready to be stored, and runs as a superuser, so that no row policy is looked at.

create or replace function bench.sell(
  bar uuid, till uuid, ledger uuid, no bigint, command uuid, sha256 bytea, member uuid, session uuid, moment timestamptz, body jsonb,
  sale uuid, ticket text, ticket_no bigint, day date, total bigint, products uuid[], names text[], volumes integer[], prices bigint[],
  qtys integer[], tells boolean
) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_rev bigint;
begin
  select c.rev + 1 into v_rev from data.bar_clocks c where c.bar_id = sell.bar for no key update;
  perform set_config('bartender.locked', sell.bar::text, true);
  for i in 1 .. cardinality(sell.products) loop
    update data.bar_products p
    set stock = p.stock - sell.qtys[i], rev = v_rev
    where p.bar_id = sell.bar and p.id = sell.products[i] and p.stock >= sell.qtys[i];
    if not found then
      raise exception 'short';
    end if;
  end loop;
  insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, session_id, status, door, business_date, total_minor,
    rev, created_at, claimed_at, booked_at, methods)
  values (sell.bar, sell.sale, sell.command, sell.till, sell.ticket, sell.member, sell.member, sell.session, 'validated', 'counter', sell.day,
    sell.total, v_rev, sell.moment, sell.moment, now(), 1);
  insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty, business_date, methods)
  select sell.bar, sell.sale, l.place, l.product, l.name, l.volume_ml, l.price, l.qty, sell.day, 1
  from unnest(sell.products, sell.names, sell.volumes, sell.prices, sell.qtys) with ordinality l (product, name, volume_ml, price, qty, place);
  insert into data.payments (bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor, state, business_date)
  values (sell.bar, sell.sale, 1, 'cash', sell.total, sell.total, 0, 0, 'settled', sell.day);
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
  select sell.bar, sell.sale, 'sale', l.product, - l.qty, v_rev, now() from unnest(sell.products, sell.qtys) l (product, qty);
  insert into data.commands (bar_id, till_id, ledger_id, no, id, is_first, kind, version, sha256, door, by_id, session_id, claimed_at, body,
    outcome, result, rev, at)
  values (sell.bar, sell.till, sell.ledger, sell.no, sell.command, true, 'record_sale', 1, sell.sha256, 'counter', sell.member, sell.session,
    sell.moment, sell.body, 'done',
    jsonb_build_object('sale', sell.sale, 'status', 'validated', 'business_date', sell.day, 'flags', '[]'::jsonb, 'missing', '[]'::jsonb),
    v_rev, now());
  update data.ledgers l
  set last_no = sell.no, last_ticket = sell.ticket_no
  where l.bar_id = sell.bar and l.till_id = sell.till and l.id = sell.ledger;
  update data.bar_clocks c set rev = v_rev, sales = c.sales + 1 where c.bar_id = sell.bar;
  if sell.tells then
    perform pg_notify('bartender_feed', sell.bar || ':' || v_rev);
  end if;
  return v_rev;
end
$$;
grant usage on schema bench to bartender_till;
revoke all on function bench.sell from public;
grant execute on function bench.sell to bartender_till;
