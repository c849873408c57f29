"""A few things beside each other, one of them chosen with one tap; a finger scrolls them when they are many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import ScrollColumn
from app.ui.rows import ChipRow
from app.ui.theme import SMALL, Theme

CHIP_MM = (18.0, 13.0)


class Chips(ScrollColumn):
    """Keys named ``<prefix>:<key>``; ``chosen`` gives a key. Without ``is_choice`` none stays chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, prefix: str, *, is_choice: bool = True) -> None:
        super().__init__(theme, gap_mm=2, is_sideways=True)
        self._theme, self._prefix, self._is_choice = theme, prefix, is_choice
        self._rows: list[ChipRow] = []
        self._keys: dict[str, TouchButton] = {}
        self._group = QButtonGroup(self)
        self.setObjectName(f"{prefix}-chips")
        self.stack.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[ChipRow], current: str = "") -> None:
        """Show ``rows`` in their order, ``current`` chosen. Keys are made again only when other things are there."""
        if [row.key for row in rows] != [row.key for row in self._rows]:
            self._make(rows)
        self._rows = list(rows)
        for row in rows:
            self._keys[row.key].say(row.label, row.detail)
        key = self._keys.get(current)
        if key is not None and not key.isChecked():
            key.setChecked(True)
            self.ensureWidgetVisible(key, self._theme.mm(4), 0)

    def _make(self, rows: Sequence[ChipRow]) -> None:
        for key in self._keys.values():
            self._group.removeButton(key)
            key.hide()
            key.deleteLater()
        self._keys = {}
        kind = Kind.CHOICE if self._is_choice else Kind.QUIET
        for place, row in enumerate(rows):
            key = TouchButton(
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
        self.chosen.emit(key)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.mm(CHIP_MM[1]))
