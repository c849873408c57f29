"""When something happened, on machines whose clocks are wrong, dead, set by hand or asleep."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.sync.moment import CorrectedClock, iso
from app.sync.ports import ClockAnchor
from tests.fakes import FakeClock
from tests.sync.outbox_world import World

TRUE = datetime(2026, 7, 1, 20, 0, tzinfo=UTC).timestamp()


def measured(clock: FakeClock, server_s: float, trip_s: float = 0.0) -> CorrectedClock:
    corrected = CorrectedClock(clock)
    now = clock.monotonic()
    corrected.measure(iso(server_s), now - trip_s, now)
    return corrected


def test_before_the_server_was_heard_a_moment_is_unsure_and_never_before_the_last() -> None:
    clock = FakeClock(wall=TRUE)
    last = iso(TRUE + 3_600)
    corrected = CorrectedClock(clock, None, last)
    stamp = corrected.stamp()

    assert stamp.is_unsure
    assert stamp.moment == last
    clock.pass_time(7_200)
    assert corrected.stamp().moment == iso(TRUE + 7_200)
    assert (stamp.age_s, stamp.boot) == (1_000.0, "boot-1")
    assert CorrectedClock(clock).last_moment is None


def test_the_offset_is_the_server_s_time_at_the_middle_of_the_trip() -> None:
    clock = FakeClock(wall=12_345.0)
    corrected = measured(clock, TRUE, trip_s=1.0)
    clock.pass_time(10)

    assert not corrected.is_unsure
    assert corrected.now_s() == pytest.approx(TRUE + 10.5)
    assert corrected.stamp().moment == iso(TRUE + 10.5)


def test_o12_a_clock_set_back_a_day_does_not_move_the_moments() -> None:
    clock = FakeClock(wall=TRUE)
    corrected = measured(clock, TRUE)
    before = corrected.stamp()
    clock.pass_time(60)
    clock.set_wall(clock.wall() - 86_400)
    after = corrected.stamp()

    assert (before.is_unsure, after.is_unsure) == (False, True)
    assert after.seconds == pytest.approx(TRUE + 60)


def test_a_machine_that_slept_goes_by_its_wall_clock() -> None:
    clock = FakeClock(wall=TRUE - 5)
    corrected = measured(clock, TRUE)
    clock.set_wall(clock.wall() + 3_600)  # asleep: the monotonic clock stood still

    assert corrected.is_unsure
    assert corrected.stamp().seconds == pytest.approx(TRUE + 3_600)


def test_a_slow_answer_does_not_replace_a_good_measurement() -> None:
    clock = FakeClock(wall=TRUE)
    corrected = measured(clock, TRUE)
    now = clock.monotonic()

    assert not corrected.measure(iso(TRUE + 40), now - 8, now)
    assert corrected.now_s() == pytest.approx(TRUE)
    unsure = CorrectedClock(clock)
    assert unsure.measure(iso(TRUE + 40), now - 8, now)
    assert unsure.now_s() == pytest.approx(TRUE + 44)


def test_only_a_correction_that_moved_is_worth_storing() -> None:
    clock = FakeClock(wall=TRUE)
    corrected = measured(clock, TRUE)
    now = clock.monotonic()

    assert not corrected.measure(iso(TRUE + 0.5), now, now)
    assert corrected.measure(iso(TRUE + 5), now, now)
    assert not corrected.measure("no time", now, now)
    assert corrected.measure("2026-07-01T19:00:00", now, now)  # without a zone it is UTC
    assert corrected.now_s() == pytest.approx(TRUE - 3_600)


def test_a_moment_from_a_clock_that_was_ahead_does_not_hold_back_the_later_ones() -> None:
    clock = FakeClock(wall=TRUE + 86_400 * 365)
    corrected = CorrectedClock(clock)
    ahead = corrected.stamp()
    clock.set_wall(TRUE)
    now = clock.monotonic()
    corrected.measure(iso(TRUE), now, now)
    clock.set_wall(TRUE - 86_400)

    assert ahead.seconds > TRUE + 86_400
    assert corrected.stamp().seconds == pytest.approx(TRUE)


def test_an_anchor_of_another_boot_counts_for_nothing() -> None:
    clock = FakeClock()
    anchor = ClockAnchor("boot-0", 1.0, 2.0, 3.0)

    assert CorrectedClock(clock, anchor).anchor is None
    assert CorrectedClock(clock, ClockAnchor("boot-1", 1.0, 2.0, 3.0)).anchor is not None


async def test_o12_the_clock_set_back_a_day_changes_neither_order_nor_retries() -> None:
    world = World()
    await world.start()
    await world.sell("a")
    world.gateway.is_down = True
    await world.sell("b")
    world.clock.set_wall(world.clock.wall() - 86_400)
    await world.sell("c")
    world.gateway.is_down = False
    await world.clock.advance(120)
    moments = [row.moment for row in world.outbox.rows()]

    assert list(world.booked) == ["a", "b", "c"]
    assert moments == sorted(moments)
    await world.stop()
