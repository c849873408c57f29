"""How much one client may say: a bucket of tokens, as traffic is shaped everywhere."""

from __future__ import annotations


class Allowance:
    """Lets ``burst`` things happen at once and ``per_s`` a second from then on. ``now``: monotonic seconds."""

    def __init__(self, burst: int, per_s: float, now: float) -> None:
        self._burst = float(burst)
        self._per_s = per_s
        self._left = self._burst
        self._at = now

    def take(self, now: float) -> bool:
        """Take one; False when there is none."""
        self._left = min(self._burst, self._left + (now - self._at) * self._per_s)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
