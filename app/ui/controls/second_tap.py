"""A double tap is one tap: of a key, and where the first half brings something else under the finger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTouchEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import DRAG_MM
from app.ui.theme import Theme

WITHIN_S = 0.5
WITHIN_MM = 12.0
TYPED_MM = 5.0
"""Who types the first figure on a sheet that has just opened has moved to its key."""
BOUNCE_S = 0.11
GAP_S = 0.05
BOUNCE_MM = 4.0
_PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin})
_MOVES = frozenset({QEvent.Type.MouseMove, QEvent.Type.TouchUpdate})
_ENDS = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel})
_OF_ITSELF = Qt.MouseEventSource.MouseEventNotSynthesized


def moment_of(event: QMouseEvent | QTouchEvent) -> float:
    """Return when the system saw the event, in seconds of its own: what waited for a busy till keeps its distance."""
    return event.timestamp() / 1000 if event.timestamp() else time.monotonic()


@runtime_checkable
class Resting(Protocol):
    """A control of which a second tap within ``rests_s`` is no tap: a key, or a list for each of its rows."""

    rests_s: float

    def part_at(self, place: QPointF) -> str:
        """Return what of it lies at a place of the screen."""


@dataclass(slots=True)
class _Press:
    """Where, when and on which key something was put down, and when it was lifted; seconds of the system's.

    ``place``: on the screen, since another window may come under the finger; ``own``: in the window that heard it, and
    ``is_own`` whether that is the till's, not the guest's display. ``part``: of a key that has several, as a list has
    rows.
    """

    place: QPointF
    own: QPointF
    at_s: float
    is_own: bool
    key: Resting | None = None
    part: str = ""
    lifted_s: float = -inf
    has_moved: bool = False
    """It became a drag: what scrolls, quickly and often, is no tap that was meant once."""


class SecondTap(QObject):
    """Filters the events of the handle of ``window``. ``page_changed`` is called when a tap has put something else
    under the finger: another page, a sheet or what lay under it, the next line of an order, what a deed or a part of a
    payment has brought.

    A press is swallowed, with what follows of it, within half a second of the press

    * that changed the page, and 12 mm of it: « Payer » and « Espèces exact » lie in one place, and so do the notes and
      « Remettre ça »;
    * that was on the same key, unless that key counts (``TouchButton.rests_s``): nobody means a switch twice, and two
      notes are two taps a third of a second apart.

    And it is swallowed wherever it is within 4 mm of the press before it, 110 ms after it or 50 ms after its lift: a
    wet finger that the screen lost for a moment. Who drums as fast as a finger can needs some 150 ms for each tap.
    """

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        moment: Callable[[QMouseEvent | QTouchEvent], float] | None = None,
    ) -> None:
        super().__init__(window)
        self._theme, self._window, self._moment = theme, window, moment or moment_of
        self._pressed: _Press | None = None
        self._brought_by: _Press | None = None
        self._is_typed_on = False
        self._last: dict[QPointingDevice.PointerType, _Press] = {}
        self._is_swallowing = self._is_down = False

    def page_changed(self, *, is_typed_on: bool = False) -> None:
        """Note that the press of just now has changed the page. ``is_typed_on``: to one where figures or letters are
        typed, fast; they are heard unless they lie on the very spot of that press.
        """
        is_more = self._is_typed_on and self._brought_by is not None and self._brought_by is self._pressed
        self._brought_by, self._is_typed_on = self._pressed, is_typed_on or is_more

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _PRESSES:
            assert isinstance(event, QMouseEvent | QTouchEvent)
            if kind is QEvent.Type.MouseButtonDblClick:  # told after the press that it repeats
                return self._is_swallowing
            if isinstance(event, QMouseEvent) and event.button() is not Qt.MouseButton.LeftButton:
                return False
            press = self._press_of(event, is_own=watched is self._window.windowHandle())
            self._is_swallowing = self._is_bounce(event, press) or self._is_second(press)
            if not self._is_swallowing:
                self._pressed, self._brought_by, self._is_down = press, None, True
            return self._is_swallowing
        is_swallowed = self._is_swallowing and (kind in _MOVES or kind in _ENDS)
        if kind in _MOVES and not is_swallowed and self._is_down and self._pressed is not None:
            self._note_move(event, self._pressed)
        if kind in _ENDS:
            self._note_lift(event)
            self._is_swallowing = self._is_down = False
        return is_swallowed

    def _press_of(self, event: QMouseEvent | QTouchEvent, *, is_own: bool) -> _Press:
        point = event.points()[0]
        under = self._window.childAt(point.scenePosition().toPoint()) if is_own else None
        while under is not None and not isinstance(under, Resting):
            under = under.parentWidget()
        place, at_s = point.globalPosition(), self._moment(event)
        part = "" if under is None else under.part_at(place)
        return _Press(place, point.scenePosition(), at_s, is_own, under, part)

    def _is_bounce(self, event: QMouseEvent | QTouchEvent, press: _Press) -> bool:
        """Tell whether the finger never left. A mouse that Qt makes of a finger is not looked at: the finger was."""
        if isinstance(event, QMouseEvent) and event.source() is not _OF_ITSELF:
            return False
        before, self._last[event.pointerType()] = self._last.get(event.pointerType()), press
        if before is None or press.is_own is not before.is_own:
            return False
        is_soon = 0 < press.at_s - before.at_s < BOUNCE_S or 0 <= press.at_s - before.lifted_s < GAP_S
        far = (press.own - before.own).manhattanLength()
        return is_soon and far < self._theme.mm(BOUNCE_MM)

    def _note_move(self, event: QEvent, press: _Press) -> None:
        assert isinstance(event, QMouseEvent | QTouchEvent)
        far = (event.points()[0].globalPosition() - press.place).manhattanLength()
        press.has_moved = press.has_moved or far > self._theme.mm(DRAG_MM)

    def _note_lift(self, event: QEvent) -> None:
        assert isinstance(event, QMouseEvent | QTouchEvent)
        if (press := self._last.get(event.pointerType())) is not None:
            press.lifted_s = self._moment(event)

    def _is_second(self, press: _Press) -> bool:
        first = self._brought_by
        if first is not None:
            is_typed = self._is_typed_on and press.key is not None and not press.key.rests_s
            far = (press.place - first.place).manhattanLength()
            within = self._theme.mm(TYPED_MM if is_typed else WITHIN_MM)
            return 0 <= press.at_s - first.at_s < WITHIN_S and far < within
        before, key = self._pressed, press.key
        if before is None or before.has_moved or key is None:
            return False
        if key is not before.key or press.part != before.part:
            return False
        return 0 < press.at_s - before.at_s < key.rests_s
