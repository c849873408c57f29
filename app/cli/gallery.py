"""``bartender gallery``: look at every control of the kit in every state, or save pictures of them."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from app.ui.gallery.stage import Leaf
    from app.ui.gallery.window import GalleryWindow
    from app.ui.i18n import Language

_WIDE_PX = 1280
_LEAST_PX = 720
_TURNS, _TURN_S = 3, 0.01


@click.command()
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language.")
@click.option(
    "--theme", type=click.Choice(["night", "day"]), default="night", show_default=True, help="Night or day."
)
@click.option(
    "--screenshot",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="No window: save a picture of each page there, by night and by day, in French and English.",
)
def gallery(lang: str, theme: str, screenshot: Path | None) -> None:
    """Show every control in every state."""
    from app.cli.window import has_screen

    if screenshot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not has_screen():
        raise click.ClickException(
            "This machine has no screen. For pictures of the pages: --screenshot=FOLDER."
        )
    from app.ui.app import make_application, run
    from app.ui.gallery.pages import PAGES
    from app.ui.gallery.window import GalleryWindow
    from app.ui.i18n import Language
    from app.ui.theme import BODY, Look, Theme, load_fonts

    app = make_application()
    load_fonts()
    language = Language(app)
    language.use(lang)
    look = Theme(Look(theme), is_still=screenshot is not None)
    app.setFont(look.font(BODY))
    window = GalleryWindow(look, language)
    window.resize(_WIDE_PX, _LEAST_PX)

    async def story() -> int:
        closed = asyncio.Event()
        window.closed.connect(closed.set)
        window.show()
        if screenshot:
            screenshot.mkdir(parents=True, exist_ok=True)
            for file in await take_pictures(window, language, screenshot, PAGES, _settled):
                click.echo(file.name)
        else:
            await closed.wait()
        return 0

    raise SystemExit(run(app, story))


async def take_pictures(
    window: GalleryWindow,
    language: Language,
    folder: Path,
    pages: Sequence[Leaf],
    settled: Callable[[], Awaitable[None]],
) -> list[Path]:
    """Save each page in each look and language as PNG; return the files. Raises a click error when one cannot be.

    ``settled`` returns when the window has been laid out and its sheets are open.
    """
    from app.ui.i18n import LANGUAGES
    from app.ui.theme import Look

    files = []
    for code in LANGUAGES:
        language.use(code)
        for look in Look:
            window.theme.use(look=look)
            await settled()  # both make the page anew
            for leaf in pages:
                stage = window.show_leaf(leaf)
                await settled()
                low = stage.mapTo(window, stage.rect().bottomLeft()).y() + 1
                window.resize(_WIDE_PX, max(_LEAST_PX, low))
                await settled()
                words = "-".join(re.findall(r"\w+", leaf.name)).lower()
                file = folder / f"{words}-{look.value}-{code}.png"
                if not window.grab().save(str(file)):
                    raise click.ClickException(f"The picture cannot be written: {file}")
                files.append(file)
    return files


async def _settled() -> None:
    """Give Qt a few turns of the loop."""
    for _ in range(_TURNS):
        await asyncio.sleep(_TURN_S)
