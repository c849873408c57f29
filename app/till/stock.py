"""Corrections as commands, and what they do to the stock that is shown: an adjustment, a count, an explained écart.

A command that the server would refuse for stock changes nothing shown. Averages and money are not shown from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TypeAlias, cast

from app.domain.catalog import Stock
from app.domain.corrections import (
    MAX_COUNTED,
    MAX_DELTA,
    MAX_LINES,
    MAX_NOTES,
    AdjustmentReason,
    Counted,
    Resolution,
    is_sound_text,
)
from app.domain.errors import Rejected
from app.domain.ids import ProductId
from app.sync.ports import Command, Json, JsonObject, Row

ADJUST_STOCK = "adjust_stock"
COUNT_STOCK = "count_stock"
SETTLE_DISCREPANCY = "settle_discrepancy"

Stocks: TypeAlias = Mapping[ProductId, Stock]


def adjust_stock(
    adjustment: str,
    product: ProductId,
    delta: int,
    reason: AdjustmentReason,
    notes: str = "",
    *,
    command_id: str,
    by: str,
    session: str | None,
) -> Command:
    """Return the command that adds ``delta`` pieces, or takes them away. Raises Rejected ``TLINP {path}``."""
    if not 1 <= abs(delta) <= MAX_DELTA:
        raise Rejected("TLINP", {"path": "body.delta"})
    _check_notes(notes, is_needed=reason.needs_notes)
    body: JsonObject = {
        "adjustment": adjustment,
        "product": product,
        "delta": delta,
        "reason": reason.value,
        "notes": notes,
    }
    return Command(command_id, ADJUST_STOCK, 1, body, by=by, session=session)


def count_stock(
    count: str, lines: Sequence[Counted], notes: str = "", *, command_id: str, by: str, session: str | None
) -> Command:
    """Return the command of a count; ``expected`` of a line is what was shown as its bottles were counted.

    Raises Rejected ``TLINP {path}``, also when a product is counted twice.
    """
    if not 1 <= len(lines) <= MAX_LINES or len({line.product for line in lines}) < len(lines):
        raise Rejected("TLINP", {"path": "body.lines"})
    for place, line in enumerate(lines):
        for name in ("expected", "counted"):
            if not 0 <= getattr(line, name) <= MAX_COUNTED:
                raise Rejected("TLINP", {"path": f"body.lines[{place}].{name}"})
    _check_notes(notes, is_needed=False)
    body: JsonObject = {
        "count": count,
        "lines": [cast("JsonObject", asdict(line)) for line in lines],
        "notes": notes,
    }
    return Command(command_id, COUNT_STOCK, 1, body, by=by, session=session)


def settle_discrepancy(
    discrepancy: str,
    product: ProductId,
    qty: int,
    resolution: Resolution,
    notes: str = "",
    *,
    command_id: str,
    by: str,
    session: str | None,
) -> Command:
    """Return the command that explains an écart of ``qty`` pieces. Raises Rejected ``TLINP {path}``."""
    _check_notes(notes, is_needed=resolution.needs_notes)
    body: JsonObject = {
        "discrepancy": discrepancy,
        "product": product,
        "qty": qty,
        "resolution": resolution.value,
        "notes": notes,
    }
    return Command(command_id, SETTLE_DISCREPANCY, 1, body, by=by, session=session)


def _check_notes(notes: str, *, is_needed: bool) -> None:
    if not is_sound_text(notes, MAX_NOTES, is_needed=is_needed):
        raise Rejected("TLINP", {"path": "body.notes"})


def after_adjustment(stocks: Stocks, row: Row) -> Stocks:
    """Twin of ``logic.do_adjust_stock``."""
    return moved(stocks, {product_of(row.body): whole_of(row.body, "delta")})


def after_count(stocks: Stocks, row: Row) -> Stocks:
    """The difference that was found, on what is there now (twin of ``logic.do_count_stock``)."""
    lines = row.body.get("lines")
    deltas: dict[ProductId, int] = {}
    for line in lines if isinstance(lines, (list, tuple)) else ():
        if isinstance(line, Mapping):
            deltas[product_of(line)] = whole_of(line, "counted") - whole_of(line, "expected")
    return moved(stocks, deltas)


def after_settlement(stocks: Stocks, row: Row) -> Stocks:
    """A late supply takes out what the sale had not found (twin of ``logic.do_settle_discrepancy``)."""
    if row.body.get("resolution") != Resolution.LATE_SUPPLY:
        return stocks
    return moved(stocks, {product_of(row.body): -whole_of(row.body, "qty")})


def moved(stocks: Stocks, deltas: Mapping[ProductId, int]) -> Stocks:
    """Return ``stocks`` with the pieces added, or as they are when one would have less than is kept for guests.

    Products that are not known here are passed over.
    """
    after: dict[ProductId, Stock] = {}
    for product, delta in deltas.items():
        stock = stocks.get(product)
        if stock is not None and delta:
            if stock.available + delta < 0:
                return stocks
            after[product] = replace(stock, stock=stock.stock + delta)
    return {**stocks, **after} if after else stocks


def product_of(body: JsonObject) -> ProductId:
    """Return the product that a body names; no product at all when it names none."""
    product = body.get("product")
    return ProductId(product if isinstance(product, str) else "")


def whole_of(body: JsonObject, name: str) -> int:
    """Return a whole number of a body, 0 when there is none."""
    value: Json = body.get(name)
    return value if isinstance(value, int) else 0
