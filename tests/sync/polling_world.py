"""A whole till but for its screens: cache, outbox, sender and pulse before one small server."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from app.sync.base import Base
from app.sync.cache import Cache
from app.sync.link import Link, LinkedGateway, LinkState
from app.sync.outbox import Outbox
from app.sync.polling import Pulse
from app.sync.ports import Answer, Command, Envelope, Json, JsonObject, PulseAnswer
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from tests.fakes import MemoryLedger
from tests.sync.cache_world import SPECS, STOCK, World


class Till(World):
    """A whole till but for its screens: cache, outbox, sender and pulse before one small server."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = MemoryLedger()
        self.outbox = Outbox(self.ledger, self.clock, till_code="C1")
        self.link = Link(self.clock)
        self.flags: dict[str, Json] = {"realtime": False, "emergency_s": None}
        self.sales_last_5min = 0
        self.topics: dict[str, int] = {"sales": 1, "team": 1}
        self.gateway.pulses = self._pulse
        for name in ("stock", "sales", "team"):
            self.gateway.reads[name] = self._read(name)

    def _marks(self) -> Envelope:
        marks = self.gateway.server.marks("ledger-1", self.gateway.server_time())
        topics = self.topics | {"sales": self.topics["sales"] + len(self.gateway.server.state.booked)}
        return Envelope(
            marks.ledger,
            marks.epoch,
            marks.applied,
            marks.refused,
            marks.rev,
            None,
            topics,
            marks.server_time,
        )

    def _pulse(self, _: Envelope) -> PulseAnswer:
        return PulseAnswer(self._marks(), self.sales_last_5min, 0, 1, self.flags)

    def _read(self, name: str) -> Callable[[JsonObject], Answer]:
        def read(params: JsonObject) -> Answer:
            marks = self._marks()
            if name == "stock":
                n = 100 - len(self.gateway.server.state.booked)
                return Answer(marks, [{"id": "a", "n": n, "rev": marks.rev}])
            return Answer(
                Envelope(
                    marks.ledger, marks.epoch, marks.applied, marks.refused, marks.rev, marks.topics[name]
                ),
                [],
            )

        return read

    async def start(self) -> None:
        await self.outbox.open()
        await self.outbox.registered(0)
        gateway = LinkedGateway(self.gateway, self.link)
        reconciler = Reconciler(self.outbox)
        self.cache = Cache(
            SPECS,
            gateway=gateway,
            outbox=self.outbox,
            snapshots=self.snapshots,
            reconcile=reconciler.reconcile,
            clock=self.clock,
            random=Random(5),
            spawn=self.spawn,
            schedule=self.schedule,
            report=self.bugs.append,
        )
        reconciler.on_new_epoch(self.cache.drop_bases)
        self.sender = Sender(
            self.outbox,
            gateway,
            self.clock,
            reconciler.reconcile,
            upcasters={},
            known_versions={"take": 1},
            random=Random(6),
        )
        self.pulse = Pulse(
            gateway=gateway,
            cache=self.cache,
            outbox=self.outbox,
            link=self.link,
            reconcile=reconciler.reconcile,
            flush=self.sender.flush,
            clock=self.clock,
            random=Random(7),
            spawn=self.spawn,
            stock=STOCK,
            version="0.1.0",
        )

    def run(self) -> None:
        self.spawn(self.sender.run(), "sender")
        self.spawn(self.pulse.run(), "pulse")
        self.spawn(self.link.watch(), "link")

    async def sell(self) -> None:
        no = self.outbox.next_no
        await self.outbox.append(Command(f"command-{no}", "take", 1, {"a": 1}, amount=500))

    def foreign_sale(self) -> None:
        state = self.gateway.server.state
        state.rev += 1
        state.booked.append("foreign")

    @property
    def pulses(self) -> int:
        return self.calls("pulse")

    def base(self) -> Base:
        base = self.cache.base(STOCK)
        assert base is not None
        return base

    def link_state(self) -> LinkState:
        return self.link.state
