"""A wet finger meets what it aims at: sizes and gaps in millimetres, measured on every page, sheet and screen size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QLineEdit,
    QListView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.catalog import Level
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.controls.grid import ProductGrid
from app.ui.controls.keypad import Keypad
from app.ui.controls.layout import Ground
from app.ui.controls.tiles import GAP_MM, TILE_HEIGHT_MM, TILE_WIDTH_MM, TileDelegate
from app.ui.rows import CardRow
from app.ui.theme import (
    GAP_MIN_MM,
    KEY_MIN_MM,
    PAY_MIN_MM,
    TILE_MIN_MM,
    TILE_TEXT_MIN_PT,
    TOTAL_TEXT_MIN_PT,
    TOUCH_MIN_MM,
    Theme,
)
from app.ui.windows.till import TillWindow
from tests.ui.inks import draw_on, painted, painted_by
from tests.ui.pictures import dress
from tests.ui.walk import Place, open_house, theme_of

SCREENS = {
    "11.6 inches": (1366, 768, 135, 1.0),
    "11.6 inches, left hand": (1366, 768, 135, 1.0),
    "14 inches, large": (1366, 768, 112, 1.5),
    "14.7 inches": (1280, 720, 100, 1.0),
    "14.7 inches, large": (1280, 720, 100, 1.5),
    "15.6 inches, larger": (1366, 768, 100, 1.25),
    "21.5 inches": (1920, 1080, 102, 1.0),
    "21.5 inches, large": (1920, 1080, 102, 1.5),
    "21.5 inches upright, large": (1080, 1920, 102, 1.5),
}
"""Width and height in pixels, the density that a common screen of that size has, and the scale that is asked for."""
ALWAYS = frozenset(
    {"11.6 inches, left hand", "14 inches, large", "14.7 inches", "21.5 inches upright, large"}
)
"""Measured in every run; the others by ``make proof``."""
SAID = (
    ("Le disque refuse : rien n’a été fait. Libérez de la place, puis réessayez.", "Annuler"),
    (
        "Le prix de La Béninoise n’est pas encore connu. Il arrive avec la connexion. Vendez autre chose en attendant.",
        "",
    ),
)
"""As long as what is said gets, with an answer and without."""
PAYS = frozenset({"pay", "exact", "confirm", "next"})
SUMS = frozenset(
    {"total", "payment-total", "sale-total", "change-total", "difference", "change", "day-figure"}
)


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
    scrolled = {area.viewport() for area in widget.window().findChildren(QAbstractScrollArea)}
    parent = widget.parentWidget()
    while parent is not None and parent not in scrolled:
        parent = parent.parentWidget()
    return parent is not None


def under_a_toast(place: Place) -> Iterator[str]:
    """Yield what cannot be tapped while a long sentence is said over a page, and a strip too low for a finger."""
    window = place.window
    if not isinstance(window, TillWindow):
        return
    for text, answer in SAID if place.root is window.page else ():
        window.say(text, answer)
        said = window.toast.geometry()
        covered = [widget for widget, box in tapped(place).items() if box.intersects(said)]
        yield from (f"{widget.objectName()} is under a toast" for widget in covered)
        window.toast.hide()
    if window.strip.height() < window.theme.mm(TOUCH_MIN_MM):
        yield f"the strip is {window.strip.height()} high"


def too_fine(theme: Theme, place: Place) -> Iterator[str]:
    """Yield the sums that are written too small to be read at arm's length."""
    least = theme.pt(TOTAL_TEXT_MIN_PT)
    for shown in place.root.findChildren(AmountLabel):
        if shown.isVisible() and shown.objectName() in SUMS:
            for stroke in painted_by(shown):
                if stroke.kind == "text" and stroke.high < least:
                    yield f"{shown.objectName()} « {stroke.text} » is {stroke.high:.0f} of {least}"


def test_what_is_wrong_is_found(qtbot: QtBot) -> None:
    dress()
    theme = Theme()
    page = Ground("window")
    qtbot.addWidget(page)
    page.resize(400, 200)
    for name, box in (("pay", (0, 0, 60, 60)), ("key", (64, 0, 60, 60)), ("far", (380, 0, 60, 30))):
        key = TouchButton(theme, name, parent=page)
        key.setMinimumSize(0, 0)
        key.setGeometry(*box)
    sum_ = AmountLabel(theme, "total", points=20, at_least=20, parent=page)
    sum_.say("1 000 F")
    sum_.setGeometry(0, 100, 300, 60)
    page.show()
    place = Place("page", page, page)

    assert list(too_small(theme, place)) == ["pay is 60 × 60 of 99 × 79", "far is 60 × 30 of 40 × 40"]
    assert list(too_close(theme, place)) == ["pay and key: 4 of 8"]
    assert list(cut_off(place)) == ["far reaches over the edge"]
    assert list(too_fine(theme, place)) == ["total « 1 000 F » is 28 of 34"]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("dpi", [100, 135])
def test_everything_on_a_tile_is_large_enough(qtbot: QtBot, level: Level, dpi: float) -> None:
    dress()
    theme = Theme(dpi=dpi)
    tiles = TileDelegate(theme, theme)
    tiles.set_cell(QSize(theme.mm(TILE_WIDTH_MM + GAP_MM), theme.mm(TILE_HEIGHT_MM + GAP_MM)))
    row = CardRow(
        "castel", "Castel", "65 cl", "1 000 F", "12", level, 3, "amber", "beer", "Castel", is_starred=True
    )
    strokes = painted(tiles.cell, lambda page: draw_on(page, partial(tiles.draw, row=row)))
    texts = {stroke.text: stroke.high for stroke in strokes if stroke.kind == "text"}

    assert set(texts) == {"Castel", "65 cl", "1 000 F", "12", "3"}
    assert min(texts.values()) >= theme.pt(TILE_TEXT_MIN_PT), texts


@pytest.mark.parametrize(
    "screen", [x if x in ALWAYS else pytest.param(x, marks=pytest.mark.proof) for x in SCREENS]
)
def test_everything_is_large_enough_and_apart(qtbot: QtBot, screen: str) -> None:
    found = list[str]()
    width, height, dpi, scale = SCREENS[screen]
    is_left_handed = "left hand" in screen
    with open_house("fr", (width, height), dpi=dpi, scale=scale, is_left_handed=is_left_handed) as shown:
        for place in shown.places():
            theme = theme_of(place)
            wrong = (
                *too_small(theme, place),
                *too_close(theme, place),
                *cut_off(place),
                *under_a_toast(place),
                *too_fine(theme, place),
            )
            found += [f"{place.name} at {theme.scale:.2f}: {text}" for text in wrong]

    assert not found, "\n".join(dict.fromkeys(found))
