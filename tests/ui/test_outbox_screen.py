"""The outbox screen: what waits, what was refused, and the ways out by taps."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.sync.ports import State
from app.ui.controls.search import Empty
from app.ui.theme import TOUCH_MIN_MM
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.pictures import STATES, Screens, dress, screens
from tests.ui.rig import ident


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Screens]:
    dress()
    with speaking("fr"), screens() as made:
        STATES["outbox"](made)
        yield made


def tap(shown: Screens, name: str) -> None:
    found = [button for button in shown.window.findChildren(QPushButton, name) if button.isVisible()]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    shown.settle()


def texts(shown: Screens) -> set[str]:
    labels = [label.text() for label in shown.outbox.findChildren(QLabel) if label.isVisible()]
    return {text.replace("\u00a0", " ").replace("\u202f", " ") for text in labels}


def test_it_shows_money_age_and_reason(shown: Screens) -> None:
    found = texts(shown)

    assert {"Refusées", "2 ventes · 5 200 F", "En attente d’envoi", "8 ventes · 31 200 F"} <= found
    assert "Ventes non envoyées ou refusées" in found
    assert "Plus que 1 Castel 65 cl. Corrigez la commande, ou renvoyez-la quand le stock est à jour." in found
    assert shown.outbox.waiting.rows.rowCount() == 8


def test_correct_by_tap(shown: Screens) -> None:
    corrected = heard(shown.outbox_model.corrected)
    tap(shown, "correct:1")

    assert len(corrected) == 1
    assert [line.qty for line in shown.rig.till.checkout.cart.lines] == [1, 2]


def test_send_again_by_tap(shown: Screens) -> None:
    moved = heard(shown.outbox.moved)
    tap(shown, "retry:2")

    assert len(moved) == 1, "a double tap must not send the next one"
    assert [
        button.objectName()
        for button in shown.outbox.findChildren(QPushButton, "retry:2")
        if button.isVisible()
    ] == []
    assert shown.outbox.waiting.rows.rowCount() == 9


def test_a_tap_on_what_could_not_be_taken_tries_again(shown: Screens) -> None:
    asked = heard(shown.outbox.waiting.asked)
    rows = shown.outbox.waiting.rows
    first = rows.row(rows.index(0, 0))
    assert first is not None
    shown.outbox.waiting.clicked.emit(rows.index(0, 0))
    assert asked == []
    rows.replace([replace(first, can_retry=True)])
    shown.outbox.waiting.clicked.emit(rows.index(0, 0))
    assert asked == [first.no]
    shown.outbox.waiting.setCurrentIndex(rows.index(0, 0))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        rows.replace([replace(first, can_retry=True)])
        QTest.keyClick(shown.outbox.waiting, key)
    assert asked == [first.no] * 3
    shown.settle()


def test_write_off_asks_why_and_then_a_manager(shown: Screens) -> None:
    tap(shown, "write-off:1")
    tap(shown, "reason:typed_twice")
    tap(shown, f"manager:{ident('adjovi')}")
    shown.type(shown.outbox._manager, "290160")

    row = shown.rig.till.outbox.row(1)
    assert row is not None
    assert row.state is State.REFUSED  # the manager has never signed in here, and there is no network
    with speaking("fr"):
        assert "Rodrigue Adjovi ne s’est encore jamais identifié" in shown.outbox_model.authorisation.message
    shown.rig.come_back()
    for digit in "290160":
        tap(shown, f"key:{digit}")
    row = shown.rig.till.outbox.row(1)
    assert row is not None
    assert row.state is State.SETTLED
    assert not shown.outbox._manager.isVisible()


def test_a_manager_is_not_asked_again(shown: Screens) -> None:
    shown.rig.come_back()
    shown.rig.sign_in("houngbedji")
    tap(shown, "write-off:2")
    tap(shown, "reason:other")

    row = shown.rig.till.outbox.row(2)
    assert row is not None
    assert row.state is State.SETTLED


def test_when_all_is_sent_it_says_so(qtbot: QtBot) -> None:
    dress()
    with speaking("fr"), screens() as shown:
        STATES["outbox-empty"](shown)

        said = [e.accessibleName() for e in shown.outbox.findChildren(Empty) if e.isVisible()]
        assert said == ["Tout est envoyé Rien n’attend sur ce poste, rien n’a été refusé"]


def test_the_network_back_empties_the_list(shown: Screens) -> None:
    shown.rig.server.judge = lambda _command: None
    shown.rig.come_back()
    shown.rig.advance(90)

    assert shown.outbox.waiting.rows.rowCount() == 0


def test_an_alert_stays_until_it_is_seen(qtbot: QtBot) -> None:
    dress()
    with speaking("fr"), screens() as shown:
        shown.rig.run(shown.rig.till.outbox.open_new_ledger("lost"))
        shown.show("outbox")
        assert any("journal de ce poste" in text for text in texts(shown))
        tap(shown, "alert-seen")
        assert not any("journal de ce poste" in text for text in texts(shown))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (720, 1280)])
def test_every_key_is_large_enough(qtbot: QtBot, size: tuple[int, int]) -> None:
    dress()
    with speaking("fr"), screens(size) as shown:
        STATES["outbox"](shown)
        for button in shown.outbox.findChildren(QPushButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= shown.theme.mm(TOUCH_MIN_MM), (
                    button.objectName()
                )
                assert button.accessibleName(), button.objectName()


def test_leaving_stops_the_ages(shown: Screens) -> None:
    assert shown.outbox_model._ages.isActive()
    shown.window.show_page("sold")
    assert not shown.outbox_model._ages.isActive()
