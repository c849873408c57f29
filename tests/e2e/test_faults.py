"""Kill, cut, restore: afterwards every sale is in the database once, the ledger is exact. Long forms: make proof."""

from __future__ import annotations

import time

import pytest

from tests.e2e import stories
from tests.e2e.site import Site
from tests.proof_record import record

SEED = 20_260_101


async def test_a_till_killed_at_random_moments_loses_and_doubles_nothing(site: Site) -> None:
    counts = await stories.kill_tills(site, kills=20, seed=SEED)

    assert counts["kills_after_a_first_sale"] > 0


async def test_postgres_killed_at_random_moments_loses_and_doubles_nothing(site: Site) -> None:
    counts = await stories.kill_postgres(site, kills=2, seed=SEED)

    assert counts["acknowledged"] > 0


async def test_an_evening_without_the_server_is_booked_whole(site: Site) -> None:
    counts = await stories.offline_evening(site, sales=30)

    assert counts["acknowledged"] == 30
    assert counts["requests_after"] <= 3 + 1


async def test_a_restored_backup_gets_every_lost_sale_back_from_the_tills(site: Site) -> None:
    counts = await stories.restored_backup(site, lost_sales=10)

    assert counts["lost_by_the_restore"] == 10


@pytest.mark.proof
@pytest.mark.timeout(1800)
async def test_proof_of_200_killed_tills(site: Site) -> None:
    started = time.monotonic()
    counts = await stories.kill_tills(site, kills=200, seed=SEED)

    record("killed_tills", counts, SEED, time.monotonic() - started)
    assert counts["kills_after_a_first_sale"] >= 50


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_proof_of_20_killed_servers(site: Site) -> None:
    started = time.monotonic()
    counts = await stories.kill_postgres(site, kills=20, seed=SEED)

    record("killed_postgres", counts, SEED, time.monotonic() - started)
    assert counts["acknowledged"] > 20


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_100_sales_without_the_server(site: Site) -> None:
    started = time.monotonic()
    counts = await stories.offline_evening(site, sales=100)

    record("offline_evening", counts, None, time.monotonic() - started)
    assert counts["requests_after"] <= 3 + 2


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_50_sales_lost_by_a_restore(site: Site) -> None:
    started = time.monotonic()
    counts = await stories.restored_backup(site, lost_sales=50)

    record("restored_backup", counts, None, time.monotonic() - started)
    assert counts["lost_by_the_restore"] == 50
