"""The query cache: fresh and stale, shared calls, invalidation, keep time (Q1 to Q6, Q8, Q10), odd answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from app.domain.errors import Incompatible, Rejected
from app.sync.ports import Answer, Json
from app.sync.query import FetchStatus, Status
from tests.fakes import Fail, Hold, HoldReply
from tests.sync.cache_world import MINUTE, SALES, SPECS, STOCK, TEAM, World


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


async def test_q1_five_observers_on_one_key_share_one_call_and_one_result(world: World) -> None:
    seen = [world.look(TEAM) for _ in range(5)]
    await world.settle()

    assert world.calls("team") == 1
    assert {one.now.status for one in seen} == {Status.READY}
    assert len({id(one.now.shown) for one in seen}) == 1


async def test_q2_data_as_old_as_the_stale_time_is_stale(world: World) -> None:
    world.look(TEAM)
    await world.settle()
    at_s = world.cache.base(TEAM).at_s  # type: ignore[union-attr]

    world.clock.pass_time(at_s + 30 * MINUTE - 0.5 - world.clock.monotonic())
    assert not world.look(TEAM).now.is_stale
    world.clock.pass_time(0.5)
    assert world.look(TEAM).now.is_stale
    await world.settle()
    assert world.calls("team") == 2


async def test_q3_an_observer_with_stale_time_0_refetches_one_with_5_minutes_does_not(world: World) -> None:
    world.look(SALES)
    await world.settle()

    world.look(SALES, stale_s=5 * MINUTE)
    await world.settle()
    assert world.calls("sales") == 1
    world.look(SALES, stale_s=0.0)
    await world.settle()
    assert world.calls("sales") == 2
    world.look(SALES, stale_s=5 * MINUTE)
    await world.settle()
    assert world.calls("sales") == 2


async def test_q4_a_disabled_observer_never_fetches_by_itself_but_by_hand(world: World) -> None:
    seen = world.look(TEAM, enabled=False)
    world.cache.invalidate(TEAM)
    world.cache.set_online(False)
    world.cache.set_online(True)
    await world.settle()
    assert world.calls("team") == 0
    assert seen.stage() is FetchStatus.IDLE

    assert seen.observer is not None
    seen.observer.refetch()
    await world.settle()
    assert world.calls("team") == 1
    assert seen.now.shown == ("Awa", "Koffi")


async def test_q5_invalidating_a_prefix_fetches_what_is_looked_at_once_and_marks_the_rest(
    world: World,
) -> None:
    world.look(("sales", 1))
    left = world.look(("sales", 2))
    world.look(TEAM)
    await world.settle()
    assert left.observer is not None
    left.observer.close()

    world.cache.invalidate(("sales",))
    await world.settle()
    assert world.calls("sales") == 3
    assert world.calls("team") == 1

    world.look(("sales", 2))
    await world.settle()
    assert world.calls("sales") == 4


async def test_q6_two_invalidations_during_a_fetch_make_two_fetches_in_total(world: World) -> None:
    world.look(SALES)
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    await world.settle()

    world.cache.invalidate(SALES)
    world.cache.invalidate(SALES)
    await world.settle()
    assert world.calls("sales") == 1
    gate.set()
    await world.settle()
    assert world.calls("sales") == 2
    assert world.gateway.most_in_flight == 1
    assert not world.look(SALES).now.is_stale


async def test_q8_a_key_is_kept_for_its_keep_time_after_the_last_observer_has_left(world: World) -> None:
    first, last = world.look(TEAM), world.look(TEAM)
    await world.clock.advance(5)
    assert first.observer is not None
    assert last.observer is not None
    first.observer.close()
    world.clock.pass_time(48 * 60 * MINUTE)
    world.cache.sweep()
    assert world.cache.shown(TEAM) is not None, "somebody looks at it"

    last.observer.close()
    last.observer.close()
    world.clock.pass_time(24 * 60 * MINUTE - 1)
    world.cache.sweep()
    assert world.cache.shown(TEAM) is not None
    world.clock.pass_time(1)
    world.cache.sweep()
    await world.settle()
    assert world.cache.shown(TEAM) is None
    assert world.snapshots.texts == {}


async def test_q8_offline_nothing_is_swept_since_it_could_not_be_had_again(world: World) -> None:
    seen = world.look(TEAM)
    await world.settle()
    assert seen.observer is not None
    seen.observer.close()
    world.cache.set_online(False)
    world.clock.pass_time(48 * 60 * MINUTE)
    world.cache.sweep()

    assert world.cache.shown(TEAM) == ("Awa", "Koffi")


async def test_q10_a_late_answer_that_is_older_than_what_is_held_is_ignored(world: World) -> None:
    seen = world.look(STOCK)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("stock", HoldReply(gate))
    world.cache.refetch(STOCK)
    await world.settle()

    newer: Json = [{"id": "a", "n": 7, "rev": 3}, {"id": "b", "n": 5, "rev": 1}]
    marks = replace(world.marks, applied=2, rev=3)
    assert await world.cache.receive(STOCK, Answer(marks, newer))
    gate.set()
    await world.settle()
    assert seen.now.shown == {"a": 7, "b": 5}
    assert world.cache.base(STOCK).rev == 3  # type: ignore[union-attr]

    assert not await world.cache.receive(STOCK, Answer(replace(marks, applied=1), newer))
    assert not await world.cache.receive(STOCK, Answer(replace(marks, rev=2), newer))


async def test_q10_an_answer_too_old_to_use_leaves_what_was_invalidated_to_the_next_look(
    world: World,
) -> None:
    world.moved(topics={"sales": 5})
    seen = world.look(SALES)
    await world.settle()
    world.moved(topics={"sales": 4})
    world.cache.invalidate(SALES)
    await world.settle()

    assert world.calls("sales") == 2
    assert seen.now.is_stale
    assert seen.now.shown == ("s1",)


async def test_a_bug_in_a_fetch_is_not_swallowed_and_does_not_leave_the_query_running() -> None:
    async def broken(*_: object) -> Answer:
        raise ZeroDivisionError

    world = World([replace(SPECS[2], fetch=broken)])
    seen = world.look(TEAM)
    await world.settle()

    assert seen.status() is Status.FAILED
    assert seen.stage() is FetchStatus.IDLE
    assert [type(bug) for bug in world.bugs] == [ZeroDivisionError]
    await world.close()


async def test_content_that_cannot_be_decoded_is_an_error_beside_the_old_data(world: World) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.data["sales"] = "nonsense"
    world.cache.invalidate(SALES)
    await world.clock.advance(10)

    assert seen.now.shown == ("s1",)
    assert isinstance(seen.now.error, Incompatible)
    assert seen.now.error.code == "TLVER"
    assert world.calls("sales") == 2
    with pytest.raises(Incompatible):
        await world.cache.receive(SALES, Answer(replace(world.marks, topic_rev=1), "nonsense"))


async def test_an_answer_that_is_not_of_this_world_is_not_used_and_asked_for_again(world: World) -> None:
    world.verdicts = [False]
    seen = world.look(SALES)
    await world.settle()
    assert seen.status() is Status.PENDING

    await world.clock.advance(2)
    assert world.calls("sales") == 2
    assert seen.now.shown == ("s1",)
    world.verdicts = [False]
    assert not await world.cache.receive(SALES, Answer(world.marks, ["other"]))
    assert seen.now.shown == ("s1",)


async def test_every_answer_is_reconciled_before_it_is_used(world: World) -> None:
    world.look(SALES)
    await world.settle()
    await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))

    assert [marks.epoch for marks in world.reconciled] == ["epoch-1", "epoch-1"]


async def test_an_answer_to_a_read_takes_away_what_an_older_failure_left(world: World) -> None:
    world.gateway.script("team", Fail(Rejected("TLINP")))
    seen = world.look(TEAM)
    await world.settle()
    assert seen.status() is Status.FAILED

    await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))
    assert seen.now.error is None
    assert not seen.now.is_stale
    gate = asyncio.Event()
    world.gateway.script("team", Hold(gate))
    world.cache.invalidate(TEAM)
    await world.settle()
    await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))
    assert seen.now.is_stale, "the invalidation belongs to the fetch that runs"
    gate.set()
