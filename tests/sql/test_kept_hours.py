"""A bar's hours are kept with their time: what was sold belongs to the day that it was sold on, whenever it comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.sql.coming_back import coming_back, done, refused, swap
from tests.sql.edits import fields
from tests.sql.support import Answer, Scene, new_uuid, now, utc
from tests.sql.test_late_rights import long_ago
from tests.sql.trade import Desk, desk

SOLD_AGO = timedelta(hours=2)
CHANGED_AGO = timedelta(hours=1)


class Night:
    """Two hours ago it was half past five, or so, where the bar is."""

    def __init__(self) -> None:
        self.sold_at = now() - SOLD_AGO
        east = (5 - self.sold_at.hour + 12) % 24 - 12
        self.zone = f"Etc/GMT{-east:+d}" if east else "Etc/GMT"
        self.day = (self.sold_at + timedelta(hours=east)).date()
        self.day_before = self.day - timedelta(days=1)


async def night(scene: Scene, closing_hour: int) -> tuple[Desk, Night]:
    """Let the bar have been there, with that hour, for days; the owner and a manager are signed in."""
    till, made = await desk(scene, mode="simplified"), Night()
    await till.session("Ayaba")
    await till.session("Koffi")
    await long_ago(till)
    await scene.owner.execute(
        "update data.bars set closing_hour = $2, time_zone = $3 where id = $1",
        *(scene.bar.id, closing_hour, made.zone),
    )
    await scene.owner.execute(
        "delete from data.bar_hours h using data.bars b where b.id = $1 and h.bar_id = b.id"
        " and h.valid_from < b.hours_since",
        scene.bar.id,
    )
    await shift(scene, timedelta(days=9))
    return till, made


async def shift(scene: Scene, by: timedelta) -> None:
    """Let the present hours have come so long ago."""
    await scene.owner.execute(
        "update data.bar_hours h set valid_from = now() - $2::interval from data.bars b"
        " where b.id = $1 and h.bar_id = b.id and h.valid_from = b.hours_since",
        *(scene.bar.id, by),
    )
    await scene.owner.execute(
        "update data.bars set hours_since = (select max(h.valid_from) from data.bar_hours h where h.bar_id = id)"
        " where id = $1",
        scene.bar.id,
    )


async def change(till: Desk, **values: object) -> None:
    """Let the owner have changed the hours an hour ago."""
    version = await till.scene.owner.fetchval(
        "select coalesce((versions -> $2)::integer, 0) from data.bars where id = $1",
        *(till.scene.bar.id, next(iter(values))),
    )
    done(await till.do("Ayaba", "edit_settings", {"fields": fields(version, **values)}))
    await shift(till.scene, CHANGED_AGO)


async def day_of(scene: Scene, thing: str, table: str = "sales") -> date:
    found: date = await scene.owner.fetchval(f"select business_date from data.{table} where id = $1", thing)
    return found


async def test_a_late_sale_belongs_to_the_day_that_it_was_sold_on(scene: Scene) -> None:
    till, made = await night(scene, closing_hour=6)
    sold = {"moment": utc(made.sold_at), "door": "served"}
    in_time = await till.sell("Koffi", (0, 1), **sold)
    await change(till, closing_hour=4)
    late = await till.sell("Koffi", (0, 1), **sold)
    today = await till.sell("Koffi", (0, 1))

    assert late["business_date"] == in_time["business_date"] == str(made.day_before)
    assert today["business_date"] == str(made.day)
    assert await day_of(scene, late["sale"]) == made.day_before


async def test_a_zone_is_kept_as_an_hour_is(scene: Scene) -> None:
    till, made = await night(scene, closing_hour=6)
    await change(till, time_zone="Pacific/Kiritimati")
    late = await till.sell("Koffi", (0, 1), moment=utc(made.sold_at), door="served")

    assert late["business_date"] == str(made.day_before)


async def test_before_the_first_hours_that_are_known_those_hold(scene: Scene) -> None:
    till, made = await night(scene, closing_hour=6)
    await shift(scene, timedelta(minutes=90))
    late = await till.sell("Koffi", (0, 1), moment=utc(made.sold_at), door="served")

    assert late["business_date"] == str(made.day_before)


@pytest.mark.parametrize(
    ("before", "after", "is_same_day"),
    [(6, 6, False), (6, 4, False), (4, 4, True), (4, 6, True), (4, 8, True), (6, 8, True)],
)
async def test_what_comes_back_on_the_day_of_its_sale_is_of_that_day_whatever_the_hours_are_by_then(
    scene: Scene, before: int, after: int, *, is_same_day: bool
) -> None:
    """Sold at half past five, changed at half past six, brought back at half past seven."""
    till, made = await night(scene, closing_hour=before)
    sold = await till.sell("Koffi", (0, 3), moment=utc(made.sold_at), door="served")
    if before != after:
        await change(till, closing_hour=after)
    body = coming_back(scene.bar, sold["sale"])
    returned = await till.do("Koffi", "create_return", body)
    exchange = swap(till, sold["sale"], (1, 1))
    exchanged = await till.do("Koffi", "exchange", exchange)

    if not is_same_day:
        of_day = ("TLDAY", {"business_date": sold["business_date"]})
        assert (refused(returned), refused(exchanged)) == (of_day, of_day)
        return
    done(exchanged)
    for thing in (done(returned)["return"], exchange["return"]["return"]):
        assert await day_of(scene, thing, "returns") == await day_of(scene, sold["sale"])


async def test_what_came_in_is_of_the_day_of_its_moment(scene: Scene) -> None:
    till, made = await night(scene, closing_hour=6)
    await change(till, closing_hour=4)
    supply: Answer = {
        "supply": new_uuid(),
        "product": scene.bar.products[0].id,
        "lots": 1,
        "lot_size": 12,
        "lot_price": 6000,
        "supplier": "",
        "notes": "",
    }
    done(await till.do("Koffi", "record_supply", supply, moment=utc(made.sold_at)))

    assert await day_of(scene, supply["supply"], "supplies") == made.day_before


async def test_hours_are_kept_when_they_change_and_only_then(scene: Scene) -> None:
    till, made = await night(scene, closing_hour=6)
    await change(till, closing_hour=4)
    await change(till, closing_hour=4)
    await change(till, time_zone="Africa/Abidjan")
    rows = await scene.owner.fetch(
        "select closing_hour, time_zone from data.bar_hours where bar_id = $1 order by valid_from",
        scene.bar.id,
    )

    assert [tuple(row) for row in rows] == [(6, made.zone), (4, made.zone), (4, "Africa/Abidjan")]
    assert await scene.owner.fetchval(
        "select hours_since = (select max(valid_from) from data.bar_hours where bar_id = id)"
        " from data.bars where id = $1",
        scene.bar.id,
    )


async def test_a_day_ended_by_the_hours_of_its_end(scene: Scene) -> None:
    """From 6 to 4 on the 10th at ten in the morning, and to 8 on the 12th at five."""
    bar = scene.bar.id
    await scene.owner.execute("update data.bars set closing_hour = 8, time_zone = 'UTC' where id = $1", bar)
    await scene.owner.execute("delete from data.bar_hours where bar_id = $1", bar)
    await scene.owner.executemany(
        "insert into data.bar_hours (bar_id, valid_from, closing_hour, time_zone) values ($1, $2, $3, 'UTC')",
        [
            (bar, datetime(2026, 3, 1, tzinfo=UTC), 6),
            (bar, datetime(2026, 3, 10, 10, tzinfo=UTC), 4),
            (bar, datetime(2026, 3, 12, 5, tzinfo=UTC), 8),
        ],
    )
    ends = [
        await scene.owner.fetchval("select logic.day_end($1, $2)", bar, date(2026, *day))
        for day in ((2, 1), (3, 9), (3, 10), (3, 11), (3, 20))
    ]

    assert [(end.month, end.day, end.hour) for end in ends] == [
        (2, 2, 6),
        (3, 10, 6),
        (3, 11, 4),
        (3, 12, 8),
        (3, 21, 8),
    ]
