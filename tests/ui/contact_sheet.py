"""One picture of all screens, for whoever reads before they try: ``docs/pictures/screens.png``."""

from __future__ import annotations

from pathlib import Path

from tests.ui.picture_book import Shot


def shots() -> list[Shot]:
    return []


def make(folder: Path) -> None:
    del folder
