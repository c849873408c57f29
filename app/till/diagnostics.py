"""How this till is, for a person who helps: the line and the feed with their past, what it asks for, how often its
cache was enough. It reads, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.domain.frozen import frozen
from app.sync.counters import Looks
from app.sync.link import LinkState
from app.sync.live import FeedState
from app.sync.ports import Json
from app.sync.traffic import Traffic
from app.till.copies import Record

if TYPE_CHECKING:
    from app.till.till import Till


@frozen
class Spread:
    """The middle and the slow end of some times, in seconds; None before the first."""

    p50_s: float | None
    p95_s: float | None
    count: int


@frozen
class Feed:
    """What the feed has told. ``doubts``: how often one had to ask; ``missed``: what only a pulse has found."""

    state: FeedState
    states: tuple[tuple[float, FeedState], ...]
    events: int
    doubts: int
    joins: int
    missed: int
    lag: Spread


@frozen
class Report:
    """Everything at one moment. Times are wall seconds; ``pulse_s`` None: it probes with backoff."""

    link: LinkState
    link_since: float
    links: tuple[tuple[float, LinkState], ...]
    feed: Feed
    trips: Spread
    traffic: Traffic
    pulse_s: float | None
    sales_5min: int
    tills_online: int
    looks: Looks
    clock_offset_s: float | None
    copied: Record | None
    """The volume that the ledger was last copied to."""
    not_copied: Record | None
    """A volume to which it should be copied and is not."""


def report_of(till: Till) -> Report:
    """Return how the till is now."""
    traffic, answer = till.meter.so_far(), till.pulse.answer
    anchor = till.outbox.time.anchor
    return Report(
        link=till.link.state,
        link_since=till.link.since,
        links=till.link.states,
        feed=_feed(till),
        trips=spread(traffic.trips_s),
        traffic=traffic,
        pulse_s=till.pulse.plan.pulse_s,
        sales_5min=answer.sales_last_5min if answer else 0,
        tills_online=answer.tills_online if answer else 0,
        looks=till.cache.looks(),
        clock_offset_s=anchor.server - anchor.wall if anchor else None,
        copied=till.copies.last,
        not_copied=till.copies.failing,
    )


def _feed(till: Till) -> Feed:
    if till.live is None:
        return Feed(FeedState.OFF, (), 0, 0, 0, till.pulse.missed, spread(()))
    heard = till.live.so_far
    return Feed(
        state=till.live.state,
        states=heard.states,
        events=heard.events,
        doubts=heard.doubts,
        joins=heard.joins,
        missed=till.pulse.missed,
        lag=spread(heard.lags_s),
    )


def spread(seconds: Sequence[float]) -> Spread:
    """Return the 50th and 95th percentile, each a time that was met."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(None, None, 0)
    last = len(ordered) - 1
    return Spread(ordered[last // 2], ordered[round(last * 0.95)], len(ordered))


def as_json(report: Report) -> Mapping[str, Json]:
    """Return it for programs: times in milliseconds, states with their wall second."""
    feed, traffic, looks = report.feed, report.traffic, report.looks
    copied, not_copied = report.copied, report.not_copied
    return {
        "link": report.link,
        "link_since": report.link_since,
        "links": [[at, state] for at, state in report.links],
        "realtime": feed.state,
        "realtime_states": [[at, state] for at, state in feed.states],
        "events": feed.events,
        "gaps": feed.doubts,
        "joins": feed.joins,
        "missed": feed.missed,
        "lag_ms": _milliseconds(feed.lag),
        "trip_ms": _milliseconds(report.trips),
        "pulse_s": report.pulse_s,
        "sales_5min": report.sales_5min,
        "tills_online": report.tills_online,
        "counted_since": traffic.since,
        "requests": traffic.requests,
        "requests_by_name": dict(traffic.calls),
        "pulses": traffic.calls.get("pulse", 0),
        "deltas": traffic.calls.get("stock_since", 0),
        "bytes_out": traffic.bytes_out,
        "bytes_in": traffic.bytes_in,
        "frames": traffic.frames,
        "hit_rate": looks.total.rate,
        "hits": {family: [tally.hits, tally.misses] for family, tally in looks.families.items()},
        "clock_offset_s": report.clock_offset_s,
        "copied_to": copied.name if copied else None,
        "copied_at": copied.at if copied else None,
        "copied_operations": copied.operations if copied else None,
        "copied_waiting": copied.waiting if copied else None,
        "not_copied_to": not_copied.name if not_copied else None,
        "not_copied_because": not_copied.failure if not_copied else None,
    }


def _milliseconds(spread: Spread) -> Json:
    if spread.p50_s is None or spread.p95_s is None:
        return None
    return {"p50": round(spread.p50_s * 1000, 1), "p95": round(spread.p95_s * 1000, 1), "count": spread.count}
