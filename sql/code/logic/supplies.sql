-- Goods in: crates or pieces, what one costs, and the mirror of a supply that was typed in wrongly.

-- Returns what one piece costs when `pieces` of them cost `spent` (whole, or to four decimals): to four decimals, halves up, and never
-- rounded twice, since whole numbers divide exactly.
create function logic.cost_of_one(spent numeric, pieces bigint) returns numeric
immutable
return div(spent * 20000 + pieces, 2 * pieces::numeric) * 0.0001;

-- Returns the average cost of a piece once `qty` of them, for `spent` in all, join a stock at its average. Nothing there: theirs.
create function logic.average_after(stock bigint, average numeric, qty integer, spent numeric) returns numeric
immutable
return logic.cost_of_one(stock * average + spent, stock + qty);

-- Returns the path of the first unsound field, null when there is none.
create function logic.bad_record_supply(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'supply') then 'body.supply'
  when not logic.is_uuid(body -> 'product') then 'body.product'
  when not logic.is_whole(body -> 'lots', 1, 10000) then 'body.lots'
  when not logic.is_whole(body -> 'lot_size', 1, 1000) then 'body.lot_size'
  when (body -> 'lots')::integer * (body -> 'lot_size')::integer > 100000 then 'body.lots'
  when not logic.is_whole(body -> 'lot_price', 0, 1000000000000) then 'body.lot_price'
  when not logic.is_text(body -> 'supplier', 0, 120) then 'body.supplier'
  when not logic.is_text(body -> 'notes', 0, 500) then 'body.notes'
end;

-- Returns the same of a reversal, which names what the supply brought.
create function logic.bad_reverse_supply(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'supply') then 'body.supply'
  when not logic.is_uuid(body -> 'product') then 'body.product'
  when not logic.is_whole(body -> 'qty', 1, 100000) then 'body.qty'
  when not logic.is_text(body -> 'reason', 1, 200) or body ->> 'reason' !~ '\S' then 'body.reason'
end;

