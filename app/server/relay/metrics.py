"""What a relay counts, as Prometheus reads it; each relay has a registry of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX = "bartender_relay"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class BarFigures:
    """How a bar is now: sockets that are open, the cap, and tills refused within the last minute."""

    bar: str
    sockets: int
    cap: int
    refused: int


class _Bars(Collector):
    def __init__(self, figures: Callable[[], Iterable[BarFigures]]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        sockets = GaugeMetricFamily(
            f"{_PREFIX}_bar_sockets", "Sockets of a bar that are open", labels=["bar"]
        )
        caps = GaugeMetricFamily(f"{_PREFIX}_bar_cap", "How many of a bar may listen", labels=["bar"])
        refused = GaugeMetricFamily(
            f"{_PREFIX}_bar_refused_tills",
            "Tills of a bar that were refused within a minute, as last read",
            labels=["bar"],
        )
        for one in self._figures():
            for family, value in ((sockets, one.sockets), (caps, one.cap), (refused, one.refused)):
                family.add_metric([one.bar], value)
        return sockets, caps, refused


class Metrics:
    """Counters of one relay. ``watch`` names where the figures of bars come from."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def counter(name: str, words: str, *labels: str) -> Counter:
            return Counter(f"{_PREFIX}_{name}", words, labels, registry=registry)

        self.sockets = Gauge(f"{_PREFIX}_sockets", "Sockets that are open", registry=registry)
        self.database = Gauge(
            f"{_PREFIX}_database_up", "1 while every commit of PostgreSQL is heard", registry=registry
        )
        self.losses = counter("database_losses", "How often the connection to PostgreSQL was lost")
        self.joins = counter("joins", "Joins of a channel, by how they ended", "outcome")
        self.refusals = counter("refusals", "Connections refused, by HTTP status", "status")
        self.announced = counter("announcements", "Commits that PostgreSQL announced")
        self.missed = counter(
            "missed_announcements", "Commits found by the check that no announcement had told of"
        )
        self.slow = counter("slow_consumers", "Sockets closed since they did not read")
        self.floods = counter("floods", "Sockets closed since they said too much")
        self.dropped = counter("dropped_frames", "Frames of clients that were none")
        self._events = counter("events", "Messages told to the sockets of a bar")
        self._frames = counter("frames", "Frames written")
        self._bytes = counter("bytes", "Bytes of frames written")
        self._lag = Histogram(
            f"{_PREFIX}_lag_seconds",
            "From the announcement to the last frame written",
            buckets=_SECONDS,
            registry=registry,
        )

    def watch(self, figures: Callable[[], Iterable[BarFigures]]) -> None:
        """Show the figures of the bars, too, as they are when asked for."""
        self._registry.register(_Bars(figures))

    def told(self, lag_s: float | None) -> None:
        """Count one message. ``lag_s``: since its announcement, None when it was found otherwise."""
        self._events.inc()
        if lag_s is not None:
            self._lag.observe(lag_s)

    def wrote(self, frames: int, length: int) -> None:
        """Count frames of this length each."""
        self._frames.inc(frames)
        self._bytes.inc(frames * length)

    def text(self) -> bytes:
        """Return it all in the text format."""
        return generate_latest(self._registry)
