"""A bar that listens: each change is on every other screen at once, and no fault of any part makes a screen lie."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from app.domain.sale import exact_cash
from app.server.binaries import Binaries
from tests.e2e.live_bar import LiveBar
from tests.e2e.live_histories import History
from tests.fixtures_postgres import OwnPostgres
from tests.proof_record import record

SEED = int(os.environ.get("BARTENDER_SEED", "20261129"))


async def play(
    folder: Path, postgres: OwnPostgres, binaries: Binaries, seed: int, tills: int, steps: int
) -> Counter[str]:
    """Play one history; returns what happened, after having looked for lies at every moment of it."""
    draw = Random(seed)
    bar = LiveBar(folder, postgres, draw)
    await bar.open(tills)
    try:
        history = History(bar, binaries, draw)
        try:
            await history.play(steps)
        except TimeoutError as error:
            raise AssertionError(f"seed {seed}: no quiet point: {bar.state()}") from error
        lies = await bar.lies()
        assert not lies, f"seed {seed}: {len(lies)} lies, first: {lies[:3]}"
        counts = history.counts + Counter({f"frames_{name}": n for name, n in bar.web.counts.items()})
        counts["samples"] = len(bar.samples)
        return counts
    finally:
        await bar.close()


async def test_a_sale_is_on_every_other_screen_without_a_request(
    tmp_path: Path, own_postgres: OwnPostgres
) -> None:
    bar = LiveBar(tmp_path, own_postgres, Random(SEED))
    await bar.open(3)
    try:
        await bar.become_quiet()
        asked = [list(seat.line.asked) for seat in bar.seats[1:]]
        here = bar.seats[0].till
        here.checkout.tap(bar.products[0], 2)
        await here.checkout.pay(exact_cash(here.checkout.cart.total))
        await bar.become_quiet()

        assert [seat.line.asked for seat in bar.seats[1:]] == asked
        assert [len(seat.till.live.so_far.lags_s) for seat in bar.seats[1:] if seat.till.live] == [1, 1]
        assert await bar.lies() == []
    finally:
        await bar.close()


async def test_a_second_start_reads_nothing_that_the_first_pulse_confirms(
    tmp_path: Path, own_postgres: OwnPostgres
) -> None:
    bar = LiveBar(tmp_path, own_postgres, Random(SEED))
    await bar.open(1)
    try:
        [seat] = bar.seats
        await bar.become_quiet()
        first = sorted(seat.line.asked)
        await seat.close()
        assert seat.line.asked[-1] == "leave"
        seat.line.asked.clear()
        await seat.open()
        await bar.become_quiet()

        assert first == ["bootstrap", "open_ledger", "pulse", "sign_in"]
        assert sorted(seat.line.asked) == ["pulse", "sign_in"]
    finally:
        await bar.close()


@pytest.mark.timeout(300)
async def test_no_fault_makes_a_screen_lie(
    tmp_path: Path, own_postgres: OwnPostgres, postgres_binaries: Binaries
) -> None:
    counts = await play(tmp_path, own_postgres, postgres_binaries, SEED, tills=3, steps=80)

    assert counts["quiet_points"] == 2
    assert counts["samples"] > 100


@pytest.mark.proof
async def test_many_evenings_and_no_screen_ever_lies(
    tmp_path: Path, own_postgres: OwnPostgres, postgres_binaries: Binaries
) -> None:
    began, total = time.monotonic(), Counter[str]()
    for number in range(60):
        seed = SEED + number
        folder = tmp_path / str(number)
        folder.mkdir()
        total += await play(folder, own_postgres, postgres_binaries, seed, tills=2 + number % 4, steps=200)
        total["histories"] += 1  # each history is kept at once: the whole takes hours on a busy machine
        record("live-screens", total, SEED, time.monotonic() - began)
