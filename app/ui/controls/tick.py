"""A tick on a disc: it is on disk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.paint import card, smooth
from app.ui.icons import paint_icon
from app.ui.theme import Theme


class Tick(QWidget):
    """``show_state``: done, or waiting for somebody (an hourglass in amber)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_waiting = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(16), self._theme.mm(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        box, p = QRectF(self.rect()), self._theme.palette
        ground, ink, icon = (
            (p.warn_soft, p.warn, "hourglass") if self._is_waiting else (p.ok_soft, p.ok, "check")
        )
        card(painter, box, box.height() / 2, QColor(ground))
        inset = box.height() * 0.24
        paint_icon(painter, icon, box.adjusted(inset, inset, -inset, -inset), QColor(ink))
