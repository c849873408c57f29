-- One line of a sale that something comes back from, or of which a bottle is kept.

-- Returns the path in `part` of the first unsound field among those that name pieces of a line, null when there is none.
create function logic.bad_line_part(part jsonb, path text) returns text
immutable
return path || case
  when jsonb_typeof(part) is distinct from 'object' then ''
  when not logic.is_uuid(part -> 'sale') then '.sale'
  when not logic.is_whole(part -> 'position', 1, 100) then '.position'
  when not logic.is_uuid(part -> 'product') then '.product'
  when not logic.is_whole(part -> 'qty', 1, 999) then '.qty'
end;

-- Returns the sale that pieces are to come from; refuses one that this bar does not have, or that is not validated.
create function logic.validated_sale(bar uuid, sale uuid) returns data.sales
language plpgsql stable
as $$
declare
  v_sale data.sales := logic.sale_of(validated_sale.bar, validated_sale.sale);
begin
  if v_sale.status <> 'validated' then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'sale', 'state', v_sale.status));
  end if;
  return v_sale;
end
$$;

-- Returns the line that `part` names; refuses another product than the line's, and more pieces than are left of it.
create function logic.line_with_left(bar uuid, part jsonb, path text) returns data.sale_items
language plpgsql stable
as $$
declare
  v_line data.sale_items;
  v_left integer;
begin
  select * into v_line
  from data.sale_items i
  where i.bar_id = line_with_left.bar and i.sale_id = (part ->> 'sale')::uuid and i.position = (part ->> 'position')::integer;
  if not found then
    perform logic.refuse('TLINP', jsonb_build_object('path', path || '.position'));
  elsif v_line.product_id <> (part ->> 'product')::uuid then
    perform logic.refuse('TLINP', jsonb_build_object('path', path || '.product'));
  end if;
  v_left := logic.left_of_line(line_with_left.bar, v_line.sale_id, v_line.position);
  if (part ->> 'qty')::integer > v_left then
    perform logic.refuse('TLQTY', jsonb_build_object('wanted', (part ->> 'qty')::integer, 'left', v_left));
  end if;
  return v_line;
end
$$;

grant execute on function
  logic.bad_line_part(jsonb, text), logic.validated_sale(uuid, uuid), logic.line_with_left(uuid, jsonb, text)
to bartender_api;
