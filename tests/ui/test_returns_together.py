"""Several products of one sale come back one after the other: one sum, one way to the shelf."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.errors import DeviceFailed
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said, spaced
from tests.ui.opened import NOT_ON_DISK
from tests.ui.pictures import dress


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def begin(shown: Counting, *, person: str = "") -> None:
    """Open a sale of three Castel and one Béninoise, and begin a return on it."""
    sale = evening.book(shown.rig, [evening.drink(1, 3), evening.drink(0)], ago_s=300)
    if person:
        shown.rig.sign_in(person)
        shown.settle()
    shown.open_sale(sale)
    shown.tap("do:return")


def test_what_comes_back_of_one_sale_is_one_sum_and_goes_on_the_shelf_together(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "return-qty-more", "why:wrong_item", "return-accept")
    assert ("À rendre" in said(shown), amount(shown, "outcome-amount")) == (True, "2 000 F")

    shown.tap("outcome-another")

    assert "reste 1" in spaced(shown.key("left:1").accessibleName())
    assert shown.key("why:wrong_item").isChecked(), "why stays chosen"
    assert not shown.key("return-accept").isEnabled()
    shown.tap("left:2", "return-accept")
    assert "À rendre en tout (2 000 F + 800 F)" in spaced(said(shown))
    assert amount(shown, "outcome-amount") == "2 800 F"
    assert "récupère" not in said(shown), "one sum is enough"
    shown.tap("outcome-shelve")
    backs = shown.rig.trade.returns.values()
    assert [(back["position"], back["qty"], back["state"]) for back in backs] == [
        (1, 2, "restocked"),
        (2, 1, "restocked"),
    ]
    assert "outcome-shelve" not in shown.names()

    shown.tap("outcome-another")
    assert shown.key("left:1").isChecked(), "a line that is alone is chosen at once"
    assert not shown.key("return-qty-more").isEnabled()
    shown.tap("why:defective", "return-accept")
    assert amount(shown, "outcome-amount") == "3 800 F"
    assert "outcome-another" not in shown.names(), "all of it has come back"
    assert "outcome-shelve" not in shown.names(), "what was just taken back does not go there"


def test_a_sum_that_goes_over_the_counter_is_kept_beside_what_earns_none(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:2", "why:defective", "return-accept", "outcome-another")
    shown.tap("left:1", "why:customer_change", "return-accept")

    assert "Rien n’est remboursé au client." in said(shown)
    assert ("À rendre" in said(shown), amount(shown, "outcome-amount")) == (True, "800 F")
    assert "en tout" not in said(shown)


def test_a_server_asks_for_two(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "why:defective", "return-accept", "outcome-another", "left:2", "return-accept")

    assert [(back["position"], back["state"]) for back in shown.rig.trade.returns.values()] == [
        (1, "pending"),
        (2, "pending"),
    ]
    assert ("Retour demandé" in said(shown), amount(shown, "outcome-amount")) == (True, "")


def test_the_second_half_of_a_double_tap_does_not_end_what_the_first_has_done(shown: Counting) -> None:
    watch = [100.0]
    shown.window.second_tap._moment = lambda _event: watch[0]
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:defective")
    watch[0] += 5
    accept = shown.key("return-accept")
    place = accept.mapTo(shown.window, accept.rect().center())
    for after_s in (0.0, 0.15):
        watch[0] += after_s
        handle = shown.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        shown.settle()

    assert shown.page == "return"
    assert amount(shown, "outcome-amount") == "1 000 F"
    done = shown.key("outcome-done")
    assert done.rect().contains(done.mapFrom(shown.window, place)), "it lies there"
    watch[0] += 2
    QTest.mouseClick(
        shown.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    shown.settle()
    assert shown.page == "day"


def test_a_shelf_that_the_disk_did_not_keep_says_so(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:wrong_item", "return-accept")
    shown.rig.ledger.fail_next = [DeviceFailed("TLDSK")]
    shown.tap("outcome-shelve")
    assert NOT_ON_DISK in spaced(said(shown))
    shown.tap("outcome-shelve")
    assert "C’est de nouveau en rayon." in said(shown)


def test_the_shelf_says_what_goes_there_when_the_last_does_not(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:wrong_item", "return-accept", "outcome-another")
    shown.tap("left:2", "why:defective", "return-accept")
    text = "Le produit ne retourne pas en rayon. Pas encore en rayon : 1 Castel 65 cl."
    assert text in spaced(said(shown))

    shown.tap("outcome-shelve")

    assert "De nouveau en rayon : 1 Castel 65 cl." in spaced(said(shown))
    assert [back["state"] for back in shown.rig.trade.returns.values()] == ["restocked", "approved"]


def test_what_waits_for_the_manager_takes_nothing_from_what_is_given_back(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:wrong_item", "return-accept", "outcome-another", "left:2")
    shown.become("aicha")
    shown.window.show_page("return")
    shown.tap("return-accept")

    assert ("À rendre" in said(shown), amount(shown, "outcome-amount")) == (True, "1 000 F")
    assert "Ne rendez rien pour ce produit avant qu’il l’ait acceptée." in said(shown)


def test_another_product_begins_with_no_words_of_the_one_before(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:other")
    shown.type("gout bizarre")
    shown.press(Qt.Key.Key_Return)
    shown.tap("return-refund", "return-accept", "outcome-another", "left:2")

    assert not shown.key("return-accept").isEnabled()
    assert shown.key("return-notes").text() == "Dites pourquoi…"
    assert not shown.key("return-refund").isChecked()
    shown.tap("why:defective", "return-accept")
    assert [back["notes"] for back in shown.rig.trade.returns.values()] == ["gout bizarre", ""]
