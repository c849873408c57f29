"""Letters for a till without a keyboard: a docked pad under the tiles, in the order of the language in force."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row
from app.ui.theme import LABEL, TOUCH_MIN_MM, Theme

_DIGITS = "1234567890"
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_KEY_MM = (TOUCH_MIN_MM, 11.0)


class LetterPad(Ground):
    """Keys named ``letter:a`` … ``letter:space``, ``letter:backspace``. It takes no focus, so the field keeps it.

    ``typed`` gives a sign, ``backspace`` takes one back, ``closed`` tells that the pad was put away.
    """

    typed = Signal(str)
    backspace = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme = theme
        self._rows: list[Row] = []
        self._letters: dict[str, TouchButton] = {}
        self.setObjectName("letters")
        column = Column(theme, self, gap_mm=2)
        for _ in range(4):
            row = Row(theme, gap_mm=2)
            self._rows.append(row)
            column.addLayout(row)
        self._space = self._key("space", "", Kind.QUIET)
        self._rub = self._key("backspace", "backspace", Kind.BARE)
        self._close = self._key("close", "down", Kind.BARE)
        self._space.clicked.connect(lambda: self.typed.emit(" "))
        self._rub.clicked.connect(self.backspace)
        self._close.clicked.connect(self.put_away)
        for letter in _DIGITS + "abcdefghijklmnopqrstuvwxyz":
            key = self._letters[letter] = self._key(letter, "", Kind.QUIET)
            key.say(letter.upper())
            key.clicked.connect(lambda _checked=False, sign=letter: self.typed.emit(sign))
        self.retranslate()
        self.hide()

    def _key(self, name: str, icon: str, kind: Kind) -> TouchButton:
        key = TouchButton(self._theme, f"letter:{name}", kind, icon=icon, size_mm=_KEY_MM, points=LABEL)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def put_away(self) -> None:
        """Hide the pad and tell."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        """Name the keys and lay them out as the language in force is typed."""
        is_french = QLocale().language() == QLocale.Language.French
        rows = (_DIGITS, *(_AZERTY if is_french else _QWERTY))
        for row, letters in zip(self._rows, rows, strict=True):
            while row.takeAt(0) is not None:
                pass
            for letter in letters:
                row.addWidget(self._letters[letter], 2)
        self._rows[-1].addWidget(self._space, 4)
        self._rows[-1].addWidget(self._rub, 2)
        self._rows[-1].addWidget(self._close, 2)
        self._space.say(self.tr("Space"))
        self._rub.say("", accessible=self.tr("Erase the last letter"))
        self._close.say("", accessible=self.tr("Hide the letters"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
