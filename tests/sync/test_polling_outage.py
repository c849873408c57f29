"""The pulse and a server that is gone, comes back, or comes back as another: O16, epochs, ledgers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from app.domain.errors import SignedOut, Unreachable
from app.sync.link import LinkState
from app.sync.polling import Plan, StockBy
from app.sync.ports import PulseAnswer
from tests.fakes import Fail, HoldReply
from tests.sync.cache_world import SALES, STOCK, TEAM
from tests.sync.polling_world import Till


@pytest_asyncio.fixture
async def till() -> AsyncIterator[Till]:
    till = Till()
    await till.start()
    yield till
    await till.close()
    assert till.bugs == []


async def test_offline_one_probe_at_a_time_backs_off_to_30_seconds(till: Till) -> None:
    till.look(SALES)
    till.gateway.is_down = True
    till.run()
    await till.clock.advance(30)
    assert till.link_state() is LinkState.OFFLINE
    assert till.pulse.plan == Plan(StockBy.SNAPSHOT, None)
    assert isinstance(till.pulse.error, Unreachable)
    assert not till.cache.is_online
    before, till.gateway.most_in_flight = len(till.gateway.calls), 0
    await till.clock.advance(600)

    assert till.pulses >= 600 / 30
    assert len(till.gateway.calls) - before <= 80
    assert till.gateway.most_in_flight == 1
    assert till.calls("sales") == 1, "a read waits for the line"


async def test_after_an_outage_the_outbox_goes_first_then_one_delta_then_what_is_stale(till: Till) -> None:
    """O16: never a burst. Counted: three requests and the batches."""
    till.look(STOCK)
    till.look(SALES)
    till.look(TEAM)
    till.run()
    await till.clock.advance(1)
    till.gateway.is_down = True
    for _ in range(120):
        await till.sell()
        await till.clock.advance(1)
    await till.clock.advance(480)
    assert till.link_state() is LinkState.OFFLINE
    before = len(till.gateway.calls)

    till.gateway.is_down = False
    while till.link_state() is LinkState.OFFLINE:
        await till.clock.advance(0.1)
        if till.link_state() is LinkState.OFFLINE:
            before = len(till.gateway.calls)
    await till.clock.advance(8)

    calls = [call.name for call in till.gateway.calls[before:]]
    batches = [no for no, name in enumerate(calls) if name == "submit"]
    reads = [no for no, name in enumerate(calls) if name in ("stock", "sales", "team")]
    assert len(batches) == 3, "120 commands in batches of 50"
    assert max(batches) < min(reads), "nothing is read before the outbox is empty"
    assert calls[min(reads)] == "stock"
    assert [calls[no] for no in reads].count("stock") == 1
    assert "team" not in calls, "what has not moved is not read again"
    assert len(calls) <= 3 + len(batches)
    assert till.base().value == {"a": 100 - 120}
    assert till.cache.is_online
    assert till.cache.shown(STOCK) == till.base().value


async def test_a_till_that_wakes_with_a_batch_pulses_at_once(till: Till) -> None:
    till.run()
    await till.clock.advance(1)
    till.gateway.is_down = True
    await till.sell()
    await till.clock.advance(120)
    assert till.link_state() is LinkState.OFFLINE
    till.gateway.is_down = False
    till.gateway.script("pulse", *[Fail(Unreachable("TLNET"))] * 5)
    while till.calls("submit") == 0 or till.outbox.unsent():
        before = till.pulses
        await till.clock.advance(0.1)
    await till.clock.advance(0)

    assert till.pulses > before


async def test_an_outbox_that_cannot_be_emptied_does_not_keep_the_screens_stale(till: Till) -> None:
    seen = till.look(SALES)
    till.run()
    await till.clock.advance(1)
    till.gateway.is_down = True
    await till.sell()
    await till.clock.advance(120)
    till.gateway.is_down = False
    till.foreign_sale()
    till.gateway.script("submit", *[Fail(SignedOut("TLAUT"))] * 50)
    till.pulse.wake()
    await till.clock.advance(20)
    assert not till.cache.is_online
    await till.clock.advance(60)

    assert till.cache.is_online
    assert not seen.now.is_stale


async def test_a_line_that_goes_again_before_the_outbox_is_sent_leaves_the_reads_paused(till: Till) -> None:
    till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    till.gateway.is_down = True
    await till.sell()
    await till.clock.advance(120)
    reads = till.calls("stock")
    till.gateway.is_down = False
    till.gateway.script("submit", *[Fail(Unreachable("TLNET"))] * 200)
    till.pulse.wake()
    await till.clock.advance(1)
    till.gateway.is_down = True
    await till.clock.advance(120)

    assert till.link_state() is LinkState.OFFLINE
    assert not till.cache.is_online
    assert till.calls("stock") == reads


async def test_a_line_that_goes_during_the_one_read_leaves_the_others_paused(till: Till) -> None:
    till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    till.gateway.is_down = True
    await till.clock.advance(120)
    till.gateway.is_down = False
    gate = asyncio.Event()
    till.gateway.script("stock", HoldReply(gate))
    till.pulse.wake()
    await till.clock.advance(1)
    till.gateway.is_down = True
    await till.clock.advance(60)
    assert till.link_state() is LinkState.OFFLINE
    gate.set()
    till.link.failed(Unreachable("TLNET"))
    await till.clock.advance(0)
    assert till.link_state() is not LinkState.OFFLINE, "the answer that was under way proves the line"

    till.gateway.is_down = False
    await till.clock.advance(60)
    assert till.cache.is_online


async def test_a_pulse_of_a_past_epoch_is_not_used(till: Till) -> None:
    till.look(STOCK)
    await till.settle()
    await till.pulse.beat()
    till.gateway.server.restore(till.gateway.server.backup(), new_epoch=True)
    await till.pulse.beat()
    assert till.outbox.epoch == "epoch-2"
    answer = till.pulse.answer
    late = replace(till._marks(), epoch="epoch-1")
    till.gateway.pulses = lambda marks: PulseAnswer(late, 0, 0, 1, {})

    assert not await till.pulse.beat()
    assert till.pulse.answer is answer


async def test_a_restored_server_takes_the_bases_with_it_and_the_screen_is_read_again(till: Till) -> None:
    seen = till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    backup = till.gateway.server.backup()
    for _ in range(3):
        await till.sell()
        await till.clock.advance(20)
    assert till.base().value == {"a": 97}
    till.gateway.server.restore(backup)
    await till.clock.advance(40)

    assert till.outbox.epoch == "epoch-2"
    assert till.base().epoch == "epoch-2"
    assert seen.now.shown == {"a": 97}, "the sales that the backup had lost went out again, once"
    assert len(till.gateway.server.state.booked) == 3


async def test_a_server_that_forgot_the_ledger_is_told_of_it_again_though_nothing_waits(till: Till) -> None:
    till.run()
    await till.clock.advance(1)
    del till.gateway.server.state.books["ledger-1"]
    await till.clock.advance(40)

    assert till.calls("open_ledger") == 1
    assert till.pulse.error is None
