"""Lines that are cut, mute, slow or not there: every sale is in the database once. Long forms: make proof."""

from __future__ import annotations

import time

import pytest

from tests.e2e import outages
from tests.e2e.site import Site
from tests.proof_record import record

SEED = 20_260_102


async def test_a_line_cut_at_each_step_of_a_sale_books_it_once(site: Site) -> None:
    counts = await outages.cut_lines(site, rounds=1)

    assert counts["acknowledged"] == 4


async def test_a_mute_line_makes_a_sale_served_and_books_it_once(site: Site) -> None:
    counts = await outages.mute_lines(site, rounds=1)

    assert counts["served"] == 2


async def test_a_refusal_that_is_lost_on_the_line_becomes_a_served_sale(site: Site) -> None:
    await outages.refusal_lost(site)


async def test_a_slow_line_books_every_sale_once(site: Site) -> None:
    counts = await outages.slow_line(site, sales=3)

    assert counts["booked"] == 3


async def test_a_line_that_stalls_books_every_sale_once(site: Site) -> None:
    counts = await outages.stalling_line(site, sales=2, seed=SEED)

    assert counts["booked"] == 2


async def test_an_evening_without_the_server_is_booked_whole(site: Site) -> None:
    counts = await outages.offline_evening(site, sales=30)

    assert counts["acknowledged"] == 30


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_cut_lines(site: Site) -> None:
    started = time.monotonic()
    counts = await outages.cut_lines(site, rounds=10)

    record("cut_lines", counts, None, time.monotonic() - started)
    assert counts["acknowledged"] == 40


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_mute_lines(site: Site) -> None:
    started = time.monotonic()
    counts = await outages.mute_lines(site, rounds=5)

    record("mute_lines", counts, None, time.monotonic() - started)
    assert counts["served"] == 10


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_flapping_lines(site: Site) -> None:
    started = time.monotonic()
    counts = await outages.flapping_line(site, cuts=60, seed=SEED)

    record("flapping_line", counts, SEED, time.monotonic() - started)
    assert counts["acknowledged"] > 60


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_slow_lines(site: Site) -> None:
    started = time.monotonic()
    slow = await outages.slow_line(site, sales=20)
    record("slow_line", slow, None, time.monotonic() - started)
    assert slow["booked"] == 20


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_stalling_lines(site: Site) -> None:
    started = time.monotonic()
    counts = await outages.stalling_line(site, sales=20, seed=SEED)

    record("stalling_line", counts, SEED, time.monotonic() - started)
    assert counts["booked"] == 20
    assert counts["served"] > 0


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_100_sales_without_the_server(site: Site) -> None:
    started = time.monotonic()
    counts = await outages.offline_evening(site, sales=100)

    record("offline_evening", counts, None, time.monotonic() - started)
    assert counts["acknowledged"] == 100
