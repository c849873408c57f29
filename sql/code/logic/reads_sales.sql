-- Reads of sales: pages of headers, and one sale with all that hangs on it.

-- Returns the sales of a bar that an index finds by the filters, as texts of queries with k (business date) and id, and the condition for
-- what it does not find by. The rarest first: transfers that nobody has confirmed, a product's lines, a payment that is not cash, sales that
-- are not validated, a seller's. What an
-- index says beside that comes along: the methods (`m_`) and, of a seller's sales, the status (`s_`).
create function logic.sales_listed(bar uuid, filters jsonb, out listed text[], out fits text)
language plpgsql stable
as $$
declare
  v_period text := format('%s%s',
    ' and x.business_date >= ' || quote_literal(filters ->> 'from'), ' and x.business_date <= ' || quote_literal(filters ->> 'to'));
  v_sales text := format('select x.business_date as k, x.id, x.methods as m_ from data.sales x where x.bar_id = %L', bar) || v_period;
  v_lines text := 'select distinct on (x.business_date, x.sale_id) x.business_date as k, x.sale_id as id%s from data.%s x where x.bar_id = %L'
    ' and %s' || v_period || ' order by x.business_date {way}, x.sale_id {way}';
  v_seller text := ' and x.sold_by = ' || quote_literal(filters ->> 'seller');
  v_status text := ' and x.status = ' || quote_literal(filters ->> 'status');
  v_method text := filters ->> 'method';
  v_product text := ' and (select true from data.sale_items i where i.bar_id = x.bar_id and i.sale_id = x.id and i.product_id = '
    || quote_literal(filters ->> 'product') || ' limit 1)';
begin
  if filters ->> 'payment' = 'to_confirm' then
    listed := array[format(v_lines, ', null::smallint as m_', 'payments', bar,
      'x.state = ''to_confirm'' and x.method = ''mobile_money'' and x.method <> ''cash''')];
    fits := logic.fits_of(
      bar, coalesce(v_seller, '') || coalesce(v_status, '') || coalesce(v_product, ''), nullif(v_method, 'mobile_money')
    );
  elsif filters ->> 'product' is not null then
    listed := array[format(v_lines, ', x.methods as m_', 'sale_items', bar, format('x.product_id = %L', filters ->> 'product'))];
    fits := logic.fits_of(bar, coalesce(v_seller, '') || coalesce(v_status, ''), v_method);
  elsif v_method <> 'cash' then
    listed := array[format(v_lines, '', 'payments', bar, format('x.method = %L and x.method <> ''cash''', v_method))];
    fits := logic.fits_of(bar, coalesce(v_seller, '') || coalesce(v_status, ''), null);
  elsif filters ->> 'status' <> 'validated' then
    listed := array[v_sales || v_status || ' and x.status <> ''validated'''];
    fits := logic.fits_of(bar, coalesce(v_seller, ''), v_method);
  elsif v_seller is not null then
    listed := array[replace(v_sales, ' as m_', ' as m_, x.status as s_') || v_seller];
    fits := nullif(concat_ws(' and ', 'c.s_ = ' || quote_literal(filters ->> 'status'), logic.fits_of(bar, '', v_method)), '');
  elsif v_status is not null then
    listed := array[v_sales || v_status];
    fits := logic.fits_of(bar, '', v_method);
  else
    -- One index for each: they are merged, and none is sorted.
    select array_agg(v_sales || format(' and x.status = %L', s.status)) into listed
    from unnest('{validated,pending,rejected,cancelled}'::text[]) s (status);
    fits := logic.fits_of(bar, '', v_method);
  end if;
end
$$;

-- Returns the condition on a sale `c` for what its index does not find by, null when that is nothing. The method is beside the key, but for sales from
-- before it was noted there. All else is a query that looks at one row and that no planner turns into a join: so rows keep their order, and
-- looking ends with the page.
create function logic.fits_of(bar uuid, conditions text, method text) returns text
language plpgsql immutable
as $$
declare
  v_of_sale text := format('(select true%s from data.sales x where x.bar_id = %L and x.id = c.id)', conditions, bar);
  v_of_payment text := format(
    'coalesce(c.m_ & %s <> 0, (select true from data.payments y where y.bar_id = %L and y.sale_id = c.id and y.method = %L limit 1))',
    logic.method_bit(method), bar, method);
begin
  if conditions = '' and method is null then
    return null;
  end if;
  return 'coalesce(' || concat_ws(
    ' and ', case when method is not null then v_of_payment end, case when conditions <> '' then v_of_sale end
  ) || ', false)';
