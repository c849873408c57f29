"""Updates of what is out there: a server of the first release, and one whose till sells all the while."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from app.domain.enrolment import Enrolment, long_code
from app.server import provision
from app.server.check import OF_THE_MOMENT, check_database
from app.server.migrate import migrate, read_plan
from app.server.provision import Connection
from tests.e2e.harness import Till, running
from tests.fixtures_postgres import Database, Server
from tests.server.small_bar import PIN, SmallBar
from tests.sql.test_migrate import SECURE, Folder, folder

__all__ = ["folder"]

ROWS = Path(__file__).with_name("first_release.sql")
LAST = "0006_epochs"
"""The last migration of the first release; what is released is never edited."""
TOKEN = hashlib.sha256(b"a till of the first release").hexdigest()
SOLD = 7
"""Bottles, in four sales; 24 had come."""


@pytest.fixture
def first(postgres_server: Server, postgres_template: str) -> Iterator[Database]:
    """A database as the first release left it."""
    name = f"{postgres_template}_first"
    postgres_server.execute(f'create database "{name}"')
    postgres_server.run(_fill(postgres_server.url(name)))
    yield Database(name, postgres_server.url(name))
    postgres_server.execute(f'drop database "{name}" with (force)')


async def _fill(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("create schema data authorization bartender_owner; set role bartender_owner")
    await connection.execute(
        "create table data.migrations"
        " (name text primary key, sha256 text not null, applied_at timestamptz not null default now())"
    )
    for migration in read_plan().migrations:
        if migration.name <= LAST:
            await connection.execute(migration.text)
    await connection.execute("reset role; set session_replication_role = replica")  # rows in any order
    await connection.execute(ROWS.read_text("utf-8"))
    await connection.close()


async def faults(connection: Connection) -> list[object]:
    return [found for found in await check_database(connection) if found.check not in OF_THE_MOMENT]


async def test_a_server_of_the_first_release_is_updated_and_its_till_goes_on(first: Database) -> None:
    report = await migrate(first.superuser_url)
    connection = await asyncpg.connect(first.superuser_url)
    row = await connection.fetchrow(
        "select t.bar_id::text, t.id::text as till, t.ledger_id::text, m.user_id::text, p.id::text as product"
        " from data.tills t join data.bar_members m using (bar_id) join data.bar_products p using (bar_id)"
    )
    assert row is not None
    bar = SmallBar(
        connection, row["bar_id"], row["user_id"], row["till"], TOKEN, row["product"], row["ledger_id"]
    )
    before = await bar.stock()
    await bar.open_ledger()
    seen = json.dumps({name: bar.marks[name] for name in ("epoch", "applied", "rev")})
    bar.marks = await bar.call("submit", TOKEN, bar.ledger, seen, "[]")  # the data moved to another cluster
    await bar.sell(2)
    after = await bar.stock()
    found = await faults(connection)
    again = await migrate(first.superuser_url)
    await connection.close()

    assert report.applied == tuple(one.name for one in read_plan().migrations if one.name > LAST)
    assert (before, after, bar.marks["applied"]) == (24 - SOLD, 24 - SOLD - 2, 5)
    assert found == []
    assert (again.applied, again.is_rebuilt) == ((), False)


async def test_what_is_kept_with_its_time_begins_with_what_the_first_release_had(first: Database) -> None:
    await migrate(first.superuser_url)
    connection = await asyncpg.connect(first.superuser_url)
    kept = await connection.fetch(
        "select h.closing_hour = b.closing_hour and h.time_zone = b.time_zone and h.valid_from = b.hours_since as fits,"
        " b.hours_since = b.created_at as from_the_first from data.bars b join data.bar_hours h on h.bar_id = b.id"
    )
    await connection.close()

    assert [tuple(row) for row in kept] == [(True, True)]


async def test_a_till_sells_through_a_deploy_with_migrations_that_wait(
    database: Database, folder: Folder, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    bar = await SmallBar.make(connection)
    await connection.execute("select logic.adjust_stock($1, $2, 1000)", bar.bar, bar.product)
    till_id = await provision.create_till(connection, bar.bar, "C7", "Terrasse")
    code = await provision.create_enrolment(connection, bar.bar, till_id)
    folder.add("0097_wide", "alter table data.payments add note text; alter table data.site add note text;")
    folder.add(
        "0098_index", "-- online\ncreate index concurrently idx_made on data.sales (bar_id, ticket);\n"
    )
    folder.add("0099_later", f"create table data.later (x integer primary key); {SECURE}")
    profile = tmp_path / "C7"
    profile.mkdir()
    words = long_code(Enrolment(database.till_url, code))
    options = ("till", "--headless", "--profile", str(profile), "--enrol", words)
    till: Till = await Till.start(*options, stderr=profile / "stderr.log")

    async def sell() -> set[str]:
        return {(await till.sell("Flag"))["sale"] for _ in range(50)}

    async with running(till):
        await till.expect("started")
        await till.sign_in("Aïcha Bio", PIN)
        sold, report = await asyncio.gather(sell(), migrate(database.superuser_url, folder=folder.path))
        sold |= await sell()
        await till.wait_idle()
    booked = [row["id"] for row in await connection.fetch("select id::text from data.sales")]
    found = await faults(connection)
    await connection.close()

    assert report.applied == ("0097_wide", "0098_index", "0099_later")
    assert (len(sold), sorted(booked)) == (100, sorted(sold))
    assert found == []
