"""What people are told: each thing once, by whom it was read, and what time alone makes worth telling."""

from __future__ import annotations

import json
from typing import Any

import asyncpg
import pytest

from tests.sql.edits import audits, edit, topics
from tests.sql.support import Scene, ago, command, make_bar, make_till, new_uuid, selling
from tests.sql.trade import Desk, desk

STATUS = {"version": "0.1.0", "queue": 3, "oldest_s": 60, "unsure": 0}


async def told(scene: Scene, kind: str, *, unread: bool = False) -> list[dict[str, Any]]:
    """Return the parameters of the bar's notifications of a kind, oldest first."""
    rows = await scene.owner.fetch(
        "select params from data.notifications where bar_id = $1 and kind = $2 and (read_at is null or not $3)"
        " order by created_at",
        scene.bar.id,
        kind,
        unread,
    )
    return [json.loads(x["params"]) for x in rows]


async def run(scene: Scene, job: str) -> int:
    """Run the job until nothing is left of it: it stops after 0.1 s, and other tests' bars may come first."""
    count, more = 0, "yes"
    while more == "yes":
        ask = f"select jobs.{job}(), current_setting('bartender.job_has_more', true)"
        told, more = await scene.owner.fetchrow(ask) or (0, "")
        count += told
    return count


async def read_all(bar: Desk, by: str = "Koffi") -> dict[str, Any]:
    rows = await bar.scene.owner.fetch(
        "select id::text from data.notifications where bar_id = $1 and read_at is null", bar.scene.bar.id
    )
    return await bar.do(by, "read_notifications", {"ids": [x["id"] for x in rows]})


async def supply(scene: Scene, product: int, qty: int) -> None:
    await scene.owner.execute(
        "select logic.adjust_stock($1, $2, $3, 'supply')", scene.bar.id, scene.bar.products[product].id, qty
    )


async def only_first_may_run_low(bar: Desk) -> None:
    for product in bar.scene.bar.products[1:]:
        await edit(bar, "product", product.id, alert_threshold=0)
    await edit(bar, "product", bar.scene.bar.products[0].id, alert_threshold=8)


async def test_a_thing_is_told_once_until_it_is_read(scene: Scene) -> None:
    bar = await desk(scene)

    async def tell(subject: str) -> bool:
        return bool(
            await scene.owner.fetchval("select logic.tell_once($1, 'x', $2, '{}')", scene.bar.id, subject)
        )

    assert [await tell("a"), await tell("a"), await tell("b")] == [True, False, True]
    await read_all(bar)
    assert [await tell("a"), await tell("a")] == [True, False]


async def test_a_manager_reads_what_was_told(scene: Scene) -> None:
    bar = await desk(scene)
    theirs = await make_bar(scene.owner)
    for at in (scene.bar, theirs):
        await scene.owner.execute("select logic.tell($1, 'x', '{}')", at.id)
    rows = await scene.owner.fetch("select id::text from data.notifications where kind = 'x' and bar_id = any($1)",
                                   [scene.bar.id, theirs.id])  # fmt: skip
    before = await topics(scene)
    ids = [x["id"] for x in rows]
    outcome = await bar.do("Koffi", "read_notifications", {"ids": [*ids, new_uuid()]})
    again = await bar.do("Ayaba", "read_notifications", {"ids": ids})

    assert (outcome["result"], again["result"]) == ({"read": 1}, {"read": 0})
    assert (
        await scene.count("notifications", f"read_by = '{scene.bar.people['Koffi']}' and read_at is not null")
        == 1
    )
    assert (await topics(scene))["notifications"] == before["notifications"] + 1
    assert await scene.owner.fetchval("select count(*) from data.notifications where bar_id = $1 and read_at is null",
                                      theirs.id) == 1  # fmt: skip
    assert len(await audits(scene, "read_notifications")) == 2


@pytest.mark.parametrize("ids", [None, [], "x", [1], [new_uuid(), "x"], [new_uuid()] * 201])
async def test_malformed_ids_are_refused(scene: Scene, ids: object) -> None:
    bar = await desk(scene)
    refused = await bar.do("Koffi", "read_notifications", {"ids": ids})

    assert refused["code"] == "TLINP"
    assert refused["params"]["path"].startswith("body.ids")


