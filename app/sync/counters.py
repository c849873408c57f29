"""How often a look at a query needed no request: one count per observer mount or key change, per family.

Repaints and what is followed live are not counted; a first load is a miss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from app.domain.frozen import frozen


@frozen
class Tally:
    """Looks that fresh data answered (``hits``) and looks that needed a request (``misses``)."""

    hits: int = 0
    misses: int = 0

    @property
    def rate(self) -> float | None:
        """Hits among looks, 0 to 1; None before the first look."""
        looks = self.hits + self.misses
        return self.hits / looks if looks else None


@frozen
class Looks:
    """The tally of each family, and of all together."""

    families: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        tallies = self.families.values()
        return Tally(sum(tally.hits for tally in tallies), sum(tally.misses for tally in tallies))


class HitCounter:
    """Counts since the program started."""

    def __init__(self) -> None:
        self._families: dict[str, Tally] = {}

    def count(self, family: str, *, is_hit: bool) -> None:
        """Count one look at ``family``."""
        old = self._families.get(family, Tally())
        self._families[family] = Tally(old.hits + is_hit, old.misses + (not is_hit))

    def looks(self) -> Looks:
        """Return the counts so far."""
        return Looks(dict(self._families))
