"""What a window makes before somebody asks for it: its pages and sheets, one after the other, between other things."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from app.ui.windows.till import TillWindow

APART_MS = 250
"""Between two of them: whoever types a PIN at once waits for no page of later."""
TURN_MS = 20
"""Before a page is imported, and again before it is made: a PIN that was typed at once goes on being checked then."""


class Ahead:
    """``start`` it once the first frame is on the screen; it ends by itself."""

    is_wanted = True

    def __init__(self, window: TillWindow) -> None:
        self._window = window

    def start(self) -> None:
        """Begin, in a moment."""
        if self.is_wanted:
            self._wait(TURN_MS)

    def _wait(self, wait_ms: int) -> None:
        QTimer.singleShot(wait_ms, self._window, self._step)

    def _step(self) -> None:
        window = self._window
        if (page := window.next_offered()) is not None:
            name, module = page
            if module not in sys.modules:
                import_module(module)
                self._wait(TURN_MS)
                return
            window.made(name)
        elif not window.make_a_sheet():
            return
        self._wait(APART_MS)
