-- The lists beside the sales: what came back, what is kept for guests, what was found wrong, what came in, and what people are told. A till
-- may read by itself what its counter needs; costs, the audit and what managers are told need a manager's session on it.

-- Refuses unless the session is alive on this till (`TLSES`) and its person has at least the role now (`TLRGT`).
create function logic.need_reader(desk logic.desk, session uuid, role text) returns void
language plpgsql stable
as $$
declare
  v_role text;
begin
  select logic.role_at(s.bar_id, s.user_id, now()) into v_role
  from data.sessions s
  where s.bar_id = desk.bar and s.id = need_reader.session and s.till_id = desk.till and s.until_at > now() and s.ended_at is null;
  if coalesce(v_role, '') = '' then
    perform logic.refuse('TLSES');
  elsif array_position(array['seller', 'manager', 'owner'], v_role) < array_position(array['seller', 'manager', 'owner'], need_reader.role) then
    perform logic.refuse('TLRGT', jsonb_build_object('needs', need_reader.role));
  end if;
end
$$;

-- Returns the conditions that filters put on the columns of the same name of `x`.
create function logic.filtered(filters jsonb, columns jsonb) returns text
language plpgsql immutable
as $$
begin
  return coalesce((
    select string_agg(format(' and x.%s = %L', columns ->> f.key, f.value), '' order by f.key)
    from jsonb_each_text(jsonb_strip_nulls(filters)) f
    where columns ? f.key
  ), '');
end
$$;

-- With the number of the sale, by which people speak of it.
create function logic.return_row(it data.returns) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'id', it.id, 'sale', it.sale_id, 'position', it.position, 'product', it.product_id, 'qty', it.qty, 'amount', it.amount_minor,
    'reason', it.reason, 'refund', it.is_refunded, 'restock', it.restocks, 'exchange_sale', it.exchange_sale_id, 'notes', it.notes,
    'state', it.state, 'business_date', it.business_date, 'created_by', it.created_by, 'created_at', logic.utc_text(it.created_at),
    'decided_by', it.decided_by, 'decided_at', logic.utc_text(it.decided_at), 'restocked_by', it.restocked_by,
    'restocked_at', logic.utc_text(it.restocked_at), 'refusal', it.refusal,
    'ticket', (select s.ticket from data.sales s where s.id = it.sale_id and s.bar_id = it.bar_id)
  );
end
$$;

-- With the number of the sale, which is on the guest's ticket. `tells_guest`: whether to say how the guest is reached.
create function logic.consignment_row(it data.consignments, tells_guest boolean, now_at timestamptz) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'id', it.id, 'sale', it.sale_id, 'position', it.position, 'product', it.product_id, 'qty', it.qty, 'guest', it.guest,
    'phone', case when tells_guest then it.phone end, 'notes', case when tells_guest then it.notes else '' end,
    'state', logic.consignment_state(it.state, it.expires_at, now_at), 'expires_at', logic.utc_text(it.expires_at),
    'created_by', it.created_by, 'created_at', logic.utc_text(it.created_at), 'ended_by', it.ended_by,
    'ended_at', logic.utc_text(it.ended_at), 'reason', it.reason,
    'ticket', (select s.ticket from data.sales s where s.id = it.sale_id and s.bar_id = it.bar_id)
  );
end
$$;

-- With whose sale it was and what was sold: by that a guest is known who has lost the ticket.
create function logic.credit_row(it data.change_credits) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'id', it.id, 'sale', it.sale_id, 'code', it.code, 'amount', it.amount_minor, 'created_at', logic.utc_text(it.created_at),
    'redeemed_by', it.redeemed_by, 'redeemed_at', logic.utc_text(it.redeemed_at)
  ) || (
    select jsonb_build_object('sold_by', s.sold_by) || logic.goods_of(s)
    from data.sales s
    where s.id = it.sale_id and s.bar_id = it.bar_id
  );
end
$$;

create function logic.discrepancy_row(it data.discrepancies) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'id', it.id, 'kind', it.kind, 'sale', it.sale_id, 'product', it.product_id, 'qty', it.qty, 'asked', it.asked_minor,
    'price', it.price_minor, 'state', it.state, 'created_at', logic.utc_text(it.created_at), 'settled_by', it.settled_by,
    'settled_at', logic.utc_text(it.settled_at), 'resolution', it.resolution, 'notes', it.notes
  );
end
$$;

