-- A hundred bars with a million sales between them, as a month of trade leaves them. For measures only: past sales are written directly, by a
-- superuser whose session does not fire triggers; bars, people, products and tills are made by the functions that make real ones.

create schema if not exists bench;

-- Returns the id of a thing: `kind` tells bars from sales, `place` is its number. Ids of past things sort before those made today.
create or replace function bench.id(kind integer, place bigint) returns uuid
language sql immutable
return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(place), 12, '0'))::uuid;

-- Makes one bar: 4 people, 100 products, the till B1 of its past and two sets of tills (C for api.submit, P for the plain function), each
-- with a session that is alive. A till's token is the hash of its id.
create or replace function bench.make_bar(n integer, tills integer) returns void
language plpgsql as $$
declare
  v_bar uuid := bench.id(1, n);
  v_till record;
begin
  perform logic.create_bar(v_bar, 'Bar ' || n);
  perform logic.add_member(v_bar, bench.id(2, n * 10 + m), 'Person ' || m, 'seller', repeat('00', 16), repeat('00', 32))
  from generate_series(1, 4) m;
  perform logic.add_category(v_bar, bench.id(3, n), 'Bières', 'beer', 'amber', 1);
  perform logic.add_product(
    v_bar, bench.id(4, n * 1000 + p), bench.id(3, n), 'Produit ' || p, 330, 300 + p % 20 * 100, 1000000, place => p)
  from generate_series(0, 99) p;
  for v_till in
    select bench.id(5, n * 1000 + t) as id, case when t = 0 then 'B1' when t <= tills then 'C' || t else 'P' || (t - tills) end as code
    from generate_series(0, 2 * tills) t
  loop
    perform logic.create_till(v_bar, v_till.id, v_till.code, 'Till ' || v_till.code,
      encode(sha256(convert_to(encode(sha256(convert_to(v_till.id::text, 'UTF8')), 'hex'), 'UTF8')), 'hex'));
  end loop;
  insert into data.sessions (bar_id, id, till_id, user_id, started_at, until_at)
  select v_bar, bench.id(6, n * 1000 + t), bench.id(5, n * 1000 + t), bench.id(2, n * 10 + 1 + t % 4), now() - interval '40 days',
    now() + interval '40 years'
  from generate_series(0, 2 * tills) t;
end
$$;

-- Writes the past of one bar: so many sales over the last 30 days, of 1 to 3 lines each, and the stock, clock and ledger that they leave.
create or replace function bench.load_past(n integer, many integer) returns void
language plpgsql as $$
declare
  v_bar uuid := bench.id(1, n);
  v_till uuid := bench.id(5, n * 1000);
  v_ledger uuid;
  v_rev bigint;
