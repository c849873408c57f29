"""A part of a page on a ground of its own, with round corners."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.paint import card, smooth
from app.ui.theme import Theme


class Panel(QWidget):
    """Give it a layout, as any widget."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        smooth(painter)
        edge = QColor(theme.palette.line)
        card(painter, QRectF(self.rect()), theme.mm(3.4), QColor(theme.palette.panel), edge, theme.hair())
