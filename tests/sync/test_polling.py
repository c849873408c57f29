"""The pulse: how often it is made, what it tells and what it moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from random import Random

import pytest
import pytest_asyncio

from app.domain.errors import Rejected, Unreachable
from app.sync.link import LinkState
from app.sync.polling import FEED_LOST_S, JITTER, Plan, StockBy, jittered, plan
from app.sync.ports import Answer, Json
from tests.fakes import Fail, FakeClock, ScriptedGateway
from tests.sync.cache_world import SALES, STOCK, TEAM, Seen
from tests.sync.polling_world import Till


@pytest_asyncio.fixture
async def till() -> AsyncIterator[Till]:
    till = Till()
    await till.start()
    yield till
    await till.close()
    assert till.bugs == []


@pytest.mark.parametrize(
    ("is_live", "sales", "emergency_s", "is_offline", "expected"),
    [
        (True, 0, None, False, Plan(StockBy.EVENTS, 300.0)),
        (True, 10, None, False, Plan(StockBy.EVENTS, 300.0)),
        (True, 11, None, False, Plan(StockBy.EVENTS, 60.0, 15.0)),
        (False, 0, None, False, Plan(StockBy.DELTA, 15.0)),
        (False, 99, None, False, Plan(StockBy.DELTA, 15.0)),
        (False, 0, 45.0, False, Plan(StockBy.DELTA, 45.0)),
        (True, 99, 45.0, False, Plan(StockBy.DELTA, 45.0)),
        (True, 0, 0.0, False, Plan(StockBy.DELTA, 5.0)),
        (True, 0, 1e9, False, Plan(StockBy.DELTA, 3600.0)),
        (True, 99, 45.0, True, Plan(StockBy.SNAPSHOT, None)),
        (False, 0, None, True, Plan(StockBy.SNAPSHOT, None)),
    ],
)
def test_the_table_of_states(
    is_live: bool, sales: int, emergency_s: float | None, is_offline: bool, expected: Plan
) -> None:
    found = plan(is_live=is_live, sales_last_5min=sales, emergency_s=emergency_s, is_offline=is_offline)

    assert found == expected


def test_intervals_are_spread_by_a_fifth_both_ways() -> None:
    drawn = [jittered(15.0, Random(seed)) for seed in range(300)]

    assert min(drawn) >= 15 * (1 - JITTER)
    assert max(drawn) <= 15 * (1 + JITTER)
    assert max(drawn) - min(drawn) > 5


async def test_a_polling_till_pulses_every_15_seconds_and_its_lamp_stays_green(till: Till) -> None:
    till.run()
    states: set[LinkState] = set()
    await till.clock.advance(1)
    for _ in range(600):
        await till.clock.advance(1)
        states.add(till.link.state)

    assert 600 / 18 <= till.pulses <= 600 / 12 + 1
    assert states == {LinkState.ONLINE}


async def test_a_live_quiet_hour_costs_12_pulses_and_nothing_else(till: Till) -> None:
    till.flags["realtime"] = True
    till.pulse.set_live(True)
    till.look(STOCK)
    till.look(SALES)
    till.run()
    await till.clock.advance(1)
    before = len(till.gateway.calls)
    for _ in range(360):
        await till.clock.advance(10)
        till.link.heard()

    assert 10 <= len(till.gateway.calls) - before <= 15
    assert till.calls("stock") == till.calls("sales") == 1


async def test_a_busy_live_till_pulses_every_minute(till: Till) -> None:
    till.sales_last_5min = 11
    till.flags["realtime"] = True
    till.pulse.set_live(True)
    till.run()
    await till.clock.advance(1)
    before = till.pulses
    await till.clock.advance(600)

    assert 8 <= till.pulses - before <= 13
    assert till.pulse.plan.list_gap_s == 15.0


async def test_the_realtime_switch_of_the_server_makes_a_live_till_poll(till: Till) -> None:
    till.pulse.set_live(True)
    till.run()
    await till.clock.advance(1)
    before = till.pulses
    await till.clock.advance(150)

    assert 8 <= till.pulses - before <= 13


async def test_a_feed_that_goes_is_followed_by_a_pulse_within_three_seconds(till: Till) -> None:
    till.flags["realtime"] = True
    till.pulse.set_live(True)
    till.run()
    await till.clock.advance(20)
    before = till.pulses
    till.pulse.set_live(True)
    await till.clock.advance(0)
    assert till.pulses == before
    till.pulse.set_live(False)
    await till.clock.advance(FEED_LOST_S)

    assert till.pulses == before + 1


@pytest.mark.parametrize("flag", [120, 120.0])
async def test_the_emergency_flag_sets_the_interval_and_the_lamp_stays_green(till: Till, flag: Json) -> None:
    till.flags["emergency_s"] = flag
    till.run()
    await till.clock.advance(1)
    before = till.pulses
    for _ in range(120):
        await till.clock.advance(10)
        assert till.link_state() is LinkState.ONLINE

    assert 8 <= till.pulses - before <= 13


@pytest.mark.parametrize(("flag", "least", "most"), [(None, 100, 160), (60, 9, 14)])
async def test_calls_that_fail_have_a_till_look_at_once_but_in_an_emergency(
    till: Till, flag: Json, least: int, most: int
) -> None:
    """A server that refuses every other call: each pulse makes the link whole, so that the next failure is news."""
    till.flags["emergency_s"] = flag
    till.run()
    await till.clock.advance(1)
    before = till.pulses
    for _ in range(120):
        till.link.failed(Unreachable("TLNET", {"sqlstate": "53300", "known": True}))
        await till.clock.advance(5)

    assert least <= till.pulses - before <= most


async def test_a_flag_that_is_no_number_is_no_emergency(till: Till) -> None:
    till.flags["emergency_s"] = "soon"
    await till.pulse.beat()

    assert till.pulse.plan.pulse_s == 15.0


async def test_a_pulse_tells_what_was_seen_and_how_the_outbox_stands(till: Till) -> None:
    await till.pulse.beat()
    assert till.gateway.called("pulse")[-1].argument == {
        "version": "0.1.0",
        "queue": 0,
        "oldest_s": 0.0,
        "unsure": 0,
    }
    till.outbox.time.measure("no time", 0.0, 0.0)
    till.clock.set_wall(0.0)
    till.look(STOCK)
    till.foreign_sale()
    await till.settle()
    await till.sell()
    await till.clock.advance(7)
    await till.pulse.beat()

    call = till.gateway.called("pulse")[-1]
    assert call.argument == {"version": "0.1.0", "queue": 1, "oldest_s": 7.0, "unsure": 1}
    assert call.seen is not None
    assert (call.seen.epoch, call.seen.applied, call.seen.rev) == ("epoch-1", 0, 1)
    assert not till.outbox.time.is_unsure, "the answer corrects the clock"


async def test_a_foreign_sale_is_read_as_a_delta_with_the_next_pulse(till: Till) -> None:
    stock, sales = till.look(STOCK), till.look(SALES)
    till.run()
    await till.clock.advance(1)
    before = till.calls("stock"), till.calls("sales"), till.calls("team")
    till.foreign_sale()
    await till.clock.advance(18.1)

    assert stock.now.shown == {"a": 99}
    assert sales.now.shown == ()
    assert (till.calls("stock"), till.calls("sales"), till.calls("team")) == (
        before[0] + 1,
        before[1] + 1,
        before[2],
    )
    assert till.gateway.called("stock")[-1].argument == {"rev": 0, "epoch": "epoch-1"}


async def test_a_live_till_that_is_behind_for_5_seconds_has_missed_an_event_and_reads(till: Till) -> None:
    till.look(STOCK)
    till.flags["realtime"] = True
    till.pulse.set_live(True)
    till.run()
    await till.clock.advance(1)
    before = till.calls("stock")
    till.foreign_sale()
    till.pulse.wake()
    await till.clock.advance(4.9)
    till.pulse.wake()
    await till.clock.advance(0)
    assert till.calls("stock") == before, "the event may be under way"
    await till.clock.advance(0.2)

    assert till.calls("stock") == before + 1
    assert till.base().value == {"a": 99}


async def test_an_event_that_came_in_time_spares_the_read(till: Till) -> None:
    till.look(STOCK)
    till.flags["realtime"] = True
    till.pulse.set_live(True)
    till.run()
    await till.clock.advance(1)
    before = till.calls("stock")
    till.foreign_sale()
    till.pulse.wake()
    await till.clock.advance(2)
    await till.cache.receive(STOCK, Answer(till._marks(), [{"id": "a", "n": 99, "rev": 1}]))
    till.pulse.wake()
    await till.clock.advance(60)

    assert till.calls("stock") == before


async def test_a_refused_pulse_is_an_error_that_is_kept_and_tried_again(till: Till) -> None:
    till.gateway.script("pulse", Fail(Rejected("TLREV")))
    assert not await till.pulse.beat()
    assert isinstance(till.pulse.error, Rejected)
    assert await till.pulse.beat()

    assert till.pulse.error is None


@pytest.mark.usefixtures("expects_error_logs")
async def test_a_bug_in_a_pulse_is_logged_and_the_pulse_goes_on(
    till: Till, caplog: pytest.LogCaptureFixture
) -> None:
    till.gateway.script("pulse", Fail(ZeroDivisionError()))
    till.run()
    await till.clock.advance(20)

    assert "the pulse failed" in caplog.text
    assert till.pulses == 2


async def test_each_pulse_sweeps_what_nobody_has_looked_at_for_its_keep_time(till: Till) -> None:
    seen: Seen = till.look(TEAM)
    await till.settle()
    assert seen.observer is not None
    seen.observer.close()
    till.clock.pass_time(48 * 3600)
    await till.pulse.beat()

    assert till.cache.shown(TEAM) is None
    assert isinstance(till.clock, FakeClock)
    assert isinstance(till.gateway, ScriptedGateway)
