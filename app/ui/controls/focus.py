"""The way of Tab: from control to control in the order in which they stand, and round again.

Qt's own order is that of making, and half of what is on a screen is made later than its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QGridLayout,
    QLayout,
    QScrollArea,
    QWidget,
)


def stops(*roots: QWidget) -> list[QWidget]:
    """Return what Tab stops at below ``roots``, in the order of their layouts; a sheet over a root is not in it."""
    return [widget for root in roots for widget in _below(root) if _is_stop(widget)]


def step(*roots: QWidget, is_forward: bool) -> bool:
    """Give the keyboard to the next stop; to the first, or the last, when none has it. False when there is none."""
    found = stops(*roots)
    if not found:
        return False
    here = QApplication.focusWidget()
    way, start = (1, -1) if is_forward else (-1, 0)
    place = (found.index(here) if here in found else start) + way
    reason = Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason
    target = found[place % len(found)]
    target.setFocus(reason)
    reveal(target)
    return True


def _is_stop(widget: QWidget) -> bool:
    """Tell whether Tab stops here: of choices, at the one that is chosen, whence the arrows lead to the others."""
    if not widget.isEnabled():
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    if chosen is not None and chosen.isVisible():
        return widget is chosen
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _below(widget: QWidget) -> Iterator[QWidget]:
    seen = set[int]()
    layout = widget.layout()
    for child in (*(_of(layout) if layout else ()), *widget.children()):
        if not isinstance(child, QWidget) or id(child) in seen:
            continue
        seen.add(id(child))
        if child.isVisible() and not isinstance(child, QDialog):
            yield child
            yield from _below(child)


def _of(layout: QLayout) -> Iterator[QWidget]:
    """Yield the widgets of a layout as they stand: row by row, or one after the other."""
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: _cell(layout, place))
    for place in places:
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _of(inner)


def _cell(grid: QGridLayout, place: int) -> tuple[int, int]:
    row, column, *_ = cast("tuple[int, int, int, int]", grid.getItemPosition(place))
    return row, column


def reveal(target: QWidget) -> None:
    """Scroll until the target is on the screen."""
    area = target.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(target)
        area = area.parentWidget()
