"""How long to wait before trying again, and a wait that can be cut short. Time is injected."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from typing import Any, TypeVar

from app.sync.ports import Clock

T = TypeVar("T")


class Backoff:
    """Full jitter: each wait is uniform between 0 and a ceiling that doubles from ``first_s`` to ``most_s``, for ever.

    After Marc Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015: full jitter spreads a crowd of
    clients that failed together better than any fixed schedule.
    """

    def __init__(self, random: random.Random, *, first_s: float = 0.5, most_s: float = 60.0) -> None:
        self._random = random
        self._first_s = first_s
        self._most_s = most_s
        self._failures = 0

    @property
    def failures(self) -> int:
        """Failures in a row."""
        return self._failures

    @property
    def ceiling_s(self) -> float:
        """The longest that the next wait can be."""
        doublings = min(
            self._failures, 32
        )  # far beyond the ceiling, and no overflow after days without a network
        return min(self._most_s, self._first_s * 2.0**doublings)

    def next_s(self) -> float:
        """Count a failure and return how many seconds to wait after it."""
        wait_s = self._random.uniform(0.0, self.ceiling_s)
        self._failures += 1
        return wait_s

    def reset(self) -> None:
        """Start again from ``first_s``: something worked."""
        self._failures = 0


async def wait_for_event(clock: Clock, event: asyncio.Event, timeout_s: float) -> bool:
    """Wait until ``event`` is set or ``timeout_s`` of ``clock`` have passed; return whether it is set.

    The loop's own time is not used, so that a test can advance the clock. Both waits have ended when it returns.
    """
    waits = (asyncio.ensure_future(clock.sleep(max(0.0, timeout_s))), asyncio.ensure_future(event.wait()))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    return event.is_set()


async def within(clock: Clock, story: Coroutine[Any, Any, T], timeout_s: float) -> T:
    """Return what ``story`` returns, if it does so before ``timeout_s`` of ``clock`` have passed.

    Else it is cancelled, and TimeoutError raised. Both waits have ended then.
    """
    told, over = asyncio.ensure_future(story), asyncio.ensure_future(clock.sleep(timeout_s))
    try:
        await asyncio.wait((told, over), return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            raise TimeoutError
        return told.result()
    finally:
        for wait in (told, over):
            wait.cancel()
        await asyncio.gather(told, over, return_exceptions=True)
