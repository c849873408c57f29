"""A restored backup: every sale that it lacks comes back from the tills, once. Long forms: make proof."""

from __future__ import annotations

import time

import pytest

from tests.e2e import restores
from tests.e2e.site import Site
from tests.proof_record import record


async def test_a_restored_backup_gets_every_lost_sale_back_from_the_tills(site: Site) -> None:
    counts = await restores.restored_backup(site, lost_sales=10)

    assert counts["lost_by_the_restore"] == 10


async def test_a_restore_while_the_tills_are_away_gets_every_sale_when_they_come_back(site: Site) -> None:
    counts = await restores.restored_without_the_tills(site, lost_sales=6)

    assert counts["lost_by_the_restore"] == 6


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_50_sales_lost_by_a_restore(site: Site) -> None:
    started = time.monotonic()
    counts = await restores.restored_backup(site, lost_sales=50)

    record("restored_backup", counts, None, time.monotonic() - started)
    assert counts["lost_by_the_restore"] == 50


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_50_sales_lost_while_the_tills_are_away(site: Site) -> None:
    started = time.monotonic()
    counts = await restores.restored_without_the_tills(site, lost_sales=50)

    record("restored_without_the_tills", counts, None, time.monotonic() - started)
    assert counts["lost_by_the_restore"] == 50
