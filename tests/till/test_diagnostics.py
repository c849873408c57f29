"""Diagnostics: what a person who helps from afar asks for first."""

from __future__ import annotations

import json

from app.sync.link import LinkState
from app.sync.live import FeedState
from app.till.diagnostics import Spread, as_json, report_of, spread
from tests.till.world import World


def test_a_spread_has_times_that_were_met() -> None:
    assert spread([]) == Spread(None, None, 0)
    assert spread([0.3]) == Spread(0.3, 0.3, 1)
    assert spread([float(n) for n in range(100, 0, -1)]) == Spread(50.0, 95.0, 100)


async def test_a_till_that_only_asks_has_no_feed(world: World) -> None:
    till = world.till
    report = report_of(till)

    assert report.feed.state is FeedState.OFF
    assert report.feed.lag == Spread(None, None, 0)
    assert report.links[-1][1] is LinkState.ONLINE
    assert report.pulse_s == 15.0
    assert (report.sales_5min, report.tills_online) == (0, 1)
    assert report.clock_offset_s is not None


async def test_everything_is_said_in_json(world: World) -> None:
    till = world.till
    till.meter.call("pulse", 100, 700, 0.020)
    till.meter.call("stock_since", 50, 200, 0.040)
    till.meter.frame(80, 7)
    said = as_json(report_of(till))

    assert said["trip_ms"] == {"p50": 20.0, "p95": 40.0, "count": 2}
    assert (said["pulses"], said["deltas"], said["requests"]) == (1, 1, 2)
    assert (said["bytes_in"], said["bytes_out"]) == (980, 157)
    assert said["lag_ms"] is None
    assert json.loads(json.dumps(said)) is not None
