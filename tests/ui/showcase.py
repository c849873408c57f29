"""A made-up evening for the till's screens: view models that behave like the real ones, and windows to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.ui.rows import HeldRow
from app.ui.screens.sale import SaleScreen
from app.ui.screens.sign_in import SignInScreen
from app.ui.theme import FONT_FAMILY, Look, Theme, load_fonts
from app.ui.view_models.sale import SaleModel
from app.ui.view_models.sign_in import SignInModel
from app.ui.view_models.status import StatusModel
from app.ui.windows.till import TillWindow
from tests.ui.made_up import FakePin, FakeSale, FakeStatus, money, people


class Evening:
    """A till's window over made-up view models. ``size`` in pixels, ``dpi`` of a counter screen."""

    def __init__(
        self,
        size: tuple[int, int] = (1366, 768),
        *,
        dpi: float = 100.0,
        look: Look = Look.NIGHT,
        scale: float = 1.0,
        is_simplified: bool = True,
    ) -> None:
        self.theme = Theme(look, dpi, scale, is_still=True)
        self.model = FakeSale(is_simplified=is_simplified)
        self.people = FakePin(people())
        self.status = FakeStatus()
        self.window = TillWindow(cast("StatusModel", self.status), self.theme)
        self.window.show_place("Le Baobab", "Comptoir")
        self.sign_in = SignInScreen(cast("SignInModel", self.people), self.theme)
        self.sale = SaleScreen(cast("SaleModel", self.model), self.theme)
        self.window.add_page(self.sign_in)
        self.window.add_page(self.sale)
        self.people.signed_in.connect(lambda: self.window.show_page("sale"))
        self.window.scanned.connect(self.model.scanned)
        self.sale.menu_asked.connect(self.window.open_menu)
        self.sale.lock_asked.connect(self.window.lock_asked)
        self.window.lock_asked.connect(lambda: self.window.show_page("sign-in"))
        self.window.resize(*size)
        self.window.show_page("sale")
        self.window.show()
        QCoreApplication.processEvents()

    def fill(self) -> None:
        """Put a usual round into the cart."""
        round_ = {
            "la-beninoise-65": 4,
            "flag-60": 2,
            "guinness-33": 1,
            "coca-cola-30": 2,
            "sodabi-sour": 1,
            "brochettes-boeuf": 3,
        }
        for product, qty in round_.items():
            self.model.set_qty(product, qty)

    def close(self) -> None:
        self.window.hide()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)


def dress(app: QApplication) -> None:
    """Give the application the bundled font and the plain style, as the real one does."""
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(Theme().font(13))
    assert app.font().family() == FONT_FAMILY


@contextmanager
def evening(
    size: tuple[int, int] = (1366, 768),
    *,
    dpi: float = 100.0,
    look: Look = Look.NIGHT,
    scale: float = 1.0,
    is_simplified: bool = True,
) -> Iterator[Evening]:
    """Open a till's window, and close it whatever happens."""
    shown = Evening(size, dpi=dpi, look=look, scale=scale, is_simplified=is_simplified)
    try:
        yield shown
    finally:
        shown.close()


def _sign_in(shown: Evening) -> None:
    shown.status.person_name = ""
    shown.status.changed.emit()
    shown.window.show_page("sign-in")


def _pin(shown: Evening) -> None:
    _sign_in(shown)
    shown.people.choose("aicha")
    for digit in "1111":
        shown.people.digit(digit)
    for digit in "13":
        shown.people.typed += digit
    shown.people.changed.emit()


def _empty(_shown: Evening) -> None:
    """Nothing to do: the screen as it opens."""


def _full(shown: Evening) -> None:
    shown.fill()


def _offline(shown: Evening) -> None:
    shown.model.held = [
        HeldRow(
            "r1", f"Refusée – rendre {money(2_000)}", "Castel 65 cl épuisé · Sèna · 21:40", money(2_000), True
        ),
        HeldRow("h1", "Table 4", "3 articles · Aïcha", money(4_500)),
        HeldRow("h2", "Panier de 21:32", "6 articles · Firmin", money(12_800)),
    ]
    shown.model.status_changed.emit()
    shown.fill()
    shown.status.go_offline()
    shown.model.tap("castel-33")


def _toast(shown: Evening) -> None:
    shown.window.say("Panier vidé", "Annuler")


def _search(shown: Evening) -> None:
    shown.sale.search.setText("zzz")


def _letters(shown: Evening) -> None:
    shown.sale.search.setFocus()
    shown.sale.letters.show()
    shown.sale.search.setText("beni")


def _quantity(shown: Evening) -> None:
    shown.fill()
    shown.sale.pane.quantity_asked.emit("guinness-33")


def _menu(shown: Evening) -> None:
    shown.window.open_menu()


def _help(shown: Evening) -> None:
    shown.window.help.open()


def _manager(shown: Evening) -> None:
    shown.model.authorisation.choose("houngbedji")
    shown.model.pin_asked.emit()


STATES: dict[str, Callable[[Evening], None]] = {
    "sign-in": _sign_in,
    "sign-in-pin": _pin,
    "sale-empty": _empty,
    "sale-full": _full,
    "sale-offline": _offline,
    "sale-undo": _toast,
    "sale-nothing-found": _search,
    "sale-letters": _letters,
    "sale-quantity": _quantity,
    "sale-manager": _manager,
    "menu": _menu,
    "help": _help,
}
