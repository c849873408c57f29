"""How this till is, on one page, for whoever helps: made from ``till.diagnostics``, looked at once a second."""

from __future__ import annotations

import json

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app import __version__
from app.domain.frozen import frozen
from app.sync.link import LinkState
from app.sync.live import FeedState
from app.till.diagnostics import Report, report_of
from app.till.ports import FULL, GONE, PROTECTED
from app.till.till import Till
from app.ui import format as text_of
from app.ui.view_models.diagnosis import Finding, findings

LOOK_MS = 1_000
NAME_MOST = 12
NAMES = frozenset({"person", "copied_to", "not_copied_to"})
"""What of a till's status may be somebody's name: a stick is called as its owner calls it."""
SPAN_S = 3_600.0
"""How much of the past the strips show."""


@frozen
class Fact:
    """A figure with its name. ``ink``: ``ok``, ``warn``, ``stop`` or empty."""

    name: str
    text: str
    ink: str = ""


@frozen
class Stretch:
    """A part of a strip: from ``start`` to ``end`` of its width (0 to 1), in one ink, with its word."""

    start: float
    end: float
    ink: str
    word: str


@frozen
class Topic:
    """A card: ``headline`` large under the title, ``strip`` of the last hour if there is one, and facts."""

    name: str
    title: str
    headline: str
    ink: str
    facts: tuple[Fact, ...]
    strip: tuple[Stretch, ...] = ()


