"""How a site is, and which thresholds are passed. It reads only; what to do is in ``docs/operations.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.server.provision import Connection
from app.server.timetable import Job, Timetable

THRESHOLDS: Mapping[str, float] = {
    "database_mb": 8000,  # the smallest paid plan of Supabase holds 8 GB
    "connections_percent": 80,
    "realtime_percent": 90,  # of the tills of a bar that may listen
    "slow_query_ms": 1000,  # a statement counts as slow above this
    "slow_queries": 0,
    "job_failures": 2,  # in a row
    "job_late_minutes": 30,
    "till_queue": 50,  # commands that a till has not sent yet
    "till_oldest_minutes": 60,  # age of the oldest of them
    "till_silent_hours": 48,
    "alerts": 0,  # open ones
}
"""What each figure may be at most."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A figure above its threshold. ``subject``: of which bar, job, till or statement; empty for the site's own."""

    threshold: str
    subject: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Status:
    """``site``: what ``jobs.site_status()`` answered, each job with ``late_minutes``; ``slow``: the slow statements.

    ``slow`` is None where pg_stat_statements does not count them.
    """

    site: Mapping[str, Any]
    slow: list[Mapping[str, Any]] | None
    alarms: tuple[Alarm, ...]

    def as_json(self) -> dict[str, object]:
        """Return it for programs."""
        alarms = [
            {"threshold": a.threshold, "subject": a.subject, "value": a.value, "limit": a.limit}
            for a in self.alarms
        ]
        return {"alarms": alarms, "slow_queries": self.slow, **self.site}


def limits(changes: Mapping[str, float]) -> Mapping[str, float]:
    """Return the thresholds with these changed. ValueError names one that does not exist."""
    for name in changes:
        if name not in THRESHOLDS:
            raise ValueError(f"There is no threshold {name}; there are {', '.join(THRESHOLDS)}.")
    return {**THRESHOLDS, **changes}


async def read_status(connection: Connection, wanted: Mapping[str, float] = THRESHOLDS) -> Status:
    """Return how the site is. ``connection``: of ``bartender_jobs``, the owner or a superuser; only who may read all
    statistics sees the text of slow statements.
    """
    site = json.loads(await connection.fetchval("select jobs.site_status()"))
    found = await connection.fetchval("select jobs.slow_queries($1)", float(wanted["slow_query_ms"]))
    slow = None if found is None else json.loads(found)
    timetable = _timetable(site)
    for job in site["jobs"]:
        job["late_minutes"] = _late_minutes(timetable, job)
    return Status(site, slow, tuple(_alarms(site, slow, wanted)))


def _timetable(site: Mapping[str, Any]) -> Timetable:
    now, zone = datetime.fromisoformat(site["now"]), ZoneInfo(site["time_zone"])
    return Timetable(now, zone, site["quiet_from"], site["quiet_until"], has_pg_cron=False, jobs=())


def _late_minutes(timetable: Timetable, row: Mapping[str, Any]) -> int:
    done = row["last_done_at"]
    last_at = None if done is None else datetime.fromisoformat(done)
    due = timetable.due_at(Job(row["job"], row["cron"], row["weight"] == "instant", last_at))
    return max(0, int((timetable.now - due).total_seconds() // 60))


def _alarms(
    site: Mapping[str, Any], slow: list[Mapping[str, Any]] | None, wanted: Mapping[str, float]
) -> Iterable[Alarm]:
    for name, subject, value in _figures(site, slow):
        if value > wanted[name]:
            yield Alarm(name, subject, round(value, 1), wanted[name])


def _figures(
    site: Mapping[str, Any], slow: list[Mapping[str, Any]] | None
) -> Iterable[tuple[str, str, float]]:
    yield "database_mb", "", site["database_bytes"] / 1e6
    yield "connections_percent", "", 100 * site["connections"] / site["max_connections"]
    yield "slow_queries", "", len(slow or ())
    for bar in site["realtime"]:
        if bar["cap"]:
            yield "realtime_percent", bar["bar"], 100 * (bar["leases"] + bar["refused"]) / bar["cap"]
    for job in site["jobs"]:
        yield "job_failures", job["job"], job["failures_in_row"]
        yield "job_late_minutes", job["job"], job["late_minutes"]
    for till in site["tills"]:
        name = f"{till['bar']}, {till['till']}"
        yield "till_queue", name, till["queue"]
        yield "till_oldest_minutes", name, till["oldest_s"] / 60
        yield "till_silent_hours", name, (till["silent_s"] or 0) / 3600
    yield "alerts", "", len(site["alerts"])
