"""Snapshots on disk (diskcache): text by key, in a folder that may be deleted at any time.

Nothing here is ever unpickled (CVE-2025-69872: diskcache's own disks unpickle what somebody put into the folder): the
disk refuses every form but text on write and on read, keeps no files beside its database, and never removes one.
It knows nothing of what the text means.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import sqlite3
import stat
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import diskcache
from diskcache.core import DBNAME, DEFAULT_SETTINGS, METADATA, MODE_RAW

T = TypeVar("T")
log = logging.getLogger(__name__)

SIZE_LIMIT = 64 * 2**20
DATABASE = str(DBNAME)
OURS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")
SETTINGS = {
    "eviction_policy": "least-recently-used",
    "sqlite_journal_mode": "wal",
    # The outbox forgets what a snapshot on disk contains, so a saved one must survive a power cut.
    "sqlite_synchronous": 2,
    # A database that is cut short while it is mapped would kill the process.
    "sqlite_mmap_size": 0,
}
BROKEN = (
    sqlite3.Error,
    OSError,
    diskcache.Timeout,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What diskcache raises over a folder that somebody or something has damaged."""
PASSING_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY")
PASSING_OS = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EDQUOT)


class Refused(ValueError):
    """Something that is not plain text."""


class TextDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache has no types
    """A disk of text keys and text values inside the database, and nothing else."""

    def put(self, key: object) -> tuple[str, bool]:
        if type(key) is not str:
            raise Refused("a key that is not text")
        return key, True

    def get(self, key: object, raw: object) -> str:
        if not raw or type(key) is not str:
            raise Refused("a key that is not text")
        return key

    def store(self, value: object, read: object, key: object = None) -> tuple[int, int, None, str]:
        del key
        if read or type(value) is not str:
            raise Refused("a value that is not text")
        return 0, MODE_RAW, None, value

    def fetch(self, mode: object, filename: object, value: object, read: object) -> str:
        if mode != MODE_RAW or filename is not None or read or type(value) is not str:
            raise Refused("a value that is not text")
        return value

    def remove(self, file_path: object) -> None:
        """Remove nothing: we keep no files, so a file name in the database is somebody else's idea."""


class DiskSnapshots:
    """Implements ``SnapshotStore`` in ``folder``, which it makes and closes to other users; one thread of its own.

    What is unreadable is dropped. While the disk is full or failing nothing is dropped and nothing is kept.
    """

    def __init__(self, folder: Path, *, size_limit: int = SIZE_LIMIT) -> None:
        self._folder = folder
        self._size_limit = size_limit
        self._cache: Any = None
        self._inode = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="snapshots")

    async def load_all(self) -> Mapping[str, str]:
        return await self._run(_load, {})

    async def save(self, key: str, text: str) -> bool:
        return await self._run(lambda cache: bool(cache.set(key, text)), otherwise=False)

    async def drop(self, key: str) -> None:
        await self._run(lambda cache: bool(cache.delete(key)), otherwise=False)

    async def clear(self) -> None:
        await self._run(lambda cache: bool(cache.clear()), otherwise=False)

    async def close(self) -> None:
        """Let go of the folder; the next call opens it again."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._shut)

    async def _run(self, work: Callable[[Any], T], otherwise: T) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._guarded, work, otherwise)

    def _guarded(self, work: Callable[[Any], T], otherwise: T) -> T:
        try:
            return work(self._opened())
        except BROKEN as error:
            log.warning("snapshots: %r", error)
            self._shut()
            if not _is_passing(error):
                self._discard()
            return otherwise

    def _opened(self) -> Any:
        if self._cache is None or not self._is_same_file():
            self._shut()
            try:
                self._open()
            except BROKEN as error:
                if _is_passing(error):
                    raise
                log.warning("snapshots dropped: %r", error)
                self._discard()
                self._open()
        return self._cache

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _inspect(self._folder)
        self._cache = diskcache.Cache(
            str(self._folder), timeout=1, disk=TextDisk, size_limit=self._size_limit, **SETTINGS
        )
        self._inode = (self._folder / DATABASE).stat().st_ino

    def _is_same_file(self) -> bool:
        """Tell whether the open database is the one in the folder: somebody may have deleted it."""
        try:
            return (self._folder / DATABASE).stat().st_ino == self._inode
        except OSError:
            return False

    def _shut(self) -> None:
        cache, self._cache = self._cache, None
        if cache is not None:
            with contextlib.suppress(*BROKEN):
                cache.close()

    def _discard(self) -> None:
        """Remove our files, and nothing else that may be in the folder."""
        with contextlib.suppress(OSError):
            if not self._folder.is_dir():
                self._folder.unlink()
        for name in OURS:
            with contextlib.suppress(OSError):
                (self._folder / name).unlink()


def _load(cache: Any) -> dict[str, str]:
    return {key: text for key in list(cache.iterkeys()) if (text := cache.get(key)) is not None}


def _inspect(folder: Path) -> None:
    """Close ``folder`` to others, and drop from the database in it what we would not have written.

    Raises Refused when others could write there, or when a file of ours is not a plain file of its own.
    """
    mode = stat.S_IMODE(folder.stat().st_mode)
    if os.name == "posix" and mode != 0o700:
        folder.chmod(0o700)
    if os.name == "posix" and mode & 0o022 and (folder / DATABASE).exists():
        raise Refused("others could write there")
    for name in OURS:
        path = folder / name
        if path.is_symlink() or (path.exists() and (not path.is_file() or path.stat().st_nlink > 1)):
            raise Refused("not a plain file")
    if (folder / DATABASE).exists():
        with contextlib.closing(sqlite3.connect(folder / DBNAME, timeout=1.0)) as database, database:
            _purify(database)


def _purify(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    settings = {name for (name,) in database.execute("SELECT key FROM Settings")}
    if not settings <= DEFAULT_SETTINGS.keys() | METADATA.keys():
        raise Refused("settings that are not ours")
    database.execute(
        "DELETE FROM Cache WHERE raw IS NOT 1 OR mode IS NOT ? OR filename IS NOT NULL"
        " OR typeof(key) <> 'text' OR typeof(value) <> 'text'",
        (MODE_RAW,),
    )


def _is_passing(error: BaseException) -> bool:
    """Tell whether ``error`` is about the disk as it is now, not about what is on it."""
    if isinstance(error, diskcache.Timeout):
        return True
    if isinstance(error, sqlite3.Error):
        return str(getattr(error, "sqlite_errorname", "")).startswith(PASSING_SQLITE)
    return bool(isinstance(error, OSError) and error.errno in PASSING_OS)
