"""The payment's view model over the real till."""

import pytest

from app.domain.errors import DeviceFailed
from app.domain.sale import CardPayment, Cash, MobileMoney
from app.till.checkout import Sold
from app.ui.view_models.payment import ANY_OPERATOR, PaymentModel
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, product

FLAG = product("flag-65")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def model(rig: Rig) -> PaymentModel:
    rig.sign_in()
    rig.till.checkout.set_qty(product("la-beninoise-65"), 4)
    rig.till.checkout.set_qty(product("flag-33"), 1)
    made = PaymentModel(rig.till, rig.tasks)
    made.begin()
    return made


def only_sale(sold: list[object]) -> Sold:
    assert len(sold) == 1
    assert isinstance(sold[0], Sold)
    return sold[0]


def test_it_opens_on_cash_with_the_likely_notes(model: PaymentModel) -> None:
    with speaking("fr"):
        assert (plain(model.total_text), model.count_text, model.method) == ("3 800 F", "5 articles", "cash")
        assert [(row.key, plain(row.text), plain(row.detail)) for row in model.quick] == [
            ("exact", "Exact", "3 800 F"),
            ("4000", "4 000", "rend 200 F"),
        ]
        assert [(row.key, plain(row.detail), row.is_enough) for row in model.notes] == [
            ("500", "", False),
            ("1000", "", False),
            ("2000", "", False),
            ("5000", "rend 1 200 F", True),
            ("10000", "rend 6 200 F", True),
        ]
        assert plain(model.confirm_text) == "Espèces exact"
        assert (plain(model.amount_text), model.missing_text, model.change_text) == ("0 F", "", "")


