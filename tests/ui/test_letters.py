"""The letters on the screen: made when they are first needed, in the order of the language that is in force then."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.accents import next_form
from app.ui.controls.buttons import TouchButton
from app.ui.controls.letters import LargeLetterPad, LetterPad, WordPad
from app.ui.theme import Theme
from tests.ui.heard import heard
from tests.ui.language import speaking


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 260)
    made.show()
    return made


def names(pad: LetterPad) -> list[str]:
    return [key.objectName().removeprefix("letter:") for key in pad.findChildren(TouchButton)]


@pytest.mark.parametrize("kind", [LetterPad, WordPad, LargeLetterPad])
def test_the_keys_are_made_once_with_the_first_show(host: QWidget, kind: type[LetterPad]) -> None:
    pad = kind(Theme(), host)
    pad.retranslate()
    assert names(pad) == [], "a till has several pads, and most evenings need none"
    pad.show()
    made = names(pad)
    assert set("azertyuiop0123456789" + kind.SIGNS) <= set(made)
    pad.hide()
    pad.show()
    assert names(pad) == made


def test_they_stand_as_the_language_is_typed_also_when_it_changed_before(host: QWidget) -> None:
    pad = LetterPad(Theme(), host)
    with speaking("en"):
        pad.retranslate()
    with speaking("fr"):
        pad.resize(800, 240)
        pad.show()
        first = min(
            (key for key in pad.findChildren(TouchButton) if key.text() in ("A", "Q")),
            key=lambda key: key.y(),
        )
        assert first.text() == "A"
    pad.close()


@pytest.mark.parametrize(
    ("letter", "forms"),
    [("e", "éèêëe"), ("A", "ÀÂÆA"), ("c", "çcçcç"), ("u", "ùûüuù"), ("x", "xxx"), ("", "")],
)
def test_each_letter_goes_round_its_french_forms(letter: str, forms: str) -> None:
    found = ""
    for _ in forms:
        letter = next_form(letter)
        found += letter
    assert found == forms


def test_what_is_put_away_before_it_was_shown_tells_nothing(host: QWidget) -> None:
    pad = LetterPad(Theme(), host)
    closed = heard(pad.closed)
    pad.put_away()
    assert closed == []
    pad.show()
    pad.put_away()
    assert len(closed) == 1
