"""A mouse that drags scrolls, taps nothing, and leaves alone what scrolls by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls import mouse_drag
from app.ui.controls.chips import Chips
from app.ui.controls.layout import Column
from app.ui.controls.mouse_drag import MouseDrag
from app.ui.controls.row_list import RowList
from app.ui.rows import ChipRow, ListRow
from app.ui.theme import Theme
from tests.ui import evening
from tests.ui.counting import counting
from tests.ui.heard import heard
from tests.ui.pictures import dress

WIDE, HIGH = 400, 500


class Bench:
    """A window with a row of chips over a list, both longer than the window."""

    def __init__(self) -> None:
        theme = Theme()
        self.window = QWidget()
        self.chips, self.rows = Chips(theme, "whose"), RowList(theme, "sales")
        column = Column(theme, self.window)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.chips)
        column.addWidget(self.rows, 1)
        self.chips.show_rows([ChipRow(str(n), f"Quelqu’un numéro {n}") for n in range(12)], "0")
        self.rows.rows.reset([ListRow(str(n), "21:00", "", f"Vente {n}", "", "500 F") for n in range(60)])
        self.window.resize(WIDE, HIGH)
        self.window.show()
        self.drag = MouseDrag(theme, self.window)
        self.window.windowHandle().installEventFilter(self.drag)
        self.chosen, self.tapped = heard(self.chips.chosen), heard(self.rows.tapped)

    @property
    def across(self) -> QScrollBar:
        return self.chips.horizontalScrollBar()

    @property
    def down(self) -> QScrollBar:
        return self.rows.verticalScrollBar()

    def pull(self, start: QPoint, *ways: QPoint) -> None:
        handle, left, none = (
            self.window.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QTest.mousePress(handle, left, none, start)
        for way in ways:
            QTest.mouseMove(handle, start + way)
        QTest.mouseRelease(handle, left, none, start + ways[-1] if ways else start)


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot) -> Iterator[Bench]:
    made = Bench()
    qtbot.waitExposed(made.window)
    assert made.across.maximum() > 200
    assert made.down.maximum() > 200
    yield made
    made.window.close()
    made.window.deleteLater()


def on(widget: QWidget, window: QWidget) -> QPoint:
    return widget.mapTo(window, widget.rect().center())


def test_a_row_of_chips_is_pulled_and_none_is_chosen(bench: Bench) -> None:
    start = on(bench.chips, bench.window)
    bench.pull(start, QPoint(-60, 0), QPoint(-100, 0), QPoint(-160, 2))

    assert bench.across.value() == 100, "from where it became a drag"
    assert (bench.chosen, bench.down.value()) == ([], 0)
    assert not any(key.isDown() for key in bench.chips._keys.values())


def test_a_list_is_pulled_and_no_row_is_tapped(bench: Bench) -> None:
    start = on(bench.rows, bench.window)
    bench.pull(start, QPoint(0, -60), QPoint(3, -140))
    assert bench.down.value() == 80
    bench.pull(start, QPoint(0, 60), QPoint(0, 90))
    assert bench.down.value() == 50
    assert (bench.tapped, bench.across.value()) == ([], 0)


def test_a_tap_that_trembles_is_a_tap(bench: Bench) -> None:
    bench.pull(on(bench.rows, bench.window), QPoint(1, 2))
    assert len(bench.tapped) == 1
    bench.pull(on(bench.chips, bench.window))
    assert len(bench.chosen) == 1
    assert bench.down.value() == 0, "a chip that is cut is brought into sight, nothing else moves"


def test_the_other_way_scrolls_nothing(bench: Bench) -> None:
    bench.pull(on(bench.rows, bench.window), QPoint(-120, 0), QPoint(-150, 4))
    assert (bench.across.value(), bench.down.value()) == (0, 0)


def test_what_scrolls_by_itself_is_left_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RowList, "drags_itself", True, raising=False)
    bench.pull(on(bench.rows, bench.window), QPoint(0, -60), QPoint(0, -140))
    assert bench.down.value() == 0


def test_a_finger_of_a_true_touch_screen_is_not_meant(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It scrolls by touch already; the mouse that Qt makes of it would scroll a second time."""
    kind = QPointingDevice.primaryPointingDevice().type()
    monkeypatch.setattr(mouse_drag, "_FINGERS", frozenset({kind}))
    bench.pull(on(bench.rows, bench.window), QPoint(0, -60), QPoint(0, -140))
    assert bench.down.value() == 0


def test_an_ordinary_wheel_moves_a_row_of_chips(bench: Bench) -> None:
    place = QPointF(bench.chips.viewport().rect().center())
    for turned, reached in ((-120, 120), (60, 60)):
        wheel = QWheelEvent(
            *(place, place, QPoint(), QPoint(0, turned)),
            *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(bench.chips.viewport(), wheel)
        assert bench.across.value() == reached


def test_the_tills_window_hears_it_and_a_drag_opens_no_sale(qapp: QApplication) -> None:
    dress()
    with counting("fr", (1280, 720)) as shown:
        evening.fill(shown.rig, 40)
        shown.become("houngbedji")
        shown.window.show_page("day")
        shown.rig.settle()
        shown.settle()
        page = shown.window.page
        rows = page.findChild(RowList, "day-list")
        assert rows is not None
        handle, start = shown.window.windowHandle(), on(rows, shown.window)
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for way in (-60, -160):
            QTest.mouseMove(handle, start + QPoint(0, way))
        QTest.mouseRelease(
            handle,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            start + QPoint(0, -160),
        )
        assert rows.verticalScrollBar().value() == 100
        assert not shown.counter.sale_detail.is_open
