"""What makes the tiles quick must not be seen: lines kept as glyphs, tiles copied to their places, no layout for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.catalog import Level
from app.ui.controls.grid import ProductGrid
from app.ui.controls.lettering import AT_LEFT, AT_RIGHT, IN_MIDDLE, Lettering
from app.ui.controls.paint import CENTER, LEFT, RIGHT, smooth, write
from app.ui.controls.search import SearchField
from app.ui.controls.tiles import TileDelegate
from app.ui.rows import CardRow
from app.ui.screens.sale_head import SaleHead
from app.ui.theme import BOLD, LABEL, SEMIBOLD, TILE, Theme
from tests.ui.showcase import dress

LONG = "Johnnie Walker Black Label 12 ans d'âge"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def grid(qtbot: QtBot) -> ProductGrid:
    made = ProductGrid(Theme())
    qtbot.addWidget(made)
    made.resize(820, 600)
    made.rows.reset([card(n) for n in range(200)])
    made.show()
    QApplication.processEvents()
    return made


def card(number: int) -> CardRow:
    return CardRow(str(number), f"Bière {number}", "65 cl", "900 F", "24", Level.FINE, 0, "amber", "beer", "")


class Seen(QObject):
    """What was painted of a widget, and whether something in it asked for another layout."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.painted: list[QRect] = []
        self.layouts = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.painted.append(event.rect())
        self.layouts += event.type() == QEvent.Type.LayoutRequest
        return False


# lines


@pytest.mark.parametrize(("share", "align"), [(AT_LEFT, LEFT), (IN_MIDDLE, CENTER), (AT_RIGHT, RIGHT)])
@pytest.mark.parametrize("text", ["Flag", "1 200 F", "Jus d'âge 12"])
def test_a_kept_line_looks_as_one_that_is_written(text: str, share: float, align: Qt.AlignmentFlag) -> None:
    theme, box, ink = Theme(), QRectF(11.7, 7.3, 150.4, 27.2), QColor("white")
    kept = Lettering()
    for font in (theme.font(TILE, SEMIBOLD), theme.font(LABEL, BOLD)):
        shown = []
        for is_kept in (True, False):
            picture = QPixmap(180, 50)
            picture.fill(QColor("black"))
            painter = QPainter(picture)
            smooth(painter)
            if is_kept:
                kept.line(text, font).paint(painter, box, ink, share)
            else:
                write(painter, box, text, font, ink, align)
            painter.end()
            shown.append(picture.toImage())
        assert shown[0] == shown[1]


def test_a_line_is_made_once_until_it_is_forgotten() -> None:
    kept, font = Lettering(), Theme().font(TILE)
    line = kept.line("Flag", font)

    assert kept.line("Flag", font) is line
    kept.forget()
    assert kept.line("Flag", font) is not line


def test_what_does_not_fit_is_cut() -> None:
    kept, font = Lettering(), Theme().font(TILE)
    whole, name = kept.line(LONG, font), kept.name(LONG * 2, font, 160)

    assert kept.cut(whole, whole.wide) is whole
    assert kept.cut(whole, 100).wide <= 100
    assert kept.cut(whole, 100).glyphs.text().endswith("…")
    assert [line.glyphs.text()[-1] == "…" for line in name] == [False, True]
    assert all(line.wide <= 160 for line in name)


def test_tiles_follow_the_size_of_type(grid: ProductGrid) -> None:
    before = grid.tile.ready(card(1), False, False, 1.0).toImage()
    grid.theme.use(scale=1.3)
    grid.tile.set_cell(QSize(before.width(), before.height()))
    after = grid.tile.ready(card(1), False, False, 1.0).toImage()
    fresh = ProductGrid(grid.theme)
    fresh.tile.set_cell(grid.tile.cell)

    assert after != before
    assert after == fresh.tile.ready(card(1), False, False, 1.0).toImage()


# the grid


def _shown(grid: ProductGrid) -> Iterator[tuple[QImage, QImage]]:
    """Yield what is seen of each tile that is whole on the screen, and what it should look like."""
    port = grid.viewport()
    glass = port.grab().toImage()
    for place in range(grid.rows.rowCount()):
        box = grid.visualRect(grid.rows.index(place, 0))
        row = grid.rows.row(grid.rows.index(place, 0))
        if row is not None and port.rect().contains(box):
            has_focus = grid.hasFocus() and grid.currentIndex().row() == place
            picture = grid.tile.ready(row, row.id in grid.tile.down, has_focus, 1.0).toImage()
            yield glass.copy(box), picture.convertToFormat(glass.format())


@pytest.mark.parametrize("size", [(150, 400), (500, 400), (770, 560), (838, 640), (1300, 900)])
def test_every_tile_is_painted_where_qt_says_it_is(grid: ProductGrid, size: tuple[int, int]) -> None:
    grid.resize(*size)
    grid.tile.down = {"3"}
    grid.setCurrentIndex(grid.rows.index(1, 0))
    for scrolled in (0, 217, grid.verticalScrollBar().maximum()):
        QApplication.processEvents()
        grid.verticalScrollBar().setValue(scrolled)
        tiles = list(_shown(grid))

        assert tiles
        assert all(seen == wanted for seen, wanted in tiles)


