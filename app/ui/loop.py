"""asyncio's loop inside Qt's: qasync, but what is ready runs in one go instead of by one timer each.

A step of a coroutine so costs a tenth, and what follows a commit is not held up by a painted frame per step. It decides
nothing about the application.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimerEvent
from PySide6.QtWidgets import QApplication

ROUNDS = 8
"""So many rounds of what became ready meanwhile; then Qt has its turn, so that no coroutine can stop the painting."""


class _Ready(QObject):
    """What is to run at the next turn, in order. A frame that was asked for before it is painted before it."""

    def __init__(self) -> None:
        super().__init__()
        self._handles: deque[asyncio.Handle] = deque()
        self._is_coming = False

    def add(self, handle: asyncio.Handle) -> None:
        self._handles.append(handle)
        if not self._is_coming:
            self._is_coming = True
            QCoreApplication.postEvent(
                self, QEvent(QEvent.Type.User), Qt.EventPriority.LowEventPriority.value
            )

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.User:
            return super().event(event)
        self._run()
        return True

    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        self._run()

    def _run(self) -> None:
        for _ in range(ROUNDS):
            for _ in range(len(self._handles)):
                handle = self._handles.popleft()
                if not handle.cancelled():
                    handle._run()
        self._is_coming = bool(self._handles)
        if self._is_coming:
            self.startTimer(0)  # behind everything that waits in Qt, unlike an event


class Loop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """The application's loop; made once, in the GUI thread."""

    def __init__(self, app: QApplication) -> None:
        self._soon = _Ready()
        super().__init__(app)

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Run ``callback`` at the next turn, after what was called before it."""
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.add(handle)
        return handle
