"""What the guest sees: the order as it is typed, what is given, what goes back. It is the till's own, never a copy."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.till.till import Till
from app.ui.rows import LineRow
from app.ui.view_models.payment import PaymentModel
from app.ui.view_models.sale import SaleModel
from app.ui.view_models.sold import SoldModel


class Phase(StrEnum):
    """Where the counter is: nothing is ordered, something is, it is being paid, it has been."""

    WELCOME = "welcome"
    ORDER = "order"
    PAYING = "paying"
    THANKS = "thanks"


_OF_PAGE = {"payment": Phase.PAYING, "sold": Phase.THANKS}


class DisplayModel(QObject):
    """The counter's models, as the guest sees them.

    *Shows*: ``phase``, ``bar_name``, ``lines``, ``total_text``, ``given_text`` and ``missing_text`` while it is paid,
    ``change_text``, ``owed_text``; ``changed`` after any of them.
    *Taps*: nothing; ``follow`` is told which page the counter shows.
    """

    changed = Signal()

    def __init__(
        self,
        till: Till,
        sale: SaleModel,
        payment: PaymentModel,
        sold: SoldModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._till, self._sale, self._payment, self._sold = till, sale, payment, sold
        self._page = ""
        self._paid: list[LineRow] = []
        """The order that is being paid, or was: the cart is empty the moment that it is sold."""
        for signal in (sale.cart_changed, sale.status_changed, payment.changed, sold.changed):
            signal.connect(self.changed)

    def follow(self, page: str) -> None:
        """The counter shows another page."""
        self._page = page
        self.changed.emit()

    @property
    def phase(self) -> Phase:
        of_page = _OF_PAGE.get(self._page)
        if of_page is not None:
            return of_page
        return Phase.ORDER if self._sale.count and self._till.session.person else Phase.WELCOME

    @property
    def bar_name(self) -> str:
        bar = self._till.bar.bar()
        return bar.name if bar else ""

    @property
    def lines(self) -> list[LineRow]:
        lines = self._sale.lines
        if self.phase in (Phase.WELCOME, Phase.ORDER):
            self._paid = lines
            return lines
        self._paid = lines or self._paid
        return self._paid

    @property
    def total_text(self) -> str:
        match self.phase:
            case Phase.PAYING:
                return self._payment.total_text
            case Phase.THANKS:
                return self._sold.total_text
            case _:
                return self._sale.total_text

    @property
    def given_text(self) -> str:
        """What the guest has given so far; empty before."""
        match self.phase:
            case Phase.PAYING:
                return self._payment.given_text
            case Phase.THANKS:
                return self._sold.given_text
            case _:
                return ""

    @property
    def missing_text(self) -> str:
        """What is still to pay, once something was given."""
        return self._payment.missing_text if self.phase is Phase.PAYING and self.given_text else ""

    @property
    def change_text(self) -> str:
        match self.phase:
            case Phase.PAYING:
                return self._payment.change_text if self.given_text else ""
            case Phase.THANKS:
                return self._sold.change_text
            case _:
                return ""

    @property
    def owed_text(self) -> str:
        return self._sold.owed_text if self.phase is Phase.THANKS else ""

    def retranslate(self) -> None:
        self.changed.emit()
