"""What is said under the lines of an order, when there is something to know of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.till.till import Till
from app.ui import format as text_of


def note_text(till: Till) -> str:
    """Return what is paid of the order already, and who let it go beyond the shelf; empty for neither."""
    return text_of.joined(_paid_text(till), _override_text(till))


def received_text(till: Till) -> str:
    """Return what the guest has paid of the order already, as an amount; empty for nothing."""
    received = _received(till)
    return text_of.money(received) if received else ""


def emptied_text(received: str) -> str:
    """Return what is said when an order is emptied; ``received``: what the guest had paid of it, or nothing."""
    if not received:
        return QCoreApplication.translate("SaleModel", "Order emptied")
    said = QCoreApplication.translate("SaleModel", "Order emptied: give {amount} back")
    return said.format(amount=received)


def added_text(count: int) -> str:
    """Return what is said when the last round came on top of an order; ``count``: how many pieces of it."""
    #: how many pieces were put onto the order that was there already
    said = QCoreApplication.translate("SaleModel", "Last round added to the order: {items}")
    return said.format(items=text_of.items(count))


def _received(till: Till) -> int:
    return sum(part.amount for part in till.checkout.parts)


def _paid_text(till: Till) -> str:
    received = _received(till)
    if not received:
        return ""
    left = max(0, till.checkout.cart.total - received)
    said = QCoreApplication.translate("SaleModel", "{received} received, {left} left")
    return said.format(received=text_of.money(received), left=text_of.money(left))


def _override_text(till: Till) -> str:
    member = till.checkout.override_by
    person = till.bar.person(member) if member else None
    if person is None:
        return ""
    return QCoreApplication.translate("SaleModel", "Allowed by {name}").format(name=person.name)
