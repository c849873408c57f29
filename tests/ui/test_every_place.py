"""Every page, sheet and window in each language and look: named, translated, whole, to be seen, and still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.controls.sheet import Sheet
from app.ui.i18n import I18N_FOLDER
from app.ui.theme import Look
from tests.ui.language import tool
from tests.ui.reading import cut, plain
from tests.ui.spoken import reader_listens
from tests.ui.test_accessibility import complaints, moving
from tests.ui.test_contrast import dim_in
from tests.ui.walk import House, Place, open_house, theme_of


@dataclass(frozen=True, slots=True)
class Walk:
    """How everything is shown on one walk."""

    code: str
    size: tuple[int, int]
    look: Look = Look.NIGHT

    @property
    def is_made_up(self) -> bool:
        return self.code == "en_XA"


WALKS = {
    "French by night": Walk("fr", (1366, 768)),
    "English by day": Walk("en", (1920, 1080), Look.DAY),
    "longer words by day": Walk("en_XA", (1366, 768), Look.DAY),
}


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up language, in which every text that is translated is dressed up and longer."""
    folder = tmp_path_factory.mktemp("pseudo")
    tool().pseudo(folder)
    return folder


def wrong_in(walk: Walk, shown: House, place: Place) -> Iterator[str]:
    """Yield what is not right about a place: words that are cut or not translated; what has no name, role or true
    state; what cannot be seen on what it lies on; a sheet that moves on a still screen.
    """
    yield from sorted(cut(theme_of(place), place.root))
    yield from dim_in(place)
    if walk.is_made_up:
        yield from sorted(plain(shown.rig, place.root))
        return
    yield from complaints(place)
    if isinstance(place.root, Sheet) and moving(place.root):
        yield "moves"


@pytest.mark.parametrize("name", WALKS)
def test_every_place_is_right(qtbot: QtBot, pseudo: Path, name: str) -> None:
    walk, found = WALKS[name], list[str]()
    folder = pseudo if walk.is_made_up else I18N_FOLDER
    with (
        reader_listens(),
        open_house(walk.code, walk.size, look=walk.look, folder=folder, sees_strays=True) as shown,
    ):
        for place in shown.places():
            found += [f"{place.name}: {text}" for text in wrong_in(walk, shown, place)]

    assert not found, "\n".join(dict.fromkeys(found))
