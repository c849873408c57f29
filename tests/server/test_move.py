"""A bar, or a site, goes to another server whole or not at all; nothing of it can be forgotten; its tills follow."""

from __future__ import annotations

import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.domain.enrolment import Enrolment, long_code
from app.domain.errors import DeviceFailed, Unreachable
from app.drivers.postgres import PostgresGateway
from app.server import provision
from app.server.check import check_database
from app.server.move_in import compare, load, read_parcel
from app.server.move_out import MANIFEST, entry, export, freeze
from app.server.move_tables import RECORD, read_tables
from app.server.provision import BarName, Connection, NewBar
from tests.e2e.harness import Till, running
from tests.fixtures_postgres import Database, Server
from tests.server.small_bar import PIN, SmallBar

LATER = """
create table data.later (bar_id uuid not null references data.bars, id integer primary key, "a Name" text);
create table data.of_the_site (name text collate "C", amount_minor bigint);
insert into data.later select id, 7, E'a\\ttab\\nand é' from data.bars;
insert into data.of_the_site values (null, 5), ('x', 6);
"""


@pytest.fixture
async def there(
    postgres_server: Server, postgres_template: str, database: Database
) -> AsyncIterator[Connection]:
    """A superuser's connection to another, empty server; ``there_database`` is where it is."""
    name = f"{database.name}_there"
    postgres_server.execute(f'create database "{name}" template "{postgres_template}"')
    opened = await asyncpg.connect(postgres_server.url(name))
    yield opened
    await opened.close()
    postgres_server.execute(f'drop database "{name}" with (force)')


def there_database(database: Database, postgres_server: Server) -> Database:
    name = f"{database.name}_there"
    return Database(name, postgres_server.url(name))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bar.export"


def said_nothing(_rows: int, _of: int) -> None:
    return


async def name_of(bar: SmallBar) -> BarName:
    return await provision.find_bar(bar.connection, bar.bar)


async def refusal(there: Connection, file: Path) -> DeviceFailed:
    with pytest.raises(DeviceFailed) as refused:
        await load(there, read_parcel(file), said_nothing)
    assert await there.fetchval("select count(*) from data.bars") == 0
    return refused.value


@pytest.mark.parametrize("is_site", [False, True])
async def test_what_was_moved_is_there_adds_up_and_is_a_new_epoch(
    small_bar: SmallBar, there: Connection, file: Path, is_site: bool
) -> None:
    for qty in (1, 2, 3):
        await small_bar.sell(qty)
    told: list[int] = []

    done = await export(
        small_bar.connection,
        file,
        None if is_site else await name_of(small_bar),
        lambda rows, _: told.append(rows),
    )
    parcel = read_parcel(file)
    await load(there, parcel, said_nothing)
    await compare(there, parcel)

    assert sum(told) == done.rows == parcel.rows
    assert done.tables["sales"].sums["total_minor"] == "3600"
    assert done.tables["bar_products"].sums["stock"] == "18"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [fault for fault in await check_database(there) if fault.bar] == []
    clock = await there.fetchrow("select epoch::text, frozen_at from data.bar_clocks")
    assert clock is not None
    assert (clock["epoch"] != small_bar.marks["epoch"], clock["frozen_at"]) == (True, None)
    assert (
        await there.fetchval("select count(*) from data.alerts where kind = 'frozen' and settled_at is null")
        == 0
    )
    await there.execute("insert into data.audit_log (bar_id, action) select id, 'x' from data.bars")


async def test_one_bar_of_several_goes_and_what_it_shares_stays_one(
    small_bar: SmallBar, there: Connection, file: Path, tmp_path: Path
) -> None:
    """Two bars with one person go one after the other."""
    here = small_bar.connection
    other = await provision.create_bar(here, NewBar("Le Filao"))
    await here.execute(
        "select logic.add_member($1, $2, 'Aïcha Bio', 'owner', $3, $4)",
        other,
        small_bar.seller,
        "00" * 8,
        "00" * 32,
    )
    await export(here, file, await name_of(small_bar), said_nothing)
    await export(here, tmp_path / "other.export", BarName(other, "Le Filao"), said_nothing)

    await load(there, read_parcel(file), said_nothing)
    alone = await there.fetchval("select count(*) from data.bars")
    await load(there, read_parcel(tmp_path / "other.export"), said_nothing)

    assert (alone, await there.fetchval("select count(*) from data.bars")) == (1, 2)
    assert await there.fetchval("select count(*) from data.users") == 1
    assert await there.fetchval("select count(*) from data.bar_members") == 2


