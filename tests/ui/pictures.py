"""Pictures of every screen in every state: ``python -m tests.ui.pictures`` saves them, or those that are named.

They go to build/screens, so that people look at them: in French and English, by night and by day, on a small screen, a
large one and one that stands. ``--sheet`` makes ``docs/pictures/screens.png``, all screens in one picture. Which
pictures there are is in ``picture_book``; here are the states of paying and of what waits.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.sync.ports import Json, JsonObject
from app.ui.controls.page import Page
from app.ui.screens.outbox import OutboxScreen
from app.ui.screens.payment import PaymentScreen
from app.ui.screens.sold import SoldScreen
from app.ui.theme import Look, Theme, load_fonts
from app.ui.view_models.outbox import OutboxModel
from app.ui.view_models.payment import PaymentModel
from app.ui.view_models.sold import SoldModel
from app.ui.view_models.status import StatusModel
from app.ui.windows.till import TillWindow
from tests.fakes import Refusal
from tests.ui.rig import Rig, ident, product

PICTURES = Path(__file__).resolve().parents[2] / "build/screens"
ROUND = {"la-beninoise-65": 4, "guinness-33": 1, "brochettes-boeuf": 2}


@cache
def dress() -> None:
    """Give the application the bundled font, as the real one does; once is enough for a process."""
    load_fonts()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    app.setFont(Theme().font(13))


class Screens:
    """A till's window with the screens of paying, over a rig."""

    def __init__(
        self, size: tuple[int, int] = (1366, 768), *, dpi: float = 100.0, look: Look = Look.NIGHT
    ) -> None:
        self.rig = Rig()
        self.rig.sign_in("aicha")
        till, tasks = self.rig.till, self.rig.tasks
        self.theme = Theme(look, dpi, is_still=True)
        self.status = StatusModel(till)
        self.payment_model = PaymentModel(till, tasks)
        self.sold_model = SoldModel(till)
        self.outbox_model = OutboxModel(till, tasks)
        self.window = TillWindow(self.status, self.theme)
        self.window.show_place("Le Baobab", "Comptoir")
        self.payment = PaymentScreen(self.payment_model, self.theme)
        self.sold = SoldScreen(self.sold_model, self.theme)
        self.outbox = OutboxScreen(self.outbox_model, self.theme)
        pages: tuple[Page, ...] = (self.payment, self.sold, self.outbox)
        for page in pages:
            self.window.add_page(page)
        self.payment_model.sold.connect(self.sold_model.show)
        self.payment_model.sold.connect(lambda _: self.window.show_page("sold"))
        self.window.resize(*size)

    def fill(self, round_: dict[str, int] | None = None) -> None:
        """Put a usual round into the cart."""
        for key, qty in (round_ or ROUND).items():
            self.rig.till.checkout.set_qty(product(key), qty)
        self.rig.settle()

    def sell(self, round_: dict[str, int]) -> None:
        self.fill(round_)
        self.payment_model.begin()
        self.payment_model.tender("exact")
        self.rig.settle()

    def settle(self) -> None:
        """Let the till and the window do what they can do now."""
        self.rig.settle()
        QCoreApplication.processEvents()

    def type(self, widget: QWidget, text: str) -> None:
        """Type on the keyboard as a person does: slowly enough not to be taken for a scanner."""
        QTest.keyClicks(widget, text)
        self.window.scanner.give_back()
        self.settle()

    def show(self, page: str) -> None:
        self.window.show_page(page)
        self.window.show()
        self.window.activateWindow()
        self.status.tick()
        self.settle()

    def close(self) -> None:
        self.status.close()
        self.outbox_model.close()
        self.window.hide()
        self.window.deleteLater()
        QCoreApplication.processEvents()
        self.rig.close()


@contextmanager
def screens(
    size: tuple[int, int] = (1366, 768), *, dpi: float = 100.0, look: Look = Look.NIGHT
) -> Iterator[Screens]:
    """Open the window, and close it whatever happens."""
    shown = Screens(size, dpi=dpi, look=look)
    try:
        yield shown
    finally:
        shown.close()


