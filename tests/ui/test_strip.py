"""The strip on top, touched: it leads to what explains it, for whoever may see that, from wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.controls.lamp import OFFLINE, ONLINE, StatusStrip
from app.ui.theme import Theme
from app.ui.windows.desk import Desk
from tests.ui.counting import Counting, counting
from tests.ui.fingers import Hand
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.looking import spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import Rig


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def touch(shown: Counting, *, share: float = 0.2) -> None:
    """Touch the strip at a share of its width."""
    strip = shown.window.strip
    Hand(strip).tap(QPoint(round(strip.width() * share), strip.height() // 2))
    shown.settle()


def sell_offline(shown: Counting) -> None:
    shown.rig.go_down()
    shown.tap_tile("castel-65")
    shown.tap("exact", "next")


def test_the_lamp_leads_to_the_diagnostics_while_everything_is_sent(shown: Counting) -> None:
    touch(shown)

    assert shown.page == "diagnostics"
    shown.tap("back")
    assert shown.page == "sale"


def test_the_banner_leads_to_what_waits(shown: Counting) -> None:
    sell_offline(shown)
    touch(shown)

    assert shown.page == "outbox"


def test_it_leads_back_to_the_payment_and_keeps_what_was_settled(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    shown.tap("pay")
    touch(shown)
    shown.tap("back")

    assert shown.page == "payment"


def test_where_it_leads_to_a_second_touch_changes_nothing(shown: Counting) -> None:
    touch(shown)
    touch(shown)
    shown.tap("back")

    assert shown.page == "sale"


def test_whoever_is_not_signed_in_gets_a_sentence_and_no_page(shown: Counting) -> None:
    sell_offline(shown)
    shown.counter.lock()
    touch(shown)

    assert shown.page == "sign-in"
    assert toast(shown).startswith("Hors ligne depuis")
    assert toast(shown).endswith("Identifiez-vous pour en voir plus.")


def test_the_sentence_says_that_all_is_well_too(shown: Counting) -> None:
    shown.counter.lock()
    touch(shown)

    assert toast(shown) == "Le système central répond. Identifiez-vous pour en voir plus."


def test_the_tickets_that_are_not_printed_lead_to_the_tickets(qapp: QApplication) -> None:
    strip = StatusStrip(Theme())
    strip.resize(1280, strip.sizeHint().height())
    strip.show_lamp(ONLINE, "En ligne", "")
    strip.show_rest("", "Aïcha Bio", "21:47")
    strip.show_unprinted("2 tickets non imprimés")
    strip.show()
    strip.grab()
    touched = heard(strip.tapped)
    place = strip._tickets.center().toPoint()
    for point in (place, QPoint(20, place.y())):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=point)
    strip.show_unprinted("")
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)

    assert touched == ["unprinted", "status", "status"]
    strip.close()


def test_the_word_of_the_lamp_is_said_once(shown: Counting) -> None:
    sell_offline(shown)
    said = spaced(shown.window.strip.accessibleName())

    assert said.count("Hors ligne") == 1
    assert said.startswith("Hors ligne depuis")
    assert shown.window.strip.banner.startswith("Hors ligne")


def test_a_sentence_that_begins_with_another_word_leaves_the_lamp_its_own(qapp: QApplication) -> None:
    strip = StatusStrip(Theme())
    strip.show_lamp(OFFLINE, "Hors ligne", "Rien ne passe depuis 10 min.")

    assert strip.accessibleName() == "Hors ligne, Rien ne passe depuis 10 min."


def test_the_managers_window_has_it_explained_at_the_counter(rig: Rig, qapp: QApplication) -> None:
    with speaking("fr") as language:
        rig.sign_in("houngbedji")
        desk = Desk(rig.till, rig.tasks, Theme(is_still=True), language)
        desk.first.window.show()
        office = desk.show_office()
        QTest.mouseClick(office.strip, Qt.MouseButton.LeftButton, pos=QPoint(30, 5))

        assert desk.first.window.page.objectName() == "diagnostics"
        desk.close()
