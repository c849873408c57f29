"""Payments by phone that nobody has matched with the operator's list yet: a manager says whether they came, by taps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.screens.transfers import TransfersSheet
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said, spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident
from tests.ui.trade_reads import Row


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def mobile(value: int, reference: str = "") -> Row:
    return {"method": "mobile_money", "amount": value, "operator": "Moov Money", "reference": reference}


def mixed(shown: Counting) -> Row:
    """Book a sale of 3 000 F, of which 2 000 F came by phone."""
    paid = [evening.cash(1_000), mobile(2_000, "MP-77")]
    return evening.book(shown.rig, [evening.drink(1, 3)], ticket=12, paid=paid)


def test_the_list_of_what_is_to_be_confirmed_gets_shorter_with_each_word(shown: Counting) -> None:
    first, second = mixed(shown), evening.book(shown.rig, [evening.drink(1)], ticket=13, paid=[mobile(1_000)])
    evening.book(shown.rig, [evening.drink(1)], ticket=14)
    shown.become("houngbedji")
    shown.tap("day", "whose:to-confirm")
    assert "À confirmer" in said(shown)
    assert amount(shown, "day-figure") == "3 000 F"
    assert len(shown.rows("day-list")) == 2

    shown.tap_row("day-list", first["id"])
    assert "Moov Money · 2 000 F | Référence MP-77" in said(shown)
    shown.tap("do:arrived:2")
    assert toast(shown) == "Le paiement est confirmé"
    assert "Moov Money · MP-77 · bien reçu" in said(shown)
    assert "2 000 F par Moov Money bien reçus, selon Clarisse Houngbédji" in said(shown)
    assert amount(shown, "day-figure") == "1 000 F"
    assert len(shown.rows("day-list")) == 1

    shown.tap_row("day-list", second["id"])
    assert "Sans référence" in said(shown)
    shown.tap("do:not_arrived:1")
    assert toast(shown) == "Le paiement est noté comme non reçu"
    assert "1 000 F par Moov Money non reçus, selon Clarisse Houngbédji" in said(shown)
    assert shown.rows("day-list") == []
    assert "Tous les paiements mobiles sont confirmés" in said(shown)
    states = [
        paid["state"] for sale in (first, second) for paid in shown.rig.trade.sales[sale["id"]]["payments"]
    ]
    assert states == ["settled", "confirmed", "failed"]

    shown.tap("whose:all")
    assert [("Pas reçu" in text) for text in shown.rows("day-list")[:3]].count(True) == 1, "it is not paid"
    shown.tap_row("day-list", second["id"])
    assert not {"do:arrived:1", "do:not_arrived:1"} & set(shown.names())
    assert "À confirmer" not in said(shown).partition("Sur cette vente")[2]
    shown.tap("do:arrived_late:1")
    assert toast(shown) == "Le paiement est confirmé"
    assert shown.rig.trade.sales[second["id"]]["payments"][0]["state"] == "confirmed"
    assert not [text for text in shown.rows("day-list") if "Pas reçu" in text]


def test_a_server_sees_that_it_waits_and_has_no_key_for_it(shown: Counting) -> None:
    sale = mixed(shown)
    shown.open_sale(sale)

    assert "Moov Money · MP-77 · à confirmer" in said(shown)
    assert not {name for name in shown.names() if "arrived" in name}
    assert "whose:to-confirm" not in shown.names()


def test_without_the_server_the_keys_say_why_they_wait(shown: Counting) -> None:
    shown.become("houngbedji")
    sale = mixed(shown)
    shown.open_sale(sale)
    shown.rig.go_down()

    for name in ("do:arrived:2", "do:not_arrived:2"):
        assert not shown.key(name).isEnabled()
        assert "Connexion requise" in shown.key(name).accessibleName()


def test_somebody_else_was_faster(shown: Counting) -> None:
    shown.become("houngbedji")
    sale = mixed(shown)
    shown.open_sale(sale)
    shown.rig.trade.sales[sale["id"]]["payments"][1] |= {"state": "failed", "settled_by": ident("adjovi")}
    shown.tap("do:arrived:2")

    assert "Rien n’a été noté pour ce paiement" in said(shown)
    shown.tap("answer:understood")
    assert "Moov Money · MP-77 · pas reçu" in said(shown)


def states(shown: Counting, sales: list[Row]) -> list[str]:
    return [shown.rig.trade.sales[sale["id"]]["payments"][0]["state"] for sale in sales]


def test_all_of_an_operator_and_one_more_are_confirmed_in_one_go(shown: Counting) -> None:
    sales = evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.tap("day", "whose:to-confirm", "several")
    assert "Aucun n’est coché" in said(shown)
    assert not shown.key("transfers-confirm").isEnabled()

    shown.tap("all-of:Moov Money")
    assert "2 paiements · 1 700 F" in said(shown)
    shown.tap_row("transfers-list", f"{sales[1]['id']}:1")
    assert "3 paiements · 2 700 F" in said(shown)
    shown.tap("transfers-confirm")

    assert toast(shown) == "Noté comme reçu : 3 paiements · 2 700 F"
    assert states(shown, sales) == ["confirmed", "confirmed", "confirmed", "to_confirm"]
    assert len(shown.rows("day-list")) == 1


def test_ticks_are_taken_away_again_and_kept_until_the_list_of_sales_is_left(shown: Counting) -> None:
    sales = evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.tap("day", "whose:to-confirm", "several", "all-of:all")
    assert "4 paiements · 3 600 F" in said(shown)
    shown.tap("all-of:MTN MoMo")
    assert "2 paiements · 1 700 F" in said(shown)
    shown.tap_row("transfers-list", f"{sales[0]['id']}:1")
    assert "1 paiement · 900 F" in said(shown)

    shown.tap("transfers-close", "several")
    assert "1 paiement · 900 F" in said(shown)
    sheet = shown.window.page.findChild(TransfersSheet)
    assert sheet is not None
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not sheet.isVisible()
    shown.tap("several")
    assert "1 paiement · 900 F" in said(shown)

    shown.tap("transfers-close", "back", "day", "whose:to-confirm", "several")
    assert "Aucun n’est coché" in said(shown)
    assert set(states(shown, sales)) == {"to_confirm"}


def test_the_keys_say_that_they_tick_and_a_ticked_row_does_not_say_that_it_came(shown: Counting) -> None:
    evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.tap("day", "whose:to-confirm", "several")
    assert spaced(shown.key("all-of:all").text()) == "Tout cocher"
    assert spaced(shown.key("all-of:MTN MoMo").text()) == "Cocher MTN MoMo"

    shown.tap("all-of:MTN MoMo")
    assert spaced(shown.key("all-of:MTN MoMo").text()) == "Décocher MTN MoMo"
    assert spaced(shown.key("all-of:all").text()) == "Tout cocher"
    rows = shown.rows("transfers-list")
    assert [row.endswith(", coché") for row in rows] == ["MTN MoMo" in row for row in rows]
    assert "reçu" not in " ".join(rows)

    shown.tap("all-of:all")
    assert spaced(shown.key("all-of:all").text()) == "Tout décocher"


def test_each_payment_that_is_refused_is_named_and_the_others_are_confirmed(shown: Counting) -> None:
    sales = evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.tap("day", "whose:to-confirm", "several", "all-of:all")
    for sale in sales[:2]:  # another manager was faster
        shown.rig.trade.sales[sale["id"]]["payments"][0] |= {
            "state": "failed",
            "settled_by": ident("adjovi"),
        }
    shown.tap("transfers-confirm")

    assert states(shown, sales) == ["failed", "failed", "confirmed", "confirmed"]
    assert "Non confirmé : C1-000020 · 800 F (1/2)" in said(shown)
    shown.tap("answer:understood")
    assert "Non confirmé : C1-000021 · 1 000 F" in said(shown)
    shown.tap("answer:understood")
    assert "Non confirmé" not in said(shown)


def test_nothing_is_ticked_off_without_the_server(shown: Counting) -> None:
    evening.transfers(shown.rig)
    shown.become("houngbedji")
    shown.tap("day", "whose:to-confirm", "several", "all-of:all")
    shown.rig.go_down()
    shown.settle()

    assert not shown.key("transfers-confirm").isEnabled()


def test_a_reference_is_typed_while_confirming(shown: Counting) -> None:
    shown.become("houngbedji")
    sale = evening.book(shown.rig, [evening.drink(1)], ticket=13, paid=[mobile(1_000)])
    shown.open_sale(sale)
    shown.tap("do:arrived_as:1")
    shown.type("MP-901")
    shown.tap("transfer-reference-accept")

    paid = shown.rig.trade.sales[sale["id"]]["payments"][0]
    assert (paid["state"], paid["reference"]) == ("confirmed", "MP-901")
    assert toast(shown) == "Le paiement est confirmé"


def test_an_empty_reference_leaves_the_one_that_is_there(shown: Counting) -> None:
    shown.become("houngbedji")
    sale = mixed(shown)
    shown.open_sale(sale)
    shown.tap("do:arrived_as:2", "transfer-reference-clear", "transfer-reference-accept")

    paid = shown.rig.trade.sales[sale["id"]]["payments"][1]
    assert (paid["state"], paid["reference"]) == ("confirmed", "MP-77")
