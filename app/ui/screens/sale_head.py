"""The line above the tiles: the search, how many products are shown, and the ways to the day, the lock and the menu."""

from __future__ import annotations

from math import ceil

from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Ground, Row, label
from app.ui.controls.paint import width_of
from app.ui.controls.search import SearchField
from app.ui.theme import SMALL, Theme

_KEY_MM = (12, 12)
_USUAL_MOST = 888
"""Room is kept for as many products, so that the search keeps its place whatever it finds."""


class SaleHead(Ground):
    """Has ``search``, ``day``, ``lock`` and ``menu``; the page listens to them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme, self._most = theme, _USUAL_MOST
        self.search = SearchField(theme)
        self._found = label("small", "faint")
        self.day = TouchButton(theme, "day", Kind.QUIET, icon="day", size_mm=_KEY_MM)
        self.lock = TouchButton(theme, "lock", Kind.QUIET, icon="lock", size_mm=_KEY_MM)
        self.menu = TouchButton(theme, "menu", Kind.QUIET, icon="menu", size_mm=_KEY_MM)
        row = Row(theme, self, gap_mm=2.4, margins_mm=(0, 0, 1.4, 0))
        row.addWidget(self.search, 5)
        row.addWidget(self._found)
        row.addStretch(1)
        for key in (self.day, self.lock, self.menu):
            row.addWidget(key)
        theme.changed.connect(self._dress)

    def say_found(self, count: int) -> None:
        """Say how many products are shown."""
        self._most = max(self._most, count)
        self._found.setText(self.tr("%n product(s)", "", count))
        self._dress()

    def _dress(self) -> None:
        widest = self.tr("%n product(s)", "", self._most)
        self._found.setFixedWidth(ceil(width_of(widest, self._theme.font(SMALL))))

    def retranslate(self) -> None:
        self.search.say(self.tr("Search a product"), self.tr("Clear the search"))
        self.day.say("", accessible=self.tr("My day"))
        self.lock.say("", accessible=self.tr("Lock or change person"))
        self.menu.say("", accessible=self.tr("Menu"))
