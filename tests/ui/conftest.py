"""A whole till for the tests of windows and view models."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from app.ui.screens.sold import SoldScreen
from tests.ui.rig import Rig


@pytest.fixture(scope="session", autouse=True)
def what_stays_is_not_looked_through() -> None:
    """Leave out of every later collection what is there for the whole session: modules, classes, the tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_window_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete what was said to be deleted later: outside an application's loop nobody does, and every window that is
    left takes part in each change of language or style of the tests that follow: a hundred of them, left in cycles,
    make a test ten times as long. What its end tells the system (that no window is in front now) is heard here, not in
    the next test.
    """
    yield
    if "qapp" in request.fixturenames:
        gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def every_tap_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let « Vendu » take taps at once: tests are faster than any hand."""
    monkeypatch.setattr(SoldScreen, "early_s", 0.0)


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    """A till of the demo bar, nobody signed in."""
    del qtbot
    made = Rig()
    yield made
    made.close()
