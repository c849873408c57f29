"""The sheet that takes the reference of a transfer by touch: one large line, letters and digits under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.controls.buttons import Kind
from app.ui.controls.letters import LargeLetterPad
from app.ui.controls.sheet import Sheet
from app.ui.theme import Theme
from app.ui.view_models.tender import REFERENCE_MAX

if TYPE_CHECKING:
    from app.ui.view_models.payment import PaymentModel

_WIDE_MM = 236.0


class ReferenceSheet(Sheet):
    """Types into the model as it goes, so that closing it in any way keeps what was typed."""

    def __init__(self, model: PaymentModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "reference-sheet", parent, width_mm=_WIDE_MM)
        self._model = model
        self.typed = QLineEdit()
        self.typed.setObjectName("reference-typed")
        self.typed.setProperty("type", "large")
        self.typed.setMaxLength(REFERENCE_MAX)
        self.typed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._letters = LargeLetterPad(theme)
        self.body.addWidget(self.typed)
        self.body.addWidget(self._letters, 1)
        self._clear = self.add_answer("reference-clear", "")
        self._accept = self.add_answer("reference-accept", "", Kind.PRIMARY)
        self.answers.setStretch(0, 1)
        self.answers.setStretch(1, 2)
        self.typed.textChanged.connect(model.set_reference)
        self.typed.returnPressed.connect(self.put_away)
        self._letters.typed.connect(lambda sign: self.typed.insert(sign.upper()))
        self._letters.backspace.connect(self.typed.backspace)
        self._clear.clicked.connect(self._empty)
        self._accept.clicked.connect(self.put_away)
        self._say()

    def open(self) -> None:
        """Show the reference as it is, the caret at its end."""
        self.typed.setText(self._model.reference)
        self._name(self._model.operator)
        self._letters.show()
        super().open()
        self.typed.setFocus()

    def _empty(self) -> None:
        self.typed.clear()
        self.typed.setFocus()

    def _name(self, operator: str) -> None:
        reference = self.tr("Reference of the payment")
        is_by_phone = bool(operator) and self._model.method == "mobile_money"
        self.set_title(f"{operator} · {reference}" if is_by_phone else reference)
        self.typed.setAccessibleName(reference)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        self._name(self._model.operator)
        self.typed.setPlaceholderText(self.tr("As the phone or the bank’s terminal shows it"))
        self._clear.say(self.tr("Clear"))
        self._accept.say(self.tr("OK"))
