"""What comes back, by taps: the line, the reason and what follows from it in words; servers ask, managers decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from app.ui.controls.buttons import TouchButton
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.inks import painted_by
from tests.ui.looking import amount, said, spaced
from tests.ui.pictures import dress
from tests.ui.rig import ident


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress()


@pytest.fixture
def shown(dressed: None) -> Iterator[Counting]:
    with counting() as made:
        yield made


def begin(
    shown: Counting,
    *,
    person: str = "",
    lines: list[dict[str, Any]] | None = None,
    paid: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Open a sale of three Castel and one Béninoise, and begin a return on it."""
    sale = evening.book(shown.rig, lines or [evening.drink(1, 3), evening.drink(0)], paid=paid, ago_s=300)
    for payment, asked in zip(sale["payments"], paid or (), strict=False):
        payment["state"] = asked.get("state", payment["state"])
    if person:
        shown.rig.sign_in(person)
        shown.settle()
    shown.tap("day", "whose:all")
    shown.tap_row("day-list", sale["id"])
    shown.tap("do:return")
    assert shown.page == "return"
    return sale


def only_return(shown: Counting) -> dict[str, Any]:
    (back,) = shown.rig.trade.returns.values()
    return back


# --- a server asks


def test_a_server_chooses_line_quantity_and_reason_and_the_manager_is_asked(shown: Counting) -> None:
    sale = begin(shown)
    accept = shown.key("return-accept")
    assert "Choisissez ce qui revient." in said(shown)
    assert not accept.isEnabled()
    shown.tap("left:1", "return-qty-more")
    assert "Choisissez la raison." in said(shown)
    shown.tap("why:defective")
    assert "Le client récupère 2 000 F. Le produit ne retourne pas en rayon." in said(shown)
    assert "Ne rendez rien avant l’accord du gérant." in said(shown)
    assert accept.text() == "Demander au gérant"

    shown.tap("return-accept")

    back = only_return(shown)
    assert (back["sale"], back["position"], back["qty"]) == (sale["id"], 1, 2)
    assert (back["state"], back["reason"], back["created_by"]) == ("pending", "defective", ident("aicha"))
    assert "Retour demandé | 2 Castel 65 cl · Défectueux" in said(shown)
    assert shown.key("outcome-done").text() == "Revenir à ma journée", "nothing is over yet"
    assert "Prévenez le gérant : la demande est dans sa page « Ma journée »." in spaced(said(shown))
    assert "Ne rendez rien avant qu’il l’ait acceptée." in said(shown)
    assert "outcome-shelve" not in shown.names()
    shown.tap("outcome-done")
    assert shown.page == "day"
    assert "Attend le gérant" in said(shown)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("wrong_item", "Le client récupère 1 000 F. Le produit retourne en rayon."),
        ("customer_change", "Rien n’est remboursé au client. Le produit retourne en rayon."),
        ("defective", "Le client récupère 1 000 F. Le produit ne retourne pas en rayon."),
        ("expired", "Le client récupère 1 000 F. Le produit ne retourne pas en rayon."),
        (
            "exchange",
            "1 000 F comptent pour ce que le client prend à la place. Le produit retourne en rayon.",
        ),
    ],
)
def test_what_follows_is_said_before_it_is_done(shown: Counting, reason: str, words: str) -> None:
    begin(shown)
    shown.tap("left:1", f"why:{reason}")
    assert words in said(shown)


