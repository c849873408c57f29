"""The check says nothing of sound books and names what is wrong in others."""

from __future__ import annotations

import pytest

from app.cli.sentences import FINDINGS, finding_sentence
from app.server.check import CHECKS, OF_THE_MOMENT, check_database
from tests.server.small_bar import SmallBar

FAILING = """
    insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done, error)
    select (select min(e.name) from data.schedule e where e.is_enabled), 'a test', now(), 1, false, 'no'
    from generate_series(1, 3)
"""

ORPHANS = """
    insert into data.sale_items
    select (jsonb_populate_record(i, jsonb_build_object('sale_id', gen_random_uuid()))).* from data.sale_items i
"""

# Each lets one thing be wrong; triggers and foreign keys are off, as nothing of ours could do it.
TAMPERED = [
    ("stock", "update data.bar_products set stock = stock + 1"),
    ("reserved", "update data.bar_products set reserved = 1"),
    (
        "products",
        ORPHANS,
    ),
    ("numbers", "update data.commands set no = no + 5"),
    (
        "overloads",
        "create function api.version(what text) returns jsonb language sql as 'select null::jsonb'",
    ),
    (
        "overloads",
        "create function jobs.check_stock(bar uuid) returns jsonb language sql as 'select null::jsonb'",
    ),
    ("jobs", FAILING),
    ("jobs", "update data.migrations set applied_at = applied_at - interval '27 hours'"),
    ("sums", "update data.sales set total_minor = total_minor + 1"),
    ("sums", "delete from data.payments"),
    ("movements", "update data.sale_items set qty = qty + 1, price_minor = price_minor * qty / (qty + 1)"),
    ("commands", "update data.commands set outcome = 'refused', code = 'TLSTK'"),
    ("numbers", "update data.ledgers set last_no = last_no + 1 where last_no > 0"),
    (
        "indexes",
        "update pg_index set indisvalid = false where indexrelid = 'data.idx_sales_bar_created'::regclass",
    ),
    ("indexes", "alter table data.users add constraint named check (name <> '') not valid"),
    ("grants", "grant select on data.bars to bartender_till"),
    ("grants", "grant execute on all functions in schema jobs to bartender_till"),
    ("grants", "grant execute on function api.version() to public"),
    ("grants", "alter table data.bars no force row level security"),
]


async def test_sound_books_are_sound(small_bar: SmallBar) -> None:
    await small_bar.sell(2)

    assert await check_database(small_bar.connection) == []


@pytest.mark.parametrize(("check", "tampering"), TAMPERED)
async def test_what_is_wrong_is_found_and_said(small_bar: SmallBar, check: str, tampering: str) -> None:
    await small_bar.sell(2)
    await small_bar.connection.execute("set session_replication_role = replica")
    await small_bar.connection.execute(tampering)

    findings = await check_database(small_bar.connection)

    assert check in {finding.check for finding in findings}
    assert all("…" not in finding_sentence(finding) for finding in findings)


async def test_jobs_that_stand_still_do_not_make_a_backup_unsound(small_bar: SmallBar) -> None:
    await small_bar.connection.execute(FAILING)

    findings = await check_database(small_bar.connection)

    assert {finding.check for finding in findings} == OF_THE_MOMENT


def test_every_check_has_a_sentence() -> None:
    assert set(FINDINGS) == set(CHECKS)
