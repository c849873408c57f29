"""The pulse: how often it is made, what it moves, and the order of things after an outage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from random import Random

import pytest
import pytest_asyncio

from app.domain.errors import Rejected, SignedOut, Unreachable
from app.sync.base import Base
from app.sync.cache import Cache
from app.sync.link import Link, LinkedGateway, LinkState
from app.sync.outbox import Outbox
from app.sync.polling import JITTER, Plan, Pulse, StockBy, jittered, plan
from app.sync.ports import Answer, Command, Envelope, Json, JsonObject, PulseAnswer
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from tests.fakes import Fail, FakeClock, HoldReply, MemoryLedger, ScriptedGateway
from tests.sync.cache_world import SALES, SPECS, STOCK, TEAM, Seen, World


class Till(World):
    """A whole till but for its screens: cache, outbox, sender and pulse before one small server."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = MemoryLedger()
        self.outbox = Outbox(self.ledger, self.clock, till_code="C1")
        self.link = Link(self.clock)
        self.flags: dict[str, Json] = {"realtime": False, "emergency_s": None}
        self.sales_last_5min = 0
        self.topics: dict[str, int] = {"sales": 1, "team": 1}
        self.gateway.pulses = self._pulse
        for name in ("stock", "sales", "team"):
            self.gateway.reads[name] = self._read(name)

    def _marks(self) -> Envelope:
        marks = self.gateway.server.marks("ledger-1", self.gateway.server_time())
        topics = self.topics | {"sales": self.topics["sales"] + len(self.gateway.server.state.booked)}
        return Envelope(
            marks.ledger,
            marks.epoch,
            marks.applied,
            marks.refused,
            marks.rev,
            None,
            topics,
            marks.server_time,
        )

    def _pulse(self, _: Envelope) -> PulseAnswer:
        return PulseAnswer(self._marks(), self.sales_last_5min, 0, 1, self.flags)

    def _read(self, name: str) -> Callable[[JsonObject], Answer]:
        def read(params: JsonObject) -> Answer:
            marks = self._marks()
            if name == "stock":
                n = 100 - len(self.gateway.server.state.booked)
                return Answer(marks, [{"id": "a", "n": n, "rev": marks.rev}])
            return Answer(
                Envelope(
                    marks.ledger, marks.epoch, marks.applied, marks.refused, marks.rev, marks.topics[name]
                ),
                [],
            )

        return read

    async def start(self) -> None:
        await self.outbox.open()
        await self.outbox.registered(0)
        gateway = LinkedGateway(self.gateway, self.link)
        reconciler = Reconciler(self.outbox)
        self.cache = Cache(
            SPECS,
            gateway=gateway,
            outbox=self.outbox,
            snapshots=self.snapshots,
            reconcile=reconciler.reconcile,
            clock=self.clock,
            random=Random(5),
            spawn=self.spawn,
            schedule=self.schedule,
            report=self.bugs.append,
        )
        reconciler.on_new_epoch(self.cache.drop_bases)
        self.sender = Sender(
            self.outbox,
            gateway,
            self.clock,
            reconciler.reconcile,
            upcasters={},
            known_versions={"take": 1},
            random=Random(6),
        )
        self.pulse = Pulse(
            gateway=gateway,
            cache=self.cache,
            outbox=self.outbox,
            link=self.link,
            reconcile=reconciler.reconcile,
            flush=self.sender.flush,
            clock=self.clock,
            random=Random(7),
            spawn=self.spawn,
            stock=STOCK,
            version="0.1.0",
        )

    def run(self) -> None:
        self.spawn(self.sender.run(), "sender")
        self.spawn(self.pulse.run(), "pulse")
        self.spawn(self.link.watch(), "link")

    async def sell(self) -> None:
        no = self.outbox.next_no
        await self.outbox.append(Command(f"command-{no}", "take", 1, {"a": 1}, amount=500))

    def foreign_sale(self) -> None:
        state = self.gateway.server.state
        state.rev += 1
        state.booked.append("foreign")

    @property
    def pulses(self) -> int:
        return self.calls("pulse")

    def base(self) -> Base:
        base = self.cache.base(STOCK)
        assert base is not None
        return base

    def link_state(self) -> LinkState:
        return self.link.state


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


async def test_a_feed_that_goes_is_followed_by_a_pulse_at_once(till: Till) -> None:
    till.flags["realtime"] = True
    till.pulse.set_live(True)
    till.run()
    await till.clock.advance(20)
    before = till.pulses
    till.pulse.set_live(True)
    await till.clock.advance(0)
    assert till.pulses == before
    till.pulse.set_live(False)
    await till.clock.advance(0)

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


async def test_a_refused_pulse_is_an_error_that_is_kept_and_tried_again(till: Till) -> None:
    till.gateway.script("pulse", Fail(Rejected("TLREV")))
    assert not await till.pulse.beat()
    assert isinstance(till.pulse.error, Rejected)
    assert await till.pulse.beat()

    assert till.pulse.error is None


async def test_a_server_that_forgot_the_ledger_is_told_of_it_again_though_nothing_waits(till: Till) -> None:
    till.run()
    await till.clock.advance(1)
    del till.gateway.server.state.books["ledger-1"]
    await till.clock.advance(40)

    assert till.calls("open_ledger") == 1
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
