"""Many tills at the same moment: one bottle has one buyer, no order of products deadlocks, revisions have no hole."""

from __future__ import annotations

import asyncio
import itertools
import random

import pytest

from tests.sql.support import Answer, Scene, Till, make_till, selling, submit, until

WATER = 3  # one bottle left
WAITS = "select exists (select from pg_locks where not granted and locktype in ('transactionid', 'tuple'))"


async def tills_of(scene: Scene, count: int) -> list[Till]:
    return [await make_till(scene.owner, scene.bar.id, f"R{number}") for number in range(count)]


@pytest.mark.parametrize("buyers", [2, 50])
async def test_the_last_bottle_has_one_buyer(scene: Scene, buyers: int) -> None:
    tills = await tills_of(scene, buyers)
    connections = await asyncio.gather(*[scene.another_connection() for _ in tills])
    for connection, till in zip(connections, tills, strict=True):  # tills that have been selling for a while
        await submit(connection, till, selling(scene.bar, 1, (WATER, 9)))

    answers = await asyncio.gather(
        *[
            submit(connection, till, selling(scene.bar, 2, (WATER, 1)))
            for connection, till in zip(connections, tills, strict=True)
        ]
    )

    outcomes = [answer["outcomes"][0] for answer in answers]
    refused = [outcome for outcome in outcomes if outcome["outcome"] == "refused"]
    assert len(refused) == buyers - 1
    assert {outcome["code"] for outcome in refused} == ({"TLSTK"} if buyers > 1 else set())
    assert {outcome["params"]["short"][0]["left"] for outcome in refused} == {0}
    assert await scene.stock(WATER) == 0
    assert await scene.count("sales") == 1
    assert await scene.is_sound()


async def test_products_in_opposite_orders_do_not_deadlock(scene: Scene) -> None:
    tills = await tills_of(scene, 16)
    connections = await asyncio.gather(*[scene.another_connection() for _ in tills])
    shuffle = random.Random(7)

    async def sell_ten(number: int) -> list[Answer]:
        answers = []
        for no in range(1, 11):
            wanted = [(product, 1) for product in range(4)]
            shuffle.shuffle(wanted)
            answers.append(
                await submit(
                    connections[number], tills[number], selling(scene.bar, no, *wanted, door="served")
                )
            )
        return answers

    answers = list(itertools.chain(*await asyncio.gather(*[sell_ten(number) for number in range(16)])))

    assert {answer["outcomes"][0]["outcome"] for answer in answers} == {"done"}
    assert await scene.count("sales") == 160
    assert [await scene.stock(product) for product in range(4)] == [0, 0, 0, 0]
    assert await scene.is_sound()


async def test_revisions_have_no_hole_and_follow_the_order_of_commits(scene: Scene) -> None:
    tills = await tills_of(scene, 8)
    connections = await asyncio.gather(*[scene.another_connection() for _ in tills])
    before = await scene.rev()

    async def sell(number: int) -> list[int]:
        return [
            (await submit(connections[number], tills[number], selling(scene.bar, no, (number % 4, 1))))[
                "outcomes"
            ][0]["rev"]
            for no in range(1, 6)
        ]

    revisions = sorted(
        rev for rev in itertools.chain(*await asyncio.gather(*map(sell, range(8)))) if rev is not None
    )

    assert revisions == list(range(before + 1, await scene.rev() + 1))
    assert len(revisions) == await scene.count("sales")


async def test_every_writer_takes_the_bar_s_lock_first(scene: Scene) -> None:
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.execute("select logic.adjust_stock($1, $2, 5)", scene.bar.id, scene.bar.products[0].id)

    waiting = asyncio.ensure_future(scene.submit(selling(scene.bar, 1, (0, 12))))
    other = await scene.another_connection()
    await until(other, WAITS)
    await transaction.commit()

    assert (await waiting)["outcomes"][0]["outcome"] == "done"
    assert await scene.stock(0) == 3


async def test_a_bar_that_is_held_too_long_is_an_error_of_the_call(scene: Scene) -> None:
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.execute("select logic.lock_bar($1)", scene.bar.id)
    with pytest.raises(Exception, match="lock timeout") as caught:
        await scene.submit(selling(scene.bar, 1, (0, 1)))
    await transaction.rollback()

    assert getattr(caught.value, "sqlstate", None) == "55P03"
    assert (await scene.submit(selling(scene.bar, 1, (0, 1))))["applied"] == 1
