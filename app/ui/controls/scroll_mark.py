"""A thin bar that shows where a list stands and that there is more of it; it cannot be touched and takes no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.ui.controls.paint import card, smooth
from app.ui.theme import Theme

_WIDE_MM = 0.9
MARK_ROOM_MM = 1.8
"""What a list keeps free at its right, so that the mark lies over no figure."""
_LEAST_MM = 8.0


class ScrollMark(QWidget):
    """Lies at the right edge of ``area``, over its content; nothing is painted while all of it is on the screen."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._theme, self._area = theme, area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        area.verticalScrollBar().valueChanged.connect(self.update)
        area.verticalScrollBar().rangeChanged.connect(self.update)
        area.installEventFilter(self)
        theme.changed.connect(self._stand)
        self._stand()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() == QEvent.Type.Resize:
            self._stand()
        return False

    def _stand(self) -> None:
        wide = self._theme.mm(_WIDE_MM)
        self.setGeometry(self._area.width() - wide, 0, wide, self._area.height())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        bar = self._area.verticalScrollBar()
        length = bar.maximum() + bar.pageStep()
        if not bar.maximum() or not length:
            return
        painter = QPainter(self)
        smooth(painter)
        high = max(self.height() * bar.pageStep() / length, float(self._theme.mm(_LEAST_MM)))
        top = (self.height() - high) * bar.value() / bar.maximum()
        card(painter, QRectF(0, top, self.width(), high), self.width() / 2, QColor(self._theme.palette.edge))
