"""A lock on a file that the operating system lets go of when its process dies, however it dies.

It says nothing about who holds it; it works between processes and between objects of one process.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.errors import DeviceFailed

POLL_S = 0.05


class FileLock:
    """An exclusive lock on ``path``; ``with FileLock(path):`` waits for it."""

    def __init__(self, path: Path, *, patience_s: float = 600.0) -> None:
        self._path = path
        self._patience_s = patience_s
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def try_acquire(self) -> bool:
        """Take the lock if nobody else holds it; True when this object holds it now."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(descriptor):
            self._descriptor = descriptor
            return True
        os.close(descriptor)
        return False

    def release(self) -> None:
        """Let go of the lock; nothing happens when it is not held. The file stays."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        """Wait for the lock. ``DeviceFailed("TLPGS")``, reason ``locked``, when our patience ends first."""
        give_up_at = time.monotonic() + self._patience_s
        while not self.try_acquire():
            if time.monotonic() > give_up_at:
                raise DeviceFailed("TLPGS", {"reason": "locked", "log": str(self._path)})
            time.sleep(POLL_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
