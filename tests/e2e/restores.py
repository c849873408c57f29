"""Stories of a backup that is restored while its tills live on.

Each returns what it counted, after having asserted that no sale was lost or doubled and that the ledger is exact.
"""

from __future__ import annotations

from collections import Counter

from tests.e2e.books import check_all_booked_once, fill_shelf
from tests.e2e.site import Site


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


async def restored_without_the_tills(site: Site, lost_sales: int) -> dict[str, int]:
    """The same while one till is off the network with sales of its own, and the other is switched off.

    The first one comes back and the other is switched on after the restore: each brings what the backup does not have.
    """
    await fill_shelf(site)
    line = await site.line()
    cut_off, switched_off = await site.till("C1", line=line), await site.till("C2")
    tills = (cut_off, switched_off)
    sold = [await till.sell(site.product) for till in tills for _ in range(3)]
    for till in tills:
        await till.wait_idle()
    backup = site.folder / "backup.dump"
    await site.admin("backup", str(backup))
    sold += [await tills[number % 2].sell(site.product) for number in range(lost_sales)]
    for till in tills:
        await till.wait_idle()
    line.cut()
    alone = [await cut_off.sell(site.product) for _ in range(5)]
    await switched_off.quit()
    assert await site.sales() == Counter(event["sale"] for event in sold)

    await site.admin("restore", str(backup))
    forgotten = len(sold) - len(await site.sales())
    line.mend()
    switched_on = await site.till("C2", is_new=False)
    for till in (cut_off, switched_on):
        sold.append(await till.sell(site.product))
        await till.wait_idle()
    sold += alone
    return {
        "lost_by_the_restore": forgotten,
        "sold_offline": len(alone),
        **await check_all_booked_once(site, sold),
    }
