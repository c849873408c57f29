"""Stories of a line that is cut, goes mute, stalls or is slow, and of an evening without the server.

Each returns what it counted, after having asserted that no sale was lost or doubled and that the ledger is exact.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable

from tests.e2e.books import check_all_booked_once, fill_shelf, set_shelf, sold_by
from tests.e2e.harness import PATIENCE_S, Event, Till
from tests.e2e.line import Line, Step
from tests.e2e.site import Site

SLOW_BYTES_PER_S = 300_000 / 8
SLOW_LATENCY_S = 0.2
"""One way; there and back 400 ms."""
STALLS_S = (0.2, 3.0)
LONG_S = 240.0
"""How long one sale may take on a line that stalls or flaps: the sender rests up to a minute after many failures."""
BATCH = 50
ASK_AGAIN_S = 0.2


def outcomes(till: Till) -> dict[int, Event]:
    return {event["no"]: event for event in till.all("outcome")}


async def judged(till: Till, *sold: Event, timeout_s: float = PATIENCE_S) -> list[Event]:
    """Wait until the server has judged these sales; returns its outcomes."""
    await till.until(lambda: all(one["no"] in outcomes(till) for one in sold), timeout_s)
    return [outcomes(till)[one["no"]] for one in sold]


async def cut_lines(site: Site, rounds: int) -> dict[str, int]:
    """Cut the line at each step of a sale's request, ``rounds`` times; the till connects anew and asks again."""
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    met: Counter[str] = Counter()
    for step in [step for _ in range(rounds) for step in Step]:
        fault = line.break_next("submit", step)
        sold = await till.sell(site.product)
        await fault.met.wait()
        [outcome] = await judged(till, sold)
        assert outcome["outcome"] == "done"
        met[f"cut_{step.name.lower()}"] += 1
    await till.wait_idle()
    counted = await check_all_booked_once(site, sold_by(till))
    return {"asked_again": line.asked.count("submit") - len(sold_by(till)), **met, **counted}


async def mute_lines(site: Site, rounds: int) -> dict[str, int]:
    """The line goes mute at each step, the connection looking well: the guest is served, and the sale booked once."""
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    served = 0
    for step in [step for _ in range(rounds) for step in (Step.NOT_SENT, Step.ANSWERED)]:
        fault = line.break_next("submit", step, is_silent=True)
        sold = await till.sell(site.product)
        await fault.met.wait()
        await served_in_outbox(till, sold)
        [outcome] = await judged(till, sold)
        assert (outcome["outcome"], outcome["door"]) == ("done", "served"), (step, outcome)
        # What the server had booked before the line went mute stays what it was there: a sale at the counter.
        assert await door_of(site, sold) == ("served" if step is Step.NOT_SENT else "counter")
        served += 1
    await till.wait_idle()
    return {"half_open": 2 * rounds, "served": served, **await check_all_booked_once(site, sold_by(till))}


async def door_of(site: Site, sold: Event) -> str:
    async with site.database() as db:
        door: str = await db.fetchval("select door from data.sales where id = $1", sold["sale"])
    return door


async def served_in_outbox(till: Till, sold: Event) -> None:
    """Wait until the sale waits by the served door: its counter deadline is over."""
    while True:
        await till.say(op="outbox")
        [row] = [row for row in (await till.answer("outbox"))["rows"] if row["no"] == sold["no"]]
        if row["door"] == "served":
            return
        await till.say(op="wait", timeout=ASK_AGAIN_S)
        await till.answer("busy")


async def refusal_lost(site: Site) -> dict[str, int]:
    """The counter refuses, the answer is lost, the guest has left: the sale comes again by the served door, booked."""
    await site.be_mute()
    line = await site.line()
    here, there = await site.till("C1", line=line), await site.till("C2")
    await set_shelf(site, 1)
    for till in (here, there):
        await till.say(op="refresh")
        await till.answer("refreshed")
    await there.sell(site.product)
    await there.wait_idle()
    fault = line.break_next("submit", Step.ANSWERED, is_silent=True)
    sold = await here.sell(site.product)
    assert sold["event"] == "sold", "the till must not have heard of the other sale"
    await fault.met.wait()
    await served_in_outbox(here, sold)
    [outcome] = await judged(here, sold)
    assert (outcome["outcome"], outcome["door"]) == ("done", "served")
    assert [part["qty"] for part in outcome["result"]["missing"]] == [1]
    await here.wait_idle()
    async with site.database() as db:
        earlier = await db.fetchval(
            "select earlier ->> 'code' from data.commands where body ->> 'sale' = $1", sold["sale"]
        )
    assert earlier == "TLSTK"
    assert await site.stock() == 0
    return await check_all_booked_once(site, sold_by(here, there))


async def poor_line(site: Site, sales: int, worsen: Callable[[Line], None]) -> dict[str, int]:
    """Sell over a line that becomes slow or uncertain once somebody is signed in, and is well again in the end."""
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    worsen(line)
    for _ in range(sales):
        sold = await till.sell(site.product)
        await judged(till, sold, timeout_s=LONG_S)
    line.recover()
    await till.wait_idle()
    served = sum(one["door"] == "served" for one in outcomes(till).values())
    return {"sales": sales, "served": served, **await check_all_booked_once(site, sold_by(till))}


