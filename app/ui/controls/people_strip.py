"""A strip of people to pick one from with one tap: who sells, or which manager allows it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup

from app.ui.controls.layout import ScrollColumn
from app.ui.controls.people import CHIP_MM, PersonChip, shared_points
from app.ui.rows import PersonRow
from app.ui.theme import GAP_MIN_MM, Theme

_DIGITS = 9


class PeopleStrip(ScrollColumn):
    """People beside each other, one chosen; chips are named ``<prefix>:<id>``. ``chosen`` gives a person's id.

    With ``has_digits`` the first nine show the digit that picks them from the keyboard.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, prefix: str, *, has_digits: bool = False) -> None:
        super().__init__(theme, gap_mm=GAP_MIN_MM, is_sideways=True)
        self._theme, self._prefix, self._has_digits = theme, prefix, has_digits
        self._rows: list[PersonRow] = []
        self._chips: dict[str, PersonChip] = {}
        self._group = QButtonGroup(self)
        self.setObjectName(f"{prefix}-strip")
        self.stack.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_people(self, rows: list[PersonRow], chosen: PersonRow | None) -> None:
        """Show ``rows`` in their order; the strip hides when there are none."""
        if rows != self._rows:
            self._rows = rows
            self._make()
        self.setVisible(bool(rows))
        chip = self._chips.get(chosen.id) if chosen else None
        if chip is not None and not chip.isChecked():
            chip.setChecked(True)
            self.ensureWidgetVisible(chip, self._theme.mm(4), 0)

    def _make(self) -> None:
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for place, row in enumerate(self._rows):
            digit = place + 1 if self._has_digits and place < _DIGITS else 0
            chip = PersonChip(self._theme, f"{self._prefix}:{row.id}", row, digit)
            chip.clicked.connect(partial(self._choose, row.id))
            self._group.addButton(chip)
            self.stack.insertWidget(place, chip, 100)
            self._chips[row.id] = chip
        self._fit()

    def _choose(self, member: str, _checked: bool = False) -> None:
        self.chosen.emit(member)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.mm(CHIP_MM[1]))
        self._fit()

    def _fit(self) -> None:
        """Write all names in one size, the largest in which everybody is on the screen."""
        chips = list(self._chips.values())
        gaps = self.stack.spacing() * len(chips)
        points = shared_points(chips, self.viewport().width() - gaps)
        for chip in chips:
            chip.write_in(points)
        # A strip that was wider before it was shown keeps its width until somebody says that it needs less.
        self.stack.activate()
        if (inner := self.widget()) is not None:
            inner.resize(max(self.viewport().width(), inner.minimumSizeHint().width()), inner.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
