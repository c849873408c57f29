"""« Remettre ça »: the last round again, for the same seller, onto an order, and off it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.counting import Counting, counting
from tests.ui.looking import spaced
from tests.ui.pictures import dress
from tests.ui.rig import product

CASTEL = product("castel-65")


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def test_one_tap_sells_the_same_again_for_the_same_seller(shown: Counting) -> None:
    shown.press(Qt.Key.Key_3)
    shown.tap_tile("castel-65")
    shown.tap_tile("castel-65")
    shown.counter.sale.set_note(CASTEL, "bien frais")
    shown.tap("exact", "again")

    assert shown.page == "sale"
    (line,) = shown.counter.sale.lines
    assert (line.qty, line.note) == (2, "bien frais")
    assert shown.counter.sale.seller is not None
    assert shown.counter.sale.seller.id == shown.counter.sale.sellers[2].id

    shown.tap("exact")
    shown.press(Qt.Key.Key_F7)
    assert (shown.page, shown.counter.sale.count) == ("sale", 2)


def test_what_the_shelf_has_not_is_said_and_nothing_is_in_the_order(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap("exact")
    shown.rig.set_stock("castel-65", 0)
    shown.tap("again")

    assert shown.page == "sale"
    assert shown.counter.sale.count == 0
    assert "Castel 65 cl" in spaced(shown.window.toast.text())


def test_a_round_on_top_of_an_order_says_so_and_goes_off_again_while_it_can(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap("exact", "next")
    shown.tap_tile("flag-33")
    shown.tap("last-round")
    assert "Tournée remise dans la commande" in spaced(shown.window.toast.text())
    shown.tap("toast-answer")
    assert (shown.counter.sale.count, shown.window.toast.text()) == (1, "")

    shown.tap("last-round")
    assert shown.window.toast.text()
    shown.tap_tile("flag-33")
    assert shown.counter.sale.count == 3
    assert shown.window.toast.text() == "", "what cannot be undone any more is not offered"


def test_a_tap_that_comes_too_late_for_a_toast_leads_nowhere(shown: Counting) -> None:
    now_s = [100.0]
    toast = shown.window.toast
    toast._now_s = lambda: now_s[0]
    shown.tap_tile("castel-65")
    shown.tap("clear")
    toast._stay.timeout.emit()
    now_s[0] += 0.4
    shown.window.strip.tapped.emit("status")
    assert shown.page == "sale", "the hand was on its way to « Annuler »"

    now_s[0] += 0.6
    shown.window.strip.tapped.emit("status")
    assert shown.page == "diagnostics"
