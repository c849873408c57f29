"""The follower: applies stock events by revision, and asks once for what a gap hides.

Losing, doubling, delaying or reordering events costs a read, never correctness. It decodes nothing: the feed's driver
does.
"""

from __future__ import annotations

from random import Random

from app.sync.base import FeedMessage
from app.sync.cache import Cache
from app.sync.ports import Key
from app.sync.query import Schedule

ASK_WITHIN_S = 0.3
"""All tills of a bar see the same gap at the same moment."""


class Follower:
    """Follows the key of the stock. ``gap_s``: how far apart the reads of one list are kept (see ``polling.plan``)."""

    def __init__(self, cache: Cache, key: Key, *, schedule: Schedule, random: Random) -> None:
        self._cache = cache
        self._key = key
        self._schedule = schedule
        self._random = random
        self._is_asking = False
        self._wanted = 0
        self._is_blind = False
        self.gap_s = 0.0

    def receive(self, message: FeedMessage) -> None:
        """Take one event, in whatever order it comes."""
        base = self._cache.base(self._key)
        if not self._cache.advance(self._key, message):
            is_same_epoch = base is not None and base.epoch == message.epoch
            self._ask(message.rev if is_same_epoch else None)
        self._cache.topics_moved(message.epoch, message.topics, gap_s=self.gap_s)

    def catch_up(self, rev: int) -> None:
        """Read soon, unless by then the base is at ``rev``: the server is known to be there."""
        self._ask(rev)

    def ask(self) -> None:
        """Read what changed, soon: the feed (re)joined, the machine woke up, or a frame could not be understood."""
        self._ask(None)

    def _ask(self, rev: int | None) -> None:
        """Read within the jitter, unless by then the base is at ``rev``; None reads in any case."""
        self._wanted = max(self._wanted, rev or 0)
        self._is_blind = self._is_blind or rev is None
        if not self._is_asking:
            self._is_asking = True
            self._schedule(self._random.uniform(0.0, ASK_WITHIN_S), self._read)

    def _read(self) -> None:
        wanted, is_blind = self._wanted, self._is_blind
        self._is_asking = self._is_blind = False
        self._wanted = 0
        if is_blind:
            self._cache.invalidate(self._key)
        else:
            self._cache.want(self._key, wanted)
