"""Every page, sheet and window in a language of longer words: nothing is hard-coded, and nothing is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.i18n import I18N_FOLDER
from tests.ui.language import tool
from tests.ui.reading import cut, plain
from tests.ui.walk import open_house, theme_of


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up language, in which every text that is translated is dressed up and longer."""
    folder = tmp_path_factory.mktemp("pseudo")
    tool().pseudo(folder)
    return folder


@pytest.mark.parametrize(
    ("code", "size"),
    [("fr", (1366, 768)), ("en", (1920, 1080)), ("en_XA", (1366, 768))],
    ids=str,
)
def test_every_word_is_translated_and_none_is_cut(
    qtbot: QtBot, pseudo: Path, code: str, size: tuple[int, int]
) -> None:
    found = list[str]()
    folder = pseudo if code == "en_XA" else I18N_FOLDER
    with open_house(code, size, folder=folder) as shown:
        for place in shown.places():
            words = [*cut(theme_of(place), place.root)]
            if code == "en_XA":
                words += plain(shown.rig, place.root)
            found += [f"{place.name} {text}" for text in sorted(words)]

    assert not found, "\n".join(dict.fromkeys(found))