create function logic.supply_row(it data.supplies) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'id', it.id, 'product', it.product_id, 'lots', it.lots, 'lot_size', it.lot_size, 'qty', it.qty, 'lot_price', it.lot_price_minor,
    'unit_cost', it.unit_cost::text, 'average_before', it.average_before::text, 'supplier', it.supplier, 'notes', it.notes,
    'business_date', it.business_date, 'created_by', it.created_by, 'created_at', logic.utc_text(it.created_at),
    'reversed_by', it.reversed_by, 'reversed_at', logic.utc_text(it.reversed_at), 'reversal_reason', it.reversal_reason
  );
end
$$;

-- Returns the answer of a list: its marks, and a page of the rows of a table `x` that the conditions leave. `key`: the column that they are
-- in the order of; `item`: what is told of a row `c.it`.
create function logic.list_answer(
  marked logic.marked, topic_rev bigint, source text, key text, kind text, conditions text, item text, filters jsonb, at jsonb
) returns jsonb
language plpgsql stable
as $$
declare
  v_bar uuid := (marked.clock).bar_id;
begin
  return marked.marks || jsonb_build_object(
    'topic_rev', topic_rev,
    'rows', logic.page_of(
      array[format('select x.%s as k, x.id, x as it from data.%s x where x.bar_id = %L%s', key, source, v_bar, conditions)], null, item,
      at, kind, v_bar
    ) || jsonb_build_object('filters', jsonb_strip_nulls(filters))
  );
end
$$;

-- Answers `api.returns_page`.
create function logic.answer_returns_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.check_filters(
    v_filters, '{"state": ["pending", "approved", "restocked", "rejected"], "product": "uuid", "sale": "uuid"}');
  return logic.list_answer(
    v_marked, (v_marked.clock).returns, 'returns', 'business_date', 'date',
    logic.filtered(v_filters, '{"state": "state", "product": "product_id", "sale": "sale_id"}'), 'logic.return_row(c.it)', v_filters, at
  );
end
$$;

-- Answers `api.consignments_page`. Whoever is signed in here is told how to reach the guest; the till by itself is not.
create function logic.answer_consignments_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
  v_state text;
begin
  perform logic.check_filters(v_filters, '{"state": ["active", "claimed", "forfeited", "expired"], "product": "uuid"}');
  if session is not null then
    perform logic.need_reader(v_desk, session, 'seller');
  end if;
  v_state := case v_filters ->> 'state'
    when 'active' then format(' and x.state = %L and not logic.has_expired(x.expires_at, %L)', 'active', now())
    when 'expired' then format(
      ' and (x.state = %L or (x.state = %L and logic.has_expired(x.expires_at, %L)))', 'expired', 'active', now())
    else format(' and x.state = %L', v_filters ->> 'state')
  end;
  return logic.list_answer(
    v_marked, (v_marked.clock).consignments, 'consignments', 'created_at', 'moment',
    logic.filtered(v_filters, '{"product": "product_id"}') || case when v_filters ->> 'state' is null then '' else v_state end,
    format('logic.consignment_row(c.it, %L, %L)', session is not null, now()), v_filters, at
  );
end
$$;

-- Answers `api.discrepancies_page`.
create function logic.answer_discrepancies_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.check_filters(v_filters, '{"state": ["open", "settled"], "kind": ["stock", "price"], "product": "uuid"}');
  return logic.list_answer(
    v_marked, (v_marked.clock).sales, 'discrepancies', 'created_at', 'moment',
    logic.filtered(v_filters, '{"state": "state", "kind": "kind", "product": "product_id"}'), 'logic.discrepancy_row(c.it)', v_filters, at
  );
end
$$;

-- Answers `api.change_page`: change that guests may come back for, was given, or is void since its sale was undone.
create function logic.answer_change_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.check_filters(v_filters, '{"state": ["open", "given", "void"]}');
  return logic.list_answer(
    v_marked, (v_marked.clock).sales, 'change_credits', 'created_at', 'moment',
    case v_filters ->> 'state'
      when 'open' then ' and x.redeemed_at is null'
      when 'given' then ' and x.redeemed_by is not null'
      when 'void' then ' and x.redeemed_at is not null and x.redeemed_by is null'
      else ''
    end,
    'logic.credit_row(c.it)', v_filters, at
  );
end
$$;

-- Answers `api.supplies_page`: what came in has a cost, so a manager's session is needed.
create function logic.answer_supplies_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.need_reader(v_desk, session, 'manager');
  perform logic.check_filters(v_filters, '{"product": "uuid"}');
  return logic.list_answer(
    v_marked, (v_marked.clock).supplies, 'supplies', 'created_at', 'moment', logic.filtered(v_filters, '{"product": "product_id"}'),
    'logic.supply_row(c.it)', v_filters, at
  );
end
$$;

