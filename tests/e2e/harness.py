"""The real programs as child processes: the bar server, and headless tills, spoken to in JSON lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Event = dict[str, Any]
PATIENCE_S = 60.0


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(extra or {})}


class Program:
    """One child process that prints JSON lines. Every line is kept in ``events``; ``expect`` waits for one.

    ``said`` is what it was told, in order.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.events: list[Event] = []
        self.said: list[Event] = []
        self._seen = 0
        self._arrived = asyncio.Condition()
        self._reading = asyncio.ensure_future(self._read())

    @classmethod
    async def start(cls, *args: str, stderr: Path | None = None, env: Mapping[str, str] | None = None) -> Any:
        target = stderr.open("ab") if stderr else asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "app",
                *args,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=target,
                env=environment(env),
                cwd=ROOT,
            )
        finally:
            if not isinstance(target, int):
                target.close()
        return cls(process)

    async def _read(self) -> None:
        assert self.process.stdout
        while line := await self.process.stdout.readline():
            # The last line of a killed program may be cut short: it was never said.
            if line.endswith(b"\n"):
                async with self._arrived:
                    self.events.append(json.loads(line))
                    self._arrived.notify_all()
        async with self._arrived:
            self._arrived.notify_all()

    async def expect(
        self, event: str, suits: Callable[[Event], bool] = lambda _: True, timeout_s: float = PATIENCE_S
    ) -> Event:
        """Return the next event of this name, from where the last ``expect`` of any name ended."""

        def found() -> int | None:
            for place in range(self._seen, len(self.events)):
                if self.events[place]["event"] == event and suits(self.events[place]):
                    return place
            return None

        async with asyncio.timeout(timeout_s), self._arrived:
            await self._arrived.wait_for(lambda: found() is not None or self._reading.done())
        place = found()
        assert place is not None, f"ended without {event}: {self.events[-5:]}"
        self._seen = place + 1
        return self.events[place]

    async def until(self, is_so: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
        """Wait until what was printed makes ``is_so`` true; whatever ``expect`` returns next is not changed by it."""
        async with asyncio.timeout(timeout_s), self._arrived:
            await self._arrived.wait_for(lambda: is_so() or self._reading.done())
        assert is_so(), f"ended before: {self.events[-5:]}"

    async def say(self, **fields: object) -> None:
        assert self.process.stdin
        self.said.append(fields)
        with contextlib.suppress(ConnectionError):
            self.process.stdin.write(json.dumps(fields).encode() + b"\n")
            await self.process.stdin.drain()

    def all(self, event: str) -> list[Event]:
        return [one for one in self.events if one["event"] == event]

    @property
    def is_running(self) -> bool:
        return self.process.returncode is None

    async def kill(self) -> None:
        """kill -9, then everything that it had printed is in ``events``."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        await self.ended()

    async def terminate(self) -> int:
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        code = await self.process.wait()
        await self._reading
        if self.process.stdin:
            self.process.stdin.close()
            with contextlib.suppress(ConnectionError):
                await self.process.stdin.wait_closed()
        return code


class Server(Program):
    """``bartender server --demo`` on a folder of the test's."""

    ready: Event

    @classmethod
    async def open(cls, folder: Path) -> Server:
        server: Server = await cls.start(
            "server",
            "--demo",
            "--json",
            "--data",
            str(folder),
            stderr=folder.with_suffix(".log"),
        )
        server.ready = await server.expect("ready")
        return server


class Till(Program):
    """``bartender till --headless`` on a profile folder of the test's."""

    @classmethod
    async def begin(cls, profile: Path, ready: Event | None = None, code: str = "C1") -> Till:
        """Start the program, and wait for nothing."""
        server = ["--server", json.dumps(ready), "--till", code] if ready else []
        profile.mkdir(parents=True, exist_ok=True)
        till: Till = await cls.start(
            "till",
            "--headless",
            "--profile",
            str(profile),
            *server,
            stderr=profile / "stderr.log",
        )
        return till

    @classmethod
    async def open(cls, profile: Path, ready: Event | None = None, code: str = "C1") -> Till:
        till = await cls.begin(profile, ready, code)
        await till.expect("started")
        return till

    async def sign_in(self, name: str, pin: str) -> Event:
        """Sign in; where tills are killed by the second, the server may say to wait before the next try."""
        await self.expect("ready")
        draw = random.Random(pin)
        while True:
            await self.say(op="sign_in", name=name, pin=pin)
            answer = await self.answer("signed_in")
            if answer.get("code") != "TLLIM":
                assert answer["event"] == "signed_in", answer
                return answer
            await asyncio.sleep(draw.uniform(0.5, 1.5))

    async def sell(self, product: str, qty: int = 1, **fields: object) -> Event:
        """Sell and return ``sold`` or ``error``."""
        await self.say(op="sell", lines=[{"product": product, "qty": qty}], **fields)
        return await self.answer("sold")

    async def answer(self, event: str, timeout_s: float = PATIENCE_S) -> Event:
        """Return the next event of this name, or the error that came instead."""
        place = self._seen

        def found() -> Event | None:
            for one in self.events[place:]:
                if one["event"] in (event, "error"):
                    return one
            return None

        async with asyncio.timeout(timeout_s), self._arrived:
            await self._arrived.wait_for(lambda: found() is not None or self._reading.done())
        one = found()
        assert one is not None, f"ended without {event}: {self.events[-5:]}"
        self._seen = self.events.index(one, place) + 1
        return one

    async def stock(self, product: str) -> Event:
        await self.say(op="stock", product=product)
        return await self.answer("stock")

    async def wait_idle(self, timeout_s: float = 0.8 * PATIENCE_S) -> None:
        """Wait until everything is judged by the server and shown."""
        await self.say(op="wait", timeout=timeout_s)
        assert (await self.answer("idle", timeout_s + 0.2 * PATIENCE_S))["event"] == "idle"

    async def quit(self) -> int:
        await self.say(op="quit")
        return await self.ended()


@contextlib.asynccontextmanager
async def running(*programs: Program) -> AsyncIterator[None]:
    """End the programs whatever happens."""
    try:
        yield
    finally:
        for program in programs:
            if program.is_running:
                await program.terminate()
            else:
                await program.ended()
