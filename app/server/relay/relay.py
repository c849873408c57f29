"""A relay: wires its parts, keeps them going, and ends them, at once or gently."""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Any, NoReturn, Self

from websockets.asyncio.server import Server

from app.server.relay.admission import Admission
from app.server.relay.endpoint import Endpoint
from app.server.relay.hub import Hub
from app.server.relay.metrics import Metrics
from app.server.relay.settings import Clock, Problem, RelayFailed, Settings, SystemClock
from app.server.relay.sockets import RESTARTING
from app.server.relay.source import Event, Source
from app.server.relay.tokens import Tokens

TICK_S = 5.0
STEPS = 50
_log = logging.getLogger(__name__)


def _say_nothing(event: Event) -> None:
    del event


class Relay:
    """Tells the sockets at ``address`` what changes in the database at ``url`` while it is entered.

    ``url``: of ``bartender_relay``, or of whoever may become it. ``port`` 0: any. ``reuse_port``: other relays may
    listen there, too. ``renew`` is called each minute, in a thread: it may give ``tls`` a newer certificate. ``emit``
    is told ``{"event": "subscribed", "feed"}`` when every commit is heard (``feed`` is how the site announces; only
    ``notify`` is heard), and ``{"event": "lost", "error"}`` when the database went away; it is tried again for ever.
    """

    def __init__(
        self,
        url: str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        renew: Callable[[], object] | None = None,
        reuse_port: bool = False,
        settings: Settings | None = None,
        clock: Clock | None = None,
        emit: Callable[[Event], None] = _say_nothing,
    ) -> None:
        self._host = host
        self._port = port
        self._tls = tls
        self._renew = renew
        self._reuse_port = reuse_port
        self._settings = settings or Settings()
        self._clock = clock or SystemClock()
        self.metrics = Metrics()
        self._source = Source(url, self._clock, self.metrics, emit, call_s=self._settings.call_s)
        tokens = Tokens(self._source.secret, self._clock, self._settings.secret_s)
        self._hub = Hub(self._source.read, self._spawn, self._clock, self._settings, self.metrics)
        admission = Admission(self._hub, tokens, self._clock, self._settings)
        self._endpoint = Endpoint(self._hub, admission, self._clock, self._settings, self.metrics)
        self._source.listeners = self._hub
        self._source.on_secret = tokens.learn
        self.metrics.watch(self._hub.figures)
        self._group: asyncio.TaskGroup | None = None
        self._server: Server | None = None
        self._running: AbstractAsyncContextManager[None] | None = None

    @property
    def port(self) -> int:
        """The port on which it listens; known once entered."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1]) if self._server.sockets else self._port

    @property
    def address(self) -> str:
        """The address that tills are told: ``ws://`` or ``wss://``, host and port, no path."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'ws' if self._tls is None else 'wss'}://{host}:{self.port}"

    @property
    def is_listening(self) -> bool:
        """Whether every commit is heard now."""
        return self._hub.is_listening

    async def __aenter__(self) -> Self:
        """Listen, and begin to hear the database. Raises RelayFailed when waiting would not help."""
        await self._source.probe()
        self._running = self._run()
        await self._running.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What went wrong inside is the caller's: a group would wrap it.
        assert self._running is not None
        await self._running.__aexit__(None, None, None)

    async def drain(self) -> None:
        """Take nobody new, and end the sockets one by one over ``drain_s`` seconds: they come back elsewhere."""
        self._endpoint.is_draining = True
        if self._reuse_port and self._server is not None:
            self._server.close(close_connections=False)  # the others at this port take whoever comes
        sockets = list(self._hub.sockets)
        random.shuffle(sockets)
        steps = min(STEPS, len(sockets))
        for step in range(steps):
            if step:
                await self._clock.sleep(self._settings.drain_s / (steps - 1))
            for socket in sockets[step::steps]:
                self._hub.close(socket, RESTARTING, "restarting")

    @asynccontextmanager
    async def _run(self) -> AsyncIterator[None]:
        try:
            self._server = await self._endpoint.open(
                self._host, self._port, self._tls, reuse_port=self._reuse_port
            )
        except OSError as problem:
            raise RelayFailed(Problem.ADDRESS, str(problem)) from problem
        self._port = self.port
        async with asyncio.TaskGroup() as group:
            self._group = group
            lasting = [group.create_task(self._source.run()), group.create_task(self._tick())]
            try:
                yield
            finally:
                for task in lasting:
                    task.cancel()
                await self._close(self._server)
                self._group = None

    async def _tick(self) -> NoReturn:
        """Look after what is due: silent sockets, tokens that end, announcements that may be lost, the certificate."""
        checked_at = looked_at = self._clock.monotonic()
        while True:
            await self._clock.sleep(TICK_S)
            try:
                self._hub.sweep()
            except Exception:  # noqa: BLE001 - a bug in one turn is no reason to stop
                _log.exception("the relay goes on")
            now = self._clock.monotonic()
            if now - checked_at >= self._settings.check_s:
                checked_at = now
                self._source.want_check()
            if self._renew is not None and now - looked_at >= self._settings.certificate_s:
                looked_at = now
                await asyncio.to_thread(self._renew)

    async def _close(self, server: Server) -> None:
        """End every socket and every connection that is not one yet, and stop listening."""
        self._endpoint.is_draining = True
        for socket in list(self._hub.sockets):
            self._hub.close(socket, RESTARTING, "restarting")
        server.close(close_connections=False)
        open_wires = {socket.wire for socket in self._hub.sockets}
        for wire in self._endpoint.wires - open_wires:
            wire.transport.abort()
        await server.wait_closed()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> object:
        """Start what nobody awaits; it is awaited when the relay ends."""
        if self._group is None:
            work.close()
            return None
        return self._group.create_task(_logged(work))


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:  # noqa: BLE001 - nobody awaits it
        _log.exception("in the background")
