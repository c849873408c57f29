-- Figures that are added up ahead of time, so that a year costs no more than a day. What changed since they were added up is read live: they
-- say what the dashboard and `logic.net_revenue` say, at any moment. Those that cannot be live tell how old they are.

-- Returns when a job was last done, and how many seconds ago.
create function logic.age_of(job text) returns jsonb
language plpgsql stable
as $$
declare
  v_at timestamptz := logic.refreshed_at(job);
begin
  return jsonb_build_object(
    'refreshed_at', logic.utc_text(v_at), 'age_s', case when v_at is not null then greatest(0, floor(extract(epoch from now() - v_at)))::bigint end
  );
end
$$;

-- Returns a row for each business day from `first` to `last`, and whether it was read live.
create function logic.trend(bar uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
declare
  v_live date[] := logic.live_days(bar, 'daily_sales_summary', first, last);
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'day', d.day, 'sales', coalesce(n.sales, a.sales, 0), 'gross', coalesce(n.gross_minor, a.gross_minor, 0),
      'returned', coalesce(n.returned_minor, a.returned_minor, 0), 'net', coalesce(n.net_minor, a.net_minor, 0), 'live', d.is_live
    ) order by d.day)
    from (
      select g.day::date as day, g.day::date = any (v_live) as is_live
      from generate_series(trend.first::timestamp, trend.last::timestamp, '1 day') g (day)
    ) d
    left join logic.daily_sales_summary a on a.bar_id = trend.bar and a.business_date = d.day and not d.is_live
    left join (
      -- One look for each run of days that follow each other.
      select r.*
      from (
        select min(l.day) as first, max(l.day) as last
        from (select u.day, u.day - row_number() over (order by u.day)::integer as run from unnest(v_live) u (day)) l
        group by l.run
      ) x
      cross join lateral logic.net_revenue(trend.bar, x.first, x.last) r
    ) n on n.business_date = d.day
  );
end
$$;

-- Answers `api.trend`. A manager's session.
create function logic.answer_trend(till_token text, session uuid, first date, last date) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager'), logic.need_span(first, last);
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).sales, 'rows', jsonb_build_object(
    'first', first, 'last', last, 'days', logic.trend(v_desk.bar, first, last)
  ) || logic.age_of('daily_sales_summary'));
end
$$;

-- Returns what each product earned in a period that is over and in which nothing changed since it was added up; else the same live.
create function logic.top_products(bar uuid, period text, first date, last date)
returns table (product uuid, qty bigint, net bigint, is_live boolean)
language plpgsql stable
as $$
declare
  v_is_live boolean := cardinality(logic.live_days(bar, 'top_products', first, last)) > 0;
begin
  if v_is_live then
    return query
      select p.product, p.qty, p.gross - p.returned, true from logic.sold_products(bar, first, last) p;
  else
    return query
      select t.product_id, t.net_qty, t.net_minor, false
      from data.top_products_by_period t
      where t.bar_id = top_products.bar and t.period = top_products.period and t.starts_on = top_products.first;
  end if;
end
$$;

-- Answers `api.top_products`: the 50 products that earned most on the business day, or in the month that it is in. A manager's session.
create function logic.answer_top_products(till_token text, session uuid, period text, day date) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_bad text := case
    when coalesce(period, '') not in ('day', 'month') then 'period'
    when day is null or day not between '1900-01-01' and '2999-12-31' then 'day'
  end;
  v_first date;
  v_last date;
begin
  perform logic.need_reader(v_desk, session, 'manager');
  if v_bad is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_bad));
  end if;
  v_first := case period when 'day' then day else date_trunc('month', day) end;
  v_last := case period when 'day' then day else v_first + interval '1 month' - interval '1 day' end;
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).sales, 'rows', jsonb_build_object(
    'period', period, 'first', v_first, 'last', v_last
  ) || (
    select jsonb_build_object(
      'live', coalesce(bool_or(t.is_live), false), 'products', count(*), 'more', count(*) > 50,
      'rows', coalesce(jsonb_agg(jsonb_build_object('product', t.product, 'qty', t.qty, 'net', t.net) order by t.place)
        filter (where t.place <= 50), '[]')
    )
    from (
      select p.*, row_number() over (order by p.net desc, p.qty desc, p.product) as place
      from logic.top_products(v_desk.bar, period, v_first, v_last) p
    ) t
  ));
