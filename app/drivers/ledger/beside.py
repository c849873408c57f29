"""The two small files beside the ledger: the lock, which names its holder, and the mark, which says how far it was.

The mark is how an emptied file, a lost WAL or an old copy put in the ledger's place is noticed.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
import zlib
from pathlib import Path
from typing import BinaryIO

from app.domain.frozen import frozen
from app.sync.ports import JsonObject

LOCKED_BYTE = 1 << 30
"""Far behind the content: on Windows a locked region cannot be read, and who holds it must be readable."""


class HolderLock:
    """An exclusive lock that the system drops when the process dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    @property
    def is_held(self) -> bool:
        return self._file is not None

    def take(self) -> bool:
        """Return whether the lock is ours. Raises OSError when the file cannot be made."""
        if self._file is not None:
            return True
        file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
        if not _lock(file):
            file.close()
            return False
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": int(time.time())}
        file.truncate(0)
        file.write(json.dumps(holder).encode())
        self._file = file
        return True

    def holder(self) -> JsonObject:
        """Return ``pid``, ``host`` and ``since`` (s since 1970) of who holds it, as far as they can be read."""
        try:
            holder = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return holder if isinstance(holder, dict) else {}

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        file.seek(LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        file.seek(0)
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@frozen
class Mark:
    """How far the ledger was: its uuid, its last number, its last ticket. Never ahead of the ledger itself."""

    ledger: str
    no: int
    ticket: int


class MarkFile:
    """One record, overwritten in place after each commit, without waiting for the disk: it only has to be roughly as
    young as the ledger, and a record half written is told by its sum and counts as none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def read(self) -> Mark | None:
        try:
            text, _, checksum = self._path.read_text("ascii").strip().rpartition(" ")
            if int(checksum, 16) != zlib.crc32(text.encode()):
                return None
            ledger, no, ticket = text.split()
            return Mark(ledger, int(no), int(ticket))
        except (OSError, ValueError):
            return None

    def write(self, mark: Mark, *, durable: bool = False) -> None:
        """Write the mark; ``durable`` waits for the disk. Raises OSError."""
        if self._file is None:
            self._file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
        text = f"{mark.ledger:<40} {mark.no:>16} {mark.ticket:>16}"
        self._file.seek(0)
        self._file.write(f"{text} {zlib.crc32(text.encode()):08x}\n".encode())
        if durable:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None


def sync_folder(folder: Path) -> None:
    """Make new names in ``folder`` survive a power cut, where the system lets a folder be synced."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
