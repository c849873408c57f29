-- Selling: one function for both doors.

-- Returns what is unsound in a line, null when nothing is.
create function logic.bad_line(line jsonb) returns text
immutable
return case
  when jsonb_typeof(line) <> 'object' then ''
  when not logic.is_uuid(line -> 'product') then '.product'
  when not logic.is_text(line -> 'name', 1, 120) then '.name'
  when not (logic.is_absent(line -> 'volume_ml') or logic.is_whole(line -> 'volume_ml', 1, 1000000)) then '.volume_ml'
  when not logic.is_whole(line -> 'price', 0, 1000000000000) then '.price'
  when not logic.is_whole(line -> 'qty', 1, 999) then '.qty'
end;

-- Returns what is unsound in a payment, null when nothing is.
create function logic.bad_payment(pay jsonb) returns text
immutable
return case
  when jsonb_typeof(pay) <> 'object' then ''
  when coalesce(pay ->> 'method', '') not in ('cash', 'mobile_money', 'card') then '.method'
  when not logic.is_whole(pay -> 'amount', 0, 1000000000000) then '.amount'
  when pay ->> 'method' = 'cash' then case
    when not logic.is_whole(pay -> 'tendered', 0, 1000000000000) then '.tendered'
    when not logic.is_whole(pay -> 'change', 0, 1000000000000) then '.change'
    when not logic.is_whole(pay -> 'owed', 0, 1000000000000) then '.owed'
    when (pay ->> 'tendered')::bigint <> (pay ->> 'amount')::bigint + (pay ->> 'change')::bigint + (pay ->> 'owed')::bigint
      then '.tendered'
  end
  when pay ->> 'method' = 'mobile_money' and not logic.is_text(pay -> 'operator', 1, 40) then '.operator'
  when not (logic.is_absent(pay -> 'reference') or logic.is_text(pay -> 'reference', 0, 80)) then '.reference'
end;

-- Returns the path of the first unsound field of a sale but its sums, null when all is well formed.
create function logic.bad_sale_field(body jsonb) returns text
language plpgsql immutable
as $$
declare
  v_bad text := case
    when jsonb_typeof(body) is distinct from 'object' then 'body'
    when not logic.is_uuid(body -> 'sale') then 'body.sale'
    when not (logic.is_text(body -> 'ticket', 8, 24) and body ->> 'ticket' ~ '^[A-Z][A-Z0-9]*-[0-9]+$') then 'body.ticket'
    when not logic.is_uuid(body -> 'sold_by') then 'body.sold_by'
    when not logic.is_whole(body -> 'total', 0, 1000000000000) then 'body.total'
    when jsonb_typeof(body -> 'override') is distinct from 'boolean' then 'body.override'
    when not (logic.is_absent(body -> 'overrides') or logic.is_whole(body -> 'overrides', 1, 999999999999999)) then 'body.overrides'
    when not (logic.is_absent(body -> 'supersedes') or logic.is_whole(body -> 'supersedes', 1, 999999999999999)) then 'body.supersedes'
    when jsonb_typeof(body -> 'lines') is distinct from 'array' then 'body.lines'
    when jsonb_array_length(body -> 'lines') not between 1 and 100 then 'body.lines'
    when jsonb_typeof(body -> 'payments') is distinct from 'array' then 'body.payments'
    when jsonb_array_length(body -> 'payments') not between 1 and 20 then 'body.payments'
  end;
begin
  if v_bad is not null then
    return v_bad;
  end if;
  return (
    select x.path || x.bad
    from (
      select 1 as part, l.place, 'body.lines[' || l.place - 1 || ']' as path, logic.bad_line(l.line) as bad
      from jsonb_array_elements(body -> 'lines') with ordinality l (line, place)
      union all
      select 2, p.place, 'body.payments[' || p.place - 1 || ']', logic.bad_payment(p.pay)
      from jsonb_array_elements(body -> 'payments') with ordinality p (pay, place)
    ) x
    where x.bad is not null
    order by x.part, x.place
    limit 1
  );
end
$$;

