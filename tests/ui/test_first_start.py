"""A till that has never reached its server says so in place of the people, and shows them when they come."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.errors import SignedOut, TillError
from app.sync.ports import Command, Door
from app.ui.controls.people_grid import PeopleGrid
from app.ui.i18n import Language
from app.ui.theme import Theme
from app.ui.windows.counter import Counter
from tests.fakes import Fail
from tests.ui.rig import Rig


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    """A till that was never answered."""
    del qtbot
    made = Rig(is_new=True)
    yield made
    made.close()


@pytest.fixture
def counter(rig: Rig, qapp: QApplication) -> Iterator[Counter]:
    language = Language(qapp)
    language.use("fr")
    made = Counter(rig.till, rig.tasks, Theme(is_still=True), language)
    made.window.resize(1366, 768)
    made.window.show()
    rig.settle()
    yield made
    made.close()
    language.drop()


def words(counter: Counter) -> str:
    page = counter.window.page
    return " ".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def people(counter: Counter) -> PeopleGrid:
    found = counter.window.page.findChild(PeopleGrid)
    assert isinstance(found, PeopleGrid)
    return found


def test_without_a_server_it_says_what_it_waits_for_and_what_to_do(counter: Counter) -> None:
    assert "Ce poste attend le système central pour la première fois…" in words(counter)
    assert "l’ordinateur du bar est allumé" in words(counter)
    assert "Qui est au poste" not in words(counter)
    assert not people(counter).isVisible()
    assert (counter.status.lamp, counter.status.banner) == ("offline", "")


def test_the_people_come_by_themselves(rig: Rig, counter: Counter) -> None:
    rig.come_back()
    rig.receive("settings", "team", "catalog", "stock")

    assert people(counter).isVisible()
    assert "Qui est au poste" in words(counter)
    assert "attend" not in words(counter)


@pytest.mark.parametrize("source", ["sender", "pulse"])
def test_a_till_that_is_not_accepted_is_told_whom_to_ask(rig: Rig, counter: Counter, source: str) -> None:
    error: TillError = SignedOut("TLAUT")
    if source == "pulse":
        rig.till.pulse.error = error
        counter.status.tick()
    else:
        for call in ("open_ledger", "submit", "settings", "team", "catalog", "stock_since"):
            rig.gateway.script(call, *[Fail(error)] * 200)
        rig.come_back()
        rig.run(rig.till.outbox.append(Command("first", "record_sale", 1, {}, door=Door.SERVED)))
        rig.advance(60)

    assert "n’est pas (ou plus) reconnu" in words(counter)
    assert "Demandez au gérant" in words(counter)


def test_the_words_follow_the_language(counter: Counter) -> None:
    counter.window.language_asked.emit("en")
    QApplication.processEvents()

    assert "waiting for the central system for the first time" in words(counter)
