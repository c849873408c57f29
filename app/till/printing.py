"""What this till prints: each sale's ticket once the sale stands, and the list of what is not printed.

A ticket is queued when the server has taken its command, or when the counter's time is over and the command is served,
whichever comes first; the drawer opens as soon as a command that moves cash is on disk. Nothing here is awaited by a
sale and no sale knows of it: it listens to the outbox, hands work to the printers, and hears what became of it. What is
not printed survives a restart in a file of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Any, cast

from app.domain.errors import DeviceFailed
from app.domain.frozen import frozen
from app.domain.ids import new_id
from app.domain.printers import Report, When
from app.domain.receipt import Ticket, ticket_from_json, ticket_to_json
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Door, JsonObject, Row, Spawn, State
from app.till.bar import BarView
from app.till.ports import PrintDevices
from app.till.printers import NO_PRINTER, Printers
from app.till.receipts import PRINTED_KINDS, moves_cash, ticket_of_row

log = logging.getLogger(__name__)

UNPRINTED = "unprinted"
FRESH_S = 60.0
"""A row that is older was not made just now: it came back from an archive, and is not printed by itself."""
KEEP_AFTER_S = 1.0
"""What is printed sooner is never written to disk."""
CLOSE_S = 3.0
MOST = 200
"""So many tickets wait for a person; then the oldest goes. Each can be had again from the day's sales."""
MOST_PRINTED = 50
RESTARTED = "TLPRS"
_FORGOTTEN = 1_000


