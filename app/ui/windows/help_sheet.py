"""The help: first what a finger can do on the page that is on show, then the keys of the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.ui.controls.layout import Column, ScrollColumn, label
from app.ui.controls.more_mark import MoreMark
from app.ui.controls.page import Shortcut
from app.ui.controls.sheet import Sheet
from app.ui.theme import Theme

Words = tuple[str, str]
"""What to do, and what it does."""
_WIDE_MM = 220.0
"""A window that is narrower has one column."""
_MOST_WIDE_MM = 256.0
_AROUND_MM = (13.0, 30.0)
"""What the sheet has around its rows: its title, its edges, and the gap to the window."""
_LIST_PAGES = frozenset({"kept", "outbox", "unprinted"})


class HelpSheet(Sheet):
    """``page`` names the page on show when the sheet is opened; ``idle`` says after how long nobody touches it the till
    locks itself, in words (empty: never).
    """

    def __init__(
        self, theme: Theme, parent: QWidget, page: Callable[[], str], idle: Callable[[], str]
    ) -> None:
        super().__init__(theme, "help-sheet", parent, width_mm=272)
        self._page, self._idle = page, idle
        self._touch, self._keyboard = label("caption"), label("caption")
        self._fingers, self._keys = QGridLayout(), QGridLayout()
        self._rows = ScrollColumn(theme, right_mm=2)
        MoreMark(theme, self._rows, is_sideways=False)
        self._made: list[QLabel] = []
        stack = Column(theme, gap_mm=2.4)
        for head, grid in ((self._touch, self._fingers), (self._keyboard, self._keys)):
            stack.addWidget(head)
            stack.addLayout(grid)
            for column, share in ((1, 3), (3, 3)):
                grid.setColumnStretch(column, share)
        self._rows.stack.addLayout(stack)
        self.body.addWidget(self._rows)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def open(self) -> None:
        """Show what can be done on the page on show."""
        self._arrange()  # it is as wide as the window now
        self.show()  # hidden words ask for no room
        self._fill()
        super().open()

    def _fill(self) -> None:
        for words in self._made:
            words.hide()
            words.deleteLater()
        self._made = []
        self._lay(self._fingers, [*self._of_page(self._page()), self._of_strip(), self._of_lock()])
        self._lay(self._keys, self._of_keyboard())
        self._rows.setMinimumHeight(self._high())

    def _high(self) -> int:
        """Return how high everything is, in pixels, or as much of it as the window has room for."""
        room = self.size() - QSize(self.theme.mm(2 * _AROUND_MM[0]), self.theme.mm(_AROUND_MM[1]))
        wide = min(self.theme.mm(_MOST_WIDE_MM), room.width())
        return min(self._rows.stack.totalHeightForWidth(wide), room.height())

    def _lay(self, grid: QGridLayout, rows: list[Words]) -> None:
        """Put the rows into two columns, or one; the first is read down first."""
        is_wide = self.width() >= self.theme.mm(_WIDE_MM)
        grid.setColumnStretch(3, 3 if is_wide else 0)
        deep = -(-len(rows) // 2) if is_wide else len(rows)
        for place, (what, does) in enumerate(rows):
            left, right = label("strong", "accent", what), label("body", text=does)
            right.setWordWrap(True)
            grid.addWidget(left, place % deep, place // deep * 2)
            grid.addWidget(right, place % deep, place // deep * 2 + 1)
            for words in (left, right):
                words.show()
                self._made.append(words)

    # --- what a finger can do

    def _of_page(self, page: str) -> list[Words]:
        if page in _LIST_PAGES:
            return self._of_list()
        match page:
            case "sign-in":
                return [
                    (self.tr("Touch your name"), self.tr("Then type your PIN")),
                    (self.tr("Touch another name"), self.tr("Begin again with that one")),
                ]
            case "sale":
                return self._of_sale()
            case "payment":
                return self._of_payment()
            case "sold":
                return [
                    (self.tr("Touch anywhere"), self.tr("Next guest")),
                    (self.tr("Touch “Correct”"), self.tr("See the sale, take it back or correct it")),
                ]
            case "day":
                return self._of_day()
            case "return":
                return self._of_return()
            case "change":
                return self._of_change()
            case _:
                return [
                    (self.tr("Touch a key"), self.tr("Do what it says")),
                    (self.tr("Slide up or down"), self.tr("See the rest")),
                    (self.tr("Touch the arrow"), self.tr("Back; never empties an order")),
                ]

    def _of_sale(self) -> list[Words]:
        return [
            (self.tr("Touch a drink"), self.tr("One more in the order")),
            (self.tr("Leave a finger on it"), self.tr("Quantity, note (“no ice”), star")),
            (self.tr("Touch a quantity"), self.tr("Change it; note on the line")),
            (self.tr("Touch the search"), self.tr("Letters to type with")),
            (
                self.tr("“Put aside”"),
                self.tr("It waits at the foot; touch its name"),
            ),
            (
                self.tr("Correct a sale"),
                self.tr("“Correct” at once; later in “My day”"),
            ),
        ]

    def _of_payment(self) -> list[Words]:
        return [
            (self.tr("Touch a note"), self.tr("One more; sold at once when it is enough")),
            (self.tr("Type what was given"), self.tr("Then touch the large key")),
            (self.tr("Touch an amount"), self.tr("Type into that one")),
            (self.tr("Touch the arrow"), self.tr("Back to the order, which stays")),
        ]

    def _of_day(self) -> list[Words]:
        return [
            (self.tr("Touch a line"), self.tr("See the sale and what can be done")),
            (self.tr("“Return, exchange…”"), self.tr("Something comes back, on the same day")),
            (self.tr("“Keep a bottle…”"), self.tr("For a guest who comes back for it")),
            (self.tr("“Change owed”"), self.tr("Give change that a guest comes back for")),
            (self.tr("“To confirm”"), self.tr("Transfers that nobody has seen arrive yet")),
            (self.tr("Slide up or down"), self.tr("See the rest")),
        ]

    def _of_return(self) -> list[Words]:
        return [
            (self.tr("Touch a line, then +"), self.tr("What comes back, and how much of it")),
            (self.tr("Touch a reason"), self.tr("It says where money and goods go")),
            (self.tr("“Ask the manager”"), self.tr("Give nothing back before it is approved")),
            (self.tr("“Manager’s PIN”"), self.tr("The manager decides here, at once")),
            (self.tr("Several drinks"), self.tr("One return for each of them")),
        ]

    def _of_change(self) -> list[Words]:
        return [
            (self.tr("Type the code"), self.tr("It is on the guest’s receipt")),
            (self.tr("Touch a line"), self.tr("Without the code: by the drinks and who served")),
            (self.tr("“Give the change back”"), self.tr("It is given, and owed no more")),
            (self.tr("To owe change"), self.tr("At the payment: “Change owed”, then the note")),
        ]

    def _of_list(self) -> list[Words]:
        return [
            (self.tr("Touch a line"), self.tr("See all of it and what can be done")),
            (self.tr("Slide up or down"), self.tr("See the rest")),
            (self.tr("Touch the arrow"), self.tr("Back; never empties an order")),
        ]

    def _of_strip(self) -> Words:
        return self.tr("Touch the line on top"), self.tr("What waits, what was refused, the connection")

    def _of_lock(self) -> Words:
        """How the till locks: by itself too, where the bar has said after how long."""
        idle, now = self._idle(), self.tr("Touch the padlock; the order stays")
        if not idle:
            return self.tr("Lock the till"), now
        by_itself = self.tr("By itself after {time}; at once: the padlock. The order stays")
        return self.tr("Lock the till"), by_itself.format(time=idle)

    # --- what the keyboard can do

    def _of_keyboard(self) -> list[Words]:
        return [
            (Shortcut.HELP.value, self.tr("This help")),
            (Shortcut.DAY.value, self.tr("My day")),
            (self.tr("F3 or /"), self.tr("Search")),
            (Shortcut.EXACT.value, self.tr("Exact cash")),
            (Shortcut.MOBILE_MONEY.value, self.tr("Mobile money")),
            (Shortcut.HOLD.value, self.tr("Put the order aside")),
            (Shortcut.AGAIN.value, self.tr("Same again: the last round")),
            (Shortcut.LOCK.value, self.tr("Lock")),
            (Shortcut.PAY.value, self.tr("Pay")),
            (Shortcut.MENU.value, self.tr("Menu")),
            (self.tr("Ctrl + Enter"), self.tr("The large key of the page")),
            (self.tr("Esc"), self.tr("Back; never empties an order")),
            (self.tr("6 then Enter"), self.tr("Six of the drink touched last")),
            (self.tr("Alt + 3"), self.tr("The third name sells")),
            (self.tr("Shift + Enter"), self.tr("Quantity, note and star")),
            (self.tr("Tab, arrows, Space"), self.tr("Choose without a mouse")),
        ]

    def _dress(self) -> None:
        for grid in (self._fingers, self._keys):
            grid.setHorizontalSpacing(self.theme.mm(5))
            grid.setVerticalSpacing(self.theme.mm(2.4))

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Help"))
        self._touch.setText(self.tr("With a finger, on this screen"))
        self._keyboard.setText(self.tr("On the keyboard"))
        if self.isVisible():
            self._fill()
