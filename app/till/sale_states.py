"""The commands for what becomes of a sale and of its money. What they undo is shown when the server has said it.

kind              version  SQL function                    right
validate_sales    1        logic.do_validate_sales         manager
reject_sale       1        logic.do_reject_sale            manager
withdraw_sale     1        logic.do_withdraw_sale          whoever made it, for ten minutes, without a session too
cancel_sale       1        logic.do_cancel_sale            owner
confirm_payment   1        logic.do_confirm_payment        manager
redeem_change     1        logic.do_redeem_change          anybody with a session
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.errors import Rejected
from app.domain.ids import SaleId
from app.domain.sale import MAX_PAYMENTS, MAX_REFERENCE
from app.domain.sale_states import check_reason, check_sales
from app.domain.text import UNSTORABLE
from app.sync.ports import Command, JsonObject

VALIDATE_SALES = "validate_sales"
REJECT_SALE = "reject_sale"
WITHDRAW_SALE = "withdraw_sale"
CANCEL_SALE = "cancel_sale"
CONFIRM_PAYMENT = "confirm_payment"
REDEEM_CHANGE = "redeem_change"

VERSIONS: Mapping[str, int] = dict.fromkeys(
    (VALIDATE_SALES, REJECT_SALE, WITHDRAW_SALE, CANCEL_SALE, CONFIRM_PAYMENT, REDEEM_CHANGE), 1
)


def validate_sales(sales: Sequence[SaleId], *, command_id: str, by: str, session: str) -> Command:
    """Return the command that validates pending sales; its result says of each whether it was (``results``).

    Raises Rejected ``TLINP {path}`` for none, more than 50, or one twice.
    """
    check_sales(sales)
    return _command(VALIDATE_SALES, {"sales": list(sales)}, command_id, by, session)


def reject_sale(sale: SaleId, reason: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that rejects a pending sale. Raises Rejected ``TLINP {path}`` for no reason or a long one."""
    check_reason(reason)
    return _command(REJECT_SALE, {"sale": sale, "reason": reason}, command_id, by, session)


def withdraw_sale(sale: SaleId, *, command_id: str, by: str, session: str | None) -> Command:
    """Return the command with which a server takes back a pending sale of theirs."""
    return _command(WITHDRAW_SALE, {"sale": sale}, command_id, by, session)


def cancel_sale(sale: SaleId, reason: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that cancels a validated sale. Raises Rejected ``TLINP {path}`` as ``reject_sale``."""
    check_reason(reason)
    return _command(CANCEL_SALE, {"sale": sale, "reason": reason}, command_id, by, session)


def confirm_payment(
    sale: SaleId,
    position: int,
    *,
    is_received: bool,
    is_late: bool = False,
    reference: str | None = None,
    command_id: str,
    by: str,
    session: str,
) -> Command:
    """Return the command that says whether a transfer came. ``position``: of the payment in its sale, from 1.

    ``is_late``: it was said not to have come, and has since. ``reference`` None leaves the one that is there. Raises
    Rejected ``TLINP {path}`` as the server would.
    """
    if not 1 <= position <= MAX_PAYMENTS:
        raise Rejected("TLINP", {"path": "body.position"})
    if reference is not None and (len(reference) > MAX_REFERENCE or UNSTORABLE.search(reference)):
        raise Rejected("TLINP", {"path": "body.reference"})
    body: JsonObject = {
        "sale": sale,
        "position": position,
        "state": "confirmed" if is_received else "failed",
        "reference": reference,
        **({"was": "failed"} if is_late else {}),
    }
    return _command(CONFIRM_PAYMENT, body, command_id, by, session)


def redeem_change(credit: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that gives a guest the change that was owed.

    ``credit``: the id of the sale that owes it, or of the return whose exchange does.
    """
    return _command(REDEEM_CHANGE, {"credit": credit}, command_id, by, session)


def _command(kind: str, body: JsonObject, command_id: str, by: str, session: str | None) -> Command:
    return Command(id=command_id, kind=kind, version=VERSIONS[kind], body=body, by=by, session=session)
