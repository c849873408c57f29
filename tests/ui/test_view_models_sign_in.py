"""Choosing a person and typing a PIN, with the server and without it."""

import pytest

from app.domain.errors import Rejected
from app.ui.view_models.sign_in import AuthoriseModel, SignInModel
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.opened import kept
from tests.ui.rig import Rig, ident


@pytest.fixture
def model(rig: Rig) -> SignInModel:
    made = SignInModel(rig.till, rig.tasks)
    rig.keep(made.close)
    return made


def type_pin(rig: Rig, model: SignInModel | AuthoriseModel, pin: str) -> None:
    for digit in pin:
        model.digit(digit)
    rig.settle()


def test_a_till_that_is_shut_out_takes_no_name_until_it_is_let_in(rig: Rig, model: SignInModel) -> None:
    model.choose(ident("aicha"))
    changes = heard(model.changed)
    rig.till.link.failed(Rejected("TLREV"))

    with speaking("fr"):
        assert model.barred is not None
        assert model.barred.text == "Le gérant a fermé l’accès de ce poste."
        assert changes
        model.choose(ident("firmin"))
        type_pin(rig, model, "1")
        assert (model.chosen, model.digits) == (None, 0)
        rig.go_down()
        assert model.barred is not None

    rig.come_back()
    assert model.barred is None
    model.choose(ident("firmin"))
    assert model.chosen is not None


def test_the_people_of_the_bar_are_shown_servers_first(model: SignInModel) -> None:
    with speaking("fr"):
        people = model.people

        assert [row.name.split()[0] for row in people] == [
            "Aïcha",
            "Firmin",
            "Prudence",
            "Sèna",
            "Clarisse",
            "Rodrigue",
        ]
        assert [row.role_label for row in people[3:]] == ["Serveur", "Gérant", "Promoteur"]
        assert [row.pin_length for row in people] == [4, 4, 4, 4, 6, 6]
        assert len({row.color_index for row in people}) == 6
        assert people[0].initials == "AB"
    assert (model.bar_name, model.till_name) == ("Le Baobab", "Comptoir")


def test_a_colour_stays_a_persons_own_when_somebody_leaves(rig: Rig, model: SignInModel) -> None:
    before = {row.id: row.color_index for row in model.people}
    team = rig.rows["team"]
    assert isinstance(team, list)
    newest = max(row["id"] for row in team)
    team[:] = [row for row in team if row["id"] != newest]
    changes = heard(model.changed)
    rig.server.state.rev += 1
    rig.receive("team")

    assert changes
    assert {row.id: row.color_index for row in model.people} == {
        key: value for key, value in before.items() if key != newest
    }


def test_a_colour_is_the_same_where_only_some_are_asked_for(rig: Rig, model: SignInModel) -> None:
    everybody = {row.id: row.color_index for row in model.people}
    managers = kept(rig, AuthoriseModel(rig.till, rig.tasks)).people
    assert 0 < len(managers) < len(everybody)
    assert all(row.color_index == everybody[row.id] for row in managers)


def test_the_last_digit_signs_in_by_itself(rig: Rig, model: SignInModel) -> None:
    signed_in = heard(model.signed_in)

    model.choose(ident("aicha"))
    model.digit(1)
    model.digit("3")
    assert model.digits == 2
    model.backspace()
    type_pin(rig, model, "357")

    assert signed_in == [None]
    assert rig.till.session.person is not None
    assert rig.till.session.person.name == "Aïcha Bio"
    assert (model.chosen, model.digits, model.message) == (None, 0, "")


def test_while_a_pin_is_checked_nothing_else_is_taken(rig: Rig, model: SignInModel) -> None:
    model.choose(ident("aicha"))
    for digit in "1357":
        model.digit(digit)

    assert model.is_checking
    assert model.digits == 4
    model.digit("9")
    model.backspace()
    model.choose(ident("firmin"))
    model.cancel()
    assert model.chosen is not None
    assert (model.chosen.id, model.digits) == (ident("aicha"), 4)
    rig.settle()
    assert not model.is_checking


def test_a_wrong_pin_says_how_many_tries_are_left(rig: Rig, model: SignInModel) -> None:
    model.choose(ident("aicha"))
    type_pin(rig, model, "0000")

    with speaking("fr"):
        assert model.message == "Code PIN faux. Il vous reste 4\u00a0essais."
        assert model.is_wrong
        assert model.digits == 0
        for _ in range(4):
            type_pin(rig, model, "0000")
        assert model.message == "Trop de codes PIN faux. Réessayez dans 60 secondes, ou demandez au gérant."
    with speaking("en"):
        assert model.message == "Too many wrong PINs. Try again in 60 seconds, or ask the manager."
    model.digit("1")
    assert (model.message, model.is_wrong) == ("", False)


def test_without_the_network_whoever_signed_in_here_before_may_sign_in(rig: Rig, model: SignInModel) -> None:
    rig.sign_in("aicha")
    rig.till.session.sign_out()
    rig.settle()
    rig.go_down()

    assert model.is_offline
    model.choose(ident("aicha"))
    type_pin(rig, model, "1357")
    assert rig.till.session.person is not None
    assert rig.till.session.is_offline

    model.choose(ident("firmin"))
    type_pin(rig, model, "2468")
    with speaking("fr"):
        assert model.message.startswith("Firmin Dossou ne s’est encore jamais identifié sur ce poste.")


def test_only_digits_for_somebody_are_taken(rig: Rig, model: SignInModel) -> None:
    model.digit("1")
    assert model.digits == 0
    model.choose(ident("aicha"))
    model.digit("²")
    model.digit("x")
    assert model.digits == 0
    model.choose("nobody")
    assert model.chosen is None
    model.cancel()
    rig.settle()


def test_a_managers_word_does_not_change_who_sells(rig: Rig) -> None:
    rig.sign_in("aicha")
    model = AuthoriseModel(rig.till, rig.tasks)
    rig.keep(model.close)
    authorised = heard(model.authorised)

    model.begin()
    assert [row.name for row in model.people] == ["Clarisse Houngbédji", "Rodrigue Adjovi"]
    assert model.chosen is None
    model.choose(ident("houngbedji"))
    type_pin(rig, model, "150822")

    assert authorised == [ident("houngbedji")]
    assert rig.till.session.person is not None
    assert rig.till.session.person.name == "Aïcha Bio"


def test_the_manager_who_is_signed_in_need_not_choose(rig: Rig) -> None:
    rig.sign_in("houngbedji")
    model = AuthoriseModel(rig.till, rig.tasks)
    rig.keep(model.close)

    model.begin()

    assert model.chosen is not None
    assert model.chosen.id == ident("houngbedji")
