"""What the sale screen has beyond a tap, and what is sold: states of the counter over a whole till."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.ids import MemberId
from app.ui.controls.grid import ProductGrid
from tests.ui.counting import Counting
from tests.ui.rig import ident, product

STARS = ("la-beninoise-65", "castel-65", "flag-60", "guinness-33", "coca-cola-30", "brochettes-boeuf")


def stay(shown: Counting, key: str) -> None:
    """Leave a finger on a product's tile."""
    grid = shown.window.page.findChild(ProductGrid)
    assert grid is not None
    grid.held.emit(product(key))
    shown.settle()


def starred(shown: Counting) -> None:
    for key in STARS:
        shown.rig.till.favourites.toggle(product(key))
    shown.settle()


def _favourites(shown: Counting) -> None:
    starred(shown)
    shown.tap("category:favourites")
    shown.tap_tile("castel-65")
    shown.tap_tile("brochettes-boeuf")


def _favourites_empty(shown: Counting) -> None:
    shown.tap("category:favourites")


def _product(shown: Counting) -> None:
    starred(shown)
    shown.tap_tile("castel-65")
    stay(shown, "castel-65")


def _note(shown: Counting) -> None:
    shown.tap_tile("guinness-33")
    stay(shown, "guinness-33")
    shown.tap("product-note")


def _noted(shown: Counting) -> None:
    _note(shown)
    shown.tap("note-usual:1")
    shown.tap_tile("brochettes-boeuf")
    shown.rig.till.checkout.set_note(product("brochettes-boeuf"), "bien cuites, piment à part")
    shown.settle()


def _hold(shown: Counting) -> None:
    _noted(shown)
    shown.tap("hold")


def _held(shown: Counting) -> None:
    for qty, name in ((3, "Table 4"), (2, ""), (1, "Maître Dossou")):
        shown.tap_tile("castel-65")
        shown.rig.till.checkout.set_qty(product("castel-65"), qty)
        shown.rig.till.checkout.choose_seller(MemberId(ident("firmin")))
        shown.counter.sale.hold(name)
        shown.rig.advance(400)
    _noted(shown)


def _last(shown: Counting) -> None:
    shown.rig.set_stock("castel-65", 1)
    shown.tap_tile("castel-65")
    shown.tap_tile("castel-65")


def _sold_pending(shown: Counting) -> None:
    shown.rig.use_mode("full")
    _noted(shown)
    shown.tap("exact")


def _sold_owed(shown: Counting) -> None:
    _noted(shown)
    shown.tap("pay")
    shown.counter.payment.toggle_owing()
    shown.counter.payment.tender("10000")
    for digit in ("5", "00"):
        shown.counter.payment.digit(digit)
    shown.counter.payment.confirm()
    shown.settle()


STATES: dict[str, Callable[[Counting], None]] = {
    "sale-favourites": _favourites,
    "sale-favourites-empty": _favourites_empty,
    "sale-product": _product,
    "sale-note": _note,
    "sale-noted": _noted,
    "sale-hold": _hold,
    "sale-held": _held,
    "sale-last": _last,
    "sold-pending": _sold_pending,
    "sold-owed": _sold_owed,
}
