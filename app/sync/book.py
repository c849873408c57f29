"""The till's own ledger book: whose it is, what it knows of the server and of time, its drafts, notes and alerts; and
what happens to it when the server or the file is another than before. What the commands in it are is in ``outbox.py``.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain.errors import DeviceFailed
from app.domain.frozen import frozen
from app.domain.ids import new_id
from app.sync.copies import ADOPTION, ANOTHER_BARS, NO_LEDGER, Adopted, Comparison, LedgerImage
from app.sync.fingerprint import canonical
from app.sync.journal import Journal
from app.sync.moment import CorrectedClock
from app.sync.ports import (
    Clock,
    Door,
    Envelope,
    Json,
    JsonObject,
    LedgerChange,
    LedgerContents,
    LedgerMeta,
    LedgerStore,
    Row,
    Seen,
    State,
)
from app.sync.rewind import new_ledger, rewound, united

KEEP_S = 35 * 86_400.0
"""Longer than the oldest backup in use: what a restored server has forgotten is still here."""
RECENT = 200
"""So many of the last rows stay in memory whatever became of them."""
ALERT = "alert"
ADOPTED = "adopted"
"""The reason of the alert that says that a copy was taken over."""
BAR = "bar"
ANOTHER_BAR = "ledger of another bar"


@frozen
class Alert:
    """Something happened to the ledger that a person must know; it stays until somebody has seen it.

    ``code`` is ``TLCOR`` (the file was broken, emptied, older than it should be) or ``TLLED`` (the server and this
    ledger disagree, or a copy was adopted); ``params`` has ``reason``, ``brought``, ``unreadable``, ``aside``.
    """

    code: str
    params: JsonObject
    moment: str


class Book:
    """``open`` it first; then call anything, in any order, from one event loop.

    ``till_code`` begins every ticket; empty before enrolment. ``bar``: whose till this is, if that is known; a ledger
    is of one bar for ever. Every coroutine returns after the disk has the change. Raises DeviceFailed when the disk
    says no, and ``TLCFG`` for the ledger of another bar: its sales must not go to this one.
    """

    def __init__(self, store: LedgerStore, clock: Clock, *, till_code: str = "", bar: str = "") -> None:
        self._store = store
        self._clock = clock
        self._till_code = till_code
        self._bar = bar
        self._journal = Journal(store, self._settle_in)
        self._time = CorrectedClock(clock)

    @property
    def ledger(self) -> str:
        """The uuid under which this ledger's numbers count."""
        return self._journal.meta.ledger

    @property
    def epoch(self) -> str | None:
        return self._journal.meta.epoch

    @property
    def past_epochs(self) -> tuple[str, ...]:
        return self._journal.meta.past_epochs

    @property
    def next_no(self) -> int:
        return self._journal.meta.next_no

    @property
    def till_code(self) -> str | None:
        return self._journal.meta.till_code

    @property
    def bar(self) -> str | None:
        """The bar whose sales are in here; None until a till of it has had the ledger open."""
        return _bar_in(self._journal.notes)

    @property
    def is_registered(self) -> bool:
        """Whether the server knows this ledger uuid; until it does, nothing can be sent under it."""
        return self._journal.meta.is_registered

    @property
    def is_read_only(self) -> bool:
        return self._journal.holder is not None

    @property
    def holder(self) -> JsonObject | None:
        """Who else has the ledger open: ``pid``, ``host``, ``since``; None when it is ours."""
        return self._journal.holder

    @property
    def time(self) -> CorrectedClock:
        """The corrected clock. ``time.measure(…)`` with the server time of any answer makes it sure."""
        return self._time

    @property
    def alert(self) -> Alert | None:
        text = self._journal.notes.get(ALERT)
        return Alert(**json.loads(text)) if text else None

    async def dismiss_alert(self) -> None:
        await self._put(notes={ALERT: None})

    def seen(self, rev: int = 0) -> Seen:
        """What this till has seen of the server; ``rev``: the caller's stock revision, if it knows a later one."""
        meta = self._journal.meta
        return Seen(meta.epoch, meta.applied, max(rev, meta.rev))

    def saw(self, envelope: Envelope) -> None:
        """Remember an answer's marks (of this ledger and epoch); they reach the disk with the next change."""
        meta = self._journal.meta
        self._journal.meta = replace(
            meta, applied=max(meta.applied, envelope.applied), rev=max(meta.rev, envelope.rev)
        )

    def on_reset(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Await ``callback`` when the epoch or the ledger is another: every base made before is void.

        At start, nobody is told: a stored base must carry ``ledger`` and ``epoch`` and be compared with these.
        """
        self._journal.on_reset(callback)

    # Opening and closing -------------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Read the ledger, or read it again. What waits has been waiting without us: its guest has left."""
        await self._journal.reopen()

    async def _settle_in(self, contents: LedgerContents) -> None:
        meta = contents.meta
        self._must_be_of_bar(self._bar, contents.notes)
        self._time = CorrectedClock(self._clock, self._time.anchor or meta.anchor, meta.last_moment)
        if contents.trouble is not None:
            change = new_ledger(self._meta(), contents.rows, self._new_id(), None)
            await self._journal.commit(
                replace(change, notes=self._alerted("TLCOR", contents.trouble, contents, len(change.insert)))
            )
        if self._bar and self.bar is None:
            notes = {BAR: canonical({"id": self._bar})}
            await self._journal.commit(LedgerChange(self._meta(), notes=notes))
        if self._till_code and self._till_code != meta.till_code:
            await self._become(self._till_code)
        late = tuple(
            replace(row, door=Door.SERVED)
            for row in self._journal.rows
            if row.state is State.WAITING and row.door is Door.COUNTER
        )
        if late:
            await self._journal.commit(LedgerChange(self._meta(), update=late))

    async def close(self) -> None:
        """Let go of the file. What was acknowledged is there."""
        await self._store.close()

    # Who we are to the server --------------------------------------------------------------------------------------

    async def _become(self, code: str) -> None:
        """Take the code of a till. Who was another till before begins a ledger of its own: numbers belong to a till."""
        meta = self._meta()
        change = LedgerChange(replace(meta, till_code=code))
        if meta.till_code:
            rows = await self._store.rows_after(0)
            change = new_ledger(replace(meta, till_code=code, next_ticket=1), rows, self._new_id(), None)
        await self._journal.commit(change)

    def _must_be_of_bar(self, bar: str | None, notes: Mapping[str, str]) -> None:
        theirs = _bar_in(notes)
        if bar and theirs and bar != theirs:
            raise DeviceFailed("TLCFG", {"reason": ANOTHER_BAR, "bar": theirs})

    async def registered(self, last_ticket: int, ledger: str | None = None) -> None:
        """The server has opened this ledger; tickets go on after the last that it knows.

        ``ledger``: the one that it was asked to open; when ours is another by now, that one is still to be opened.
        """

        async def work() -> None:
            meta = self._meta()
            if ledger not in (None, meta.ledger):
                return
            next_ticket = max(meta.next_ticket, last_ticket + 1)
            change = LedgerChange(replace(meta, next_ticket=next_ticket, is_registered=True))
            await self._journal.commit(change)
            self._journal.announce()  # no row changed, but who waited to be known may go on

        await self._journal.alone(work)

    def unregister(self) -> None:
        """The server does not know this ledger, or answers for another one: it has to be opened (again)."""
        if self.is_registered:
            self._journal.meta = replace(self._journal.meta, is_registered=False)
            self._journal.announce()

    # Another server, another ledger --------------------------------------------------------------------------------

    async def rewind(self, envelope: Envelope) -> None:
        """Begin the epoch of ``envelope``, in which the server knows its ledger up to ``applied``: everything beyond
        goes again. The first epoch of all is only noted, and one that is known changes nothing; nor do marks of a
        ledger that is not ours any more when their turn comes.

        The last number of a restored server may be one that it holds as ``refused`` at the counter and that was
        booked by the served door after the backup was taken: that one may come again, and must.
        """

        async def work() -> None:
            meta = self._meta()
            epoch, applied = envelope.epoch, envelope.applied
            if envelope.ledger != meta.ledger or epoch == meta.epoch or epoch in meta.past_epochs:
                return
            if meta.epoch is None:
                await self._journal.commit(LedgerChange(replace(meta, epoch=epoch, applied=applied)))
                return
            rows, past = await self._store.rows_after(applied - 1), await self._store.past_rows()
            was_booked = bool(rows) and rows[0].no == applied and rows[0].state is State.DONE
            known = applied - 1 if was_booked and applied in envelope.refused else applied
            again = tuple(row for row in rows if row.no > known)
            await self._journal.commit(rewound(meta, again, past, epoch, known, self._time.stamp()))

        await self._journal.alone(work)

    async def open_new_ledger(self, reason: str, known_up_to: int | None = None) -> None:
        """Go on under a new ledger uuid, from number 1, with an alert; what is not settled goes again under its ids.

        ``known_up_to``: the last number that the server admits to know, if it said so; what is done beyond goes too.
        """

        async def work() -> None:
            rows = await self._store.rows_after(0)
            change = new_ledger(self._meta(), rows, self._new_id(), known_up_to)
            notes = self._alerted("TLLED", reason, None, len(change.insert))
            await self._journal.commit(replace(change, notes=notes))

        await self._journal.alone(work)

    # Copies of this ledger, and other ledgers' files -------------------------------------------------------------

    async def image(self, leave_out: Sequence[str] = ()) -> LedgerImage:
        """Return a sound copy while selling goes on, without the notes whose key begins with one of ``leave_out``."""
        return await self._store.image(leave_out)

    async def compare(self, path: str) -> Comparison:
        """Say what another ledger file has that this one has not. Raises DeviceFailed, ``TLCOR`` if it is broken."""
        facts, known = await self._store.facts_of(path), await self._store.ids()
        lacking, is_ours = len(facts.ids - known), self._is_ours(facts.notes)
        return Comparison(facts.ledger, facts.till_code, facts.last_moment, lacking, is_ours)

    async def adopt(self, path: str) -> Adopted:
        """Bring over what another ledger file has and this one has not.

        It may be old, and its commands long known to the server: the ids tell, so nothing is booked twice. Raises
        DeviceFailed ``TLADO`` for a file that is missing, no ledger, or of another bar; then nothing has changed.
        """
        copy = await self._store.read_copy(path)  # the file may lie on a slow stick: nothing waits for it

        async def work() -> Adopted:
            if not copy.meta.ledger and not copy.rows:
                raise DeviceFailed(ADOPTION, {"reason": NO_LEDGER})
            if not self._is_ours(copy.notes):
                raise DeviceFailed(ADOPTION, {"reason": ANOTHER_BARS})
            rows, past = await self._store.rows_after(0), await self._store.past_rows()
            known = {row.id for row in (*rows, *past)}
            brought = tuple(row for row in copy.rows if row.id not in known)
            if brought:
                meta = united(self._meta(), copy.meta)
                change = new_ledger(meta, rows, self._new_id(), None, brought)
                drafts = {key: x for key, x in copy.drafts.items() if key not in self._journal.drafts}
                notes = self._alerted("TLLED", ADOPTED, copy, len(brought))
                await self._journal.commit(replace(change, drafts=drafts, notes=notes))
            return Adopted(len(brought), copy.unreadable)

        return await self._journal.alone(work)

    def _is_ours(self, notes: Mapping[str, str]) -> bool:
        """Whether another file may be of this bar: it is unless it says otherwise and can be understood."""
        try:
            theirs = _bar_in(notes)
        except (ValueError, KeyError, TypeError):
            theirs = None
        return None in (self.bar, theirs) or self.bar == theirs

    # Keeping it small ----------------------------------------------------------------------------------------------

    async def purge(self, is_contained: Callable[[Row], bool]) -> int:
        """Forget what every kept snapshot contains; delete what is also older than 35 days.

        ``is_contained`` must speak for every snapshot that may ever be shown again, the stored ones included.
        Nothing is deleted while the clock is unsure. Returns how many rows were deleted.
        """

        async def work() -> int:
            up_to, spare = self._journal.meta.contained_up_to, set[int]()
            for row in self._journal.rows:
                if not row.is_judged or (row.state is State.DONE and not is_contained(row)):
                    break
                up_to = row.no
                if row.state is not State.REFUSED and row.no < self.next_no - RECENT:
                    spare.add(row.no)
            if up_to > self._journal.meta.contained_up_to:
                await self._journal.commit(LedgerChange(self._meta(contained_up_to=up_to)))
            self._journal.forget(spare)
            if self._time.is_unsure:
                return 0
            return await self._store.purge(self._time.now_s() - KEEP_S, up_to)

        return await self._journal.alone(work)

    async def recent(self, limit: int = 50) -> tuple[Row, ...]:
        """Return the last rows on disk, past ledgers included, newest first: what can be printed again."""
        return await self._store.recent(limit)

    # Drafts and notes ----------------------------------------------------------------------------------------------

    async def get_draft(self, key: str) -> JsonObject | None:
        text = self._journal.drafts.get(key)
        return None if text is None else _object(text)

    async def drafts(self) -> Mapping[str, JsonObject]:
        """Return every draft by its key."""
        return {key: _object(text) for key, text in self._journal.drafts.items()}

    async def put_draft(self, key: str, body: JsonObject) -> None:
        """Keep a cart, or anything half made, across a crash."""
        await self._put(drafts={key: canonical(body)})

    async def delete_draft(self, key: str) -> None:
        await self._put(drafts={key: None})

    async def get_note(self, key: str) -> JsonObject | None:
        """Return what is kept under ``key``, None when there is nothing."""
        text = self._journal.notes.get(key)
        return None if text is None else _object(text)

    async def set_note(self, key: str, value: JsonObject | None) -> None:
        """Keep ``value`` under ``key``; None deletes it."""
        await self._put(notes={key: None if value is None else canonical(value)})

    async def _put(
        self, drafts: Mapping[str, str | None] | None = None, notes: Mapping[str, str | None] | None = None
    ) -> None:
        async def work() -> None:
            await self._journal.commit(LedgerChange(self._meta(), drafts=drafts or {}, notes=notes or {}))

        await self._journal.alone(work)

    def _meta(self, **changed: Any) -> LedgerMeta:
        """Return the meta of the next transaction, with what the clock has learned."""
        time = self._time
        return self._journal.next_meta(anchor=time.anchor, last_moment=time.last_moment, **changed)

    def _alerted(
        self, code: str, reason: str, contents: LedgerContents | None, brought: int
    ) -> Mapping[str, str | None]:
        params: dict[str, Json] = {"reason": reason, "brought": brought}
        if contents is not None:
            params |= {"unreadable": contents.unreadable, "aside": contents.aside}
        return {ALERT: canonical({"code": code, "params": params, "moment": self._time.stamp().moment})}

    def _new_id(self) -> str:
        return new_id(self._time.now_s())


def _bar_in(notes: Mapping[str, str]) -> str | None:
    text = notes.get(BAR)
    return str(_object(text)["id"]) if text else None


def _object(text: str) -> JsonObject:
    value: JsonObject = json.loads(text)
    return value
