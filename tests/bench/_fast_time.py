"""A day in minutes: clocks that run so many times faster than the machine's, for tills and for the relay."""

import asyncio
import time
from collections.abc import Callable


class FastClock:
    """Implements the tills' ``Clock`` and the relay's. A day begins at ten in the morning of this machine."""

    def __init__(self, factor: float, *, is_wall_fast: bool = True) -> None:
        self._factor = factor
        self._is_wall_fast = is_wall_fast
        now = time.localtime()
        self._wall = time.time() - (now.tm_hour * 3600 + now.tm_min * 60 + now.tm_sec) + 10 * 3600
        self._began = time.monotonic()

    def wall(self) -> float:
        return self._wall + self.monotonic() if self._is_wall_fast else time.time()

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * self._factor

    def boot(self) -> str:
        return "a fast day"

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self._factor)

    def schedule(self, delay_s: float, callback: Callable[[], None]) -> object:
        """Call back after so many fast seconds: the loop's ``call_later``."""
        return asyncio.get_running_loop().call_later(delay_s / self._factor, callback)
