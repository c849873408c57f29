"""Notifications, gathered: however fast queries change, their observers are told at most once per frame."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.sync.ports import Clock
from app.sync.query import Query, Schedule

FRAME_S = 0.016

log = logging.getLogger(__name__)


def log_bug(bug: Exception) -> None:
    """Write a bug that was contained into the log."""
    log.error("a query's observer or projection failed", exc_info=bug)


class Frames:
    """Tells the observers of what changed: at the next turn of the loop, then not again for a frame.

    ``report`` is given what an observer raised; the others are still told.
    """

    def __init__(self, clock: Clock, schedule: Schedule, report: Callable[[Exception], None]) -> None:
        self._clock = clock
        self._schedule = schedule
        self._report = report
        self._changed: dict[int, Query] = {}
        self._is_scheduled = False
        self._told_at_s = float("-inf")

    def note(self, query: Query) -> None:
        """Tell the observers of ``query`` with the next frame."""
        self._changed[id(query)] = query
        if not self._is_scheduled:
            self._is_scheduled = True
            wait_s = self._told_at_s + FRAME_S - self._clock.monotonic()
            self._schedule(max(0.0, wait_s), self._tell)

    def _tell(self) -> None:
        self._is_scheduled = False
        self._told_at_s = self._clock.monotonic()
        changed, self._changed = self._changed, {}
        for query in changed.values():
            for observer in list(query.observers):
                try:
                    observer.tell()
                except Exception as bug:  # noqa: BLE001 - the other observers are still told
                    self._report(bug)
