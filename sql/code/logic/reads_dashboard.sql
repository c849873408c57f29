-- The figures of a day, or of up to a year of days. All are of validated sales and of the returns that net revenue knows
-- (`logic.net_revenue`); each of them adds up to it: hours and methods to what was sold, sellers and products to what remains.

-- Returns revenue, and how many sales.
create function logic.figures_of(bar uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
declare
  v_sales bigint;
  v_gross bigint;
  v_returned bigint;
  v_days jsonb;
begin
  select coalesce(sum(n.sales), 0), coalesce(sum(n.gross_minor), 0), coalesce(sum(n.returned_minor), 0), coalesce(jsonb_agg(
    jsonb_build_object('day', n.business_date, 'sales', n.sales, 'gross', n.gross_minor, 'returned', n.returned_minor, 'net', n.net_minor)
    order by n.business_date
  ), '[]')
  into v_sales, v_gross, v_returned, v_days
  from logic.net_revenue(bar, first, last) n;
  return jsonb_build_object(
    'sales', v_sales, 'gross', v_gross, 'returned', v_returned, 'net', v_gross - v_returned,
    'average', case when v_sales > 0 then round(v_gross::numeric / v_sales)::bigint end, 'days', v_days
  );
end
$$;

-- Returns what was sold in each hour of the bar's clock, in the order of a business day.
create function logic.figures_by_hour(bar uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
declare
  v_bar data.bars;
begin
  select * into v_bar from data.bars b where b.id = figures_by_hour.bar;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('hour', h.hour, 'sales', h.sales, 'gross', h.gross)
      order by (h.hour + 24 - v_bar.closing_hour) % 24), '[]')
    from (
      select extract(hour from s.created_at at time zone v_bar.time_zone)::integer, count(*), sum(s.total_minor)
      from data.sales s
      where s.bar_id = figures_by_hour.bar and s.status = 'validated'
        and s.business_date between figures_by_hour.first and figures_by_hour.last
      group by 1
    ) h (hour, sales, gross)
  );
end
$$;

-- Returns what was paid by each method, and how much of it has yet to be confirmed or did not arrive.
create function logic.figures_by_method(bar uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'method', m.method, 'payments', m.payments, 'amount', m.amount, 'to_confirm', m.to_confirm, 'failed', m.failed) order by m.method), '[]')
    from (
      select p.method, count(*), sum(p.amount_minor), coalesce(sum(p.amount_minor) filter (where p.state = 'to_confirm'), 0),
        coalesce(sum(p.amount_minor) filter (where p.state = 'failed'), 0)
      from data.sales s
      join data.payments p on p.bar_id = s.bar_id and p.sale_id = s.id
      where s.bar_id = figures_by_method.bar and s.status = 'validated'
        and s.business_date between figures_by_method.first and figures_by_method.last
      group by p.method
    ) m (method, payments, amount, to_confirm, failed)
  );
end
$$;

-- Returns what each seller sold, and what of it came back: a return is its sale's seller's, on its own day.
create function logic.figures_by_seller(bar uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'seller', t.seller, 'sales', t.sales, 'gross', t.gross, 'returned', t.returned, 'net', t.gross - t.returned
    ) order by t.gross - t.returned desc, t.seller), '[]')
    from (
      select d.seller, sum(d.sales)::bigint, sum(d.gross)::bigint, sum(d.returned)::bigint
      from (
        select s.sold_by, count(*), sum(s.total_minor), 0
        from data.sales s
        where s.bar_id = figures_by_seller.bar and s.status = 'validated'
          and s.business_date between figures_by_seller.first and figures_by_seller.last
        group by s.sold_by
        union all
        select s.sold_by, 0, 0, sum(r.amount_minor)
        from data.returns r
        join data.sales s on s.bar_id = r.bar_id and s.id = r.sale_id
        where r.bar_id = figures_by_seller.bar and r.state in ('approved', 'restocked') and (r.is_refunded or r.reason = 'exchange')
          and r.business_date between figures_by_seller.first and figures_by_seller.last
        group by s.sold_by
      ) d (seller, sales, gross, returned)
      group by d.seller
    ) t (seller, sales, gross, returned)
  );
end
$$;

-- Returns what each product earned, less what came back: pieces and money.
create function logic.sold_products(bar uuid, first date, last date)
returns table (product uuid, qty bigint, gross bigint, returned bigint)
language plpgsql stable
as $$
begin
  return query
    select d.product, sum(d.qty)::bigint, sum(d.gross)::bigint, sum(d.returned)::bigint
    from (
      select i.product_id, sum(i.qty), sum(i.price_minor * i.qty), 0
      from data.sales s
      join data.sale_items i on i.bar_id = s.bar_id and i.sale_id = s.id
      where s.bar_id = sold_products.bar and s.status = 'validated'
        and s.business_date between sold_products.first and sold_products.last
      group by i.product_id
      union all
      select r.product_id, - sum(r.qty), 0, sum(r.amount_minor)
      from data.returns r
      where r.bar_id = sold_products.bar and r.state in ('approved', 'restocked') and (r.is_refunded or r.reason = 'exchange')
        and r.business_date between sold_products.first and sold_products.last
      group by r.product_id
    ) d (product, qty, gross, returned)
    group by d.product;
