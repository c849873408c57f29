"""The sheet that asks for a few words: usual ones with one tap, letters on the screen, accents, the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.text_sheet import TextSheet
from app.ui.rows import ChipRow
from app.ui.theme import Theme
from tests.ui.heard import heard
from tests.ui.looking import seen_key as key
from tests.ui.showcase import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


@pytest.fixture
def sheet(page: QWidget) -> TextSheet:
    return TextSheet(Theme(is_still=True), "why", page, most=20)


def test_words_are_tapped_typed_and_accepted(sheet: TextSheet) -> None:
    entered = heard(sheet.entered)
    sheet.ask(
        "Why?", hint="A few words", usual=[ChipRow("0", "Typed twice")], accept="Reject", is_needed=True
    )
    assert (sheet.line.placeholderText(), sheet.line.accessibleName()) == ("A few words", "Why?")
    accept = key(sheet, "why-accept")
    assert (accept.text(), accept.isEnabled(), key(sheet, "why-clear").isEnabled()) == (
        "Reject",
        False,
        False,
    )
    QTest.keyClick(sheet.line, Qt.Key.Key_Return)
    assert entered == []

    for letter in ("a", "b", "space", "c", "backspace"):
        key(sheet, f"letter:{letter}").click()
    assert sheet.line.text() == "Ab "
    key(sheet, "why-clear").click()
    key(sheet, "why-usual:0").click()
    QTest.keyClicks(sheet.line, " again")
    assert sheet.line.text() == "Typed twice again"
    accept.click()

    assert entered == ["Typed twice again"]
    assert not sheet.isVisible()


USUAL = [ChipRow("0", "Typed twice"), ChipRow("1", "Gone"), ChipRow("2", "Typed twice or more")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ab", "ab, typed twice"),
        ("Ty", "Typed twice"),
        ("Gone", "Typed twice"),
        ("typed twice by me", "typed twice by me"),
        ("more than is room", "Typed twice"),
        ("Typed twice or more", "Typed twice"),
    ],
)
def test_usual_words_are_added_to_what_was_typed(sheet: TextSheet, typed: str, said: str) -> None:
    """Other usual words, and the beginning of these, they replace."""
    sheet.ask("Why?", usual=USUAL, before=typed)
    key(sheet, "why-usual:0").click()
    assert sheet.line.text() == said


def test_on_a_sheet_that_asks_for_a_name_usual_words_are_the_name(page: QWidget) -> None:
    asked = TextSheet(Theme(is_still=True), "name", page, most=24, adds=False)
    usual = [ChipRow(str(no), f"Table {no}") for no in range(1, 13)]
    for before in ("Table 12", "Aïcha", "table 14"):
        asked.ask("Name?", usual=usual, before=before)
        key(asked, "name-usual:1").click()
        assert asked.line.text() == "Table 1"


def test_a_letter_gets_its_accent(sheet: TextSheet) -> None:
    sheet.ask("Why?", before="")
    for letter in ("e", "accent", "l", "accent", "e", *("accent",) * 2, "v", "e"):
        key(sheet, f"letter:{letter}").click()
    assert sheet.line.text() == "Élève", "a letter without accents stays as it is"
    for _ in range(5):
        key(sheet, "letter:accent").click()
    assert sheet.line.text() == "Élève", "after the last one comes the plain letter"
    sheet.line.clear()
    key(sheet, "letter:accent").click()
    assert sheet.line.text() == ""


def tap(sheet: TextSheet, *names: str) -> str:
    for name in names:
        key(sheet, f"letter:{name}").click()
    return sheet.line.text()


def test_any_letter_can_be_a_capital_and_there_is_a_comma(sheet: TextSheet) -> None:
    sheet.ask("Name?")
    shift = key(sheet, "letter:shift")
    tap(sheet, "b", "e", "accent", "b", "e", "accent", "space", "shift")
    assert (shift.isChecked(), shift.accessibleName()) == (True, "The next letter is a capital")
    assert tap(sheet, "n", "o", "e", *("accent",) * 4, "l") == "Bébé Noël", "one letter, and then small ones"
    assert (shift.isChecked(), shift.accessibleName()) == (False, "Capital letter")
    assert tap(sheet, ",", "space", "shift", "4", "’", "d") == "Bébé Noël, 4’D", "it waits for a letter"


def test_tapped_twice_capitals_stay_until_the_key_or_the_sheet_goes(sheet: TextSheet) -> None:
    sheet.ask("Name?")
    shift = key(sheet, "letter:shift")
    assert tap(sheet, "shift", "shift", "v", "i", "p") == "VIP"
    assert (shift.isChecked(), shift.accessibleName()) == (True, "All letters are capitals")
    assert tap(sheet, "shift", "x") == "VIPx"
    tap(sheet, "shift", "shift")
    sheet.put_away()
    sheet.ask("Name?", before="Ab")
    assert (tap(sheet, "c"), shift.isChecked()) == ("Abc", False)


def test_words_may_be_none_where_none_are_needed(sheet: TextSheet) -> None:
    entered = heard(sheet.entered)
    sheet.ask("Name?", before="Table 4")
    key(sheet, "why-clear").click()
    key(sheet, "why-accept").click()
    assert entered == [""]


def test_no_more_words_than_fit(sheet: TextSheet) -> None:
    sheet.ask("Why?")
    QTest.keyClicks(sheet.line, "x" * 40)
    assert len(sheet.line.text()) == 20


def test_a_chip_of_a_quick_sheet_is_the_answer(page: QWidget) -> None:
    quick = TextSheet(Theme(is_still=True), "table", page, most=20, is_quick=True)
    entered = heard(quick.entered)
    quick.ask("Name?", usual=[ChipRow("4", "Table 4")])
    key(quick, "table-usual:4").click()
    assert entered == ["Table 4"]
