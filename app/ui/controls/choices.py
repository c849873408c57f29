"""A setting with a few values, each a key of its own: nothing folds out, nothing is hidden."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Ground, Row, label
from app.ui.rows import ActionRow
from app.ui.theme import SMALL, Theme

_NAME_MM = 27.0
_KEY_MM = (16.0, 11.0)


class Choices(Ground):
    """The setting's name at the left, its keys beside it, named ``<name>:<value>``. ``chosen`` gives the value."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, *, name_mm: float = _NAME_MM) -> None:
        super().__init__("clear")
        self._theme, self._name, self._name_mm = theme, name, name_mm
        self._keys: dict[str, TouchButton] = {}
        self._group = QButtonGroup(self)
        self._label = label("small", "muted")
        self._label.setWordWrap(True)
        self._row = Row(theme, self, gap_mm=2)
        self._row.addWidget(self._label)
        theme.changed.connect(self._dress)
        self._dress()

    def say(self, name: str) -> None:
        """Name the setting."""
        self._label.setText(name)
        self.setAccessibleName(name)
        self._name_keys()

    def show_choices(self, choices: tuple[ActionRow, ...], chosen: str) -> None:
        """Show these values, one of them in force."""
        if list(self._keys) != [choice.id for choice in choices]:
            self._make(choices)
        for choice in choices:
            self._keys[choice.id].say(choice.label)
        self._keys[chosen].setChecked(True)
        self._name_keys()

    def _make(self, choices: tuple[ActionRow, ...]) -> None:
        for key in self._keys.values():
            self._group.removeButton(key)
            self._row.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._keys.clear()
        for choice in choices:
            name = f"{self._name}:{choice.id}"
            key = TouchButton(self._theme, name, Kind.CHOICE, size_mm=_KEY_MM, points=SMALL)
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            key.clicked.connect(partial(self._choose, choice.id))
            self._group.addButton(key)
            self._row.addWidget(key, 1)
            self._keys[choice.id] = key

    def _choose(self, value: str, _checked: bool = False) -> None:
        self.chosen.emit(value)

    def _name_keys(self) -> None:
        for key in self._keys.values():
            key.setAccessibleName(f"{self._label.text()} {key.text()}")

    def _dress(self) -> None:
        self._label.setFixedWidth(self._theme.mm(self._name_mm))
