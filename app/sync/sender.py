"""The sender: takes what the outbox holds to the server, in number order, one batch in flight, for as long as it takes.

It closes the counter door when the server is too slow for a guest. It decides nothing about a command's content.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from enum import StrEnum

from app.domain.errors import DeviceFailed, Incompatible, Rejected, SignedOut, TillError, Unreachable
from app.sync.backoff import Backoff, wait_for_event
from app.sync.outbox import Outbox
from app.sync.ports import (
    Clock,
    Door,
    Gateway,
    Reconcile,
    Row,
    State,
    SubmitAnswer,
)
from app.sync.wire import Upcast, Upcasters, batch

log = logging.getLogger(__name__)

MOST_COMMANDS = 50
TIMEOUT_S = 10.0
COUNTER_TIMEOUT_S = 4.0
"""A guest waits. Still above the server's own 3 s, so that a slow server never has two batches of ours."""
SINGLE_TIMEOUT_S = 30.0
"""One command that did not make it in a batch gets all the time it may need."""
ALARM_S = 600.0
LEAST_REST_S = 0.5
"""Being woken cuts a wait short, but not below this: a crowd of taps is not a storm of calls."""
PAUSE_S = 30.0
"""The least wait of a pause: who is signed out or outdated need not ask often."""


class Activity(StrEnum):
    """What the sender is doing. The pauses end by themselves too, slowly: somebody may mend the server."""

    IDLE = "idle"
    SENDING = "sending"
    WAITING_RETRY = "waiting_retry"
    SIGNED_OUT = "signed_out"
    INCOMPATIBLE = "incompatible"
    LEDGER_FAILED = "ledger_failed"


PAUSES = frozenset({Activity.SIGNED_OUT, Activity.INCOMPATIBLE})


