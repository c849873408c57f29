"""A sheet that asks for a few words: usual ones with one tap, others with letters on the screen or the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.controls.accents import turn_accent
from app.ui.controls.buttons import Kind
from app.ui.controls.chips import Chips
from app.ui.controls.letters import WordPad
from app.ui.controls.sheet import Sheet
from app.ui.rows import ChipRow
from app.ui.theme import Theme

_WIDE_MM = 236.0


class TextSheet(Sheet):
    """``ask`` opens it; ``entered`` gives the words that were accepted, empty when none are asked for and none typed.

    A chip puts its words into the line; with ``is_quick`` it also accepts them. ``name`` begins every object name.
    """

    entered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget,
        *,
        most: int,
        is_quick: bool = False,
        adds: bool = True,
    ) -> None:
        """``adds``: usual words are added to what was typed, else they take its place, as a name does."""
        super().__init__(theme, name, parent, width_mm=_WIDE_MM)
        self._is_quick, self._is_needed, self._adds = is_quick, False, adds
        self._words: dict[str, str] = {}
        self.line = QLineEdit()
        self.line.setObjectName(f"{name}-line")
        self.line.setProperty("type", "large")
        self.line.setMaxLength(most)
        self.setFocusProxy(self.line)
        self.chips = Chips(theme, f"{name}-usual", is_choice=False)
        self.pad = WordPad(theme)
        self.body.addWidget(self.line)
        self.body.addWidget(self.chips)
        self.body.addWidget(self.pad, 1)
        self._clear = self.add_answer(f"{name}-clear", "")
        self._accept = self.add_answer(f"{name}-accept", "", Kind.PRIMARY)
        self.answers.setStretch(0, 1)
        self.answers.setStretch(1, 2)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._give)
        self.pad.typed.connect(self._insert)
        self.pad.backspace.connect(self.line.backspace)
        self.pad.accented.connect(partial(turn_accent, self.line))
        self.chips.chosen.connect(self._take)
        self._clear.clicked.connect(self._empty)
        self._accept.clicked.connect(self._give)
        self._retranslate_answers()

    def ask(
        self,
        title: str,
        *,
        hint: str = "",
        before: str = "",
        accept: str = "",
        usual: Sequence[ChipRow] = (),
        is_needed: bool = False,
    ) -> None:
        """Open with the words ``before``; ``accept`` names the key. ``is_needed``: nothing is no answer."""
        self._is_needed = is_needed
        self._words = {row.key: row.label for row in usual}
        self.set_title(title)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(title)
        self.line.setText(before)
        self.chips.show_rows(usual)
        self.chips.setVisible(bool(usual))
        self._accept.say(accept or self.tr("OK"))
        self._typed()
        self.pad.show()
        self.open()
        self.line.setFocus()

    def _insert(self, sign: str) -> None:
        """Begin a sentence with a capital, as people write."""
        self.line.insert(sign.upper() if not self.line.text() else sign)

    def _take(self, key: str) -> None:
        self.line.setText(self._with(self._words[key]))
        self.line.setFocus()
        if self._is_quick:
            self._give()

    def _with(self, usual: str) -> str:
        """Return the usual words after what was typed; they take its place where it is usual words too or their
        beginning, where both have no room, and on a sheet that asks for a name.
        """
        typed = self.line.text().strip()
        both = f"{typed}, {usual[:1].lower()}{usual[1:]}"
        is_replaced = typed in self._words.values() or usual.lower().startswith(typed.lower())
        if not self._adds or is_replaced:
            return usual
        if usual.lower() in typed.lower():
            return typed
        return both if len(both) <= self.line.maxLength() else usual

    def _typed(self) -> None:
        self._accept.setEnabled(bool(self.line.text().strip()) or not self._is_needed)
        self._clear.setEnabled(bool(self.line.text()))

    def _empty(self) -> None:
        self.line.clear()
        self.line.setFocus()

    def _give(self) -> None:
        words = self.line.text().strip()
        if words or not self._is_needed:
            self.put_away()
            self.entered.emit(words)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_answers()
        super().changeEvent(event)

    def _retranslate_answers(self) -> None:
        self._clear.say(self.tr("Clear"))
        if not self.isVisible():
            self._accept.say(self.tr("OK"))
        self.line.setAlignment(Qt.AlignmentFlag.AlignLeft)
