"""The sender before a server that counts otherwise: restored, of another ledger or epoch; and versions of commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import Rejected
from app.sync.ports import Command, Door, JsonObject, State
from app.sync.wire import Upcasters
from tests.fakes import Fail, HoldReply, Refusal, let_tasks_run
from tests.ledgers import sale
from tests.sync.outbox_world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    await world.start()
    yield world
    await world.stop()


async def test_a_restored_server_gets_back_what_its_backup_had_lost(world: World) -> None:
    world.server.judge = lambda c: Refusal("TLSTK") if c["id"] == "b" and c["door"] == "counter" else None
    await world.sell("before")
    backup = world.server.backup()
    await world.sell("a", "b", "c")
    world.server.restore(backup)
    await world.sell("d")
    await world.clock.advance(10)

    assert world.outbox.epoch == "epoch-2"
    assert world.resets == 1
    assert list(world.booked) == ["before", "a", "c", "d"]
    assert [row.state for row in world.outbox.rows()] == [
        State.DONE,
        State.DONE,
        State.REFUSED,
        State.DONE,
        State.DONE,
    ]
    assert world.outbox.unsent() == ()
    assert world.outbox.alert is None


async def test_a_gap_in_the_numbers_that_a_new_epoch_explains_is_no_new_ledger(world: World) -> None:
    await world.sell("before")
    backup = world.server.backup()
    await world.sell("a")
    world.server.restore(backup)
    world.gateway.script("submit", Fail(Rejected("TLGAP", {"no": 3, "expected": 2})))
    await world.sell("b")
    await world.clock.advance(10)

    assert world.outbox.ledger == "ledger-1"
    assert list(world.booked) == ["before", "a", "b"]
    (pulse,) = world.gateway.called("pulse")
    assert pulse.argument == {"version": "", "queue": 1, "oldest_s": 0.0, "unsure": 0}


async def test_o15_a_gap_that_no_epoch_explains_begins_a_new_ledger(world: World) -> None:
    world.server.notices_restore = False
    await world.sell("before")
    backup = world.server.backup()
    await world.sell("a")
    world.server.restore(backup)
    await world.sell("b")
    await world.clock.advance(10)

    assert world.outbox.ledger != "ledger-1"
    assert world.outbox.alert is not None
    assert world.outbox.alert.params["reason"] == "TLGAP"
    assert list(world.booked) == ["before", "a", "b"]
    assert world.outbox.unsent() == ()


async def test_a_gap_without_its_number_begins_a_new_ledger_too(world: World) -> None:
    await world.sell("before")
    world.gateway.script("submit", Fail(Rejected("TLGAP")))
    await world.sell("a")
    await world.clock.advance(10)

    assert world.outbox.ledger != "ledger-1"
    assert list(world.booked) == ["before", "a"]


async def test_a_server_that_has_forgotten_the_ledger_opens_it_again(world: World) -> None:
    await world.sell("a")
    del world.server.state.books["ledger-1"]
    world.server.state.booked.clear()
    world.server.state.by_id.clear()
    await world.sell("b")
    await world.clock.advance(30)

    assert world.outbox.ledger == "ledger-1"
    assert list(world.booked) == ["a", "b"]
    assert world.outbox.epoch == "epoch-2"


async def test_a_ledger_that_is_not_accepted_though_it_was_opened_gives_way_to_another(world: World) -> None:
    await world.sell("a")
    world.gateway.script("submit", *[Fail(Rejected("TLLED"))] * 2)
    await world.sell("b")
    await world.clock.advance(30)

    assert world.outbox.ledger != "ledger-1"
    assert list(world.booked) == ["a", "b"]


async def test_an_answer_for_another_ledger_opens_ours_and_then_a_new_one(world: World) -> None:
    await world.sell("a")
    marks = world.server.marks

    def foreign(ledger: str, server_time: str | None = None) -> object:
        return (
            replace(marks(ledger, server_time), ledger="theirs")
            if ledger == "ledger-1"
            else marks(ledger, server_time)
        )

    world.server.marks = foreign  # type: ignore[method-assign, assignment]
    await world.sell("b")
    await world.clock.advance(30)

    assert world.outbox.ledger != "ledger-1"
    assert list(world.booked) == ["a", "b"]
    assert world.row("b").state is State.DONE


async def test_an_answer_of_a_past_epoch_is_sent_for_again(world: World) -> None:
    world.server.notices_restore = False
    await world.sell("a")
    await world.outbox.rewind(replace(world.server.marks("ledger-1"), epoch="epoch-9"))
    await world.sell("b")
    await world.clock.advance(5)
    assert world.row("b").state is State.WAITING
    world.server.state.epoch = "epoch-9"
    await world.clock.advance(60)

    assert world.row("b").state is State.DONE
    assert list(world.booked) == ["a", "b"]


async def test_a_new_ledger_while_a_batch_is_in_flight_books_nothing_twice(world: World) -> None:
    await world.sell("a")
    world.gateway.script("submit", HoldReply(gate := asyncio.Event()))
    await world.sell("b", "c")
    await world.outbox.open_new_ledger("test")
    gate.set()
    await world.clock.advance(10)

    assert list(world.booked) == ["a", "b", "c"]
    assert [row.state for row in world.outbox.rows()] == [State.DONE, State.DONE]


async def test_a_ledger_that_takes_the_place_of_one_that_is_just_opened_is_opened_too(world: World) -> None:
    await world.sell("a")
    world.outbox.unregister()
    world.gateway.script("open_ledger", HoldReply(gate := asyncio.Event()))
    await world.sell("b")
    await world.outbox.open_new_ledger("test")
    gate.set()
    await world.clock.advance(10)

    assert list(world.booked) == ["a", "b"]
    assert world.outbox.is_registered
    assert len(world.gateway.called("submit")) == 2, "nothing is sent under a ledger that is not opened yet"


async def test_o15_an_adopted_copy_s_sales_are_booked_once_beside_the_newer_ones(world: World) -> None:
    world.gateway.is_down = True
    await world.sell("a", "b")
    await world.store.put_copy("stick")
    world.gateway.is_down = False
    await world.clock.advance(5)
    await world.stop()
    copies, world.store = world.store.copies, type(world.store)("ledger-2")
    world.store.copies = copies
    await world.start()
    await world.sell("newer")
    brought = (await world.outbox.adopt("stick")).brought
    await world.clock.advance(5)

    assert brought == 2
    assert list(world.booked) == ["a", "b", "newer"]
    assert world.outbox.unsent() == ()


def double(body: JsonObject) -> JsonObject:
    return {**body, "lines": [body["line"]], "line": None}


async def test_o11_an_older_version_is_lifted_at_send_and_keeps_its_hash() -> None:
    world = World(upcasters={("count_stock", 1): double}, known_versions={"count_stock": 2})
    await world.start()
    row = await world.outbox.append(Command("a", "count_stock", 1, {"line": 7}))
    await let_tasks_run()
    (command,) = world.sent()

    assert (command["version"], command["body"]) == (2, {"lines": [7], "line": None})
    assert command["sha256"] == row.sha256
    assert (row.version, row.body) == (1, {"line": 7})
    await world.stop()


async def test_o11_a_newer_version_is_parked(world: World) -> None:
    row = await world.outbox.append(Command("a", "record_sale", 2, {"x": 1}, by="ama"))
    await world.outbox.append(Command("b", "of the future", 1, {}))
    await world.sell("c")
    await world.clock.advance(5)

    assert world.server.state.parked == ["a", "b"]
    assert list(world.booked) == ["c"]
    assert (world.row("a").state, world.row("a").code) == (State.REFUSED, "TLPRK")
    park = next(c for call in world.gateway.called("submit") for c in call.argument if c["id"] == "a")  # type: ignore[attr-defined]
    assert park["body"] == {"kind": "record_sale", "version": 2, "body": {"x": 1}}
    assert park["sha256"] == row.sha256


def test_o11_a_missing_step_is_no_way() -> None:
    upcasters = Upcasters({"sale": 3}, {("sale", 2): double})

    assert upcasters.lift("sale", 1, {}) is None
    assert upcasters.lift("sale", 2, {"line": 1}) == (3, {"line": None, "lines": [1]})
    assert upcasters.lift("sale", 3, {"line": 1}) == (3, {"line": 1})
    assert upcasters.lift("sale", 4, {}) is None
    assert upcasters.lift("other", 1, {}) is None


async def test_a_retried_refusal_is_a_new_command(world: World) -> None:
    world.server.judge = lambda c: Refusal("TLSTK") if c["no"] == 1 else None
    await world.sell("a")
    row = await world.outbox.retry(1)
    await world.clock.advance(5)

    assert list(world.booked) == [row.id]
    assert world.outbox.summary().refused_count == 0


async def test_an_override_goes_by_the_served_door_at_once(world: World) -> None:
    row = await world.outbox.append(sale("a", door=Door.SERVED))
    outcome = await world.sender.wait_outcome(row.no, 5)

    assert outcome.door is Door.SERVED
    judged = await world.sender.wait_outcome(row.no, 5, until_judged=True)
    assert judged.state is State.DONE


async def test_numbers_purged_long_ago_are_declared_to_a_restored_server(world: World) -> None:
    backup = world.server.backup()
    await world.sell("a", "b", "c", "d")
    await world.stop()
    for no in (2, 3):
        del world.store.rows[no]
    world.server.restore(backup, new_epoch=True)
    await world.start()
    await world.sell("e")
    await world.clock.advance(10)

    assert world.server.state.gaps == [(2, 3)]
    assert list(world.booked) == ["a", "d", "e"]
    assert world.outbox.unsent() == ()


async def test_an_answer_without_a_time_leaves_the_clock_unsure(world: World) -> None:
    marks = world.server.marks
    world.server.marks = lambda ledger, server_time=None: marks(ledger)  # type: ignore[method-assign]
    await world.sell("a")

    assert world.row("a").state is State.DONE
    assert world.outbox.time.is_unsure
