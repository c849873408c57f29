"""A sheet that asks for a count: how many of this line, typed or tapped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind
from app.ui.controls.keypad import Keypad
from app.ui.controls.layout import Column, Sides, label
from app.ui.controls.paint import CENTER
from app.ui.controls.sheet import Sheet
from app.ui.theme import HEAD, Theme

_MOST_DIGITS = 3


class NumberSheet(Sheet):
    """``entered`` gives the number that was accepted; 0 takes the line away, and has a key of its own.

    What else is asked stands in ``beside``, under the number.
    """

    entered = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, *, width_mm: float = 116) -> None:
        super().__init__(theme, "quantity", parent, width_mm=width_mm)
        self._digits = ""
        self._before = 0
        self._shown = AmountLabel(theme, "quantity-value", points=HEAD * 1.6, align=CENTER)
        self._keypad = Keypad(theme)
        self.beside = Column(theme, gap_mm=2)
        self.beside.addStretch(1)
        self._name = label("label", "muted")
        self._name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.beside.addWidget(self._name)
        self.beside.addWidget(self._shown)
        self.beside.addStretch(1)
        sides = Sides(
            theme, gap_mm=4
        )  # side by side, for the keys' sake: a low screen has no room for all in one column
        sides.addLayout(self.beside, 1)
        sides.addWidget(self._keypad)
        self.body.addLayout(sides)
        self._remove = self.add_answer("quantity-remove", "", Kind.STOP)
        self._accept = self.add_answer("quantity-accept", "", Kind.PRIMARY)
        self._keypad.typed.connect(self._type)
        self._keypad.backspace.connect(self._rub)
        self._remove.clicked.connect(lambda: self._give(0))
        self._accept.clicked.connect(self.give_typed)
        self._retranslate_answers()

    def ask(self, title: str, before: int, *, may_remove: bool = True) -> None:
        """Open with the number as it is now; the first digit replaces it. ``may_remove``: there is a line to remove."""
        self._digits, self._before = "", before
        self._remove.setVisible(may_remove)
        self.set_title(title)
        self._show()
        self.open()

    def _type(self, digit: str) -> None:
        self._digits = (self._digits + digit).lstrip("0")[:_MOST_DIGITS]
        self._show()

    def _rub(self) -> None:
        self._digits = (self._digits or str(self._before))[:-1]
        self._before = 0
        self._show()

    def _show(self) -> None:
        self._shown.say(self._digits or str(self._before))

    def give_typed(self) -> None:
        """Accept what is typed."""
        self._give(int(self._digits or self._before))

    def _give(self, count: int) -> None:
        self.put_away()
        self.entered.emit(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit():
            self.setFocus()  # the Enter after it is the sheet's
            self._type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._rub()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.give_typed()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_answers()
        super().changeEvent(event)

    def _retranslate_answers(self) -> None:
        self._name.setText(self.tr("Quantity"))
        self._remove.say(self.tr("Remove"))
        self._accept.say(self.tr("OK"))
