"""The payment screen: from the total to « sold », in one place. Sums are in ``tender``, the sale in ``till``."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.domain.money import NOTES_XOF
from app.domain.sale import CardPayment, Cash, MobileMoney, Payment
from app.till.checkout import Sold
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.tasks import Tasks
from app.ui.view_models.tender import Method, Target, Tender
from app.ui.view_models.words import method_text

EXACT = "exact"
ANY_OPERATOR = "Mobile money"
"""Stands for the operator where the bar has named none."""


@frozen
class QuickRow:
    """A key of quick cash. ``key`` is ``exact`` or the amount; ``detail`` says what goes back; empty: nothing."""

    key: str
    text: str
    detail: str
    is_enough: bool


@frozen
class PartRow:
    """A part of the total that is settled already."""

    text: str
    detail: str
    amount_text: str
    icon: str


class PaymentModel(QObject):
    """How a sale is paid.

    *Shows*: ``total_text``, ``method``, ``quick`` (exact and sums of notes), ``notes``, ``amount_text``,
    ``given_text``, ``left_text`` (what the parts leave), ``missing_text``, ``change_text`` (empty: none),
    ``owed_text``, ``is_owing``, ``operators``, ``operator``, ``reference``, ``target``, ``parts``, ``confirm_text``,
    ``can_confirm``, ``hint``, ``message``, ``is_paying``; ``changed`` after any of them, ``sold``
    (till.checkout.Sold) when it is on disk.
    *Taps*: ``begin`` (when the screen opens), ``choose_method``, ``tender`` (a key of quick cash), ``digit``,
    ``backspace``, ``aim``, ``toggle_owing``, ``choose_operator``, ``set_reference``, ``remove_part``, ``confirm``.
    """

    changed = Signal()
    sold = Signal(object)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._tender = Tender(0)
        self._error: TillError | None = None
        self.is_paying = False

    def begin(self) -> None:
        """Pay the cart as it is now. What the guest has paid of it before stays."""
        self._error = None
        self._put(Tender(self._till.checkout.cart.total, self._till.checkout.parts))

    # --- shows: amounts

    @property
    def total_text(self) -> str:
        return text_of.money(self._tender.total)

    @property
    def count_text(self) -> str:
        return text_of.items(self._till.checkout.cart.count)

    @property
    def left_text(self) -> str:
        """What is still to pay, once a part is settled; empty before."""
        return text_of.money(self._tender.left) if self._tender.parts else ""

    @property
    def amount_text(self) -> str:
        """What is given; by phone or card all that is left until something else is typed."""
        tender = self._tender
        is_default = tender.amount == 0 and tender.method is not Method.CASH and not tender.is_typed
        return text_of.money(tender.left if is_default else tender.amount)

    @property
    def given_text(self) -> str:
        """What the guest has handed over; empty before anything was typed or tapped."""
        return text_of.money(self._tender.amount) if self._tender.amount else ""

    @property
    def missing_text(self) -> str:
        """What would still be left to pay after this; empty when nothing would."""
        return text_of.money(self._tender.missing) if self._tender.missing else ""

    @property
    def change_text(self) -> str:
        """What goes back over the counter; empty while nothing does."""
        return text_of.money(self._tender.change) if self._tender.back else ""

    @property
    def owed_text(self) -> str:
        """The change that the bar stays owing; empty when the guest gets all of it now."""
        return text_of.money(self._tender.owed_now) if self.is_owing else ""

    @property
    def is_owing(self) -> bool:
        return self._tender.owed is not None

    # --- shows: ways of paying

    @property
    def method(self) -> str:
        return self._tender.method.value

    @property
    def target(self) -> str:
        """What the keypad types into: ``amount``, ``owed`` or ``reference``."""
        return self._tender.target.value

    @property
    def quick(self) -> list[QuickRow]:
        """Exact, and the smallest sums of notes that a guest is likely to hand over."""
        left = self._tender.left
        exact = QCoreApplication.translate("PaymentModel", "Exact")
        return [
            QuickRow(EXACT, exact, text_of.money(left), is_enough=True),
            *(self._quick_row(value, value) for value in self._tender.sums()),
        ]

    @property
    def notes(self) -> list[QuickRow]:
        """The banknotes, always the same and in the same order; each tap is one more note."""
        given = 0 if self._tender.is_typed else self._tender.amount
        return [self._quick_row(note, given + note) for note in NOTES_XOF]

    @property
    def operators(self) -> list[str]:
        bar = self._till.bar.bar()
        return list(bar.operators if bar and bar.operators else (ANY_OPERATOR,))

    @property
    def operator(self) -> str:
        return self._tender.operator

    @property
    def reference(self) -> str:
        return self._tender.reference

    @property
    def parts(self) -> list[PartRow]:
        return [_part_row(part) for part in self._tender.parts]

    # --- shows: the way out

    @property
    def confirm_text(self) -> str:
        """What the large key does now."""
        tender = self._tender
        if tender.is_exact:
            text = QCoreApplication.translate("PaymentModel", "Exact cash")
        elif tender.covers:
            text = QCoreApplication.translate("PaymentModel", "Confirm")
        else:
            text = QCoreApplication.translate("PaymentModel", "Add {amount}")
        return text.format(amount=text_of.money(tender.amount))

    @property
    def can_confirm(self) -> bool:
        return self._tender.can_confirm and not self.is_paying and self._till.checkout.cart.count > 0

    @property
    def hint(self) -> str:
        """Why the large key waits; empty when it does not."""
        if self._tender.is_paid_before:
            return QCoreApplication.translate(
                "PaymentModel", "As much has been paid already, or more: take a part off by its cross."
            )
        if self._tender.is_too_much:
            return QCoreApplication.translate("PaymentModel", "More than what is left to pay.")
        if self._tender.method is Method.MOBILE_MONEY and not self._tender.operator:
            return QCoreApplication.translate("PaymentModel", "Choose the operator.")
        return ""

    @property
    def message(self) -> str:
        """What went wrong; empty when nothing did."""
        return messages.of_error(self._error).sentence if self._error else ""

    # --- taps

    def choose_method(self, method: str) -> None:
        tender = self._tender.with_method(Method(method))
        if tender.method is Method.MOBILE_MONEY and not tender.operator and len(self.operators) == 1:
            tender = tender.with_operator(self.operators[0])
        self._put(tender)

    def tender(self, key: str) -> None:
        """The guest hands this over (``exact``, a sum, or one more note); what covers the total ends the sale at once.

        While change is kept for later, nothing is sold before ``confirm``: the amount owed is looked at first.
        """
        if self.is_paying or self._tender.method is not Method.CASH or self._tender.is_paid_before:
            return
        if key == EXACT:
            self._put(self._tender.with_given(self._tender.left).owing(is_owing=False))
        elif int(key) in NOTES_XOF:
            self._put(self._tender.with_note(int(key)))
        else:
            self._put(self._tender.with_given(int(key)))
        if self._tender.amount >= self._tender.left and not self.is_owing:
            self.confirm()

    def digit(self, digits: str) -> None:
        if not self.is_paying and digits.isascii() and digits.isdigit():
            self._put(self._tender.with_digits(digits))

    def backspace(self) -> None:
        if not self.is_paying:
            self._put(self._tender.without_digit())

    def aim(self, target: str) -> None:
        """Let the keypad type into ``amount``, ``owed`` or ``reference``."""
        self._put(self._tender.aimed(Target(target)))

    def toggle_owing(self) -> None:
        """Keep the change for later (« monnaie due »), or give it now."""
        self._put(self._tender.owing(is_owing=not self.is_owing))

    def choose_operator(self, operator: str) -> None:
        self._put(self._tender.with_operator(operator))

    def set_reference(self, text: str) -> None:
        if text != self._tender.reference:
            self._put(self._tender.with_reference(text))

    def remove_part(self, place: int) -> None:
        if not self.is_paying:
            self._put(self._tender.without(place))

    def confirm(self) -> None:
        """Settle what is given; sell when nothing is left to pay."""
        if not self.can_confirm:
            return
        settled = self._tender.settled()
        if settled.left > 0:
            self._put(settled)
            return
        self.is_paying = True
        pay = self._till.checkout.pay(settled.parts)
        self._tasks.spawn(pay, "pay", then=self._is_sold, failed=self._not_sold)
        self.changed.emit()

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _put(self, tender: Tender) -> None:
        self._tender = tender
        self._till.checkout.settle(tender.parts)
        self.changed.emit()

    def _quick_row(self, value: int, given: int) -> QuickRow:
        """Say what would go back, or be owed; nothing where it is too little, or where enough is given already."""
        back = given - self._tender.left
        is_open = self._tender.amount < self._tender.left
        gives = QCoreApplication.translate("PaymentModel", "change {amount}")
        if self.is_owing:
            gives = QCoreApplication.translate("PaymentModel", "still owed {amount}")
        detail = gives if back > 0 and is_open else ""
        return QuickRow(
            str(value), text_of.grouped(value), detail.format(amount=text_of.money(back)), back >= 0
        )

    def _is_sold(self, sold: Sold) -> None:
        self.is_paying, self._error, self._tender = False, None, Tender(0)
        self.changed.emit()
        self.sold.emit(sold)

    def _not_sold(self, error: TillError) -> None:
        self.is_paying, self._error = False, error
        self.changed.emit()


def _part_row(part: Payment) -> PartRow:
    amount = text_of.money(part.amount)
    match part:
        case Cash():
            return PartRow(method_text("cash"), "", amount, "cash")
        case MobileMoney(operator=operator, reference=reference):
            return PartRow(operator, reference, amount, "phone")
        case CardPayment(reference=reference):
            return PartRow(method_text("card"), reference, amount, "card")
