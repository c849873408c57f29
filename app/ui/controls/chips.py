"""A few things beside each other, one of them chosen with one tap; a finger scrolls them when they are many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import ScrollColumn
from app.ui.controls.more_mark import LONG_MM, MoreMark
from app.ui.rows import ChipRow
from app.ui.theme import CAPTION, SMALL, Theme

CHIP_MM = (18.0, 13.0)
_PAD_MM = 4.0
_STEPS = ((_PAD_MM, SMALL), (3.0, SMALL), (2.2, SMALL), (2.2, CAPTION), (2.0, 9.5), (2.0, 8.5))
"""What is left beside the words, in mm, and how large they are, in points: from roomy to tight."""


class _Chip(TouchButton):
    """A key that gets tighter where its neighbours need the room."""

    _pad_mm = _PAD_MM

    def stand(self, pad_mm: float, points: float) -> None:
        self._pad_mm, self._points = pad_mm, points
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        usual, least = super().sizeHint(), self.least().width()
        spare = 2 * (self.theme.mm(_PAD_MM) - self.theme.mm(self._pad_mm))
        return QSize(max(least, usual.width() - spare), usual.height())


class Chips(ScrollColumn):
    """Keys named ``<prefix>:<key>``; ``chosen`` gives a key. Without ``is_choice`` none stays chosen.

    They get tighter and smaller until all are on the screen; when that does not help they are roomy and scroll.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, prefix: str, *, is_choice: bool = True) -> None:
        super().__init__(theme, gap_mm=2, is_sideways=True)
        self._theme, self._prefix, self._is_choice = theme, prefix, is_choice
        self._rows: list[ChipRow] = []
        self._keys: dict[str, _Chip] = {}
        self._group = QButtonGroup(self)
        self.setObjectName(f"{prefix}-chips")
        self.stack.addStretch(1)
        MoreMark(theme, self, is_sideways=True)
        theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[ChipRow], current: str = "") -> None:
        """Show ``rows`` in their order, ``current`` chosen. Keys are made again only when other things are there."""
        if [row.key for row in rows] != [row.key for row in self._rows]:
            self._make(rows)
        self._rows = list(rows)
        for row in rows:
            self._keys[row.key].say(row.label, row.detail)
        self._fit()
        key = self._keys.get(current)
        if key is not None and not key.isChecked():
            key.setChecked(True)
            self._bring(key)

    def _make(self, rows: Sequence[ChipRow]) -> None:
        for key in self._keys.values():
            self._group.removeButton(key)
            key.hide()
            key.deleteLater()
        self._keys = {}
        kind = Kind.CHOICE if self._is_choice else Kind.QUIET
        for place, row in enumerate(rows):
            key = _Chip(
                self._theme,
                f"{self._prefix}:{row.key}",
                kind,
                icon=row.icon,
                arrange=Arrange.ROW,
                size_mm=CHIP_MM,
                points=SMALL,
                icon_mm=5,
            )
            key.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            key.clicked.connect(partial(self._choose, row.key))
            if self._is_choice:
                self._group.addButton(key)
            self.stack.insertWidget(place, key)
            key.show()
            self._keys[row.key] = key

    def _choose(self, key: str, _checked: bool = False) -> None:
        self._bring(self._keys[key])
        self.chosen.emit(key)

    def _bring(self, key: QAbstractButton) -> None:
        """Scroll until the key is whole, clear of the mark at the end."""
        self.ensureWidgetVisible(key, self._theme.mm(LONG_MM), 0)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.mm(CHIP_MM[1]))
        self._fit()

    def _fit(self) -> None:
        """Take the roomiest step in which all keys are on the screen, else the first."""
        keys = list(self._keys.values())
        room = self.viewport().width() - self.stack.spacing() * len(keys)
        for step in (*_STEPS, _STEPS[0]):
            for key in keys:
                key.stand(*step)
            if sum(key.sizeHint().width() for key in keys) <= room:
                break
        # Chips that were wider before keep their width until somebody says that they need less.
        self.stack.activate()
        if (inner := self.widget()) is not None:
            inner.resize(max(self.viewport().width(), inner.minimumSizeHint().width()), inner.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        chosen = self._group.checkedButton()
        if chosen is not None:
            self._bring(chosen)
