"""The proof that optimism is honest: what is shown before the server knows equals what the server has afterwards."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Mapping
from typing import cast

import asyncpg
import pytest

from app.domain.cart import Line
from app.domain.catalog import Stock
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.sale import SaleToRecord, exact_cash
from app.drivers.postgres import PostgresGateway
from app.sync.outbox import Outbox
from app.sync.ports import Answer, Door, JsonObject, Row, State
from app.sync.wire import Upcasters, batch
from app.till.codec import merged_stocks, stocks
from app.till.commands import KNOWN_VERSIONS, UPCASTERS, record_sale
from app.till.projections import stock_after
from tests.fakes import FakeClock, MemoryLedger
from tests.fixtures_postgres import Database
from tests.sql.support import Product, Scene, connect_till, make_bar, new_uuid

ROUNDS = 100
Shown = Mapping[ProductId, Stock]


class Counter:
    """A till's outbox and gateway on a real bar, and a random shelf."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene = scene
        self.draw = random.Random(seed)
        self.clock = FakeClock()
        self.ledger = MemoryLedger(scene.bar.till.ledger)
        self.outbox = Outbox(self.ledger, self.clock, till_code="C1")
        self.gateway = PostgresGateway(scene.database.till_url, scene.bar.till.token)
        self.unknown = Product(new_uuid(), "Gin", 750, 5_000, 0)

    async def open(self) -> None:
        await self.outbox.open()
        await self.outbox.registered(0)

    async def fill_shelf(self) -> None:
        """Draw stock, reserved pieces, price and activity of each product, under the bar's lock as everybody must."""
        owner, bar = self.scene.owner, self.scene.bar
        async with owner.transaction():
            rev = await owner.fetchval("select logic.take_rev($1, '{}', true)", bar.id)
            for product in bar.products:
                stock = self.draw.randint(0, 6)
                await owner.execute(
                    """
                    insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
                    select bar_id, gen_random_uuid(), 'adjustment', id, $3 - stock, $4, now()
                    from data.bar_products
                    where bar_id = $1 and id = $2 and stock <> $3
                    """,
                    *(bar.id, product.id, stock, rev),
                )
                await owner.execute(
                    """
                    update data.bar_products
                    set stock = $3, rev = $4, reserved = $5, price_minor = $6, is_active = $7
                    where bar_id = $1 and id = $2
                    """,
                    *(bar.id, product.id, stock, rev, self.draw.randint(0, stock)),
                    product.price + self.draw.choice((0, 0, 100)),
                    self.draw.random() < 0.9,
                )

    async def sell(self) -> Row:
        """Append a random sale, as the till makes it."""
        goods = [*self.scene.bar.products, *([self.unknown] if self.draw.random() < 0.1 else [])]
        chosen = [self.draw.choice(goods) for _ in range(self.draw.randint(1, 4))]
        lines = tuple(
            Line(ProductId(x.id), x.name, x.volume_ml, x.price, self.draw.randint(1, 4)) for x in chosen
        )
        seller = MemberId(self.scene.bar.people["Afi"])
        total = sum(line.total for line in lines)
        is_override = self.draw.random() < 0.2
        sale = SaleToRecord(SaleId(new_uuid()), seller, lines, exact_cash(total), is_override=is_override)
        row = await self.outbox.append(record_sale(sale, command_id=new_uuid(), by=seller, session=None))
        if self.draw.random() < 0.5:
            await self.outbox.mark_served(row.no)
        return row

    async def send_all(self) -> None:
        while rows := self.outbox.unsent():
            commands = batch(rows, self.clock, Upcasters(KNOWN_VERSIONS, UPCASTERS), most=50)
            answer = await self.gateway.submit(self.outbox.ledger, self.outbox.seen(), commands, timeout_s=30)
            await self.outbox.record(answer.outcomes)

    async def read(self, since: Answer | None) -> Answer:
        marks = since.envelope if since else None
        params: JsonObject = {"rev": marks.rev if marks else None, "epoch": marks.epoch if marks else None}
        return await self.gateway.read("stock_since", params, timeout_s=30)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


def without_revisions(shown: Shown) -> dict[ProductId, tuple[int, int, int, bool]]:
    return {p: (x.stock, x.reserved, x.price, x.is_active) for p, x in shown.items()}


async def test_what_is_shown_before_equals_what_the_server_has_after(scene: Scene) -> None:
    counter = Counter(scene, seed=20_260_101)
    await counter.open()
    done = refused = short = 0
    for _ in range(ROUNDS):
        await counter.fill_shelf()
        before = await counter.read(None)
        base = stocks(before.rows)
        numbers = [(await counter.sell()).no for _ in range(counter.draw.randint(1, 3))]
        await counter.send_all()

        rows = [row for no in numbers if (row := counter.outbox.row(no)) is not None]
        shown: object = base
        for row in rows:
            if row.is_open:
                shown = stock_after(shown, row)
        after = await counter.read(before)
        truth = cast("Shown", merged_stocks(base, after.rows))

        assert not after.full
        known = {product: stock for product, stock in truth.items() if product in base}
        assert without_revisions(cast("Shown", shown)) == without_revisions(known), rows
        assert all(not truth[product].is_active for product in truth.keys() - base.keys())
        done += sum(row.state is State.DONE for row in rows)
        refused += sum(row.state is State.REFUSED for row in rows)
        short += sum(bool(row.result.get("missing")) for row in rows)
    await counter.gateway.close()

    assert await scene.is_sound()
    # All kinds of it happened.
    assert min(done, refused, short) > 10


async def test_a_sale_at_the_served_door_is_never_refused(scene: Scene) -> None:
    counter = Counter(scene, seed=7)
    await counter.open()
    for _ in range(10):
        await counter.fill_shelf()
        row = await counter.sell()
        await counter.outbox.mark_served(row.no)
    await counter.send_all()
    await counter.gateway.close()

    assert {(row.state, row.door) for row in counter.outbox.rows()} == {(State.DONE, Door.SERVED)}
