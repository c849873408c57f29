"""The pictures of the screens: none is missing, each has a name of its own, and it is of the screen that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import Look
from tests.ui import contact_sheet
from tests.ui.counting import counting
from tests.ui.picture_book import LANDSCAPE, PORTRAIT, SCREENS, Setting, scenes, shots
from tests.ui.pictures import dress

NAME = re.compile(r"[a-z]+(-[a-z]+)*-\d+x\d+-(night|day)-(fr|en)")


def test_every_page_of_the_counter_is_in_the_book(qtbot: QtBot, qapp: QApplication) -> None:
    with counting("fr") as shown:
        pages = {*shown.window._pages, *shown.window._offers}

    assert pages <= {scene.screen for scene in scenes()}
    assert {scene.screen for scene in scenes()} == set(SCREENS)


def test_each_picture_has_a_name_that_sorts() -> None:
    names = [f"{name}-{setting.name}" for name, setting in shots(())]

    assert len(names) == len(set(names)) > 1_000
    assert [name for name in names if not NAME.fullmatch(name)] == []


def test_each_state_is_looked_at_on_every_screen_by_night_and_by_day_in_both_languages() -> None:
    sale = next(scene for scene in scenes() if scene.name == "sale-usual")
    found = {(setting.size, setting.look, setting.language) for setting in sale.settings()}

    assert {(size, look, code) for size in LANDSCAPE for look in Look for code in ("fr", "en")} < found
    assert (PORTRAIT, Look.NIGHT, "fr") in found


def test_parts_of_names_choose() -> None:
    chosen = shots(["sold-owed-1280x720", "look-usual-1920x1080-day-en"])

    assert {name for name, _ in chosen} == {"sold-owed", "look-usual"}
    assert len(chosen) == 5


@pytest.mark.parametrize(
    "name", ["sign-in-pin", "payment-cash", "printers-usual", "display-order", "office-low"]
)
def test_a_picture_is_of_the_size_and_look_that_it_names(
    name: str, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    dress()
    scene = next(scene for scene in scenes() if scene.name == name)
    by_day, by_night = (
        QImage(str(scene.take(Setting(LANDSCAPE[0], look, "en"), tmp_path)))
        for look in (Look.DAY, Look.NIGHT)
    )

    assert (by_day.width(), by_day.height()) == LANDSCAPE[0]
    assert by_night.pixelColor(2, 600).lightness() < 60 < 180 < by_day.pixelColor(2, 600).lightness()


def test_the_sheet_shows_states_that_there_are_and_every_screen_but_help() -> None:
    every = {scene.name: scene for scene in scenes()}
    named = {name for name, _ in contact_sheet.shots()}

    assert named <= set(every)
    assert {every[name].screen for name in named} >= set(SCREENS) - {"help", "closing"}


def test_pictures_are_laid_out_beside_and_under_each_other() -> None:
    many = [Image.new("RGB", LANDSCAPE[0], color) for color in ("red",) * 6 + ("blue",)]
    sheet = contact_sheet.laid_out(many).convert("RGB")

    gap, wide = contact_sheet.GAP_PX, contact_sheet.WIDE_PX
    assert sheet.width == contact_sheet.COLUMNS * (wide + gap) + gap
    middle = (gap + wide // 2, gap + 2 * (round(wide * 9 / 16) + gap) - 40)
    assert sheet.getpixel(middle) == (255, 0, 0)
    assert sheet.getpixel((middle[0] + wide + gap, middle[1])) == (0, 0, 255)
    assert len(sheet.getcolors(9_999) or ()) <= contact_sheet.COLOURS
