"""Ask until an answer comes: waits while offline, asks again after a failure of the line, never after a refusal.

Knows no queries. Time, chance and the gate are given.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random
from typing import TypeVar

from app.domain.errors import Unreachable
from app.sync.backoff import Backoff
from app.sync.ports import Clock

T = TypeVar("T")

RETRIES = 3
FIRST_RETRY_S = 1.0
LAST_RETRY_S = 30.0


async def ask_with_retries(
    ask: Callable[[], Awaitable[T]],
    *,
    gate: Callable[[], Awaitable[bool]],
    is_open: Callable[[], bool],
    failed: Callable[[Exception], None],
    clock: Clock,
    random: Random,
) -> T | None:
    """Return what ``ask`` returned, or None when ``gate`` said that nobody wants it any more.

    ``gate`` waits as long as the server cannot be reached; a failure while ``is_open()`` is false is not counted, since
    asking goes on where it was. ``failed`` is told each counted failure. Raises the last failure after ``RETRIES``
    further tries (full jitter under a ceiling of 1 s that doubles, 30 s at most), and every other error at once.
    """
    backoff = Backoff(random, first_s=FIRST_RETRY_S, most_s=LAST_RETRY_S)
    while await gate():
        try:
            return await ask()
        except Unreachable as failure:
            if not is_open():
                continue
            failed(failure)
            if backoff.failures == RETRIES:
                raise
            await clock.sleep(backoff.next_s())
    return None
