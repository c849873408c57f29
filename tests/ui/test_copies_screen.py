"""The copies sheet, by taps: over the outbox, on every screen, in every state."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.controls.search import Empty
from app.ui.controls.volume import VolumeKey
from app.ui.screens.copies import CopiesSheet
from app.ui.theme import TOUCH_MIN_MM, Look, Theme
from tests.sticks import Stick
from tests.ui.copies_pictures import KINGSTON, STATES, kingston
from tests.ui.language import speaking
from tests.ui.pictures import Screens, dress, screens
from tests.ui.rig import ident

OLD = f"{KINGSTON}/Le Baobab – C1 – 8d2f11a0.ledger"


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Screens]:
    """The outbox in French, with no stick."""
    dress()
    with speaking("fr"), screens() as made:
        made.show("outbox")
        yield made


def sheet(shown: Screens) -> CopiesSheet:
    return shown.outbox.copies


def tap(shown: Screens, name: str) -> None:
    found = [button for button in shown.window.findChildren(QPushButton, name) if button.isVisible()]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    shown.settle()


def words(shown: Screens) -> str:
    found = " ".join(one.text() for one in sheet(shown).findChildren(QLabel) if one.isVisible())
    return found.replace("\u00a0", " ").replace("\u202f", " ")


def test_it_opens_from_the_outbox_and_asks_for_a_stick(shown: Screens) -> None:
    tap(shown, "copies-open")

    said = [one.accessibleName() for one in sheet(shown).findChildren(Empty) if one.isVisible()]
    assert said == ["Branchez une clé USB Elle s’affiche ici toute seule"]
    assert "Copier sur une clé" in words(shown)
    tap(shown, "copies-close")
    assert not sheet(shown).isVisible()


def test_a_stick_that_is_plugged_in_shows_by_itself_and_a_tap_copies(shown: Screens, qtbot: QtBot) -> None:
    shown.sell({"flag-33": 2})
    shown.show("outbox")
    tap(shown, "copies-open")
    one = shown.rig.sticks.plug(kingston())
    with qtbot.waitSignal(shown.outbox_model.copies._timer.timeout, timeout=5_000):
        pass
    shown.settle()
    key = sheet(shown).findChild(VolumeKey, f"copy:{KINGSTON}")
    assert key is not None
    assert key.accessibleName().replace("\u00a0", " ") == "Copier KINGSTON 7,4 Go libres"
    tap(shown, f"copy:{KINGSTON}")

    assert one.written == 1
    assert "Copie faite sur KINGSTON : 1 opération." in words(shown)
    tap(shown, f"let:{KINGSTON}")
    assert "Seulement à la demande" in words(shown)
    tap(shown, f"let:{KINGSTON}")
    assert "Copie automatique, toutes les 5 min" in words(shown)


def test_while_it_copies_it_cannot_be_tapped_and_selling_goes_on(qtbot: QtBot) -> None:
    dress()
    with speaking("fr"), screens() as shown:
        STATES["copies-copying"](shown)
        key = sheet(shown).findChild(VolumeKey, f"copy:{KINGSTON}")

        assert key is not None
        assert not key.isEnabled()
        assert "Copie en cours…" in words(shown)
        before = shown.rig.till.outbox.next_no
        shown.sell({"flag-33": 1})
        assert shown.rig.till.outbox.next_no == before + 1


def test_the_bar_moves_while_somebody_looks_and_wants_it_to(qtbot: QtBot) -> None:
    key = VolumeKey(Theme(), "copy:x")
    qtbot.addWidget(key)
    key.show_volume("KINGSTON", "7 GB", "stick", "", is_busy=True)
    assert not key._turn.isActive()
    key.show()
    with qtbot.waitSignal(key._turn.timeout, timeout=5_000):
        pass
    step = key._step
    key.grab()
    key.show_volume("KINGSTON", "7 GB", "stick", "Copy", is_busy=False)
    still = VolumeKey(Theme(is_still=True), "copy:y")
    qtbot.addWidget(still)
    still.show_volume("KINGSTON", "7 GB", "stick", "", is_busy=True)
    still.show()

    assert step > 0
    assert not key._turn.isActive()
    assert not still._turn.isActive()
    key.hide()


def test_taking_over_asks_a_manager_and_says_what_came(qtbot: QtBot) -> None:
    dress()
    with speaking("fr"), screens() as shown:
        STATES["copies-found"](shown)
        shown.rig.come_back()
        tap(shown, f"adopt:{OLD}")
        tap(shown, f"manager:{ident('adjovi')}")
        for digit in "290160":
            tap(shown, f"key:{digit}")

        assert "8 opérations sont reprises d’une copie. Rien n’est compté deux fois." in words(shown)
        assert sheet(shown).isVisible()
        assert not shown.outbox._manager.isVisible()
        foreign = [b for b in sheet(shown).findChildren(QPushButton) if "Filao" in b.objectName()]
        assert foreign
        assert not any(button.isVisible() for button in foreign)


def test_a_stick_that_is_pulled_out_leaves_and_the_sheet_shrinks(shown: Screens) -> None:
    one = shown.rig.sticks.plug(kingston())
    shown.rig.sticks.plug(Stick("MAISON", "/media/bar/MAISON"))
    tap(shown, "copies-open")
    high = sheet(shown)._panel.height()
    shown.rig.sticks.pull(one)
    shown.outbox_model.copies._timer.timeout.emit()
    shown.settle()

    assert sheet(shown)._panel.height() < high
    assert "KINGSTON" not in words(shown)


def test_it_speaks_the_language_that_is_chosen_while_it_is_open(qtbot: QtBot) -> None:
    dress()
    with speaking("fr") as language, screens() as shown:
        STATES["copies-one"](shown)
        language.use("en")
        shown.settle()

        assert "Copy to a stick" in words(shown)
        assert "No copy of this till on it yet" in words(shown)


def test_another_page_puts_it_away_and_it_looks_no_more(shown: Screens) -> None:
    tap(shown, "copies-open")
    shown.window.show_page("sold")

    assert not sheet(shown).isVisible()
    assert not shown.outbox_model.copies._timer.isActive()


def test_escape_closes_it(shown: Screens) -> None:
    tap(shown, "copies-open")
    QTest.keyClick(shown.window, Qt.Key.Key_Escape)

    assert not sheet(shown).isVisible()
    assert shown.outbox.isVisible()


@pytest.mark.parametrize("state", sorted(STATES))
@pytest.mark.parametrize(
    ("size", "look"), [((1280, 720), Look.NIGHT), ((1920, 1080), Look.DAY), ((1080, 1920), Look.NIGHT)]
)
def test_every_state_fits_every_screen(qtbot: QtBot, state: str, size: tuple[int, int], look: Look) -> None:
    """Keys are large enough, words are whole, nothing hangs out of the sheet; what does not fit scrolls."""
    dress()
    with speaking("fr"), screens(size, look=look) as shown:
        STATES[state](shown)
        panel = sheet(shown)._panel
        assert QRect(QPoint(0, 0), shown.outbox.size()).contains(panel.geometry())
        for button in sheet(shown).findChildren(QPushButton):
            if button.isVisible():
                least = min(button.width(), button.height())
                assert least >= shown.theme.mm(TOUCH_MIN_MM), button.objectName()
                assert button.accessibleName(), button.objectName()
        for one in panel.findChildren(QLabel):
            if one.isVisible() and one.text():
                assert one.height() >= one.heightForWidth(one.width()) > 0, one.text()
