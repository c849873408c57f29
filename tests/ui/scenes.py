"""What the pages need to have something to show on a walk, and how sheets are opened that need to be told something."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.domain.errors import Rejected
from app.domain.printers import Found, Transport
from app.ui.controls.row_list import RowList
from app.ui.controls.sheet import Sheet
from app.ui.screens.sale import SaleScreen
from tests.ui.pictures_printing import OUT, THREE
from tests.ui.rig import ident, product

if TYPE_CHECKING:
    from tests.ui.walk import House

Reach = Callable[["House"], None]
Open = Callable[["House", Sheet], None]


def just(name: str, shown: House) -> None:
    """Show a page as it is."""
    shown.window.show_page(name)


def simply(_shown: House, sheet: Sheet) -> None:
    sheet.open()


def tapping(*keys: str) -> Open:
    """Return what opens a sheet by taps on the page."""
    return lambda shown, _sheet: shown.tap(*keys)


# --- pages


def _shut_out(shown: House) -> None:
    shown.counter.lock()
    shown.rig.till.link.failed(Rejected("TLREV"))


def _locked(shown: House) -> None:
    """By itself, with an order on it."""
    shown.rig.till.session.sign_out(unattended_s=60)


def _people(shown: House) -> None:
    shown.rig.till.link.heard()
    shown.counter.lock()


def _pin(shown: House) -> None:
    shown.counter.lock()
    shown.counter.sign_in.choose(ident("aicha"))
    shown.counter.sign_in.digit("1")


def _refused(shown: House) -> None:
    """More than there is: the notice, with its answers."""
    shown.rig.set_stock("castel-65", 2)
    shown.counter.sale.more(product("castel-65"))
    shown.settle()
    shown.rig.set_stock("castel-65", 60)


def _sale_page(shown: House) -> SaleScreen:
    page = shown.window.page
    assert isinstance(page, SaleScreen)
    return page


def _nothing_found(shown: House) -> None:
    _sale_page(shown).search.setText("xyz")


def _letters(shown: House) -> None:
    _sale_page(shown).search.touched.emit()
    _sale_page(shown).search.setText("beni")


def _nothing_ordered(shown: House) -> None:
    """With the toast that gives it back."""
    _sale_page(shown).pane.clear_asked.emit()


def _payment(shown: House) -> None:
    shown.counter.sale.open_payment()
    for digit in ("5", "00", "0"):
        shown.counter.payment.digit(digit)


def _parts(shown: House) -> None:
    shown.counter.sale.open_payment()
    shown.counter.payment.tender("500")
    shown.counter.payment.confirm()
    shown.counter.payment.toggle_owing()


def _by(method: str, shown: House) -> None:
    shown.counter.sale.open_payment()
    shown.counter.payment.choose_method(method)


def _sold(shown: House) -> None:
    _payment(shown)
    shown.counter.payment.confirm()


def _outbox(shown: House) -> None:
    shown.rig.go_down()
    shown.sell()
    shown.window.show_page("outbox")


def _outbox_online(shown: House) -> None:
    shown.rig.come_back()
    shown.rig.till.cache.set_online(True)  # a pulse does that, and none runs here
    shown.window.show_page("outbox")


def _choose(shown: House, name: str, key: str) -> None:
    found = shown.window.page.findChild(RowList, name)
    assert found is not None, name
    found.tapped.emit(key)
    shown.settle()


def _day(shown: House) -> None:
    """A manager's, with the sale that has everything on it."""
    shown.rig.sign_in("houngbedji")
    shown.window.show_page("day")
    shown.settle()
    shown.tap("whose:all")
    sale = next(row for row in shown.counter.day.rows if "004215" in row.accessible)
    _choose(shown, "day-list", sale.key)


def _return(shown: House) -> None:
    _day(shown)
    shown.tap("do:return", "left:1", "why:defective")


def _exchange(shown: House) -> None:
    _day(shown)
    shown.tap("do:return", "left:1", "why:exchange", "return-accept")
    shown.counter.exchange.tap(product("guinness-65"))


