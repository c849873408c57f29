"""The cap of who listens to a bar: one more till polls, is told of, is counted, and gets in when another leaves."""

from __future__ import annotations

import asyncio
import json
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from app.domain.sale import exact_cash
from app.sync.live import FeedState
from app.sync.polling import POLLING_PULSE_S
from tests.e2e.live_bar import PATIENCE_S, LiveBar, Seat
from tests.fixtures_postgres import OwnPostgres
from tests.proof_record import record


async def until(is_so: Callable[[], bool]) -> None:
    draw = Random(1)
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 - many tills, none of which tells of all this
            await asyncio.sleep(draw.uniform(0.02, 0.05))


def state(seat: Seat) -> FeedState:
    assert seat.till.live is not None
    return seat.till.live.state


async def metric(bar: LiveBar, name: str) -> float:
    """Return what the relay's page for Prometheus says of the bar."""

    def read() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{bar.relay_port}/metrics", timeout=10) as page:
            return str(page.read().decode())

    text = await asyncio.to_thread(read)
    [value] = re.findall(rf'^{name}\{{bar="{bar.bar}"\}} (\S+)$', text, re.MULTILINE)
    return float(value)


async def one_too_many(bar: LiveBar, cap: int) -> dict[str, float]:
    """Fill the bar up to its cap and one beyond; return how long the last one waited for its place."""
    db = await bar.database()
    await db.execute("update data.bars set realtime_cap = $1", cap)
    await bar.open_seats(bar.seats[:cap])
    await until(lambda: all(state(seat) is FeedState.LIVE for seat in bar.seats[:cap]))
    late = bar.seats[cap]
    await bar.open_seats([late])
    await until(lambda: state(late) is FeedState.REFUSED)
    assert late.till.pulse.plan.pulse_s == POLLING_PULSE_S

    seller = bar.seats[0].till
    seller.checkout.tap(bar.products[0])
    await seller.checkout.pay(exact_cash(seller.checkout.cart.total))
    await until(lambda: bool(late.till.bar.truth(bar.products[0])) and is_shown(late, seller.bar.revision))
    [told] = await db.fetch(
        "select params from data.notifications where kind = 'realtime_full' and read_at is null"
    )
    assert json.loads(told["params"])["cap"] == cap
    assert await metric(bar, "bartender_relay_bar_sockets") == cap
    assert await metric(bar, "bartender_relay_bar_refused_tills") == 1
    await db.close()

    left_at = time.monotonic()
    await bar.seats[1].close()
    await until(lambda: state(late) is FeedState.LIVE)
    return {"cap": cap, "waited_s": round(time.monotonic() - left_at, 1)}


def is_shown(seat: Seat, rev: int) -> bool:
    """Tell whether a till that polls has read what the others were told."""
    return seat.till.bar.revision >= rev


@pytest.mark.timeout(240)
async def test_one_till_beyond_the_cap_polls_until_another_leaves(
    tmp_path: Path, own_postgres: OwnPostgres
) -> None:
    bar = LiveBar(tmp_path, own_postgres, Random(3))
    await bar.open(3, is_closed=True)
    try:
        waited = await one_too_many(bar, cap=2)
        assert waited["waited_s"] < 1.3 * POLLING_PULSE_S
    finally:
        await bar.close()


@pytest.mark.proof
async def test_the_31st_till_of_a_bar(tmp_path: Path, own_postgres: OwnPostgres) -> None:
    began = time.monotonic()
    bar = LiveBar(tmp_path, own_postgres, Random(3))
    await bar.open(31, is_closed=True)
    try:
        record("thirty-first-till", await one_too_many(bar, cap=30), 3, time.monotonic() - began)
    finally:
        await bar.close()
