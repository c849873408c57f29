-- Selling: one function for both doors.

-- Returns the path of the first unsound field of a sale, null when all is well formed and the sums add up.
create function logic.bad_sale(body jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_bad text := case
    when jsonb_typeof(body) is distinct from 'object' then 'body'
    when not logic.is_uuid(body -> 'sale') then 'body.sale'
    when not (logic.is_text(body -> 'ticket', 8, 24) and body ->> 'ticket' ~ '^[A-Z][A-Z0-9]{0,7}-[0-9]{6,12}$') then 'body.ticket'
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
  if v_bad is null then
    v_bad := coalesce(logic.bad_lines(body -> 'lines'), logic.bad_payments(body -> 'payments'));
  end if;
  if v_bad is not null then
    return v_bad;
  end if;
  if (select sum(l.price * l.qty) from jsonb_to_recordset(body -> 'lines') as l (price numeric, qty numeric)) <> (body ->> 'total')::bigint then
    return 'body.total';
  elsif (select sum(p.amount) from jsonb_to_recordset(body -> 'payments') as p (amount numeric)) <> (body ->> 'total')::bigint then
    return 'body.payments';
  end if;
  return null;
end
$$;

-- Returns the path of the first unsound field of a sale's lines.
create function logic.bad_lines(lines jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select 'body.lines[' || x.place - 1 || ']' || x.bad
    from (
      select l.place, case
        when jsonb_typeof(l.line) <> 'object' then ''
        when not logic.is_uuid(l.line -> 'product') then '.product'
        when not logic.is_text(l.line -> 'name', 1, 120) then '.name'
        when not (logic.is_absent(l.line -> 'volume_ml') or logic.is_whole(l.line -> 'volume_ml', 1, 1000000)) then '.volume_ml'
        when not logic.is_whole(l.line -> 'price', 0, 1000000000000) then '.price'
        when not logic.is_whole(l.line -> 'qty', 1, 999) then '.qty'
      end as bad
      from jsonb_array_elements(lines) with ordinality l (line, place)
    ) x
    where x.bad is not null
    order by x.place
    limit 1
  );
end
$$;

-- Returns the path of the first unsound field of a sale's payments.
create function logic.bad_payments(payments jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_most constant bigint := 1000000000000;
begin
  return (
    select 'body.payments[' || x.place - 1 || ']' || x.bad
    from (
      select p.place, case
        when jsonb_typeof(p.pay) <> 'object' then ''
        when coalesce(p.pay ->> 'method', '') not in ('cash', 'mobile_money', 'card') then '.method'
        when not logic.is_whole(p.pay -> 'amount', 0, v_most) then '.amount'
        when p.pay ->> 'method' = 'cash' then case
          when not logic.is_whole(p.pay -> 'tendered', 0, v_most) then '.tendered'
          when not logic.is_whole(p.pay -> 'change', 0, v_most) then '.change'
          when not logic.is_whole(p.pay -> 'owed', 0, v_most) then '.owed'
          when (p.pay ->> 'tendered')::bigint <>
            (p.pay ->> 'amount')::bigint + (p.pay ->> 'change')::bigint + (p.pay ->> 'owed')::bigint then '.tendered'
        end
        when p.pay ->> 'method' = 'mobile_money' and not logic.is_text(p.pay -> 'operator', 1, 40) then '.operator'
        when not (logic.is_absent(p.pay -> 'reference') or logic.is_text(p.pay -> 'reference', 0, 80)) then '.reference'
      end as bad
      from jsonb_array_elements(payments) with ordinality p (pay, place)
    ) x
    where x.bad is not null
    order by x.place
    limit 1
  );
end
$$;

-- Returns what the sale wants of each product, summed and in the order of the ids, beside what is there.
create function logic.wants_of_sale(cmd logic.command) returns logic.want[]
language plpgsql stable set search_path = ''
as $$
declare
  v_wants logic.want[];
begin
  select array_agg((
      w.product, coalesce(p.name, w.name), w.volume_ml, w.qty, w.price, coalesce(p.stock - p.reserved, 0),
      least(w.qty, coalesce(p.stock - p.reserved, 0)), p.is_active, p.price_minor,
      case when w.low <> p.price_minor or w.high <> p.price_minor then '[]'::jsonb end
    )::logic.want order by w.product) into v_wants
  from (
    select l.product, min(l.name) as name, min(l.volume_ml) as volume_ml, sum(l.qty)::integer as qty,
      max(l.price) as price, min(l.price) as low, max(l.price) as high
    from jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, name text, volume_ml integer, price bigint, qty integer)
    group by l.product
  ) w
  left join data.bar_products p on p.bar_id = (cmd.desk).bar and p.id = w.product;
  return v_wants;
end
$$;

-- Returns the wants with, for each price that is not the present one, whether it was in force at the sale's moment.
create function logic.judge_prices(cmd logic.command, wants logic.want[]) returns logic.want[]
language plpgsql stable set search_path = ''
as $$
declare
  v_want logic.want;
begin
  for i in 1 .. cardinality(wants) loop
    v_want := wants[i];
    if v_want.wrong is not null then
      select jsonb_agg(distinct l.price) into v_want.wrong
      from jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, price bigint)
      where l.product = v_want.product and l.price <> v_want.in_force
        and l.price <> logic.price_at((cmd.desk).bar, v_want.product, cmd.moment);
      wants[i] := v_want;
    end if;
  end loop;
  return wants;
end
$$;

