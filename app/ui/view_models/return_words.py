"""What a return is shown as, and what follows from it for the money and the goods, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.frozen import frozen
from app.domain.history import Return
from app.domain.returns import RULES, Reason
from app.domain.sale_detail import Paid, SaleDetail
from app.ui import format as text_of
from app.ui.view_models.words import method_text, transfer_text

UNSEEN = frozenset({"to_confirm", "failed"})
"""States of a transfer that nobody has seen arrive."""

ICONS = {
    Reason.WRONG_ITEM: "swap",
    Reason.EXCHANGE: "repeat",
    Reason.CUSTOMER_CHANGE: "person",
    Reason.DEFECTIVE: "alert",
    Reason.EXPIRED: "clock",
    Reason.OTHER: "edit",
}


@frozen
class LeftRow:
    """A line of the sale, and how many of it may still come back."""

    position: int
    name: str
    detail: str
    is_chosen: bool
    is_enabled: bool


@frozen
class ReasonRow:
    """Why it comes back; ``detail`` says in short what follows, or why it cannot be chosen now."""

    key: str
    label: str
    detail: str
    icon: str
    is_chosen: bool
    is_enabled: bool


@frozen
class OutcomeRow:
    """What was done. ``hint`` says what follows, ``amount_text`` goes over the counter now (empty: nothing) and
    ``amount_name`` stands over it, ``can_restock`` offers the shelf, ``is_waiting``: a manager has the last word.
    """

    title: str
    what: str
    hint: str
    amount_name: str = ""
    amount_text: str = ""
    can_restock: bool = False
    is_waiting: bool = False


def money_text(amount: int | None, refund: bool | None) -> str:
    """Return what a return means for the money."""
    if refund is None:
        return QCoreApplication.translate("Returns", "The manager decides about the money.")
    if not refund:
        return QCoreApplication.translate("Returns", "No money goes back to the guest.")
    text = QCoreApplication.translate("Returns", "The guest gets {amount} back.")
    return text.format(amount=text_of.money(amount))


def goods_text(restock: bool | None) -> str:
    """Return what a return means for the goods."""
    if restock is None:
        return QCoreApplication.translate("Returns", "The manager decides about the shelf.")
    if restock:
        return QCoreApplication.translate("Returns", "It goes back on the shelf.")
    return QCoreApplication.translate("Returns", "It does not go back on the shelf.")


def consequence_text(amount: int | None, *, refund: bool | None, restock: bool | None) -> str:
    """Return what follows from a return, in words."""
    return f"{money_text(amount, refund)} {goods_text(restock)}"


def paid_text(payments: Sequence[Paid]) -> str:
    """Return how a sale was paid, for who gives money or goods for it; nothing where all of it was cash.

    Of a transfer that nobody has seen arrive it says so.
    """
    if all(paid.method == "cash" for paid in payments):
        return ""
    #: how the sale was paid that something comes back of: each way and its amount
    said = QCoreApplication.translate("Returns", "It was paid: {ways}.")
    return said.format(ways=text_of.joined(*map(_way_text, payments)))


def paid_back_text(detail: SaleDetail) -> str:
    """Return what the guest gets back of a sale that is none any more, change that was kept for them too.

    It says « if »: a sale that was typed twice was paid once. Nothing where nothing was paid.
    """
    came = (paid for paid in detail.payments if paid.amount and paid.state != "failed")
    ways = [_way_text(paid) for paid in came if paid.method != "exchange"]
    owed = QCoreApplication.translate("Returns", "Change owed")
    ways += [f"{owed} {text_of.money(credit.amount)}" for credit in detail.credits if credit.state == "open"]
    #: each way of the payment and its amount
    said = QCoreApplication.translate("Returns", "If the guest has paid, give back: {ways}")
    return said.format(ways=text_of.joined(*ways)) if ways else ""


def _way_text(paid: Paid) -> str:
    way = f"{paid.operator or method_text(paid.method)} {text_of.money(paid.amount)}"
    return f"{way} ({transfer_text(paid.state)})" if paid.state in UNSEEN else way


def approved_text(back: Return, *, refund: bool | None) -> str:
    """Return what was decided with an approval. ``refund``: by whoever decided, where the reason does not say it."""
    rule = RULES[back.reason].refund
    if refund if rule is None else rule:
        text = QCoreApplication.translate("Returns", "Return accepted: give {amount} back")
        return text.format(amount=text_of.money(back.amount))
    return QCoreApplication.translate("Returns", "Return accepted: no money goes back")


def money_short(refund: bool | None) -> str:
    """Return the same in two words."""
    if refund is None:
        return QCoreApplication.translate("Returns", "The manager decides")
    if refund:
        return QCoreApplication.translate("Returns", "Money back")
    return QCoreApplication.translate("Returns", "No money back")


def goods_short(restock: bool | None) -> str:
    """Return the same in two words; nothing where the money already says who decides."""
    if restock is None:
        return ""
    if restock:
        return QCoreApplication.translate("Returns", "to the shelf")
    return QCoreApplication.translate("Returns", "not to the shelf")
