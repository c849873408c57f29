"""Refused sales as the till shows them: which come back as carts, what is in them, which have been sold anew.

Pure functions over the outbox's rows; the carts themselves are kept by ``carts.py``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from app.domain.ids import MemberId
from app.sync.ports import Json, JsonObject, Row, State
from app.sync.rewind import KEPT_BY_SERVER
from app.till.cart_store import HeldCart, Refusal
from app.till.codec import cart_from_json
from app.till.projections import RECORD_SALE

log = logging.getLogger(__name__)


def is_handed_back(row: Row) -> bool:
    """Tell whether the row is a sale that the server refused and does not keep to be booked later.

    What it keeps (``TLPRK``, ``TLREV``) would be booked twice if it were sold anew: that stays in the outbox's list.
    """
    return row.kind == RECORD_SALE and row.state is State.REFUSED and row.code not in KEPT_BY_SERVER


def replacements(rows: Sequence[Row]) -> dict[int, int]:
    """Return the refused numbers that a later sale replaces, each with that sale's number.

    Only a crash right after such a sale leaves the refused row open.
    """
    refused = {row.no for row in rows if row.state is State.REFUSED}
    if not refused:
        return {}  # as nearly always, and asked after each sale
    named = ((row.body.get("supersedes"), row.no) for row in rows if row.kind == RECORD_SALE)
    # In a new ledger the numbers begin again: what comes later has the higher one.
    return {no: by for no, by in named if isinstance(no, int) and no in refused and no < by}


def refused_cart(key: str, row: Row) -> HeldCart | None:
    """Return the cart that a refused sale was, with why; None when its body cannot be read."""
    body = row.body
    try:
        cart = cart_from_json({"sale": body.get("sale"), "lines": body.get("lines")})
    except ValueError:
        log.warning("refused sale %s cannot be shown as a cart", row.no)
        return None
    give_back = sum(_paid(part) for part in _objects(body.get("payments")))
    refusal = Refusal(row.no, row.code or "TLINP", row.params, give_back)
    sold_by = body.get("sold_by")
    seller = MemberId(sold_by) if isinstance(sold_by, str) else None
    return HeldCart(key, row.ticket or "", cart, seller, row.appended_at, refusal)


def _objects(parts: Json) -> list[JsonObject]:
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, (list, tuple)) else []


def _paid(part: JsonObject) -> int:
    """What the guest gave for it and must get back: what was paid, and change that is still owed."""
    return sum(value for value in (part.get("amount"), part.get("owed")) if isinstance(value, int))
