"""What stands beside a list: an invitation to touch a row while there are rows, the touched one over nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.controls.row_list import RowList
from app.ui.controls.search import Empty
from tests.ui import evening
from tests.ui.after_pictures import STATES
from tests.ui.counting import counting
from tests.ui.pictures import dress

INVITATIONS = {
    "Touchez une vente",
    "Touchez un retour",
    "Touchez une bouteille",
    "Tapez le code, ou touchez la liste",
}


def invited(state: str) -> bool:
    """Tell whether the page invites to touch a row in this state of it."""
    with counting("fr", (1280, 720)) as shown:
        STATES[state](shown)
        shown.settle()
        said = {
            empty.accessibleName() for empty in shown.window.page.findChildren(Empty) if empty.isVisible()
        }
    return any(text.startswith(tuple(INVITATIONS)) for text in said)


@pytest.mark.parametrize(
    "state",
    [
        "day-empty",
        "day-loading",
        "day-failed",
        "kept-empty",
        "kept-offline",
        "change-loading",
        "change-typed",
    ],
)
def test_nobody_is_invited_to_touch_what_is_not_there(state: str, qapp: QApplication, qtbot: QtBot) -> None:
    dress()
    assert not invited(state)


@pytest.mark.parametrize(
    "state", ["day", "kept-all", "change-stale", "detail", "detail-refused", "kept", "change"]
)
def test_a_row_that_is_open_stands_alone(state: str, qapp: QApplication, qtbot: QtBot) -> None:
    dress()
    assert invited(state) == (state in {"day", "kept-all"})


def test_a_list_begins_at_the_top_or_where_a_row_is_open(qapp: QApplication, qtbot: QtBot) -> None:
    dress()
    with counting("fr", (1280, 720)) as shown:
        sales = [evening.book(shown.rig, [evening.drink(1)], ticket=n, ago_s=100 + n) for n in range(40)]
        shown.tap("day")
        found = shown.window.page.findChild(RowList, "day-list")
        assert found is not None
        bar = found.verticalScrollBar()
        bar.setValue(bar.maximum())
        shown.tap("back", "day")
        assert bar.value() == 0, "what is new is in sight"

        shown.tap_row("day-list", sales[-1]["id"])
        low = bar.value()
        assert low > 0
        shown.tap("do:return", "why:wrong_item", "return-accept")
        shown.press(Qt.Key.Key_Return)
        assert (shown.page, bar.value()) == ("day", low)
