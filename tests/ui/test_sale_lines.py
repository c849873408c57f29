"""The words of a line of the order: a tap on them opens it, and a note hides nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.controls.lines import CartLine
from tests.ui.counting import Counting, counting
from tests.ui.fingers import Hand
from tests.ui.heard import heard
from tests.ui.looking import said, spaced
from tests.ui.pictures import dress
from tests.ui.rig import product

CASTEL = product("castel-65")


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def line_of(shown: Counting, key: str) -> CartLine:
    found = shown.window.page.findChild(CartLine, f"line:{product(key)}")
    assert found is not None
    return found


@pytest.mark.parametrize("is_note", [False, True], ids=["name", "note"])
def test_a_finger_or_a_mouse_on_the_words_of_a_line_opens_it_too(shown: Counting, is_note: bool) -> None:
    shown.tap_tile("castel-65")
    shown.tap_tile("guinness-33")
    shown.counter.sale.set_note(CASTEL, "sans glace")
    shown.settle()
    line = line_of(shown, "castel-65")
    place = QPoint(line.width() // 2, line.height() - 4) if is_note else QPoint(20, line.height() // 3)
    Hand(line).tap(place)
    assert "Castel 65 cl" in said(shown)
    shown.tap("key:6", "quantity-accept")
    assert shown.counter.sale.lines[0].qty == 6

    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=place)
    shown.settle()
    shown.tap("quantity-remove")
    assert [line.qty for line in shown.counter.sale.lines] == [1]


def test_neither_a_finger_that_scrolls_nor_the_room_of_the_sum_opens_a_line(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    line = line_of(shown, "castel-65")
    asked = heard(line.quantity)
    left, middle = QPoint(20, line.height() // 2), QPoint(line.width() - 6, line.height() // 2)
    for begun, ended in ((left, left + QPoint(0, 90)), (middle, middle)):
        QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=begun)
        QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=ended)
    QTest.mouseClick(line, Qt.MouseButton.RightButton, pos=left)
    assert asked == []


def test_a_line_with_a_note_still_says_what_one_costs(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.counter.sale.set_note(CASTEL, "sans glace")
    assert spaced(shown.counter.sale.lines[0].detail) == "65 cl · 1 000 F"
