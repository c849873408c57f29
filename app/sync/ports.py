"""What the heart needs from the outside, as protocols, and the plain data that crosses these borders.

Nothing here knows bars, Qt, PostgreSQL, sockets or disks. Drivers implement the protocols; tests have fakes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Protocol, TypeAlias

from app.domain.frozen import frozen
from app.sync.copies import LedgerFacts, LedgerImage
from app.sync.lease import Offer

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]
Key: TypeAlias = tuple[str | int, ...]
"""A query's name: ``("stock",)``, ``("sales", 3)``. Compared and hashed as it is; stored as canonical JSON."""

Spawn: TypeAlias = Callable[[Coroutine[object, object, None], str], object]
"""Start a named background task. Given by ``build.py``; nothing in ``sync`` calls ``create_task``."""


class Door(StrEnum):
    """``counter``: nobody has left yet, the server may refuse. ``served``: the guest has the drink, it is booked."""

    COUNTER = "counter"
    SERVED = "served"


class State(StrEnum):
    """A row's state on disk. There is no "sending": after a crash everything unsettled is unsent."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    SETTLED = "settled"


_OPEN = (State.WAITING, State.DONE)


class SendAs(StrEnum):
    """How a number goes out when its command does not: ``void`` only takes it, ``park`` also leaves the body there."""

    VOID = "void"
    PARK = "park"


@frozen
class Command:
    """A write, as data, before it has a number. ``moment`` is filled at append from the till's corrected clock."""

    id: str
    kind: str
    version: int
    body: JsonObject
    door: Door = Door.COUNTER
    by: str | None = None
    session: str | None = None
    takes_ticket: bool = False
    """Whether append gives it the next gapless ticket number (sales only), written into ``body["ticket"]``."""
    amount: int = 0
    """Money that the outbox shows for it, in minor units."""


@frozen
class Row:
    """A command on disk. ``sha256`` is of the original, fixed at append; times are UTC, ISO 8601, microseconds."""

    no: int
    id: str
    kind: str
    version: int
    body: JsonObject
    sha256: str
    door: Door
    state: State
    by: str | None
    session: str | None
    moment: str
    clock_unsure: bool
    age_s: float | None
    """This boot's monotonic clock at append, in seconds; in the same boot it dates even an unsure moment."""
    boot: str
    appended_at: float
    ticket: str | None
    amount: int
    attempts: int = 0
    last_error: str | None = None
    code: str | None = None
    params: JsonObject = field(default_factory=dict)
    result: JsonObject = field(default_factory=dict)
    rev: int | None = None
    is_judged: bool = False
    """Whether the server, in the current epoch, has given an outcome for this number. What is not judged is sent."""
    send_as: SendAs | None = None

    @property
    def is_open(self) -> bool:
        """Whether the projection still folds it: it waits, or is done and perhaps not yet in a snapshot.

        A command refused at the counter door whose row is ``served`` is still ``waiting`` here: it will be booked.
        """
        return self.state in _OPEN


@frozen
class Seen:
    """What this till has seen of the server. Sent along, it tells a restored server that it is behind."""

    epoch: str | None
    applied: int
    rev: int


@frozen
class Envelope:
    """The marks that every server answer carries.

    ``applied``: the till's last number that the server knows, in ``ledger``. ``refused``: this till's refused numbers
    among its last 100. ``rev``: the bar's stock revision in the answer's snapshot. ``topic_rev``: the revision of the
    topic read (reads only). ``topics``: revision per topic (submit, pulse, bootstrap).
    """

    ledger: str
    epoch: str
    applied: int
    refused: frozenset[int]
    rev: int
    topic_rev: int | None = None
    topics: Mapping[str, int] = field(default_factory=dict)
    server_time: str | None = None


@frozen
class Answer:
    """One read's answer: its marks and its rows (whatever JSON the read returns). ``full`` False: only what changed."""

    envelope: Envelope
    rows: Json
    full: bool = True


