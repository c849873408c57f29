"""The one place of colours, sizes, type and durations: tokens for night and day, millimetres to pixels, the fonts.

Lengths are millimetres on the glass and points of type; pixels come out of ``mm`` and ``Theme.pt`` only.
The style sheet made from these tokens is in ``theme_qss``. No control, screen or view model is known here.
"""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import TypedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics

from app.domain.frozen import frozen

FONT_FAMILY = "Inter"
FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"

# Norms of the glass, in millimetres at scale 1.
TOUCH_MIN_MM = 10.0
GAP_MIN_MM = 2.0
KEY_MIN_MM = 16.0
TILE_MIN_MM = (22.0, 18.0)
PAY_MIN_MM = (25.0, 20.0)
TILE_TEXT_MIN_PT = 14.0
TOTAL_TEXT_MIN_PT = 24.0
AMOUNT_CONTRAST_MIN = 7.0
TEXT_CONTRAST_MIN, MARK_CONTRAST_MIN = 4.5, 3.0

SCALE_MIN, SCALE_MAX = 1.0, 1.5
USUAL_DPI = 100.0
"""A counter screen of 15.6 inches at 1366×768; taken when a screen does not tell its size or tells nonsense."""
DPI_MIN, DPI_MAX = 60.0, 400.0
LAYOUT_MIN_MM = (250.0, 144.0)
"""What a till screen needs, long side by short side (11.6 inches); a larger scale gives way before the layout does."""


def mm(length_mm: float, dpi: float, scale: float = 1.0) -> int:
    """Return whole pixels for a length on the glass, rounded up, so that a norm is never undercut; 0 stays 0."""
    return math.ceil(length_mm * dpi * scale / 25.4 - 1e-6)


def sane_dpi(dpi: float) -> float:
    """Return ``dpi`` when a counter screen could have it, else ``USUAL_DPI`` (some screens report 0 or 1 mm)."""
    return dpi if DPI_MIN <= dpi <= DPI_MAX else USUAL_DPI


def fitting_scale(width_px: int, height_px: int, dpi: float, scale: float) -> float:
    """Return the scale a window can carry: the one asked for, less when the layout would not fit, never below 1."""
    long_mm = max(width_px, height_px) * 25.4 / dpi
    short_mm = min(width_px, height_px) * 25.4 / dpi
    room = min(long_mm / LAYOUT_MIN_MM[0], short_mm / LAYOUT_MIN_MM[1])
    return max(SCALE_MIN, min(SCALE_MAX, scale, room))


class Look(StrEnum):
    """Night is for the bar, day for the terrace."""

    NIGHT = "night"
    DAY = "day"


@frozen
class Palette:
    """Colours by what they are for. ``*_soft`` are grounds for the ink of the same name.

    ``line`` parts things that can be told apart without it; ``edge`` bounds what can be tapped, ``accent_edge`` what is
    chosen, and both can be seen on every ground.
    """

    ground: str
    rail: str
    panel: str
    tile: str
    raised: str
    pressed: str
    line: str
    edge: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_edge: str
    accent_pressed: str
    accent_ink: str
    accent_text: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    stop: str
    stop_soft: str
    toast: str
    toast_ink: str
    toast_action: str
    scrim: str


NIGHT = Palette(
    ground="#121212",
    rail="#161617",
    panel="#1A1A1C",
    tile="#1E1E21",
    raised="#29292D",
    pressed="#37373C",
    line="#2D2D31",
    edge="#6C6C74",
    text="#F6F4F0",
    muted="#B8B5B0",
    faint="#9A9792",
    accent="#F5A524",
    accent_edge="#F5A524",
    accent_pressed="#D78C12",
    accent_ink="#1B1100",
    accent_text="#F9B341",
    accent_soft="#33270F",
    ok="#46D79A",
    ok_soft="#17332A",
    warn="#FFC94D",
    warn_soft="#3D2F0C",
    stop="#FF8A82",
    stop_soft="#351817",
    toast="#F3F0EA",
    toast_ink="#1A1917",
    toast_action="#7A4700",
    scrim="#B3000000",
)

