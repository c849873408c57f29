"""Change that the drawer did not have, as it is shown before the server knows. The command is in ``sale_states.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.history import Credit, Page, SaleHeader, with_changed, with_new
from app.domain.ids import MemberId, SaleId
from app.sync.ports import JsonObject, Row
from app.till import returns, sale_states
from app.till.history_parts import Sold, goods_of, rows_of, word_of
from app.till.projections import RECORD_SALE
from app.till.stock import whole_of

UNDOING = frozenset({sale_states.REJECT_SALE, sale_states.WITHDRAW_SALE, sale_states.CANCEL_SALE})
KINDS = frozenset({RECORD_SALE, returns.EXCHANGE, sale_states.REDEEM_CHANGE, *UNDOING})
"""The kinds of command that change what is owed."""


def change_after(page: Page[Credit], row: Row) -> Page[Credit]:
    """Return a page of change owed after ``row``."""
    match row.kind:
        case "record_sale":
            return _owed_by(page, row)
        case "exchange":
            return page  # what is left of the goods' worth is known when the server has said it
        case "redeem_change":
            given = {
                x.id: replace(x, redeemed_by=MemberId(row.by) if row.by else None, redeemed_at=row.moment)
                for x in page.items
                if x.id == row.body.get("credit") and x.state == "open"
            }
            return _changed(page, given)
        case kind if kind in UNDOING:
            void = {
                x.id: replace(x, redeemed_at=row.moment)
                for x in page.items
                if x.sale == row.body.get("sale") and x.state == "open"
            }
            return _changed(page, void)
    return page


def _changed(page: Page[Credit], changed: Mapping[str, Credit]) -> Page[Credit]:
    """Put the changed ones in, marked; those that the page was not asked for leave it."""
    wanted = page.filters.get("state")
    return with_changed(
        page,
        {
            name: replace(x, is_waiting=True) if wanted in (None, x.state) else None
            for name, x in changed.items()
        },
    )


def owed_of(body: JsonObject) -> int:
    """Return the change that a sale's body says is owed."""
    payments = rows_of(body, "payments")
    return sum(whole_of(part, "owed") for part in payments if word_of(part, "method") == "cash")


def _owed_by(page: Page[Credit], row: Row) -> Page[Credit]:
    owed = owed_of(row.body)
    sale = row.body.get("sale")
    if not owed or not isinstance(sale, str) or page.filters.get("state", "open") != "open":
        return page
    seller = MemberId(word_of(row.body, "sold_by")) or None
    return with_new(page, _waiting(SaleId(sale), row.ticket, owed, row.moment, seller, goods_of(row.body)))


def owed_by(header: SaleHeader, amount: int) -> Credit:
    """Return what a sale that waits on this till owes."""
    sold: Sold = {"goods": header.goods, "more_goods": header.more_goods}
    return _waiting(header.id, header.ticket, amount, header.created_at, header.sold_by, sold)


def _waiting(
    sale: SaleId, ticket: str | None, amount: int, since: str, seller: MemberId | None, sold: Sold
) -> Credit:
    """Return what a sale that waits on this till owes: under its own id, by its own number."""
    return Credit(
        id=sale,
        sale=sale,
        code=ticket or "",
        amount=amount,
        created_at=since,
        redeemed_by=None,
        redeemed_at=None,
        is_waiting=True,
        sold_by=seller,
        **sold,
    )
