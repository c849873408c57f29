"""Open the till's window: the application, the till, the counter, and the end of all three."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from app import build
from app.domain.errors import DeviceFailed, TillError
from app.domain.frozen import frozen
from app.sync.ports import JsonObject
from app.till.place import Place
from app.till.till import Till
from app.ui.app import make_application, run
from app.ui.garbage import Collector
from app.ui.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language
from app.ui.receipts import Typesetter
from app.ui.tasks import Tasks
from app.ui.theme import BODY, Look, Theme, load_fonts
from app.ui.windows.counter import Counter
from app.ui.windows.desk import COUNTER, DISPLAY, OFFICE, SMALLEST, Desk

log = logging.getLogger(__name__)

LOOK = "look"
FIRST_FRAME_S = 1.0
_OPENS = {COUNTER: "one more counter", DISPLAY: "the customer's display", OFFICE: "the manager's window"}
SMALL_SCREEN_PX = 1_400
"""On a screen that is no wider the window takes all of it: a counter has no room to spare."""


@frozen
class Wishes:
    """How the window is to look. ``size``: pixels, None for the screen's; what else is None is as it was last time."""

    language: str | None = None
    theme: str | None = None
    is_fullscreen: bool = False
    size: tuple[int, int] | None = None
    dpi: float | None = None
    screenshot: Path | None = None
    person: tuple[str, str] | None = None
    """Who signs in for the picture: name and PIN."""
    owner: tuple[str, str] | None = None
    """Who cancels what was sold for it: name and PIN."""
    window: str | None = None
    """A window to open beside the counter; where the till runs already, only this one (a counter when None)."""
    is_demo: bool = False
    launched_again: Callable[[], None] | None = None
    """Called when somebody has started the program once more and was given a window here."""


