"""The pulse: one small request that proves the link and tells what has moved, and how often it is made.

It also keeps the order after an outage: the outbox first, then one read of the stock, then what else is stale.

state                                    stock                      lists on screen                 pulse (± 20 %)
live, quiet                              events                     when their topic moves          every 5 min
live, > 10 sales in 5 min                events                     the same, every 15 s at most    every 60 s
realtime down, refused or switched off   delta when it has moved    when their topic moves          every 15 s
emergency flag                           the same                   the same                        the flag's interval
offline                                  snapshots with their age   the same                        a probe with backoff
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum
from random import Random
from typing import Protocol

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.sync.backoff import Backoff, wait_for_event
from app.sync.cache import Cache
from app.sync.lease import Offer
from app.sync.link import FRESH_S, Link, LinkState
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Envelope, Gateway, Json, JsonObject, Key, PulseAnswer, Reconcile, Spawn

log = logging.getLogger(__name__)

BUSY_SALES = 10
QUIET_PULSE_S = 300.0
BUSY_PULSE_S = 60.0
POLLING_PULSE_S = 15.0
BUSY_LIST_GAP_S = 15.0
JITTER = 0.2
LAST_PROBE_S = 30.0
FEED_LOST_S = 3.0
"""Within so long after its feed went a till pulses: all tills of a bar lose it at the same moment."""
CHECK_S = 1.0
"""Within so long after another call failed a till pulses, to know whether the server is away or was only once.

