"""When each job of ``data.schedule`` starts next: cron expressions reckoned in the site's zone. It runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

CATCH_UP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    """``cron``: in the zone of the timetable; ``last_at``: when it was last started, None when that is not known."""

    name: str
    cron: str
    is_instant: bool
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """What the database says at ``now``. Jobs that are not instant do not start from ``quiet_from`` to ``quiet_until``
    o'clock.
    """

    now: datetime
    zone: ZoneInfo
    quiet_from: int
    quiet_until: int
    has_pg_cron: bool
    jobs: tuple[Job, ...]

    def is_quiet(self, moment: datetime) -> bool:
        """Whether the moment is in the quiet hours. Twin of ``jobs.is_quiet``."""
        hour = moment.astimezone(self.zone).hour
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def due_at(self, job: Job) -> datetime:
        """Return when the job is to start: in the past when it was missed, which is made good for one day, once.

        What was missed waits for the end of the quiet hours.
        """
        since = max(job.last_at or self.now - CATCH_UP, self.now - CATCH_UP)
        due = next_time(job.cron, since, self.zone)
        if job.is_instant or due > self.now or not self.is_quiet(self.now):
            return due
        return self._end_of_quiet()

    def _end_of_quiet(self) -> datetime:
        return next_time(f"0 {self.quiet_until} * * *", self.now, self.zone)


def next_time(cron: str, since: datetime, zone: ZoneInfo) -> datetime:
    """Return the first time after ``since`` that the expression names in the zone, summer time heeded."""
    return next(CronSim(cron, since.astimezone(zone)))


def timetable_from_json(answer: Mapping[str, Any]) -> Timetable:
    """Return what ``jobs.timetable()`` answered."""
    return Timetable(
        now=datetime.fromisoformat(answer["now"]),
        zone=ZoneInfo(answer["time_zone"]),
        quiet_from=answer["quiet_from"],
        quiet_until=answer["quiet_until"],
        has_pg_cron=answer["has_pg_cron"],
        jobs=tuple(
            Job(row["name"], row["cron"], row["weight"] == "instant", _moment(row["last_at"]))
            for row in answer["jobs"]
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
