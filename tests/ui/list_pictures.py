"""Bottles that are kept and change that is owed: states of the counter over a whole till."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.domain.errors import Incompatible
from tests.fakes import Fail, Hold
from tests.ui import evening
from tests.ui.counting import Counting
from tests.ui.rig import ident


def _enter(shown: Counting, page: str) -> None:
    shown.counter.window.page_asked.emit(page)
    shown.settle()


def _kept(shown: Counting) -> None:
    evening.kept_bottles(shown.rig)
    _enter(shown, "kept")
    shown.tap_row("kept-list", shown.counter.kept.rows[0].key)


def _kept_all(shown: Counting) -> None:
    evening.kept_bottles(shown.rig)
    _enter(shown, "kept")
    shown.tap("kept:every")


def _kept_several(shown: Counting) -> None:
    shown.become("houngbedji")
    evening.kept_bottles(shown.rig)
    _enter(shown, "kept")
    shown.tap_row("kept-list", next(k for k, x in shown.rig.trade.kept.items() if x["qty"] > 1))
    shown.tap("kept-qty-less")


def _kept_empty(shown: Counting) -> None:
    _enter(shown, "kept")


def _kept_offline(shown: Counting) -> None:
    shown.rig.go_down()
    _enter(shown, "kept")


def _change(shown: Counting) -> None:
    evening.owed_change(shown.rig)
    _enter(shown, "change")
    shown.tap_row("change-list", shown.counter.change.rows[1].key)


def _change_typed(shown: Counting) -> None:
    evening.owed_change(shown.rig)
    _enter(shown, "change")
    shown.tap("key:4", "key:1", "key:9", "key:9")


def _change_empty(shown: Counting) -> None:
    _enter(shown, "change")


def _change_offline(shown: Counting) -> None:
    shown.rig.go_down()
    _enter(shown, "change")


def _loading(page: str, read: str) -> Callable[[Counting], None]:
    def reach(shown: Counting) -> None:
        shown.rig.gateway.script(read, Hold(asyncio.Event()))
        _enter(shown, page)

    return reach


def _failed(page: str, read: str) -> Callable[[Counting], None]:
    def reach(shown: Counting) -> None:
        shown.rig.gateway.script(read, Fail(Incompatible("TLVER")))
        _enter(shown, page)

    return reach


def _kept_refused(shown: Counting) -> None:
    _kept(shown)
    kept = shown.counter.kept.selected
    shown.rig.trade.kept[kept]["state"] = "claimed"
    shown.tap(f"do:hand_out:{kept}")


def _kept_manager(shown: Counting) -> None:
    shown.become("houngbedji")
    _kept(shown)


def _kept_give_up(shown: Counting) -> None:
    _kept_manager(shown)
    shown.tap(f"do:give_up:{shown.counter.kept.selected}")


def _change_refused(shown: Counting) -> None:
    _change(shown)
    credit = shown.counter.change.selected
    shown.rig.trade.credits[credit] |= {
        "redeemed_by": ident("firmin"),
        "redeemed_at": shown.rig.trade.moment(),
    }
    shown.tap(f"do:give_change:{credit}")


def _change_found(shown: Counting) -> None:
    """Given back already, and so found only among all sales."""
    evening.owed_change(shown.rig)
    for credit in shown.rig.trade.credits.values():
        if credit["code"] == "C1-004121":
            credit |= {"redeemed_by": ident("firmin"), "redeemed_at": shown.rig.trade.moment(60)}
    _enter(shown, "change")
    shown.tap("key:4", "key:1", "key:2", "key:1", "change-look-up")
    shown.tap_row("change-list", shown.counter.change.rows[0].key)


def _stale(shown: Counting) -> None:
    """Seen before the connection went."""
    _change(shown)
    shown.rig.go_down()
    shown.rig.advance(600)
    shown.counter.change.changed.emit()


STATES: dict[str, Callable[[Counting], None]] = {
    "kept": _kept,
    "kept-all": _kept_all,
    "kept-several": _kept_several,
    "kept-manager": _kept_manager,
    "kept-give-up": _kept_give_up,
    "kept-empty": _kept_empty,
    "kept-offline": _kept_offline,
    "kept-loading": _loading("kept", "consignments_page"),
    "kept-failed": _failed("kept", "consignments_page"),
    "kept-refused": _kept_refused,
    "change": _change,
    "change-typed": _change_typed,
    "change-found": _change_found,
    "change-empty": _change_empty,
    "change-offline": _change_offline,
    "change-stale": _stale,
    "change-loading": _loading("change", "change_page"),
    "change-failed": _failed("change", "change_page"),
    "change-refused": _change_refused,
}