Not in an emergency: calls fail at many tills then, and each pulse that is answered would make way for the next one.
"""
PULSE_TIMEOUT_S = 10.0
MISSED_AFTER_S = 5.0
"""A live till that is behind for so long has missed an event."""
DRAIN_WITHIN_S = 40.0
"""What the outbox cannot send in this time does not keep the screens stale. Longer than a line takes to be offline."""
EMERGENCY_S = (5.0, 3600.0)
"""The least and most that the emergency flag may ask for."""


class StockBy(StrEnum):
    """How the stock is kept fresh."""

    EVENTS = "events"
    DELTA = "delta"
    SNAPSHOT = "snapshot"


@frozen
class Plan:
    """One row of the table. ``pulse_s`` None: a probe with backoff. ``list_gap_s``: least seconds between two reads of
    a list.
    """

    stock: StockBy
    pulse_s: float | None
    list_gap_s: float = 0.0


def plan(*, is_live: bool, sales_last_5min: int, emergency_s: float | None, is_offline: bool) -> Plan:
    """Return the row of the table that holds now."""
    if is_offline:
        return Plan(StockBy.SNAPSHOT, None)
    if emergency_s is not None:
        least_s, most_s = EMERGENCY_S
        return Plan(StockBy.DELTA, min(max(emergency_s, least_s), most_s))
    if not is_live:
        return Plan(StockBy.DELTA, POLLING_PULSE_S)
    if sales_last_5min > BUSY_SALES:
        return Plan(StockBy.EVENTS, BUSY_PULSE_S, BUSY_LIST_GAP_S)
    return Plan(StockBy.EVENTS, QUIET_PULSE_S)


def jittered(interval_s: float, random: Random) -> float:
    """Return ``interval_s`` ± 20 %, so that the tills of a bar do not pulse together."""
    return interval_s * random.uniform(1.0 - JITTER, 1.0 + JITTER)


class Realtime(Protocol):
    """What the pulse carries for who listens to the feed."""

    @property
    def wish(self) -> str: ...

    def sales_last_5min(self, answered: int) -> int: ...

    def take(self, offer: Offer | None, envelope: Envelope) -> None: ...


class Pulse:
    """``run`` it in the background. ``answer`` is the last one, ``error`` why the last call failed (else None).

    ``gateway`` must tell the link of every call (``LinkedGateway``). ``flush(timeout_s)`` has the outbox sent and
    returns when it is empty or the time is over (``Sender.flush``).
    """

    def __init__(
        self,
        *,
        gateway: Gateway,
        cache: Cache,
        outbox: Outbox,
        link: Link,
        reconcile: Reconcile,
        flush: Callable[[float], Awaitable[object]],
        clock: Clock,
        random: Random,
        spawn: Spawn,
        stock: Key,
        version: str,
    ) -> None:
        self._gateway = gateway
        self._cache = cache
        self._outbox = outbox
        self._link = link
        self._reconcile = reconcile
        self._flush = flush
        self._clock = clock
        self._random = random
        self._spawn = spawn
        self._stock = stock
        self._version = version
        self._backoff = Backoff(random, first_s=1.0, most_s=LAST_PROBE_S)
        self._wake = asyncio.Event()
        self._is_beating = self._is_woken = self._is_reconnecting = False
        self._due_at_s = clock.monotonic()
        self._missed_at_s: float | None = None
        self._stock_rev = 0
        self._is_live = False
        self.realtime: Realtime | None = None
        """Who listens to the feed; None for a till that only asks."""
        self.missed = 0
        """How often a live till was behind what the server said: an event was lost."""
        self.answer: PulseAnswer | None = None
        self.error: TillError | None = None
        link.listen(self._link_changed)

    @property
    def plan(self) -> Plan:
        """How often this till asks, as things are now."""
        return plan(
            is_live=self._is_live and self._flag("realtime") is not False,
            sales_last_5min=self._traffic(),
            emergency_s=self._emergency_s,
            is_offline=self._link.state is LinkState.OFFLINE,
        )

    def _flag(self, name: str) -> Json:
        return self.answer.flags.get(name) if self.answer else None

    @property
    def _emergency_s(self) -> float | None:
        seconds = self._flag("emergency_s")
        return seconds if isinstance(seconds, (int, float)) else None

    def _traffic(self) -> int:
        answered = self.answer.sales_last_5min if self.answer else 0
        return self.realtime.sales_last_5min(answered) if self.realtime and self._is_live else answered

    @property
    def list_gap_s(self) -> float:
        """Least seconds between two reads of a list, as things are now."""
        return self.plan.list_gap_s

    def set_live(self, is_live: bool) -> None:
        """Say whether a feed tells of every commit; what was missed until it did has been read."""
        if is_live == self._is_live:
            return
        self._is_live = is_live
        now_s = self._clock.monotonic()
        if is_live and self.answer is not None:
            self._due_at_s = now_s + jittered(self.plan.pulse_s or QUIET_PULSE_S, self._random)
        elif not is_live:
            self._due_at_s = min(self._due_at_s, now_s + self._random.uniform(0.0, FEED_LOST_S))
        self._wake.set()

    def replan(self) -> None:
        """Look at the traffic again: a bar that got busy is pulsed for more often."""
        pulse_s = self.plan.pulse_s
        now_s = self._clock.monotonic()
        if pulse_s is not None and self._due_at_s > now_s + pulse_s * (1.0 + JITTER):
            self._due_at_s = now_s + jittered(pulse_s, self._random)
            self._wake.set()

    def wake(self) -> None:
        """Pulse now, or again when one is under way: it may not say what this is about."""
        self._due_at_s = self._clock.monotonic()
        self._is_woken = True
        self._wake.set()

    async def first(self) -> None:
        """Pulse if it is time to. Before ``run``: so that what the pulse confirms is not asked for by itself."""
        try:
            await self._turn()
        except Exception:
            log.exception("the pulse failed")
            self._due_at_s = self._clock.monotonic() + POLLING_PULSE_S

    async def run(self) -> None:
        """Pulse for ever."""
        while True:
            await self.first()
            next_s = min(self._due_at_s, self._missed_at_s or self._due_at_s)
            await wait_for_event(self._clock, self._wake, next_s - self._clock.monotonic())
            self._wake.clear()

    async def _turn(self) -> None:
        if self._missed_at_s is not None and self._clock.monotonic() >= self._missed_at_s:
            self._missed_at_s = None
            self.missed += 1
            self._cache.want(self._stock, self._stock_rev)
        if self._clock.monotonic() >= self._due_at_s:
            self._is_woken = False
            is_answered = await self.beat()
            if is_answered:
                self._backoff.reset()
            interval_s = self.plan.pulse_s if is_answered else None
            wait_s = self._backoff.next_s() if interval_s is None else jittered(interval_s, self._random)
            if not (self._is_woken and is_answered):
                self._due_at_s = self._clock.monotonic() + wait_s

    async def beat(self) -> bool:
        """Pulse once; return whether an answer of this epoch and ledger came."""
        self._is_beating = True
        sent_at_s = self._clock.monotonic()
        base = self._cache.base(self._stock)
        try:
            answer = await self._gateway.pulse(
                self._outbox.ledger,
                self._outbox.seen(base.rev if base else 0),
                self._status(),
                timeout_s=PULSE_TIMEOUT_S,
            )
            server_time = answer.envelope.server_time or ""
            self._outbox.time.measure(server_time, sent_at_s, self._clock.monotonic())
            is_ours = await self._reconcile(answer.envelope)
        except TillError as error:
            self.error = error
            if error.code == "TLLED":
                self._outbox.unregister()  # the sender opens it, even when it has nothing to send
            return False
        finally:
            self._is_beating = False
        self.error = None
        if is_ours:
            self._take(answer)
        return is_ours

    def _status(self) -> JsonObject:
        status = self._outbox.status(self._version)
        return {**status, "realtime": self.realtime.wish} if self.realtime else status

    def _take(self, answer: PulseAnswer) -> None:
        self.answer = answer
        if self.realtime:
            self.realtime.take(answer.realtime, answer.envelope)
        now = self.plan
        is_spaced = now.stock is StockBy.DELTA and now.pulse_s is not None
        silence_s = (now.pulse_s or 0.0) * (1.0 + JITTER) + PULSE_TIMEOUT_S if is_spaced else FRESH_S
        self._link.silence_s = max(FRESH_S, silence_s)
        self._cache.compare(answer.envelope, gap_s=now.list_gap_s)
        self._follow_stock(answer.envelope, now)
        self._cache.sweep()

    def _follow_stock(self, envelope: Envelope, now: Plan) -> None:
        self._stock_rev = envelope.rev
        base = self._cache.base(self._stock)
        if base is not None and base.rev >= envelope.rev:
            self._missed_at_s = None
        elif now.stock is StockBy.EVENTS:
            self._missed_at_s = self._missed_at_s or self._clock.monotonic() + MISSED_AFTER_S
        else:
            self._cache.want(self._stock, envelope.rev)

    def _link_changed(self) -> None:
        if self._link.state is LinkState.UNSURE:
            if self._link.has_failed and not self._is_beating and self._emergency_s is None:
                now_s = self._clock.monotonic()
                self._due_at_s = min(self._due_at_s, now_s + self._random.uniform(0.0, CHECK_S))
                self._wake.set()
        elif self._link.state is LinkState.OFFLINE:
            self._cache.set_online(False)
        elif self._link.state is LinkState.ONLINE and not self._cache.is_online:
            if not self._is_beating:
                self.wake()
            if not self._is_reconnecting:
                self._is_reconnecting = True
                self._spawn(self._reconnect(), "reconnect")

    async def _reconnect(self) -> None:
        """After an outage: the outbox, then one read of the stock, then whatever else is stale."""
        try:
            await self._flush(DRAIN_WITHIN_S)
            if self._is_reached():
                await self._cache.read_now(self._stock, self._outbox.seen().rev)
            if self._is_reached():
                self._cache.set_online(True)
        finally:
            self._is_reconnecting = False

    def _is_reached(self) -> bool:
        return self._link.state is not LinkState.OFFLINE
