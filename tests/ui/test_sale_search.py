"""The search of the sale screen: what it finds, where it stands, and the letters that write into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.controls.buttons import TouchButton
from app.ui.controls.page import Shortcut
from tests.ui.fingers import Hand
from tests.ui.showcase import Evening, dress, evening


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Evening]:
    dress(qapp)
    with evening() as made:
        yield made


def button(shown: Evening, name: str) -> TouchButton:
    """Return the button of that name that can be seen."""
    return next(key for key in shown.window.findChildren(TouchButton, name) if key.isVisible())


def tap(shown: Evening, name: str) -> None:
    key = button(shown, name)
    Hand(key).tap(key.rect().center())


def test_a_search_finds_without_accents_and_leaves_by_the_cross(shown: Evening) -> None:
    QTest.keyClicks(shown.sale.search, "beninoise")
    shown.window.scanner.give_back()
    assert len(shown.model.cards) == 3
    tap(shown, "search-clear")
    assert len(shown.model.cards) == len(shown.model.shelf)


def test_a_search_in_vain_shows_the_way_out(shown: Evening) -> None:
    shown.sale.search.setText("zzz")
    assert button(shown, "show-all").isVisible()
    tap(shown, "show-all")

    assert shown.sale.search.text() == ""
    assert shown.sale.grid.isVisible()


def test_a_finger_in_the_search_gets_letters(shown: Evening) -> None:
    Hand(shown.sale.search).tap(QPoint(60, 20))
    QApplication.processEvents()
    for key in ("letter:b", "letter:e", "letter:x", "letter:backspace", "letter:n"):
        tap(shown, key)
    assert shown.sale.search.text() == "ben"
    assert len(shown.model.cards) == 3
    tap(shown, "letter:close")
    assert not shown.sale.letters.isVisible()


def test_a_click_in_the_search_gets_letters_too_and_a_keyboard_puts_them_away(shown: Evening) -> None:
    """A resistive screen says « mouse » where a finger was; who types on a real keyboard wants the tiles."""
    QTest.mouseClick(shown.sale.search, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert shown.sale.letters.isVisible()
    tap(shown, "letter:b")
    assert (shown.sale.search.text(), shown.sale.letters.isVisible()) == ("b", True)

    QTest.keyClicks(shown.sale.search, "en")

    assert shown.sale.search.text() == "ben"
    assert not shown.sale.letters.isVisible()


def test_the_search_looks_typed_into_as_long_as_there_are_letters_whoever_has_the_keyboard(
    shown: Evening,
) -> None:
    """A tile that is touched takes the keyboard; the letters go on writing into the search."""
    search = shown.sale.search
    QTest.mouseClick(search, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    shown.sale.grid.setFocus()
    assert not search.hasFocus()
    typed, edge = search.grab().toImage(), QColor(shown.window.theme.palette.accent_text)
    middle = typed.width() // 2
    assert typed.pixelColor(middle, 0) == edge
    caret = search.cursorRect().center()
    assert typed.pixelColor(caret) == edge

    tap(shown, "letter:close")
    plain = search.grab().toImage()
    assert plain.pixelColor(middle, 0) != edge
    assert plain.pixelColor(caret) != edge


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_the_search_keeps_its_place_whatever_it_finds(shown: Evening, scale: float) -> None:
    shown.window.theme.use(scale=scale)
    places = set()
    for text in ("", "ben", "béninoise 33", "zzz"):
        shown.sale.search.setText(text)
        QApplication.processEvents()
        places.add(shown.sale.search.geometry().getRect())

    assert len(places) == 1


def test_the_key_for_the_search_brings_no_letters(shown: Evening) -> None:
    shown.sale.shortcut(Shortcut.SEARCH)

    assert shown.sale.search.hasFocus()
    assert not shown.sale.letters.isVisible()
