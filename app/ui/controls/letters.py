"""Letters for a till without a keyboard, in the order of the language in force: docked under tiles, or in a sheet."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row
from app.ui.theme import KEY_MIN_MM, LABEL, TITLE, TOUCH_MIN_MM, Theme

_DIGITS = "1234567890"
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_WORD_KEY_MM = 13.0
_IN_A_ROW = 10
_KEY_MM = (TOUCH_MIN_MM, 11.0)


class LetterPad(Ground):
    """Keys named ``letter:a`` … ``letter:space``, ``letter:backspace``. It takes no focus, so the field keeps it.

    ``typed`` gives a sign, ``backspace`` takes one back, ``closed`` tells that the pad was put away. The keys are made
    with the first ``show``: a till has several pads, and most evenings need none.
    """

    SIGNS = ""
    """What there is besides letters, digits and the space."""

    typed = Signal(str)
    backspace = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme = theme
        self._rows: list[Row] = []
        self._letters: dict[str, TouchButton] = {}
        self.setObjectName("letters")
        self.hide()

    def setVisible(self, is_visible: bool) -> None:
        if is_visible and not self._letters:
            self._make()
            self.retranslate()
        super().setVisible(is_visible)

    def _make(self) -> None:
        column = Column(self._theme, self, gap_mm=2)
        for _ in range(4):
            row = Row(self._theme, gap_mm=2)
            self._rows.append(row)
            column.addLayout(row, 1)
        self._space = self._key("space", "", Kind.QUIET)
        self._rub = self._key("backspace", "backspace", Kind.BARE)
        self._close = self._key("close", "down", Kind.BARE)
        self._space.clicked.connect(lambda: self.typed.emit(" "))
        self._rub.clicked.connect(self.backspace)
        self._close.clicked.connect(self.put_away)
        for sign in _DIGITS + "abcdefghijklmnopqrstuvwxyz" + self.SIGNS:
            self._add(sign)

    def _add(self, sign: str) -> None:
        key = self._letters[sign] = self._key(sign, "", Kind.QUIET)
        key.say(sign.upper())
        key.clicked.connect(lambda: self._type(sign))

    def _type(self, sign: str) -> None:
        self.typed.emit(sign)

    def _key(self, name: str, icon: str, kind: Kind) -> TouchButton:
        key = _LetterKey(self._theme, f"letter:{name}", kind, icon=icon, size_mm=_KEY_MM, points=LABEL)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def write_into(self, field: QLineEdit) -> None:
        """Type into ``field``."""
        self.typed.connect(field.insert)
        self.backspace.connect(field.backspace)

    def put_away(self) -> None:
        """Hide the pad and tell."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        """Name the keys and lay them out as the language in force is typed."""
        if not self._letters:
            return
        rows = (_DIGITS, *(_AZERTY if _is_french() else _QWERTY))
        for row, letters in zip(self._rows, rows, strict=True):
            while row.takeAt(0) is not None:
                pass
            self._lay(row, letters, is_last=row is self._rows[-1])
        self._space.say(self.tr("Space"))
        self._rub.say("", accessible=self.tr("Erase the last letter"))
        self._close.say("", accessible=self.tr("Hide the letters"))

    def _lay(self, row: Row, letters: str, *, is_last: bool) -> None:
        """Put the keys of ``letters`` into ``row``, and into the last one what is no letter."""
        for letter in letters:
            row.addWidget(self._letters[letter], 2)
        if is_last:
            for key, share in ((self._space, 4), (self._rub, 2), (self._close, 2)):
                row.addWidget(key, share)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _is_french() -> bool:
    return QLocale().language() == QLocale.Language.French


class _LetterKey(TouchButton):
    """A key of which each tap is a letter."""

    rests_s = 0


class _LargeKey(_LetterKey):
    """A key as high as those of the keypad where there is room, and never below what a finger meets."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.theme.mm(KEY_MIN_MM))


class Shift(Enum):
    """Which letters are capitals: none, the next one, or all until the key is tapped again."""

    OFF = 0
    ONCE = 1
    STAYS = 2


