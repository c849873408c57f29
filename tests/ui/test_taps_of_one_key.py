"""A key is tapped once, unless it counts, and a finger that bounces is one finger."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.controls.number_sheet import NumberSheet
from app.ui.controls.row_list import RowList
from app.ui.controls.second_tap import moment_of
from tests.ui import evening
from tests.ui.counting import Counting
from tests.ui.rig import product
from tests.ui.tapping import Watch, click_at, is_heard, middle, timed

_Kind = QEvent.Type
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def shown(qapp: QApplication, watch: Watch) -> Iterator[Counting]:
    with timed(watch) as made:
        yield made


def heard_of(shown: Counting, *names: str) -> list[str]:
    """Return the names of the keys that are tapped from now on, in their order."""
    heard: list[str] = []
    for name in names:
        shown.key(name).clicked.connect(lambda _=False, name=name: heard.append(name))
    return heard


def middle_of_five(sheet: QWidget) -> QPoint:
    five = sheet.findChild(TouchButton, "key:5")
    assert five is not None
    return middle(five)


def texts(sheet: QWidget) -> list[str]:
    return [shown.text() for shown in sheet.findChildren(AmountLabel)]


def pay_much(shown: Counting) -> None:
    for _ in range(19):
        shown.counter.sale.tap(product("flag-33"))
    shown.tap("pay")
    shown.settle()


@pytest.mark.parametrize(
    ("name", "once", "meant"),
    [
        ("cash:1000", (10_000, 10_040, 10_290), (10_600, 10_910)),
        ("key:1", (10_000, 10_080, 10_130), (10_300, 10_430, 10_560)),
    ],
)
def test_what_counts_does_so_for_each_tap_that_is_meant(
    shown: Counting, watch: Watch, name: str, once: tuple[int, ...], meant: tuple[int, ...]
) -> None:
    """A note too many is money that nobody gave: two are two taps, a third of a second apart. Digits count as fast as
    a finger can. A bounce counts once.
    """
    pay_much(shown)
    heard, place = heard_of(shown, name), middle(shown.key(name))
    for at_ms in once:
        click_at(shown, watch, place, at_ms)
    assert len(heard) == 1

    for at_ms in meant:
        click_at(shown, watch, place, at_ms)
    assert len(heard) == 1 + len(meant)


def test_a_slow_finger_that_the_screen_loses_counts_one_digit(shown: Counting, watch: Watch) -> None:
    pay_much(shown)
    heard, place = heard_of(shown, "key:1"), middle(shown.key("key:1"))
    click_at(shown, watch, place, 10_000, for_ms=200)
    click_at(shown, watch, place, 10_230, for_ms=100)
    assert len(heard) == 1


def test_two_places_are_two_taps_however_close_in_time(shown: Counting, watch: Watch) -> None:
    pay_much(shown)
    heard = heard_of(shown, "cash:1000", "cash:2000")
    click_at(shown, watch, middle(shown.key("cash:1000")), 10_000)
    click_at(shown, watch, middle(shown.key("cash:2000")), 10_030)

    assert heard == ["cash:1000", "cash:2000"]


def test_the_double_click_of_a_bounce_is_swallowed_too(shown: Counting, watch: Watch) -> None:
    """The system tells a second press twice: as a press, and as a double click."""
    pay_much(shown)
    heard, place = heard_of(shown, "key:1"), middle(shown.key("key:1"))
    click_at(shown, watch, place, 10_000)
    click_at(shown, watch, place, 10_040, is_double=True)
    assert len(heard) == 1

    click_at(shown, watch, place, 10_300, is_double=True)
    assert len(heard) == 2


def test_a_switch_is_thrown_once(shown: Counting, watch: Watch) -> None:
    """« Monnaie due » bounced would be as before."""
    shown.tap("pay", "owing")
    place, model = middle(shown.key("owing-end")), shown.counter.payment
    assert model.is_owing
    click_at(shown, watch, place, 10_000)
    assert not model.is_owing
    click_at(shown, watch, place, 10_200)
    assert not model.is_owing
    click_at(shown, watch, place, 10_700)
    assert model.is_owing


def test_a_sheet_that_asks_for_figures_is_not_closed_by_the_second_tap(shown: Counting, watch: Watch) -> None:
    """It falls beside the panel, on the scrim; a digit that lies there is typed all the same."""
    sheet = NumberSheet(shown.theme, shown.window)
    shown.window._guard(sheet)
    place = QPoint(20, 300)
    click_at(shown, watch, place, 10_000)
    sheet.ask("Flag", 1)
    click_at(shown, watch, place, 10_200)
    assert sheet.isVisible()
    sheet.put_away()

    place = middle_of_five(sheet)
    click_at(shown, watch, place, 20_000)
    sheet.ask("Flag", 1)
    shown.window.second_tap.page_changed()  # as whoever opened it tells of the same tap
    click_at(shown, watch, place + QPoint(2, 3), 20_200)
    assert "5" not in texts(sheet), "on the spot of the tap that opened it"
    click_at(shown, watch, place + QPoint(25, 0), 20_300)
    assert "5" in texts(sheet), "a hand that types has moved"

    place = QPoint(20, 300)
    click_at(shown, watch, place, 11_000)
    assert not sheet.isVisible()


def test_minus_counts_but_ends_no_line(shown: Counting, watch: Watch) -> None:
    """What counts down to the last piece becomes a bin under the finger."""
    flag = product("flag-33")
    for _ in range(2):
        shown.counter.sale.tap(flag)
    shown.settle()
    place = middle(shown.key(f"less:{flag}"))
    for at_ms in (10_000, 10_160, 10_320, 10_480):
        click_at(shown, watch, place, at_ms)
    assert [line.qty for line in shown.rig.till.checkout.cart.lines] == [1]

    click_at(shown, watch, place, 11_000)
    assert shown.rig.till.checkout.cart.is_empty


def test_a_row_is_tapped_once_and_the_next_one_at_once(shown: Counting, watch: Watch) -> None:
    """A row that is ticked would lose its tick again."""
    evening.fill(shown.rig, 6)
    shown.tap("day", "whose:all")
    rows = shown.window.page.findChild(RowList, "day-list")
    assert rows is not None
    heard: list[str] = []
    rows.tapped.connect(heard.append)
    first, second = (row.key for row in rows.rows.between(0, 2))
    places = [rows.viewport().mapTo(shown.window, rows.tap_point(key).toPoint()) for key in (first, second)]
    for place, at_ms in ((places[0], 10_000), (places[0], 10_300), (places[1], 10_400), (places[0], 10_500)):
        click_at(shown, watch, place, at_ms)

    assert heard == [first, second, first]


def test_a_drag_from_a_key_is_no_first_half_of_a_tap_on_it(shown: Counting, watch: Watch) -> None:
    handle, place = shown.window.windowHandle(), middle(shown.key("pay"))
    heard = heard_of(shown, "pay")
    watch.now_s = 10.0
    for kind, by in ((_Kind.MouseButtonPress, 0), (_Kind.MouseMove, -60), (_Kind.MouseButtonRelease, -60)):
        where = QPointF(place + QPoint(0, by))
        down = Qt.MouseButton.NoButton if kind is _Kind.MouseButtonRelease else _LEFT
        there = QPointF(handle.mapToGlobal(where.toPoint()))
        which = Qt.MouseButton.NoButton if kind is _Kind.MouseMove else _LEFT
        event = QMouseEvent(kind, where, there, which, down, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(handle, event)
    assert heard == []
    click_at(shown, watch, place, 10_300)
    assert heard == ["pay"]


def test_a_mouse_that_moves_between_two_taps_makes_them_no_two(shown: Counting, watch: Watch) -> None:
    """A touch screen that calls itself a mouse brings the pointer along before each press."""
    pay_much(shown)
    handle, key = shown.window.windowHandle(), shown.key("cash:1000")
    heard, place = heard_of(shown, "cash:1000"), middle(key)
    click_at(shown, watch, place, 10_000)
    aside = QPointF(place + QPoint(40, 0))
    none = Qt.MouseButton.NoButton
    there = QPointF(handle.mapToGlobal(aside.toPoint()))
    move = QMouseEvent(_Kind.MouseMove, aside, there, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(handle, move)
    click_at(shown, watch, place + QPoint(20, 0), 10_200)

    assert len(heard) == 1


def test_a_clock_that_goes_back_kills_no_place(shown: Counting, watch: Watch) -> None:
    place = middle(shown.key("pay"))
    click_at(shown, watch, place, 4_294_967_000)
    assert shown.page == "payment"
    shown.tap("back")
    click_at(shown, watch, place, 2_000)
    assert shown.page == "payment"


def test_another_button_is_no_first_half(shown: Counting, watch: Watch) -> None:
    heard, place = heard_of(shown, "pay"), middle(shown.key("pay"))
    watch.now_s = 10.0
    QTest.mouseClick(shown.window.windowHandle(), Qt.MouseButton.RightButton, pos=place)
    click_at(shown, watch, place, 10_200)
    assert heard == ["pay"]


def test_a_bouncing_finger_is_one_finger(shown: Counting, watch: Watch) -> None:
    window, place = shown.window.second_tap, QPointF(300, 30)
    heard = [is_heard(window, watch, place, at_ms) for at_ms in (10_000, 10_030, 10_095, 10_220)]
    assert heard == [True, False, False, True]
    assert is_heard(window, watch, place + QPointF(60, 0), 10_240)


def test_taps_that_waited_for_a_busy_till_keep_their_distance() -> None:
    there = QPointF(5, 5)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(_Kind.MouseButtonPress, there, there, left, left, none)
    event.setTimestamp(12_345)
    assert moment_of(event) == 12.345
    event.setTimestamp(0)
    assert abs(moment_of(event) - time.monotonic()) < 60, "what nobody stamped happens now"
