"""A finger that taps twice by mistake meets nothing of the page that its first tap brought."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.controls.held import HeldChip
from tests.ui import evening
from tests.ui.counting import Counting
from tests.ui.fingers import Hand
from tests.ui.rig import product
from tests.ui.tapping import Watch, click, click_again, middle, timed


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def shown(qapp: QApplication, watch: Watch) -> Iterator[Counting]:
    with timed(watch) as made:
        yield made


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
