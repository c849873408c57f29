"""Rows of plain text in a column that is filled again when it changes: quantities, names, amounts. Nothing to tap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.icons import icon_pixmap
from app.ui.theme import Theme


def empty(stack: QBoxLayout, keep: int = 0) -> None:
    """Take every widget out of a column, but the last ``keep`` items."""
    while stack.count() > keep:
        item = stack.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def elastic(text: QLabel) -> QLabel:
    """Let a label give way before anything beside it does."""
    text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return text


def wrapped(text: QLabel) -> QLabel:
    """Let a label give way by taking more lines: what was typed is read whole."""
    text.setWordWrap(True)
    return elastic(text)


def sign(theme: Theme, icon: str, ink: str = "muted") -> QLabel:
    """Return a small drawing, or its empty place."""
    found = label()
    size = theme.mm(5.5)
    found.setFixedWidth(size)
    found.setAlignment(Qt.AlignmentFlag.AlignTop)
    if icon:
        color = QColor(getattr(theme.palette, ink))
        found.setPixmap(icon_pixmap(icon, color, size, found.devicePixelRatio()))
    return found


def line(theme: Theme, *parts: QWidget, stretch: int = 1) -> Ground:
    """Return the parts beside each other; the one at ``stretch`` takes the room."""
    ground = Ground("clear")
    row = Row(theme, ground, gap_mm=3)
    for place, part in enumerate(parts):
        row.addWidget(part, 1 if place == stretch else 0)
    return ground


def alone(theme: Theme, widget: QWidget) -> Ground:
    """Return a ground that holds nothing else: in a stack, what it holds may come and go by itself."""
    ground = Ground("clear")
    Column(theme, ground).addWidget(widget)
    return ground


def under(theme: Theme, top: QWidget, *below: QWidget) -> Ground:
    """Return a column of what belongs together."""
    ground = Ground("clear")
    column = Column(theme, ground, gap_mm=0.4)
    for widget in (top, *below):
        column.addWidget(widget)
    return ground