class PrintState(StrEnum):
    """``waiting``: until the sale stands."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@frozen
class Job:
    """One ticket on its way. ``key``: its command's id, or one of its own. ``code``, ``params``: why it failed.

    ``may_exist``: some of it was sent, so that another one is a copy.
    """

    key: str
    ticket: Ticket
    state: PrintState
    code: str = ""
    params: Mapping[str, object] | None = None
    may_exist: bool = False


class Printing:
    """Owns every ticket on its way. Listeners are called after each change."""

    def __init__(
        self, devices: PrintDevices | None, bar: BarView, outbox: Outbox, clock: Clock, spawn: Spawn
    ) -> None:
        """``devices`` None: a till without a window prints nothing."""
        self.printers = Printers(devices, spawn)
        self._bar = bar
        self._outbox = outbox
        self._clock = clock
        self._spawn = spawn
        self._jobs: dict[str, Job] = {}
        self._known: set[str] = set()
        self._written: list[Any] = []
        self._is_writing = False
        self._listeners: list[Callable[[], None]] = []
        self._stop: Callable[[], None] = lambda: None

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` after each change; returns what ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    @property
    def can_print(self) -> bool:
        """Whether tickets can be had at all."""
        settings = self.printers.settings
        return settings.when is not When.NEVER and settings.ticket_printer is not None

    @property
    def unprinted(self) -> tuple[Job, ...]:
        """The tickets that need a person, oldest first."""
        return tuple(job for job in self._jobs.values() if job.state is PrintState.FAILED)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Every ticket that is known, in the order in which they were first asked for."""
        return tuple(self._jobs.values())

    def job(self, key: str) -> Job | None:
        """Return the ticket of a command's id; None when none was asked for, or that is long ago."""
        return self._jobs.get(key)

    # --- from start to end ----------------------------------------------------------------------------------------

    async def restore(self) -> None:
        """Read settings and unprinted tickets back, then print what this till does from now on."""
        devices = self.printers.devices
        if devices is None:
            return
        await self.printers.restore()
        self._bring_back(await devices.files.load(UNPRINTED) or {})
        self._known = {row.id for row in self._outbox.rows()}
        self._stop = self._outbox.listen(self._rows_changed)
        self._tell()

    def _bring_back(self, kept: JsonObject) -> None:
        parts = kept.get("tickets")
        for part in parts if isinstance(parts, (list, tuple)) else ():
            try:
                job = _job_from_json(cast("Mapping[str, Any]", part))
            except (ValueError, KeyError, TypeError):
                log.warning("a ticket that was not printed cannot be read")
                continue
            row = self._outbox.find(job.key)
            if row is None or row.state in (State.WAITING, State.DONE):
                self._jobs[job.key] = job
        self._written = self._to_keep()

    async def close(self) -> None:
        """Let what is being printed come to its end, for a moment, and keep the rest."""
        self._stop()
        if self.printers.devices is not None:
            await self.printers.devices.spool.close(CLOSE_S)
            await self._keep_now()

    # --- tickets of what this till does ---------------------------------------------------------------------------

    def _rows_changed(self) -> None:
        for row in self._fresh():
            if moves_cash(row):
                self.printers.open_drawer()
            if self.can_print and self.printers.settings.when is When.ALWAYS and row.kind in PRINTED_KINDS:
                self._wait_for(row)
        for job in tuple(self._jobs.values()):
            if job.state is PrintState.WAITING:
                self._look_at(job)

    def _fresh(self) -> list[Row]:
        """Return the rows that this till has just made, oldest first."""
        fresh, rows, now_s = list[Row](), self._outbox.rows(), self._outbox.time.now_s()
        for row in reversed(rows):
            if row.id in self._known:
                break
            self._known.add(row.id)
            if now_s - row.appended_at < FRESH_S:
                fresh.append(row)
        if len(self._known) > len(rows) + _FORGOTTEN:
            self._known = {row.id for row in rows}
        return fresh[::-1]

    def _wait_for(self, row: Row, *, is_copy: bool = False) -> None:
        ticket = ticket_of_row(row, self._bar, self._outbox.rows())
        if ticket is not None:
            self._put(Job(row.id, replace(ticket, is_copy=is_copy), PrintState.WAITING))

    def _look_at(self, job: Job) -> None:
        """Print the ticket if its sale stands now; forget it when there was no sale."""
        row = self._outbox.find(job.key)
        if row is None or row.state is State.DONE or (row.state is State.WAITING and row.door is Door.SERVED):
            self._print(job)
        elif row.state is not State.WAITING:
            self.throw_away(job.key)

    # --- what a person asks for -----------------------------------------------------------------------------------

    def print_row(self, key: str) -> None:
        """Print the ticket of a command, as soon as its sale stands; what was printed is printed as a copy."""
        self.print_again(key)
        job, row = self._jobs.get(key), self._outbox.find(key)
        if row is not None and (job is None or job.state is PrintState.PRINTED):
            self._wait_for(row, is_copy=job is not None)
            self._rows_changed()

    def print_again(self, key: str) -> None:
        """Try again what was not printed."""
        job = self._jobs.get(key)
        if job is not None and job.state is PrintState.FAILED:
            self._print(job)

    def print_ticket(self, ticket: Ticket) -> str:
        """Print a ticket that no row of this till stands for, such as a past sale's; returns the key of its job."""
        key = new_id(self._clock.wall())
        self._print(Job(key, ticket, PrintState.WAITING))
        return key

    def retry_all(self) -> None:
        """Try everything again that was not printed, oldest first."""
        for job in self.unprinted:
            self._print(job)

    def throw_away(self, key: str) -> None:
        """Take a ticket off the list; its sale stays what it is."""
        if self._jobs.pop(key, None) is not None:
            self._changed()

    def put_back(self, job: Job) -> None:
        """Bring back a ticket that was thrown away."""
        self._put(job)

    # --- at the printers ------------------------------------------------------------------------------------------

    def _print(self, job: Job) -> None:
        printer = self.printers.settings.ticket_printer
        now = Job(job.key, self._as_of_now(job), PrintState.PRINTING, may_exist=job.may_exist)
        self._put(now)
        if printer is None:
            self._failed(job.key, Report(NO_PRINTER))
        else:
            self.printers.print_ticket(printer, now.ticket, partial(self._printed, job.key))

    def _as_of_now(self, job: Job) -> Ticket:
        """Return the ticket with what the server has said since; a copy if it may be on paper already."""
        row = self._outbox.find(job.key)
        ticket = ticket_of_row(row, self._bar, self._outbox.rows()) if row else None
        return replace(ticket or job.ticket, is_copy=job.ticket.is_copy or job.may_exist)

    def _printed(self, key: str, report: Report) -> None:
        job, fallback = self._jobs.get(key), self.printers.settings.fallback_printer
        if job is None:
            return
        if report.is_done:
            self._put(replace(job, state=PrintState.PRINTED))
        elif fallback is None:
            self._failed(key, report)
        else:
            ticket = job.ticket.copy() if report.was_sent else job.ticket
            self.printers.print_ticket(fallback, ticket, partial(self._printed_elsewhere, key, report))

    def _printed_elsewhere(self, key: str, first: Report, report: Report) -> None:
        job = self._jobs.get(key)
        if job is not None and report.is_done:
            self._put(replace(job, state=PrintState.PRINTED))
        else:
            self._failed(key, replace(first, was_sent=first.was_sent or report.was_sent))

    def _failed(self, key: str, report: Report) -> None:
        job = self._jobs.get(key)
        if job is not None:
            may_exist = job.may_exist or report.was_sent
            self._put(Job(key, job.ticket, PrintState.FAILED, report.code, report.params, may_exist))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _put(self, job: Job) -> None:
        """Put the job at the end of the list, and let go of those of long ago."""
        is_new = job.key not in self._jobs
        self._jobs[job.key] = job
        if is_new:
            printed = [job.key for job in self._jobs.values() if job.state is PrintState.PRINTED]
            failed = [job.key for job in self.unprinted]
            for key in (*printed[:-MOST_PRINTED], *failed[:-MOST]):
                del self._jobs[key]
        self._changed()

    def _changed(self) -> None:
        self._tell()
        if not self._is_writing:
            self._is_writing = True
            self._spawn(self._keep(), "keep the unprinted tickets")

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    async def _keep(self) -> None:
        try:
            while self._to_keep() != self._written:
                await self._clock.sleep(KEEP_AFTER_S)
                if not await self._keep_now():
                    return  # with the next change
        finally:
            self._is_writing = False

    async def _keep_now(self) -> bool:
        """Write the list if it is another than on disk; returns whether it is there."""
        devices, kept = self.printers.devices, self._to_keep()
        try:
            if devices is not None and kept != self._written:
                await devices.files.save(UNPRINTED, {"tickets": kept})
        except DeviceFailed as error:
            log.warning("the unprinted tickets are not kept: %s", error.code)
            return False
        self._written = kept
        return True

    def _to_keep(self) -> list[Any]:
        return [_job_to_json(job) for job in self._jobs.values() if job.state is not PrintState.PRINTED]


def _job_to_json(job: Job) -> dict[str, Any]:
    """Return a job as it comes back: what is being printed now may be on paper when the power is gone."""
    return {
        "key": job.key,
        "ticket": ticket_to_json(job.ticket),
        "code": job.code or RESTARTED,
        "sent": job.may_exist or job.state is PrintState.PRINTING,
    }


def _job_from_json(kept: Mapping[str, Any]) -> Job:
    ticket, code = ticket_from_json(kept["ticket"]), str(kept["code"])
    return Job(str(kept["key"]), ticket, PrintState.FAILED, code, may_exist=kept["sent"] is True)