end
$$;

-- Returns the 50 products that earned most, and how many products there were in all.
create function logic.figures_by_product(bar uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'products', count(*), 'more', count(*) > 50,
      'rows', coalesce(jsonb_agg(jsonb_build_object(
        'product', t.product, 'qty', t.qty, 'gross', t.gross, 'returned', t.returned, 'net', t.gross - t.returned) order by t.place
      ) filter (where t.place <= 50), '[]')
    )
    from (
      select p.*, row_number() over (order by p.gross - p.returned desc, p.qty desc, p.product) as place
      from logic.sold_products(bar, first, last) p
    ) t
  );
end
$$;

-- Returns what waits for somebody now, whatever the days asked for.
create function logic.figures_of_now(bar uuid, now_at timestamptz) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'low_stock', (
      select jsonb_build_object('products', count(*), 'more', count(*) > 50, 'rows', coalesce(jsonb_agg(jsonb_build_object(
        'product', l.id, 'stock', l.stock, 'reserved', l.reserved, 'alert_threshold', l.alert_threshold) order by l.place
      ) filter (where l.place <= 50), '[]'))
      from (
        select p.id, p.stock, p.reserved, p.alert_threshold, row_number() over (order by p.stock - p.reserved, p.id) as place
        from data.bar_products p
        where p.bar_id = figures_of_now.bar and p.is_active and p.stock - p.reserved <= p.alert_threshold
      ) l
    ),
    'pending', (
      select jsonb_build_object('sales', count(*), 'amount', coalesce(sum(s.total_minor), 0))
      from data.sales s
      where s.bar_id = figures_of_now.bar and s.status = 'pending'
    ),
    'returns_pending', (select count(*) from data.returns r where r.bar_id = figures_of_now.bar and r.state = 'pending'),
    'discrepancies_open', (select count(*) from data.discrepancies d where d.bar_id = figures_of_now.bar and d.state = 'open'),
    'to_confirm', (
      select jsonb_build_object('payments', count(*), 'amount', coalesce(sum(p.amount_minor), 0))
      from data.payments p
      where p.bar_id = figures_of_now.bar and p.state = 'to_confirm'
    ),
    'consignments_ending', (
      select jsonb_build_object('consignments', count(*), 'bottles', coalesce(sum(k.qty), 0))
      from data.consignments k
      where k.bar_id = figures_of_now.bar and k.state = 'active'
        and k.expires_at between figures_of_now.now_at and figures_of_now.now_at + interval '48 hours'
    ),
    'change_owed', (
      select jsonb_build_object('credits', count(*), 'amount', coalesce(sum(g.amount_minor), 0))
      from data.change_credits g
      where g.bar_id = figures_of_now.bar and g.redeemed_at is null
    )
  );
end
$$;

-- Refuses what is not a span of at most 367 days.
create function logic.need_span(first date, last date) returns void
language plpgsql immutable
as $$
declare
  v_bad text := case
    when first is null or not isfinite(first) then 'first'
    when last is null or not isfinite(last) or last < first or last - first > 366 then 'last'
  end;
begin
  if v_bad is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_bad));
  end if;
end
$$;

-- Answers `api.dashboard`. A manager's session.
create function logic.answer_dashboard(till_token text, session uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager'), logic.need_span(first, last);
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).sales, 'rows', jsonb_build_object(
    'first', first, 'last', last, 'revenue', logic.figures_of(v_desk.bar, first, last),
    'hours', logic.figures_by_hour(v_desk.bar, first, last), 'methods', logic.figures_by_method(v_desk.bar, first, last),
    'sellers', logic.figures_by_seller(v_desk.bar, first, last), 'products', logic.figures_by_product(v_desk.bar, first, last),
    'now', logic.figures_of_now(v_desk.bar, now())
  ));
end
$$;

grant execute on function
  logic.figures_of(uuid, date, date), logic.figures_by_hour(uuid, date, date), logic.figures_by_method(uuid, date, date),
  logic.figures_by_seller(uuid, date, date), logic.sold_products(uuid, date, date), logic.figures_by_product(uuid, date, date), logic.figures_of_now(uuid, timestamptz),
  logic.need_span(date, date), logic.answer_dashboard(text, uuid, date, date)
to bartender_api;