end
$$;

-- Answers `api.product_stats`: what each product has earned since it was first sold, as old as it says. A manager's session.
create function logic.answer_product_stats(till_token text, session uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager');
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).catalog, 'rows', jsonb_build_object('products', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'product', p.product_id, 'sales', p.sales, 'sold', p.sold, 'came_back', p.returned, 'gross', p.gross_minor,
      'returned', p.returned_minor, 'net', p.net_minor, 'net_qty_30', p.net_qty_30, 'net_30', p.net_minor_30,
      'first_sold_on', p.first_sold_on, 'last_sold_on', p.last_sold_on
    ) order by p.net_minor desc, p.product_id), '[]')
    from logic.product_sales_stats p
    where p.bar_id = v_desk.bar
  )) || logic.age_of('product_sales_stats'));
end
$$;

-- Tells whether nobody but the member and whoever runs the site has given the member a PIN here since the latter last did. An owner may give
-- another one a PIN and be them at this bar; not so at the others that they own.
create function logic.has_own_pin(bar uuid, member uuid) returns boolean
language plpgsql stable
as $$
begin
  return (
    select coalesce(max(a.id) filter (where a.action in ('add_member', 'set_pin')), 0)
      > coalesce(max(a.id) filter (where a.action in ('create_member', 'reset_pin') and a.actor <> has_own_pin.member::text), 0)
    from data.audit_log a
    where a.subject = has_own_pin.member and a.bar_id = has_own_pin.bar
  );
end
$$;

-- Answers `api.my_bars`: the bars of which the session's person is an owner, as old as it says. Whose PIN here somebody else has given sees this
-- bar at most. A manager's session.
create function logic.answer_my_bars(till_token text, session uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_owner uuid;
  v_is_own boolean;
  v_seen text;
  v_bars jsonb;
begin
  perform logic.need_reader(v_desk, session, 'manager');
  select s.user_id into v_owner
  from data.sessions s
  where s.bar_id = v_desk.bar and s.id = answer_my_bars.session;
  v_is_own := logic.has_own_pin(v_desk.bar, v_owner);
  v_seen := set_config('bartender.owner', v_owner::text, true);
  select coalesce(jsonb_agg(jsonb_build_object(
    'bar', b.bar_id, 'name', b.name, 'currency', b.currency, 'is_active', b.is_active, 'operating_mode', b.operating_mode,
    'people', b.people, 'tills', b.tills, 'products', b.products, 'short_products', b.short_products, 'sales', b.sales,
    'gross', b.gross_minor, 'returned', b.returned_minor, 'net', b.net_minor, 'net_30', b.net_minor_30,
    'last_business_date', b.last_business_date
  ) order by b.name, b.bar_id), '[]') into v_bars
  from logic.owned_bars b
  where v_is_own or b.bar_id = v_desk.bar;
  v_seen := set_config('bartender.owner', '', true);
  return v_marked.marks || jsonb_build_object(
    'topic_rev', (v_marked.clock).settings, 'rows', jsonb_build_object('bars', v_bars) || logic.age_of('bars_with_stats')
  );
end
$$;

grant execute on function
  logic.age_of(text), logic.trend(uuid, date, date), logic.answer_trend(text, uuid, date, date),
  logic.top_products(uuid, text, date, date), logic.answer_top_products(text, uuid, text, date), logic.answer_product_stats(text, uuid),
  logic.has_own_pin(uuid, uuid), logic.answer_my_bars(text, uuid)
to bartender_api;
