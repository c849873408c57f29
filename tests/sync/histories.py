"""Random histories of one till and its server, driving the real outbox, sender, cache, follower and pulse.

A history is a list of (what, which) pairs of numbers, so that a failing one can be made small. After every step what is
shown must be the server's truth at the base's moment plus the till's own commands that are not in it; at the end, with
the network healed, both sides agree and every sale that the ledger holds was booked once.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import TypeVar

import app.sync.base as base_rules
import app.sync.cache as cache_module
import app.sync.snapshots as snapshots_module
from app.domain.errors import TillError, Unreachable
from app.sync.base import Base
from app.sync.cache import Cache
from app.sync.follower import Follower
from app.sync.link import Link
from app.sync.outbox import Outbox
from app.sync.polling import Pulse
from app.sync.ports import (
    Answer,
    Command,
    Door,
    JsonObject,
    PulseAnswer,
    Row,
    Seen,
    State,
    SubmitAnswer,
)
from app.sync.query import QuerySpec
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from tests.fakes import FakeClock, MemoryLedger, let_tasks_run
from tests.sync.bar_model import PRODUCTS, BarModel, Timeline, take_from
from tests.sync.bar_model import State as ServerState
from tests.sync.cache_world import STOCK, MemorySnapshots, _fetch_stock, decode_counts, merge_counts

T = TypeVar("T")

TURNS = 30
ROUNDS = 80


def take(value: object, row: Row) -> object:
    """The projection: a sale takes what there is and no more."""
    assert isinstance(value, Mapping)
    taken = take_from(value, row.body)
    return {name: n - taken.get(name, 0) for name, n in value.items()}


SPEC = QuerySpec(
    family="stock",
    fetch=_fetch_stock,
    decode=decode_counts,
    merge=merge_counts,
    project=take,
    stale_s=300.0,
    keep_s=86_400.0,
    topic="stock",
    kinds=frozenset({"take"}),
)


@dataclass(eq=False)
class Request:
    """A call under way. ``answer`` is what the server said, once it was reached."""

    ask: Callable[[], object]
    reply: asyncio.Future[object]
    epoch: Callable[[], str]
    """The server's epoch now."""
    answer: object = None
    served_in: str | None = None

    @property
    def is_served(self) -> bool:
        return self.served_in is not None

    def serve(self) -> None:
        if not self.is_served:
            try:
                self.answer = self.ask()
            except TillError as error:
                self.answer = error
            self.served_in = self.epoch()

    def deliver(self) -> None:
        self.serve()
        if not self.reply.done():
            if isinstance(self.answer, TillError):
                self.reply.set_exception(self.answer)
            else:
                self.reply.set_result(self.answer)

    def fail(self) -> None:
        if not self.reply.done():
            self.reply.set_exception(Unreachable("TLNET"))


class Network:
    """A ``Gateway`` whose every call waits until the history says what becomes of it."""

    def __init__(self, server: BarModel) -> None:
        self._server = server
        self.requests: list[Request] = []
        self.orphans: list[Request] = []
        """Calls that the till has given up and that may still reach the server."""

    async def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject], *, timeout_s: float
    ) -> SubmitAnswer:
        answer = await self._call(lambda: self._server.submit(ledger, seen, commands))
        assert isinstance(answer, SubmitAnswer)
        return answer

    async def pulse(self, ledger: str, seen: Seen, status: JsonObject, *, timeout_s: float) -> PulseAnswer:
        answer = await self._call(lambda: self._server.pulse(ledger, seen))
        assert isinstance(answer, PulseAnswer)
        return answer

    async def read(self, name: str, params: JsonObject, *, timeout_s: float) -> Answer:
        answer = await self._call(lambda: self._server.stock_since(params))
        assert isinstance(answer, Answer)
        return answer

    async def open_ledger(self, ledger: str, *, timeout_s: float) -> JsonObject:
        answer = await self._call(lambda: self._server.open_ledger(ledger))
        assert isinstance(answer, dict)
        return answer

    async def _call(self, ask: Callable[[], object]) -> object:
        reply: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        request = Request(ask, reply, lambda: self._server.state.epoch)
        self.requests.append(request)
        try:
            return await request.reply
        finally:
            if request in self.requests:
                self.requests.remove(request)


