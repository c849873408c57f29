"""A whole till: starting with and without the server, waiting for it, tidying, closing, and its state in one look."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from app.domain.errors import DeviceFailed, Incompatible, Unreachable
from app.sync.ports import Answer, Envelope, JsonObject
from app.till.diagnostics import as_json, report_of
from app.till.till import TIDY_S
from tests.conftest import ErrorLog
from tests.fakes import Fail, Hold, let_tasks_run
from tests.till.world import World, ident


async def test_a_new_till_asks_one_question_to_fill_itself(world: World) -> None:
    reads = [call.name for call in world.gateway.calls if call.name not in ("open_ledger", "pulse")]

    assert reads == ["bootstrap"]
    assert world.bar.is_ready
    assert world.till.cache.looks().total.rate == 1.0, "every part was fresh when it was looked at"


async def test_nothing_is_asked_before_the_server_knows_the_ledger() -> None:
    world = World()
    gate = asyncio.Event()
    world.gateway.script("open_ledger", Hold(gate))
    await world.boot()
    assert [call.name for call in world.gateway.calls] == ["open_ledger"]

    gate.set()
    await world.settle()
    assert world.bar.is_ready
    await world.close()


async def test_a_till_that_may_only_read_its_ledger_shows_the_bar() -> None:
    world = World()
    await world.boot()
    await world.crash()
    world.ledger.holder = {"pid": 5}
    await world.boot()

    assert world.outbox.is_read_only
    assert world.bar.is_ready
    await world.close()


async def test_without_a_bootstrap_each_part_is_asked_for_by_itself() -> None:
    world = World()
    world.gateway.script("bootstrap", Fail())
    await world.boot()

    assert world.bar.is_ready
    assert world.left("flag") == 10
    await world.close()


@pytest.mark.parametrize("is_foreign", [False, True])
async def test_a_bootstrap_that_is_not_understood_or_not_ours_is_not_used(is_foreign: bool) -> None:
    world = World()

    def strange(_params: JsonObject) -> Answer:
        marks = Envelope("another ledger" if is_foreign else "ledger-1", "epoch-1", 0, frozenset(), 0)
        return Answer(marks, {} if is_foreign else [])

    world.gateway.reads["bootstrap"] = strange
    await world.boot()

    assert world.bar.is_ready
    await world.close()


async def test_a_bug_in_the_bootstrap_keeps_nothing_from_being_read(expects_error_logs: ErrorLog) -> None:
    world = World()
    world.gateway.script("bootstrap", Fail(ZeroDivisionError()))
    await world.boot()

    assert world.bar.is_ready
    assert any("bootstrap" in line for line in expects_error_logs.lines)
    await world.close()


async def test_the_counter_deadline_is_the_bars(world: World) -> None:
    settings = world._settings()
    marks = replace(world.server.marks("ledger-1"), topic_rev=1)

    await world.till.cache.receive(("settings",), Answer(marks, {**settings, "counter_deadline_ms": 4_000}))
    await world.settle()

    assert world.till.sender.counter_deadline_s == 4.0


async def test_a_cold_start_without_the_server_sells_from_what_was_known(counter: World) -> None:
    counter.gateway.is_down, counter.desk.error = True, Unreachable("TLNET")
    await counter.restart()
    await counter.sign_in()

    sold = await counter.sell("flag")

    assert sold.ticket == "C1-000001"
    assert counter.left("flag") == 9


async def test_refresh_reads_the_stock_now(world: World) -> None:
    world.put("flag", stock=4)

    refreshing = asyncio.ensure_future(world.till.refresh(5))
    await world.clock.advance(1)
    await refreshing

    assert world.left("flag") == 4


async def test_refresh_of_a_till_that_shows_nothing_yet_asks_all_the_same() -> None:
    world = await World.open(start=False)
    await world.outbox.registered(0)
    await world.outbox.rewind(Envelope("ledger-1", "epoch-1", 0, frozenset(), 0))

    refreshing = asyncio.ensure_future(world.till.refresh(5))
    await world.clock.advance(1)
    await refreshing

    assert world.bar.revision == 0
    assert world.bar.stock(ident("flag")) is not None
    await world.close()


async def test_refresh_says_why_it_could_not(world: World) -> None:
    world.gateway.script("stock_since", Fail(Incompatible("TLVER")))
    refreshing = asyncio.ensure_future(world.till.refresh(5))
    await world.clock.advance(1)
    with pytest.raises(Incompatible):
        await refreshing

    await world.go_down()
    refreshing = asyncio.ensure_future(world.till.refresh(5))
    await world.clock.advance(6)
    with pytest.raises(Unreachable) as failed:
        await refreshing
    assert failed.value.params == {"timed_out": True}


async def test_idle_is_when_everything_is_judged_and_shown(counter: World) -> None:
    await counter.sell("flag")

    waiting = asyncio.ensure_future(counter.till.wait_idle(5))
    await counter.clock.advance(1)

    assert await waiting
    truth = counter.bar.truth(ident("flag"))
    assert truth is not None
    assert truth.stock == counter.left("flag") == 9
    assert await counter.till.wait_idle(5), "and again at once"


@pytest.mark.parametrize("what", ["submit", "read"])
async def test_a_server_that_does_not_answer_is_not_idle(counter: World, what: str) -> None:
    if what == "submit":
        counter.gateway.is_down = True
    else:
        counter.gateway.script("stock_since", *[Fail()] * 9)
    await counter.sell("flag")

    waiting = asyncio.ensure_future(counter.till.wait_idle(3))
    await counter.clock.advance(4)

    assert not await waiting


async def test_what_every_snapshot_contains_is_forgotten_now_and_then(counter: World) -> None:
    for _ in range(3):
        await counter.sell("flag")
    await counter.settle()
    await counter.refresh()
    assert counter.ledger.meta.contained_up_to == 0

    await counter.clock.advance(TIDY_S)

    assert counter.ledger.meta.contained_up_to == 3


async def test_a_disk_that_refuses_to_tidy_is_tidied_later(counter: World) -> None:
    await counter.sell("flag")
    await counter.settle()
    await counter.refresh()
    counter.ledger.fail_next = [DeviceFailed("TLDSK")]
    await counter.clock.advance(TIDY_S)
    assert counter.ledger.meta.contained_up_to == 0

    await counter.clock.advance(TIDY_S)
    assert counter.ledger.meta.contained_up_to == 1


async def test_closing_leaves_unsent_work_on_the_disk(counter: World) -> None:
    counter.gateway.is_down = True
    await counter.sell("flag")
    await let_tasks_run(1)
    await counter.crash()
    await counter.till.close()

    assert not counter.ledger.is_open
    assert list(counter.ledger.rows) == [1]


async def test_the_state_of_a_till_in_one_look(counter: World) -> None:
    await counter.go_down()
    await counter.sell("flag")

    status = counter.till.status()
    assert {key: status[key] for key in status if key not in as_json(report_of(counter.till))} == {
        "till": "C1",
        "person": "Afi",
        "offline_session": False,
        "is_online": False,
        "ledger": counter.outbox.ledger,
        "epoch": "epoch-1",
        "rev": 0,
        "sender": counter.till.sender.state,
        "waiting": 1,
        "waiting_amount": 500,
        "refused": 0,
    }
    assert (status["link"], status["link_since"]) == ("offline", counter.till.link.since)
    assert (status["realtime"], status["hit_rate"]) == ("off", 1.0)
    counter.session.sign_out()
    assert counter.till.status()["person"] is None
