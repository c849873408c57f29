"""The pictures of tiles: made once, kept while there is room, the one that was not seen for longest goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.domain.catalog import Level
from app.ui.controls.tiles import TileDelegate
from app.ui.rows import CardRow
from app.ui.theme import Theme

SIZE = QSize(100, 50)
FIRST = CardRow(
    id="0",
    name="Flag",
    volume="60 cl",
    price_text="900 F",
    stock_text="24",
    level=Level.FINE,
    qty=0,
    color="amber",
    icon="beer",
    accessible="Flag 60 cl",
)


@pytest.fixture
def tile(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> TileDelegate:
    """A delegate with room for three pictures."""
    monkeypatch.setattr("app.ui.controls.tiles._KEPT", 3)
    made = TileDelegate(Theme(), qapp)
    made.set_cell(SIZE, shown=1)
    return made


def kept(tile: TileDelegate) -> list[str]:
    return [key[0].id for key in tile._kept]


def see(tile: TileDelegate, *ids: str) -> None:
    for key in ids:
        tile.ready(replace(FIRST, id=key), is_down=False, has_focus=False, ratio=1.0)


def test_the_picture_that_was_not_seen_for_longest_makes_room(tile: TileDelegate) -> None:
    see(tile, "0", "1", "2")
    assert kept(tile) == ["0", "1", "2"]
    see(tile, "0", "3")
    assert kept(tile) == ["2", "0", "3"]


def test_a_picture_that_is_kept_is_not_made_again(tile: TileDelegate) -> None:
    see(tile, "0", "1")
    before = list(tile._kept.values())
    see(tile, "0", "1")
    assert list(tile._kept.values()) == before
    see(tile, *"23", "0")
    assert list(tile._kept.values())[-1] is not before[0], "it had to go"


def test_all_that_is_on_the_screen_is_kept_twice_over_whatever_the_room(tile: TileDelegate) -> None:
    tile.set_cell(SIZE, shown=4)
    see(tile, *(str(n) for n in range(20)))
    assert len(tile._kept) == 8
