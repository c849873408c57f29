"""The sale that has just been made."""

from app.domain.sale import CardPayment, MobileMoney, Payment, cash
from app.ui.view_models.sold import SoldModel
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, product


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def sell(rig: Rig, *payments: Payment) -> SoldModel:
    rig.sign_in()
    rig.till.checkout.set_qty(product("la-beninoise-65"), 2)
    rig.till.checkout.set_qty(product("aloko"), 1)
    model = SoldModel(rig.till)
    model.show(rig.run(rig.till.checkout.pay(payments)))
    return model


def test_it_shows_what_goes_back_and_what_was_sold(rig: Rig) -> None:
    with speaking("fr"):
        model = sell(rig, cash(2_100, 5_000, owed=400))

        assert [
            (row.qty_text, plain(row.name), plain(row.detail), plain(row.total_text)) for row in model.lines
        ] == [
            ("2\u00a0×", "La Béninoise 65 cl", "800 F", "1 600 F"),
            ("1\u00a0×", "Aloko", "", "500 F"),
        ]
        assert (plain(model.total_text), plain(model.given_text)) == ("2 100 F", "5 000 F")
        assert (plain(model.change_text), plain(model.owed_text)) == ("2 500 F", "400 F")
        assert [(row.text, plain(row.amount_text), row.icon) for row in model.paid] == [
            ("Espèces", "2 100 F", "cash")
        ]
        assert (model.number, model.seller_name, model.time_text) == ("C1-004217", "Aïcha Bio", "21:26")


def test_without_cash_there_is_nothing_to_give_back(rig: Rig) -> None:
    with speaking("fr"):
        model = sell(rig, MobileMoney(1_000, "MTN MoMo", "88"), CardPayment(1_100))

        assert (model.change_text, model.owed_text, model.given_text) == ("", "", "")
        assert [row.text for row in model.paid] == ["MTN MoMo · 88", "Carte"]


def test_before_the_first_sale_nothing_is_shown(rig: Rig) -> None:
    model = SoldModel(rig.till)

    assert (model.lines, model.paid, model.total_text) == ([], [], "…")
    assert (model.number, model.seller_name, model.time_text) == ("", "", "")
    assert (model.change_text, model.owed_text, model.given_text) == ("", "", "")


def test_next_goes_on(rig: Rig) -> None:
    model = SoldModel(rig.till)
    closed, changes = heard(model.closed), heard(model.changed)

    model.next()
    model.retranslate()

    assert closed == [None]
    assert changes == [None]
