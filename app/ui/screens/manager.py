"""The sheet that asks for a manager's PIN: who allows it, and the keys. Nobody is signed in or out by it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.ui.controls.layout import Row
from app.ui.controls.people import PersonChip
from app.ui.controls.sheet import Sheet
from app.ui.rows import PersonRow
from app.ui.screens.pin import PinPanel
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.sign_in import AuthoriseModel


class ManagerSheet(Sheet):
    """Shows an ``AuthoriseModel``. Chips are named ``manager:<id>``; it goes away when the PIN was right."""

    def __init__(self, model: AuthoriseModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "manager", parent, width_mm=150)
        self._model = model
        self._rows: list[PersonRow] = []
        self._chips: dict[str, PersonChip] = {}
        self._group = QButtonGroup(self)
        self._people = Row(theme, gap_mm=2.4)
        self._pin = PinPanel(model, theme, is_wide=True)
        self.body.addLayout(self._people)
        self.body.addWidget(self._pin)
        model.changed.connect(self._refresh)
        model.authorised.connect(self.put_away)
        self.closed.connect(model.cancel)
        self._name()
        self._refresh()

    def _refresh(self) -> None:
        """Show who may allow it; one person alone needs no choice."""
        rows = self._model.people
        if rows != self._rows:
            self._make(rows)
        chosen = self._model.chosen
        chip = self._chips.get(chosen.id) if chosen else None
        if chip is not None:
            chip.setChecked(True)

    def _make(self, rows: list[PersonRow]) -> None:
        self._rows = rows
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chips.clear()
        self._people.addStretch(1)
        for row in rows if len(rows) > 1 else []:
            chip = PersonChip(self.theme, f"manager:{row.id}", row)
            chip.clicked.connect(partial(self._choose, row.id))
            self._group.addButton(chip)
            self._people.addWidget(chip, 1)
            self._chips[row.id] = chip
        self._people.addStretch(1)

    def _choose(self, member: str, _checked: bool = False) -> None:
        self._model.choose(member)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pin.typed(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self.set_title(self.tr("A manager's PIN"))
