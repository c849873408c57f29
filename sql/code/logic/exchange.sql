-- An exchange: goods come back and others leave, in one command. What comes back is worth what it was sold for; no money is paid out, what
-- is not used up is the guest's as change to come back for.

-- Returns the replacement as a sale's body that a sale's rules know: what the return pays stands as a card's payment.
create function logic.as_plain_sale(body jsonb) returns jsonb
language plpgsql immutable
as $$
declare
  v_sale jsonb := logic.replacement(as_plain_sale.body);
begin
  if jsonb_typeof(v_sale -> 'payments') is distinct from 'array' or jsonb_array_length(v_sale -> 'payments') = 0 then
    return v_sale;
  end if;
  return v_sale || jsonb_build_object('payments', (
    select jsonb_agg(
      case when p.pay ->> 'method' = 'exchange' then jsonb_build_object('method', 'card', 'amount', p.pay -> 'amount') else p.pay end
      order by p.place)
    from jsonb_array_elements(v_sale -> 'payments') with ordinality p (pay, place)
  ));
end
$$;

-- Returns the body of the replacement's sale; the ticket travels outside, where a till writes it.
create function logic.replacement(body jsonb) returns jsonb
immutable
return (body -> 'sale') || jsonb_build_object('ticket', body -> 'ticket');

-- Returns the path of the first unsound field of an exchange. The return's value pays at most once.
create function logic.bad_exchange(body jsonb) returns text
language plpgsql immutable
as $$
declare
  v_bad text := case
    when jsonb_typeof(body -> 'return') is distinct from 'object' then 'body.return'
    when not logic.is_uuid(body #> '{return,return}') then 'body.return.return'
    when logic.bad_line_part(body -> 'return', 'body.return') is not null then logic.bad_line_part(body -> 'return', 'body.return')
    when not logic.is_text(body #> '{return,notes}', 0, 500) then 'body.return.notes'
    when jsonb_typeof(body -> 'sale') is distinct from 'object' then 'body.sale'
  end;
begin
  if v_bad is not null then
    return v_bad;
  end if;
  v_bad := logic.bad_sale(logic.as_plain_sale(body));
  if v_bad = 'body.ticket' then
    return v_bad;
  elsif v_bad is not null then
    return regexp_replace(v_bad, '^body', 'body.sale');
  elsif jsonb_array_length(jsonb_path_query_array(body, '$.sale.payments[*] ? (@.method == "exchange")')) > 1 then
    return 'body.sale.payments';
  end if;
  return null;
end
$$;

-- Does an exchange, whole or not at all: the goods are back on the shelf before the replacement is taken from it, so that a bottle may be
-- exchanged for one of its own kind. The replacement is a sale by the rules of the command's door.
create function logic.do_exchange(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_part jsonb := cmd.body -> 'return';
  v_id uuid := (v_part ->> 'return')::uuid;
  v_qty integer := (v_part ->> 'qty')::integer;
  v_value bigint;
  v_rest bigint;
  v_twin uuid;
  v_line data.sale_items;
  v_selling logic.command := cmd;
  v_sold logic.effect;
begin
  select r.command_id into v_twin from data.returns r where r.bar_id = v_bar and r.id = v_id;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  perform logic.need(cmd, 'manager');
  v_selling.body := logic.replacement(cmd.body);
  if exists (select from data.sales s where s.bar_id = v_bar and s.id = (v_selling.body ->> 'sale')::uuid) then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'sale', 'id', v_selling.body ->> 'sale'));
  end if;
  v_line := logic.returned_line(cmd, v_part, 'body.return');
  v_value := v_line.price_minor * v_qty;
  v_rest := v_value - coalesce((jsonb_path_query_first(v_selling.body, '$.payments[*] ? (@.method == "exchange").amount'))::bigint, 0);
  if v_rest < 0 then
    perform logic.refuse('TLINP', '{"path": "body.sale.payments"}');
  end if;

  perform logic.move_stock(cmd, v_id, 'return', v_line.product_id, v_qty);
  v_sold := logic.create_sale_with_stock_lock(v_selling);
  insert into data.returns (
    bar_id, id, command_id, sale_id, position, product_id, qty, amount_minor, reason, is_refunded, restocks, exchange_sale_id, notes,
    state, business_date, created_by, created_at, decided_by, decided_at, restocked_by, restocked_at, rev
  ) values (
    v_bar, v_id, cmd.id, v_line.sale_id, v_line.position, v_line.product_id, v_qty, v_value, 'exchange', logic.refunds('exchange'),
    logic.restocks('exchange'), (v_selling.body ->> 'sale')::uuid, v_part ->> 'notes', 'restocked',
    v_line.business_date, cmd.by_id, cmd.moment, cmd.by_id, cmd.moment,
    cmd.by_id, cmd.moment, cmd.rev
  );
  if v_rest > 0 then
    insert into data.change_credits (bar_id, id, sale_id, code, amount_minor, created_at)
    values (v_bar, v_id, (v_selling.body ->> 'sale')::uuid, v_selling.body ->> 'ticket', v_rest, cmd.moment);
  end if;
  perform logic.audit(cmd, v_id, jsonb_build_object('sale', v_line.sale_id, 'replacement', v_selling.body -> 'sale', 'amount', v_value));
  return (
    v_sold.result || jsonb_build_object('return', v_id, 'amount', v_value, 'credit', v_rest), true, v_sold.topics || 'returns'::text, null
  )::logic.effect;
end
$$;

grant execute on function
  logic.as_plain_sale(jsonb), logic.replacement(jsonb), logic.bad_exchange(jsonb), logic.do_exchange(logic.command)
to bartender_api;