async def test_hours_travel_with_their_time_and_every_day_is_added_up_anew_there(
    small_bar: SmallBar, there: Connection, file: Path
) -> None:
    kept = "select closing_hour, time_zone, valid_from from data.bar_hours order by valid_from"
    await small_bar.sell(1)
    await small_bar.connection.execute("update data.bars set closing_hour = 4")
    await small_bar.connection.execute(
        "update data.sales set status = 'validated', decided_at = now(), decision_id = id"
    )
    await small_bar.connection.execute("update data.changed_days set changed_at = now() - interval '5 days'")
    await export(small_bar.connection, file, await name_of(small_bar), said_nothing)
    await load(there, read_parcel(file), said_nothing)
    await compare(there, read_parcel(file))

    assert [row["closing_hour"] for row in await there.fetch(kept)] == [6, 4]
    assert await there.fetch(kept) == await small_bar.connection.fetch(kept)
    assert (
        await there.fetchval("select hours_since from data.bars")
        == (await there.fetch(kept))[1]["valid_from"]
    )
    assert await there.fetchval("select jobs.refresh_top_products_incremental()") == 1


async def test_no_table_can_be_forgotten(small_bar: SmallBar, there: Connection, file: Path) -> None:
    """A table that a later migration makes is moved by what the catalogue says of it."""
    for connection in (small_bar.connection, there):
        await connection.execute(LATER)
    every = {
        row["name"]
        for row in await there.fetch(
            "select relname::text as name from pg_class"
            " where relnamespace = 'data'::regnamespace and relkind in ('r', 'p')"
        )
    }
    of_the_site = {table.name for table in await read_tables(there, None)}
    of_a_bar = {table.name for table in await read_tables(there, small_bar.bar)}
    await export(small_bar.connection, file, None, said_nothing)
    await load(there, read_parcel(file), said_nothing)

    assert of_the_site == every - {RECORD}
    assert of_the_site - of_a_bar == {
        *("site", "rollouts", "schedule", "view_refreshes", "gates"),
        "of_the_site",
    }
    assert await there.fetchval('select "a Name" from data.later') == "a\ttab\nand é"
    assert await there.fetchval("select sum(amount_minor) from data.of_the_site") == 11


async def test_a_frozen_bar_takes_nothing_until_it_is_open_again(
    small_bar: SmallBar, database: Database, file: Path
) -> None:
    bar = await name_of(small_bar)
    gateway = PostgresGateway(database.till_url, small_bar.token)
    await export(small_bar.connection, file, bar, said_nothing)
    for function in ("bootstrap", "catalog"):
        with pytest.raises(Unreachable):
            await gateway.read(function, {}, timeout_s=10)
    with pytest.raises(Unreachable) as refused:
        await gateway.open_ledger(small_bar.ledger, timeout_s=10)
    opened = await freeze(small_bar.connection, [bar], is_frozen=False)
    again = await freeze(small_bar.connection, [bar], is_frozen=False)
    await gateway.close()
    await small_bar.sell()

    assert refused.value.params == {"sqlstate": "57P03", "known": True}
    assert (opened, again) == ([bar], [])


async def test_an_export_that_fails_leaves_the_bar_open(small_bar: SmallBar, tmp_path: Path) -> None:
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await export(
            small_bar.connection, tmp_path / "no folder" / "x", await name_of(small_bar), said_nothing
        )

    await small_bar.sell()


def rewrite(file: Path, name: str, change: bytes, into: bytes) -> None:
    """Change an entry of the file."""
    with zipfile.ZipFile(file) as archive:
        entries = {one: archive.read(one) for one in archive.namelist()}
    assert change in entries[name]
    entries[name] = entries[name].replace(change, into)
    with zipfile.ZipFile(file, "w") as archive:
        for one, content in entries.items():
            archive.writestr(one, content)


@pytest.mark.parametrize(
    ("part", "change", "into", "code", "where"),
    [
        (entry("sales"), b"\t600\t", b"\t601\t", "TLMVD", "sales"),
        (entry("stock_movements"), b"\t24\t", b"\t25\t", "TLMVD", "stock_movements"),
        (entry("users"), "Aïcha".encode(), b"Aicha", "TLMVD", "users"),
        (entry("sales"), b"\t600\t", b"\tsix\t", "TLMVF", "six"),
        (MANIFEST, b'"format": 1', b'"format": 2', "TLMVF", ""),
        (MANIFEST, b'"0001_bars_and_people"', b'"0001_other"', "TLMVS", ""),
    ],
)
async def test_what_differs_is_refused_and_changes_nothing(
    small_bar: SmallBar,
    there: Connection,
    file: Path,
    part: str,
    change: bytes,
    into: bytes,
    code: str,
    where: str,
) -> None:
    await small_bar.sell()
    await export(small_bar.connection, file, None, said_nothing)
    rewrite(file, part, change, into)

    refused = await refusal(there, file)

    assert (refused.code, where in json.dumps(refused.params)) == (code, True)


async def test_a_file_that_was_cut_short_is_none(small_bar: SmallBar, there: Connection, file: Path) -> None:
    await export(small_bar.connection, file, None, said_nothing)
    file.write_bytes(file.read_bytes()[:-200])

    assert (await refusal(there, file)).code == "TLMVF"


