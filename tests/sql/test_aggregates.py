"""What is added up ahead of time says what the live books say, and is shown to nobody but the bar that it is about."""

from __future__ import annotations

import asyncpg
import pytest

from tests.sql.coming_back import coming_back, done
from tests.sql.support import Scene, ago, make_bar, selling, submit
from tests.sql.trade import Desk, desk, pending, validated

VIEWS = ("daily_sales_summary", "product_sales_stats", "bars_with_stats")


async def refresh(scene: Scene) -> None:
    for view in VIEWS:
        assert await scene.owner.fetchval(
            "select jobs.refresh_materialized_view_with_logging($1, 'test')", view
        )
    assert await scene.owner.fetchval(
        "select jobs.logged('top_products', 'jobs.refresh_top_products_incremental()', 'test')"
    )


async def a_week(scene: Scene) -> Desk:
    """Live a week of every kind of sale and return: what counts, what does not, and what counts less."""
    till = await desk(scene)
    for days in (6, 3, 0):
        back = {"moment": ago(days=days, minutes=5), "door": "served"}
        await till.sell("Koffi", (0, 1), (1, 1), **back)
        await till.sell("Koffi", (0, 1), **back)
    refused = await pending(till, (1, 1))
    done(await till.do("Koffi", "reject_sale", {"sale": refused, "reason": "no"}))
    await pending(till, (1, 1))
    cancelled = await validated(till, (1, 2))
    done(await till.do("Ayaba", "cancel_sale", {"sale": cancelled, "reason": "no"}))
    sale = await validated(till, (0, 3), body={"payments": mobile(1500)})
    done(await till.do("Koffi", "create_return", coming_back(scene.bar, sale, 1, reason="defective")))
    done(await till.do("Koffi", "create_return", coming_back(scene.bar, sale, 1, reason="customer_change")))
    done(await till.do("Afi", "create_return", coming_back(scene.bar, sale, 1, reason="defective")))
    return till


def mobile(amount: int) -> list[dict[str, object]]:
    return [{"method": "mobile_money", "amount": amount, "operator": "MTN MoMo", "reference": None}]


LIVE = """
select business_date, sales, gross_minor, returned_minor, net_minor
from logic.net_revenue($1, '2000-01-01', '2100-01-01')
"""


async def test_the_days_are_those_of_the_one_definition_of_net_revenue(own_scene: Scene) -> None:
    await a_week(own_scene)
    await refresh(own_scene)
    live = await own_scene.owner.fetch(LIVE, own_scene.bar.id)
    summed = await own_scene.owner.fetch(
        """
        select business_date, sales, gross_minor, returned_minor, net_minor
        from data.daily_sales_summary where bar_id = $1 order by business_date
        """,
        own_scene.bar.id,
    )

    assert [tuple(row) for row in summed] == [tuple(row) for row in live]
    assert len(live) >= 3
    assert sum(row["returned_minor"] for row in live) > 0


async def test_products_bars_and_periods_add_up_to_the_same_net_revenue(own_scene: Scene) -> None:
    await a_week(own_scene)
    await refresh(own_scene)
    live = sum(row["net_minor"] for row in await own_scene.owner.fetch(LIVE, own_scene.bar.id))

    for question in (
        "select sum(net_minor) from data.product_sales_stats where bar_id = $1",
        "select net_minor from data.bars_with_stats where bar_id = $1",
        "select sum(net_minor_30) from data.product_sales_stats where bar_id = $1",
        "select net_minor_30 from data.bars_with_stats where bar_id = $1",
        "select sum(net_minor) from data.top_products_by_period where bar_id = $1 and period = 'day'",
        "select sum(net_minor) from data.top_products_by_period where bar_id = $1 and period = 'month'",
    ):
        assert await own_scene.owner.fetchval(question, own_scene.bar.id) == live, question
    paid = await own_scene.owner.fetchrow(
        """
        select sum(cash_minor + mobile_money_minor + card_minor + exchange_minor) as paid, sum(gross_minor) as gross,
          sum(mobile_money_minor) as mobile, sum(bottles) as bottles
        from data.daily_sales_summary where bar_id = $1
        """,
        own_scene.bar.id,
    )
    assert paid is not None
    assert paid["paid"] == paid["gross"]
    assert (paid["mobile"], paid["bottles"]) == (1500, 12)


