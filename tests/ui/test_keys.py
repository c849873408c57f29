"""The keys of the window do what the help says, wherever the keyboard is, and no key empties an order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.controls.grid import ProductGrid
from app.ui.controls.search import SearchField
from tests.ui.rig import ident
from tests.ui.walk import House, open_house

Key = Qt.Key


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[House]:
    with open_house("en") as made:
        made.window.activateWindow()
        made.reset()
        yield made


def press(shown: House, *keys: Qt.Key, ctrl: bool = False) -> None:
    """Press keys one after the other where the keyboard is."""
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or shown.window, key, held)
        shown.settle()


def type_in(shown: House, text: str) -> None:
    for sign in text:
        QTest.keyClicks(QApplication.focusWidget() or shown.window, sign)
        shown.settle()


def page(shown: House) -> str:
    return shown.window.page.objectName()


def cart(shown: House) -> dict[str, int]:
    return {line.product: line.qty for line in shown.rig.till.checkout.cart.lines}


def focused(shown: House) -> str:
    holder = QApplication.focusWidget()
    return holder.objectName() if holder else ""


def walk_to(shown: House, name: str) -> None:
    """Press Tab until the control of that name has the keyboard."""
    for _ in range(200):
        if focused(shown) == name:
            return
        press(shown, Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}")


def test_f1_helps_and_escape_goes_back(shown: House) -> None:
    press(shown, Key.Key_F1)
    assert shown.window.help.isVisible()
    press(shown, Key.Key_Escape)
    assert not shown.window.help.isVisible()


@pytest.mark.parametrize("key", [Key.Key_F3, Key.Key_Slash])
def test_f3_and_slash_search_and_the_arrow_down_leads_into_the_tiles(shown: House, key: Qt.Key) -> None:
    press(shown, key)
    assert isinstance(QApplication.focusWidget(), SearchField)
    type_in(shown, "guinness")
    press(shown, Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), ProductGrid)
    before = cart(shown)
    press(shown, Key.Key_Right, Key.Key_Space)

    assert cart(shown) == before | {ident("guinness-65"): 1}


def test_f4_takes_exact_cash(shown: House) -> None:
    press(shown, Key.Key_F4)

    assert (page(shown), cart(shown)) == ("sold", {})


@pytest.mark.parametrize("first", [(), (Key.Key_F9,)], ids=["sale", "payment"])
def test_f5_pays_by_telephone(shown: House, first: tuple[Qt.Key, ...]) -> None:
    press(shown, *first, Key.Key_F5)

    assert (page(shown), shown.counter.payment.method) == ("payment", "mobile_money")


def test_f6_puts_the_order_aside(shown: House) -> None:
    before = len(shown.rig.till.checkout.held)
    press(shown, Key.Key_F6, Key.Key_Return)

    assert (len(shown.rig.till.checkout.held), cart(shown)) == (before + 1, {})


def test_f10_opens_the_menu_wherever_somebody_is_at_the_till(shown: House) -> None:
    for name in ("sale", "payment", "day"):
        shown.window.show_page(name)
        press(shown, Key.Key_F10)
        assert shown.window.menu.isVisible(), name
        press(shown, Key.Key_Escape)
        assert not shown.window.menu.isVisible()

    shown.counter.lock()
    press(shown, Key.Key_F10)
    assert not shown.window.menu.isVisible()


def test_f8_locks_whatever_is_open(shown: House) -> None:
    shown.window.open_menu()
    press(shown, Key.Key_F8)

    assert page(shown) == "sign-in"
    assert cart(shown)


def test_f9_opens_the_payment_and_control_enter_validates_it(shown: House) -> None:
    press(shown, Key.Key_F9)
    assert page(shown) == "payment"
    type_in(shown, "6000")
    press(shown, Key.Key_Return, ctrl=True)

    assert (page(shown), cart(shown)) == ("sold", {})


def test_digits_and_enter_set_the_quantity_wherever_the_keyboard_is(shown: House) -> None:
    last = shown.window.page.pane.lines.last  # type: ignore[attr-defined]  # it is the sale
    for holder in ("", "pay", f"less:{last}", "products"):
        if holder:
            walk_to(shown, holder)
        type_in(shown, "7")
        press(shown, Key.Key_Return)
        assert cart(shown)[last] == 7
        assert page(shown) == "sale", "the key that had the keyboard was not worked"
        assert not holder or focused(shown) == holder
        shown.counter.sale.set_qty(last, 1)


def test_escape_never_empties_an_order(shown: House) -> None:
    lost = list[str]()
    for place in chain(shown.pages(), shown.sheets()):
        before = cart(shown)
        for _ in range(6):
            press(shown, Key.Key_Escape)
        if cart(shown) != before:
            lost.append(place.name)

    assert lost == []


def test_a_sale_by_keyboard_alone(shown: House) -> None:
    """From the lock to the next guest: people, PIN, a tile, a line, an operator, by Tab, arrows, Space and Enter."""
    shown.counter.sale.clear()
    press(shown, Key.Key_F8)
    walk_to(shown, f"person:{ident('firmin')}")
    press(shown, Key.Key_Return)
    type_in(shown, shown.rig.pins[ident("firmin")])
    assert page(shown) == "sale"
    walk_to(shown, f"category:{shown.counter.sale.category}")
    press(shown, Key.Key_Down)
    walk_to(shown, "products")
    press(shown, Key.Key_Right, Key.Key_Down, Key.Key_Space)
    [drink] = cart(shown)
    assert cart(shown)[drink] == 1
    walk_to(shown, f"more:{drink}")
    press(shown, Key.Key_Space)
    assert cart(shown)[drink] == 2
    walk_to(shown, "pay")
    press(shown, Key.Key_Return)
    walk_to(shown, "method:cash")
    press(shown, Key.Key_Right)
    assert shown.counter.payment.method == "mobile_money"
    walk_to(shown, f"operator:{shown.counter.payment.operators[0]}")
    press(shown, Key.Key_Space)
    walk_to(shown, "confirm")
    press(shown, Key.Key_Return)
    assert (page(shown), cart(shown)) == ("sold", {})
    walk_to(shown, "next")
    press(shown, Key.Key_Space)

    assert page(shown) == "sale"


def test_who_opened_a_sheet_has_the_keyboard_again_when_it_is_gone(shown: House) -> None:
    name = f"qty:{ident('aloko')}"
    walk_to(shown, name)
    press(shown, Key.Key_Space)
    assert any(sheet.isVisible() for sheet in shown.window._sheets())
    type_in(shown, "5")
    press(shown, Key.Key_Return)

    assert cart(shown)[ident("aloko")] == 5
    assert focused(shown) == name


def test_a_table_is_sorted_by_the_column_of_the_current_cell(shown: House) -> None:
    office = shown.desk.show_office()
    office.activateWindow()
    office.table.setFocus()
    head = office.table.horizontalHeader()
    asked = []
    QTest.keyClick(office.table, Key.Key_Right)
    for key in (Key.Key_Right, Key.Key_Return, Key.Key_Return):
        QTest.keyClick(office.table, key)
        asked.append((head.sortIndicatorSection(), head.sortIndicatorOrder()))

    assert asked == [
        (-1, Qt.SortOrder.AscendingOrder),
        (1, Qt.SortOrder.AscendingOrder),
        (1, Qt.SortOrder.DescendingOrder),
    ]


def test_letters_search_from_wherever_they_are_typed(shown: House) -> None:
    shown.window.page.setFocus()
    type_in(shown, "guinness")
    search = QApplication.focusWidget()

    assert isinstance(search, SearchField)
    assert search.text() == "guinness"
    press(shown, Key.Key_F3)
    type_in(shown, "f")
    assert search.text() == "f", "a search begins anew"


def test_after_a_sale_the_first_arrow_leads_to_the_tiles(shown: House) -> None:
    press(shown, Key.Key_F4, Key.Key_Return)
    assert (page(shown), cart(shown)) == ("sale", {})
    press(shown, Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), ProductGrid)
    press(shown, Key.Key_Right, Key.Key_Return)

    assert sum(cart(shown).values()) == 1


def test_enter_on_several_that_were_found_leads_to_the_tiles(shown: House) -> None:
    before = sum(cart(shown).values())
    type_in(shown, "castel")
    press(shown, Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), ProductGrid)
    assert sum(cart(shown).values()) == before
    press(shown, Key.Key_Return)
    assert sum(cart(shown).values()) == before + 1, "the first of them"
