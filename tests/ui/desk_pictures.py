"""The windows beside the counter: states of the customer's display and of the manager's, over a whole till."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.sync.ports import Answer, Json, JsonObject
from app.ui.controls.buttons import TouchButton
from app.ui.i18n import Language
from app.ui.theme import Look, Theme
from app.ui.windows.desk import Desk
from app.ui.windows.office import OfficeWindow
from tests.fakes import Hold
from tests.ui import evening
from tests.ui.counter_pictures import ORDER, SHELF
from tests.ui.language import speaking
from tests.ui.rig import Rig, ident, product

SOLD = ("la-beninoise-65", "castel-65", "flag-60", "guinness-33", "brochettes-boeuf")


class Beside:
    """A desk with somebody at the counter; ``window`` is the one that is looked at, once it is open."""

    def __init__(self, language: Language, size: tuple[int, int], look: Look, person: str) -> None:
        self.rig = Rig()
        for key, left in SHELF.items():
            self.rig.set_stock(key, left)
        self.desk = Desk(self.rig.till, self.rig.tasks, Theme(look, 100.0, is_still=True), language)
        self.size = size
        self.counter = self.desk.first
        if person:
            self.rig.sign_in(person)
        self.counter.window.resize(*size)
        self.counter.window.show()
        self.window: QWidget = self.counter.window
        self.settle()

    def settle(self) -> None:
        self.rig.settle()
        self.counter.status.tick()
        QCoreApplication.processEvents()

    def order(self) -> None:
        for key, qty in ORDER.items():
            self.rig.till.checkout.set_qty(product(key), qty)
        self.settle()

    def open_display(self) -> None:
        self.window = self.desk.show_display()
        self.window.resize(*self.size)
        self.settle()

    def open_office(self) -> OfficeWindow:
        office = self.desk.show_office()
        self.window = office
        self.settle()
        return office

    def close(self) -> None:
        self.desk.close()
        QCoreApplication.processEvents()
        self.rig.close()


@contextmanager
def beside(
    code: str, size: tuple[int, int], *, look: Look = Look.NIGHT, person: str = "houngbedji"
) -> Iterator[Beside]:
    """Open the counter in a language, and close it with all that was opened beside it."""
    with speaking(code) as language:
        shown = Beside(language, size, look, person)
        try:
            yield shown
        finally:
            shown.close()


# --- the customer's display


def _display(shown: Beside) -> None:
    shown.open_display()


def _display_order(shown: Beside) -> None:
    shown.order()
    shown.open_display()


def _display_payment(shown: Beside) -> None:
    _display_order(shown)
    shown.counter.sale.open_payment()
    for digit in ("1", "5", "00", "0"):
        shown.counter.payment.digit(digit)


def _display_sold(shown: Beside) -> None:
    _display_payment(shown)
    shown.counter.payment.confirm()


# --- the manager's window


def _figures(rig: Rig) -> None:
    """Let the server tell a day's figures."""

    def row(place: int, key: str) -> dict[str, Json]:
        net = 64_000 - 11_500 * place
        return {"product": ident(key), "qty": 80 - 14 * place, "gross": net, "returned": 0, "net": net}

    def answer(params: JsonObject) -> Answer:
        told = rig.trade.read("dashboard", params).rows
        assert isinstance(told, dict)
        revenue = told["revenue"]
        assert isinstance(revenue, dict)
        top: list[Json] = [row(place, key) for place, key in enumerate(SOLD)]
        whole: dict[str, Json] = {
            **told,
            "revenue": {**revenue, "average": 1_850},
            "products": {"products": 31, "more": True, "rows": top},
        }
        return Answer(rig.server.marks(rig.till.outbox.ledger), whole)

    rig.gateway.reads["dashboard"] = answer


def _office(shown: Beside) -> None:
    evening.fill(shown.rig, 60)
    evening.eventful(shown.rig)
    evening.book(shown.rig, [evening.drink(2, 2)], ago_s=90, ticket=4_216, status="pending")
    _figures(shown.rig)
    shown.open_office()


def _office_low(shown: Beside) -> None:
    _office(shown)
    assert isinstance(shown.window, OfficeWindow)
    shown.window.low.click()


def _office_nothing_found(shown: Beside) -> None:
    _office(shown)
    assert isinstance(shown.window, OfficeWindow)
    shown.window.search.setText("whisky japonais")


def _office_letters(shown: Beside) -> None:
    _office(shown)
    assert isinstance(shown.window, OfficeWindow)
    QTest.mouseClick(shown.window.search, Qt.MouseButton.LeftButton)
    for sign in "beninoise":
        shown.window.letters.findChildren(TouchButton, f"letter:{sign}")[0].click()


def _office_loading(shown: Beside) -> None:
    shown.rig.gateway.script("dashboard", Hold(asyncio.Event()))
    shown.open_office()


def _office_offline(shown: Beside) -> None:
    _office(shown)
    shown.rig.go_down()


def _office_of_a_server(shown: Beside) -> None:
    shown.rig.sign_in("aicha")
    shown.open_office()


STATES: dict[str, Callable[[Beside], None]] = {
    "display": _display,
    "display-order": _display_order,
    "display-payment": _display_payment,
    "display-sold": _display_sold,
    "office": _office,
    "office-low": _office_low,
    "office-nothing-found": _office_nothing_found,
    "office-letters": _office_letters,
    "office-loading": _office_loading,
    "office-offline": _office_offline,
    "office-server": _office_of_a_server,
}