DAY = Palette(
    ground="#F3F0E9",
    rail="#FAF8F4",
    panel="#FFFFFF",
    tile="#FFFFFF",
    raised="#F1EDE5",
    pressed="#E0D9CC",
    line="#E1DBD0",
    edge="#8C8475",
    text="#1A1916",
    muted="#524E47",
    faint="#67625A",
    accent="#F5A524",
    accent_edge="#A86500",
    accent_pressed="#DE9213",
    accent_ink="#1B1100",
    accent_text="#744300",
    accent_soft="#FDEFD2",
    ok="#075A37",
    ok_soft="#DDF3E7",
    warn="#5E3D00",
    warn_soft="#FFD970",
    stop="#96160F",
    stop_soft="#FCE3E0",
    toast="#24221F",
    toast_ink="#F6F4F0",
    toast_action="#F9B341",
    scrim="#80000000",
)

PALETTES = {Look.NIGHT: NIGHT, Look.DAY: DAY}

# Names that a category's colour may have: (night, day). A category is also told by its icon and its place.
HUES: dict[str, tuple[str, str]] = {
    "amber": ("#F5A524", "#A86500"),
    "gold": ("#FACC15", "#8A6A00"),
    "sand": ("#DDAF7E", "#8C5E2A"),
    "copper": ("#E39A6B", "#99501E"),
    "coral": ("#FB8A5E", "#B8471A"),
    "rose": ("#F27BA2", "#B92E62"),
    "violet": ("#AF94FB", "#6B46C8"),
    "sky": ("#4CC0F5", "#0B6FA4"),
    "teal": ("#3FD0C0", "#0B746A"),
    "mint": ("#4ADE9C", "#0A7648"),
    "green": ("#63CF72", "#2B7A38"),
    "lime": ("#A9DB4E", "#557A06"),
    "slate": ("#A3ADBD", "#56606F"),
}
PERSON_HUES = ("amber", "sky", "rose", "mint", "violet", "coral", "teal", "lime")


def luminance(color: QColor) -> float:
    """Return the relative luminance of ``color``, 0 to 1 (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(ink: QColor, ground: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2)."""
    a, b = luminance(ink), luminance(ground)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def blend(ink: QColor, ground: QColor, share: float) -> QColor:
    """Return ``share`` (0 to 1) of ``ink`` laid over ``ground``, opaque."""

    def mix(over: float, under: float) -> float:
        return over * share + under * (1 - share)

    return QColor.fromRgbF(
        mix(ink.redF(), ground.redF()),
        mix(ink.greenF(), ground.greenF()),
        mix(ink.blueF(), ground.blueF()),
    )


def load_fonts(folder: Path = FONT_FOLDER) -> int:
    """Give Qt the fonts that come with the program; return how many files it took."""
    files = sorted(folder.glob("Inter-*.otf"))
    return sum(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in files)


PAPER_INK = "#000000"


def paper_font(high: float, weight: int) -> QFont:
    """Return the font of what is printed: ``high`` dots of the printer, with digits of one width."""
    font = QFont(FONT_FAMILY)
    font.setPixelSize(round(high))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


# Sizes of type, in points.
CAPTION, SMALL, BODY, TILE, LABEL, TITLE = 10.5, 11.5, 13.0, 14.0, 15.0, 16.0
HEAD, TOTAL, HERO = 22.0, 27.0, 48.0

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700

SLIDE_MS, TOAST_STAY_MS, TOAST_ACTION_STAY_MS = 200, 4_000, 7_000
FLIGHT_AFTER_MS, FLIGHT_MS = 16, 160
"""From a tile to its line: after both have been painted, since what explains a tap never delays it."""
HOLD_MS = 500
"""A finger that stays this long on a tile asks for more than a tap."""


class _Taste(TypedDict):
    """What a person chooses for all windows of a till; the size is each window's own."""

    look: Look
    is_still: bool
    is_left_handed: bool
    is_silent: bool


