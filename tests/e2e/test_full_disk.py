"""A disk that takes nothing more: the sale is refused before anybody is served, and selling goes on when there is room.

Only on Linux (see conftest): elsewhere nobody can take a running program's disk away. What the ledger does is proven on
every system by its own tests.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.books import check_all_booked_once, fill_shelf, sold_by
from tests.e2e.harness import Event, Till
from tests.e2e.site import Site


@contextmanager
def no_room(till: Till) -> Iterator[None]:
    """Let every write of the running till to a file fail, as on a full disk.

    The system would end it with SIGXFSZ, but Python ignores that: what is left is the error of the write.
    """
    pid = till.process.pid
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


def ticket_number(sold: Event) -> int:
    return int(sold["ticket"].rpartition("-")[2])


async def test_a_full_disk_refuses_the_sale_and_selling_goes_on_when_there_is_room(site: Site) -> None:
    await fill_shelf(site)
    till = await site.till()
    first = await till.sell(site.product)
    await till.wait_idle()
    before = (await till.stock(site.product))["shown"]
    with no_room(till):
        refused = [await till.sell(site.product) for _ in range(3)]

    assert [(one["event"], one["op"], one["code"]) for one in refused] == [("error", "sell", "TLDSK")] * 3
    assert (await till.stock(site.product))["shown"] == before
    second = await till.sell(site.product)
    await till.wait_idle()
    assert second["no"] == first["no"] + 1
    assert ticket_number(second) == ticket_number(first) + 1
    assert len(sold_by(till)) == 2
    await check_all_booked_once(site, sold_by(till))


async def test_a_till_that_waits_for_room_loses_nothing_that_it_had_sold(site: Site) -> None:
    """Sold without the server, then the disk is full while the server judges: nothing of it is forgotten."""
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    line.cut()
    for _ in range(5):
        await till.sell(site.product)
    with no_room(till):
        line.mend()
        await line.heard(lambda asked: "submit" in asked)
        assert (await till.sell(site.product))["code"] == "TLDSK"
    await till.sell(site.product)
    await till.wait_idle()
    assert len(sold_by(till)) == 6
    await check_all_booked_once(site, sold_by(till))
