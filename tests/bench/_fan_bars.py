"""Bars whose stock moves at a set pace, and the tokens of the tills that listen to them."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncpg
import jwt

from app.server import provision
from app.server.provision import Connection
from app.server.relay.settings import SystemClock

CLOCK = SystemClock()
PUBLISHERS = 4
LISTENERS = 15
"""Sockets of each bar."""


@dataclass(frozen=True, slots=True)
class FanBar:
    id: str
    product: str


async def make_bars(owner: Connection, count: int) -> list[FanBar]:
    """Make bars with one product each."""
    bars = []
    async with owner.transaction():
        for number in range(count):
            bar = await provision.create_bar(owner, provision.NewBar(f"Bar {number}"))
            product = str(await owner.fetchval("select gen_random_uuid()"))
            await owner.execute(
                "select logic.add_product($1, $2, null, 'Flag', 330, 600, 100000)", bar, product
            )
            bars.append(FanBar(bar, product))
    return bars


async def let_listen(owner: Connection, bars: Sequence[FanBar]) -> list[tuple[str, str]]:
    """Give each bar its tills with leases of an hour; return bar and token of each."""
    ids = [bar.id for bar in bars]
    await owner.execute(
        "select logic.create_till(b.id, gen_random_uuid(), 'C' || n, 'Caisse', md5(b.id::text || n) || md5(n::text))"
        " from unnest($1::uuid[]) b (id), generate_series(1, $2::integer) n",
        ids,
        LISTENERS,
    )
    await owner.execute(
        "insert into data.realtime_leases (bar_id, till_id, until_at)"
        " select t.bar_id, t.id, now() + interval '1 hour' from data.tills t where t.bar_id = any ($1::uuid[])",
        ids,
    )
    secret = await owner.fetchval("select realtime_secret from data.site")
    rows = await owner.fetch(
        "select t.bar_id::text, t.id::text from data.tills t where t.bar_id = any ($1::uuid[])", ids
    )
    ends = int(time.time()) + 3600
    return [(row["bar_id"], _token(row["bar_id"], row["id"], ends, secret)) for row in rows]


def _token(bar: str, till: str, ends: int, secret: str) -> str:
    return jwt.encode({"role": "authenticated", "bar_id": bar, "sub": till, "exp": ends}, secret)


@dataclass(slots=True)
class Commits:
    """``at``: when each commit was begun, by bar and revision, as ``time.perf_counter`` of any process has it."""

    at: dict[tuple[str, int], float] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def per_s(self) -> float:
        return len(self.at) / self.seconds


async def move_stock(url: str, bars: Sequence[FanBar], per_s: float | None, seconds: float) -> Commits:
    """Move the stock of bars drawn at random, ``per_s`` commits a second; None: as many as can be.

    Commits are not waited for by the disk: what is measured begins after them.
    """
    done, draw, begin = Commits(), random.Random(7), time.perf_counter()
    connections = [await asyncpg.connect(url) for _ in range(PUBLISHERS)]
    turns = iter(range(10**9))

    async def publish(connection: Connection) -> None:
        await connection.execute("set synchronous_commit = off")
        for turn in turns:
            due = begin + (turn / per_s if per_s else 0)
            now = time.perf_counter()
            if max(due, now) > begin + seconds:
                return
            if due > now:
                await CLOCK.sleep(due - now)
            bar, started = draw.choice(bars), time.perf_counter()
            rev = await connection.fetchval("select logic.adjust_stock($1, $2, 1)", bar.id, bar.product)
            done.at[bar.id, rev] = started

    begin = time.perf_counter()
    await asyncio.gather(*map(publish, connections))
    done.seconds = time.perf_counter() - begin
    for connection in connections:
        await connection.close()
    return done
