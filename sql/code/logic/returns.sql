-- What comes back of a sale, on its own business day: asked for, approved, put back on the shelf or rejected; or exchanged at once.
-- The table of reasons has its twin in `app/domain/returns.py`; both are tested on `tests/cases/returns.json`.

-- Returns whether the reason gives the guest money back; null where the manager decides. An exchange gives goods, not money.
create function logic.refunds(reason text) returns boolean
immutable
return case reason
  when 'wrong_item' then true
  when 'exchange' then false
  when 'customer_change' then false
  when 'defective' then true
  when 'expired' then true
end;

-- Returns whether the reason puts the goods back on the shelf; null where the manager decides.
create function logic.restocks(reason text) returns boolean
immutable
return case reason
  when 'wrong_item' then true
  when 'exchange' then true
  when 'customer_change' then true
  when 'defective' then false
  when 'expired' then false
end;

-- Refuses a decision that the reason does not leave to anybody, and one that is missing.
create function logic.need_decision(reason text, body jsonb) returns void
language plpgsql stable
as $$
begin
  if (logic.refunds(need_decision.reason) is null) = logic.is_absent(body -> 'refund') then
    perform logic.refuse('TLINP', '{"path": "body.refund"}');
  elsif (logic.restocks(need_decision.reason) is null) = logic.is_absent(body -> 'restock') then
    perform logic.refuse('TLINP', '{"path": "body.restock"}');
  end if;
end
$$;

-- Returns the line of a validated sale of the same business day that pieces come back from; refuses all else. That day is the sale's, and the
-- return's too: by the hours in force as they come back or, were these changed meanwhile, by those of the sale.
create function logic.returned_line(cmd logic.command, part jsonb, path text) returns data.sale_items
language plpgsql stable
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sale data.sales := logic.validated_sale(v_bar, (part ->> 'sale')::uuid);
begin
  if v_sale.business_date <> logic.day_of(cmd.desk, cmd.moment)
    and v_sale.business_date <> logic.day_by(v_bar, cmd.moment, v_sale.created_at)
  then
    perform logic.refuse('TLDAY', jsonb_build_object('business_date', v_sale.business_date));
  end if;
  return logic.line_with_left(v_bar, part, path);
end
$$;

-- Returns the return that the command names, which must be of the product and quantity that the till saw; refuses one that this bar does
-- not have.
create function logic.return_of(cmd logic.command) returns data.returns
language plpgsql stable
as $$
declare
  v_return data.returns;
begin
  select * into v_return
  from data.returns r
  where r.bar_id = (cmd.desk).bar and r.id = (cmd.body ->> 'return')::uuid;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'return', 'id', cmd.body ->> 'return'));
  elsif v_return.product_id <> coalesce((cmd.body ->> 'product')::uuid, v_return.product_id) then
    perform logic.refuse('TLINP', '{"path": "body.product"}');
  elsif v_return.qty <> coalesce((cmd.body ->> 'qty')::integer, v_return.qty) then
    perform logic.refuse('TLINP', '{"path": "body.qty"}');
  end if;
  return v_return;
end
$$;

-- Refuses unless the return is in the state.
create function logic.need_return_state(found data.returns, state text) returns void
language plpgsql stable
as $$
begin
  if found.state <> need_return_state.state then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'return', 'state', found.state));
  end if;
end
$$;

-- Returns the path of the first unsound field of a return. An exchange has a command of its own.
create function logic.bad_create_return(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'return') then 'body.return'
    when logic.bad_line_part(body, 'body') is not null then logic.bad_line_part(body, 'body')
    when not logic.is_text(body -> 'reason', 1, 60) then 'body.reason'
    when body ->> 'reason' not in ('wrong_item', 'customer_change', 'defective', 'expired', 'other') then 'body.reason'
    when not (logic.is_absent(body -> 'refund') or jsonb_typeof(body -> 'refund') = 'boolean' and body ->> 'reason' = 'other')
      then 'body.refund'
    when not (logic.is_absent(body -> 'restock') or jsonb_typeof(body -> 'restock') = 'boolean' and body ->> 'reason' = 'other')
      then 'body.restock'
    when not logic.is_text(body -> 'notes', 0, 500) then 'body.notes'
    when body ->> 'reason' = 'other' and body ->> 'notes' !~ '\S' then 'body.notes'
  end;
