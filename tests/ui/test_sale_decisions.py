"""What managers decide on a sale of the day and on what hangs on it, by taps, and keeping a bottle for a guest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import said, spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident


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


# --- what managers do


def test_a_manager_validates(full: Counting) -> None:
    full.become("houngbedji")
    sale = pending(full, seller="firmin")
    full.open_sale(sale)

    full.tap("do:validate")

    assert full.rig.trade.sales[sale["id"]]["status"] == "validated"
    assert "Validée par Clarisse Houngbédji" in said(full)
    assert toast(full) == "La vente est validée"


def test_a_manager_rejects_for_a_reason_that_is_tapped_or_typed(full: Counting) -> None:
    full.become("houngbedji")
    sale = pending(full, seller="firmin")
    full.open_sale(sale)
    full.tap("do:reject")
    assert not full.key("reason-accept").isEnabled()

    full.tap("reason-usual:1")
    full.type(" du tout")
    full.tap("reason-accept")

    assert full.rig.trade.sales[sale["id"]]["reason"] == "Jamais servie du tout"
    assert "Refusée par Clarisse Houngbédji : Jamais servie du tout" in said(full)


def test_a_reason_that_is_left_does_nothing(full: Counting) -> None:
    full.become("houngbedji")
    sale = pending(full, seller="firmin")
    full.open_sale(sale)
    full.tap("do:reject", "reason-usual:1")
    full.press(Qt.Key.Key_Escape)

    assert full.page == "day"
    assert full.rig.trade.sales[sale["id"]]["status"] == "pending"


def test_the_owner_cancels_what_nothing_hangs_on(shown: Counting) -> None:
    shown.become("adjovi")
    plain, hung = evening.book(shown.rig, [evening.drink(1)]), evening.eventful(shown.rig)
    shown.open_sale(hung)
    key = shown.key("do:cancel")
    assert not key.isEnabled()
    assert "Un retour ou une bouteille gardée en dépend" in key.accessibleName()

    shown.press(Qt.Key.Key_Escape)
    shown.open_sale(plain)
    shown.tap("do:cancel", "reason-usual:0", "reason-accept")

    assert shown.rig.trade.sales[plain["id"]]["status"] == "cancelled"
    assert "Annulée par" in said(shown)
    assert not [key for key in shown.names() if key.startswith("do:") and key != "do:reprint"]


def test_managers_cannot_cancel_and_servers_decide_with_a_manager_s_pin(shown: Counting) -> None:
    sale = evening.eventful(shown.rig)
    shown.open_sale(sale)
    here = {key.split(":")[1]: key for key in shown.names() if key.startswith("do:")}
    assert here.keys() == {"return", "keep", "reprint", "approve", "hand_out", "give_change"}
    assert "PIN gérant" in shown.key(here["approve"]).accessibleName()
    shown.press(Qt.Key.Key_Escape)

    shown.become("houngbedji")
    shown.open_sale(sale)

    keys = {key.split(":")[1] for key in shown.names() if key.startswith("do:")}
    assert keys == {"return", "keep", "reprint", "approve", "hand_out", "give_change"}


def test_what_needs_the_server_says_so_while_there_is_none(full: Counting) -> None:
    full.become("houngbedji")
    sale = pending(full, seller="firmin")
    full.open_sale(sale)
    full.rig.go_down()

    for name in ("do:validate", "do:reject"):
        assert not full.key(name).isEnabled()
        assert "Connexion requise" in full.key(name).accessibleName()
    full.rig.come_back()
    full.settle()
    assert full.key("do:validate").isEnabled()


# --- what hangs on it


def decide_on(
    shown: Counting, reason: str = "defective", *, person: str = "houngbedji", **how: Any
) -> tuple[dict[str, Any], str]:
    sale = evening.book(shown.rig, [evening.drink(1, 3)], ago_s=300)
    line = sale["lines"][0]
    back = shown.rig.trade.new_id()
    body = {"sale": sale["id"], "position": 1, "product": line["product"], "qty": 1, "return": back}
    body |= {"reason": reason, "notes": how.pop("notes", ""), "refund": None, "restock": None}
    evening.deed(shown.rig, "create_return", body, by="aicha", ago_s=200)
    shown.become(person)
    shown.open_sale(sale)
    shown.tap(f"do:approve:{back}")
    return sale, back


def test_a_manager_reads_what_follows_and_approves(shown: Counting) -> None:
    _, back = decide_on(shown)
    assert "Le client récupère 1 000 F. Le produit ne retourne pas en rayon." in said(shown)
    assert "1 Castel 65 cl · Défectueux" in said(shown)

    shown.tap("decision-approve")

    assert shown.rig.trade.returns[back]["state"] == "approved"
    assert "Accepté" in said(shown)
    assert "Retour de 1 Castel 65 cl accepté par Clarisse Houngbédji" in said(shown)
    assert spaced(toast(shown)) == "Retour accepté : 1 000 F à rendre"
    assert "1 000 F pour le client" in spaced(said(shown)), "and there it stays once the toast has gone"


def test_what_goes_back_on_the_shelf_may_do_so_at_once_or_later(shown: Counting) -> None:
    _, back = decide_on(shown, "wrong_item")
    ways = [shown.key(name) for name in ("decision-later", "decision-shelve")]
    assert [key.accessibleName() for key in ways] == [
        "Accepter, ranger plus tard pas en stock d’ici là",
        "Accepter, remis en rayon en stock tout de suite",
    ]
    assert abs(ways[0].width() - ways[1].width()) <= 1, "both are answers"
    assert ways[0].height() == ways[1].height()
    shown.tap("decision-shelve")
    assert shown.rig.trade.returns[back]["state"] == "restocked"
    shown.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)

    _, later = decide_on(shown, "wrong_item")
    shown.tap("decision-later")
    assert shown.rig.trade.returns[later]["state"] == "approved"
    shown.tap(f"do:restock:{later}")
    assert shown.rig.trade.returns[later]["state"] == "restocked"
    assert toast(shown) == "Remis en rayon"


def test_another_reason_leaves_money_and_shelf_to_the_manager(shown: Counting) -> None:
    _, back = decide_on(shown, "other", notes="verre ébréché")
    assert "« verre ébréché »" in said(shown)
    assert "Rien n’est remboursé au client. Le produit ne retourne pas en rayon." in said(shown)

    shown.tap("decision-refund", "decision-restock")
    assert "Le client récupère 1 000 F. Le produit retourne en rayon." in said(shown)
    shown.tap("decision-shelve")

    kept = shown.rig.trade.returns[back]
    assert (kept["refund"], kept["restock"], kept["state"]) == (True, True, "restocked")


def test_a_return_is_rejected_for_a_reason(shown: Counting) -> None:
    _, back = decide_on(shown)
    shown.tap("decision-reject", "reason-usual:0", "reason-accept")

    assert shown.rig.trade.returns[back]["refusal"] == "La bouteille a été ouverte"
    assert "Refusé" in said(shown)
    assert toast(shown) == "Retour refusé"
    assert "La bouteille a été ouverte" in said(shown)


def test_where_no_money_goes_back_the_approval_says_so(shown: Counting) -> None:
    decide_on(shown, "customer_change")
    shown.tap("decision-shelve")
    assert spaced(toast(shown)) == "Retour accepté : rien à rendre"
    assert "pour le client" not in said(shown)


def test_a_bottle_is_handed_over_and_change_given_from_the_sale(shown: Counting) -> None:
    sale = evening.eventful(shown.rig)
    shown.open_sale(sale)
    kept, credit = next(iter(shown.rig.trade.kept)), next(iter(shown.rig.trade.credits))

    shown.tap(f"do:hand_out:{kept}")
    assert shown.rig.trade.kept[kept]["state"] == "claimed"
    assert "Remise" in said(shown)
    shown.tap(f"do:give_change:{credit}")
    assert shown.rig.trade.credits[credit]["redeemed_by"] == ident("aicha")
    assert "Rendue" in said(shown)
    assert "Monnaie de 300 F rendue par Aïcha Bio" in said(shown)


def test_of_several_bottles_one_is_handed_over_from_the_sale_and_by_a_double_tap_no_more(
    shown: Counting,
) -> None:
    now_s = [100.0]
    shown.window.second_tap._moment = lambda _event: now_s[0]
    sale = evening.book(shown.rig, [evening.drink(1, 3)], ago_s=120)
    kept = evening.keep(shown.rig, sale, 3, "Abla")
    shown.open_sale(sale)

    def keys() -> list[str]:
        names = (f"do:hand_one:{kept}", f"do:hand_out:{kept}")
        return [spaced(shown.key(name).accessibleName()) for name in names if name in shown.names()]

    assert keys() == ["Remettre 1 sur 3", "Remettre les 3"]
    now_s[0] += 2
    one = shown.key(f"do:hand_one:{kept}")
    place = one.mapTo(shown.window, one.rect().center())
    left = []
    for after_s in (0.0, 0.3, 0.3):
        now_s[0] += after_s
        handle = shown.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        for _ in range(3):  # the sale, its rows, their keys
            shown.settle()
        left.append(shown.rig.trade.kept[kept]["qty"])
        if len(left) == 1:
            assert toast(shown) == "Remis : 1. Encore gardé : 2."
            assert keys() == ["Remettre 1 sur 2", "Remettre les 2"]

    assert left == [2, 2, 1]
    assert keys() == ["Remettre au client"]


def test_whoever_cancels_reads_what_goes_back_to_the_guest(shown: Counting) -> None:
    card = {"method": "card", "amount": 400, "reference": None}
    lost = {"method": "mobile_money", "amount": 300, "operator": "MTN MoMo", "reference": None}
    paid = [evening.cash(300, tendered=1_000, owed=700), card, lost]
    sale = evening.book(shown.rig, [evening.drink(1)], paid=paid, ago_s=120)
    sale["payments"][2]["state"] = "failed"
    shown.become("adjovi")
    shown.open_sale(sale)
    shown.tap("do:cancel", "reason-usual:0", "reason-accept")

    back = (
        "La vente est annulée. Si le client a payé, rendre : Espèces 300 F · Carte 400 F · Monnaie due 700 F"
    )
    assert spaced(toast(shown)) == back


# --- keeping a bottle


def test_a_manager_keeps_a_bottle_for_a_guest(shown: Counting) -> None:
    shown.become("houngbedji")
    sale = evening.book(shown.rig, [evening.drink(1, 3), evening.drink(0)])
    shown.open_sale(sale)
    shown.tap("do:keep", "keep-line:1", "keep-qty-more")
    assert not shown.key("keep-accept").isEnabled()
    usual = shown.key("keep-days:usual").accessibleName()
    assert usual.replace("\xa0", " ").endswith("7 jours"), usual
    shown.type("Kodjo Mensah")
    shown.press(Qt.Key.Key_Tab)
    shown.type("+229 97 00 11 22")
    shown.tap("keep-days:7", "keep-accept")

    (kept,) = shown.rig.trade.kept.values()
    assert (kept["guest"], kept["phone"], kept["qty"]) == ("Kodjo Mensah", "+229 97 00 11 22", 2)
    assert toast(shown) == "La bouteille est gardée"
    assert "2 Castel 65 cl | Kodjo Mensah · jusqu’au 4 juin" in said(shown)


def test_nothing_is_kept_without_the_server(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1)])
    shown.open_sale(sale)
    shown.rig.go_down()
    key = shown.key("do:keep")
    assert not key.isEnabled()
    assert "Connexion requise" in key.accessibleName()


def test_all_that_came_back_leaves_nothing_to_do(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1)], ago_s=300)
    body = {"sale": sale["id"], "position": 1, "product": sale["lines"][0]["product"], "qty": 1}
    body |= {"return": shown.rig.trade.new_id(), "reason": "expired", "notes": ""}
    evening.deed(shown.rig, "create_return", body | {"refund": None, "restock": None})
    shown.open_sale(sale)

    for name in ("do:return", "do:keep"):
        assert not shown.key(name).isEnabled()
        assert "Il n’en reste rien" in shown.key(name).accessibleName()


def test_what_a_manager_has_yet_to_decide_is_not_said_to_be_gone(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1)], ago_s=300)
    body = {"sale": sale["id"], "position": 1, "product": sale["lines"][0]["product"], "qty": 1}
    body |= {"return": shown.rig.trade.new_id(), "reason": "expired", "notes": ""}
    evening.deed(shown.rig, "create_return", body | {"refund": None, "restock": None}, by="aicha")
    shown.open_sale(sale)

    for name in ("do:return", "do:keep"):
        assert not shown.key(name).isEnabled()
        assert "Le gérant décide d’abord" in shown.key(name).accessibleName()


@pytest.mark.parametrize(
    ("person", "deed", "why"),
    [
        ("aicha", "return", "Retour, échange · Après validation"),
        ("aicha", "keep", "Garder une bouteille · Après validation"),
        ("aicha", "withdraw", "Retirer la vente · Plus de 10 min : demandez au gérant"),
        ("houngbedji", "return", "Retour, échange · Après validation"),
        ("adjovi", "keep", "Garder une bouteille · Après validation"),
    ],
)
def test_no_key_of_a_sale_is_dead(full: Counting, person: str, deed: str, why: str) -> None:
    full.become(person)
    sale = evening.book(full.rig, [evening.drink(2)], ago_s=900, ticket=9, status="pending")
    full.open_sale(sale)
    key = full.key(f"do:{deed}")
    assert not key.isEnabled()

    QTest.mouseClick(key, Qt.MouseButton.LeftButton, pos=key.rect().center())
    full.settle()

    assert spaced(toast(full)) == why


@pytest.mark.parametrize("person", ["aicha", "houngbedji", "adjovi"])
def test_without_the_server_a_tap_on_what_needs_it_says_so(shown: Counting, person: str) -> None:
    shown.become(person)
    sale = evening.eventful(shown.rig)
    shown.open_sale(sale)
    shown.rig.go_down()
    shown.settle()
    hindered = [name for name in shown.names() if name.startswith("do:") and not shown.key(name).isEnabled()]
    assert hindered
    for name in hindered:
        key = shown.key(name)
        QTest.mouseClick(key, Qt.MouseButton.LeftButton, pos=key.rect().center())
        shown.settle()
        assert spaced(toast(shown)).endswith(" · Connexion requise"), name
