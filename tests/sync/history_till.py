"""The till of a history: the real outbox, sender, reconciler, cache, follower and pulse before a small server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from app.domain.errors import TillError
from app.sync.base import Base
from app.sync.cache import Cache
from app.sync.follower import Follower
from app.sync.link import Link
from app.sync.outbox import Outbox
from app.sync.polling import Pulse
from app.sync.ports import (
    Row,
)
from app.sync.query import QuerySpec
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from tests.fakes import FakeClock, MemoryLedger, let_tasks_run
from tests.sync.bar_model import BarModel, take_from
from tests.sync.bar_model import State as ServerState
from tests.sync.cache_world import STOCK, MemorySnapshots, _fetch_stock, decode_counts, merge_counts
from tests.sync.history_network import Network

T = TypeVar("T")

TURNS = 30


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


class HistoryTill:
    """One till and its server, with everything real but the disk, the line and the clock."""

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
        self._send_and_pulse(reconciler)
        await self.cache.restore()
        self.cache.observe(STOCK, lambda: None)
        await let_tasks_run(TURNS)

    def _send_and_pulse(self, reconciler: Reconciler) -> None:
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