async def test_a_seller_reads_none_of_it(scene: Scene) -> None:
    bar = await desk(scene)

    assert (await bar.do("Afi", "read_notifications", {"ids": [new_uuid()]}))["code"] == "TLRGT"


async def test_low_stock_is_told_once_until_it_is_read_and_restocked(scene: Scene) -> None:
    bar = await desk(scene)
    await only_first_may_run_low(bar)
    await run(scene, "tell_low_stock")
    assert await told(scene, "low_stock") == []

    await bar.sell("Afi", (0, 2))
    before = await topics(scene)
    await run(scene, "tell_low_stock")
    product = scene.bar.products[0]
    assert await told(scene, "low_stock") == [
        {"product": product.id, "name": product.name, "volume_ml": 330, "left": 8, "threshold": 8}
    ]
    assert (await topics(scene))["notifications"] == before["notifications"] + 1

    await bar.sell("Afi", (0, 2))
    await run(scene, "tell_low_stock")
    await read_all(bar)
    await bar.sell("Afi", (0, 2))
    await run(scene, "tell_low_stock")
    assert len(await told(scene, "low_stock")) == 1

    await supply(scene, 0, 10)
    await run(scene, "tell_low_stock")
    assert len(await told(scene, "low_stock")) == 1
    await bar.sell("Afi", (0, 9))
    await run(scene, "tell_low_stock")
    assert len(await told(scene, "low_stock")) == 2


async def test_low_stock_that_nobody_read_ends_when_it_is_stocked_up(scene: Scene) -> None:
    bar = await desk(scene)
    await only_first_may_run_low(bar)
    await bar.sell("Afi", (0, 2))
    await run(scene, "tell_low_stock")
    await supply(scene, 0, 10)
    before = await topics(scene)
    await run(scene, "tell_low_stock")

    assert await told(scene, "low_stock", unread=True) == []
    assert (await topics(scene))["notifications"] == before["notifications"] + 1
    await bar.sell("Afi", (0, 10))
    await run(scene, "tell_low_stock")
    assert len(await told(scene, "low_stock", unread=True)) == 1


async def test_what_is_kept_for_guests_is_not_left(scene: Scene) -> None:
    bar = await desk(scene)
    await only_first_may_run_low(bar)
    async with scene.owner.transaction():
        rev = await scene.owner.fetchval("select logic.take_rev($1, '{}', true)", scene.bar.id)
        await scene.owner.execute(
            "update data.bar_products set reserved = 2, rev = $3 where bar_id = $1 and id = $2",
            *(scene.bar.id, scene.bar.products[0].id, rev),
        )
    await run(scene, "tell_low_stock")

    assert [x["left"] for x in await told(scene, "low_stock")] == [8]


async def test_a_product_that_never_had_stock_or_is_off_sale_is_not_low(scene: Scene) -> None:
    bar = await desk(scene)
    await only_first_may_run_low(bar)
    await bar.sell("Afi", (0, 2))
    await edit(bar, "product", scene.bar.products[0].id, is_active=False)
    await scene.owner.execute(
        "select logic.add_product($1, $2, null, 'Nouveau', 330, 100)", scene.bar.id, new_uuid()
    )
    await run(scene, "tell_low_stock")

    assert await told(scene, "low_stock") == []


async def full_for_days(scene: Scene) -> Desk:
    """Return a desk of a bar that has been in full mode for some days."""
    bar = await desk(scene)
    await scene.owner.execute(
        "update data.bar_modes set valid_from = valid_from - interval '5 days' where bar_id = $1",
        scene.bar.id,
    )
    return bar


async def test_sales_that_wait_too_long_are_told_until_read_and_again_when_more_wait(scene: Scene) -> None:
    bar = await full_for_days(scene)
    await bar.sell("Afi", (0, 1), moment=ago(minutes=59))
    await run(scene, "tell_pending_sales")
    assert await told(scene, "sales_pending") == []

    for _ in range(2):
        await bar.sell("Afi", (0, 1), moment=ago(minutes=61))
        await run(scene, "tell_pending_sales")
    assert [x["count"] for x in await told(scene, "sales_pending")] == [1]
    await read_all(bar)
    await run(scene, "tell_pending_sales")
    assert len(await told(scene, "sales_pending")) == 2  # the second sale came after the first was told
    await read_all(bar)
    await run(scene, "tell_pending_sales")
    assert [x["count"] for x in await told(scene, "sales_pending")] == [1, 2]


