"""A line between tills and the relay: it carries WebSocket frames, and a test loses, doubles, delays or reorders them.

What goes wrong is drawn from the test's own random numbers. The sockets themselves can be cut, or stay open and mute.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from app.sync.feed import SUBPROTOCOL

PASSED = ("x-api-key",)


@dataclass(slots=True)
class Faults:
    """How likely each frame from the relay is lost, sent twice, kept until the next one has passed, or late."""

    lost: float = 0.0
    doubled: float = 0.0
    swapped: float = 0.0
    late: float = 0.0
    late_s: float = 0.6


class WebLine:
    """``upstream`` tells the relay's port. ``counts``: what happened to the frames from the relay."""

    def __init__(self, upstream: Callable[[], int], draw: Random) -> None:
        self._upstream, self.draw = upstream, draw
        self._server: Server | None = None
        self._pairs: set[Pair] = set()
        self.faults = Faults()
        self.is_up = True
        self.counts = {"frames": 0, "lost": 0, "doubled": 0, "swapped": 0, "late": 0}

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def open(self) -> None:
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            0,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            ping_interval=None,
            compression=None,
            close_timeout=0.1,
        )

    async def close(self) -> None:
        assert self._server is not None
        self.cut()
        self._server.close()
        await self._server.wait_closed()

    def cut(self) -> None:
        """Every socket ends, and none is made until ``mend``."""
        self.is_up = False
        for pair in tuple(self._pairs):
            pair.hang_up()

    def go_mute(self) -> None:
        """Every socket of now stays open and says nothing any more."""
        for pair in self._pairs:
            pair.is_mute = True

    def mend(self) -> None:
        self.is_up, self.faults = True, Faults()

    async def _serve(self, till: ServerConnection) -> None:
        if not self.is_up or till.request is None:
            till.transport.abort()
            return
        headers = {name: till.request.headers[name] for name in PASSED if name in till.request.headers}
        try:
            relay = await connect(
                f"ws://127.0.0.1:{self._upstream()}{till.request.path}",
                additional_headers=headers,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                ping_interval=None,
                compression=None,
                close_timeout=0.1,
                proxy=None,
            )
        except (OSError, InvalidHandshake, TimeoutError, EOFError):
            till.transport.abort()
            return
        pair = Pair(self, till, relay)
        self._pairs.add(pair)
        try:
            await pair.run()
        finally:
            pair.hang_up()
            self._pairs.discard(pair)

    def is_drawn(self, what: str, chance: float) -> bool:
        """Draw whether it happens to this frame, and count it."""
        happens = self.draw.random() < chance
        self.counts[what] += happens
        return happens


class Pair:
    """A till's socket and ours to the relay, joined."""

    def __init__(self, line: WebLine, till: ServerConnection, relay: ClientConnection) -> None:
        self._line, self._till, self._relay = line, till, relay
        self._kept: str | bytes | None = None
        self.is_mute = False

    async def run(self) -> None:
        """Carry both ways until one side has hung up."""
        ways = [asyncio.ensure_future(way) for way in (self._up(), self._down())]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)

    def hang_up(self) -> None:
        self._till.transport.abort()
        self._relay.transport.abort()

    async def _up(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for frame in self._till:
                if not self.is_mute:
                    await self._relay.send(frame)

    async def _down(self) -> None:
        line = self._line
        with contextlib.suppress(ConnectionClosed):
            async for frame in self._relay:
                line.counts["frames"] += 1
                faults = line.faults
                if self.is_mute or line.is_drawn("lost", faults.lost):
                    continue
                if self._kept is None and line.is_drawn("swapped", faults.swapped):
                    self._kept = frame
                    continue
                if line.is_drawn("late", faults.late):
                    await asyncio.sleep(line.draw.uniform(0.0, faults.late_s))
                for _ in range(1 + line.is_drawn("doubled", faults.doubled)):
                    await self._till.send(frame)
                if self._kept is not None:
                    kept, self._kept = self._kept, None
                    await self._till.send(kept)
