"""What is long gets room: names, notes, answers and sentences are whole on the smallest screen we promise."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.flow import Flow
from app.ui.controls.grid import ProductGrid
from app.ui.controls.lamp import STRIP_MM
from app.ui.controls.lines import CartLine
from app.ui.controls.notice import Notice
from app.ui.controls.paint import name_lines, width_of
from app.ui.controls.topic import TopicCard
from app.ui.theme import CAPTION, MEDIUM, SEMIBOLD, SMALL, TILE, Theme
from app.ui.windows.office import OfficeWindow
from tests.ui import counter_pictures, desk_pictures
from tests.ui.after_pictures import STATES
from tests.ui.counting import Counting, counting
from tests.ui.desk_pictures import Beside, beside
from tests.ui.inks import painted_by
from tests.ui.pictures import dress
from tests.ui.rig import DEMO, product

SMALL_SCREEN = (1280, 720)
NAMES = [row["name"] for row in json.loads(DEMO.read_text("utf-8"))["products"]]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, qtbot: QtBot) -> None:
    del qtbot
    dress()


def tile_room(shown: Counting) -> float:
    """Return how wide a name on a tile may be, in pixels."""
    grid = shown.window.page.findChild(ProductGrid)
    assert grid is not None
    return grid.tile_size().width() - 2 * shown.theme.mm(2.9) + shown.theme.mm(1.2)


@pytest.mark.parametrize("size", [SMALL_SCREEN, (1366, 768), (1920, 1080), (768, 1366)], ids=str)
@pytest.mark.parametrize("state", ["sale-noted", "exchange"])
def test_every_name_of_the_demo_bar_is_whole_on_its_tile(state: str, size: tuple[int, int]) -> None:
    with counting("fr", size) as shown:
        STATES[state](shown)
        room, font = tile_room(shown), shown.theme.font(TILE, SEMIBOLD)
    cut = [
        name for name in NAMES if max(width_of(text, font) for text in name_lines(name, font, room)) > room
    ]

    assert cut == []


def test_a_note_is_whole_under_its_line_and_the_line_makes_room_for_it() -> None:
    with counting("fr", SMALL_SCREEN) as shown:
        counter_pictures.order(shown, {"castel-65": 2, "aloko": 1})
        before = {line.objectName(): line.height() for line in shown.window.page.findChildren(CartLine)}
        shown.rig.till.checkout.set_note(product("castel-65"), "bien cuites, piment à part, deux assiettes")
        shown.settle()
        noted, plain = (
            next(line for line in shown.window.page.findChildren(CartLine, f"line:{product(key)}"))
            for key in ("castel-65", "aloko")
        )
        small = shown.theme.font(CAPTION, MEDIUM)

        assert noted.height() > plain.height() == before[plain.objectName()]
        assert noted.height() - plain.height() >= QFontMetricsF(small).height()
        assert width_of("bien cuites, piment à part, deux assiettes", small) < noted.width() - shown.theme.mm(
            3
        )


@pytest.mark.parametrize("size", [SMALL_SCREEN, (1000, 600), (768, 1366)], ids=str)
def test_the_answers_to_a_refusal_are_whole(size: tuple[int, int]) -> None:
    with counting("fr", size) as shown:
        counter_pictures.STATES["sale-refused"](shown)
        shown.settle()
        notice = shown.window.page.findChild(Notice)
        assert notice is not None
        keys = [key for key in notice.findChildren(TouchButton) if key.objectName().startswith("answer:")]
        font = shown.theme.font(SMALL, SEMIBOLD)
        bold = shown.theme.font(SMALL, 700)
        cut = [key.text() for key in keys if max(width_of(key.text(), f) for f in (font, bold)) > key.width()]

        assert len(keys) == 4
        assert cut == []
        corners = [key.mapTo(notice, key.rect().bottomRight()) for key in keys]
        assert all(notice.rect().contains(corner) for corner in corners)


def test_widgets_flow_into_rows_and_back(qtbot: QtBot) -> None:
    theme = Theme(is_still=True)
    ground = QWidget()
    qtbot.addWidget(ground)
    flow = Flow(theme, gap_mm=2, parent=ground)
    keys = [TouchButton(theme, str(place), size_mm=(30, 12)) for place in range(4)]
    flow.show_widgets(keys)
    ground.show()

    def rows() -> list[int]:
        QApplication.processEvents()
        tops = [key.mapTo(ground, key.rect().topLeft()).y() for key in keys]
        return [tops.count(top) for top in sorted(set(tops))]

    found = []
    for wide_mm in (140, 70, 20, 140):
        flow.resize(theme.mm(wide_mm), theme.mm(80))
        found.append(rows())

    assert found == [[4], [2, 2], [1, 1, 1, 1], [4]]
    flow.show_widgets([])
    assert not flow.isVisible()


def office_in(shown: Beside, scale: float) -> OfficeWindow:
    """Open the manager's window with its figures, in larger type."""
    desk_pictures.STATES["office"](shown)
    office = shown.window
    assert isinstance(office, OfficeWindow)
    office.theme.use(scale=scale)
    office.theme.fit(*SMALL_SCREEN)
    shown.settle()
    return office


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_names_in_the_managers_table_are_whole(scale: float) -> None:
    with beside("fr", SMALL_SCREEN) as shown:
        office = office_in(shown, scale)
        table = office.table
        header = table.horizontalHeader()
        sizes = [header.sectionSize(column) for column in range(header.count())]

        assert sizes[0] >= table.sizeHintForColumn(0)
        shown_columns = [place for place in range(header.count()) if not table.isColumnHidden(place)]
        words = {place: str(table.model().headerData(place, header.orientation())) for place in shown_columns}
        font = office.theme.font(SMALL, SEMIBOLD)
        assert {0, 2, 6} <= set(words), "the product, what can be sold and its price stay"
        assert len(words) == header.count() or scale > 1
        assert [word for place, word in words.items() if width_of(word, font) > sizes[place]] == []
        assert sum(sizes) <= table.viewport().width()


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_badge_of_what_runs_low_lies_beside_its_words(scale: float, code: str) -> None:
    with beside(code, SMALL_SCREEN) as shown:
        key = office_in(shown, scale).low
        for badge in ("5", "128"):
            key.show_badge(badge)
            shown.settle()
            boxes = {stroke.text: stroke.box for stroke in painted_by(key) if stroke.kind == "text"}

            assert boxes[key.text()].right() <= boxes[badge].left() - key.theme.mm(1.1), "its disc has a rim"
            assert key.width() >= key.sizeHint().width()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_line_of_the_managers_figures_is_lower_than_its_words(scale: float) -> None:
    with beside("fr", SMALL_SCREEN) as shown:
        office = office_in(shown, scale)
        cards = office.findChildren(TopicCard)
        said = [
            words
            for card in cards
            for words in card.findChildren(QLabel)
            if words.isVisible() and words.text()
        ]

        assert len(said) > 10
        assert [words.text() for words in said if words.height() < words.heightForWidth(words.width())] == []


