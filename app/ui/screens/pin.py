"""The right half of signing in: who, how many digits are typed, what went wrong, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.ui.controls.aloud import say_aloud
from app.ui.controls.keypad import Keypad, PinDots
from app.ui.controls.layout import Column, Ground, Sides, dye, label
from app.ui.controls.people import PersonHead
from app.ui.controls.search import Empty
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.sign_in import PinModel


_KEYS_MOST_MM = 98.0


class PinPanel(Ground):
    """Shows a ``PinModel``; used by the sign-in screen and by the sheet that asks for a manager."""

    def __init__(
        self, model: PinModel, theme: Theme, parent: QWidget | None = None, *, is_wide: bool = False
    ) -> None:
        """``is_wide`` puts the keys beside who it is, for a sheet; else they are under it."""
        super().__init__("panel", parent)
        self._model = model
        self.setObjectName("pin")
        self._who = PersonHead(theme)
        self._dots = PinDots(theme)
        self._message = label("body")
        self._message.setObjectName("pin-message")
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._keypad = Keypad(theme, key_mm=(22, 17))
        self._keypad.typed.connect(model.digit)
        self._keypad.backspace.connect(model.backspace)
        self._nobody = Empty(theme, "lock")
        self._theme = theme
        self._fill(theme, is_wide=is_wide)
        theme.changed.connect(self._dress)
        self._dress()
        model.changed.connect(self.refresh)
        self.refresh()

    def _fill(self, theme: Theme, *, is_wide: bool) -> None:
        entry = Ground("clear")
        words = Column(theme, entry, gap_mm=2)
        words.addStretch(1)
        words.addWidget(self._who)
        words.addWidget(self._dots)
        words.addWidget(self._message)
        words.addStretch(1)
        self._top = QStackedWidget()
        self._top.addWidget(self._nobody)
        self._top.addWidget(entry)
        self._top.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if is_wide:
            sides = Sides(theme, self, gap_mm=4)
            sides.addWidget(self._top, 1)
            sides.addWidget(self._keypad)
            return
        column = Column(theme, self, gap_mm=3, margins_mm=(6, 4, 6, 6))
        column.addWidget(self._top, 2)
        column.addWidget(self._keypad, 3)

    def _dress(self) -> None:
        self._keypad.setMaximumHeight(self._theme.mm(_KEYS_MOST_MM))

    def refresh(self) -> None:
        """Show the model as it is now."""
        model, chosen = self._model, self._model.chosen
        self._top.setCurrentIndex(0 if chosen is None else 1)
        self._keypad.set_keys_enabled(chosen is not None and not model.is_checking)
        self._who.show_person(chosen)
        if model.barred is None:
            self._nobody.say(self.tr("Touch your name"), self.tr("then type your PIN"))
        else:
            self._nobody.say(self.tr("This till is shut out"), self.tr("Call the manager"))
        self._dots.show_digits(model.digits, chosen.pin_length if chosen else 4, is_wrong=model.is_wrong)
        if model.message:
            self._say(model.message, "warn")
        elif model.is_checking:
            self._say(self.tr("Checking…"), "muted")
        else:
            self._say(self.tr("Type your PIN"), "muted")

    def typed(self, event: QKeyEvent) -> bool:
        """Take a key of the keyboard; return whether it meant something."""
        return self._keypad.take(event)

    def _say(self, text: str, ink: str) -> None:
        if ink == "warn" and text != self._message.text():
            say_aloud(self, text)
        self._message.setText(text)
        dye(self._message, ink)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
