"""The fault stories, in any length: the normal run tells them short, the proof tells them long.

Each returns what it counted, after having asserted that no sale was lost or doubled and that the ledger is exact.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from tests.e2e.harness import Event, Till
from tests.e2e.site import Site

PLENTY = 100_000
PIPELINE = 40
"""Sales asked of a till in one go, so that a kill meets it at work."""


async def fill_shelf(site: Site, qty: int = PLENTY) -> None:
    """Give the product so much stock that no story runs out of it."""
    async with site.database() as db:
        await db.execute(
            """
            select logic.adjust_stock(bar_id, id, $2, 'supply')
            from data.bar_products
            where name || ' ' || replace((volume_ml / 10.0)::float8::text, '.', ',') || ' cl' = $1
            """,
            site.product,
            qty,
        )


def sold_by(*tills: Till) -> list[Event]:
    return [event for till in tills for event in till.all("sold")]


async def check_all_booked_once(site: Site, sold: list[Event]) -> dict[str, int]:
    """Assert that every acknowledged sale is in the database exactly once and the stock is the sum of its movements."""
    booked = await site.sales()
    acknowledged = Counter(event["sale"] for event in sold)

    assert [sale for sale, times in acknowledged.items() if times > 1] == []
    assert [sale for sale in acknowledged if sale not in booked] == []
    assert [sale for sale, times in booked.items() if times > 1] == []
    assert await site.is_sound()
    return {"acknowledged": len(acknowledged), "booked": len(booked)}


async def kill_tills(site: Site, kills: int, seed: int) -> dict[str, int]:
    """Kill -9 a selling till at random moments; each time a new process takes over the profile."""
    draw = random.Random(seed)
    await fill_shelf(site)
    everything: list[Event] = []
    killed_selling = 0
    for number in range(kills):
        till = await Till.open(site.folder / "C1", site.ready if number == 0 else None)
        selling = asyncio.ensure_future(_sell_for_ever(site, till))
        await asyncio.sleep(draw.uniform(0.0, 1.2))  # the moment of the kill is what is drawn here
        await till.kill()
        selling.cancel()
        await asyncio.gather(selling, return_exceptions=True)
        killed_selling += bool(till.all("sold"))
        everything += till.all("sold")
    last = await site.till("C1", is_new=False)
    everything.append(await last.sell(site.product))
    await last.wait_idle()
    return {
        "kills": kills,
        "kills_after_a_first_sale": killed_selling,
        **await check_all_booked_once(site, everything),
    }


async def _sell_for_ever(site: Site, till: Till) -> None:
    await till.sign_in(site.seller["name"], site.seller["pin"])
    while True:
        for _ in range(PIPELINE):
            await till.say(op="sell", lines=[{"product": site.product, "qty": 1}])
        for _ in range(PIPELINE):
            await till.answer("sold")


async def kill_postgres(site: Site, kills: int, seed: int) -> dict[str, int]:
    """Kill -9 every process of PostgreSQL at random moments while a till sells; its server starts it again."""
    draw = random.Random(seed)
    await fill_shelf(site)
    till = await site.till("C1")
    selling = asyncio.ensure_future(_sell_slowly(site, till, draw))
    for _ in range(kills):
        await asyncio.sleep(draw.uniform(0.2, 1.0))  # the moment of the kill is what is drawn here
        await asyncio.to_thread(lambda: site.postgres().kill())
        await site.server.expect("postgres_restarted")
    selling.cancel()
    await asyncio.gather(selling, return_exceptions=True)
    await till.say(op="outbox")
    await till.expect("outbox")
    await till.wait_idle()
    served = sum(event["door"] == "served" for event in till.all("outcome"))
    return {"kills": kills, "served": served, **await check_all_booked_once(site, sold_by(till))}


async def _sell_slowly(site: Site, till: Till, draw: random.Random) -> None:
    while True:
        await till.sell(site.product)
        await asyncio.sleep(draw.uniform(0.0, 0.05))


async def offline_evening(site: Site, sales: int) -> dict[str, int]:
    """The server stops; ``sales`` are made, some beyond the stock; the till is killed, started cold, sells on."""
    async with site.database() as db:
        await db.execute(
            """
            select logic.adjust_stock(bar_id, id, (10 - stock), 'adjustment') from data.bar_products
            where name || ' ' || replace((volume_ml / 10.0)::float8::text, '.', ',') || ' cl' = $1 and stock <> 10
            """,
            site.product,
        )
    till = await site.till("C1")
    await till.say(op="sign_in", name=site.manager["name"], pin=site.manager["pin"])
    await till.answer("signed_in")
    await till.say(op="refresh")
    await till.answer("refreshed")
    await site.stop_server()
    before = sales // 2
    sold = [await _sell_anyway(site, till) for _ in range(before)]
    await till.kill()

    cold = await site.till("C1", is_new=False)
    assert cold.all("signed_in")[-1]["offline"] is True
    sold += [await _sell_anyway(site, cold) for _ in range(sales - before)]
    assert (await cold.stock(site.product))["shown"] == 0
    await cold.say(op="status")
    calls_before = (await cold.answer("status"))["calls"]
    await site.start_server()
    await cold.wait_idle()
    await cold.say(op="status")
    calls = (await cold.answer("status"))["calls"] - calls_before

    counted = await check_all_booked_once(site, sold)
    async with site.database() as db:
        missing: int = await db.fetchval(
            "select coalesce(sum(qty), 0) from data.discrepancies where kind = 'stock' and state = 'open'"
        )
    assert missing == sales - 10
    assert await site.stock() == 0
    return {"sales": sales, "missing_pieces": missing, "requests_after": calls, **counted}


async def _sell_anyway(site: Site, till: Till) -> Event:
    sold = await till.sell(site.product, manager=site.manager["name"], manager_pin=site.manager["pin"])
    assert sold["event"] == "sold", sold
    return sold


async def restored_backup(site: Site, lost_sales: int) -> dict[str, int]:
    """Backup, more sales by two tills, restore: both tills bring back by themselves what the backup does not have."""
    await fill_shelf(site)
    tills = [await site.till(code) for code in ("C1", "C2")]
    sold = [await till.sell(site.product) for till in tills for _ in range(5)]
    for till in tills:
        await till.wait_idle()
    backup = site.folder / "backup.dump"
    await site.admin("backup", str(backup))
    sold += [await tills[number % 2].sell(site.product) for number in range(lost_sales)]
    for till in tills:
        await till.wait_idle()
    assert await site.sales() == Counter(event["sale"] for event in sold)

    await site.admin("restore", str(backup))
    forgotten = len(sold) - len(await site.sales())
    for till in tills:
        sold.append(await till.sell(site.product))
        await till.wait_idle()
    return {"lost_by_the_restore": forgotten, **await check_all_booked_once(site, sold)}
