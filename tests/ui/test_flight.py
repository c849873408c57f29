"""A tap on a tile shows where the product went: soon, briefly, in no finger's way, and not on a still screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.flight import Flight
from app.ui.controls.grid import ProductGrid
from app.ui.controls.lines import CartLines
from app.ui.i18n import Language
from app.ui.theme import FLIGHT_AFTER_MS, FLIGHT_MS
from tests.ui.counting import Counting
from tests.ui.pictures import dress
from tests.ui.rig import ident, product


class Painted(QObject):
    """Adds up what is painted anew of a window, in pixels, once for each frame."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() == QEvent.Type.Paint:
            assert isinstance(event, QPaintEvent)
            boxes: Iterable[QRect] = event.region()  # type: ignore[assignment]  # Qt's stubs do not know that it is one
            self.areas.append(sum(box.width() * box.height() for box in boxes))
        return False


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication) -> Iterator[Counting]:
    del qtbot
    dress()
    language = Language(qapp)
    language.use("fr")
    made = Counting(language, (1280, 720))
    made.theme.use(is_still=False)
    yield made
    made.close()
    language.drop()


def flight(shown: Counting) -> Flight:
    found = shown.window.page.findChild(Flight)
    assert found is not None
    return found


def grid(shown: Counting) -> ProductGrid:
    found = shown.window.page.findChild(ProductGrid)
    assert found is not None
    return found


def middle(of: Flight) -> QPoint:
    return of.geometry().center()


def test_it_flies_from_the_tile_to_the_line_and_is_gone(shown: Counting, qtbot: QtBot) -> None:
    way, tiles, page = flight(shown), grid(shown), shown.window.page
    seen = list[str]()
    first = Order({tiles.viewport(): (QEvent.Type.Paint, "tile"), way: (QEvent.Type.Show, "way")}, seen)
    shown.tap_tile("castel-65")
    qtbot.waitUntil(lambda: "way" in seen)
    assert seen[0] == "tile", "it is painted first"
    del first
    tile = tiles.middle_of(ident("castel-65"))
    assert tile is not None
    assert (middle(way) - tiles.viewport().mapTo(page, tile)).manhattanLength() < way.width() * 4

    places = list[QPoint]()
    way.installEventFilter(watch := Moves(places))
    qtbot.waitUntil(lambda: not way.isVisible())
    del watch
    lines = page.findChild(CartLines)
    assert lines is not None
    goal = lines.middle_of(ident("castel-65"))
    assert goal is not None
    assert (middle(way) - lines.viewport().mapTo(page, goal)).manhattanLength() <= 2
    assert [point.x() for point in places] == sorted(point.x() for point in places)


class Order(QObject):
    """Notes by name which widget came to which event."""

    def __init__(self, wanted: dict[QWidget, tuple[QEvent.Type, str]], seen: list[str]) -> None:
        super().__init__()
        self._wanted, self._seen = wanted, seen
        for widget in wanted:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind, name = self._wanted.get(watched, (None, "")) if isinstance(watched, QWidget) else (None, "")
        if event.type() == kind:
            self._seen.append(name)
        return False


class Moves(QObject):
    """Notes each place that a widget comes to."""

    def __init__(self, places: list[QPoint]) -> None:
        super().__init__()
        self._places = places

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Move and isinstance(watched, Flight):
            self._places.append(watched.pos())
        return False


def test_it_is_short() -> None:
    assert FLIGHT_MS <= 180
    assert FLIGHT_AFTER_MS <= 17


def test_taps_go_through_it_and_none_is_lost(shown: Counting, qtbot: QtBot) -> None:
    shown.tap_tile("castel-65")
    way = flight(shown)
    qtbot.waitUntil(way.isVisible)
    place = shown.window.page.childAt(middle(way))
    assert place is not way
    for _ in range(5):
        shown.tap_tile("castel-65")

    assert shown.counter.sale.count == 6
    qtbot.waitUntil(lambda: not way.isVisible())


def test_a_frame_of_it_paints_only_where_it_is(shown: Counting, qtbot: QtBot) -> None:
    shown.tap_tile("castel-65")
    way = flight(shown)
    qtbot.waitUntil(way.isVisible)
    watch = Painted()
    port = grid(shown).viewport()
    port.installEventFilter(watch)
    qtbot.waitUntil(lambda: not way.isVisible())

    assert watch.areas
    assert median(watch.areas) <= (4 * way.width()) ** 2 < port.width() * port.height() / 10


def test_nothing_flies_on_a_still_screen(shown: Counting, qtbot: QtBot) -> None:
    shown.theme.use(is_still=True)
    shown.tap_tile("castel-65")
    with qtbot.assertNotEmitted(flight(shown)._way.stateChanged, wait=4 * FLIGHT_AFTER_MS):
        pass

    assert not flight(shown).isVisible()
    assert shown.counter.sale.count == 1


def test_what_was_refused_flies_nowhere(shown: Counting, qtbot: QtBot) -> None:
    shown.rig.set_stock("castel-65", 0)
    with qtbot.assertNotEmitted(flight(shown)._way.stateChanged, wait=4 * FLIGHT_AFTER_MS):
        shown.tap_tile("castel-65")

    assert shown.counter.sale.count == 0


def test_a_line_that_is_gone_before_it_starts_is_no_goal(shown: Counting, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(flight(shown)._way.stateChanged, wait=4 * FLIGHT_AFTER_MS):
        grid(shown).tapped.emit(ident("castel-65"))
        shown.counter.sale.clear()

    assert not flight(shown).isVisible()


def test_a_change_of_the_look_lands_it(shown: Counting, qtbot: QtBot) -> None:
    QTest.mouseClick(
        grid(shown).viewport(), Qt.MouseButton.LeftButton, pos=grid(shown).tap_point(product("castel-65"))
    )
    qtbot.waitUntil(flight(shown).isVisible)
    shown.theme.use(is_left_handed=True)

    assert not flight(shown).isVisible()
