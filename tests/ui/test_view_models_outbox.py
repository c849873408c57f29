"""What waits and what was refused, with its ways out."""

import pytest

from app.domain.errors import DeviceFailed
from app.domain.sale import exact_cash
from app.sync.ports import JsonObject, State
from app.ui.view_models.outbox import OutboxModel
from tests.fakes import Bug, Refusal
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, ident, product

CASTEL = product("castel-65")
SHORT: JsonObject = {"short": [{"product": CASTEL, "name": "Castel", "wanted": 3, "left": 1}]}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def sell(rig: Rig, key: str, qty: int = 1) -> None:
    rig.till.checkout.set_qty(product(key), qty)
    rig.run(rig.till.checkout.pay(exact_cash(rig.till.checkout.cart.total)))
    rig.settle()


def refuse(rig: Rig, code: str = "TLSTK", params: JsonObject = SHORT) -> None:
    rig.server.judge = lambda _command: Refusal(code, params)


def allow(rig: Rig) -> None:
    rig.server.judge = lambda _command: None


def states(rig: Rig) -> list[State]:
    return [row.state for row in rig.till.outbox.rows()]


@pytest.fixture
def model(rig: Rig) -> OutboxModel:
    rig.sign_in()
    made = OutboxModel(rig.till, rig.tasks)
    rig.keep(made.close)
    return made


def test_nothing_waits_at_first(model: OutboxModel) -> None:
    assert (model.refused, model.waiting, model.refused_text, model.waiting_text, model.alert) == (
        [],
        [],
        "",
        "",
        "",
    )


def test_what_waits_is_shown_with_its_money_and_age(rig: Rig, model: OutboxModel) -> None:
    rig.go_down()
    sell(rig, "flag-65", 2)
    rig.advance(300)
    sell(rig, "aloko")
    changes = heard(model.changed)
    model.enter()

    with speaking("fr"):
        assert [(row.title, plain(row.amount_text), plain(row.age_text)) for row in model.waiting] == [
            ("C1-004217", "2 000 F", "il y a 5 min"),
            ("C1-004218", "500 F", "à l’instant"),
        ]
        assert model.waiting[0].detail == "21:27 · 2 articles · Aïcha Bio"
        assert model.waiting[0].reason == "Partira avec la connexion."
        assert plain(model.waiting_text) == "2 ventes · 2 500 F"
        assert not model.waiting[0].can_retry
    assert changes
    model.leave()


def test_a_refused_sale_says_why(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)

    with speaking("fr"):
        row = model.refused[0]
        assert plain(row.reason) == (
            "Plus que 1 Castel 65 cl. Corrigez la commande, ou renvoyez-la quand le stock est à jour."
        )
        assert row.detail == "21:26 · 3 articles · Aïcha Bio"
        assert (row.code, row.is_refused, row.can_retry, row.can_correct) == ("TLSTK", True, True, True)
        assert plain(model.refused_text) == "1 vente · 3 000 F"


def test_correct_brings_the_cart_back_put_right(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)
    allow(rig)
    corrected = heard(model.corrected)

    model.correct(1)

    assert [plain(str(text)) for text in corrected] == [
        "Only 1 Castel 65 cl left. Another till has just sold some."
    ]
    assert [line.qty for line in rig.till.checkout.cart.lines] == [1]
    rig.run(rig.till.checkout.pay(exact_cash(1_000)))
    rig.settle()
    assert model.refused == []
    assert states(rig)[0] is State.SETTLED
    model.correct(1)
    assert len(corrected) == 1


@pytest.mark.parametrize(
    ("code", "params", "total"),
    [
        ("TLPRC", {"changed": [{"product": CASTEL, "name": "Castel", "asked": 1000, "price": 1200}]}, 3_600),
        ("TLPRD", {"products": [CASTEL]}, 0),
        ("TLINP", {"path": "lines"}, 3_000),
    ],
)
def test_correct_knows_what_a_refusal_asks_for(
    rig: Rig, model: OutboxModel, code: str, params: JsonObject, total: int
) -> None:
    refuse(rig, code, params)
    sell(rig, "castel-65", 3)
    model.correct(1)

    assert rig.till.checkout.cart.total == total
    rig.settle()


