"""When a job starts next: in the site's zone, once for what was missed, never in the quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from app.server.timetable import Job, Timetable, next_time

PORTO_NOVO = ZoneInfo("Africa/Porto-Novo")  # an hour before UTC, all year
HOURLY, FIVE = "0 3-17 * * *", "*/5 * * * *"


def at(text: str, zone: ZoneInfo = PORTO_NOVO) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=zone)


def due(now: str, cron: str, last: str | None, *, is_instant: bool = False) -> datetime:
    timetable = Timetable(at(now).astimezone(UTC), PORTO_NOVO, 18, 2, has_pg_cron=False, jobs=())
    return timetable.due_at(Job("it", cron, is_instant, None if last is None else at(last)))


@pytest.mark.parametrize(
    ("now", "cron", "last", "expected"),
    [
        ("20T10:20", HOURLY, "20T10:00", "20T11:00"),
        ("20T17:30", HOURLY, "20T17:00", "21T03:00"),
        ("20T10:20", HOURLY, "20T07:00", "20T08:00"),  # missed: at once
        ("20T10:20", HOURLY, None, "19T11:00"),  # never done: at once
        ("20T10:20", HOURLY, "01T07:00", "19T11:00"),  # missed for weeks: at once, and once
        ("20T19:00", HOURLY, "20T12:00", "21T02:00"),  # missed, but the bars are full
        ("20T01:59", HOURLY, None, "20T02:00"),
        ("20T02:00", HOURLY, "19T12:00", "19T13:00"),
        ("20T23:00", "20 4,16 * * *", "20T16:20", "21T04:20"),
    ],
)
def test_when_a_job_is_due(now: str, cron: str, last: str | None, expected: str) -> None:
    assert due(now, cron, last) == at(expected)


def test_what_is_instant_is_due_at_any_hour() -> None:
    assert due("20T23:02", FIVE, "20T23:00", is_instant=True) == at("20T23:05")
    assert due("20T23:07", FIVE, "20T23:00", is_instant=True) == at("20T23:05")


def test_a_run_is_never_due_twice() -> None:
    now = at("20T10:00")
    assert next_time(HOURLY, now, PORTO_NOVO) == now + timedelta(hours=1)


def test_summer_time_neither_skips_nor_doubles_a_day() -> None:
    paris = ZoneInfo("Europe/Paris")
    start = datetime(2026, 3, 27, tzinfo=UTC)
    starts = []
    for _ in range(4):
        start = next_time("30 2 * * *", start, paris)
        starts.append(start)

    assert len({moment.date() for moment in starts}) == 4
    assert all(timedelta(hours=22) <= b - a <= timedelta(hours=25) for a, b in pairwise(starts))