async def test_a_sale_that_comes_days_late_mends_its_own_day_of_the_top_products(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await till.sell("Koffi", (0, 1))
    await refresh(own_scene)
    await till.sell("Koffi", (1, 2), moment=ago(days=20), door="served")
    rebuilt = await own_scene.owner.fetchval("select jobs.refresh_top_products_incremental()")
    rows = await own_scene.owner.fetch(
        """
        select net_qty, net_minor from data.top_products_by_period
        where bar_id = $1 and period = 'day' order by starts_on
        """,
        own_scene.bar.id,
    )

    assert rebuilt == 2
    assert [tuple(row) for row in rows] == [(2, 1600), (1, 500)]


async def test_only_the_days_that_changed_in_the_last_day_are_rebuilt(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await till.sell("Koffi", (0, 1), moment=ago(days=5), door="served")
    await refresh(own_scene)
    await own_scene.owner.execute("set session_replication_role = replica")
    await own_scene.owner.execute(
        "update data.changed_days set changed_at = changed_at - interval '2 days';"
        "update data.sales set booked_at = booked_at - interval '2 days';"
        "update data.top_products_by_period set net_qty = 99 where period = 'day'"
    )
    await own_scene.owner.execute("set session_replication_role = origin")
    await till.sell("Koffi", (1, 1))
    await refresh(own_scene)
    kept = "select max(net_qty) from data.top_products_by_period where period = 'day'"

    assert await own_scene.owner.fetchval(kept) == 99
    assert await own_scene.owner.fetchval("select jobs.rebuild_all_top_products()") == 2
    assert await own_scene.owner.fetchval(kept) == 1


async def test_no_day_is_lost_of_a_machine_that_was_off(own_scene: Scene) -> None:
    """The last run that was done is five days old, a failed one younger: the sale of three days ago counts."""
    till = await desk(own_scene)
    await till.sell("Koffi", (0, 1))
    await refresh(own_scene)
    await till.sell("Koffi", (1, 2), moment=ago(days=20), door="served")
    await own_scene.owner.execute(
        "set session_replication_role = replica;"
        "update data.changed_days set changed_at = changed_at - interval '3 days';"
        "update data.sales set booked_at = booked_at - interval '3 days';"
        "update data.view_refreshes set started_at = started_at - interval '5 days';"
        "insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done, error)"
        " values ('top_products', 'test', now() - interval '2 days', 1, false, 'x');"
        "set session_replication_role = origin"
    )
    days = "select count(*) from data.top_products_by_period where period = 'day'"
    assert await own_scene.owner.fetchval(days) == 1

    await refresh(own_scene)

    assert await own_scene.owner.fetchval(days) == 2


async def test_a_decision_on_an_old_sale_is_found(own_scene: Scene) -> None:
    till = await desk(own_scene)
    sale = await validated(till, (0, 2))
    await own_scene.owner.execute("set session_replication_role = replica")
    await own_scene.owner.execute("update data.sales set booked_at = booked_at - interval '2 days'")
    await own_scene.owner.execute("set session_replication_role = origin")
    await own_scene.owner.fetchval("select jobs.rebuild_all_top_products()")
    done(await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": "no"}))
    await refresh(own_scene)

    assert await own_scene.count("top_products_by_period") == 0


@pytest.mark.parametrize("view", VIEWS)
async def test_the_api_sees_the_rows_of_the_bar_whose_token_was_checked(own_scene: Scene, view: str) -> None:
    """Two walls: the view shows one bar, and the rows themselves are the owner's alone."""
    other = await make_bar(own_scene.owner)
    await own_scene.submit(selling(own_scene.bar, 1, (0, 1)))
    await submit(own_scene.owner, other.till, selling(other, 1, (0, 1)))
    await own_scene.owner.execute(
        "update data.sales set status = 'validated', decided_at = now(), decision_id = id, rev = rev + 1"
    )
    await refresh(own_scene)
    await own_scene.owner.execute("set role bartender_api")

    count = f"select count(*) from logic.{view}"
    assert await own_scene.owner.fetchval(count) == 0
    await own_scene.owner.execute("select set_config('bartender.bar', $1, false)", other.id)
    seen = await own_scene.owner.fetch(f"select distinct bar_id::text as bar from logic.{view}")
    assert [row["bar"] for row in seen] == [other.id]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await own_scene.owner.fetchval(f"select count(*) from data.{view}")


async def test_a_refresh_that_runs_holds_up_no_sale_and_no_reader(own_scene: Scene) -> None:
    till = await desk(own_scene)
    await validated(till)
    await refresh(own_scene)
    refreshing = await asyncpg.connect(own_scene.database.superuser_url)
    await own_scene.owner.execute("set lock_timeout = '1s'")
    running = refreshing.transaction()
    await running.start()
    for view in VIEWS:
        assert await refreshing.fetchval(
            "select jobs.refresh_materialized_view_with_logging($1, 'test')", view
        )
    assert await refreshing.fetchval("select jobs.refresh_top_products_incremental()") == 1

    await validated(till)
    pulse = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}
    await own_scene.call("pulse", own_scene.bar.till.token, own_scene.bar.till.ledger, {}, pulse)
    read = [await own_scene.owner.fetchval(f"select count(*) from data.{view}") for view in VIEWS]

    assert read == [1, 1, 1]
    await running.rollback()
    await refreshing.close()


async def test_a_view_that_was_never_filled_is_filled(own_scene: Scene) -> None:
    await validated(await desk(own_scene))
    await own_scene.owner.execute("refresh materialized view data.daily_sales_summary with no data")
    await refresh(own_scene)

    assert await own_scene.owner.fetchval("select sales from data.daily_sales_summary") == 1
