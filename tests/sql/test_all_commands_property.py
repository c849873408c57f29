"""The books of a bar are right after any history of all the commands that there are.

Random histories on the real SQL: several tills and people, both doors, commands stale, damaged, of another day,
without a session, sent twice or by another till. What must hold is computed in Python from rows (``trade_truths``).
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from tests.fixtures_postgres import Database
from tests.proof_record import record
from tests.sql.support import Scene, connect_till, make_bar
from tests.sql.trade import Desk
from tests.sql.trade_bodies import KINDS
from tests.sql.trade_histories import Counts, run_histories
from tests.sql.trade_truths import Books, books_of, check

SEED = 20_261_123
SHORT = 15
LONG = 1_000
PERFORM = Path(__file__).parents[2] / "sql" / "code" / "logic" / "perform.sql"
Scenes = Callable[[], Awaitable[Scene]]


@pytest.fixture
async def scenes(database: Database) -> AsyncIterator[Scenes]:
    """Make a new bar of three tills each time, all on the same two connections."""
    owner = await asyncpg.connect(database.superuser_url)
    till = await connect_till(database)
    modes = ["full", "simplified"]

    async def make() -> Scene:
        modes.reverse()
        return Scene(database, owner, till, await make_bar(owner, modes[0], tills=3))

    yield make
    await till.close()
    await owner.close()


async def test_the_books_are_right_after_any_history(scenes: Scenes) -> None:
    counts = await run_histories(scenes, SHORT, SEED)

    assert counts.histories == SHORT
    assert set(counts.outcomes) == set(KINDS)


BROKEN = {
    "a piece that nothing brought": "update data.bar_products set stock = stock + 1",
    "a bottle kept for nobody": "update data.bar_products set reserved = reserved + 1 where stock > reserved",
    "a movement lost": "delete from data.stock_movements where kind = 'sale'",
    "a movement without a reason": "update data.stock_movements set source_id = gen_random_uuid() where kind = 'sale'",
    "a total that is not paid": "update data.sales set total_minor = total_minor + 1",
    "a credit for nothing": "update data.change_credits set amount_minor = amount_minor + 1",
    "a line that was not sold": "update data.sale_items set qty = qty + 1",
    "more back than was sold": "update data.returns set qty = qty + 900 where state <> 'rejected'",
    "an average out of nowhere": "update data.bar_products set average_cost = average_cost + 1",
    "a sale undone in word only": "update data.sales set status = 'cancelled' where status = 'validated'",
}


def is_sound(books: Books) -> bool:
    try:
        check(books)
    except AssertionError:
        return False
    return True


async def test_books_that_are_wrong_are_found_out(scenes: Scenes) -> None:
    made: list[Scene] = []

    async def one() -> Scene:
        made.append(await scenes())
        return made[-1]

    await run_histories(one, 1, SEED, batches=80)
    owner, bar = made[0].owner, made[0].bar.id
    for why, damage in BROKEN.items():
        transaction = owner.transaction()
        await transaction.start()
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(damage)
        assert not is_sound(await books_of(owner, bar)), why
        await transaction.rollback()
    assert is_sound(await books_of(owner, bar))


async def test_a_revenue_that_is_counted_otherwise_is_found_out(scenes: Scenes) -> None:
    scene = await scenes()
    await Desk(scene, scene.bar.till).sell("Koffi", (0, 1))
    books = await books_of(scene.owner, scene.bar.id)

    assert is_sound(books)
    assert not is_sound(replace(books, revenue={}))


def test_every_kind_of_command_is_in_the_histories() -> None:
    named = set(re.findall(r"when '(\w+)' then return", PERFORM.read_text("utf-8")))

    assert named - {"void", "gap"} | {"record_sale"} == set(KINDS)


@pytest.mark.proof
@pytest.mark.timeout(7200)
async def test_proof_of_1000_histories(scenes: Scenes) -> None:
    count = int(os.environ.get("BARTENDER_PROOF_HISTORIES", LONG))
    seed = int(os.environ.get("BARTENDER_PROOF_SEED", SEED))
    started = time.monotonic()
    counts: Counts = await run_histories(scenes, count, seed)

    outcomes = {kind: dict(counts.outcomes[kind].most_common()) for kind in sorted(counts.outcomes)}
    found = {
        "histories": counts.histories,
        "batches": counts.batches,
        "commands": sum(sum(said.values()) for said in outcomes.values()),
        "done": sum(said.get("done", 0) for said in outcomes.values()),
        "sent_again": counts.again,
        "untruths": 0,
        "stopped": 0,
    }
    record("all_commands", found, seed, time.monotonic() - started, outcomes=outcomes)
    assert count < 20 or all(counts.done(kind) for kind in KINDS), outcomes
