"""Kept bottles as commands, and what they do to the stock that is shown. Expiry is in ``app/domain/consignment.py``.

kind                 version  SQL function                     right
create_consignment   1        logic.do_create_consignment      manager
claim_consignment    1        logic.do_claim_consignment       anybody with a session
claim_part           1        logic.do_claim_part              anybody with a session
forfeit_consignment  1        logic.do_forfeit_consignment     manager
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import cast

from app.domain.consignment import MAX_DAYS, MAX_GUEST, MAX_NOTES, MAX_PHONE, MAX_REASON
from app.domain.corrections import is_sound_text
from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.ids import ProductId
from app.domain.returns import Pieces
from app.sync.ports import Command, JsonObject, Row
from app.till.stock import Stocks, product_of, whole_of

CREATE_CONSIGNMENT = "create_consignment"
CLAIM_CONSIGNMENT = "claim_consignment"
CLAIM_PART = "claim_part"
FORFEIT_CONSIGNMENT = "forfeit_consignment"

VERSIONS: Mapping[str, int] = dict.fromkeys(
    (CREATE_CONSIGNMENT, CLAIM_CONSIGNMENT, CLAIM_PART, FORFEIT_CONSIGNMENT), 1
)


@frozen
class Kept:
    """A kept bottle, or some, as the screen shows them."""

    consignment: str
    product: ProductId
    qty: int


def create_consignment(
    consignment: str,
    pieces: Pieces,
    guest: str,
    *,
    phone: str | None = None,
    days: int | None = None,
    notes: str = "",
    command_id: str,
    by: str,
    session: str,
) -> Command:
    """Return the command that keeps paid bottles for ``guest``. ``days`` None: as many as the bar's setting says.

    Raises Rejected ``TLINP {path}``.
    """
    if not is_sound_text(guest, MAX_GUEST, is_needed=True):
        raise Rejected("TLINP", {"path": "body.guest"})
    if phone is not None and not is_sound_text(phone, MAX_PHONE, is_needed=True):
        raise Rejected("TLINP", {"path": "body.phone"})
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise Rejected("TLINP", {"path": "body.days"})
    if not is_sound_text(notes, MAX_NOTES):
        raise Rejected("TLINP", {"path": "body.notes"})
    body: JsonObject = {
        "consignment": consignment,
        **cast("JsonObject", asdict(pieces)),
        "guest": guest,
        "phone": phone,
        "days": days,
        "notes": notes,
    }
    return Command(command_id, CREATE_CONSIGNMENT, 1, body, by=by, session=session)


def claim_consignment(kept: Kept, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that hands kept bottles out to their guest."""
    body = cast("JsonObject", asdict(kept))
    return Command(command_id, CLAIM_CONSIGNMENT, 1, body, by=by, session=session)


def claim_part(kept: Kept, qty: int, part: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that hands ``qty`` of several kept bottles out, from then on known as ``part``.

    Raises Rejected ``TLQTY {wanted, left}`` unless others stay.
    """
    if not 1 <= qty < kept.qty:
        raise Rejected("TLQTY", {"wanted": qty, "left": kept.qty - 1})
    body: JsonObject = {
        "consignment": kept.consignment,
        "product": kept.product,
        "qty": qty,
        "of": kept.qty,
        "part": part,
    }
    return Command(command_id, CLAIM_PART, 1, body, by=by, session=session)


def forfeit_consignment(kept: Kept, reason: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that gives kept bottles up for their guest. Raises Rejected ``TLINP {path}``."""
    if not is_sound_text(reason, MAX_REASON, is_needed=True):
        raise Rejected("TLINP", {"path": "body.reason"})
    body = cast("JsonObject", {**asdict(kept), "reason": reason})
    return Command(command_id, FORFEIT_CONSIGNMENT, 1, body, by=by, session=session)


def after_keeping(stocks: Stocks, row: Row) -> Stocks:
    """The bottles are in the house again, and nobody else's (twin of ``logic.do_create_consignment``)."""
    return _moved(stocks, row, stock=1, reserved=1)


def after_claim(stocks: Stocks, row: Row) -> Stocks:
    """Twin of ``logic.do_claim_consignment``, ``logic.do_claim_part``; a tidying before it is in the next snapshot."""
    return _moved(stocks, row, stock=-1, reserved=-1)


def after_forfeit(stocks: Stocks, row: Row) -> Stocks:
    """Twin of ``logic.do_forfeit_consignment``."""
    return _moved(stocks, row, stock=0, reserved=-1)


def _moved(stocks: Stocks, row: Row, *, stock: int, reserved: int) -> Stocks:
    """Return ``stocks`` with so many times the row's pieces; as they are where the server would find too few."""
    product, qty = product_of(row.body), whole_of(row.body, "qty")
    before = stocks.get(product)
    if before is None:
        return stocks
    after = replace(before, stock=before.stock + stock * qty, reserved=before.reserved + reserved * qty)
    return {**stocks, product: after} if 0 <= after.reserved <= after.stock else stocks
