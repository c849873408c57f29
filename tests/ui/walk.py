"""A walk through everything that a till shows: each page that the counter knows, each sheet, each other window.

Pages and sheets are found, not listed: whoever adds one has it looked at by every test that walks. What a page needs
to have something to show is in ``SCENES``; a page without a line there is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.errors import Rejected
from app.ui.controls.sheet import Sheet
from app.ui.i18n import Language
from app.ui.screens.sale import SaleScreen
from app.ui.theme import Look, Theme
from app.ui.windows.desk import Desk
from tests.fakes import Refusal
from tests.ui.language import speaking
from tests.ui.pictures import dress, short_of
from tests.ui.rig import Rig, ident, product

CART = {"castel-65": 2, "castel-33": 1, "aloko": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is shown: ``root`` holds all of it, ``window`` is where it is."""

    name: str
    root: QWidget
    window: QWidget


class Evening:
    """A desk in the middle of a busy evening: a cart, held carts, sales that wait and that were refused."""

    def __init__(
        self,
        language: Language,
        size: tuple[int, int] = (1366, 768),
        *,
        look: Look = Look.NIGHT,
        scale: float = 1.0,
    ) -> None:
        self.rig = Rig()
        self.theme = Theme(look, scale=scale, is_still=True)
        self.desk = Desk(self.rig.till, self.rig.tasks, self.theme, language)
        self.counter = self.desk.first
        self.window = self.counter.window
        self.rig.sign_in("aicha")
        self._make_busy()
        self.window.resize(*size)
        self.window.show()
        self.settle()

    def _make_busy(self) -> None:
        rig, judge = self.rig, self.rig.server.judge
        rig.server.judge = short_of("castel-65", 1)
        self.sell()
        rig.server.judge = lambda _command: Refusal("TLSEL", {"member": "x"})
        self.sell()
        rig.server.judge = judge
        self.fill()
        self.counter.sale.hold()
        rig.settle()

    def fill(self) -> None:
        for key, qty in CART.items():
            self.rig.till.checkout.set_qty(product(key), qty)
        self.settle()

    def sell(self) -> None:
        self.fill()
        self.counter.sale.pay_exact()
        self.settle()

    def settle(self) -> None:
        self.rig.settle()
        self.counter.status.tick()
        QCoreApplication.processEvents()

    def reset(self) -> None:
        """Go back to the sale with a full cart and nothing on top of it."""
        for sheet in self.window.findChildren(Sheet):
            sheet.put_away()
        self.window.toast.hide()
        if self.rig.till.session.person is None:
            self.rig.sign_in("aicha")
        self.counter.sale.search("")
        self.window.show_page("sale")
        self.fill()

    @property
    def page_names(self) -> list[str]:
        return [*self.window._pages, *self.window._offers]

    def visit(self, name: str) -> None:
        """Show a page of the counter, with what there is for it."""
        self.reset()
        for reach in SCENES.get(name, {"": partial(_just, name)}).values():
            reach(self)
            break
        self.settle()

    def pages(self) -> Iterator[Place]:
        """Show each page in each of its states, one after the other."""
        for name in self.page_names:
            for state, reach in SCENES.get(name, {"": partial(_just, name)}).items():
                self.reset()
                reach(self)
                self.settle()
                assert self.window.page.objectName() == name, (name, state)
                yield Place(f"{name} {state}".strip(), self.window.page, self.window)

    def sheets(self) -> Iterator[Place]:
        """Open each sheet of the window and of each page, one after the other."""
        seen = set[int]()
        for name in self.page_names:
            self.visit(name)
            for sheet in self.window._sheets():
                if id(sheet) in seen:
                    continue
                seen.add(id(sheet))
                self.visit(name)
                OPENERS.get(sheet.objectName(), _open)(self, sheet)
                self.settle()
                assert sheet.isVisible(), sheet.objectName()
                yield Place(f"{sheet.objectName()} over {name}", sheet, self.window)
                sheet.put_away()

    def others(self) -> Iterator[Place]:
        """Open the windows beside the counter, one after the other."""
        self.reset()
        display = self.desk.show_display()
        for name in ("sale", "payment", "sold"):
            self.visit(name)
            yield Place(f"display of {name}", display, display)
        display.close()
        office = self.desk.show_office()
        self.settle()
        yield Place("office", office, office)
        office.close()

    def places(self) -> Iterator[Place]:
        """Everything."""
        yield from self.pages()
        yield from self.sheets()
        yield from self.others()

    def close(self) -> None:
        self.desk.close()
        QCoreApplication.processEvents()
        self.rig.close()


