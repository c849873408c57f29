"""A line on loopback that counts how often its ends take turns to speak: each turn is a round trip of a network."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class TurnCounter:
    """``turns``: how often the client began to speak after the server did. ``is_mute``: nothing comes back any more."""

    def __init__(self, url: str) -> None:
        self._upstream = urlsplit(url)
        self._tasks: set[asyncio.Task[None]] = set()
        self._has_server_spoken = True
        self.turns = 0
        self.connections = 0
        self.is_mute = False

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """The address to call instead of the server's own."""
        user = self._upstream.netloc.rpartition("@")[0]
        port = self._server.sockets[0].getsockname()[1]
        return self._upstream._replace(netloc=f"{user}@127.0.0.1:{port}").geturl()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self._has_server_spoken = True
        assert self._upstream.hostname is not None
        back, there = await asyncio.open_connection(self._upstream.hostname, self._upstream.port)
        try:
            await asyncio.gather(
                self._pass(reader, there, self._asked), self._pass(back, writer, self._answered)
            )
        except asyncio.CancelledError:
            return  # the end of the test; asyncio's streams take a cancelled server task for a failure
        finally:
            for end in (there, writer):
                end.close()
                with contextlib.suppress(ConnectionError):
                    await end.wait_closed()

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, note: Callable[[], Awaitable[None]]
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while chunk := await source.read(65_536):
                await note()
                target.write(chunk)
                await target.drain()
        target.close()

    async def _asked(self) -> None:
        self.turns += self._has_server_spoken
        self._has_server_spoken = False

    async def _answered(self) -> None:
        if self.is_mute:
            await asyncio.get_running_loop().create_future()
        self._has_server_spoken = True
