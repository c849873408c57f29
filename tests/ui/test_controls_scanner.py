"""A barcode scanner is told from a person by its speed alone, whatever has the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.controls.scanner import GAP_S, Scanner
from tests.fakes import FakeClock

CODE = "6281034500013"


class Keyboard:
    """Types into a field, key by key, at a chosen speed, with the scanner's filter between."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock = FakeClock()
        self.pressed_ms = 1_000
        self.scanner = Scanner(self.clock.monotonic)
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        self.field.show()
        self.codes: list[str] = []
        self.scanner.scanned.connect(self.codes.append)
        self.window = self.field.windowHandle()
        self.window.installEventFilter(self.scanner)

    def type(self, text: str, gap_s: float, *, late_s: float | None = None) -> None:
        """Type with ``gap_s`` between keys; ``late_s``: they carry their times, and reach the window that far apart."""
        for sign in text:
            self.clock.pass_time(gap_s if late_s is None else late_s)
            self.pressed_ms += round(gap_s * 1000)
            key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
                if late_s is not None:
                    event.setTimestamp(self.pressed_ms)
                QApplication.sendEvent(self.window, event)


@pytest.fixture
def keyboard(qtbot: QtBot) -> Keyboard:
    return Keyboard(qtbot)


def test_a_code_is_told_and_reaches_no_field(keyboard: Keyboard) -> None:
    keyboard.type(CODE + "\r", 0.004)

    assert keyboard.codes == [CODE]
    assert keyboard.field.text() == ""


def test_a_code_with_letters_and_signs_is_a_code(keyboard: Keyboard) -> None:
    keyboard.type("AB-12/34\r", 0.010)

    assert keyboard.codes == ["AB-12/34"]


def test_a_person_types_as_ever(keyboard: Keyboard) -> None:
    keyboard.type("beninoise", 0.12)
    keyboard.scanner.give_back()

    assert keyboard.codes == []
    assert keyboard.field.text() == "beninoise"


def test_a_quick_person_keeps_every_letter(keyboard: Keyboard) -> None:
    keyboard.type("fl", 0.01)
    keyboard.type("ag", 0.09)
    keyboard.scanner.give_back()

    assert keyboard.field.text() == "flag"


def test_the_last_letter_comes_without_another_key(keyboard: Keyboard, qtbot: QtBot) -> None:
    keyboard.type("6", 0.2)

    qtbot.waitUntil(lambda: keyboard.field.text() == "6")


def test_a_quantity_and_enter_are_no_code(keyboard: Keyboard) -> None:
    entered: list[bool] = []
    keyboard.field.returnPressed.connect(lambda: entered.append(True))
    keyboard.type("12\r", 0.01)

    assert keyboard.codes == []
    assert keyboard.field.text() == "12"
    assert entered == [True]


def test_a_slow_long_number_is_no_code(keyboard: Keyboard) -> None:
    keyboard.type(CODE, GAP_S * 2)
    keyboard.type("\r", GAP_S * 2)

    assert keyboard.codes == []
    assert keyboard.field.text() == CODE


def test_a_busy_window_makes_no_scanner_of_a_person(keyboard: Keyboard) -> None:
    keyboard.type("15000\r", 0.09, late_s=0.0)

    assert keyboard.codes == []
    assert keyboard.field.text() == "15000"


def test_a_busy_window_still_knows_a_scanner(keyboard: Keyboard) -> None:
    keyboard.type(CODE + "\r", 0.004, late_s=0.08)

    assert keyboard.codes == [CODE]


def test_a_bars_own_short_code_is_a_code(keyboard: Keyboard) -> None:
    keyboard.type("0412\r", 0.01, late_s=0.01)
    keyboard.type("041\r", 0.01, late_s=0.01)

    assert keyboard.codes == ["0412"]


def test_a_code_is_dropped_where_nobody_listens(keyboard: Keyboard) -> None:
    keyboard.scanner.is_listening = False
    keyboard.type(CODE + "\r", 0.004)

    assert keyboard.codes == []
    assert keyboard.field.text() == "", "a scan at sign-in types no PIN"


def test_shortcuts_pass_at_once(keyboard: Keyboard) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, "\x01")

    assert not keyboard.scanner.eventFilter(keyboard.window, event)


def test_two_codes_in_a_row_are_two(keyboard: Keyboard) -> None:
    keyboard.type(CODE + "\r", 0.004)
    keyboard.clock.pass_time(1)
    keyboard.type("2000000000015\r", 0.004)

    assert keyboard.codes == [CODE, "2000000000015"]
