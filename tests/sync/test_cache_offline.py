"""The query cache and a bad line: retries (Q7), cancelled fetches (Q9), pauses (Q13)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from app.domain.errors import Incompatible, Rejected, Unreachable
from app.sync.fetching import LONGEST_PAUSE_S, PAUSE_S
from app.sync.ports import Answer
from app.sync.query import FetchStatus, Status
from tests.fakes import Fail, Hold, HoldReply
from tests.sync.cache_world import DESK, MINUTE, SALES, TEAM, World

UNREACHABLE = Fail(Unreachable("TLNET"))


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


async def test_q7_a_failure_keeps_the_data_shows_the_error_beside_it_and_is_retried_three_times(
    world: World,
) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.gateway.script("sales", *[UNREACHABLE] * 4)

    world.cache.invalidate(SALES)
    await world.settle()
    assert seen.status() is Status.READY
    assert seen.now.shown == ("s1",)
    assert isinstance(seen.now.error, Unreachable)
    assert seen.stage() is FetchStatus.FETCHING
    assert seen.results[-1].error is seen.now.error

    await world.clock.advance(1 + 2 + 4)
    assert world.calls("sales") == 1 + 1 + 3
    assert seen.stage() is FetchStatus.IDLE
    assert isinstance(seen.now.error, Unreachable)
    assert seen.now.is_stale


async def test_q7_a_retry_that_works_takes_the_error_away(world: World) -> None:
    world.gateway.script("sales", UNREACHABLE, UNREACHABLE)
    seen = world.look(SALES)
    await world.settle()
    assert seen.status() is Status.PENDING

    await world.clock.advance(3)
    assert seen.now.error is None
    assert seen.now.shown == ("s1",)


async def test_q7_retries_are_spread_by_jitter(world: World) -> None:
    """Each wait is drawn between 0 and a ceiling, so that tills which failed together do not come back together."""
    waits = []
    for _ in range(20):
        world.gateway.script("sales", UNREACHABLE)
        world.cache.refetch(SALES)
        await world.clock.advance(0)
        started = world.clock.monotonic()
        while world.cache.is_fetching(SALES):
            await world.clock.advance(0.01)
        waits.append(world.clock.monotonic() - started)

    assert max(waits) <= 1.02
    assert max(waits) - min(waits) > 0.3


async def test_q7_a_refusal_is_never_retried(world: World) -> None:
    error = Rejected("TLINP")
    world.gateway.script("sales", Fail(error))
    seen = world.look(SALES)
    await world.clock.advance(3600)

    assert world.calls("sales") == 1
    assert seen.status() is Status.FAILED
    assert seen.now.error is error


async def test_what_is_not_understood_is_asked_again_slowly_until_the_server_is_brought_up_to_date(
    world: World,
) -> None:
    error = Fail(Incompatible("TLVER"))
    world.gateway.script("sales", *[error] * 6)
    seen = world.look(SALES)
    await world.clock.advance(PAUSE_S - 1)
    assert world.calls("sales") == 1
    assert seen.status() is Status.FAILED
    assert seen.now.error is error.error

    await world.clock.advance(PAUSE_S + 1)
    assert world.calls("sales") == 2
    world.cache.refetch(SALES)
    await world.settle()
    assert world.calls("sales") == 3, "a person may ask at any time"
    await world.clock.advance(4 * (PAUSE_S + LONGEST_PAUSE_S))
    assert seen.now.shown == ("s1",)
    assert seen.now.error is None

    asked = world.calls("sales")
    assert asked == 7
    world.gateway.script("sales", error)
    world.cache.invalidate(SALES)
    await world.clock.advance(2 * PAUSE_S)
    assert seen.now.error is None, "after an answer that was understood the wait is short again"


async def test_what_is_not_understood_and_not_on_screen_waits_for_the_next_look(world: World) -> None:
    world.gateway.script("sales", Fail(Incompatible("TLVER")))
    seen = world.look(SALES)
    await world.settle()
    assert seen.observer is not None
    seen.observer.close()
    await world.clock.advance(3600)
    assert world.calls("sales") == 1

    again = world.look(SALES)
    await world.settle()
    assert again.now.shown == ("s1",)


async def test_q9_cancel_goes_back_to_the_state_before_the_fetch_and_rearms_the_invalidation(
    world: World,
) -> None:
    seen = world.look(SALES)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("sales", HoldReply(gate))
    world.data["sales"] = ["s1", "late"]
    world.cache.invalidate(SALES)
    await world.settle()
    assert seen.stage() is FetchStatus.FETCHING

    world.look(TEAM, enabled=False)
    world.cache.cancel(())
    gate.set()
    await world.settle()
    assert seen.stage() is FetchStatus.IDLE
    assert seen.now.shown == ("s1",)
    assert seen.now.error is None
    assert seen.now.is_stale, "what made the data stale is not forgotten"

    world.look(SALES)
    await world.settle()
    assert seen.told[-1] == ("s1", "late")
    assert not seen.now.is_stale


async def test_q9_a_cancelled_retry_asks_no_more_and_leaves_no_error(world: World) -> None:
    world.gateway.script("sales", UNREACHABLE)
    seen = world.look(SALES)
    await world.settle()
    assert seen.now.error is not None

    world.cache.cancel(())
    await world.clock.advance(60)
    assert seen.now.error is None
    assert seen.status() is Status.PENDING
    assert world.calls("sales") == 1


async def test_q9_a_call_that_fails_after_it_was_cancelled_says_nothing(world: World) -> None:
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    seen = world.look(SALES)
    await world.settle()
    world.cache.cancel(SALES)
    world.gateway.is_down = True
    world.gateway.reads["sales"] = _down
    gate.set()
    await world.clock.advance(10)

    assert seen.now.error is None
    assert world.calls("sales") == 1


def _down(params: object) -> Answer:
    raise Unreachable("TLNET")


async def test_q9_a_fetch_cancelled_while_it_waits_its_turn_is_never_made(world: World) -> None:
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    world.gateway.script("team", Hold(gate))
    for key in (SALES, TEAM, DESK):
        world.look(key)
    await world.settle()
    assert world.gateway.most_in_flight == 2, "a sale never queues behind more reads"

    world.cache.cancel(DESK)
    gate.set()
    await world.settle()
    assert world.calls("desk") == 0


async def test_q13_offline_a_fetch_is_paused_not_failed_and_resumes_where_it_was(world: World) -> None:
    world.cache.set_online(False)
    seen = world.look(SALES)
    await world.clock.advance(3600)
    assert seen.stage() is FetchStatus.PAUSED
    assert seen.status() is Status.PENDING
    assert seen.now.error is None
    assert world.calls("sales") == 0
    assert not world.cache.is_online

    world.cache.set_online(True)
    world.cache.set_online(True)
    await world.settle()
    assert seen.now.shown == ("s1",)
    assert world.calls("sales") == 1


async def test_q13_a_failure_that_was_the_outage_does_not_use_up_a_retry(world: World) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.gateway.script("sales", UNREACHABLE, UNREACHABLE, UNREACHABLE)
    world.cache.invalidate(SALES)
    await world.clock.advance(0)
    await world.clock.advance(1)
    used = world.calls("sales")
    world.cache.set_online(False)
    await world.clock.advance(600)
    assert seen.stage() is FetchStatus.PAUSED
    assert seen.results[-1].fetch_status is FetchStatus.PAUSED
    assert world.calls("sales") == used

    world.cache.set_online(True)
    await world.clock.advance(10)
    assert seen.stage() is FetchStatus.IDLE
    assert seen.now.error is None


async def test_q13_a_call_under_way_when_the_line_goes_is_paused(world: World) -> None:
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    seen = world.look(SALES)
    await world.settle()
    world.cache.set_online(False)
    world.gateway.reads["sales"] = _down
    gate.set()
    await world.settle()

    assert seen.stage() is FetchStatus.PAUSED
    assert seen.now.error is None


async def test_q13_a_paused_fetch_that_nobody_looks_at_any_more_is_given_up(world: World) -> None:
    world.cache.set_online(False)
    seen = world.look(SALES)
    await world.settle()
    assert seen.observer is not None
    seen.observer.close()
    assert not world.cache.is_fetching(SALES)

    world.cache.set_online(True)
    await world.settle()
    assert world.calls("sales") == 0


async def test_q13_back_online_what_is_stale_on_screen_is_fetched_and_what_is_fresh_is_not(
    world: World,
) -> None:
    world.look(SALES)
    world.look(TEAM)
    await world.settle()
    world.cache.set_online(False)
    await world.clock.advance(10 * MINUTE)
    world.cache.set_online(True)
    await world.settle()

    assert (world.calls("sales"), world.calls("team")) == (2, 1)
