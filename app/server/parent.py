"""Notice that the process which started this one is gone, so that no server is left behind. It ends nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import sys
import threading

POLL_S = 0.25


async def until_parent_exits(parent: int) -> None:
    """Return when process ``parent`` is no longer our parent, or when the pipe that it gave us as stdin is closed.

    The pipe covers Windows, where an orphan keeps its parent's number. A terminal or a closed stdin says nothing.
    """
    closed = asyncio.Event()
    if _stdin_is_pipe():
        loop = asyncio.get_running_loop()
        threading.Thread(target=_drain_stdin, args=(loop, closed), name="stdin", daemon=True).start()
    while os.getppid() == parent:
        try:
            async with asyncio.timeout(POLL_S):
                await closed.wait()
        except TimeoutError:
            continue
        return


def _stdin_is_pipe() -> bool:
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _drain_stdin(loop: asyncio.AbstractEventLoop, closed: asyncio.Event) -> None:
    # os.read and not sys.stdin: a thread that holds sys.stdin's lock breaks the end of the interpreter
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            continue
    with contextlib.suppress(RuntimeError):  # the loop ended first
        loop.call_soon_threadsafe(closed.set)
