"""Notifications, gathered: however fast queries change, their observers are told at most once per frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.sync.ports import Clock
from app.sync.query import Query, Schedule

FRAME_S = 0.016


class Frames:
    """Calls ``flush`` with the queries that changed: at the next turn of the loop, then not again for a frame."""

    def __init__(self, clock: Clock, schedule: Schedule, flush: Callable[[Sequence[Query]], None]) -> None:
        self._clock = clock
        self._schedule = schedule
        self._flush = flush
        self._changed: dict[int, Query] = {}
        self._is_scheduled = False
        self._flushed_at_s = float("-inf")

    def note(self, query: Query) -> None:
        """Tell the observers of ``query`` with the next frame."""
        self._changed[id(query)] = query
        if not self._is_scheduled:
            self._is_scheduled = True
            wait_s = self._flushed_at_s + FRAME_S - self._clock.monotonic()
            self._schedule(max(0.0, wait_s), self._run)

    def _run(self) -> None:
        self._is_scheduled = False
        self._flushed_at_s = self._clock.monotonic()
        changed, self._changed = self._changed, {}
        self._flush(list(changed.values()))
