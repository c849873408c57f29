"""The sale that has just been made, until the next tap."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.frozen import frozen
from app.domain.roles import Role
from app.domain.sale import CardPayment, Cash, MobileMoney, Payment
from app.till.checkout import Sold
from app.till.till import Till
from app.ui import format as text_of
from app.ui.view_models.ticket import TicketModel
from app.ui.view_models.words import method_text


@frozen
class SoldLineRow:
    """A line of what was sold: ``2 ×``, the product, its amount, and the note for whoever serves it."""

    qty_text: str
    name: str
    detail: str
    total_text: str
    note: str = ""


class Hero(StrEnum):
    """What the largest figure is."""

    CHANGE = "change"
    TAKEN = "taken"
    OWED = "owed"
    EXCHANGED = "exchanged"


@frozen
class PaidRow:
    """How a part of it was paid."""

    text: str
    amount_text: str
    icon: str


class SoldModel(QObject):
    """What was sold and what goes back.

    *Shows*: ``hero`` (what the largest figure is) and ``hero_text``, ``lines``, ``total_text``, ``paid``,
    ``given_text`` (cash handed over, when more than the amount), ``change_text`` and ``owed_text`` (empty: none),
    ``to_confirm_text`` (what came by phone, if anything: nobody has checked it yet; ``is_all_to_confirm``: all of it),
    ``nothing_text`` (no money, as an amount), ``number`` (also the code for what is owed), ``is_pending`` (a manager
    has the last word), ``can_repeat``, ``seller_name``, ``name_text``, ``time_text``, ``correct_text`` (what can be
    done about it); ``changed`` when it is another. ``ticket``: what becomes of its paper.
    *Taps*: ``next``, which tells ``closed``; ``again`` (« remettre ça »), which tells ``again_asked``; ``correct``,
    which tells ``correct_asked`` with the sale and whose it is.
    """

    changed = Signal()
    closed = Signal()
    again_asked = Signal()
    correct_asked = Signal(str, str)

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._sold: Sold | None = None
        self.ticket = TicketModel(till, self)

    def close(self) -> None:
        """Stop following the till."""
        self.ticket.close()

    def show(self, sold: Sold) -> None:
        """Show this sale; it is on disk."""
        self._sold = sold
        row = self._till.outbox.row(sold.no)
        has_cash = any(isinstance(payment, Cash) for payment in sold.payments)
        self.ticket.follow(row.id if row else "", has_cash=has_cash)
        self.changed.emit()

    @property
    def name_text(self) -> str:
        """What the order was called when it was put aside; nothing when that is only whose sale it is."""
        return text_of.order_name(self._sold.name if self._sold else "", self.seller_name)

    @property
    def gives_change(self) -> bool:
        """Whether the guest gets money back."""
        return self._sold is not None and self._sold.change > 0

    @property
    def lines(self) -> list[SoldLineRow]:
        return [
            SoldLineRow(
                text_of.times(line.qty),
                text_of.product(line.name, line.volume_ml),
                text_of.money(line.price) if line.qty > 1 else "",
                text_of.money(line.total),
                text_of.quoted(line.note),
            )
            for line in (self._sold.lines if self._sold else ())
        ]

    @property
    def total_text(self) -> str:
        return text_of.money(self._sold.total if self._sold else None)

    @property
    def hero(self) -> Hero:
        """What goes back if anything does, else what was taken; an exchange may take nothing."""
        sold = self._sold
        if sold is None or sold.change:
            return Hero.CHANGE
        if sold.total > sold.exchanged:
            return Hero.TAKEN
        return Hero.OWED if sold.owed else Hero.EXCHANGED

    @property
    def hero_text(self) -> str:
        sold = self._sold
        if sold is None:
            return text_of.UNKNOWN
        figures = {
            Hero.CHANGE: sold.change,
            Hero.TAKEN: sold.total - sold.exchanged,
            Hero.OWED: sold.owed,
            Hero.EXCHANGED: sold.exchanged,
        }
        return text_of.money(figures[self.hero])

    @property
    def paid(self) -> list[PaidRow]:
        sold = self._sold
        if sold is None:
            return []
        exchanged = PaidRow(method_text("exchange"), text_of.money(sold.exchanged), "swap")
        return [*([exchanged] if sold.exchanged else []), *(_paid_row(payment) for payment in sold.payments)]

    @property
    def is_pending(self) -> bool:
        return self._sold is not None and self._sold.is_pending

    @property
    def can_repeat(self) -> bool:
        """Whether « remettre ça » means this sale; an exchange is not a round."""
        return (
            self._sold is not None and not self._sold.exchanged and self._till.checkout.last_round is not None
        )

    @property
    def given_text(self) -> str:
        coins = [p for p in (self._sold.payments if self._sold else ()) if isinstance(p, Cash)]
        given, kept = sum(p.tendered for p in coins), sum(p.amount for p in coins)
        return text_of.money(given) if given > kept else ""

    @property
    def to_confirm_text(self) -> str:
        return text_of.money(self._to_confirm) if self._to_confirm else ""

    @property
    def is_all_to_confirm(self) -> bool:
        return self._sold is not None and 0 < self._to_confirm == self._sold.total - self._sold.exchanged

    @property
    def _to_confirm(self) -> int:
        """What came by phone; only a manager with the operator's list knows whether it did."""
        return sum(
            p.amount for p in (self._sold.payments if self._sold else ()) if isinstance(p, MobileMoney)
        )

    @property
    def change_text(self) -> str:
        return text_of.money(self._sold.change) if self._sold and self._sold.change else ""

    @property
    def owed_text(self) -> str:
        return text_of.money(self._sold.owed) if self._sold and self._sold.owed else ""

    @property
    def number(self) -> str:
        return self._sold.ticket if self._sold else ""

    @property
    def seller_name(self) -> str:
        person = self._till.bar.person(self._sold.seller) if self._sold else None
        return person.name if person else ""

    @property
    def time_text(self) -> str:
        bar = self._till.bar.bar()
        return text_of.clock(self._sold.at, bar.time_zone if bar else None) if self._sold else ""

    @property
    def correct_text(self) -> str:
        """What can be done about a sale that was made by mistake: by whoever is at the till, else by whom."""
        if self.is_pending:
            return QCoreApplication.translate("SoldModel", "You can take it back for 10 minutes")
        person = self._till.session.person
        if person is not None and person.role.has_rights_of(Role.OWNER):
            return QCoreApplication.translate("SoldModel", "Cancel it or take a drink back")
        return QCoreApplication.translate("SoldModel", "Return, exchange; only owners cancel")

    def correct(self) -> None:
        """Something is wrong with it: go where it can be put right."""
        if self._sold is not None:
            self.correct_asked.emit(self._sold.sale, self._sold.seller)

    def next(self) -> None:
        """Go on with the next guest."""
        self.closed.emit()

    def again(self) -> None:
        """The same round once more, for the same seller."""
        if self.can_repeat:
            self.again_asked.emit()

    def retranslate(self) -> None:
        self.ticket.changed.emit()
        self.changed.emit()


def _paid_row(payment: Payment) -> PaidRow:
    amount = text_of.money(payment.amount)
    match payment:
        case Cash():
            return PaidRow(method_text("cash"), amount, "cash")
        case MobileMoney(operator=operator, reference=reference):
            return PaidRow(text_of.joined(operator, reference), amount, "phone")
        case CardPayment(reference=reference):
            return PaidRow(text_of.joined(method_text("card"), reference), amount, "card")
