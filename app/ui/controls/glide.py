"""Scrolling by finger: the content follows the finger, and runs on for a moment when it was flicked."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollBar

from app.ui.theme import Theme

_FRAME_MS = 16
_LOOK_BACK_S = 0.12
"""A flick is what the finger did in this last moment."""
_FADE_S = 0.32
"""Time in which the speed falls to 1/e."""
_LEAST_MM_S = 40.0
"""Slower than this the finger only put the content down."""


class Glide(QObject):
    """Moves a scroll bar's value. ``now_s`` is a monotonic clock, given by tests."""

    def __init__(self, bar: QScrollBar, theme: Theme, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(bar)
        self._bar, self._theme, self._now_s = bar, theme, now_s
        self._moves: list[tuple[float, float]] = []
        self._rest_px = 0.0
        self._speed_px_s = 0.0
        self._frame_s = 0.0
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self.step)

    @property
    def is_running(self) -> bool:
        """Whether the content runs on by itself."""
        return self._frames.isActive()

    def stop(self) -> None:
        """Hold the content still: a finger came down."""
        self._frames.stop()
        self._moves.clear()
        self._rest_px = 0.0

    def drag(self, by_px: float) -> None:
        """Follow the finger, which moved down by ``by_px``."""
        self._moves.append((self._now_s(), by_px))
        self._move(by_px)

    def let_go(self) -> None:
        """The finger left: run on when it was quick."""
        since_s = self._now_s() - _LOOK_BACK_S
        recent = [(at_s, by_px) for at_s, by_px in self._moves if at_s >= since_s]
        self._moves.clear()
        if not recent:
            return
        took_s = max(self._now_s() - recent[0][0], _FRAME_MS / 1000)
        self._speed_px_s = sum(by_px for _, by_px in recent) / took_s
        if abs(self._speed_px_s) >= self._theme.mm(_LEAST_MM_S) and not self._theme.is_still:
            self._frame_s = self._now_s()
            self._frames.start()

    def step(self) -> None:
        """Move by one frame; stops at the ends and when it has become slow."""
        now_s = self._now_s()
        passed_s, self._frame_s = now_s - self._frame_s, now_s
        before = self._bar.value()
        self._move(self._speed_px_s * passed_s)
        self._speed_px_s *= math.exp(-passed_s / _FADE_S)
        is_at_end = self._bar.value() == before and before in {self._bar.minimum(), self._bar.maximum()}
        if is_at_end or abs(self._speed_px_s) < self._theme.mm(_LEAST_MM_S) / 4:
            self._frames.stop()

    def _move(self, by_px: float) -> None:
        self._rest_px += by_px
        whole = int(self._rest_px)
        self._rest_px -= whole
        self._bar.setValue(self._bar.value() - whole)
