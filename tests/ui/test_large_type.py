"""With larger type, and on screens of other densities, the words of the sale page are whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.chips import Chips
from app.ui.controls.grid import ProductGrid
from app.ui.controls.lines import CartLine, CartLines
from app.ui.controls.paint import width_of
from app.ui.controls.people import PersonChip
from app.ui.controls.people_strip import PeopleStrip
from app.ui.controls.rail import CategoryKey, CategoryRail
from app.ui.controls.search import SearchField
from app.ui.controls.tiles import GAP_MM
from app.ui.rows import CategoryRow, ChipRow
from app.ui.theme import SEMIBOLD, SMALL, Theme
from tests.ui import counter_pictures
from tests.ui.counting import counting
from tests.ui.inks import painted_by
from tests.ui.made_up import FakeSale
from tests.ui.pictures import dress

LARGE = [((1280, 720), 1.0), ((1280, 720), 1.5), ((1366, 768), 1.3), ((1920, 1080), 1.3), ((1920, 1080), 1.5)]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, qtbot: QtBot) -> None:
    del qtbot
    dress()


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize(("size", "scale"), LARGE, ids=str)
def test_the_words_of_the_sale_page_are_whole(size: tuple[int, int], scale: float, code: str) -> None:
    with counting(code, size) as shown:
        shown.theme.use(scale=scale)
        shown.theme.fit(*size)
        shown.settle()
        counter_pictures.order(shown)
        page = shown.window.page
        search = page.findChild(SearchField)
        assert search is not None
        shown.settle()
        said = [
            stroke.text
            for kind in (CartLine, PersonChip, CategoryKey)
            for widget in page.findChildren(kind)
            for stroke in painted_by(widget)
            if stroke.kind == "text"
        ]

        assert {"Rodrigue", "Sodabi Sour"} & set(said)
        assert [text for text in said if "…" in text] == []
        room = search.textMargins()
        hint = search.fontMetrics().horizontalAdvance(search.placeholderText())
        assert hint <= search.width() - room.left() - room.right()
        sellers = page.findChild(PeopleStrip, "seller-strip")
        assert sellers is not None
        inner = sellers.widget()
        assert inner is not None
        assert inner.width() <= sellers.viewport().width(), "a name is cut at the edge of the strip"


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize(("size", "scale"), LARGE, ids=str)
def test_whose_sales_are_shown_is_chosen_from_whole_names(
    size: tuple[int, int], scale: float, code: str
) -> None:
    with counting(code, size) as shown:
        shown.theme.use(scale=scale)
        shown.theme.fit(*size)
        shown.tap("day")
        chips = shown.window.page.findChild(Chips, "whose-chips")
        assert chips is not None
        keys = [key for key in chips.findChildren(TouchButton) if key.isVisible()]
        words = [stroke.text for key in keys for stroke in painted_by(key) if stroke.kind == "text"]
        inner = chips.widget()

        assert words == [key.text() for key in keys]
        assert len(words) >= 7
        assert inner is not None
        assert inner.width() <= chips.viewport().width()


def test_chips_that_fit_in_no_way_are_roomy_and_scroll(qtbot: QtBot) -> None:
    ground, theme = QWidget(), Theme()
    qtbot.addWidget(ground)
    chips = Chips(theme, "table", is_choice=False)
    chips.setParent(ground)
    chips.show_rows([ChipRow(str(place), f"Table {place}") for place in range(12)])
    ground.resize(600, 100)
    chips.resize(600, chips.height())
    ground.show()
    [first, *_] = chips.findChildren(TouchButton)
    assert first.width() >= width_of(first.text(), theme.font(SMALL, SEMIBOLD)) + 2 * theme.mm(4)
    chips.resize(theme.mm(12 * 20.4), chips.height())

    assert first.width() < theme.mm(20.4)


@pytest.mark.parametrize("dpi", [85, 90, 96, 102, 112, 120, 135, 144, 166])
@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5])
def test_the_name_of_a_category_is_whole_on_every_glass(qtbot: QtBot, dpi: float, scale: float) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    rail = CategoryRail(Theme(dpi=dpi, scale=scale), parent=ground)
    rail.show_rows([CategoryRow("snacks", "À grignoter", "snack", "sand")], "")
    ground.resize(600, 600)
    rail.resize(rail.width(), 600)
    ground.show()
    [key] = rail.findChildren(CategoryKey)
    [words] = [stroke for stroke in painted_by(key) if stroke.kind == "text"]

    assert words.text == "À grignoter"
    assert words.box.width() <= key.width()


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
def test_the_name_of_who_sells_stands_clear_of_its_frame(scale: float) -> None:
    with counting("fr", (1920, 1080)) as shown:
        shown.theme.use(scale=scale)
        shown.settle()
        for chip in shown.window.page.findChildren(PersonChip):
            [name] = [stroke for stroke in painted_by(chip) if stroke.text == chip.text()]
            clear = min(name.box.left(), chip.width() - name.box.right())
            assert clear >= shown.theme.mm(0.7) - 1, (chip.text(), clear)


def test_four_rows_of_tiles_are_whole_on_a_small_screen_with_orders_put_aside() -> None:
    with counting("fr", (1280, 720)) as shown:
        counter_pictures.order(shown)
        shown.counter.sale.hold("Table 4")
        shown.settle()
        grid = shown.window.page.findChild(ProductGrid)
        assert grid is not None
        gap = shown.theme.mm(GAP_MM)

        assert (grid.viewport().height() + gap) // (grid.tile_size().height() + gap) == 4


def test_an_upright_order_in_large_words_shows_more_than_its_last_line() -> None:
    with counting("fr", (768, 1366)) as shown:
        shown.theme.use(scale=1.5)
        shown.theme.fit(768, 1366)
        counter_pictures.order(shown)
        shown.settle()
        lines = shown.window.page.findChild(CartLines)
        assert lines is not None
        whole = [
            line
            for line in lines.findChildren(CartLine)
            if line.isVisible() and line.visibleRegion().boundingRect().height() == line.height()
        ]
        assert len(whole) >= 2


def test_tiles_of_another_size_keep_the_place(qtbot: QtBot) -> None:
    theme, one = Theme(), FakeSale().cards[0]
    grid = ProductGrid(theme)
    qtbot.addWidget(grid)
    grid.rows.reset([replace(one, id=f"many-{n}") for n in range(200)])
    grid.resize(820, 600)
    grid.show()
    QApplication.processEvents()

    def first() -> int:
        gap = theme.mm(GAP_MM)
        return grid.indexAt(QPoint(gap, gap)).row()

    grid.scrollTo(grid.rows.index(120, 0), grid.ScrollHint.PositionAtTop)
    columns, before = 820 // grid.tile_size().width(), first()
    assert before > 0
    for scale in (1.5, 1.0):
        theme.use(scale=scale)
        QApplication.processEvents()
        assert before - columns < first() <= before, "in the row at the top"
    grid.resize(500, 600)
    QApplication.processEvents()
    assert before - columns < first() <= before
    grid.verticalScrollBar().setValue(0)
    theme.use(scale=1.2)
    QApplication.processEvents()
    assert first() == 0


@pytest.mark.parametrize(
    ("size", "scale"), [((1229, 691), 1.5), ((1280, 720), 1.0), ((1024, 600), 1.0)], ids=str
)
def test_the_ways_of_the_menu_stand_apart_on_a_low_window(size: tuple[int, int], scale: float) -> None:
    with counting("fr", size) as shown:
        shown.become("houngbedji")
        shown.theme.use(scale=scale)
        shown.theme.fit(*size)
        shown.window.open_menu()
        shown.settle()
        ways = [
            key.geometry()
            for key in shown.window.menu.findChildren(TouchButton)
            if key.isVisible() and key.objectName() != "menu-sheet-close"
        ]
        tops = sorted({way.y() for way in ways})
        gaps = {after - top - ways[0].height() for top, after in pairwise(tops)}

        assert len(ways) == 16
        assert min(gaps) >= shown.theme.mm(2), gaps
        assert {way.height() for way in ways} == {shown.theme.mm(15)}