-- Answers `api.adjustments_page`: a correction by hand, or a difference that a count found.
create function logic.answer_adjustments_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.need_reader(v_desk, session, 'manager');
  perform logic.check_filters(v_filters, '{
    "reason": ["inventory_count", "loss_damage", "donation_sample", "expiration", "theft_report", "other"], "product": "uuid", "count": "uuid"
  }');
  return logic.list_answer(
    v_marked, (v_marked.clock).supplies, 'stock_adjustments', 'created_at', 'moment',
    logic.filtered(v_filters, '{"reason": "reason", "product": "product_id", "count": "count_id"}'),
    'jsonb_build_object(
      ''id'', (c.it).id, ''product'', (c.it).product_id, ''delta'', (c.it).delta, ''reason'', (c.it).reason, ''notes'', (c.it).notes,
      ''count'', (c.it).count_id, ''expected'', (c.it).expected, ''counted'', (c.it).counted, ''created_by'', (c.it).created_by,
      ''created_at'', logic.utc_text((c.it).created_at)
    )', v_filters, at
  );
end
$$;

-- Answers `api.movements_page`: why there is as much of a product as there is, newest first.
create function logic.answer_movements_page(till_token text, product uuid, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object(
    'topic_rev', (v_marked.clock).rev,
    'rows', logic.page_of(
      array[format(
        'select x.rev as k, x.source_id || '':'' || x.kind as id, x.at, x.source_id, x.kind, x.qty, x.reason
        from data.stock_movements x where x.product_id = %L and x.bar_id = %L', product, v_desk.bar
      )], null,
      'jsonb_build_object(''id'', c.id, ''source'', c.source_id, ''kind'', c.kind, ''qty'', c.qty, ''at'', logic.utc_text(c.at),
        ''reason'', c.reason, ''rev'', c.k)', at, 'whole', v_desk.bar
    ) || jsonb_build_object('filters', jsonb_build_object('product', product))
  );
end
$$;

-- Answers `api.notifications_page`.
create function logic.answer_notifications_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.need_reader(v_desk, session, 'manager');
  perform logic.check_filters(v_filters, '{"state": ["read", "unread"]}');
  return logic.list_answer(
    v_marked, (v_marked.clock).notifications, 'notifications', 'created_at', 'moment',
    case v_filters ->> 'state' when 'read' then ' and x.read_at is not null' when 'unread' then ' and x.read_at is null' else '' end,
    'jsonb_build_object(
      ''id'', (c.it).id, ''kind'', (c.it).kind, ''params'', (c.it).params, ''subject'', (c.it).subject,
      ''created_at'', logic.utc_text((c.it).created_at), ''read_by'', (c.it).read_by, ''read_at'', logic.utc_text((c.it).read_at)
    )', v_filters, at
  );
end
$$;

-- Answers `api.audit_page`: who did what with a right that not everybody has.
create function logic.answer_audit_page(till_token text, session uuid, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
begin
  perform logic.need_reader(v_desk, session, 'manager');
  perform logic.check_filters(v_filters, '{"subject": "uuid", "person": "uuid"}');
  return logic.list_answer(
    v_marked, (
      select c.sales + c.returns + c.supplies + c.consignments + c.catalog + c.team + c.settings + c.notifications
      from data.bar_clocks c
      where c.bar_id = v_desk.bar
    ), 'audit_log', 'at', 'moment of whole', logic.filtered(v_filters, '{"subject": "subject", "person": "actor"}'),
    'jsonb_build_object(
      ''id'', (c.it).id, ''at'', logic.utc_text((c.it).at), ''actor'', (c.it).actor, ''action'', (c.it).action,
      ''subject'', (c.it).subject, ''params'', (c.it).params
    )', v_filters, at
  );
end
$$;

grant execute on function
  logic.need_reader(logic.desk, uuid, text), logic.filtered(jsonb, jsonb), logic.return_row(data.returns),
  logic.consignment_row(data.consignments, boolean, timestamptz), logic.credit_row(data.change_credits),
  logic.discrepancy_row(data.discrepancies),
  logic.supply_row(data.supplies), logic.list_answer(logic.marked, bigint, text, text, text, text, text, jsonb, jsonb),
  logic.answer_returns_page(text, jsonb, jsonb), logic.answer_consignments_page(text, uuid, jsonb, jsonb),
  logic.answer_discrepancies_page(text, jsonb, jsonb), logic.answer_change_page(text, jsonb, jsonb),
  logic.answer_supplies_page(text, uuid, jsonb, jsonb),
  logic.answer_adjustments_page(text, uuid, jsonb, jsonb), logic.answer_movements_page(text, uuid, jsonb),
  logic.answer_notifications_page(text, uuid, jsonb, jsonb), logic.answer_audit_page(text, uuid, jsonb, jsonb)
to bartender_api;