class Theme(QObject):
    """The look in force: colours, density, side, motion, sound. Controls get it and repaint on ``changed``."""

    changed = Signal()

    def __init__(
        self,
        look: Look = Look.NIGHT,
        dpi: float = USUAL_DPI,
        scale: float = 1.0,
        *,
        is_still: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """``dpi`` is physical, ``scale`` 1 to 1.5 as set by the person, ``is_still`` asks for no motion."""
        super().__init__(parent)
        self.look = look
        self.dpi = sane_dpi(dpi)
        self.asked_scale = self.scale = max(SCALE_MIN, min(SCALE_MAX, scale))
        self.is_still, self.is_left_handed, self.is_silent = is_still, False, False
        self._fonts: dict[tuple[float, int], QFont] = {}
        self._elder = self

    @property
    def palette(self) -> Palette:
        return PALETTES[self.look]

    def twin(self) -> Theme:
        """Return the theme of another window: the same taste, wherever it is changed, and its own screen's density.

        It lives as long as its window does: this theme keeps no hold of it.
        """
        other = Theme(self.look, self.dpi, self.asked_scale)
        other._elder = self
        other._follow()
        self.changed.connect(other._follow)
        other.changed.connect(other._lead)
        return other

    def _follow(self) -> None:
        """Take the taste of the theme that this one is the twin of."""
        self.use(**self._elder._taste())

    def _lead(self) -> None:
        """Give that theme this one's taste."""
        self._elder.use(**self._taste())

    def _taste(self) -> _Taste:
        return _Taste(
            look=self.look,
            is_still=self.is_still,
            is_left_handed=self.is_left_handed,
            is_silent=self.is_silent,
        )

    def use(
        self,
        *,
        look: Look | None = None,
        dpi: float | None = None,
        scale: float | None = None,
        is_still: bool | None = None,
        is_left_handed: bool | None = None,
        is_silent: bool | None = None,
    ) -> None:
        """Change what is given and tell everybody, once; ``scale`` is what the person asks for.

        ``is_left_handed`` asks for the other side of the screen, ``is_silent`` for no bell.
        """
        before = self._state()
        self.look = self.look if look is None else look
        self.dpi = self.dpi if dpi is None else sane_dpi(dpi)
        self.is_still = self.is_still if is_still is None else is_still
        self.is_left_handed = self.is_left_handed if is_left_handed is None else is_left_handed
        self.is_silent = self.is_silent if is_silent is None else is_silent
        if scale is not None:
            self.asked_scale = self.scale = max(SCALE_MIN, min(SCALE_MAX, scale))
        self._tell(before)

    def fit(self, width_px: int, height_px: int) -> None:
        """Take the largest scale, up to the one asked for, that a window of this size carries."""
        before = self._state()
        self.scale = fitting_scale(width_px, height_px, self.dpi, self.asked_scale)
        self._tell(before)

    def _state(self) -> tuple[object, ...]:
        return (self.look, self.dpi, self.scale, self.is_still, self.is_left_handed, self.is_silent)

    def _tell(self, before: tuple[object, ...]) -> None:
        if before != self._state():
            self._fonts.clear()
            self.changed.emit()

    def mm(self, length_mm: float) -> int:
        """Return whole pixels for a length on the glass."""
        return mm(length_mm, self.dpi, self.scale)

    def pt(self, points: float) -> int:
        """Return the pixel size of type of ``points``."""
        return mm(points * 25.4 / 72, self.dpi, self.scale)

    def hair(self, width_mm: float = 0.25) -> float:
        """Return a line's width in pixels: at least one."""
        return max(1.0, width_mm * self.dpi * self.scale / 25.4)

    def font(self, points: float, weight: int = REGULAR) -> QFont:
        """Return the font for ``points``, with digits of one width."""
        key = (float(points), weight)
        if key not in self._fonts:
            font = QFont(FONT_FAMILY)
            font.setPixelSize(self.pt(points))
            font.setWeight(QFont.Weight(weight))
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return self._fonts[key]

    def fitted_font(self, text: str, width_px: int, points: float, at_least: float, weight: int) -> QFont:
        """Return the largest font from ``points`` down to ``at_least`` in which ``text`` fits ``width_px``."""
        size = float(points)
        while size > at_least and QFontMetrics(self.font(size, weight)).horizontalAdvance(text) > width_px:
            size = max(at_least, size - 0.5)
        return self.font(size, weight)

    def hue(self, name: str) -> QColor:
        """Return a category's colour for this look. ``name`` is one of ``HUES`` or ``#rrggbb``; others are slate.

        A free colour is drawn towards the text colour until a mark in it can be seen on a tile.
        """
        if name in HUES:
            night, day = HUES[name]
            return QColor(night if self.look is Look.NIGHT else day)
        color = QColor(name) if name.startswith("#") else QColor()
        if not color.isValid():
            return self.hue("slate")
        tile, text = QColor(self.palette.tile), QColor(self.palette.text)
        for step in range(11):
            mixed = blend(text, color, step / 10)
            if contrast(mixed, tile) >= TEXT_CONTRAST_MIN:
                return mixed
        return text

    def person_hue(self, color_index: int) -> QColor:
        """Return the colour of a person, by the place among the people."""
        return self.hue(PERSON_HUES[color_index % len(PERSON_HUES)])

    def motion(self, duration_ms: int) -> int:
        """Return how long a movement takes, in ms: 0 when the person asked for a still screen."""
        return 0 if self.is_still else duration_ms
