"""One picture of all screens, for whoever reads before they try: ``docs/pictures/screens.png``, and single ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PIL import Image, ImageDraw

from app.ui.theme import Look
from tests.ui.picture_book import LANDSCAPE, Setting, Shot, take

DOCS = Path(__file__).resolve().parents[2] / "docs/pictures"
SHEET = DOCS / "screens.png"
SMALL = LANDSCAPE[0]
COLUMNS = 5
WIDE_PX = 560
GAP_PX = 18
COLOURS = 256
ROUNDS = 6
"""Of looking for colours that lie closer to those that are seen: so the hues of people stay theirs."""

SCREENS = (
    "sign-in-usual",
    "sale-usual",
    "sale-offline",
    "sale-favourites",
    "payment-change",
    "payment-transfer",
    "sold-owed",
    "day-manager",
    "detail-manager",
    "return-usual",
    "exchange-usual",
    "kept-usual",
    "change-usual",
    "outbox-usual",
    "copies-found",
    "unprinted-usual",
    "printers-usual",
    "team-usual",
    "own-pin-usual",
    "diagnostics-usual",
    "menu-usual",
    "look-usual",
    "display-order",
    "display-payment",
    "office-usual",
)
"""By night; ``BY_DAY`` follow them."""
BY_DAY = ("sale-usual", "payment-change", "day-manager", "office-low", "sign-in-usual")
ALONE = {"payment-change": "payment.png", "detail-manager": "day.png"}
"""Screens that a page shows by themselves, and the files."""


def shots() -> list[Shot]:
    """Return the pictures of the sheet, in its order."""
    by_night = [(name, Setting(SMALL, Look.NIGHT, "fr")) for name in SCREENS]
    return by_night + [(name, Setting(SMALL, Look.DAY, "fr")) for name in BY_DAY]


def make(folder: Path) -> Path:
    """Take the pictures into ``folder``, lay them out, save the sheet and the single ones; return the sheet."""
    files = take(shots(), folder)
    DOCS.mkdir(parents=True, exist_ok=True)
    laid_out([Image.open(file).convert("RGB") for file in files]).save(SHEET, optimize=True)
    for (name, setting), file in zip(shots(), files, strict=True):
        if name in ALONE and setting.look is Look.NIGHT:
            few_colours(Image.open(file).convert("RGB"), COLOURS).save(DOCS / ALONE[name], optimize=True)
    return SHEET


def laid_out(pictures: list[Image.Image]) -> Image.Image:
    """Return the pictures beside and under each other, each with round corners, on the ground of the night."""
    high = round(WIDE_PX * SMALL[1] / SMALL[0])
    rows = -(-len(pictures) // COLUMNS)
    size = (COLUMNS * (WIDE_PX + GAP_PX) + GAP_PX, rows * (high + GAP_PX) + GAP_PX)
    sheet = Image.new("RGB", size, "#2A2A2E")
    corners = Image.new("L", (WIDE_PX, high), 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, WIDE_PX - 1, high - 1), radius=10, fill=255)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, COLUMNS)
        spot = (GAP_PX + column * (WIDE_PX + GAP_PX), GAP_PX + row * (high + GAP_PX))
        sheet.paste(picture.resize((WIDE_PX, high), Image.Resampling.LANCZOS), spot, corners)
    return few_colours(sheet, COLOURS)


def few_colours(picture: Image.Image, count: int) -> Image.Image:
    """Return it with ``count`` colours at most: a fifth of the bytes. Those that are seen most stay as they are."""
    data = picture.tobytes()
    seen = Counter(zip(data[::3], data[1::3], data[2::3], strict=True))
    colours = [colour for colour, _ in seen.most_common()]
    often, rest = colours[: count // 4], colours[count // 4 :]
    kept = [part for colour in often for part in colour]
    if rest:
        strip = Image.new("RGB", (len(rest), 1))
        strip.putdata(rest)
        room = count - len(often)
        few = strip.quantize(room, Image.Quantize.MEDIANCUT, kmeans=ROUNDS, dither=Image.Dither.NONE)
        kept += (few.getpalette() or [])[: 3 * room]
    palette = Image.new("P", (1, 1))
    palette.putpalette(kept)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)
