"""What the tables keep by themselves: no direct change of stock, no rewritten past, indexes that are there and used."""

from __future__ import annotations

import json
import re

import asyncpg
import pytest

from tests.sql.support import Scene, make_bar, new_uuid, selling, until


@pytest.mark.parametrize(
    "change",
    ["stock = stock + 1", "reserved = 1", "price_minor = 5", "is_active = false", "stock = 9, rev = rev + 1"],
)
async def test_stock_and_price_cannot_be_changed_directly(scene: Scene, change: str) -> None:
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute(f"update data.bar_products set {change} where bar_id = $1", scene.bar.id)


async def test_under_the_lock_a_change_still_needs_a_new_revision(scene: Scene) -> None:
    async with scene.owner.transaction():
        await scene.owner.execute("select logic.lock_bar($1)", scene.bar.id)
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
            async with scene.owner.transaction():
                await scene.owner.execute(
                    "update data.bar_products set stock = 1 where bar_id = $1", scene.bar.id
                )


async def test_a_product_does_not_begin_with_stock(scene: Scene) -> None:
    async with scene.owner.transaction():
        await scene.owner.execute("select logic.lock_bar($1)", scene.bar.id)
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
            async with scene.owner.transaction():
                await scene.owner.execute(
                    "insert into data.bar_products (bar_id, id, name, price_minor, stock, rev)"
                    " values ($1, $2, 'x', 1, 5, 99)",
                    scene.bar.id,
                    new_uuid(),
                )


@pytest.mark.parametrize(
    "statement",
    [
        "update data.stock_movements set qty = 1",
        "delete from data.stock_movements",
        "update data.sale_items set qty = 1",
        "delete from data.sale_items",
        "delete from data.commands",
        "delete from data.bar_products",
        "delete from data.sales",
        "delete from data.payments",
        "update data.audit_log set action = 'x'",
    ],
)
async def test_the_past_is_not_rewritten(scene: Scene, statement: str) -> None:
    await scene.submit(selling(scene.bar, 1, (0, 1)))
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute(statement)


async def test_stock_never_falls_below_zero(scene: Scene) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await scene.owner.execute(
            "select logic.adjust_stock($1, $2, -11)", scene.bar.id, scene.bar.products[0].id
        )

    assert await scene.stock(0) == 10


async def test_check_stock_finds_a_product_that_is_not_the_sum_of_its_movements(own_scene: Scene) -> None:
    await own_scene.owner.execute("set session_replication_role = replica")
    await own_scene.owner.execute(
        "update data.bar_products set stock = 7 where id = $1", own_scene.bar.products[0].id
    )
    rows = await own_scene.owner.fetch("select * from jobs.check_stock()")

    assert [(str(row["bar"]), str(row["product"]), row["stock"], row["moved"]) for row in rows] == [
        (own_scene.bar.id, own_scene.bar.products[0].id, 7, 10)
    ]


async def test_check_sums_finds_a_sale_that_does_not_add_up(own_scene: Scene) -> None:
    await own_scene.submit(selling(own_scene.bar, 1, (0, 1)))
    await own_scene.owner.execute("set session_replication_role = replica")
    await own_scene.owner.execute("update data.sales set total_minor = 501")
    rows = await own_scene.owner.fetch("select total, lines, paid from jobs.check_sums()")

    assert [tuple(row) for row in rows] == [(501, 500, 500)]


async def test_every_table_has_forced_row_security_and_the_owner_s_policy(scene: Scene) -> None:
    rows = await scene.owner.fetch(
        """
        select c.relname, c.relrowsecurity and c.relforcerowsecurity as is_forced,
          exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = 'owner') as has_owner
        from pg_catalog.pg_class c where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p')
        """
    )

    assert [row["relname"] for row in rows if not (row["is_forced"] and row["has_owner"])] == []
    assert len(rows) >= 24


async def test_every_foreign_key_says_what_happens_on_delete_and_has_an_index(scene: Scene) -> None:
    rows = await scene.owner.fetch(
        r"""
        select k.conrelid::regclass::text as at, k.conname, k.confdeltype = 'a' as says_nothing,
          exists (
            select from pg_catalog.pg_index i, lateral (select array(select unnest(i.indkey::int2[])) as columns) x
            where i.indrelid = k.conrelid
              and coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$', true)
              and ((i.indisunique and k.conkey @> x.columns) or x.columns[1:cardinality(k.conkey)] @> k.conkey)
          ) as has_index
        from pg_catalog.pg_constraint k where k.contype = 'f' and k.connamespace = 'data'::regnamespace
        """
    )

    assert [(row["at"], row["conname"]) for row in rows if row["says_nothing"]] == []
    assert [(row["at"], row["conname"]) for row in rows if not row["has_index"]] == []


