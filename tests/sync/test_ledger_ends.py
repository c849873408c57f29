"""A ledger that ends while an answer to it is under way: nothing of the answer is used for the one that follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from app.sync.ports import Door, Outcome, Seen, State
from tests.sync.outbox_world import World
from tests.sync.test_outbox_book import marks, three_judged


@pytest.fixture
async def world() -> World:
    world = World()
    await world.start(run=False)
    return world


async def test_marks_of_a_ledger_that_ends_before_they_are_written_down_change_nothing(world: World) -> None:
    await three_judged(world)
    _, is_used = await asyncio.gather(
        world.outbox.open_new_ledger("TLLED"), world.reconciler.reconcile(marks("epoch-2", 4, rev=9))
    )

    assert not is_used
    assert world.outbox.ledger != "ledger-1"
    assert world.outbox.seen() == Seen("epoch-1", 0, 7)


async def test_marks_that_begin_an_epoch_are_not_used_for_the_ledger_that_follows_at_once(
    world: World,
) -> None:
    """The rewind is written down, but before who waits for it goes on, another ledger has begun."""
    await three_judged(world)

    async def another_ledger() -> None:
        await world.outbox.open_new_ledger("TLLED")

    world.reconciler.on_new_epoch(_once(another_ledger))
    is_used = await world.reconciler.reconcile(marks("epoch-2", 1, rev=9))

    assert not is_used
    assert world.outbox.ledger != "ledger-1"
    assert world.outbox.seen() == Seen("epoch-2", 0, 0)


async def test_outcomes_of_a_ledger_that_has_ended_judge_none_of_the_new_numbers(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.record([Outcome(1, "done", Door.COUNTER)], "ledger-1")
    await asyncio.gather(
        world.outbox.open_new_ledger("TLLED"),
        world.outbox.record([Outcome(1, "done", Door.COUNTER)], "ledger-1"),
    )

    assert [(row.no, row.id, row.state) for row in world.outbox.rows()] == [(1, "b", State.WAITING)]
    assert world.outbox.unsent() == world.outbox.rows()


def _once(story: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    left = [story]

    async def run() -> None:
        while left:
            await left.pop()()

    return run
