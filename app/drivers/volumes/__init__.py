"""The disks and sticks of this machine beside the till's own: which are there, and files written to them to stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.drivers.volumes.disk import Disk
from app.drivers.volumes.machine import disks_beside, folders_as_disks
from app.drivers.volumes.store import DiskVolumes
from app.settings import copy_folders

__all__ = ["DiskVolumes", "volumes_of"]


def volumes_of(profile: Path, *, asks_first: bool = False) -> DiskVolumes:
    """Return the volumes beside the till's files in ``profile``: the folders that were named, else the machine's disks.

    ``asks_first``: none of them counts as a second disk, to which copies would go before anybody chose it.
    """
    folders = copy_folders()

    def disks() -> list[Disk]:
        found = disks_beside(profile.absolute()) if folders is None else folders_as_disks(folders)
        return [replace(disk, is_second=disk.is_second and not asks_first) for disk in found]

    return DiskVolumes(disks)
