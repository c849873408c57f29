"""A line that counts: the bytes of TCP payload both ways, whatever they say."""

import asyncio
import contextlib


class CountedLine:
    """Leads to ``port`` of this machine. ``up`` and ``down``: bytes since it was opened; ``connections``: how many."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.up = self.down = self.connections = 0

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def bytes(self) -> int:
        return self.up + self.down

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def reset(self) -> None:
        self.up = self.down = self.connections = 0

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self.connections += 1
        ways = (self._carry(reader, far_writer, is_up=True), self._carry(far_reader, writer, is_up=False))
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(*ways)
        writer.transport.abort()
        far_writer.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool
    ) -> None:
        while chunk := await reader.read(65536):
            if is_up:
                self.up += len(chunk)
            else:
                self.down += len(chunk)
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()
