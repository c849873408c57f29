"""The last bottle: however many sell it at once, one sale is done and the others are refused by name, nothing left."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import asyncpg
import pytest

from app.sync.ports import Row, State
from app.till.cart_store import HeldCart
from tests.e2e.books import check_all_booked_once, set_shelf, sold_by
from tests.e2e.crowd import Crowd
from tests.e2e.harness import Event, Till
from tests.e2e.site import Site
from tests.fixtures_postgres import Database
from tests.proof_record import record

CROWD = 50


async def race(site: Site, rounds: int) -> dict[str, int]:
    """Two tills, two processes: both show 1 and sell it at the same moment, ``rounds`` times."""
    await site.keep_counter_open()
    tills = [await site.till(code) for code in ("C1", "C2")]
    refused_at_tap = 0
    for number in range(rounds):
        await set_shelf(site, 1)
        for till in tills:
            await till.say(op="refresh")
            await till.answer("refreshed")
            assert (await till.stock(site.product))["shown"] == 1
        first, second = tills if number % 2 else reversed(tills)
        for till in (first, second):
            await till.say(op="sell", lines=[{"product": site.product, "qty": 1}])
        answers = [await till.answer("sold") for till in tills]
        # A pulse may have told the later one in time; then it was refused before anybody paid.
        refused_at_tap += sum(answer["event"] == "error" for answer in answers)
        for till in tills:
            await till.wait_idle()
        assert await site.stock() == 0, [till.events[-6:] for till in tills]
    counted = await check_last_bottles(site, tills, rounds)
    return {"rounds": rounds, "refused_at_the_tap": refused_at_tap, **counted}


async def check_last_bottles(site: Site, tills: list[Till], rounds: int) -> dict[str, int]:
    outcomes = [event for till in tills for event in till.all("outcome")]
    done = [event for event in outcomes if event["outcome"] == "done"]
    refused = [event for event in outcomes if event["outcome"] == "refused"]
    at_tap = [event for till in tills for event in till.all("error")]
    for event in (*refused, *at_tap):
        assert event["code"] == "TLSTK"
        [short] = event["params"]["short"]
        assert (f"{short['name']} 33 cl", short["wanted"], short["left"]) == (site.product, 1, 0)
    assert (len(done), len(refused) + len(at_tap)) == (rounds, rounds)
    assert await held_again(tills) == len(refused)
    lost = {event["no"] for event in refused}
    sold = [event for till in tills for event in sold_by(till) if event["no"] not in refused_by(till)]
    assert len(sold) == rounds, lost
    counted = await check_all_booked_once(site, sold)
    return {"done": len(done), "refused_by_name": len(refused), **counted}


def refused_by(till: Till) -> set[int]:
    return {event["no"] for event in till.all("outcome") if event["outcome"] == "refused"}


async def held_again(tills: list[Till]) -> int:
    """Return how many refused carts the tills hold, each with its one bottle and what to give back."""
    carts: list[Event] = []
    for till in tills:
        await till.say(op="held")
        held = (await till.answer("held"))["carts"]
        assert {cart["refused_no"] for cart in held} == refused_by(till)
        carts += held
    for cart in carts:
        assert [line["qty"] for line in cart["lines"]] == [1]
        assert cart["give_back"] > 0
    return len(carts)


async def test_two_tills_sell_the_last_bottle_and_one_does(site: Site) -> None:
    counts = await race(site, rounds=3)

    assert counts["refused_by_name"] > 0


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_20_last_bottles_between_two_tills(site: Site) -> None:
    started = time.monotonic()
    counts = await race(site, rounds=20)

    record("last_bottle_of_two", counts, None, time.monotonic() - started)
    assert counts["refused_by_name"] > 10


async def crowded_race(database: Database, folder: Path) -> dict[str, int]:
    """Fifty tills in one process, all of which show the last bottle, sell it at once."""
    async with Crowd.open(database, folder, CROWD) as crowd:
        rows = await crowd.sell_at_once()
        for till, row in zip(crowd.tills, rows, strict=True):
            check_what_is_held(crowd, till.checkout.held, row)
        await check_one_sale(database, crowd)
    verdicts = Counter((row.state, row.code) for row in rows)
    assert verdicts == {(State.DONE, None): 1, (State.REFUSED, "TLSTK"): CROWD - 1}
    return {"tills": CROWD, "done": 1, "refused_by_name": CROWD - 1}


async def test_fifty_tills_sell_the_last_bottle_and_one_does(database: Database, tmp_path: Path) -> None:
    counts = await crowded_race(database, tmp_path)

    assert counts["refused_by_name"] == 49


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_proof_of_the_last_bottle_of_fifty_tills(database: Database, tmp_path: Path) -> None:
    started = time.monotonic()
    counts = await crowded_race(database, tmp_path)

    record("last_bottle_of_fifty", counts, None, time.monotonic() - started)
    assert counts["done"] == 1


def check_what_is_held(crowd: Crowd, held: tuple[HeldCart, ...], row: Row) -> None:
    """The one who sold it holds nothing; each of the others the bottle, refused by name, and what to give back."""
    if row.code is None:
        assert held == ()
        return
    [cart] = held
    assert cart.refusal is not None
    assert (cart.refusal.no, cart.refusal.code, cart.refusal.give_back) == (row.no, "TLSTK", 500)
    short = {"product": crowd.product, "name": crowd.name, "wanted": 1, "left": 0}
    assert dict(cart.refusal.params) == {"short": [short]}
    assert [(line.product, line.qty) for line in cart.cart.lines] == [(crowd.product, 1)]


async def check_one_sale(database: Database, crowd: Crowd) -> None:
    db = await asyncpg.connect(database.superuser_url)
    try:
        counted = await db.fetchrow(
            """
            select
              (select count(*) from data.sales) as sales,
              (select array_agg(stock) from data.bar_products) as stock,
              (select array_agg(qty order by rev) from data.stock_movements) as moved,
              (select count(*) from data.discrepancies) as discrepancies,
              (select rev from data.bar_clocks) as rev
            """
        )
    finally:
        await db.close()
    assert counted is not None
    assert tuple(counted) == (1, [0], [1, -1], 0, crowd.rev_before + 1)
