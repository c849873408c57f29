"""Random histories of one till and its server, driving the real outbox, sender, cache, follower and pulse.

A history is a list of (what, which) pairs of numbers, so that a failing one can be made small. After every step what is
shown must be the server's truth at the base's moment plus the till's own commands that are not in it; at the end, with
the network healed, both sides agree and every sale that the ledger holds was booked once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from random import Random

import app.sync.base as base_rules
import app.sync.cache as cache_module
import app.sync.snapshots as snapshots_module
from app.sync.base import Base
from app.sync.ports import (
    Row,
    State,
)
from tests.fakes import let_tasks_run
from tests.sync.bar_model import Timeline
from tests.sync.cache_world import STOCK
from tests.sync.history_steps import HistorySteps
from tests.sync.history_till import TURNS, Counts, take

ROUNDS = 80


class History(HistorySteps):
    """A history: what happens, and what must be true after each step and at the end."""

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
