"""The line above the tiles: the search, how many products are shown, and the ways to the day, the lock and the menu."""

from __future__ import annotations

from math import ceil

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui import format as text_of
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Ground, Row, label
from app.ui.controls.paint import width_of
from app.ui.controls.search import SearchField
from app.ui.theme import SMALL, Theme

_KEY_MM = (12, 12)
_GAP_MM, _END_MM = 2.4, 1.4
_USUAL_MOST = 888
"""Room is kept for as many products, so that the search keeps its place whatever it finds."""


class SaleHead(Ground):
    """Has ``search``, ``day``, ``lock`` and ``menu``; the page listens to them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme, self._most, self._waiting = theme, _USUAL_MOST, 0
        self.search = SearchField(theme)
        self._found = label("small", "faint")
        self.day = TouchButton(theme, "day", Kind.QUIET, icon="day", size_mm=_KEY_MM)
        self.lock = TouchButton(theme, "lock", Kind.QUIET, icon="lock", size_mm=_KEY_MM)
        self.menu = TouchButton(theme, "menu", Kind.QUIET, icon="menu", size_mm=_KEY_MM)
        row = Row(theme, self, gap_mm=_GAP_MM, margins_mm=(0, 0, _END_MM, 0))
        row.addWidget(self.search, 5)
        row.addWidget(self._found)
        row.addStretch(1)
        for key in (self.day, self.lock, self.menu):
            row.addWidget(key)
        theme.changed.connect(self._dress)

    def say_found(self, count: int) -> None:
        """Say how many products are shown."""
        most, self._most = self._most, max(self._most, count)
        self._found.setText(self.tr("%n product(s)", "", count))
        if self._most != most:
            self._dress()

    def say_waiting(self, count: int) -> None:
        """Say on the way to the day how many returns wait there for whoever is at the till."""
        self._waiting = count
        self.day.show_badge(str(count) if count else "", ink="warn")
        waits = text_of.counts().returns_to_decide(count) if count else ""
        self.day.say("", accessible=text_of.joined(self.tr("My day"), waits))

    def _dress(self) -> None:
        """Leave out the count where the search would not have room for its hint, then all but a word of the hint."""
        self.search.setPlaceholderText(self.tr("Search a product"))
        widest = self.tr("%n product(s)", "", self._most)
        wide = ceil(width_of(widest, self._theme.font(SMALL)))
        self._found.setFixedSize(wide, self.search.minimumHeight())  # other words then lay no page out
        keys = sum(key.sizeHint().width() for key in (self.day, self.lock, self.menu))
        gap, found = self._theme.mm(_GAP_MM), self._found.width()
        room = self.width() - keys - 4 * gap - self._theme.mm(_END_MM)
        self._found.setVisible(room >= self.search.wide_for_hint() + found + 2 * gap)
        if self.search.wide_for_hint() > room > 0:
            self.search.setPlaceholderText(self.tr("Search"))
        if self.search.wide_for_hint() - self.search.cross.least().width() > room > 0:
            self.search.setPlaceholderText("")  # the glass says it
        self.search.setMinimumWidth(max(0, min(self.search.wide_for_hint(), room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def retranslate(self) -> None:
        self.search.say(self.tr("Search a product"), self.tr("Clear the search"))
        self._dress()
        self.say_waiting(self._waiting)
        self.lock.say("", accessible=self.tr("Lock or change person"))
        self.menu.say("", accessible=self.tr("Menu"))
