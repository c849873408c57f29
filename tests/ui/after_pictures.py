"""Pictures of what is done after a sale, of the lists and of the sale screen's own, over an evening in the books."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt

from app.domain.errors import DeviceFailed, Incompatible
from tests.fakes import Fail, Hold
from tests.ui import evening, list_pictures, sale_pictures
from tests.ui.counting import Counting
from tests.ui.rig import product

# --- what is looked at


def _day(shown: Counting) -> None:
    evening.fill(shown.rig)
    evening.eventful(shown.rig)
    shown.tap("day")


def _day_manager(shown: Counting) -> None:
    shown.rig.use_mode("full")
    _day(shown)
    shown.rig.sign_in("houngbedji")
    evening.book(shown.rig, [evening.drink(2, 2)], seller="firmin", ago_s=90, ticket=4_216, status="pending")
    shown.counter.day.again()
    shown.window.show_page("day")
    shown.tap("whose:all")


def _transfers(shown: Counting) -> None:
    """A manager goes through an operator's list."""
    _day(shown)
    evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.window.show_page("day")
    shown.tap("whose:to-confirm", "several", "all-of:Moov Money")


def _returns(shown: Counting) -> None:
    """A manager sees which returns wait."""
    _day_manager(shown)
    shown.tap("whose:to-decide")


def _transfers_refused(shown: Counting) -> None:
    _day(shown)
    sales = evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.window.show_page("day")
    shown.tap("whose:to-confirm", "several", "all-of:Moov Money")
    shown.rig.trade.sales[sales[0]["id"]]["payments"][0]["state"] = "failed"
    shown.tap("transfers-confirm")


def _day_empty(shown: Counting) -> None:
    shown.tap("day")


def _day_loading(shown: Counting) -> None:
    shown.rig.gateway.script("sales_page", Hold(asyncio.Event()))
    shown.tap("day")


def _day_failed(shown: Counting) -> None:
    shown.rig.gateway.script("sales_page", *(Fail(Incompatible("TLVER")) for _ in range(9)))
    shown.tap("day")


def _day_offline(shown: Counting) -> None:
    evening.fill(shown.rig, 12)
    shown.tap("day")
    shown.press(Qt.Key.Key_Escape)
    shown.rig.go_down()
    for key, qty in (("castel-65", 2), ("flag-60", 1)):
        shown.rig.till.checkout.set_qty(product(key), qty)
        shown.counter.sale.pay_exact()
        shown.settle()
        shown.rig.advance(400)
    shown.window.show_page("day")
    shown.settle()
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _day_offline_new(shown: Counting) -> None:
    shown.rig.go_down()
    shown.rig.till.checkout.set_qty(product("castel-65"), 2)
    shown.counter.sale.pay_exact()
    shown.settle()
    shown.window.show_page("day")
    shown.settle()


def _day_next_page(shown: Counting) -> None:
    _day(shown)
    shown.tap("whose:all")
    shown.rig.gateway.script("sales_page", Hold(asyncio.Event()))
    shown.tap("day-next")


def _detail(shown: Counting) -> None:
    _day(shown)
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _detail_manager(shown: Counting) -> None:
    _day_manager(shown)
    shown.tap_row("day-list", shown.counter.day.rows[1].key)


def _pending(shown: Counting) -> None:
    _day_manager(shown)
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _withdraw(shown: Counting) -> None:
    shown.rig.use_mode("full")
    evening.fill(shown.rig, 20)
    evening.book(shown.rig, [evening.drink(2, 2)], ago_s=100, ticket=4_216, status="pending")
    shown.tap("day")
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _refused(shown: Counting) -> None:
    _withdraw(shown)
    sale = shown.rig.trade.sales[shown.counter.day.selected]
    sale["status"] = "validated"
    shown.rig.server.state.rev += 1
    shown.tap("do:withdraw")


def _detail_loading(shown: Counting) -> None:
    evening.fill(shown.rig, 12)
    shown.tap("day")
    shown.rig.gateway.script("sale", Hold(asyncio.Event()))
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _detail_offline(shown: Counting) -> None:
    evening.fill(shown.rig, 12)
    shown.tap("day")
    shown.rig.go_down()
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _detail_failed(shown: Counting) -> None:
    evening.fill(shown.rig, 12)
    shown.tap("day")
    shown.rig.gateway.script("sale", Fail(Incompatible("TLVER")))
    shown.tap_row("day-list", shown.counter.day.rows[0].key)


