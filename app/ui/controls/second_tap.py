"""A double tap is one tap where the first half brings something else under the finger; a bounce is one tap anywhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTouchEvent

from app.ui.theme import Theme

WITHIN_S = 0.5
WITHIN_MM = 12.0
BOUNCE_S = 0.07
GAP_S = 0.035
BOUNCE_MM = 4.0
_PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin})
_MOVES = frozenset({QEvent.Type.MouseMove, QEvent.Type.TouchUpdate})
_ENDS = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel})
_OF_ITSELF = Qt.MouseEventSource.MouseEventNotSynthesized


@dataclass(slots=True)
class _Press:
    """Where and when something was put down, and when it was lifted; seconds of the system's."""

    place: QPointF
    at_s: float
    lifted_s: float = -inf


class SecondTap(QObject):
    """Filters the events of a window's handle. ``page_changed`` is called when a tap has put something else under the
    finger: another page, a sheet of answers or what lay under it, the next line of an order, what a deed or a part of
    a payment has brought.

    A press within half a second and 12 mm of the press that changed the page is swallowed, with what follows of it:
    « Payer » and « Espèces exact » lie in one place, and so do the notes and « Remettre ça ».

    A press within 4 mm of the press before it, 70 ms after it or 35 ms after its lift, is swallowed wherever it is: a
    wet finger that the screen lost for a moment. Who drums as fast as they can needs more than 80 ms for each tap.
    Told by the moments at which the system saw them, so that two taps that waited while the till was busy stay two.
    """

    def __init__(self, theme: Theme, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._pressed: tuple[QPointF, float] | None = None
        self._brought_by: tuple[QPointF, float] | None = None
        self._last: dict[QPointingDevice.PointerType, _Press] = {}
        self._is_swallowing = False

    def page_changed(self) -> None:
        """Note that the press of just now has changed the page."""
        self._brought_by = self._pressed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        kind = event.type()
        if kind in _PRESSES:
            press = _place_of(event), self._now()
            self._is_swallowing = self._is_bounce(event) or self._is_second(press)
            if not self._is_swallowing:
                self._pressed, self._brought_by = press, None
            return self._is_swallowing
        is_swallowed = self._is_swallowing and (kind in _MOVES or kind in _ENDS)
        if kind in _ENDS:
            self._note_lift(event)
            self._is_swallowing = False
        return is_swallowed

    def _is_bounce(self, event: QEvent) -> bool:
        """Tell whether the finger never left. A mouse that Qt makes of a finger is not looked at: the finger was."""
        assert isinstance(event, QMouseEvent | QTouchEvent)
        if event.type() is QEvent.Type.MouseButtonDblClick:  # told after the press that it repeats
            return self._is_swallowing
        if isinstance(event, QMouseEvent) and event.source() is not _OF_ITSELF:
            return False
        place, at_s = _place_of(event), event.timestamp() / 1000
        before, self._last[event.pointerType()] = self._last.get(event.pointerType()), _Press(place, at_s)
        if before is None or at_s <= before.at_s:
            return False
        is_soon = at_s - before.at_s < BOUNCE_S or at_s - before.lifted_s < GAP_S
        return is_soon and (place - before.place).manhattanLength() < self._theme.mm(BOUNCE_MM)

    def _note_lift(self, event: QEvent) -> None:
        assert isinstance(event, QMouseEvent | QTouchEvent)
        if (press := self._last.get(event.pointerType())) is not None:
            press.lifted_s = event.timestamp() / 1000

    def _is_second(self, press: tuple[QPointF, float]) -> bool:
        if self._brought_by is None:
            return False
        (place, at), (first, first_at) = press, self._brought_by
        far = (place - first).manhattanLength()
        return at - first_at < WITHIN_S and far < self._theme.mm(WITHIN_MM)


def _place_of(event: QEvent) -> QPointF:
    if isinstance(event, QTouchEvent):
        return event.points()[0].globalPosition()
    assert isinstance(event, QMouseEvent)
    return event.globalPosition()
