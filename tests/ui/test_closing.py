"""The window's cross: at once when everything has been sent, else after a person has read what waits."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.i18n import Language
from app.ui.theme import Theme
from app.ui.windows.counter import Counter
from tests.ui.heard import heard
from tests.ui.rig import Rig, product


@pytest.fixture
def counter(rig: Rig, qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    """The counter's window in French, Aïcha at the till."""
    del qtbot
    rig.sign_in()
    language = Language(qapp)
    language.use("fr")
    made = Counter(rig.till, rig.tasks, Theme(is_still=True), language)
    made.window.resize(1366, 768)
    made.window.show()
    yield made
    made.close()
    language.drop()


def sell(rig: Rig, counter: Counter) -> None:
    counter.sale.tap(product("flag-65"))
    counter.sale.pay_exact()
    rig.settle()


def words(counter: Counter) -> str:
    sheet = counter.window.closing
    said = " ".join(found.text() for found in sheet.findChildren(QLabel) if found.isVisible())
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def press(counter: Counter, name: str) -> None:
    button = counter.window.closing.findChild(TouchButton, name)
    assert isinstance(button, TouchButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_with_everything_sent_the_window_closes_at_once(rig: Rig, counter: Counter) -> None:
    closed = heard(counter.closed)
    sell(rig, counter)
    rig.advance(1)
    assert rig.till.outbox.summary().waiting_count == 0

    counter.window.close()

    assert len(closed) == 1
    assert not counter.window.closing.isVisible()


def test_what_waits_is_said_before_the_window_goes(rig: Rig, counter: Counter) -> None:
    closed = heard(counter.closed)
    rig.go_down()
    sell(rig, counter)
    sell(rig, counter)

    counter.window.close()

    assert closed == []
    assert "Fermer le poste ?" in words(counter)
    assert "2 ventes (2 000 F) ne sont pas encore envoyées." in words(counter)
    assert "gardé sur ce poste" in words(counter)
    press(counter, "answer:leave")
    assert len(closed) == 1


def test_who_stays_goes_on_selling(rig: Rig, counter: Counter) -> None:
    closed = heard(counter.closed)
    rig.go_down()
    sell(rig, counter)
    counter.window.close()

    press(counter, "answer:stay")
    sell(rig, counter)

    assert closed == []
    assert not counter.window.closing.isVisible()
    assert rig.till.outbox.summary().waiting_count == 2
    counter.window.close()
    counter.window.close()
    QTest.keyClick(counter.window, Qt.Key.Key_Escape)
    assert not counter.window.closing.isVisible()


def test_what_goes_meanwhile_is_told_on_the_sheet(rig: Rig, counter: Counter) -> None:
    rig.go_down()
    sell(rig, counter)
    counter.window.close()

    rig.come_back()
    rig.advance(60)

    assert "Tout est envoyé." in words(counter)
    assert "gardé sur ce poste" not in words(counter)


def test_f8_locks_whatever_is_open(rig: Rig, counter: Counter) -> None:
    counter.window.open_menu()

    QTest.keyClick(counter.window, Qt.Key.Key_F8)

    assert rig.till.session.person is None
    assert counter.window.page.objectName() == "sign-in"
    assert not counter.window.menu.isVisible()


def test_f8_locks_over_the_help_too(rig: Rig, counter: Counter) -> None:
    QTest.keyClick(counter.window, Qt.Key.Key_F1)
    assert counter.window.help.isVisible()

    QTest.keyClick(counter.window, Qt.Key.Key_F8)

    assert rig.till.session.person is None
    assert not counter.window.help.isVisible()


def test_the_menu_ends_the_program_too_and_asks_even_when_all_is_sent(rig: Rig, counter: Counter) -> None:
    closed = heard(counter.closed)
    for answer, ends in (("answer:stay", 0), ("answer:leave", 1)):
        counter.window.open_menu()
        way = counter.window.menu.findChild(TouchButton, "go:close")
        assert isinstance(way, TouchButton)
        assert way.accessibleName() == "Fermer le poste"
        QTest.mouseClick(way, Qt.MouseButton.LeftButton)
        assert "Tout est envoyé." in words(counter)
        press(counter, answer)
        assert len(closed) == ends


def test_an_order_that_nobody_paid_is_said_before_the_window_goes(rig: Rig, counter: Counter) -> None:
    counter.window.ask_to_close()
    assert "pas payée" not in words(counter)
    press(counter, "answer:stay")
    counter.sale.tap(product("flag-65"))
    counter.window.ask_to_close()
    assert "Une commande de 1 000 F n’est pas payée : elle reste sur ce poste." in words(counter)


def test_orders_put_aside_are_named_before_the_window_goes(rig: Rig, counter: Counter) -> None:
    closed = heard(counter.closed)
    for name in ("Table 4", "Terrasse", "Koffi"):
        counter.sale.tap(product("flag-65"))
        counter.sale.hold(name)
        rig.advance(1)
    counter.sale.tap(product("flag-65"))

    counter.window.close()

    assert closed == []
    assert "De côté sur ce poste, pas encore payé : Table 4, Terrasse et Koffi." in words(counter)
    assert "Une commande de 1 000 F n’est pas payée" in words(counter)
    press(counter, "answer:leave")
    assert len(closed) == 1
