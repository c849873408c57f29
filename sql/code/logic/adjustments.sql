-- Corrections of the stock by the owner: one product for a reason, or a count of many.

-- Tells whether the value is a whole number of pieces to add or take away, at most 100,000 of them and not none.
create function logic.is_delta(value jsonb) returns boolean
immutable
return case
  when jsonb_typeof(value) = 'number' and value #>> '{}' ~ '^-?[1-9][0-9]{0,5}$' then abs((value #>> '{}')::integer) <= 100000
  else false
end;

-- Returns the path of the first unsound field, null when there is none. A count is `count_stock`, not a reason here.
create function logic.bad_adjust_stock(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'adjustment') then 'body.adjustment'
  when not logic.is_uuid(body -> 'product') then 'body.product'
  when not logic.is_delta(body -> 'delta') then 'body.delta'
  when not logic.is_text(body -> 'reason', 1, 40)
    or body ->> 'reason' not in ('loss_damage', 'donation_sample', 'expiration', 'theft_report', 'other')
  then 'body.reason'
  when not logic.is_text(body -> 'notes', 0, 500) then 'body.notes'
  when body ->> 'reason' in ('theft_report', 'other') and body ->> 'notes' !~ '\S' then 'body.notes'
end;

-- Returns what is unsound in a line of a count, null when nothing is.
create function logic.bad_counted(line jsonb) returns text
immutable
return case
  when jsonb_typeof(line) <> 'object' then ''
  when not logic.is_uuid(line -> 'product') then '.product'
  when not logic.is_whole(line -> 'expected', 0, 1000000) then '.expected'
  when not logic.is_whole(line -> 'counted', 0, 1000000) then '.counted'
end;

-- Returns the path of the first unsound field, null when there is none. A product is counted once.
create function logic.bad_count_stock(body jsonb) returns text
language plpgsql immutable
as $$
declare
  v_bad text := case
    when not logic.is_uuid(body -> 'count') then 'body.count'
    when jsonb_typeof(body -> 'lines') is distinct from 'array' then 'body.lines'
    when jsonb_array_length(body -> 'lines') not between 1 and 1000 then 'body.lines'
    when not logic.is_text(body -> 'notes', 0, 500) then 'body.notes'
  end;
begin
  if v_bad is not null then
    return v_bad;
  end if;
  select 'body.lines[' || l.place - 1 || ']' || logic.bad_counted(l.line) into v_bad
  from jsonb_array_elements(body -> 'lines') with ordinality l (line, place)
  where logic.bad_counted(l.line) is not null
  order by l.place
  limit 1;
  if v_bad is null and exists (
    select
    from jsonb_array_elements(body -> 'lines') l (line)
    group by l.line ->> 'product'
    having count(*) > 1
  ) then
    return 'body.lines';
  end if;
  return v_bad;
end
$$;

-- Adds or takes away pieces of one product, for a reason. The owner.
create function logic.do_adjust_stock(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_adjustment uuid := (cmd.body ->> 'adjustment')::uuid;
  v_product uuid := (cmd.body ->> 'product')::uuid;
  v_delta integer := (cmd.body ->> 'delta')::integer;
  v_topics text[];
  v_twin uuid;
begin
  select a.command_id into v_twin from data.stock_adjustments a where a.bar_id = v_bar and a.id = v_adjustment;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  perform logic.need(cmd, 'owner');
  v_topics := logic.take_out(cmd, v_adjustment, 'adjustment', v_product, - v_delta, cmd.body ->> 'reason');
  insert into data.stock_adjustments (bar_id, id, command_id, product_id, delta, reason, notes, created_by, created_at, rev)
  values (
    v_bar, v_adjustment, cmd.id, v_product, v_delta, cmd.body ->> 'reason', cmd.body ->> 'notes', cmd.by_id, cmd.moment, cmd.rev
  );
  perform logic.audit(cmd, v_adjustment, jsonb_build_object(
    'product', v_product, 'delta', v_delta, 'reason', cmd.body -> 'reason'
  ));
  return (jsonb_build_object('adjustment', v_adjustment), true, v_topics || '{supplies}', null)::logic.effect;
end
$$;

-- Returns the id of the adjustment that a count makes of a product: the same whenever it is asked for.
create function logic.adjustment_of_count(count_id uuid, product uuid) returns uuid
immutable
return encode(substring(sha256(decode(replace(count_id::text || product::text, '-', ''), 'hex')) for 16), 'hex')::uuid;

-- Refuses a count of what this bar does not have (`TLUNK`), or one that would leave less than is kept for guests (`TLSTK`).
create function logic.refuse_count(bar uuid, lines jsonb) returns void
language plpgsql stable
as $$
declare
  v_unknown uuid;
  v_short jsonb;
begin
  select l.product into v_unknown
  from jsonb_to_recordset(refuse_count.lines) as l (product uuid)
  left join data.bar_products p on p.bar_id = refuse_count.bar and p.id = l.product
  where p.id is null
  order by l.product
  limit 1;
  if found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'product', 'id', v_unknown));
  end if;
  select jsonb_agg(jsonb_build_object(
    'product', p.id, 'name', p.name, 'wanted', l.expected - l.counted, 'left', p.stock - p.reserved
  ) order by p.id) into v_short
  from jsonb_to_recordset(refuse_count.lines) as l (product uuid, expected integer, counted integer)
  join data.bar_products p on p.bar_id = refuse_count.bar and p.id = l.product
  where l.counted <> l.expected and p.stock + l.counted - l.expected < p.reserved;
  if v_short is not null then
    perform logic.refuse('TLSTK', jsonb_build_object('short', v_short));
  end if;
