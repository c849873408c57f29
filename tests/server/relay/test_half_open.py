"""Lines to PostgreSQL that look well and carry nothing: the relay gives them up by itself, wherever they stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from app.server.relay import Relay
from tests.e2e.site import through
from tests.server.relay.support import AT_ONCE, Events, client, refusal
from tests.sql.support import Scene

SOON = replace(AT_ONCE, call_s=0.5, check_s=3600.0)
"""Nothing is noticed by the regular check."""


class HalfOpen:
    """Leads to a server until ``word`` is said on a connection, once; from then on that one carries nothing."""

    def __init__(self, port: int, word: bytes) -> None:
        self._port, self.word = port, word
        self._mute: set[int] = set()
        self._connections = 0
        self._writers: list[asyncio.StreamWriter] = []

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        number = self._connections
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers += [writer, far_writer]
        ways = (self._carry(number, reader, far_writer, is_up=True), self._carry(number, far_reader, writer))
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(*ways)

    async def _carry(
        self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool = False
    ) -> None:
        while chunk := await reader.read(65536):
            if is_up and self.word and self.word in chunk:
                self.word = b""
                self._mute.add(number)
            if number not in self._mute:
                writer.write(chunk)
        writer.close()

    async def close(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        for writer in self._writers:
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def silence(self) -> None:
        """Let every connection of now carry nothing more."""
        self._mute.update(range(1, self._connections + 1))


@contextlib.asynccontextmanager
async def half_open(scene: Scene, word: bytes = b"") -> AsyncIterator[tuple[HalfOpen, str]]:
    """Open such a line to the scene's database; yields it and the address through it."""
    url = scene.database.superuser_url
    line = HalfOpen(urlsplit(url).port or 0, word)
    server = await asyncio.start_server(line.take, "127.0.0.1", 0)
    try:
        yield line, through(url, server.sockets[0].getsockname()[1]) + "?sslmode=disable"
    finally:
        server.close()
        await line.close()


@pytest.mark.parametrize("word", [b"LISTEN", b"api.feed(x.bar", b"feed_settings"])
async def test_a_line_that_falls_silent_while_the_relay_begins_is_begun_anew(
    scene: Scene, word: bytes
) -> None:
    async with half_open(scene, word) as (line, url):
        events = Events()
        async with Relay(url, settings=SOON, emit=events):
            await events.next("subscribed")
        assert line.word == b"", "it was said, and the line fell silent"


async def test_a_question_that_is_not_answered_ends_its_connection(scene: Scene) -> None:
    async with half_open(scene) as (line, url):
        events = Events()
        async with Relay(url, settings=SOON, emit=events) as relay:
            await events.next("subscribed")
            await scene.owner.execute("select logic.set_realtime($1, 'relay', null, null)", relay.address)
            token = (await scene.call("realtime_token", scene.bar.till.token))["token"]
            line.silence()

            status, _words = await refusal(relay.address, token)
            assert status == 503
            await events.next("lost")
            await events.next("subscribed")
            async with client(relay.address, token):
                pass
