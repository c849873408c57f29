"""How a site is, in words that fit a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.server.status import Alarm, Status

ALARMS: Mapping[str, str] = {
    "database_mb": "The database has {value:,.0f} MB, more than {limit:,.0f}.",
    "connections_percent": "{value:.0f} % of the connections are taken, more than {limit:.0f}.",
    "realtime_percent": "{subject}: {value:.0f} % as many tills want to listen as may, more than {limit:.0f}.",
    "slow_queries": "Statements that are slow: {value:.0f}.",
    "job_failures": "The job {subject} failed {value:.0f} times in a row.",
    "job_late_minutes": "The job {subject} is {value:.0f} min late: does anybody run the schedule?",
    "till_queue": "Till {subject} has {value:.0f} commands to send, more than {limit:.0f}.",
    "till_oldest_minutes": "Till {subject} has had something to send for {value:.0f} min.",
    "till_silent_hours": "Till {subject} has not called for {value:.0f} h.",
    "alerts": "Alerts that are open: {value:.0f}.",
}
ALERT_HEADS = ("kind", "bar", "times", "last", "about")
ABOUT_WIDTH = 160
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def alarm_sentence(alarm: Alarm) -> str:
    """Return what an alarm means."""
    return ALARMS[alarm.threshold].format(subject=alarm.subject, value=alarm.value, limit=alarm.limit)


def status_words(status: Status) -> str:
    """Return everything, the alarms first."""
    site = status.site
    blocks = [
        "\n".join(f"!  {alarm_sentence(alarm)}" for alarm in status.alarms) or "All is well.",
        _site(site),
        _block("Realtime", ("bar", "listen", "may", "refused"), map(_realtime, site["realtime"])),
        _block("Tills", ("till", "version", "queue", "oldest", "last seen"), map(_till, site["tills"])),
        _block("Jobs", ("job", "last done", "average", "late", "failed"), map(_job, site["jobs"])),
        _slow(status.slow),
        _block("Alerts", ALERT_HEADS, map(_alert, site["alerts"])),
    ]
    return "\n\n".join(block for block in blocks if block)


def _site(site: Mapping[str, Any]) -> str:
    emergency = site["emergency_s"]
    lines = [
        ("Schema", site["schema"]),
        ("Database", f"{site['database_bytes'] / 1e6:,.1f} MB"),
        ("Connections", f"{site['connections']} of {site['max_connections']}"),
        (
            "Sales",
            f"{site['sales_5min']} in 5 min, {site['sales_60min']} in 1 h, last {_when(site['last_sale_at'])}",
        ),
        ("Tills listen at", _where(site)),
        ("Bars", _bars(site)),
        ("Jobs are run by", site["run_by"] or "nobody yet"),
        ("Emergency polling", "off" if emergency is None else f"every {emergency} s"),
        ("Features", ", ".join(f"{name} ({stage})" for name, stage in site["rollouts"].items()) or "none"),
    ]
    return "\n".join(f"{name:<18} {value}" for name, value in lines)


def _where(site: Mapping[str, Any]) -> str:
    return "nowhere" if site["realtime_url"] is None else f"{site['realtime_url']} ({site['realtime_kind']})"


def _realtime(row: Mapping[str, Any]) -> Sequence[str]:
    return row["bar"], str(row["leases"]), str(row["cap"]), str(row["refused"] or "")


def _bars(site: Mapping[str, Any]) -> str:
    """Return how many bars there are, and what they earned in 30 days, in minor units of each currency."""
    net = (
        ", ".join(f"{amount:,} {currency}" for currency, amount in sorted(site["net_30"].items()))
        or "nothing yet"
    )
    as_of = next((row["last_done_at"] for row in site["jobs"] if row["job"] == "bars_with_stats"), None)
    return f"{site['bars']}, {site['active_bars']} active; net of 30 days: {net} (as of {_when(as_of)})"


def _till(row: Mapping[str, Any]) -> Sequence[str]:
    oldest = f"{row['oldest_s'] // 60} min" if row["queue"] else ""
    return (
        f"{row['bar']}, {row['till']}",
        row["version"] or "-",
        str(row["queue"]),
        oldest,
        _when(row["seen_at"]),
    )


def _job(row: Mapping[str, Any]) -> Sequence[str]:
    average = "" if row["average_ms"] is None else f"{row['average_ms']:,.0f} ms"
    late = f"{row['late_minutes']} min" if row["late_minutes"] else ""
    failed = f"{row['failures_in_row']}: {row['last_error']}" if row["failures_in_row"] else ""
    return row["job"], _when(row["last_done_at"]), average, late, failed


def alert_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the open alerts with the ids by which they are settled."""
    lines = ((row["id"], *_alert(row)) for row in rows)
    return _block("Alerts", ("id", *ALERT_HEADS), lines) or "No alert is open."


def _alert(row: Mapping[str, Any]) -> Sequence[str]:
    about = textwrap.shorten(", ".join(_about(row)), ABOUT_WIDTH, placeholder=" …")
    return row["kind"], row["bar"] or "-", str(row["count"]), _when(row["last_at"]), about


def _about(row: Mapping[str, Any]) -> Iterable[str]:
    """Yield what an alert says to a person: ids of tills, ledgers and epochs stay in ``--json``."""
    if row["till"]:
        yield f"till {row['till']}"
    elif row["subject"] and not ID.search(row["subject"]):
        yield str(row["subject"])
    for name, value in sorted(row["params"].items()):
        if isinstance(value, (str, int)) and not ID.search(str(value)):
            yield f"{name} {value}"


def _slow(rows: Sequence[Mapping[str, Any]] | None) -> str:
    if rows is None:
        return "Slow statements are not counted: pg_stat_statements is not loaded."
    lines = (
        (f"{row['max_ms']:,} ms", f"{row['mean_ms']:,} ms", str(row["calls"]), row["query"]) for row in rows
    )
    return _block("Slow statements", ("slowest", "average", "calls", "statement"), lines)


def _block(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table under its title, nothing when it has no row."""
    lines = [heads, *rows]
    if len(lines) == 1:
        return ""
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([title, *(f"  {line}" for line in text)])


def _when(moment: str | None) -> str:
    return (
        "never" if moment is None else datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    )