@frozen
class Outcome:
    """What the server decided about one command."""

    no: int
    outcome: str
    """``done`` or ``refused``."""
    door: Door
    code: str | None = None
    params: JsonObject = field(default_factory=dict)
    result: JsonObject = field(default_factory=dict)
    rev: int | None = None


@frozen
class Stopped:
    """A bug in the server met at number ``no``: nothing of that command stayed."""

    no: int
    sqlstate: str


@frozen
class SubmitAnswer:
    envelope: Envelope
    outcomes: tuple[Outcome, ...]
    stopped: Stopped | None = None


@frozen
class PulseAnswer:
    envelope: Envelope
    sales_last_5min: int
    sales_last_hour: int
    tills_online: int
    flags: JsonObject
    realtime: Offer | None = None


class Clock(Protocol):
    """Time, injected. ``wall`` may jump; ``monotonic`` may not."""

    def wall(self) -> float:
        """Seconds since 1970 UTC, by this machine's clock."""

    def monotonic(self) -> float:
        """Seconds that only go forward, from an arbitrary origin of this boot."""

    def boot(self) -> str:
        """A name of this boot of the machine: another after each restart."""

    async def sleep(self, seconds: float) -> None: ...


class Gateway(Protocol):
    """The server's functions. Raises the errors of ``app/domain/errors.py`` and nothing else, bugs apart."""

    async def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject], *, timeout_s: float
    ) -> SubmitAnswer: ...

    async def pulse(
        self, ledger: str, seen: Seen, status: JsonObject, *, timeout_s: float
    ) -> PulseAnswer: ...

    async def read(self, name: str, params: JsonObject, *, timeout_s: float) -> Answer:
        """Call the read ``api.<name>`` with named parameters."""

    async def leave(self, *, timeout_s: float) -> None:
        """Say that this till ends: another one may have its place among those that listen."""

    async def open_ledger(self, ledger: str, *, timeout_s: float) -> JsonObject:
        """Open a new ledger uuid for this till; returns ``{ledger, last_ticket, …marks}``."""


class SnapshotStore(Protocol):
    """Text by key, which may vanish at any time. Calls take effect in the order in which they are made.

    Never raises: a store that fails answers nothing and keeps quiet.
    """

    async def load_all(self) -> Mapping[str, str]: ...

    async def save(self, key: str, text: str) -> bool:
        """Return whether ``text`` is on disk to stay (fsync): what it contains may leave the outbox's memory."""

    async def drop(self, key: str) -> None: ...

    async def clear(self) -> None: ...

    async def close(self) -> None:
        """Let go of the disk."""


@frozen
class ClockAnchor:
    """One comparison with the server's clock: at ``monotonic`` seconds of ``boot``, ``wall`` was really ``server``."""

    boot: str
    monotonic: float
    wall: float
    server: float


@frozen
class LedgerMeta:
    """The ledger's own facts. ``next_no`` and ``next_ticket`` are stored, never computed from the rows."""

    ledger: str
    next_no: int = 1
    next_ticket: int = 1
    till_code: str | None = None
    is_registered: bool = False
    """Whether the server knows this ledger uuid, so far as this till knows."""
    epoch: str | None = None
    past_epochs: tuple[str, ...] = ()
    applied: int = 0
    """The last number that the server said it knows, in this ledger and epoch."""
    rev: int = 0
    contained_up_to: int = 0
    """Done rows up to this number are in every kept snapshot; they need not be in memory."""
    last_moment: str | None = None
    anchor: ClockAnchor | None = None
    trouble: str | None = None
    """Set by a store that brought rows over from a broken file: the next to open it starts a new ledger uuid."""
    generation: int = 0
    """Counts transactions: tells, after a commit that failed, whether it is on disk."""


@frozen
class LedgerChange:
    """One transaction. ``meta`` replaces the stored one; the rest is applied in the order of the fields."""

    meta: LedgerMeta
    archive: tuple[int, ...] = ()
    """Numbers that leave the outbox for the archive of past ledgers (kept for reprints and by the 35 days)."""
    past: tuple[Row, ...] = ()
    """Rows of another file that go straight into that archive."""
    unarchive: tuple[str, ...] = ()
    """Ids that leave the archive."""
    delete: tuple[int, ...] = ()
    insert: tuple[Row, ...] = ()
    update: tuple[Row, ...] = ()
    drafts: Mapping[str, str | None] = field(default_factory=dict)
    """Text by key; None deletes."""
    notes: Mapping[str, str | None] = field(default_factory=dict)