@pytest.mark.parametrize("size", [SMALL_SCREEN, (768, 1366)], ids=str)
def test_the_strip_is_as_high_with_its_sentence_as_without(size: tuple[int, int]) -> None:
    with counting("fr", size) as shown:
        strip = shown.window.strip
        before = strip.height()
        counter_pictures.STATES["sale-offline"](shown)
        shown.settle()

        assert strip.height() == before
        is_narrow = size[0] < shown.theme.mm(230)
        assert (before > shown.theme.mm(STRIP_MM)) == is_narrow
        lines = 2 if is_narrow else 1
        room = (size[0] - shown.theme.mm(75)) * lines
        font = shown.theme.font(SMALL if is_narrow else CAPTION, MEDIUM)
        assert width_of(strip.banner, font) < room
        assert lines * QFontMetricsF(font).height() <= strip.height()


def test_the_mark_of_the_order_lies_beside_the_amounts() -> None:
    with counting("fr", (768, 1366)) as shown:
        counter_pictures.STATES["sale"](shown)
        shown.settle()
        lines = shown.window.page.findChildren(CartLine)
        pane = shown.counter.window.page.findChild(QWidget, "cart")
        assert pane is not None
        right = max(line.mapTo(pane, line.rect().topRight()).x() for line in lines)

        assert right < pane.width() - shown.theme.mm(0.9), "the mark would lie over the amounts"
