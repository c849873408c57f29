"""What listens to a relay in tests: raw sockets in each version of the protocol, and tokens of every kind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import jwt
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from app.server.relay import Relay, Settings
from app.server.relay.settings import Clock
from app.sync.feed import SUBPROTOCOL, topic_of
from app.sync.phoenix import Frame, Version, decode, encode
from tests.sql.support import Scene, Till

PATIENCE_S = 20.0
PATH = "/realtime/v1/websocket"
VERSIONS = ("1.0.0", "2.0.0")
AT_ONCE = Settings(refusal_s=0, drain_s=0.2, close_s=2)
Event = Mapping[str, object]


class Events:
    """What a relay said; ``next`` waits for one more of this name."""

    def __init__(self) -> None:
        self._said = asyncio.Queue[Event]()

    def __call__(self, event: Event) -> None:
        self._said.put_nowait(event)

    async def next(self, name: str) -> Event:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await self._said.get()
                if event["event"] == name:
                    return event


@dataclass
class World:
    """A relay over the scene's database, and who listens to it."""

    scene: Scene
    relay: Relay
    events: Events
    secret: str
    background: Background
    """For what a test does beside; it is cancelled with the world."""
    _open: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def token(self, till: Till | None = None) -> str:
        """Return the till's token, as it gets it: with a lease."""
        offer = await self.scene.call("realtime_token", (till or self.scene.bar.till).token)
        assert offer["state"] == "granted", offer
        return str(offer["token"])

    def forged(self, secret: str | None = None, algorithm: str = "HS256", **claims: Any) -> str:
        """Return a token that says this beside what a till's own would say; None leaves a claim out."""
        said = {
            "role": "authenticated",
            "aud": "authenticated",
            "bar_id": self.scene.bar.id,
            "sub": self.scene.bar.till.id,
            "exp": int(time.time()) + 900,
        } | claims
        body = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(body, secret or self.secret, algorithm=algorithm)

    async def open(self, key: str, form: str = "1.0.0", path: str = PATH) -> Client:
        """Open a socket; ``form`` is a version of the protocol or ``short``. It is closed with the world."""
        return await self._open.enter_async_context(client(self.relay.address, key, form, path))

    async def listen(self, form: str = "1.0.0", till: Till | None = None, **config: Any) -> Client:
        """Open a socket that has joined its bar's private channel, or as ``config`` says."""
        token = await self.token(till)
        opened = await self.open(token, form)
        reply = await opened.join(topic_of(self.scene.bar.id), token, **({"private": True} | config))
        assert reply["status"] == "ok", reply
        return opened

    async def refused(self, key: str | None, **more: Any) -> tuple[int, str]:
        """Return status and error of an upgrade that is refused."""
        return await refusal(self.relay.address, key, **more)

    async def get(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, str]:
        """Ask by HTTP; return status and body."""
        return await http(self.relay.address, path, headers, method)

    async def health(self) -> dict[str, Any]:
        """Return what ``/healthz`` says."""
        said: dict[str, Any] = json.loads((await self.get("/healthz"))[1])
        return said

    async def count(self, name: str, **labels: str) -> float:
        """Return a figure of ``/metrics``, 0 of one that is not there."""
        listed = ",".join(f'{label}="{value}"' for label, value in labels.items())
        start = f"bartender_relay_{name}{{{listed}}} " if labels else f"bartender_relay_{name} "
        lines = (await self.get("/metrics"))[1].splitlines()
        return next((float(line.removeprefix(start)) for line in lines if line.startswith(start)), 0.0)

    async def close(self) -> None:
        await self._open.aclose()


@contextlib.asynccontextmanager
async def world(
    scene: Scene, settings: Settings = AT_ONCE, clock: Clock | None = None, **more: Any
) -> AsyncIterator[World]:
    """Run a relay over the scene's database until everything is heard."""
    events = Events()
    relay = Relay(scene.database.superuser_url, settings=settings, clock=clock, emit=events, **more)
    async with relay:
        await events.next("subscribed")
        await scene.owner.execute("select logic.set_realtime($1, 'relay', null, null)", relay.address)
        secret = await scene.owner.fetchval("select realtime_secret from data.site")
        async with _background() as background:
            made = World(scene, relay, events, secret, background)
            try:
                yield made
            finally:
                await made.close()


@contextlib.asynccontextmanager
async def _background() -> AsyncIterator[Background]:
    made = Background()
    try:
        yield made
    finally:
        await made.close()


