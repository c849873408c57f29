"""Cart lines, rail, people, held carts, status strip and search; scrolling by finger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.glide import Glide
from app.ui.controls.held import HeldStrip
from app.ui.controls.keypad import Keypad
from app.ui.controls.lamp import OFFLINE, ONLINE, SHUT, StatusStrip
from app.ui.controls.lines import LINE_MM, CartLines
from app.ui.controls.people import PersonChip, shared_points
from app.ui.controls.people_grid import PeopleGrid
from app.ui.controls.people_strip import PeopleStrip
from app.ui.controls.rail import CategoryRail
from app.ui.controls.search import SearchField
from app.ui.rows import CategoryRow, HeldRow, LineRow
from app.ui.theme import TOUCH_MIN_MM, Look, Theme
from tests.fakes import FakeClock
from tests.ui.fingers import Hand
from tests.ui.made_up import money, people
from tests.ui.showcase import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def theme() -> Theme:
    return Theme(is_still=True)


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    """A window to lay things over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    return window


Show = Callable[..., None]


@pytest.fixture
def shown(qtbot: QtBot) -> Show:
    """Shows a widget in a window of its size; a window of its own would be told the widget's least size."""
    windows: list[QWidget] = []

    def show(widget: QWidget, width: int = 400, height: int = 300) -> None:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        widget.setParent(window)
        widget.resize(width, height)
        window.show()
        QApplication.processEvents()

    return show


def child(widget: QWidget, name: str) -> TouchButton:
    found = widget.findChild(TouchButton, name)
    assert isinstance(found, TouchButton), name
    return found


# lists


def line(product: str, qty: int) -> LineRow:
    return LineRow(
        product, product.title(), "65 cl", qty, money(500 * qty), "amber", f"{product.title()} 65 cl"
    )


def test_cart_lines_change_in_place(shown: Show, theme: Theme) -> None:
    lines = CartLines(theme)
    shown(lines)
    lines.show_rows([line("flag", 1), line("castel", 2)])
    first = lines.findChild(QWidget, "line:flag")
    lines.show_rows([line("flag", 2), line("castel", 2)])

    assert lines.findChild(QWidget, "line:flag") is first
    assert lines.last == "flag"
    lines.show_rows([line("castel", 2)])
    assert lines.last == "castel"


def test_a_line_that_went_comes_back_for_another_product(shown: Show, theme: Theme) -> None:
    lines = CartLines(theme)
    shown(lines)
    asked: list[str] = []
    lines.more.connect(asked.append)
    lines.show_rows([line("flag", 1), line("castel", 2)])
    was = lines.findChild(QWidget, "line:castel")
    hand = Hand(child(lines, "more:castel"))
    hand.press(0, child(lines, "more:castel").rect().center())
    lines.show_rows([line("flag", 1)])
    assert lines.findChild(QWidget, "line:castel") is None
    for product in ("castel", "guinness", "castel"):
        lines.show_rows([line("flag", 1), line(product, 2)])
        assert lines.findChild(QWidget, f"line:{product}") is was
        assert child(lines, f"more:{product}").accessibleName() == f"One {product.title()} 65 cl more"
        assert not child(lines, f"more:{product}").isDown()
    assert not asked
    QTest.mouseClick(child(lines, "more:castel"), Qt.MouseButton.LeftButton)

    assert asked == ["castel"]


def test_a_lines_keys_say_what_they_do(shown: Show, theme: Theme) -> None:
    lines = CartLines(theme)
    shown(lines)
    lines.show_rows([line("flag", 2)])
    asked: list[str] = []
    lines.less.connect(lambda product: asked.append(f"less {product}"))
    lines.more.connect(lambda product: asked.append(f"more {product}"))
    lines.quantity.connect(lambda product: asked.append(f"quantity {product}"))
    for name in ("less:flag", "more:flag", "qty:flag"):
        key = child(lines, name)
        assert key.accessibleName()
        assert key.width() >= theme.mm(TOUCH_MIN_MM)
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)

    assert asked == ["less flag", "more flag", "quantity flag"]


