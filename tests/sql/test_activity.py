"""How busy a bar is slides with the clock, and costs next to nothing."""

from __future__ import annotations

import statistics
from datetime import timedelta

from tests.sql.support import Scene, ago, now, selling

MANY = """
set session_replication_role = replica;
insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, status, door, business_date,
  total_minor, rev, created_at, claimed_at, booked_at)
select '{bar}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'C1-000001', gen_random_uuid(),
  gen_random_uuid(), 'validated', 'counter', current_date, 500, n, now() - n * interval '3 seconds', now(), now()
from generate_series(1, 30000) n;
set session_replication_role = origin;
"""


async def activity(scene: Scene, minutes: float = 0) -> tuple[int, int]:
    """Return the sales of 5 and 60 minutes as they will be asked for in so many minutes."""
    row = await scene.owner.fetchrow(
        "select sales_5min, sales_60min from logic.bar_activity($1, $2)",
        scene.bar.id,
        now() + timedelta(minutes=minutes),
    )
    assert row is not None
    return row["sales_5min"], row["sales_60min"]


async def test_it_slides_without_any_job_or_further_sale(scene: Scene) -> None:
    sales = [
        selling(scene.bar, no, (0, 1), door="served", moment=ago(minutes=minutes))
        for no, minutes in enumerate((59, 30, 6, 4, 1), start=1)
    ]
    await scene.submit(*sales)

    assert [await activity(scene, minutes) for minutes in (0, 2, 4.5, 29, 50, 61)] == [
        (2, 5),
        (1, 4),
        (0, 4),
        (0, 4),
        (0, 3),
        (0, 0),
    ]


async def test_a_sale_counts_when_it_was_made_not_when_it_came(scene: Scene) -> None:
    await scene.submit(selling(scene.bar, 1, (0, 1), door="served", moment=ago(hours=3)))

    assert await activity(scene) == (0, 0)
    row = await scene.owner.fetchrow(
        "select sales_60min, now() - last_sale_at as since from jobs.bar_activity where bar_id = $1",
        scene.bar.id,
    )
    assert row is not None
    assert row["sales_60min"] == 0
    assert timedelta(hours=3) <= row["since"] < timedelta(hours=3, minutes=5)


async def test_it_takes_less_than_a_millisecond_at_1200_sales_an_hour(own_scene: Scene) -> None:
    """PostgreSQL's own time, the median of many: what a loaded machine adds is not what is asked here."""
    await own_scene.owner.execute(MANY.format(bar=own_scene.bar.id))
    await own_scene.owner.execute("vacuum analyze data.sales")
    assert (await activity(own_scene))[1] in range(1100, 1201)
    await own_scene.owner.execute(
        "create function pg_temp.measure(bar uuid) returns setof double precision language plpgsql as $$"
        " declare t timestamptz; begin for i in 1 .. 101 loop t := clock_timestamp();"
        " perform from logic.bar_activity(bar, now());"
        " return next extract(epoch from clock_timestamp() - t) * 1000; end loop; end $$"
    )
    rows = await own_scene.owner.fetch("select ms from pg_temp.measure($1) as ms", own_scene.bar.id)

    assert statistics.median(row["ms"] for row in rows) < 1.0