class WordPad(LetterPad):
    """For a sheet that takes words, which shows it: high keys, a long space, capitals, accents and some signs.

    ``accented``: the letter that was just typed gets its (next) accent (``letter:accent``). ``letter:shift`` makes the
    next letter a capital; tapped twice it stays, tapped again it is off, as it is each time the pad is shown.
    """

    SIGNS = "’-,"
    accented = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._capitals = Shift.OFF

    def setVisible(self, is_visible: bool) -> None:
        super().setVisible(is_visible)
        if is_visible:
            self.shift(Shift.OFF)

    def _make(self) -> None:
        super()._make()
        self._shift = self._key("shift", "shift", Kind.CHOICE)
        self._shift.clicked.connect(lambda: self.shift(Shift((self._capitals.value + 1) % len(Shift))))
        self._accent = self._key("accent", "", Kind.BARE)
        self._accent.clicked.connect(self.accented)
        self._close.setParent(self)
        self._close.hide()

    def shift(self, capitals: Shift) -> None:
        """Say which letters are capitals from now on."""
        self._capitals = capitals
        self._shift.setChecked(capitals is not Shift.OFF)
        self._shift.show_icon("capitals" if capitals is Shift.STAYS else "shift")
        self._shift.say("", accessible=self.shift_text(capitals))

    def shift_text(self, capitals: Shift) -> str:
        """Return what is read aloud of the key for capitals."""
        return {
            Shift.OFF: self.tr("Capital letter"),
            Shift.ONCE: self.tr("The next letter is a capital"),
            Shift.STAYS: self.tr("All letters are capitals"),
        }[capitals]

    def _type(self, sign: str) -> None:
        super()._type(sign if self._capitals is Shift.OFF else sign.upper())
        if sign.isalpha() and self._capitals is Shift.ONCE:
            self.shift(Shift.OFF)

    def _key(self, name: str, icon: str, kind: Kind) -> TouchButton:
        key = _HighKey(self._theme, f"letter:{name}", kind, icon=icon, points=TITLE, icon_mm=7)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return key

    def _lay(self, row: Row, letters: str, *, is_last: bool) -> None:
        """Where a row of letters is short, it takes the comma, and the last row has the more room."""
        first, comma = self.SIGNS[:-1], self.SIGNS[-1]
        if is_last:
            row.addWidget(self._shift, 2)
            letters += self.SIGNS if _is_french() else first
        elif len(letters) < _IN_A_ROW:
            letters += comma
        for sign in letters:
            row.addWidget(self._letters[sign], 2)
        if is_last:
            for key, share in ((self._accent, 2), (self._space, 3), (self._rub, 2)):
                row.addWidget(key, share)

    def retranslate(self) -> None:
        super().retranslate()
        if self._letters:
            self._accent.say("é è", accessible=self.tr("Accent on the last letter"))
            self.shift(self._capitals)


class _HighKey(_LetterKey):
    """A key somewhat higher than a finger needs, where there is room."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.theme.mm(_WORD_KEY_MM))


class LargeLetterPad(LetterPad):
    """The same for a sheet of its own, which shows it: large keys, full stop and hyphen in place of the space."""

    SIGNS = ".-"

    def _make(self) -> None:
        super()._make()
        for key in (self._space, self._close):
            key.setParent(self)
            key.hide()

    def _key(self, name: str, icon: str, kind: Kind) -> TouchButton:
        coat = Kind.QUIET if name == "backspace" else kind
        key = _LargeKey(self._theme, f"letter:{name}", coat, icon=icon, points=TITLE, icon_mm=7)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return key

    def _lay(self, row: Row, letters: str, *, is_last: bool) -> None:
        """Rows of ten: the last one is filled up by the backspace, a shorter one stands half a key in."""
        signs = letters + self.SIGNS if is_last else letters
        missing = _IN_A_ROW - len(signs)
        if missing and not is_last:
            row.addStretch(missing)
        for sign in signs:
            row.addWidget(self._letters[sign], 2)
        if is_last:
            row.addWidget(self._rub, 2 * missing)
        elif missing:
            row.addStretch(missing)
