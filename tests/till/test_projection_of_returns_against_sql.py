"""What is shown of returns, exchanges and kept bottles before the server knows is what it has after."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import pytest

from app.domain.cart import Line
from app.domain.history import Page, SaleHeader
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import Pieces, Reason
from app.domain.sale import SaleToRecord, exact_cash
from app.sync.outbox import Outbox
from app.sync.ports import Command, Row, State
from app.till.codec import merged_stocks, stocks
from app.till.consignments import Kept, claim_consignment, claim_part, create_consignment, forfeit_consignment
from app.till.history import SALES
from app.till.history_codec import page_of, sale_header
from app.till.history_sales import sales_after
from app.till.lists import FIRST_PAGE
from app.till.projections import stock_after
from app.till.returns import approve_return, create_return, exchange, reject_return, restock_return
from tests.fakes import FakeClock
from tests.fixtures_postgres import Database
from tests.sql.coming_back import is_sound
from tests.sql.support import Scene, connect_till, make_bar, new_uuid
from tests.till.test_projection_against_sql import Counter, Shown, without_revisions

ROUNDS = 140
KINDS = (
    "record_sale",
    "create_return",
    "approve_return",
    "reject_return",
    "restock_return",
    "exchange",
    "create_consignment",
    "claim_consignment",
    "claim_part",
    "forfeit_consignment",
)
OFTEN = (*KINDS, "create_return", "create_return", "create_consignment", "create_consignment")
DECIDED: dict[str, Any] = {"refund": True, "restock": True}
REFUSALS = ("TLSTK", "TLSTA", "TLPRC", "TLPRD", "TLQTY", "TLDAY")


class Floor(Counter):
    """A till at which the manager takes back, exchanges and keeps, between sales."""

    def __init__(self, scene: Scene, seed: int) -> None:
        super().__init__(scene, seed)
        self.clock = FakeClock(wall=time.time())
        self.outbox = Outbox(self.ledger, self.clock, till_code="C1")
        self.session = ""

    async def fill_shelf(self) -> None:
        """Draw the stock of each product, beside what is kept for guests."""
        owner, bar = self.scene.owner, self.scene.bar
        async with owner.transaction():
            rev = await owner.fetchval("select logic.take_rev($1, '{}', true)", bar.id)
            for product in bar.products:
                wanted = self.draw.randint(0, 6)
                await owner.execute(
                    """
                    insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
                    select bar_id, gen_random_uuid(), 'adjustment', id, $3 + reserved - stock, $4, now()
                    from data.bar_products
                    where bar_id = $1 and id = $2 and stock <> $3 + reserved
                    """,
                    *(bar.id, product.id, wanted, rev),
                )
                await owner.execute(
                    "update data.bar_products set stock = $3 + reserved, rev = $4 where bar_id = $1 and id = $2",
                    *(bar.id, product.id, wanted, rev),
                )

    async def act(self) -> Row:
        """Append a random command as the till makes it; a sale where there is nothing else to do."""
        kind = self.draw.choice(OFTEN)
        made = None if kind == "record_sale" else await getattr(self, kind)()
        return await self.sell() if made is None else await self.outbox.append(made)

    async def one_of(self, query: str) -> asyncpg.Record | None:
        rows = await self.scene.owner.fetch(query, self.scene.bar.id)
        return self.draw.choice(rows) if rows else None

    async def sold_line(self) -> tuple[Pieces, int] | None:
        row = await self.one_of(
            "select sale_id::text, position, product_id::text, qty, price_minor from data.sale_items where bar_id = $1"
            " order by (select rev from data.sales s where s.id = sale_id) desc, position limit 12"
        )
        if row is None:
            return None
        qty = self.draw.choice((1, 1, 2, 2, row["qty"] + 1))
        pieces = Pieces(SaleId(row["sale_id"]), row["position"], ProductId(row["product_id"]), qty)
        return pieces, row["price_minor"] * qty

    @property
    def who(self) -> dict[str, Any]:
        return {"command_id": new_uuid(), "by": self.scene.bar.people["Koffi"], "session": self.session}

    async def create_return(self) -> Command | None:
        found = await self.sold_line()
        reason = self.draw.choice([x for x in Reason if x is not Reason.EXCHANGE])
        decides = self.draw.random() < 0.4
        wishes: dict[str, Any] = DECIDED if decides and reason is Reason.OTHER else {}
        who = self.who if decides else self.who | {"by": self.scene.bar.people["Afi"], "session": None}
        return found and create_return(
            new_uuid(), found[0], reason, decides=decides, notes="vu", **wishes, **who
        )

    async def a_return(self, state: str) -> tuple[str, Pieces, Reason] | None:
        """Return one of those in the state, or now and then any."""
        where = "" if self.draw.random() < 0.2 else f"and state = '{state}'"
        row = await self.one_of(
            f"select * from data.returns where bar_id = $1 {where} and reason <> 'exchange' order by created_at, id"
        )
        if row is None:
            return None
        pieces = Pieces(
            SaleId(str(row["sale_id"])), row["position"], ProductId(str(row["product_id"])), row["qty"]
        )
        return str(row["id"]), pieces, Reason(row["reason"])

    async def approve_return(self) -> Command | None:
        found = await self.a_return("pending")
        if found is None:
            return None
        back, pieces, reason = found
        wishes: dict[str, Any] = DECIDED if reason is Reason.OTHER else {}
        now = self.draw.random() < 0.7
        return approve_return(back, pieces, reason, restock_now=now, **wishes, **self.who)

    async def reject_return(self) -> Command | None:
        found = await self.a_return("pending")
        return found and reject_return(found[0], "opened", **self.who)

    async def restock_return(self) -> Command | None:
        found = await self.a_return("approved")
        return found and restock_return(found[0], found[1], **self.who)

    async def exchange(self) -> Command | None:
        found = await self.sold_line()
        product = self.draw.choice(self.scene.bar.products)
        goods = Line(
            ProductId(product.id), product.name, product.volume_ml, product.price, self.draw.randint(1, 4)
        )
        if found is None:
            return None
        pieces, worth = found
        sale = SaleToRecord(
            SaleId(new_uuid()),
            MemberId(self.scene.bar.people["Afi"]),
            (goods,),
            exact_cash(goods.total - worth) if goods.total > worth else (),
            is_override=self.draw.random() < 0.2,
        )
        return exchange(new_uuid(), pieces, worth, sale, **self.who)

    async def create_consignment(self) -> Command | None:
        found = await self.sold_line()
        return found and create_consignment(new_uuid(), found[0], "Codjo", **self.who)

    async def a_kept_bottle(self, least: int = 1) -> Kept | None:
        where = f"and qty >= {least}" + ("" if self.draw.random() < 0.2 else " and state = 'active'")
        row = await self.one_of(
            f"select * from data.consignments where bar_id = $1 {where} order by created_at, id"
        )
        return Kept(str(row["id"]), ProductId(str(row["product_id"])), row["qty"]) if row else None

    async def claim_consignment(self) -> Command | None:
        kept = await self.a_kept_bottle()
        return claim_consignment(kept, **self.who) if kept else None

    async def claim_part(self) -> Command | None:
        kept = await self.a_kept_bottle(2)
        if kept is None:
            return None
        return claim_part(kept, self.draw.randint(1, kept.qty - 1), new_uuid(), **self.who)

    async def forfeit_consignment(self) -> Command | None:
        kept = await self.a_kept_bottle()
        return forfeit_consignment(kept, "gone", **self.who) if kept else None


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_what_is_shown_of_what_comes_back_equals_what_the_server_has_after(scene: Scene) -> None:
    floor = Floor(scene, seed=20_260_103)
    await floor.open()
    await scene.sign_in("Afi")
    floor.session = await scene.sign_in("Koffi")
    seen: Tally[tuple[str, State]] = Tally()
    for _ in range(ROUNDS):
        await floor.fill_shelf()
        before = await floor.read(None)
        base = stocks(before.rows)
        numbers = [(await floor.act()).no for _ in range(floor.draw.randint(1, 3))]
        await floor.send_all()

        rows = [row for no in numbers if (row := floor.outbox.row(no)) is not None]
        shown: object = base
        for row in rows:
            seen[row.kind, row.state] += 1
            if row.is_open:
                shown = stock_after(shown, row)
            assert row.code is None or row.code in REFUSALS, row
        after = await floor.read(before)
        truth = cast("Shown", merged_stocks(base, after.rows))
        known = {product: stock for product, stock in truth.items() if product in base}
        assert without_revisions(cast("Shown", shown)) == without_revisions(known), rows
    await floor.gateway.close()

    assert await is_sound(scene)
    # All kinds of it happened, and each was also refused.
    assert all(seen[kind, State.DONE] > 1 for kind in KINDS), seen
    assert all(seen[kind, State.REFUSED] > 0 for kind in KINDS), seen


async def headers(floor: Floor) -> Page[SaleHeader]:
    answer = await floor.gateway.read("sales_page", {"filters": {}, "at": FIRST_PAGE}, timeout_s=30)
    page: Page[SaleHeader] = page_of(sale_header)(answer.rows)
    return page


def waiting(page: Page[SaleHeader]) -> dict[str, tuple[str, ...]]:
    return {header.id: header.returns_waiting for header in page.items if header.returns_waiting}


async def test_the_list_of_sales_tells_at_once_which_returns_wait(scene: Scene) -> None:
    floor = Floor(scene, seed=20_261_130)
    await floor.open()
    await scene.sign_in("Afi")
    floor.session = await scene.sign_in("Koffi")
    seen: Tally[tuple[str, State]] = Tally()
    most = 0
    for _ in range(60):
        await floor.fill_shelf()
        kind = floor.draw.choice(
            ("create_return", "create_return", "approve_return", "reject_return", "sell")
        )
        made = None if kind == "sell" else await getattr(floor, kind)()
        if made is not None and made.kind == "create_return" and made.session is not None:
            continue  # a manager's own is decided at once, which the server says
        before = await headers(floor)
        row = await floor.sell() if made is None else await floor.outbox.append(made)
        await floor.send_all()
        judged = floor.outbox.row(row.no)
        assert judged is not None
        seen[judged.kind, judged.state] += 1
        assert judged.kind in SALES
        shown = sales_after(before, judged) if judged.is_open else before
        truth = waiting(await headers(floor))
        assert waiting(shown) == truth, judged
        most = max([most, *map(len, truth.values())])
    await floor.gateway.close()

    assert all(seen[kind, State.DONE] > 1 for kind in ("create_return", "approve_return", "reject_return")), (
        seen
    )
    assert most > 1