async def test_the_bar_says_how_long_is_too_long(scene: Scene) -> None:
    bar = await full_for_days(scene)
    await bar.sell("Afi", (0, 1), moment=ago(minutes=10))
    body = {"fields": {"pending_alert_minutes": {"value": 5, "version": 0}}}
    await bar.do("Ayaba", "edit_settings", body)
    await run(scene, "tell_pending_sales")

    assert len(await told(scene, "sales_pending")) == 1


async def test_discrepancies_are_told_when_they_arise_and_again_after_a_day(scene: Scene) -> None:
    bar = await desk(scene)
    await bar.sell("Koffi", (3, 2), door="served")
    await run(scene, "tell_open_discrepancies")
    assert len(await told(scene, "sale_flagged")) == 1
    assert await told(scene, "discrepancies_open") == []
    await scene.owner.execute(
        "update data.discrepancies set created_at = created_at - interval '25 hours' where bar_id = $1",
        scene.bar.id,
    )
    for _ in range(2):
        await run(scene, "tell_open_discrepancies")

    assert [x["count"] for x in await told(scene, "discrepancies_open")] == [1]
    await read_all(bar)
    await run(scene, "tell_open_discrepancies")
    assert len(await told(scene, "discrepancies_open")) == 1


async def seen(scene: Scene, minutes: dict[str, int]) -> None:
    """Let the tills have been seen so many minutes ago."""
    for till in scene.bar.tills:
        await scene.call("pulse", till.token, till.ledger, {}, STATUS)
        await scene.owner.execute(
            "update data.till_status set seen_at = clock_timestamp() - make_interval(mins => $3)"
            " where bar_id = $1 and till_id = $2",
            *(scene.bar.id, till.id, minutes[till.code]),
        )


async def test_a_till_that_stays_away_while_the_bar_is_open_is_told_once(scene: Scene) -> None:
    bar = await desk(scene)
    await seen(scene, {"C1": 1, "C2": 59})
    await run(scene, "tell_missing_tills")
    assert await told(scene, "till_missing") == []

    await seen(scene, {"C1": 1, "C2": 61})
    for _ in range(2):
        await run(scene, "tell_missing_tills")
    (params,) = await told(scene, "till_missing")
    assert (params["till"], params["code"], params["queue"]) == (scene.bar.tills[1].id, "C2", 3)
    await read_all(bar)
    await run(scene, "tell_missing_tills")
    assert len(await told(scene, "till_missing")) == 1


async def test_a_till_that_came_back_and_left_again_is_told_again(scene: Scene) -> None:
    bar = await desk(scene)
    await seen(scene, {"C1": 1, "C2": 61})
    await run(scene, "tell_missing_tills")
    await read_all(bar)
    await scene.owner.execute(
        "update data.notifications set created_at = created_at - interval '3 hours' where bar_id = $1",
        scene.bar.id,
    )
    await run(scene, "tell_missing_tills")

    assert len(await told(scene, "till_missing")) == 2


async def test_nobody_is_missed_when_the_bar_is_closed_or_the_till_is_shut_out(scene: Scene) -> None:
    bar = await desk(scene)
    await seen(scene, {"C1": 61, "C2": 61})
    await run(scene, "tell_missing_tills")
    await seen(scene, {"C1": 1, "C2": 61})
    await bar.do("Koffi", "revoke_till", {"till": scene.bar.tills[1].id})
    await run(scene, "tell_missing_tills")

    assert await told(scene, "till_missing") == []


async def test_a_bar_with_nothing_to_tell_is_not_locked(own_scene: Scene) -> None:
    bar = await desk(own_scene)
    await only_first_may_run_low(bar)
    async with own_scene.owner.transaction():
        await own_scene.owner.execute("select logic.lock_bar($1)", own_scene.bar.id)
        jobs = await asyncpg.connect(own_scene.database.superuser_url)
        await jobs.execute("set lock_timeout = '200ms'")
        for job in (
            "tell_low_stock",
            "tell_pending_sales",
            "tell_open_discrepancies",
            "tell_missing_tills",
            "forget_guests",
        ):
            assert await jobs.fetchval(f"select jobs.{job}()") == 0
        await jobs.close()


