"""The two doors of a sale: the deadline at the counter, refusals that meet it, crashes, and waiting for an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.domain.errors import DeviceFailed
from app.sync.ports import Door, JsonObject, State
from app.sync.sender import Activity
from tests.fakes import Bug, Fail, Hold, HoldReply, LoseReply, Refusal, Slow, let_tasks_run
from tests.sync.outbox_world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    await world.start()
    yield world
    await world.stop()


def refuse(*ids: str, code: str = "TLSTK") -> object:
    def judge(command: JsonObject) -> Refusal | Bug | None:
        return Refusal(code) if command["id"] in ids and command["door"] == "counter" else None

    return judge


async def test_o6_after_the_deadline_the_row_is_durably_served(world: World) -> None:
    world.gateway.script("submit", HoldReply(gate := asyncio.Event()))
    await world.sell("a")
    waiting = asyncio.create_task(world.sender.wait_outcome(1, 60))
    await world.clock.advance(2.4)
    assert not waiting.done()
    await world.clock.advance(0.2)
    row = waiting.result()

    assert (row.state, row.door) == (State.WAITING, Door.SERVED)
    assert world.store.rows[1].door is Door.SERVED
    gate.set()
    await let_tasks_run()
    assert list(world.booked) == ["a"]
    assert world.row("a").state is State.DONE


async def test_o6_a_counter_refusal_that_meets_the_deadline_is_sent_again_by_the_served_door(
    world: World,
) -> None:
    world.server.judge = refuse("a")  # type: ignore[assignment]
    world.gateway.script("submit", HoldReply(gate := asyncio.Event()))
    await world.sell("a", "b")
    await world.clock.advance(2.6)
    gate.set()
    await world.clock.advance(1)

    assert world.row("a").state is State.DONE
    assert list(world.booked) == ["a", "b"]


async def test_o6_a_refusal_at_the_counter_is_on_disk_before_anybody_is_told(world: World) -> None:
    world.server.judge = refuse("a")  # type: ignore[assignment]
    told: list[tuple[State, State]] = []
    world.outbox.listen(
        lambda: (
            told.append((world.row("a").state, world.store.rows[1].state)) if world.outbox.rows() else None
        )
    )
    (row,) = await world.sell("a")
    judged = await world.sender.wait_outcome(row.no, 5)

    assert (judged.state, judged.code) == (State.REFUSED, "TLSTK")
    assert told[-1] == (State.REFUSED, State.REFUSED)
    assert all(memory is disk for memory, disk in told)
    await world.clock.advance(10)
    assert world.row("a").state is State.REFUSED
    assert list(world.booked) == []


async def test_o6_a_lost_counter_refusal_becomes_a_booked_sale(world: World) -> None:
    await world.sell("first")
    world.server.judge = refuse("a")  # type: ignore[assignment]
    world.gateway.script("submit", LoseReply(), *[Fail()] * 8)
    await world.sell("a", "b")
    await world.clock.advance(200)

    assert list(world.booked) == ["first", "a", "b"]


async def test_o6_after_a_crash_every_waiting_sale_is_served(world: World) -> None:
    world.gateway.script("submit", Hold(asyncio.Event()))
    await world.sell("a", "b")
    await world.restart()
    await world.clock.advance(1)

    assert list(world.booked) == ["a", "b"]
    assert [c["door"] for c in world.sent()] == ["served", "served"]


async def test_o6_the_deadline_is_a_setting_and_a_disk_that_fails_is_asked_again(world: World) -> None:
    world.sender.counter_deadline_s = 1.0
    world.gateway.script("submit", Hold(asyncio.Event()))
    await world.sell("a")
    world.store.fail_next = [DeviceFailed("TLDSK")]
    await world.clock.advance(1.1)
    doors = [world.store.rows[1].door]
    await world.clock.advance(0.6)
    doors.append(world.store.rows[1].door)

    assert doors == [Door.COUNTER, Door.SERVED]


async def test_o7_a_batch_with_a_counter_sale_gets_four_seconds_the_others_ten(world: World) -> None:
    await world.sell("first")
    world.gateway.script("submit", Slow(60), Slow(60))
    await world.sell("a")
    await world.clock.advance(3.9)
    assert world.gateway.in_flight == 1
    await world.clock.advance(60)

    assert [call.timeout_s for call in world.gateway.called("submit")] == [4, 4, 30, 30]
    assert world.gateway.most_in_flight == 1
    assert list(world.booked) == ["first", "a"]


async def test_o14_a_crash_between_send_and_reply_has_one_effect(world: World) -> None:
    world.gateway.script("submit", HoldReply(asyncio.Event()))
    await world.sell("a")
    assert list(world.booked) == ["a"]
    assert world.store.rows[1].state is State.WAITING
    await world.restart()
    await world.clock.advance(1)

    assert list(world.booked) == ["a"]
    assert world.row("a").state is State.DONE


async def test_an_outcome_is_awaited_by_its_id_not_by_its_number(world: World) -> None:
    world.gateway.is_down = True
    await world.sell("x", "a")
    await world.outbox.mark_served(1)
    waiting = asyncio.create_task(world.sender.wait_outcome(2, 60, until_judged=True))
    await world.outbox.open_new_ledger("test")
    world.gateway.is_down = False
    world.sender.wake()
    await world.clock.advance(5)

    assert waiting.result().state is State.DONE
    with pytest.raises(KeyError):
        await world.sender.wait_outcome(99, 1)


async def test_an_outcome_that_does_not_come_in_time_is_the_row_as_it_is(world: World) -> None:
    world.gateway.script("submit", Hold(asyncio.Event()))
    await world.sell("a")
    waiting = asyncio.create_task(world.sender.wait_outcome(1, 1))
    await world.clock.advance(1.1)

    assert (waiting.result().state, waiting.result().door) == (State.WAITING, Door.COUNTER)


async def test_o9_a_till_that_may_only_read_sends_nothing(world: World) -> None:
    world.gateway.is_down = True
    await world.sell("a")
    world.store.holder = {"pid": 7}
    world.gateway.is_down = False
    await world.restart()
    await world.clock.advance(60)

    assert list(world.booked) == []
    assert world.sender.state is Activity.IDLE
