"""Where pg_cron is in the database, it has the schedule and runs it; our scheduler then runs nothing.

pg_cron is a package of the system's PostgreSQL (Debian and Ubuntu: ``postgresql-NN-cron``); these tests need it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from app.server.binaries import Binaries, every_binaries
from app.server.embedded import EmbeddedPostgres
from app.server.jobs import Event, Scheduler, put_into_pg_cron
from app.server.migrate import migrate
from app.server.provision import Connection
from app.server.site_postgres import in_thread
from tests.sql.support import until

CRON = {
    "shared_preload_libraries": "pg_cron",
    "cron.database_name": "bartender",
    "cron.use_background_workers": "on",
}
RUN_S = 100.0  # pg_cron begins a job at a full minute


def with_pg_cron() -> Binaries | None:
    """Return the first PostgreSQL of this machine that has pg_cron."""
    for binaries in every_binaries("system"):
        folders = (Path("/usr/share/postgresql") / str(binaries.major), binaries.bin_dir.parent / "share")
        if any((folder / "extension/pg_cron.control").is_file() for folder in folders):
            return binaries
    return None


@dataclass(frozen=True, slots=True)
class Cron:
    """A migrated database on a server of its own that can have pg_cron, and a superuser's connection to it."""

    url: str
    connection: Connection


@pytest.fixture
async def cron(tmp_path: Path) -> AsyncIterator[Cron]:
    binaries = with_pg_cron()
    if binaries is None:
        pytest.skip("no PostgreSQL here has pg_cron")
    postgres = EmbeddedPostgres(tmp_path / "postgres", binaries, durable=False, settings=CRON)
    await in_thread(postgres.start)
    opened = await asyncpg.connect(postgres.superuser_url())
    await opened.execute("create database bartender")
    await opened.close()
    await migrate(postgres.superuser_url("bartender"))
    opened = await asyncpg.connect(postgres.superuser_url("bartender"))
    yield Cron(postgres.superuser_url("bartender"), opened)
    await opened.close()
    await in_thread(postgres.stop)


async def listed(connection: Connection) -> dict[str, str]:
    """Return the jobs that pg_cron has, with their times."""
    rows = await connection.fetch("select jobname, schedule from cron.job order by jobname")
    return {row["jobname"]: row["schedule"] for row in rows}


async def test_pg_cron_gets_the_schedule_in_its_own_zone_and_follows_its_changes(cron: Cron) -> None:
    connection = cron.connection
    assert not await put_into_pg_cron(connection)
    await connection.execute("create extension pg_cron")
    await connection.execute("select cron.schedule('somebody else''s', '0 1 * * *', 'select 1')")

    assert await put_into_pg_cron(connection)
    first = await listed(connection)
    names = {row["name"] for row in await connection.fetch("select name from data.schedule")}
    assert set(first) == {f"bartender {name}" for name in names} | {"bartender schedule", "somebody else's"}
    assert first["bartender activity"] == "*/5 * * * *"
    assert first["bartender product_sales_stats"] == "20 3,15 * * *"  # Porto-Novo is an hour before GMT

    await connection.execute("update data.schedule set is_enabled = false where name = 'activity'")
    await connection.execute(
        "update data.schedule set cron = '20 5 * * *' where name = 'product_sales_stats'"
    )
    await connection.execute("select jobs.put_into_pg_cron()")
    second = await listed(connection)
    assert set(first) - set(second) == {"bartender activity"}
    assert second["bartender product_sales_stats"] == "20 4 * * *"

    await connection.execute("update data.site set time_zone = 'Asia/Kolkata'")
    assert not await put_into_pg_cron(connection)  # half an hour off: ours runs it


async def test_our_scheduler_leaves_the_jobs_to_pg_cron(cron: Cron) -> None:
    connection = cron.connection
    await connection.execute("create extension pg_cron")
    told: list[Event] = []
    is_told = asyncio.Event()

    def tell(event: Event) -> None:
        told.append(event)
        is_told.set()

    running = asyncio.gather(Scheduler(cron.url, tell).run())
    await is_told.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert told == [{"event": "pg_cron"}]
    assert len(await listed(connection)) > 10
    assert await connection.fetchval("select count(*) from data.view_refreshes") == 0


@pytest.mark.proof
async def test_pg_cron_runs_a_job_by_itself(cron: Cron) -> None:
    connection = cron.connection
    await connection.execute("create extension pg_cron")
    await connection.execute("update data.schedule set cron = '* * * * *' where name = 'activity'")
    await put_into_pg_cron(connection)

    async with asyncio.timeout(RUN_S):
        await until(connection, "select exists (select from data.view_refreshes where job = 'activity')")

    row = await connection.fetchrow("select run_by, is_done from data.view_refreshes where job = 'activity'")
    assert row is not None
    assert (row["run_by"], row["is_done"]) == ("pg_cron", True)