-- Takes goods in: stock, what they cost, and the product's average cost. A manager.
create function logic.do_record_supply(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_supply uuid := (cmd.body ->> 'supply')::uuid;
  v_product uuid := (cmd.body ->> 'product')::uuid;
  v_lots integer := (cmd.body ->> 'lots')::integer;
  v_lot_size integer := (cmd.body ->> 'lot_size')::integer;
  v_lot_price bigint := (cmd.body ->> 'lot_price')::bigint;
  v_qty integer := v_lots * v_lot_size;
  v_cost numeric := logic.cost_of_one(v_lot_price, v_lot_size);
  v_before data.bar_products;
  v_average numeric;
  v_twin uuid;
begin
  select s.command_id into v_twin from data.supplies s where s.bar_id = v_bar and s.id = v_supply;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  perform logic.need(cmd, 'manager');
  select * into v_before from data.bar_products p where p.bar_id = v_bar and p.id = v_product;
  perform logic.move_stock(cmd, v_supply, 'supply', v_product, v_qty);
  v_average := logic.average_after(v_before.stock, v_before.average_cost, v_qty, v_lots * v_lot_price::numeric);
  update data.bar_products p set average_cost = v_average where p.bar_id = v_bar and p.id = v_product;
  insert into data.supplies (
    bar_id, id, command_id, product_id, lots, lot_size, qty, lot_price_minor, unit_cost, average_before, supplier, notes, business_date,
    created_by, created_at, rev
  ) values (
    v_bar, v_supply, cmd.id, v_product, v_lots, v_lot_size, v_qty, v_lot_price, v_cost, v_before.average_cost, cmd.body ->> 'supplier',
    cmd.body ->> 'notes', logic.day_of(cmd.desk, cmd.moment), cmd.by_id, cmd.moment, cmd.rev
  );
  perform logic.audit(cmd, v_supply, jsonb_build_object('product', v_product, 'qty', v_qty));
  return (
    jsonb_build_object('supply', v_supply, 'qty', v_qty, 'unit_cost', v_cost::text, 'average_cost', v_average::text),
    true, '{supplies}', null
  )::logic.effect;
end
$$;

-- Returns the product's average cost as if the supply, reversed by now, had never come: the one before it, and each later supply joined to
-- the stock that would have been there. Notes that average with those supplies, so that they too may be reversed, in whatever order.
create function logic.average_without(supply data.supplies) returns numeric
language plpgsql volatile
as $$
declare
  v_average numeric := supply.average_before;
  v_later record;
begin
  for v_later in
    select s.id, s.qty, s.lots * s.lot_price_minor::numeric as spent, greatest(h.stock, 0) as stock
    from data.supplies s
    join (
      select m.source_id, m.kind,
        sum(m.qty) filter (where r.id is null) over (order by m.rev range unbounded preceding) - m.qty as stock
      from data.stock_movements m
      left join data.supplies r
        on r.bar_id = m.bar_id and r.id = m.source_id and m.kind in ('supply', 'supply_reversal') and r.reversed_at is not null
      where m.bar_id = supply.bar_id and m.product_id = supply.product_id
    ) h on h.source_id = s.id and h.kind = 'supply'
    where s.bar_id = supply.bar_id and s.product_id = supply.product_id and s.rev > supply.rev and s.reversed_at is null
    order by s.rev
  loop
    update data.supplies s set average_before = v_average where s.bar_id = supply.bar_id and s.id = v_later.id;
    v_average := logic.average_after(v_later.stock, v_average, v_later.qty, v_later.spent);
  end loop;
  return v_average;
end
$$;

-- Takes pieces out of the stock, those of bottles that nobody came for in time too. Returns the topics that moved by that.
create function logic.take_out(cmd logic.command, source uuid, kind text, product uuid, qty integer, reason text) returns text[]
language plpgsql volatile
as $$
declare
  v_freed integer := logic.tidy_consignments((cmd.desk).bar, take_out.product, cmd.now_at, cmd.rev);
begin
  perform logic.move_stock(cmd, take_out.source, take_out.kind, take_out.product, - take_out.qty, 0, take_out.reason);
  return case when v_freed > 0 then '{consignments}' else '{}' end::text[];
end
$$;

-- Undoes a supply by its mirror: the owner, once, and only while its goods are there and kept for nobody.
create function logic.do_reverse_supply(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_supply data.supplies;
  v_average numeric;
  v_topics text[];
begin
  perform logic.need(cmd, 'owner');
  select * into v_supply from data.supplies s where s.bar_id = v_bar and s.id = (cmd.body ->> 'supply')::uuid;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'supply', 'id', cmd.body -> 'supply'));
  elsif v_supply.product_id <> (cmd.body ->> 'product')::uuid then
    perform logic.refuse('TLINP', '{"path": "body.product"}');
  elsif v_supply.qty <> (cmd.body ->> 'qty')::integer then
    perform logic.refuse('TLINP', '{"path": "body.qty"}');
  elsif v_supply.reversed_at is not null then
    perform logic.refuse('TLSTA', '{"what": "supply", "state": "reversed"}');
  end if;
  cmd := logic.not_before(cmd, v_supply.created_at, 'owner');
  v_topics := logic.take_out(cmd, v_supply.id, 'supply_reversal', v_supply.product_id, v_supply.qty, cmd.body ->> 'reason');
  update data.supplies s
  set reversed_by = cmd.by_id, reversed_at = cmd.moment, reversal_reason = cmd.body ->> 'reason'
  where s.bar_id = v_bar and s.id = v_supply.id;
  v_average := logic.average_without(v_supply);
  update data.bar_products p set average_cost = v_average where p.bar_id = v_bar and p.id = v_supply.product_id;
  perform logic.audit(cmd, v_supply.id, jsonb_build_object(
    'product', v_supply.product_id, 'qty', v_supply.qty, 'reason', cmd.body -> 'reason'
  ));
  return (
    jsonb_build_object('supply', v_supply.id, 'average_cost', v_average::text), true, v_topics || '{supplies}', null
  )::logic.effect;
end
$$;

grant execute on function
  logic.cost_of_one(numeric, bigint), logic.average_after(bigint, numeric, integer, numeric), logic.bad_record_supply(jsonb),
  logic.bad_reverse_supply(jsonb), logic.do_record_supply(logic.command), logic.average_without(data.supplies),
  logic.take_out(logic.command, uuid, text, uuid, integer, text), logic.do_reverse_supply(logic.command)
to bartender_api;
