"""The lamp, the banner and the clock follow the till."""

import pytest

from app.domain.errors import Incompatible, Rejected, SignedOut, TillError, Unreachable
from app.ui.view_models.status import StatusModel
from tests.fakes import Hold, Refusal
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, product


@pytest.fixture
def model(rig: Rig) -> StatusModel:
    made = StatusModel(rig.till)
    rig.keep(made.close)
    return made


def sell(rig: Rig, key: str = "flag-65", qty: int = 1) -> None:
    from app.domain.sale import exact_cash

    rig.till.checkout.set_qty(product(key), qty)
    rig.run(rig.till.checkout.pay(exact_cash(rig.till.checkout.cart.total)))
    rig.settle()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_all_is_well(rig: Rig, model: StatusModel) -> None:
    rig.sign_in()

    with speaking("fr"):
        assert (model.lamp, model.lamp_text, model.banner) == ("online", "En ligne", "")
        assert (model.waiting_text, model.waiting_count, model.refused_count) == ("", 0, 0)
        assert (model.person_name, model.clock_text) == ("Aïcha Bio", "21:26")


def test_offline_the_banner_counts_what_is_kept(rig: Rig, model: StatusModel) -> None:
    rig.sign_in()
    rig.go_down()
    changes = heard(model.changed)
    with speaking("fr"):
        model.retranslate()
        assert plain(model.banner) == "Hors ligne depuis moins d’une minute. Continuez à vendre."
        sell(rig, qty=2)
        sell(rig)
        rig.advance(4 * 60)
        assert "Prévenez" not in model.banner
        rig.advance(8 * 60)
        model.tick()

        assert model.lamp == "offline"
        assert model.lamp_text == "Hors ligne"
        assert plain(model.banner) == (
            "Hors ligne depuis 12 min – 2 ventes (3 000 F) gardées sur ce poste. Continuez à vendre. "
            "Prévenez le gérant."
        )
        assert plain(model.waiting_text) == "2 ventes en attente · 3 000 F"
        assert model.waiting_count == 2
    assert changes


def test_a_slow_line_is_told_while_something_waits(rig: Rig, model: StatusModel) -> None:
    import asyncio

    rig.sign_in()
    rig.gateway.script("submit", Hold(asyncio.Event()))
    sell(rig)
    rig.advance(31)
    rig.till.link.check()

    with speaking("fr"):
        assert model.lamp_text == "Connexion lente"
        assert plain(model.banner) == "Connexion lente – 1 vente (1 000 F) en route. Continuez à vendre."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SignedOut("TLAUT"), "Ce poste n’est pas (ou plus) reconnu."),
        (Incompatible("TLVER"), "Ce poste et le système central n’ont pas la même version."),
    ],
)
def test_what_does_not_pass_by_itself_is_said_whatever_the_lamp_shows(
    rig: Rig, model: StatusModel, error: TillError, said: str
) -> None:
    with speaking("fr"):
        rig.till.pulse.error = error
        model.tick()
        assert model.banner.startswith(said)

        rig.sign_in()
        rig.go_down()
        sell(rig)
        assert plain(model.banner).startswith(said)
        assert plain(model.banner).endswith("1 vente en attente · 1 000 F")

        rig.till.pulse.error = Unreachable("TLNET")
        assert model.banner.startswith("Hors ligne")


def test_a_till_that_is_shut_out_says_so_instead_of_online(rig: Rig, model: StatusModel) -> None:
    rig.sign_in()
    rig.till.link.failed(Rejected("TLREV"))

    with speaking("fr"):
        assert (model.lamp, model.lamp_text) == ("shut", "Accès fermé")
        assert model.banner.startswith("Le gérant a fermé l’accès de ce poste.")
        rig.go_down()
        sell(rig)
        assert (model.lamp, model.lamp_text) == ("shut", "Accès fermé")
        assert plain(model.banner).startswith("Le gérant a fermé l’accès de ce poste.")
        assert plain(model.banner).endswith("1 vente en attente · 1 000 F")

        rig.come_back()
        assert (model.lamp, model.banner) == ("online", "")


def test_what_is_stuck_on_a_good_line_is_said_after_ten_minutes(rig: Rig, model: StatusModel) -> None:
    from tests.fakes import Fail

    rig.sign_in()
    rig.gateway.script("submit", *[Fail()] * 200)
    sell(rig)
    for _ in range(11):
        rig.advance(60)
    rig.till.link.heard()

    with speaking("fr"):
        assert model.lamp == "online"
        assert plain(model.banner) == (
            "Rien ne passe depuis plus de 10 min – 1 vente (1 000 F) gardée sur ce poste. "
            "Continuez à vendre et prévenez le gérant."
        )


def test_it_tells_only_what_has_changed(rig: Rig, model: StatusModel) -> None:
    model.tick()
    changes = heard(model.changed)

    model.tick()
    assert changes == []
    rig.clock.pass_time(60)
    model.tick()
    model.tick()
    assert len(changes) == 1


def test_nobody_at_the_till_is_nobody(model: StatusModel) -> None:
    assert model.person_name == ""


def test_after_an_outage_it_says_for_a_moment_that_all_that_was_kept_is_sent(
    rig: Rig, model: StatusModel
) -> None:
    rig.sign_in()
    with speaking("fr"):
        rig.go_down()
        sell(rig, qty=2)
        sell(rig)
        model.tick()
        assert model.relief_text == ""
        rig.come_back()
        rig.advance(1)
        model.tick()
        assert plain(model.relief_text) == "Tout est envoyé : 2 ventes (3 000 F)"
        rig.advance(15)
        assert model.relief_text == ""
        sell(rig)
        rig.advance(1)
        model.tick()
        assert model.relief_text == "", "of an outage alone"


def test_an_outage_without_a_sale_ends_without_a_word(rig: Rig, model: StatusModel) -> None:
    rig.sign_in()
    rig.go_down()
    model.tick()
    rig.come_back()
    model.tick()
    assert model.relief_text == ""


def test_a_new_outage_takes_the_word_back(rig: Rig, model: StatusModel) -> None:
    rig.sign_in()
    rig.go_down()
    sell(rig)
    model.tick()
    rig.come_back()
    rig.advance(1)
    model.tick()
    assert model.relief_text
    rig.gateway.is_down = rig.desk.is_down = True
    rig.till.link.failed(Unreachable("TLNET"))
    rig.go_down()
    model.tick()
    assert model.relief_text == ""
    assert model.banner


def test_where_some_of_it_was_refused_that_is_what_is_to_be_read(rig: Rig, model: StatusModel) -> None:
    rig.sign_in()
    rig.go_down()
    sell(rig)
    model.tick()
    rig.server.judge = lambda _command: Refusal("TLSEL", {"member": "x"})
    rig.come_back()
    rig.advance(1)
    model.tick()
    assert model.refused_count == 1
    assert model.relief_text == ""
