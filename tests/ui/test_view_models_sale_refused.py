"""What the sale screen does when the shelf, or the central system, says no."""

from collections.abc import Sequence

import pytest

from app.sync.ports import Json, JsonObject
from app.ui.rows import RefusalRow
from app.ui.view_models.sale import SaleModel
from tests.fakes import Refusal
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, ident, product

FLAG, CASTEL, PALM = product("flag-65"), product("castel-65"), product("vin-de-palme-33")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def model(rig: Rig) -> SaleModel:
    rig.sign_in()
    made = SaleModel(rig.till, rig.tasks)
    rig.keep(made.close)
    return made


def refuse(rig: Rig, code: str, params: JsonObject) -> None:
    rig.server.judge = lambda _command: Refusal(code, params)


def allow(rig: Rig) -> None:
    rig.server.judge = lambda _command: None


def only(rows: Sequence[object]) -> RefusalRow:
    assert len(rows) == 1
    assert isinstance(rows[0], RefusalRow)
    return rows[0]


def is_refused(model: SaleModel) -> bool:
    return model.refusal is not None


def test_the_shelf_says_no_at_the_tap_with_two_ways_out(rig: Rig, model: SaleModel) -> None:
    rig.set_stock("castel-65", 2)
    refused = heard(model.refused)
    model.set_qty(CASTEL, 3)

    row = only(refused)
    assert row.key == "tap"
    assert plain(row.title) == "Only 2 Castel 65 cl left."
    assert [action.id for action in row.actions] == ["take_left", "override"]
    assert row.code == "TLSTK"
    model.answer("tap", "take_left")
    assert model.count == 2
    model.answer("tap", "take_left")
    assert model.count == 2


def test_sell_anyway_asks_a_manager(rig: Rig, model: SaleModel) -> None:
    rig.set_stock("castel-65", 2)
    pin, refused = heard(model.pin_asked), heard(model.refused)
    model.set_qty(CASTEL, 3)
    model.answer("tap", "override")
    assert pin == [None]
    assert model.count == 0

    model.authorisation.choose(ident("houngbedji"))
    for digit in "150822":
        model.authorisation.digit(digit)
    rig.settle()

    assert model.count == 3
    assert model.note_text == "Allowed by Clarisse Houngbédji"
    model.tap(CASTEL)
    assert model.count == 4
    assert len(refused) == 1
    model.pay_exact()
    rig.settle()
    assert rig.till.outbox.rows()[-1].body["override"] is True
    assert model.note_text == ""


def test_a_sale_that_is_refused_comes_back_without_touching_the_cart(rig: Rig, model: SaleModel) -> None:
    refuse(rig, "TLSTK", {"short": [{"product": CASTEL, "name": "Castel", "wanted": 3, "left": 1}]})
    refused, statuses = heard(model.refused), heard(model.status_changed)
    model.set_qty(CASTEL, 3)
    model.tap(FLAG)
    model.pay_exact()
    rig.settle()
    allow(rig)
    model.tap(product("aloko"))

    with speaking("fr"):
        held = model.held[0]
        assert held.is_refused
        assert plain(held.title) == "Refusée – rendre 4 000 F"
        assert plain(held.detail) == "Plus que 1 Castel 65 cl. · Aïcha · 21:26"
    row = only(refused)
    assert plain(row.title) == "Sale C1-004217 refused: give back 4 000 F"
    assert plain(row.body) == "Only 1 Castel 65 cl left. Another till has just sold some. The order is kept."
    assert [action.id for action in row.actions] == ["take_left", "override", "recall", "later"]
    assert [line.name for line in model.lines] == ["Aloko"]
    assert statuses

    model.answer(row.key, "later")
    assert [line.name for line in model.lines] == ["Aloko"]
    model.answer(row.key, "take_left")
    assert [(line.name, line.qty) for line in model.lines] == [("Castel", 1), ("Flag", 1)]
    assert len(model.held) == 1
    model.pay_exact()
    rig.settle()
    sent = rig.till.outbox.rows()[-1]
    assert sent.body["supersedes"] == 1
    assert rig.till.outbox.summary().refused_count == 0
    model.answer(row.key, "take_left")


def test_a_refused_sale_put_right_does_not_come_back(rig: Rig, model: SaleModel) -> None:
    refuse(rig, "TLSTK", {"short": [{"product": CASTEL, "name": "Castel", "wanted": 2, "left": 1}]})
    model.set_qty(CASTEL, 2)
    model.pay_exact()
    rig.settle()
    allow(rig)

    model.recall(model.held[0].key)
    model.less(CASTEL)
    model.hold()
    assert [row.is_refused for row in model.held] == [True]
    model.tap(FLAG)
    model.pay_exact()
    rig.settle()
    assert len(model.held) == 1

    model.recall(model.held[0].key)
    assert model.count == 1
    model.pay_exact()
    rig.settle()
    assert model.held == []


def test_new_prices_are_taken_with_one_tap(rig: Rig, model: SaleModel) -> None:
    changed: dict[str, Json] = {"product": FLAG, "name": "Flag", "asked": 1_000, "price": 1_100}
    refuse(rig, "TLPRC", {"changed": [changed]})
    refused = heard(model.refused)
    model.set_qty(FLAG, 2)
    model.pay_exact()
    rig.settle()

    row = only(refused)
    assert [action.id for action in row.actions] == ["reprice", "recall", "later"]
    model.answer(row.key, "reprice")
    assert plain(model.total_text) == "2 200 F"