def test_the_tile_under_the_keyboard_looks_so(grid: ProductGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    grid.setCurrentIndex(grid.rows.index(1, 0))
    monkeypatch.setattr(grid, "hasFocus", lambda: False)
    before = grid.viewport().grab().toImage()
    monkeypatch.setattr(grid, "hasFocus", lambda: True)
    boxes = [grid.visualRect(grid.rows.index(place, 0)) for place in range(3)]
    after = grid.viewport().grab().toImage()

    assert [before.copy(box) != after.copy(box) for box in boxes] == [False, True, False]


def test_tiles_that_went_away_leave_the_ground(grid: ProductGrid) -> None:
    grid.rows.reset([card(0)])
    QApplication.processEvents()
    glass = grid.viewport().grab().toImage()
    ground = QColor(grid.theme.palette.ground)

    assert glass.pixelColor(glass.width() - 5, 5) == ground
    assert glass.pixelColor(5, glass.height() - 5) == ground
    grid.rows.reset([])
    assert grid.viewport().grab().toImage().pixelColor(30, 30) == ground


def test_a_message_about_a_tile_paints_that_tile_and_no_other(grid: ProductGrid) -> None:
    seen = Seen(grid.viewport())
    grid.show_changed([replace(card(2), stock_text="23")])
    QApplication.processEvents()

    assert seen.painted == [grid.visualRect(grid.rows.index(2, 0))]


def test_as_many_other_tiles_are_shown_at_once(grid: ProductGrid) -> None:
    grid.setCurrentIndex(grid.rows.index(1, 0))
    grid.rows.reset([card(n) for n in range(200, 400)])
    QApplication.processEvents()

    assert not grid.currentIndex().isValid(), "it was another product's"
    assert all(seen == wanted for seen, wanted in _shown(grid))
    assert grid.rows.index_of("399").row() == 199


# the line above them


def test_typing_lays_nothing_out_where_the_hint_is_whole(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QWidget(window)
    head = SaleHead(Theme(), page)
    QHBoxLayout(page).addWidget(head)
    head.retranslate()
    page.resize(900, 80)
    window.resize(900, 80)
    window.show()
    QApplication.processEvents()
    seen = Seen(page)
    for text, count in (("f", 12), ("fl", 3), ("", 134)):
        head.search.setText(text)
        head.say_found(count)
        QApplication.processEvents()

    assert seen.layouts == 0


def test_a_hint_has_the_room_of_the_cross_where_it_is_too_long_beside_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = SearchField(Theme(), window)
    field.setPlaceholderText("Rechercher un produit")
    window.show()
    margins = {}
    for wide in (field.wide_for_hint() - 10, field.wide_for_hint() + 10):
        field.setFixedWidth(wide)
        QApplication.processEvents()
        empty = field.textMargins().right()
        field.setText("flag")
        margins[wide] = field.textMargins().right() - empty
        field.clear()

    assert [more > 0 for more in margins.values()] == [True, False]
    field.setPlaceholderText("Rechercher un produit " * 2)
    assert field.textMargins().right() == Theme().mm(1)


# what is left is painted on the picture of before


BEER = CardRow(
    "beer", "Béninoise Pils", "65 cl", "900 F", "24", Level.FINE, 0, "amber", "beer", "", is_starred=True
)


def delegate(theme: Theme, parent: QObject) -> TileDelegate:
    made = TileDelegate(theme, parent)
    made.set_cell(QSize(theme.mm(44), theme.mm(34)))
    return made


@pytest.mark.parametrize("dpi", [85.0, 100.0, 141.0, 166.0])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BEER, replace(BEER, stock_text="23", accessible="23 left")),
        (replace(BEER, stock_text="1 000"), replace(BEER, stock_text="9")),
        (replace(BEER, stock_text="9"), replace(BEER, stock_text="12 000")),
        (replace(BEER, stock_text="10", level=Level.LOW), replace(BEER, stock_text="9", level=Level.LOW)),
    ],
)
@pytest.mark.parametrize("has_focus", [True, False])
def test_a_tile_of_which_less_is_left_looks_as_if_it_were_made_anew(
    before: CardRow, after: CardRow, dpi: float, has_focus: bool, qapp: QApplication
) -> None:
    theme = Theme(dpi=dpi)
    patched, fresh = delegate(theme, qapp), delegate(theme, qapp)
    patched.ready(before, False, has_focus, 1.0)

    assert patched._patched(after, False, has_focus, 1.0) is not None
    one, other = (tiles.ready(after, False, has_focus, 1.0).toImage() for tiles in (patched, fresh))
    assert one == other


@pytest.mark.parametrize(
    ("before", "after", "ratio"),
    [
        (BEER, replace(BEER, stock_text="9", level=Level.LOW), 1.0),
        (BEER, replace(BEER, stock_text="23", qty=1), 1.0),
        (replace(BEER, qty=1), replace(BEER, stock_text="23", qty=1), 1.0),
        (BEER, replace(BEER, price_text="1 000 F"), 1.0),
        (BEER, replace(BEER, stock_text="23"), 1.25),
    ],
)
def test_a_tile_of_which_more_has_changed_is_made_anew(
    before: CardRow, after: CardRow, ratio: float, qapp: QApplication
) -> None:
    theme = Theme()
    tiles, fresh = delegate(theme, qapp), delegate(theme, qapp)
    tiles.ready(before, False, False, ratio)

    assert tiles._patched(after, False, False, ratio) is None
    assert (
        tiles.ready(after, False, False, ratio).toImage() == fresh.ready(after, False, False, ratio).toImage()
    )
