"""Fingers for tests: a touch screen of Qt's own, where several press, move and lift at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_DEVICES: list[QPointingDevice] = []


def screen() -> QPointingDevice:
    """Return the one touch screen of the process; Qt keeps a device until the end."""
    if not _DEVICES:
        _DEVICES.append(QTest.createTouchDevice())
    return _DEVICES[0]


class Hand:
    """Up to ten fingers on one widget; points are in its coordinates."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._bring_in()

    def _bring_in(self) -> None:
        """Move the window until the widget lies on the screen, which is smaller than the windows of the tests."""
        QApplication.processEvents()
        window = self._widget.window()
        window.move(window.pos() - self._widget.mapToGlobal(QPoint(0, 0)))
        QApplication.processEvents()

    def press(self, finger: int, place: QPoint, *, beside: tuple[int, ...] = ()) -> None:
        """Put a finger down while the fingers ``beside`` stay where they are."""
        sequence = QTest.touchEvent(self._widget, screen(), False)
        for other in beside:
            sequence.stationary(other)
        sequence.press(finger, place, self._widget)
        sequence.commit()
        QApplication.processEvents()

    def move(self, finger: int, place: QPoint) -> None:
        sequence = QTest.touchEvent(self._widget, screen(), False)
        sequence.move(finger, place, self._widget)
        sequence.commit()
        QApplication.processEvents()

    def lift(self, finger: int, place: QPoint, *, beside: tuple[int, ...] = ()) -> None:
        sequence = QTest.touchEvent(self._widget, screen(), False)
        for other in beside:
            sequence.stationary(other)
        sequence.release(finger, place, self._widget)
        sequence.commit()
        QApplication.processEvents()

    def tap(self, place: QPoint) -> None:
        self.press(0, place)
        self.lift(0, place)
