"""What comes back, as commands, and what they do to the stock shown. The reasons are in ``app/domain/returns.py``.

kind             version  SQL function              right
create_return    1        logic.do_create_return    anybody, without a session too; a manager's is approved at once
approve_return   1        logic.do_approve_return   manager
reject_return    1        logic.do_reject_return    manager
restock_return   1        logic.do_restock_return   manager
exchange         1        logic.do_exchange         manager
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from app.domain.corrections import is_sound_text
from app.domain.errors import Rejected
from app.domain.returns import MAX_NOTES, MAX_REFUSAL, Pieces, Reason, ReturnState, approved, made
from app.domain.sale import SaleToRecord, check_payments
from app.sync.ports import Command, Door, Json, JsonObject, Row
from app.till.stock import Stocks, moved, product_of, whole_of

CREATE_RETURN = "create_return"
APPROVE_RETURN = "approve_return"
REJECT_RETURN = "reject_return"
RESTOCK_RETURN = "restock_return"
EXCHANGE = "exchange"

VERSIONS: Mapping[str, int] = dict.fromkeys(
    (CREATE_RETURN, APPROVE_RETURN, REJECT_RETURN, RESTOCK_RETURN, EXCHANGE), 1
)


def create_return(
    back: str,
    pieces: Pieces,
    reason: Reason,
    *,
    decides: bool,
    refund: bool | None = None,
    restock: bool | None = None,
    notes: str = "",
    ticket: str | None = None,
    command_id: str,
    by: str,
    session: str | None,
) -> Command:
    """Return the command that takes note of a return, whose id is ``back``.

    ``ticket``: the number of the sale, for the till's own lists; the server knows it and passes over it.

    ``decides``: made by a manager with a session, who then says ``refund`` and ``restock`` where the reason does not.
    Raises Rejected ``TLINP {path}``.
    """
    made(reason, decides=decides, refund=refund, restock=restock, notes=notes)
    body: JsonObject = {
        "return": back,
        **cast("JsonObject", asdict(pieces)),
        "reason": reason.value,
        "refund": refund,
        "restock": restock,
        "notes": _sound_notes(notes, "body.notes"),
        **({"ticket": ticket} if ticket else {}),
    }
    return Command(command_id, CREATE_RETURN, 1, body, by=by, session=session)


def approve_return(
    back: str,
    pieces: Pieces,
    reason: Reason,
    *,
    refund: bool | None = None,
    restock: bool | None = None,
    restock_now: bool = False,
    command_id: str,
    by: str,
    session: str,
) -> Command:
    """Return the command that approves a waiting return; ``restock_now`` puts its goods back too, if its reason does.

    Raises Rejected ``TLINP {path}``.
    """
    decision = approved(reason, refund=refund, restock=restock, restock_now=restock_now)
    body: JsonObject = {
        **_seen(back, pieces),
        "refund": refund,
        "restock": restock,
        "restock_now": decision.state is ReturnState.RESTOCKED,
    }
    return Command(command_id, APPROVE_RETURN, 1, body, by=by, session=session)


def reject_return(back: str, reason: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that rejects a waiting return. Raises Rejected ``TLINP {path}``."""
    if not is_sound_text(reason, MAX_REFUSAL, is_needed=True):
        raise Rejected("TLINP", {"path": "body.reason"})
    return Command(command_id, REJECT_RETURN, 1, {"return": back, "reason": reason}, by=by, session=session)


def restock_return(back: str, pieces: Pieces, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that puts the goods of an approved return back on the shelf."""
    return Command(command_id, RESTOCK_RETURN, 1, _seen(back, pieces), by=by, session=session)


def exchange(
    back: str,
    pieces: Pieces,
    worth: int,
    sale: SaleToRecord,
    *,
    notes: str = "",
    command_id: str,
    by: str,
    session: str,
) -> Command:
    """Return the command that takes ``pieces`` back and sells ``sale`` in their place, in one.

    ``worth``: what the pieces were sold for, in minor units. It pays first; ``sale.payments`` pay the rest, and what is
    not used up becomes the guest's change to come back for. Raises Rejected ``TLINP {path}`` for unsound notes,
    ValueError when the payments do not add up.
    """
    used = min(worth, sale.total)
    if sale.payments:
        check_payments(sale.total - used, sale.payments)
    elif used < sale.total:
        raise ValueError("payments do not add up")
    body = sale.body()
    rest = cast("list[Json]", body["payments"])
    by_goods: list[Json] = [{"method": EXCHANGE, "amount": used}] if used or not rest else []
    return Command(
        id=command_id,
        kind=EXCHANGE,
        version=1,
        body={
            "return": {
                "return": back,
                **cast("JsonObject", asdict(pieces)),
                "notes": _sound_notes(notes, "body.return.notes"),
            },
            "sale": cast("JsonObject", body | {"payments": by_goods + rest}),
        },
        door=Door.SERVED if sale.is_override else Door.COUNTER,
        by=by,
        session=session,
        takes_ticket=True,
        amount=sale.total,
    )


def _seen(back: str, pieces: Pieces) -> JsonObject:
    return {"return": back, "product": pieces.product, "qty": pieces.qty}


def _sound_notes(notes: str, path: str) -> str:
    if not is_sound_text(notes, MAX_NOTES):
        raise Rejected("TLINP", {"path": path})
    return notes


def after_approval(stocks: Stocks, row: Row) -> Stocks:
    """Goods come back with the approval when it says so (twin of ``logic.do_approve_return``)."""
    return after_restock(stocks, row) if row.body.get("restock_now") is True else stocks


def after_restock(stocks: Stocks, row: Row) -> Stocks:
    """Twin of ``logic.do_restock_return``."""
    return with_pieces_back(stocks, row.body)


def with_pieces_back(stocks: Stocks, part: Json) -> Stocks:
    """Return the stock with the pieces that a body, or a part of one, names."""
    if not isinstance(part, Mapping):
        return stocks
    return moved(stocks, {product_of(part): whole_of(part, "qty")})
