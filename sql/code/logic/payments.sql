-- Money after the sale: transfers that are matched with the operator's list, and change that the drawer did not have.

create function logic.bad_confirm_payment(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'sale') then 'body.sale'
  when not logic.is_whole(body -> 'position', 1, 20) then 'body.position'
  when jsonb_typeof(body -> 'state') is distinct from 'string' or body ->> 'state' not in ('confirmed', 'failed') then 'body.state'
  when not (logic.is_absent(body -> 'was') or body -> 'was' = '"failed"') then 'body.was'
  when not (logic.is_absent(body -> 'reference') or logic.is_text(body -> 'reference', 0, 80)) then 'body.reference'
end;

create function logic.bad_redeem_change(body jsonb) returns text
immutable
return case when not logic.is_uuid(body -> 'credit') then 'body.credit' end;

-- Says of a transfer by phone that it came, or that it did not; whatever became of the sale, the money did or did not. What did not come may come
-- later, which only who knows of it (`was`) may say: of two who decide at once the first one stays. A reference that is not sent stays as it was.
create function logic.do_confirm_payment(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_sale data.sales;
  v_pay data.payments;
  v_state text := cmd.body ->> 'state';
  v_topics text[] := '{sales}';
begin
  perform logic.need(cmd, 'manager');
  v_sale := logic.sale_of((cmd.desk).bar, (cmd.body ->> 'sale')::uuid);
  select * into v_pay
  from data.payments p
  where p.bar_id = v_sale.bar_id and p.sale_id = v_sale.id and p.position = (cmd.body ->> 'position')::integer;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'payment', 'id', v_sale.id));
  elsif v_pay.state <> 'to_confirm' and (v_pay.state, v_state, cmd.body ->> 'was') is distinct from ('failed', 'confirmed', 'failed') then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'payment', 'state', v_pay.state));
  end if;
  update data.payments p
  set state = v_state, reference = coalesce(cmd.body ->> 'reference', p.reference), settled_by = cmd.by_id, settled_at = cmd.moment
  where p.bar_id = v_pay.bar_id and p.sale_id = v_pay.sale_id and p.position = v_pay.position;
  perform logic.audit(cmd, v_sale.id, jsonb_build_object('position', v_pay.position, 'state', v_state));
  if v_state = 'failed' then
    perform logic.tell(v_sale.bar_id, 'payment_failed', jsonb_build_object(
      'sale', v_sale.id, 'ticket', v_sale.ticket, 'position', v_pay.position, 'amount', v_pay.amount_minor, 'operator', v_pay.operator
    ));
    v_topics := v_topics || 'notifications'::text;
  end if;
  return (
    jsonb_build_object('sale', v_sale.id, 'position', v_pay.position, 'state', v_state), false, v_topics, null
  )::logic.effect;
end
$$;

-- Returns whether the sale leaves its guest change to come back for.
create function logic.owes_change(body jsonb) returns boolean
immutable
return coalesce(body @? '$.payments[*] ? (@.method == "cash" && @.owed > 0)', false);

-- Notes the change that a sale just written owes its guest, under the number of the ticket.
create function logic.owe_change(cmd logic.command) returns void
language plpgsql volatile
as $$
begin
  insert into data.change_credits (bar_id, id, sale_id, code, amount_minor, created_at)
  select p.bar_id, p.sale_id, p.sale_id, cmd.body ->> 'ticket', sum(p.owed_minor), cmd.moment
  from data.payments p
  where p.bar_id = (cmd.desk).bar and p.sale_id = (cmd.body ->> 'sale')::uuid and p.owed_minor > 0
  group by p.bar_id, p.sale_id;
end
$$;

-- Gives a guest the change that was owed, once. That of a sale which was undone is void.
create function logic.do_redeem_change(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_id uuid := (cmd.body ->> 'credit')::uuid;
  v_credit data.change_credits;
begin
  perform logic.need(cmd, 'seller');
  select * into v_credit from data.change_credits c where c.bar_id = (cmd.desk).bar and c.id = v_id;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'credit', 'id', v_id));
  elsif v_credit.redeemed_at is not null then
    perform logic.refuse('TLSTA', jsonb_build_object(
      'what', 'credit', 'state', case when v_credit.redeemed_by is null then 'void' else 'redeemed' end));
  end if;
  update data.change_credits c
  set redeemed_by = cmd.by_id, redeemed_at = cmd.moment
  where c.bar_id = v_credit.bar_id and c.id = v_id;
  return (
    jsonb_build_object('credit', v_id, 'code', v_credit.code, 'amount', v_credit.amount_minor), false, '{sales}', null
  )::logic.effect;
end
$$;

grant execute on function
  logic.bad_confirm_payment(jsonb), logic.bad_redeem_change(jsonb), logic.do_confirm_payment(logic.command),
  logic.owes_change(jsonb), logic.owe_change(logic.command), logic.do_redeem_change(logic.command)
to bartender_api;
