"""The whole way of a sale from the ledger's file to the tables: real SQLite, real PostgreSQL, the real sender."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from app.domain.ids import new_id
from app.drivers.clock import SystemClock
from app.drivers.ledger import SqliteLedger
from app.drivers.postgres import PostgresGateway
from app.sync.outbox import Outbox
from app.sync.ports import Command, Door, Json, State
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from app.sync.wire import Upcasters, batch
from tests.fixtures_postgres import Database, Server
from tests.server.small_bar import SmallBar

KNOWN = {"record_sale": 1}
CLEAR_OUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}'"


class RealTill:
    """A till whose profile is ``folder``; ``start`` begins to send, ``stop`` is a crash after the last commit."""

    def __init__(self, folder: Path, url: str, bar: SmallBar) -> None:
        self.path = folder / "ledger.sqlite3"
        self.url = url
        self.bar = bar
        self.clock = SystemClock()
        self.gateway = PostgresGateway(url, bar.token)
        self._running: asyncio.Task[None] | None = None

    async def open(self) -> Outbox:
        self.outbox = Outbox(SqliteLedger(self.path), self.clock, till_code="C1")
        await self.outbox.open()
        return self.outbox

    async def start(self) -> None:
        await self.open()
        self.sender = Sender(
            self.outbox,
            self.gateway,
            self.clock,
            Reconciler(self.outbox).reconcile,
            upcasters={},
            known_versions=KNOWN,
            random=random.Random(1),
        )
        self._running = asyncio.create_task(self.sender.run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None
        await self.gateway.close()
        await self.outbox.close()

    async def sell(self, qty: int = 1, *, door: Door = Door.COUNTER, product: str | None = None) -> str:
        """Append a sale; returns its id."""
        identity = new_id(self.clock.wall())
        line: Json = {
            "product": product or self.bar.product,
            "name": "Flag",
            "volume_ml": 330,
            "price": 600,
            "qty": qty,
        }
        total = 600 * qty
        cash: Json = {"method": "cash", "amount": total, "tendered": total, "change": 0, "owed": 0}
        body: dict[str, Json] = {
            "sale": identity,
            "sold_by": self.bar.seller,
            "total": total,
            "lines": [line],
            "payments": [cash],
            "override": False,
            "overrides": None,
            "supersedes": None,
        }
        command = Command(
            identity, "record_sale", 1, body, door=door, by=self.bar.seller, takes_ticket=True, amount=total
        )
        await self.outbox.append(command)
        return identity

    async def all_sent(self) -> None:
        assert await self.sender.flush(30), self.sender.error


@pytest.fixture
async def bar(database: Database) -> AsyncIterator[SmallBar]:
    made = await SmallBar.make(await asyncpg.connect(database.superuser_url))
    yield made
    await made.connection.close()


@pytest.fixture
async def till(tmp_path: Path, database: Database, bar: SmallBar) -> AsyncIterator[RealTill]:
    till = RealTill(tmp_path, database.till_url, bar)
    await till.start()
    yield till
    await till.stop()


async def sales_of(bar: SmallBar) -> list[str]:
    """Return the ids of the sales that the server has, in the order in which they came."""
    return [str(r["id"]) for r in await bar.connection.fetch("select id from data.sales order by ticket")]


async def test_each_sale_arrives_once_and_a_refusal_holds_up_nobody(till: RealTill, bar: SmallBar) -> None:
    ids = [await till.sell() for _ in range(8)]
    refused = await till.sell(qty=500)
    ids += [await till.sell() for _ in range(8)]
    await till.all_sent()
    row = till.outbox.find(refused)

    assert await sales_of(bar) == ids
    assert row is not None
    assert (row.state, row.code) == (State.REFUSED, "TLSTK")
    assert {r.state for r in till.outbox.rows() if r.id != refused} == {State.DONE}
    assert till.outbox.time.is_unsure is False
    assert till.outbox.seen().applied == 17


async def test_a_lost_reply_is_counted_once(till: RealTill, bar: SmallBar) -> None:
    await till.sell()
    await till.all_sent()
    await till.stop()
    outbox = await till.open()
    refused, sold = await till.sell(qty=500), await till.sell()
    commands = batch(outbox.unsent(), till.clock, Upcasters(KNOWN, {}), most=50)
    lost = await till.gateway.submit(outbox.ledger, outbox.seen(), commands, timeout_s=10)
    await till.stop()
    await till.start()
    await till.all_sent()

    assert [outcome.outcome for outcome in lost.outcomes] == ["refused"]
    assert len(await sales_of(bar)) == 3  # the guest of the refused one has left with it: it is booked
    assert {row.state for row in till.outbox.rows()} == {State.DONE}
    assert {refused, sold} < set(await sales_of(bar))


async def test_a_restored_server_gets_back_every_sale_once(
    till: RealTill, bar: SmallBar, database: Database, postgres_server: Server
) -> None:
    early = [await till.sell() for _ in range(2)]
    await till.all_sent()
    await till.stop()
    await bar.connection.close()
    name = f"{database.name}_backup"
    backup = replace(database, name=name, superuser_url=postgres_server.url(name))
    # A pooler keeps its connections when the tills have left.
    await asyncio.to_thread(postgres_server.execute, CLEAR_OUT.format(database.name))
    await asyncio.to_thread(postgres_server.execute, f'create database "{name}" template "{database.name}"')
    await till.start()
    refused = await till.sell(qty=500)
    lost = [await till.sell() for _ in range(4)]
    await till.all_sent()
    await till.stop()
    with sqlite3.connect(till.path) as db:  # as the purge would, had they been old
        db.execute("delete from outbox where no in (1, 5)")
    db.close()
    restored = RealTill(till.path.parent, backup.till_url, bar)
    await restored.start()
    newer = await restored.sell()
    await restored.all_sent()
    bar.connection = await asyncpg.connect(backup.superuser_url)
    row = restored.outbox.find(refused)

    assert await sales_of(bar) == [*early, *(x for x in lost if x != lost[1]), newer]
    assert restored.outbox.unsent() == ()
    assert restored.outbox.alert is None
    assert row is not None
    assert row.state is State.REFUSED
    assert len(restored.outbox.past_epochs) == 1
    await restored.stop()
    await restored.open()  # the fixture stops the other one
    till.outbox = restored.outbox


async def test_two_machines_with_one_profile_book_everything_once(
    till: RealTill, bar: SmallBar, tmp_path: Path
) -> None:
    first = await till.sell()
    await till.all_sent()
    await till.stop()
    (tmp_path / "copy").mkdir()
    for name in ("ledger.sqlite3", "ledger.sqlite3.mark"):
        shutil.copyfile(tmp_path / name, tmp_path / "copy" / name)
    await till.start()
    second = await till.sell()
    await till.all_sent()
    twin = RealTill(tmp_path / "copy", till.url, bar)
    await twin.start()
    third = await twin.sell()
    await twin.all_sent()
    fourth = await till.sell()
    await till.all_sent()

    assert sorted(await sales_of(bar)) == sorted([first, second, third, fourth])
    assert twin.outbox.ledger != till.outbox.ledger
    assert twin.outbox.alert is not None
    assert twin.outbox.alert.code == "TLLED"
    assert till.outbox.unsent() == twin.outbox.unsent() == ()
    await twin.stop()


async def test_a_day_old_copy_is_adopted_beside_newer_sales(
    till: RealTill, bar: SmallBar, tmp_path: Path
) -> None:
    old = [await till.sell()]
    await till.all_sent()
    await till.stop()
    await till.open()
    old += [await till.sell(), await till.sell(door=Door.SERVED)]
    (tmp_path / "stick").write_bytes((await till.outbox.image()).data)
    await till.stop()
    await till.start()
    await till.all_sent()
    await till.stop()
    for file in tmp_path.glob("ledger.sqlite3*"):
        file.unlink()
    await till.start()
    newer = await till.sell()
    await till.all_sent()
    brought = (await till.outbox.adopt(str(tmp_path / "stick"))).brought
    await till.all_sent()

    assert brought == 3
    assert sorted(await sales_of(bar)) == sorted([*old, newer])
    assert {row.state for row in till.outbox.rows()} == {State.DONE}
    assert (await till.outbox.recent(1))[0].ticket is not None


async def test_what_this_program_does_not_understand_is_parked_with_its_body(
    till: RealTill, bar: SmallBar
) -> None:
    identity = new_id(till.clock.wall())
    await till.outbox.append(Command(identity, "record_sale", 9, {"of": "the future"}, by=bar.seller))
    sold = await till.sell()
    await till.all_sent()
    row = till.outbox.find(identity)
    kept = await bar.connection.fetchval("select body from data.commands where id = $1", identity)

    assert row is not None
    assert (row.state, row.code) == (State.REFUSED, "TLPRK")
    assert "the future" in kept
    assert await sales_of(bar) == [sold]
