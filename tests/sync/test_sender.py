"""The sender: order, batches, errors of every class and pauses, before a small server that behaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.domain.errors import DeviceFailed, Incompatible, Rejected, SignedOut, Unreachable
from app.sync.ports import Door, JsonObject, State
from app.sync.sender import Activity
from tests.conftest import ErrorLog
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


async def test_a_sale_is_one_request(world: World) -> None:
    await world.sell("first")
    calls = len(world.gateway.calls)
    await world.sell("a")

    assert list(world.booked) == ["first", "a"]
    assert (world.row("a").state, world.row("a").rev) == (State.DONE, 2)
    assert len(world.gateway.calls) == calls + 1
    assert world.sender.state is Activity.IDLE


async def test_the_ledger_is_opened_before_the_first_command(world: World) -> None:
    world.server.state.last_ticket = 41
    await world.restart()
    world.outbox.unregister()
    await let_tasks_run()
    await world.sell("a")

    assert [call.name for call in world.gateway.calls] == ["open_ledger", "open_ledger", "submit"]
    assert world.row("a").ticket == "C1-000042"


async def test_what_goes_over_the_wire(world: World) -> None:
    await world.sell("warm-up")
    (row,) = await world.sell("a", note="é")
    (command,) = world.sent()

    assert command == {
        "no": 2,
        "id": "a",
        "kind": "record_sale",
        "version": 1,
        "sha256": row.sha256,
        "door": "counter",
        "by": "ama",
        "session": None,
        "moment": row.moment,
        "clock_unsure": False,
        "age_s": 0.0,
        "body": row.body,
    }
    assert world.gateway.called("submit")[-1].seen is not None


async def test_an_age_is_only_told_within_the_same_boot(world: World) -> None:
    world.gateway.is_down = True
    await world.sell("a")
    await world.stop()
    world.clock.reboot()
    await world.start()
    await world.sell("b")
    world.gateway.is_down = False
    await world.clock.advance(60)

    ages = {str(c["id"]): c["age_s"] for c in world.sent()}
    assert ages["a"] is None
    assert isinstance(ages["b"], float)


async def test_o2_a_thousand_queued_arrive_in_order_one_batch_at_a_time(world: World) -> None:
    world.gateway.is_down = True
    ids = [f"sale-{i}" for i in range(1_000)]
    await world.sell(*ids)
    world.gateway.is_down = False
    for _ in range(60):
        await world.clock.advance(1)
    batches = [batch for batch in world.gateway.batches if batch]

    assert list(world.booked) == ids
    assert world.gateway.most_in_flight == 1
    assert max(len(batch) for batch in batches) == 50
    assert all(batch == list(range(batch[0], batch[0] + len(batch))) for batch in batches)


async def test_o2_a_batch_is_200_kb_at_most(world: World) -> None:
    world.gateway.is_down = True
    await world.sell(*(f"big-{i}" for i in range(6)), note="x" * 80_000)
    await world.sell("huge", note="x" * 250_000)
    world.gateway.is_down = False
    await world.clock.advance(60)

    assert [len(batch) for batch in world.gateway.batches if batch[0] == 1][-1] == 2
    assert world.gateway.batches[-1] == [7]
    assert len(world.booked) == 7


async def test_o3_a_refusal_does_not_stop_the_next(world: World) -> None:
    world.server.judge = refuse("c")  # type: ignore[assignment]
    world.gateway.script("submit", Hold(gate := asyncio.Event()))
    await world.sell("a", "b", "c", "d")
    gate.set()
    await world.clock.advance(5)

    assert list(world.booked) == ["a", "b", "d"]
    assert (world.row("c").state, world.row("c").code) == (State.REFUSED, "TLSTK")


async def test_o4_the_same_number_gets_its_stored_answer(world: World) -> None:
    await world.sell("first")
    world.gateway.script("submit", LoseReply())
    await world.sell("a")
    await world.clock.advance(5)

    assert list(world.booked) == ["first", "a"]
    assert world.row("a").state is State.DONE
    assert world.gateway.batches[-2:] == [[2], [2]]


async def test_o4_the_same_number_with_another_hash_is_never_silently_done(world: World) -> None:
    await world.sell("first")
    ledger = world.outbox.ledger
    await world.gateway.submit(
        ledger,
        world.outbox.seen(),
        [{**world.sent()[0], "no": 2, "id": "theirs", "sha256": "x"}],
        timeout_s=1,
    )
    await world.sell("a")
    await world.clock.advance(5)

    assert world.outbox.ledger != ledger
    assert world.outbox.alert is not None
    assert world.outbox.alert.params["reason"] == "TLHSH"
    assert list(world.booked) == ["first", "theirs", "a"]
    assert (world.row("a").no, world.row("a").state) == (1, State.DONE)
    assert world.resets == 1


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("TLNET"),
        Unreachable("TLNET", {"sqlstate": "40001"}),
        Unreachable("TLNET", {"sqlstate": "57014"}),
    ],
    ids=["transport", "serialization", "server time-out"],
)
async def test_o5_an_error_of_the_call_changes_no_row(world: World, error: Exception) -> None:
    await world.sell("first")
    world.gateway.script("submit", *[Fail(error)] * 20)
    (row,) = await world.sell("a")
    await world.clock.advance(2)
    before = world.row("a")
    assert (before.state, before.attempts, before.last_error, before.door) == (
        State.WAITING,
        0,
        None,
        Door.COUNTER,
    )
    assert world.sender.state is Activity.WAITING_RETRY
    assert world.sender.error is error
    await world.clock.advance(1_200)

    assert list(world.booked) == ["first", "a"]
    assert row.id == "a"
    assert world.sender.error is None


async def test_o5_it_tries_for_ever_and_alarms_after_ten_minutes(world: World) -> None:
    states: list[tuple[str, bool]] = []
    world.sender.listen(lambda: states.append((world.sender.state, world.sender.is_alarming)))
    world.gateway.is_down = True
    await world.sell("a")
    await world.clock.advance(599)
    assert not world.sender.is_alarming
    await world.clock.advance(3)
    assert world.sender.is_alarming
    assert states[-1] == ("waiting_retry", True)
    await world.clock.advance(3_600)
    calls = len(world.gateway.called("submit")) + len(world.gateway.called("open_ledger"))
    assert 100 < calls < 400
    world.gateway.is_down = False
    await world.clock.advance(61)

    assert list(world.booked) == ["a"]
    assert not world.sender.is_alarming
    assert states[-1] == ("idle", False)


async def test_o5_a_time_out_halves_the_batch_and_success_doubles_it(world: World) -> None:
    await world.sell("warm-up")
    world.gateway.is_down = True
    await world.sell(*(f"s-{i}" for i in range(200)), door=Door.SERVED)
    world.gateway.is_down = False
    world.gateway.script("submit", *[Slow(11)] * 7, Slow(20))
    sizes = len(world.gateway.batches)
    await world.clock.advance(600)
    batches = [len(batch) for batch in world.gateway.batches[sizes:]]
    timeouts = [call.timeout_s for call in world.gateway.called("submit")[sizes:]]

    assert batches[:6] == [50, 25, 12, 6, 3, 1]
    assert timeouts[:8] == [10, 10, 10, 10, 10, 30, 10, 30]
    assert batches[6:] == [2, 1, 2, 4, 8, 16, 32, 50, 50, 36][: len(batches[6:])]
    assert world.gateway.called("submit")[-1].timeout_s == 10
    assert sorted(world.booked) == sorted(["warm-up", *(f"s-{i}" for i in range(200))])


async def test_o5_stopped_five_times_is_parked_and_the_next_goes_on(world: World) -> None:
    world.server.judge = lambda command: Bug("XX000") if command["id"] == "bug" else None
    await world.sell("a", "bug", "c")
    await world.clock.advance(120)

    assert list(world.booked) == ["a", "c"]
    assert world.server.state.parked == ["bug"]
    row = world.row("bug")
    assert (row.state, row.code, row.attempts, row.last_error) == (State.REFUSED, "TLPRK", 5, "XX000")
    park = next(c for call in world.gateway.called("submit") for c in call.argument if c["kind"] == "park")  # type: ignore[attr-defined]
    assert park["body"] == {"kind": "record_sale", "version": 1, "body": row.body}
    assert park["sha256"] == row.sha256


async def test_o5_signed_out_pauses_and_sales_are_still_appended(world: World) -> None:
    await world.sell("first")
    world.gateway.script("submit", *[Fail(SignedOut("TLAUT"))] * 2)
    await world.sell("a")
    calls = len(world.gateway.calls)
    await world.sell("b")
    await world.clock.advance(20)

    assert world.sender.state is Activity.SIGNED_OUT
    assert len(world.gateway.calls) == calls
    assert world.row("b").door is Door.SERVED
    world.sender.wake()
    await let_tasks_run()
    assert len(world.gateway.calls) == calls + 1
    await world.clock.advance(61)
    assert list(world.booked) == ["first", "a", "b"]


async def test_o5_incompatible_pauses_and_goes_on_after_the_server_s_update(world: World) -> None:
    await world.sell("first")
    world.gateway.script("submit", Fail(Incompatible("TLVER")))
    await world.sell("a")

    assert world.sender.state is Activity.INCOMPATIBLE
    assert world.sender.error is not None
    assert world.sender.error.code == "TLVER"
    await world.clock.advance(61)
    assert list(world.booked) == ["first", "a"]


async def test_o5_a_batch_that_is_refused_whole_is_halved_until_the_bad_one_is_alone(world: World) -> None:
    world.gateway.is_down = True
    await world.sell(*(f"s-{i}" for i in range(8)), door=Door.SERVED)
    world.gateway.is_down = False
    submit = world.server.submit

    def unfit(ledger: str, seen: object, commands: list[JsonObject]) -> object:
        if any(c["id"] == "s-5" and c["kind"] != "park" for c in commands):
            raise Rejected("TLBIG")
        return submit(ledger, seen, commands)  # type: ignore[arg-type]

    world.server.submit = unfit  # type: ignore[assignment, method-assign]
    await world.clock.advance(600)

    assert list(world.booked) == [f"s-{i}" for i in range(8) if i != 5]
    assert world.server.state.parked == ["s-5"]
    assert (world.row("s-5").attempts, world.row("s-5").last_error) == (5, "TLBIG")


async def test_a_server_that_asks_to_wait_is_given_the_time(world: World) -> None:
    await world.sell("first")
    world.gateway.script("submit", Fail(Unreachable("TLLIM", {"retry_s": 40})))
    await world.sell("a")
    calls = len(world.gateway.calls)
    await world.clock.advance(39)
    assert len(world.gateway.calls) == calls
    await world.clock.advance(2)

    assert list(world.booked) == ["first", "a"]


async def test_o16_after_an_outage_the_outbox_goes_first_and_never_in_a_burst(world: World) -> None:
    world.gateway.is_down = True
    await world.sell(*(f"s-{i}" for i in range(120)))
    await world.clock.advance(60)
    world.gateway.is_down = False
    calls = len(world.gateway.calls)
    flushing = asyncio.create_task(world.sender.flush(30))
    await world.clock.advance(5)
    batches = world.gateway.batches[-3:]

    assert flushing.result() is True
    assert [len(batch) for batch in batches] == [50, 50, 20]
    assert len(world.gateway.calls) - calls <= 3 + 3
    assert len(world.booked) == 120


async def test_a_flush_that_does_not_get_through_ends_with_its_time(world: World) -> None:
    world.gateway.is_down = True
    await world.sell("a")
    flushing = asyncio.create_task(world.sender.flush(5))
    await world.clock.advance(5.1)

    assert flushing.result() is False
    world.gateway.is_down = False
    world.sender.wake()
    await world.clock.advance(1)
    assert await world.sender.flush(5) is True


async def test_a_bug_ends_neither_the_sending_nor_the_listening(
    world: World, expects_error_logs: ErrorLog
) -> None:
    told: list[Activity] = []

    def broken() -> None:
        raise RuntimeError("a bug of a screen")

    await world.sell("first")
    world.sender.listen(broken)
    leave = world.sender.listen(lambda: told.append(world.sender.state))
    world.gateway.script("submit", Fail(RuntimeError("a bug of a driver")), Hold(gate := asyncio.Event()))
    await world.sell("a")
    world.store.fail_next = [RuntimeError("a bug of a store")]
    await world.clock.advance(4)
    gate.set()
    await world.clock.advance(1)
    leave()
    leave()

    assert list(world.booked) == ["first", "a"]
    assert told[0] is Activity.SENDING
    assert Activity.WAITING_RETRY in told
    assert world.row("a").door is Door.SERVED
    for bug in ("sending failed", "marking number 2 as served failed", "a listener of the sender failed"):
        assert any(bug in line for line in expects_error_logs.lines)


async def test_an_answer_that_says_nothing_is_no_progress(world: World) -> None:
    await world.sell("first")
    submit = world.server.submit
    world.server.submit = lambda *_: ((), None)  # type: ignore[method-assign]
    await world.sell("a")
    await world.clock.advance(300)
    calls = len(world.gateway.called("submit"))
    world.server.submit = submit  # type: ignore[method-assign]
    await world.clock.advance(61)

    assert calls < 40
    assert list(world.booked) == ["first", "a"]


async def test_a_failing_disk_loses_no_outcome(world: World) -> None:
    await world.sell("first")
    world.gateway.script("submit", HoldReply(gate := asyncio.Event()))
    await world.sell("a")
    world.store.fail_next = [DeviceFailed("TLDSK")]
    gate.set()
    await let_tasks_run()
    assert world.sender.state is Activity.LEDGER_FAILED
    await world.clock.advance(5)

    assert list(world.booked) == ["first", "a"]
    assert world.row("a").state is State.DONE