-- Refuses at the counter what cannot be sold: nobody has left yet.
create function logic.refuse_at_counter(standing logic.standing, wants logic.want[]) returns void
language plpgsql volatile set search_path = ''
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
language plpgsql volatile set search_path = ''
as $$
begin
  insert into data.bar_products (bar_id, id, name, volume_ml, price_minor, is_active, rev)
  select (cmd.desk).bar, w.product, w.name, w.volume_ml, w.price, false, cmd.rev
  from unnest(wants) w
  where w.is_active is null;
end
$$;

-- Writes the sale with its lines, payments and movements; the stock was taken before.
create function logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) returns void
language plpgsql volatile set search_path = ''
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
  insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty)
  select v_bar, v_sale, l.place, l.product, l.name, l.volume_ml, l.price, l.qty
  from rows from (
    jsonb_to_recordset(cmd.body -> 'lines') as (product uuid, name text, volume_ml integer, price bigint, qty integer)
  ) with ordinality l (product, name, volume_ml, price, qty, place);
  insert into data.payments (
    bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor, operator, reference, state
  )
  select v_bar, v_sale, p.place, p.method, p.amount,
    case when p.method = 'cash' then p.tendered end, case when p.method = 'cash' then p.change end,
    case when p.method = 'cash' then p.owed end, case when p.method = 'mobile_money' then p.operator end,
    case when p.method <> 'cash' then p.reference end,
    case p.method when 'mobile_money' then 'to_confirm' else 'settled' end
  from rows from (
    jsonb_to_recordset(cmd.body -> 'payments')
      as (method text, amount bigint, tendered bigint, change bigint, owed bigint, operator text, reference text)
  ) with ordinality p (method, amount, tendered, change, owed, operator, reference, place);
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
  select v_bar, v_sale, m.kind, w.product, m.qty, cmd.rev, cmd.now_at
  from unnest(wants) w
  cross join lateral (values ('sale', - w.qty), ('discrepancy', w.qty - w.taken)) m (kind, qty)
  where m.qty <> 0;
end
$$;

-- Opens an item for the manager for each piece that the book did not have and each price that was not in force.
create function logic.open_discrepancies(cmd logic.command, wants logic.want[]) returns void
language plpgsql volatile set search_path = ''
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
end
$$;

-- Books a sale. Counter door: refuses what is short, changed, inactive or unknown. Served door: the guest has the drink, so all of it is
-- booked; it takes at most what is there, and the rest is a discrepancy.
create function logic.create_sale_with_stock_lock(cmd logic.command) returns logic.effect
language plpgsql volatile set search_path = ''
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_bad text := logic.bad_sale(cmd.body);
  v_twin uuid;
  v_standing logic.standing;
  v_wants logic.want[];
  v_taken integer;
  v_topics text[] := array['sales'];
  v_missing jsonb;
  v_flags text[];
begin
  if v_bad is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_bad));
  end if;
  select s.command_id into v_twin from data.sales s where s.bar_id = v_bar and s.id = (cmd.body ->> 'sale')::uuid;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  v_standing := logic.standing_of_sale(cmd);
  v_wants := logic.judge_prices(cmd, logic.wants_of_sale(cmd));
  if cmd.door = 'counter' then
    perform logic.refuse_at_counter(v_standing, v_wants);
  end if;

  select jsonb_agg(jsonb_build_object('product', w.product, 'qty', w.qty - w.taken)) filter (where w.taken < w.qty),
    v_standing.flags
      || array_remove(array[
        case when bool_or(w.wrong is not null) then 'price_differs' end,
        case when bool_or(not w.is_active) then 'product_inactive' end,
        case when bool_or(w.is_active is null) then 'product_unknown' end,
        case when bool_or(w.taken < w.qty) then 'stock_missing' end
      ], null)
  into v_missing, v_flags
  from unnest(v_wants) w;
  v_standing.flags := v_flags;
  if 'product_unknown' = any (v_flags) then
    perform logic.adopt_products(cmd, v_wants);
    v_topics := v_topics || 'catalog'::text;
  end if;

  update data.bar_products p
  set stock = p.stock - w.taken, rev = cmd.rev
  from unnest(v_wants) w
  where p.bar_id = v_bar and p.id = w.product and p.stock - p.reserved >= w.taken;
  get diagnostics v_taken = row_count;
  if v_taken <> cardinality(v_wants) then
    raise exception using errcode = 'internal_error', message = 'stock moved beside the bar''s lock';
  end if;
  perform logic.write_sale(cmd, v_standing, v_wants);
  if v_flags && array['price_differs', 'stock_missing'] then
    perform logic.open_discrepancies(cmd, v_wants);
  end if;
  if cardinality(array_remove(v_flags, 'without_session')) > 0 then
    perform logic.tell(v_bar, 'sale_flagged', jsonb_build_object(
      'sale', cmd.body ->> 'sale', 'ticket', cmd.body ->> 'ticket', 'flags', to_jsonb(v_flags), 'missing', coalesce(v_missing, '[]')
    ));
    v_topics := v_topics || 'notifications'::text;
  end if;
  return (
    jsonb_build_object(
      'sale', cmd.body ->> 'sale', 'status', v_standing.status, 'business_date', v_standing.business_date,
      'flags', to_jsonb(v_flags), 'missing', coalesce(v_missing, '[]')
    ),
    true, v_topics, null
  )::logic.effect;
end
$$;

grant execute on function
  logic.bad_sale(jsonb), logic.bad_lines(jsonb), logic.bad_payments(jsonb), logic.wants_of_sale(logic.command),
  logic.judge_prices(logic.command, logic.want[]), logic.refuse_at_counter(logic.standing, logic.want[]),
  logic.adopt_products(logic.command, logic.want[]), logic.write_sale(logic.command, logic.standing, logic.want[]),
  logic.open_discrepancies(logic.command, logic.want[]), logic.create_sale_with_stock_lock(logic.command)
to bartender_api;
