"""A mouse with its button down scrolls what is under it, as a finger does: many a touch screen calls itself a mouse."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from app.domain.frozen import frozen
from app.ui.controls.buttons import DRAG_MM
from app.ui.theme import Theme

_FINGERS = frozenset({QInputDevice.DeviceType.TouchScreen, QInputDevice.DeviceType.TouchPad})
"""What scrolls by touch, and makes a mouse of itself for who does not listen to touches."""
_NOWHERE = QPointF(-100_000.0, -100_000.0)


@frozen
class _Held:
    """Where the button went down, over what, and where the mouse was last once it drags."""

    area: QAbstractScrollArea
    start: QPointF
    last: QPointF | None = None
    bar: QScrollBar | None = None


class MouseDrag(QObject):
    """Filters the events of a window's handle. What scrolls by itself says ``drags_itself`` and is left alone.

    What was pressed is let go before the first step: it is not tapped at the end of a drag.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._held: _Held | None = None
        self._is_letting_go = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_letting_go or not isinstance(event, QMouseEvent) or event.deviceType() in _FINGERS:
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.LeftButton:
                area = self._area_at(event.position())
                self._held = _Held(area, event.position()) if area is not None else None
            case QEvent.Type.MouseMove if event.buttons() & Qt.MouseButton.LeftButton:
                return self._moved(watched, event)
            case QEvent.Type.MouseButtonRelease:
                held, self._held = self._held, None
                return held is not None and held.last is not None
            case _:
                pass
        return False

    def _moved(self, watched: QObject, event: QMouseEvent) -> bool:
        held = self._held
        if held is None:
            return False
        now = event.position()
        if held.bar is None or held.last is None:
            bar = self._bar_for(held, now - held.start)
            if bar is None:
                return False
            self._let_go(watched, event)
            self._held = _Held(held.area, held.start, now, bar)
            return True
        step = now - held.last
        along = step.x() if held.bar.orientation() == Qt.Orientation.Horizontal else step.y()
        held.bar.setValue(held.bar.value() - round(along))
        self._held = _Held(held.area, held.start, now, held.bar)
        return True

    def _area_at(self, place: QPointF) -> QAbstractScrollArea | None:
        """Return the nearest thing under ``place`` that can be scrolled."""
        widget = self._window.childAt(place.toPoint())
        while widget is not None:
            if isinstance(widget, QAbstractScrollArea) and (
                widget.verticalScrollBar().maximum() or widget.horizontalScrollBar().maximum()
            ):
                return None if getattr(widget, "drags_itself", False) else widget
            widget = widget.parentWidget()
        return None

    def _bar_for(self, held: _Held, way: QPointF) -> QScrollBar | None:
        """Return what a drag this way scrolls; None while it is no drag, or another way than anything scrolls."""
        is_across = abs(way.x()) > abs(way.y())
        far = abs(way.x()) if is_across else abs(way.y())
        bar = held.area.horizontalScrollBar() if is_across else held.area.verticalScrollBar()
        return bar if far > self._theme.mm(DRAG_MM) and bar.maximum() else None

    def _let_go(self, watched: QObject, event: QMouseEvent) -> None:
        """Release the button far away from everything, for what it went down on."""
        none = Qt.MouseButton.NoButton
        release = QMouseEvent(
            *(QEvent.Type.MouseButtonRelease, _NOWHERE, _NOWHERE, Qt.MouseButton.LeftButton, none),
            event.modifiers(),
        )
        self._is_letting_go = True
        QCoreApplication.sendEvent(watched, release)
        self._is_letting_go = False
