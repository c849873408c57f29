"""Clicks in the till's window as its system tells them, at moments that a test chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputEvent, QMouseEvent, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.controls.second_tap import SecondTap
from tests.ui.counting import Counting, counting
from tests.ui.fingers import screen
from tests.ui.pictures import dress
from tests.ui.rig import product

_Kind = QEvent.Type
_LEFT = Qt.MouseButton.LeftButton


class Watch:
    """The time that the window sees."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self, event: QInputEvent) -> float:
        del event
        return self.now_s


@contextmanager
def timed(watch: Watch) -> Iterator[Counting]:
    """Open the till with one product in its order; what it hears is timed by ``watch``."""
    dress()
    with counting("fr", (1280, 720)) as made:
        made.window.second_tap._moment = watch
        made.counter.sale.tap(product("flag-33"))
        made.settle()
        yield made


def click(shown: Counting, place: QPoint) -> None:
    """Click in the window as its system tells it, not a widget of it."""
    handle = shown.window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    shown.settle()


def click_again(shown: Counting, watch: Watch, place: QPoint, *, after_s: float) -> None:
    watch.now_s += after_s
    click(shown, place)


def middle(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), widget.rect().center())


def click_at(
    shown: Counting, watch: Watch, place: QPoint, at_ms: int, *, for_ms: int = 15, is_double: bool = False
) -> None:
    """Click in the window at a moment that its system tells, as a bouncing finger does."""
    handle = shown.window.windowHandle()
    for kind, after_ms in (
        (_Kind.MouseButtonPress, 0),
        (_Kind.MouseButtonDblClick, 0),
        (_Kind.MouseButtonRelease, for_ms),
    ):
        if kind is not _Kind.MouseButtonDblClick or is_double:
            watch.now_s = (at_ms + after_ms) / 1000
            down = Qt.MouseButton.NoButton if kind is _Kind.MouseButtonRelease else _LEFT
            there = QPointF(handle.mapToGlobal(place))
            event = QMouseEvent(kind, QPointF(place), there, _LEFT, down, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(handle, event)
    shown.settle()


def is_heard(window: SecondTap, watch: Watch, place: QPointF, at_ms: int, for_ms: int = 15) -> bool:
    """Tell whether the window's filter lets a finger through that is down at a moment that the system tells."""
    is_swallowed = []
    pressed, lifted = QEventPoint.State.Pressed, QEventPoint.State.Released
    for kind, state, when in ((_Kind.TouchBegin, pressed, at_ms), (_Kind.TouchEnd, lifted, at_ms + for_ms)):
        watch.now_s = when / 1000
        point = QEventPoint(0, state, place, place)
        event = QTouchEvent(kind, screen(), Qt.KeyboardModifier.NoModifier, [point])
        is_swallowed.append(window.eventFilter(window, event))
    assert is_swallowed[0] is is_swallowed[1]  # never half a tap
    return not is_swallowed[0]
