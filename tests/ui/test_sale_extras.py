"""More than a tap on the sale screen: favourites, notes, quantities, named orders, sellers by a digit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.ui.controls.grid import ProductGrid
from app.ui.theme import HOLD_MS
from tests.fakes import Refusal
from tests.ui.counting import Counting, counting
from tests.ui.fingers import Hand
from tests.ui.heard import heard
from tests.ui.looking import amount, said, spaced
from tests.ui.pictures import dress, short_of
from tests.ui.rig import ident, product

CASTEL, FLAG = product("castel-65"), product("flag-60")


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def grid(shown: Counting) -> ProductGrid:
    found = shown.window.page.findChild(ProductGrid)
    assert found is not None
    return found


def stay(shown: Counting, key: str) -> None:
    """Leave a finger on a tile until that means something, then lift it; the grid's clock is told that it does."""
    tiles = grid(shown)
    place = tiles.tap_point(product(key))
    QTest.mousePress(tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (tiles._hold.isActive(), tiles._hold.interval()) == (True, HOLD_MS)
    tiles._hold.timeout.emit()
    QTest.mouseRelease(tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    shown.settle()


# --- a finger that stays


def test_a_finger_that_stays_asks_for_more_and_taps_nothing(shown: Counting) -> None:
    stay(shown, "castel-65")

    assert shown.counter.sale.count == 0
    assert amount(shown, "quantity-value") == "1"
    assert "quantity-remove" not in shown.names()
    shown.tap("key:1", "key:2", "quantity-accept")
    assert shown.counter.sale.lines[0].qty == 12


def test_a_finger_that_moves_or_leaves_asks_for_nothing(shown: Counting) -> None:
    held = heard(grid(shown).held)
    place = grid(shown).tap_point(CASTEL)
    hand = Hand(grid(shown).viewport())
    hand.press(0, place)
    hand.move(0, place + QPoint(0, 200))
    grid(shown)._stayed()
    hand.lift(0, place + QPoint(0, 200))
    hand.tap(place)
    grid(shown)._stayed()

    assert held == []
    assert shown.counter.sale.lines[0].qty == 1


def test_the_quantity_of_a_line_opens_the_same_sheet(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap(f"qty:{CASTEL}")
    assert "quantity-remove" in shown.names()
    shown.tap("key:6", "quantity-accept")
    assert shown.counter.sale.lines[0].qty == 6
    shown.tap(f"qty:{CASTEL}", "quantity-remove")
    assert shown.counter.sale.count == 0


def test_the_keyboard_asks_for_more_with_shift_and_enter(shown: Counting) -> None:
    grid(shown).setFocus()
    grid(shown).setCurrentIndex(grid(shown).rows.index_of(CASTEL))
    shown.press_with(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "Castel 65 cl" in said(shown)
    shown.press(Qt.Key.Key_3, Qt.Key.Key_Return)
    assert shown.counter.sale.lines[0].qty == 3

    shown.window.page.setFocus()
    shown.press_with(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    shown.press(Qt.Key.Key_Asterisk)
    assert shown.rig.till.favourites.products == (CASTEL,)
    shown.press(Qt.Key.Key_N)
    shown.type("bien frais")
    shown.press(Qt.Key.Key_Return)
    assert shown.counter.sale.lines[0].note == "bien frais"


def test_digits_and_enter_set_the_last_line(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.press(Qt.Key.Key_2, Qt.Key.Key_4)
    assert "× 24" in said(shown)
    shown.press(Qt.Key.Key_Return)
    assert shown.counter.sale.lines[0].qty == 24


# --- favourites


def test_the_first_tab_has_what_was_starred_in_that_order(shown: Counting) -> None:
    assert shown.counter.sale.categories[0].label == "Favoris"
    shown.tap("category:favourites")
    assert "Pas encore de favori Laissez le doigt sur un produit, puis touchez son étoile" in said(shown)
    shown.tap("show-all")
    for key in ("guinness-33", "castel-65", "flag-60"):
        stay(shown, key)
        shown.tap("product-star")
        assert shown.key("product-star").isChecked()
        shown.press(Qt.Key.Key_Escape)

    shown.tap("category:favourites")
    names = [row.id for row in shown.counter.sale.cards]
    assert names == [product("guinness-33"), CASTEL, FLAG]
    shown.tap_tile("castel-65")
    shown.rig.set_stock("guinness-33", 0)
    assert [row.id for row in shown.counter.sale.cards] == names
    assert all(row.is_starred for row in shown.counter.sale.cards)

    stay(shown, "castel-65")
    shown.tap("product-star")
    shown.press(Qt.Key.Key_Escape)
    assert [row.id for row in shown.counter.sale.cards] == [product("guinness-33"), FLAG]


def test_favourites_are_of_the_till_whoever_is_at_it(shown: Counting) -> None:
    shown.counter.sale.toggle_favourite(CASTEL)
    shown.become("firmin")
    assert [row.is_starred for row in shown.counter.sale.some_cards([CASTEL, FLAG])] == [True, False]
    assert "favori" in shown.counter.sale.some_cards([CASTEL])[0].accessible


def test_a_search_looks_through_everything_from_there_too(shown: Counting) -> None:
    shown.counter.sale.toggle_favourite(CASTEL)
    shown.tap("category:favourites")
    shown.press(Qt.Key.Key_Slash)
    shown.type("coca")
    assert {row.name for row in shown.counter.sale.cards} == {"Coca-Cola"}


def test_what_was_looked_for_is_forgotten_when_the_order_is_put_aside(shown: Counting) -> None:
    shown.press(Qt.Key.Key_F3)
    shown.type("coca")
    shown.tap_tile("coca-cola-30")
    shown.tap("hold", "hold-name-usual:4")

    assert len(shown.counter.sale.cards) > 30
    assert len(shown.counter.sale.held) == 1


# --- notes


def test_a_note_is_a_chip_or_a_few_words_and_goes_with_the_sale(shown: Counting) -> None:
    stay(shown, "guinness-33")
    shown.tap("product-note", "note-usual:1")
    shown.tap_tile("brochettes-boeuf")
    key = product("brochettes-boeuf")
    shown.tap(f"qty:{key}", "product-note")
    for letter in "piment":
        shown.tap(f"letter:{letter}")
    shown.tap("note-accept")

    assert [line.note for line in shown.counter.sale.lines] == ["Sans glace", "Piment"]
    shown.tap("exact")
    assert "« Sans glace »" in said(shown)
    body = shown.rig.till.outbox.rows()[-1].body
    lines = body["lines"]
    assert isinstance(lines, (list, tuple))
    assert [line["note"] for line in lines if isinstance(line, dict)] == ["Sans glace", "Piment"]


def test_a_note_is_taken_off_again(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.counter.sale.set_note(CASTEL, "sans glace")
    shown.tap(f"qty:{CASTEL}")
    assert shown.key("product-note").text() == "sans glace"
    shown.tap("product-note", "note-clear", "note-accept")
    assert shown.counter.sale.lines[0].note == ""


def test_no_note_without_a_line(shown: Counting) -> None:
    shown.rig.set_stock("castel-65", 0)
    stay(shown, "castel-65")
    shown.tap("product-note")
    assert "note-accept" not in shown.names()
    assert "Castel 65 cl" in said(shown)


# --- named orders


def test_an_order_is_put_aside_under_a_name_or_the_time(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap("hold", "hold-name-usual:4")
    shown.rig.advance(1)
    shown.tap_tile("flag-60")
    shown.tap("hold", "hold-name-accept")
    shown.rig.advance(1)
    shown.tap_tile("flag-60")
    shown.press(Qt.Key.Key_F6)
    shown.type("Maitre Dossou")
    shown.press(Qt.Key.Key_Return)

    rows = shown.counter.sale.held
    assert [row.title for row in rows] == ["Table 4", "Commande de 21:26", "Maitre Dossou"]
    assert [spaced(row.total_text) for row in rows] == ["1 000 F", "900 F", "900 F"]
    assert shown.counter.sale.count == 0


def test_its_age_is_kept_true_under_a_finger(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap("hold", "hold-name-usual:4")
    chip = shown.key(f"held:{shown.counter.sale.held[0].key}")
    assert "à l’instant" in chip.accessibleName()

    shown.rig.advance(720)
    shown.counter.sale._tick()

    assert shown.key(chip.objectName()) is chip
    assert "il y a 12 min" in spaced(chip.accessibleName())


def test_one_tap_brings_it_back_and_its_name_is_remembered(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap("hold", "hold-name-usual:4")
    shown.tap(f"held:{shown.counter.sale.held[0].key}")
    assert (shown.counter.sale.count, shown.counter.sale.held) == (1, [])

    shown.tap("hold")
    line = shown.window.page.findChild(QLineEdit, "hold-name-line")
    assert line is not None
    assert line.text() == "Table 4"
    shown.press(Qt.Key.Key_Return)
    assert shown.counter.sale.held[0].title == "Table 4"


def test_esc_leaves_the_order_where_it_is(shown: Counting) -> None:
    shown.press(Qt.Key.Key_F6)
    assert "hold-name-accept" not in shown.names()
    shown.tap_tile("castel-65")
    shown.tap("hold")
    shown.press(Qt.Key.Key_Escape)
    assert (shown.counter.sale.count, shown.counter.sale.held) == (1, [])


# --- who sells


def test_a_digit_picks_the_seller_while_the_order_is_empty(shown: Counting) -> None:
    sellers = [row.id for row in shown.counter.sale.sellers]
    shown.press(Qt.Key.Key_3)
    assert shown.counter.sale.seller is not None
    assert shown.counter.sale.seller.id == sellers[2]

    shown.tap_tile("castel-65")
    shown.press(Qt.Key.Key_2)
    assert shown.counter.sale.seller.id == sellers[2]
    assert "× 2" in said(shown)
    shown.press(Qt.Key.Key_Escape)
    shown.press_with(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shown.counter.sale.seller.id == sellers[1]
    shown.press_with(Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert shown.counter.sale.seller.id == sellers[1]

    shown.tap("exact")
    sale = next(iter(shown.rig.trade.sales.values()))
    assert sale["sold_by"] == sellers[1]


def test_where_servers_sign_in_a_digit_is_a_quantity(qapp: QApplication) -> None:
    dress()
    with counting(mode="full") as shown:
        assert shown.counter.sale.sellers == []
        shown.press(Qt.Key.Key_3)
        assert "× 3" in said(shown)


# --- the last bottle


def test_the_last_bottle_at_the_tap_offers_what_is_left_or_a_pin(shown: Counting) -> None:
    shown.rig.set_stock("castel-65", 1)
    shown.tap_tile("castel-65")
    shown.tap(f"qty:{CASTEL}", "key:5", "quantity-accept")
    assert "Plus que 1 Castel 65 cl." in said(shown)
    assert shown.counter.sale.lines[0].qty == 1
    shown.tap("answer:override", f"manager:{ident('houngbedji')}")
    for digit in shown.rig.pins[ident("houngbedji")]:
        shown.tap(f"key:{digit}")
    assert shown.counter.sale.lines[0].qty == 5
    assert "Autorisée par Clarisse Houngbédji" in said(shown)


def test_a_sale_that_another_till_s_bottle_refuses_comes_back_with_two_ways_out(shown: Counting) -> None:
    judge = shown.rig.server.judge
    shown.rig.server.judge = short_of("castel-65", 1)
    shown.tap_tile("flag-60")
    for _ in range(3):
        shown.tap_tile("castel-65")
    shown.tap("exact", "next")

    assert shown.page == "sale"
    text = said(shown)
    assert "Vente C1-004217 refusée : rendre 3 900 F" in text
    assert "Plus que 1 Castel 65 cl. Un autre poste vient d’en vendre. La commande est gardée." in text
    assert {"answer:take_left", "answer:override"} <= shown.names()
    shown.rig.server.judge = judge
    shown.rig.set_stock("castel-65", 1)

    shown.tap("answer:take_left")

    assert {line.product: line.qty for line in shown.counter.sale.lines} == {FLAG: 1, CASTEL: 1}
    shown.tap("exact")
    sold = list(shown.rig.trade.sales.values())
    assert [sale["total"] for sale in sold] == [1_900]
    assert shown.rig.till.outbox.summary().refused_count == 0


def test_the_same_sale_goes_through_with_a_manager_s_pin(shown: Counting) -> None:
    judge = shown.rig.server.judge
    shown.rig.server.judge = short_of("castel-65", 1)
    for _ in range(3):
        shown.tap_tile("castel-65")
    shown.tap("exact", "next")
    shown.rig.server.judge = judge
    shown.tap("answer:override", f"manager:{ident('houngbedji')}")
    for digit in shown.rig.pins[ident("houngbedji")]:
        shown.tap(f"key:{digit}")

    assert shown.counter.sale.lines[0].qty == 3
    assert shown.page == "payment"
    shown.tap("cash:exact")
    assert [sale["total"] for sale in shown.rig.trade.sales.values()] == [3_000]


def test_the_same_sale_refused_otherwise_offers_no_bottle(shown: Counting) -> None:
    shown.rig.server.judge = lambda _command: Refusal("TLSEL", {"member": "x"})
    shown.tap_tile("castel-65")
    shown.tap("exact", "next")
    assert not {"answer:take_left", "answer:override"} & shown.names()
