"""What the cache does with the server's marks: pulses, topics that move, gaps, reads by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from app.domain.errors import Rejected, SignedOut, Unreachable
from app.sync.base import Base, FeedMessage
from app.sync.ports import State
from app.sync.query import Status
from tests.fakes import Fail, Hold, HoldReply
from tests.sync.cache_world import DESK, MINUTE, SALES, STOCK, TEAM, World, row


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


def held(world: World, key: tuple[str | int, ...] = STOCK) -> Base:
    base = world.cache.base(key)
    assert base is not None
    return base


async def test_own_unseen_commands_are_shown_over_the_base_and_leave_with_it(world: World) -> None:
    seen = world.look(STOCK)
    await world.settle()
    world.rows.set(row(1, a=3), row(2, a=1))
    await world.settle()
    assert seen.now.shown == {"a": 6, "b": 5}
    assert world.cache.shown(STOCK) == {"a": 6, "b": 5}

    world.rows.set(row(1, State.REFUSED, a=3), replace(row(2, State.DONE, a=1), rev=2))
    await world.settle()
    assert seen.now.shown == {"a": 9, "b": 5}

    world.moved(applied=2, refused=frozenset({1}), rev=2)
    world.data["stock"] = [{"id": "a", "n": 9, "rev": 2}, {"id": "b", "n": 5, "rev": 1}]
    told = len(seen.results)
    world.cache.want(STOCK, 2)
    await world.settle()
    assert held(world).value == {"a": 9, "b": 5}
    assert seen.now.shown == {"a": 9, "b": 5}
    assert len(seen.results) == told, "nothing on screen moves when the server has what was shown"


async def test_a_pulse_at_the_same_revision_confirms_the_base_and_takes_its_marks(world: World) -> None:
    seen = world.look(STOCK)
    await world.settle()
    message = FeedMessage("epoch-1", 1, 2, [{"id": "a", "n": 9, "rev": 2}], {"ledger-1": frozenset({2})})
    assert world.cache.advance(STOCK, message)
    world.rows.set(row(1, State.REFUSED), row(2, State.DONE))
    await world.clock.advance(10 * MINUTE)
    assert seen.now.is_stale

    world.moved(applied=2, refused=frozenset({1}), rev=2)
    world.cache.compare(world.marks)
    assert (held(world).applied, held(world).refused, held(world).done) == (2, frozenset({1}), frozenset())
    assert not seen.now.is_stale
    assert seen.now.age_s == 0
    assert seen.now.shown == {"a": 9, "b": 5}
    assert world.calls("stock") == 1


async def test_a_pulse_that_is_older_than_the_base_changes_nothing(world: World) -> None:
    world.look(STOCK)
    world.moved(applied=4, rev=6)
    await world.settle()
    before = held(world)
    world.cache.compare(replace(world.marks, applied=3))
    world.cache.compare(replace(world.marks, rev=5, applied=9))
    await world.settle()

    assert held(world) is before
    assert world.calls("stock") == 1


async def test_stock_that_is_behind_is_left_to_its_follower(world: World) -> None:
    world.look(STOCK)
    await world.settle()
    world.cache.compare(replace(world.marks, rev=9))
    await world.settle()

    assert world.calls("stock") == 1


async def test_a_topic_that_moved_is_fetched_if_looked_at_and_else_at_the_next_look(world: World) -> None:
    world.moved(topics={"sales": 3, "team": 3})
    world.look(SALES)
    gone = world.look(TEAM)
    world.look(DESK)
    await world.settle()
    assert gone.observer is not None
    gone.observer.close()

    world.moved(topics={"sales": 4, "team": 4})
    world.cache.compare(world.marks)
    await world.settle()
    assert (world.calls("sales"), world.calls("team"), world.calls("desk")) == (2, 1, 1)
    assert held(world, SALES).rev == 4
    world.look(TEAM)
    await world.settle()
    assert world.calls("team") == 2


async def test_a_read_that_raced_a_commit_is_asked_again_not_believed(world: World) -> None:
    """The read began before the commit, its answer comes after the pulse that told of it."""
    gate = asyncio.Event()
    world.moved(topics={"sales": 3})
    world.look(SALES)
    await world.settle()
    world.gateway.script("sales", HoldReply(gate))
    world.cache.invalidate(SALES)
    await world.settle()
    world.moved(topics={"sales": 4})
    world.cache.compare(world.marks)
    world.cache.compare(world.marks)
    gate.set()
    await world.settle()

    assert world.calls("sales") == 3
    assert held(world, SALES).rev == 4


async def test_a_running_read_that_brings_the_wanted_revision_is_not_repeated(world: World) -> None:
    gate = asyncio.Event()
    world.moved(topics={"sales": 3})
    world.look(SALES)
    await world.settle()
    world.gateway.script("sales", Hold(gate))
    world.cache.invalidate(SALES)
    await world.settle()
    world.moved(topics={"sales": 4})
    world.cache.compare(world.marks)
    gate.set()
    await world.settle()

    assert world.calls("sales") == 2
    assert not world.look(SALES).now.is_stale


async def test_a_server_that_never_reaches_what_it_promised_is_not_asked_in_a_loop(world: World) -> None:
    world.look(STOCK)
    await world.settle()
    world.cache.want(STOCK, 99)
    await world.clock.advance(60)

    assert world.calls("stock") == 2
    assert world.look(STOCK, enabled=False).now.is_stale


async def test_lists_on_screen_keep_their_distance_when_a_bar_is_busy(world: World) -> None:
    world.look(SALES)
    await world.clock.advance(20)
    for rev in range(2, 12):
        world.moved(topics={"sales": rev})
        world.cache.topics_moved("epoch-1", {"sales": rev}, gap_s=15.0)
        await world.clock.advance(3)

    await world.clock.advance(15)

    assert held(world, SALES).rev == 11
    assert world.calls("sales") == 1 + 3, "at 0, 15 and 30 seconds"


async def test_a_list_that_nobody_looks_at_when_its_turn_comes_is_not_fetched(world: World) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.moved(topics={"sales": 2})
    world.cache.topics_moved("epoch-1", {"sales": 2}, gap_s=15.0)
    world.cache.topics_moved("epoch-0", {"sales": 9}, gap_s=15.0)
    assert seen.observer is not None
    seen.observer.close()
    await world.clock.advance(30)

    assert world.calls("sales") == 1


@pytest.mark.parametrize("error", [Unreachable("TLNET"), SignedOut("TLAUT"), Rejected("TLLED")])
async def test_what_the_till_could_not_ask_is_asked_again_when_the_server_answers_it(
    world: World, error: Exception
) -> None:
    world.gateway.script("sales", *[Fail(error)] * 4)
    seen = world.look(SALES)
    await world.clock.advance(10)
    assert seen.status() is Status.FAILED

    world.gateway._script.clear()
    world.cache.compare(world.marks)
    await world.settle()
    assert seen.status() is Status.READY
    assert seen.now.error is None


async def test_a_question_that_was_refused_is_not_asked_again_by_a_pulse(world: World) -> None:
    world.gateway.script("sales", Fail(Rejected("TLRGT")))
    seen = world.look(SALES)
    await world.settle()
    world.cache.compare(world.marks)
    await world.settle()

    assert seen.status() is Status.FAILED
    assert world.calls("sales") == 1


async def test_events_for_what_is_not_known_or_not_merged_or_malformed_are_asked_about(world: World) -> None:
    good = FeedMessage("epoch-1", 1, 2, [{"id": "a", "n": 9, "rev": 2}])
    assert not world.cache.advance(STOCK, good)
    world.look(STOCK)
    world.look(SALES)
    await world.settle()

    assert not world.cache.advance(SALES, good)
    assert not world.cache.advance(STOCK, replace(good, rows=[{"id": "a"}]))
    assert not world.cache.advance(STOCK, replace(good, from_rev=5, rev=6))
    assert world.cache.advance(STOCK, good)


async def test_a_read_by_hand_goes_while_the_rest_waits_and_reaches_what_is_known(world: World) -> None:
    """After an outage the stock is read once before the other screens."""
    world.look(STOCK)
    world.look(SALES)
    await world.settle()
    world.cache.set_online(False)
    world.cache.invalidate(())
    await world.settle()
    world.moved(rev=5)

    await asyncio.wait_for(_reading(world, 5), timeout=5)
    assert held(world).rev == 5
    assert (world.calls("stock"), world.calls("sales")) == (2, 1)
    assert world.cache.is_fetching(SALES)


async def test_a_read_by_hand_joins_a_running_one_and_follows_it_if_it_was_too_early(world: World) -> None:
    world.look(STOCK)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("stock", HoldReply(gate))
    world.cache.refetch(STOCK)
    await world.settle()
    world.moved(rev=5)
    reading = world.spawn(_reading(world, 5), "read")
    await world.settle()
    world.cache.set_online(False)
    gate.set()
    await world.settle()

    assert reading.done()
    assert held(world).rev == 5
    assert world.calls("stock") == 3


async def _reading(world: World, rev: int) -> None:
    await world.cache.read_now(STOCK, rev)


async def test_a_read_by_hand_that_fails_while_offline_ends_after_its_retries(world: World) -> None:
    world.cache.set_online(False)
    world.gateway.is_down = True
    reading = world.spawn(_reading(world, 1), "read")
    await world.clock.advance(10)

    assert reading.done()
    assert world.calls("stock") == 4
