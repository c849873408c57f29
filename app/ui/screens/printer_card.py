"""A printer in the list: its way, its name, what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import LEFT, RIGHT, card, dot, smooth, width_of, write
from app.ui.icons import paint_icon
from app.ui.theme import LABEL, SEMIBOLD, SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.printers import PrinterRow

_HIGH_MM = 17.0
_ICON_MM = 7.0


class PrinterCard(TouchButton):
    """Named ``printer:<key>``; ``chosen`` gives the key. An amber dot: it could not do what was asked last."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, key: str) -> None:
        self._row: PrinterRow | None = None
        super().__init__(theme, f"printer:{key}", Kind.CHOICE, size_mm=(60, _HIGH_MM), points=LABEL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.chosen.emit(key))

    def nextCheckState(self) -> None:
        """Stay as the model says: a tap asks, the model answers."""

    def show_row(self, row: PrinterRow) -> None:
        """Show the printer as it is now."""
        self._row = row
        self.setChecked(row.is_chosen)
        self.say(
            row.name, row.detail, accessible=", ".join(x for x in (row.name, row.detail, row.roles) if x)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return self.least()

    def paintEvent(self, _event: QPaintEvent) -> None:
        row = self._row
        if row is None:
            return
        painter = QPainter(self)
        smooth(painter)
        theme, p, box = self.theme, self.theme.palette, QRectF(self.rect())
        is_on = self.isChecked()
        ground = QColor(p.pressed if self.isDown() else p.accent_soft if is_on else p.tile)
        edge = QColor(p.accent_edge if is_on else p.edge)
        card(painter, box, theme.mm(3.2), ground, edge, theme.hair(0.5 if is_on else 0.25))
        self.paint_focus(painter, box, theme.mm(3.2))
        side = float(theme.mm(_ICON_MM))
        place = QRectF(theme.mm(4), box.center().y() - side / 2, side, side)
        paint_icon(painter, row.icon, place, QColor(p.accent_text if is_on else p.muted))
        inner = box.adjusted(place.right() + theme.mm(4), 0, -theme.mm(4), 0)
        name, small = theme.font(LABEL, SEMIBOLD), theme.font(SMALL)
        line, low = QFontMetricsF(name).height(), QFontMetricsF(small).height()
        top = (box.height() - line - low) / 2
        roles = width_of(row.roles, small) + theme.mm(3) if row.roles else 0.0
        write(painter, QRectF(inner.x(), top, inner.width(), line), row.name, name, QColor(p.text), LEFT)
        under = QRectF(inner.x(), top + line, inner.width() - roles, low)
        write(painter, under, row.detail, small, QColor(p.muted), LEFT)
        right = QRectF(inner.x(), top + line, inner.width(), low)
        write(painter, right, row.roles, small, QColor(p.accent_text), RIGHT)
        if row.is_off:
            center = QRectF(inner.right() - theme.mm(3), top, theme.mm(3), line).center()
            dot(painter, center, theme.mm(1.2), QColor(p.warn))
