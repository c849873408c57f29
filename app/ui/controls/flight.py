"""The way of a product into the order: a disc that flies from its tile to its line. It stops no finger."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, QEasingCurve, QPoint, QPropertyAnimation, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.grid import ProductGrid
from app.ui.controls.lines import CartLines
from app.ui.controls.paint import dot, smooth
from app.ui.icons import paint_icon
from app.ui.theme import FLIGHT_AFTER_MS, FLIGHT_MS, Theme

_SIDE_MM = 9.0


class Flight(QWidget):
    """Lies over ``parent`` while it flies from ``grid`` to ``lines``; a second tap starts it anew.

    Each frame paints anew what the disc leaves and what it comes to lie over, and nothing else of the window. On a
    still screen nothing flies.
    """

    def __init__(self, theme: Theme, grid: ProductGrid, lines: CartLines, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme, self._grid, self._lines = theme, grid, lines
        self._icon = ""
        self.setObjectName("flight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._way = QPropertyAnimation(self, QByteArray(b"pos"), self)
        self._way.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._way.finished.connect(self.hide)
        theme.changed.connect(self._land)
        self.hide()

    def show_soon(self, product: str) -> None:
        """Show the way of this product once its tile and its line are painted."""
        if not self._theme.is_still:
            QTimer.singleShot(FLIGHT_AFTER_MS, self, partial(self._fly, product))

    def _fly(self, product: str) -> None:
        row, start = self._grid.card_of(product), self._grid.middle_of(product)
        goal = self._lines.middle_of(product)
        if row is None or start is None or goal is None or not self._grid.isVisible():
            return
        self._icon = row.icon
        side = self._theme.mm(_SIDE_MM)
        self._way.stop()
        self.resize(QSize(side, side))
        self._way.setDuration(self._theme.motion(FLIGHT_MS))
        self._way.setStartValue(self._corner(self._grid.viewport(), start))
        self._way.setEndValue(self._corner(self._lines.viewport(), goal))
        self.raise_()
        self._way.start()
        self.show()

    def _corner(self, place: QWidget, middle: QPoint) -> QPoint:
        """Return where the disc is, in the parent, when its middle is there."""
        return place.mapTo(self._over, middle) - self.rect().center()

    def _land(self) -> None:
        self._way.stop()
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        box, p = QRectF(self.rect()), self._theme.palette
        dot(painter, box.center(), box.width() / 2, QColor(p.accent))
        inset = box.width() * 0.24
        paint_icon(painter, self._icon, box.adjusted(inset, inset, -inset, -inset), QColor(p.accent_ink))
