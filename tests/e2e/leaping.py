"""Time that a story does not wait for."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.drivers.clock import SystemClock


class LeapingClock(SystemClock):
    """The machine's clock, which a test lets leap forward: whoever sleeps for less wakes up."""

    def __init__(self) -> None:
        self._leapt_s = 0.0
        self._leap = asyncio.Event()

    def leap(self, seconds: float) -> None:
        self._leapt_s += seconds
        before, self._leap = self._leap, asyncio.Event()
        before.set()

    def wall(self) -> float:
        return super().wall() + self._leapt_s

    def monotonic(self) -> float:
        return super().monotonic() + self._leapt_s

    async def sleep(self, seconds: float) -> None:
        due = self.monotonic() + seconds
        while (left := due - self.monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._leap.wait(), left)