end
$$;

-- Returns what a list tells of a sale.
create function logic.sale_header(sale data.sales) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'id', sale.id, 'ticket', sale.ticket, 'till', sale.till_id, 'status', sale.status, 'door', sale.door, 'sold_by', sale.sold_by,
    'created_by', sale.created_by, 'business_date', sale.business_date, 'created_at', logic.utc_text(sale.created_at),
    'total', sale.total_minor, 'flags', to_jsonb(sale.flags), 'decided_by', sale.decided_by, 'decided_at', logic.utc_text(sale.decided_at),
    'reason', sale.reason,
    'methods', (
      select coalesce(jsonb_agg(p.method order by p.position), '[]')
      from data.payments p
      where p.bar_id = sale.bar_id and p.sale_id = sale.id
    )
  );
end
$$;

-- Returns the transfers of a sale that nobody has confirmed yet, for whoever goes through the operator's list with a page of them in hand.
create function logic.transfers_of(sale data.sales) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object('transfers', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'position', p.position, 'amount', p.amount_minor, 'operator', p.operator, 'reference', p.reference
    ) order by p.position), '[]')
    from data.payments p
    where p.bar_id = sale.bar_id and p.sale_id = sale.id and p.state = 'to_confirm'
  ));
end
$$;

-- Returns what a list tells of what was sold: of the first two lines pieces, name and volume, in few letters, and how many lines there are beyond.
create function logic.goods_of(sale data.sales) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object('goods', coalesce(
      jsonb_agg(jsonb_build_array(i.qty, i.name, i.volume_ml) order by i.position) filter (
        where i.position <= 2
      ), '[]'
    )) || case when count(*) > 2 then jsonb_build_object('more_goods', count(*) - 2) else '{}' end
    from data.sale_items i
    where i.bar_id = sale.bar_id and i.sale_id = sale.id
  );
end
$$;

-- Returns what a list tells of what is still open of a sale: the places of its transfers that nobody has confirmed and of those that did not
-- arrive, the change that the bar owes, the returns that wait for a manager, and the value of those that net revenue knows (`logic.net_revenue`). None is said where there is none.
create function logic.open_ends(sale data.sales) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'unconfirmed', (
        select jsonb_agg(p.position order by p.position)
        from data.payments p
        where p.bar_id = sale.bar_id and p.sale_id = sale.id and p.state = 'to_confirm'
      ),
      'lost', (
        select jsonb_agg(p.position order by p.position)
        from data.payments p
        where p.bar_id = sale.bar_id and p.sale_id = sale.id and p.state = 'failed'
      ),
      'change_owed', (
        select jsonb_agg(g.id order by g.created_at, g.id)
        from data.change_credits g
        where g.sale_id = sale.id and g.bar_id = sale.bar_id and g.redeemed_at is null
      ),
      'returns_waiting', jsonb_agg(r.id order by r.created_at, r.id) filter (where r.state = 'pending'),
      'returned', sum(r.amount_minor) filter (where r.state in ('approved', 'restocked') and (r.is_refunded or r.reason = 'exchange'))
    ))
    from data.returns r
    where r.sale_id = sale.id and r.bar_id = sale.bar_id
  );
end
$$;

