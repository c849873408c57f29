"""The last word before the window goes: what is not sent or not paid yet, where it is, and two answers.

It closes nothing by itself and holds nothing up: the till goes on selling and sending under it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind
from app.ui.controls.layout import label
from app.ui.controls.sheet import Sheet
from app.ui.theme import Theme


class ClosingSheet(Sheet):
    """Answers ``answer:leave`` and ``answer:stay``. ``agreed`` tells that the window may go."""

    agreed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "closing-sheet", parent, width_mm=132)
        self._waiting, self._kept, self._order = label("strong"), label("body", "muted"), label("body")
        for words in (self._waiting, self._kept, self._order):
            words.setWordWrap(True)
            self.body.addWidget(words)
        self._leave = self.add_answer("answer:leave", "")
        self._stay = self.add_answer("answer:stay", "", Kind.PRIMARY)
        self._leave.clicked.connect(self.agreed)
        self._stay.clicked.connect(self.put_away)
        self.retranslate()

    def say_waiting(self, text: str) -> None:
        """Show what has not been sent; empty when everything has gone meanwhile."""
        self._waiting.setText(text or self.tr("Everything has been sent."))
        self._kept.setVisible(bool(text))

    def say_order(self, text: str) -> None:
        """Show what order nobody has paid yet; empty for none."""
        self._order.setText(text)
        self._order.setVisible(bool(text))

    def retranslate(self) -> None:
        """Set every text again but what waits and what is not paid."""
        self.set_title(self.tr("Close the till?"))
        self._kept.setText(
            self.tr("Nothing is lost: it is kept on this till and is sent when the till starts again.")
        )
        self._leave.say(self.tr("Close", "end the program"), accessible=self.tr("Close the till"))
        self._stay.say(self.tr("Stay"))
