"""What is painted can be seen on what it lies on: measured on every page and sheet, by day and by night."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.catalog import Level
from app.ui.controls.buttons import TouchButton
from app.ui.controls.tiles import GAP_MM, TILE_HEIGHT_MM, TILE_WIDTH_MM, TileDelegate
from app.ui.rows import CardRow
from app.ui.theme import (
    AMOUNT_CONTRAST_MIN,
    HUES,
    MARK_CONTRAST_MIN,
    TEXT_CONTRAST_MIN,
    Look,
    Theme,
    blend,
    contrast,
)
from tests.ui.inks import Picture, Stroke, draw_on, painted, painted_by, picture_of
from tests.ui.showcase import dress
from tests.ui.walk import Place

LOOKS = pytest.mark.parametrize("look", list(Look))
MONEY = re.compile(r"\d[\u00a0\u202f ]F\b")


def least(stroke: Stroke, *, is_enabled: bool = True) -> float:
    """Return the contrast that a text or a drawing needs; what is switched off can still be made out."""
    if stroke.kind == "image" or not is_enabled:
        return MARK_CONTRAST_MIN
    return AMOUNT_CONTRAST_MIN if MONEY.search(stroke.text) else TEXT_CONTRAST_MIN


def dim(strokes: list[Stroke], picture: Picture, place: QPoint, *, is_enabled: bool = True) -> Iterator[str]:
    """Yield what cannot be seen well enough; ``place`` is where the strokes' own corner is in the picture."""
    for stroke in strokes:
        if stroke.kind == "shape":
            continue
        ground = picture.ground(stroke.box.translated(place), stroke.ink)
        ratio = contrast(blend(stroke.ink, ground, stroke.ink.alphaF()), ground)
        if ratio < least(stroke, is_enabled=is_enabled):
            what = stroke.text or "a drawing"
            yield f"« {what} » {stroke.ink.name()} on {ground.name()}: {ratio:.2f}"


def on_top(widget: QWidget, window: QWidget, box: QRect) -> bool:
    """Tell whether nothing lies over a part of a widget, and it is not scrolled away."""
    if box.isEmpty() or not QRegion(box).subtracted(widget.visibleRegion()).isEmpty():
        return False
    found = window.childAt(widget.mapTo(window, box.center()))
    return found is None or found is widget or widget.isAncestorOf(found) or found.isAncestorOf(widget)


def shown_in(place: Place) -> Iterator[QWidget]:
    for widget in (place.root, *place.root.findChildren(QWidget)):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def dim_in(place: Place) -> Iterator[str]:
    picture = picture_of(place.window)
    for widget in shown_in(place):
        strokes = [s for s in painted_by(widget) if on_top(widget, place.window, s.box)]
        corner = widget.mapTo(place.window, QPoint(0, 0))
        for text in dim(strokes, picture, corner, is_enabled=widget.isEnabled()):
            yield f"{widget.objectName() or type(widget).__name__} {text}"
        if isinstance(widget, TouchButton | QLineEdit) and widget.isEnabled():
            yield from _unbounded(widget, strokes, picture, corner)


def _unbounded(widget: QWidget, strokes: list[Stroke], picture: Picture, corner: QPoint) -> Iterator[str]:
    """Yield a control whose edge is not seen; one without an edge is told by its words or its drawing."""
    boxes = [s for s in strokes if s.kind == "shape" and s.box.width() > 0.8 * widget.width()]
    beside = corner + QPoint(-3, widget.height() // 2)
    if not any(box.ink.isValid() for box in boxes) or beside.x() < 0:
        return
    outside = picture.at(beside)
    inks = [color for box in boxes for color in (box.ink, box.fill) if color.isValid()]
    ratio = max((contrast(ink, outside) for ink in inks), default=0)
    if ratio < MARK_CONTRAST_MIN:
        yield f"{widget.objectName()} is not told from {outside.name()}: {ratio:.2f}"


def tile_pictures(theme: Theme, row: CardRow, *, is_down: bool) -> tuple[list[Stroke], Picture]:
    """Return what a tile paints, and how it looks on the ground of the grid."""
    tile = TileDelegate(theme, theme)
    gap = theme.mm(GAP_MM)
    cell = QSize(theme.mm(TILE_WIDTH_MM) + gap, theme.mm(TILE_HEIGHT_MM) + gap)
    tile.set_cell(cell)
    tile.down = {row.id} if is_down else set()
    image = QImage(cell, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.palette.ground))
    painter = QPainter(image)
    tile.draw(painter, row, is_down=is_down)
    painter.end()
    strokes = painted(
        cell, lambda page: draw_on(page, lambda painter: tile.draw(painter, row, is_down=is_down))
    )
    return strokes, Picture(image)


@LOOKS
@pytest.mark.parametrize("level", list(Level))
def test_everything_on_a_tile_can_be_seen(qapp: QApplication, look: Look, level: Level) -> None:
    dress(qapp)
    theme, found = Theme(look), list[str]()
    for color, qty, is_down in product(HUES, (0, 2), (False, True)):
        row = CardRow(
            "flag", "Flag", "65\u00a0cl", "1\u202f000\u00a0F", "10", level, qty, color, "beer", "Flag"
        )
        strokes, picture = tile_pictures(theme, row, is_down=is_down)
        found += [f"{color} {qty} {is_down}: {text}" for text in dim(strokes, picture, QPoint(0, 0))]
        edge = next(stroke.ink for stroke in strokes if stroke.ink.isValid())
        if contrast(edge, QColor(theme.palette.ground)) < MARK_CONTRAST_MIN:
            found.append(f"{color} {qty} {is_down}: the edge {edge.name()} is not seen")

    assert not found, "\n".join(found)


def test_what_cannot_be_seen_is_found(qtbot: QtBot) -> None:
    """The measure itself: grey on grey, an amount that is only a text, an edge like its ground."""
    image = QImage(100, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    box, none = QRect(0, 0, 50, 20), QColor()
    strokes = [
        Stroke("text", box, QColor("#757575"), none, "Castel"),
        Stroke("text", box, QColor("#757575"), none, "500\u00a0F"),
        Stroke("text", box, QColor("#333333"), none, "Flag"),
        Stroke("image", box, QColor("#555555"), none),
    ]

    found = [text.split(":")[0] for text in dim(strokes, Picture(image), QPoint(0, 0))]

    assert found == [
        "« 500\u00a0F » #757575 on #000000",
        "« Flag » #333333 on #000000",
        "« a drawing » #555555 on #000000",
    ]
