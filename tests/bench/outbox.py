"""B7: what the outbox takes a second beside bare SQLite, and 1,000 queued sales sent over a mobile line."""

import asyncio
import random
import time
from pathlib import Path

from app import places
from app.domain.cart import Line
from app.drivers.clock import SystemClock
from app.drivers.ledger import SqliteLedger
from app.sync.outbox import Outbox
from app.till.till import Till
from tests.bench._figures import ROUNDS, end, goal, ratios, spread
from tests.bench._limits import BareTable, record_of
from tests.bench._orders import order, some_products
from tests.bench._place import Bar, on_line, opened_till, served_bar, workspace
from tests.bench._slow_line import SlowLine, slow_line

APPENDS, TURN = 400, 10
QUEUED = 1_000
BITS_PER_S, ROUND_TRIP_S = 300_000, 0.4


def main() -> None:
    with workspace() as folder:
        turns = [asyncio.run(_append(folder / f"round {number}")) for number in range(ROUNDS + 1)][1:]
        print(
            f"  appends/s: {[round(ours) for ours, _ in turns]}, bare: {[round(bare) for _, bare in turns]}"
        )
        with served_bar(folder, products=300) as bar:
            sent = [asyncio.run(_send(folder / f"till {number}", bar)) for number in range(ROUNDS)]
    ours, bare = zip(*turns, strict=True)
    ratio = ratios(ours, bare)
    seconds = spread([one["seconds"] for one in sent], 1)
    end(
        [
            goal("append / bare insert of the same bytes", ratio["median"], least=0.8),
            goal("1,000 queued sales at 300 kbit/s and 400 ms, in s", seconds["median"], most=60.0),
        ],
        append={"ratio": ratio, "per_s": spread(ours, 0), "bare_per_s": spread(bare, 0)},
        send={
            "seconds": seconds,
            "times the bytes' own time": spread([one["seconds"] / one["bytes_s"] for one in sent]),
            "kilobytes_up": round(sent[0]["up"] / 1000, 1),
            "kilobytes_down": round(sent[0]["down"] / 1000, 1),
        },
    )


async def _append(folder: Path) -> tuple[float, float]:
    """Return appends a second, of the outbox and of the bare table, which gets the same rows right after, in turns."""
    folder.mkdir()
    outbox = Outbox(SqliteLedger(folder / "ledger.sqlite3"), SystemClock(), till_code="C1")
    await outbox.open()
    bare, draw, products = BareTable(folder / "bare.sqlite3"), random.Random(1), some_products()
    ours_s = bare_s = 0.0
    for _ in range(APPENDS // TURN):
        commands = [order(draw, products, products[0].product) for _ in range(TURN)]
        began = time.perf_counter()
        rows = [await outbox.append(command, draft="cart") for command in commands]
        ours_s += time.perf_counter() - began
        records = [record_of(row) for row in rows]
        began = time.perf_counter()
        for record in records:
            bare.insert(record)
        bare_s += time.perf_counter() - began
    await outbox.close()
    bare.close()
    return APPENDS / ours_s, APPENDS / bare_s


async def _send(profile: Path, bar: Bar) -> dict[str, float]:
    """Queue the sales of an outage, then open the till on the slow line; return how long it took and how many bytes."""
    async with opened_till(profile, bar.place) as till:
        products = [
            Line(card.product.id, card.product.name, 330, card.price or 0, 1) for card in till.bar.cards()
        ]
    outbox = await places.open_outbox(profile, bar.place.till_code)
    draw = random.Random(2)
    for _ in range(QUEUED):
        await outbox.append(order(draw, products, bar.member))
    await outbox.close()
    async with slow_line(bar.postgres.port, BITS_PER_S, ROUND_TRIP_S) as line:
        began = time.perf_counter()
        async with opened_till(profile, on_line(bar.place, line.port)) as till:
            await _until_sent(till)
            seconds = time.perf_counter() - began
    figures = _bytes_of(line)
    print(
        f"  {QUEUED} sales sent in {seconds:.1f} s: {figures['up']:.0f} bytes up, {figures['down']:.0f} down"
    )
    return {"seconds": seconds, **figures}


def _bytes_of(line: SlowLine) -> dict[str, float]:
    up, down = line.up.bytes, line.down.bytes
    return {"up": up, "down": down, "bytes_s": max(up, down) * 8 / BITS_PER_S}


async def _until_sent(till: Till) -> None:
    """Return when the server has judged everything; raises when it refused something."""
    changed = asyncio.Event()
    stop = till.outbox.listen(changed.set)
    while till.outbox.summary().waiting_count:
        changed.clear()
        await changed.wait()
    stop()
    assert till.outbox.summary().refused_count == 0


if __name__ == "__main__":
    main()
