-- Selling: one function for both doors.

-- Returns the prices asked for a product that were neither the present one nor in force at the sale's moment, null when there are none.
create function logic.wrong_prices(cmd logic.command, product uuid, in_force bigint) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_agg(distinct l.price)
    from jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, price bigint)
    where l.product = wrong_prices.product and l.price <> in_force
      and l.price <> logic.price_at((cmd.desk).bar, wrong_prices.product, cmd.moment)
  );
end
$$;

-- Returns what the sale wants of each product, summed and in the order of the ids, beside what is there.
create function logic.wants_of_sale(cmd logic.command) returns logic.want[]
language plpgsql stable
as $$
begin
  return (
    select array_agg((
        w.product, coalesce(p.name, w.name), w.volume_ml, w.qty, w.high, coalesce(p.available, 0),
        least(w.qty, coalesce(p.available, 0)), p.is_active, p.price_minor,
        case when w.low <> p.price_minor or w.high <> p.price_minor then logic.wrong_prices(cmd, w.product, p.price_minor) end
      )::logic.want order by w.product)
    from (
      select l.product, min(l.name) as name, min(l.volume_ml) as volume_ml, sum(l.qty)::integer as qty,
        min(l.price) as low, max(l.price) as high
      from jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, name text, volume_ml integer, price bigint, qty integer)
      group by l.product
    ) w
    -- One look per product: a join would read the bar's whole list.
    left join lateral (
      select b.name, b.stock - b.reserved as available, b.is_active, b.price_minor
      from data.bar_products b
      where b.bar_id = (cmd.desk).bar and b.id = w.product
      limit 1
    ) p on true
  );
end
$$;

-- Returns the flags that the goods of a sale earn it.
create function logic.flags_of(wants logic.want[]) returns text[]
language plpgsql immutable
as $$
begin
  return (
    select array_remove(array[
      case when bool_or(w.wrong is not null) then 'price_differs' end,
      case when bool_or(not w.is_active) then 'product_inactive' end,
      case when bool_or(w.is_active is null) then 'product_unknown' end,
      case when bool_or(w.taken < w.qty) then 'stock_missing' end
    ], null)
    from unnest(wants) w
  );
end
$$;

-- Frees the expired bottles that are still kept of what a sale is short of; returns how many.
create function logic.free_expired(cmd logic.command, wants logic.want[]) returns integer
language plpgsql volatile
as $$
begin
  return coalesce((
    select sum(logic.tidy_consignments((cmd.desk).bar, w.product, cmd.now_at, cmd.rev))
    from unnest(wants) w
    where w.taken < w.qty and w.is_active is not null
  ), 0);
end
$$;

-- Refuses at the counter what cannot be sold: nobody has left yet.
create function logic.refuse_at_counter(standing logic.standing, wants logic.want[]) returns void
language plpgsql volatile
as $$
declare
  v_found jsonb;
begin
  if standing.unfit is not null then
    perform logic.refuse('TLSEL', jsonb_build_object('member', standing.unfit));
  elsif standing.flags && array['override', 'override_without_right'] and standing.session_id is null then
    perform logic.refuse('TLSES');
  elsif 'override_without_right' = any (standing.flags) then
    perform logic.refuse('TLRGT', '{"needs": "manager"}');
  end if;
  select jsonb_agg(w.product) into v_found
  from unnest(wants) w
  where w.is_active is not true;
  if v_found is not null then
    perform logic.refuse('TLPRD', jsonb_build_object('products', v_found));
  end if;
  select jsonb_agg(jsonb_build_object('product', w.product, 'name', w.name, 'wanted', w.qty, 'left', w.available)) into v_found
  from unnest(wants) w
  where w.taken < w.qty;
  if v_found is not null then
    perform logic.refuse('TLSTK', jsonb_build_object('short', v_found));
  end if;
  select jsonb_agg(jsonb_build_object('product', w.product, 'name', w.name, 'asked', a.asked, 'price', w.in_force)) into v_found
  from unnest(wants) w, jsonb_array_elements(w.wrong) a (asked);
  if v_found is not null then
    perform logic.refuse('TLPRC', jsonb_build_object('changed', v_found));
  end if;
end
$$;

