"""What the screens say of a sale, of what comes back of it and of what is kept: states as tags, reasons as words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.consignment import KeptState
from app.domain.history import Credit, Return, SaleHeader
from app.domain.returns import Reason, ReturnState
from app.domain.sale_states import WITHDRAWN, SaleStatus
from app.sync.ports import Door
from app.ui import format as text_of
from app.ui.rows import Ink, Tag


def kept_here_tag() -> Tag:
    """What this till has and has not sent yet."""
    return Tag(QCoreApplication.translate("SaleWords", "Kept on this till"), Ink.WARN)


def status_tag(status: SaleStatus, reason: str | None = None) -> Tag:
    """Return the state of a sale as a tag."""
    match status:
        case SaleStatus.PENDING:
            return Tag(QCoreApplication.translate("SaleWords", "Waiting for the manager"), Ink.WARN)
        case SaleStatus.VALIDATED:
            return Tag(QCoreApplication.translate("SaleWords", "Validated"), Ink.OK)
        case SaleStatus.REJECTED if reason == WITHDRAWN:
            return Tag(QCoreApplication.translate("SaleWords", "Withdrawn"), Ink.STOP)
        case SaleStatus.REJECTED:
            return Tag(QCoreApplication.translate("SaleWords", "Rejected"), Ink.STOP)
        case SaleStatus.CANCELLED:
            return Tag(QCoreApplication.translate("SaleWords", "Cancelled"), Ink.STOP)


def sale_tags(
    sale: SaleHeader, status: SaleStatus | None, *, is_unsent: bool, is_listed: bool = False
) -> tuple[Tag, ...]:
    """Return what is said of a sale. ``status``: as far as this till knows. ``is_unsent``: some of it waits here.

    Among others (``is_listed``) a sale that is as it should be is told quietly, and what is still open of it beside it:
    nothing else on the list says so.
    """
    tags = [kept_here_tag()] if is_unsent else []
    if sale.is_override:
        tags.append(Tag(QCoreApplication.translate("SaleWords", "Sold all the same")))
    elif sale.door == Door.SERVED.value and not is_unsent:
        # The central system has it since: a fact of the past, nothing to see to.
        tags.append(Tag(QCoreApplication.translate("SaleWords", "Sold offline")))
    if status is not None:
        tag = status_tag(status, sale.reason)
        is_quiet = is_listed and status is SaleStatus.VALIDATED
        tags.append(Tag(tag.text, Ink.QUIET) if is_quiet else tag)
    return (*_open_ends(sale), *tags) if is_listed else tuple(tags)


def _open_ends(sale: SaleHeader) -> tuple[Tag, ...]:
    tags = []
    if sale.unconfirmed and not (sale.transfers or is_void(sale.status)):
        tags.append(Tag(QCoreApplication.translate("SaleWords", "To confirm", "a transfer"), Ink.MUTED))
    if sale.lost and not is_void(sale.status):
        tags.append(lost_tag())
    if sale.change_owed and not is_void(sale.status):
        tags.append(Tag(QCoreApplication.translate("SaleWords", "Change owed"), Ink.MUTED))
    if sale.returns_waiting:
        tags.append(Tag(QCoreApplication.translate("SaleWords", "Return to decide"), Ink.WARN))
    if sale.returned:
        text = QCoreApplication.translate("SaleWords", "Return: {amount}")
        tags.append(Tag(text.format(amount=text_of.money(sale.returned)), Ink.MUTED))
    return tuple(tags)


def lost_tag() -> Tag:
    """Return the tag of a transfer that did not arrive, and of a sale with one."""
    return Tag(QCoreApplication.translate("SaleWords", "Did not arrive", "a transfer"), Ink.STOP)


def is_void(status: SaleStatus | None) -> bool:
    """Tell whether the sale counts no more."""
    return status in (SaleStatus.REJECTED, SaleStatus.CANCELLED)


def return_tag(back: Return) -> Tag:
    """Return the state of a return as a tag."""
    match back.state:
        case ReturnState.PENDING:
            return Tag(
                QCoreApplication.translate("SaleWords", "Waiting for the manager", "a return"), Ink.WARN
            )
        case ReturnState.APPROVED:
            return Tag(QCoreApplication.translate("SaleWords", "Approved", "a return"), Ink.OK)
        case ReturnState.RESTOCKED:
            return Tag(QCoreApplication.translate("SaleWords", "Back on the shelf", "a return"), Ink.OK)
        case ReturnState.REJECTED:
            return Tag(QCoreApplication.translate("SaleWords", "Rejected", "a return"), Ink.STOP)


def kept_tag(state: KeptState) -> Tag:
    """Return the state of a kept bottle as a tag."""
    match state:
        case KeptState.ACTIVE:
            return Tag(QCoreApplication.translate("SaleWords", "Kept", "a bottle"), Ink.ACCENT)
        case KeptState.CLAIMED:
            return Tag(QCoreApplication.translate("SaleWords", "Handed over", "a bottle"), Ink.OK)
        case KeptState.FORFEITED:
            return Tag(QCoreApplication.translate("SaleWords", "Given up", "a bottle"), Ink.MUTED)
        case KeptState.EXPIRED:
            return Tag(QCoreApplication.translate("SaleWords", "Expired", "a bottle"), Ink.STOP)


def credit_tag(credit: Credit) -> Tag:
    """Return the state of change owed as a tag."""
    match credit.state:
        case "open":
            return Tag(QCoreApplication.translate("SaleWords", "To give back", "change"), Ink.WARN)
        case "given":
            return Tag(QCoreApplication.translate("SaleWords", "Given back", "change"), Ink.OK)
        case _:
            return Tag(QCoreApplication.translate("SaleWords", "Void", "change"), Ink.MUTED)


def reason_text(reason: Reason) -> str:
    """Return why something comes back."""
    match reason:
        case Reason.WRONG_ITEM:
            return QCoreApplication.translate("SaleWords", "Wrong item")
        case Reason.EXCHANGE:
            return QCoreApplication.translate("SaleWords", "Exchange")
        case Reason.CUSTOMER_CHANGE:
            return QCoreApplication.translate("SaleWords", "Change of mind")
        case Reason.DEFECTIVE:
            return QCoreApplication.translate("SaleWords", "Defective")
        case Reason.EXPIRED:
            return QCoreApplication.translate("SaleWords", "Out of date")
        case Reason.OTHER:
            return QCoreApplication.translate("SaleWords", "Another reason")
