"""What a person reads on the page on show, as plain text with ordinary spaces."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.controls.search import Empty
from app.ui.controls.tags import Tags
from tests.ui.counting import Counting


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def seen_key(parent: QWidget, name: str) -> TouchButton:
    """Return the one key of that name that can be seen. Fails when there is none, or more."""
    found = [key for key in parent.findChildren(TouchButton, name) if key.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)}"
    return found[0]


def words(place: QWidget) -> list[str]:
    """Return every text that can be seen in ``place``, labels before painted ones."""
    found = [label.text() for label in place.findChildren(QLabel) if label.isVisible()]
    found += [amount.text() for amount in place.findChildren(AmountLabel) if amount.isVisible()]
    named = (*place.findChildren(Empty), *place.findChildren(Tags))
    found += [widget.accessibleName() for widget in named if widget.isVisible()]
    return [spaced(text) for text in found if text]


def said(shown: Counting) -> str:
    """Return what the page says in words, as one text."""
    return " | ".join(words(shown.window.page))


def amount(shown: Counting, name: str) -> str:
    """Return the amount of that name on the page on show."""
    found = shown.window.page.findChild(AmountLabel, name)
    assert found is not None, name
    return spaced(found.text())


def money(value: int) -> str:
    return f"{value:,} F".replace(",", " ")


def toast(shown: Counting) -> str:
    return spaced(shown.window.toast.text())
