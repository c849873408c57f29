"""Everything that a till asks, through pgbouncer in transaction mode; deploys go past it."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.domain.enrolment import Enrolment, long_code
from app.domain.errors import SignedOut
from app.domain.pin import stretched
from app.drivers.clock import SystemClock
from app.drivers.postgres import PostgresGateway, enrol
from app.server import provision
from app.server.check import check_database
from app.server.migrate import SQL_FOLDER, migrate
from app.sync.ports import JsonObject, Seen
from app.sync.traffic import Meter
from tests.drivers.pooler import POOL_SIZE, Pooler, find_pgbouncer, pooler_before
from tests.e2e.harness import Till, running
from tests.fixtures_postgres import Database
from tests.server.small_bar import PIN, SmallBar
from tests.sql.support import hash_of, new_uuid

SALES = 50
SELLER = "Aïcha Bio"
STATUS: JsonObject = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}


@pytest.fixture
async def bar(database: Database) -> AsyncIterator[SmallBar]:
    connection = await asyncpg.connect(database.superuser_url)
    made = await SmallBar.make(connection)
    await connection.execute("select logic.adjust_stock($1, $2, 1000)", made.bar, made.product)
    yield made
    await connection.close()


@pytest.fixture
async def pooler(database: Database, tmp_path: Path) -> AsyncIterator[Pooler]:
    program = find_pgbouncer()
    if program is None:
        pytest.skip("this machine has no pgbouncer")
    async with pooler_before(program, tmp_path / "pooler", database) as started:
        yield started


async def new_code(bar: SmallBar, code: str) -> str:
    """Make the till ``code`` and return what enrols it."""
    till = await provision.ensure_till(bar.connection, bar.bar, code, "Terrasse")
    return await provision.create_enrolment(bar.connection, bar.bar, till)


async def open_till(bar: SmallBar, url: str, code: str, folder: Path) -> Till:
    """Enrol a headless till at ``url`` and sign the seller in."""
    words = long_code(Enrolment(url, await new_code(bar, code)))
    folder.mkdir()
    till: Till = await Till.start(
        *("till", "--headless", "--profile", str(folder), "--enrol", words), stderr=folder / "stderr.log"
    )
    await till.expect("started")
    await till.sign_in(SELLER, PIN)
    return till


async def sell(till: Till, times: int) -> set[str]:
    """Sell one bottle so many times; returns the sales' ids."""
    return {(await till.sell("Flag"))["sale"] for _ in range(times)}


async def booked(bar: SmallBar) -> list[str]:
    return [row["id"] for row in await bar.connection.fetch("select id::text from data.sales")]


async def is_sound(bar: SmallBar) -> bool:
    """Tell whether the check finds nothing wrong in the bar's books."""
    return not [finding for finding in await check_database(bar.connection) if finding.bar]


async def test_every_call_of_the_driver(
    bar: SmallBar, pooler: Pooler, database: Database, tmp_path: Path
) -> None:
    url, token, ledger = pooler.url(database.till_url), provision.new_token(), new_uuid()
    enrolled = await enrol(url, await new_code(bar, "C7"), token, ledger, {"version": "0.1.0"})
    gateway = PostgresGateway(url, token)
    salt = await bar.connection.fetchval("select salt from data.bar_members where user_id = $1", bar.seller)
    try:
        opened = await gateway.open_ledger(ledger, timeout_s=10)
        signed_in = await gateway.sign_in(bar.seller, stretched(PIN, salt.hex()).hex(), timeout_s=10)
        whole = await gateway.read("bootstrap", {}, timeout_s=10)
        stock = await gateway.read("stock_since", {"rev": None, "epoch": None}, timeout_s=10)
        now = Seen(str(opened["epoch"]), 0, 0)
        pulse = await gateway.pulse(ledger, now, STATUS, timeout_s=10)
        answer = await gateway.submit(ledger, now, [a_void()], timeout_s=10)
        await gateway.sign_out(str(signed_in["session"]), timeout_s=10)
    finally:
        await gateway.close()

    assert enrolled["till"]["code"] == "C7"  # type: ignore[index,call-overload]  # a JSON object
    assert signed_in["ok"]
    assert whole.envelope.epoch == stock.envelope.epoch == pulse.envelope.epoch == answer.envelope.epoch
    assert [outcome.outcome for outcome in answer.outcomes] == ["done"]


