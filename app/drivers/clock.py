"""The clocks of this machine."""

from __future__ import annotations

import asyncio
import time
from functools import cache
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Implements ``Clock`` with the machine's own time."""

    def wall(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def boot(self) -> str:
        return _boot()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@cache
def _boot() -> str:
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        # Elsewhere the boot is named by its minute. A clock that is set makes it look like another boot, which only
        # means that the clock is taken for unsure until the server is heard again.
        return f"boot-{round((time.time() - time.monotonic()) / 60)}"
