"""What own commands do to one sale as it is shown, and a sale of this till's that no answer of the server has yet.

The parts of a sale are short lists: what a command does to them is what it does to the pages of ``history.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from app.domain.history import Credit, KeptBottle, Page, Return, SaleHeader
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.sale_detail import Paid, SaleDetail, SoldLine
from app.domain.sale_states import SaleStatus
from app.sync.ports import Json, JsonObject, Row, State
from app.till import change, consignments, history, history_sales, returns, sale_states
from app.till.projections import RECORD_SALE
from app.till.stock import product_of, whole_of

KINDS = frozenset(
    {*returns.VERSIONS, *consignments.VERSIONS, *sale_states.VERSIONS},
)
"""The kinds of command that change a sale that is there."""


def detail_after(detail: SaleDetail, row: Row) -> SaleDetail:
    """Return a sale with all that hangs on it after ``row``; the same object when that is about another sale."""
    header, came_back, kept = (
        _header_after(detail, row),
        _returns_after(detail, row),
        _kept_after(detail, row),
    )
    after = replace(
        detail,
        header=header,
        returns=came_back,
        kept=kept,
        credits=_credits_after(detail, row),
        payments=_payments_after(detail, row),
    )
    return detail if after == detail else after


def _page(items: Iterable[Any], filters: Mapping[str, str]) -> Page[Any]:
    known = tuple(items)
    return Page(known, None, None, len(known), True, filters, True)


def _header_after(detail: SaleDetail, row: Row) -> SaleHeader:
    """What came back is said by ``SaleDetail.returns``, not by the header."""
    if row.kind in returns.VERSIONS:
        return detail.header
    page: Page[SaleHeader] = history_sales.sales_after(_page([detail.header], {}), row)
    return next(x for x in page.items if x.id == detail.header.id)


def _returns_after(detail: SaleDetail, row: Row) -> tuple[Return, ...]:
    """Newest last, as a sale is told; pages have the newest first."""
    page = _page(reversed(detail.returns), {"sale": detail.header.id})
    after: Page[Return] = history.returns_after(page, row)
    return tuple(_valued(detail, back) for back in reversed(after.items))


def _valued(detail: SaleDetail, back: Return) -> Return:
    """Say what a return that waits is worth, what its pieces were sold for, and of which sale it is."""
    line = detail.line(back.position)
    if back.amount is not None or line is None:
        return back
    return replace(back, amount=line.price * back.qty, ticket=detail.header.ticket)


def _kept_after(detail: SaleDetail, row: Row) -> tuple[KeptBottle, ...]:
    page = _page(reversed(detail.kept), {"sale": detail.header.id})
    after: Page[KeptBottle] = history.consignments_after(page, row)
    return tuple(reversed(after.items))


def _credits_after(detail: SaleDetail, row: Row) -> tuple[Credit, ...]:
    after: Page[Credit] = change.change_after(_page(detail.credits, {}), row)
    known = {x.id for x in detail.credits}
    return tuple(x for x in after.items if x.id in known)


def _payments_after(detail: SaleDetail, row: Row) -> tuple[Paid, ...]:
    """Whether a transfer came (twin of ``logic.do_confirm_payment``)."""
    if row.kind != sale_states.CONFIRM_PAYMENT or row.body.get("sale") != detail.header.id:
        return detail.payments
    position, state = whole_of(row.body, "position"), row.body.get("state")
    is_late = row.body.get("was") == "failed"
    return tuple(
        replace(x, state=str(state), settled_by=MemberId(row.by) if row.by else None, settled_at=row.moment)
        if x.position == position and (x.state == "to_confirm" or (is_late and x.state == "failed"))
        else x
        for x in detail.payments
    )


# A sale that is known here only


def detail_of_own(rows: Sequence[Row], sale: str, page: Page[SaleHeader]) -> SaleDetail | None:
    """Return a sale of this till's from its own commands; None when it is not among ``rows``.

    ``page``: any page of sales, which knows the bar's day.
    """
    row = next((row for row in rows if _sale_of(row).get("sale") == sale), None)
    if row is None:
        return None
    alone = history_sales.sales_after(replace(page, items=(), filters={}, is_first=True), row)
    if not alone.items:
        return None
    header = replace(alone.items[0], status=decided_status(row))
    return reduce(detail_after, rows, _of_command(header, row))


def decided_status(row: Row) -> SaleStatus | None:
    """Return what the server made of the sale that ``row`` recorded; None while it has not said so."""
    status = row.result.get("status") if row.state is State.DONE else None
    return SaleStatus(status) if isinstance(status, str) and status in set(SaleStatus) else None


def made_here(rows: Iterable[Row]) -> Mapping[str, Row]:
    """Return the commands of this till that make a sale, by the sale."""
    return {str(body["sale"]): row for row in rows if "sale" in (body := _sale_of(row))}


def _sale_of(row: Row) -> JsonObject:
    """Return the body of the sale that a command makes; empty for another command."""
    if row.kind == RECORD_SALE:
        return row.body
    part = row.body.get("sale") if row.kind == returns.EXCHANGE else None
    return part if isinstance(part, Mapping) else {}


def _of_command(header: SaleHeader, row: Row) -> SaleDetail:
    body = _sale_of(row)
    lines = tuple(_line_of(part, place) for place, part in enumerate(_parts(body, "lines"), 1))
    payments = tuple(_paid_of(part, place) for place, part in enumerate(_parts(body, "payments"), 1))
    owed = sum(paid.owed or 0 for paid in payments)
    due = (change.owed_by(header, owed),) if owed else ()
    exchanged = row.body.get("return") if row.kind == returns.EXCHANGE else None
    came_from = exchanged.get("sale") if isinstance(exchanged, Mapping) else None
    return SaleDetail(
        header, None, lines, payments, (), (), due, SaleId(str(came_from)) if came_from else None
    )


def unsent(rows: Iterable[Row]) -> frozenset[str]:
    """Return the sales that something waits to be sent about: their own making, or what was done with them."""
    waiting = [row for row in rows if row.state is State.WAITING]
    done = (row.body.get("sale") for row in waiting if row.kind in KINDS)
    decided = (name for row in waiting for name in _names(row.body.get("sales")))
    named = (name for name in (*done, *decided) if isinstance(name, str))
    return frozenset({*made_here(waiting), *named})


def _names(value: Json) -> Sequence[Json]:
    return value if isinstance(value, (list, tuple)) else ()


def name_of(row: Row | None) -> str:
    """Return the name under which the order of a sale that was made here was put aside; empty for none."""
    return _text(_sale_of(row), "name") if row is not None else ""


def notes_of(rows: Iterable[Row], sale: str) -> Mapping[int, str]:
    """Return the notes on the lines of a sale that was made here, by position: no answer of the server has them."""
    row = next((row for row in rows if _sale_of(row).get("sale") == sale), None)
    lines = _parts(_sale_of(row), "lines") if row is not None else ()
    return {place: note for place, part in enumerate(lines, 1) if (note := _text(part, "note"))}


def _line_of(part: JsonObject, place: int) -> SoldLine:
    volume = part.get("volume_ml")
    return SoldLine(
        position=place,
        product=ProductId(product_of(part)),
        name=_text(part, "name"),
        volume_ml=volume if isinstance(volume, int) else None,
        price=whole_of(part, "price"),
        qty=whole_of(part, "qty"),
    )


def _paid_of(part: JsonObject, place: int) -> Paid:
    method = _text(part, "method")
    coins = {
        name: whole_of(part, name) if method == "cash" else None for name in ("tendered", "change", "owed")
    }
    return Paid(
        position=place,
        method=method,
        amount=whole_of(part, "amount"),
        operator=_text(part, "operator") or None,
        reference=_text(part, "reference") or None,
        state="to_confirm" if method == "mobile_money" else "settled",
        settled_by=None,
        settled_at=None,
        **coins,
    )


def _parts(body: JsonObject, name: str) -> tuple[JsonObject, ...]:
    value: Json = body.get(name)
    return tuple(x for x in value if isinstance(x, Mapping)) if isinstance(value, (list, tuple)) else ()


def _text(part: JsonObject, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


# What was refused


def ids_of(detail: SaleDetail) -> frozenset[str]:
    """Return the ids of a sale and of all that hangs on it."""
    hanging = (x.id for part in (detail.returns, detail.kept, detail.credits) for x in part)
    return frozenset({detail.header.id, *hanging})


def concerns(row: Row, ids: Collection[str]) -> bool:
    """Tell whether a command is about one of these: a sale, a return, a kept bottle, change. Making a sale is not."""
    if row.kind not in KINDS:
        return False
    back = row.body.get("return")
    named = [row.body.get(name) for name in ("sale", "return", "consignment", "credit")]
    named += _names(row.body.get("sales"))
    named += [back.get("sale")] if isinstance(back, Mapping) else []
    return any(isinstance(name, str) and name in ids for name in named)