def a_void() -> JsonObject:
    return {
        "no": 1,
        "id": new_uuid(),
        "kind": "void",
        "version": 1,
        "sha256": hash_of("void"),
        "door": "served",
        "by": None,
        "session": None,
        "moment": "2026-01-01T00:00:00.000000Z",
        "clock_unsure": False,
        "age_s": None,
        "body": {},
    }


async def test_no_statement_is_kept_behind_it(bar: SmallBar, pooler: Pooler, database: Database) -> None:
    gateway = PostgresGateway(pooler.url(database.till_url), bar.token)
    for _ in range(5):
        await gateway.read("team", {}, timeout_s=10)
    assert gateway._line is not None
    kept = await gateway._line.connection.fetchval("select count(*) from pg_prepared_statements")
    await gateway.close()

    assert kept == 0


async def test_a_wrong_password_is_told_from_a_network_that_fails(pooler: Pooler, database: Database) -> None:
    gateway = PostgresGateway(pooler.url(database.url_for("bartender_till", "wrong")), "")

    with pytest.raises(SignedOut, match="TLAUT"):
        await gateway.read("bootstrap", {}, timeout_s=10)
    await gateway.close()


async def test_calls_of_many_share_few_connections(bar: SmallBar, pooler: Pooler, database: Database) -> None:
    meter = Meter(SystemClock())
    gateways = [PostgresGateway(pooler.url(database.till_url), bar.token, meter) for _ in range(12)]
    await asyncio.gather(
        *[gateway.read("bootstrap", {}, timeout_s=30) for gateway, _ in itertools.product(gateways, range(5))]
    )
    servers = await bar.connection.fetchval(
        "select count(*) from pg_stat_activity where datname = current_database() and usename = 'bartender_till'"
    )
    for gateway in gateways:
        await gateway.close()

    assert meter.so_far().requests == 60
    assert 1 <= servers <= POOL_SIZE


async def test_a_till_enrols_and_sells_an_evening_through_it(
    bar: SmallBar, pooler: Pooler, database: Database, tmp_path: Path
) -> None:
    till = await open_till(bar, pooler.url(database.till_url), "C7", tmp_path / "C7")
    async with running(till):
        sold = await sell(till, SALES)
        await till.wait_idle()
        assert (await till.stock("Flag"))["stock"] == 1024 - SALES

    assert len(sold) == SALES
    assert sorted(await booked(bar)) == sorted(sold)
    assert await is_sound(bar)


async def test_two_tills_sell_through_a_deploy_and_a_pooler_that_is_started_again(
    bar: SmallBar, pooler: Pooler, database: Database, tmp_path: Path
) -> None:
    url = pooler.url(database.till_url)
    tills = [await open_till(bar, url, code, tmp_path / code) for code in ("C7", "C8")]
    folder = Path(shutil.copytree(SQL_FOLDER, tmp_path / "sql"))
    notices = folder / "code" / "logic" / "notices.sql"

    async def disturb() -> None:
        for _ in range(3):
            notices.write_text(f"-- again\n{notices.read_text()}")
            assert (await migrate(database.superuser_url, folder=folder)).is_rebuilt
        await pooler.stop()
        await pooler.start()

    async with running(*tills):
        first, second, _ = await asyncio.gather(sell(tills[0], SALES), sell(tills[1], SALES), disturb())
        for till in tills:
            await till.wait_idle()

    assert len(first | second) == 2 * SALES
    assert sorted(await booked(bar)) == sorted(first | second)
    assert await is_sound(bar)