-- Makes an inactive product, under its frozen name, of each one that was sold and that nobody here knows.
create function logic.adopt_products(cmd logic.command, wants logic.want[]) returns void
language plpgsql volatile
as $$
begin
  insert into data.bar_products (bar_id, id, name, volume_ml, price_minor, is_active, rev)
  select (cmd.desk).bar, w.product, w.name, w.volume_ml, w.price, false, cmd.rev
  from unnest(wants) w
  where w.is_active is null;
end
$$;

-- Returns the bit of a method of payment; null for none.
create function logic.method_bit(method text) returns smallint
immutable
return case method when 'cash' then 1 when 'mobile_money' then 2 when 'card' then 4 when 'exchange' then 8 end::smallint;

-- Returns the bits of all methods that a sale's payments have.
create function logic.methods_of(body jsonb) returns smallint
immutable
return (
  case when body @? '$.payments[*] ? (@.method == "cash")' then 1 else 0 end
  + case when body @? '$.payments[*] ? (@.method == "mobile_money")' then 2 else 0 end
  + case when body @? '$.payments[*] ? (@.method == "card")' then 4 else 0 end
  + case when body @? '$.payments[*] ? (@.method == "exchange")' then 8 else 0 end
)::smallint;

-- Writes the sale with its lines, payments and movements; the stock was taken before. Returns the sale's id.
create function logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) returns uuid
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sale uuid := (cmd.body ->> 'sale')::uuid;
  v_methods smallint := logic.methods_of(cmd.body);
begin
  insert into data.sales (
    bar_id, id, command_id, till_id, ticket, sold_by, created_by, session_id, status, door, business_date, total_minor, flags,
    overrides_no, supersedes_no, rev, created_at, claimed_at, booked_at, methods
  ) values (
    v_bar, v_sale, cmd.id, (cmd.desk).till, cmd.body ->> 'ticket', standing.sold_by, standing.created_by, standing.session_id,
    standing.status, cmd.door, standing.business_date, (cmd.body ->> 'total')::bigint, standing.flags,
    (cmd.body ->> 'overrides')::bigint, (cmd.body ->> 'supersedes')::bigint, cmd.rev, cmd.moment, cmd.claimed_at, cmd.now_at, v_methods
  );
  insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty, business_date, methods)
  select v_bar, v_sale, l.place, l.product, l.name, l.volume_ml, l.price, l.qty, standing.business_date, v_methods
  from rows from (
    jsonb_to_recordset(cmd.body -> 'lines') as (product uuid, name text, volume_ml integer, price bigint, qty integer)
  ) with ordinality l (product, name, volume_ml, price, qty, place);
  insert into data.payments (
    bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor, operator, reference, state,
    business_date
  )
  select v_bar, v_sale, p.place, p.method, p.amount,
    case when p.method = 'cash' then p.tendered end, case when p.method = 'cash' then p.change end,
    case when p.method = 'cash' then p.owed end, case when p.method = 'mobile_money' then p.operator end,
    case when p.method <> 'cash' then p.reference end,
    case p.method when 'mobile_money' then 'to_confirm' else 'settled' end, standing.business_date
  from rows from (
    jsonb_to_recordset(cmd.body -> 'payments')
      as (method text, amount bigint, tendered bigint, change bigint, owed bigint, operator text, reference text)
  ) with ordinality p (method, amount, tendered, change, owed, operator, reference, place);
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
  select v_bar, v_sale, m.kind, w.product, m.qty, cmd.rev, cmd.now_at
  from unnest(wants) w
  cross join lateral (values ('sale', - w.qty), ('discrepancy', w.qty - w.taken)) m (kind, qty)
  where m.qty <> 0;
  return v_sale;
end
$$;

