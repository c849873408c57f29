"""Files on other disks: written whole beside the old one, flushed, then put in its place.

A stick may be pulled out at any moment, be full, refuse to be written, or hang: each says what it is, on a thread that
nobody has to wait for.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.errors import DeviceFailed
from app.domain.ids import is_id, new_id
from app.drivers.volumes.disk import Disk
from app.sync.aside import aside
from app.till.ports import BROKEN, BUSY, COPY_SUFFIX, COPYING, FULL, GONE, PROTECTED, CopyFile, Volume

log = logging.getLogger(__name__)

FOLDER = "BarTender"
MARK = "disk.id"
"""The file with the id by which a volume is known again, wherever it is mounted."""
CHUNK = 1 << 20
_REASONS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: PROTECTED,
    errno.EACCES: PROTECTED,
    errno.EPERM: PROTECTED,
}


class DiskVolumes:
    """Implements ``Volumes`` over the disks that ``disks`` names at each look."""

    def __init__(self, disks: Callable[[], Sequence[Disk]]) -> None:
        self._disks = disks
        self._writing: set[str] = set()
        self._turn = threading.Lock()

    async def look(self) -> tuple[Volume, ...]:
        return await aside(self._look, "volumes")

    async def keep(self, volume: Volume, name: str, data: bytes) -> str:
        return await aside(lambda: self._keep(volume, name, data), "copy to a volume")

    def _look(self) -> tuple[Volume, ...]:
        found: list[Volume] = []
        try:
            disks = self._disks()
        except (OSError, RuntimeError):
            log.warning("the disks cannot be listed", exc_info=True)
            return ()
        for disk in disks:
            with suppress(OSError):  # pulled out just now
                if (volume := _volume(disk)) is not None:
                    found.append(volume)
        return tuple(found)

    def _keep(self, volume: Volume, name: str, data: bytes) -> str:
        with self._alone_on(volume):
            try:
                return _written(volume, name, data)
            except OSError as error:
                raise _failure(volume, error) from error

    @contextmanager
    def _alone_on(self, volume: Volume) -> Iterator[None]:
        """One at a time on each volume: one that hangs keeps nobody from another."""
        with self._turn:
            if volume.root in self._writing:
                raise _failed(volume, BUSY)
            self._writing.add(volume.root)
        try:
            yield
        finally:
            self._writing.discard(volume.root)


def _volume(disk: Disk) -> Volume | None:
    """Return what is at the disk's root, None when it may not be written to. Raises OSError."""
    root = Path(disk.root)
    folder, usage, device = root / FOLDER, shutil.disk_usage(root), root.stat().st_dev
    if not os.access(folder if folder.exists() else root, os.W_OK | os.X_OK):
        return None
    return Volume(
        root=disk.root,
        name=disk.name,
        free=usage.free,
        total=usage.total,
        device=device,
        is_removable=disk.is_removable,
        is_second=disk.is_second,
        mark=_mark_in(folder),
        copies=tuple(_copies_in(folder)),
    )


def _mark_in(folder: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        text = (folder / MARK).read_text("ascii").strip()
        return text if is_id(text) else None
    return None


def _copies_in(folder: Path) -> Iterator[CopyFile]:
    if folder.is_dir():
        for path in sorted(folder.glob(f"*{COPY_SUFFIX}")):
            with suppress(OSError):
                facts = path.stat()
                yield CopyFile(str(path), facts.st_size, facts.st_mtime)


def _written(volume: Volume, name: str, data: bytes) -> str:
    """Write the file, then the mark if there is none; return the mark. Raises OSError and DeviceFailed."""
    _must_be_there(volume)
    folder = Path(volume.root) / FOLDER
    folder.mkdir(mode=0o777 if volume.is_removable else 0o700, exist_ok=True)
    if folder.is_symlink():
        raise _failed(volume, BROKEN)
    if shutil.disk_usage(folder).free < len(data):
        raise _failed(volume, FULL)
    _replace(folder / name, data, is_private=not volume.is_removable)
    mark = _mark_in(folder)
    if mark is None:
        mark = new_id(time.time())
        _replace(folder / MARK, f"{mark}\n".encode(), is_private=False)
    return mark


def _must_be_there(volume: Volume) -> None:
    """Raise DeviceFailed when another disk, or none, is at the volume's root by now: the folder may be the system's."""
    root = Path(volume.root)
    is_same = root.stat().st_dev == volume.device
    if not is_same or (volume.mark is not None and _mark_in(root / FOLDER) != volume.mark):
        raise _failed(volume, GONE)


def _replace(path: Path, data: bytes, *, is_private: bool) -> None:
    """Put ``data`` at ``path`` to stay; whatever fails, what was there is still there. Raises OSError.

    A stick is read on another machine, by another account; on a fixed disk nobody else looks into it.
    """
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        # Never through a link: a stick that somebody prepared could lead us to any file of this machine.
        with draft.open("xb", buffering=0) as file:
            if is_private:
                with suppress(OSError):  # a file system without rights
                    draft.chmod(0o600)
            view = memoryview(data)
            while view:
                view = view[file.write(view[:CHUNK]) :]
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the file system lets a folder be synced."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
                raise
        finally:
            os.close(handle)


def _failure(volume: Volume, error: OSError) -> DeviceFailed:
    """Return what an error means to a person: a disk that is not there any more is that, whatever it said."""
    try:
        _must_be_there(volume)
    except DeviceFailed as gone:
        return gone
    except OSError:
        return _failed(volume, GONE)
    return _failed(volume, _REASONS.get(error.errno or 0, BROKEN))


def _failed(volume: Volume, reason: str) -> DeviceFailed:
    return DeviceFailed(COPYING, {"reason": reason, "volume": volume.name})