def _kept(shown: House) -> None:
    shown.rig.sign_in("houngbedji")
    shown.window.page_asked.emit("kept")
    shown.settle()
    shown.tap("kept:every")
    _choose(shown, "kept-list", shown.counter.kept.rows[0].key)


def _change(shown: House) -> None:
    shown.window.page_asked.emit("change")
    shown.settle()
    _choose(shown, "change-list", shown.counter.change.rows[0].key)


def _printers(shown: House) -> None:
    shown.rig.sign_in("houngbedji")
    shown.rig.run(shown.rig.till.printing.printers.use(THREE))
    shown.rig.printers.spool.found = {
        Transport.USB: (Found("EPSON TM-T20III", "04b8:0e15"), Found("", "0416:5011"))
    }
    shown.window.show_page("printers")


def _team(shown: House) -> None:
    shown.rig.sign_in("houngbedji")
    shown.window.show_page("team")


def _unprinted(shown: House) -> None:
    _printers(shown)
    shown.rig.till.checkout.tap(product("flag-65"))
    shown.counter.sale.pay_exact()
    shown.settle()
    while shown.rig.printers.spool.waiting:
        shown.rig.printers.spool.report(OUT)
    shown.settle()
    shown.window.show_page("unprinted")


SCENES: dict[str, dict[str, Reach]] = {
    "sign-in": {"shut out": _shut_out, "people": _people, "pin": _pin, "locked": _locked},
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
    "day": {"": _day},
    "return": {"": _return},
    "exchange": {"": _exchange},
    "kept": {"": _kept},
    "change": {"": _change},
    "printers": {"": _printers},
    "team": {"": _team},
    "unprinted": {"": _unprinted},
}


# --- sheets, by the page and their own name


def _quantity(shown: House, _sheet: Sheet) -> None:
    _sale_page(shown).pane.quantity_asked.emit(ident("castel-65"))


def _closing(shown: House, _sheet: Sheet) -> None:
    shown.window.ask_to_close()


def _note(shown: House, _sheet: Sheet) -> None:
    _sale_page(shown)._ask_product(ident("castel-65"))
    _sale_page(shown)._ask_note(ident("castel-65"))


def _reasons(shown: House, _sheet: Sheet) -> None:
    shown.tap(next(name for name in shown.names() if name.startswith("write-off:")))


def _decision(shown: House, _sheet: Sheet) -> None:
    shown.tap(next(name for name in shown.names() if name.startswith("do:approve:")))


def _reference(shown: House, _sheet: Sheet) -> None:
    shown.counter.sale_detail.reference_asked.emit(1, "MP-77")


def _reason(shown: House, _sheet: Sheet) -> None:
    shown.counter.sale_detail.reason_asked.emit("cancel")


def _bottle_given_up(shown: House, _sheet: Sheet) -> None:
    shown.tap(next(name for name in shown.names() if name.startswith("do:give_up")))


def _exchanged_quantity(shown: House, _sheet: Sheet) -> None:
    shown.tap(next(name for name in shown.names() if name.startswith("qty:")))


def _add_printer(shown: House, _sheet: Sheet) -> None:
    shown.tap("add-printer", "way:usb")


def _new_pin(shown: House, _sheet: Sheet) -> None:
    shown.tap(f"do:pin:{ident('aicha')}")


OPENERS: dict[tuple[str, str], tuple[Open, ...]] = {
    ("sale", "quantity"): (_quantity,),
    ("sale", "note"): (_note,),
    ("sale", "hold-name"): (tapping("hold"),),
    ("outbox", "reasons"): (_reasons,),
    ("day", "reason"): (_reason,),
    ("day", "transfer-reference"): (_reference,),
    ("day", "decision"): (_decision,),
    ("day", "keeping"): (tapping("do:keep"),),
    ("return", "notes"): (tapping("why:other"),),
    ("exchange", "quantity"): (_exchanged_quantity,),
    ("kept", "give-up"): (_bottle_given_up,),
    ("printers", "add-printer-sheet"): (
        _add_printer,
        tapping("add-printer", "way:network"),
        tapping("add-printer", "way:pdf"),
    ),
    ("team", "new-pin"): (_new_pin,),
    ("sign-in", "closing-sheet"): (_closing,),
}
