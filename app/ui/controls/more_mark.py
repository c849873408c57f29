"""What is shown at an end of a row or a column beyond which there is more: it fades, and an arrow says which way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from app.ui.controls.layout import GROUND
from app.ui.controls.paint import smooth
from app.ui.icons import paint_icon
from app.ui.theme import Theme

LONG_MM = 9.0
"""So much of an end it covers."""
_ICON_MM = 4.5
_COLOURS = {"window": "ground", "panel": "panel", "rail": "rail"}


class MoreMark(QWidget):
    """Lies over ``area``, takes no tap, and paints nothing at an end that is reached."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea, *, is_sideways: bool) -> None:
        super().__init__(area)
        self._theme, self._area, self._is_sideways = theme, area, is_sideways
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bar().valueChanged.connect(self.update)
        self._bar().rangeChanged.connect(self._stand)
        area.installEventFilter(self)
        theme.changed.connect(self.update)
        self._stand()

    @property
    def ends(self) -> tuple[bool, bool]:
        """Whether there is more before what is shown, and after it."""
        bar = self._bar()
        return bar.value() > 0, bar.value() < bar.maximum()

    def _bar(self) -> QScrollBar:
        """Return the bar of the way in which it scrolls; asked for each time, a kept one may be gone for Python."""
        return self._area.horizontalScrollBar() if self._is_sideways else self._area.verticalScrollBar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() == QEvent.Type.Resize:
            self._stand()
        return False

    def _stand(self) -> None:
        self.setGeometry(self._area.rect())
        self.raise_()
        self.update()

    def _ground(self) -> QColor:
        """Return the colour that the row lies on: of the nearest parent that has one."""
        widget: QWidget | None = self._area
        while widget is not None and widget.property(GROUND) not in _COLOURS:
            widget = widget.parentWidget()
        colour = _COLOURS[widget.property(GROUND)] if widget is not None else "ground"
        return QColor(getattr(self._theme.palette, colour))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        for is_end, is_more in enumerate(self.ends):
            if is_more:
                self._paint_end(painter, is_end=bool(is_end))

    def _paint_end(self, painter: QPainter, *, is_end: bool) -> None:
        long, box = float(self._theme.mm(LONG_MM)), QRectF(self.rect())
        if self._is_sideways:
            place = QRectF(box.right() - long if is_end else box.left(), box.top(), long, box.height())
            inner, outer, icon = place.topLeft(), place.topRight(), "forward" if is_end else "back"
        else:
            place = QRectF(box.left(), box.bottom() - long if is_end else box.top(), box.width(), long)
            inner, outer, icon = place.topLeft(), place.bottomLeft(), "down" if is_end else "up"
        if not is_end:
            inner, outer = outer, inner
        self._fade(painter, place, inner, outer)
        side = float(self._theme.mm(_ICON_MM))
        middle = place.center() + (outer - inner) * (0.5 - side / 2 / long)
        sign = QRectF(0, 0, side, side).translated(middle - QPointF(side, side) / 2)
        paint_icon(painter, icon, sign, QColor(self._theme.palette.text))

    def _fade(self, painter: QPainter, place: QRectF, inner: QPointF, outer: QPointF) -> None:
        from PySide6.QtGui import (
            QLinearGradient,  # with 180 named gradients, which PySide makes at the first word of it
        )

        ground = self._ground()
        clear = QColor(ground)
        clear.setAlpha(0)
        fade = QLinearGradient(inner, outer)
        fade.setColorAt(0.0, clear)
        fade.setColorAt(0.6, ground)
        painter.fillRect(place, fade)