end
$$;

-- Corrects the stock by what a count found: the difference from what the screen said then, so that what was sold since stays sold. The owner.
create function logic.do_count_stock(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_count uuid := (cmd.body ->> 'count')::uuid;
  v_lines jsonb := cmd.body -> 'lines';
  v_differences integer;
  v_freed integer;
  v_twin uuid;
begin
  select c.command_id into v_twin from data.stock_counts c where c.bar_id = v_bar and c.id = v_count;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  perform logic.need(cmd, 'owner');
  v_freed := logic.tidy_consignments(v_bar, null, cmd.now_at, cmd.rev);
  perform logic.refuse_count(v_bar, v_lines);
  update data.bar_products p
  set stock = p.stock + l.counted - l.expected, rev = cmd.rev
  from jsonb_to_recordset(v_lines) as l (product uuid, expected integer, counted integer)
  where p.bar_id = v_bar and p.id = l.product and l.counted <> l.expected;
  get diagnostics v_differences = row_count;
  insert into data.stock_counts (bar_id, id, command_id, products, differences, notes, created_by, created_at, rev)
  values (
    v_bar, v_count, cmd.id, jsonb_array_length(v_lines), v_differences, cmd.body ->> 'notes', cmd.by_id, cmd.moment,
    case when v_differences > 0 then cmd.rev end
  );
  insert into data.stock_adjustments (
    bar_id, id, command_id, product_id, delta, reason, count_id, expected, counted, created_by, created_at, rev
  )
  select v_bar, logic.adjustment_of_count(v_count, l.product), cmd.id, l.product, l.counted - l.expected, 'inventory_count', v_count,
    l.expected, l.counted, cmd.by_id, cmd.moment, cmd.rev
  from jsonb_to_recordset(v_lines) as l (product uuid, expected integer, counted integer)
  where l.counted <> l.expected;
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at, reason)
  select v_bar, a.id, 'adjustment', a.product_id, a.delta, cmd.rev, cmd.now_at, a.reason
  from data.stock_adjustments a
  where a.bar_id = v_bar and a.count_id = v_count;
  perform logic.audit(cmd, v_count, jsonb_build_object('products', jsonb_array_length(v_lines), 'differences', v_differences));
  return (
    jsonb_build_object('count', v_count, 'differences', v_differences), v_differences + v_freed > 0,
    case when v_freed > 0 then '{supplies,consignments}' else '{supplies}' end::text[], null
  )::logic.effect;
end
$$;

grant execute on function
  logic.is_delta(jsonb), logic.bad_adjust_stock(jsonb), logic.bad_counted(jsonb), logic.bad_count_stock(jsonb),
  logic.do_adjust_stock(logic.command), logic.adjustment_of_count(uuid, uuid), logic.refuse_count(uuid, jsonb),
  logic.do_count_stock(logic.command)
to bartender_api;
