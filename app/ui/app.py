"""The Qt application and its one event loop: asyncio runs in the GUI thread, by qasync.

Two rules keep that sound: no nested ``exec()`` anywhere, and the loop ends with its story, not with a window.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app import __version__, logs
from app.ui.loop import Loop


def make_application() -> QApplication:
    """Return the application object, made once per process. Refuses a PySide6 that would abort later."""
    if not keeps_none_alive():
        sys.exit(
            "This PySide6 build loses references on this Python and would abort: install the pinned version."
        )
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        # The style by Qt's own option: `setStyle` returns it, for which PySide reads in every class of widgets.
        app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("BarTender")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)
    return app


def keeps_none_alive() -> bool:
    """Whether calls into Qt leave the references to None alone (PySide6 6.12.0 on Python 3.11 does not)."""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        probe.setObjectName("x")
    return sys.getrefcount(None) > before - 100


def run(app: QApplication, story: Callable[[], Coroutine[object, object, int]]) -> int:
    """Run ``story`` on the application's loop and return its result, the exit code."""
    loop = Loop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(logs.log_loop_problem)
    with loop:
        code: int = loop.run_until_complete(story())
    asyncio.set_event_loop(None)
    return code
