"""What runs by itself: when, as whom, what it leaves, and who hears of it when it fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from cronsim import CronSim

from app.server.check import check_database
from app.server.timetable import Timetable
from tests.sql.support import Scene, command, now, selling
from tests.sql.trade import desk, validated

FAILING = "drop index data.idx_daily_sales_summary"  # a refresh beside readers needs it
QUIET = "update data.site set quiet_from = $1, quiet_until = $2"
OLD = "set session_replication_role = replica; {}; set session_replication_role = origin"


async def awake(scene: Scene) -> None:
    """Let every job run, whatever the hour of the test."""
    await scene.owner.execute(QUIET, 0, 0)


async def run(scene: Scene, job: str) -> str:
    """Run the job as the scheduler does."""
    await scene.owner.execute("set role bartender_jobs")
    try:
        outcome: str = await scene.owner.fetchval("select jobs.run_job($1, 'test')", job)
    finally:
        await scene.owner.execute("reset role")
    return outcome


async def metrics(scene: Scene, job: str) -> asyncpg.Record:
    row = await scene.owner.fetchrow("select * from jobs.materialized_view_metrics where job = $1", job)
    assert row is not None
    return row


async def schedule(scene: Scene) -> list[asyncpg.Record]:
    return await scene.owner.fetch("select * from data.schedule order by name")


async def test_every_scheduled_job_is_done_on_a_living_bar(own_scene: Scene) -> None:
    await awake(own_scene)
    await validated(await desk(own_scene))

    assert {row["name"]: await run(own_scene, row["name"]) for row in await schedule(own_scene)} == {
        row["name"]: "done" for row in await schedule(own_scene)
    }
    assert await own_scene.is_sound()


async def test_every_job_that_there_is_stands_in_the_schedule(own_scene: Scene) -> None:
    rows = await own_scene.owner.fetch(
        """
        select p.proname from pg_catalog.pg_proc p
        where p.pronamespace = 'jobs'::regnamespace and p.pronargs = 0 and p.provolatile = 'v'
        """
    )
    by_hand = {"rebuild_all_top_products", "put_into_pg_cron"}
    called = {row["runs"].removeprefix("jobs.").split("(")[0] for row in await schedule(own_scene)}

    assert {row["proname"] for row in rows} - by_hand == called - {"refresh"}


async def test_nothing_heavy_starts_between_18_h_and_2_h_in_any_season(own_scene: Scene) -> None:
    zone = ZoneInfo(await own_scene.owner.fetchval("select time_zone from data.site"))
    hours: dict[str, set[int]] = {}
    for row in await schedule(own_scene):
        starts = CronSim(row["cron"], datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone))
        hours[row["name"]] = {next(starts).hour for _ in range(500)}
        if row["weight"] != "instant":
            assert not hours[row["name"]] & {18, 19, 20, 21, 22, 23, 0, 1, 2}, row["name"]
        if row["weight"] == "heavy":
            assert hours[row["name"]] <= {4, 16}

    assert hours["daily_sales_summary"] == set(range(3, 18))
    assert hours["product_sales_stats"] == {4, 16}
    assert hours["activity"] == set(range(24))


async def test_in_the_quiet_hours_only_what_is_instant_runs(own_scene: Scene) -> None:
    hour = await own_scene.owner.fetchval(
        "select extract(hour from now() at time zone time_zone)::integer from data.site"
    )
    await own_scene.owner.execute(QUIET, hour, (hour + 2) % 24)

    assert await run(own_scene, "daily_sales_summary") == "quiet"
    assert await run(own_scene, "activity") == "done"
    assert (await metrics(own_scene, "daily_sales_summary"))["last_done_at"] is None


@pytest.mark.parametrize("window", [(18, 2), (2, 5), (0, 0), (23, 0)])
async def test_both_schedulers_have_the_same_quiet_hours(own_scene: Scene, window: tuple[int, int]) -> None:
    await own_scene.owner.execute(QUIET, *window)
    zone = ZoneInfo(await own_scene.owner.fetchval("select time_zone from data.site"))
    timetable = Timetable(now(), zone, *window, has_pg_cron=False, jobs=())
    moments = [datetime(2026, 3, 1, hour, 30, tzinfo=UTC) for hour in range(24)]

    assert [await own_scene.owner.fetchval("select jobs.is_quiet($1)", moment) for moment in moments] == [
        timetable.is_quiet(moment) for moment in moments
    ]


async def test_the_site_may_turn_a_job_off_and_nobody_runs_what_is_not_there(own_scene: Scene) -> None:
    await own_scene.owner.execute("update data.schedule set is_enabled = false where name = 'activity'")
    timetable = json.loads(await own_scene.owner.fetchval("select jobs.timetable()"))

    assert await run(own_scene, "activity") == "off"
    assert await run(own_scene, "'; drop table data.sales; --") == "unknown"
    assert "activity" not in {row["name"] for row in timetable["jobs"]}
    with pytest.raises(asyncpg.CheckViolationError):
        await own_scene.owner.execute("update data.schedule set runs = 'jobs.x(); drop table data.sales'")


async def test_a_failing_job_is_logged_leaves_nothing_and_holds_up_no_sale(own_scene: Scene) -> None:
    await awake(own_scene)
    till = await desk(own_scene)
    await own_scene.owner.execute(FAILING)

    assert await run(own_scene, "daily_sales_summary") == "failed"
    await validated(till)
    row = await metrics(own_scene, "daily_sales_summary")
    assert (row["failures_in_row"], row["last_done_at"]) == (1, None)
    assert row["last_error"].startswith("55000 ")


async def test_three_failures_in_a_row_raise_an_alert_which_ends_when_the_job_is_done(
    own_scene: Scene,
) -> None:
    await awake(own_scene)
    await own_scene.owner.execute(FAILING)
    open_ones = (
        "select params ->> 'failures' from data.alerts where kind = 'job_fails' and settled_at is null"
    )
    seen = []
    for _ in range(4):
        await run(own_scene, "daily_sales_summary")
        await run(own_scene, "job_failures")
        await run(own_scene, "job_failures")
        seen.append([row[0] for row in await own_scene.owner.fetch(open_ones)])
    count = await own_scene.owner.fetchval(
        "select count from data.alerts where subject = 'daily_sales_summary'"
    )

    assert seen == [[], [], ["3"], ["4"]]
    assert count == 2
    await own_scene.owner.execute(
        "create unique index idx_daily_sales_summary on data.daily_sales_summary (bar_id, business_date)"
    )
    await run(own_scene, "daily_sales_summary")
    await run(own_scene, "job_failures")
    assert await own_scene.owner.fetch(open_ones) == []


async def test_a_job_that_takes_too_long_is_a_logged_failure(own_scene: Scene) -> None:
    """A row that somebody holds stands for all that makes a job slow."""
    async with own_scene.owner.transaction():
        await own_scene.owner.execute("lock table data.till_status in access exclusive mode")
        other = await asyncpg.connect(own_scene.database.superuser_url)
        await other.execute("set statement_timeout = '100ms'")
        outcome = await other.fetchval("select jobs.run_job('activity', 'test')")
        await other.close()

    assert outcome == "failed"
    assert (await metrics(own_scene, "activity"))["last_error"].startswith("57014 ")


async def test_the_metrics_say_when_a_job_was_done_how_long_it_takes_and_how_long_ago(
    own_scene: Scene,
) -> None:
    await own_scene.owner.executemany(
        "insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done, error)"
        " values ('activity', 'test', now() - $1 * interval '1 minute', $2, $3, $4)",
        [(30, 200, True, None), (20, 100, True, None), (10, 5, False, "x"), (5, 5, False, "y")],
    )
    row = await metrics(own_scene, "activity")

    assert (row["average_ms"], row["failures_in_row"], row["last_error"]) == (150, 2, "y")
    assert 20 <= row["minutes_since"] < 21


async def test_books_that_do_not_balance_raise_an_alert_until_they_do(own_scene: Scene) -> None:
    await awake(own_scene)
    open_ones = "select params from data.alerts where kind = 'books' and settled_at is null and bar_id = $1"
    shift = "update data.bar_products set stock = stock + {} where id = '{}'"
    await own_scene.owner.execute(OLD.format(shift.format(1, own_scene.bar.products[0].id)))
    await run(own_scene, "check_books")
    assert json.loads(await own_scene.owner.fetchval(open_ones, own_scene.bar.id)) == {"stock": 1}

    await own_scene.owner.execute(OLD.format(shift.format(-1, own_scene.bar.products[0].id)))
    await run(own_scene, "check_books")
    assert await own_scene.owner.fetchval(open_ones, own_scene.bar.id) is None


async def test_bodies_go_after_90_days_and_numbers_never(own_scene: Scene) -> None:
    await awake(own_scene)
    bar = own_scene.bar
    await own_scene.submit(selling(bar, 1, (0, 1)))
    await own_scene.submit(command(2, "gap", {"from": 2, "to": 4}))
    await own_scene.submit(command(5, "park", {"kind": "record_sale", "version": 1, "body": {}}))
    await own_scene.submit(selling(bar, 6, (0, 1)), selling(bar, 7, (0, 1)))
    await own_scene.owner.execute(
        OLD.format("update data.commands set at = at - interval '91 days' where no < 7")
    )
    before = await own_scene.count("commands")
    assert await run(own_scene, "command_bodies") == "done"
    kept = await own_scene.owner.fetch("select no from data.commands where body is not null order by no")

    assert [row["no"] for row in kept] == [2, 5, 7]
    assert await own_scene.count("commands") == before
    assert [f for f in await check_database(own_scene.owner) if f.check == "numbers"] == []


async def test_a_command_whose_body_went_is_still_answered_as_it_was(own_scene: Scene) -> None:
    await awake(own_scene)
    sale = selling(own_scene.bar, 1, (0, 1))
    first = await own_scene.submit(sale)
    await own_scene.owner.execute(OLD.format("update data.commands set at = at - interval '91 days'"))
    await run(own_scene, "command_bodies")

    assert (await own_scene.submit(sale))["outcomes"] == first["outcomes"]
    assert await own_scene.stock() == 9


async def test_old_runs_and_sessions_go_but_the_last_run_of_each_job_stays(own_scene: Scene) -> None:
    await awake(own_scene)
    await own_scene.sign_in("Koffi")
    living = await own_scene.sign_in("Afi")
    await own_scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '200 days',"
        " until_at = until_at - interval '200 days' where id <> $1",
        living,
    )
    await own_scene.owner.executemany(
        "insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done)"
        " values ($1, 'test', now() - $2 * interval '1 day', 1, true)",
        [("activity", 40), ("activity", 31), ("activity", 29), ("guests", 50), ("guests", 40)],
    )
    await run(own_scene, "logs")
    runs = await own_scene.owner.fetch("select job from data.view_refreshes order by started_at")

    assert [row["job"] for row in runs] == ["guests", "activity", "logs"]
    assert str(await own_scene.owner.fetchval("select id from data.sessions")) == living


async def test_what_a_shut_out_or_forgotten_till_last_said_goes(own_scene: Scene) -> None:
    said = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}
    for till in own_scene.bar.tills:
        await own_scene.call("pulse", till.token, till.ledger, {}, said)
    await own_scene.owner.execute(
        "select logic.revoke_till($1, $2)", own_scene.bar.id, own_scene.bar.tills[1].id
    )
    await run(own_scene, "activity")
    assert await own_scene.count("till_status") == 2  # the bar still looks at it

    await own_scene.owner.execute(
        OLD.format(
            "update data.tills set revoked_at = revoked_at - interval '2 days' where revoked_at is not null;"
            "update data.till_status set seen_at = seen_at - interval '2 days'"
        )
    )
    await run(own_scene, "activity")
    assert await own_scene.count("till_status", f"till_id = '{own_scene.bar.till.id}'") == 1
    assert await own_scene.count("till_status") == 1

    await own_scene.owner.execute("update data.till_status set seen_at = seen_at - interval '90 days'")
    await run(own_scene, "activity")
    assert await own_scene.count("till_status") == 0


@pytest.mark.parametrize(
    "cron", ["0 3-17 * * *", "20 4,16 * * *", "*/5 * * * *", "5 */6 * * *", "7 22-23,1/8 * * *"]
)
@pytest.mark.parametrize("hours", [-13, -1, 0, 5, 24])
async def test_hours_are_moved_for_a_scheduler_of_another_zone(scene: Scene, cron: str, hours: int) -> None:
    moved = await scene.owner.fetchval("select jobs.moved($1, $2)", cron, hours)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    here, there = CronSim(cron, start), CronSim(moved, start + timedelta(hours=hours))

    assert [next(there) - timedelta(hours=hours) for _ in range(60)] == [next(here) for _ in range(60)]
