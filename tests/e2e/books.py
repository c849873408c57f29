"""What every story of the end-to-end tests begins and ends with: a shelf of known stock, and books that are right."""

from __future__ import annotations

from collections import Counter

from tests.e2e.harness import Event, Till
from tests.e2e.site import Site

PLENTY = 100_000


async def fill_shelf(site: Site, qty: int = PLENTY) -> None:
    """Give the product so much stock that no story runs out of it."""
    await _move(site, "$2", qty, "supply")


async def set_shelf(site: Site, qty: int) -> None:
    """Let the product's stock be ``qty``, whatever it was."""
    if await site.stock() != qty:
        await _move(site, "$2 - stock", qty, "adjustment")


async def _move(site: Site, change: str, qty: int, kind: str) -> None:
    async with site.database() as db:
        await db.execute(
            f"""
            select logic.adjust_stock(bar_id, id, ({change})::integer, '{kind}')
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
    assert [event for event in sold if event["event"] != "sold"] == []
    acknowledged = Counter(event["sale"] for event in sold)

    assert [sale for sale, times in acknowledged.items() if times > 1] == []
    assert [sale for sale in acknowledged if sale not in booked] == []
    assert [sale for sale, times in booked.items() if times > 1] == []
    assert await site.is_sound()
    return {"acknowledged": len(acknowledged), "booked": len(booked)}
