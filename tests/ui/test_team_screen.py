"""The team's page by taps: another PIN typed twice, who is offered it, and what is said when it cannot be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.catalog import Person
from tests.fakes import Refusal
from tests.ui.counting import Counting, counting
from tests.ui.looking import said, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident, stretch


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting(person="houngbedji") as made:
        yield made


def to_team(shown: Counting) -> None:
    shown.tap("menu", "go:team")


def type_pin(shown: Counting, pin: str) -> None:
    for digit in pin:
        shown.press_on(shown.window.page.pin, Qt.Key(ord(digit)))  # type: ignore[attr-defined]  # the team's page


def question(shown: Counting) -> str:
    found = shown.window.page.findChild(QLabel, "new-pin-question")
    assert found is not None
    return found.text()


def test_a_manager_gives_a_server_another_pin_by_touch(shown: Counting) -> None:
    to_team(shown)
    shown.tap(f"do:pin:{ident('aicha')}")
    shown.tap(*(f"key:{digit}" for digit in "7391"))
    assert question(shown) == "Encore une fois, pour être sûr"
    shown.tap(*(f"key:{digit}" for digit in "7391"))

    told = shown.rig.trade.pins[ident("aicha")]
    proof = bytes.fromhex(shown.rig.run(stretch("7391", told["salt"])))
    assert told["verifier"] == hashlib.sha256(proof).hexdigest()
    assert "Aïcha Bio a un nouveau code" in toast(shown)
    assert not any(sheet.isVisible() for sheet in shown.window.page.sheets())


def test_two_that_differ_change_nothing_and_begin_again(shown: Counting) -> None:
    to_team(shown)
    shown.tap(f"do:pin:{ident('aicha')}")
    type_pin(shown, "73917392")
    assert question(shown) == "Ce n’était pas le même. Tapez encore le nouveau code."
    assert shown.rig.trade.pins == {}

    type_pin(shown, "73917391")
    assert list(shown.rig.trade.pins) == [ident("aicha")]


def test_what_was_half_typed_is_forgotten(shown: Counting) -> None:
    to_team(shown)
    shown.tap(f"do:pin:{ident('aicha')}")
    type_pin(shown, "73917")
    shown.tap("new-pin-close", f"do:pin:{ident('firmin')}")
    type_pin(shown, "391")
    assert shown.rig.trade.pins == {}
    type_pin(shown, "5")
    assert question(shown) == "Encore une fois, pour être sûr"


def test_a_manager_reads_why_an_owners_is_not_theirs_to_give(shown: Counting) -> None:
    to_team(shown)
    owner = shown.key(f"do:pin:{ident('adjovi')}")

    assert not owner.isEnabled()
    assert "Un promoteur seulement" in owner.accessibleName()


@pytest.mark.parametrize("who", ["houngbedji", "adjovi"])
def test_who_leads_goes_from_the_team_to_the_page_for_their_own(shown: Counting, who: str) -> None:
    shown.become(who)
    to_team(shown)
    own = shown.key(f"do:pin:{ident(who)}")
    assert "Mon code PIN…" in own.accessibleName()
    shown.tap(f"do:pin:{ident(who)}")
    assert (shown.page, question(shown)) == ("own-pin", "Tapez d’abord votre code actuel")
    shown.tap("back")

    assert shown.page == "team"


@pytest.mark.parametrize("easy", ["7777", "4567", "9876"])
def test_what_everybody_tries_first_is_not_taken(shown: Counting, easy: str) -> None:
    to_team(shown)
    shown.tap(f"do:pin:{ident('aicha')}")
    type_pin(shown, easy)
    assert question(shown).startswith("Trop facile à deviner")
    assert shown.rig.trade.pins == {}
    type_pin(shown, "73917391")

    assert list(shown.rig.trade.pins) == [ident("aicha")]


def test_every_key_lies_on_its_card(shown: Counting) -> None:
    to_team(shown)
    for name in (name for name in shown.names() if name.startswith("do:pin:")):
        key = shown.key(name)
        beside = key.parentWidget()
        assert beside is not None
        assert beside.rect().contains(key.geometry()), name


def test_without_the_server_the_keys_say_so(shown: Counting) -> None:
    to_team(shown)
    shown.rig.go_down()
    shown.settle()
    key = shown.key(f"do:pin:{ident('aicha')}")

    assert not key.isEnabled()
    assert "Connexion requise" in key.accessibleName()


def test_a_server_is_not_offered_the_page(qapp: QApplication) -> None:
    dress()
    with counting(person="aicha") as shown:
        shown.tap("menu")
        assert "go:team" not in shown.names()


def test_what_the_server_refuses_is_said_in_words(shown: Counting) -> None:
    to_team(shown)
    shown.rig.server.judge = lambda _command: Refusal("TLRGT", {"needs": "owner"})
    shown.tap(f"do:pin:{ident('aicha')}")
    type_pin(shown, "73917391")

    assert "Aïcha Bio garde l’ancien code" in said(shown)
    shown.tap("answer:understood")
    assert "garde l’ancien code" not in said(shown)
    assert isinstance(shown.rig.till.bar.person(ident("aicha")), Person)
