"""Fakes that behave: a clock that is advanced, a ledger in memory, and a scripted gateway before a small server."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable, Sequence, Sized
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from app.domain.errors import Unreachable
from app.sync.ports import (
    Answer,
    Envelope,
    JsonObject,
    PulseAnswer,
    Seen,
    SubmitAnswer,
)
from tests.fake_server import Book, Bug, Done, FakeServer, Refusal, whole
from tests.memory_ledger import MemoryLedger

__all__ = [
    "Book",
    "Bug",
    "Call",
    "Done",
    "Fail",
    "FakeClock",
    "FakeServer",
    "Hold",
    "HoldReply",
    "LoseReply",
    "MemoryLedger",
    "Refusal",
    "ScriptedGateway",
    "Slow",
    "let_tasks_run",
]

T = TypeVar("T")
IDLE_TURNS = 3
"""A timer that is due at once needs one turn, what it wakes another."""


async def let_tasks_run(turns: int = 50) -> None:
    """Give every task that can go on some turns of the loop; no more once none of them has anything left to do."""
    waiting: Sized = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    idle = 0
    for _ in range(turns):
        await asyncio.sleep(0)
        idle = 0 if waiting else idle + 1
        if idle == IDLE_TURNS:
            break


class FakeClock:
    """A clock that stands still until the test advances it. Implements ``Clock``."""

    def __init__(
        self, wall: float = 1_780_000_000.0, monotonic: float = 1_000.0, boot: str = "boot-1"
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._boot = boot
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def wall(self) -> float:
        return self._wall

    def monotonic(self) -> float:
        return self._monotonic

    def boot(self) -> str:
        return self._boot

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic + seconds, next(self._order), future))
        await future

    @property
    def sleeping(self) -> int:
        """How many tasks sleep."""
        return sum(1 for _, _, future in self._sleepers if not future.done())

    async def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass; sleepers wake in order, each at its own time, and what they start runs."""
        end = self._monotonic + seconds
        await let_tasks_run()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, future = heapq.heappop(self._sleepers)
            if future.done():
                continue
            self.pass_time(due - self._monotonic)
            future.set_result(None)
            await let_tasks_run()
        self.pass_time(end - self._monotonic)
        await let_tasks_run()

    def pass_time(self, seconds: float) -> None:
        """Let ``seconds`` pass and wake nobody."""
        self._wall += max(0.0, seconds)
        self._monotonic += max(0.0, seconds)

    def set_wall(self, wall: float) -> None:
        """Set the wall clock, as a person or a dead battery does."""
        self._wall = wall

    def reboot(self, off_s: float = 60.0) -> None:
        """Restart the machine after ``off_s`` seconds without power."""
        self._wall += off_s
        self._monotonic = 1.0
        self._boot = f"boot-{next(self._order) + 2}"


@dataclass(frozen=True, slots=True)
class Fail:
    """The server never sees the call."""

    error: Exception = field(default_factory=lambda: Unreachable("TLNET"))


@dataclass(frozen=True, slots=True)
class LoseReply:
    """The server does it; the caller gets an error."""

    error: Exception = field(default_factory=lambda: Unreachable("TLNET"))


@dataclass(frozen=True, slots=True)
class Hold:
    """The call waits for ``event`` before the server sees it."""

    event: asyncio.Event


@dataclass(frozen=True, slots=True)
class HoldReply:
    """The server does it at once; the reply waits for ``event``."""

    event: asyncio.Event


@dataclass(frozen=True, slots=True)
class Slow:
    """The server does it; the reply takes ``seconds`` of the clock, or is lost to the call's time-out."""

    seconds: float


Step = Fail | LoseReply | Hold | HoldReply | Slow


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    argument: object
    """submit: the commands; pulse: the status; read: the parameters; open_ledger: the uuid."""
    timeout_s: float
    seen: Seen | None = None


