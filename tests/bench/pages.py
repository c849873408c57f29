"""B10: pages of a sales history of 100,000 and of 1,000,000 sales, and the figures, against the first page."""

import asyncio
import hashlib
import json
import statistics
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import asyncpg

from app.server.provision import Connection
from tests.bench._figures import end, goal
from tests.bench._pages import PASTS, long_pasts

ROUNDS = 15
MOST = 1.5
Read = Callable[[], Awaitable[str]]


def bench_id(kind: int, place: int) -> str:
    """Return the id that ``bench.id`` gives."""
    return str(uuid.UUID(f"{kind:08x}-0000-7000-8000-{place:012x}"))


def yesterday() -> date:
    """Return the last day of the past, by the server's clock."""
    return datetime.now(UTC).date() - timedelta(days=1)


class History:
    """One bar's past as its till reads it."""

    def __init__(self, connection: Connection, bar: int) -> None:
        self._connection = connection
        self._bar = bar
        self.token = hashlib.sha256(bench_id(5, bar * 1000).encode()).hexdigest()
        self.session = bench_id(6, bar * 1000)

    def page(self, at: dict[str, object] | None = None, **filters: str) -> Read:
        """Return the read of a page."""

        async def read() -> str:
            text: str = await self._connection.fetchval(
                "select api.sales_page($1, $2::text::jsonb, $3::text::jsonb)::text",
                *(self.token, json.dumps(filters), json.dumps(at)),
            )
            return text

        return read

    def dashboard(self, days: int) -> Read:
        """Return the read of the figures of so many days, up to yesterday."""
        last = yesterday()

        async def read() -> str:
            text: str = await self._connection.fetchval(
                "select api.dashboard($1, $2, $3, $4)::text",
                *(self.token, self.session, last - timedelta(days=days - 1), last),
            )
            return text

        return read

    def figures(self, name: str, *asked: object) -> Read:
        """Return the read of figures that are added up ahead of time."""
        places = ", ".join(f"${number}" for number in range(1, len(asked) + 3))

        async def read() -> str:
            text: str = await self._connection.fetchval(
                f"select api.{name}({places})::text", self.token, self.session, *asked
            )
            return text

        return read

    async def key_before(self, sales: int) -> list[str]:
        """Return the key of the row that so many are before, newest first."""
        return list(await self._connection.fetchval("select bench.key_before($1, $2)", self._bar, sales))

    def reads(self, key: list[str]) -> dict[str, Read]:
        """Return what is measured, the first page first."""
        product = [bench_id(4, self._bar * 1000 + n) for n in (7, 98, 99)]
        seller, day = bench_id(2, self._bar * 10 + 2), str(yesterday() - timedelta(days=200))
        return {
            "page 1": self.page(),
            "page 1,000": self.page({"to": "next", "key": key}),
            "page 999, back": self.page({"to": "previous", "key": key}),
            "last page": self.page({"to": "last"}),
            "jump to a date": self.page({"to": "date", "date": day}),
            "period": self.page(None, **{"from": day, "to": day}),
            "seller": self.page(seller=seller),
            "status validated": self.page(status="validated"),
            "status pending (20)": self.page(status="pending"),
            "status rejected (0.5 %)": self.page(status="rejected"),
            "status cancelled (0.1 %)": self.page(status="cancelled"),
            "product (2 %)": self.page(product=product[0]),
            "product of long ago": self.page(product=product[1]),
            "product sold ten times": self.page(product=product[2]),
            "method cash": self.page(method="cash"),
            "method mobile money": self.page(method="mobile_money"),
            "method card (0.1 %)": self.page(method="card"),
            "product and seller": self.page(product=product[0], seller=seller),
            "seller, cash, validated": self.page(seller=seller, method="cash", status="validated"),
            "product of long ago, card": self.page(product=product[1], method="card"),
            "dashboard of a day": self.dashboard(1),
            "dashboard of a month": self.dashboard(30),
            "trend of a year": self.figures("trend", yesterday() - timedelta(days=365), yesterday()),
            "top products of a month": self.figures(
                "top_products", "month", yesterday() - timedelta(days=60)
            ),
            "product stats": self.figures("product_stats"),
        }


async def timed(reads: dict[str, Read]) -> dict[str, list[float]]:
    """Return seconds of each read, in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in reads}
    for read in reads.values():
        await read()
    for number in range(ROUNDS):
        for name in list(reads) if number % 2 == 0 else list(reads)[::-1]:
            began = time.perf_counter()
            await reads[name]()
            seconds[name].append(time.perf_counter() - began)
    return seconds


async def measure() -> dict[str, dict[str, dict[str, float]]]:
    """Return the milliseconds of each read and its ratio to the first page, for each size."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    async with long_pasts() as (owner, till_url):
        await owner.execute(KEY_BEFORE)
        for job, runs in ADDED_UP.items():
            assert await owner.fetchval("select jobs.logged($1, $2, 'bench')", job, runs), job
        connection = await asyncpg.connect(till_url)
        for bar, many in PASTS.items():
            keys = History(owner, bar)
            history = History(connection, bar)
            seconds = await timed(history.reads(await keys.key_before(999 * 50)))
            first = statistics.median(seconds["page 1"])
            figures[f"{many:,} sales"] = {
                name: {
                    "ms": round(statistics.median(took) * 1000, 2),
                    "ratio": round(statistics.median(took) / first, 2),
                }
                for name, took in seconds.items()
            }
            for name, one in figures[f"{many:,} sales"].items():
                print(f"  {many:,} sales, {name}: {one['ms']} ms, {one['ratio']} ×", flush=True)
        await connection.close()
    return figures


KEY_BEFORE = """
create or replace function bench.key_before(bar integer, sales integer) returns text[]
language sql stable as $$
  select array[s.business_date::text, s.id::text]
  from data.sales s
  where s.bar_id = bench.id(1, bar)
  order by s.business_date desc, s.id desc
  offset sales - 1 limit 1
$$
"""

ADDED_UP = {
    "daily_sales_summary": "jobs.refresh('daily_sales_summary')",
    "product_sales_stats": "jobs.refresh('product_sales_stats')",
    "top_products": "jobs.refresh_top_products_incremental()",
}
"""What the schedule does every hour, or twice a day; the first run of the last adds up every day that there is."""
FIGURES = ("dashboard", "trend", "top products", "product stats")


def main() -> None:
    figures = asyncio.run(measure())
    small, large = figures.values()
    goals = [
        goal(f"{size}, {name}: to page 1", one["ratio"], most=MOST)
        for size, reads in figures.items()
        for name, one in reads.items()
        if not name.startswith(FIGURES)
    ]
    goals += [
        goal(
            f"{name}: 1,000,000 sales to 100,000", round(large[name]["ms"] / small[name]["ms"], 2), most=MOST
        )
        for name in small
    ]
    end(goals, **figures)


if __name__ == "__main__":
    main()
