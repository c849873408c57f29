"""Live: when a till believes its feed, what it asks for while it does, and what it does when it no longer can."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from app.domain.errors import Unreachable
from app.sync.base import FeedMessage
from app.sync.feed import Reached
from app.sync.lease import Offer, OfferState
from app.sync.link import LinkState
from app.sync.live import FeedState
from app.sync.polling import QUIET_PULSE_S
from tests.conftest import ErrorLog
from tests.fakes import Fail, HoldReply
from tests.sync.cache_world import SALES, STOCK
from tests.sync.live_world import LEASE, LIFE_S, LiveTill


@pytest_asyncio.fixture
async def till() -> AsyncIterator[LiveTill]:
    till = LiveTill()
    await till.start()
    yield till
    await till.close()
    assert till.bugs == []


async def test_the_first_pulse_brings_the_lease_and_the_feed_is_offered_it(till: LiveTill) -> None:
    till.run()
    await till.clock.advance(0)

    assert till.wishes == ["token"]
    assert till.feed.leases == [LEASE]
    assert till.live.has_lease


async def test_a_till_is_live_only_when_what_it_missed_is_read(till: LiveTill) -> None:
    till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    till.foreign_sale()
    hold = HoldReply(asyncio.Event())
    till.gateway.script("stock", hold)
    till.feed.join(till.where(), "epoch-1")
    await till.clock.advance(1)
    assert (till.live.state, till.live.is_live) == (FeedState.JOINED, False)

    hold.event.set()
    await till.clock.advance(1)
    assert (till.live.state, till.live.is_live) == (FeedState.LIVE, True)
    assert till.base().rev == till.where().rev


async def test_a_till_that_missed_nothing_asks_nothing(till: LiveTill) -> None:
    await till.go_live()

    assert till.calls("stock") == 1
    assert till.pulses == 1


async def test_rt_2_a_server_that_does_not_say_where_it_is_is_asked_once_and_pulsed(till: LiveTill) -> None:
    till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    till.foreign_sale()
    till.feed.join()
    await till.clock.advance(1)

    assert till.live.is_live
    assert till.calls("stock") == 2
    assert till.pulses == 2
    assert till.base().rev == till.where().rev


async def test_a_read_that_fails_is_tried_until_it_is_answered(till: LiveTill) -> None:
    till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    till.foreign_sale()
    till.gateway.script("stock", *[Fail(Unreachable("TLNET"))] * 6)
    till.feed.join(till.where(), "epoch-1")
    await till.clock.advance(3)
    assert not till.live.is_live

    await till.clock.advance(120)
    assert till.live.is_live


async def test_a_feed_that_is_lost_while_it_reads_is_not_believed(till: LiveTill) -> None:
    till.look(STOCK)
    till.run()
    await till.clock.advance(1)
    till.foreign_sale()
    hold = HoldReply(asyncio.Event())
    till.gateway.script("stock", hold)
    till.feed.join(till.where(), "epoch-1")
    await till.clock.advance(1)
    till.feed.lose()
    hold.event.set()
    await till.clock.advance(1)

    assert not till.live.is_live
    assert till.pulse.plan.pulse_s == 15.0


async def test_a_live_quiet_hour_costs_twelve_requests(till: LiveTill) -> None:
    await till.go_live()
    before = len(till.gateway.calls)
    for _ in range(3600 // 20):
        await till.clock.advance(20)
        till.live.heard()  # the heartbeats' answers

    assert 10 <= len(till.gateway.calls) - before <= 15
    assert till.link_state() is LinkState.ONLINE
    assert till.live.is_live


async def test_the_lease_is_renewed_by_the_pulse_and_the_token_before_it_ends(till: LiveTill) -> None:
    await till.go_live()
    for _ in range(3600 // 20):
        await till.clock.advance(20)
        till.live.heard()

    assert {"token", "lease"} == set(till.wishes)
    assert len(till.feed.leases) >= 3600 / LIFE_S
    assert till.live.has_lease


async def test_a_token_that_outlives_the_lease_is_asked_for_seldom(till: LiveTill) -> None:
    till.offers = [Offer(OfferState.GRANTED, replace(LEASE, token_s=24 * LIFE_S), LIFE_S)]
    await till.go_live()
    for _ in range(3 * 3600 // 20):
        await till.clock.advance(20)
        till.live.heard()

    assert till.wishes.count("token") == len(till.feed.leases) == 1
    assert till.wishes.count("lease") >= 30
    assert till.live.has_lease


async def test_the_line_is_watched_while_somebody_is_at_the_till_or_the_server_does_not_answer(
    till: LiveTill,
) -> None:
    await till.go_live()
    assert not till.live.is_watched
    till.live.used()
    assert till.live.is_watched
    await till.clock.advance(61)
    assert not till.live.is_watched
    till.gateway.script("pulse", Fail(Unreachable("TLNET")))
    till.pulse.wake()
    await till.clock.advance(0)
    assert till.live.is_watched


async def test_a_feed_that_joined_may_be_silent_for_as_long_as_it_says(till: LiveTill) -> None:
    await till.go_live()
    await till.clock.advance(55)
    assert till.link_state() is LinkState.ONLINE
    till.feed.lose()
    assert till.link.feed_silence_s == 0.0


async def test_rt_5_a_token_that_ends_soon_is_replaced_before_it_does(till: LiveTill) -> None:
    till.offers = [Offer(OfferState.GRANTED, replace(LEASE, life_s=10, token_s=10), 10)]
    await till.go_live()
    at = len(till.feed.leases)
    await till.clock.advance(30)

    assert len(till.feed.leases) >= at + 3
    assert till.live.is_live


async def test_a_token_that_the_server_refuses_is_replaced_by_a_pulse_at_once(till: LiveTill) -> None:
    await till.go_live()
    pulses = till.pulses
    till.live.token_wanted()
    await till.clock.advance(0)

    assert till.pulses == pulses + 1
    assert till.wishes[-1] == "token"


async def test_what_is_wanted_while_a_pulse_is_under_way_is_asked_for_after_it(till: LiveTill) -> None:
    await till.go_live()
    hold = HoldReply(asyncio.Event())
    till.gateway.script("pulse", hold)
    till.pulse.wake()
    await till.clock.advance(0)
    till.live.token_wanted()
    await till.clock.advance(0)
    hold.event.set()
    await till.clock.advance(0)

    assert till.wishes[-2:] == ["lease", "token"]


async def test_events_change_the_screen_without_a_request(till: LiveTill) -> None:
    await till.go_live()
    before = len(till.gateway.calls)
    for _ in range(8):
        till.hear(till.event())
        await till.clock.advance(1)

    assert till.base().rev == till.where().rev
    assert len(till.gateway.calls) == before
    assert till.live.so_far.events == 8


async def test_what_is_doubtful_is_asked_for_once(till: LiveTill) -> None:
    await till.go_live()
    reads = till.calls("stock")
    till.foreign_sale()
    for _ in range(5):
        till.live.doubted()
    await till.clock.advance(1)

    assert till.calls("stock") == reads + 1
    assert till.base().rev == till.where().rev


async def test_a_heartbeat_that_is_ahead_is_followed_by_one_read_and_one_pulse(till: LiveTill) -> None:
    await till.go_live()
    reads, pulses = till.calls("stock"), till.pulses
    till.foreign_sale()
    till.live.reached(till.where())
    await till.clock.advance(1)
    assert (till.calls("stock"), till.pulses) == (reads + 1, pulses + 1)

    till.live.reached(till.where())
    await till.clock.advance(1)
    assert (till.calls("stock"), till.pulses) == (reads + 1, pulses + 1)


async def test_a_heartbeat_that_is_late_moves_nothing(till: LiveTill) -> None:
    await till.go_live()
    reads, pulses = till.calls("stock"), till.pulses
    before = till.where()
    till.hear(till.event())
    till.live.reached(before)
    till.live.reached(Reached(before.rev))
    await till.clock.advance(1)

    assert (till.calls("stock"), till.pulses) == (reads, pulses)


async def test_traffic_is_counted_from_the_events_and_makes_the_pulse_quicker(till: LiveTill) -> None:
    await till.go_live()
    till.look(SALES)
    assert till.pulse.plan.pulse_s == QUIET_PULSE_S
    for _ in range(11):
        till.hear(till.event())
        await till.clock.advance(1)
    assert till.pulse.plan.pulse_s == 60.0
    pulses = till.pulses
    await till.clock.advance(72)
    assert till.pulses == pulses + 1

    await till.clock.advance(300)
    assert till.pulse.plan.pulse_s == QUIET_PULSE_S


async def test_traffic_of_before_it_was_live_is_what_the_server_counted(till: LiveTill) -> None:
    till.sales_last_5min = 40
    await till.go_live()
    assert till.pulse.plan.pulse_s == 60.0

    await till.clock.advance(300)
    assert till.pulse.plan.pulse_s == QUIET_PULSE_S


async def test_another_epoch_in_a_message_is_read_whole_and_its_topics_are_new(till: LiveTill) -> None:
    await till.go_live()
    till.gateway.server.state.epoch = "epoch-2"
    message = till.event()
    till.hear(FeedMessage("epoch-2", message.rev, message.rev, (), {}, {}))
    await till.clock.advance(1)

    assert till.base().epoch == "epoch-2"
    till.live.reached(till.where())
    await till.clock.advance(1)
    assert till.pulses == 2


@pytest.mark.parametrize(
    ("offer", "state"),
    [
        (Offer(OfferState.FULL), FeedState.REFUSED),
        (Offer(OfferState.OFF), FeedState.SUSPENDED),
        (Offer(OfferState.NONE), FeedState.OFF),
        (None, FeedState.OFF),
    ],
)
async def test_a_till_without_a_lease_asks_and_asks_for_one(
    till: LiveTill, offer: Offer | None, state: FeedState
) -> None:
    till.offers = [offer]
    till.run()
    await till.clock.advance(150)

    assert till.live.state is state
    assert 8 <= till.pulses <= 14
    assert set(till.wishes) == {"token"}
    assert not till.live.has_lease


async def test_a_till_at_the_cap_listens_as_soon_as_another_leaves(till: LiveTill) -> None:
    till.offers = [*[Offer(OfferState.FULL)] * 3, Offer(OfferState.GRANTED, LEASE, LIFE_S)]
    till.run()
    await till.clock.advance(80)

    assert till.feed.leases == [LEASE]


async def test_a_lease_that_is_taken_away_ends_the_feed(till: LiveTill) -> None:
    await till.go_live()
    till.offers = [Offer(OfferState.OFF)]
    till.pulse.wake()
    await till.clock.advance(1)

    assert till.live.state is FeedState.SUSPENDED
    assert till.pulse.plan.pulse_s == 15.0


async def test_a_feed_that_is_heard_while_calls_fail_says_nothing_of_the_server(till: LiveTill) -> None:
    await till.go_live()
    till.gateway.is_down = True
    till.pulse.wake()
    await till.clock.advance(1)
    till.live.heard()
    assert till.link_state() is LinkState.UNSURE

    till.gateway.is_down = False
    till.feed.lose()
    till.feed.join(till.where(), "epoch-1")
    await till.clock.advance(3)
    assert till.link_state() is LinkState.ONLINE


async def test_the_lag_of_events_is_measured_by_the_server_s_clock(till: LiveTill) -> None:
    await till.go_live()
    now_ms = int(till.outbox.time.now_s() * 1000)
    till.hear(till.event(at_ms=now_ms - 250))
    till.hear(till.event(at_ms=(now_ms - 40) % 60_000))
    till.hear(till.event(at_ms=now_ms + 30))
    till.hear(till.event())

    assert [round(lag, 3) for lag in till.live.so_far.lags_s] == [0.25, 0.04, 0.0]


async def test_a_clock_that_is_unsure_measures_no_lag(till: LiveTill) -> None:
    await till.go_live()
    till.clock.set_wall(till.clock.wall() + 3600)
    till.hear(till.event(at_ms=5))

    assert till.live.so_far.lags_s == ()


async def test_the_states_are_kept_and_told(till: LiveTill) -> None:
    seen: list[FeedState] = []
    stop = till.live.listen(lambda: seen.append(till.live.state))
    await till.go_live()
    till.feed.lose()
    stop()
    till.feed.join(till.where(), "epoch-1")
    await till.clock.advance(1)

    assert seen == [FeedState.CONNECTING, FeedState.JOINED, FeedState.LIVE, FeedState.BACKOFF]
    assert [state for _, state in till.live.so_far.states][-2:] == [FeedState.JOINED, FeedState.LIVE]
    assert till.live.so_far.joins == 2


async def test_a_listener_that_fails_ends_nothing(till: LiveTill, expects_error_logs: ErrorLog) -> None:
    def fail() -> None:
        raise ValueError("a bug")

    till.live.listen(fail)
    await till.go_live()

    said = {record.getMessage() for record in expects_error_logs.records}
    assert said == {"a listener of the feed's state failed"}
