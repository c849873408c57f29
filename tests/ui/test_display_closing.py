"""The customer's display over the counter, on the only screen, says how it goes; on its own no guest can close it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.grid import ProductGrid
from app.ui.windows.display import CustomerDisplay, OrderLines
from tests.ui import desk_pictures
from tests.ui.desk_pictures import beside
from tests.ui.fingers import Hand
from tests.ui.inks import painted_by
from tests.ui.pictures import dress

ROOT = Path(__file__).resolve().parents[2]
SIZES = [(1024, 600), (1280, 720), (1920, 1080), (720, 1280)]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, qtbot: QtBot) -> Iterator[None]:
    """Let two taps be two taps, however quick a test is."""
    del qtbot
    dress()
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(usual)


def test_a_double_tap_of_a_guest_does_not_close_it_over_an_order(qapp: QApplication) -> None:
    qapp.setDoubleClickInterval(10_000)
    with beside("fr", (1280, 720)) as shown:
        desk_pictures.STATES["display-order"](shown)
        display = shown.desk.display
        assert display is not None
        for _ in range(3):
            QTest.mouseClick(display, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        assert (shown.desk.display, foot_of(display).isVisible()) == (display, True)
        qapp.setDoubleClickInterval(0)
        QTest.mouseClick(display, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))

        assert shown.desk.display is None


def foot_of(display: CustomerDisplay) -> QLabel:
    foot = display.findChild(QLabel, "display-close")
    assert foot is not None
    return foot


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_over_the_counter_it_says_at_its_foot_how_it_is_closed(size: tuple[int, int], code: str) -> None:
    with beside(code, size) as shown:
        shown.desk.show_display()
        shown.settle()
        display = shown.desk.display
        assert display is not None
        foot = foot_of(display)

        assert foot.isVisible()
        assert foot.text() == {"fr": "Touchez pour fermer", "en": "Touch to close"}[code]
        assert foot.fontMetrics().horizontalAdvance(foot.text()) <= foot.width()
        assert foot.mapTo(display, foot.rect().bottomLeft()).y() == display.height() - 1


@pytest.mark.parametrize("state", ["display-order", "display-payment", "display-sold"])
def test_over_an_order_it_says_so_once_it_is_touched_and_for_a_moment(state: str) -> None:
    with beside("fr", (1280, 720)) as shown:
        desk_pictures.STATES[state](shown)
        display = shown.desk.display
        assert display is not None
        foot = foot_of(display)
        assert not foot.isVisible(), "a guest reads the order"

        QTest.mouseClick(display, Qt.MouseButton.RightButton, pos=QPoint(300, 200))
        assert not foot.isVisible()
        QTest.mouseClick(display, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        assert (shown.desk.display, foot.isVisible()) == (display, True)
        assert foot.text() == "Touchez pour fermer"
        [hint] = [x for x in display.findChildren(QTimer) if x.isActive() and x.isSingleShot()]
        hint.stop()
        hint.timeout.emit()
        assert not foot.isVisible()

        for _ in range(2):
            QTest.mouseClick(display, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        assert shown.desk.display is None


@pytest.mark.parametrize("way", ["mouse", "finger", "Esc", "Ctrl+W"])
def test_over_the_counter_a_tap_or_a_key_closes_it_and_leads_back(way: str, qtbot: QtBot) -> None:
    with beside("fr", (1280, 720)) as shown:
        desk_pictures.STATES["display-order"](shown)
        display = shown.desk.display
        assert display is not None
        match way:
            case "mouse":
                QTest.mouseClick(display, Qt.MouseButton.RightButton, pos=QPoint(300, 200))
                assert shown.desk.display is display
                window = display.windowHandle()
                for _ in range(2):  # the first one says that another one closes it
                    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
            case "finger":
                for _ in range(2):
                    Hand(display).tap(QPoint(300, 200))
            case "Esc":
                QTest.keyClick(display, Qt.Key.Key_Escape)
            case _:
                QTest.keyClick(display, Qt.Key.Key_W)
                assert shown.desk.display is display
                QTest.keyClick(display, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)

        assert shown.desk.display is None
        qtbot.waitUntil(shown.counter.window.isActiveWindow)


def test_a_double_tap_neither_opens_and_closes_it_nor_sells_behind_it() -> None:
    with beside("fr", (1280, 720)) as shown:
        counter, now = shown.counter.window, 100.0
        counter.second_tap._moment = lambda _event: now

        def click(window: QWidget, place: QPoint) -> None:
            own = window.mapFromGlobal(place)
            QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=own)
            shown.settle()

        counter.menu.open()
        shown.settle()
        [key] = counter.findChildren(TouchButton, "go:display")
        place = key.mapToGlobal(key.rect().center())
        click(counter, place)
        display = shown.desk.display
        assert display is not None
        display.move(counter.pos())
        now += 0.3
        click(display, place)
        assert shown.desk.display is display

        [tile] = [x for x in counter.findChildren(ProductGrid) if x.isVisible()]
        place, before = tile.mapToGlobal(QPoint(60, 60)), shown.counter.sale.count
        now += 5
        click(display, place)
        assert shown.desk.display is None
        now += 0.3
        click(counter, place)
        assert shown.counter.sale.count == before
        now += 5
        click(counter, place)
        assert shown.counter.sale.count == before + 1


def test_a_double_tap_that_closes_the_manager_s_window_touches_nothing_behind_it() -> None:
    """« Fermer » lies over the bin of the order."""
    with beside("fr", (1280, 720)) as shown:
        counter, now = shown.counter.window, 100.0
        counter.second_tap._moment = lambda _event: now
        office = shown.desk.show_office()
        office.move(counter.pos())
        shown.settle()
        [tile] = [x for x in counter.findChildren(ProductGrid) if x.isVisible()]
        place, before = tile.mapToGlobal(QPoint(60, 60)), shown.counter.sale.count

        now += 5
        QTest.mouseClick(office.windowHandle(), Qt.MouseButton.LeftButton, pos=office.mapFromGlobal(place))
        office.close()
        shown.settle()
        for later, count in ((0.3, before), (5, before + 1)):
            now += later
            own = counter.mapFromGlobal(place)
            QTest.mouseClick(counter.windowHandle(), Qt.MouseButton.LeftButton, pos=own)
            shown.settle()
            assert shown.counter.sale.count == count


def test_a_guest_reads_every_name_with_its_volume() -> None:
    with beside("fr", (1280, 720)) as shown:
        for row in shown.counter.sale.cards:
            if row.name in ("Possotomè gazeuse", "Rosé maison, verre"):
                shown.counter.sale.tap(row.id)
        display = shown.desk.show_display()
        shown.settle()
        lines = display.findChild(OrderLines)
        assert lines is not None
        words = [x.text for x in painted_by(lines) if x.kind == "text"]

    assert "Possotomè gazeuse 50\xa0cl" in words
    assert not any("…" in text for text in words)


TWO_SCREENS = """
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication([])
app.setDoubleClickInterval(0)
from tests.ui import desk_pictures
from tests.ui.desk_pictures import beside
from tests.ui.pictures import dress

