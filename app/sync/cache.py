"""The query cache: what the server said, what is shown over it, and who looks at it.

One cache per till, whatever the number of windows. Only server answers and stock events change a base; the outbox only
changes what is shown over it. Knows no product: every read is a ``QuerySpec`` given by ``till/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from app.domain.errors import Incompatible
from app.sync.base import (
    STOCK,
    UNREADABLE,
    Base,
    FeedMessage,
    accept,
    advance,
    contained,
    is_older,
    is_same_world,
    marks_of,
    with_marks,
)
from app.sync.counters import HitCounter, Looks
from app.sync.fetching import Fetches
from app.sync.frames import Frames, log_bug
from app.sync.observer import Observer
from app.sync.ports import (
    Answer,
    Clock,
    Envelope,
    Gateway,
    Key,
    OpenRows,
    Reconcile,
    Row,
    SnapshotStore,
    Spawn,
)
from app.sync.query import Query, QuerySpec, Result, Schedule
from app.sync.snapshots import Snapshots


class Cache:
    """Every query of this till.

    ``reconcile`` is shown every answer's marks before anything of it is used, and calls ``drop_bases`` when the world
    (epoch, ledger) becomes another. ``schedule`` is the loop's ``call_later``. ``report`` is given what an observer or
    a projection raised, which is a bug: the others are still served.
    """

    def __init__(
        self,
        specs: Iterable[QuerySpec],
        *,
        gateway: Gateway,
        outbox: OpenRows,
        snapshots: SnapshotStore,
        reconcile: Reconcile,
        clock: Clock,
        random: Random,
        spawn: Spawn,
        schedule: Schedule,
        report: Callable[[Exception], None] = log_bug,
    ) -> None:
        self._specs = {spec.family: spec for spec in specs}
        self._queries: dict[Key, Query] = {}
        self._outbox = outbox
        self._open_rows: Sequence[Row] | None = None
        self._reconcile = reconcile
        self._clock = clock
        self._spawn = spawn
        self._report = report
        self._looks = HitCounter()
        self._frames = Frames(clock, schedule, report)
        self._snapshots = Snapshots(store=snapshots, clock=clock, spawn=spawn, schedule=schedule)
        self._fetches = Fetches(
            gateway=gateway,
            clock=clock,
            random=random,
            spawn=spawn,
            schedule=schedule,
            reconcile=reconcile,
            take=self._take,
            changed=self._frames.note,
        )
        self._stop_listening = outbox.listen(self.outbox_changed)

    # Looking

    def observe(
        self,
        key: Key,
        callback: Callable[[], None],
        *,
        enabled: bool = True,
        stale_s: float | None = None,
        keep_previous: bool = False,
    ) -> Observer:
        """Look at ``key``: fetch it unless it is fresh, be called whenever ``result`` says something new.

        ``stale_s`` None: the family's.
        """
        return Observer(
            self, self.query(key), callback, enabled=enabled, stale_s=stale_s, keep_previous=keep_previous
        )

    def shown(self, key: Key) -> object | None:
        """Return what is shown for ``key`` now; None when nothing is known."""
        query = self._queries.get(key)
        return None if query is None else self._projected(query).shown

    def base(self, key: Key) -> Base | None:
        """Return what the server said last about ``key``."""
        query = self._queries.get(key)
        return None if query is None else query.base

    def hit_rate(self) -> float | None:
        """Return the part of looks, since the program started, that needed no request; None before the first."""
        return self.looks().total.rate

    def looks(self) -> Looks:
        """Return the hits and misses of each family."""
        return self._looks.looks()

    def is_fetching(self, key: Key) -> bool:
        """Tell whether a fetch of ``key`` runs, or waits for the line."""
        return key in self._queries and self._queries[key].is_running

    def query(self, key: Key) -> Query:
        """Return the state of ``key``, for observers. Raises KeyError for a family without a spec."""
        if key not in self._queries:
            self._queries[key] = Query(key, self._specs[str(key[0])], self._clock.monotonic())
        return self._queries[key]

    def result(self, query: Query, stale_s: float) -> Result:
        """Return what an observer with ``stale_s`` shows now."""
        return self._projected(query).result(stale_s, self._clock.monotonic())

    def attach(self, query: Query, observer: Observer) -> None:
        """Begin a look. For observers."""
        query.observers.append(observer)
        self._frames.note(query)
        self.look(query, observer)

    def look(self, query: Query, observer: Observer) -> None:
        """Count a look and fetch what is not fresh. For observers."""
        if observer.enabled:
            is_fresh = query.is_fresh(observer.stale_s, self._clock.monotonic())
            if not query.spec.is_live:
                self._looks.count(query.spec.family, is_hit=is_fresh)
            if not is_fresh:
                self._fetches.start(query)

    def detach(self, query: Query, observer: Observer) -> None:
        """End a look. For observers."""
        query.observers.remove(observer)
        query.idle_since_s = self._clock.monotonic()
        if not query.observers:
            self._fetches.abandon(query)

    def _projected(self, query: Query) -> Query:
        if not query.is_projected:
            try:
                if self._open_rows is None:
                    self._open_rows = self._outbox.open_rows()
                query.project(self._open_rows)
            except Exception as bug:  # noqa: BLE001 - one projection that fails must not blank the other screens
                self._report(bug)
        return query

    # Asking

    def refetch(self, key: Key) -> None:
        """Ask the server about ``key`` now, stale or not; joins a fetch that runs."""
        self._fetches.start(self.query(key))

    def invalidate(self, prefix: Key) -> None:
        """Believe no key under ``prefix`` any more: those on screen are fetched once, the others at the next look."""
        for query in self._under(prefix):
            self._fetches.invalidate(query)

    def cancel(self, prefix: Key) -> None:
        """Listen no more to the fetches under ``prefix`` that run; what was invalidated stays so."""
        for query in self._under(prefix):
            self._fetches.cancel(query)

    def want(self, key: Key, rev: int) -> None:
        """Bring ``key`` to the revision that the server is known to have reached."""
        self._fetches.want(self.query(key), rev)

    async def read_now(self, key: Key, rev: int) -> None:
        """Fetch ``key`` even while others are paused; return when it is at ``rev``, or could not be brought there."""
        await self._fetches.now(self.query(key), rev)

    @property
    def is_online(self) -> bool:
        """Whether fetches go on: False from an outage until ``set_online`` says that it is over."""
        return self._fetches.is_online

    def set_online(self, is_online: bool) -> None:
        """Pause fetches while the server cannot be reached; then let them go on, and fetch what is stale on screen."""
        if is_online != self._fetches.is_online:
            self._fetches.set_online(self._all(), is_online=is_online)

    def _under(self, prefix: Key) -> list[Query]:
        return [query for query in self._all() if query.key[: len(prefix)] == prefix]

    def _all(self) -> list[Query]:
        return list(self._queries.values())

    # Hearing

    async def receive(self, key: Key, answer: Answer) -> bool:
        """Give ``key`` an answer that was read for it (``bootstrap``); return whether it was used.

        The first that a till ever gets is written at once: after a power cut it must have something to sell from.
        Raises Incompatible when its content cannot be decoded.
        """
        if not await self._reconcile(answer.envelope):
            return False
        query = self.query(key)
        is_taken = self._take(query, query.base, answer)
        if is_taken and not query.is_running:
            query.is_invalidated = query.is_behind
            query.error = None
        if is_taken and query.saved is None:
            self._spawn(self._snapshots.save(), "save the first snapshots")
        return is_taken

    def advance(self, key: Key, message: FeedMessage) -> bool:
        """Apply a feed message to ``key``; return False when it must be read instead."""
        query = self.query(key)
        if query.base is None or query.spec.merge is None:
            return False
        try:
            base = advance(query.base, message, merge=query.spec.merge, now_s=self._clock.monotonic())
        except UNREADABLE:
            return False
        if base is None:
            return False
        self._put(query, base)
        self._vouch(base)
        return True

    def compare(self, envelope: Envelope, *, gap_s: float = 0.0) -> None:
        """Compare reconciled marks (a pulse's or a submit's) with every base.

        A topic that has not moved confirms its bases: they take ``applied`` and ``refused`` and are as young as the
        marks. One that has moved is fetched if it is on screen, ``gap_s`` after its last fetch at the earliest. Stock
        that is behind is left to who follows it. What could not be reached before is asked for again.
        """
        self._leave_other_worlds(envelope.epoch, envelope.ledger)
        for query in self._all():
            base, topic = query.base, query.spec.topic
            rev = envelope.rev if topic == STOCK else envelope.topics.get(topic)
            if base is not None and rev is not None:
                if rev == base.rev and not is_older(base, rev, envelope.applied):
                    self._put(query, replace(with_marks(base, envelope), at_s=self._clock.monotonic()))
                elif topic != STOCK:
                    self._fetches.want(query, rev, gap_s)
            if query.is_to_be_asked_again and query.is_active:
                self._fetches.start(query)

    def topics_moved(self, epoch: str, topics: Mapping[str, int], *, gap_s: float = 0.0) -> None:
        """Fetch what is on screen of the topics that a feed message says have moved, as ``compare`` does."""
        for query in self._all():
            if query.base is not None and query.base.epoch == epoch and query.spec.topic != STOCK:
                self._fetches.want(query, topics.get(query.spec.topic, 0), gap_s)

    def _take(self, query: Query, asked: Base | None, answer: Answer) -> bool:
        self._leave_other_worlds(answer.envelope.epoch, answer.envelope.ledger)
        spec = query.spec
        try:
            base = accept(
                query.base,
                asked,
                answer,
                topic=spec.topic,
                decode=spec.decode,
                merge=spec.merge,
                now_s=self._clock.monotonic(),
            )
        except UNREADABLE as error:
            raise Incompatible("TLVER", {"read": spec.family}) from error
        if base is None:
            return False
        self._put(query, base)
        return True

    def _put(self, query: Query, base: Base) -> None:
        old, query.base = query.base, base
        if old is None or replace(base, at_s=old.at_s) != old:
            query.is_projected = False
            self._frames.note(query)
            self._snapshots.note(query)

    def _vouch(self, stock: Base) -> None:
        """Let the outbox tell the server what was seen without a call: a restored server must notice that, too."""
        if self._outbox.epoch is not None and is_same_world(stock, self._outbox.epoch, self._outbox.ledger):
            self._outbox.saw(marks_of(stock))

    def _leave_other_worlds(self, epoch: str, ledger: str) -> None:
        for query in self._all():
            if query.base is not None and not is_same_world(query.base, epoch, ledger):
                self._drop(query)
                self._spawn(self._snapshots.drop(query), "drop a snapshot")

    # Over it

    def outbox_changed(self) -> None:
        """Project everything again and tell what changed by it."""
        self._open_rows = None
        if self._outbox.is_registered and self._outbox.epoch is not None:
            # Since its last change its numbers and revisions may be of another world than a base's.
            self._leave_other_worlds(self._outbox.epoch, self._outbox.ledger)
        for query in self._all():
            if query.base is not None:
                query.is_projected = False
                self._frames.note(query)

    def contains(self, row: Row, *, on_disk: bool = True, key: Key | None = None) -> bool:
        """Tell whether every kept snapshot that ``row`` matters to contains it; with ``key``, that one alone.

        ``on_disk`` False looks at what is shown only. The outbox asks for both before it lets go of a row: after a
        restart the snapshot on disk is all there is.
        """
        return all(
            contained(row.no, base)
            for query in (self._all() if key is None else (self.query(key),))
            if query.spec.kinds is None or row.kind in query.spec.kinds
            for base in (query.base, query.saved if on_disk else None)
            if base is not None
        )

    # Beginning and ending

    async def restore(self) -> None:
        """Show what was on disk, with its age, until the server says more. Call it when the outbox is open."""
        for found in await self._snapshots.load(self._specs, self._outbox):
            query = self.query(found.key)
            if query.base is None:
                query.base = query.saved = found.base
                query.is_invalidated = not found.is_dated
                query.is_projected = False
                query.idle_since_s = found.base.at_s
                self._frames.note(query)
                if query.spec.is_live:
                    self._vouch(found.base)

    async def close(self) -> None:
        """Write what is not yet on disk, and follow the outbox no more."""
        self._stop_listening()
        await self._snapshots.close()

    async def drop_bases(self) -> None:
        """Forget everything that the server said: its epoch or the ledger is another. What is on screen is fetched."""
        for query in self._all():
            self._drop(query)
        await self._snapshots.clear()

    def _drop(self, query: Query) -> None:
        query.base = query.saved = None
        query.wanted = 0
        query.is_projected = False
        self._frames.note(query)
        if query.is_active:
            self._fetches.start(query)

    async def sign_out(self) -> None:
        """End a person's time at the till: fetches are cancelled, private snapshots go, everything else stays."""
        running = [query for query in self._all() if query.is_running]
        private = [query for query in self._all() if query.spec.is_private]
        for query in running:
            self._fetches.cancel(query)
        for query in private:
            query.base = query.saved = query.error = None
            query.is_projected = False
            self._frames.note(query)
        # All of it at once, so that nothing which the next person reads meanwhile goes with it.
        drops = [self._snapshots.drop(query) for query in private]
        for query in running:
            if query.is_active and not query.spec.is_private:
                self._fetches.start(query)
        for drop in drops:
            await drop

    def sweep(self) -> None:
        """Drop what nobody looked at for its keep time. Offline everything is kept: it could not be had again."""
        now_s = self._clock.monotonic()
        for query in self._all() if self._fetches.is_online else ():
            is_idle = not query.observers and not query.is_running
            if is_idle and now_s - query.idle_since_s >= query.spec.keep_s:
                del self._queries[query.key]
                self._spawn(self._snapshots.drop(query), "drop a snapshot")
