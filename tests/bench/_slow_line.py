"""A mobile line on loopback: so many bits a second each way, and a delay. What goes in comes out, later."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PACKET = 1_460
IN_FLIGHT = 65_536
"""So many bytes wait on the line at most; then the sender's own buffers fill, as on a real one."""


class _Direction:
    """One way of one connection: packets leave one after the other at the line's rate and arrive ``delay_s`` later."""

    def __init__(self, bits_per_s: float, delay_s: float) -> None:
        self._bytes_per_s = bits_per_s / 8
        self._delay_s = delay_s
        self._free_at = 0.0
        self._in_flight = 0
        self._room = asyncio.Event()
        self._room.set()
        self.bytes = 0

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while packet := await reader.read(PACKET):
            self.bytes += len(packet)
            self._in_flight += len(packet)
            self._free_at = max(self._free_at, loop.time()) + len(packet) / self._bytes_per_s
            loop.call_at(self._free_at + self._delay_s, self._arrive, packet, writer)
            if self._in_flight > IN_FLIGHT:
                self._room.clear()
                await self._room.wait()
        loop.call_at(max(self._free_at, loop.time()) + self._delay_s, writer.close)

    def _arrive(self, packet: bytes, writer: asyncio.StreamWriter) -> None:
        self._in_flight -= len(packet)
        self._room.set()
        if not writer.is_closing():
            writer.write(packet)


class SlowLine:
    """A line to ``target`` that listens on ``port``. One for all connections, as a bar has one."""

    def __init__(self, target: int, bits_per_s: float, round_trip_s: float) -> None:
        self._target = target
        self.up = _Direction(bits_per_s, round_trip_s / 2)
        self.down = _Direction(bits_per_s, round_trip_s / 2)
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        with contextlib.suppress(
            asyncio.CancelledError
        ):  # the line is taken away: asyncio would complain of it
            await asyncio.gather(
                self.up.pump(reader, far_writer), self.down.pump(far_reader, writer), return_exceptions=True
            )


@asynccontextmanager
async def slow_line(target: int, bits_per_s: float, round_trip_s: float) -> AsyncIterator[SlowLine]:
    """Open a line to the port ``target`` of this machine."""
    line = SlowLine(target, bits_per_s, round_trip_s)
    async with await asyncio.start_server(line.serve, "127.0.0.1", 0) as server:
        line.port = server.sockets[0].getsockname()[1]
        yield line
