"""The rail of categories: each a colour, an icon and a place that never moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn
from app.ui.controls.more_mark import MoreMark
from app.ui.controls.paint import CENTER, card, smooth, write
from app.ui.icons import paint_icon
from app.ui.rows import CategoryRow
from app.ui.theme import CAPTION, GAP_MIN_MM, SEMIBOLD, Theme, blend

RAIL_MM = 27.0
_KEY_MM = (23.0, 14.5)
_KEY_MOST_MM = 20.0
_INSET_MM, _LEAST_PT = 0.6, 8.0
"""A long name gets nearer to the edge and smaller before it is cut."""


class CategoryKey(TouchButton):
    """One category, named ``category:<id>``."""

    def __init__(self, theme: Theme, row: CategoryRow, *, is_sideways: bool) -> None:
        self._row = row
        super().__init__(theme, f"category:{row.id}", Kind.CHOICE, size_mm=_KEY_MM)
        self.say(row.label)
        across = QSizePolicy.Policy.Minimum if is_sideways else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Expanding)

    def _dress(self) -> None:
        super()._dress()
        self.setMaximumHeight(self.theme.mm(_KEY_MOST_MM))

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(self.theme.font(CAPTION, SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(max(self.least().width(), round(wide) + self.theme.mm(3)), self.theme.mm(_KEY_MOST_MM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        p, theme = self.theme.palette, self.theme
        box, hue = QRectF(self.rect()), theme.hue(self._row.color)
        is_on = self.isChecked()
        if is_on or self.isDown():
            ground = blend(hue, QColor(p.rail), 0.16) if is_on else QColor(p.raised)
            card(painter, box, theme.mm(3.4), ground)
        if is_on:
            bar = QRectF(0, box.height() * 0.28, theme.mm(0.9), box.height() * 0.44)
            card(painter, bar, bar.width() / 2, hue)
        self.paint_focus(painter, box, theme.mm(3.4))
        inset = theme.mm(_INSET_MM)
        room = box.width() - 2 * inset
        font = theme.fitted_font(self.text(), int(room) - 1, CAPTION, _LEAST_PT, SEMIBOLD)
        icon, line, gap = float(theme.mm(7)), QFontMetricsF(font).height(), theme.mm(0.9)
        top = box.center().y() - (icon + gap + line) / 2
        paint_icon(painter, self._row.icon, QRectF(box.center().x() - icon / 2, top, icon, icon), hue)
        words = QRectF(inset, top + icon + gap, room, line)
        write(painter, words, self.text(), font, QColor(p.text if is_on else p.muted), CENTER)


class CategoryRail(Ground):
    """Keys under each other, or beside each other when ``is_sideways``. ``chosen`` gives a category's id."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, is_sideways: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("rail", parent)
        self._theme, self._is_sideways = theme, is_sideways
        self._keys: dict[str, CategoryKey] = {}
        self._rows: list[CategoryRow] = []
        self._group = QButtonGroup(self)
        self.setObjectName("categories")
        self._area = ScrollColumn(theme, gap_mm=GAP_MIN_MM, is_sideways=is_sideways)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        MoreMark(theme, self._area, is_sideways=is_sideways)
        box = Row if is_sideways else Column
        box(theme, self, margins_mm=(2, 1, 2, 1) if is_sideways else (2, 2, 2, 2)).addWidget(self._area)
        theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[CategoryRow], current: str) -> None:
        """Show ``rows`` in their order and mark ``current``; keys are made again only when the rows differ."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            self._fill()
        if current in self._keys:
            self._keys[current].setChecked(True)

    def _fill(self) -> None:
        stack = self._area.stack
        while (item := stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        self._keys = {}
        for row in self._rows:
            key = CategoryKey(self._theme, row, is_sideways=self._is_sideways)
            key.clicked.connect(lambda _checked=False, chosen=row.id: self.chosen.emit(chosen))
            self._group.addButton(key)
            self._keys[row.id] = key
            stack.addWidget(key, 100)
        stack.addStretch(1)

    def _dress(self) -> None:
        if self._is_sideways:
            self._area.setFixedHeight(self._theme.mm(_KEY_MM[1] + 1.5))
        else:
            self.setFixedWidth(self._theme.mm(RAIL_MM))