@contextmanager
def evening(
    code: str = "fr",
    size: tuple[int, int] = (1366, 768),
    *,
    look: Look = Look.NIGHT,
    scale: float = 1.0,
) -> Iterator[Evening]:
    """Open everything in that language, and close it whatever happens."""
    dress()
    with speaking(code) as language:
        made = Evening(language, size, look=look, scale=scale)
        try:
            yield made
        finally:
            made.close()


# --- what the pages need to have something to show

Reach = Callable[[Evening], None]


def _just(name: str, shown: Evening) -> None:
    shown.window.show_page(name)


def _shut_out(shown: Evening) -> None:
    shown.counter.lock()
    shown.rig.till.link.failed(Rejected("TLREV"))


def _people(shown: Evening) -> None:
    shown.rig.till.link.heard()
    shown.counter.lock()


def _pin(shown: Evening) -> None:
    shown.counter.lock()
    shown.counter.sign_in.choose(ident("aicha"))
    shown.counter.sign_in.digit("1")


def _refused(shown: Evening) -> None:
    """More than there is: the notice, with its answers."""
    shown.rig.set_stock("castel-65", 2)
    shown.counter.sale.more(product("castel-65"))
    shown.settle()
    shown.rig.set_stock("castel-65", 60)


def _nothing_found(shown: Evening) -> None:
    page = shown.window.page
    assert isinstance(page, SaleScreen)
    page.search.setText("xyz")


def _letters(shown: Evening) -> None:
    page = shown.window.page
    assert isinstance(page, SaleScreen)
    page.search.touched.emit()
    page.search.setText("beni")


def _nothing_ordered(shown: Evening) -> None:
    """With the toast that gives it back."""
    page = shown.window.page
    assert isinstance(page, SaleScreen)
    page.pane.clear_asked.emit()


def _payment(shown: Evening) -> None:
    shown.counter.sale.open_payment()
    for digit in ("5", "00", "0"):
        shown.counter.payment.digit(digit)


def _parts(shown: Evening) -> None:
    shown.counter.sale.open_payment()
    shown.counter.payment.tender("500")
    shown.counter.payment.confirm()
    shown.counter.payment.toggle_owing()


def _by(method: str, shown: Evening) -> None:
    shown.counter.sale.open_payment()
    shown.counter.payment.choose_method(method)


def _sold(shown: Evening) -> None:
    _payment(shown)
    shown.counter.payment.confirm()


def _outbox(shown: Evening) -> None:
    shown.rig.go_down()
    shown.sell()
    shown.window.show_page("outbox")


def _outbox_online(shown: Evening) -> None:
    shown.rig.come_back()
    shown.window.show_page("outbox")


SCENES: dict[str, dict[str, Reach]] = {
    "sign-in": {"shut out": _shut_out, "people": _people, "pin": _pin},
    "sale": {
        "": lambda shown: None,
        "refused": _refused,
        "nothing found": _nothing_found,
        "letters": _letters,
        "nothing ordered": _nothing_ordered,
    },
    "payment": {
        "cash": _payment,
        "parts": _parts,
        "mobile money": partial(_by, "mobile_money"),
        "card": partial(_by, "card"),
    },
    "sold": {"": _sold},
    "outbox": {"offline": _outbox, "": _outbox_online},
}


# --- how sheets are opened that need to be told something


def _open(shown: Evening, sheet: Sheet) -> None:
    del shown
    sheet.open()


def _quantity(shown: Evening, _sheet: Sheet) -> None:
    page = shown.window.page
    assert isinstance(page, SaleScreen)
    page.pane.quantity_asked.emit(ident("castel-65"))


def _closing(shown: Evening, _sheet: Sheet) -> None:
    shown.window.ask_to_close()


def _reasons(shown: Evening, _sheet: Sheet) -> None:
    keys = shown.window.page.findChildren(QPushButton)
    next(key for key in keys if key.isVisible() and key.objectName().startswith("write-off:")).click()


OPENERS: dict[str, Callable[[Evening, Sheet], None]] = {
    "quantity": _quantity,
    "closing-sheet": _closing,
    "reasons": _reasons,
}
