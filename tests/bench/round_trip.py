"""A sale's whole way on loopback: appended, sent, judged, written down; beside what it cannot do without.

That is two commits of a bare table, one before the call and one after it, and between them a call of the server that
only reads one row and commits another.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from app.domain.cart import Line
from app.server.provision import Connection
from tests.bench._figures import ROUNDS, end, latency_ms, percentile, ratios
from tests.bench._limits import BareTable, record_of
from tests.bench._orders import order
from tests.bench._place import PIN, Bar, opened_till, served_bar, workspace

SALES = 80


@dataclass(slots=True)
class Round:
    """Seconds of each sale: until it was on disk, until its outcome was, and of the bare parts."""

    appended: list[float] = field(default_factory=list)
    judged: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def main() -> None:
    with workspace() as folder, served_bar(folder, products=300) as bar:
        rounds = asyncio.run(_rounds(folder, bar))
    middles = [[percentile(times, 0.5) for times in (one.judged, one.bare)] for one in rounds]
    end(
        [],
        judged_ms=latency_ms([x for one in rounds for x in one.judged]),
        appended_ms=latency_ms([x for one in rounds for x in one.appended]),
        bare_ms=latency_ms([x for one in rounds for x in one.bare]),
        ratio_of_p50=ratios([ours for ours, _ in middles], [bare for _, bare in middles]),
    )


async def _rounds(folder: Path, bar: Bar) -> list[Round]:
    bare, draw = BareTable(folder / "bare.sqlite3"), random.Random(3)
    owner = await asyncpg.connect(bar.superuser_url)
    await owner.execute("create table public.bare (no integer primary key, body text)")
    await owner.execute("insert into public.bare values (1, '')")
    rounds = [Round() for _ in range(ROUNDS + 1)]
    async with opened_till(folder / "till", bar.place) as till:
        await till.session.sign_in(bar.member, PIN)
        cards = till.bar.cards()
        products = [Line(card.product.id, card.product.name, 330, card.price or 0, 1) for card in cards]
        for one in rounds:
            for _ in range(SALES):
                command = order(draw, products, bar.member, till.session.session)
                began = time.perf_counter()
                row = await till.outbox.append(command)
                one.appended.append(time.perf_counter() - began)
                row = await till.sender.wait_outcome(row.no, 10.0, until_judged=True)
                one.judged.append(time.perf_counter() - began)
                assert row.is_judged
                one.bare.append(await _bare(owner, bare, record_of(row)))
    await owner.close()
    bare.close()
    return rounds[1:]


async def _bare(owner: Connection, bare: BareTable, record: Sequence[object]) -> float:
    """Return the seconds of the parts: commit, one call that commits, commit."""
    began = time.perf_counter()
    bare.insert(record)
    await owner.execute("update public.bare set body = $1 where no = 1", record[4])
    bare.touch(record)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
