"""The self-test of a printer's letters: it prints numbered lines, the person taps the number of the right one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import label
from app.ui.controls.sheet import Sheet
from app.ui.theme import BODY, GAP_MIN_MM, HEAD, KEY_MIN_MM, Theme

if TYPE_CHECKING:
    from app.ui.view_models.printers import PrintersModel

_IN_A_ROW = 4


class AccentsSheet(Sheet):
    """Keys ``line:1`` … ``line:8`` and ``line:none``; ``print-accents`` prints the lines again."""

    def __init__(self, model: PrintersModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "accents-sheet", parent, width_mm=118)
        self._model = model
        self._hint, self._state = label("body", "muted"), label("body", "warn")
        for words in (self._hint, self._state):
            words.setWordWrap(True)
        self._state.setObjectName("accents-state")
        self._keys: dict[str, TouchButton] = {}
        self._grid = QGridLayout()
        self.body.addWidget(self._hint)
        for place, row in enumerate(model.accents):
            is_line = row.id.isdecimal()
            key = TouchButton(
                theme,
                f"line:{row.id}",
                Kind.QUIET,
                size_mm=(KEY_MIN_MM, KEY_MIN_MM if is_line else 12),
                points=HEAD if is_line else BODY,
            )
            key.clicked.connect(partial(self._take, row.id))
            across = 1 if is_line else _IN_A_ROW
            self._grid.addWidget(key, place // _IN_A_ROW, place % _IN_A_ROW if is_line else 0, 1, across)
            self._keys[row.id] = key
        self.body.addLayout(self._grid)
        self.body.addWidget(self._state)
        self._again = self.add_answer("print-accents", "", Kind.SECONDARY)
        self._again.show_icon("printer")
        self._again.clicked.connect(model.print_accents)
        theme.changed.connect(self._dress)
        self._dress()
        self._say()

    def begin(self) -> None:
        """Print the lines and ask which is right."""
        self._model.print_accents()
        self.refresh()
        self.open()

    def refresh(self) -> None:
        """Show how the printing goes."""
        model = self._model
        self._state.setText(model.check_text if model.check_is_bad or model.is_checking else "")
        self._state.setVisible(bool(self._state.text()))
        self._again.setEnabled(not model.is_checking)
        for row in model.accents:
            self._keys[row.id].say(row.label)
        if self.isVisible():
            self._arrange()

    def _take(self, line: str, _checked: bool = False) -> None:
        self.put_away()
        self._model.take_line(line)

    def _dress(self) -> None:
        self._grid.setSpacing(self.theme.mm(GAP_MIN_MM))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        self.set_title(self.tr("Which line is right?"))
        self._hint.setText(
            self.tr(
                "The printer writes numbered lines. Tap the number of the line whose accents and € are right."
            )
        )
        self._again.say(self.tr("Print them again"))
        self.refresh()
