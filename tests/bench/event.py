"""B3: from a sale's commit to the change of another till's tiles, over the relay; against a bare LISTEN.

Publisher, relay, till (with its window, drawn into memory) and bare listener are processes of their own. Both hear the
same commits; the clock starts right before ``commit`` is sent and is the machine's monotonic one, the same in all.
"""

import asyncio
import json
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import asyncpg

from tests.bench._figures import ROUNDS, end, goal, latency_ms, percentile, ratios
from tests.bench._place import Bar, served_bar, workspace
from tests.sql import support

SALES = 100
PATIENCE_S = 60.0
PAUSE_S = 0.02
"""Between two sales: what a bar at its busiest never reaches, and long enough for a frame to pass."""


class Child:
    """A process that says ``live``, and then for each event when it was and which revision is known."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, first_line: str, *words: str) -> "Child":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdin is not None
        process.stdin.write(first_line.encode() + b"\n")
        await process.stdin.drain()
        child = cls(process)
        assert await child.line() == "live"
        return child

    async def line(self) -> str:
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            return (await self._process.stdout.readline()).decode().strip()

    async def heard(self, rev: int) -> int:
        """Return at which nanosecond it had heard of this revision."""
        while True:
            moment, known = (await self.line()).split()
            if int(known) >= rev:
                return int(moment)

    async def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(PATIENCE_S):
            await self._process.wait()


def main() -> None:
    with workspace() as folder, served_bar(folder, products=100) as bar:
        figures = asyncio.run(_measure(folder, bar))
    end(**figures)  # type: ignore[arg-type]


async def _measure(folder: Path, bar: Bar) -> dict[str, object]:
    owner = await asyncpg.connect(bar.superuser_url)
    async with _relay(bar, owner):
        till = await Child.start(
            json.dumps(asdict(bar.place)), "tests.bench._event_till", str(folder / "till")
        )
        bare = await Child.start(bar.superuser_url, "tests.bench._event_listener")
        publisher = await _publisher(owner, bar)
        await _round(publisher, till, bare)  # warms everything
        rounds = [await _round(publisher, till, bare) for _ in range(ROUNDS)]
        for child in (till, bare):
            await child.end()
    ours = [[one for one, _ in each] for each in rounds]
    limit = [[one for _, one in each] for each in rounds]
    p50 = ratios([percentile(x, 0.5) for x in ours], [percentile(x, 0.5) for x in limit])
    every = [one for each in ours for one in each]
    return {
        "goals": [
            goal("p50, screen / bare listener", p50["median"], most=2.0),
            goal("p99 of the screen, ms", latency_ms(every)["p99"], most=50.0),
        ],
        "ratio_p50": p50,
        "ratio_p99": ratios([percentile(x, 0.99) for x in ours], [percentile(x, 0.99) for x in limit]),
        "screen_ms": latency_ms(every),
        "listener_ms": latency_ms([one for each in limit for one in each]),
        "sales": len(every),
    }


@asynccontextmanager
async def _relay(bar: Bar, owner: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[None]:
    """Run ``bartender relay`` in a process of its own, and tell the tills of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "relay", "--url", bar.superuser_url, "--port", str(port), "--json"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    while json.loads(await process.stdout.readline())["event"] != "subscribed":
        pass
    await owner.execute("select logic.set_realtime($1, 'relay', null, null)", f"ws://127.0.0.1:{port}")
    try:
        yield
    finally:
        process.terminate()
        await process.communicate()


class Publisher:
    """Another till of the bar, by hand: a sale in a transaction of its own, so that its commit has a moment."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]", bar: support.Bar) -> None:
        self._connection, self._bar = connection, bar
        self._no = 0

    async def sell(self) -> tuple[int, int]:
        """Sell one piece; return the monotonic nanoseconds right before the commit was sent, and the revision."""
        self._no += 1
        command = support.selling(self._bar, self._no, (self._no % len(self._bar.products), 1), by="Afi")
        await self._connection.execute("begin")
        answer = await support.submit(self._connection, self._bar.till, command)
        assert answer["outcomes"][0]["outcome"] == "done", answer
        began = time.monotonic_ns()
        await self._connection.execute("commit")
        return began, answer["rev"]


async def _publisher(owner: "asyncpg.Connection[asyncpg.Record]", bar: Bar) -> Publisher:
    till = await support.make_till(owner, bar.place.bar, "P1")
    rows = await owner.fetch(
        "select id::text, name, volume_ml, price_minor, stock from data.bar_products where bar_id = $1",
        bar.place.bar,
    )
    products = tuple(support.Product(*row.values()) for row in rows)
    made = support.Bar(bar.place.bar, (till,), {"Afi": bar.member}, products)
    return Publisher(await asyncpg.connect(bar.place.url), made)


async def _round(publisher: Publisher, till: Child, bare: Child) -> list[tuple[float, float]]:
    """Sell, and return for each sale the seconds to the screen and to the bare listener."""
    found = []
    for _ in range(SALES):
        began, rev = await publisher.sell()
        heard = await asyncio.gather(till.heard(rev), bare.heard(rev))
        found.append(((heard[0] - began) / 1e9, (heard[1] - began) / 1e9))
        await asyncio.sleep(PAUSE_S)
    return found


if __name__ == "__main__":
    main()
