"""What is done after a sale, without a window: the view models of the day and its sales, of bottles and change."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import DeviceFailed
from app.domain.ids import new_id
from app.domain.returns import Pieces
from app.domain.sale import exact_cash
from app.ui.rows import Ink
from app.ui.view_models.day import DayModel
from app.ui.view_models.decision import DecisionModel
from app.ui.view_models.exchange import ExchangeModel
from app.ui.view_models.listing import Stand
from app.ui.view_models.returns import ReturnModel
from app.ui.view_models.sale_detail import SaleDetailModel
from tests.ui import evening
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.looking import spaced
from tests.ui.opened import NOT_ON_DISK, kept, opened, whole
from tests.ui.rig import Rig, ident, product

# --- the day


def test_the_day_is_told_in_the_language_in_force(rig: Rig) -> None:
    rig.sign_in()
    evening.book(rig, [evening.drink(1)])
    model = kept(rig, DayModel(rig.till))
    changes = heard(model.changed)
    model.enter()
    rig.settle()

    with speaking("fr"):
        assert model.date_text == "jeudi 28 mai"
        assert [chip.label for chip in model.chips[:2]] == ["Moi", "Tous"]
    with speaking("en"):
        model.retranslate()
        assert model.date_text == "Thursday 28 May"
        assert [chip.label for chip in model.chips[:2]] == ["Me", "All"]
        assert model.rows[0].tags[0].text == "Validated"
    assert changes


def test_nothing_is_asked_for_while_nobody_looks(rig: Rig) -> None:
    rig.sign_in()
    model = kept(rig, DayModel(rig.till))
    assert (model.rows, model.stand, model.note, model.place_text) == ([], Stand.LOADING, "", "")
    model.next()
    model.previous()
    model.again()
    rig.settle()
    assert rig.gateway.called("sales_page") == []

    model.enter()
    rig.settle()
    assert len(rig.gateway.called("sales_page")) == 1
    model.leave()
    changes = heard(model.changed)
    evening.book(rig, [evening.drink(1)])
    rig.go_down()
    assert changes == []


def test_a_till_that_does_not_know_its_bar_has_no_day(qtbot: QtBot) -> None:
    rig = Rig(is_new=True)
    model = DayModel(rig.till)
    model.enter()
    assert (model.today, model.date_text) == ("", "")
    assert model.page().items == ()
    model.close()
    rig.close()


# --- one sale


def test_a_sale_that_is_closed_shows_nothing(rig: Rig) -> None:
    rig.sign_in()
    model = kept(rig, SaleDetailModel(rig.till, rig.tasks))
    model.do("withdraw")
    model.give_reason("reject", "x")
    assert not model.is_open
    assert (model.number, model.about, model.tags, model.total_text) == ("", "", (), "…")
    assert (model.lines, model.paid, model.facts, model.history, model.deeds) == ([], [], [], [], [])
    assert (model.detail, model.refusal, model.status, model.is_over) == (None, None, None, False)


def test_what_is_asked_for_is_told(rig: Rig) -> None:
    rig.sign_in("houngbedji")
    sale = evening.eventful(rig)
    _, model = opened(rig, sale)
    back = next(iter(rig.trade.returns))
    returns, keeps = heard(model.return_asked), heard(model.keep_asked)
    decisions, reasons = heard(model.decision_asked), heard(model.reason_asked)

    for deed in (
        "return",
        "keep",
        f"approve:{back}",
        "approve:gone",
        "reject",
        "hand_out:gone",
        "restock:gone",
    ):
        model.do(deed)

    assert returns == keeps == [model.detail]
    assert [getattr(decision, "id", "") for decision in decisions] == [back]
    assert reasons == ["reject"]


def test_a_disk_that_says_no_is_said(rig: Rig) -> None:
    rig.sign_in()
    _, model = opened(rig, evening.book(rig, [evening.drink(1)], status="pending"))
    said = heard(model.said)
    with speaking("fr"):
        rig.ledger.fail_next = [DeviceFailed("TLDSK")]
        model.do("withdraw")
        rig.settle()
        assert [spaced(str(text)) for text in said] == [NOT_ON_DISK]
    assert next(deed for deed in model.deeds if deed.id == "withdraw").is_enabled


def test_a_sale_is_told_in_the_other_language_at_once(rig: Rig) -> None:
    rig.sign_in()
    _, model = opened(rig, evening.eventful(rig))
    with speaking("en"):
        model.retranslate()
        assert [fact.tag.text for fact in model.facts] == ["Waiting for the manager", "Kept", "To give back"]
        assert model.paid[0].text == "Cash"
        assert "Typed by Clarisse Houngbédji for Aïcha Bio" in [moment.text for moment in model.history]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("claim_consignment", "1 La Béninoise 65 cl remis par Clarisse Houngbédji"),
        ("forfeit_consignment", "1 La Béninoise 65 cl abandonné par Clarisse Houngbédji"),
    ],
)
def test_the_end_of_a_bottle_is_in_the_history(rig: Rig, kind: str, told: str) -> None:
    rig.sign_in()
    sale = evening.eventful(rig)
    evening.deed(rig, kind, {"consignment": next(iter(rig.trade.kept)), "reason": "x"})
    with speaking("fr"):
        _, model = opened(rig, sale)
        assert told in [spaced(moment.text) for moment in model.history]


def test_bottles_that_went_one_by_one_were_kept_once(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.book(rig, [evening.drink(1, 3)], ago_s=600)
    whole = evening.keep(rig, sale, 3, "Abla", ago_s=500)
    part = {"consignment": whole, "part": new_id(rig.clock.wall()), "qty": 1, "of": 3}
    evening.deed(rig, "claim_part", part, ago_s=100)
    with speaking("fr"):
        _, model = opened(rig, sale)
        told = [spaced(moment.text).partition(" par ")[0] for moment in model.history]
        assert [words for words in told if "Castel" in words] == [
            "3 Castel 65 cl gardé",
            "1 Castel 65 cl remis",
        ]


@pytest.mark.parametrize(("code", "words"), [("fr", "Faite hors ligne"), ("en", "Sold offline")])
def test_a_sale_of_an_outage_is_told_calmly_once_it_is_sent(rig: Rig, code: str, words: str) -> None:
    rig.sign_in()
    sale = evening.book(rig, [evening.drink(1)], ago_s=300, door="served")
    with speaking(code):
        day, model = opened(rig, sale)
        marks = [tag for tags in (day.rows[0].tags, model.tags) for tag in tags if tag.text == words]

        assert [tag.ink for tag in marks] == [Ink.MUTED, Ink.MUTED]


def test_what_waits_stands_out_in_place_of_that(rig: Rig) -> None:
    rig.sign_in()
    rig.go_down()
    rig.till.checkout.set_qty(product("flag-65"), 1)
    rig.run(rig.till.checkout.pay(exact_cash(1_000)))
    day = kept(rig, DayModel(rig.till))
    day.enter()
    rig.settle()
    with speaking("fr"):
        assert [(tag.text, tag.ink) for tag in day.rows[0].tags if tag.ink is not Ink.QUIET] == [
            ("Gardée sur ce poste", Ink.WARN)
        ]


def test_an_exchange_and_an_outage_are_in_the_history(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.book(rig, [evening.drink(1)], ago_s=300, door="served")
    body: dict[str, Any] = {
        "return": {"sale": sale["id"], "position": 1, "product": sale["lines"][0]["product"], "qty": 1},
        "sale": {"sale": rig.trade.new_id(), "sold_by": ident("aicha"), "total": 1_000},
        "ticket": "C1-000099",
    }
    body["return"] |= {"return": rig.trade.new_id(), "notes": "", "refund": None, "restock": None}
    body["sale"] |= {"lines": [evening.drink(1)], "payments": [{"method": "exchange", "amount": 1_000}]}
    rig.server.state.rev += 1
    command: dict[str, Any] = {
        "kind": "exchange",
        "by": ident("houngbedji"),
        "session": "s",
        "door": "counter",
        "body": body,
    }
    rig.trade.judge({**command, "moment": rig.trade.moment()})
    with speaking("fr"):
        _, model = opened(rig, sale)
        told = [spaced(moment.text) for moment in model.history]
        assert "1 Castel 65 cl échangé par Clarisse Houngbédji" in told
        assert "Reçue de ce poste, hors ligne jusque-là" in told


def test_a_line_that_is_not_known_any_more_has_a_name_all_the_same(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.eventful(rig)
    next(iter(rig.trade.returns.values()))["position"] = 9
    with speaking("fr"):
        _, model = opened(rig, sale)
        assert spaced(model.facts[0].title) == "1 ?"


def test_somebody_who_has_left_has_no_name_here(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.book(rig, [evening.drink(1)])
    sale["created_by"] = "gone"
    with speaking("fr"):
        _, model = opened(rig, sale)
        assert "saisie par quelqu’un" in model.about


# --- what comes back


def test_a_return_that_is_not_begun_asks_nothing(rig: Rig) -> None:
    rig.sign_in()
    model = kept(rig, ReturnModel(rig.till, rig.tasks))
    model.accept()
    model.accept_by_pin()
    model.restock_now()
    model.more()
    assert (model.number, model.lines, model.qty_text, model.worth, model.message) == ("", [], "", 0, "")
    model.retranslate()


def test_a_disk_that_says_no_leaves_the_return_as_it_was(rig: Rig) -> None:
    rig.sign_in()
    model = kept(rig, ReturnModel(rig.till, rig.tasks))
    model.begin(whole(rig, evening.book(rig, [evening.drink(1)])))
    model.choose_reason("expired")
    with speaking("fr"):
        rig.ledger.fail_next = [DeviceFailed("TLDSK")]
        model.accept()
        rig.settle()
        assert spaced(model.message) == NOT_ON_DISK
    assert model.outcome is None
    model.accept()
    rig.settle()
    assert model.outcome is not None
    assert model.message == ""


def test_a_line_with_nothing_left_is_not_chosen(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.eventful(rig)
    model = kept(rig, ReturnModel(rig.till, rig.tasks))
    model.begin(whole(rig, sale))
    model.choose_line(3)
    assert [row.is_chosen for row in model.lines] == [False, False, True]
    model.choose_line(7)
    assert [row.is_chosen for row in model.lines] == [False, False, True]


def test_a_decision_on_nothing_is_none() -> None:
    model = DecisionModel()
    approved, rejected = heard(model.approved), heard(model.rejected)
    model.approve(restock_now=True)
    model.reject()
    assert (approved, rejected, model.notes) == ([], [], "")


# --- an exchange


def begun(rig: Rig, person: str = "houngbedji") -> ExchangeModel:
    rig.sign_in(person)
    sale = evening.book(rig, [evening.drink(1)])
    model = kept(rig, ExchangeModel(rig.till, rig.tasks))
    model.begin(Pieces(sale["id"], 1, product("castel-65"), 1), 1_000, None)
    return model


def test_before_it_is_begun_nothing_is_exchanged(rig: Rig) -> None:
    rig.sign_in()
    model = kept(rig, ExchangeModel(rig.till, rig.tasks))
    model.accept()
    model.tap(product("castel-65"))
    rig.set_stock("castel-65", 3)
    assert (model.lines, model.worth_text, model.difference_text, model.can_accept) == ([], "…", "…", False)


def test_tiles_follow_the_bar_and_the_language(rig: Rig) -> None:
    model = begun(rig)
    assert model.cards
    tiles = heard(model.cards_changed)
    rig.set_stock("guinness-65", 2)
    assert model.some_cards([product("guinness-65")])[0].stock_text == "2"
    with speaking("en"):
        model.retranslate()
        assert model.categories[0].label == "Favourites"
    assert tiles == [[product("guinness-65")], None]


def test_one_operator_needs_no_choice(rig: Rig) -> None:
    settings = rig.rows["settings"]
    assert isinstance(settings, dict)
    settings["operators"] = []
    rig.receive("settings")
    model = begun(rig)
    model.tap(product("guinness-65"))
    model.choose_method("mobile_money")
    assert model.way == "Mobile money"
    assert model.can_accept
    model.choose_method("cash")
    model.choose_way("2000")
    assert spaced(model.change_text) == "1 500 F"
    model.search("castel")
    model.search("castel")
    assert {row.name for row in model.cards} == {"Castel"}


def test_a_product_that_is_not_sold_is_said(rig: Rig) -> None:
    model = begun(rig)
    with speaking("fr"):
        model.tap("gone")
        assert (
            model.message
            == "Ce produit n’est plus vendu. Retirez-le de la commande, ou choisissez-en un autre."
        )
