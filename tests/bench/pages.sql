-- One bar with a long past: so many sales, 300 a day up to yesterday, as they would be had they been sold. For measures only: they are written
-- directly, by a superuser whose session does not fire triggers.

create or replace function bench.load_pages(bar integer, many integer) returns void
language plpgsql as $$
declare
  v_bar uuid := bench.id(1, bar);
begin
  -- Product 99 was sold ten times in all, product 98 in the first hundredth of the past only.
  create temp table past on commit drop as
  select n as no, bench.id(7, bar * 10000000::bigint + n) as sale, d.day, d.day + time '18:00' + n % 300 * interval '100 seconds' as moment,
    bench.id(2, bar * 10 + 1 + n % 4) as member,
    case when n % 200 = 7 then 'rejected' when n % 1000 = 8 then 'cancelled' when n > many - 20 then 'pending' else 'validated' end as status,
    case when n % 10 = 3 then 'mobile_money' when n % 1000 = 4 then 'card' else 'cash' end as method
  from generate_series(1, many) n
  cross join lateral (select current_date - 1 - (many - n) / 300) d (day);
  create temp table goods on commit drop as
  select b.no, l.place, p.id as product, p.name, p.price_minor as price
  from past b
  cross join lateral generate_series(1, 1 + b.no % 3) l (place)
  join data.bar_products p on p.bar_id = v_bar and p.id = bench.id(4, bar * 1000 + case
    when l.place = 1 and b.no % (many / 10) = 5 then 99
    when l.place = 1 and b.no <= many / 100 then 98
    else (b.no * 7 + l.place * 13) % 97
  end);
  analyze past;
  insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, status, door, business_date, total_minor, rev,
    created_at, claimed_at, booked_at, methods)
  select v_bar, b.sale, b.sale, bench.id(5, bar * 1000), 'B1-' || lpad(b.no::text, 6, '0'), b.member, b.member, b.status, 'counter',
    b.day, t.total, b.no, b.moment, b.moment, b.moment, logic.method_bit(b.method)
  from past b
  join (select g.no, sum(g.price) as total from goods g group by g.no) t using (no)
  order by b.no;
  insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty, business_date, methods)
  select v_bar, b.sale, g.place, g.product, g.name, 330, g.price, 1, b.day, logic.method_bit(b.method)
  from goods g
  join past b using (no)
  order by b.no, g.place;
  insert into data.payments (bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor, operator, state,
    business_date)
  select v_bar, s.id, 1, b.method, s.total_minor, case when b.method = 'cash' then s.total_minor end,
    case when b.method = 'cash' then 0 end, case when b.method = 'cash' then 0 end,
    case when b.method = 'mobile_money' then 'MTN MoMo' end, 'settled', b.day
  from past b
  join data.sales s on s.bar_id = v_bar and s.id = b.sale
  order by b.no;
  -- One sale in 500 had something that came back.
  insert into data.returns (bar_id, id, command_id, sale_id, position, product_id, qty, amount_minor, reason, is_refunded, restocks, state,
    business_date, created_by, created_at)
  select v_bar, b.sale, b.sale, b.sale, 1, g.product, 1, g.price, 'defective', true, false, 'approved', b.day, b.member, b.moment
  from past b
  join goods g on g.no = b.no and g.place = 1
  where b.no % 500 = 1 and b.status = 'validated';
end
$$;