-- Returns one sale with its lines, payments and all that hangs on it.
create function logic.sale_whole(sale data.sales, now_at timestamptz) returns jsonb
language plpgsql stable
as $$
begin
  return logic.sale_header(sale) || jsonb_build_object(
    'claimed_at', logic.utc_text(sale.claimed_at), 'booked_at', logic.utc_text(sale.booked_at),
    'lines', (
      select jsonb_agg(jsonb_build_object(
        'position', i.position, 'product', i.product_id, 'name', i.name, 'volume_ml', i.volume_ml, 'price', i.price_minor, 'qty', i.qty,
        'left', logic.left_of_line(i.bar_id, i.sale_id, i.position)
      ) order by i.position)
      from data.sale_items i
      where i.bar_id = sale.bar_id and i.sale_id = sale.id
    ),
    'payments', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'position', p.position, 'method', p.method, 'amount', p.amount_minor, 'tendered', p.tendered_minor, 'change', p.change_minor,
        'owed', p.owed_minor, 'operator', p.operator, 'reference', p.reference, 'state', p.state, 'settled_by', p.settled_by,
        'settled_at', logic.utc_text(p.settled_at)
      ) order by p.position), '[]')
      from data.payments p
      where p.bar_id = sale.bar_id and p.sale_id = sale.id
    ),
    'returns', (
      select coalesce(jsonb_agg(logic.return_row(r) order by r.created_at, r.id), '[]')
      from data.returns r
      where r.sale_id = sale.id and r.bar_id = sale.bar_id
    ),
    'exchanged_for', (
      select jsonb_agg(r.sale_id)
      from data.returns r
      where r.exchange_sale_id = sale.id and r.bar_id = sale.bar_id
    ) -> 0,
    'consignments', (
      select coalesce(jsonb_agg(logic.consignment_row(k, false, now_at) order by k.created_at, k.id), '[]')
      from data.consignments k
      where k.sale_id = sale.id and k.bar_id = sale.bar_id
    ),
    'discrepancies', (
      select coalesce(jsonb_agg(logic.discrepancy_row(d) order by d.created_at, d.id), '[]')
      from data.discrepancies d
      where d.sale_id = sale.id and d.bar_id = sale.bar_id
    ),
    'credits', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', g.id, 'code', g.code, 'amount', g.amount_minor, 'redeemed_by', g.redeemed_by, 'redeemed_at', logic.utc_text(g.redeemed_at)
      ) order by g.created_at, g.id), '[]')
      from data.change_credits g
      where g.sale_id = sale.id and g.bar_id = sale.bar_id
    ),
    'audit', (
      select coalesce(jsonb_agg(jsonb_build_object('at', logic.utc_text(a.at), 'by', a.actor, 'action', a.action) order by a.id), '[]')
      from data.audit_log a
      where a.subject = sale.id and a.bar_id = sale.bar_id
    )
  );
end
$$;

-- Answers `api.sales_page`. With what a till needs to place its own waiting sales: the filters, and the bar's day.
create function logic.answer_sales_page(till_token text, filters jsonb, at jsonb) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_filters jsonb := coalesce(nullif(filters, 'null'), '{}');
  v_listed record;
begin
  perform logic.check_filters(v_filters, '{
    "from": "date", "to": "date", "seller": "uuid", "product": "uuid",
    "status": ["pending", "validated", "rejected", "cancelled"], "method": ["cash", "mobile_money", "card", "exchange"],
    "payment": ["to_confirm"]
  }');
  v_listed := logic.sales_listed(v_desk.bar, v_filters);
  return v_marked.marks || jsonb_build_object(
    'topic_rev', (v_marked.clock).sales,
    'rows', logic.page_of(
      v_listed.listed, v_listed.fits,
      format(
        '(select logic.sale_header(s) || logic.goods_of(s) || logic.open_ends(s)%s from data.sales s where s.bar_id = %L and s.id = c.id)',
        case v_filters ->> 'payment' when 'to_confirm' then ' || logic.transfers_of(s)' end, v_desk.bar
      ), at, 'date', v_desk.bar
    ) || jsonb_build_object('filters', jsonb_strip_nulls(v_filters)) || (
      select jsonb_build_object('time_zone', b.time_zone, 'closing_hour', b.closing_hour)
      from data.bars b
      where b.id = v_desk.bar
    )
  );
end
$$;

-- Answers `api.sale`.
create function logic.answer_sale(till_token text, sale uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_sale data.sales := logic.sale_of(v_desk.bar, answer_sale.sale);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).sales, 'rows', logic.sale_whole(v_sale, now()));
end
$$;

-- Answers `api.sale_by_ticket`. The number of a ticket begins with the code of its till; of two that share one, after a till lost its ledger,
-- the newer is meant.
create function logic.answer_sale_by_ticket(till_token text, ticket text) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_sale data.sales;
begin
  select s.* into v_sale
  from data.tills t
  join data.sales s on s.till_id = t.id and s.bar_id = t.bar_id and s.ticket = answer_sale_by_ticket.ticket
  where t.bar_id = v_desk.bar and t.code = split_part(answer_sale_by_ticket.ticket, '-', 1)
  order by s.created_at desc, s.id desc
  limit 1;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'ticket', 'id', left(answer_sale_by_ticket.ticket, 24)));
  end if;
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).sales, 'rows', logic.sale_whole(v_sale, now()));
end
$$;

grant execute on function
  logic.sales_listed(uuid, jsonb), logic.fits_of(uuid, text, text), logic.sale_header(data.sales),
  logic.goods_of(data.sales), logic.open_ends(data.sales), logic.transfers_of(data.sales), logic.sale_whole(data.sales, timestamptz), logic.answer_sales_page(text, jsonb, jsonb), logic.answer_sale(text, uuid),
  logic.answer_sale_by_ticket(text, text)
to bartender_api;
