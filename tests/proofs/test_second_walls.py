"""Walls behind the bar's lock, seen by taking the lock away: nothing else would show whether they stand."""

from __future__ import annotations

import asyncio

import asyncpg

from tests.sql.support import Answer, Product, Scene, line, make_till, sale_body, selling, submit

LOCK = "for no key update"
DEADLOCK = "40P01"


async def take_the_lock_away(scene: Scene) -> None:
    """Let ``lock_bar`` of this database read the clock without locking it."""
    definition = await scene.owner.fetchval("select pg_get_functiondef('logic.lock_bar(uuid)'::regprocedure)")
    assert definition.count(LOCK) == 1
    await scene.owner.execute(definition.replace(LOCK, ""))


async def both_wait(scene: Scene) -> None:
    """Wait until two sessions of this database wait for a lock."""
    count = 0
    while count < 2:
        count = await scene.owner.fetchval(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and state = 'active'
            """
        )


async def state_of(sale: asyncio.Task[Answer]) -> str | None:
    """Return the SQLSTATE with which the server gave a sale up, if it did."""
    try:
        answer = await sale
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    stopped: Answer | None = answer.get("stopped")
    return str(stopped["sqlstate"]) if stopped else None


async def test_products_are_locked_in_one_order_even_without_the_bars_lock(lone_scene: Scene) -> None:
    """Two sales of the same three products, typed in opposite orders, meet at the middle one, which somebody holds.

    Locked in the order of their ids, one sale waits for the other from its first product on. Locked as they were typed,
    each would hold the product that the other wants last: a deadlock.
    """
    scene = lone_scene
    await take_the_lock_away(scene)
    products = sorted(scene.bar.products[:3], key=lambda product: product.id)
    holder = await asyncpg.connect(scene.database.superuser_url)
    holding = holder.transaction()
    await holding.start()
    await holder.execute("select from data.bar_products where id = $1 for update", products[1].id)
    sales = [
        await begin_sale(scene, code, typed) for code, typed in (("R1", products), ("R2", products[::-1]))
    ]
    await both_wait(scene)
    await holding.rollback()
    await holder.close()

    assert DEADLOCK not in [await state_of(sale) for sale in sales]
    assert await scene.is_sound()


async def begin_sale(scene: Scene, code: str, typed: list[Product]) -> asyncio.Task[Answer]:
    """Let a new till sell one of each product, in this order."""
    till, connection = await make_till(scene.owner, scene.bar.id, code), await scene.another_connection()
    body = sale_body(scene.bar, [line(product) for product in typed], ticket=f"{code}-000001")
    return asyncio.ensure_future(submit(connection, till, selling(scene.bar, 1, (0, 1), body=body)))
