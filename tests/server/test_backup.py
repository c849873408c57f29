"""A backup comes back whole or not at all, and tells the tills that the past has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.domain.errors import DeviceFailed
from app.server.backup import backup, database_name, restore, run_tool, with_database, without_password
from app.server.binaries import Binaries
from tests.fixtures_postgres import TILL_PASSWORD, Database
from tests.server.small_bar import SmallBar


@pytest.fixture(autouse=True)
async def no_left_overs(database: Database) -> AsyncIterator[None]:
    """Drop the databases that restores put aside, and find none that was left half-made."""
    yield
    server = await asyncpg.connect(with_database(database.superuser_url, "postgres"))
    rows = await server.fetch(
        "select datname from pg_database where starts_with(datname, $1)", f"{database.name}_"
    )
    names = [row["datname"] for row in rows]
    for name in names:
        await server.execute(f'drop database "{name}" with (force)')
    await server.close()
    assert not [name for name in names if "_restore_" in name]


async def sales_of(database: Database) -> set[str]:
    connection = await asyncpg.connect(database.superuser_url)
    rows = await connection.fetch("select id::text from data.sales")
    await connection.close()
    return {row["id"] for row in rows}


async def test_a_restore_brings_the_day_of_the_backup_back_in_a_new_epoch(
    database: Database, small_bar: SmallBar, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    kept = await small_bar.sell(2)
    size = await backup(postgres_binaries, database.superuser_url, tmp_path / "soir.backup")
    lost = await small_bar.sell(3)
    epoch = small_bar.marks["epoch"]

    done = await restore(
        postgres_binaries, database.superuser_url, tmp_path / "soir.backup", till_password=TILL_PASSWORD
    )

    assert size > 10_000
    assert (done.bars, done.findings) == (("Chez Aïcha",), ())
    assert await sales_of(database) == {kept}
    restored = await asyncpg.connect(database.superuser_url)
    assert str(await restored.fetchval("select epoch from data.bar_clocks")) != epoch
    small_bar.connection = restored
    assert await small_bar.stock() == 22
    await small_bar.open_ledger()
    assert small_bar.marks["applied"] == 1
    await small_bar.sell()
    await restored.close()
    before = await asyncpg.connect(with_database(database.superuser_url, done.before or ""))
    assert str(await before.fetchval("select max(id::text) from data.sales where id = $1", lost)) == lost
    await before.close()


async def test_a_till_logs_in_after_a_restore_as_before(
    database: Database, small_bar: SmallBar, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    await backup(postgres_binaries, database.superuser_url, tmp_path / "b")
    await restore(postgres_binaries, database.superuser_url, tmp_path / "b", till_password=TILL_PASSWORD)

    till = await asyncpg.connect(database.till_url)
    assert '"C1"' in await till.fetchval("select api.bootstrap($1)", small_bar.token)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await till.fetch("select * from data.bars")
    await till.close()


async def test_connections_of_tills_are_cut_and_find_the_restored_database(
    database: Database, small_bar: SmallBar, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    await backup(postgres_binaries, database.superuser_url, tmp_path / "b")
    tills = [await asyncpg.connect(database.till_url) for _ in range(5)]
    cut = [asyncio.Event() for _ in tills]
    for till, event in zip(tills, cut, strict=True):
        till.add_termination_listener(lambda _, event=event: event.set())

    await restore(postgres_binaries, database.superuser_url, tmp_path / "b", till_password=TILL_PASSWORD)

    async with asyncio.timeout(10):
        await asyncio.gather(*(event.wait() for event in cut))
    again = await asyncpg.connect(database.till_url)
    assert '"C1"' in await again.fetchval("select api.bootstrap($1)", small_bar.token)
    await again.close()
    for till in tills:
        till.terminate()


async def test_what_is_no_backup_changes_nothing(
    database: Database, small_bar: SmallBar, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    sale = await small_bar.sell()
    whole = tmp_path / "whole"
    await backup(postgres_binaries, database.superuser_url, whole)
    (tmp_path / "cut").write_bytes(whole.read_bytes()[:5_000])
    (tmp_path / "junk").write_bytes(b"PGDMP" + b"x" * 5_000)
    (tmp_path / "empty").write_bytes(b"")
    other = await asyncpg.connect(with_database(database.superuser_url, "postgres"))
    await other.close()
    run_tool(
        postgres_binaries,
        "pg_dump",
        with_database(database.superuser_url, "postgres"),
        ["-Fc", f"--file={tmp_path / 'foreign'}"],
    )

    for name in ("cut", "junk", "empty", "foreign", "missing"):
        with pytest.raises(DeviceFailed, match="TLBAK"):
            await restore(
                postgres_binaries, database.superuser_url, tmp_path / name, till_password=TILL_PASSWORD
            )

    assert await sales_of(database) == {sale}
    await small_bar.sell()


async def test_a_backup_damaged_inside_changes_nothing(
    database: Database, small_bar: SmallBar, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    sale = await small_bar.sell()
    await backup(postgres_binaries, database.superuser_url, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(whole[: len(whole) * 9 // 10])

    with pytest.raises(DeviceFailed, match=r"TLBAK|TLPGT"):
        await restore(postgres_binaries, database.superuser_url, tmp_path / "b", till_password=TILL_PASSWORD)

    assert await sales_of(database) == {sale}


async def test_a_backup_whose_books_do_not_balance_is_restored_only_in_spite_of_it(
    database: Database, small_bar: SmallBar, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    await small_bar.connection.execute("set session_replication_role = replica")
    await small_bar.connection.execute("update data.bar_products set stock = stock + 1")
    await backup(postgres_binaries, database.superuser_url, tmp_path / "b")

    with pytest.raises(DeviceFailed, match="TLBAK"):
        await restore(postgres_binaries, database.superuser_url, tmp_path / "b", till_password=TILL_PASSWORD)
    done = await restore(
        postgres_binaries, database.superuser_url, tmp_path / "b", till_password=TILL_PASSWORD, in_spite=True
    )

    assert [finding.check for finding in done.findings] == ["stock"]


async def test_a_backup_that_fails_leaves_the_last_one_as_it_was(
    database: Database, postgres_binaries: Binaries, tmp_path: Path
) -> None:
    (tmp_path / "b").write_bytes(b"the last one")

    with pytest.raises(DeviceFailed, match="TLPGT"):
        await backup(postgres_binaries, with_database(database.superuser_url, "no such"), tmp_path / "b")
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await backup(postgres_binaries, database.superuser_url, tmp_path / "no folder" / "b")

    assert [file.name for file in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_bytes() == b"the last one"


def test_a_password_never_stands_on_a_command_line() -> None:
    url = "postgresql://post%40gres:s%2Fcret@127.0.0.1:5432/ba%20r?sslmode=require"

    assert without_password(url) == (
        "postgresql://post%40gres@127.0.0.1:5432/ba%20r?sslmode=require",
        "s/cret",
    )
    assert without_password("postgresql://h/b") == ("postgresql://h/b", "")
    assert (database_name(url), database_name(with_database(url, "a/b"))) == ("ba r", "a/b")
