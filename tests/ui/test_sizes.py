"""A wet finger meets what it aims at: sizes and gaps in millimetres, measured on every page, sheet and screen size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.grid import ProductGrid
from app.ui.controls.keypad import Keypad
from app.ui.theme import GAP_MIN_MM, KEY_MIN_MM, PAY_MIN_MM, TILE_MIN_MM, TOUCH_MIN_MM, Theme
from app.ui.windows.display import CustomerDisplay
from app.ui.windows.office import OfficeWindow
from app.ui.windows.till import TillWindow
from tests.ui.walk import Place, open_house

SIZES = ((1280, 720), (1920, 1080), (1080, 1920))
PAYS = frozenset({"pay", "exact", "confirm", "next"})


def theme_of(place: Place) -> Theme:
    """Return the theme of the place's window: the scale in force may be less than the one that was asked for."""
    assert isinstance(place.window, TillWindow | OfficeWindow | CustomerDisplay)
    return place.window.theme


def tapped(place: Place) -> dict[QWidget, QRect]:
    """Return what a finger can tap, and the part of it that is on the screen, in the window."""
    found = [w for kind in (QAbstractButton, QLineEdit) for w in place.root.findChildren(kind)]
    boxes = {
        widget: widget.visibleRegion().boundingRect().translated(widget.mapTo(place.window, QPoint(0, 0)))
        for widget in found
        if widget.isVisible()
    }
    return {widget: box for widget, box in boxes.items() if not box.isEmpty()}


def least_of(widget: QWidget) -> tuple[float, float]:
    """Return the least width and height of a control, in millimetres."""
    if widget.objectName() in PAYS:
        return PAY_MIN_MM
    if isinstance(widget.parentWidget(), Keypad):
        return KEY_MIN_MM, KEY_MIN_MM
    return TOUCH_MIN_MM, TOUCH_MIN_MM


def too_small(theme: Theme, place: Place) -> Iterator[str]:
    for widget in tapped(place):
        wide, high = (theme.mm(length) for length in least_of(widget))
        if widget.width() < wide or widget.height() < high:
            yield f"{widget.objectName()} is {widget.width()} × {widget.height()} of {wide} × {high}"
    for view in place.root.findChildren(QAbstractItemView):
        if not view.isVisible() or isinstance(view, QHeaderView):
            continue
        wide, high = (theme.mm(length) for length in TILE_MIN_MM)
        if isinstance(view, ProductGrid):
            tile = view.tile_size()
            if tile.width() < wide or tile.height() < high:
                yield f"a tile is {tile.width()} × {tile.height()} of {wide} × {high}"
        elif isinstance(view, QListView) and 0 <= view.sizeHintForRow(0) < theme.mm(TOUCH_MIN_MM):
            yield f"a row of {view.objectName()} is {view.sizeHintForRow(0)} high of {theme.mm(TOUCH_MIN_MM)}"


def too_close(theme: Theme, place: Place) -> Iterator[str]:
    """Yield neighbours that are not far enough apart; the cross inside a field belongs to it."""
    least = theme.mm(GAP_MIN_MM)
    for (one, a), (other, b) in combinations(tapped(place).items(), 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        beside = max(b.left() - a.right(), a.left() - b.right()) - 1
        under = max(b.top() - a.bottom(), a.top() - b.bottom()) - 1
        if max(beside, under) < least:
            yield f"{one.objectName()} and {other.objectName()}: {max(beside, under)} of {least}"


def cut_off(place: Place) -> Iterator[str]:
    """Yield what reaches over the edge of its window."""
    for widget in tapped(place):
        box = QRect(widget.mapTo(place.root, QPoint(0, 0)), widget.size())
        if not place.root.rect().contains(box) and not is_scrolled(widget):
            yield f"{widget.objectName()} reaches over the edge"


def is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent.objectName() != "qt_scrollarea_viewport":
        parent = parent.parentWidget()
    return parent is not None


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_everything_is_large_enough_and_apart(qtbot: QtBot, size: tuple[int, int], scale: float) -> None:
    found = list[str]()
    with open_house("fr", size, scale=scale) as shown:
        for place in shown.places():
            theme = theme_of(place)
            wrong = (*too_small(theme, place), *too_close(theme, place), *cut_off(place))
            found += [f"{place.name} at {theme.scale:.2f}: {text}" for text in wrong]

    assert not found, "\n".join(dict.fromkeys(found))