@frozen
class LedgerContents:
    """What was found on disk.

    ``trouble``: why a new ledger uuid is due (``salvaged``, ``emptied``, ``lost``, ``copied``), None when all is well;
    then ``rows`` are those needed in memory, else every row that could be read.
    ``holder``: who has the ledger open (``pid``, ``host``, ``since``); then this process may only read.
    """

    meta: LedgerMeta
    rows: tuple[Row, ...]
    drafts: Mapping[str, str]
    notes: Mapping[str, str]
    trouble: str | None = None
    unreadable: int = 0
    """Rows that are known to have been there and could not be read."""
    aside: str | None = None
    """The name of the file that was set aside."""
    holder: JsonObject | None = None


class LedgerStore(Protocol):
    """The one file that may never be lost. Every method returns after its transaction is on disk (fsync).

    Raises DeviceFailed: ``TLDSK`` (full, read-only, I/O error), ``TLHLD`` (held by another process), ``TLCOR``
    (corrupt).
    It knows no rule: which rows change, and how, is decided in ``outbox.py``.
    """

    async def open(self) -> LedgerContents:
        """Take the lock and read. Call it again after a failure: it closes what was open first."""

    async def commit(self, change: LedgerChange) -> None:
        """Do ``change`` in one transaction. After an error nothing of it is on disk, unless the error's params have
        ``unknown``: the disk could not be read back, and only the next ``open`` tells.
        """

    async def recent(self, limit: int) -> tuple[Row, ...]:
        """Return the last ``limit`` rows of this and of past ledgers, newest first."""

    async def rows_after(self, no: int) -> tuple[Row, ...]:
        """Return every row of this ledger with a higher number."""

    async def past_rows(self) -> tuple[Row, ...]:
        """Return the archive of past ledgers; the numbers are those of their time."""

    async def purge(self, before: float, up_to: int) -> int:
        """Delete what is done or settled, judged, numbered ``up_to`` at most, and appended before ``before`` (s since
        1970); the same in the archive. A row with an unsure time counts as old as the next one with a sure time.
        Returns how many rows went.
        """

    async def image(self, leave_out: Sequence[str]) -> LedgerImage:
        """Return a sound copy of the ledger while selling goes on, without the notes whose key begins so."""

    async def ids(self) -> frozenset[str]:
        """Return the id of every command of this and of past ledgers."""

    async def facts_of(self, path: str) -> LedgerFacts:
        """Look at another ledger file, which may lie on a slow disk. Raises DeviceFailed, ``TLCOR`` if it is broken."""

    async def read_copy(self, path: str) -> LedgerContents:
        """Read every row of another ledger file, broken or not, without changing it. Raises ``TLADO`` without one."""

    async def close(self) -> None:
        """Let go of the file and of its lock."""


class OpenRows(Protocol):
    """What the cache needs of the outbox: the commands that are shown over what the server said."""

    @property
    def ledger(self) -> str: ...

    @property
    def epoch(self) -> str | None:
        """The server's epoch that this ledger last met; None before it met one."""

    @property
    def is_registered(self) -> bool:
        """Whether the server knows this ledger; if not, no snapshot can contain anything of it."""

    def saw(self, envelope: Envelope) -> None:
        """Remember marks of this ledger and epoch, to be told to the server: so it notices that it was restored."""

    def open_rows(self) -> Sequence[Row]:
        """Return the rows that wait, or are done and perhaps not in every snapshot, sorted by number."""

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change of a row; returns what ends it."""


Reconcile: TypeAlias = Callable[[Envelope], Awaitable[bool]]
"""Shown every answer's marks before anything of it is used. Returns False when the answer is of a past epoch or ledger
(then it is ignored); when it is of a new epoch, everything has been rewound and dropped by the time it returns True."""