def test_one_tap_on_exact_sells(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    model.tender("exact")
    assert model.is_paying
    assert not model.can_confirm
    model.tender("10000")
    model.digit("5")
    model.backspace()
    model.confirm()
    rig.settle()

    assert only_sale(sold).payments == (Cash(3_800, 3_800),)
    assert not model.is_paying
    assert model.parts == []


def test_one_tap_on_a_note_that_is_enough_sells_with_its_change(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    model.tender("5000")
    rig.settle()

    assert only_sale(sold).payments == (Cash(3_800, 5_000, 1_200),)
    assert only_sale(sold).change == 1_200


def test_a_sum_of_notes_sells_too(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)
    model.tender("4000")
    rig.settle()
    assert only_sale(sold).change == 200


def test_notes_add_up(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    model.tender("2000")
    assert (plain(model.amount_text), plain(model.missing_text)) == ("2 000 F", "1 800 F")
    with speaking("fr"):
        assert plain(model.confirm_text) == "Ajouter 2 000 F"
    model.tender("2000")
    rig.settle()

    assert only_sale(sold).payments == (Cash(3_800, 4_000, 200),)


def test_a_typed_amount_waits_to_be_confirmed(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    for digits in ("7", "00", "0", "x"):
        model.digit(digits)
    assert (plain(model.amount_text), plain(model.change_text)) == ("7 000 F", "3 200 F")
    model.backspace()
    assert plain(model.missing_text) == "3 100 F"
    model.digit("5")
    rig.settle()
    assert sold == []
    with speaking("fr"):
        assert model.confirm_text == "Valider"
    model.confirm()
    rig.settle()

    assert only_sale(sold).payments == (Cash(3_800, 7_005, 3_205),)


def test_change_may_stay_owed(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    with speaking("fr"):
        model.toggle_owing()
        assert [plain(row.detail) for row in model.notes][-2:] == ["reste dû 1 200 F", "reste dû 6 200 F"]
    model.tender("5000")
    rig.settle()
    assert sold == []
    assert (plain(model.owed_text), plain(model.change_text), model.target) == ("1 200 F", "0 F", "owed")
    for digit in "200":
        model.digit(digit)
    assert (plain(model.owed_text), plain(model.change_text)) == ("200 F", "1 000 F")
    model.aim("amount")
    assert model.target == "amount"
    model.toggle_owing()
    assert (model.owed_text, model.is_owing) == ("", False)
    model.toggle_owing()
    model.confirm()
    rig.settle()

    assert only_sale(sold).payments == (Cash(3_800, 5_000, 0, 1_200),)
    assert only_sale(sold).owed == 1_200


def test_mobile_money_asks_the_operator_and_takes_a_reference(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    model.choose_method("mobile_money")
    assert model.operators == ["MTN MoMo", "Moov Money", "Celtiis Cash"]
    assert not model.can_confirm
    with speaking("fr"):
        assert model.hint == "Choisissez l’opérateur."
    model.tender("5000")
    model.choose_operator("Moov Money")
    model.set_reference("AB-")
    model.set_reference("AB-")
    model.aim("reference")
    model.digit("7")
    assert (model.reference, model.hint, plain(model.amount_text)) == ("AB-7", "", "3 800 F")
    model.confirm()
    rig.settle()

    assert only_sale(sold).payments == (MobileMoney(3_800, "Moov Money", "AB-7"),)


def test_several_ways_for_one_sale(rig: Rig, model: PaymentModel) -> None:
    sold = heard(model.sold)

    model.tender("2000")
    model.choose_method("card")
    assert [(row.text, row.icon) for row in model.parts] == [("Cash", "cash")]
    assert (plain(model.left_text), plain(model.amount_text)) == ("1 800 F", "1 800 F")
    for digit in "800":
        model.digit(digit)
    model.confirm()
    assert [plain(row.amount_text) for row in model.parts] == ["2 000 F", "800 F"]
    model.remove_part(0)
    assert plain(model.left_text) == "3 000 F"
    for digit in "5000":
        model.digit(digit)
    assert not model.can_confirm
    with speaking("fr"):
        assert model.hint == "C’est plus que le reste à payer."
    model.choose_method("mobile_money")
    model.choose_operator("MTN MoMo")
    model.confirm()
    rig.settle()

    assert only_sale(sold).payments == (CardPayment(800), MobileMoney(3_000, "MTN MoMo"))


def test_going_back_and_adding_a_drink_keeps_what_was_settled(rig: Rig, model: PaymentModel) -> None:
    model.tender("2000")
    model.confirm()
    rig.till.checkout.tap(FLAG)
    model.begin()

    assert plain(model.total_text) == "4 800 F"
    assert plain(model.left_text) == "2 800 F"
    rig.till.checkout.clear()
    rig.till.checkout.tap(FLAG)
    model.begin()
    assert model.left_text == ""
    rig.settle()


def test_an_order_that_costs_less_than_what_was_paid_forgets_none_of_it(
    rig: Rig, model: PaymentModel
) -> None:
    sold = heard(model.sold)
    model.tender("2000")
    model.confirm()
    rig.till.checkout.clear()
    rig.till.checkout.undo()
    for line in rig.till.checkout.cart.lines:
        rig.till.checkout.set_qty(line.product, 1)
    for line in rig.till.checkout.cart.lines[1:]:
        rig.till.checkout.remove(line.product)
    model.begin()
    assert [plain(row.amount_text) for row in model.parts] == ["2 000 F"]
    assert (plain(model.left_text), model.can_confirm) == ("0 F", False)
    with speaking("fr"):
        assert model.hint == "Déjà payé autant, ou plus\u202f: retirez une part par sa croix."
    for key in ("exact", "1000"):
        model.tender(key)
    assert (sold, plain(model.change_text)) == ([], "")

    model.remove_part(0)
    model.tender("exact")
    rig.settle()
    assert only_sale(sold).total == only_sale(sold).payments[0].amount


def test_a_full_disk_is_said_and_nothing_is_lost(rig: Rig, model: PaymentModel) -> None:
    rig.settle()
    sold = heard(model.sold)
    model.choose_method("card")
    model.set_reference("77")
    rig.ledger.fail_next = [DeviceFailed("TLDSK")] * 4
    model.confirm()
    rig.settle()

    assert sold == []
    with speaking("fr"):
        assert model.message.startswith("Le disque refuse")
    assert model.reference == "77"
    assert model.can_confirm
    rig.ledger.fail_next = []
    model.confirm()
    rig.settle()
    assert only_sale(sold).payments == (CardPayment(3_800, "77"),)
    assert model.message == ""


def test_a_bar_that_named_no_operator_still_takes_mobile_money(rig: Rig, model: PaymentModel) -> None:
    settings = rig.rows["settings"]
    assert isinstance(settings, dict)
    settings["operators"] = []
    rig.server.state.rev += 1
    rig.receive("settings")

    model.choose_method("mobile_money")
    assert model.operator == ANY_OPERATOR
    assert model.can_confirm


def test_an_empty_cart_cannot_be_paid(rig: Rig) -> None:
    rig.sign_in()
    model = PaymentModel(rig.till, rig.tasks)
    model.begin()
    changes = heard(model.changed)
    model.confirm()
    model.retranslate()

    assert not model.can_confirm
    assert len(changes) == 1
