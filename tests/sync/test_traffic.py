"""The meter: what went over the wire today, and only today."""

from app.sync.traffic import KEPT_TRIPS, Meter
from tests.fakes import FakeClock

DAY_S = 86_400.0


def test_calls_and_frames_are_counted_with_their_bytes() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    meter.call("pulse", 100, 700, 0.02)
    meter.call("submit", 900, 300, 0.05)
    meter.call("pulse", 100, 700, 0.03)
    meter.frame(80, 0)
    meter.frame(0, 7)
    traffic = meter.so_far()

    assert traffic.calls == {"pulse": 2, "submit": 1}
    assert (traffic.requests, traffic.frames) == (3, 2)
    assert (traffic.bytes_out, traffic.bytes_in) == (1107, 1780)
    assert traffic.trips_s == (0.02, 0.05, 0.03)
    assert traffic.since == clock.wall()


def test_a_new_day_begins_at_zero_and_keeps_the_last_round_trips() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    meter.call("pulse", 100, 700, 0.02)
    meter.frame(80, 0)
    clock.pass_time(DAY_S)
    meter.frame(5, 0)
    traffic = meter.so_far()

    assert (traffic.requests, traffic.frames, traffic.bytes_in, traffic.bytes_out) == (0, 1, 5, 0)
    assert traffic.since == clock.wall()
    assert traffic.trips_s == (0.02,)


def test_only_the_last_round_trips_are_kept() -> None:
    meter = Meter(FakeClock())
    for number in range(KEPT_TRIPS + 50):
        meter.call("pulse", 1, 1, float(number))

    assert len(meter.so_far().trips_s) == KEPT_TRIPS
    assert meter.so_far().trips_s[-1] == KEPT_TRIPS + 49
