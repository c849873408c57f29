"""Every picture of every screen: which there are, how each is reached, and what its file is called."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.i18n import LANGUAGES
from app.ui.theme import Look
from tests.ui import (
    after_pictures,
    copies_pictures,
    counter_pictures,
    desk_pictures,
    pictures,
    pictures_printing,
)
from tests.ui.counting import counting
from tests.ui.language import speaking

LANDSCAPE = ((1280, 720), (1920, 1080))
PORTRAIT = (768, 1366)
USUAL = "usual"
PROCESSES = 2
TURN = 240
"""So many pictures, then other processes go on, with a small memory."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a window is looked at. ``size`` is in pixels, of a screen of 100 dpi."""

    size: tuple[int, int]
    look: Look
    language: str

    @property
    def name(self) -> str:
        return f"{self.size[0]}x{self.size[1]}-{self.look.value}-{self.language}"


class Shown(Protocol):
    """A till that is open, and the window of it that is looked at."""

    @property
    def window(self) -> QWidget: ...

    def settle(self) -> None: ...


Open = Callable[[Setting], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of one screen. ``stands`` tells whether the window is also looked at upright."""

    screen: str
    state: str
    open: Open
    reach: Callable[[Any], None]
    stands: bool = True

    @property
    def name(self) -> str:
        return f"{self.screen}-{self.state}"

    def settings(self) -> Iterator[Setting]:
        """How it is looked at: on each screen that lies, by night and by day, and on one that stands, by night."""
        for size in (*LANDSCAPE, PORTRAIT) if self.stands else LANDSCAPE:
            for look in (Look.NIGHT,) if size == PORTRAIT else Look:
                for language in LANGUAGES:
                    yield Setting(size, look, language)

    def take(self, setting: Setting, folder: Path) -> Path:
        """Save the picture into ``folder`` and return where it is."""
        with self.open(setting) as shown:
            self.reach(shown)
            return _grab(shown, folder / f"{self.name}-{setting.name}.png")


def _grab(shown: Shown, path: Path) -> Path:
    shown.window.activateWindow()
    shown.settle()
    QCoreApplication.processEvents()
    assert shown.window.grab().save(str(path)), path
    return path


# --- what stands behind them


def _counter(setting: Setting, **wishes: Any) -> AbstractContextManager[Any]:
    return counting(setting.language, setting.size, look=setting.look, **wishes)


def _printing(setting: Setting) -> AbstractContextManager[Any]:
    return pictures_printing.printed(setting.language, setting.size, look=setting.look)


def _beside(setting: Setting) -> AbstractContextManager[Any]:
    return desk_pictures.beside(setting.language, setting.size, look=setting.look)


@contextmanager
def _paying(setting: Setting) -> Iterator[pictures.Screens]:
    """Open the pages of paying, in a language."""
    with speaking(setting.language), pictures.screens(setting.size, look=setting.look) as shown:
        yield shown


SCREENS = (
    "sign-in",
    "sale",
    "payment",
    "sold",
    "day",
    "detail",
    "return",
    "exchange",
    "kept",
    "change",
    "outbox",
    "copies",
    "unprinted",
    "printers",
    "team",
    "own-pin",
    "diagnostics",
    "menu",
    "help",
    "look",
    "closing",
    "display",
    "office",
)
"""In the order of an evening, and of the sheet."""

_BEHIND: tuple[tuple[Open, dict[str, Callable[[Any], None]]], ...] = (
    (_counter, {**counter_pictures.STATES, **after_pictures.STATES}),
    (partial(_counter, person="", is_new=True), {**counter_pictures.NEW_STATES}),
    (_paying, {**pictures.STATES, **copies_pictures.STATES}),
    (_printing, {**pictures_printing.STATES}),
    (_beside, {**desk_pictures.STATES}),
)


def screen_of(name: str) -> str:
    return next(screen for screen in SCREENS if name == screen or name.startswith(f"{screen}-"))


def scenes() -> list[Scene]:
    """Return every state of every screen, in the order of an evening."""
    found = []
    for open_, states in _BEHIND:
        for name, reach in states.items():
            screen = screen_of(name)
            state = name.removeprefix(screen).removeprefix("-") or USUAL
            found.append(Scene(screen, state, open_, reach, stands=open_ is not _beside))
    return sorted(found, key=lambda scene: SCREENS.index(scene.screen))


Shot = tuple[str, Setting]
"""A scene's name and how it is looked at."""


def shots(wanted: Sequence[str]) -> list[Shot]:
    """Return the pictures whose file's name has one of ``wanted`` in it; all when nothing is named."""
    every = [(scene.name, setting) for scene in scenes() for setting in scene.settings()]
    return [
        (name, setting)
        for name, setting in every
        if not wanted or any(part in f"{name}-{setting.name}.png" for part in wanted)
    ]


# --- two at a time


def take(wanted: Sequence[Shot], folder: Path) -> list[Path]:
    """Save these pictures into ``folder``, in as many processes as there are halves of the work; return where."""
    folder.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    saved = []
    for first in range(0, len(wanted), TURN):
        with ProcessPoolExecutor(PROCESSES, context, _open_eyes) as pool:
            for path in pool.map(_take, [(*shot, folder) for shot in wanted[first : first + TURN]]):
                print(path.name, flush=True)
                saved.append(path)
    return saved


def _open_eyes() -> None:
    """Make the application of this process, dressed as the real one."""
    global _app  # noqa: PLW0603 - it lives as long as its process
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(lambda _kind, _place, text: _said.append(text))
    ears = logging.Handler(logging.ERROR)
    ears.emit = lambda record: _said.append(record.getMessage())  # type: ignore[method-assign]  # nothing else to do
    logging.getLogger().addHandler(ears)
    _app = QApplication([])
    pictures.dress()


def _take(shot: tuple[str, Setting, Path]) -> Path:
    """Save one picture. Raises RuntimeError when Qt warned or something was logged at ERROR meanwhile."""
    name, setting, folder = shot
    _said.clear()
    path = next(scene for scene in scenes() if scene.name == name).take(setting, folder)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the keyboard is the next window's
    if _said:
        raise RuntimeError(f"{path.name}: {_said}")
    return path


_app: QApplication | None = None
_said: list[str] = []
