"""A finger that taps twice by mistake meets nothing of the page that its first tap brought."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputEvent, QMouseEvent, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.controls.held import HeldChip
from app.ui.controls.number_sheet import NumberSheet
from app.ui.controls.row_list import RowList
from app.ui.controls.second_tap import SecondTap, moment_of
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.fingers import Hand, screen
from tests.ui.pictures import dress
from tests.ui.rig import product

_Kind = QEvent.Type
_LEFT = Qt.MouseButton.LeftButton


class Watch:
    """The time that the window sees."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self, event: QInputEvent) -> float:
        del event
        return self.now_s


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def shown(qapp: QApplication, watch: Watch) -> Iterator[Counting]:
    dress()
    with counting("fr", (1280, 720)) as made:
        made.window.second_tap._moment = watch
        made.counter.sale.tap(product("flag-33"))
        made.settle()
        yield made


def click(shown: Counting, place: QPoint) -> None:
    """Click in the window as its system tells it, not a widget of it."""
    handle = shown.window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    shown.settle()


def click_again(shown: Counting, watch: Watch, place: QPoint, *, after_s: float) -> None:
    watch.now_s += after_s
    click(shown, place)


def middle(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), widget.rect().center())


def click_at(
    shown: Counting, watch: Watch, place: QPoint, at_ms: int, *, for_ms: int = 15, is_double: bool = False
) -> None:
    """Click in the window at a moment that its system tells, as a bouncing finger does."""
    handle = shown.window.windowHandle()
    for kind, after_ms in (
        (_Kind.MouseButtonPress, 0),
        (_Kind.MouseButtonDblClick, 0),
        (_Kind.MouseButtonRelease, for_ms),
    ):
        if kind is not _Kind.MouseButtonDblClick or is_double:
            watch.now_s = (at_ms + after_ms) / 1000
            down = Qt.MouseButton.NoButton if kind is _Kind.MouseButtonRelease else _LEFT
            there = QPointF(handle.mapToGlobal(place))
            event = QMouseEvent(kind, QPointF(place), there, _LEFT, down, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(handle, event)
    shown.settle()


def is_heard(window: SecondTap, watch: Watch, place: QPointF, at_ms: int, for_ms: int = 15) -> bool:
    """Tell whether the window's filter lets a finger through that is down at a moment that the system tells."""
    is_swallowed = []
    pressed, lifted = QEventPoint.State.Pressed, QEventPoint.State.Released
    for kind, state, when in ((_Kind.TouchBegin, pressed, at_ms), (_Kind.TouchEnd, lifted, at_ms + for_ms)):
        watch.now_s = when / 1000
        point = QEventPoint(0, state, place, place)
        event = QTouchEvent(kind, screen(), Qt.KeyboardModifier.NoModifier, [point])
        is_swallowed.append(window.eventFilter(window, event))
    assert is_swallowed[0] is is_swallowed[1]  # never half a tap
    return not is_swallowed[0]


def sales(shown: Counting) -> int:
    return len(shown.rig.trade.sales) + len(shown.rig.till.outbox.rows())


def test_a_double_click_on_pay_does_not_sell(shown: Counting, watch: Watch) -> None:
    before, place = sales(shown), middle(shown.key("pay"))
    click(shown, place)
    click_again(shown, watch, place, after_s=0.3)

    assert (shown.page, sales(shown)) == ("payment", before)


def test_whoever_waits_or_goes_elsewhere_is_heard(shown: Counting, watch: Watch) -> None:
    place = middle(shown.key("pay"))
    click(shown, place)
    click_again(shown, watch, place, after_s=0.6)
    assert shown.page == "sold"

    click(shown, middle(shown.key("next")))
    assert shown.page == "sale"


def test_a_double_tap_on_a_note_shows_the_change(shown: Counting, watch: Watch) -> None:
    shown.tap("pay")
    key = shown.key("cash:5000")
    place, hand = middle(key), Hand(shown.window)
    hand.tap(place)
    shown.settle()
    assert shown.page == "sold"
    watch.now_s += 0.2
    hand.tap(place)
    shown.settle()

    assert shown.page == "sold"
    assert shown.rig.till.checkout.cart.is_empty


def test_a_double_tap_on_a_held_order_adds_nothing_to_it(shown: Counting, watch: Watch) -> None:
    shown.counter.sale.hold("Table 4")
    shown.settle()
    place = middle(next(key for key in shown.window.findChildren(HeldChip) if key.isVisible()))
    click(shown, place)
    assert (shown.counter.sale.count, len(shown.counter.sale.held)) == (1, 0)
    click_again(shown, watch, place, after_s=0.2)
    assert shown.counter.sale.count == 1
    click_again(shown, watch, place, after_s=0.4)
    assert shown.counter.sale.count == 2, "a tile lies where it was"


def test_a_double_tap_on_a_bin_takes_one_line_off(shown: Counting, watch: Watch) -> None:
    for key in ("castel-65", "flag-60"):
        shown.tap_tile(key)
        watch.now_s += 1
    place = middle(shown.key(f"less:{product('castel-65')}"))
    click(shown, place)
    click_again(shown, watch, place, after_s=0.2)
    assert [line.product for line in shown.counter.sale.lines] == [product("flag-33"), product("flag-60")]
    click_again(shown, watch, place, after_s=0.4)
    assert [line.product for line in shown.counter.sale.lines] == [product("flag-33")]
    shown.tap("undo", "undo")
    assert shown.counter.sale.count == 3, "each of them comes back"


def test_a_double_tap_on_an_answer_touches_nothing_under_its_sheet(shown: Counting, watch: Watch) -> None:
    shown.tap("hold")
    place = middle(shown.key("hold-name-usual:4"))
    click(shown, place)
    assert (shown.counter.sale.count, len(shown.counter.sale.held)) == (0, 1)
    click_again(shown, watch, place, after_s=0.2)
    assert shown.counter.sale.count == 0

    click_again(shown, watch, place, after_s=0.4)
    assert shown.counter.sale.count == 1, "a tile lies under the answer"


def test_a_double_tap_on_the_cross_of_a_refusal_adds_nothing(shown: Counting, watch: Watch) -> None:
    shown.rig.set_stock("flag-33", 1)
    shown.tap_tile("flag-33")
    place = middle(shown.key("notice-close"))
    click_again(shown, watch, place, after_s=1)
    assert "notice-close" not in shown.names()
    click_again(shown, watch, place, after_s=0.2)
    assert shown.counter.sale.count == 1
    click_again(shown, watch, place, after_s=0.4)
    assert shown.counter.sale.count == 2, "a tile lies where it was"


def test_a_double_tap_on_a_first_part_does_not_take_the_rest(shown: Counting, watch: Watch) -> None:
    shown.tap("pay", "method:cash", "key:3", "key:0", "key:0")
    place = middle(shown.key("confirm"))
    click_again(shown, watch, place, after_s=1)
    assert [part.amount_text.replace("\xa0", " ") for part in shown.counter.payment.parts] == ["300 F"]
    shown.tap("method:card")
    click_again(shown, watch, place, after_s=0.2)
    assert (shown.page, len(shown.counter.payment.parts)) == ("payment", 1)
    click_again(shown, watch, place, after_s=0.4)
    assert shown.page == "sold"


def test_a_double_tap_on_the_last_round_brings_it_once(shown: Counting, watch: Watch) -> None:
    shown.tap("exact", "next")
    place = middle(shown.key("last-round"))
    click_again(shown, watch, place, after_s=1)
    assert shown.counter.sale.count == 1
    click_again(shown, watch, place, after_s=0.2)
    assert shown.counter.sale.count == 1
    click_again(shown, watch, place, after_s=0.4)
    assert shown.counter.sale.count == 2


def test_a_double_tap_that_opens_a_sheet_touches_nothing_of_it(shown: Counting, watch: Watch) -> None:
    place = middle(shown.key("menu"))
    click_again(shown, watch, place, after_s=1)
    assert shown.window.menu.isVisible()
    click_again(shown, watch, place, after_s=0.2)
    assert shown.window.menu.isVisible(), "a tap beside its panel would close it"
    click_again(shown, watch, place, after_s=0.4)
    assert not shown.window.menu.isVisible()


def test_a_double_tap_on_what_did_not_arrive_does_not_say_that_it_has(shown: Counting, watch: Watch) -> None:
    transfer = {"method": "mobile_money", "amount": 1_000, "operator": "MTN MoMo", "reference": None}
    sale = evening.book(shown.rig, [evening.drink(1)], paid=[{**transfer, "state": "to_confirm"}], ago_s=60)
    shown.become("houngbedji")
    shown.open_sale(sale)
    place = middle(shown.key("do:not_arrived:1"))
    states = []
    for after_s in (1.0, 0.2):
        click_again(shown, watch, place, after_s=after_s)
        for _ in range(3):  # the sale, its rows, their keys
            shown.settle()
        states.append(shown.rig.trade.sales[sale["id"]]["payments"][0]["state"])

    assert states == ["failed", "failed"]
    assert "do:arrived_late:1" in shown.names()


def heard_of(shown: Counting, *names: str) -> list[str]:
    """Return the names of the keys that are tapped from now on, in their order."""
    heard: list[str] = []
    for name in names:
        shown.key(name).clicked.connect(lambda _=False, name=name: heard.append(name))
    return heard


def pay_much(shown: Counting) -> None:
    for _ in range(19):
        shown.counter.sale.tap(product("flag-33"))
    shown.tap("pay")
    shown.settle()


def test_a_bouncing_finger_counts_one_note_and_so_does_a_double_tap(shown: Counting, watch: Watch) -> None:
    """A note too many is money that nobody gave. Two notes are two taps, a third of a second apart."""
    pay_much(shown)
    heard, place = heard_of(shown, "cash:1000"), middle(shown.key("cash:1000"))
    for at_ms in (10_000, 10_040, 10_290):
        click_at(shown, watch, place, at_ms)
    assert len(heard) == 1

    for at_ms in (10_600, 10_910):
        click_at(shown, watch, place, at_ms)
    assert len(heard) == 3


def test_digits_count_as_fast_as_a_finger_can_and_a_bounce_once(shown: Counting, watch: Watch) -> None:
    pay_much(shown)
    heard, place = heard_of(shown, "key:1"), middle(shown.key("key:1"))
    for at_ms in (10_000, 10_080, 10_130):
        click_at(shown, watch, place, at_ms)
    assert len(heard) == 1

    for at_ms in (10_300, 10_430, 10_560):
        click_at(shown, watch, place, at_ms)
    assert len(heard) == 4


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

    click_at(shown, watch, place, 11_000)
    assert not sheet.isVisible()


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


def test_who_scrolls_twice_from_one_key_does_so(shown: Counting, watch: Watch) -> None:
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
