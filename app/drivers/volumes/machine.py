"""The disks of this machine that may take a copy: none of the till's own, none of the system's, none that is read only.

``psutil`` lists what is mounted; what kind of disk it is, each system tells in its own way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from app.domain.frozen import frozen
from app.drivers.volumes import windows
from app.drivers.volumes.disk import Disk
from app.drivers.volumes.linux import Blocks

READ_ONLY = frozenset({"squashfs", "iso9660", "udf", "erofs", "cramfs", "romfs", "cdfs"})
SYSTEM = ("/boot", "/efi", "/snap", "/usr", "/var", "/opt", "/proc", "/sys", "/dev", "/recovery")
"""Nothing under these is a place for a person's files."""


@frozen
class Mounted:
    """One line of what is mounted: ``/dev/sdb1``, where, the kind of file system, its options."""

    device: str
    root: str
    kind: str
    options: frozenset[str]


def mounted() -> tuple[Mounted, ...]:
    """Return the file systems of real devices."""
    import psutil  # with the first look at the disks, after the first frame

    return tuple(
        Mounted(one.device, one.mountpoint, one.fstype.lower(), frozenset(one.opts.split(",")))
        for one in psutil.disk_partitions(all=False)
    )


def disks_beside(
    profile: PurePath,
    *,
    partitions: Callable[[], Sequence[Mounted]] = mounted,
    system: str = sys.platform,
    blocks: Blocks | None = None,
) -> tuple[Disk, ...]:
    """Return the disks beside that of the till's files in ``profile``, an absolute path.

    Ask anew each time: sticks come and go.
    """
    found = tuple(partitions())
    own = _holder(profile, found, PureWindowsPath if system == "win32" else PurePosixPath)
    seen = {own.device} if own else set[str]()
    disks = []
    for one in found:
        if one.device not in seen and not _is_left_out(one, system):
            seen.add(one.device)
            disks.append(_disk(one, own, system, blocks or Blocks()))
    return tuple(disks)


def folders_as_disks(folders: Sequence[Path]) -> tuple[Disk, ...]:
    """Return folders that somebody named as if each were a second disk."""
    return tuple(Disk(str(one), one.name, is_removable=False, is_second=True) for one in folders)


def _holder(path: PurePath, found: Sequence[Mounted], kind: type[PurePath]) -> Mounted | None:
    """Return the file system that a path lies on: the one mounted deepest."""

    def depths() -> Iterator[tuple[int, Mounted]]:
        for one in found:
            if kind(path).is_relative_to(one.root):
                yield len(kind(one.root).parts), one

    return max(depths(), key=lambda pair: pair[0], default=(0, None))[1]


def _is_left_out(one: Mounted, system: str) -> bool:
    if one.kind in READ_ONLY or not {"ro", "cdrom"}.isdisjoint(one.options):
        return True
    if system == "darwin":
        return not one.root.startswith("/Volumes/")
    if system == "win32":
        return not one.kind  # a drive with nothing in it
    return one.root == "/" or any(one.root == place or one.root.startswith(f"{place}/") for place in SYSTEM)


def _disk(one: Mounted, own: Mounted | None, system: str, blocks: Blocks) -> Disk:
    name = PurePath(one.root).name or one.root
    if system == "win32":
        number, ours = windows.disk_number(one.root), windows.disk_number(own.root) if own else None
        is_removable = "fixed" not in one.options or windows.is_on_usb(one.root)
        is_second = not is_removable and None not in (number, ours) and number != ours
        return Disk(one.root, windows.label(one.root) or one.root[:2], is_removable, is_second)
    if system != "linux":
        return Disk(one.root, name)
    under, ours_under = (
        blocks.disks_under(one.device),
        blocks.disks_under(own.device) if own else frozenset[str](),
    )
    is_removable = not under or any(blocks.is_removable(disk) for disk in under)
    is_second = not is_removable and bool(ours_under) and under.isdisjoint(ours_under)
    return Disk(one.root, blocks.label(one.device) or name, is_removable, is_second)
