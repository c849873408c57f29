"""A whole till for the tests of windows and view models."""

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.controls import second_tap
from app.ui.screens.sold import SoldScreen
from app.ui.windows.ahead import Ahead
from tests.ui.rig import Rig


@pytest.fixture(autouse=True)
def no_window_stays() -> Iterator[None]:
    """Delete every window, and what was said to be deleted later: outside an application's loop nobody does, and
    Python's cycles keep a window for a hundred tests. Each that is left takes part in every change of language or style
    of the tests that follow. What its end tells the system (that no window is in front now) is heard here, not in the
    next test.
    """
    yield
    if QApplication.instance() is not None:
        for window in QApplication.topLevelWidgets():
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def every_tap_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let « Vendu » take taps at once, and no tap be the second half of another: tests are faster than any hand."""
    monkeypatch.setattr(SoldScreen, "early_s", 0.0)
    seconds = itertools.count(1)
    monkeypatch.setattr(second_tap, "moment_of", lambda _event: float(next(seconds)))


@pytest.fixture(autouse=True)
def nothing_is_made_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a window make the pages that a test looks at, and no others."""
    monkeypatch.setattr(Ahead, "is_wanted", False)


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    """A till of the demo bar, nobody signed in."""
    del qtbot
    made = Rig()
    yield made
    made.close()
