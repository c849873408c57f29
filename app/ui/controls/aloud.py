"""Say a sentence to whoever is read to, when it shows somewhere that does not have the focus."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def say_aloud(widget: QWidget, text: str) -> None:
    """Hand ``text`` to the screen reader, if one runs."""
    if not text:
        return
    from PySide6.QtGui import (  # the first time costs as much as a tile
        QAccessible,
        QAccessibleAnnouncementEvent,
    )

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
