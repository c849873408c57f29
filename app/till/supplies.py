"""Goods in and back as commands, and what they do to the stock that is shown. Costs are in ``app/domain/supply.py``."""

from __future__ import annotations

from typing import cast

from app.domain.corrections import is_sound_text
from app.domain.errors import Rejected
from app.domain.ids import ProductId
from app.domain.supply import SupplyToRecord
from app.sync.ports import Command, JsonObject, Row
from app.till.stock import Stocks, moved, product_of, whole_of

RECORD_SUPPLY = "record_supply"
REVERSE_SUPPLY = "reverse_supply"
MAX_REASON = 200


def record_supply(supply: SupplyToRecord, *, command_id: str, by: str, session: str | None) -> Command:
    """Return the command that takes goods in. Raises Rejected ``TLINP {path}``."""
    body = cast("JsonObject", supply.body())
    return Command(command_id, RECORD_SUPPLY, 1, body, by=by, session=session)


def reverse_supply(
    supply: str,
    product: ProductId,
    qty: int,
    reason: str,
    *,
    command_id: str,
    by: str,
    session: str | None,
) -> Command:
    """Return the command that undoes a supply of ``qty`` pieces. Raises Rejected ``TLINP {path}``."""
    if not is_sound_text(reason, MAX_REASON, is_needed=True):
        raise Rejected("TLINP", {"path": "body.reason"})
    body: JsonObject = {"supply": supply, "product": product, "qty": qty, "reason": reason}
    return Command(command_id, REVERSE_SUPPLY, 1, body, by=by, session=session)


def after_supply(stocks: Stocks, row: Row) -> Stocks:
    """Twin of ``logic.do_record_supply``."""
    pieces = whole_of(row.body, "lots") * whole_of(row.body, "lot_size")
    return moved(stocks, {product_of(row.body): pieces})


def after_reversal(stocks: Stocks, row: Row) -> Stocks:
    """Twin of ``logic.do_reverse_supply``."""
    return moved(stocks, {product_of(row.body): -whole_of(row.body, "qty")})
