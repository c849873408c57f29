"""A whole till for the tests of windows and view models."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.rig import Rig


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    """A till of the demo bar, nobody signed in."""
    del qtbot
    made = Rig()
    yield made
    made.close()
