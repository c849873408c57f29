"""Deploys: from nothing, again, over tills that sell, and the ways in which they say no."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from app.server import migrate as deploy
from app.server.migrate import SQL_FOLDER, SchemaUnsafe, migrate, read_plan
from tests.fixtures_postgres import TILL_PASSWORD, Database, OwnPostgres, Server
from tests.sql.support import Scene, connect_till, make_bar, selling, submit, until

pytestmark = pytest.mark.usefixtures(
    "postgres_template"
)  # the roles are there: other workers' deploys leave them alone


@dataclass(slots=True)
class Folder:
    """A copy of ``sql`` that a test may change."""

    path: Path

    def add(self, name: str, text: str) -> None:
        """Add a migration with the right first line."""
        previous = read_plan(self.path).migrations[-1].sha256
        (self.path / "migrations" / f"{name}.sql").write_text(f"-- previous: {previous}\n{text}")

    def edit(self, part: str, old: str, new: str) -> None:
        path = self.path / part
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(SQL_FOLDER, tmp_path / "sql")))


@pytest.fixture
def empty(postgres_server: Server, postgres_template: str, tills_place: str) -> Iterator[Database]:
    """A database with nothing in it."""
    name = f"{postgres_template}_empty"
    postgres_server.execute(f'create database "{name}"')
    yield Database(name, postgres_server.url(name), tills_place)
    postgres_server.execute(f'drop database "{name}" with (force)')


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    connection = await asyncpg.connect(database.superuser_url)
    yield connection
    await connection.close()


async def test_an_empty_database_becomes_a_server(empty: Database) -> None:
    report = await migrate(empty.superuser_url, till_password=TILL_PASSWORD)

    assert report.applied == tuple(migration.name for migration in read_plan().migrations)
    assert (report.is_rebuilt, report.schema) == (True, report.applied[-1])
    till = await connect_till(empty)
    assert json.loads(await till.fetchval("select api.version()"))["schema"] == report.schema
    for forbidden in (
        "create temporary table mine (x integer)",
        "create schema mine",
        "create table public.mine ()",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await till.execute(forbidden)
    await till.close()


async def test_again_does_nothing_and_is_quick(database: Database) -> None:
    report = await migrate(database.superuser_url, till_password=TILL_PASSWORD)

    assert (report.applied, report.is_rebuilt) == ((), False)


async def test_two_deploys_at_once_are_one_after_the_other(empty: Database) -> None:
    reports = await asyncio.gather(
        *[migrate(empty.superuser_url, till_password=TILL_PASSWORD) for _ in range(3)]
    )

    assert sorted(report.is_rebuilt for report in reports) == [False, False, True]


async def test_another_password_replaces_the_first_and_the_same_one_is_left(
    own_postgres: OwnPostgres,
) -> None:
    database = own_postgres.database
    owner = await asyncpg.connect(database.superuser_url)

    async def stored() -> str:
        value: str = await owner.fetchval(
            "select rolpassword from pg_authid where rolname = 'bartender_till'"
        )
        return value

    first = await stored()
    await migrate(database.superuser_url, till_password=TILL_PASSWORD)
    same = await stored()
    await migrate(database.superuser_url, till_password="another 'one' é")
    other = await asyncpg.connect(database.url_for("bartender_till", "another 'one' é"))
    with pytest.raises(asyncpg.InvalidPasswordError):
        await connect_till(database)
    await other.close()
    await owner.close()

    assert same == first
    assert first.startswith("SCRAM-SHA-256$4096:")


async def test_a_deployer_need_not_be_superuser(own_postgres: OwnPostgres) -> None:
    database = own_postgres.database
    superuser = await asyncpg.connect(database.superuser_url)
    await superuser.execute("create role deployer login createrole password 'x'")
    await superuser.execute(
        "grant bartender_owner, bartender_api, bartender_till to deployer with admin option"
    )
    await superuser.execute("create database empty owner deployer")
    await superuser.close()
    url = database.url_for("deployer", "x").replace("/bartender", "/empty")
    report, again = await migrate(url), await migrate(url)

    assert (report.is_rebuilt, again.is_rebuilt) == (True, False)


async def test_a_migration_that_was_edited_is_refused(database: Database, folder: Folder) -> None:
    last = read_plan(folder.path).migrations[-1].name
    folder.edit(f"migrations/{last}.sql", " data.", "  data.")
    with pytest.raises(SchemaUnsafe, match=f"{last} was edited"):
        await migrate(database.superuser_url, folder=folder.path)


def test_an_earlier_one_that_was_edited_breaks_the_chain(folder: Folder) -> None:
    folder.edit("migrations/0002_tills_and_sessions.sql", "-- Tills,", "-- The tills,")
    with pytest.raises(SchemaUnsafe, match="0003_catalog_and_stock: first line must be"):
        read_plan(folder.path)


def test_line_ends_of_another_system_do_not_matter(folder: Folder) -> None:
    for path in folder.path.rglob("*.sql"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_plan(folder.path) == read_plan()


def test_the_next_migration_s_first_line_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    last = max((SQL_FOLDER / "migrations").glob("*.sql"))

    assert deploy.main(["--hash"]) == 0
    assert capsys.readouterr().out == f"-- previous: {hashlib.sha256(last.read_bytes()).hexdigest()}\n"
    assert deploy.main([]) == 2


async def test_a_database_of_a_newer_program_is_left_alone(database: Database, folder: Folder) -> None:
    folder.add("0099_later", "create table data.later (x integer primary key);" + SECURE)
    await migrate(database.superuser_url, folder=folder.path)
    with pytest.raises(SchemaUnsafe, match="0099_later, which this program does not know"):
        await migrate(database.superuser_url)


SECURE = """
alter table data.later enable row level security;
alter table data.later force row level security;
"""


async def test_a_migration_that_comes_too_late_is_refused(database: Database, folder: Folder) -> None:
    before, last = read_plan(folder.path).migrations[-2:]
    between = folder.path / "migrations" / f"{before.name}_and_more.sql"
    between.write_text(f"-- previous: {before.sha256}\nselect 1;\n")
    folder.edit(
        f"migrations/{last.name}.sql", last.previous, hashlib.sha256(between.read_bytes()).hexdigest()
    )
    owner = await asyncpg.connect(database.superuser_url)
    sha256 = read_plan(folder.path).migrations[-1].sha256
    await owner.execute("update data.migrations set sha256 = $1 where name = $2", sha256, last.name)
    await owner.close()
    with pytest.raises(SchemaUnsafe, match=f"{between.stem} comes before {last.name}"):
        await migrate(database.superuser_url, folder=folder.path)


async def test_a_migration_that_fails_leaves_all_as_it_was(own_scene: Scene, folder: Folder) -> None:
    folder.add("0098_good", "create table data.good (x integer);")
    folder.add("0099_bad", "create table data.bad (x integer); select 1 / 0;")
    with pytest.raises(asyncpg.DivisionByZeroError) as caught:
        await migrate(own_scene.database.superuser_url, folder=folder.path)

    assert caught.value.__notes__ == ["in 0099_bad"]
    assert await own_scene.owner.fetchval("select to_regclass('data.good')") is None
    assert (await own_scene.submit(selling(own_scene.bar, 1, (0, 1))))["applied"] == 1


async def test_an_online_migration_runs_alone_after_the_others(own_scene: Scene, folder: Folder) -> None:
    folder.add(
        "0098_online",
        "-- online\n-- made concurrently\ndrop index concurrently if exists data.idx_made;\n"
        "create index concurrently idx_made on data.sales (bar_id, ticket);\n",
    )
    folder.add("0099_later", "create table data.later (x integer primary key);" + SECURE)
    report = await migrate(own_scene.database.superuser_url, folder=folder.path)
    again = await migrate(own_scene.database.superuser_url, folder=folder.path)

    assert report.applied == ("0098_online", "0099_later")
    assert again.applied == ()
    assert await own_scene.owner.fetchval(
        "select indisvalid from pg_catalog.pg_index where indexrelid = 'data.idx_made'::regclass"
    )


async def test_a_connected_till_goes_on_selling_through_deploys(own_scene: Scene, folder: Folder) -> None:
    await own_scene.owner.execute(
        "select logic.adjust_stock($1, $2, 5000)", own_scene.bar.id, own_scene.bar.products[0].id
    )
    connections = [own_scene.till_connection, await own_scene.another_connection()]
    is_over = asyncio.Event()

    async def sell(number: int) -> int:
        no = 0
        while not is_over.is_set():
            no += 1
            sold = selling(own_scene.bar, no, (0, 1))
            answer = await submit(connections[number], own_scene.bar.tills[number], sold)
            assert answer["outcomes"][0]["outcome"] == "done"
        return no

    async def deploy_again() -> None:
        for number in range(6):
            folder.edit(
                "code/logic/notices.sql",
                "-- What people must hear of",
                f"-- {number}\n-- What people must hear of",
            )
            report = await migrate(own_scene.database.superuser_url, folder=folder.path)
            assert report.is_rebuilt
        is_over.set()

    first, second, _ = await asyncio.gather(sell(0), sell(1), deploy_again())

    assert await own_scene.count("sales") == first + second
    assert await own_scene.is_sound()


async def test_a_deploy_gives_way_to_a_till_in_the_middle_of_a_call_and_tries_again(
    own_scene: Scene, folder: Folder
) -> None:
    folder.edit("code/logic/notices.sql", "-- What people", "-- changed\n-- What people")
    transaction = own_scene.owner.transaction()
    await transaction.start()
    await own_scene.owner.execute("lock table data.site in access share mode")
    deploying = asyncio.ensure_future(migrate(own_scene.database.superuser_url, folder=folder.path))
    other = await asyncpg.connect(own_scene.database.superuser_url)
    for _ in range(2):  # it waits, gives up, and waits again
        await until(other, f"select {WAITS}")
        await until(other, f"select not {WAITS}")
    await transaction.commit()
    await other.close()

    assert (await deploying).is_rebuilt


WAITS = "exists (select from pg_catalog.pg_locks where not granted and mode = 'AccessExclusiveLock')"


async def test_a_bar_made_before_a_deploy_is_as_it_was(own_scene: Scene, folder: Folder) -> None:
    await own_scene.submit(selling(own_scene.bar, 1, (0, 1)))
    before = await own_scene.call("bootstrap", own_scene.bar.till.token)
    folder.edit("code/logic/notices.sql", "-- What people", "-- changed\n-- What people")
    await migrate(own_scene.database.superuser_url, folder=folder.path)
    after = await own_scene.call("bootstrap", own_scene.bar.till.token)

    assert before | {"server_time": ""} == after | {"server_time": ""}
    assert (await make_bar(own_scene.owner)).id


async def test_an_old_server_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy, "OLDEST_SERVER", 99)
    with pytest.raises(SchemaUnsafe, match="PostgreSQL 99"):
        await migrate(database.superuser_url)