def test_correct_says_when_the_shelf_says_no_again(rig: Rig, model: OutboxModel) -> None:
    refuse(rig, "TLSTK", {"short": [{"product": CASTEL, "name": "Castel", "wanted": 9, "left": 5}]})
    sell(rig, "castel-65", 3)
    rig.set_stock("castel-65", 2)
    corrected = heard(model.corrected)

    model.correct(1)

    assert [plain(str(text)) for text in corrected] == [
        "Only 2 Castel 65 cl left. The shelf has no more, as far as this till knows."
    ]
    assert rig.till.checkout.cart.count == 3
    rig.settle()


def test_retry_sends_it_again_once(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)
    allow(rig)

    model.retry(1)
    assert model.busy == {1}
    assert not model.refused[0].can_retry
    rig.settle()

    assert model.busy == set()
    assert model.refused == []
    assert states(rig) == [State.SETTLED, State.DONE]
    assert rig.till.checkout.held == ()


def test_what_is_being_put_right_is_not_sent_again_as_well(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)
    allow(rig)
    model.correct(1)
    rig.settle()

    assert (model.refused[0].can_retry, model.refused[0].can_correct) == (False, False)
    model.retry(1)
    rig.settle()
    assert states(rig) == [State.REFUSED]

    rig.till.checkout.clear()
    rig.settle()
    assert model.refused[0].can_retry


def test_a_manager_writes_off_with_a_reason(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)
    rig.sign_in("houngbedji")
    with speaking("fr"):
        assert [row.label for row in model.reasons] == [
            "L’argent a été rendu",
            "Saisie deux fois",
            "Le client est parti sans payer",
            "Bouteille cassée ou non servie",
            "Autre raison",
        ]
    model.write_off(1, "paid_back")
    rig.settle()

    assert model.refused == []
    assert rig.till.checkout.held == ()
    settled = rig.till.outbox.rows()[0]
    assert settled.result["settled"] == f"written off: paid_back ({ident('houngbedji')})"


def test_a_server_needs_a_managers_pin_to_write_off(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)
    asked = heard(model.pin_asked)

    model.write_off(1, "guest_left")
    assert asked == [None]
    assert len(model.refused) == 1
    model.authorisation.choose(ident("adjovi"))
    for digit in "290160":
        model.authorisation.digit(digit)
    rig.settle()

    assert model.refused == []
    settled = str(rig.till.outbox.rows()[0].result["settled"])
    assert settled == f"written off: guest_left ({ident('adjovi')})"


def test_a_disk_that_refuses_is_said(rig: Rig, model: OutboxModel) -> None:
    refuse(rig)
    sell(rig, "castel-65", 3)
    said = heard(model.message)
    rig.ledger.fail_next = [DeviceFailed("TLDSK")]
    model.retry(1)
    rig.settle()

    assert [str(text).split(":")[0] for text in said] == ["The disk refuses"]
    assert model.refused[0].can_retry


def test_what_the_server_cannot_judge_is_told_and_can_be_tried_again(rig: Rig, model: OutboxModel) -> None:
    def stumble(_command: JsonObject) -> Bug:
        rig.gateway.is_down = True
        return Bug()

    rig.server.judge = stumble
    sell(rig, "flag-65")
    row = model.waiting[0]

    assert row.reason == "Not taken yet. Touch to try again."
    assert row.can_retry
    allow(rig)
    rig.come_back()
    model.retry(row.no)
    rig.settle()
    rig.advance(120)
    assert model.waiting == []


def test_an_alert_of_the_journal_is_shown_until_it_was_seen(rig: Rig, model: OutboxModel) -> None:
    rig.run(rig.till.outbox.open_new_ledger("lost"))
    with speaking("fr"):
        assert model.alert.startswith("Le système central ne connaît pas le journal de ce poste.")
    model.dismiss_alert()
    rig.settle()

    assert model.alert == ""


def test_another_language_says_everything_again(model: OutboxModel) -> None:
    changes = heard(model.changed)
    model.retranslate()
    assert changes == [None]