dress()
with beside("fr", (1280, 720)) as shown:
    shown.order()
    display = shown.desk.show_display()
    shown.settle()
    foot = display.findChild(QLabel, "display-close")

    def tap():
        QTest.mouseClick(display.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        return shown.desk.display is display

    QTest.keyClick(display, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    print(display.screen().name(), "stays" if tap() else "goes", foot.isVisible())
    own = shown.counter.window.screen()
    display.showNormal()
    display.setScreen(own)
    display.setGeometry(own.geometry())
    shown.settle()
    print(display.screen().name(), "stays" if tap() else "goes", foot.isVisible(), "stays" if tap() else "goes")
"""


def test_on_a_screen_of_its_own_a_guest_closes_nothing_until_it_is_moved_over_the_counter(
    tmp_path: Path,
) -> None:
    usual = {"y": 0, "width": 1280, "height": 720, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{"name": "own", "x": 0, **usual}, {"name": "guests", "x": 1280, **usual}]
    told = tmp_path / "screens.json"
    told.write_text(json.dumps({"screens": screens}))
    env = dict(os.environ, QT_QPA_PLATFORM=f"offscreen:configfile={told}", PYTHONPATH=str(ROOT))
    ran = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert ran.stdout.splitlines() == ["guests stays False", "own stays True goes"], ran.stderr