def test_no_line_is_cut_however_high_the_cart_is(shown: Show, theme: Theme) -> None:
    lines = CartLines(theme)
    usual = theme.mm(LINE_MM)
    for room in (345, 380, 5 * usual, 6 * usual - 1):
        shown(lines, 352, room)
        lines.show_rows([line(f"beer{place}", 1) for place in range(9)])
        lines.show_rows([line(f"beer{place}", 1 + place // 8) for place in range(9)])
        for _ in range(4):
            QApplication.processEvents()
        rows = [lines.findChild(QWidget, f"line:beer{place}") for place in range(9)]
        tops = [row.mapTo(lines.viewport(), row.rect().topLeft()).y() for row in rows if row is not None]
        high = rows[0].height() if rows[0] is not None else 0
        assert high >= theme.mm(14)
        assert tops[-1] + high <= lines.viewport().height(), "the line that changed is whole"
        assert not [top for top in tops if -high < top < 0], "and so is the first one"


def test_the_rail_marks_the_current_category(shown: Show, theme: Theme) -> None:
    rail = CategoryRail(theme)
    shown(rail, 106, 600)
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    rows = [CategoryRow("all", "Tout", "grid", "slate"), CategoryRow("beer", "Bières", "beer", "amber")]
    rail.show_rows(rows, "all")
    QApplication.processEvents()
    beer = child(rail, "category:beer")
    Hand(beer).tap(beer.rect().center())
    rail.show_rows(rows, "beer")

    assert chosen == ["beer"]
    assert beer is child(rail, "category:beer")
    assert beer.isChecked()
    assert not child(rail, "category:all").isChecked()


def test_people_fill_the_width_evenly(shown: Show, theme: Theme) -> None:
    grid = PeopleGrid(theme)
    shown(grid, 900, 560)
    chosen: list[str] = []
    grid.chosen.connect(chosen.append)
    grid.show_rows(people(), None)
    QApplication.processEvents()
    tops = [child(grid, f"person:{row.id}").y() for row in people()]
    QTest.mouseClick(child(grid, "person:aicha"), Qt.MouseButton.LeftButton)

    assert tops.count(tops[0]) == 3, "six people are three and three"
    assert chosen == ["aicha"]


def test_the_strip_picks_a_person(shown: Show, theme: Theme) -> None:
    strip = PeopleStrip(theme, "seller")
    shown(strip)
    chosen: list[str] = []
    strip.chosen.connect(chosen.append)
    strip.show_people(people(), people()[2])
    QTest.mouseClick(child(strip, "seller:sena"), Qt.MouseButton.LeftButton)

    assert child(strip, "seller:aicha").accessibleName() == "Aïcha Bio"
    assert chosen == ["sena"]
    strip.show_people([], None)
    assert not strip.isVisible()


def test_held_carts_show_only_when_there_are_any(theme: Theme, room: QWidget) -> None:
    strip = HeldStrip(theme, room)
    recalled: list[str] = []
    strip.recalled.connect(recalled.append)
    strip.show_rows([HeldRow("r1", "Refused", "sold out", money(2_000), is_refused=True)])
    chip = child(strip, "held:r1")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert strip.isVisible()
    assert chip.kind is Kind.STOP
    assert recalled == ["r1"]
    strip.show_rows([])
    assert not strip.isVisible()


def test_what_waits_gives_way_under_its_title_before_a_chip_is_cut(shown: Show, theme: Theme) -> None:
    strip = HeldStrip(theme)
    shown(strip, 900, theme.mm(13))
    rows = [
        HeldRow(f"h{place}", f"Table {place}", "3 articles · Aïcha · il y a 7 min", money(2_700))
        for place in (1, 2)
    ]
    strip.show_rows(rows)
    wide = [child(strip, f"held:{row.key}").width() for row in rows]
    strip.resize(sum(wide) - theme.mm(4), strip.height())
    QApplication.processEvents()
    last = child(strip, "held:h2")

    assert last.width() < wide[1]
    assert last.mapTo(strip, last.rect().topRight()).x() < strip.width()
    strip.resize(900, strip.height())
    QApplication.processEvents()
    assert last.width() == wide[1]


def test_the_names_of_the_sellers_are_whole_and_of_one_size(shown: Show, theme: Theme) -> None:
    strip = PeopleStrip(theme, "seller")
    shown(strip, 352, theme.mm(15))
    strip.show_people(people(), people()[2])
    QApplication.processEvents()
    chips = [chip for chip in strip.findChildren(PersonChip) if chip.isVisible()]
    points = shared_points(chips, strip.viewport().width() - strip.stack.spacing() * len(chips))

    assert len(chips) == len(people())
    assert all(chip.width() >= chip.wide_for(points) for chip in chips)
    assert all(chip.width() >= theme.mm(TOUCH_MIN_MM) for chip in chips)
    assert chips[-1].mapTo(strip, chips[-1].rect().topRight()).x() < strip.width()


def test_a_strip_that_was_wider_before_it_was_shown_takes_no_more_room_than_there_is(
    shown: Show, theme: Theme
) -> None:
    strip = PeopleStrip(theme, "seller")
    strip.resize(900, theme.mm(15))
    strip.show_people(people(), None)
    strip.hide()
    shown(strip, 352, theme.mm(15))
    strip.show_people([*people()[:5], people()[5]], people()[0])
    inner = strip.widget()

    assert inner is not None
    assert inner.width() == strip.viewport().width()


def test_a_till_that_is_shut_out_turns_the_strip_to_stop_and_names_the_person(
    shown: Show, theme: Theme
) -> None:
    strip = StatusStrip(theme)
    shown(strip, 1280, theme.mm(8))
    strip.show_place("Le Baobab", "Comptoir")
    strip.show_rest("", "Aïcha Bio", "21:47")
    strip.show_lamp(SHUT, "Accès fermé", "Le gérant a fermé l’accès de ce poste.")
    named = strip.grab().toImage()
    strip.show_rest("", "", "21:47")

    assert named.pixelColor(2, 2).name() == theme.palette.stop_soft.lower()
    assert strip.grab().toImage() != named, "the person is painted beside the sentence"
    assert "Le Baobab · Comptoir" in strip.accessibleName()


def test_the_strip_turns_amber_and_keeps_its_height(shown: Show, theme: Theme) -> None:
    strip = StatusStrip(theme)
    shown(strip, 1280, theme.mm(8))
    strip.show_lamp(ONLINE, "En ligne", "")
    high, online = strip.sizeHint().height(), strip.grab().toImage()
    strip.show_lamp(OFFLINE, "Hors ligne", "Hors ligne depuis 12 min")

    assert strip.sizeHint().height() == high
    assert strip.grab().toImage().pixelColor(2, 2).name() == theme.palette.warn_soft.lower()
    assert online.pixelColor(2, 2).name() == theme.palette.rail.lower()
    assert "Hors ligne depuis 12 min" in strip.accessibleName()


def test_the_search_is_cleared_by_its_cross(shown: Show, theme: Theme) -> None:
    field = SearchField(theme)
    shown(field, 300, 48)
    assert not field.cross.isVisible()
    field.setText("flag")
    cross = field.cross
    assert cross.width() >= theme.mm(TOUCH_MIN_MM)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)

    assert field.text() == ""


def test_every_control_follows_the_look(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme)
    shown(keypad)
    night = keypad.grab().toImage()
    theme.use(look=Look.DAY)

    assert keypad.grab().toImage() != night


# gliding


def test_a_slow_finger_only_puts_the_content_down(qtbot: QtBot, shown: Show, theme: Theme) -> None:
    clock = FakeClock()
    lines = CartLines(theme)
    shown(lines, 400, 200)
    lines.show_rows([line(f"product {n}", 1) for n in range(30)])
    bar = lines.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(0)
    glide = Glide(bar, Theme(), clock.monotonic)
    glide.drag(-100)
    clock.pass_time(1)
    glide.let_go()

    assert bar.value() == 100
    assert not glide.is_running


def test_a_flick_fades_and_stops(qtbot: QtBot, shown: Show) -> None:
    clock = FakeClock()
    theme = Theme()
    lines = CartLines(theme)
    shown(lines, 400, 200)
    lines.show_rows([line(f"product {n}", 1) for n in range(60)])
    bar = lines.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(0)
    glide = Glide(bar, theme, clock.monotonic)
    for _ in range(5):
        clock.pass_time(0.016)
        glide.drag(-30)
    glide.let_go()
    assert glide.is_running
    for _ in range(400):
        clock.pass_time(0.016)
        glide.step()

    assert bar.value() > 150
    assert not glide.is_running
