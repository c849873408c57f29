"""Live: the feed's events go through the follower, and the pulse slows down while every commit is heard of.

A till is live once its socket has joined and everything since its last read is known; whatever ends that is answered by
asking more often, never by a wrong screen. The right to listen (a lease) comes with the pulse and is renewed by it.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from random import Random
from typing import Protocol

from app.domain.frozen import frozen
from app.sync.backoff import Backoff
from app.sync.base import FeedMessage
from app.sync.cache import Cache
from app.sync.feed import MINUTE_MS, Reached
from app.sync.follower import ASK_WITHIN_S, Follower
from app.sync.lease import Lease, Offer, OfferState
from app.sync.link import Link
from app.sync.ports import Clock, Envelope, Key, Spawn

TRAFFIC_S = 300.0
WATCHED_S = 60.0
"""So long after somebody did something here, somebody is taken to look."""
KEPT_STATES = 60
KEPT_LAGS = 500
FRESH_TOKEN = 0.5
"""The part of its life after which a token is replaced with the next pulse."""
LAST_TOKEN = 0.8
"""The part of its life after which a pulse is made to replace it."""

log = logging.getLogger(__name__)


class FeedState(StrEnum):
    """Where the socket is. ``joined`` becomes ``live`` when what was missed has been read; a feed itself never says so.

    ``refused``: the bar's cap, or the server's. ``auth_wait``: for a fresh token. ``suspended``: switched off.
    """

    OFF = "off"
    CONNECTING = "connecting"
    OPEN = "open"
    JOINING = "joining"
    JOINED = "joined"
    LIVE = "live"
    BACKOFF = "backoff"
    REFUSED = "refused"
    AUTH_WAIT = "auth_wait"
    SUSPENDED = "suspended"


WITHOUT = {
    OfferState.FULL: FeedState.REFUSED,
    OfferState.OFF: FeedState.SUSPENDED,
    OfferState.NONE: FeedState.OFF,
}
"""Where a feed is while there is no lease."""


class FeedListener(Protocol):
    """What a feed tells. None of these raises."""

    @property
    def is_watched(self) -> bool:
        """Whether a dead line is to be noticed soon: somebody is at the till, or the server does not answer."""

    def joined(self, reached: Reached | None, epoch: str | None) -> None:
        """Every commit is told from now on. ``reached``, ``epoch``: where the bar is, if the server said so."""

    def lost(self) -> None:
        """It is not so any more."""

    def heard(self) -> None:
        """A frame came: the line works."""

    def told(self, message: FeedMessage) -> None: ...

    def reached(self, reached: Reached) -> None: ...

    def doubted(self) -> None:
        """Something changed that could not be understood, or the machine woke up: ask."""

    def token_wanted(self) -> None:
        """The token is refused or nearly over."""

    def state_changed(self) -> None: ...


class Feed(Protocol):
    """One socket that hears what changes in a bar. It decides nothing of the trade."""

    @property
    def state(self) -> FeedState: ...

    @property
    def silence_s(self) -> float:
        """How long the present line may say nothing and still be sound."""

    def offer(self, lease: Lease) -> None:
        """Listen with this lease, or go on with its token."""

    def withdraw(self, state: FeedState) -> None:
        """Stop listening; ``state`` says why."""

    async def run(self, listener: FeedListener) -> None:
        """Tell ``listener`` for ever; a lost connection is made again. Ends by cancellation, within a second."""


class Pace(Protocol):
    """What the pulse lets itself be told."""

    @property
    def list_gap_s(self) -> float: ...

    def set_live(self, is_live: bool) -> None: ...

    def replan(self) -> None: ...

    def wake(self) -> None: ...


@frozen
class Heard:
    """What came over the feed since the program started. ``lags_s``: the last ones, from the server's word to ours."""

    events: int = 0
    doubts: int = 0
    joins: int = 0
    lags_s: tuple[float, ...] = ()
    states: tuple[tuple[float, FeedState], ...] = ()
    """(wall second, state), oldest first."""


