"""Sticks and second disks that are this object: plugged in, pulled out, full, slow, as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.errors import DeviceFailed
from app.till.ports import COPYING, GONE, CopyFile, Volume
from tests.memory_ledger import MemoryLedger

WRITTEN_AT = 1_779_920_000.0
"""When every file on a stick was written, in seconds since 1970."""


@dataclass
class Stick:
    """One volume. ``fails``: why nothing can be written to it; ``gate``: writing waits for it."""

    name: str
    root: str
    is_removable: bool = True
    is_second: bool = False
    free: int = 8_000_000_000
    mark: str | None = None
    fails: str = ""
    gate: asyncio.Event | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    written: int = 0
    """How many copies were written."""


class Sticks:
    """Implements ``Volumes``; a copy on a stick can be read by ``ledger`` under the stick's root."""

    def __init__(self, ledger: MemoryLedger) -> None:
        self.ledger = ledger
        self.plugged: list[Stick] = []
        self.looks = 0
        self.looking: asyncio.Event | None = None
        """Looking waits for it."""
        self.bug: Exception | None = None

    def plug(self, stick: Stick) -> Stick:
        """Put it in; its files are there under its root of today."""
        self.plugged.append(stick)
        for name, data in stick.files.items():
            if data in self.ledger.images:
                self.ledger.copies[f"{stick.root}/{name}"] = self.ledger.images[data]
        return stick

    def pull(self, stick: Stick) -> None:
        self.plugged.remove(stick)

    async def look(self) -> tuple[Volume, ...]:
        self.looks += 1
        await asyncio.sleep(0)
        if self.bug is not None:
            raise self.bug
        if self.looking is not None:
            await self.looking.wait()
        return tuple(self._volumes())

    def _volumes(self) -> Iterator[Volume]:
        for one in self.plugged:
            copies = tuple(
                CopyFile(f"{one.root}/{name}", len(data), WRITTEN_AT) for name, data in one.files.items()
            )
            yield Volume(
                one.root,
                one.name,
                one.free,
                16_000_000_000,
                7,
                one.is_removable,
                one.is_second,
                one.mark,
                copies,
            )

    async def keep(self, volume: Volume, name: str, data: bytes) -> str:
        await asyncio.sleep(0)
        stick = next((one for one in self.plugged if one.root == volume.root), None)
        if stick is not None and stick.gate is not None:
            await stick.gate.wait()
        if stick not in self.plugged or stick is None or stick.mark != volume.mark:
            raise DeviceFailed(COPYING, {"reason": GONE, "volume": volume.name})
        if stick.fails:
            raise DeviceFailed(COPYING, {"reason": stick.fails, "volume": volume.name})
        stick.files[name] = data
        stick.written += 1
        stick.mark = stick.mark or f"mark of {stick.name}"
        self.ledger.copies[f"{stick.root}/{name}"] = self.ledger.images[data]
        return stick.mark
