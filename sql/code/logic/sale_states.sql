-- What becomes of a sale that is booked: a manager validates or rejects it, its server withdraws it, the owner cancels it. It is never edited.

create function logic.bad_validate_sales(body jsonb) returns text
language plpgsql immutable
as $$
begin
  if jsonb_typeof(body -> 'sales') is distinct from 'array' or jsonb_array_length(body -> 'sales') not between 1 and 50 then
    return 'body.sales';
  end if;
  return coalesce(
    (
      select 'body.sales[' || s.place - 1 || ']'
      from jsonb_array_elements(body -> 'sales') with ordinality s (sale, place)
      where not logic.is_uuid(s.sale)
      order by s.place
      limit 1
    ),
    (
      select 'body.sales'
      from jsonb_array_elements(body -> 'sales') s (sale)
      having count(distinct s.sale) < count(*)
    )
  );
end
$$;

create function logic.bad_reject_sale(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'sale') then 'body.sale'
  when not logic.is_text(body -> 'reason', 1, 200) or body ->> 'reason' !~ '\S' then 'body.reason'
end;

create function logic.bad_withdraw_sale(body jsonb) returns text
immutable
return case when not logic.is_uuid(body -> 'sale') then 'body.sale' end;

create function logic.bad_cancel_sale(body jsonb) returns text
immutable
return logic.bad_reject_sale(body);

