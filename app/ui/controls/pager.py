"""Previous and next page of a list, and which rows are shown: the keys stay where they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import Ground, Row, label
from app.ui.theme import SMALL, Theme


class Pager(Ground):
    """Keys ``<name>-previous`` and ``<name>-next``; hidden while there is one page only."""

    previous = Signal()
    next = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._words = label("small", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous = TouchButton(
            theme, f"{name}-previous", Kind.QUIET, icon="back", size_mm=(30, 12), points=SMALL
        )
        self._next = TouchButton(
            theme, f"{name}-next", icon="forward", arrange=Arrange.AFTER, size_mm=(30, 12), points=SMALL
        )
        self._previous.rests_s = self._next.rests_s = 0
        row = Row(theme, self, gap_mm=3)
        row.addWidget(self._previous)
        row.addWidget(self._words, 1)
        row.addWidget(self._next)
        self._previous.clicked.connect(self.previous)
        self._next.clicked.connect(self.next)
        self._retranslate()

    def show_place(self, text: str, *, has_previous: bool, has_next: bool) -> None:
        """Say which rows are shown, and let the keys be tapped that lead anywhere."""
        self._words.setText(text)
        self._previous.setEnabled(has_previous)
        self._next.setEnabled(has_next)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        #: the newer page of a list
        self._previous.say(self.tr("Newer"))
        #: the page of a list that follows
        self._next.say(self.tr("Older"))
