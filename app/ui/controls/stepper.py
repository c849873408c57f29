"""How many: a figure between « − » and « + »."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Ground, Row
from app.ui.controls.paint import CENTER
from app.ui.theme import HEAD, LABEL, Theme

_KEY_MM = 13.0


class Stepper(Ground):
    """Keys ``<name>-less`` and ``<name>-more``; ``less`` and ``more`` tell, the owner shows the figure."""

    less = Signal()
    more = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme = theme
        self._less = self._key(f"{name}-less", "minus")
        self._figure = AmountLabel(theme, f"{name}-figure", points=HEAD, at_least=LABEL, align=CENTER)
        self._more = self._key(f"{name}-more", "plus")
        row = Row(theme, self, gap_mm=1)
        for widget in (self._less, self._figure, self._more):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._less.clicked.connect(self.less)
        self._more.clicked.connect(self.more)
        theme.changed.connect(self._dress)
        self._dress()
        self._retranslate()

    def _key(self, name: str, icon: str) -> TouchButton:
        key = TouchButton(self._theme, name, Kind.QUIET, icon=icon, size_mm=(_KEY_MM, _KEY_MM))
        key.rests_s = 0
        return key

    def show_figure(self, text: str, *, can_less: bool, can_more: bool) -> None:
        """Show how many, and which way it may go."""
        self._figure.say(text)
        self._less.setEnabled(can_less)
        self._more.setEnabled(can_more)

    def _dress(self) -> None:
        self._figure.setFixedWidth(self._theme.mm(16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._less.say("", accessible=self.tr("One less"))
        self._more.say("", accessible=self.tr("One more"))
