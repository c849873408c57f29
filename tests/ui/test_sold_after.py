"""« Vendu » in the whole window: what waits for the manager, the code of what is owed, the same again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.controls.amount import AmountLabel
from app.ui.theme import TITLE
from tests.ui.counting import counting
from tests.ui.looking import amount, said
from tests.ui.pictures import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress()


def test_a_server_s_sale_waits_for_the_manager_and_says_so_here_and_in_the_list() -> None:
    with counting(mode="full") as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "En attente de validation" in said(shown)
        shown.tap("next", "day")
        assert "En attente de validation" in shown.rows("day-list")[0]


def test_a_manager_s_sale_does_not_wait() -> None:
    with counting(mode="full", person="houngbedji") as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "En attente de validation" not in said(shown)
        shown.tap("next", "day")
        assert shown.rows("day-list")[0].endswith("Validée")


def test_a_sale_of_an_outage_does_not_say_what_nobody_knows() -> None:
    """Without a session, which an offline PIN does not give, a server's sale waits."""
    with counting(mode="full", person="firmin") as shown:
        shown.become("houngbedji")
        shown.rig.go_down()
        shown.press(Qt.Key.Key_F8)
        shown.rig.sign_in("firmin")
        shown.window.show_page("sale")
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "En attente de validation" in said(shown)


def test_the_code_of_what_is_owed_is_large() -> None:
    with counting() as shown:
        shown.tap_tile("castel-65")
        shown.tap("pay", "owing", "cash:2000", "key:5", "key:00", "confirm")
        assert amount(shown, "change") == "500 F"
        assert "Monnaie due au client : 500 F | Code à garder par le client" in said(shown)
        code = shown.window.page.findChild(AmountLabel, "owed-code")
        assert code is not None
        assert code.height() > shown.theme.pt(TITLE)

        shown.tap("next", "menu", "go:change")
        assert shown.rows("change-list")[0].startswith(code.text())


def test_nothing_owed_shows_no_code() -> None:
    with counting() as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "Code à garder par le client" not in said(shown)