def test_a_price_that_moves_under_the_order_is_said_before_anybody_pays(rig: Rig, model: SaleModel) -> None:
    refused = heard(model.refused)
    model.set_qty(FLAG, 2)
    rig.set_stock("castel-65", 9, price=1_200)
    rig.set_stock("flag-65", 20)
    assert refused == [], "what is not in the order"
    rig.set_stock("flag-65", 20, price=1_100)

    row = only(refused)
    assert (row.key, row.code) == ("prices", "TLPRC")
    assert plain(row.title) == "Flag 65 cl is now at 1 100 F, no longer 1 000 F."
    assert [action.id for action in row.actions] == ["reprice", "later"]
    rig.set_stock("flag-65", 19)
    assert len(refused) == 1, "it is said once"
    assert plain(model.total_text) == "2 000 F"
    model.answer(row.key, "reprice")
    assert plain(model.total_text) == "2 200 F"
    assert model.refusal is None
    model.pay_exact()
    rig.settle()
    assert rig.till.outbox.rows()[-1].amount == 2_200


def test_a_price_that_goes_back_or_an_order_that_goes_takes_its_word_away(rig: Rig, model: SaleModel) -> None:
    model.tap(FLAG)
    model.tap(CASTEL)
    rig.set_stock("flag-65", 20, price=1_100)
    rig.set_stock("castel-65", 20, price=1_300)
    row = model.refusal
    assert row is not None
    assert plain(row.title) == "Prices have changed: Flag 65 cl 1 100 F and Castel 65 cl 1 300 F."
    model.answer(row.key, "later")
    assert plain(model.total_text) == "2 000 F"
    rig.set_stock("flag-65", 20, price=1_150)
    assert model.refusal is not None
    model.clear()
    rig.settle()
    assert model.refusal is None


def test_a_price_that_only_the_refusal_knows_is_not_taken_back(rig: Rig, model: SaleModel) -> None:
    changed: dict[str, Json] = {"product": FLAG, "name": "Flag", "asked": 1_000, "price": 1_100}
    refuse(rig, "TLPRC", {"changed": [changed]})
    refused = heard(model.refused)
    model.tap(FLAG)
    model.pay_exact()
    rig.settle()
    model.answer(only(refused).key, "reprice")
    rig.set_stock("castel-65", 9)
    rig.set_stock("flag-65", 20, price=1_100)

    assert len(refused) == 1
    assert plain(model.total_text) == "1 100 F"


def test_a_product_gone_is_taken_out(rig: Rig, model: SaleModel) -> None:
    refuse(rig, "TLPRD", {"products": [FLAG]})
    refused = heard(model.refused)
    model.tap(FLAG)
    model.tap(CASTEL)
    model.pay_exact()
    rig.settle()

    row = only(refused)
    assert plain(row.body).startswith("No longer sold: Flag 65 cl.")
    model.answer(row.key, "drop_lines")
    assert [line.name for line in model.lines] == ["Castel"]


def test_sell_anyway_after_a_refusal_goes_to_the_payment(rig: Rig, model: SaleModel) -> None:
    refuse(rig, "TLSTK", {"short": [{"product": CASTEL, "name": "Castel", "wanted": 1, "left": 0}]})
    refused, opened = heard(model.refused), heard(model.payment_opened)
    model.tap(CASTEL)
    model.pay_exact()
    rig.settle()
    allow(rig)

    row = only(refused)
    assert [action.id for action in row.actions] == ["drop_lines", "override", "recall", "later"]
    model.answer(row.key, "override")
    model.authorisation.choose(ident("adjovi"))
    for digit in "290160":
        model.authorisation.digit(digit)
    rig.settle()

    assert opened == [None]
    assert model.count == 1
    model.pay_exact()
    rig.settle()
    body = rig.till.outbox.rows()[-1].body
    assert (body["override"], body["overrides"], body["supersedes"]) == (True, 1, 1)


def test_a_refusal_goes_with_the_cart_that_it_speaks_of(rig: Rig, model: SaleModel) -> None:
    rig.set_stock("castel-65", 2)
    over = heard(model.refusal_over)
    for leave in (model.clear, model.hold, model.pay_exact):
        model.tap(FLAG)
        model.set_qty(CASTEL, 3)
        assert model.refusal is not None
        before = len(over)
        leave()
        rig.settle()
        assert model.refusal is None
        assert len(over) == before + 1


def test_a_refused_sale_is_spoken_of_until_it_is_brought_back(rig: Rig, model: SaleModel) -> None:
    refuse(
        rig, "TLSTK", {"short": [{"product": ident("castel-65"), "name": "Castel", "wanted": 2, "left": 1}]}
    )
    model.set_qty(CASTEL, 2)
    model.pay_exact()
    rig.settle()
    over = heard(model.refusal_over)

    model.tap(FLAG)
    model.clear()
    assert over == []
    assert model.refusal is not None
    model.recall(model.held[0].key)

    assert len(over) == 1
    assert model.refusal is None


def test_a_refusal_is_said_again_in_the_other_language(rig: Rig, model: SaleModel) -> None:
    rig.set_stock("castel-65", 2)
    model.set_qty(CASTEL, 3)

    with speaking("fr"):
        row = model.refusal
        assert row is not None
        assert "Castel 65 cl" in plain(row.title)
        assert not row.title.startswith("Only")


def test_what_was_said_at_a_tap_ends_with_whatever_is_done_next(rig: Rig, model: SaleModel) -> None:
    """On an empty order too, which the refused tap leaves empty."""
    rig.set_stock("flag-65", 0)
    over = heard(model.refusal_over)
    model.tap(product("flag-65"))
    assert is_refused(model)
    model.tap(product("castel-65"))
    assert not is_refused(model)
    assert len(over) == 1


def test_what_was_said_at_a_tap_is_not_said_to_who_comes_next(rig: Rig, model: SaleModel) -> None:
    rig.set_stock("flag-65", 0)
    model.tap(product("flag-65"))
    assert is_refused(model)
    rig.till.session.sign_out()
    assert not is_refused(model)
