"""Buttons, keypad, dots and amounts, each on its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.keypad import Keypad, PinDots
from app.ui.controls.paint import name_lines
from app.ui.theme import KEY_MIN_MM, TILE, TOTAL_TEXT_MIN_PT, TOUCH_MIN_MM, Theme
from tests.ui.fingers import Hand
from tests.ui.made_up import money
from tests.ui.showcase import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def theme() -> Theme:
    return Theme(is_still=True)


Show = Callable[..., None]


@pytest.fixture
def shown(qtbot: QtBot) -> Show:
    """Shows a widget in a window of its size; a window of its own would be told the widget's least size."""
    windows: list[QWidget] = []

    def show(widget: QWidget, width: int = 400, height: int = 300) -> None:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        widget.setParent(window)
        widget.resize(width, height)
        window.show()
        QApplication.processEvents()

    return show


def child(widget: QWidget, name: str) -> TouchButton:
    found = widget.findChild(TouchButton, name)
    assert isinstance(found, TouchButton), name
    return found


# buttons


@pytest.mark.parametrize("kind", list(Kind))
def test_a_finger_taps_a_button_once(shown: Show, theme: Theme, kind: Kind) -> None:
    button = TouchButton(theme, "go", kind)
    button.say("Go")
    shown(button, 120, 60)
    taps: list[str] = []
    button.clicked.connect(lambda: taps.append("go"))
    Hand(button).tap(QPoint(60, 30))

    assert taps == ["go"]
    assert not button.isDown()


def test_a_button_answers_while_the_finger_is_down(shown: Show, theme: Theme) -> None:
    button = TouchButton(theme, "go", Kind.PRIMARY)
    button.say("Go")
    shown(button, 120, 60)
    before = button.grab().toImage()
    hand = Hand(button)
    hand.press(0, QPoint(60, 30))
    down = button.grab().toImage()
    hand.lift(0, QPoint(60, 30))

    assert down != before


def test_a_drag_from_a_button_is_no_tap(shown: Show, theme: Theme) -> None:
    button = TouchButton(theme, "go")
    shown(button, 300, 60)
    taps: list[str] = []
    button.clicked.connect(lambda: taps.append("go"))
    hand = Hand(button)
    hand.press(0, QPoint(20, 30))
    hand.move(0, QPoint(120, 30))
    hand.lift(0, QPoint(120, 30))

    assert taps == []


def test_a_button_that_is_off_takes_no_finger(shown: Show, theme: Theme) -> None:
    button = TouchButton(theme, "go")
    button.setEnabled(False)
    shown(button, 120, 60)
    taps: list[str] = []
    button.clicked.connect(lambda: taps.append("go"))
    Hand(button).tap(QPoint(60, 30))

    assert taps == []


def test_no_button_is_smaller_than_a_finger(theme: Theme) -> None:
    button = TouchButton(theme, "go", size_mm=(2, 2))

    assert button.sizeHint().width() >= theme.mm(TOUCH_MIN_MM)
    assert button.minimumSizeHint().height() >= theme.mm(TOUCH_MIN_MM)


def test_a_button_grows_with_the_scale(theme: Theme) -> None:
    button = TouchButton(theme, "go", size_mm=(20, 12))
    small = button.sizeHint()
    theme.use(scale=1.5)

    assert button.sizeHint().height() == pytest.approx(small.height() * 1.5, abs=2)


def test_a_button_is_named_for_ears(theme: Theme) -> None:
    button = TouchButton(theme, "go", icon="plus")
    button.say("", accessible="One Flag more")

    assert button.accessibleName() == "One Flag more"


# keypad


def test_keys_type_what_they_say(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme, extra="00")
    shown(keypad)
    typed: list[str] = []
    keypad.typed.connect(typed.append)
    keypad.backspace.connect(lambda: typed.append("rub"))
    for name in ("key:7", "key:0", "key:00", "key:backspace"):
        QTest.mouseClick(child(keypad, name), Qt.MouseButton.LeftButton)

    assert typed == ["7", "0", "00", "rub"]


def test_digits_stand_as_on_a_telephone(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme, extra="00")
    shown(keypad, 400, 400)
    places = {key.objectName().removeprefix("key:"): key.pos() for key in keypad.findChildren(TouchButton)}
    order = sorted(places, key=lambda name: (places[name].y(), places[name].x()))

    assert order == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "backspace"]


def test_two_thumbs_type_two_digits(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme)
    shown(keypad)
    typed: list[str] = []
    keypad.typed.connect(typed.append)
    one, nine = child(keypad, "key:1"), child(keypad, "key:9")
    for key in (one, nine):
        Hand(key).tap(key.rect().center())

    assert typed == ["1", "9"]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_keys_keep_the_norm(shown: Show, theme: Theme, scale: float) -> None:
    theme.use(scale=scale)
    keypad = Keypad(theme, extra="00")
    shown(keypad, 10, 10)
    keypad.resize(keypad.minimumSizeHint())
    QApplication.processEvents()
    keys = keypad.findChildren(TouchButton)

    assert len(keys) == 12
    for key in keys:
        assert key.width() >= theme.mm(KEY_MIN_MM)
        assert key.height() >= theme.mm(KEY_MIN_MM)


def test_keys_are_off_while_a_pin_is_checked(theme: Theme) -> None:
    keypad = Keypad(theme)
    keypad.set_keys_enabled(False)

    assert not any(key.isEnabled() for key in keypad.findChildren(TouchButton))


def test_dots_tell_how_many_digits_are_typed(theme: Theme) -> None:
    dots = PinDots(theme)
    dots.show_digits(2, 6)

    assert dots.accessibleName() == "2 / 6"


# amounts


def test_an_amount_shrinks_before_a_digit_is_lost(theme: Theme) -> None:
    amount = AmountLabel(theme, "total")
    amount.say(money(11_700))
    wide = amount.sizeHint().width()
    least = amount.minimumSizeHint().width()
    fits = theme.fitted_font(amount.text(), least, 27, TOTAL_TEXT_MIN_PT, 700)

    assert least < wide
    assert fits.pixelSize() >= theme.pt(TOTAL_TEXT_MIN_PT)


def test_a_long_name_takes_two_lines(theme: Theme) -> None:
    font = theme.font(TILE, 600)

    assert name_lines("Flag", font, 160) == ["Flag"]
    assert name_lines("Youki Pamplemousse", font, 160) == ["Youki", "Pamplemousse"]
    assert len(name_lines("Johnnie Walker Black Label 12 ans d'âge", font, 160)) == 2
