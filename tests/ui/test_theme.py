"""The theme keeps the norms: contrast, millimetres, the bundled font, and that nobody else names a colour."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui import theme as tokens
from app.ui.icons import ICON_FOLDER, icon_image, icon_names
from app.ui.theme import (
    AMOUNT_CONTRAST_MIN,
    HUES,
    LAYOUT_MIN_MM,
    MARK_CONTRAST_MIN,
    PALETTES,
    PERSON_HUES,
    TEXT_CONTRAST_MIN,
    Look,
    Theme,
    blend,
    contrast,
    fitting_scale,
    mm,
    sane_dpi,
)
from app.ui.theme_qss import style_sheet
from tests.ui.showcase import dress

ROOT = Path(__file__).resolve().parents[2]
LOOKS = pytest.mark.parametrize("look", list(Look))
AMOUNTS = [
    *product(("muted",), ("ground", "rail", "panel", "tile", "raised")),
    *product(("ok", "warn", "stop"), ("ground", "rail", "panel", "tile")),
    *((ink, f"{ink}_soft") for ink in ("ok", "warn", "stop")),
    ("text", "tile"),
    ("text", "panel"),
    ("text", "ground"),
    ("text", "raised"),
    ("text", "stop_soft"),
    ("accent_ink", "accent"),
]
TEXTS = [
    *(product(("text", "muted"), ("ground", "rail", "panel", "tile", "raised", "pressed"))),
    *(product(("faint",), ("ground", "rail", "panel", "tile"))),
    *((ink, f"{ink}_soft") for ink in ("ok", "warn", "stop")),
    *(product(("warn", "stop", "ok", "accent_text"), ("ground", "panel", "tile", "rail"))),
    ("accent_text", "accent_soft"),
    ("text", "accent_soft"),
    ("muted", "accent_soft"),
    ("accent_ink", "accent_pressed"),
    ("toast_ink", "toast"),
    ("toast_action", "toast"),
]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


def ratio(look: Look, ink: str, ground: str) -> float:
    palette = PALETTES[look]
    return contrast(QColor(getattr(palette, ink)), QColor(getattr(palette, ground)))


@LOOKS
@pytest.mark.parametrize(("ink", "ground"), AMOUNTS)
def test_amounts_are_read_from_afar(look: Look, ink: str, ground: str) -> None:
    assert ratio(look, ink, ground) >= AMOUNT_CONTRAST_MIN


@LOOKS
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_every_text_is_readable(look: Look, ink: str, ground: str) -> None:
    assert ratio(look, ink, ground) >= TEXT_CONTRAST_MIN


@LOOKS
@pytest.mark.parametrize("edge", ["edge", "accent_edge"])
def test_what_can_be_tapped_and_what_is_chosen_is_bounded_on_every_ground(look: Look, edge: str) -> None:
    for ground in ("ground", "rail", "panel", "tile"):
        assert ratio(look, edge, ground) >= MARK_CONTRAST_MIN


@LOOKS
def test_an_amount_on_a_tile_in_the_cart_is_read_from_afar(look: Look) -> None:
    palette = PALETTES[look]
    ground = blend(QColor(palette.accent), QColor(palette.tile), 0.07)

    assert contrast(QColor(palette.text), ground) >= AMOUNT_CONTRAST_MIN


@LOOKS
@pytest.mark.parametrize("hue", sorted(HUES))
def test_a_category_can_be_seen_on_every_ground(look: Look, hue: str) -> None:
    theme, palette = Theme(look), PALETTES[look]

    for ground in ("tile", "rail", "panel"):
        assert contrast(theme.hue(hue), QColor(getattr(palette, ground))) >= MARK_CONTRAST_MIN
    seat = blend(theme.hue(hue), QColor(palette.tile), 0.15)
    assert contrast(theme.hue(hue), seat) >= MARK_CONTRAST_MIN


@LOOKS
@pytest.mark.parametrize("place", range(len(PERSON_HUES)))
def test_initials_are_readable_on_their_disc(look: Look, place: int) -> None:
    theme, palette = Theme(look), PALETTES[look]
    hue = theme.person_hue(place)
    disc = blend(hue, QColor(palette.tile), 0.24)
    ink = blend(QColor(palette.text), hue, 0.25)

    assert contrast(ink, disc) >= TEXT_CONTRAST_MIN


@LOOKS
@pytest.mark.parametrize("color", ["#121212", "#ffffff", "#000080", "#ffff00", "no colour at all", "#12"])
def test_any_colour_of_a_category_can_be_seen(look: Look, color: str) -> None:
    theme = Theme(look)

    assert contrast(theme.hue(color), QColor(theme.palette.tile)) >= MARK_CONTRAST_MIN


def test_a_length_is_never_undercut() -> None:
    assert mm(10, dpi=100) == 40
    assert mm(25.4, dpi=100) == 100
    assert mm(10, dpi=100, scale=1.5) == 60
    assert mm(0, dpi=100) == 0


@pytest.mark.parametrize("dpi", [0, -1, 12, 5_000])
def test_a_screen_that_tells_nonsense_is_taken_for_a_usual_one(dpi: float) -> None:
    assert sane_dpi(dpi) == tokens.USUAL_DPI


def test_the_scale_gives_way_before_the_layout_does() -> None:
    assert fitting_scale(1366, 768, 100, 1.5) < 1.5
    assert fitting_scale(1280, 720, 100, 1.5) * LAYOUT_MIN_MM[0] <= 1280 * 25.4 / 100
    assert fitting_scale(3840, 2160, 160, 1.5) == 1.5
    assert fitting_scale(1080, 1920, 100, 1.5) == fitting_scale(1920, 1080, 100, 1.5)
    assert fitting_scale(800, 480, 160, 1.0) == 1.0, "the norms are never undercut"


def test_a_change_is_told_once(qtbot: QtBot) -> None:
    theme = Theme()
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(True))

    theme.use(look=Look.DAY, scale=1.3)
    theme.use(look=Look.DAY)
    theme.fit(1366, 768)

    assert told == [True]
    assert theme.scale == 1.3


def test_the_scale_comes_back_on_a_larger_window() -> None:
    theme = Theme(scale=1.5)
    theme.fit(1280, 720)
    small = theme.scale
    theme.fit(3000, 2000)

    assert small < 1.5
    assert theme.scale == 1.5


def test_a_still_screen_does_not_move() -> None:
    assert Theme(is_still=True).motion(200) == 0
    assert Theme().motion(200) == 200


def test_digits_have_one_width_under_the_style_sheet(qtbot: QtBot) -> None:
    theme = Theme()
    label = QLabel("1")
    qtbot.addWidget(label)
    label.setProperty("type", "title")
    label.setStyleSheet(style_sheet(theme))
    label.ensurePolished()

    for font in (label.font(), theme.font(tokens.TOTAL, tokens.BOLD)):
        metrics = QFontMetricsF(font)
        assert font.family() == tokens.FONT_FAMILY
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_the_bundled_font_has_every_french_sign(weight: int) -> None:
    raw = QRawFont.fromFont(Theme().font(14, weight))

    assert raw.familyName().startswith(tokens.FONT_FAMILY)
    for sign in "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’…–—·×−€→\u00a0\u202f":
        assert raw.supportsCharacter(ord(sign)), sign


@LOOKS
def test_the_style_sheet_is_complete(look: Look) -> None:
    sheet = style_sheet(Theme(look))

    assert sheet.count("{") == sheet.count("}")
    assert "{{" not in sheet
    assert PALETTES[look].ground in sheet


def test_nobody_else_names_a_colour_or_a_pixel() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\})|\brgba?\(|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)")
    pixels = re.compile(r"\d+px\b|setPixelSize|setPointSize|setFixed\w+\(\d\d|setMinimum\w+\(\d\d")
    folder = ROOT / "app" / "ui"
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in folder.rglob("*.py")
        if file.name not in {"theme.py", "theme_qss.py"}
        for line in file.read_text(encoding="utf-8").splitlines()
        if colour.search(line) or pixels.search(line)
    ]

    assert found == []


def test_icons_are_one_family() -> None:
    for file in ICON_FOLDER.glob("*.svg"):
        root = ET.fromstring(file.read_text(encoding="utf-8"))
        assert root.get("viewBox") == "0 0 24 24", file.name
        assert root.get("stroke") == "currentColor", file.name
        assert root.get("stroke-width") == "1.8", file.name


def test_every_icon_paints_in_its_colour() -> None:
    for name in icon_names():
        image = icon_image(name, QColor("red"), 48)
        inked = {
            image.pixelColor(x, y).name()
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() > 250
        }
        assert inked == {"#ff0000"}, name


def test_the_demo_bar_has_icons_and_colours_of_its_own() -> None:
    bar = json.loads((ROOT / "resources" / "demo" / "baobab.json").read_text(encoding="utf-8"))

    assert {category["icon"] for category in bar["categories"]} <= icon_names()
    assert {category["color"] for category in bar["categories"]} <= HUES.keys()


def test_an_unknown_icon_is_a_tag(qapp: QApplication) -> None:
    color = QColor("red")

    assert icon_image("never drawn", color, 24) == icon_image("tag", color, 24)
    assert icon_image("../secrets", color, 24) == icon_image("tag", color, 24)
