"""The fetches of queries: at most one running and one queued per key, paused while offline, cancelled by name.

A cancelled fetch is not torn off its connection (that would cost the connection): its answer is not listened to.
Decides when to ask; what an answer means is decided by the cache.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import TypeAlias

from app.domain.errors import Incompatible, TillError, Unreachable
from app.sync.backoff import Backoff
from app.sync.base import Base, Gap
from app.sync.ports import Answer, Clock, Gateway, Reconcile, Spawn
from app.sync.query import FetchStatus, Query, Schedule
from app.sync.retry import ask_with_retries

READS_AT_ONCE = 2
"""A sale never queues behind more reads than this."""
PAUSE_S = 30.0
LONGEST_PAUSE_S = 300.0
"""Between two tries of what is not understood: one more than ``PAUSE_S``, by a jitter that grows up to this."""

Take: TypeAlias = Callable[[Query, Base | None, Answer], bool]
"""Give a query the answer to a read that was given this base; tells whether it was not older than what is held.

Raises Gap for a delta that does not meet the base, Incompatible for content that cannot be decoded."""


class Fetches:
    """Runs the fetches of all queries. ``changed(query)`` is called when there is something to tell its observers."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        clock: Clock,
        random: Random,
        spawn: Spawn,
        schedule: Schedule,
        reconcile: Reconcile,
        take: Take,
        changed: Callable[[Query], None],
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._random = random
        self._spawn = spawn
        self._schedule = schedule
        self._reconcile = reconcile
        self._take = take
        self._changed = changed
        self._turns = asyncio.Semaphore(READS_AT_ONCE)
        self.is_online = True

    def start(self, query: Query) -> None:
        """Fetch, or join the fetch that runs."""
        if query.is_running:
            return
        query.turn += 1
        query.fetch_status = FetchStatus.FETCHING if self._is_open(query) else FetchStatus.PAUSED
        query.error_before = query.error
        query.asked_at_s = self._clock.monotonic()
        query.asked_for = query.wanted
        query.ended.clear()
        self._changed(query)
        self._spawn(self._run(query, query.turn), f"read {query.spec.family}")

    async def now(self, query: Query, rev: int) -> None:
        """Fetch, online or not, and return when no fetch runs any more. A fetch that runs is joined, and followed by
        another one only if it brings less than revision ``rev``.
        """
        query.wanted = max(query.wanted, rev)
        query.is_forced = True
        query.gate.set()
        self.start(query)
        while query.is_running:
            await query.ended.wait()

    def cancel(self, query: Query) -> None:
        """Go back to the state before the fetch. What made the data stale is not forgotten."""
        if query.is_running:
            query.turn += 1
            query.error = query.error_before
            self._end(query)

    def abandon(self, query: Query) -> None:
        """Give up a fetch that waits for the line and that nobody looks at any more."""
        if query.fetch_status is FetchStatus.PAUSED and not query.is_forced:
            self.cancel(query)

    def invalidate(self, query: Query) -> None:
        """Believe the data no more: fetch if somebody looks, once more if a fetch runs, else at the next look."""
        query.is_invalidated = True
        if query.is_running:
            query.is_queued = True
        elif query.is_active:
            self.start(query)

    def want(self, query: Query, rev: int, gap_s: float = 0.0) -> None:
        """Bring the query to revision ``rev``, at least ``gap_s`` seconds after the start of its last fetch."""
        query.wanted = max(query.wanted, rev)
        if not query.is_behind:
            return
        query.is_invalidated = True
        wait_s = query.asked_at_s + gap_s - self._clock.monotonic()
        if query.is_running or query.is_due or not query.is_active:
            return
        if wait_s <= 0:
            self.start(query)
        else:
            query.is_due = True
            self._schedule(wait_s, partial(self._due, query))

    def _due(self, query: Query) -> None:
        query.is_due = False
        if query.is_invalidated and query.is_active:
            self.start(query)

    def set_online(self, queries: Iterable[Query], *, is_online: bool) -> None:
        """Let paused fetches go on, and fetch what is looked at and stale; or pause every fetch at its next step."""
        self.is_online = is_online
        if not is_online:
            return
        now_s = self._clock.monotonic()
        for query in queries:
            query.gate.set()
            if query.is_active and (query.is_to_be_asked_again or not query.is_fresh_for_all(now_s)):
                self.start(query)

    def _is_open(self, query: Query) -> bool:
        return self.is_online or query.is_forced

    async def _run(self, query: Query, turn: int) -> None:
        is_taken: bool | None = None
        failure: Exception | None = None
        try:
            is_taken = await ask_with_retries(
                partial(self._ask, query, turn),
                gate=partial(self._may_ask, query, turn),
                is_open=partial(self._is_open, query),
                failed=partial(self._failed, query, turn),
                clock=self._clock,
                random=self._random,
            )
        except TillError as error:
            failure = error
        except Exception as bug:
            failure = bug
            raise
        finally:
            if query.turn == turn:
                query.error = failure
                self._finish(query, is_taken)
                self._try_again_some_day(query)

    def _try_again_some_day(self, query: Query) -> None:
        """Ask again, slowly, what the server answered in a way that is not understood: it may be brought up to date."""
        if not isinstance(query.error, Incompatible):
            query.again = None
            return
        query.again = query.again or Backoff(self._random, first_s=PAUSE_S, most_s=LONGEST_PAUSE_S)
        if not query.is_put_off:
            query.is_put_off = True
            self._schedule(PAUSE_S + query.again.next_s(), partial(self._again, query))

    def _again(self, query: Query) -> None:
        query.is_put_off = False
        if query.is_active and isinstance(query.error, Incompatible):
            self.start(query)

    async def _may_ask(self, query: Query, turn: int) -> bool:
        while query.turn == turn and not self._is_open(query):
            self._set_status(query, FetchStatus.PAUSED)
            query.gate.clear()
            await query.gate.wait()
        if query.turn == turn:
            self._set_status(query, FetchStatus.FETCHING)
        return query.turn == turn

    async def _ask(self, query: Query, turn: int) -> bool:
        for is_full in (False, True):
            async with self._turns:
                if query.turn != turn:
                    return False
                asked = None if is_full else query.base
                answer = await query.spec.fetch(self._gateway, query.key, asked)
            if not await self._reconcile(answer.envelope):
                raise Unreachable("TLNET", {"reason": "answer of a past epoch or ledger"})
            if query.turn != turn:
                return False
            try:
                return self._take(query, asked, answer)
            except Gap:
                continue
        raise Incompatible("TLVER", {"read": query.spec.family})

    def _failed(self, query: Query, turn: int, error: Exception) -> None:
        if query.turn == turn:
            query.error = error
            self._changed(query)

    def _finish(self, query: Query, is_taken: bool | None) -> None:
        """End a fetch that nobody cancelled. ``is_taken``: None without an answer, False when it was too old to use."""
        again = query.is_queued or (query.is_behind and query.wanted > query.asked_for)
        if is_taken:
            query.is_invalidated = query.is_queued or query.is_behind
        was_forced = query.is_forced
        self._end(query)
        if is_taken is not None and again and (query.is_active or was_forced):
            query.is_forced = was_forced
            self.start(query)

    def _end(self, query: Query) -> None:
        query.fetch_status = FetchStatus.IDLE
        query.is_queued = query.is_forced = False
        query.ended.set()
        query.gate.set()
        self._changed(query)

    def _set_status(self, query: Query, status: FetchStatus) -> None:
        if query.fetch_status is not status:
            query.fetch_status = status
            self._changed(query)
