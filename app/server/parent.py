"""Notice that the process which started this one is gone, so that no server is left behind. It ends nothing."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
from collections.abc import Callable

POLL_S = 0.25


def call_when_parent_exits(parent: int, gone: Callable[[], None]) -> None:
    """Call ``gone``, in a thread of its own, when ``parent`` is no longer our parent or has closed our stdin.

    stdin counts only when it is a pipe. It covers Windows, where an orphan keeps its parent's number.
    """
    closed = threading.Event()
    if _stdin_is_pipe():
        threading.Thread(target=_drain_stdin, args=(closed,), name="stdin", daemon=True).start()
    threading.Thread(target=_watch, args=(parent, closed, gone), name="parent", daemon=True).start()


def _watch(parent: int, closed: threading.Event, gone: Callable[[], None]) -> None:
    while os.getppid() == parent and not closed.wait(POLL_S):
        continue
    gone()


def _stdin_is_pipe() -> bool:
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _drain_stdin(closed: threading.Event) -> None:
    # os.read and not sys.stdin: a thread that holds sys.stdin's lock breaks the end of the interpreter
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            continue
    closed.set()