class DiagnosticsModel(QObject):
    """The state of the till.

    *Shows*: ``findings`` (a plain sentence per matter) and ``topics`` (line, feed, requests, cache, queue, program);
    ``changed`` once a second while it is watched.
    *Taps*: ``watch`` and ``rest`` (the page comes and goes); ``report_text`` is what « copy » puts on the clipboard.
    """

    changed = Signal()

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.changed)

    def watch(self) -> None:
        self._timer.start()
        self.changed.emit()

    def rest(self) -> None:
        self._timer.stop()

    def retranslate(self) -> None:
        self.changed.emit()

    @property
    def topics(self) -> list[Topic]:
        report, now = report_of(self._till), self._till.clock.wall()
        return [
            self._line(report, now),
            self._feed(report, now),
            self._requests(report),
            self._cache(report),
            self._queue(report),
            self._program(report),
        ]

    @property
    def findings(self) -> list[Finding]:
        return findings(self._till, report_of(self._till))

    @property
    def report_text(self) -> str:
        """Everything, for a message to whoever helps. No secret and nobody's name is in it."""
        status = {key: value for key, value in self._till.status().items() if key not in NAMES}
        return json.dumps({"version": __version__, **status}, indent=1, ensure_ascii=False, default=str)

    def _line(self, report: Report, now: float) -> Topic:
        trips = report.trips
        facts = (
            Fact(
                #: how long the line has been so
                QCoreApplication.translate("DiagnosticsModel", "For"),
                text_of.duration(now - report.link_since),
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Usual round trip"),
                text_of.milliseconds(trips.p50_s),
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Slow round trip (1 in 20)"),
                text_of.milliseconds(trips.p95_s),
                "warn" if trips.p95_s is not None and trips.p95_s > 2.5 else "",
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Clock off by"),
                self._offset(report),
            ),
        )
        past = [(at, _ink_of_link(state), link_word(state)) for at, state in report.links]
        return Topic(
            "line",
            QCoreApplication.translate("DiagnosticsModel", "Line to the server"),
            link_word(report.link),
            _ink_of_link(report.link),
            facts,
            strip_of(past, now),
        )

    def _offset(self, report: Report) -> str:
        offset = report.clock_offset_s
        return text_of.UNKNOWN if offset is None else text_of.milliseconds(abs(offset))

    def _feed(self, report: Report, now: float) -> Topic:
        feed = report.feed
        facts = (
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Events heard"), text_of.grouped(feed.events)
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Usual delay"),
                text_of.milliseconds(feed.lag.p50_s),
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Slow delay (1 in 20)"),
                text_of.milliseconds(feed.lag.p95_s),
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Doubts · missed"),
                f"{text_of.grouped(feed.doubts)} · {text_of.grouped(feed.missed)}",
                "warn" if feed.missed else "",
            ),
        )
        past = [(at, _ink_of_feed(state), feed_word(state)) for at, state in feed.states]
        return Topic(
            "feed",
            QCoreApplication.translate("DiagnosticsModel", "Live stock"),
            feed_word(feed.state),
            _ink_of_feed(feed.state),
            facts,
            strip_of(past, now),
        )

    def _requests(self, report: Report) -> Topic:
        traffic, bar = report.traffic, self._till.bar.bar()
        pulse = text_of.UNKNOWN if report.pulse_s is None else text_of.wait(round(report.pulse_s))
        facts = (
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Pulses"),
                text_of.grouped(traffic.calls.get("pulse", 0)),
            ),
            Fact(QCoreApplication.translate("DiagnosticsModel", "Every"), pulse),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Stock read again"),
                text_of.grouped(traffic.calls.get("stock_since", 0)),
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Sent and received"),
                f"{text_of.size(traffic.bytes_out)} · {text_of.size(traffic.bytes_in)}",
            ),
        )
        since = text_of.clock(traffic.since, bar.time_zone if bar else None)
        return Topic(
            "requests",
            QCoreApplication.translate("DiagnosticsModel", "Requests since {time}").format(time=since),
            text_of.grouped(traffic.requests),
            "",
            facts,
        )

    def _cache(self, report: Report) -> Topic:
        families = sorted(report.looks.families.items(), key=lambda one: -(one[1].hits + one[1].misses))
        facts = tuple(
            Fact(
                family_word(name),
                f"{text_of.percent(tally.rate)} · {text_of.grouped(tally.hits + tally.misses)}",
            )
            for name, tally in families[:4]
        )
        rate = report.looks.total.rate
        return Topic(
            "cache",
            QCoreApplication.translate("DiagnosticsModel", "Answered from this machine"),
            text_of.percent(rate),
            "" if rate is None else ("ok" if rate >= 0.8 else "warn"),
            facts,
        )

    def _queue(self, report: Report) -> Topic:
        summary = self._till.outbox.summary()
        oldest = text_of.UNKNOWN if summary.oldest_s is None else text_of.duration(summary.oldest_s)
        facts = (
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Amount that waits"),
                text_of.money(summary.waiting_amount),
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Oldest"),
                oldest if summary.waiting_count else "–",
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Refused"),
                text_of.grouped(summary.refused_count),
                "stop" if summary.refused_count else "",
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Amount refused"),
                text_of.money(summary.refused_amount),
            ),
            *self._copies(report),
        )
        waiting = text_of.counts().sales(summary.waiting_count)
        return Topic(
            "queue",
            QCoreApplication.translate("DiagnosticsModel", "Waiting to be sent"),
            waiting
            if summary.waiting_count
            else QCoreApplication.translate("DiagnosticsModel", "Nothing waits"),
            "warn" if summary.waiting_count else "ok",
            facts,
        )

    def _copies(self, report: Report) -> list[Fact]:
        """Where the last copy of what is queued went, and why there is none of now."""
        copied, not_copied = report.copied, report.not_copied
        last = "–"
        if copied is not None and copied.at is not None:
            ago = text_of.ago(max(0.0, self._till.outbox.time.now_s() - copied.at))
            last = text_of.joined(_short(copied.name), ago)
        facts = [Fact(QCoreApplication.translate("DiagnosticsModel", "Last copy"), last)]
        if not_copied is not None:
            name = QCoreApplication.translate("DiagnosticsModel", "Not copied")
            why = text_of.joined(_short(not_copied.name), failure_word(not_copied.failure or ""))
            facts.append(Fact(name, why, "stop"))
        return facts

    def _program(self, report: Report) -> Topic:
        del report
        outbox = self._till.outbox
        facts = (
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Till"),
                f"{self._till.bar.till_code} · {self._till.bar.till_name}",
            ),
            Fact(QCoreApplication.translate("DiagnosticsModel", "Journal"), outbox.ledger[-12:]),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Epoch of the server"),
                (outbox.epoch or text_of.UNKNOWN)[-12:],
            ),
            Fact(
                QCoreApplication.translate("DiagnosticsModel", "Revision of the stock"),
                text_of.grouped(self._till.bar.revision),
            ),
        )
        return Topic(
            "program",
            QCoreApplication.translate("DiagnosticsModel", "Program"),
            f"BarTender {__version__}",
            "",
            facts,
        )


