"""Background work of the windows: the only place of ``ui`` that starts a task, on qasync's loop or asyncio's own.

A story of ``till`` runs here; what comes out of it is handed to plain callbacks, so that view models need no coroutine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from app.domain.errors import TillError

log = logging.getLogger(__name__)

T = TypeVar("T")

BUG = "TLBUG"
"""The code of what went wrong by a bug: it has no sentence of its own."""


class Tasks:
    """Keeps every task until it ends, tells the log of failures, and cancels what is left on ``close``."""

    def __init__(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """``loop``: where tasks run; without it, the loop that is running when one is started."""
        self._loop = loop
        self._running: set[asyncio.Task[None]] = set()
        self._latest: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._running)

    def spawn(
        self,
        story: Coroutine[Any, Any, T],
        name: str,
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[TillError], object] | None = None,
        preempts: bool = False,
    ) -> asyncio.Task[None] | None:
        """Start ``story`` and return its task; None when everything is being closed.

        ``then`` gets its result. ``failed`` gets an expected error (``TillError``), which goes to the log without it. A
        bug goes to the log in any case, and to ``failed`` as ``BUG``: who waits for an answer gets one, or a key that
        is off meanwhile would stay off for ever. ``preempts``: a running story of the same name is cancelled first.
        """
        if self._is_closed:
            story.close()
            return None
        if preempts and name in self._latest:
            self._latest[name].cancel()
        loop = self._loop or asyncio.get_running_loop()
        task = loop.create_task(self._run(story, name, then, failed), name=name)
        self._running.add(task)
        self._latest[name] = task
        task.add_done_callback(self._ended)
        task.add_done_callback(
            lambda _: story.close()
        )  # a story cancelled before its first step was never awaited
        return task

    async def close(self) -> None:
        """Cancel everything and wait until it has ended; nothing can be started afterwards."""
        self._is_closed = True
        current = asyncio.current_task()
        while left := [task for task in self._running if task is not current]:
            for task in left:
                task.cancel()
            await asyncio.wait(left)

    async def _run(
        self,
        story: Coroutine[Any, Any, T],
        name: str,
        then: Callable[[T], object] | None,
        failed: Callable[[TillError], object] | None,
    ) -> None:
        try:
            result = await story
        except TillError as error:
            if failed is None:
                log.exception("%s failed", name)
            else:
                self._tell(name, failed, error)
        except Exception:
            log.exception("%s failed", name)
            if failed is not None:
                self._tell(name, failed, TillError(BUG))
        else:
            if then is not None:
                self._tell(name, then, result)

    @staticmethod
    def _tell(name: str, callback: Callable[[T], object], value: T) -> None:
        try:
            callback(value)
        except Exception:
            log.exception("the answer to %s failed", name)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._latest.get(task.get_name()) is task:
            del self._latest[task.get_name()]