@dataclass
class Counts:
    """What a run of histories did, for the proof."""

    histories: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    checks: int = 0
    sales: int = 0
    epochs: int = 0
    ledgers: int = 0

    def step(self, name: str) -> None:
        self.steps[name] = self.steps.get(name, 0) + 1


class History:
    """One till, one server, and what happens between them."""

    def __init__(self, counts: Counts | None = None, *, renews_epoch: bool = True) -> None:
        self.counts = counts or Counts()
        self.clock = FakeClock()
        self.server = BarModel(renews_epoch=renews_epoch)
        self.disk = MemoryLedger("ledger-1")
        self.snapshots = MemorySnapshots()
        self.bugs: list[BaseException] = []
        self.backups: list[ServerState] = []
        self.copies: list[MemoryLedger] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.network = Network(self.server)
        self._attempt: asyncio.Task[None] | None = None
        self._ids = 0
        self._ledgers = 1
        self._copied: str | None = None
        """The ledger uuid under which an old copy of the ledger counts: nobody has noticed yet."""
        self._given: dict[str, int] = {}
        """The highest next number that each ledger ever had."""

    # The till

    async def enrol(self) -> None:
        """Begin as an enrolled till that has read the stock once."""
        self.server.open_ledger("ledger-1")
        await self.start()
        await self.outbox.registered(0)
        await self.good_line(0)
        await self.clock.advance(3)

    async def start(self) -> None:
        self._attempt = None
        self._last: Base | None = None
        self.outbox = Outbox(self.disk, self.clock, till_code="C1")
        await self.outbox.open()
        reconciler = Reconciler(self.outbox)
        self.cache = Cache(
            [SPEC],
            gateway=self.network,
            outbox=self.outbox,
            snapshots=self.snapshots,
            reconcile=reconciler.reconcile,
            clock=self.clock,
            random=Random(1),
            spawn=self.spawn,
            schedule=self._schedule,
            report=self.bugs.append,
        )
        reconciler.on_new_epoch(self.cache.drop_bases)
        self.sender = Sender(
            self.outbox,
            self.network,
            self.clock,
            reconciler.reconcile,
            upcasters={},
            known_versions={"take": 1},
            random=Random(2),
        )
        self.pulse = Pulse(
            gateway=self.network,
            cache=self.cache,
            outbox=self.outbox,
            link=Link(self.clock),
            reconcile=reconciler.reconcile,
            flush=self.sender.flush,
            clock=self.clock,
            random=Random(3),
            spawn=self.spawn,
            stock=STOCK,
            version="0.1.0",
        )
        self.follower = Follower(self.cache, STOCK, schedule=self._schedule, random=Random(4))
        await self.cache.restore()
        self.cache.observe(STOCK, lambda: None)
        await let_tasks_run(TURNS)

    async def stop(self) -> None:
        await let_tasks_run(TURNS)
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def spawn(self, story: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(story, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.bugs.append(error)

    def _schedule(self, delay_s: float, callback: Callable[[], None]) -> None:
        async def later() -> None:
            await self.clock.sleep(delay_s)
            callback()

        if delay_s <= 0:
            asyncio.get_running_loop().call_soon(callback)
        else:
            self.spawn(later(), "schedule")

    async def _send(self) -> None:
        try:
            await self.sender._attempt()
        except TillError:
            return

    async def _beat(self) -> None:
        await self.pulse.beat()

    # What may happen. ``which`` is any number: it picks among what there is.

    async def tap(self, which: int) -> None:
        self._ids += 1
        names = PRODUCTS[which % 3 : which % 3 + 1 + which // 3 % 2]
        body = dict.fromkeys(names, 1 + which // 6 % 3)
        door = Door.SERVED if which // 18 % 4 == 0 else Door.COUNTER
        await self.outbox.append(Command(f"sale-{self._ids}", "take", 1, body, door))

    async def send(self, which: int) -> None:
        if self._attempt is None or self._attempt.done():
            self._attempt = self.spawn(self._send(), "send")

    async def arrive(self, which: int) -> None:
        if self.network.requests:
            _pick(self.network.requests, which).serve()

    async def reply(self, which: int) -> None:
        if self.network.requests:
            self._deliver(_pick(self.network.requests, which))

    def _deliver(self, request: Request) -> None:
        """Give the till the answer.

        It makes one call at a time, so no answer is overtaken by one of a later epoch: what is under way of an epoch
        that the till has not met yet is lost then. Answers of its past may come at any time.
        """
        request.serve()
        met = (request.served_in, self.outbox.epoch, *self.outbox.past_epochs)
        for other in tuple(self.network.requests):
            if other.is_served and other.served_in not in met:
                other.fail()
        request.deliver()

    async def replies_together(self, which: int) -> None:
        for request in tuple(self.network.requests)[: 2 + which % 2]:
            self._deliver(request)

    async def good_line(self, which: int) -> None:
        """For a while everything arrives and is answered."""
        for _ in range(2 + which % 3):
            for request in tuple(self.network.requests):
                self._deliver(request)
            await let_tasks_run(TURNS)

    async def lose(self, which: int) -> None:
        """The till gives up; the call, or its reply, is lost, or the call still reaches the server later."""
        if self.network.requests:
            request = _pick(self.network.requests, which)
            request.fail()
            if not request.is_served and which % 2:
                self.network.orphans.append(request)

    async def late_arrival(self, which: int) -> None:
        if self.network.orphans:
            orphan = _pick(self.network.orphans, which)
            self.network.orphans.remove(orphan)
            orphan.serve()

    async def deadline(self, which: int) -> None:
        """A guest who has waited too long leaves with the drink."""
        for row in self.outbox.unsent():
            if row.state is State.WAITING and row.door is Door.COUNTER:
                await self.outbox.mark_served(row.no)
                return

    async def foreign(self, which: int) -> None:
        qty = 1 + which // 3 % 3
        self.server.foreign(PRODUCTS[which % 3], qty if which // 9 % 3 == 0 else -qty)

    async def announce(self, which: int) -> None:
        self.server.announce()

    async def event(self, which: int) -> None:
        """An event comes, perhaps not the first, perhaps again later."""
        if self.server.feed:
            message = _pick(self.server.feed, which)
            self.follower.receive(message)
            if which % 3:
                self.server.feed.remove(message)

    async def lose_event(self, which: int) -> None:
        if self.server.feed:
            self.server.feed.remove(_pick(self.server.feed, which))

    async def poll(self, which: int) -> None:
        self.spawn(self._beat(), "pulse")

    async def read(self, which: int) -> None:
        self.cache.invalidate(STOCK)

    async def pass_time(self, which: int) -> None:
        await self.clock.advance((0.1, 0.5, 3.0)[which % 3])

    async def purge(self, which: int) -> None:
        await self.outbox.purge(self.cache.contains)

    async def retry_refused(self, which: int) -> None:
        for row in self.outbox.rows():
            if row.state is State.REFUSED and row.kind == "take":
                await self.outbox.retry(row.no)
                return

    async def restart_till(self, which: int) -> None:
        await self._crash()
        await self.start()

    async def restart_server(self, which: int) -> None:
        for request in tuple(self.network.requests):
            request.fail()
        self.network.orphans.clear()

    async def restart_relay(self, which: int) -> None:
        self.server.forget_what_was_told()

    async def back_up(self, which: int) -> None:
        self.backups.append(self.server.backup())

    async def restore(self, which: int) -> None:
        """An administrator restores a backup. What is under way is of the epoch before."""
        if self.backups:
            self.server.restore(_pick(self.backups, which), by_admin=True)

    async def restore_in_silence(self, which: int) -> None:
        """The disk of the server comes back as it once was; connections and the relay's memory are gone."""
        if self.backups:
            await self.restart_server(which)
            self.server.feed.clear()
            self.server.restore(_pick(self.backups, which), by_admin=False)

    async def copy_ledger(self, which: int) -> None:
        self.copies.append(copy.deepcopy(self.disk))

    async def old_ledger(self, which: int) -> None:
        """The till's disk comes back as it once was."""
        if self.copies:
            await self._crash()
            old = copy.deepcopy(_pick(self.copies, which))
            if old.meta.next_no < self._given.get(old.meta.ledger, 1):
                self._copied = old.meta.ledger
            self.disk = old
            await self.start()

    async def lose_ledger(self, which: int) -> None:
        """The ledger is gone, or broken and its rows were brought over."""
        await self._crash()
        if which % 2:
            self._ledgers += 1
            self.disk = MemoryLedger(f"ledger-{self._ledgers}")
            self.disk.trouble = "lost"
        else:
            self.disk.trouble = "salvaged"
        self.counts.ledgers += 1
        await self.start()

    async def _crash(self) -> None:
        await self.stop()
        for request in self.network.requests:
            if not request.is_served:
                self.network.orphans.append(request)
        orphans = self.network.orphans
        self.network = Network(self.server)
        self.network.orphans = orphans

    # The invariant

    async def step(self, what: int, which: int) -> None:
        name = STEPS[what % len(STEPS)]
        self.counts.step(name)
        await getattr(self, name)(which)
        await let_tasks_run(TURNS)
        self.check()

    def check(self) -> None:
        """What is shown = the server's truth at the base's moment + own commands that are not in it."""
        self._given[self.outbox.ledger] = max(self._given.get(self.outbox.ledger, 1), self.outbox.next_no)
        assert not self.bugs, self.bugs
        self.server.check()
        base, shown = self.cache.base(STOCK), self.cache.shown(STOCK)
        if self._copied is not None and self._copied != self.outbox.ledger:
            self._copied = None
        if base is None or self._copied is not None:
            assert base is not None or shown is None
            return
        is_known = self.outbox.is_registered and self.outbox.epoch is not None
        assert base.ledger == self.outbox.ledger or (base.ledger == "" and not is_known)
        assert self.outbox.epoch in (None, base.epoch) or base.ledger == ""
        self._check_time(base)
        self.counts.checks += 1
        lines = self.server.timelines[base.epoch]
        assert any(self._explains(line, base, shown) for line in lines), self._story(base, shown)

    def _check_time(self, base: Base) -> None:
        """What the server said never goes back, but with a restart to what is on disk."""
        before, self._last = self._last, base
        if before is not None and (before.epoch, before.ledger) == (base.epoch, base.ledger):
            assert before.rev <= base.rev, f"{before}\n{base}"
            assert before.applied <= base.applied, f"{before}\n{base}"

    def _explains(self, line: Timeline, base: Base, shown: object) -> bool:
        if base.value != line.stock.get(base.rev):
            return False
        rows = [self.disk.rows[no] for no in sorted(self.disk.rows)]
        choices = [self._may_be_folded(row, line, base) for row in rows if row.is_open and row.kind == "take"]
        folded = [row for row in rows if row.is_open and row.kind == "take"]
        for choice in product(*choices):
            value: object = base.value
            for row, is_folded in zip(folded, choice, strict=True):
                value = take(value, row) if is_folded else value
            if value == shown:
                return True
        return False

    def _may_be_folded(self, row: Row, line: Timeline, base: Base) -> tuple[bool, ...]:
        """Whether ``row`` is to be seen over ``base``; both are right where the till cannot know."""
        if row.id not in line.landed:
            return (True,)
        rev = line.landed[row.id]
        if row.state is State.DONE:
            return (rev is not None and rev > base.rev,)
        if rev is None:
            return (False, True)
        if rev > base.rev:
            return (True,)
        # Booked under an earlier number of a ledger that was replaced: only the answer to the new number tells.
        return (False,) if self._is_first(row) else (False, True)

    def _is_first(self, row: Row) -> bool:
        kept = self.server.state.books.get(self.outbox.ledger, {}).get(row.no)
        return kept is not None and kept.id == row.id and kept.is_first

    def _story(self, base: Base, shown: object) -> str:
        rows = [
            (r.no, r.id, r.state.value, r.door.value, dict(r.body), r.rev) for r in self.disk.rows.values()
        ]
        return (
            f"shown {shown}\nbase {base}\nrows {rows}\n"
            f"server {self.server.state.epoch} rev {self.server.state.rev} {self.server.state.stock}\n"
            f"landed {[line.landed for line in self.server.timelines[base.epoch]]}"
        )

    # The end

    async def converge(self) -> None:
        """Heal the network and see both sides agree."""
        for orphan in self.network.orphans:
            orphan.serve()
        self.server.feed.clear()
        for _ in range(ROUNDS):
            await self.send(0)
            await self.poll(0)
            for _ in range(4):
                await self.replies_together(1)
                await let_tasks_run(TURNS)
            await self.clock.advance(3)
            self.check()
            if self._agrees():
                break
        assert self._agrees(), self._story_of_the_end()
        self._check_money()
        self.counts.histories += 1
        self.counts.sales += len(self.server.state.taken)
        self.counts.epochs += len(self.server.timelines) - 1

    def _agrees(self) -> bool:
        base = self.cache.base(STOCK)
        return (
            not self.outbox.unsent()
            and not self.network.requests
            and base is not None
            and base.rev == self.server.state.rev
            and self.cache.shown(STOCK) == self.server.state.stock
        )

    def _check_money(self) -> None:
        """Everything that the ledger holds and that was not refused was booked, once."""
        held = [*self.disk.rows.values(), *self.disk.past]
        for row in held:
            if row.kind == "take":
                outcome = self.server.state.by_id.get(row.id)
                is_booked = outcome is not None and outcome.outcome == "done"
                assert is_booked == (row.state is State.DONE), (row, outcome)
                assert (row.id in self.server.state.taken) == is_booked

    def _story_of_the_end(self) -> str:
        base = self.cache.base(STOCK)
        unsent = [(r.no, r.id, r.state.value, r.door.value, r.last_error) for r in self.outbox.unsent()]
        story = "" if base is None else self._story(base, self.cache.shown(STOCK))
        return f"unsent {unsent}\nledger {self.outbox.ledger} epoch {self.outbox.epoch}\n{story}"


OFTEN = (
    "tap",
    "send",
    "arrive",
    "reply",
    "lose",
    "foreign",
    "announce",
    "event",
    "poll",
    "pass_time",
    "good_line",
)
SOMETIMES = (
    "replies_together",
    "late_arrival",
    "deadline",
    "lose_event",
    "read",
    "back_up",
    "restore",
    "restart_till",
)
SELDOM = (
    "restore_in_silence",
    "restart_server",
    "restart_relay",
    "purge",
    "retry_refused",
    "copy_ledger",
    "old_ledger",
    "lose_ledger",
)
STEPS = OFTEN * 4 + SOMETIMES * 2 + SELDOM


def story(*steps: tuple[str, int]) -> list[tuple[int, int]]:
    """Return a history told by names, as the numbers that ``run_history`` takes."""
    return [(STEPS.index(name), which) for name, which in steps]


def _pick(things: Sequence[T], which: int) -> T:
    return things[which % len(things)]


async def run_history(
    steps: Sequence[tuple[int, int]], counts: Counts | None = None, *, renews_epoch: bool = True
) -> None:
    """Live through ``steps``, check after each, and converge."""
    history = History(counts, renews_epoch=renews_epoch)
    try:
        await history.enrol()
        for what, which in steps:
            await history.step(what, which)
        await history.converge()
    finally:
        await history.stop()


@contextmanager
def mutated(name: str, rule: Callable[..., object]) -> Iterator[None]:
    """Let the cache live by another rule than ``name`` of ``app/sync/base.py``: a proof must be able to fail."""
    modules = [module for module in (base_rules, cache_module, snapshots_module) if hasattr(module, name)]
    real = getattr(base_rules, name)
    for module in modules:
        setattr(module, name, rule)
    try:
        yield
    finally:
        for module in modules:
            setattr(module, name, real)


def run_histories(count: int, seed: int, *, most_steps: int = 60, renews_epoch: bool = True) -> Counts:
    """Live through ``count`` random histories; returns what happened in them. Raises AssertionError at the first lie.

    The failing history is in the error's notes, made of the numbers that ``run_history`` takes.
    """
    counts = Counts()
    for number in range(count):
        random = Random(f"{seed}:{number}")
        steps = [
            (random.randrange(len(STEPS)), random.randrange(72)) for _ in range(random.randint(5, most_steps))
        ]
        try:
            asyncio.run(run_history(steps, counts, renews_epoch=renews_epoch))
        except BaseException as error:
            error.add_note(f"history {seed}:{number}, steps {steps}")
            raise
    return counts
