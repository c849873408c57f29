"""The sign-in, the order, the menu and what lies over them: states of the counter over a whole till."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.domain.errors import Rejected
from app.ui.screens.sale import SaleScreen
from tests.ui.counting import Counting
from tests.ui.pictures import price_changed, short_of
from tests.ui.rig import ident, product

Reach = Callable[[Counting], None]
ORDER = {
    "la-beninoise-65": 4,
    "flag-60": 2,
    "guinness-33": 1,
    "coca-cola-30": 2,
    "sodabi-sour": 1,
    "brochettes-boeuf": 3,
}
SHELF = {"castel-33": 0, "castel-65": 6, "guinness-65": 3, "awooyo-65": 9}
"""What an evening leaves of some products."""


def order(shown: Counting, pieces: dict[str, int] | None = None) -> None:
    """Put a usual round into the cart."""
    for key, left in SHELF.items():
        shown.rig.set_stock(key, left)
    for key, qty in (pieces or ORDER).items():
        shown.rig.till.checkout.set_qty(product(key), qty)
    shown.settle()


def sale_page(shown: Counting) -> SaleScreen:
    page = shown.window.page
    assert isinstance(page, SaleScreen)
    return page


# --- who is it?


def _people(shown: Counting) -> None:
    shown.counter.lock()


def _pin(shown: Counting) -> None:
    _people(shown)
    shown.counter.sign_in.choose(ident("aicha"))
    for digit in "13":
        shown.counter.sign_in.digit(digit)


def _locked(shown: Counting) -> None:
    """Nobody came back to an order."""
    order(shown)
    shown.rig.till.session.sign_out(unattended_s=60)


def _waits(shown: Counting) -> None:
    """Somebody locked the till over an order."""
    order(shown)
    shown.counter.lock()


def _wrong(shown: Counting, times: int = 1) -> None:
    _people(shown)
    shown.counter.sign_in.choose(ident("aicha"))
    for _ in range(times):
        for digit in "0000":
            shown.counter.sign_in.digit(digit)
        shown.settle()


def _locked_out(shown: Counting) -> None:
    _wrong(shown, 5)


def _people_offline(shown: Counting) -> None:
    _people(shown)
    shown.rig.go_down()


def _shut_out(shown: Counting) -> None:
    _people(shown)
    shown.rig.till.link.failed(Rejected("TLREV"))


def _as_it_opens(_shown: Counting) -> None:
    """Nothing to do."""


# --- the order


def _full(shown: Counting) -> None:
    order(shown)


def _seen_below(shown: Counting) -> None:
    order(shown)
    shown.tap(f"category:{ident('soft')}")


def _offline(shown: Counting) -> None:
    """Refused carts and held ones, and a cart while nobody answers."""
    shown.rig.server.judge = short_of("castel-65", 1)
    shown.rig.till.checkout.set_qty(product("castel-65"), 3)
    shown.counter.sale.pay_exact()
    shown.settle()
    for name, qty in (("Table 4", 3), ("", 6)):
        shown.rig.till.checkout.set_qty(product("flag-60"), qty)
        shown.settle()
        shown.counter.sale.hold(name)
    shown.rig.go_down()
    for qty in (2, 3, 1):
        shown.rig.till.checkout.set_qty(product("la-beninoise-65"), qty)
        shown.settle()
        shown.counter.sale.pay_exact()
        shown.rig.advance(200)
        shown.settle()
    shown.window.show_page("sale")
    order(shown)


def _refused(shown: Counting) -> None:
    """The server had less than the shelf said; the cart is back."""
    order(shown, {"castel-65": 3, "aloko": 2})
    shown.rig.server.judge = short_of("castel-65", 1)
    shown.counter.sale.pay_exact()
    shown.settle()
    shown.window.show_page("sale")


def _price(shown: Counting) -> None:
    order(shown, {"flag-33": 2, "aloko": 1})
    shown.rig.server.judge = lambda _command: price_changed()
    shown.counter.sale.pay_exact()
    shown.settle()
    shown.window.show_page("sale")


def _sold_out(shown: Counting) -> None:
    order(shown)
    shown.tap_tile("castel-33")


def _manager(shown: Counting) -> None:
    _sold_out(shown)
    shown.counter.sale.pin_asked.emit()
    shown.counter.sale.authorisation.choose(ident("houngbedji"))


def _undo(shown: Counting) -> None:
    order(shown)
    sale_page(shown).pane.clear_asked.emit()


def _nothing_found(shown: Counting) -> None:
    order(shown)
    sale_page(shown).search.setText("whisky japonais")


def _letters(shown: Counting) -> None:
    order(shown)
    sale_page(shown).search.touched.emit()
    sale_page(shown).search.setText("beni")


def _quantity(shown: Counting) -> None:
    order(shown)
    sale_page(shown).pane.quantity_asked.emit(ident("guinness-33"))


def _walked(shown: Counting) -> None:
    """As somebody sees it who works by the keyboard."""
    order(shown)
    sale_page(shown).grid.setFocus()
    shown.press(Qt.Key.Key_Right, Qt.Key.Key_Down)


def _servers(shown: Counting) -> None:
    """Where each server signs in: nobody to pick."""
    shown.rig.use_mode("full")
    order(shown)


def _left_handed(shown: Counting) -> None:
    order(shown)
    shown.theme.use(is_left_handed=True)


# --- what lies over it


def _menu(shown: Counting) -> None:
    order(shown)
    shown.window.open_menu()


def _help(shown: Counting) -> None:
    order(shown)
    shown.window.help.open()


def _help_payment(shown: Counting) -> None:
    order(shown)
    shown.tap("pay")
    shown.window.help.open()


def _team(shown: Counting) -> None:
    shown.become("houngbedji")
    shown.tap("menu", "go:team")


def _team_pin(shown: Counting) -> None:
    _team(shown)
    shown.tap(f"do:pin:{ident('aicha')}", *(f"key:{digit}" for digit in "739173"))


def _team_offline(shown: Counting) -> None:
    _team(shown)
    shown.rig.go_down()
    shown.settle()


def _own_pin(shown: Counting) -> None:
    shown.tap("menu", "go:own-pin")


def _own_pin_easy(shown: Counting) -> None:
    _own_pin(shown)
    shown.tap(*(f"key:{digit}" for digit in shown.rig.pins[shown.rig.till.session.person.id]))  # type: ignore[union-attr]
    shown.tap(*(f"key:{digit}" for digit in "7777"))


def _own_pin_offline(shown: Counting) -> None:
    _own_pin(shown)
    shown.rig.go_down()
    shown.settle()


def _look(shown: Counting) -> None:
    order(shown)
    shown.window.look.open()


def _closing(shown: Counting) -> None:
    shown.rig.go_down()
    for qty in (2, 3):
        shown.rig.till.checkout.set_qty(product("la-beninoise-65"), qty)
        shown.counter.sale.pay_exact()
        shown.settle()
    shown.window.show_page("sale")
    shown.window.ask_to_close()


# --- how the till is


def _traffic(shown: Counting) -> None:
    meter = shown.rig.till.meter
    for number in range(240):
        meter.call("pulse", 400, 800, 0.040 + number % 20 / 400)
    for number in range(40):
        meter.call("submit", 900, 500, 0.080 + number / 600)
    meter.call("stock_since", 100, 42_000, 1.2)
    for _ in range(120):
        meter.frame(300, 10)


def _diagnostics(shown: Counting) -> None:
    _traffic(shown)
    shown.rig.advance(3_600)
    shown.window.show_page("diagnostics")


def _diagnostics_details(shown: Counting) -> None:
    _diagnostics(shown)
    shown.tap("details")


def _diagnostics_offline(shown: Counting) -> None:
    _traffic(shown)
    shown.rig.advance(1_200)
    shown.rig.go_down()
    for qty in (2, 1):
        shown.rig.till.checkout.set_qty(product("flag-60"), qty)
        shown.counter.sale.pay_exact()
        shown.settle()
        shown.rig.advance(300)
    shown.window.show_page("diagnostics")


STATES: dict[str, Reach] = {
    "sign-in": _people,
    "sign-in-pin": _pin,
    "sign-in-wrong": _wrong,
    "sign-in-locked": _locked,
    "sign-in-waits": _waits,
    "sign-in-locked-out": _locked_out,
    "sign-in-offline": _people_offline,
    "sign-in-shut-out": _shut_out,
    "sale": _full,
    "sale-category": _seen_below,
    "sale-empty": _as_it_opens,
    "sale-offline": _offline,
    "sale-refused": _refused,
    "sale-price": _price,
    "sale-sold-out": _sold_out,
    "sale-manager": _manager,
    "sale-undo": _undo,
    "sale-nothing-found": _nothing_found,
    "sale-letters": _letters,
    "sale-quantity": _quantity,
    "sale-keyboard": _walked,
    "sale-servers": _servers,
    "sale-left-handed": _left_handed,
    "menu": _menu,
    "help": _help,
    "help-payment": _help_payment,
    "team": _team,
    "team-pin": _team_pin,
    "team-offline": _team_offline,
    "own-pin": _own_pin,
    "own-pin-easy": _own_pin_easy,
    "own-pin-offline": _own_pin_offline,
    "look": _look,
    "closing": _closing,
    "diagnostics": _diagnostics,
    "diagnostics-details": _diagnostics_details,
    "diagnostics-offline": _diagnostics_offline,
}

NEW_STATES: dict[str, Reach] = {"sign-in-loading": _as_it_opens}
"""Of a till that has never reached its server."""
