"""Bottles that guests left at the bar, by taps: whose, until when, and handed over with a tap."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import Unreachable
from app.ui.view_models.deeds import HAND_OUT, Deeds
from tests.fakes import Hold
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said, spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        evening.kept_bottles(made.rig)
        yield made


def enter(shown: Counting) -> None:
    shown.tap("menu", "go:kept")


def kept_of(shown: Counting, guest: str) -> str:
    return next(key for key, kept in shown.rig.trade.kept.items() if kept["guest"].startswith(guest))


def test_those_that_wait_are_shown_with_their_last_day(shown: Counting) -> None:
    enter(shown)
    assert shown.rows("kept-list") == [
        "4 juin, encore 7 jours, Kodjo Mensah, 1 La Béninoise 65 cl · C1-003900, Gardée",
        "30 mai, encore 2 jours, Ablavi, 2 Castel 65 cl · C1-003901, Gardée",
        "9 juin, encore 12 jours, Maître Dossou-Yovo, 1 Flag 60 cl · C1-003902, Gardée",
    ]


def test_a_tap_hands_a_bottle_over(shown: Counting) -> None:
    enter(shown)
    shown.tap_row("kept-list", kept_of(shown, "Kodjo"))
    text = said(shown)
    ticket = shown.rig.trade.kept[kept_of(shown, "Kodjo")]["ticket"]
    for part in (
        "Kodjo Mensah",
        "1 La Béninoise 65 cl",
        "+229 97 00 11 22",
        "Jusqu’au 4 juin",
        f"Vente {ticket}",
    ):
        assert part in text

    shown.tap(f"do:hand_out:{kept_of(shown, 'Kodjo')}")

    assert shown.rig.trade.kept[kept_of(shown, "Kodjo")]["state"] == "claimed"
    assert toast(shown) == "La bouteille est remise"
    assert len(shown.rows("kept-list")) == 2
    assert "Touchez une bouteille" in said(shown)


def test_a_bottle_that_has_gone_says_when_it_went_and_to_nobody_how_long_it_was_kept(shown: Counting) -> None:
    shown.rig.advance(86_400)
    enter(shown)
    gone = kept_of(shown, "Kodjo")
    shown.tap_row("kept-list", gone)
    assert "Gardée par Clarisse Houngbédji · 28 mai · 20:26" in said(shown)
    shown.tap(f"do:hand_out:{gone}", "kept:every")

    [row] = [row for row in shown.rows("kept-list") if "Kodjo" in row]
    assert row == "29 mai, Kodjo Mensah, 1 La Béninoise 65 cl · C1-003900, Remise"
    shown.tap_row("kept-list", gone)
    assert "Remise par Aïcha Bio · " in said(shown)
    assert "Jusqu’au" not in said(shown)


def test_of_two_one_is_handed_over_and_the_other_stays(shown: Counting) -> None:
    enter(shown)
    two = kept_of(shown, "Ablavi")
    shown.tap_row("kept-list", two)
    key = shown.key(f"do:hand_out:{two}")
    assert (spaced(key.accessibleName()), amount(shown, "kept-qty-figure")) == ("Remettre les 2", "2")
    assert not shown.key("kept-qty-more").isEnabled()
    shown.tap("kept-qty-less")
    assert (spaced(key.accessibleName()), amount(shown, "kept-qty-figure")) == ("Remettre 1 sur 2", "1")
    assert not shown.key("kept-qty-less").isEnabled()
    shown.tap("kept-qty-more", "kept-qty-less", f"do:hand_out:{two}")

    assert toast(shown) == "Remis : 1. Encore gardé : 1."
    assert shown.rows("kept-list")[1] == "30 mai, encore 2 jours, Ablavi, 1 Castel 65 cl · C1-003901, Gardée"
    [gone] = [x for x in shown.rig.trade.kept.values() if x["state"] == "claimed"]
    assert (gone["guest"], gone["qty"], gone["ended_by"]) == ("Ablavi", 1, ident("aicha"))
    shown.tap_row("kept-list", two)
    assert not shown.names() & {"kept-qty-less", "kept-qty-more"}
    assert shown.key(f"do:hand_out:{two}").accessibleName() == "Remettre au client"
    shown.tap("kept:every")
    assert len(shown.rows("kept-list")) == 5


def test_of_fewer_than_were_chosen_all_are_handed_over(shown: Counting) -> None:
    enter(shown)
    two = kept_of(shown, "Ablavi")
    shown.rig.trade.kept[two]["qty"] = 4
    shown.counter.kept.pages.again()
    shown.settle()
    shown.tap_row("kept-list", two)
    shown.tap("kept-qty-less")
    assert amount(shown, "kept-qty-figure") == "3"
    shown.rig.trade.kept[two]["qty"] = 2  # another till was there
    shown.tap(f"do:hand_out:{two}")

    assert "La bouteille n’a pas été remise" in said(shown)
    assert shown.rig.trade.kept[two]["state"] == "active"
    shown.counter.kept.pages.again()
    shown.settle()
    shown.tap_row("kept-list", two)
    shown.tap("kept-qty-less")
    shown.rig.trade.kept[two]["qty"] = 1
    shown.counter.kept.pages.again()
    shown.settle()
    assert shown.key(f"do:hand_out:{two}").accessibleName() == "Remettre au client"


def test_expired_ones_are_marked_and_not_handed_over(shown: Counting) -> None:
    enter(shown)
    shown.tap("kept:expired")
    assert shown.rows("kept-list") == ["27 mai, Yves, table 4, 2 Guinness FES 33 cl · C1-003903, Délai passé"]
    shown.tap_row("kept-list", kept_of(shown, "Yves"))
    assert not [name for name in shown.names() if name.startswith("do:")]

    shown.tap("kept:every")
    assert len(shown.rows("kept-list")) == 4


def test_a_bottle_expires_while_it_is_on_show(shown: Counting) -> None:
    enter(shown)
    shown.tap_row("kept-list", kept_of(shown, "Ablavi"))
    assert f"do:hand_out:{kept_of(shown, 'Ablavi')}" in shown.names()

    shown.rig.advance(3 * 86_400)
    shown.counter.kept.changed.emit()

    assert "Délai passé" in shown.rows("kept-list")[1]
    assert not [name for name in shown.names() if name.startswith("do:")]


def test_a_manager_gives_one_up_for_a_reason(shown: Counting) -> None:
    shown.become("houngbedji")
    enter(shown)
    kept = kept_of(shown, "Kodjo")
    shown.tap_row("kept-list", kept)
    shown.tap(f"do:give_up:{kept}", "give-up-usual:0", "give-up-accept")

    assert shown.rig.trade.kept[kept]["reason"] == "Le client ne revient pas"
    assert toast(shown) == "La bouteille revient au bar"


def test_a_server_gives_none_up(shown: Counting) -> None:
    enter(shown)
    kept = kept_of(shown, "Kodjo")
    shown.tap_row("kept-list", kept)
    assert {name for name in shown.names() if name.startswith("do:")} == {f"do:hand_out:{kept}"}


def test_without_the_server_nothing_is_handed_over_and_the_key_says_why(shown: Counting) -> None:
    enter(shown)
    shown.tap_row("kept-list", kept_of(shown, "Kodjo"))
    shown.rig.go_down()

    key = shown.key(f"do:hand_out:{kept_of(shown, 'Kodjo')}")
    assert not key.isEnabled()
    assert "Connexion requise" in spaced(key.accessibleName())
    assert "Hors ligne. Vu à l’instant." in said(shown)


def test_a_till_that_never_read_the_list_says_so(shown: Counting) -> None:
    shown.rig.go_down()
    enter(shown)
    assert "Les bouteilles gardées arrivent avec la connexion" in said(shown)
    shown.rig.come_back()
    shown.settle()
    assert len(shown.rows("kept-list")) == 3


def test_it_loads_and_it_may_be_empty(qapp: QApplication) -> None:
    dress()
    with counting() as shown:
        held = Hold(asyncio.Event())
        shown.rig.gateway.script("consignments_page", held)
        enter(shown)
        assert "Les bouteilles arrivent…" in said(shown)
        held.event.set()
        shown.settle()
        assert "Aucune bouteille n’est gardée" in said(shown)
        shown.tap("kept:expired")
        assert "Aucune bouteille n’a dépassé son délai" in said(shown)


def test_somebody_else_was_faster(shown: Counting) -> None:
    enter(shown)
    kept = kept_of(shown, "Kodjo")
    shown.tap_row("kept-list", kept)
    shown.rig.trade.kept[kept]["state"] = "claimed"
    shown.tap(f"do:hand_out:{kept}")

    assert "La bouteille n’a pas été remise" in said(shown)
    assert toast(shown) == ""
    shown.tap("answer:understood")
    assert "La bouteille n’a pas été remise" not in said(shown)


def test_a_guest_whose_name_is_gone_has_a_row(shown: Counting) -> None:
    shown.rig.trade.kept[kept_of(shown, "Kodjo")] |= {"guest": None, "phone": None}
    enter(shown)
    assert "Un client oublié" in " ".join(shown.rows("kept-list"))


def test_arrows_enter_and_esc(shown: Counting) -> None:
    enter(shown)
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert shown.counter.kept.guest == "Ablavi"
    shown.press(Qt.Key.Key_Escape)
    assert shown.counter.kept.selected == ""
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "sale"


def test_pages_of_fifty(qapp: QApplication) -> None:
    dress()
    with counting() as shown:
        for number in range(55):
            sale = evening.book(shown.rig, [evening.drink(0)], ticket=number, ago_s=900)
            body = {"sale": sale["id"], "position": 1, "product": sale["lines"][0]["product"], "qty": 1}
            body |= {
                "consignment": shown.rig.trade.new_id(number),
                "guest": f"Client {number}",
                "phone": None,
            }
            evening.deed(shown.rig, "create_consignment", {**body, "days": 7, "notes": ""}, ago_s=number)
        enter(shown)
        assert "1–50 sur 55" in said(shown)
        shown.tap("kept-next")
        assert "51–55 sur 55" in said(shown)
        shown.tap("kept-previous")
        assert "1–50 sur 55" in said(shown)


def test_who_kept_it_is_named(shown: Counting) -> None:
    enter(shown)
    shown.tap_row("kept-list", kept_of(shown, "Kodjo"))
    assert "Gardée par Clarisse Houngbédji · 20:26" in said(shown)
    assert shown.rig.trade.kept[kept_of(shown, "Kodjo")]["created_by"] == ident("houngbedji")


def test_on_a_weak_line_it_is_said_where_a_part_is_kept_too(shown: Counting) -> None:
    can = Deeds(shown.rig.till)
    assert can.said_of(HAND_OUT, "Remis") == "Remis"
    shown.rig.till.link.failed(Unreachable("TLNET"))

    assert can.said_of(HAND_OUT, "Remis") == "Remis · Gardée sur ce poste"