end
$$;

-- Takes note of a return; the list of sales tells of it too, as of what is decided on it. A manager with a session has decided by making it; of anybody else it waits, and what they would have decided
-- counts for nothing. The goods stay where they are until somebody puts them back.
create function logic.do_create_return(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'return')::uuid;
  v_reason text := cmd.body ->> 'reason';
  v_refund boolean := logic.refunds(v_reason);
  v_restock boolean := logic.restocks(v_reason);
  v_twin uuid;
  v_is_decided boolean;
  v_line data.sale_items;
begin
  select r.command_id into v_twin from data.returns r where r.bar_id = v_bar and r.id = v_id;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  -- Whose session has ended since decides nothing any more: the return waits for somebody whose has not.
  v_is_decided := logic.need_member(cmd) in ('manager', 'owner')
    and (cmd.flags && '{unparked,till_was_shut}' or logic.is_present(cmd));
  if v_is_decided then
    perform logic.need_decision(v_reason, cmd.body);
    v_refund := coalesce(v_refund, (cmd.body -> 'refund')::boolean);
    v_restock := coalesce(v_restock, (cmd.body -> 'restock')::boolean);
  end if;
  v_line := logic.returned_line(cmd, cmd.body, 'body');
  insert into data.returns (
    bar_id, id, command_id, sale_id, position, product_id, qty, amount_minor, reason, is_refunded, restocks, notes, state,
    business_date, created_by, created_at, decided_by, decided_at
  ) values (
    v_bar, v_id, cmd.id, v_line.sale_id, v_line.position, v_line.product_id, (cmd.body ->> 'qty')::integer,
    v_line.price_minor * (cmd.body ->> 'qty')::integer, v_reason, v_refund, v_restock, cmd.body ->> 'notes',
    case when v_is_decided then 'approved' else 'pending' end,
    v_line.business_date, cmd.by_id, cmd.moment,
    case when v_is_decided then cmd.by_id end, case when v_is_decided then cmd.moment end
  );
  if v_is_decided then
    perform logic.audit(cmd, v_id, jsonb_build_object(
      'sale', v_line.sale_id, 'reason', v_reason, 'refund', v_refund, 'restock', v_restock
    ));
  end if;
  return (
    jsonb_build_object(
      'return', v_id, 'state', case when v_is_decided then 'approved' else 'pending' end, 'refund', v_refund, 'restock', v_restock,
      'amount', v_line.price_minor * (cmd.body ->> 'qty')::integer
    ),
    false, '{returns,sales}', null
  )::logic.effect;
end
$$;