def has_screen() -> bool:
    """Tell whether a window can be shown: always but on a Linux without a display."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_window(profile: Path, place: Place, wishes: Wishes) -> int:
    """Show the till until its window is closed; returns the exit code. Raises DeviceFailed before a window is there."""
    if wishes.screenshot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not has_screen():
        raise click.ClickException(
            "This machine has no screen. For a picture of the till at work: add --screenshot=till.png; "
            "for the till without a window: bartender till --headless."
        )
    gc.disable()  # until the people are on the screen: nothing that is made before then is garbage
    app = make_application()
    load_fonts()
    language = Language(app)
    language.use(DEFAULT_LANGUAGE)
    theme = Theme()
    app.setFont(theme.font(BODY))

    async def story() -> int:
        tasks = Tasks()
        till = await _open(profile, place, tasks, wishes)
        if till is None:
            return 0
        await _recall_look(till, theme, language, wishes)
        desk = Desk(till, tasks, theme, language)
        if not wishes.screenshot:
            _keep_look(till, tasks, theme, language)
        try:
            await till.restore()
            _show(desk.first, theme, wishes)
            await _until_shown(desk.first)
            till.begin()
            return await _until_closed(desk, till, profile, wishes)
        finally:
            await _close(desk, till, tasks)
            language.drop()

    return run(app, story)


async def _close(desk: Desk, till: Till, tasks: Tasks) -> None:
    desk.close()
    await till.finish()
    await tasks.close()
    await till.close()


async def _open(profile: Path, place: Place, tasks: Tasks, wishes: Wishes) -> Till | None:
    """Open the till; None when a program runs it already, which then has opened the window that is wished for.

    Raises DeviceFailed, and ClickException for a picture of a till that another program runs.
    """
    try:
        return await build.open_till(profile, place, tasks.spawn, paper=Typesetter(), is_demo=wishes.is_demo)
    except DeviceFailed as failure:
        if failure.code == "TLHLD" and wishes.screenshot:
            raise _no_picture() from failure
        if failure.code == "TLHLD" and ask_open_till(profile, wishes.window):
            return None
        raise


def ask_open_till(profile: Path, window: str | None, *, and_also: str = "") -> bool:
    """Let the program that runs this till open the window (a counter when None), if there is such a program.

    Says so in one line, with what the caller has to say as well; tells whether it was so.
    """
    from app.ui.instance import ask_running

    make_application()  # a socket of Qt's needs one
    name = window or COUNTER
    is_open = ask_running(profile, name)
    if is_open:
        click.echo(f"This till is open already: {_OPENS[name]} opens there.{and_also and ' ' + and_also}")
    return is_open


def refuse_picture_of_open_till(profile: Path) -> None:
    """Raise ClickException when a program runs this till with a window; nothing opens there."""
    from app.ui.instance import is_running

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    make_application()  # a socket of Qt's needs one
    if is_running(profile):
        raise _no_picture()


def _no_picture() -> click.ClickException:
    return click.ClickException("This till is open already: no picture was made. Close it first.")


async def _recall_look(till: Till, theme: Theme, language: Language, wishes: Wishes) -> None:
    """Dress as wished, else as last time on this till."""
    kept = await till.outbox.get_note(LOOK) or {}
    code = wishes.language or kept.get("language")
    if code in LANGUAGES:
        language.use(str(code))
    look = wishes.theme or kept.get("theme")
    scale = kept.get("scale")
    theme.use(
        look=Look(str(look)) if look in tuple(Look) else None,
        scale=float(scale) if isinstance(scale, int | float) else None,
        is_still=kept.get("still") is True,
        is_left_handed=kept.get("left_handed") is True,
        is_silent=kept.get("silent") is True,
    )


def _keep_look(till: Till, tasks: Tasks, theme: Theme, language: Language) -> None:
    """Remember what a person chooses, for the next start."""

    def keep() -> None:
        chosen: JsonObject = {
            "theme": theme.look.value,
            "scale": theme.asked_scale,
            "language": language.code,
            "still": theme.is_still,
            "left_handed": theme.is_left_handed,
            "silent": theme.is_silent,
        }
        tasks.spawn(till.outbox.set_note(LOOK, chosen), "keep the look", failed=_not_kept)

    theme.changed.connect(keep)
    language.changed.connect(keep)


def _not_kept(error: TillError) -> None:
    log.warning("the look is not kept: %s", error.code)


def _show(counter: Counter, theme: Theme, wishes: Wishes) -> None:
    window = counter.window
    screen = window.screen()
    if wishes.dpi:
        theme.use(dpi=wishes.dpi)
    else:
        window.take_screen(screen)
    area = screen.availableGeometry()
    least = (min(length, room) for length, room in zip(SMALLEST, area.size().toTuple(), strict=True))
    window.setMinimumSize(*least)  # never wider than a screen that stands
    window.resize(*(wishes.size or (area.width() * 9 // 10, area.height() * 9 // 10)))
    if wishes.is_fullscreen:
        window.showFullScreen()
    elif not wishes.size and area.width() <= SMALL_SCREEN_PX:
        window.showMaximized()
    else:
        window.show()


async def _until_shown(counter: Counter) -> None:
    """Return when the first frame is on the screen, or when it will not come soon (a window that is born minimised)."""
    shown = asyncio.Event()
    counter.window.appeared.connect(shown.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(shown.wait(), FIRST_FRAME_S)
    gc.freeze()
    Collector(counter).start()


async def _until_closed(desk: Desk, till: Till, profile: Path, wishes: Wishes) -> int:
    if wishes.screenshot and wishes.person and wishes.owner:
        from app.cli.screenshot import take_screenshot

        return await take_screenshot(desk.first, till, wishes.screenshot, wishes.person, wishes.owner)
    from app.ui.instance import Instance

    closed = asyncio.Event()
    desk.closed.connect(closed.set)
    instance = Instance(profile, desk)
    instance.asked.connect(desk.open)
    if wishes.launched_again is not None:
        instance.asked.connect(wishes.launched_again)
    if wishes.window is not None and wishes.window != COUNTER:
        desk.open(wishes.window)
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGTERM, closed.set)
        loop.add_signal_handler(signal.SIGINT, closed.set)
    except NotImplementedError:
        log.debug("no signal handlers on this system")
    await closed.wait()
    instance.close()
    return 0