async def test_a_sale_changes_its_product_in_place(own_scene: Scene) -> None:
    """No index holds a column that a sale changes: all its updates are heap-only."""
    connection = own_scene.owner
    await connection.execute("select pg_catalog.pg_stat_reset()")
    await connection.execute(
        "select logic.adjust_stock($1, $2, 500)", own_scene.bar.id, own_scene.bar.products[0].id
    )
    for start in range(1, 201, 50):
        await own_scene.submit(*[selling(own_scene.bar, no, (0, 1)) for no in range(start, start + 50)])
    await own_scene.till_connection.close()  # which reports its statistics
    own_scene.till_connection = await own_scene.another_connection()
    await until(connection, f"select n_tup_upd >= 200 from {CHANGES}")

    assert await connection.fetchval(f"select n_tup_hot_upd > 0.9 * n_tup_upd from {CHANGES}")


CHANGES = "pg_catalog.pg_stat_all_tables where relid = 'data.bar_products'::regclass"

PAST = """
set session_replication_role = replica;
insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, status, door, business_date,
  total_minor, rev, created_at, claimed_at, booked_at)
select b.bar, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'C1-000001', gen_random_uuid(),
  gen_random_uuid(), 'validated', 'counter', current_date - (n / 40)::integer, 500, n + 1,
  now() - n * interval '36 minutes', now(), now()
from (select '{bar}'::uuid as bar union all select gen_random_uuid() from generate_series(1, 9)) b,
  generate_series(1, 10000) n;
insert into data.commands (bar_id, till_id, ledger_id, no, id, is_first, kind, version, sha256, door, outcome, rev, at)
select bar_id, till_id, '{ledger}', rev, id, true, 'record_sale', 1, sha256('x'), 'counter', 'done', rev, now()
from data.sales;
set session_replication_role = origin;
analyze;
"""


async def plan_of(scene: Scene, query: str) -> set[str]:
    """Return the names of the indexes that a query uses."""
    text = await scene.owner.fetchval(f"explain (format json) {query}", timeout=60)
    return set(re.findall(r'"Index Name": "(\w+)"', json.dumps(json.loads(text)).replace('\\"', '"')))


async def test_the_indexes_of_the_hot_paths_are_used_on_a_hundred_thousand_sales(own_scene: Scene) -> None:
    bar = own_scene.bar
    await own_scene.owner.execute(PAST.format(bar=bar.id, ledger=bar.till.ledger), timeout=120)
    for _ in range(8):  # other bars, so that a bar is a small part of the table
        await make_bar(own_scene.owner, tills=0)
    await own_scene.owner.execute(
        """
        set session_replication_role = replica;
        insert into data.bar_products (bar_id, id, name, price_minor, rev)
        select gen_random_uuid(), gen_random_uuid(), 'x', 1, 1 from generate_series(1, 20000);
        insert into data.bar_products (bar_id, id, name, price_minor, rev, is_active)
        select id, gen_random_uuid(), 'x', 1, 1, false from data.bars, generate_series(1, 400);
        insert into data.bar_members (bar_id, user_id, role, salt, verifier)
        select gen_random_uuid(), gen_random_uuid(), 'seller', sha256('x'), sha256('x') from generate_series(1, 20000);
        set session_replication_role = origin; analyze
        """
    )
    mine = f"where bar_id = '{bar.id}'"
    ledger = f"till_id = '{bar.till.id}' and ledger_id = '{bar.till.ledger}'"
    expected = {
        "idx_sales_bar_business_date": f"data.sales {mine} and status = 'validated' and business_date = 'yesterday'",
        "idx_sales_bar_created": f"data.sales {mine} and created_at > now() - interval '1 hour'",
        "idx_bar_products_bar_stock": f"data.bar_products {mine} and is_active",
        "idx_bar_members_user_active": f"data.bar_members where user_id = '{bar.people['Afi']}' and is_active",
        "idx_commands_rev": f"data.commands {mine} and rev > 9990",
        "idx_commands_id": f"data.commands {mine} and id = '{new_uuid()}' and is_first",
        "idx_commands_refused": f"data.commands {mine} and {ledger} and no > 9900 and outcome = 'refused'",
    }
    for index, query in expected.items():
        assert index in await plan_of(own_scene, f"select * from {query}"), query
