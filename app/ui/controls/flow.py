"""Widgets beside each other, and under each other where the width ends: none is squeezed until its words are cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.layout import Column, Ground, Row
from app.ui.theme import Theme

_GIVE_MM = 3.0
"""A widget may be so much narrower than it would like before it goes to the next row."""


class Flow(Ground):
    """Shows widgets in their order, as many in a row as there is room for."""

    def __init__(self, theme: Theme, *, gap_mm: float, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme, self._gap_mm = theme, gap_mm
        self._widgets: list[QWidget] = []
        self._counts: list[int] = []
        self._column = Column(theme, self, gap_mm=gap_mm)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._lay)

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these in place of what is there."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets, self._counts = list(widgets), []
        for widget in self._widgets:
            widget.setParent(self)
        self._lay()
        self.setVisible(bool(widgets))

    def _rows(self) -> list[int]:
        """Return how many widgets stand in each row."""
        gap, room = self._theme.mm(self._gap_mm), self.width()
        counts, left = list[int](), 0
        for widget in self._widgets:
            wide = widget.sizeHint().width() - self._theme.mm(_GIVE_MM)
            if counts and wide <= left:
                counts[-1] += 1
            else:
                counts.append(1)
                left = room
            left -= wide + gap
        return counts

    def _lay(self) -> None:
        counts = self._rows()
        if counts == self._counts:
            return
        self._counts = counts
        while (item := self._column.takeAt(0)) is not None:
            row = item.layout()
            while row is not None and row.takeAt(0) is not None:
                pass
        place = 0
        for count in counts:
            row = Row(self._theme, gap_mm=self._gap_mm)
            for widget in self._widgets[place : place + count]:
                row.addWidget(widget)
                widget.show()
            row.addStretch(1)
            self._column.addLayout(row)
            place += count
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()
