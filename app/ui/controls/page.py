"""What every screen of the till is: a page with a head, a body, and answers to the window's shortcuts."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import NO_MARGINS, Column, Ground, Row, label
from app.ui.controls.sheet import Sheet
from app.ui.theme import Theme


class Shortcut(StrEnum):
    """The window's keys; each page answers those that mean something on it."""

    HELP = "F1"
    DAY = "F2"
    SEARCH = "F3"
    EXACT = "F4"
    MOBILE_MONEY = "F5"
    HOLD = "F6"
    AGAIN = "F7"
    LOCK = "F8"
    PAY = "F9"
    MENU = "F10"
    ACCEPT = "Ctrl+Return"
    BACK = "Esc"


class Page(Ground):
    """A screen: ``head`` (back, title, room for more), ``body``. Subclasses fill it and override what they answer.

    ``back_asked`` is for the window, which knows where back leads. ``said`` asks the window for a toast:
    the sentence (an empty one takes back what is on show), and the label of its answer or an empty text;
    ``toast_answered`` is called when that is tapped. ``moved``: a tap has put something else under the finger.
    """

    back_asked = Signal()
    said = Signal(str, str)
    moved = Signal()
    takes_scans = False
    """Whether a scanned code means something while the page is shown."""
    back_to = ""
    """The page that back leads to; empty: the window's home."""

    def __init__(
        self, theme: Theme, name: str, parent: QWidget | None = None, *, is_bare: bool = False
    ) -> None:
        """``is_bare`` pages have no head and no margins: they lay out the whole area in ``body``."""
        super().__init__("window", parent)
        self.theme = theme
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._frame = Column(
            theme, self, gap_mm=0 if is_bare else 3, margins_mm=NO_MARGINS if is_bare else (4, 3, 4, 4)
        )
        self.head = Row(theme, gap_mm=3)
        self.back = TouchButton(theme, "back", Kind.QUIET, icon="back", size_mm=(12, 12))
        self.title = label("title")
        self.head.addWidget(self.back)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.body = Column(theme, gap_mm=3)
        if is_bare:
            self.back.setParent(None)
            self.title.setParent(None)
        else:
            self._frame.addLayout(self.head)
        self._frame.addLayout(self.body, 1)
        self.back.clicked.connect(self.back_asked)
        self._name_back()

    def retranslate(self) -> None:
        """Set every text again; subclasses override it, call it once when built, and call ``super``."""
        self._name_back()

    def _name_back(self) -> None:
        self.back.say("", accessible=self.tr("Back"))

    def shortcut(self, key: Shortcut) -> bool:
        """Answer a key of the window; return whether it meant something. Esc goes back by itself."""
        if key is Shortcut.BACK:
            self.back_asked.emit()
            return True
        return False

    def sheets(self) -> list[Sheet]:
        """Return the sheets over the page, so that Esc closes them before anything else."""
        return self.findChildren(Sheet)

    def toast_answered(self) -> None:
        """Do what the answer of the page's last toast says; subclasses override it."""

    def entered(self) -> None:
        """Called each time the window shows the page."""
        self._name_itself()
        self.setFocus()

    def _name_itself(self) -> None:
        """Be called what the title says; pages without one name themselves."""
        if self.title.text():
            self.setAccessibleName(self.title.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._name_itself()
        super().changeEvent(event)
