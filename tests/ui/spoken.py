"""What a screen reader is told: the accessible tree of a window, as a list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role = QAccessible.Role


@dataclass(frozen=True, slots=True)
class Spoken:
    """One node: what it is, what it is called, how it stands. ``widget`` is None for the items of lists."""

    role: QAccessible.Role
    name: str
    state: QAccessible.State
    widget: QWidget | None
    holder: QWidget | None
    """The nearest widget above."""

    @property
    def where(self) -> str:
        shown = self.widget or self.holder
        kind = self.role.name
        return f"{kind} {shown.objectName() or type(shown).__name__ if shown else ''} « {self.name} »"


@contextmanager
def reader_listens() -> Iterator[None]:
    """Behave as while a screen reader runs."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        yield
    finally:
        QAccessible.setActive(before)


def spoken(root: QWidget) -> Iterator[Spoken]:
    """Yield every node below ``root`` that is shown, itself first."""
    yield from _below(QAccessible.queryAccessibleInterface(root), None)


def _below(node: QAccessibleInterface | None, holder: QWidget | None) -> Iterator[Spoken]:
    if node is None or node.state().invisible:
        return
    found = node.object()
    widget = found if isinstance(found, QWidget) else None
    yield Spoken(node.role(), node.text(QAccessible.Text.Name), node.state(), widget, holder)
    for place in range(node.childCount()):
        yield from _below(node.child(place), widget or holder)
