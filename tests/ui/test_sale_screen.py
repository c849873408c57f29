"""The sale screen over a model that behaves: what is shown, and what fingers and keys do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.page import Shortcut
from app.ui.rows import HeldRow
from tests.ui.fingers import Hand
from tests.ui.language import speaking
from tests.ui.made_up import money
from tests.ui.showcase import Evening, dress, evening


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def shown(dressed: None) -> Iterator[Evening]:
    with evening() as made:
        yield made


def button(shown: Evening, name: str) -> TouchButton:
    """Return the button of that name that can be seen, else one that cannot: sheets have keys of the same names."""
    found = shown.window.findChildren(TouchButton, name)
    assert found, name
    return next((key for key in found if key.isVisible()), found[0])


def tap(shown: Evening, name: str) -> None:
    key = button(shown, name)
    Hand(key).tap(key.rect().center())


def tap_product(shown: Evening, product: str) -> None:
    Hand(shown.sale.grid.viewport()).tap(shown.sale.grid.tap_point(product))


def press(shown: Evening, key: Qt.Key) -> None:
    QTest.keyClick(shown.window, key)


def labels(shown: Evening) -> list[str]:
    return [found.text() for found in shown.sale.findChildren(QLabel) if found.isVisible()]


def on_glass(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


# the two-tap sale


def test_one_product_exact_cash_is_two_taps(shown: Evening) -> None:
    sold: list[object] = []
    shown.model.sold.connect(sold.append)
    tap_product(shown, "la-beninoise-65")
    tap(shown, "exact")

    assert sold == [money(800)]
    assert shown.model.count == 0


def test_two_fingers_on_two_products_and_the_thumb_on_pay(shown: Evening) -> None:
    opened: list[bool] = []
    shown.model.payment_opened.connect(lambda: opened.append(True))
    grid, hand = shown.sale.grid, Hand(shown.sale.grid.viewport())
    first, second = grid.tap_point("flag-33"), grid.tap_point("flag-65")
    hand.press(0, first)
    hand.press(1, second, beside=(0,))
    hand.lift(0, first, beside=(1,))
    hand.lift(1, second)
    tap(shown, "pay")

    assert shown.model.cart == {"flag-33": 1, "flag-65": 1}
    assert opened == [True]


def test_same_again_is_one_tap(shown: Evening) -> None:
    tap(shown, "last-round")

    assert shown.model.cart == {"la-beninoise-65": 3, "flag-65": 2}


def test_nothing_can_be_paid_while_the_order_is_empty(shown: Evening) -> None:
    assert not button(shown, "pay").isEnabled()
    assert not button(shown, "exact").isEnabled()
    assert not button(shown, "hold").isEnabled()
    tap_product(shown, "flag-33")
    assert button(shown, "pay").isEnabled()
    assert button(shown, "exact").isEnabled()


# the cart


def test_a_line_grows_shrinks_and_goes(shown: Evening) -> None:
    tap_product(shown, "flag-33")
    tap(shown, "more:flag-33")
    assert shown.model.cart == {"flag-33": 2}
    tap(shown, "less:flag-33")
    tap(shown, "less:flag-33")
    assert shown.model.cart == {}


def test_a_quantity_is_asked_by_a_sheet(shown: Evening) -> None:
    tap_product(shown, "flag-33")
    QApplication.processEvents()
    tap(shown, "qty:flag-33")
    for key in ("key:2", "key:4", "quantity-accept"):
        tap(shown, key)

    assert shown.model.cart == {"flag-33": 24}


def test_emptying_is_undone_rather_than_asked(shown: Evening) -> None:
    shown.fill()
    before = dict(shown.model.cart)
    tap(shown, "clear")
    assert shown.model.cart == {}
    assert shown.window.toast.text()
    QTest.mouseClick(button(shown, "toast-answer"), Qt.MouseButton.LeftButton)

    assert shown.model.cart == before


def test_what_is_said_goes_when_the_next_order_begins(shown: Evening) -> None:
    shown.fill()
    tap(shown, "clear")
    assert shown.window.toast.text()
    shown.model.tap("flag-33")
    assert shown.window.toast.text() == ""

    shown.window.say("Castel")
    shown.model.tap("flag-33")
    assert shown.window.toast.text() == "Castel", "it is about this order"


def test_nothing_moves_when_a_product_is_added(shown: Evening) -> None:
    names = ("pay", "exact", "hold", "last-round", "seller:aicha", "menu", "category:beer")
    before = {name: on_glass(button(shown, name), shown.window) for name in names}
    tiles = shown.sale.grid.tap_point("flag-33")
    shown.fill()
    QApplication.processEvents()

    assert {name: on_glass(button(shown, name), shown.window) for name in names} == before
    assert shown.sale.grid.tap_point("flag-33") == tiles


def test_nothing_moves_when_the_network_goes_or_a_sale_comes_back(shown: Evening) -> None:
    names = ("pay", "exact", "seller:aicha", "menu", "category:beer")
    before = {name: on_glass(button(shown, name), shown.window) for name in names}
    tiles = shown.sale.grid.tap_point("flag-33")
    shown.status.go_offline()
    shown.model.held = [HeldRow("r1", "Refusée", "épuisé", money(2_000), is_refused=True)]
    shown.model.status_changed.emit()
    shown.model.tap("castel-33")
    QApplication.processEvents()

    assert {name: on_glass(button(shown, name), shown.window) for name in names} == before
    assert shown.sale.grid.tap_point("flag-33") == tiles


# tiles


def test_a_tap_changes_one_tile(shown: Evening) -> None:
    resets: list[bool] = []
    shown.sale.grid.rows.modelReset.connect(lambda: resets.append(True))
    tap_product(shown, "flag-33")
    row = shown.sale.grid.rows.row(shown.sale.grid.rows.index_of("flag-33"))

    assert resets == []
    assert row is not None
    assert row.qty == 1


def test_a_category_is_chosen_and_marked(shown: Evening) -> None:
    tap(shown, "category:wine")

    assert button(shown, "category:wine").isChecked()
    assert {row.color for row in shown.model.cards} == {"rose"}


def test_letters_stand_as_the_language_is_typed() -> None:
    first = {}
    for code in ("fr", "en"):
        with speaking(code), evening() as shown:
            shown.sale.letters.show()
            QApplication.processEvents()
            keys = [button(shown, f"letter:{letter}") for letter in "aqwz"]
            first[code] = min(keys, key=lambda key: (key.y(), key.x())).objectName()

    assert first == {"fr": "letter:a", "en": "letter:q"}


# people, held carts, refusals


def test_the_seller_is_picked_with_one_tap(shown: Evening) -> None:
    tap(shown, "seller:sena")

    assert shown.model.seller is not None
    assert shown.model.seller.id == "sena"
    assert button(shown, "seller:sena").isChecked()


def test_no_sellers_are_offered_where_each_server_signs_in() -> None:
    with evening(is_simplified=False) as shown:
        assert shown.window.findChild(TouchButton, "seller:aicha") is None


def test_a_held_cart_comes_back_with_one_tap(shown: Evening) -> None:
    shown.fill()
    tap(shown, "hold")
    tap(shown, "hold-name-accept")
    assert shown.model.count == 0
    QApplication.processEvents()
    tap(shown, "held:h0")

    assert shown.model.count > 0
    assert shown.model.held == []


def test_a_refusal_offers_its_answers_beside_the_work(shown: Evening) -> None:
    shown.fill()
    before = dict(shown.model.cart)
    tap_product(shown, "castel-33")
    QApplication.processEvents()
    assert shown.sale.notice.isVisible()
    assert shown.model.cart == before
    tap(shown, "answer:override")

    assert shown.model.answers == [("tap", "override")]
    assert shown.window.findChild(QWidget, "manager").isVisible()  # type: ignore[union-attr]


def test_a_refusal_speaks_the_language_in_force_and_goes_when_it_is_over(shown: Evening) -> None:
    tap_product(shown, "castel-33")
    assert shown.model.refusal is not None
    shown.model.refusal = replace(shown.model.refusal, title="Sold out.")

    shown.sale.retranslate()
    assert shown.sale.notice.isVisible()
    assert "Sold out." in labels(shown)
    shown.model.refusal_over.emit()
    assert not shown.sale.notice.isVisible()


# keyboard


def test_digits_and_enter_set_the_last_line(shown: Evening) -> None:
    tap_product(shown, "flag-33")
    QTest.keyClicks(shown.sale, "12")
    shown.window.scanner.give_back()
    assert "× 12" in labels(shown)
    QTest.keyClick(shown.sale, Qt.Key.Key_Return)

    assert shown.model.cart == {"flag-33": 12}
    assert "× 12" not in labels(shown)


@pytest.mark.parametrize("key", [Qt.Key.Key_Slash, Qt.Key.Key_F3])
def test_the_search_is_a_key_away(shown: Evening, qtbot: QtBot, key: Qt.Key) -> None:
    if key is Qt.Key.Key_F3:
        shown.window.press(Shortcut.SEARCH)
    else:
        QTest.keyClick(shown.sale, key)

    qtbot.waitUntil(shown.sale.search.hasFocus)


def test_escape_goes_back_step_by_step_and_keeps_the_cart(shown: Evening) -> None:
    shown.fill()
    before = dict(shown.model.cart)
    shown.model.tap("castel-33")
    shown.sale.search.setText("flag")
    QTest.keyClicks(shown.sale, "5")
    shown.window.scanner.give_back()
    left = [True, True, True]
    for _ in range(6):
        shown.window.press(Shortcut.BACK)
        left = [bool(shown.sale.search.text()), shown.sale.notice.isVisible(), "× 5" in labels(shown)]

    assert left == [False, False, False]
    assert shown.model.cart == before
    assert shown.window.page is shown.sale


def test_the_keys_that_take_money(shown: Evening) -> None:
    opened: list[bool] = []
    sold: list[object] = []
    shown.model.payment_opened.connect(lambda: opened.append(True))
    shown.model.sold.connect(sold.append)
    shown.model.tap("flag-33")
    for key in (Shortcut.PAY, Shortcut.MOBILE_MONEY, Shortcut.ACCEPT):
        shown.window.press(key)
    shown.window.press(Shortcut.EXACT)

    assert opened == [True] * 3
    assert sold == [money(600)]


def test_hold_and_lock_are_keys_away(shown: Evening) -> None:
    shown.model.tap("flag-33")
    shown.window.press(Shortcut.HOLD)
    line = shown.sale.findChild(QLineEdit, "hold-name-line")
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_Return)
    shown.window.press(Shortcut.LOCK)

    assert len(shown.model.held) == 1
    assert shown.window.page is shown.sign_in


def test_help_opens_and_escape_closes_it(shown: Evening) -> None:
    shown.window.press(Shortcut.HELP)
    assert shown.window.help.isVisible()
    shown.window.press(Shortcut.EXACT)
    shown.window.press(Shortcut.BACK)

    assert not shown.window.help.isVisible()


def test_the_menu_offers_places_and_the_other_language(shown: Evening) -> None:
    asked: list[str] = []
    shown.window.language_asked.connect(asked.append)
    tap(shown, "menu")
    assert not button(shown, "go:day").isVisible(), "no page, no way to it"
    tap(shown, "language")

    assert asked[0] in {"fr", "en"}
    assert not shown.window.menu.isVisible(), "the page under it answers"
    tap(shown, "menu")
    tap(shown, "go:help")
    assert shown.window.help.isVisible()
    assert not shown.window.menu.isVisible()


def test_the_window_answers_real_keys(shown: Evening, qtbot: QtBot) -> None:
    shown.window.activateWindow()
    qtbot.waitUntil(shown.window.isActiveWindow)
    press(shown, Qt.Key.Key_F1)

    qtbot.waitUntil(shown.window.help.isVisible)


def test_a_scan_reaches_the_model_whatever_has_the_focus(shown: Evening) -> None:
    shown.sale.search.setFocus()
    shown.window.scanner.scanned.emit("2000000000077")

    assert shown.model.codes == ["2000000000077"]
