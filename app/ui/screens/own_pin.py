"""« My PIN »: the PIN of now, then the new one twice; and the keys for that, which the team's page uses too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.keypad import Keypad, PinDots
from app.ui.controls.layout import Column, Ground, Sides, dye, label
from app.ui.controls.page import Page
from app.ui.controls.people import PersonHead
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.own_pin import OwnPinModel
    from app.ui.view_models.team import TeamModel

_WIDE_MM = 150.0
_HIGH_MM = 90.0


class NewPinPad(Ground):
    """Whose PIN, how many digits are typed, what to type, and the keys; ``typed`` takes those of the keyboard."""

    def __init__(self, model: OwnPinModel | TeamModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._model = model
        self._who, self._dots, self._question = PersonHead(theme), PinDots(theme), label("body", "muted")
        self._question.setObjectName("new-pin-question")
        self._question.setWordWrap(True)
        self._question.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._keypad = Keypad(theme, key_mm=(22, 17))
        entry = Ground("clear")
        words = Column(theme, entry, gap_mm=2)
        words.addStretch(1)
        for widget in (self._who, self._dots, self._question):
            words.addWidget(widget)
        words.addStretch(1)
        sides = Sides(theme, self, gap_mm=4)
        sides.addWidget(entry, 1)
        sides.addWidget(self._keypad)
        self._keypad.typed.connect(model.digit)
        self._keypad.backspace.connect(model.backspace)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model, chosen = self._model, self._model.chosen
        if chosen is None:
            return
        self._keypad.set_keys_enabled(model.is_open)
        self._who.show_person(chosen)
        self._dots.show_digits(model.digits, chosen.pin_length, is_wrong=model.is_wrong)
        self._question.setText(model.question)
        dye(self._question, "warn" if model.is_wrong else "muted")

    def typed(self, event: QKeyEvent) -> bool:
        """Take a key of the keyboard; return whether it meant something."""
        return self._keypad.take(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)


class OwnPinScreen(Page):
    """Shows an ``OwnPinModel``."""

    def __init__(self, model: OwnPinModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "own-pin", parent)
        self._model, self._pad = model, NewPinPad(model, theme)
        self._hint = label("body", "muted")
        self._hint.setWordWrap(True)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.body.addWidget(self._pad, 4, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        model.said.connect(lambda text: self.said.emit(text, ""))
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _dress(self) -> None:
        self._pad.setFixedWidth(self.theme.mm(_WIDE_MM))
        self._pad.setMaximumHeight(self.theme.mm(_HIGH_MM))

    def entered(self) -> None:
        """Begin with the PIN of now: what was half typed was typed by who left the page."""
        super().entered()
        self._model.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pad.typed(event):
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("My PIN"))
        self._hint.setText(self.tr("Choose one that nobody guesses, and type it where nobody looks on."))