-- Opens an item for the manager for each product that the book did not have and each price that was not in force; returns what
-- was missing.
create function logic.open_discrepancies(cmd logic.command, wants logic.want[]) returns jsonb
language plpgsql volatile
as $$
begin
  insert into data.discrepancies (bar_id, kind, sale_id, product_id, qty, created_at)
  select (cmd.desk).bar, 'stock', (cmd.body ->> 'sale')::uuid, w.product, w.qty - w.taken, cmd.now_at
  from unnest(wants) w
  where w.taken < w.qty;
  insert into data.discrepancies (bar_id, kind, sale_id, product_id, qty, asked_minor, price_minor, created_at)
  select (cmd.desk).bar, 'price', (cmd.body ->> 'sale')::uuid, w.product, l.qty, l.price, w.in_force, cmd.now_at
  from unnest(wants) w
  join jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, price bigint, qty integer) on l.product = w.product
  where w.wrong @> to_jsonb(l.price);
  return coalesce((
    select jsonb_agg(jsonb_build_object('product', w.product, 'qty', w.qty - w.taken))
    from unnest(wants) w
    where w.taken < w.qty
  ), '[]');
end
$$;

-- Books a sale. Counter door: refuses what is short, changed, inactive or unknown. Served door: the guest has the drink, so all of it is
-- booked; it takes at most what is there, and the rest is a discrepancy.
create function logic.create_sale_with_stock_lock(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sale uuid := (cmd.body ->> 'sale')::uuid;
  v_twin uuid;
  v_standing logic.standing;
  v_wants logic.want[];
  v_want logic.want;
  v_is_plain boolean := true;
  v_flags text[] := '{}';
  v_missing jsonb := '[]';
  v_topics text[] := '{sales}';
begin
  select s.command_id into v_twin from data.sales s where s.bar_id = v_bar and s.id = v_sale;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  v_standing := logic.standing_of_sale(cmd);
  v_wants := logic.wants_of_sale(cmd);
  foreach v_want in array v_wants loop
    v_is_plain := v_is_plain and (v_want.is_active and v_want.taken = v_want.qty and v_want.wrong is null) is true;
  end loop;
  if not v_is_plain then
    if logic.free_expired(cmd, v_wants) > 0 then
      v_wants := logic.wants_of_sale(cmd);
      v_topics := v_topics || 'consignments'::text;
    end if;
    v_flags := logic.flags_of(v_wants);
  end if;
  if cmd.door = 'counter' and (v_flags <> '{}' or v_standing.flags <> '{}') then
    perform logic.refuse_at_counter(v_standing, v_wants);
  end if;
  if 'product_unknown' = any (v_flags) then
    perform logic.adopt_products(cmd, v_wants);
    v_topics := v_topics || 'catalog'::text;
  end if;

  foreach v_want in array v_wants loop
    update data.bar_products p
    set stock = p.stock - v_want.taken, rev = cmd.rev
    where p.bar_id = v_bar and p.id = v_want.product and p.stock - p.reserved >= v_want.taken;
    if not found then
      raise exception using errcode = 'internal_error', message = 'stock moved beside the bar''s lock';
    end if;
  end loop;
  v_standing.flags := v_standing.flags || v_flags;
  v_sale := logic.write_sale(cmd, v_standing, v_wants);
  if v_flags && '{price_differs,stock_missing}' then
    v_missing := logic.open_discrepancies(cmd, v_wants);
  end if;
  if logic.owes_change(cmd.body) then
    perform logic.owe_change(cmd);
  end if;
  if v_standing.flags <> '{}' and v_standing.flags <> '{without_session}'
    and logic.tell_flagged(cmd, v_standing.flags, jsonb_build_object(
      'sale', v_sale, 'ticket', cmd.body ->> 'ticket', 'flags', to_jsonb(v_standing.flags), 'missing', v_missing
    ))
  then
    v_topics := v_topics || 'notifications'::text;
  end if;
  return (
    jsonb_build_object(
      'sale', v_sale, 'status', v_standing.status, 'business_date', v_standing.business_date,
      'flags', to_jsonb(v_standing.flags), 'missing', v_missing
    ),
    true, v_topics, null
  )::logic.effect;
end
$$;

grant execute on function
  logic.wrong_prices(logic.command, uuid, bigint),
  logic.wants_of_sale(logic.command), logic.flags_of(logic.want[]), logic.free_expired(logic.command, logic.want[]),
  logic.refuse_at_counter(logic.standing, logic.want[]),
  logic.adopt_products(logic.command, logic.want[]), logic.method_bit(text), logic.methods_of(jsonb), logic.write_sale(logic.command, logic.standing, logic.want[]),
  logic.open_discrepancies(logic.command, logic.want[]), logic.create_sale_with_stock_lock(logic.command)
to bartender_api;
