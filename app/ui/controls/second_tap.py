"""A double tap is one tap: its second half never meets a page that the first one brought."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QMouseEvent, QTouchEvent

from app.ui.theme import Theme

WITHIN_S = 0.5
WITHIN_MM = 12.0
_PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin})
_MOVES = frozenset({QEvent.Type.MouseMove, QEvent.Type.TouchUpdate})
_ENDS = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel})


class SecondTap(QObject):
    """Filters the events of a window's handle. ``page_changed`` is called when a tap has put something else under the
    finger: another page, a sheet of answers or what lay under it, the next line of an order, what a deed or a part of
    a payment has brought.

    A press within half a second and 12 mm of the press that changed the page is swallowed, with what follows of it:
    « Payer » and « Espèces exact » lie in one place, and so do the notes and « Remettre ça ».
    """

    def __init__(self, theme: Theme, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._pressed: tuple[QPointF, float] | None = None
        self._brought_by: tuple[QPointF, float] | None = None
        self._is_swallowing = False

    def page_changed(self) -> None:
        """Note that the press of just now has changed the page."""
        self._brought_by = self._pressed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        kind = event.type()
        if kind in _PRESSES:
            press = _place_of(event), self._now()
            self._is_swallowing = self._is_second(press)
            if not self._is_swallowing:
                self._pressed, self._brought_by = press, None
            return self._is_swallowing
        is_swallowed = self._is_swallowing and (kind in _MOVES or kind in _ENDS)
        if kind in _ENDS:
            self._is_swallowing = False
        return is_swallowed

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