class ScriptedGateway:
    """A ``Gateway`` to a ``FakeServer``; ``script`` says what the network does to the next calls of one name.

    ``reads[name]`` answers a read; ``calls`` has every call in order.
    """

    def __init__(self, clock: FakeClock, server: FakeServer | None = None) -> None:
        self.clock = clock
        self.server = server or FakeServer()
        self.calls: list[Call] = []
        self.reads: dict[str, Callable[[JsonObject], Answer]] = {}
        self.in_flight = 0
        self.most_in_flight = 0
        self.is_down = False
        """Every call fails at once until the test sets it back."""
        self.pulses: Callable[[Envelope], PulseAnswer] = lambda marks: PulseAnswer(marks, 0, 0, 1, {})
        self._script: dict[str, list[Step]] = {}

    def script(self, name: str, *steps: Step) -> None:
        """Queue what happens to the next calls of ``name`` (``submit``, ``pulse``, ``open_ledger``, or a read)."""
        self._script.setdefault(name, []).extend(steps)

    def called(self, name: str) -> list[Call]:
        return [call for call in self.calls if call.name == name]

    @property
    def batches(self) -> list[list[int]]:
        """The numbers of each submit so far."""
        return [[whole(c["no"]) for c in _commands(call)] for call in self.called("submit")]

    def server_time(self) -> str:
        """The server's clock goes with the fake clock's monotonic time: the till's wall clock does not move it."""
        return datetime.fromtimestamp(1_779_999_000.0 + self.clock.monotonic(), UTC).isoformat(
            timespec="microseconds"
        )

    async def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject], *, timeout_s: float
    ) -> SubmitAnswer:
        async def serve() -> SubmitAnswer:
            outcomes, stopped = self.server.submit(ledger, seen, commands)
            return SubmitAnswer(self.server.marks(ledger, self.server_time()), outcomes, stopped)

        return await self._call(Call("submit", tuple(commands), timeout_s, seen), serve)

    async def pulse(self, ledger: str, seen: Seen, status: JsonObject, *, timeout_s: float) -> PulseAnswer:
        async def serve() -> PulseAnswer:
            self.server.notice(ledger, seen)
            return self.pulses(self.server.marks(ledger, self.server_time()))

        return await self._call(Call("pulse", status, timeout_s, seen), serve)

    async def read(self, name: str, params: JsonObject, *, timeout_s: float) -> Answer:
        async def serve() -> Answer:
            return self.reads[name](params)

        return await self._call(Call(name, params, timeout_s), serve)

    async def leave(self, *, timeout_s: float) -> None:
        await self._call(Call("leave", None, timeout_s), let_tasks_run)

    async def open_ledger(self, ledger: str, *, timeout_s: float) -> JsonObject:
        async def serve() -> JsonObject:
            self.server.open_ledger(ledger)
            marks = self.server.marks(ledger)
            return {
                "ledger": ledger,
                "epoch": marks.epoch,
                "applied": marks.applied,
                "refused": sorted(marks.refused),
                "rev": marks.rev,
                "last_ticket": self.server.state.last_ticket,
            }

        return await self._call(Call("open_ledger", ledger, timeout_s), serve)

    async def _call(self, call: Call, serve: Callable[[], Awaitable[T]]) -> T:
        self.calls.append(call)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            return await self._under_script(call, serve)
        finally:
            self.in_flight -= 1

    async def _under_script(self, call: Call, serve: Callable[[], Awaitable[T]]) -> T:
        await asyncio.sleep(0)
        steps = self._script.get(call.name)
        step = steps.pop(0) if steps else None
        if self.is_down:
            raise Unreachable("TLNET", {"reason": "down"})
        if isinstance(step, Fail):
            raise step.error
        if isinstance(step, Hold):
            await step.event.wait()
        answer = await serve()
        if isinstance(step, LoseReply):
            raise step.error
        if isinstance(step, HoldReply):
            await step.event.wait()
        if isinstance(step, Slow):
            await self.clock.sleep(min(step.seconds, call.timeout_s))
            if step.seconds >= call.timeout_s:
                raise Unreachable("TLNET", {"timed_out": True})
        return answer


def _commands(call: Call) -> Sequence[JsonObject]:
    assert isinstance(call.argument, tuple)
    return call.argument
