"""One till, one small server, and time that stands still: what the tests of outbox and sender need."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.sync.outbox import Outbox
from app.sync.ports import Door, Json, JsonObject, Row
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from app.sync.wire import Upcast
from tests.fakes import FakeClock, FakeServer, MemoryLedger, ScriptedGateway, let_tasks_run
from tests.ledgers import sale

KNOWN = {"record_sale": 1}


@dataclass
class World:
    """``await start()`` first. ``restart`` is a crash of the till: only the disk and the server go on."""

    clock: FakeClock = field(default_factory=FakeClock)
    store: MemoryLedger = field(default_factory=MemoryLedger)
    server: FakeServer = field(default_factory=FakeServer)
    upcasters: dict[tuple[str, int], Upcast] = field(default_factory=dict)
    known_versions: dict[str, int] = field(default_factory=lambda: dict(KNOWN))
    seed: int = 1
    resets: int = 0

    def __post_init__(self) -> None:
        self.gateway = ScriptedGateway(self.clock, self.server)
        self._running: asyncio.Task[None] | None = None

    async def start(self, *, run: bool = True) -> None:
        self.outbox = Outbox(self.store, self.clock, till_code="C1")
        self.reconciler = Reconciler(self.outbox)
        self.reconciler.on_new_epoch(self._reset)
        await self.outbox.open()
        self.sender = Sender(
            self.outbox,
            self.gateway,
            self.clock,
            self.reconciler.reconcile,
            upcasters=self.upcasters,
            known_versions=self.known_versions,
            random=random.Random(self.seed),
        )
        if run:
            self._running = asyncio.create_task(self.sender.run())
            await let_tasks_run()

    async def _reset(self) -> None:
        self.resets += 1

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    async def restart(self, *, run: bool = True, reboot: bool = False) -> None:
        await self.stop()
        if reboot:
            self.clock.reboot()
        await self.start(run=run)

    async def sell(
        self, *ids: str, door: Door = Door.COUNTER, amount: int = 1_000, **more: Json
    ) -> list[Row]:
        """Append a sale of each id and let the tasks run."""
        rows = [await self.outbox.append(sale(identity, amount, door=door, **more)) for identity in ids]
        await let_tasks_run()
        return rows

    def row(self, identity: str) -> Row:
        row = self.outbox.find(identity)
        assert row is not None
        return row

    @property
    def booked(self) -> Sequence[str]:
        return self.server.state.booked

    def sent(self, call: int = -1) -> Sequence[JsonObject]:
        """The commands of a submit."""
        commands = self.gateway.called("submit")[call].argument
        assert isinstance(commands, tuple)
        return commands
