"""The schedule is run by one of several real processes, and by the next one within seconds when that is killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest

from app.server.embedded import EmbeddedPostgres
from app.server.site_postgres import DATABASE, cluster_folder, in_thread
from app.settings import HOME
from tests.e2e.harness import Event, Program
from tests.fixtures_postgres import Database, OwnPostgres
from tests.sql.support import Connection, until

TAKEN_OVER_S = 5.0
FORGET = "delete from data.view_refreshes"  # so that every instant job is due


@pytest.fixture
async def programs() -> AsyncIterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        if program.process.returncode is None:
            program.process.kill()
        await program.process.wait()


async def scheduler(programs: list[Program], url: str, home: Path) -> Program:
    """Start a process that runs the schedule of the database, or waits for its turn."""
    program: Program = await Program.start("admin", "jobs", "--json", "--url", url, env={HOME: str(home)})
    programs.append(program)
    return program


def came_to(outcome: str, name: str) -> Callable[[Event], bool]:
    return lambda event: bool(event["name"] == name and event["outcome"] == outcome)


async def waits(connection: Connection) -> None:
    """Return when two schedulers are connected: one holds the lock, the other has asked for it."""
    await until(
        connection,
        "select count(*) = 1 from pg_stat_activity where query like 'select pg_try_advisory_lock%'"
        " and state = 'idle' and datname = current_database()",
    )


async def test_two_servers_one_runs_and_the_other_takes_over_within_five_seconds(
    connection: Connection, database: Database, programs: list[Program], tmp_path: Path
) -> None:
    first = await scheduler(programs, database.superuser_url, tmp_path)
    await first.expect("leading")
    await first.expect("job", came_to("done", "job_failures"))
    second = await scheduler(programs, database.superuser_url, tmp_path)
    await waits(connection)
    assert second.events == []
    await connection.execute(FORGET)

    first.process.kill()

    await second.expect("leading", timeout_s=TAKEN_OVER_S)
    await second.expect("job", came_to("done", "activity"))
    runners = await connection.fetch("select distinct run_by from data.view_refreshes")
    assert [row["run_by"].rpartition(":")[2] for row in runners] == [str(second.process.pid)]


LONG = """
create or replace function jobs.cleanup_bar_activity() returns bigint language plpgsql as $$
begin
  perform pg_sleep(600);
  return 0;
end
$$
"""


async def test_a_leader_killed_in_the_middle_of_a_long_job_is_followed_within_five_seconds(
    connection: Connection, database: Database, programs: list[Program], tmp_path: Path
) -> None:
    """PostgreSQL notices that nobody waits for the answer, and lets go of the lock."""
    await connection.execute(LONG)
    first = await scheduler(programs, database.superuser_url, tmp_path)
    await first.expect("leading")
    await until(connection, "select exists (select from pg_stat_activity where wait_event = 'PgSleep')")
    second = await scheduler(programs, database.superuser_url, tmp_path)
    await waits(connection)

    first.process.kill()

    await second.expect("leading", timeout_s=TAKEN_OVER_S)


async def test_it_goes_on_after_the_database_was_killed(
    own_postgres: OwnPostgres, programs: list[Program], tmp_path: Path
) -> None:
    program = await scheduler(programs, own_postgres.database.superuser_url, tmp_path)
    await program.expect("leading")
    await program.expect("job")

    await in_thread(own_postgres.server.kill)
    await program.expect("lost")
    await in_thread(own_postgres.server.start)

    await program.expect("leading")


async def test_a_job_that_fails_does_not_stop_the_others(
    connection: Connection, database: Database, programs: list[Program], tmp_path: Path
) -> None:
    await connection.execute("update data.site set quiet_from = 0, quiet_until = 0")
    await connection.execute("drop index data.idx_bars_with_stats")
    program = await scheduler(programs, database.superuser_url, tmp_path)

    await program.expect("job", came_to("failed", "bars_with_stats"))
    await program.expect("job", came_to("done", "top_products"))


async def test_the_bar_server_runs_the_schedule(
    site_folder: Path, programs: list[Program], tmp_path: Path
) -> None:
    program: Program = await Program.start(
        "server", "--json", "--data", str(site_folder), env={HOME: str(tmp_path / "home")}
    )
    programs.append(program)
    await program.expect("ready")
    postgres = EmbeddedPostgres(cluster_folder(site_folder))
    await in_thread(postgres.start)
    site = await asyncpg.connect(postgres.superuser_url(DATABASE))
    async with asyncio.timeout(TAKEN_OVER_S * 4):
        await until(
            site, "select exists (select from data.view_refreshes where job = 'activity' and is_done)"
        )
    by = await site.fetchval("select run_by from data.view_refreshes limit 1")
    await site.close()
    program.process.terminate()
    await program.expect("stopped")
    await in_thread(postgres.close)

    assert by.rpartition(":")[2] == str(program.process.pid)