class Sender:
    """Run ``run`` once, as a background task, for the life of the outbox.

    ``known_versions``: the version of each kind that this program speaks; ``upcasters``: (kind, older version) → pure
    function to the next version's body. ``version``: of this program, for the pulse that asks why numbers differ.
    """

    def __init__(
        self,
        outbox: Outbox,
        gateway: Gateway,
        clock: Clock,
        reconcile: Reconcile,
        *,
        upcasters: Mapping[tuple[str, int], Upcast],
        known_versions: Mapping[str, int],
        counter_deadline_s: float = 2.5,
        random: random.Random,
        version: str = "",
    ) -> None:
        self.counter_deadline_s = counter_deadline_s
        self._outbox = outbox
        self._gateway = gateway
        self._clock = clock
        self._reconcile = reconcile
        self._upcasters = Upcasters(known_versions, upcasters)
        self._version = version
        self._backoff = Backoff(random)
        self._most = MOST_COMMANDS
        self._last_sent = 0
        self._has_timed_out = False
        self._opened: str | None = None
        self._woken = asyncio.Event()
        self._changed = asyncio.Event()
        self._known_no = 0
        self._failing_since: float | None = None
        self._is_alarming = False
        self._error: TillError | None = None
        self._state = Activity.IDLE
        self._watchers: set[asyncio.Event] = set()
        self._listeners: list[Callable[[], None]] = []
        outbox.listen(self._outbox_changed)

    @property
    def state(self) -> Activity:
        return self._state

    @property
    def is_alarming(self) -> bool:
        """Whether nothing has got through for ten minutes while something waited."""
        return self._is_alarming

    @property
    def error(self) -> TillError | None:
        """Why the last attempt failed; None after one that worked."""
        return self._error

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` after each change of ``state``, ``error`` or ``is_alarming``; returns what ends that."""
        self._listeners.append(callback)

        def leave() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return leave

    def wake(self) -> None:
        """Try now: the link is back, or a person asks."""
        self._woken.set()

    async def wait_outcome(self, no: int, timeout_s: float, *, until_judged: bool = False) -> Row:
        """Wait until the row ``no`` is done or refused, or waits by the served door, and return it as it is then.

        ``until_judged``: the served door is not enough. After ``timeout_s`` seconds the row is returned whatever it is.
        The row is followed by its id, should its number change. Raises KeyError for an unknown number.
        """
        row = self._outbox.row(no)
        if row is None:
            raise KeyError(no)
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            due = self._clock.monotonic() + timeout_s
            while row.state is State.WAITING and (until_judged or row.door is Door.COUNTER):
                left_s = due - self._clock.monotonic()
                if left_s <= 0:
                    break
                await wait_for_event(self._clock, watcher, left_s)
                watcher.clear()
                row = self._outbox.find(row.id) or row
        finally:
            self._watchers.discard(watcher)
        return row

    async def flush(self, timeout_s: float) -> bool:
        """Wake, and wait until nothing is left to send; returns whether that came within ``timeout_s`` seconds.

        Who comes back online calls this first: the outbox goes before every read.
        """
        self.wake()
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            due = self._clock.monotonic() + timeout_s
            while self._has_work() and self._clock.monotonic() < due:
                await wait_for_event(self._clock, watcher, due - self._clock.monotonic())
                watcher.clear()
        finally:
            self._watchers.discard(watcher)
        return not self._has_work()

    async def run(self) -> None:
        """Send for ever. Ends only when it is cancelled; what was in flight then is sent again by the next run."""
        await asyncio.gather(self._send_for_ever(), self._serve_late_ones())

    def _outbox_changed(self) -> None:
        self._changed.set()
        for watcher in self._watchers:
            watcher.set()
        is_new = self._outbox.next_no > self._known_no
        self._known_no = self._outbox.next_no
        if self._state is Activity.IDLE or (is_new and self._state not in PAUSES):
            self._woken.set()

    # Sending -------------------------------------------------------------------------------------------------------

    async def _send_for_ever(self) -> None:
        while True:
            if self._has_work():
                await self._send_once()
            else:
                self._became(Activity.IDLE, None)
                await self._woken.wait()
                self._woken.clear()

    async def _serve_late_ones(self) -> None:
        while True:
            self._changed.clear()
            row = self._first_at_counter()
            if row is None:
                await self._changed.wait()
                continue
            left_s = (row.age_s or 0.0) + self.counter_deadline_s - self._clock.monotonic()
            if left_s > 0:
                await wait_for_event(self._clock, self._changed, left_s)
            else:
                await self._serve(row)

    def _first_at_counter(self) -> Row | None:
        if self._outbox.is_read_only:
            return None
        waiting = (row for row in self._outbox.unsent() if row.state is State.WAITING)
        return next((row for row in waiting if row.door is Door.COUNTER), None)

    async def _serve(self, row: Row) -> None:
        try:
            await self._outbox.mark_served(row.no)
        except TillError as error:
            log.warning("number %d could not be marked served: %s", row.no, error.code)
            await self._clock.sleep(LEAST_REST_S)
        except Exception:  # a bug must not end the deadlines of the sales to come
            log.exception("marking number %d as served failed", row.no)
            await self._clock.sleep(LEAST_REST_S)

    def _has_work(self) -> bool:
        outbox = self._outbox
        return not outbox.is_read_only and (not outbox.is_registered or bool(outbox.unsent()))

    async def _send_once(self) -> None:
        try:
            has_worked = await self._attempt()
        except TillError as error:
            await self._after(error)
        except Exception as error:  # a bug of ours or of a driver must not end the sending
            log.exception("sending failed")
            await self._after(Unreachable("TLNET", {"reason": type(error).__name__}))
        else:
            if has_worked:
                self._worked()
            else:
                await self._rest(Activity.WAITING_RETRY, None)

    async def _attempt(self) -> bool:
        """Make one attempt; returns whether it got anything further. Raises TillError."""
        if self._state is Activity.IDLE:
            self._became(Activity.SENDING, None)
        while not self._outbox.is_registered:
            await self._register()
        ledger, rows = self._outbox.ledger, self._outbox.unsent()
        commands = batch(rows, self._clock, self._upcasters, most=self._most)
        if not commands:
            return True
        sent = rows[: len(commands)]
        self._last_sent = len(sent)
        sent_at = self._clock.monotonic()
        try:
            answer = await self._gateway.submit(
                ledger, self._outbox.seen(), commands, timeout_s=self._timeout_s(sent)
            )
        except Rejected as error:
            await self._submit_rejected(error, sent)
            return False
        await self._take(answer, ledger, sent_at)
        return any(self._outbox.find(row.id) is not row for row in sent)

    def _timeout_s(self, sent: tuple[Row, ...]) -> float:
        if any(row.state is State.WAITING and row.door is Door.COUNTER for row in sent):
            return COUNTER_TIMEOUT_S
        return SINGLE_TIMEOUT_S if self._has_timed_out and len(sent) == 1 else TIMEOUT_S

    async def _register(self) -> None:
        ledger = self._outbox.ledger
        answer = await self._gateway.open_ledger(ledger, timeout_s=TIMEOUT_S)
        last_ticket = answer.get("last_ticket")
        self._opened = ledger
        await self._outbox.registered(last_ticket if isinstance(last_ticket, int) else 0, ledger)

    async def _take(self, answer: SubmitAnswer, ledger: str, sent_at: float) -> None:
        envelope = answer.envelope
        if envelope.server_time:
            self._outbox.time.measure(envelope.server_time, sent_at, self._clock.monotonic())
        if envelope.ledger != ledger:
            await self._ledger_unknown()
        elif await self._reconcile(envelope):
            self._opened = None
            await self._outbox.record(answer.outcomes, ledger)
            if answer.stopped is not None:
                await self._outbox.tried(answer.stopped.no, answer.stopped.sqlstate)

    async def _submit_rejected(self, error: Rejected, sent: tuple[Row, ...]) -> None:
        """A refusal of the whole call: the ledgers disagree, or one command makes the batch unfit."""
        match error.code:
            case "TLLED":
                await self._ledger_unknown()
            case "TLGAP" | "TLHSH":
                await self._explain(error)
            case _ if len(sent) == 1:
                await self._outbox.tried(sent[0].no, error.code)
                raise error
            case _:
                self._most = max(1, len(sent) // 2)
                raise error

    async def _ledger_unknown(self) -> None:
        """The server does not count with our ledger: open it; if that was done just now, go on under another."""
        if self._opened == self._outbox.ledger:
            await self._outbox.open_new_ledger("TLLED")
        else:
            self._outbox.unregister()

    async def _explain(self, error: Rejected) -> None:
        """The server counts otherwise than we do. A new epoch explains it; without one, this ledger has ended."""
        before = (self._outbox.ledger, self._outbox.epoch)
        status = self._outbox.status(self._version)
        answer = await self._gateway.pulse(before[0], self._outbox.seen(), status, timeout_s=TIMEOUT_S)
        await self._reconcile(answer.envelope)
        if (self._outbox.ledger, self._outbox.epoch) == before:
            log.warning(
                "the server's numbers differ from ours (%s %s): a new ledger begins", error.code, error.params
            )
            expected = error.params.get("expected")
            await self._outbox.open_new_ledger(
                error.code, expected - 1 if isinstance(expected, int) else None
            )

    # After an attempt ----------------------------------------------------------------------------------------------

    def _worked(self) -> None:
        self._backoff.reset()
        self._failing_since = None
        self._has_timed_out = False
        self._most = min(MOST_COMMANDS, self._most * 2)
        self._became(Activity.SENDING, None)

    async def _after(self, error: TillError) -> None:
        match error:
            case SignedOut():
                state = Activity.SIGNED_OUT
            case Incompatible():
                state = Activity.INCOMPATIBLE
            case DeviceFailed():
                state = Activity.LEDGER_FAILED
            case _:
                state = Activity.WAITING_RETRY
        if error.params.get("timed_out") or error.params.get("sqlstate") == "57014":
            self._has_timed_out = True
            self._most = max(1, self._last_sent // 2)
        await self._rest(state, error)

    async def _rest(self, state: Activity, error: TillError | None) -> None:
        """Wait before the next attempt: with full jitter after a failure, at the longest after a pause."""
        now = self._clock.monotonic()
        if self._failing_since is None:
            self._failing_since = now
        wait_s = self._backoff.next_s()
        if state in PAUSES:
            wait_s = max(wait_s, PAUSE_S)
        asked_s = error.params.get("retry_s") if error else None
        if isinstance(asked_s, int | float):
            wait_s = max(wait_s, float(asked_s))
        alarm_in_s = self._failing_since + ALARM_S - now
        self._woken.clear()
        self._became(state, error, is_alarming=alarm_in_s <= 0)
        least_s = min(wait_s, LEAST_REST_S)
        await self._clock.sleep(least_s)
        rest_s = wait_s if self._is_alarming else min(wait_s, alarm_in_s)
        await wait_for_event(self._clock, self._woken, rest_s - least_s)

    def _became(self, state: Activity, error: TillError | None, *, is_alarming: bool = False) -> None:
        before = (self._state, self._error, self._is_alarming)
        self._state, self._error, self._is_alarming = state, error, is_alarming
        if before == (state, error, is_alarming):
            return
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:
                log.exception("a listener of the sender failed")
