"""A day whose figures change is found by the server's clock: whatever comes days late, whichever way, is added up."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from tests.sql.coming_back import approval, coming_back, done, seen, swap
from tests.sql.support import Answer, Scene, ago, line, now, sale_body, utc
from tests.sql.test_unpark import parked
from tests.sql.trade import Desk, desk

NOON = datetime.combine(now().date() - timedelta(days=8), datetime.min.time(), UTC) + timedelta(hours=12)
PEOPLE = ("Ayaba", "Koffi", "Afi")
TOP = "select period, starts_on, product_id, net_qty, net_minor from data.top_products_by_period order by 1, 2, 3"
MISTAKE = """
insert into data.top_products_by_period (bar_id, period, starts_on, product_id, net_qty, net_minor)
values ($1, 'day', $2, $3, 99, 99)
"""

Body: TypeAlias = Callable[["Past"], Awaitable[Answer]]


class Past:
    """Eight days ago, at noon: everybody was signed in on both tills."""

    def __init__(self, first: Desk, second: Desk) -> None:
        self.first, self.second = first, second
        self.scene = first.scene

    @classmethod
    async def made(cls, scene: Scene) -> Past:
        past = cls(await desk(scene), await desk(scene, 1))
        for till in (past.first, past.second):
            for name in PEOPLE:
                await till.session(name)
        for table in ("member_roles", "bar_modes", "product_prices"):
            await scene.owner.execute(f"update data.{table} set valid_from = valid_from - interval '9 days'")
        await scene.owner.execute("update data.sessions set started_at = started_at - interval '9 days'")
        return past

    async def did(self, name: str, kind: str, body: Answer) -> Answer:
        """Let it have been done then, and return the result."""
        return done(await self.first.do(name, kind, body, moment=utc(NOON), door="served"))

    async def sold(self, name: str, **body: object) -> str:
        sold = await self.first.sell(name, (0, 3), moment=utc(NOON), door="served", body=body)
        return str(sold["sale"])

    async def pending_return(self) -> Answer:
        made = coming_back(self.scene.bar, await self.sold("Koffi"), reason="defective")
        await self.did("Afi", "create_return", made)
        return made


async def validating(past: Past) -> Answer:
    return {"sales": [await past.sold("Afi")]}


async def rejecting(past: Past) -> Answer:
    return {"sale": await past.sold("Afi"), "reason": "x"}


async def cancelling(past: Past) -> Answer:
    return {"sale": await past.sold("Koffi"), "reason": "x"}


async def withdrawing(past: Past) -> Answer:
    return {"sale": await past.sold("Afi")}


async def returning(past: Past) -> Answer:
    return coming_back(past.scene.bar, await past.sold("Koffi"), reason="defective")


async def approving(past: Past) -> Answer:
    return approval(await past.pending_return())


async def refusing(past: Past) -> Answer:
    return seen(await past.pending_return(), "return", reason="x")


async def restocking(past: Past) -> Answer:
    made = coming_back(past.scene.bar, await past.sold("Koffi"))
    await past.did("Koffi", "create_return", made)
    return seen(made, "return")


async def exchanging(past: Past) -> Answer:
    return swap(past.second, await past.sold("Koffi"), (1, 1), ticket="C2-000009")


async def selling(past: Past) -> Answer:
    bar = past.scene.bar
    return sale_body(bar, [line(bar.products[1], 2)], ticket="C2-000009", seller="Koffi")


async def missing_money(past: Past) -> Answer:
    pay = {"method": "mobile_money", "amount": 1500, "operator": "MTN MoMo", "reference": None}
    return {"sale": await past.sold("Koffi", payments=[pay]), "position": 1, "state": "failed"}


LATE: dict[str, tuple[str, Body]] = {
    "validate_sales": ("Koffi", validating),
    "reject_sale": ("Koffi", rejecting),
    "cancel_sale": ("Ayaba", cancelling),
    "withdraw_sale": ("Afi", withdrawing),
    "create_return": ("Koffi", returning),
    "approve_return": ("Koffi", approving),
    "reject_return": ("Koffi", refusing),
    "restock_return": ("Koffi", restocking),
    "exchange": ("Koffi", exchanging),
    "record_sale": ("Koffi", selling),
    "confirm_payment": ("Koffi", missing_money),
}


async def straight(past: Past, made: Answer) -> None:
    """It was on its way for eight days."""
    outcome = (await past.scene.submit(made, till=past.second.till))["outcomes"][0]
    assert outcome["outcome"] == "done", outcome


async def unparked(past: Past, made: Answer) -> None:
    """The server failed on it then, and whoever runs the site books it now."""
    await past.scene.submit(parked(made), till=past.second.till)
    till = past.second.till
    text = await past.scene.owner.fetchval(
        "select logic.unpark($1, $2, $3, 1)", past.scene.bar.id, till.id, till.ledger
    )
    assert json.loads(text)["outcome"] == "done", text


async def booked_by_a_manager(past: Past, made: Answer) -> None:
    """Its till was shut out, and a manager books it now."""
    till = past.second.till
    await past.scene.owner.execute("select logic.revoke_till($1, $2)", past.scene.bar.id, till.id)
    refused = (await past.scene.submit(made, till=till))["outcomes"][0]
    assert refused["code"] == "TLREV"
    done(await past.first.do("Koffi", "book_refused", {"till": till.id, "ledger": till.ledger, "no": 1}))


async def days_ago(scene: Scene) -> None:
    """Let all that has changed have changed three days ago, and have been added up since."""
    await scene.owner.execute(
        "set session_replication_role = replica;"
        "update data.changed_days set changed_at = changed_at - interval '3 days';"
        "update data.sales set booked_at = booked_at - interval '3 days';"
        "set session_replication_role = origin;"
        "insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done)"
        " values ('top_products', 'test', now(), 1, true)"
    )


@pytest.mark.parametrize("way", [straight, unparked, booked_by_a_manager], ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", LATE)
async def test_what_comes_days_late_is_added_up(
    own_scene: Scene, kind: str, way: Callable[[Past, Answer], Awaitable[None]]
) -> None:
    past, (name, body) = await Past.made(own_scene), LATE[kind]
    made = await past.second.made(
        name, kind, await body(past), moment=utc(NOON + timedelta(minutes=6)), door="served"
    )
    owner, bar = own_scene.owner, own_scene.bar
    await owner.fetchval("select jobs.rebuild_all_top_products()")
    await days_ago(own_scene)
    assert await owner.fetchval("select jobs.refresh_top_products_incremental()") == 0
    await owner.execute(MISTAKE, bar.id, NOON.date(), bar.products[3].id)

    await way(past, made)

    assert await owner.fetchval("select jobs.refresh_top_products_incremental()") == 1
    found = [tuple(row) for row in await owner.fetch(TOP)]
    await owner.fetchval("select jobs.rebuild_all_top_products()")
    assert found == [tuple(row) for row in await owner.fetch(TOP)]


async def test_a_day_is_written_down_once_a_minute(own_scene: Scene) -> None:
    till = await desk(own_scene)
    kept, late = "select changed_at from data.changed_days", {"moment": ago(days=3), "door": "served"}
    await till.sell("Koffi", (0, 1), **late)
    first = await own_scene.owner.fetchval(kept)
    await till.sell("Koffi", (0, 1), **late)
    again = await own_scene.owner.fetchval(kept)
    await own_scene.owner.execute(
        "update data.changed_days set changed_at = changed_at - interval '1 minute'"
    )
    await till.sell("Koffi", (0, 1), **late)

    assert again == first
    assert await own_scene.owner.fetchval(kept) > first


async def test_a_sale_that_comes_at_once_writes_nothing_down(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await till.sell("Koffi", (0, 1), moment=ago(minutes=4), door="served")
    at_once = await own_scene.count("changed_days")
    await till.sell("Koffi", (0, 1), moment=ago(minutes=6), door="served")

    assert (at_once, await own_scene.count("changed_days")) == (0, 1)


async def test_after_a_restore_or_an_import_every_day_counts_as_changed(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await till.sell("Koffi", (0, 1), moment=utc(NOON), door="served")
    await days_ago(own_scene)
    await own_scene.owner.execute("select logic.new_epoch($1, 'restore')", own_scene.bar.id)

    assert await own_scene.owner.fetchval("select jobs.refresh_top_products_incremental()") == 1
