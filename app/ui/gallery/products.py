"""What is sold and what is in the cart."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.catalog import Level
from app.ui.controls.flight import Flight
from app.ui.controls.grid import ProductGrid
from app.ui.controls.held import HeldChip, HeldStrip
from app.ui.controls.layout import Ground, Row
from app.ui.controls.lines import CartLine, CartLines
from app.ui.controls.rail import CategoryKey, CategoryRail
from app.ui.controls.scroll_mark import ScrollMark
from app.ui.controls.tiles import GAP_MM, TILE_HEIGHT_MM, TILE_WIDTH_MM, TileDelegate
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Leaf, Stage, as_if_focused
from app.ui.rows import CardRow
from app.ui.theme import Theme


class TilePicture(QWidget):
    """One tile, as the grid's delegate draws it."""

    def __init__(self, theme: Theme, row: CardRow, *, is_down: bool = False, has_focus: bool = False) -> None:
        super().__init__()
        self._row, self._is_down, self._has_focus = row, is_down, has_focus
        self._tile = TileDelegate(theme, self)
        self._tile.set_cell(QSize(theme.mm(TILE_WIDTH_MM + GAP_MM), theme.mm(TILE_HEIGHT_MM + GAP_MM)))
        self.setFixedSize(self._tile.cell)
        self.setAccessibleName(row.accessible)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._tile.draw(QPainter(self), self._row, is_down=self._is_down, has_focus=self._has_focus)


def _tiles(stage: Stage) -> None:
    theme = stage.theme
    stage.show_as(As.USUAL, TilePicture(theme, samples.card()))
    stage.show_as(As.PRESSED, TilePicture(theme, samples.card(), is_down=True))
    stage.show_as(As.FOCUSED, TilePicture(theme, samples.card(), has_focus=True))
    stage.show_as(As.CHOSEN, TilePicture(theme, samples.card(qty=3)))
    stage.show_as(As.FULL, TilePicture(theme, samples.card(qty=112, price=125_000)))
    stage.show_as(As.LOW, TilePicture(theme, samples.card(left=9, level=Level.LOW)))
    stage.show_as(As.OUT, TilePicture(theme, samples.card(left=0, level=Level.OUT)))
    stage.show_as(As.UNKNOWN, TilePicture(theme, samples.card(left=None, level=Level.UNKNOWN)))
    stage.show_as(As.STARRED, TilePicture(theme, samples.card(is_starred=True)))
    stage.show_as(As.LONG, TilePicture(theme, samples.card(samples.LONG_NAME)))


def _flights(stage: Stage) -> None:
    """Tap a product: it shows where it goes."""
    ground = Ground("clear")
    grid, lines = ProductGrid(stage.theme), CartLines(stage.theme)
    sides = Row(stage.theme, ground, gap_mm=4)
    sides.addWidget(grid, 1)
    sides.addWidget(lines, 1)
    grid.rows.reset(samples.shelf())
    lines.show_rows([samples.cart_line(row.name, place + 1) for place, row in enumerate(samples.shelf())])
    flight = Flight(stage.theme, grid, lines, ground)
    grid.tapped.connect(flight.show_soon)
    stage.show_as(As.USUAL, ground, width_mm=200, height_mm=84)


def _grid(stage: Stage) -> None:
    for rows, high, state in (
        (samples.shelf(), 84, As.USUAL),
        (samples.shelf(), 52, As.FULL),
        ([], 30, As.EMPTY),
    ):
        grid = ProductGrid(stage.theme)
        grid.rows.reset(rows)
        stage.show_as(state, grid, width_mm=184, height_mm=high)


def _categories(stage: Stage) -> None:
    for state in (As.USUAL, As.CHOSEN, As.PRESSED, As.FOCUSED):
        key = CategoryKey(stage.theme, samples.categories()[1], is_sideways=True)
        key.setChecked(state is As.CHOSEN)
        key.setDown(state is As.PRESSED)
        stage.show_as(state, as_if_focused(key) if state is As.FOCUSED else key, height_mm=18)
    stage.head("CategoryRail")
    for is_sideways in (False, True):
        rail = CategoryRail(stage.theme, is_sideways=is_sideways)
        rail.show_rows(samples.categories(), "beer")
        if is_sideways:
            stage.show_as(As.UPRIGHT, rail, width_mm=120)
        else:
            stage.show_as(As.USUAL, rail, height_mm=90)


def _lines(stage: Stage) -> None:
    rows = (
        (samples.cart_line(), As.USUAL),
        (samples.cart_line(qty=1), As.CHOSEN),
        (samples.cart_line(note=samples.note()), As.NOTED),
        (samples.cart_line(samples.LONG_NAME, 112), As.LONG),
    )
    for row, state in rows:
        line = CartLine(stage.theme, row)
        line.show_row(row, is_last=state is As.CHOSEN)
        stage.show_as(state, line, width_mm=96)
    stage.head("CartLines")
    lines = CartLines(stage.theme)
    lines.show_rows([samples.cart_line(row.name, place + 1) for place, row in enumerate(samples.shelf())])
    stage.show_as(As.FULL, lines, width_mm=96, height_mm=70)


def _held(stage: Stage) -> None:
    for row, state in zip(samples.held(), (As.REFUSED, As.USUAL), strict=True):
        stage.show_as(state, HeldChip(stage.theme, row))
    pressed = HeldChip(stage.theme, samples.held()[1])
    pressed.setDown(True)
    stage.show_as(As.PRESSED, pressed)
    stage.head("HeldStrip")
    strip = stage.adopt(HeldStrip(stage.theme))
    strip.show_rows(samples.held())
    stage.show_as(As.FULL, strip, width_mm=150)


PAGES = (
    Leaf("TileDelegate", (TileDelegate,), _tiles),
    Leaf("ProductGrid, ScrollMark", (ProductGrid, ScrollMark), _grid),
    Leaf("Flight", (Flight,), _flights),
    Leaf("CategoryKey, CategoryRail", (CategoryKey, CategoryRail), _categories),
    Leaf("CartLine, CartLines", (CartLine, CartLines), _lines),
    Leaf("HeldChip, HeldStrip", (HeldChip, HeldStrip), _held),
)
