"""The sale that has just been made."""

from dataclasses import replace

from app.domain.sale import CardPayment, MobileMoney, Payment, cash
from app.ui.view_models.sold import Hero, SoldModel
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


def test_what_came_by_phone_is_still_to_be_confirmed(rig: Rig) -> None:
    model = sell(rig, cash(1_100, 2_000), MobileMoney(1_000, "MTN MoMo", "88"))
    assert (plain(model.to_confirm_text), model.is_all_to_confirm) == ("1 000 F", False)

    made(model, payments=(MobileMoney(2_100, "MTN MoMo", "88"),))
    assert (plain(model.to_confirm_text), model.is_all_to_confirm) == ("2 100 F", True)
    made(model, payments=(cash(2_100, 2_100),))
    assert (model.to_confirm_text, model.is_all_to_confirm) == ("", False)


def test_before_the_first_sale_nothing_is_shown(rig: Rig) -> None:
    model = SoldModel(rig.till)

    assert (model.lines, model.paid, model.total_text) == ([], [], "…")
    assert (model.number, model.seller_name, model.time_text) == ("", "", "")
    assert (model.change_text, model.owed_text, model.given_text) == ("", "", "")
    assert (model.to_confirm_text, model.is_all_to_confirm) == ("", False)


def test_next_goes_on(rig: Rig) -> None:
    model = SoldModel(rig.till)
    closed, changes = heard(model.closed), heard(model.changed)

    model.next()
    model.retranslate()

    assert closed == [None]
    assert changes == [None]


def made(model: SoldModel, **changes: object) -> SoldModel:
    """Show the same sale with something else about it."""
    assert model._sold is not None
    model.show(replace(model._sold, **changes))  # type: ignore[arg-type]  # what the test says
    return model


def test_the_largest_figure_is_what_goes_over_the_counter(rig: Rig) -> None:
    model = sell(rig, cash(2_100, 5_000))
    assert (model.hero, plain(model.hero_text)) == (Hero.CHANGE, "2 900 F")

    made(model, change=0)
    assert (model.hero, plain(model.hero_text)) == (Hero.TAKEN, "2 100 F")
    made(model, exchanged=2_100, owed=400)
    assert (model.hero, plain(model.hero_text)) == (Hero.OWED, "400 F")
    made(model, owed=0)
    assert (model.hero, plain(model.hero_text)) == (Hero.EXCHANGED, "2 100 F")


def test_goods_that_came_back_are_a_way_of_paying(rig: Rig) -> None:
    with speaking("fr"):
        model = made(sell(rig, cash(2_100, 2_100)), exchanged=1_000)
        assert [(row.text, plain(row.amount_text), row.icon) for row in model.paid] == [
            ("Échange", "1 000 F", "swap"),
            ("Espèces", "2 100 F", "cash"),
        ]


def test_a_round_can_be_sold_again_an_exchange_cannot(rig: Rig) -> None:
    model = sell(rig, cash(2_100, 2_100))
    again = heard(model.again_asked)
    model.again()
    assert (model.can_repeat, again) == (True, [None])

    made(model, exchanged=2_100)
    model.again()
    assert (model.can_repeat, again) == (False, [None])


def test_a_sale_that_waits_for_a_manager_says_so(rig: Rig) -> None:
    rig.use_mode("full")
    assert sell(rig, cash(2_100, 2_100)).is_pending
    rig.sign_in("houngbedji")
    rig.till.checkout.set_qty(product("aloko"), 1)
    model = SoldModel(rig.till)
    model.show(rig.run(rig.till.checkout.pay([cash(500, 500)])))
    assert not model.is_pending


def test_notes_go_with_their_lines(rig: Rig) -> None:
    rig.sign_in()
    rig.till.checkout.set_qty(product("aloko"), 1)
    rig.till.checkout.set_note(product("aloko"), "bien cuit")
    with speaking("fr"):
        model = SoldModel(rig.till)
        model.show(rig.run(rig.till.checkout.pay([cash(500, 500)])))
        assert plain(model.lines[0].note) == "« bien cuit »"