class Background:
    """Tasks of a test, cancelled at its end."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def create_task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        return task

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


class Client:
    """A socket. ``form``: ``1.0.0``, ``2.0.0`` or ``short``."""

    def __init__(self, socket: ClientConnection, form: str) -> None:
        self.socket = socket
        self.form = form
        self.version = Version.V1 if form == "1.0.0" else Version.V2
        self._refs = 0

    async def say(self, topic: str, event: str, payload: Any, join_ref: str | None = None) -> str:
        """Send a frame and return its ref."""
        self._refs += 1
        ref = str(self._refs)
        await self.socket.send(encode(Frame(topic, event, payload, ref, join_ref or ref), self.version))
        return ref

    async def join(self, topic: str, token: str | None = None, **config: Any) -> dict[str, Any]:
        """Join, and return the reply's payload."""
        payload: dict[str, Any] = {"config": config}
        if token is not None:
            payload["access_token"] = token
        return await self.ask(topic, "phx_join", payload)

    async def ask(self, topic: str, event: str, payload: Any) -> dict[str, Any]:
        """Send a frame and return the payload of the reply to it; what comes before is passed over."""
        ref = await self.say(topic, event, payload)
        frame = await self.expect("phx_reply", lambda frame: frame.ref == ref)
        assert isinstance(frame.payload, dict)
        return frame.payload

    async def beat(self) -> Any:
        """Send a heartbeat and return what it is answered."""
        if self.form == "short":
            await self.socket.send("0")
            return await self.next_json(lambda value: value == 0 or len(value) == 2)
        return (await self.ask("phoenix", "heartbeat", {}))["response"]

    async def next(self) -> Frame:
        """Return the next frame."""
        async with asyncio.timeout(PATIENCE_S):
            return decode(await self.socket.recv(), self.version)

    async def next_json(self, suits: Callable[[Any], bool] = lambda _: True) -> Any:
        """Return the next text as JSON, in the short form."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                value = json.loads(await self.socket.recv())
                if suits(value):
                    return value

    async def expect(self, event: str, suits: Callable[[Frame], bool] = lambda _: True) -> Frame:
        """Return the next frame of this event, passing others over."""
        while True:
            frame = await self.next()
            if frame.event == event and suits(frame):
                return frame

    async def told(self) -> Any:
        """Return the next message of the bar."""
        if self.form == "short":
            return await self.next_json(lambda value: value != 0 and len(value) > 5)
        frame = await self.expect("broadcast")
        assert isinstance(frame.payload, dict)
        assert frame.payload["event"] == "stock"
        return frame.payload["payload"]

    async def is_quiet(self) -> bool:
        """Tell whether nothing but the answer to a heartbeat comes now."""
        if self.form == "short":
            await self.socket.send("0")
            answer = await self.next_json()
            return answer == 0 or len(answer) == 2
        ref = await self.say("phoenix", "heartbeat", {})
        return (await self.next()).ref == ref

    async def ended(self) -> tuple[int | None, str | None]:
        """Wait for the end and return its code and reason."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    await self.socket.recv()
        except ConnectionClosed:
            return self.socket.close_code, self.socket.close_reason


def payload_of(frame: Frame) -> dict[str, Any]:
    """Return the object that a frame carries."""
    assert isinstance(frame.payload, dict)
    return frame.payload


async def http(
    address: str, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[int, str]:
    """Ask a relay by plain HTTP; return status and body."""
    host, port = address.removeprefix("ws://").rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port))
    lines = [f"{method} {path} HTTP/1.1", "Host: relay", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    async with asyncio.timeout(PATIENCE_S):
        answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), body


def address_of(address: str, key: str | None, path: str = PATH, **query: str) -> str:
    """Return the whole address of a socket."""
    return f"{address}{path}?{urlencode(({'apikey': key} if key is not None else {}) | query)}"


@contextlib.asynccontextmanager
async def client(
    address: str, key: str, form: str = "1.0.0", path: str = PATH, **more: Any
) -> AsyncIterator[Client]:
    """Open a socket to a relay."""
    is_short = form == "short"
    url = address_of(address, key, path, vsn="2.0.0" if is_short else form)
    subprotocols = [Subprotocol(SUBPROTOCOL)] if is_short else None
    async with connect(
        url, subprotocols=subprotocols, compression=None, proxy=None, close_timeout=2, **more
    ) as socket:
        yield Client(socket, form)


async def refusal(
    address: str, key: str | None, path: str = PATH, headers: Mapping[str, str] | None = None, **query: str
) -> tuple[int, str]:
    """Return status and error of an upgrade that is refused."""
    try:
        async with connect(address_of(address, key, path, **query), proxy=None, additional_headers=headers):
            return 101, ""
    except InvalidStatus as refused:
        response = refused.response
        assert response.headers["Content-Type"] == "application/json"
        return response.status_code, str(json.loads(response.body)["error"])