-- Returns the path of the first unsound field of an approval; whether the decisions fit the reason is known with the return.
create function logic.bad_approve_return(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return coalesce(logic.bad_restock_return(body), case
    when not (logic.is_absent(body -> 'refund') or jsonb_typeof(body -> 'refund') = 'boolean') then 'body.refund'
    when not (logic.is_absent(body -> 'restock') or jsonb_typeof(body -> 'restock') = 'boolean') then 'body.restock'
    when jsonb_typeof(body -> 'restock_now') is distinct from 'boolean' then 'body.restock_now'
  end);
end
$$;

-- Approves a return, once; puts the goods back at the same time when that is asked and the reason allows it.
create function logic.do_approve_return(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_return data.returns;
  v_refund boolean;
  v_restock boolean;
  v_is_back boolean;
begin
  perform logic.need(cmd, 'manager');
  v_return := logic.return_of(cmd);
  cmd := logic.not_before(cmd, v_return.created_at, 'manager');
  perform logic.need_return_state(v_return, 'pending');
  perform logic.need_decision(v_return.reason, cmd.body);
  v_refund := coalesce(logic.refunds(v_return.reason), (cmd.body -> 'refund')::boolean);
  v_restock := coalesce(logic.restocks(v_return.reason), (cmd.body -> 'restock')::boolean);
  v_is_back := v_restock and (cmd.body -> 'restock_now')::boolean;
  if v_is_back then
    perform logic.move_stock(cmd, v_return.id, 'return', v_return.product_id, v_return.qty);
  end if;
  update data.returns r
  set state = case when v_is_back then 'restocked' else 'approved' end, is_refunded = v_refund, restocks = v_restock,
    decided_by = cmd.by_id, decided_at = cmd.moment, restocked_by = case when v_is_back then cmd.by_id end,
    restocked_at = case when v_is_back then cmd.moment end, rev = case when v_is_back then cmd.rev end
  where r.bar_id = v_return.bar_id and r.id = v_return.id;
  perform logic.audit(cmd, v_return.id, jsonb_build_object('refund', v_refund, 'restock', v_restock, 'restocked', v_is_back));
  return (
    jsonb_build_object(
      'return', v_return.id, 'state', case when v_is_back then 'restocked' else 'approved' end, 'refund', v_refund,
      'restock', v_restock, 'amount', v_return.amount_minor
    ),
    v_is_back, '{returns,sales}', null
  )::logic.effect;
end
$$;

-- Returns the path of the first unsound field of a rejection; product and quantity need not be said.
create function logic.bad_reject_return(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'return') then 'body.return'
  when not (logic.is_absent(body -> 'product') or logic.is_uuid(body -> 'product')) then 'body.product'
  when not (logic.is_absent(body -> 'qty') or logic.is_whole(body -> 'qty', 1, 999)) then 'body.qty'
  when not logic.is_text(body -> 'reason', 1, 200) then 'body.reason'
  when body ->> 'reason' !~ '\S' then 'body.reason'
end;

-- Rejects a return that waits: its pieces may be asked for again.
create function logic.do_reject_return(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_return data.returns;
begin
  perform logic.need(cmd, 'manager');
  v_return := logic.return_of(cmd);
  cmd := logic.not_before(cmd, v_return.created_at, 'manager');
  perform logic.need_return_state(v_return, 'pending');
  update data.returns r
  set state = 'rejected', refusal = cmd.body ->> 'reason', decided_by = cmd.by_id, decided_at = cmd.moment
  where r.bar_id = v_return.bar_id and r.id = v_return.id;
  perform logic.audit(cmd, v_return.id, jsonb_build_object('reason', cmd.body ->> 'reason'));
  return (jsonb_build_object('return', v_return.id, 'state', 'rejected'), false, '{returns,sales}', null)::logic.effect;
end
$$;

-- Returns the path of the first unsound field of putting goods back.
create function logic.bad_restock_return(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'return') then 'body.return'
  when not logic.is_uuid(body -> 'product') then 'body.product'
  when not logic.is_whole(body -> 'qty', 1, 999) then 'body.qty'
end;

-- Puts the goods of an approved return back on the shelf, once; never those that are not to be sold again.
create function logic.do_restock_return(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_return data.returns;
begin
  perform logic.need(cmd, 'manager');
  v_return := logic.return_of(cmd);
  cmd := logic.not_before(cmd, v_return.created_at, 'manager');
  perform logic.need_return_state(v_return, 'approved');
  if not v_return.restocks then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'return', 'state', v_return.state));
  end if;
  perform logic.move_stock(cmd, v_return.id, 'return', v_return.product_id, v_return.qty);
  update data.returns r
  set state = 'restocked', restocked_by = cmd.by_id, restocked_at = cmd.moment, rev = cmd.rev
  where r.bar_id = v_return.bar_id and r.id = v_return.id;
  perform logic.audit(cmd, v_return.id, jsonb_build_object('product', v_return.product_id, 'qty', v_return.qty));
  return (jsonb_build_object('return', v_return.id, 'state', 'restocked'), true, '{returns}', null)::logic.effect;
end
$$;

grant execute on function
  logic.refunds(text), logic.restocks(text), logic.need_decision(text, jsonb), logic.returned_line(logic.command, jsonb, text),
  logic.return_of(logic.command), logic.need_return_state(data.returns, text),
  logic.bad_create_return(jsonb), logic.do_create_return(logic.command),
  logic.bad_approve_return(jsonb), logic.do_approve_return(logic.command),
  logic.bad_reject_return(jsonb), logic.do_reject_return(logic.command),
  logic.bad_restock_return(jsonb), logic.do_restock_return(logic.command)
to bartender_api;
