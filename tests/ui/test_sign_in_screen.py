"""The sign-in screen over a model that behaves: people, digits, what went wrong, and no scanned PIN."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.keypad import PinDots
from app.ui.controls.page import Shortcut
from app.ui.controls.people import PersonTile
from app.ui.controls.search import Empty
from app.ui.messages import message as message_of
from app.ui.theme import KEY_MIN_MM, TOUCH_MIN_MM
from tests.ui.counting import counting
from tests.ui.fingers import Hand
from tests.ui.language import speaking
from tests.ui.showcase import Evening, dress, evening

GLASS = [
    ((1280, 720), 96.0, 1.0),
    ((1366, 768), 100.0, 1.5),
    ((1920, 1080), 141.0, 1.0),
    ((720, 1280), 100.0, 1.0),
]


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Evening]:
    dress(qapp)
    with evening() as made:
        made.window.show_page("sign-in")
        QApplication.processEvents()
        yield made


def button(shown: Evening, name: str) -> TouchButton:
    found = shown.sign_in.findChild(TouchButton, name)
    assert isinstance(found, TouchButton), name
    return found


def tap(shown: Evening, *names: str) -> None:
    for name in names:
        key = button(shown, name)
        Hand(key).tap(key.rect().center())


def plain(texts: set[str]) -> set[str]:
    return {text.replace("\u00a0", " ").replace("\u202f", " ") for text in texts}


def message(shown: Evening) -> str:
    found = shown.sign_in.findChild(QLabel, "pin-message")
    assert isinstance(found, QLabel)
    return found.text()


def test_a_name_and_four_digits_open_the_sale(shown: Evening) -> None:
    tap(shown, "person:aicha", "key:1", "key:3", "key:5", "key:7")

    assert shown.window.page is shown.sale


def test_keys_are_off_until_a_name_is_touched(shown: Evening) -> None:
    assert not button(shown, "key:1").isEnabled()
    tap(shown, "person:aicha")
    assert button(shown, "key:1").isEnabled()
    assert button(shown, "person:aicha").isChecked()
    assert not button(shown, "person:sena").isChecked()


def test_a_till_that_is_shut_out_says_whom_to_call_and_asks_for_no_name(shown: Evening) -> None:
    with speaking("fr"):
        shown.people.barred = message_of("TLREV")
        shown.people.changed.emit()
        words = {found.text() for found in shown.sign_in.findChildren(QLabel) if found.isVisible()}

        assert "Le gérant a fermé l’accès de ce poste." in words
        assert "Appelez-le : les ventes sont gardées, il peut les enregistrer." in plain(words)
        assert "Qui est à la caisse ?" not in plain(words)
        spoken = {found.accessibleName() for found in shown.sign_in.findChildren(Empty)}
        assert "L’accès de ce poste est fermé Appelez le gérant" in spoken
        assert not button(shown, "person:aicha").isEnabled()
        assert not button(shown, "key:1").isEnabled()

        shown.people.barred = None
        shown.people.changed.emit()
        assert button(shown, "person:aicha").isEnabled()
        barred = shown.sign_in.findChild(QLabel, "barred")
        assert barred is not None
        assert not barred.isVisible()


def test_a_wrong_pin_says_so_and_starts_over(shown: Evening) -> None:
    tap(shown, "person:aicha", "key:1", "key:1", "key:1", "key:1")
    dots = shown.sign_in.findChild(PinDots)

    assert "3 essais" in message(shown)
    assert dots is not None
    assert dots.accessibleName() == "0 / 4"
    assert shown.window.page is shown.sign_in


def test_a_digit_is_taken_back(shown: Evening) -> None:
    tap(shown, "person:aicha", "key:9", "key:backspace", "key:1")

    assert shown.people.typed == "1"


def test_a_manager_has_six_dots(shown: Evening) -> None:
    tap(shown, "person:houngbedji", "key:1")
    dots = shown.sign_in.findChild(PinDots)

    assert dots is not None
    assert dots.accessibleName() == "1 / 6"


def test_the_keyboard_signs_in(shown: Evening, qtbot: QtBot) -> None:
    button(shown, "person:aicha").setFocus()
    QTest.keyClick(button(shown, "person:aicha"), Qt.Key.Key_Space)
    QTest.keyClicks(shown.sign_in, "13")
    QTest.keyClick(shown.sign_in, Qt.Key.Key_Backspace)
    QTest.keyClicks(shown.sign_in, "357")

    qtbot.waitUntil(lambda: shown.window.page is shown.sale)


def test_escape_goes_back_to_the_names(shown: Evening) -> None:
    tap(shown, "person:aicha", "key:1")
    shown.window.press(Shortcut.BACK)

    assert shown.people.chosen is None
    assert shown.window.page is shown.sign_in
    assert not button(shown, "key:1").isEnabled()


def test_a_scan_types_no_pin(shown: Evening) -> None:
    tap(shown, "person:aicha")
    for sign in "2000000000077\r":
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(shown.window.windowHandle(), event)

    shown.window.scanner.give_back()

    assert shown.people.typed == ""
    assert shown.model.codes == []


def test_the_bar_and_the_till_are_named(shown: Evening) -> None:
    texts = {found.text() for found in shown.sign_in.findChildren(QLabel)}

    assert {"Le Baobab", "Comptoir"} <= texts
    assert "Le Baobab" in shown.window.windowTitle()


@pytest.mark.parametrize(("size", "dpi", "scale"), GLASS)
def test_people_and_keys_keep_the_norms(
    qapp: QApplication, size: tuple[int, int], dpi: float, scale: float
) -> None:
    dress(qapp)
    with evening(size, dpi=dpi, scale=scale) as shown:
        shown.window.show_page("sign-in")
        for _ in range(3):
            QApplication.processEvents()
        theme = shown.theme
        for digit in range(10):
            key = button(shown, f"key:{digit}")
            assert key.width() >= theme.mm(KEY_MIN_MM)
            assert key.height() >= theme.mm(KEY_MIN_MM)
            place = key.mapTo(shown.window, key.rect().bottomRight())
            assert shown.window.rect().contains(place)
        for row in shown.people.people:
            tile = button(shown, f"person:{row.id}")
            assert tile.width() >= 3 * theme.mm(TOUCH_MIN_MM)
            assert tile.accessibleName().startswith(row.name)


def test_the_question_is_asked_in_both_languages(shown: Evening) -> None:
    with speaking("en"):
        QApplication.processEvents()
        english = {found.text() for found in shown.sign_in.findChildren(QLabel)}
    with speaking("fr"):
        QApplication.processEvents()
        french = {found.text() for found in shown.sign_in.findChildren(QLabel)}

    assert "Who is at the till?" in english
    assert "Who is at the till?" not in french


def test_people_are_as_tall_as_before_after_the_other_hand_was_tried(qapp: QApplication) -> None:
    dress(qapp)
    with counting("fr", (1229, 691)) as shown:

        def heights() -> list[int]:
            shown.counter.lock()
            for _ in range(2):  # the page, its tiles
                shown.settle()
            seen = [tile.height() for tile in shown.window.page.findChildren(PersonTile) if tile.isVisible()]
            shown.rig.sign_in("aicha")
            shown.settle()
            return seen

        before = heights()
        for is_left_handed in (True, False):
            shown.theme.use(is_left_handed=is_left_handed)
            shown.settle()
            assert heights() == before
