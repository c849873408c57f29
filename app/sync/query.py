"""A query: a named read with its freshness, and the state of one key of it. Fetches nothing itself.

``status`` (have I data?) and ``fetch_status`` (is something running?) are separate axes.
Fresh ⇔ there is data ∧ it is not invalidated ∧ its age is below the stale time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from app.domain.errors import Rejected, SignedOut, Unreachable
from app.domain.frozen import frozen
from app.sync.backoff import Backoff
from app.sync.base import STOCK, Base, Decode, Folding, Merge, Project, unseen
from app.sync.ports import Answer, Gateway, Key, Row

if TYPE_CHECKING:
    from app.sync.observer import Observer

Fetch: TypeAlias = Callable[[Gateway, Key, Base | None], Awaitable[Answer]]
Schedule: TypeAlias = Callable[[float, Callable[[], None]], object]
"""Call a function once, so many seconds from now, from the event loop (never at once). Given by ``build.py``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySpec:
    """One family of reads: every key whose first part is ``family``.

    ``fetch(gateway, key, base)`` asks the server; it may send the base's ``rev`` and ``epoch`` and get only what
    changed (``Answer.full`` False), if there is a ``merge``. ``decode(rows)`` makes the value, which is compared with
    ``==``; it raises ValueError on bad content. ``merge(value, changed_rows)`` returns a new value with those rows
    replaced or added; the rows of such a family are ``[{"id": str, "rev": int, …}]``. ``project(value, row)`` is pure
    and total: the value as it will be once the server has done the command. It looks at what the command says (id,
    kind, body), never at how far its row is.

    Seconds: stale after ``stale_s``, dropped when nobody has looked for ``keep_s``. ``topic``: whatever changes what
    this read returns moves this topic's revision; ``"stock"`` means the bar's revision, ``""`` that no topic tells.
    ``kinds``: the commands that change this value (none: ``frozenset()``, any: None); a row leaves the outbox's memory
    only when the snapshots of every family that its kind changes contain it. Raise ``snapshot_version`` when older
    snapshots can no longer be decoded.
    """

    family: str
    fetch: Fetch
    decode: Decode
    project: Project
    stale_s: float
    keep_s: float
    topic: str
    snapshot_version: int = 1
    is_private: bool = False
    merge: Merge | None = None
    kinds: frozenset[str] | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is followed row by row, so that looking at it says nothing about the cache's worth."""
        return self.topic == STOCK


class Status(StrEnum):
    """Is there something to show?"""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class FetchStatus(StrEnum):
    """Is something running? ``paused``: it would, but the server cannot be reached."""

    IDLE = "idle"
    FETCHING = "fetching"
    PAUSED = "paused"


@frozen
class Result:
    """What an observer shows. ``shown`` is None while ``status`` is not ready; ``error`` may stand beside old data.

    ``age_s``: seconds since the data was last known to be true, None without data. ``is_previous``: this is the page
    before, shown until the asked one comes.
    """

    status: Status
    fetch_status: FetchStatus
    shown: object | None
    error: Exception | None
    is_stale: bool
    age_s: float | None
    is_previous: bool = False

    def says_the_same(self, other: Result) -> bool:
        """Tell whether nobody need be told of the difference.

        Age and staleness are looked up when painted. A refetch behind data that is shown is not news; a first load is,
        and so is that it cannot run.
        """
        return (
            self.shown is other.shown
            and self.status == other.status
            and self.error is other.error
            and self.is_previous == other.is_previous
            and self._stage == other._stage
        )

    @property
    def _stage(self) -> FetchStatus:
        is_news = self.status is not Status.READY or self.fetch_status is FetchStatus.PAUSED
        return self.fetch_status if is_news else FetchStatus.IDLE


@dataclass(slots=True, eq=False)
class Query:
    """The state of one key. ``turn`` names the running fetch: an answer of an earlier turn is not listened to."""

    key: Key
    spec: QuerySpec
    idle_since_s: float
    base: Base | None = None
    saved: Base | None = None
    """The base that the snapshot on disk holds."""
    shown: object | None = None
    folding: Folding = field(default_factory=Folding)
    is_projected: bool = True
    is_invalidated: bool = False
    error: Exception | None = None
    error_before: Exception | None = None
    fetch_status: FetchStatus = FetchStatus.IDLE
    turn: int = 0
    asked_at_s: float = float("-inf")
    is_queued: bool = False
    is_due: bool = False
    """A fetch is put off to keep its distance from the last one."""
    is_forced: bool = False
    again: Backoff | None = None
    """How patiently what was not understood is asked again."""
    is_put_off: bool = False
    """That is due by and by."""
    wanted: int = 0
    """The revision that the server is known to have reached."""
    asked_for: int = 0
    """What was wanted when the running fetch started."""
    observers: list[Observer] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a paused fetch should look again whether it may go on."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever a fetch has ended."""

    @property
    def is_running(self) -> bool:
        return self.fetch_status is not FetchStatus.IDLE

    @property
    def is_active(self) -> bool:
        """Whether somebody looks at it who wants it kept fresh."""
        return any(observer.enabled for observer in self.observers)

    @property
    def is_behind(self) -> bool:
        """Whether the server is known to have reached a later revision than the base."""
        return self.base is not None and self.base.rev < self.wanted

    @property
    def is_to_be_asked_again(self) -> bool:
        """Whether the last fetch failed for a reason that is over once the server answers this till.

        The line, the till's right to ask, or a ledger that the server did not know: not the question itself.
        """
        if isinstance(self.error, Rejected):
            return self.error.code == "TLLED"
        return isinstance(self.error, (Unreachable, SignedOut))

    def is_fresh(self, stale_s: float, now_s: float) -> bool:
        return self.base is not None and not self.is_invalidated and now_s - self.base.at_s < stale_s

    def is_fresh_for_all(self, now_s: float) -> bool:
        """Tell whether everybody who looks at it and is enabled finds it fresh."""
        return all(self.is_fresh(one.stale_s, now_s) for one in self.observers if one.enabled)

    def project(self, rows: Sequence[Row]) -> None:
        """Bring ``shown`` up to date; equal content stays the same object."""
        self.is_projected = True
        if self.base is None:
            self.shown = None
            return
        over = unseen(rows, self.base, self.spec.kinds, is_stock=self.spec.topic == STOCK)
        shown = self.folding.fold(self.spec.project, self.base, over)
        if self.shown is None or self.shown != shown:
            self.shown = shown

    def result(self, stale_s: float, now_s: float) -> Result:
        """Return what an observer with ``stale_s`` shows now."""
        if self.base is not None:
            status = Status.READY
        else:
            status = Status.FAILED if self.error is not None and not self.is_running else Status.PENDING
        return Result(
            status=status,
            fetch_status=self.fetch_status,
            shown=self.shown,
            error=self.error,
            is_stale=not self.is_fresh(stale_s, now_s),
            age_s=max(0.0, now_s - self.base.at_s) if self.base else None,
        )
