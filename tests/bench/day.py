"""B9: the bytes and requests of a bar's day: ten tills, ten hours, 300 sales, the real code over lines that count.

The day runs sixty times faster than the clock, or as many times as an argument says (fewer on a busy machine, whose
delays the factor multiplies): the tills' time is injected, nothing else. Beside it, in the same run, the baseline
asks as the web application did that this product follows: every 2.5 s and user, the list of products and
the last 500 sales; it is sampled through the day and counted up. Where the machine has a PostgreSQL of its own and
openssl, both lines speak TLS.
"""

import asyncio
import random
import sys
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg

from app import build
from app.domain.roles import Role
from app.domain.sale import exact_cash
from app.drivers.realtime import Timings
from app.server import provision
from app.server.relay import Relay
from app.sync.ports import Key
from app.till.lists import dashboard_key, page_key
from app.till.place import Place
from app.till.till import Till
from tests.bench._counted import CountedLine
from tests.bench._fast_time import FastClock
from tests.bench._figures import end, goal
from tests.bench._place import PATIENCE_S, PIN, SELLER, Bar, on_line, until_ready, workspace
from tests.bench._secure_bar import HOST, Secure, served
from tests.e2e.site import through

FACTOR = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
TILLS, HOURS, SALES, PRODUCTS = 10, 10, 300, 100
HOURLY = (1, 1, 2, 2, 3, 5, 8, 9, 6, 3)
"""How the sales spread over the hours of a day."""
PAST_SALES = 600
POLL_S = 2.5
SAMPLES = 120
MANAGER, MANAGER_PIN = "Koffi", "258036"
LOOKS_A_DAY = 14
LAST_SALES = """
select s.*, (select json_agg(i) from data.sale_items i where i.bar_id = s.bar_id and i.sale_id = s.id)
from data.sales s where s.bar_id = $1 order by s.created_at desc limit 500
"""
GOAL_BYTES, GOAL_REQUESTS, GOAL_SHARE, GOAL_HITS = 2_500_000, 2_500, 0.001, 0.8


@dataclass(slots=True)
class Seat:
    """A till of the day and who stands at it."""

    till: Till
    background: build.Background
    is_manager: bool


def main() -> None:
    with workspace() as folder, served(folder, PRODUCTS) as (bar, secure):
        figures = asyncio.run(_day(folder, bar, secure))
    end(**figures)  # type: ignore[arg-type]


async def _day(folder: Path, bar: Bar, secure: Secure | None) -> dict[str, object]:
    clock, draw = FastClock(FACTOR), random.Random(9)
    relay_clock = FastClock(FACTOR, is_wall_fast=False)
    async with AsyncExitStack() as stack:
        relay = await stack.enter_async_context(
            Relay(bar.superuser_url, clock=relay_clock, tls=secure.relay if secure else None)
        )
        lines = [CountedLine(port) for port in (bar.port, relay.port, bar.port)]
        for line in lines:
            await line.open()
            stack.push_async_callback(line.close)
        database, realtime, polling = lines
        places = await _provision(bar, secure, database.port, realtime.port)
        await _yesterday(folder, places, clock)
        for line in lines:
            line.reset()
        seats = await _open_all(folder, places, clock)
        sampled, through_with_it = await asyncio.gather(
            _baseline(bar, secure, polling, clock), _work(seats, clock, draw)
        )
        requests, hits = _counted(seats)
        for seat in seats:
            await seat.background.close()
            await seat.till.close()
        share = (database.bytes + realtime.bytes) / (sampled["bytes_a_poll"] * sampled["polls"])
        verdict = _verdict(database, realtime, requests, hits, sampled, share)
        return {
            **verdict,
            "is_secure": secure is not None,
            "factor": FACTOR,
            "done_and_live": through_with_it,
        }


def _verdict(
    database: CountedLine,
    realtime: CountedLine,
    requests: Counter[str],
    hits: dict[str, float],
    sampled: dict[str, float],
    share: float,
) -> dict[str, object]:
    total = database.bytes + realtime.bytes
    return {
        "goals": [
            goal("bytes of the bar's day", total, most=GOAL_BYTES),
            goal("requests of the bar's day", sum(requests.values()), most=GOAL_REQUESTS),
            goal("share of the polling baseline's bytes", round(share, 7), most=GOAL_SHARE),
            goal("looks that needed no request", round(hits["rate"], 3), least=GOAL_HITS),
        ],
        "database": {"up": database.up, "down": database.down, "connections": database.connections},
        "realtime": {"up": realtime.up, "down": realtime.down, "connections": realtime.connections},
        "requests": dict(requests.most_common()),
        "hits": hits,
        "baseline": sampled,
    }


async def _provision(bar: Bar, secure: Secure | None, database: int, realtime: int) -> list[Place]:
    db = await asyncpg.connect(bar.superuser_url)
    scheme, host = ("wss", HOST) if secure else ("ws", "127.0.0.1")
    try:
        await provision.add_member(db, bar.place.bar, MANAGER, Role.MANAGER, MANAGER_PIN)
        await db.execute(
            "select logic.set_realtime($1, 'relay', null, null)", f"{scheme}://{host}:{realtime}"
        )
        url = secure.url(bar.place.url, database) if secure else on_line(bar.place, database).url
        places = []
        for number in range(TILLS):
            token, code = provision.new_token(), f"T{number}"
            await provision.create_till(db, bar.place.bar, code, f"Caisse {number}", token=token)
            places.append(Place(url, token, code, code, bar.place.bar))
        return places
    finally:
        await db.close()