async def slow_line(site: Site, sales: int) -> dict[str, int]:
    """300 kbit/s and 400 ms there and back."""

    def worsen(line: Line) -> None:
        line.bytes_per_s, line.latency_s = SLOW_BYTES_PER_S, SLOW_LATENCY_S

    return await poor_line(site, sales, worsen)


async def stalling_line(site: Site, sales: int, seed: int) -> dict[str, int]:
    """Every third chunk stands still for 0.2 to 3 s."""
    draw = random.Random(seed)

    def worsen(line: Line) -> None:
        line.stall_s = lambda: draw.uniform(*STALLS_S) if draw.random() < 1 / 3 else 0.0

    return await poor_line(site, sales, worsen)


async def flapping_line(site: Site, cuts: int, seed: int) -> dict[str, int]:
    """The cable is pulled and put back at random moments while the till sells without looking."""
    await fill_shelf(site)
    draw, line = random.Random(seed), await site.line()
    till = await site.till(line=line)
    selling = asyncio.ensure_future(_sell_on(site, till, draw))
    for number in range(cuts):
        await asyncio.sleep(draw.uniform(0.05, 0.5))
        if number % 3 == 2:
            line.go_mute()
        else:
            line.cut()
        await asyncio.sleep(draw.uniform(0.05, 0.5))
        line.mend()
    selling.cancel()
    await asyncio.gather(selling, return_exceptions=True)
    await till.say(op="outbox")
    await till.expect("outbox")
    await till.wait_idle(LONG_S)
    return {"cuts": cuts, **await check_all_booked_once(site, sold_by(till))}


async def _sell_on(site: Site, till: Till, draw: random.Random) -> None:
    while True:
        await till.sell(site.product)
        await asyncio.sleep(draw.uniform(0.0, 0.05))


# --- an evening without the server ------------------------------------------------------------------------------------


async def offline_evening(site: Site, sales: int, stock: int = 10) -> dict[str, int]:
    """The server stops; ``sales`` are made, some beyond the stock; the till is killed, started cold, sells on.

    The till was opened and closed once that day, so that what it knows of the bar is on its disk.
    """
    await set_shelf(site, stock)
    line = await site.line()
    morning = await site.till(line=line)
    await morning.say(op="sign_in", name=site.manager["name"], pin=site.manager["pin"])
    await morning.answer("signed_in")
    await morning.quit()
    till = await site.till(is_new=False)
    await till.say(op="refresh")
    await till.answer("refreshed")
    await site.stop_server()
    before = sales // 2
    sold = [await _sell_anyway(site, till) for _ in range(before)]
    await till.kill()

    cold = await site.begin_till(is_new=False)
    await _sign_in_offline(site, cold)
    sold += [await _sell_anyway(site, cold) for _ in range(sales - before)]
    assert (await cold.stock(site.product))["shown"] == 0
    line.asked.clear()
    await site.start_server()
    requests = await _back_online(site, cold, line, sold)

    counted = await check_all_booked_once(site, sold)
    async with site.database() as db:
        missing: int = await db.fetchval(
            "select coalesce(sum(qty), 0) from data.discrepancies where kind = 'stock' and state = 'open'"
        )
    assert missing == sales - stock
    assert await site.stock() == 0
    return {"sales": sales, "missing_pieces": missing, **requests, **counted}


async def _sign_in_offline(site: Site, till: Till) -> None:
    """A wrong PIN is counted without the server too; the right one opens the till."""
    name, pin = site.seller["name"], site.seller["pin"]
    await till.expect("ready")
    await till.say(op="sign_in", name=name, pin="0000")
    wrong = await till.answer("signed_in")
    assert (wrong["event"], wrong["code"], wrong["params"]) == ("error", "TLPIN", {"tries_left": 4})
    await till.say(op="sign_in", name=name, pin=pin)
    assert (await till.answer("signed_in"))["offline"] is True


async def _sell_anyway(site: Site, till: Till) -> Event:
    sold = await till.sell(site.product, manager=site.manager["name"], manager_pin=site.manager["pin"])
    assert sold["event"] == "sold", sold
    return sold


async def _back_online(site: Site, till: Till, line: Line, sold: list[Event]) -> dict[str, int]:
    """Wait until the till has caught up, and see what it asked for: the outbox, one delta of the stock, no more.

    Beside these it may ask for one pulse and the session of the person who signed in without the server.
    """
    await line.heard(lambda asked: {"submit", "stock_since", "pulse", "sign_in"} <= set(asked))
    await judged(till, *sold)
    while (await till.stock(site.product))["stock"] != 0:
        pass  # the answer is on its way; asking the till to wait for it would make it ask the server again
    asked = list(line.asked)
    batches = -(-len(sold) // BATCH)
    count = Counter(asked)
    assert count["submit"] == batches, asked
    assert count["stock_since"] == 1, asked
    assert len(asked) - asked[::-1].index("submit") - 1 < asked.index("stock_since"), asked
    assert len(asked) <= 3 + batches, asked
    assert {event["outcome"] for event in outcomes(till).values()} == {"done"}
    return {"batches": batches, "requests_after": len(asked)}