async def test_a_bar_that_is_closed_down_is_told_nothing(scene: Scene) -> None:
    bar = await full_for_days(scene)
    await bar.sell("Afi", (0, 2), moment=ago(hours=2))
    await scene.owner.execute("select logic.set_bar_active($1, false)", scene.bar.id)
    for job in ("tell_low_stock", "tell_pending_sales"):
        await run(scene, job)

    assert await told(scene, "low_stock") + await told(scene, "sales_pending") == []


async def test_a_gap_in_a_till_s_numbers_is_told(scene: Scene) -> None:
    till = await make_till(scene.owner, scene.bar.id, "C5")
    await scene.submit(command(1, "gap", {"from": 1, "to": 4}), till=till)

    assert await told(scene, "gap") == [{"till": till.id, "from": 1, "to": 4}]


async def test_many_gaps_of_a_till_are_told_once_until_that_is_read(scene: Scene) -> None:
    bar = await desk(scene)
    till = await make_till(scene.owner, scene.bar.id, "C5")
    gaps = [command(no, "gap", {"from": no, "to": no}) for no in range(1, 11)]
    await scene.submit(*gaps, till=till)
    assert len(await told(scene, "gap")) == 1

    await read_all(bar)
    await scene.submit(command(11, "gap", {"from": 11, "to": 12}), till=till)
    assert await told(scene, "gap", unread=True) == [{"till": till.id, "from": 11, "to": 12}]


async def test_sales_while_nobody_is_signed_in_are_told_once_and_what_is_missing_one_by_one(
    scene: Scene,
) -> None:
    alone = [selling(scene.bar, no, (0, 1), door="served") for no in (1, 2, 3)]
    short = [selling(scene.bar, no, (0, 900), door="served") for no in (4, 5)]
    answer = await scene.submit(*alone, *short)
    flags = [tuple(x["flags"]) for x in await told(scene, "sale_flagged")]

    assert [x["result"]["flags"] for x in answer["outcomes"][:3]] == [
        ["without_session", "never_signed_in"]
    ] * 3
    assert flags.count(("without_session", "never_signed_in")) == 1
    assert sum("stock_missing" in x for x in flags) == 2


async def test_what_was_refused_after_its_person_had_left_is_told(scene: Scene) -> None:
    bar = await desk(scene)
    gone = {"sales": [new_uuid()]}
    await bar.do("Afi", "validate_sales", gone)
    await bar.do("Afi", "validate_sales", gone, moment=ago(minutes=5))
    late = await bar.made("Afi", "record_sale", selling(scene.bar, 1, (3, 5))["body"], moment=ago(minutes=5))
    await scene.submit(late)

    (params,) = await told(scene, "command_refused")
    assert (params["kind"], params["code"], params["by"]) == (
        "validate_sales",
        "TLSES",
        scene.bar.people["Afi"],
    )


async def test_a_served_sale_that_nobody_can_read_is_told_at_once(scene: Scene) -> None:
    """The guest has the drink: how long ago it was, or whether that can be read, changes nothing."""
    sold = [
        selling(scene.bar, 1, (0, 1), door="served", body={"total": 1}),
        selling(scene.bar, 2, (0, 1), door="served", moment="yesterday"),
        selling(scene.bar, 3, (0, 1), body={"total": 1}),
    ]
    before = await topics(scene)
    outcomes = (await scene.submit(*sold))["outcomes"]

    assert [x["code"] for x in outcomes] == ["TLINP"] * 3
    refused = await told(scene, "command_refused")
    assert [(x["no"], x["code"]) for x in refused] == [(1, "TLINP"), (2, "TLINP")]
    assert (await topics(scene))["notifications"] == before["notifications"] + 2


async def test_a_second_theft_is_told_like_the_first(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    for theft in (1, 2):
        await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, shut.id)
        for no in (2 * theft - 1, 2 * theft):
            await scene.submit(selling(scene.bar, no, (0, 1), door="served"), till=shut)

        assert len(await told(scene, "till_shut")) == theft
        assert await scene.count("alerts", "kind = 'till_shut' and settled_at is null and count = 2") == 1
        await scene.owner.execute("select logic.restore_till($1, $2)", scene.bar.id, shut.id)
        assert await scene.count("alerts", "kind = 'till_shut' and settled_at is null") == 0
        await read_all(bar)
