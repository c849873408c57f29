"""kill -9 of tills, PostgreSQL and the server: every sale is in the database once. Long forms: make proof."""

from __future__ import annotations

import time

import pytest

from tests.e2e import kills
from tests.e2e.site import Site
from tests.proof_record import record

SEED = 20_260_101


async def test_a_till_killed_at_random_moments_loses_and_doubles_nothing(site: Site) -> None:
    counts = await kills.kill_tills(site, kills=20, seed=SEED)

    assert counts["met_append"] > 0
    assert counts["met_send"] + counts["met_reply"] > 0


async def test_a_till_killed_between_send_and_reply_has_its_sale_booked_once(site: Site) -> None:
    await kills.kill_between_send_and_reply(site)


async def test_postgres_killed_at_random_moments_loses_and_doubles_nothing(site: Site) -> None:
    counts = await kills.kill_postgres(site, kills=2, seed=SEED)

    assert counts["acknowledged"] > 2


async def test_a_server_killed_at_random_moments_loses_and_doubles_nothing(site: Site) -> None:
    counts = await kills.kill_servers(site, kills=2, seed=SEED)

    assert counts["acknowledged"] > 2


@pytest.mark.proof
@pytest.mark.timeout(1800)
async def test_proof_of_200_killed_tills(site: Site) -> None:
    started = time.monotonic()
    counts = await kills.kill_tills(site, kills=200, seed=SEED)

    record("killed_tills", counts, SEED, time.monotonic() - started)
    assert min(counts[f"met_{aim}"] for aim in kills.Aim) >= 5


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_20_killed_postgres(site: Site) -> None:
    started = time.monotonic()
    counts = await kills.kill_postgres(site, kills=20, seed=SEED)

    record("killed_postgres", counts, SEED, time.monotonic() - started)
    assert counts["acknowledged"] > 20


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_20_killed_servers(site: Site) -> None:
    started = time.monotonic()
    counts = await kills.kill_servers(site, kills=20, seed=SEED)

    record("killed_servers", counts, SEED, time.monotonic() - started)
    assert counts["acknowledged"] > 20
