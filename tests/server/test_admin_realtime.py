"""``bartender admin realtime`` and what ``status`` says of it: where tills listen, how many may, and how many do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import logs
from app.cli import main
from app.cli.status_words import status_words
from app.server import provision
from app.server.provision import Connection
from app.server.status import limits, read_status
from app.settings import HOME
from tests.fixtures_postgres import Database
from tests.server.small_bar import SmallBar
from tests.server.test_status import DONE

URL = "wss://realtime.example"
SECRET = "a secret of Supabase's that is long enough"


class Admin:
    """``bartender admin realtime`` over the test's database, in a thread: it runs a loop of its own."""

    def __init__(self, home: Path, url: str) -> None:
        self._home, self._url = home, url

    async def __call__(self, *words: str) -> Result:
        return await asyncio.to_thread(
            lambda: CliRunner().invoke(
                main,
                ["admin", "realtime", *words, "--database-url", self._url],
                env={HOME: str(self._home)},
                prog_name="bartender",
            )
        )


@pytest.fixture
async def admin(tmp_path: Path, database: Database) -> AsyncIterator[Admin]:
    yield Admin(tmp_path / "home", database.superuser_url)
    logs.take_down()


async def site(connection: Connection) -> tuple[str | None, str, str | None, str]:
    row = await connection.fetchrow(
        "select realtime_url, realtime_kind, realtime_key, realtime_secret from data.site"
    )
    assert row is not None
    return row[0], row[1], row[2], row[3]


async def test_tills_are_told_to_listen_elsewhere_and_nowhere(
    connection: Connection, admin: Admin, tmp_path: Path
) -> None:
    secret = (await site(connection))[3]
    (tmp_path / "secret").write_text(SECRET + "\n", "utf-8")

    said = await admin(
        "--url", URL, "--kind", "broadcast", "--key", "anon", "--secret", f"@{tmp_path / 'secret'}"
    )
    assert await site(connection) == (URL, "broadcast", "anon", SECRET)
    assert (said.exit_code, said.output) == (0, f"Tills listen at {URL} (broadcast).\n")
    assert SECRET not in said.output

    await admin("--key", "another")
    assert await site(connection) == (URL, "broadcast", "another", SECRET)
    await admin("--url", "ws://127.0.0.1:4000")
    assert await site(connection) == ("ws://127.0.0.1:4000", "relay", None, SECRET)
    off = await admin("--off")
    assert (await site(connection))[:3] == (None, "relay", None)
    assert off.output == "Tills listen nowhere; they ask.\n"
    assert secret != SECRET


async def test_how_many_of_a_bar_may_listen(
    connection: Connection, small_bar: SmallBar, admin: Admin
) -> None:
    await provision.create_bar(connection, provision.NewBar("Autre"))
    await connection.execute("select logic.set_realtime($1, 'relay', null, null)", URL)
    await small_bar.call("realtime_token", small_bar.token)

    done = await admin("--bar", "Chez Aïcha", "--cap", "2", "--json")
    unknown = await admin("--bar", "Nobody's", "--cap", "2")

    assert json.loads(done.stdout) == {
        "url": URL,
        "kind": "relay",
        "has_key": False,
        "bars": [{"bar": "Autre", "cap": 30, "leases": 0}, {"bar": "Chez Aïcha", "cap": 2, "leases": 1}],
    }
    assert "Chez Aïcha: 1 of 2 tills that may listen do." in (await admin()).output
    assert (unknown.exit_code, "There is no bar" in unknown.output) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ["--url", "http://realtime.example"],
        ["--url", "wss://"],
        ["--off", "--url", URL],
        ["--key", "anon"],
        ["--kind", "broadcast"],
        ["--bar", "Chez Aïcha"],
        ["--cap", "1001"],
        ["--secret", "on the command line, where others see it"],
        ["--secret", "@there-is-no-such-file"],
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    connection: Connection, admin: Admin, words: list[str]
) -> None:
    before = await site(connection)
    refused = await admin(*words)

    assert refused.exit_code == 2
    assert "Error: " in refused.output
    assert await site(connection) == before


async def test_the_address_of_the_database_may_stand_in_the_environment(
    connection: Connection, database: Database, tmp_path: Path
) -> None:
    done = await asyncio.to_thread(
        lambda: CliRunner().invoke(
            main,
            ["admin", "realtime", "--url", URL],
            env={HOME: str(tmp_path), "BARTENDER_ADMIN_URL": database.superuser_url},
        )
    )
    logs.take_down()

    assert done.exit_code == 0, done.output
    assert (await site(connection))[0] == URL


# --- bartender admin status


async def test_status_says_where_tills_listen_and_how_many(
    connection: Connection, small_bar: SmallBar
) -> None:
    await connection.execute(DONE)
    nowhere = await read_status(connection)
    await connection.execute("select logic.set_realtime($1, 'relay', null, null)", URL)
    await connection.execute("select logic.set_realtime_cap($1, 1)", small_bar.bar)
    second = provision.new_token()
    await provision.create_till(connection, small_bar.bar, "C2", "Salle", token=second)
    await small_bar.call("realtime_token", small_bar.token)
    full = await read_status(connection, limits({"alerts": 9}))
    await small_bar.call("realtime_token", second)
    refused = await read_status(connection, limits({"alerts": 9}))

    assert "Tills listen at    nowhere" in status_words(nowhere)
    assert nowhere.site["realtime"] == []
    assert f"Tills listen at    {URL} (relay)" in status_words(full)
    assert full.site["realtime"] == [{"bar": "Chez Aïcha", "cap": 1, "leases": 1, "refused": 0}]
    assert [(a.threshold, a.subject, a.value) for a in full.alarms] == [
        ("realtime_percent", "Chez Aïcha", 100)
    ]
    assert [(a.threshold, a.value) for a in refused.alarms] == [("realtime_percent", 200)]
    assert "Chez Aïcha  1       1    1" in status_words(refused)


async def test_a_bar_below_its_threshold_and_one_that_may_not_listen_are_quiet(
    connection: Connection, small_bar: SmallBar
) -> None:
    await connection.execute(DONE)
    await connection.execute("select logic.set_realtime($1, 'relay', null, null)", URL)
    await small_bar.call("realtime_token", small_bar.token)
    assert (await read_status(connection)).alarms == ()

    await connection.execute("select logic.set_realtime_cap($1, 0)", small_bar.bar)
    assert (await read_status(connection)).alarms == ()
