"""What a page of the gallery is built on: controls beside each other, each under the word for its state."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.frozen import frozen
from app.ui.controls.flow import Flow
from app.ui.controls.layout import Column, Ground, label
from app.ui.theme import Theme

W = TypeVar("W", bound=QWidget)


class As(StrEnum):
    """The state that a control is shown in."""

    USUAL = "usual"
    PRESSED = "pressed"
    OFF = "off"
    FOCUSED = "focused"
    CHOSEN = "chosen"
    EMPTY = "empty"
    FULL = "full"
    LONG = "long"
    REFUSED = "refused"
    OFFLINE = "offline"
    SHUT = "shut"
    LOCKING = "locking"
    UNSURE = "unsure"
    WRONG = "wrong"
    BUSY = "busy"
    DIM = "dim"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"
    STARRED = "starred"
    NOTED = "noted"
    BADGED = "badged"
    UPRIGHT = "upright"


def words_for(state: As) -> str:
    """Return the caption of a state, in the language in force."""
    return {
        As.USUAL: QCoreApplication.translate("Gallery", "Usual"),
        As.PRESSED: QCoreApplication.translate("Gallery", "Under a finger"),
        As.OFF: QCoreApplication.translate("Gallery", "Cannot be tapped"),
        As.FOCUSED: QCoreApplication.translate("Gallery", "With the keyboard"),
        As.CHOSEN: QCoreApplication.translate("Gallery", "Chosen"),
        As.EMPTY: QCoreApplication.translate("Gallery", "Empty"),
        As.FULL: QCoreApplication.translate("Gallery", "Full"),
        As.LONG: QCoreApplication.translate("Gallery", "With long words"),
        As.REFUSED: QCoreApplication.translate("Gallery", "Refused"),
        As.OFFLINE: QCoreApplication.translate("Gallery", "Offline"),
        As.SHUT: QCoreApplication.translate("Gallery", "Shut out"),
        As.LOCKING: QCoreApplication.translate("Gallery", "About to lock"),
        As.UNSURE: QCoreApplication.translate("Gallery", "Not sure"),
        As.WRONG: QCoreApplication.translate("Gallery", "Wrong"),
        As.BUSY: QCoreApplication.translate("Gallery", "At work"),
        As.DIM: QCoreApplication.translate("Gallery", "Of the page before"),
        As.LOW: QCoreApplication.translate("Gallery", "Running low"),
        As.OUT: QCoreApplication.translate("Gallery", "Sold out"),
        As.UNKNOWN: QCoreApplication.translate("Gallery", "Not known yet"),
        As.STARRED: QCoreApplication.translate("Gallery", "A favourite"),
        As.NOTED: QCoreApplication.translate("Gallery", "With a note"),
        As.BADGED: QCoreApplication.translate("Gallery", "With a count"),
        As.UPRIGHT: QCoreApplication.translate("Gallery", "On a screen that stands"),
    }[state]


class Specimen(Ground):
    """A control under its caption. ``width_mm`` and ``height_mm``: of the control; 0 leaves it as it likes to be."""

    def __init__(
        self, theme: Theme, caption: str, widget: QWidget, *, width_mm: float = 0, height_mm: float = 0
    ) -> None:
        super().__init__("clear")
        column = Column(theme, self, gap_mm=1.6, margins_mm=(0, 0, 2, 2))
        column.addWidget(label("caption", text=caption))
        if width_mm:
            widget.setFixedWidth(theme.mm(width_mm))
        if height_mm:
            widget.setFixedHeight(theme.mm(height_mm))
        column.addWidget(widget)
        column.addStretch(1)


class Stage(Ground):
    """One page: ``show`` adds a control, ``head`` begins a group of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("window")
        self.theme = theme
        self._column = Column(theme, self, gap_mm=3, margins_mm=(6, 5, 6, 6))
        self._specimens: list[QWidget] = []
        self._flow = self._begin()

    def _begin(self) -> Flow:
        self._specimens = []
        flow = Flow(self.theme, gap_mm=4)
        self._column.addWidget(flow)
        return flow

    def head(self, text: str) -> None:
        """Begin a group under this name."""
        self.done()
        self._column.addWidget(label("strong", "muted", text))
        self._flow = self._begin()

    def adopt(self, widget: W) -> W:
        """Give a control a parent before it is filled: some show themselves then, which must not open a window."""
        widget.setParent(self)
        return widget

    def show_as(
        self, state: As, widget: W, *, width_mm: float = 0, height_mm: float = 0, caption: str = ""
    ) -> W:
        """Show a control under the word for its state, or under ``caption``; return it."""
        words = caption or words_for(state)
        specimen = Specimen(self.theme, words, widget, width_mm=width_mm, height_mm=height_mm)
        self._specimens.append(specimen)
        return widget

    def done(self) -> None:
        """End a group: lay it out."""
        if self._specimens:
            self._flow.show_widgets(self._specimens)


class Host(Ground):
    """A small window to lie over: what is shown in it opens when it is on the screen."""

    def __init__(self, theme: Theme, show: Callable[[QWidget], None]) -> None:
        super().__init__("panel")
        self._theme, self._show = theme, show

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self._show(self))


def as_if_focused(widget: W) -> W:
    """Let a control paint itself as if it had the keyboard: only one has it at a time."""
    widget.hasFocus = lambda: True  # type: ignore[method-assign]  # what paints the ring asks this
    return widget


@frozen
class Leaf:
    """A page of the gallery: the controls it is about, and what fills it."""

    name: str
    controls: tuple[type, ...]
    fill: Callable[[Stage], None]

    def made(self, theme: Theme) -> Stage:
        """Return the page, in the theme and the language in force."""
        stage = Stage(theme)
        self.fill(stage)
        stage.done()
        return stage
