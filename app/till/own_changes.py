"""Lists are read again once the server has judged something of this till's that changes them, without a pulse."""

from __future__ import annotations

from collections.abc import Mapping

from app.sync.cache import Cache
from app.sync.outbox import Outbox
from app.sync.ports import State
from app.till.lists import list_specs

FIGURES = "dashboard"
SALES = "sales"


def _families() -> Mapping[str, frozenset[str]]:
    """Return the families of lists that each kind of command changes; figures follow the sales and what comes back."""
    found: dict[str, set[str]] = {}
    for spec in list_specs(lambda: None):
        for kind in spec.kinds or ():
            found.setdefault(kind, set()).add(spec.family)
    for families in found.values():
        if families & {"sales", "returns"}:
            families.add(FIGURES)
    return {kind: frozenset(families) for kind, families in found.items()}


FAMILIES = _families()


class OwnChanges:
    """``look`` after each change of the outbox."""

    def __init__(self, outbox: Outbox, cache: Cache) -> None:
        self._outbox = outbox
        self._cache = cache
        self._waiting: frozenset[str] = frozenset()

    def look(self) -> None:
        """Believe no list any more that a command changed which was judged since the last look; read those on screen.

        One that was refused changed nothing, but what it was about had changed before, its sale perhaps too.
        """
        before, rows = self._waiting, self._outbox.rows()
        self._waiting = frozenset([row.id for row in rows if not row.is_judged])
        judged = [row for row in rows if row.id in before and row.is_judged] if before else []
        families = {family for row in judged for family in FAMILIES.get(row.kind, ())}
        if any(row.state is State.REFUSED for row in judged):
            families.add(SALES)
        for family in sorted(families):
            self._cache.invalidate((family,))
