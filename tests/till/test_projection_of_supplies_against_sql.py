"""What is shown of goods before the server knows is what it has after: supplies, corrections, counts, settlements."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import pytest

from app.domain.catalog import Stock
from app.domain.corrections import AdjustmentReason, Counted, Resolution
from app.domain.ids import ProductId
from app.domain.supply import SupplyToRecord
from app.sync.outbox import Outbox
from app.sync.ports import Command, Row, State
from app.till.codec import merged_stocks, stocks
from app.till.projections import stock_after
from app.till.stock import adjust_stock, count_stock, settle_discrepancy
from app.till.supplies import record_supply, reverse_supply
from tests.fakes import FakeClock
from tests.fixtures_postgres import Database
from tests.sql.goods import open_items
from tests.sql.support import Scene, connect_till, make_bar, new_uuid
from tests.till.test_projection_against_sql import Counter, Shown, without_revisions

ROUNDS = 120
KINDS = (
    "record_supply",
    "reverse_supply",
    "adjust_stock",
    "count_stock",
    "settle_discrepancy",
    "record_sale",
)


class Store(Counter):
    """A till at which the owner takes goods in, counts, and corrects, between sales."""

    def __init__(self, scene: Scene, seed: int) -> None:
        super().__init__(scene, seed)
        self.clock = FakeClock(wall=time.time())
        self.outbox = Outbox(self.ledger, self.clock, till_code="C1")
        self.session = ""

    async def act(self, base: Shown) -> Row:
        """Append a random command as the till makes it; ``base`` is what its screen said a while ago."""
        kind = self.draw.choice(KINDS)
        made = None if kind == "record_sale" else await getattr(self, kind)(base)
        return await self.sell() if made is None else await self.outbox.append(made)

    @property
    def who(self) -> dict[str, Any]:
        return {"command_id": new_uuid(), "by": self.scene.bar.people["Ayaba"], "session": self.session}

    def product(self) -> ProductId:
        return ProductId(self.draw.choice(self.scene.bar.products).id)

    async def record_supply(self, base: Shown) -> Command:
        size = self.draw.choice((1, 2, 12))
        made = SupplyToRecord(new_uuid(), self.product(), self.draw.randint(1, 3), size, 5_000)
        return record_supply(made, **self.who)

    async def reverse_supply(self, base: Shown) -> Command | None:
        rows = await self.scene.owner.fetch(
            "select id::text, product_id::text, qty from data.supplies where bar_id = $1 order by rev",
            self.scene.bar.id,
        )
        if not rows:
            return None
        supply, product, qty = self.draw.choice(rows[-6:])
        return reverse_supply(supply, ProductId(product), qty, "twice", **self.who)

    async def adjust_stock(self, base: Shown) -> Command:
        delta = self.draw.choice((-5, -2, -1, 1, 4))
        return adjust_stock(new_uuid(), self.product(), delta, AdjustmentReason.OTHER, "vu", **self.who)

    async def count_stock(self, base: Shown) -> Command:
        known = self.draw.sample(sorted(base), self.draw.randint(1, len(base)))
        lines = [
            Counted(x, base[x].stock, max(0, base[x].stock + self.draw.choice((-3, -1, 0, 0, 2))))
            for x in known
        ]
        return count_stock(new_uuid(), lines, **self.who)

    async def settle_discrepancy(self, base: Shown) -> Command | None:
        items = await open_items(self.scene)
        if not items:
            return None
        item = self.draw.choice(items)
        named = (item["discrepancy"], ProductId(item["product"]), item["qty"])
        resolution = self.draw.choice((Resolution.LATE_SUPPLY, Resolution.LATE_SUPPLY, Resolution.OTHER))
        return settle_discrepancy(*named, resolution, "vu", **self.who)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_what_is_shown_of_goods_equals_what_the_server_has_after(scene: Scene) -> None:
    store = Store(scene, seed=20_260_102)
    await store.open()
    store.session = await scene.sign_in("Ayaba")
    seen: Tally[tuple[str, State]] = Tally()
    for _ in range(ROUNDS):
        await store.fill_shelf()
        before = await store.read(None)
        base = cast("dict[ProductId, Stock]", stocks(before.rows))
        numbers = [(await store.act(base)).no for _ in range(store.draw.randint(1, 3))]
        await store.send_all()

        rows = [row for no in numbers if (row := store.outbox.row(no)) is not None]
        shown: object = base
        for row in rows:
            seen[row.kind, row.state] += 1
            if row.is_open:
                shown = stock_after(shown, row)
            assert row.code in (None, "TLSTK", "TLSTA", "TLPRC", "TLPRD", "TLINP"), row
        after = await store.read(before)
        truth = cast("Shown", merged_stocks(base, after.rows))
        known = {product: stock for product, stock in truth.items() if product in base}
        assert without_revisions(cast("Shown", shown)) == without_revisions(known), rows
    await store.gateway.close()

    assert await scene.is_sound()
    # All kinds of it happened, and each could also be refused but a supply.
    assert all(seen[kind, State.DONE] > 3 for kind in KINDS), seen
    assert all(seen[kind, State.REFUSED] > 0 for kind in KINDS if kind != "record_supply"), seen
