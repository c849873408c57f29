"""A manager comes to a server's till and decides there by PIN: on a return, and on a bottle that is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.controls.sheet import Sheet
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.pictures import dress
from tests.ui.rig import ident
from tests.ui.test_sale_decisions import decide_on

REFUSED = ["decision-reject", "reason-usual:0", "reason-accept"]


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def type_pin(shown: Counting, key: str) -> None:
    """Let a manager come to the till and type a PIN on the sheet that asks for one."""
    shown.tap(f"manager:{ident(key)}")
    for digit in shown.rig.pins[ident(key)]:
        shown.tap(f"key:{digit}")


@pytest.mark.parametrize(("keys", "state"), [(["decision-approve"], "approved"), (REFUSED, "rejected")])
def test_a_manager_decides_with_a_pin_on_a_server_s_till(
    shown: Counting, keys: list[str], state: str
) -> None:
    _, back = decide_on(shown, person="aicha")
    assert shown.rig.trade.returns[back]["state"] == "pending"
    type_pin(shown, "houngbedji")
    shown.tap(*keys)

    kept = shown.rig.trade.returns[back]
    assert (kept["state"], kept["decided_by"]) == (state, ident("houngbedji"))
    person = shown.rig.till.session.person
    assert person is not None
    assert person.id == ident("aicha"), "whoever sells goes on"


def test_a_pin_is_for_one_decision(shown: Counting) -> None:
    _, back = decide_on(shown, person="aicha")
    type_pin(shown, "houngbedji")
    shown.press(Qt.Key.Key_Escape)
    shown.tap(f"do:approve:{back}")

    assert "decision-approve" not in shown.names()
    assert f"manager:{ident('houngbedji')}" in shown.names()
    shown.press(Qt.Key.Key_Escape)
    assert shown.rig.trade.returns[back]["state"] == "pending"


def test_a_server_keeps_a_bottle_with_a_manager_s_pin(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1)])
    shown.open_sale(sale)
    assert "PIN gérant" in shown.key("do:keep").accessibleName()
    shown.tap("do:keep")
    for letter in "abla":
        shown.tap(f"letter:{letter}")
    shown.tap("keep-accept")
    type_pin(shown, "houngbedji")

    (kept,) = shown.rig.trade.kept.values()
    assert (kept["guest"], kept["created_by"]) == ("Abla", ident("houngbedji"))
    back = shown.key("do:return")
    assert (back.isEnabled(), "Tout est gardé" in back.accessibleName()) == (False, True)


# --- a PIN that is still being checked when nobody waits for it any more


@pytest.fixture
def mute(shown: Counting) -> Iterator[str]:
    """A return on which a manager's PIN has been typed, over a line that is mute."""
    _, back = decide_on(shown, person="aicha")
    shown.rig.desk.answers.clear()
    type_pin(shown, "houngbedji")
    assert "decision-approve" not in shown.names()
    yield back
    assert shown.rig.trade.returns[back]["state"] == "pending"


def answer(shown: Counting) -> None:
    shown.rig.desk.answers.set()
    shown.settle()


def test_who_gives_up_is_asked_for_no_decision(shown: Counting, mute: str) -> None:
    shown.press(Qt.Key.Key_Escape)
    answer(shown)
    assert "decision-approve" not in shown.names()


def test_a_late_pin_decides_on_no_other_sale(shown: Counting, mute: str) -> None:
    shown.press(Qt.Key.Key_Escape)
    shown.open_sale(evening.book(shown.rig, [evening.drink(2)], ticket=77))
    answer(shown)
    assert "decision-approve" not in shown.names()


def test_a_late_pin_is_not_for_who_asks_again(shown: Counting, mute: str) -> None:
    shown.press(Qt.Key.Key_Escape)
    shown.tap(f"do:approve:{mute}")
    answer(shown)
    assert "decision-approve" not in shown.names()
    shown.press(Qt.Key.Key_Escape)


def test_the_keyboard_is_with_the_decision_once_the_pin_was_right(shown: Counting) -> None:
    decide_on(shown, person="aicha")
    type_pin(shown, "houngbedji")
    holder, key = QApplication.focusWidget(), shown.key("decision-approve")
    assert holder is not None
    sheet = key.parentWidget()
    while sheet is not None and not isinstance(sheet, Sheet):
        sheet = sheet.parentWidget()
    assert sheet is not None
    assert holder is sheet or sheet.isAncestorOf(holder)
