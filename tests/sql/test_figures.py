"""Figures that are added up ahead of time are never wrong: what changed since is read live; stats tell their age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.sql.coming_back import approval, coming_back, done
from tests.sql.history import FIRST_DAY, write_sales
from tests.sql.support import Answer, Scene, ago, make_bar, now, refusal_of
from tests.sql.test_aggregates import a_week, refresh
from tests.sql.test_dashboard import past
from tests.sql.trade import desk, validated

__all__ = ["past"]

LAST_DAY = FIRST_DAY + timedelta(days=9)
LIVE = """
select business_date, sales, gross_minor, returned_minor, net_minor from logic.net_revenue($1, $2, $3)
"""
TAMPERED = """
set session_replication_role = replica;
update data.sales set total_minor = 1 where business_date = '{day}';
set session_replication_role = origin
"""


async def read(scene: Scene, name: str, *arguments: object, by: str = "Koffi") -> Answer:
    session = await scene.sign_in(by)
    rows: Answer = (await scene.call(name, scene.bar.till.token, session, *arguments))["rows"]
    return rows


async def days_of(scene: Scene, first: date, last: date) -> list[Answer]:
    """Return the days of the trend, which must be all of them."""
    rows = await read(scene, "trend", first, last)
    days: list[Answer] = rows["days"]
    every = [str(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    assert [day["day"] for day in days] == every
    return days


def told(days: list[Answer]) -> list[tuple[object, ...]]:
    """Return the figures of the days that had any."""
    rows = [tuple(day[name] for name in ("day", "sales", "gross", "returned", "net")) for day in days]
    return [row for row in rows if any(row[1:])]


async def true_days(scene: Scene, first: date, last: date) -> list[tuple[object, ...]]:
    rows = await scene.owner.fetch(LIVE, scene.bar.id, first, last)
    return [(str(row["business_date"]), *list(row)[1:]) for row in rows]


async def test_the_trend_is_net_revenue_by_every_route(past: Scene) -> None:
    await refresh(past)
    days = await days_of(past, FIRST_DAY, LAST_DAY)
    shown = (await read(past, "dashboard", FIRST_DAY, LAST_DAY))["revenue"]["days"]

    assert told(days) == told(shown) == await true_days(past, FIRST_DAY, LAST_DAY)
    assert [day["live"] for day in days] == [False] * 10
    assert sum(day["returned"] for day in days) > 0


async def test_past_days_are_not_added_up_again(past: Scene) -> None:
    await refresh(past)
    before = await days_of(past, FIRST_DAY, LAST_DAY)
    await past.owner.execute(TAMPERED.format(day=FIRST_DAY))

    assert await days_of(past, FIRST_DAY, LAST_DAY) == before


async def test_today_and_what_changed_since_is_live(own_scene: Scene) -> None:
    till = await a_week(own_scene)
    old = await till.sell("Koffi", (0, 2), moment=ago(days=5), door="served")
    await till.session("Ayaba")
    today = date.fromisoformat((await till.sell("Koffi", (1, 1)))["business_date"])
    span = (today - timedelta(days=7), today)
    await refresh(own_scene)
    await quiet_for_a_while(own_scene)
    done(await till.do("Ayaba", "cancel_sale", {"sale": old["sale"], "reason": "x"}))
    late = await till.sell("Koffi", (1, 1), moment=ago(days=4), door="served")
    await till.sell("Koffi", (1, 1), door="served")
    days = await days_of(own_scene, *span)

    assert told(days) == await true_days(own_scene, *span)
    assert {day["day"] for day in days if day["live"]} == {
        old["business_date"],
        late["business_date"],
        str(today),
    }


async def quiet_for_a_while(scene: Scene) -> None:
    """Let everything have happened two hours earlier, and the last refresh after it."""
    await scene.owner.execute(
        "set session_replication_role = replica;"
        "update data.changed_days set changed_at = changed_at - interval '2 hours';"
        "update data.sales set created_at = created_at - interval '2 hours';"
        "update data.sales set booked_at = booked_at - interval '2 hours';"
        "set session_replication_role = origin"
    )


async def test_what_was_under_way_when_it_was_added_up_is_live(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await till.session("Koffi")
    made = await till.sell("Koffi", (0, 1), moment=ago(days=3), door="served")
    day = date.fromisoformat(made["business_date"])
    under_way = own_scene.till_connection.transaction()
    await under_way.start()
    await till.sell("Koffi", (0, 2), moment=ago(days=3), door="served")
    await refresh(own_scene)
    await under_way.commit()

    assert told(await days_of(own_scene, day, day)) == [(str(day), 2, 1500, 0, 1500)]


async def test_an_evening_after_the_last_run_is_live_when_its_day_is_over(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await refresh(own_scene)
    today = date.fromisoformat((await till.sell("Koffi", (0, 1)))["business_date"])
    await own_scene.owner.execute(
        "set session_replication_role = replica;"
        "update data.sales set business_date = business_date - 1;"
        "update data.sale_items set business_date = business_date - 1;"
        "set session_replication_role = origin"
    )
    day = today - timedelta(days=1)

    assert await own_scene.count("changed_days") == 0
    assert told(await days_of(own_scene, day, today)) == [(str(day), 1, 500, 0, 500)]
    assert await tops(own_scene, "day", day) == (True, [(own_scene.bar.products[0].id, 1, 500)])


@pytest.mark.parametrize(
    "change",
    [
        "delete from data.view_refreshes",
        "update data.view_refreshes set started_at = started_at - interval '3 days'",
        "update data.view_refreshes set is_done = false, error = 'x'",
        "select logic.new_epoch(bar_id, 'restore') from data.bar_clocks",
    ],
)
async def test_what_was_added_up_too_long_ago_or_elsewhere_is_not_believed(
    own_scene: Scene, change: str
) -> None:
    till = await desk(own_scene)
    sold = await till.sell("Koffi", (0, 1), moment=ago(days=20), door="served")
    day = date.fromisoformat(sold["business_date"])
    await refresh(own_scene)
    await quiet_for_a_while(own_scene)
    assert [x["live"] for x in await days_of(own_scene, day, day)] == [False]
    await own_scene.owner.execute(TAMPERED.format(day=day))
    await own_scene.owner.execute(change)

    assert told(await days_of(own_scene, day, day)) == [(str(day), 1, 1, 0, 1)]


async def test_the_trend_tells_how_old_the_sums_are(own_scene: Scene) -> None:
    never = await read(own_scene, "trend", FIRST_DAY, FIRST_DAY)
    await refresh(own_scene)
    rows = await read(own_scene, "trend", FIRST_DAY, FIRST_DAY)

    assert (never["refreshed_at"], never["age_s"]) == (None, None)
    assert 0 <= rows["age_s"] < 60
    assert rows["refreshed_at"].startswith(str(now().year))


async def test_what_is_asked_for_is_checked(own_scene: Scene) -> None:
    token, session = own_scene.bar.till.token, await own_scene.sign_in("Koffi")

    async def refused(name: str, *arguments: object) -> Answer:
        code, params = await refusal_of(own_scene.call(name, token, session, *arguments))
        assert code == "TLINP"
        return params

    assert await refused("trend", None, LAST_DAY) == {"path": "first"}
    assert await refused("trend", LAST_DAY, FIRST_DAY) == {"path": "last"}
    assert await refused("trend", FIRST_DAY, FIRST_DAY + timedelta(days=367)) == {"path": "last"}
    assert await refused("top_products", "year", FIRST_DAY) == {"path": "period"}
    assert await refused("top_products", None, FIRST_DAY) == {"path": "period"}
    assert await refused("top_products", "day", None) == {"path": "day"}
    assert await refused("top_products", "month", date(1, 1, 1)) == {"path": "day"}
    year = await own_scene.call("trend", token, session, FIRST_DAY, FIRST_DAY + timedelta(days=366))
    assert len(year["rows"]["days"]) == 367


async def tops(scene: Scene, period: str, day: date) -> tuple[bool, list[tuple[str, int, int]]]:
    """Return whether they were read live, and the products with pieces and money."""
    rows = await read(scene, "top_products", period, day)
    return rows["live"], [(row["product"], row["qty"], row["net"]) for row in rows["rows"]]


async def true_tops(scene: Scene, first: date, last: date) -> list[tuple[str, int, int]]:
    shown = (await read(scene, "dashboard", first, last))["products"]["rows"]
    return [(row["product"], row["qty"], row["net"]) for row in shown]


async def test_top_products_are_those_of_the_dashboard_live_or_not(past: Scene) -> None:
    month = (FIRST_DAY, date(2026, 1, 31))
    before = [await tops(past, "day", FIRST_DAY), await tops(past, "month", LAST_DAY)]
    await past.owner.execute("select jobs.rebuild_all_top_products()")
    await refresh(past)
    await quiet_for_a_while(past)
    after = [await tops(past, "day", FIRST_DAY), await tops(past, "month", LAST_DAY)]
    truth = [await true_tops(past, FIRST_DAY, FIRST_DAY), await true_tops(past, *month)]

    assert before == [(True, truth[0]), (True, truth[1])]
    assert after == [(False, truth[0]), (False, truth[1])]
    assert len(truth[0]) == len(truth[1]) == 4
    empty = await read(past, "top_products", "day", FIRST_DAY - timedelta(days=1))
    assert (empty["live"], empty["products"], empty["rows"]) == (False, 0, [])


async def test_a_period_that_changed_or_is_not_over_is_read_live(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await till.session("Ayaba")
    old = await till.sell("Koffi", (0, 2), moment=ago(days=9), door="served")
    day = date.fromisoformat(old["business_date"])
    today = date.fromisoformat((await till.sell("Koffi", (1, 1)))["business_date"])
    await refresh(own_scene)
    await quiet_for_a_while(own_scene)
    settled = await tops(own_scene, "day", day)
    done(await till.do("Ayaba", "cancel_sale", {"sale": old["sale"], "reason": "x"}))

    assert settled == (False, [(own_scene.bar.products[0].id, 2, 1000)])
    assert await tops(own_scene, "day", day) == (False, [])
    assert (await read(own_scene, "top_products", "day", day))["rows"] == []
    assert await tops(own_scene, "day", today) == (True, [(own_scene.bar.products[1].id, 1, 800)])
    assert (await tops(own_scene, "month", today))[0]


async def test_of_many_products_the_fifty_that_earned_most_are_told(own_scene: Scene) -> None:
    await write_sales(own_scene, 30, 1)
    await own_scene.owner.execute(
        "insert into data.top_products_by_period (bar_id, period, starts_on, product_id, net_qty, net_minor)"
        " select $1, 'day', '2026-02-01', p.id, 1, 100 from data.bar_products p where p.bar_id = $1",
        own_scene.bar.id,
    )
    await own_scene.owner.execute(
        "set session_replication_role = replica;"
        "insert into data.top_products_by_period (bar_id, period, starts_on, product_id, net_qty, net_minor)"
        f" select '{own_scene.bar.id}', 'day', '2026-02-01', gen_random_uuid(), 1, n from generate_series(1, 60) n;"
        "set session_replication_role = origin"
    )
    await refresh(own_scene)
    await quiet_for_a_while(own_scene)
    rows = await read(own_scene, "top_products", "day", date(2026, 2, 1))

    assert (rows["products"], rows["more"], len(rows["rows"])) == (64, True, 50)
    assert [row["net"] for row in rows["rows"]] == sorted((row["net"] for row in rows["rows"]), reverse=True)


async def test_the_stats_of_a_product_add_up_to_net_revenue_as_of_their_age(own_scene: Scene) -> None:
    till = await a_week(own_scene)
    never = await read(own_scene, "product_stats")
    await refresh(own_scene)
    await logged(own_scene, "product_sales_stats")
    truth = await true_days(own_scene, date(2000, 1, 1), date(2100, 1, 1))
    await validated(till, (0, 1))
    rows = await read(own_scene, "product_stats")
    first = next(row for row in rows["products"] if row["product"] == own_scene.bar.products[0].id)

    assert (never["products"], never["age_s"]) == ([], None)
    assert 0 <= rows["age_s"] < 60
    for name, place in (("gross", 2), ("returned", 3), ("net", 4)):
        assert sum(row[name] for row in rows["products"]) == sum(int(str(day[place])) for day in truth)
    assert sum(row["net_30"] for row in rows["products"]) == sum(row["net"] for row in rows["products"])
    assert (first["sold"], first["came_back"], first["net_qty_30"]) == (9, 1, 8)


async def logged(scene: Scene, job: str) -> None:
    """Let the job have been done just now."""
    await scene.owner.execute(
        "insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done)"
        " values ($1, 'test', now(), 1, true)",
        job,
    )


async def test_another_bar_s_trend_and_tops_are_its_own(past: Scene) -> None:
    await refresh(past)
    theirs = replace(past, bar=await make_bar(past.owner))

    assert told(await days_of(theirs, FIRST_DAY, LAST_DAY)) == []
    assert (await tops(theirs, "month", FIRST_DAY))[1] == []
    assert (await read(theirs, "product_stats"))["products"] == []


async def test_a_return_that_is_approved_today_changes_the_day_of_its_sale(own_scene: Scene) -> None:
    till, then = await desk(own_scene), {"moment": ago(days=6), "door": "served"}
    sold = await till.sell("Koffi", (0, 2), **then)
    made = coming_back(own_scene.bar, sold["sale"], reason="defective")
    done(await till.do("Afi", "create_return", made, session=None, **then))
    await refresh(own_scene)
    await quiet_for_a_while(own_scene)
    done(await till.do("Koffi", "approve_return", approval(made)))
    day = date.fromisoformat(sold["business_date"])

    assert told(await days_of(own_scene, day, day)) == [(str(day), 1, 1000, 500, 500)]
    assert await tops(own_scene, "day", day) == (True, [(own_scene.bar.products[0].id, 1, 500)])