def test_no_more_comes_back_than_is_left(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "return-qty-more", "return-qty-more")
    assert not shown.key("return-qty-more").isEnabled()
    shown.tap("return-qty-less", "return-qty-less")
    assert not shown.key("return-qty-less").isEnabled()
    shown.press(Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
    assert amount(shown, "return-qty-figure") == "2"
    shown.tap("left:2")
    assert amount(shown, "return-qty-figure") == "1"
    assert not shown.key("return-qty-more").isEnabled()


def test_a_line_that_is_alone_is_chosen(shown: Counting) -> None:
    begin(shown, lines=[evening.drink(1, 1)])
    assert shown.key("left:1").isChecked()
    assert "Choisissez la raison." in said(shown)


def test_another_reason_needs_words(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "why:other")
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "return"
    assert "Dites pourquoi en quelques mots." in said(shown) or "Le gérant décide" in said(shown)
    assert not shown.key("return-accept").isEnabled()

    shown.tap("return-notes", "notes-usual:2", "notes-accept")

    assert "Le gérant décide du remboursement. Le gérant décide du rayon." in said(shown)
    assert "return-refund" not in shown.names()
    assert "return-pin" not in shown.names()
    shown.tap("return-accept")
    back = only_return(shown)
    assert (back["notes"], back["refund"], back["restock"]) == ("Capsule abîmée", None, None)


def test_a_server_asks_without_the_server_but_exchanges_nothing(shown: Counting) -> None:
    begin(shown)
    shown.rig.go_down()
    shown.settle()
    exchange = shown.key("why:exchange")
    assert not exchange.isEnabled()
    assert "Connexion requise" in exchange.accessibleName()

    shown.tap("left:1", "why:expired")
    assert "return-pin" not in shown.names()
    shown.tap("return-accept")

    assert "Retour demandé" in said(shown)
    assert shown.rig.trade.returns == {}
    shown.tap("outcome-done")
    assert "1 Castel 65 cl | Périmé" in said(shown)
    shown.rig.come_back()
    shown.rig.advance(5)
    assert only_return(shown)["state"] == "pending"


def test_with_a_manager_s_pin_it_is_decided_at_once(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "why:wrong_item", "return-pin", f"manager:{ident('houngbedji')}")
    for digit in shown.rig.pins[ident("houngbedji")]:
        shown.tap(f"key:{digit}")

    back = only_return(shown)
    assert (back["state"], back["created_by"]) == ("approved", ident("houngbedji"))
    assert "Repris" in said(shown)
    assert amount(shown, "outcome-amount") == "1 000 F"
    shown.tap("outcome-shelve")
    assert only_return(shown)["state"] == "restocked", "in the name of whose PIN it was"


def test_a_wrong_pin_does_nothing(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "why:wrong_item", "return-pin", f"manager:{ident('houngbedji')}")
    right = shown.rig.pins[ident("houngbedji")]
    for _ in right:
        shown.tap("key:0")

    assert shown.rig.trade.returns == {}
    assert shown.page == "return"
    shown.press(Qt.Key.Key_Escape)
    assert "return-accept" in shown.names()


# --- a manager decides


def test_a_manager_takes_back_pays_out_and_puts_it_on_the_shelf(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:wrong_item")
    assert shown.key("return-accept").text() == "Reprendre"
    assert "Ne rendez rien" not in said(shown)
    shown.tap("return-accept")

    assert only_return(shown)["state"] == "approved"
    assert amount(shown, "outcome-amount") == "1 000 F"
    assert "Repris | 1 Castel 65 cl · Mauvais produit" in said(shown)
    shown.tap("outcome-shelve")
    assert only_return(shown)["state"] == "restocked"
    assert "C’est de nouveau en rayon." in said(shown)
    assert "outcome-shelve" not in shown.names()
    shown.press(Qt.Key.Key_Return)
    assert shown.page == "day"


def test_whoever_gives_money_back_reads_how_it_was_paid(shown: Counting) -> None:
    card = {"method": "card", "amount": 700, "reference": None}
    begin(shown, person="houngbedji", lines=[evening.drink(1)], paid=[evening.cash(300), card])
    shown.tap("why:defective")
    paid = "Payé : Espèces 300 F · Carte 700 F."
    assert paid in spaced(said(shown))
    shown.tap("return-accept")
    assert paid in spaced(said(shown)), "also while the money goes over the counter"


@pytest.mark.parametrize(("state", "words"), [("to_confirm", " (à confirmer)"), ("failed", " (pas reçu)")])
@pytest.mark.parametrize("reason", ["defective", "exchange"])
def test_whoever_gives_something_for_a_transfer_reads_that_nobody_has_seen_it(
    shown: Counting, state: str, words: str, reason: str
) -> None:
    transfer = {"method": "mobile_money", "amount": 1_000, "operator": "MTN MoMo", "reference": None}
    begin(shown, person="houngbedji", lines=[evening.drink(1)], paid=[{**transfer, "state": state}])
    shown.tap(f"why:{reason}")

    assert f"Payé : MTN MoMo 1 000 F{words}." in spaced(said(shown))


def test_an_exchange_for_a_transfer_that_has_arrived_says_nothing_of_it(shown: Counting) -> None:
    transfer = {"method": "mobile_money", "amount": 1_000, "operator": "MTN MoMo", "reference": None}
    begin(shown, person="houngbedji", lines=[evening.drink(1)], paid=[{**transfer, "state": "confirmed"}])
    shown.tap("why:exchange")

    assert "Payé" not in said(shown)


def test_nothing_goes_over_the_counter_for_a_change_of_mind(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:customer_change", "return-accept")
    assert "Rien n’est remboursé au client." in said(shown)
    assert "À rendre" not in said(shown)
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "day"


def test_another_reason_is_the_manager_s_to_decide(shown: Counting) -> None:
    begin(shown, person="houngbedji")
    shown.tap("left:1", "why:other")
    shown.type("verre casse")
    shown.press(Qt.Key.Key_Return)
    assert "Rien n’est remboursé au client. Le produit ne retourne pas en rayon." in said(shown)
    shown.tap("return-refund")
    assert "Le client récupère 1 000 F. Le produit ne retourne pas en rayon." in said(shown)
    shown.tap("return-restock", "return-restock", "return-accept")

    back = only_return(shown)
    assert (back["refund"], back["restock"], back["notes"]) == (True, False, "verre casse")


def test_a_refused_return_is_said_on_its_sale(shown: Counting) -> None:
    sale = begin(shown, person="houngbedji")
    shown.rig.trade.sales[sale["id"]]["status"] = "cancelled"
    shown.rig.server.state.rev += 1
    shown.tap("left:1", "why:expired", "return-accept", "outcome-done")

    assert "Le retour a été refusé" in said(shown)
    assert only_nothing(shown)


def only_nothing(shown: Counting) -> bool:
    return shown.rig.trade.returns == {}


# --- the way back


def test_esc_leaves_and_nothing_was_done(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "why:expired")
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "day"
    assert shown.rig.trade.returns == {}
    shown.tap("do:return")
    assert not shown.key("why:expired").isChecked()


def test_a_return_of_yesterday_is_not_begun(shown: Counting) -> None:
    """The day of a sale ends at 6; the list of the new day does not have it any more, the ticket look-up might."""
    sale = begin(shown)
    shown.press(Qt.Key.Key_Escape)
    shown.rig.advance(9 * 3_600)
    shown.counter.sale_detail.changed.emit()
    key = shown.key("do:return")
    assert sale["id"] == shown.counter.day.selected
    assert not key.isEnabled()
    assert "Le jour de la vente seulement" in spaced(key.accessibleName())


def test_ctrl_enter_accepts(shown: Counting) -> None:
    begin(shown)
    shown.tap("left:1", "why:expired")
    shown.press_with(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert only_return(shown)["reason"] == "expired"


SIZES = [(1280, 720), (1920, 1080), (768, 1366)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("person", ["", "houngbedji"])
def test_no_reason_moves_when_one_is_chosen(size: tuple[int, int], person: str) -> None:
    with counting("fr", size) as shown:
        begin(shown, person=person)

        def places() -> list[tuple[int, int, int, int]]:
            shown.settle()
            keys = [shown.key(name) for name in sorted(shown.names()) if name.startswith("why:")]
            origins = [key.mapTo(shown.window, QPoint(0, 0)) for key in keys]
            return [
                (at.x(), at.y(), key.width(), key.height()) for at, key in zip(origins, keys, strict=True)
            ]

        before = places()
        assert len(before) == 6
        shown.tap("left:1")
        assert places() == before
        for reason in ("wrong_item", "exchange", "customer_change", "defective", "expired"):
            shown.tap(f"why:{reason}")
            assert places() == before, reason
        shown.tap("why:other")
        shown.press(Qt.Key.Key_Escape)
        assert places() == before
        shown.tap("return-notes", "notes-usual:2", "notes-accept")
        assert places() == before
        accept = shown.key("return-accept")
        assert accept.mapTo(shown.window, QPoint(0, accept.height())).y() <= shown.window.height()


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("is_left_handed", [False, True])
def test_reasons_are_whole_and_apart_at_the_largest_size(code: str, is_left_handed: bool) -> None:
    with counting(code, (1280, 720)) as shown:
        shown.theme.use(scale=1.5, is_left_handed=is_left_handed)
        begin(shown)
        shown.settle()
        keys = [shown.key(name) for name in sorted(shown.names()) if name.startswith("why:")]
        assert len(keys) == 6
        for key in keys:
            assert isinstance(key, TouchButton)
            words = [stroke.text for stroke in painted_by(key) if stroke.kind == "text"]
            assert " ".join(words) == key.accessibleName()
        boxes = [QRect(key.mapTo(shown.window, QPoint(0, 0)), key.size()) for key in keys]
        around = shown.theme.mm(2) // 2
        grown = [box.adjusted(-around, -around, around, around) for box in boxes]
        assert not [a for place, a in enumerate(grown) for b in grown[:place] if a.intersects(b)]
