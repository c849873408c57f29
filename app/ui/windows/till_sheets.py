"""The till's menu: a sheet over the window, with keys large enough for a hurry."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.controls.buttons import Arrange, TouchButton
from app.ui.controls.sheet import Sheet
from app.ui.theme import BODY, Theme
from app.ui.windows.look_sheet import LANGUAGE_NAMES

_PLACES = (
    ("day", "day"),
    ("kept", "bottle"),
    ("change", "coins"),
    ("outbox", "inbox"),
    ("unprinted", "receipt"),
    ("printers", "printer"),
    ("team", "people"),
    ("own-pin", "person"),
    ("diagnostics", "pulse"),
    ("display", "display"),
    ("office", "grid"),
    ("look", "sun"),
    ("help", "help"),
    ("lock", "lock"),
)
_ALWAYS = frozenset({"display", "office", "look", "help", "lock"})
_WAY_MM = (50.0, 15.0)
_BETWEEN_MM = 2.4
_WIDE_MM = {2: 170.0, 3: 214.0}
_HEAD_MM = 26.0
"""What stands above and around the ways, to the edges of the window."""


class MenuSheet(Sheet):
    """Where to go.

    ``chosen``: a page's name, ``display``, ``office``, ``look``, ``help``, ``lock`` or ``close`` (end the program).
    """

    chosen = Signal(str)
    language_chosen = Signal(str)
    _columns = 2

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "menu-sheet", parent, width_mm=_WIDE_MM[2])
        self._places: dict[str, TouchButton] = {}
        self._offered, self._kept_back = frozenset[str](), frozenset[str]()
        self._grid = QGridLayout()
        for name, icon in _PLACES:
            key = self._places[name] = self._key(f"go:{name}", icon)
            key.clicked.connect(partial(self._choose, name))
        self._language = self._key("language", "language")
        self._language.clicked.connect(self._choose_language)
        self._close = self._key("go:close", "power")
        self._close.clicked.connect(partial(self._choose, "close"))
        self.body.addLayout(self._grid)
        self._dress()
        self.offer(frozenset())
        self.retranslate()

    def _key(self, name: str, icon: str) -> TouchButton:
        return TouchButton(
            self.theme, name, icon=icon, arrange=Arrange.LEFT, size_mm=_WAY_MM, points=BODY, parent=self
        )

    def _arrange(self) -> QPoint:
        """Stand in three columns where two would be higher than the window."""
        rows, parent = -(-self._grid.count() // 2), self.parentWidget()
        high = self.theme.mm(rows * (_WAY_MM[1] + _BETWEEN_MM) + _HEAD_MM)
        columns = 2 if parent is None or high <= parent.height() else 3
        if columns != self._columns:
            self._columns, self._width_mm = columns, _WIDE_MM[columns]
            self.offer(self._offered)
        return super()._arrange()

    def offer(self, pages: frozenset[str]) -> None:
        """Offer the places whose page is there."""
        self._offered = pages
        while self._grid.takeAt(0) is not None:
            pass
        place, columns = 0, self._columns
        for name, key in self._places.items():
            is_there = name in pages - self._kept_back or name in _ALWAYS
            if is_there:
                self._grid.addWidget(key, place // columns, place % columns)
                place += 1
            key.setVisible(is_there)
        # The program's end is the last key, and alone in its row where the others fill theirs.
        self._grid.addWidget(self._language, place // columns, place % columns)
        place += 1
        self._grid.addWidget(self._close, place // columns, place % columns, 1, columns - place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def keep_back(self, pages: frozenset[str]) -> None:
        """Leave out these places, which are not for who is at the till now."""
        if pages != self._kept_back:
            self._kept_back = pages
            self.offer(self._offered)

    def show_unprinted(self, count: int) -> None:
        """Put the number of tickets that are not printed on the way to them."""
        self._places["unprinted"].show_badge(str(count) if count else "")

    def show_refused(self, count: int) -> None:
        """Put the number of refused sales on the way to them."""
        self._places["outbox"].show_badge(str(count) if count else "")

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.put_away()
        self.chosen.emit(name)

    def _choose_language(self) -> None:
        """The page under the menu answers: it speaks the other language."""
        self.put_away()
        self.language_chosen.emit(_other_language())

    def _dress(self) -> None:
        self._grid.setSpacing(self.theme.mm(_BETWEEN_MM))
        super()._dress()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Menu"))
        words = {
            "day": self.tr("My day (F2)"),
            "kept": self.tr("Kept bottles"),
            "change": self.tr("Change owed"),
            "outbox": self.tr("Not sent or refused"),
            "unprinted": self.tr("Receipts not printed"),
            "printers": self.tr("Printers"),
            "team": self.tr("Team and PINs"),
            "own-pin": self.tr("My PIN"),
            "diagnostics": self.tr("Diagnostics"),
            "display": self.tr("Customer display"),
            "office": self.tr("Stock and figures"),
            "look": self.tr("Look and sound"),
            "help": self.tr("Help (F1)"),
            "lock": self.tr("Lock (F8)"),
        }
        for name, text in words.items():
            self._places[name].say(text)
        self._close.say(self.tr("Close the till"))
        self._language.say(LANGUAGE_NAMES[_other_language()])


def _other_language() -> str:
    """Return the code of the language that is not in force."""
    return "en" if QLocale().language() == QLocale.Language.French else "fr"
