"""A realtime client for tests: the real driver with quick timings, and the server's fixture and words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random

from app.drivers.clock import SystemClock
from app.drivers.realtime import RealtimeFeed, Timings
from app.sync.lease import Lease
from tests.drivers.realtime_server import BAR, Peer, Recorder, ScriptedServer

LEDGER = "0190a1b2-0000-7000-8000-00000000000d"
EPOCH = "0190a1b2-0000-7000-8000-00000000000e"
QUICK = Timings(
    open_s=0.5, join_s=0.3, system_s=0.6, tick_s=0.02, heartbeat_s=0.15, idle_s=0.15, sent_s=0.3, silence_s=5.0,
    rejoin_s=0.05, first_s=0.02, most_s=0.1, restart_s=0.05, refused_s=(0.2, 0.3),
)  # fmt: skip
MESSAGE = {
    "bar": BAR, "epoch": EPOCH, "from": 870, "rev": 871, "done": {LEDGER: [4]}, "topics": {"sales": 9}, "at": 5,
    "rows": [{"id": "flag", "stock": 9, "reserved": 0, "price": 600, "active": True, "rev": 871}],
}  # fmt: skip


@dataclass(slots=True)
class Client:
    feed: RealtimeFeed
    heard: Recorder
    clock: JumpingClock
    counted: list[int]
    """The bytes of the frames that came."""


class JumpingClock(SystemClock):
    """The machine's clock; ``sleep_through`` lets its wall time jump, as a laptop that was closed does."""

    def __init__(self) -> None:
        super().__init__()
        self.jumped_s = 0.0

    def wall(self) -> float:
        return super().wall() + self.jumped_s


@asynccontextmanager
async def client(
    lease: Lease, timings: Timings = QUICK, listener: type[Recorder] = Recorder
) -> AsyncIterator[Client]:
    clock = JumpingClock()
    counted: list[int] = []
    feed = RealtimeFeed(clock, Random(4), timings=timings, count=lambda came, _: counted.append(came))
    heard = listener(lambda: feed.state)
    feed.offer(lease)
    running = asyncio.ensure_future(feed.run(heard))
    yield Client(feed, heard, clock, counted)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def joined(server: ScriptedServer, one: Client) -> Peer:
    """Let the client connect and join."""
    before = len(one.heard.joins)
    peer = await server.accept()
    await peer.joined()
    await one.heard.until(lambda: len(one.heard.joins) > before)
    return peer