def short_of(key: str, left: int) -> Callable[[JsonObject], Refusal]:
    """Return a server that has too little of one product."""
    part: dict[str, Json] = {"product": ident(key), "name": "Castel", "wanted": 3, "left": left}
    return lambda _command: Refusal("TLSTK", {"short": [part]})


def _cash(shown: Screens) -> None:
    shown.fill()
    shown.show("payment")


def _change(shown: Screens) -> None:
    _cash(shown)
    for digit in ("7", "5", "00"):
        shown.payment_model.digit(digit)


def _missing(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.tender("2000")


def _owed(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.toggle_owing()
    shown.payment_model.tender("10000")
    shown.payment_model.digit("5")
    shown.payment_model.digit("00")


def _crowded(shown: Screens) -> None:
    """Everything at once: parts, change owed, a sentence."""
    _cash(shown)
    shown.payment_model.tender("2000")
    shown.payment_model.confirm()
    shown.payment_model.toggle_owing()
    shown.payment_model.tender("10000")


def _mixed(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.tender("2000")
    shown.payment_model.choose_method("mobile_money")
    shown.payment_model.choose_operator("MTN MoMo")
    shown.payment_model.set_reference("8842-1170")


def _letters(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.choose_method("mobile_money")
    shown.payment_model.choose_operator("MTN MoMo")
    shown.payment_model.set_reference("MP240911.1234.A5678")
    shown.payment.ways.letters_asked.emit()
    shown.settle()


def _transfer(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.choose_method("mobile_money")


def _card(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.choose_method("card")


def _sold(shown: Screens) -> None:
    _owed(shown)
    shown.payment_model.confirm()
    shown.rig.settle()
    shown.show("sold")


def _sold_exact(shown: Screens) -> None:
    _cash(shown)
    shown.payment_model.tender("exact")
    shown.rig.settle()
    shown.show("sold")


def _outbox_empty(shown: Screens) -> None:
    shown.show("outbox")


def _outbox(shown: Screens) -> None:
    shown.rig.server.judge = short_of("castel-65", 1)
    shown.sell({"castel-65": 3, "aloko": 2})
    shown.rig.server.judge = lambda _command: price_changed()
    shown.sell({"flag-33": 2})
    shown.rig.advance(420)
    shown.rig.go_down()
    for qty in range(1, 9):
        shown.sell({"la-beninoise-65": qty, "sodabi-4": 1})
        shown.rig.advance(75)
    shown.show("outbox")


def price_changed() -> Refusal:
    """Return what a server says that has another price for a Flag."""
    part: dict[str, Json] = {"product": ident("flag-33"), "name": "Flag", "asked": 600, "price": 650}
    return Refusal("TLPRC", {"changed": [part]})


def _reasons(shown: Screens) -> None:
    _outbox(shown)
    shown.outbox.refused.asked.emit("write-off", 1)


def _manager(shown: Screens) -> None:
    _outbox(shown)
    shown.outbox_model.write_off(1, "paid_back")


STATES: dict[str, Callable[[Screens], None]] = {
    "payment-cash": _cash,
    "payment-change": _change,
    "payment-missing": _missing,
    "payment-owed": _owed,
    "payment-mixed": _mixed,
    "payment-crowded": _crowded,
    "payment-transfer": _transfer,
    "payment-letters": _letters,
    "payment-card": _card,
    "sold": _sold,
    "sold-exact": _sold_exact,
    "outbox": _outbox,
    "outbox-empty": _outbox_empty,
    "outbox-reasons": _reasons,
    "outbox-manager": _manager,
}


def main(words: list[str]) -> None:
    """Save the pictures that ``words`` name, by names or parts of names; all when there are none.

    ``--sheet``: those of the sheet, and the sheet itself.
    """
    from tests.ui import contact_sheet, picture_book  # they need this module

    if "--sheet" in words:
        contact_sheet.make(PICTURES)
    else:
        picture_book.take(picture_book.shots(words), PICTURES)


if __name__ == "__main__":
    main(sys.argv[1:])
