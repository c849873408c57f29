"""Every state of the pages after a sale, and of the sale screen's own: translated, uncut, large enough, named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.after_pictures import STATES
from tests.ui.counting import counting
from tests.ui.language import tool
from tests.ui.pictures import dress
from tests.ui.reading import cut, plain, untouchable


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the language in which every translated text is dressed up, and longer."""
    folder: Path = tmp_path_factory.mktemp("i18n")
    tool().pseudo(folder)
    return folder


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_translated_fits_and_can_be_touched_and_read_aloud(
    state: str, qapp: QApplication, pseudo: Path
) -> None:
    dress()
    with counting("en_XA", (1280, 720), folder=pseudo) as shown:
        STATES[state](shown)
        shown.settle()
        found = {
            *plain(shown.rig, shown.window),
            *cut(shown.theme, shown.window),
            *untouchable(shown.theme, shown.window),
        }

    assert not found, "\n".join(sorted(found))