def strip_of(past: list[tuple[float, str, str]], now: float) -> tuple[Stretch, ...]:
    """Return the last hour of a history of (wall second, ink, word), oldest first; empty where none is known."""
    begin = now - SPAN_S
    parts = []
    for place, (at, ink, word) in enumerate(past):
        until = past[place + 1][0] if place + 1 < len(past) else now
        start, end = (max(0.0, min(1.0, (moment - begin) / SPAN_S)) for moment in (at, until))
        if end > start:
            parts.append(Stretch(start, end, ink, word))
    return tuple(parts)


def link_word(state: LinkState) -> str:
    """Return the word for a state of the line."""
    return {
        LinkState.ONLINE: QCoreApplication.translate("DiagnosticsModel", "Online"),
        LinkState.UNSURE: QCoreApplication.translate("DiagnosticsModel", "Slow connection"),
        LinkState.OFFLINE: QCoreApplication.translate("DiagnosticsModel", "Offline"),
        LinkState.SHUT: QCoreApplication.translate("DiagnosticsModel", "Shut out"),
    }[state]


def _ink_of_link(state: LinkState) -> str:
    return {LinkState.ONLINE: "ok", LinkState.SHUT: "stop"}.get(state, "warn")


def feed_word(state: FeedState) -> str:
    """Return the word for a state of the feed."""
    match state:
        case FeedState.LIVE:
            return QCoreApplication.translate("DiagnosticsModel", "Live")
        case FeedState.REFUSED:
            return QCoreApplication.translate("DiagnosticsModel", "No place free")
        case FeedState.SUSPENDED:
            return QCoreApplication.translate("DiagnosticsModel", "Switched off")
        case FeedState.OFF:
            return QCoreApplication.translate("DiagnosticsModel", "Not there")
        case _:
            return QCoreApplication.translate("DiagnosticsModel", "Connecting")


def _ink_of_feed(state: FeedState) -> str:
    return {FeedState.LIVE: "ok", FeedState.OFF: "", FeedState.SUSPENDED: ""}.get(state, "warn")


def failure_word(reason: str) -> str:
    """Return the word for why a copy was not made."""
    return {
        FULL: QCoreApplication.translate("DiagnosticsModel", "no room"),
        PROTECTED: QCoreApplication.translate("DiagnosticsModel", "write-protected"),
        GONE: QCoreApplication.translate("DiagnosticsModel", "pulled out"),
    }.get(reason, QCoreApplication.translate("DiagnosticsModel", "failed"))


def _short(name: str) -> str:
    return name if len(name) <= NAME_MOST else f"{name[: NAME_MOST - 1]}…"


def family_word(family: str) -> str:
    """Return what a family of reads is about; its own name where there is no word."""
    return {
        "sales": QCoreApplication.translate("DiagnosticsModel", "Sales"),
        "sale": QCoreApplication.translate("DiagnosticsModel", "One sale"),
        "catalog": QCoreApplication.translate("DiagnosticsModel", "Products"),
        "team": QCoreApplication.translate("DiagnosticsModel", "Team"),
        "settings": QCoreApplication.translate("DiagnosticsModel", "Settings"),
        "returns": QCoreApplication.translate("DiagnosticsModel", "Returns"),
        "consignments": QCoreApplication.translate("DiagnosticsModel", "Kept bottles"),
        "discrepancies": QCoreApplication.translate("DiagnosticsModel", "Discrepancies"),
        "dashboard": QCoreApplication.translate("DiagnosticsModel", "Daily figures"),
        "notifications": QCoreApplication.translate("DiagnosticsModel", "Notifications"),
        "supplies": QCoreApplication.translate("DiagnosticsModel", "Supplies"),
    }.get(family, family)