async def test_a_hash_that_is_right_does_not_excuse_what_points_nowhere(
    small_bar: SmallBar, there: Connection, file: Path
) -> None:
    await small_bar.sell()
    await small_bar.connection.execute(
        "set session_replication_role = replica; delete from data.payments;"
        " delete from data.bar_products; set session_replication_role = origin"
    )
    await export(small_bar.connection, file, None, said_nothing)

    assert "_fkey" in str((await refusal(there, file)).params["tables"])


async def test_books_that_do_not_balance_stay_away(
    small_bar: SmallBar, there: Connection, file: Path
) -> None:
    await small_bar.sell()
    await small_bar.connection.execute(
        "set session_replication_role = replica; update data.sales set total_minor = total_minor + 1;"
        " set session_replication_role = origin"
    )
    await export(small_bar.connection, file, None, said_nothing)

    assert (await refusal(there, file)).params["tables"] == "products, sums"


async def test_what_is_there_already_is_not_loaded_over(
    small_bar: SmallBar, there: Connection, file: Path
) -> None:
    await export(small_bar.connection, file, None, said_nothing)
    await load(there, read_parcel(file), said_nothing)
    with pytest.raises(DeviceFailed, match="TLMVB"):
        await load(there, read_parcel(file), said_nothing)


@pytest.mark.parametrize("is_site", [False, True])
async def test_what_the_jobs_of_the_new_server_write_is_no_difference(
    small_bar: SmallBar, there: Connection, file: Path, is_site: bool
) -> None:
    await small_bar.sell(1)
    await small_bar.connection.execute(
        "update data.sales set status = 'validated', decided_at = now(), decision_id = gen_random_uuid(), rev = rev + 1"
        " where status = 'pending'"
    )
    awake = "update data.site set quiet_from = 0, quiet_until = 0"
    await small_bar.connection.execute(awake)
    await export(small_bar.connection, file, None if is_site else await name_of(small_bar), said_nothing)
    parcel = read_parcel(file)
    await load(there, parcel, said_nothing)
    await there.execute(awake)
    for job in ("top_products", "activity", "daily_sales_summary"):
        assert await there.fetchval("select jobs.run_job($1, 'test')", job) == "done"
    assert await there.fetchval("select count(*) from data.top_products_by_period") > 0

    await compare(there, parcel)


async def test_a_comparison_says_what_differs_and_changes_nothing(
    small_bar: SmallBar, there: Connection, file: Path
) -> None:
    await export(small_bar.connection, file, None, said_nothing)
    parcel = read_parcel(file)
    with pytest.raises(DeviceFailed, match="TLNOB"):
        await compare(there, parcel)
    await load(there, parcel, said_nothing)
    await there.execute("select logic.set_price($1, $2, 700)", small_bar.bar, small_bar.product)
    with pytest.raises(DeviceFailed) as differs:
        await compare(there, parcel)

    assert differs.value.params == {"tables": "bar_products, product_prices"}


async def test_a_till_goes_on_at_the_new_place_with_what_it_sold_meanwhile(
    small_bar: SmallBar,
    database: Database,
    postgres_server: Server,
    there: Connection,
    file: Path,
    tmp_path: Path,
) -> None:
    here = small_bar.connection
    await here.execute("update data.bars set counter_deadline_ms = 500")
    till_id = await provision.create_till(here, small_bar.bar, "C7", "Terrasse")
    code = await provision.create_enrolment(here, small_bar.bar, till_id)
    words = long_code(Enrolment(database.till_url, code))
    (profile := tmp_path / "C7").mkdir()
    options = ("till", "--headless", "--profile", str(profile))
    till: Till = await Till.start(*options, "--enrol", words, stderr=profile / "stderr.log")
    async with running(till):
        await till.expect("started")
        await till.sign_in("Aïcha Bio", PIN)
        sold = {(await till.sell("Flag"))["sale"] for _ in range(3)}
        await till.wait_idle()
        await export(here, file, None, said_nothing)
        sold |= {(await till.sell("Flag"))["sale"] for _ in range(3)}
        await till.quit()
    booked_here = await here.fetchval("select count(*) from data.sales")
    await load(there, read_parcel(file), said_nothing)
    server = ("--server", there_database(database, postgres_server).till_url)
    moved: Till = await Till.start(*options, *server, stderr=profile / "stderr.log")
    async with running(moved):
        await moved.expect("started")
        await moved.sign_in("Aïcha Bio", PIN)
        last = await moved.sell("Flag")
        assert last["event"] == "sold", last
        sold |= {last["sale"]}
        await moved.wait_idle()
        assert (await moved.stock("Flag"))["stock"] == 24 - len(sold)

    assert booked_here == 3
    assert sorted(row["id"] for row in await there.fetch("select id::text from data.sales")) == sorted(sold)
    assert [fault for fault in await check_database(there) if fault.bar] == []