class Live:
    """Implements ``FeedListener``. ``now_ms``: the server's clock by this till's measure, None while unknown."""

    def __init__(
        self,
        *,
        feed: Feed,
        follower: Follower,
        cache: Cache,
        stock: Key,
        link: Link,
        pace: Pace,
        clock: Clock,
        random: Random,
        spawn: Spawn,
        now_ms: Callable[[], float | None],
    ) -> None:
        self._feed, self._follower, self._cache, self._stock = feed, follower, cache, stock
        self._link, self._pace, self._clock, self._random = link, pace, clock, random
        self._spawn, self._now_ms = spawn, now_ms
        self._turn = 0
        self._life_s = self._token_s = 0.0
        self._leased_at_s = self._token_at_s = float("-inf")
        self._epoch: str | None = None
        self._topics: dict[str, int] = {}
        self._sales: deque[tuple[float, int]] = deque()
        self._live_at_s = float("inf")
        self._used_at_s = float("-inf")
        self._events = self._doubts = self._joins = 0
        self._lags_s: deque[float] = deque(maxlen=KEPT_LAGS)
        self._states: deque[tuple[float, FeedState]] = deque(maxlen=KEPT_STATES)
        self._listeners: list[Callable[[], None]] = []
        self.is_live = False

    async def run(self) -> None:
        """Listen for ever, as long as there is a lease."""
        await self._feed.run(self)

    @property
    def state(self) -> FeedState:
        return FeedState.LIVE if self.is_live else self._feed.state

    @property
    def has_lease(self) -> bool:
        """Whether the server counts this till among those that listen, so far as it knows."""
        return self._clock.monotonic() - self._leased_at_s < self._life_s

    @property
    def so_far(self) -> Heard:
        """Return what was heard."""
        return Heard(self._events, self._doubts, self._joins, tuple(self._lags_s), tuple(self._states))

    def used(self) -> None:
        """Note that somebody does something at this till."""
        self._used_at_s = self._clock.monotonic()

    @property
    def is_watched(self) -> bool:
        return self._link.has_failed or self._clock.monotonic() - self._used_at_s < WATCHED_S

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change of ``state``; returns what ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    # The pulse

    @property
    def wish(self) -> str:
        """What the next pulse asks for: a ``token``, or only the ``lease`` to go on."""
        age_s = self._clock.monotonic() - self._token_at_s
        return "token" if age_s >= self._token_s * FRESH_TOKEN else "lease"

    def sales_last_5min(self, answered: int) -> int:
        """Return the bar's traffic: counted from the events once that is five minutes of them, else as ``answered``."""
        now_s = self._clock.monotonic()
        while self._sales and self._sales[0][0] < now_s - TRAFFIC_S:
            self._sales.popleft()
        counted = sum(count for _, count in self._sales)
        return counted if now_s - self._live_at_s >= TRAFFIC_S else max(counted, answered)

    def take(self, offer: Offer | None, envelope: Envelope) -> None:
        """Take a pulse's marks, and whether this till may listen. None: an older server said nothing of it."""
        self._note_topics(envelope.epoch, envelope.topics)
        state = offer.state if offer else OfferState.NONE
        now_s = self._clock.monotonic()
        if offer is None or state is not OfferState.GRANTED:
            self._leased_at_s = self._token_at_s = float("-inf")
            self._feed.withdraw(WITHOUT[state])
            return
        self._leased_at_s, self._life_s = now_s, float(offer.life_s)
        if offer.lease:
            self._token_s, self._token_at_s = float(offer.lease.token_s), now_s
            self._feed.offer(offer.lease)
            self._spawn(self._ask_in_time(now_s), "the token's last hour")

    async def _ask_in_time(self, token_at_s: float) -> None:
        """Make a pulse before the token ends, unless another one has come by then."""
        await self._clock.sleep(self._token_s * LAST_TOKEN)
        if self._token_at_s == token_at_s:
            self._pace.wake()

    # The feed

    def joined(self, reached: Reached | None, epoch: str | None) -> None:
        self._joins += 1
        self._turn += 1
        self._link.feed_silence_s = self._feed.silence_s
        self._spawn(self._catch_up(self._turn, reached, epoch), "catch up with the feed")

    async def _catch_up(self, turn: int, reached: Reached | None, epoch: str | None) -> None:
        """Read what was missed; then this till is live."""
        backoff = Backoff(self._random, first_s=1.0, most_s=15.0)
        await self._clock.sleep(self._random.uniform(0.0, ASK_WITHIN_S))
        while turn == self._turn and not self._is_at(reached, epoch):
            if await self._read(reached):
                break
            await self._clock.sleep(backoff.next_s())
        if turn != self._turn:
            return
        self.is_live, self._live_at_s = True, self._clock.monotonic()
        self._pace.set_live(True)
        if reached is None or self._is_topic_behind(reached) or self._link.has_failed:
            self._pace.wake()
        self.state_changed()

    def _is_at(self, reached: Reached | None, epoch: str | None) -> bool:
        base = self._cache.base(self._stock)
        return base is not None and reached is not None and base.epoch == epoch and base.rev >= reached.rev

    async def _read(self, reached: Reached | None) -> bool:
        """Read the stock from after now; return whether that was answered."""
        self._cache.invalidate(self._stock)
        await self._cache.read_now(self._stock, reached.rev if reached else 0)
        query = self._cache.query(self._stock)
        return query.error is None and query.base is not None

    def lost(self) -> None:
        self._turn += 1
        self._link.feed_silence_s = 0.0
        if self.is_live:
            self.is_live, self._live_at_s = False, float("inf")
            self._pace.set_live(False)
        self.state_changed()

    def heard(self) -> None:
        self._link.heard_feed()

    def told(self, message: FeedMessage) -> None:
        self._events += 1
        if message.at_ms is not None and (now_ms := self._now_ms()) is not None:
            lag_ms = (now_ms - message.at_ms) % MINUTE_MS
            self._lags_s.append(
                (lag_ms if lag_ms < MINUTE_MS * 0.9 else 0.0) / 1000
            )  # the clocks differ a little
        before = self._topics.get("sales")
        self._note_topics(message.epoch, message.topics)
        after = message.topics.get("sales", 0)
        if before is not None and after > before:
            self._sales.append((self._clock.monotonic(), after - before))
            self._pace.replan()
        self._follower.gap_s = self._pace.list_gap_s
        self._follower.receive(message)

    def reached(self, reached: Reached) -> None:
        base = self._cache.base(self._stock)
        if base is not None and base.rev < reached.rev:
            self._doubts += 1
            self._follower.catch_up(reached.rev)
        if self._is_topic_behind(reached):
            self._doubts += 1
            self._pace.wake()

    def doubted(self) -> None:
        self._doubts += 1
        self._follower.ask()

    def token_wanted(self) -> None:
        self._token_at_s = float("-inf")
        self._pace.wake()

    def state_changed(self) -> None:
        if not self._states or self._states[-1][1] is not self.state:
            self._states.append((self._clock.wall(), self.state))
            for callback in list(self._listeners):
                try:
                    callback()
                except Exception:
                    log.exception("a listener of the feed's state failed")

    def _note_topics(self, epoch: str, topics: Mapping[str, int]) -> None:
        if epoch != self._epoch:
            self._epoch, self._topics = epoch, {}
        for topic, rev in topics.items():
            self._topics[topic] = max(rev, self._topics.get(topic, 0))

    def _is_topic_behind(self, reached: Reached) -> bool:
        return reached.topics_sum is not None and reached.topics_sum > sum(self._topics.values())
