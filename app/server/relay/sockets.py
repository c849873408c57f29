"""One socket: what is written to it, without ever waiting for it, and how it is ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from app.server.relay.bar import Bar, Channel, Form
from app.server.relay.tokens import Claims
from app.sync.phoenix import Version

RESTARTING, NOT_ALLOWED, TRY_LATER = 1012, 1008, 1013


def frame_of(words: str | bytes) -> bytes:
    """Return a whole frame for any number of sockets; what is no Unicode goes out as ``?``.

    Made once, since a server's frames are all alike: no masks, and no extensions here. The library's own broadcast
    makes it for each socket, which is a third of what writing costs (measured: 54 to 78 µs for 15 sockets).
    """
    if isinstance(words, str):
        return Frame(Opcode.TEXT, words.encode("utf-8", "replace")).serialize(mask=False)
    return Frame(Opcode.BINARY, words).serialize(mask=False)


class Wire(ServerConnection):
    """A connection of the library that knows who it is for, and is known of from its first byte on."""

    claims: Claims
    token: str
    version: Version
    bar: Bar | None = None
    """The bar that is kept for it until its first word."""
    on_made: Callable[[Wire], None]
    on_lost: Callable[[Wire], None]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.on_made(self)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.on_lost(self)

    def hand_over(self, frame: bytes) -> None:
        """Write a frame of ``frame_of`` without waiting for anybody; one that is closed takes none."""
        if self.protocol.state is State.OPEN:
            self.transport.write(frame)

    @property
    def unread_bytes(self) -> int:
        """How many bytes wait here for the other end to take them."""
        return self.transport.get_write_buffer_size()


class Socket:
    """A socket that is open. ``opened_at`` and ``heard_at`` are monotonic seconds; ``has_joined``: it once did."""

    def __init__(self, wire: Wire, *, is_short: bool, now: float) -> None:
        self.wire = wire
        self.claims = wire.claims
        self.token = wire.token
        self.version = Version.V2 if is_short else wire.version
        self.form = Form.SHORT if is_short else Form(self.version)
        self.channels: dict[str, Channel] = {}
        self.bars: set[Bar] = set()
        """The bars that it counts for."""
        self.opened_at = self.heard_at = now
        self.mark: tuple[int, int] | None = None
        """What its last beat of the short form was answered."""
        self.has_joined = False
        self.is_closing = False

    async def close(self, code: int, reason: str, patience_s: float) -> None:
        """Say good-bye, and cut the line of one that does not answer or does not read."""
        self.is_closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self.wire.close(code, reason)
                return
        self.wire.transport.abort()


def wire_of(on_made: Callable[[Wire], None], on_lost: Callable[[Wire], None]) -> Callable[..., Wire]:
    """Return what makes the wires of one server."""

    def make(*arguments: Any, **named: Any) -> Wire:
        wire = Wire(*arguments, **named)
        wire.on_made, wire.on_lost = on_made, on_lost
        return wire

    return make
