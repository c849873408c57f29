"""Tickets of what this till did and of past sales: from a row of the outbox, or from a sale with its lines.

kind                 ticket
record_sale          the sale
exchange             the replacement, with what came back as a way of paying
create_return        the return; its amount where the sale is still among this till's rows or the server has said it
create_consignment   the kept bottle

A row that cannot be read gives no ticket: nothing wrong is ever printed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.receipt import Head, Item, KeptSlip, Paid, ReturnSlip, SaleSlip, Slip, Ticket
from app.domain.returns import RULES, Reason
from app.domain.sale_detail import Paid as Payment
from app.domain.sale_detail import SaleDetail
from app.sync.ports import Json, JsonObject, Row, State
from app.till.bar import BarView
from app.till.consignments import CREATE_CONSIGNMENT
from app.till.history_codec import part, several, text, whole
from app.till.projections import RECORD_SALE
from app.till.returns import CREATE_RETURN, EXCHANGE
from app.till.sale_states import REDEEM_CHANGE

log = logging.getLogger(__name__)


def ticket_of_row(row: Row, bar: BarView, rows: Sequence[Row] = ()) -> Ticket | None:
    """Return the ticket of what a row did; None for a row that has none. ``rows``: where its sale may be found."""
    try:
        made = _SLIPS.get(row.kind)
        if made is None:
            return None
        slip, number, seller = made(row, bar, rows)
    except (ValueError, KeyError):
        log.warning("row %s gives no ticket", row.no)
        return None
    head = _head(bar, number, row.appended_at, seller or row.by or "")
    return Ticket(head, slip, is_offline=row.state is not State.DONE)


def ticket_of_detail(detail: SaleDetail, bar: BarView) -> Ticket:
    """Return the ticket of a sale that was made before, as a copy."""
    header = detail.header
    items = tuple(Item(line.name, line.volume_ml, line.qty, line.price, line.note) for line in detail.lines)
    slip = SaleSlip(items, tuple(_paid_of(paid) for paid in detail.payments))
    owed = sum(credit.amount or 0 for credit in detail.credits)
    head = _head(bar, header.ticket or "", _seconds(header.created_at), header.sold_by or "")
    slip = replace(slip, credit=max(0, owed - slip.owed))
    return Ticket(head, slip, is_offline=detail.booked_at is None, is_copy=True)


def moves_cash(row: Row) -> bool:
    """Tell whether notes or coins go into the drawer or out of it: then it opens."""
    if row.kind == REDEEM_CHANGE:
        return True
    sale = row.body.get("sale") if row.kind == EXCHANGE else row.body
    if row.kind not in (RECORD_SALE, EXCHANGE) or not isinstance(sale, Mapping):
        return False
    payments = sale.get("payments")
    parts = payments if isinstance(payments, (list, tuple)) else ()
    return any(isinstance(part, Mapping) and part.get("method") == "cash" for part in parts)


def _head(bar: BarView, number: str, at: float, seller: str) -> Head:
    known, person = bar.bar(), bar.person(seller)
    return Head(
        bar=known.name if known else "",
        address=known.address if known else "",
        phone=known.phone if known else "",
        number=number,
        at=at,
        time_zone=known.time_zone if known else None,
        seller=person.name if person else "",
    )


# From a row

_Made = tuple[Slip, str, str]
"""The slip, the sale's number, and whose sale it is (or who did it)."""


def _of_sale(row: Row, _bar: BarView, _rows: Sequence[Row]) -> _Made:
    return _sale_slip(row.body), row.ticket or "", text(row.body["sold_by"])


def _of_exchange(row: Row, _bar: BarView, _rows: Sequence[Row]) -> _Made:
    sale, credit = part(row.body["sale"]), row.result.get("credit")
    slip = _sale_slip(sale)
    return replace(slip, credit=whole(credit) if credit else 0), row.ticket or "", text(sale["sold_by"])


def _of_return(row: Row, bar: BarView, rows: Sequence[Row]) -> _Made:
    sale = _row_of_sale(rows, text(row.body["sale"]))
    item = _item_of_line(row, bar, sale)
    rule = RULES[Reason(text(row.body["reason"]))]
    said = row.result.get("refund", row.body.get("refund"))
    refunds = said if rule.refund is None else rule.refund
    if isinstance(amount := row.result.get("amount"), int) and item.qty:
        item = replace(item, price=amount // item.qty)
    slip = ReturnSlip(item, text(row.body["reason"]), refunds if isinstance(refunds, bool) else None)
    return slip, (sale.ticket or "") if sale else "", ""


def _of_kept(row: Row, bar: BarView, rows: Sequence[Row]) -> _Made:
    sale = _row_of_sale(rows, text(row.body["sale"]))
    said, days = row.result.get("expires_at"), row.body.get("days")
    until = _seconds(said) if isinstance(said, str) else None
    if until is None and isinstance(days, int):
        until = row.appended_at + timedelta(days=days).total_seconds()
    item = replace(_item_of_line(row, bar, sale), price=None)
    return KeptSlip(item, text(row.body["guest"]), until), (sale.ticket or "") if sale else "", ""


_SLIPS: Mapping[str, Callable[[Row, BarView, Sequence[Row]], _Made]] = {
    RECORD_SALE: _of_sale,
    EXCHANGE: _of_exchange,
    CREATE_RETURN: _of_return,
    CREATE_CONSIGNMENT: _of_kept,
}
PRINTED_KINDS = frozenset(_SLIPS)


def _row_of_sale(rows: Sequence[Row], sale: str) -> Row | None:
    """Return the row that made the sale, if it is still here."""
    return next((row for row in rows if row.kind == RECORD_SALE and row.body.get("sale") == sale), None)


def _item_of_line(row: Row, bar: BarView, sale: Row | None) -> Item:
    """Return the pieces of a line that a row names: as they were sold, else as the catalogue calls them."""
    qty, place = whole(row.body["qty"]), whole(row.body["position"]) - 1
    sold = _sale_slip(sale.body).items if sale else ()
    if 0 <= place < len(sold):
        return replace(sold[place], qty=qty)
    card = bar.card(text(row.body["product"]))
    if card is None:
        raise ValueError("a product that nobody knows")
    return Item(card.product.name, card.product.volume_ml, qty, None)


def _sale_slip(sale: JsonObject) -> SaleSlip:
    return SaleSlip(several(_item)(sale["lines"]), several(_paid)(sale["payments"]))


def _item(value: Json) -> Item:
    line = part(value)
    volume, note = line.get("volume_ml"), line.get("note")
    return Item(
        text(line["name"]),
        None if volume is None else whole(volume),
        whole(line["qty"]),
        whole(line["price"]),
        note if isinstance(note, str) else "",
    )


def _paid(value: Json) -> Paid:
    """Return a part of the money; what a way of paying does not have is absent, or null."""
    paid = part(value)
    return Paid(
        method=text(paid["method"]),
        amount=whole(paid["amount"]),
        tendered=whole(paid.get("tendered") or 0),
        change=whole(paid.get("change") or 0),
        owed=whole(paid.get("owed") or 0),
        operator=text(paid.get("operator") or ""),
        reference=text(paid.get("reference") or ""),
    )


# From a sale with its lines


def _paid_of(paid: Payment) -> Paid:
    return Paid(
        method=paid.method,
        amount=paid.amount,
        tendered=paid.tendered or 0,
        change=paid.change or 0,
        owed=paid.owed or 0,
        operator=paid.operator or "",
        reference=paid.reference or "",
    )


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
