"""What is shown of one sale, and of change owed, before the server knows is what it has after: whatever was done."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from app.domain.cart import Line
from app.domain.history import Credit, Page
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.sale import Cash, SaleToRecord
from app.domain.sale_detail import SaleDetail
from app.sync.ports import Command, Row, State
from app.till import sale_states
from app.till.change import change_after
from app.till.commands import record_sale
from app.till.history_codec import credit, page_of
from app.till.lists import FIRST_PAGE
from app.till.sale_detail import KINDS, detail_after
from app.till.sale_detail_codec import sale_detail
from tests.fixtures_postgres import Database
from tests.sql.coming_back import is_sound
from tests.sql.support import Scene, connect_till, make_bar, new_uuid
from tests.sql.trade import desk
from tests.till.test_projection_of_returns_against_sql import Floor

ROUNDS = 180
WATCHED = 6
OTHERS = ("validate_sales", "reject_sale", "withdraw_sale", "cancel_sale", "redeem_change", "sell_owing")
TRADE = ("create_return", "approve_return", "reject_return", "restock_return", "exchange")
KEEPING = ("create_consignment", "claim_consignment", "claim_part", "forfeit_consignment")
OFTEN = (*OTHERS, *OTHERS, *TRADE, *KEEPING, *KEEPING, "create_return", "create_consignment", "sell_owing")


class Watched(Floor):
    """The same floor in full mode, where managers decide, owners cancel and guests come back for their change."""

    owner_session = ""

    async def act(self) -> Row:
        made = await getattr(self, self.draw.choice(OFTEN))()
        return await self.outbox.append(made if made is not None else await self.sell_owing())

    async def sell_owing(self) -> Command:
        """A server's sale or a manager's, of which some change is owed."""
        product = self.draw.choice(self.scene.bar.products)
        line = Line(
            ProductId(product.id), product.name, product.volume_ml, product.price, self.draw.randint(1, 3)
        )
        owed = self.draw.choice((0, 200))
        paid = Cash(line.total, line.total + owed, 0, owed)
        by, session = self.draw.choice(((self.scene.bar.people["Afi"], None), (self.who["by"], self.session)))
        sale = SaleToRecord(SaleId(new_uuid()), MemberId(by), (line,), (paid,))
        return record_sale(sale, command_id=new_uuid(), by=by, session=session)

    async def a_sale(self, status: str) -> SaleId | None:
        where = "" if self.draw.random() < 0.2 else f"and status = '{status}'"
        row = await self.one_of(
            f"select id::text from data.sales where bar_id = $1 {where} order by rev desc, id limit 8"
        )
        return SaleId(row["id"]) if row else None

    async def validate_sales(self) -> Command | None:
        sale = await self.a_sale("pending")
        return sale_states.validate_sales([sale], **self.who) if sale else None

    async def reject_sale(self) -> Command | None:
        sale = await self.a_sale("pending")
        return sale_states.reject_sale(sale, "jamais servie", **self.who) if sale else None

    async def withdraw_sale(self) -> Command | None:
        sale, by = await self.a_sale("pending"), self.scene.bar.people["Afi"]
        who: dict[str, Any] = {"command_id": new_uuid(), "by": by, "session": None}
        return sale_states.withdraw_sale(sale, **who) if sale else None

    async def cancel_sale(self) -> Command | None:
        sale, by = await self.a_sale("validated"), self.scene.bar.people["Ayaba"]
        who: dict[str, Any] = {"command_id": new_uuid(), "by": by, "session": self.owner_session}
        return sale_states.cancel_sale(sale, "deux fois", **who) if sale else None

    async def redeem_change(self) -> Command | None:
        where = "" if self.draw.random() < 0.2 else "and redeemed_at is null"
        row = await self.one_of(
            f"select id::text from data.change_credits where bar_id = $1 {where} order by created_at, id"
        )
        return sale_states.redeem_change(row["id"], **self.who) if row else None

    async def details(self) -> dict[str, SaleDetail]:
        """Read the latest sales, each with all that hangs on it."""
        rows = await self.scene.owner.fetch(
            "select id::text from data.sales where bar_id = $1 order by created_at desc, id desc limit $2",
            self.scene.bar.id,
            WATCHED,
        )
        return {row["id"]: await self.detail(row["id"]) for row in rows}

    async def detail(self, sale: str) -> SaleDetail:
        rows: Any = (await self.gateway.read("sale", {"sale": sale}, timeout_s=30)).rows
        detail, told = sale_detail(rows), {line["position"]: line["left"] for line in rows["lines"]}
        assert {line.position: detail.left(line.position) for line in detail.lines} == told
        return detail

    async def change(self, **filters: str) -> Page[Credit]:
        answer = await self.gateway.read("change_page", {"filters": filters, "at": FIRST_PAGE}, timeout_s=30)
        page: Page[Credit] = page_of(credit)(answer.rows)
        return page


def told(detail: SaleDetail) -> dict[str, Any]:
    """Return what a person reads of a sale. A manager's own return is approved at once, which the server says."""
    decided = {"pending": "approved"}
    return {
        "header": (detail.header.status, detail.header.decided_by),
        "payments": [(x.position, x.state) for x in detail.payments],
        "returns": {(x.id, x.ticket, x.qty, x.amount, decided.get(x.state, x.state)) for x in detail.returns},
        "left": {line.position: detail.left(line.position) for line in detail.lines},
        "kept": {(x.id, x.qty, x.guest, x.state) for x in detail.kept},
        "credits": {(x.id, x.code, x.amount, x.state) for x in detail.credits},
    }


def settled(page: Page[Credit]) -> set[Credit]:
    return {
        replace(x, is_waiting=False, created_at="", redeemed_at=x.redeemed_at and "then") for x in page.items
    }


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_what_is_shown_of_a_sale_equals_what_the_server_has_after(scene: Scene) -> None:
    await desk(scene, mode="full")
    floor = Watched(scene, seed=20_261_129)
    await floor.open()
    await scene.sign_in("Afi")
    floor.session, floor.owner_session = await scene.sign_in("Koffi"), await scene.sign_in("Ayaba")
    seen: Tally[tuple[str, State]] = Tally()
    for _ in range(ROUNDS):
        await floor.fill_shelf()
        before, owed, all_change = (
            await floor.details(),
            await floor.change(state="open"),
            await floor.change(),
        )
        numbers = [(await floor.act()).no for _ in range(floor.draw.randint(1, 2))]
        await floor.send_all()

        rows = [row for no in numbers if (row := floor.outbox.row(no)) is not None]
        seen.update((row.kind, row.state) for row in rows)
        shown = dict(before)
        for row in rows:
            if row.is_open:
                shown = {sale: detail_after(detail, row) for sale, detail in shown.items()}
                owed, all_change = change_after(owed, row), change_after(all_change, row)
        for sale, detail in shown.items():
            assert told(detail) == told(await floor.detail(sale)), rows
        if not any(row.kind == "exchange" for row in rows):  # its rest is known when the server has said it
            assert settled(owed) == settled(await floor.change(state="open")), rows
            assert settled(all_change) == settled(await floor.change()), rows
    await floor.gateway.close()

    assert await is_sound(scene)
    # All kinds of it happened, and most were also refused.
    kinds = KINDS - {sale_states.CONFIRM_PAYMENT}
    assert all(seen[kind, State.DONE] > 0 for kind in kinds), seen
    assert sum(seen[kind, State.REFUSED] > 0 for kind in kinds) > len(kinds) / 2, seen
