"""Rows and columns whose gaps and margins are millimetres and follow the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QLabel,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QWidget,
)

from app.ui.theme import Theme

Margins = tuple[float, float, float, float]
CROWDED = 1.2
"""In words larger than this scale, what stands beside them gives them its room."""
NO_MARGINS: Margins = (0, 0, 0, 0)


class _Box(QBoxLayout):
    """A box layout that keeps its lengths in millimetres."""

    def __init__(
        self,
        direction: QBoxLayout.Direction,
        theme: Theme,
        parent: QWidget | None,
        gap_mm: float,
        margins_mm: Margins,
    ) -> None:
        super().__init__(direction)
        if parent is not None:
            parent.setLayout(self)
        self._theme, self._gap_mm, self._margins_mm = theme, gap_mm, margins_mm
        theme.changed.connect(self._dress)
        self._dress()

    def margin(self, margins_mm: Margins) -> None:
        """Take other margins: left, top, right, bottom in millimetres."""
        self._margins_mm = margins_mm
        self._dress()

    def _dress(self) -> None:
        self.setSpacing(self._theme.mm(self._gap_mm))
        left, top, right, bottom = (self._theme.mm(length) for length in self._margins_mm)
        self.setContentsMargins(left, top, right, bottom)


class Row(_Box):
    """Things beside each other: ``gap_mm`` between them, ``margins_mm`` left, top, right, bottom around them."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        gap_mm: float = 2,
        margins_mm: Margins = NO_MARGINS,
    ) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, theme, parent, gap_mm, margins_mm)


class Column(_Box):
    """Things under each other: ``gap_mm`` between them, ``margins_mm`` left, top, right, bottom around them."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        gap_mm: float = 2,
        margins_mm: Margins = NO_MARGINS,
    ) -> None:
        super().__init__(QBoxLayout.Direction.TopToBottom, theme, parent, gap_mm, margins_mm)


class Sides(_Box):
    """The parts of a screen beside each other, for a left-handed person the other way round; ``stand`` them upright."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, gap_mm: float = 0) -> None:
        self._is_upright = False
        super().__init__(QBoxLayout.Direction.LeftToRight, theme, parent, gap_mm, NO_MARGINS)

    def stand(self, *, is_upright: bool) -> None:
        """Stand the parts under each other, or beside each other again."""
        self._is_upright = is_upright
        self._turn()

    def _dress(self) -> None:
        super()._dress()
        self._turn()

    def _turn(self) -> None:
        across = (
            QBoxLayout.Direction.RightToLeft
            if self._theme.is_left_handed
            else QBoxLayout.Direction.LeftToRight
        )
        self.setDirection(QBoxLayout.Direction.TopToBottom if self._is_upright else across)


GROUND = "ground"
"""The property that says on what colour things lie: by it the style sheet paints, and others know what they lie on."""


class Ground(QWidget):
    """A plain area with one of the theme's grounds: ``window``, ``panel``, ``rail`` or ``clear``."""

    def __init__(self, ground: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(GROUND, ground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def label(kind: str = "body", ink: str = "", text: str = "") -> QLabel:
    """Return a label in one of the style sheet's types and inks; it takes no taps."""
    result = QLabel(text)
    result.setProperty("type", kind)
    if ink:
        result.setProperty("ink", ink)
    result.setTextFormat(Qt.TextFormat.PlainText)
    return result


def dye(words: QLabel, ink: str) -> None:
    """Write a label in another ink of the style sheet.

    What has never been shown is dressed when it is: to hand over a style, PySide first reads in all that styles know.
    """
    if (words.property("ink") or "") != ink:
        words.setProperty("ink", ink)
        if words.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            style = words.style()
            style.unpolish(words)
            style.polish(words)


def scroll_by_finger(area: QAbstractScrollArea) -> None:
    """Let one finger scroll ``area``. Qt's own two-finger scrolling goes: two fingers are two taps."""
    area.viewport().ungrabGesture(Qt.GestureType.PanGesture)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)


class ScrollColumn(QScrollArea):
    """A column of widgets that a finger scrolls; ``stack`` is the layout to fill."""

    def __init__(
        self, theme: Theme, *, gap_mm: float = 0, right_mm: float = 0, is_sideways: bool = False
    ) -> None:
        """``right_mm`` keeps what is in it clear of the scroll bar."""
        super().__init__()
        self._is_sideways = is_sideways
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = Ground("clear")
        self.stack: Row | Column = (
            Row(theme, inner, gap_mm=gap_mm)
            if is_sideways
            else Column(theme, inner, gap_mm=gap_mm, margins_mm=(0, 0, right_mm, 0))
        )
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        if is_sideways:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scroll_by_finger(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let an ordinary wheel move a row, which has no other way to go."""
        turned = event.angleDelta()
        if self._is_sideways and not turned.x():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned.y())
            event.accept()
        else:
            super().wheelEvent(event)
