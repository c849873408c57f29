"""A line between a till and PostgreSQL: it knows what is asked on it, and a test cuts, silences, stalls or slows it.

It reads the frames of PostgreSQL's protocol (version 3, no TLS) and changes none of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

CALL = re.compile(rb"select (?:translate\()?api\.(\w+)\(")
LATER = 1e-6
"""Two chunks are never due at the same moment: the loop does not keep their order then."""


class Step(StrEnum):
    """How far a request gets."""

    NOT_SENT = "not sent"
    SENT = "sent, the server alone with it"
    ANSWERED = "answered, nothing of the answer comes"
    HALF_ANSWERED = "answered, half of the answer comes"


@dataclass(slots=True)
class Fault:
    """What happens to the next call of ``function``; ``met`` when it has. Silent: the connection stays open, mute."""

    function: str
    step: Step
    is_silent: bool = False
    met: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    """``asked``: the functions of ``api`` that were asked for, in order. ``upstream`` tells the server's port."""

    def __init__(self, upstream: Callable[[], int]) -> None:
        self.asked: list[str] = []
        self.is_up = True
        self.is_mute = False
        self.latency_s = 0.0
        self.bytes_per_s: float | None = None
        self.stall_s: Callable[[], float] = lambda: 0.0
        self.fault: Fault | None = None
        self._upstream = upstream
        self._connections: set[Connection] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._heard = asyncio.Condition()

    @property
    def port(self) -> int:
        assert self._server
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)

    async def close(self) -> None:
        assert self._server
        self._server.close()
        self.hang_up()
        await asyncio.gather(*self._serving)
        await self._server.wait_closed()

    def break_next(self, function: str, step: Step, *, is_silent: bool = False) -> Fault:
        """Let the next call of ``function`` get as far as ``step``; what comes after it is well again."""
        self.fault = Fault(function, step, is_silent)
        return self.fault

    def cut(self) -> None:
        """Pull the cable: every connection ends, none is made."""
        self.is_up = False
        self.hang_up()

    def mend(self) -> None:
        """Put the cable back; connections that were mute stay so."""
        self.is_up, self.is_mute = True, False

    def recover(self) -> None:
        """Be as fast as the machine again."""
        self.latency_s, self.bytes_per_s, self.stall_s = 0.0, None, lambda: 0.0

    def go_mute(self) -> None:
        """Lose every byte from now on, while every connection looks well."""
        self.is_mute = True
        for connection in self._connections:
            connection.is_mute = True

    def hang_up(self) -> None:
        for connection in tuple(self._connections):
            connection.hang_up()

    async def heard(self, is_enough: Callable[[list[str]], bool]) -> None:
        """Wait until what was asked for suits."""
        async with self._heard:
            await self._heard.wait_for(lambda: is_enough(self.asked))

    async def note(self, function: str) -> None:
        async with self._heard:
            self.asked.append(function)
            self._heard.notify_all()

    def take_fault(self, function: str) -> Fault | None:
        """Return what happens to this call."""
        fault = self.fault
        if fault is None or fault.function != function:
            return None
        self.fault = None
        return fault

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_up:
            writer.transport.abort()
            return
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self._upstream())
        except OSError:
            writer.transport.abort()
            return
        connection = Connection(self, (reader, writer), upstream)
        connection.is_mute = self.is_mute
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            connection.hang_up()
            self._connections.discard(connection)


