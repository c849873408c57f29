"""Pages follow their indexes on 100,000 sales: none reads a whole table, and none sorts what it reads."""

from __future__ import annotations

import re

import asyncpg
import pytest

from tests.sql.support import Answer, Scene, call, new_uuid

PAST = """
set session_replication_role = replica;
create temp table past as
select b.bar, gen_random_uuid() as id, n, b.seller, date '2026-01-01' + (n / 300)::integer as day,
  case when n % 100 = 1 then 'rejected' when n % 1000 = 2 then 'pending' else 'validated' end as status,
  case when n % 10 = 3 then 'mobile_money' else 'cash' end as method,
  case when n % 50 = 7 then b.rare else b.common end as product
from (values ('{bar}'::uuid, '{seller}'::uuid, '{rare}'::uuid, '{common}'::uuid),
  (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid())) b (bar, seller, rare, common),
  generate_series(1, 50000) n;
insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, status, door, business_date,
  total_minor, rev, created_at, claimed_at, booked_at, methods)
select bar, id, id, '{till}', 'C1-' || lpad(n::text, 6, '0'), case when n % 4 = 0 then seller end, null, status,
  'counter', day, 500, n, day + time '20:00', day + time '20:00', day + time '20:00', logic.method_bit(method)
from past;
insert into data.sale_items (bar_id, sale_id, position, product_id, name, price_minor, qty, business_date, methods)
select bar, id, 1, product, 'x', 500, 1, day, logic.method_bit(method) from past;
insert into data.payments (bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor,
  operator, state, business_date)
select bar, id, 1, method, 500, case method when 'cash' then 500 end, case method when 'cash' then 0 end,
  case method when 'cash' then 0 end, case method when 'mobile_money' then 'MTN MoMo' end, 'settled', day from past;
insert into data.returns (bar_id, id, command_id, sale_id, position, product_id, qty, amount_minor, reason, is_refunded,
  restocks, state, business_date, created_at)
select bar, id, id, id, 1, product, 1, 500, 'defective', true, false, 'approved', day, day + time '21:00'
from past where n % 5 = 0;
set session_replication_role = origin;
analyze
"""
EXPLAIN = """
load 'auto_explain';
set auto_explain.log_min_duration = 0;
set auto_explain.log_nested_statements = on;
set auto_explain.log_level = 'notice'
"""


async def plans_of(scene: Scene, filters: Answer, at: Answer, name: str = "sales_page") -> str:
    """Return the plans of what finds the page and of what counts the list."""
    told: list[str] = []

    def listen(connection: object, message: asyncpg.PostgresLogMessage) -> None:
        told.append(str(message.message))

    await scene.owner.execute(EXPLAIN)
    scene.owner.add_log_listener(listen)
    answer = await call(scene.owner, name, scene.bar.till.token, filters, at)
    scene.owner.remove_log_listener(listen)
    assert answer["rows"]["items"], filters
    plans = [text for text in told if "limit 51" in text or "limit 10001" in text]
    assert len(plans) >= 2
    return "\n".join(plan.partition("\n")[2] for plan in plans)


@pytest.fixture
async def past(own_scene: Scene) -> Scene:
    """A bar with 50,000 sales beside another with as many."""
    bar = own_scene.bar
    text = PAST.format(
        bar=bar.id,
        seller=bar.people["Afi"],
        rare=bar.products[1].id,
        common=bar.products[0].id,
        till=bar.till.id,
    )
    await own_scene.owner.execute(text, timeout=120)
    return own_scene


async def test_every_page_of_sales_follows_its_index(past: Scene) -> None:
    bar = past.bar
    expected: list[tuple[Answer, str]] = [
        ({}, "idx_sales_bar_business_date"),
        ({}, "idx_sales_bar_status"),
        ({"from": "2026-02-01", "to": "2026-02-03"}, "idx_sales_bar_business_date"),
        ({"status": "validated"}, "idx_sales_bar_business_date"),
        ({"status": "rejected"}, "idx_sales_bar_status"),
        ({"seller": bar.people["Afi"]}, "idx_sales_sold_by"),
        ({"product": bar.products[1].id}, "idx_sale_items_product"),
        ({"product": bar.products[0].id, "status": "validated"}, "idx_sale_items_product"),
        ({"method": "mobile_money"}, "idx_payments_method"),
        ({"method": "cash"}, "idx_sales_bar_business_date"),
    ]
    key = ["2026-04-01", new_uuid()]
    places: list[Answer] = [
        {"to": "first"},
        {"to": "last"},
        {"to": "next", "key": key},
        {"to": "previous", "key": key},
        {"to": "date", "date": "2026-03-01"},
    ]
    for filters, index in expected:
        for at in places if "from" not in filters else places[:2]:
            plans = await plans_of(past, filters, at)
            assert index in plans, (filters, at, plans)
            assert "Seq Scan" not in plans, (filters, at, plans)
            assert "->  Sort " not in plans, (filters, at, plans)


LOOKS = "select sum(idx_tup_fetch) from pg_stat_user_tables where relname in ('sales', 'payments')"
FLUSH = "select pg_stat_force_next_flush()"


async def test_what_filters_leave_together_is_counted_by_the_indexes_alone(past: Scene) -> None:
    """By what a list is found by, its methods and a seller's status: no sale, no payment is looked up to be counted."""
    await past.owner.execute("checkpoint")  # what is not on disk yet is not known to be there for everybody
    await past.owner.execute("vacuum data.sales, data.sale_items")
    seller: Answer = {"seller": past.bar.people["Afi"]}
    cash, validated = {"method": "cash"}, {"status": "validated"}
    expected: list[tuple[Answer, str]] = [
        (cash, "idx_sales_bar_business_date"),
        (cash | validated, "idx_sales_bar_business_date"),
        (cash | {"status": "rejected"}, "idx_sales_bar_status"),
        (cash | seller | validated, "idx_sales_sold_by"),
        (seller | validated, "idx_sales_sold_by"),
        (cash | {"product": past.bar.products[1].id}, "idx_sale_items_product"),
    ]
    for filters, index in expected:
        for statement in (FLUSH, "select pg_stat_reset()"):
            await past.owner.execute(statement)
        plans = await plans_of(past, filters, {"to": "first"})
        await past.owner.execute(FLUSH)

        assert re.search(f"Index Only Scan (Backward )?using {index}", plans), (filters, plans)
        assert await past.owner.fetchval(LOOKS) < 400, filters  # those that are shown, and their payments


async def test_a_page_of_returns_follows_its_index(past: Scene) -> None:
    for at in ({"to": "first"}, {"to": "last"}, {"to": "next", "key": ["2026-03-01", new_uuid()]}):
        plans = await plans_of(past, {}, at, "returns_page")
        assert "idx_returns_bar_business_date" in plans
        assert "Seq Scan" not in plans
        assert "Incremental Sort" in plans  # of one day's only
        assert "->  Sort " not in plans


async def test_what_came_back_of_a_line_is_found_by_its_index(past: Scene) -> None:
    sale = await past.owner.fetchval(
        "select sale_id from data.returns where bar_id = $1 limit 1", past.bar.id
    )
    product = past.bar.products[0].id
    rows = await past.owner.fetch(
        f"explain select * from data.returns where sale_id = '{sale}' and product_id = '{product}'"
        " and state in ('approved', 'restocked')"
    )

    assert "idx_returns_sale" in "".join(row[0] for row in rows)