-- Validates pending sales, each by itself: the result says of each one whether it was, or why not.
create function logic.do_validate_sales(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_wanted uuid[];
  v_results jsonb;
  v_validated jsonb;
begin
  perform logic.need(cmd, 'manager');
  select array_agg(s.id::uuid order by s.place) into v_wanted
  from jsonb_array_elements_text(cmd.body -> 'sales') with ordinality s (id, place);
  cmd := logic.not_before(cmd, (
    select max(s.created_at) from data.sales s where s.bar_id = v_bar and s.id = any (v_wanted) and s.status = 'pending'
  ), 'manager');
  -- `s` is seen as it was before: what was pending is what was validated.
  with validated as (
    update data.sales p
    set status = 'validated', decided_by = cmd.by_id, decided_at = cmd.moment, decision_id = cmd.id
    where p.bar_id = v_bar and p.id = any (v_wanted) and p.status = 'pending'
    returning p.id
  )
  select
    jsonb_agg(jsonb_build_object('sale', w.id) || case
      when v.id is not null then '{"outcome": "validated"}'
      when s.id is null then jsonb_build_object(
        'outcome', 'refused', 'code', 'TLUNK', 'params', jsonb_build_object('what', 'sale', 'id', w.id))
      else jsonb_build_object(
        'outcome', 'refused', 'code', 'TLSTA', 'params', jsonb_build_object('what', 'sale', 'state', s.status))
    end order by w.place),
    jsonb_agg(w.id order by w.place) filter (where v.id is not null)
  into v_results, v_validated
  from unnest(v_wanted) with ordinality w (id, place)
  left join validated v on v.id = w.id
  left join data.sales s on s.bar_id = v_bar and s.id = w.id;
  if v_validated is not null then
    perform logic.audit(cmd, null, jsonb_build_object('sales', v_validated));
  end if;
  return (
    jsonb_build_object('results', v_results), false, case when v_validated is null then '{}' else '{sales}' end::text[], null
  )::logic.effect;
end
$$;

-- Rejects a pending sale; its stock comes back.
create function logic.do_reject_sale(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_sale data.sales;
begin
  perform logic.need(cmd, 'manager');
  v_sale := logic.sale_of((cmd.desk).bar, (cmd.body ->> 'sale')::uuid);
  cmd := logic.not_before(cmd, v_sale.created_at, 'manager');
  perform logic.need_status(v_sale, 'pending');
  perform logic.audit(cmd, v_sale.id, jsonb_build_object('reason', cmd.body ->> 'reason'));
  return logic.undo_sale(cmd, v_sale, 'rejected', cmd.body ->> 'reason');
end
$$;

-- Takes back one's own pending sale, in the ten minutes after it was made. No session is needed: a server offline has none; then it is told. A
-- moment before the sale is not believed: what counts is when the command came.
create function logic.do_withdraw_sale(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_sale data.sales;
  v_effect logic.effect;
begin
  perform logic.need_member(cmd);
  v_sale := logic.sale_of((cmd.desk).bar, (cmd.body ->> 'sale')::uuid);
  if cmd.by_id is distinct from v_sale.created_by and cmd.by_id is distinct from v_sale.sold_by then
    perform logic.refuse('TLRGT', '{"needs": "manager"}');
  end if;
  perform logic.need_status(v_sale, 'pending');
  if cmd.moment < v_sale.created_at - interval '2 minutes' then
    cmd.moment := cmd.now_at;
  end if;
  if cmd.moment > v_sale.created_at + interval '10 minutes' then
    perform logic.refuse('TLTIM', '{"limit_s": 600}');
  end if;
  v_effect := logic.undo_sale(cmd, v_sale, 'rejected', 'withdrawn');
  if not logic.is_alive(cmd) then
    perform logic.audit(cmd, v_sale.id, '{"flags": ["without_session"]}');
    if logic.tell_once(v_sale.bar_id, 'sale_flagged', 'withdrawn:' || v_sale.id, jsonb_build_object(
      'sale', v_sale.id, 'ticket', v_sale.ticket, 'flags', '["withdrawn", "without_session"]'::jsonb, 'missing', '[]'::jsonb
    )) then
      v_effect.topics := v_effect.topics || 'notifications'::text;
    end if;
  end if;
  return v_effect;
end
$$;

-- Cancels a validated sale on which nothing hangs.
create function logic.do_cancel_sale(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_sale data.sales;
begin
  perform logic.need(cmd, 'owner');
  v_sale := logic.sale_of((cmd.desk).bar, (cmd.body ->> 'sale')::uuid);
  cmd := logic.not_before(cmd, v_sale.created_at, 'owner');
  perform logic.need_status(v_sale, 'validated');
  perform logic.need_unhung(v_sale);
  perform logic.audit(cmd, v_sale.id, jsonb_build_object('reason', cmd.body ->> 'reason'));
  return logic.undo_sale(cmd, v_sale, 'cancelled', cmd.body ->> 'reason');
end
$$;

-- Refuses unless the sale has the status.
create function logic.need_status(sale data.sales, status text) returns void
language plpgsql immutable
as $$
begin
  if (need_status.sale).status <> need_status.status then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'sale', 'state', (need_status.sale).status));
  end if;
end
$$;

-- Refuses while something hangs on the sale: a return, of it or that it replaces, or a bottle kept for its guest, whatever became of it.
create function logic.need_unhung(sale data.sales) returns void
language plpgsql stable
as $$
declare
  v_returns bigint;
  v_consignments bigint;
begin
  select count(*) into v_returns
  from data.returns r
  where r.bar_id = (need_unhung.sale).bar_id and (need_unhung.sale).id in (r.sale_id, r.exchange_sale_id) and r.state <> 'rejected';
  select count(*) into v_consignments
  from data.consignments c
  where c.bar_id = (need_unhung.sale).bar_id and c.sale_id = (need_unhung.sale).id;
  if v_returns + v_consignments > 0 then
    perform logic.refuse('TLHNG', jsonb_build_object('returns', v_returns, 'consignments', v_consignments));
  end if;
end
$$;

-- Ends a sale as if it had never been: its goods come back, with what a late supply made up for since; its open discrepancies are settled; the
-- change that it owed is void.
create function logic.undo_sale(cmd logic.command, sale data.sales, status text, reason text) returns logic.effect
language plpgsql volatile
as $$
declare
  v_sale data.sales := undo_sale.sale;
  v_move record;
  v_moved boolean := false;
begin
  for v_move in
    select m.product_id, - sum(m.qty)::integer as qty
    from data.stock_movements m
    where m.bar_id = v_sale.bar_id and m.kind in ('sale', 'discrepancy') and m.source_id in (
      select v_sale.id
      union all
      select d.id
      from data.discrepancies d
      where d.bar_id = v_sale.bar_id and d.sale_id = v_sale.id
    )
    group by m.product_id
    having sum(m.qty) <> 0
    order by m.product_id
  loop
    perform logic.move_stock(cmd, v_sale.id, 'sale_undo', v_move.product_id, v_move.qty);
    v_moved := true;
  end loop;
  update data.discrepancies d
  set state = 'settled', resolution = 'sale_undone', settled_at = cmd.moment, settled_by = cmd.by_id
  where d.bar_id = v_sale.bar_id and d.sale_id = v_sale.id and d.state = 'open';
  update data.change_credits c
  set redeemed_at = cmd.moment
  where c.bar_id = v_sale.bar_id and c.sale_id = v_sale.id and c.redeemed_at is null;
  update data.sales s
  set status = undo_sale.status, decided_by = cmd.by_id, decided_at = cmd.moment, decision_id = cmd.id, reason = undo_sale.reason,
    rev = case when v_moved then cmd.rev else s.rev end
  where s.bar_id = v_sale.bar_id and s.id = v_sale.id;
  return (jsonb_build_object('sale', v_sale.id, 'status', undo_sale.status), v_moved, '{sales}', null)::logic.effect;
end
$$;

grant execute on function
  logic.bad_validate_sales(jsonb), logic.bad_reject_sale(jsonb), logic.bad_withdraw_sale(jsonb), logic.bad_cancel_sale(jsonb),
  logic.do_validate_sales(logic.command), logic.do_reject_sale(logic.command), logic.do_withdraw_sale(logic.command),
  logic.do_cancel_sale(logic.command), logic.need_status(data.sales, text), logic.need_unhung(data.sales),
  logic.undo_sale(logic.command, data.sales, text, text)
to bartender_api;
