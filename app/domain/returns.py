"""What may come back of a sale, and what follows from the reason: money, goods, or a manager's decision.

The table is also in ``sql/code/logic/returns.sql``; both are tested on ``tests/cases/returns.json``. It moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.ids import ProductId, SaleId

MAX_NOTES = 500
MAX_REFUSAL = 200


class Reason(StrEnum):
    WRONG_ITEM = "wrong_item"
    EXCHANGE = "exchange"
    CUSTOMER_CHANGE = "customer_change"
    DEFECTIVE = "defective"
    EXPIRED = "expired"
    OTHER = "other"


class ReturnState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    RESTOCKED = "restocked"
    REJECTED = "rejected"


@frozen
class Rule:
    """What a reason does. None: the manager decides, and the notes say why."""

    refund: bool | None
    restock: bool | None

    @property
    def needs_notes(self) -> bool:
        return self.refund is None


RULES: dict[Reason, Rule] = {
    Reason.WRONG_ITEM: Rule(refund=True, restock=True),
    Reason.EXCHANGE: Rule(refund=False, restock=True),
    Reason.CUSTOMER_CHANGE: Rule(refund=False, restock=True),
    Reason.DEFECTIVE: Rule(refund=True, restock=False),
    Reason.EXPIRED: Rule(refund=True, restock=False),
    Reason.OTHER: Rule(refund=None, restock=None),
}
"""An exchange pays no money out: its value goes to the replacement."""


@frozen
class Pieces:
    """``qty`` pieces of one line of a sale; ``position`` counts from 1."""

    sale: SaleId
    position: int
    product: ProductId
    qty: int


@frozen
class Decision:
    """What a return is now. ``refund`` and ``restock`` are None while a manager has yet to decide."""

    state: ReturnState
    refund: bool | None
    restock: bool | None


def made(
    reason: Reason, *, decides: bool, refund: bool | None = None, restock: bool | None = None, notes: str = ""
) -> Decision:
    """Return what a return is as it is made. ``decides``: by a manager with a session, so approved at once.

    Raises Rejected ``TLINP {path}`` as the server does. An exchange is not made by itself.
    """
    if reason is Reason.EXCHANGE:
        raise Rejected("TLINP", {"path": "body.reason"})
    rule = RULES[reason]
    _check_choices(rule, refund, restock, is_due=False)
    if rule.needs_notes and not notes.strip():
        raise Rejected("TLINP", {"path": "body.notes"})
    if not decides:
        return Decision(ReturnState.PENDING, rule.refund, rule.restock)
    return approved(reason, refund=refund, restock=restock)


def approved(
    reason: Reason, *, refund: bool | None = None, restock: bool | None = None, restock_now: bool = False
) -> Decision:
    """Return what a waiting return is once a manager has approved it. Raises Rejected ``TLINP {path}``."""
    rule = RULES[reason]
    _check_choices(rule, refund, restock, is_due=True)
    gives_money = refund if rule.refund is None else rule.refund
    goes_back = restock if rule.restock is None else rule.restock
    state = ReturnState.RESTOCKED if restock_now and goes_back else ReturnState.APPROVED
    return Decision(state, gives_money, goes_back)


def _check_choices(rule: Rule, refund: bool | None, restock: bool | None, *, is_due: bool) -> None:
    for name, ruled, chosen in (("refund", rule.refund, refund), ("restock", rule.restock, restock)):
        is_superfluous = ruled is not None and chosen is not None
        is_missing = ruled is None and chosen is None and is_due
        if is_superfluous or is_missing:
            raise Rejected("TLINP", {"path": f"body.{name}"})


def counts(reason: Reason, decision: Decision) -> bool:
    """Tell whether the return's value is taken off the revenue (twin of ``logic.net_revenue``)."""
    is_decided = decision.state in (ReturnState.APPROVED, ReturnState.RESTOCKED)
    return is_decided and (decision.refund is True or reason is Reason.EXCHANGE)


def left_of_line(sold: int, returned: Iterable[tuple[int, ReturnState]], kept: int) -> int:
    """Return how many pieces of a line may still come back or be kept.

    ``returned``: (pieces, state) of its returns; a rejected one leaves its pieces. ``kept``: pieces kept for the guest,
    given up or expired at the bar; a bottle that its guest has claimed is theirs again and not counted.
    """
    return sold - sum(qty for qty, state in returned if state is not ReturnState.REJECTED) - kept
