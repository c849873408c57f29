"""Speaks to a headless till: what is typed goes in as lines, what it says comes back as events."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app import headless
from tests.till.world import PINS, World

Event = dict[str, Any]


class Console:
    """Speaks to a headless till and keeps what it said."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.output = io.StringIO()
        self.lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._running = asyncio.ensure_future(headless.Headless(world.till, self.output).run(self.lines))

    @property
    def events(self) -> list[Event]:
        return [json.loads(line) for line in self.output.getvalue().splitlines()]

    def all(self, event: str) -> list[Event]:
        return [one for one in self.events if one["event"] == event]

    async def type(self, line: str | None) -> list[Event]:
        """Give a line; returns what was said until nothing more is."""
        before = len(self.events)
        self.lines.put_nowait(line)
        await self.world.settle()
        return self.events[before:]

    async def say(self, op: str, **fields: object) -> list[Event]:
        return await self.type(json.dumps({"op": op, **fields}))

    async def answer(self, op: str, **fields: object) -> Event:
        """Return the first thing said after an operation."""
        return (await self.say(op, **fields))[0]

    async def sell(self, name: str = "flag", qty: int = 1, **fields: object) -> Event:
        return await self.answer("sell", lines=[{"product": name, "qty": qty}], **fields)

    async def reason(self, op: str, **fields: object) -> str:
        """Return why an operation is a bad line."""
        error = await self.answer(op, **fields)
        assert (error["event"], error["op"], error["code"]) == ("error", op, "TLINP"), error
        return str(error["params"]["reason"])

    @property
    def is_over(self) -> bool:
        return self._running.done()

    async def close(self) -> None:
        self.lines.put_nowait(None)
        await self._running


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = await World.open()
    yield opened
    await opened.close()


@pytest.fixture
async def console(world: World) -> AsyncIterator[Console]:
    """A till without a window, and nobody at it."""
    opened = Console(world)
    await world.settle()
    yield opened
    await opened.close()


@pytest.fixture
async def seller(console: Console) -> Console:
    """The same, with Afi at it."""
    await console.say("sign_in", name="Afi", pin=PINS["Afi"])
    return console
