"""An exchange by taps: what comes back pays for what leaves, and the difference goes either way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said
from tests.ui.pictures import dress
from tests.ui.rig import ident, product


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def begin(shown: Counting, person: str = "houngbedji") -> dict[str, Any]:
    """Come to the exchange of one of two Castel (1,000 F)."""
    sale = evening.book(shown.rig, [evening.drink(1, 2)], ago_s=300)
    shown.become(person)
    shown.open_sale(sale)
    shown.tap("do:return", "left:1", "why:exchange", "return-accept")
    assert shown.page == "exchange"
    return sale


def new_sale(shown: Counting) -> dict[str, Any]:
    """Return the sale that was made of the exchange."""
    return next(sale for sale in shown.rig.trade.sales.values() if sale["exchanged_for"])


def test_the_guest_adds_the_difference_in_cash(shown: Counting) -> None:
    old = begin(shown)
    assert "1 Castel 65 cl" in said(shown)
    assert "Qu’est-ce qui part ? Touchez ce que le client prend" in said(shown)
    assert not shown.key("exchange-accept").isEnabled()

    shown.tap_tile("guinness-65")
    assert "Le client ajoute" in said(shown)
    assert amount(shown, "difference") == "500 F"
    shown.tap("way:1000")
    assert "Rendre 500 F" in said(shown)
    shown.tap("exchange-accept")

    sale = new_sale(shown)
    assert (sale["exchanged_for"], sale["sold_by"], sale["total"]) == (old["id"], ident("aicha"), 1_500)
    assert [(paid["method"], paid["amount"]) for paid in sale["payments"]] == [
        ("exchange", 1_000),
        ("cash", 500),
    ]
    assert shown.page == "sold"
    assert amount(shown, "change") == "500 F"
    assert "Échange" in said(shown)
    assert "again" not in shown.names()
    shown.tap("next")
    assert shown.page == "sale"
    assert shown.counter.sale.count == 0


def test_by_transfer_the_operator_is_asked_for(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("guinness-65")
    shown.tap("method:mobile_money")
    assert not shown.key("exchange-accept").isEnabled()
    shown.tap("way:MTN MoMo", "exchange-accept")

    payments = new_sale(shown)["payments"]
    assert [(paid["method"], paid["operator"]) for paid in payments] == [
        ("exchange", None),
        ("mobile_money", "MTN MoMo"),
    ]


def test_a_card_pays_to_the_franc(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("guinness-65")
    shown.tap("method:card", "exchange-accept")
    assert new_sale(shown)["payments"][1]["method"] == "card"
    assert amount(shown, "change") == "500 F"
    assert "Encaissé" in said(shown)


def test_what_the_bar_owes_becomes_change_with_a_code(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("castel-33")
    assert "Le bar doit" in said(shown)
    assert amount(shown, "difference") == "400 F"
    assert "Cela devient de la monnaie due, avec un code." in said(shown)
    assert not [name for name in shown.names() if name.startswith("method:")]

    shown.tap("exchange-accept")

    assert "Monnaie due au client" in said(shown)
    assert amount(shown, "change") == "400 F"
    assert amount(shown, "owed-code") == new_sale(shown)["ticket"]
    (credit,) = shown.rig.trade.credits.values()
    assert credit["amount"] == 400


def test_even_for_even(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("castel-65")
    assert "Rien à ajouter" in said(shown)
    shown.tap("exchange-accept")
    assert "Échangé, rien à payer" in said(shown)


def test_a_server_needs_a_manager_s_pin(shown: Counting) -> None:
    begin(shown, "aicha")
    shown.tap_tile("castel-65")
    assert shown.key("exchange-accept").text() == "Échanger – PIN gérant"
    shown.tap("exchange-accept", f"manager:{ident('houngbedji')}")
    for digit in shown.rig.pins[ident("houngbedji")]:
        shown.tap(f"key:{digit}")

    assert new_sale(shown)["created_by"] == ident("houngbedji")
    assert shown.page == "sold"


def test_the_shelf_has_its_say_and_gets_what_comes_back(shown: Counting) -> None:
    begin(shown)
    shown.rig.set_stock("castel-65", 0)
    shown.tap_tile("castel-65")
    assert shown.counter.exchange.lines[0].qty == 1
    shown.tap_tile("castel-65")
    assert "Plus que 1 Castel 65 cl." in said(shown)
    assert shown.counter.exchange.lines[0].qty == 1
    shown.tap_tile("guinness-65")
    assert shown.counter.exchange.message == ""


def test_lines_change_as_in_the_cart(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("castel-33")
    shown.tap(f"more:{product('castel-33')}", f"qty:{product('castel-33')}", "key:4", "quantity-accept")
    assert shown.counter.exchange.lines[0].qty == 4
    shown.tap(f"less:{product('castel-33')}")
    assert shown.counter.exchange.lines[0].qty == 3
    assert amount(shown, "difference") == "800 F"


def test_products_are_found_by_category_and_by_name(shown: Counting) -> None:
    begin(shown)
    shown.tap(f"category:{ident('beer')}")
    assert {row.icon for row in shown.counter.exchange.cards} == {"beer"}
    shown.press(Qt.Key.Key_F3)
    shown.type("guin 65")
    assert [row.name for row in shown.counter.exchange.cards] == ["Guinness FES"]
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "exchange"
    assert len(shown.counter.exchange.cards) > 1


def test_esc_goes_back_step_by_step_and_nothing_was_exchanged(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("castel-65")
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "return"
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "day"
    assert shown.rig.trade.returns == {}


def test_the_line_going_down_is_said_and_nothing_is_lost(shown: Counting) -> None:
    begin(shown)
    shown.tap_tile("castel-65")
    shown.rig.go_down()
    shown.tap("exchange-accept")

    assert shown.page == "exchange"
    assert "Ceci a besoin de la connexion." in said(shown)
    assert shown.rig.trade.returns == {}
    shown.rig.come_back()
    shown.settle()
    shown.tap("exchange-accept")
    assert shown.page == "sold"


def test_an_exchange_that_is_refused_is_said_on_the_sale(shown: Counting) -> None:
    sale = begin(shown)
    shown.rig.trade.sales[sale["id"]]["status"] = "cancelled"
    shown.tap_tile("castel-65")
    shown.tap("exchange-accept", "next")
    shown.open_sale(sale)

    assert "L’échange a été refusé" in said(shown)
