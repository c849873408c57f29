"""The databases that the other tests get are real, fresh and their own."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from app.server.binaries import Binaries
from tests.conftest import ErrorLog
from tests.fixtures_postgres import Database, OwnPostgres

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_gets_a_database_without_the_last_ones_rows(database: Database, turn: int) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    await connection.execute("create table public.of_this_test (turn integer)")
    await connection.execute("insert into public.of_this_test values ($1)", turn)
    found = await connection.fetch("select turn from public.of_this_test")
    await connection.close()

    assert [turn] == [row["turn"] for row in found]


async def test_a_till_reaches_the_functions_and_no_table(database: Database) -> None:
    connection = await asyncpg.connect(database.till_url)
    version = json.loads(await connection.fetchval("select api.version()"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.fetch("select * from data.bars")
    await connection.close()

    assert version["api"] == 1


async def test_the_server_is_of_the_version_that_was_asked_for(
    database: Database, postgres_binaries: Binaries
) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    version = connection.get_server_version()
    await connection.close()

    if not os.environ.get("BARTENDER_TEST_DSN"):
        assert postgres_binaries.major == version.major
    assert version.major >= 15


async def test_a_killed_server_of_ones_own_comes_back_with_what_was_committed(
    own_postgres: OwnPostgres,
) -> None:
    connection = await asyncpg.connect(own_postgres.database.superuser_url)
    await connection.execute("create table public.kept (number integer)")
    await connection.execute("insert into public.kept values (1)")
    await asyncio.to_thread(own_postgres.server.kill)
    await connection.close()
    await asyncio.to_thread(own_postgres.server.start)
    connection = await asyncpg.connect(own_postgres.database.superuser_url)
    kept = await connection.fetchval("select number from public.kept")
    await connection.close()

    assert kept == 1


def test_a_log_at_error_fails_a_test(tmp_path: Path) -> None:
    trial = tmp_path / "test_trial.py"
    trial.write_text("import logging\ndef test_it() -> None:\n    logging.getLogger('x').error('on fire')\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "tests.conftest",
    ]
    command += ["-p", "no:cacheprovider", str(trial)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    assert run.returncode == 1, run.stdout + run.stderr
    assert "ERROR x: on fire" in run.stdout


def test_nothing_of_the_users_home_is_in_reach() -> None:
    assert Path.home().name.startswith("bt-")
    assert Path(os.environ["XDG_RUNTIME_DIR"]).stat().st_mode & 0o077 == 0
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_an_expected_error_can_be_looked_at(expects_error_logs: ErrorLog) -> None:
    logging.getLogger("somewhere").error("the printer is on fire")

    assert expects_error_logs.lines == ["ERROR somewhere: the printer is on fire"]