begin
  select t.ledger_id into v_ledger from data.tills t where t.bar_id = v_bar and t.id = v_till;
  select c.rev into v_rev from data.bar_clocks c where c.bar_id = v_bar;
  create temp table lines on commit drop as
  select s.no, l.place, p.id as product, p.name, p.volume_ml, p.price_minor as price, 1 + (s.no + l.place) % 2 as qty
  from generate_series(1, many) s (no)
  cross join lateral generate_series(1, 1 + s.no % 3) l (place)
  join data.bar_products p on p.bar_id = v_bar and p.id = bench.id(4, n * 1000 + (s.no * 7 + l.place * 13) % 100);
  create temp table past on commit drop as
  select l.no, bench.id(7, n * 100000::bigint + l.no) as sale, bench.id(8, n * 100000::bigint + l.no) as command,
    bench.id(2, n * 10 + 1 + l.no % 4) as member, now() - interval '30 days' * (many - l.no) / many as moment,
    'B1-' || lpad(l.no::text, 6, '0') as ticket, sum(l.price * l.qty)::bigint as total,
    jsonb_agg(jsonb_build_object('product', l.product, 'name', l.name, 'volume_ml', l.volume_ml, 'price', l.price, 'qty', l.qty)) as lines
  from lines l
  group by l.no
  order by l.no;
  insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, session_id, status, door, business_date, total_minor,
    rev, created_at, claimed_at, booked_at, methods)
  select v_bar, p.sale, p.command, v_till, p.ticket, p.member, p.member, bench.id(6, n * 1000), 'validated', 'counter',
    (p.moment - interval '5 hours')::date, p.total, v_rev + p.no, p.moment, p.moment, p.moment, 1
  from past p;
  insert into data.sale_items
  select v_bar, bench.id(7, n * 100000::bigint + l.no), l.place, l.product, l.name, l.volume_ml, l.price, l.qty,
    (p.moment - interval '5 hours')::date, 1
  from lines l
  join past p using (no);
  insert into data.payments (bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor, state,
    business_date)
  select v_bar, p.sale, 1, 'cash', p.total, p.total, 0, 0, 'settled', (p.moment - interval '5 hours')::date from past p;
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
  select v_bar, p.sale, 'sale', l.product, - l.qty, v_rev + p.no, p.moment from lines l join past p using (no);
  insert into data.commands (bar_id, till_id, ledger_id, no, id, is_first, kind, version, sha256, door, by_id, session_id, claimed_at, body,
    outcome, result, rev, at)
  select v_bar, v_till, v_ledger, p.no, p.command, true, 'record_sale', 1, sha256(convert_to(p.command::text, 'UTF8')), 'counter', p.member,
    bench.id(6, n * 1000), p.moment,
    jsonb_build_object('sale', p.sale, 'ticket', p.ticket, 'sold_by', p.member, 'total', p.total, 'lines', p.lines, 'payments',
      jsonb_build_array(jsonb_build_object('method', 'cash', 'amount', p.total, 'tendered', p.total, 'change', 0, 'owed', 0)),
      'override', false, 'overrides', null, 'supersedes', null),
    'done', jsonb_build_object('sale', p.sale, 'status', 'validated', 'business_date', (p.moment - interval '5 hours')::date, 'flags', '[]'::jsonb,
      'missing', '[]'::jsonb),
    v_rev + p.no, p.moment
  from past p;
  update data.bar_products b
  set stock = b.stock - l.qty, rev = v_rev + l.no
  from (select product, sum(qty) as qty, max(no) as no from lines group by product) l
  where b.bar_id = v_bar and b.id = l.product;
  update data.bar_clocks c set rev = v_rev + many, sales = c.sales + many where c.bar_id = v_bar;
  update data.ledgers k set last_no = many, last_ticket = many where k.bar_id = v_bar and k.id = v_ledger;
end
$$;

-- Takes away what measures have sold, so that each run finds the same million. The superuser's session fires no triggers.
create or replace function bench.forget() returns void
language plpgsql as $$
begin
  create temp table sold on commit drop as
  select s.bar_id, s.id from data.sales s join data.tills t on t.bar_id = s.bar_id and t.id = s.till_id where t.code <> 'B1';
  create index on sold (bar_id, id);
  update data.bar_products p
  set stock = p.stock - m.qty
  from (
    select m.bar_id, m.product_id, sum(m.qty) as qty
    from data.stock_movements m join sold s on s.bar_id = m.bar_id and s.id = m.source_id
    group by m.bar_id, m.product_id
  ) m
  where p.bar_id = m.bar_id and p.id = m.product_id;
  delete from data.sale_items x using sold s where x.bar_id = s.bar_id and x.sale_id = s.id;
  delete from data.payments x using sold s where x.bar_id = s.bar_id and x.sale_id = s.id;
  delete from data.stock_movements x using sold s where x.bar_id = s.bar_id and x.source_id = s.id;
  delete from data.sales x using sold s where x.bar_id = s.bar_id and x.id = s.id;
  delete from data.commands x using data.tills t where t.bar_id = x.bar_id and t.id = x.till_id and t.code <> 'B1';
  update data.ledgers k
  set last_no = 0, last_ticket = 0
  from data.tills t
  where t.bar_id = k.bar_id and t.id = k.till_id and t.code <> 'B1' and k.last_no > 0;
end
$$;