def _reject(shown: Counting) -> None:
    _pending(shown)
    shown.tap("do:reject")


def _decide(shown: Counting) -> None:
    _detail_manager(shown)
    back = next(iter(shown.rig.trade.returns))
    shown.tap(f"do:approve:{back}")


def _keep(shown: Counting) -> None:
    _detail_manager(shown)
    shown.tap("do:keep")
    shown.type("Kodjo Mensah")


def _return(shown: Counting) -> None:
    _detail(shown)
    shown.tap("do:return", "left:1", "why:defective")


def _return_other(shown: Counting) -> None:
    _detail_manager(shown)
    shown.tap("do:return", "left:1", "why:other")
    shown.type("verre ebreche")
    shown.press(Qt.Key.Key_Return)


def _return_notes(shown: Counting) -> None:
    _detail(shown)
    shown.tap("do:return", "left:1", "why:other")


def _return_offline(shown: Counting) -> None:
    _detail(shown)
    shown.tap("do:return")
    shown.rig.go_down()
    shown.settle()


def _returned(shown: Counting) -> None:
    _detail_manager(shown)
    shown.tap("do:return", "left:1", "why:wrong_item", "return-accept")


def _returned_two(shown: Counting) -> None:
    """Something else of the sale came back, after the first."""
    _returned(shown)
    shown.tap("outcome-another", "left:2", "return-accept")


def _return_asked(shown: Counting) -> None:
    _return(shown)
    shown.tap("return-accept")


def _return_failed(shown: Counting) -> None:
    _return(shown)
    shown.rig.ledger.fail_next = [DeviceFailed("TLDSK")]
    shown.tap("return-accept")


def _return_refused(shown: Counting) -> None:
    _detail_manager(shown)
    shown.rig.trade.sales[shown.counter.day.selected]["status"] = "cancelled"
    shown.rig.server.state.rev += 1
    shown.tap("do:return", "left:1", "why:wrong_item", "return-accept", "outcome-done")


def _exchange_short(shown: Counting) -> None:
    _exchange_empty(shown)
    shown.rig.set_stock("guinness-65", 1)
    shown.tap_tile("guinness-65")
    shown.tap_tile("guinness-65")
    shown.tap("method:mobile_money")


def _exchange_offline(shown: Counting) -> None:
    _exchange(shown)
    shown.rig.go_down()
    shown.tap("exchange-accept")


def _exchange(shown: Counting) -> None:
    _detail_manager(shown)
    shown.tap("do:return", "left:1", "why:exchange", "return-accept")
    shown.tap_tile("guinness-65")
    shown.tap("way:1000")


def _exchange_empty(shown: Counting) -> None:
    _detail_manager(shown)
    shown.tap("do:return", "left:1", "why:exchange", "return-accept")


def _exchanged(shown: Counting) -> None:
    _exchange_empty(shown)
    shown.tap_tile("castel-33")
    shown.tap("exchange-accept")


STATES: dict[str, Callable[[Counting], None]] = {
    **sale_pictures.STATES,
    **list_pictures.STATES,
    "day": _day,
    "day-manager": _day_manager,
    "day-empty": _day_empty,
    "day-loading": _day_loading,
    "day-failed": _day_failed,
    "day-offline": _day_offline,
    "day-offline-new": _day_offline_new,
    "day-next-page": _day_next_page,
    "detail": _detail,
    "detail-manager": _detail_manager,
    "detail-pending": _pending,
    "detail-withdraw": _withdraw,
    "detail-refused": _refused,
    "detail-loading": _detail_loading,
    "detail-offline": _detail_offline,
    "detail-failed": _detail_failed,
    "detail-reject": _reject,
    "detail-decide": _decide,
    "detail-keep": _keep,
    "day-transfers": _transfers,
    "day-returns": _returns,
    "day-transfers-refused": _transfers_refused,
    "return": _return,
    "return-other": _return_other,
    "return-notes": _return_notes,
    "return-offline": _return_offline,
    "return-done": _returned,
    "return-two": _returned_two,
    "return-asked": _return_asked,
    "return-failed": _return_failed,
    "return-refused": _return_refused,
    "exchange": _exchange,
    "exchange-short": _exchange_short,
    "exchange-offline": _exchange_offline,
    "exchange-empty": _exchange_empty,
    "exchange-done": _exchanged,
}