async def _open_all(folder: Path, places: list[Place], clock: FastClock) -> list[Seat]:
    return list(
        await asyncio.gather(*(_open(folder, place, clock, number) for number, place in enumerate(places)))
    )


async def _open(folder: Path, place: Place, clock: FastClock, number: int) -> Seat:
    """Open a till as a morning does, and sign somebody in; the last one is the manager's."""
    background = build.Background()
    till = await build.open_till(
        folder / place.till_code,
        place,
        background.spawn,
        timings=replace(Timings(), tick_s=1 / FACTOR),
        clock=clock,
        schedule=clock.schedule,
    )
    await till.start()
    await until_ready(till)
    is_manager = number == TILLS - 1
    name, pin = (MANAGER, MANAGER_PIN) if is_manager else (SELLER, PIN)
    member = till.bar.person_named(name)
    assert member is not None
    till.bar.look()
    await till.session.sign_in(member, pin)
    return Seat(till, background, is_manager)


async def _yesterday(folder: Path, places: list[Place], clock: FastClock) -> None:
    """Every till has worked here before: it knows the bar from its disk, and there are sales to list."""
    seats = await _open_all(folder, places, clock)
    draw = random.Random(1)
    for number in range(PAST_SALES):
        await _sell(seats[number % TILLS].till, draw)
    for seat in seats:
        assert await seat.till.wait_idle(PATIENCE_S * FACTOR)
        await seat.background.close()
        await seat.till.close()


async def _sell(till: Till, draw: random.Random) -> None:
    till.used()
    till.bar.look()
    for card in draw.sample(till.bar.cards(), draw.randint(1, 3)):
        till.checkout.tap(card.product.id, draw.randint(1, 2))
    await till.checkout.pay(exact_cash(till.checkout.cart.total))


async def _work(seats: list[Seat], clock: FastClock, draw: random.Random) -> int:
    """Sell as the hours have it, and look at lists now and then; return how many tills have sent everything and are
    live when the day is over.
    """
    began = clock.monotonic()
    moments = sorted(
        3600 * (draw.choices(range(HOURS), weights=HOURLY)[0] + draw.random()) for _ in range(SALES)
    )
    looking = [asyncio.ensure_future(_look(seat, clock, random.Random(n))) for n, seat in enumerate(seats)]
    for place, moment in enumerate(moments):
        await clock.sleep(began + moment - clock.monotonic())
        await _sell(draw.choice(seats).till, draw)
        if place % 30 == 0:
            print(f"  {place} of {SALES} sales", file=sys.stderr, flush=True)
    await clock.sleep(began + 3600 * HOURS - clock.monotonic())
    await asyncio.gather(*looking)
    ends = [await seat.till.wait_idle(PATIENCE_S * FACTOR) for seat in seats]
    lives = [seat.till.live is not None and seat.till.live.is_live for seat in seats]
    return sum(is_done and is_live for is_done, is_live in zip(ends, lives, strict=True))


async def _look(seat: Seat, clock: FastClock, draw: random.Random) -> None:
    """Open « my day » now and then, go to another page and back; a manager also looks at the day's figures."""
    began = clock.monotonic()
    day = 3600.0 * HOURS
    for moment in sorted(draw.uniform(0, day * 0.97) for _ in range(LOOKS_A_DAY)):
        await clock.sleep(began + moment - clock.monotonic())
        keys: list[Key] = [page_key("sales", {})]
        if seat.is_manager:
            keys.append(dashboard_key("2026-11-29", "2026-11-29"))
        for key in (*keys, keys[0]):
            seat.till.used()
            observer = seat.till.cache.observe(key, lambda: None)
            await clock.sleep(draw.uniform(5, 30))
            observer.close()
            seat.till.bar.look()


def _counted(seats: list[Seat]) -> tuple[Counter[str], dict[str, float]]:
    requests: Counter[str] = Counter()
    hits = misses = 0
    for seat in seats:
        requests.update(seat.till.meter.so_far().calls)
        total = seat.till.cache.looks().total
        hits, misses = hits + total.hits, misses + total.misses
    return requests, {"hits": hits, "misses": misses, "rate": hits / (hits + misses)}


async def _baseline(bar: Bar, secure: Secure | None, line: CountedLine, clock: FastClock) -> dict[str, float]:
    """Ask as a poll does, ``SAMPLES`` times through the day, over a line that counts: return what one costs."""
    url = (secure.url if secure else through)(bar.superuser_url, line.port)
    connection = await asyncpg.connect(url, ssl=secure.client() if secure else False)
    try:
        before = line.bytes
        for _ in range(SAMPLES):
            await connection.fetch("select * from data.bar_products where bar_id = $1", bar.place.bar)
            await connection.fetch(LAST_SALES, bar.place.bar)
            await clock.sleep(3600 * HOURS / SAMPLES * 0.95)
        per_poll = (line.bytes - before) / SAMPLES
    finally:
        await connection.close()
    polls = TILLS * HOURS * 3600 / POLL_S
    return {"bytes_a_poll": round(per_poll), "polls": polls, "requests": 2 * polls, "samples": SAMPLES}


if __name__ == "__main__":
    main()
