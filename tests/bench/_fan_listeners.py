"""Thousands of sockets in one process that do as little as can be: they join, and note when each frame came.

`python -m tests.bench._fan_listeners FILE`: a JSON file with `port` and `listeners`, each a bar, a path and what it
says once it is open (None: nothing). It prints `ready` when every socket is there, and for each line on standard input
what came since: `{"bar": [[from, rev, [seconds, …]], …]}`. Each socket beats every 50 s, as a till does.
"""

import asyncio
import base64
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.server.relay.settings import SystemClock
from app.sync.feed import SUBPROTOCOL

CLOCK = SystemClock()
AT_ONCE = 100
BEAT_S = 50.0
BEAT = bytes([0x81, 0x81, 0, 0, 0, 0]) + b"0"
FIRST = re.compile(rb"\[(\d+),(\d+),")
"""A message: its revision, and how many it tells; the answer to a beat has two numbers alone, or none."""
Arrivals = dict[tuple[int, int], list[float]]


class Listener(asyncio.Protocol):
    """One socket: frames of a server are not masked, and ours are short."""

    def __init__(self, bar: str, path: str, says: str | None, arrivals: Arrivals) -> None:
        self.bar, self._path, self._says, self._arrivals = bar, path, says, arrivals
        self.is_ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._buffer = b""
        self._is_open = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {self._path} HTTP/1.1",
            "Host: relay",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Sec-WebSocket-Protocol: {SUBPROTOCOL}"] if self._says else []),
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._buffer += data
        if not self._is_open and not self._open():
            return
        while (frame := self._frame()) is not None:
            found = FIRST.match(frame)
            if found is not None:
                rev, span = int(found[1]), int(found[2])
                self._arrivals[rev - span, rev].append(now)
            elif b'"ok"' in frame:
                self.is_ready.set_result(None)

    def beat(self) -> None:
        self._transport.write(BEAT)

    def _open(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.is_ready.set_exception(ConnectionError(head[:100].decode()))
            return False
        self._buffer, self._is_open = rest, True
        if self._says is None:
            self.is_ready.set_result(None)
        else:
            said = self._says.encode()
            self._transport.write(bytes([0x81, 0xFE, *len(said).to_bytes(2, "big"), 0, 0, 0, 0]) + said)
        return True

    def _frame(self) -> bytes | None:
        """Return the next whole frame's payload."""
        buffer = self._buffer
        if len(buffer) < 4:
            return None
        start, length = (4, int.from_bytes(buffer[2:4], "big")) if buffer[1] == 126 else (2, buffer[1])
        if len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[start : start + length]


async def main(told: Any) -> None:
    arrivals: dict[str, Arrivals] = defaultdict(lambda: defaultdict(list))
    gate, loop = asyncio.Semaphore(AT_ONCE), asyncio.get_running_loop()

    async def join(bar: str, path: str, says: str | None) -> Listener:
        async with gate:
            _, listener = await loop.create_connection(
                lambda: Listener(bar, path, says, arrivals[bar]), "127.0.0.1", told["port"]
            )
            await listener.is_ready
            return listener

    listeners = await asyncio.gather(*(join(*one) for one in told["listeners"]))
    print("ready", len(listeners), flush=True)
    async with asyncio.TaskGroup() as group:
        beating = group.create_task(_beat(listeners))
        await _report(arrivals)
        beating.cancel()


async def _beat(listeners: Sequence[Listener]) -> None:
    """Let each socket beat in its turn, all of them once in BEAT_S."""
    while True:
        begin = time.perf_counter()
        for place, listener in enumerate(listeners):
            due = begin + place / len(listeners) * BEAT_S
            if due > time.perf_counter():
                await CLOCK.sleep(due - time.perf_counter())
            listener.beat()
        await CLOCK.sleep(max(0.0, begin + BEAT_S - time.perf_counter()))


async def _report(arrivals: Mapping[str, Arrivals]) -> None:
    while await asyncio.to_thread(sys.stdin.readline):
        report = {bar: [[*span, at] for span, at in one.items()] for bar, one in arrivals.items()}
        print(json.dumps(report), flush=True)
        for one in arrivals.values():
            one.clear()


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
