"""How the commands that run until they are told to stop are told."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def at_signals(call: Callable[[], None]) -> None:
    """Call back, in the running loop, at each signal that asks a program to end, unless it is ignored (nohup)."""
    loop = asyncio.get_running_loop()

    def pass_on(*_: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(call)

    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, pass_on)
