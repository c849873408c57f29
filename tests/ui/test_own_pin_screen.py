"""« My PIN » by taps: the one of now first, then the new one twice; without the server it says so."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.controls.keypad import PinDots
from tests.fakes import Hold, Refusal
from tests.ui.counting import Counting, counting
from tests.ui.language import speaking
from tests.ui.looking import spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident, stretch

NOW = {"aicha": "1357", "houngbedji": "150822", "adjovi": "290160"}


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting(person="aicha") as made:
        yield made


def to_own(shown: Counting) -> None:
    shown.tap("menu", "go:own-pin")


def type_digits(shown: Counting, digits: str) -> None:
    for digit in digits:
        QTest.keyClick(shown.window.page, Qt.Key(ord(digit)))
        shown.settle()


def question(shown: Counting) -> str:
    found = shown.window.page.findChild(QLabel, "new-pin-question")
    assert found is not None
    return spaced(found.text())


@pytest.mark.parametrize(("who", "new"), [("aicha", "7391"), ("houngbedji", "739146"), ("adjovi", "739146")])
def test_everybody_changes_their_own_pin_and_signs_in_with_it(shown: Counting, who: str, new: str) -> None:
    shown.become(who)
    to_own(shown)
    assert question(shown) == "Tapez d’abord votre code actuel"
    shown.tap(*(f"key:{digit}" for digit in NOW[who]))
    assert question(shown) == "Tapez le nouveau code"
    shown.tap(*(f"key:{digit}" for digit in new))
    assert question(shown) == "Encore une fois, pour être sûr"
    shown.tap(*(f"key:{digit}" for digit in new))

    told = shown.rig.trade.pins[ident(who)]
    proof = bytes.fromhex(shown.rig.run(stretch(new, told["salt"])))
    assert told["verifier"] == hashlib.sha256(proof).hexdigest()
    assert (shown.page, shown.rig.till.session.person) == ("sign-in", None)
    assert "Votre code est changé" in toast(shown)


def test_a_wrong_pin_of_now_changes_nothing_and_says_how_often_one_may_try(shown: Counting) -> None:
    to_own(shown)
    type_digits(shown, "7391")
    assert "4" in question(shown)
    type_digits(shown, "73917391")

    assert shown.rig.trade.pins == {}
    assert shown.page == "own-pin"


def test_an_easy_pin_is_refused_in_plain_words_and_another_taken(shown: Counting) -> None:
    to_own(shown)
    type_digits(shown, NOW["aicha"])
    for easy in ("7777", "1234", "0000", "4321"):
        type_digits(shown, easy)
        assert question(shown).startswith("Trop facile à deviner : le même chiffre répété")
    type_digits(shown, "73917391")

    assert list(shown.rig.trade.pins) == [ident("aicha")]


def test_two_that_differ_begin_again_and_a_digit_is_taken_back(shown: Counting) -> None:
    to_own(shown)
    type_digits(shown, "13")
    shown.tap("key:backspace")
    type_digits(shown, "35773917392")
    assert question(shown) == "Ce n’était pas le même. Tapez encore le nouveau code."
    QTest.keyClick(shown.window.page, Qt.Key.Key_Backspace)

    assert question(shown) == "Tapez le nouveau code"
    assert shown.rig.trade.pins == {}


def test_without_the_server_it_says_so_and_takes_nothing(shown: Counting) -> None:
    to_own(shown)
    shown.rig.go_down()
    shown.settle()
    said = question(shown)
    assert "Ceci a besoin de la connexion" in said
    assert "votre code reste le même" in said
    assert not shown.key("key:1").isEnabled()
    type_digits(shown, "1357")
    shown.rig.come_back()
    shown.settle()

    assert question(shown) == "Tapez d’abord votre code actuel"
    assert shown.key("key:1").isEnabled()


def test_a_line_that_goes_in_the_middle_is_said_too(shown: Counting) -> None:
    to_own(shown)
    shown.rig.desk.is_down = True
    type_digits(shown, "1357")

    assert "Ceci a besoin de la connexion" in question(shown)
    assert shown.rig.trade.pins == {}


def test_what_the_server_refuses_leaves_the_pin_of_now(shown: Counting) -> None:
    shown.rig.server.judge = lambda _command: Refusal("TLRGT", {"needs": "manager"})
    to_own(shown)
    type_digits(shown, "135773917391")

    assert question(shown) == "Ce n’est pas passé : votre code reste le même. Recommencez avec lui."
    assert shown.page == "own-pin"
    assert shown.rig.till.outbox.summary().refused_count == 0, "said here, it waits for nobody"


def test_what_was_half_typed_is_forgotten_with_the_page(shown: Counting) -> None:
    to_own(shown)
    type_digits(shown, "13577391")
    shown.tap("back")
    to_own(shown)

    assert question(shown) == "Tapez d’abord votre code actuel"


def test_a_till_that_was_locked_meanwhile_asks_the_next_person(shown: Counting) -> None:
    to_own(shown)
    type_digits(shown, "135773")
    shown.become("firmin")
    names = {label.text() for label in shown.window.page.findChildren(QLabel)}

    assert question(shown) == "Tapez d’abord votre code actuel"
    assert "Aïcha Bio" not in names


def dots(shown: Counting) -> str:
    """Return how many digits the page shows, of how many."""
    found = shown.window.page.findChild(PinDots)
    assert found is not None
    return found.accessibleName()


@pytest.mark.parametrize("typed", ["1357", "7391"])
def test_an_answer_that_comes_after_another_person_signed_in_is_not_theirs(
    shown: Counting, typed: str
) -> None:
    to_own(shown)
    muted = asyncio.Event()
    shown.rig.desk.answers = muted
    type_digits(shown, typed)
    assert question(shown) == "Vérification…"
    shown.rig.desk.answers = asyncio.Event()
    shown.rig.desk.answers.set()
    shown.become("firmin")
    assert question(shown) == "Tapez d’abord votre code actuel"
    type_digits(shown, "12")
    muted.set()
    shown.settle()

    assert question(shown) == "Tapez d’abord votre code actuel"
    assert dots(shown) == "2 / 4"


def send_new(shown: Counting) -> asyncio.Event:
    """Type another PIN, which the server does not take before what is returned is set."""
    held = asyncio.Event()
    shown.rig.gateway.script("submit", Hold(held))
    to_own(shown)
    type_digits(shown, "135773917391")
    assert question(shown) == "Le nouveau code est en cours d’envoi…"
    return held


def test_a_pin_on_its_way_keeps_nobody_else_waiting_and_signs_nobody_else_out(shown: Counting) -> None:
    held = send_new(shown)
    shown.become("firmin")
    assert question(shown) == "Tapez d’abord votre code actuel"
    assert shown.key("key:1").isEnabled()
    held.set()
    shown.settle()

    assert list(shown.rig.trade.pins) == [ident("aicha")]
    assert shown.rig.till.session.person is not None
    assert (shown.page, toast(shown)) == ("own-pin", "")


def test_a_refusal_that_comes_for_who_has_left_is_kept_and_not_said_to_the_next(shown: Counting) -> None:
    shown.rig.server.judge = lambda _command: Refusal("TLRGT", {"needs": "manager"})
    held = send_new(shown)
    shown.become("firmin")
    type_digits(shown, "12")
    held.set()
    shown.settle()

    assert question(shown) == "Tapez d’abord votre code actuel"
    assert shown.rig.till.outbox.summary().refused_count == 1, "nobody has read it yet"


def test_in_english(qapp: QApplication) -> None:
    dress()
    with speaking("en"), counting("en", person="aicha") as shown:
        to_own(shown)
        assert shown.window.page.accessibleName() == "My PIN"
        type_digits(shown, "13577777")

        assert question(shown).startswith("Too easy to guess: one digit repeated")