class Way:
    """One direction of a connection: chunks leave it in order, each as late as the line is slow."""

    def __init__(self, line: Line, writer: asyncio.StreamWriter) -> None:
        self._line = line
        self._writer = writer
        self._due_s = 0.0

    def stall(self) -> None:
        """Let what comes next stand still for as long as the line's ``stall_s`` draws."""
        self._due_s = max(asyncio.get_running_loop().time(), self._due_s) + self._line.stall_s()

    def send(self, frame: bytes) -> None:
        line, loop = self._line, asyncio.get_running_loop()
        on_line_s = len(frame) / line.bytes_per_s if line.bytes_per_s else 0.0
        self._due_s = max(loop.time() + line.latency_s, self._due_s + LATER) + on_line_s
        if self._due_s <= loop.time() + LATER:
            self._write(frame)
        else:
            loop.call_at(self._due_s, self._write, frame)

    def _write(self, chunk: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(chunk)


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Connection:
    """A till's connection and ours to the server, joined."""

    def __init__(self, line: Line, till: Ends, server: Ends) -> None:
        self.is_mute = False
        self._line = line
        self._till, self._till_writer = till
        self._server, self._server_writer = server
        self._up = Way(line, self._server_writer)
        self._down = Way(line, self._till_writer)
        self._statements: dict[bytes, str] = {}
        """What each statement calls, by its name: the words of one that is kept come once."""
        self._fault: Fault | None = None
        self._lost = bytearray()

    async def run(self) -> None:
        """Carry both ways until one side has hung up."""
        ways = [asyncio.ensure_future(self._carry_up()), asyncio.ensure_future(self._carry_down())]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in await asyncio.gather(*ways, return_exceptions=True):
            if not isinstance(end, (ConnectionError, asyncio.CancelledError, type(None))):
                raise end

    def hang_up(self) -> None:
        self._till_writer.transport.abort()
        self._server_writer.transport.abort()

    async def _carry_up(self) -> None:
        frames = Frames(has_startup=True)
        while chunk := await self._till.read(65536):
            self._up.stall()
            for kind, frame in frames.cut(chunk):
                if kind == b"P":
                    name, words, _ = frame[5:].split(b"\0", 2)
                    call = CALL.match(words)
                    self._statements[name] = call[1].decode() if call else ""
                if kind == b"B" and (function := self._statements.get(frame[5:].split(b"\0", 2)[1])):
                    await self._called(function)
                if not self.is_mute:
                    self._up.send(frame)
                if kind == b"S" and self._fault and self._fault.step is Step.SENT:
                    await self._server_writer.drain()
                    self._meet(self._fault)

    async def _called(self, function: str) -> None:
        if self.is_mute:
            return
        self._fault = self._line.take_fault(function)
        await self._line.note(function)
        if self._fault and self._fault.step is Step.NOT_SENT:
            self._meet(self._fault)

    async def _carry_down(self) -> None:
        frames = Frames()
        while chunk := await self._server.read(65536):
            self._down.stall()
            for kind, frame in frames.cut(chunk):
                if self._fault is None:
                    if not self.is_mute:
                        self._down.send(frame)
                    continue
                self._lost += frame
                if kind == b"Z":  # the server has done all of it, and committed
                    self._lose()

    def _lose(self) -> None:
        assert self._fault
        if self._fault.step is Step.HALF_ANSWERED:
            self._down.send(bytes(self._lost[: len(self._lost) // 2]))
        self._lost.clear()
        self._meet(self._fault)

    def _meet(self, fault: Fault) -> None:
        self._fault = None
        self.is_mute = True
        fault.met.set()
        if not fault.is_silent:
            for writer in (self._till_writer, self._server_writer):
                with contextlib.suppress(ConnectionError):
                    writer.close()  # what is under way arrives


class Frames:
    """Cuts a stream into PostgreSQL's messages. ``has_startup``: the first one has no kind."""

    def __init__(self, *, has_startup: bool = False) -> None:
        self._rest = bytearray()
        self._is_first = has_startup

    def cut(self, chunk: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the kind and the whole of each message that is complete."""
        self._rest += chunk
        while True:
            start = 0 if self._is_first else 1
            if len(self._rest) < start + 4:
                return
            size = start + int.from_bytes(self._rest[start : start + 4])
            if len(self._rest) < size:
                return
            frame = bytes(self._rest[:size])
            del self._rest[:size]
            kind = b"" if self._is_first else frame[:1]
            self._is_first = False
            yield kind, frame
