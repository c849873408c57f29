"""The grid of products under fingers, mouse and keyboard."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.controls.grid import ProductGrid
from app.ui.rows import CardRow
from app.ui.theme import GAP_MIN_MM, TILE_MIN_MM, Look, Theme
from tests.ui.fingers import Hand
from tests.ui.made_up import FakeSale
from tests.ui.showcase import dress


class Bench:
    """A grid on its own, with what was tapped."""

    def __init__(self, qtbot: QtBot, size: tuple[int, int] = (820, 600)) -> None:
        self.theme = Theme()
        self.model = FakeSale()
        self.grid = ProductGrid(self.theme)
        qtbot.addWidget(self.grid)
        self.grid.resize(*size)
        self.grid.rows.reset(self.model.cards)
        self.grid.show()
        QApplication.processEvents()
        self.taps: list[str] = []
        self.grid.tapped.connect(self.taps.append)
        self.hand = Hand(self.grid.viewport())

    def at(self, product: str) -> QPoint:
        return self.grid.tap_point(product)


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot) -> Bench:
    dress(qapp)
    return Bench(qtbot)


def test_a_finger_taps_one_product(bench: Bench) -> None:
    bench.hand.tap(bench.at("flag-60"))

    assert bench.taps == ["flag-60"]


def test_a_tile_answers_while_the_finger_is_down(bench: Bench) -> None:
    place = bench.at("flag-60")
    box = QRect(place - QPoint(60, 40), place + QPoint(60, 40))
    before = bench.grid.viewport().grab(box).toImage()

    bench.hand.press(0, place)
    down = bench.grid.viewport().grab(box).toImage()
    bench.hand.lift(0, place)

    assert down != before
    assert bench.grid.viewport().grab(box).toImage() == before


def test_a_tapped_tile_is_painted_before_the_tap_returns(bench: Bench) -> None:
    frames: list[str] = []
    ready = bench.grid.tile.ready

    def watch(*asked: Any) -> QPixmap:
        frames.append(asked[0].name)
        return ready(*asked)

    def sell(product: str) -> None:
        frames.clear()
        card = next(card for card in bench.model.cards if card.id == product)
        bench.grid.show_changed([replace(card, qty=card.qty + 1)])
        frames.append("the cart")

    bench.grid.tile.ready = watch  # type: ignore[assignment, method-assign]
    bench.grid.tapped.connect(sell)
    bench.hand.tap(bench.at("flag-60"))

    assert frames == ["Flag", "the cart"]


@pytest.fixture
def ready(bench: Bench, qtbot: QtBot) -> list[str]:
    """Return the pictures that are made from now on; what a finger comes down on is made ready."""
    made: list[str] = []
    paint = bench.grid.tile._picture

    def watch(row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap:
        made.append(f"{row.qty} down" if is_down else f"{row.qty}")
        return paint(row, is_down, has_focus, ratio)

    bench.grid.grab()
    bench.grid.tile._picture = watch  # type: ignore[method-assign]
    bench.grid.touched.connect(lambda product: bench.grid.make_ready(bench.model.card_after_tap(product)))
    return made


def test_what_a_tap_may_show_is_painted_once_the_tile_looks_pressed(
    bench: Bench, qtbot: QtBot, ready: list[str]
) -> None:
    bench.grid.tapped.connect(bench.model.tap)
    bench.model.cart_changed.connect(lambda: bench.grid.show_changed(bench.model.some_cards(["flag-60"])))
    place = bench.at("flag-60")
    bench.hand.press(0, place)
    qtbot.waitUntil(lambda: len(ready) == 2)
    before = list(ready)
    bench.hand.lift(0, place)
    shown = bench.grid.grab().toImage()
    after = list(ready)
    bench.grid.tile.forget()

    assert (before, after) == (["0 down", "1"], ["0 down", "1"]), "the lift only copies"
    assert shown == bench.grid.grab().toImage()


def test_a_lift_shows_the_count_before_the_cart_is_asked(
    bench: Bench, qtbot: QtBot, ready: list[str]
) -> None:
    seen: list[QImage] = []

    def sell(product: str) -> None:
        seen.append(_glass(bench))
        bench.model.tap(product)
        bench.grid.show_changed(bench.model.some_cards([product]))

    bench.grid.tapped.connect(sell)
    place = bench.at("flag-60")
    bench.hand.press(0, place)
    qtbot.waitUntil(lambda: len(ready) == 2)
    pressed = _glass(bench)
    bench.hand.lift(0, place)

    assert seen[0] != pressed
    QApplication.processEvents()
    assert seen[0] == _glass(bench), "and it is what comes of it"


def test_a_lift_that_comes_to_nothing_leaves_nothing_on_the_glass(
    bench: Bench, qtbot: QtBot, ready: list[str]
) -> None:
    before = _glass(bench)
    place = bench.at("flag-60")
    bench.hand.press(0, place)
    qtbot.waitUntil(lambda: len(ready) == 2)
    bench.hand.lift(0, place)
    QApplication.processEvents()

    assert _glass(bench) == before


def _glass(bench: Bench) -> QImage:
    """Return what has been painted of the window, without asking it to paint."""
    window = bench.grid.window()
    return window.screen().grabWindow(window.winId()).toImage()


def test_what_was_made_ready_is_not_shown_unless_it_is_true(
    bench: Bench, qtbot: QtBot, ready: list[str]
) -> None:
    before = bench.grid.grab().toImage()
    place = bench.at("flag-60")
    bench.hand.press(0, place)
    qtbot.waitUntil(lambda: len(ready) == 2)
    bench.hand.lift(0, place)

    assert bench.taps == ["flag-60"]
    assert bench.grid.grab().toImage() == before, "the shelf said no: nothing changed"


def test_overlapping_fingers_are_taps_of_their_own(bench: Bench) -> None:
    first, second = bench.at("flag-33"), bench.at("flag-65")
    for _ in range(20):
        bench.hand.press(0, first)
        bench.hand.press(1, second, beside=(0,))
        bench.hand.lift(0, first, beside=(1,))
        bench.hand.lift(1, second)

    assert bench.taps == ["flag-33", "flag-65"] * 20


def test_forty_quick_taps_are_forty(bench: Bench) -> None:
    place = bench.at("castel-65")
    for _ in range(40):
        bench.hand.tap(place)

    assert bench.taps == ["castel-65"] * 40


def test_a_drag_taps_nothing(bench: Bench) -> None:
    start = bench.at("castel-65")
    bench.hand.press(0, start)
    for step in range(1, 12):
        bench.hand.move(0, start - QPoint(0, 14 * step))
    bench.hand.lift(0, start - QPoint(0, 160))

    assert bench.taps == []


def test_a_drag_that_comes_back_taps_nothing(bench: Bench) -> None:
    start = bench.at("castel-65")
    bench.hand.press(0, start)
    bench.hand.move(0, start + QPoint(90, 0))
    bench.hand.move(0, start)
    bench.hand.lift(0, start)

    assert bench.taps == []


def test_a_flick_scrolls_and_leaves_no_phantom_tap(bench: Bench, qtbot: QtBot) -> None:
    start = QPoint(300, 500)
    bench.hand.press(0, start)
    for step in range(1, 9):
        bench.hand.move(0, start - QPoint(0, 45 * step))
    dragged = bench.grid.verticalScrollBar().value()
    bench.hand.lift(0, start - QPoint(0, 370))
    qtbot.waitUntil(lambda: not bench.grid.glide.is_running)

    assert dragged == pytest.approx(360, abs=2), "the content follows the finger"
    assert bench.grid.verticalScrollBar().value() > dragged, "and runs on"

    assert bench.taps == []


def test_a_finger_on_running_content_holds_it_and_taps_nothing(bench: Bench) -> None:
    start = QPoint(300, 500)
    bench.hand.press(0, start)
    for step in range(1, 5):
        bench.hand.move(0, start - QPoint(0, 60 * step))
    bench.hand.lift(0, start - QPoint(0, 250))
    was_running = bench.grid.glide.is_running
    bench.hand.tap(QPoint(300, 300))

    assert was_running
    assert not bench.grid.glide.is_running
    assert bench.taps == []


def test_a_finger_that_trembles_still_taps(bench: Bench) -> None:
    start = bench.at("castel-65")
    bench.hand.press(0, start)
    bench.hand.move(0, start + QPoint(5, 4))
    bench.hand.lift(0, start + QPoint(5, 4))

    assert bench.taps == ["castel-65"]


def test_the_gap_between_tiles_taps_nothing(bench: Bench) -> None:
    cell = bench.grid.tile.cell
    bench.hand.tap(QPoint(cell.width() - 3, cell.height() // 2))

    assert bench.taps == []


def test_a_product_that_went_away_under_the_finger_is_not_tapped(bench: Bench) -> None:
    place = bench.at("flag-33")
    bench.hand.press(0, place)
    bench.model.choose_category("wine")
    bench.grid.rows.reset(bench.model.cards)
    bench.hand.lift(0, place)

    assert bench.taps == []


def test_the_mouse_is_one_more_finger(bench: Bench) -> None:
    place = bench.at("flag-60")
    QTest.mouseClick(bench.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(
        bench.grid.viewport(), Qt.MouseButton.LeftButton, pos=place
    )  # comes without its release
    QTest.mouseRelease(bench.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert bench.taps == ["flag-60"] * 2


def test_the_keyboard_walks_and_taps(bench: Bench) -> None:
    returned: list[str] = []
    bench.grid.returned.connect(returned.append)
    bench.grid.setFocus()
    bench.grid.setCurrentIndex(bench.grid.rows.index(0, 0))
    QTest.keyClick(bench.grid, Qt.Key.Key_Right)
    QTest.keyClick(bench.grid, Qt.Key.Key_Space)
    QTest.keyClick(bench.grid, Qt.Key.Key_Return)

    assert bench.taps == [bench.model.cards[1].id]
    assert returned == [bench.model.cards[1].id]


@pytest.mark.parametrize("size", [(500, 400), (770, 560), (838, 640), (1300, 900)])
@pytest.mark.parametrize(("dpi", "scale"), [(96.0, 1.0), (100.0, 1.0), (141.0, 1.0), (100.0, 1.5)])
def test_tiles_and_gaps_keep_the_norm(bench: Bench, size: tuple[int, int], dpi: float, scale: float) -> None:
    theme, grid = bench.theme, bench.grid
    theme.use(dpi=dpi, scale=scale)
    grid.resize(*size)
    QApplication.processEvents()
    tile = grid.tile_size()
    boxes = [grid.visualRect(grid.rows.index(place, 0)) for place in range(2)]

    assert tile.width() >= theme.mm(TILE_MIN_MM[0])
    assert tile.height() >= theme.mm(TILE_MIN_MM[1])
    assert boxes[0].width() - tile.width() >= theme.mm(GAP_MIN_MM)
    assert boxes[0].right() < grid.viewport().width()
    if grid.viewport().width() > 2 * boxes[0].width():
        assert boxes[1].top() == boxes[0].top(), "the row holds as many tiles as fit"


def test_a_change_repaints_only_its_tile(bench: Bench) -> None:
    changed: list[int] = []
    bench.grid.rows.dataChanged.connect(lambda index, *_: changed.append(index.row()))
    bench.model.set_qty("flag-60", 2)
    bench.grid.rows.replace(bench.model.cards)

    assert changed == [1]


def test_the_same_tiles_do_not_start_over(bench: Bench) -> None:
    resets: list[bool] = []
    bench.grid.rows.modelReset.connect(lambda: resets.append(True))
    bench.grid.rows.reset(bench.model.cards)
    bench.model.set_qty("flag-60", 2)
    bench.grid.rows.reset(bench.model.cards)

    row = bench.grid.rows.row(bench.grid.rows.index_of("flag-60"))
    assert resets == []
    assert row is not None
    assert row.qty == 2


def test_nobody_writes_into_the_tiles_or_drags_them(bench: Bench) -> None:
    rows = bench.grid.rows
    allowed = rows.flags(rows.index_of("flag-60"))
    changes = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    assert allowed & Qt.ItemFlag.ItemIsEnabled
    assert not allowed & changes
    assert not rows.flags(rows.index(-1, 0)) & changes


def test_qt_lays_many_tiles_out_without_asking_python_about_each(bench: Bench) -> None:
    asked: list[str] = []
    card = bench.model.cards[0]
    bench.grid.rows.reset([replace(card, id=f"p{place}") for place in range(2_000)])
    sys.setprofile(lambda frame, event, _: asked.append(frame.f_code.co_name) if event == "call" else None)
    bench.grid.grab()
    sys.setprofile(None)

    assert "paint" in asked, "the tiles in sight are Python's"
    assert len(asked) < 2_000, "less than once for each"
    assert bench.grid.verticalScrollBar().maximum() > 20 * bench.grid.height()


def test_every_tile_is_read_aloud(bench: Bench) -> None:
    rows = bench.grid.rows
    for place, card in enumerate(bench.model.cards):
        assert rows.data(rows.index(place, 0), Qt.ItemDataRole.AccessibleTextRole) == card.accessible


def test_a_tile_is_painted_once_and_kept(bench: Bench) -> None:
    bench.grid.grab()
    kept = len(bench.grid.tile._kept)
    bench.grid.viewport().update()
    bench.grid.grab()

    assert 0 < len(bench.grid.tile._kept) == kept


def test_another_look_paints_the_tiles_anew(bench: Bench) -> None:
    night = bench.grid.grab().toImage()
    bench.theme.use(look=Look.DAY)

    assert bench.grid.grab().toImage() != night


def test_tap_point_scrolls_to_the_product(bench: Bench) -> None:
    last = bench.model.cards[-1].id
    place = bench.at(last)
    bench.hand.tap(place)

    assert bench.grid.viewport().rect().contains(place)
    assert bench.taps == [last]
    with pytest.raises(KeyError):
        bench.at("not on the shelf")
