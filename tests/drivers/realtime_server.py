"""A realtime server whose every word the test says, and a listener that remembers what it was told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from app.sync.base import FeedMessage
from app.sync.feed import SUBPROTOCOL, Reached
from app.sync.lease import Lease
from app.sync.live import FeedState
from app.sync.phoenix import Frame, Version, decode, encode, encode_broadcast
from app.sync.ports import JsonObject

BAR = "0190a1b2-0000-7000-8000-00000000000b"
TOPIC = f"realtime:stock:{BAR}"
PATIENCE_S = 10.0


class Peer:
    """The server's end of one socket."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        query = socket.request.path if socket.request else ""
        self.version = Version.V2 if "vsn=2.0.0" in query else Version.V1
        self.path = query
        self.ended = asyncio.Event()

    async def frame(self) -> Frame:
        """Return the next frame of the client."""
        async with asyncio.timeout(PATIENCE_S):
            data = await self.socket.recv()
        return decode(data, self.version)

    async def text(self) -> str:
        async with asyncio.timeout(PATIENCE_S):
            data = await self.socket.recv()
        assert isinstance(data, str)
        return data

    async def expect(self, event: str) -> Frame:
        """Return the next frame of that event; heartbeats before it are answered."""
        while (frame := await self.frame()).event != event:
            assert frame.event == "heartbeat", frame
            await self.reply(frame)
        return frame

    async def reply(self, frame: Frame, status: str = "ok", **response: Any) -> None:
        payload: JsonObject = {"status": status, "response": response}
        await self.send(Frame(frame.topic, "phx_reply", payload, frame.ref, frame.join_ref))

    async def push(self, event: str, payload: Any = None, *, ref: str | None = None) -> None:
        await self.send(Frame(TOPIC, event, payload if payload is not None else {}, ref))

    async def system(self, status: str, message: str, extension: str = "postgres_changes") -> None:
        await self.push(
            "system", {"channel": BAR, "extension": extension, "status": status, "message": message}
        )

    async def broadcast(self, payload: Any, event: str = "stock") -> None:
        await self.socket.send(encode_broadcast(TOPIC, event, payload, self.version))

    async def send(self, frame: Frame) -> None:
        await self.socket.send(encode(frame, self.version))

    async def say(self, value: Any) -> None:
        """Send any text."""
        await self.socket.send(value if isinstance(value, str | bytes) else json.dumps(value))

    async def joined(self, **response: Any) -> Frame:
        """Take the client's join and accept it."""
        join = await self.expect("phx_join")
        await self.reply(join, postgres_changes=[], **response)
        return join


class ScriptedServer:
    """``peers`` has every socket that came; ``refuse`` is the HTTP status that the next upgrades meet."""

    def __init__(self, *, is_ours: bool = False) -> None:
        self.refuse: HTTPStatus | None = None
        self.requests: list[Request] = []
        self.peers: asyncio.Queue[Peer] = asyncio.Queue()
        self._protocols = [Subprotocol(SUBPROTOCOL)] if is_ours else None
        self._server: Server | None = None
        self.port = 0

    async def start(self) -> None:
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self.port,
            process_request=self._look,
            subprotocols=self._protocols,
            ping_interval=None,
            close_timeout=0.2,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self, code: int = 1012) -> None:
        """Tell everybody and go."""
        assert self._server is not None
        self._server.close(code=code)
        await self._server.wait_closed()

    async def accept(self) -> Peer:
        async with asyncio.timeout(PATIENCE_S):
            return await self.peers.get()

    def _look(self, connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if self.refuse is not None:
            return connection.respond(self.refuse, '{"error":"no"}')
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        peer = Peer(socket)
        self.peers.put_nowait(peer)
        await socket.wait_closed()
        peer.ended.set()


@asynccontextmanager
async def scripted(*, is_ours: bool = False) -> AsyncIterator[ScriptedServer]:
    server = ScriptedServer(is_ours=is_ours)
    await server.start()
    yield server
    await server.stop(1000)


def lease_at(port: int, kind: str = "relay", *, token: str = "token", key: str | None = None) -> Lease:
    return Lease(f"ws://127.0.0.1:{port}", kind, key, BAR, token, 900, 900)


@dataclass(slots=True)
class Recorder:
    """Implements ``FeedListener``; ``until`` waits for what it has heard."""

    show: Callable[[], FeedState]
    joins: list[tuple[Reached | None, str | None]] = field(default_factory=list)
    losses: int = 0
    frames: int = 0
    messages: list[FeedMessage] = field(default_factory=list)
    marks: list[Reached] = field(default_factory=list)
    doubts: int = 0
    wants: int = 0
    is_watched: bool = False
    states: list[FeedState] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def joined(self, reached: Reached | None, epoch: str | None) -> None:
        self.joins.append((reached, epoch))
        self._news.set()

    def lost(self) -> None:
        self.losses += 1
        self._news.set()

    def heard(self) -> None:
        self.frames += 1
        self._news.set()

    def told(self, message: FeedMessage) -> None:
        self.messages.append(message)
        self._news.set()

    def reached(self, reached: Reached) -> None:
        self.marks.append(reached)
        self._news.set()

    def doubted(self) -> None:
        self.doubts += 1
        self._news.set()

    def token_wanted(self) -> None:
        self.wants += 1
        self._news.set()

    def state_changed(self) -> None:
        self.states.append(self.show())
        self._news.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self._news.clear()
                await self._news.wait()
