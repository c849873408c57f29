"""The outbox: every write of this till, on disk, until a snapshot contains it or a person has dealt with it.

It decides which rows change and how; the ledger store only makes each change durable. It sends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from app.domain.frozen import frozen
from app.sync.book import Book
from app.sync.fingerprint import GAP, canonical, fingerprint
from app.sync.moment import Stamp
from app.sync.ports import Command, Door, JsonObject, LedgerChange, Outcome, Row, SendAs, State

TRIES = 5
"""After so many answers that a command cannot be judged, it is parked."""


@frozen
class OutboxSummary:
    """What every screen says while it is not zero. Minor units; ``oldest_s``: age of the oldest that waits."""

    waiting_count: int
    waiting_amount: int
    refused_count: int
    refused_amount: int
    oldest_s: float | None


@frozen
class _Count:
    """What ``summary`` says of ``rows``, but for the time. ``here``: when the oldest of this boot was made, by its
    monotonic clock; ``before``: the oldest of the others, in seconds since 1970.
    """

    rows: tuple[Row, ...]
    waiting_count: int
    waiting_amount: int
    refused_count: int
    refused_amount: int
    here: float | None
    before: float | None


class Outbox(Book):
    """The till's commands, in the till's book."""

    _count: _Count | None = None

    def rows(self) -> tuple[Row, ...]:
        """Every row in memory in number order: waiting, refused, done and not contained yet, and the recent ones."""
        return self._journal.rows

    def open_rows(self) -> tuple[Row, ...]:
        """The rows that a projection folds unless its base contains them."""
        return tuple([row for row in self._journal.rows if row.is_open and row.kind != GAP])

    def unsent(self) -> tuple[Row, ...]:
        """The rows that the server has not judged in this epoch, in the order in which they go out."""
        return tuple(row for row in self._journal.rows if not row.is_judged)

    def row(self, no: int) -> Row | None:
        return self._journal.row(no)

    def find(self, identity: str) -> Row | None:
        """Return the row of a command's id: its number changes with the ledger, its id never does."""
        return self._journal.find(identity)

    def summary(self) -> OutboxSummary:
        count = self._count
        if count is None or count.rows is not self._journal.rows:
            count = self._count = _counted(self._journal.rows, self._clock.boot())
        ages = []
        if count.here is not None:
            ages.append(self._clock.monotonic() - count.here)
        if count.before is not None:
            ages.append(max(0.0, self._time.now_s() - count.before))
        return OutboxSummary(
            count.waiting_count,
            count.waiting_amount,
            count.refused_count,
            count.refused_amount,
            max(ages, default=None),
        )

    def status(self, version: str) -> JsonObject:
        """What a pulse tells of what waits here. ``version``: this program's."""
        summary = self.summary()
        return {
            "version": version,
            "queue": summary.waiting_count,
            "oldest_s": summary.oldest_s or 0.0,
            "unsure": sum(row.clock_unsure for row in self.unsent()),
        }

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` after each change of rows, once the disk has it; returns what ends that."""
        return self._journal.listen(callback)

    async def append(self, command: Command, *, draft: str | None = None) -> Row:
        """Give ``command`` the next number and put it on disk, and delete the draft ``draft`` in the same transaction.

        The row of a command that is there already is returned as it is. Raises DeviceFailed when it is not on disk,
        ValueError or TypeError for a body that is no JSON, ValueError for a ticket before the till has a code.
        """

        async def work() -> Row:
            known = self._journal.find(command.id)
            if known is not None:
                return known
            change = self._appended(command, self._time.stamp())
            if draft is not None and draft in self._journal.drafts:
                change = replace(change, drafts={draft: None})
            await self._journal.commit(change)
            return change.insert[0]

        return await self._journal.alone(work)

    def _appended(self, command: Command, stamp: Stamp) -> LedgerChange:
        meta, ticket = self._journal.meta, None
        body, next_ticket = dict(command.body), meta.next_ticket
        if command.takes_ticket:
            if meta.till_code is None:
                raise ValueError("a ticket before the till has a code")
            ticket = f"{meta.till_code}-{next_ticket:06d}"
            body["ticket"] = ticket
            next_ticket += 1
        text = canonical(body)
        row = Row(
            no=meta.next_no,
            id=command.id,
            kind=command.kind,
            version=command.version,
            body=json.loads(text),
            sha256=fingerprint(
                command.id, command.kind, command.version, command.by, command.session, stamp.moment, text
            ),
            door=command.door,
            state=State.WAITING,
            by=command.by,
            session=command.session,
            moment=stamp.moment,
            clock_unsure=stamp.is_unsure,
            age_s=stamp.age_s,
            boot=stamp.boot,
            appended_at=stamp.seconds,
            ticket=ticket,
            amount=command.amount,
        )
        return LedgerChange(self._meta(next_no=row.no + 1, next_ticket=next_ticket), insert=(row,))

    async def mark_served(self, no: int) -> bool:
        """Close the counter door: the guest has left. Returns whether the row now waits by the served door.

        A row that was judged first stays as it is.
        """

        async def work() -> bool:
            row = self._journal.row(no)
            if row is None or row.state is not State.WAITING:
                return False
            if row.door is Door.COUNTER:
                await self._update(replace(row, door=Door.SERVED))
            return True

        return await self._journal.alone(work)

    async def record(self, outcomes: Iterable[Outcome], ledger: str | None = None) -> None:
        """Write down what the server decided, in one transaction. What is judged already stays as it is.

        ``ledger``: the one whose numbers these are; when ours is another by now, its numbers mean other commands and
        nothing is written: they go again, and their ids tell.

        A refusal by the counter door settles a row only while its door is still the counter: a served one goes again.
        """

        async def work() -> None:
            if ledger not in (None, self.ledger):
                return
            rows = [(self._journal.row(outcome.no), outcome) for outcome in outcomes]
            changed = [
                _judged(row, outcome) for row, outcome in rows if row is not None and not row.is_judged
            ]
            if changed:
                await self._update(*changed)

        await self._journal.alone(work)

    async def tried(self, no: int, error: str) -> None:
        """Count a try that the server could not judge; the row is parked after ``TRIES`` of them."""

        async def work() -> None:
            row = self._journal.row(no)
            if row is None or row.is_judged:
                return
            attempts, send_as = row.attempts + 1, row.send_as
            if attempts >= TRIES and send_as is None and row.kind != GAP:
                send_as = SendAs.PARK
            await self._update(replace(row, attempts=attempts, last_error=error, send_as=send_as))

        await self._journal.alone(work)

    async def settle(self, no: int, reason: str) -> bool:
        """Take a refused row off the screen: a person has dealt with it. Returns whether it was refused."""

        async def work() -> bool:
            row = self._journal.row(no)
            if row is None or row.state is not State.REFUSED:
                return False
            await self._update(_settled(row, reason))
            return True

        return await self._journal.alone(work)

    async def retry(self, no: int, *, by: str | None = None, session: str | None = None) -> Row:
        """Try again what was refused: its number is used up, so it becomes a new command; the old row is settled.

        A row that waits only gets its tries back. Returns the row to follow. ``by`` and ``session``: who asks, when
        that is not the person who made it. What was served keeps its moment: it happened then. Raises KeyError for
        a row that neither waits nor was refused.
        """

        async def work() -> Row:
            row = self._journal.row(no)
            if row is None or row.state not in (State.WAITING, State.REFUSED):
                raise KeyError(no)
            if row.state is State.WAITING:
                again = replace(row, attempts=0, last_error=None, send_as=None)
                await self._update(again)
                return again
            change = self._appended(self._again(row, by, session), self._stamp_of(row))
            await self._journal.commit(replace(change, update=(_settled(row, "retried"),)))
            return change.insert[0]

        return await self._journal.alone(work)

    def _again(self, row: Row, by: str | None, session: str | None) -> Command:
        return Command(
            id=self._new_id(),
            kind=row.kind,
            version=row.version,
            body={**row.body, "supersedes": row.no} if "supersedes" in row.body else row.body,
            door=row.door,
            by=row.by if by is None else by,
            session=row.session if by is None else session,
            takes_ticket=row.ticket is not None,
            amount=row.amount,
        )

    def _stamp_of(self, row: Row) -> Stamp:
        if row.door is Door.COUNTER:
            return self._time.stamp()
        return Stamp(row.moment, row.appended_at, row.clock_unsure, row.age_s, row.boot)

    async def _update(self, *rows: Row) -> None:
        await self._journal.commit(LedgerChange(self._meta(), update=rows))


def _counted(rows: tuple[Row, ...], boot: str) -> _Count:
    # Once for each change, over thousands after an outage: in lists, which are quicker than generators.
    waiting = [row for row in rows if row.state is State.WAITING and row.kind != GAP]
    refused = [row for row in rows if row.state is State.REFUSED]
    here = [row.age_s for row in waiting if row.age_s is not None and row.boot == boot]
    before = [row.appended_at for row in waiting if row.age_s is None or row.boot != boot]
    return _Count(
        rows,
        len(waiting),
        sum([row.amount for row in waiting]),
        len(refused),
        sum([row.amount for row in refused]),
        min(here, default=None),
        min(before, default=None),
    )


def _judged(row: Row, outcome: Outcome) -> Row:
    if row.send_as is SendAs.VOID:
        return replace(row, is_judged=True)
    if outcome.outcome == "done":
        return replace(
            row,
            state=State.DONE,
            is_judged=True,
            code=None,
            params={},
            result=outcome.result,
            rev=outcome.rev,
        )
    if outcome.door is Door.COUNTER and row.door is Door.SERVED and row.attempts + 1 < TRIES:
        # Once is normal: the refusal met the deadline. For ever would block what follows, so a person sees it then.
        return replace(row, attempts=row.attempts + 1, last_error=outcome.code)
    return replace(
        row,
        state=State.REFUSED,
        is_judged=True,
        code=outcome.code,
        params=outcome.params,
        result=outcome.result,
        rev=outcome.rev,
    )


def _settled(row: Row, reason: str) -> Row:
    return replace(row, state=State.SETTLED, result={**row.result, "settled": reason})
