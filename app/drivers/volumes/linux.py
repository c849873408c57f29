"""What Linux tells of the disks behind a file system, by ``/sys`` and ``/dev``; the rest is not guessed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

_MADE_UP = ("loop", "ram", "zram", "nbd", "sr", "fd")
"""Disks that are files, memory, other machines or drives for media: none is a disk of this machine."""
_ESCAPE = re.compile(rb"\\x([0-9a-fA-F]{2})")


class Blocks:
    """The block devices. ``sys`` and ``dev``: where the two trees are."""

    def __init__(self, sys: Path = Path("/sys"), dev: Path = Path("/dev")) -> None:
        self._nodes = sys / "class" / "block"
        self._labels = dev / "disk" / "by-label"

    def disks_under(self, device: str) -> frozenset[str]:
        """Return the names of the whole disks that ``/dev/…`` lies on, through encryption and volume groups too.

        Empty when it is not known.
        """
        return self._disks_under(Path(device).resolve().name)

    def _disks_under(self, name: str) -> frozenset[str]:
        with suppress(OSError):
            node = (self._nodes / name).resolve(strict=True)
            below = (
                sorted(one.name for one in (node / "slaves").iterdir()) if (node / "slaves").is_dir() else []
            )
            if below:
                return frozenset[str]().union(*(self._disks_under(one) for one in below))
            return frozenset({node.parent.name if (node / "partition").exists() else node.name})
        return frozenset()

    def is_removable(self, disk: str) -> bool:
        """Tell whether a whole disk is a stick, a card, or not known to be fixed. A disk in a USB case is a stick."""
        with suppress(OSError):
            node = (self._nodes / disk).resolve(strict=True)
            is_fixed = (node / "removable").read_text("ascii").strip() == "0"
            card = node / "device" / "type"  # of an SD card, which says that it is fixed
            is_card = card.exists() and card.read_text("ascii").strip() == "SD"
            is_usb = any(re.fullmatch(r"usb\d+", part) for part in node.parts)
            return disk.startswith(_MADE_UP) or not is_fixed or is_card or is_usb
        return True

    def label(self, device: str) -> str:
        """Return the name that a person gave to the file system on ``/dev/…``; empty when there is none."""
        with suppress(OSError):
            target = Path(device).resolve()
            for link in self._labels.iterdir():
                if link.resolve() == target:
                    name = os.fsencode(link.name)
                    plain = _ESCAPE.sub(lambda found: bytes.fromhex(found.group(1).decode("ascii")), name)
                    return plain.decode("utf-8", "replace")
        return ""
