"""The letters on the screen: made when they are first needed, in the order of the language that is in force then."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.accents import next_form
from app.ui.controls.buttons import TouchButton
from app.ui.controls.letters import LargeLetterPad, LetterPad, WordPad
from app.ui.controls.text_sheet import TextSheet
from app.ui.theme import TOUCH_MIN_MM, Theme
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


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (720, 1280)])
def test_all_keys_of_a_sheet_for_words_are_as_large_as_a_finger_needs(
    host: QWidget, code: str, size: tuple[int, int]
) -> None:
    host.resize(*size)
    with speaking(code):
        theme = Theme(is_still=True)
        sheet = TextSheet(theme, "name", host, most=20)
        sheet.ask("?")
        QApplication.processEvents()
        keys = [key for key in sheet.pad.findChildren(TouchButton) if key.isVisible()]
        assert {"letter:shift", "letter:,", "letter:accent"} <= {key.objectName() for key in keys}
        least = theme.mm(TOUCH_MIN_MM)
        small = [x.objectName() for x in keys if x.width() < least or x.height() < least]
        assert small == []
        assert all(host.rect().contains(x.mapTo(host, x.rect().bottomRight())) for x in keys)
        rows = {key.y() for key in keys}
        assert len(rows) == 4
        sheet.put_away()
