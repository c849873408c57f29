"""« Confirm several »: transfers to tick, one by one or all of an operator, and one key for those that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind
from app.ui.controls.chips import Chips
from app.ui.controls.layout import label
from app.ui.controls.row_list import RowList
from app.ui.controls.sheet import Sheet
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.transfers import TransfersModel

_HIGH_MM = 96.0


class TransfersSheet(Sheet):
    """Shows a ``TransfersModel``; it closes itself once everything that was ticked is noted."""

    def __init__(self, model: TransfersModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "transfers", parent, width_mm=200)
        self._model = model
        self.operators = Chips(theme, "all-of", is_choice=False)
        self.list = RowList(theme, "transfers-list")
        self._note, self._sum = label("small", "warn"), label("title")
        self._note.setWordWrap(True)
        self._sum.setObjectName("transfers-sum")
        self._sum.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self.operators)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._note)
        self.answers.addWidget(self._sum, 1)
        self._accept = self.add_answer("transfers-confirm", "", Kind.PRIMARY)
        self.operators.chosen.connect(model.toggle_operator)
        self.list.tapped.connect(model.toggle)
        self._accept.clicked.connect(model.confirm)
        model.changed.connect(self._changed)
        model.finished.connect(self.put_away)
        self.closed.connect(model.leave)
        theme.changed.connect(self._dress)
        self._dress()
        self._name()

    def open(self) -> None:
        """Show what waits, with the ticks of before."""
        self._model.enter()
        self._refresh()
        super().open()

    def _changed(self) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        model = self._model
        self.operators.show_rows(model.operators)
        self.list.show_rows(model.rows)
        self._note.setText(model.note)
        self._note.setVisible(bool(model.note))
        self._sum.setText(model.chosen_text)
        self._accept.setEnabled(model.can_confirm)

    def _dress(self) -> None:
        self.list.setMinimumHeight(self.theme.mm(_HIGH_MM))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._changed()
        super().changeEvent(event)

    def _name(self) -> None:
        self.set_title(self.tr("Which of these are in the operator’s list?"))
        self.list.say(self.tr("Transfers"))
        self._accept.say(self.tr("They have arrived"))
