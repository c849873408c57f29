-- What a sale says, looked at before anything is locked: whether its body is complete, sound and adds up.

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

grant execute on function
  logic.bad_line(jsonb), logic.bad_payment(jsonb), logic.bad_sale_field(jsonb), logic.is_sound_sale(jsonb), logic.bad_sale(jsonb)
to bartender_api;