-- Tells at one look whether a sale is complete and sound, as a till sends it, but for its sums. What it does not know is looked at by
-- `bad_sale_field`, field by field: a test compares them. A path that meets a missing field is unknown, so lines and payments are
-- counted, not searched for a bad one. What no path can see (the length of a text, 1.0 for 1) is left to casts and checks.
create function logic.is_sound_sale(body jsonb) returns boolean
immutable
return case
  when coalesce(body @@ '
    strict $.sale like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$"
    && $.ticket like_regex "^[A-Z][A-Z0-9]*-[0-9]+$"
    && $.sold_by like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$"
    && $.total >= 0 && $.total <= 1000000000000 && $.total % 1 == 0
    && ($.override == true || $.override == false)
    && ($.overrides == null || ($.overrides >= 1 && $.overrides <= 999999999999999 && $.overrides % 1 == 0))
    && ($.supersedes == null || ($.supersedes >= 1 && $.supersedes <= 999999999999999 && $.supersedes % 1 == 0))
    && $.lines.type() == "array" && $.lines.size() >= 1 && $.lines.size() <= 100
    && $.payments.type() == "array" && $.payments.size() >= 1 && $.payments.size() <= 20
  ', false)
  then
    jsonb_array_length(body -> 'lines') = jsonb_array_length(jsonb_path_query_array(body, '
      strict $.lines[*] ? (
        @.product like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$"
        && @.name like_regex "."
        && (@.volume_ml == null || (@.volume_ml >= 1 && @.volume_ml <= 1000000 && @.volume_ml % 1 == 0))
        && @.price >= 0 && @.price <= 1000000000000 && @.price % 1 == 0
        && @.qty >= 1 && @.qty <= 999 && @.qty % 1 == 0
      )'))
    and jsonb_array_length(body -> 'payments') = jsonb_array_length(jsonb_path_query_array(body, '
      strict $.payments[*] ? (
        @.method == "cash"
        && @.amount >= 0 && @.amount <= 1000000000000 && @.amount % 1 == 0
        && @.tendered <= 1000000000000 && @.tendered % 1 == 0 && @.tendered == @.amount + @.change + @.owed
        && @.change >= 0 && @.change <= 1000000000000 && @.change % 1 == 0
        && @.owed >= 0 && @.owed <= 1000000000000 && @.owed % 1 == 0
      )'))
  else false
end;

-- Returns the path of the first unsound field of a sale, null when all is well formed and the sums add up.
create function logic.bad_sale(body jsonb) returns text
language plpgsql immutable
as $$
declare
  v_bad text := case when logic.is_sound_sale(body) then null else logic.bad_sale_field(body) end;
  v_sold numeric := 0;
  v_paid numeric := 0;
begin
  if v_bad is not null then
    return v_bad;
  end if;
  for i in 0 .. jsonb_array_length(body -> 'lines') - 1 loop
    v_sold := v_sold + (body -> 'lines' -> i -> 'price')::numeric * (body -> 'lines' -> i -> 'qty')::numeric;
  end loop;
  for i in 0 .. jsonb_array_length(body -> 'payments') - 1 loop
    v_paid := v_paid + (body -> 'payments' -> i -> 'amount')::numeric;
  end loop;
  if v_sold = (body -> 'total')::numeric and v_paid = v_sold then
    return null;
  end if;
  return coalesce(
    logic.bad_sale_field(body), case when v_sold = (body -> 'total')::numeric then 'body.payments' else 'body.total' end
  );
end
$$;

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

-- Writes the sale with its lines, payments and movements; the stock was taken before. Returns the sale's id.
create function logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) returns uuid
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sale uuid := (cmd.body ->> 'sale')::uuid;
begin
  insert into data.sales (
    bar_id, id, command_id, till_id, ticket, sold_by, created_by, session_id, status, door, business_date, total_minor, flags,
    overrides_no, supersedes_no, rev, created_at, claimed_at, booked_at
  ) values (
    v_bar, v_sale, cmd.id, (cmd.desk).till, cmd.body ->> 'ticket', standing.sold_by, standing.created_by, standing.session_id,
    standing.status, cmd.door, standing.business_date, (cmd.body ->> 'total')::bigint, standing.flags,
    (cmd.body ->> 'overrides')::bigint, (cmd.body ->> 'supersedes')::bigint, cmd.rev, cmd.moment, cmd.claimed_at, cmd.now_at
  );
  insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty, business_date)
  select v_bar, v_sale, l.place, l.product, l.name, l.volume_ml, l.price, l.qty, standing.business_date
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
  logic.bad_line(jsonb), logic.bad_payment(jsonb), logic.bad_sale_field(jsonb), logic.is_sound_sale(jsonb), logic.bad_sale(jsonb),
  logic.wrong_prices(logic.command, uuid, bigint),
  logic.wants_of_sale(logic.command), logic.flags_of(logic.want[]), logic.free_expired(logic.command, logic.want[]),
  logic.refuse_at_counter(logic.standing, logic.want[]),
  logic.adopt_products(logic.command, logic.want[]), logic.write_sale(logic.command, logic.standing, logic.want[]),
  logic.open_discrepancies(logic.command, logic.want[]), logic.create_sale_with_stock_lock(logic.command)
to bartender_api;
