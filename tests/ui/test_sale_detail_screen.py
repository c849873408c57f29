"""One sale of the day by taps: what it is made of, what became of it, and what each person may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.printers import Sheet
from app.ui.controls.row_list import RowList
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said, spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import product


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress()


@pytest.fixture
def shown(dressed: None) -> Iterator[Counting]:
    with counting() as made:
        yield made


@pytest.fixture
def full(dressed: None) -> Iterator[Counting]:
    """A bar where each server signs in and a manager validates."""
    with counting(mode="full") as made:
        yield made


def pending(shown: Counting, **how: Any) -> dict[str, Any]:
    how = {"ago_s": 100, "ticket": 4_216, "status": "pending", **how}
    return evening.book(shown.rig, [evening.drink(1, 2)], **how)


# --- what it is made of


def test_it_shows_lines_payments_what_hangs_on_it_and_its_history(shown: Counting) -> None:
    shown.open_sale(evening.eventful(shown.rig))

    text = said(shown)
    assert amount(shown, "sale-total") == "5 600 F"
    for part in (
        "C1-004215",
        "21:23 · Aïcha Bio · saisie par Clarisse Houngbédji",
        "3 × | Castel 65 cl | 1 demandé | 1 000 F | 3 000 F",
        "2 × | La Béninoise 65 cl | 1 gardé | 800 F | 1 600 F",
        "Espèces | 5 600 F",
        "Reçu | 6 000 F",
        "Rendu | 100 F",
        "1 Castel 65 cl | Défectueux",
        "1 La Béninoise 65 cl | Kodjo Mensah · jusqu’au 4 juin",
        "Monnaie due : 300 F | Code C1-004215",
        "Saisie par Clarisse Houngbédji pour Aïcha Bio",
        "Retour de 1 Castel 65 cl demandé par Aïcha Bio",
        "1 La Béninoise 65 cl gardé par Clarisse Houngbédji",
    ):
        assert part in text, f"{part} in {text}"


def test_notes_of_this_till_are_with_its_lines(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.rig.till.checkout.set_note(product("castel-65"), "sans glace")
    shown.tap("exact", "next", "day")
    shown.tap_row("day-list", shown.counter.day.rows[0].key)

    assert "« sans glace »" in said(shown)


def test_a_transfer_says_by_whom_and_whether_it_arrived(shown: Counting) -> None:
    paid = [{"method": "mobile_money", "amount": 1_000, "operator": "MTN MoMo", "reference": "8842"}]
    shown.open_sale(evening.book(shown.rig, [evening.drink(1)], paid=paid))

    assert "MTN MoMo · 8842 · à confirmer | 1 000 F" in said(shown)


def test_without_the_server_the_list_knows_the_total_and_says_what_is_missing(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1)])
    shown.tap("day", "whose:all")
    shown.rig.go_down()

    shown.open_sale(sale)

    assert amount(shown, "sale-total") == "1 000 F"
    assert "Le détail arrive avec la connexion" in said(shown)
    assert not [key for key in shown.names() if key.startswith("do:")]

    shown.rig.come_back()
    shown.settle()
    assert "Castel 65 cl" in said(shown)


def test_a_sale_of_this_till_is_known_whole_before_the_server_has_it(shown: Counting) -> None:
    shown.rig.go_down()
    shown.tap_tile("castel-65")
    shown.tap("exact", "next", "day")
    shown.tap_row("day-list", shown.counter.day.rows[0].key)

    text = said(shown)
    assert "1 × | Castel 65 cl" in text
    assert "Saisie par Aïcha Bio" in text
    assert "Gardée sur ce poste" in text


# --- printing


def test_print_again_is_there_when_there_is_a_printer(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1)])
    shown.open_sale(sale)
    shown.tap("do:reprint")

    [errand] = shown.rig.printers.spool.given
    assert isinstance(errand.work, Sheet)
    said_on_paper = repr(errand.work.blocks)
    assert "DUPLICATA" in said_on_paper
    assert sale["ticket"] in said_on_paper
    assert toast(shown) == "En route vers l’imprimante"


def test_without_a_printer_the_key_says_why_nothing_is_printed(dressed: None) -> None:
    with counting(has_printer=False) as shown:
        shown.open_sale(evening.book(shown.rig, [evening.drink(1)]))
        key = shown.key("do:reprint")
        assert key.accessibleName() == "Réimprimer Aucune imprimante sur ce poste"
        assert not key.isEnabled()
        assert shown.key("do:return").isEnabled()


# --- taking one's own sale back


def test_a_server_takes_a_pending_sale_back_while_the_clock_runs_down(full: Counting) -> None:
    sale = pending(full)
    full.open_sale(sale, "whose:mine")
    key = full.key("do:withdraw")
    assert "encore 8:20" in key.accessibleName()

    full.rig.advance(61)
    full.counter.sale_detail.ticked.emit()
    assert "encore 7:19" in key.accessibleName()
    assert full.key("do:withdraw") is key

    full.tap("do:withdraw")

    assert full.rig.trade.sales[sale["id"]]["status"] == "rejected"
    assert spaced(toast(full)) == "La vente est retirée. Si le client a payé, rendre : Espèces 2 000 F"
    assert "Retirée" in full.rows("day-list")[0]
    assert "Retirée par Aïcha Bio" in said(full)
    assert "do:withdraw" not in full.names()


def test_after_ten_minutes_the_key_says_whom_to_ask(full: Counting) -> None:
    full.open_sale(pending(full, ago_s=590), "whose:mine")
    full.rig.advance(11)
    full.counter.sale_detail.ticked.emit()

    key = full.key("do:withdraw")
    assert not key.isEnabled()
    assert "Plus de 10 min : demandez au gérant" in spaced(key.accessibleName())


def test_a_sale_is_taken_back_without_the_server_too(full: Counting) -> None:
    sale = pending(full)
    full.open_sale(sale, "whose:mine")
    full.rig.go_down()

    full.tap("do:withdraw")

    back = "Si le client a payé, rendre : Espèces 2 000 F"
    assert spaced(toast(full)) == f"La vente est retirée. {back}. Gardée sur ce poste"
    assert "Retirée" in full.rows("day-list")[0]
    assert full.rig.trade.sales[sale["id"]]["status"] == "pending"
    full.rig.come_back()
    full.rig.advance(5)
    assert full.rig.trade.sales[sale["id"]]["status"] == "rejected"


def test_somebody_else_s_sale_is_not_taken_back(full: Counting) -> None:
    full.open_sale(pending(full, seller="firmin"))
    assert "do:withdraw" not in full.names()
    assert not full.key("do:return").isEnabled()
    assert "Après validation" in full.key("do:return").accessibleName()


def test_a_refusal_replaces_what_was_said_and_stays_until_it_is_read(full: Counting) -> None:
    sale = pending(full)
    full.open_sale(sale, "whose:mine")
    full.rig.trade.sales[sale["id"]]["status"] = "validated"
    full.rig.server.state.rev += 1

    full.tap("do:withdraw")

    assert toast(full) == ""
    assert "La vente n’a pas pu être retirée" in said(full)
    assert "Quelqu’un s’en est déjà occupé" in said(full)
    assert "TLSTA" in said(full)
    assert full.rows("day-list")[0].endswith("Validée")

    full.press(Qt.Key.Key_Escape)
    full.tap_row("day-list", sale["id"])
    assert "La vente n’a pas pu être retirée" in said(full)
    full.tap("answer:understood")
    assert "La vente n’a pas pu être retirée" not in said(full)
    full.press(Qt.Key.Key_Escape)
    full.tap_row("day-list", sale["id"])
    assert "La vente n’a pas pu être retirée" not in said(full)


def test_a_touched_row_is_marked_in_the_list(shown: Counting) -> None:
    evening.fill(shown.rig, 3)
    shown.tap("day", "whose:all")
    key = shown.counter.day.rows[1].key
    shown.tap_row("day-list", key)
    found = shown.window.page.findChild(RowList, "day-list")
    assert found is not None
    assert found._paint.chosen == key
