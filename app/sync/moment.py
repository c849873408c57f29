"""When a command was made: the wall clock corrected by what this boot has measured of the server's clock.

A bar's machine has a clock that is wrong, dead or set by hand. Times here are only facts that the server judges;
order comes from numbers and waiting from the monotonic clock, never from these.
"""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.frozen import frozen
from app.sync.ports import Clock, ClockAnchor

JUMP_S = 10.0
"""Beyond this, wall and monotonic clock disagree: the wall was set, or the machine slept."""
SLOW_TRIP_S = 2.0
"""A measurement is wrong by half a round trip at most; a slower one does not replace a better one."""
WORTH_STORING_S = 1.0


@frozen
class Stamp:
    """``moment``: UTC, ISO 8601, microseconds; ``age_s``: this boot's monotonic clock."""

    moment: str
    seconds: float
    is_unsure: bool
    age_s: float | None
    boot: str


class CorrectedClock:
    """The time of the bar's server, as well as this till can know it."""

    def __init__(
        self, clock: Clock, anchor: ClockAnchor | None = None, last_moment: str | None = None
    ) -> None:
        self._clock = clock
        self._anchor = anchor if anchor is not None and anchor.boot == clock.boot() else None
        self._last_s = _seconds(last_moment) if last_moment else 0.0

    @property
    def anchor(self) -> ClockAnchor | None:
        """The last comparison with the server in this boot."""
        return self._anchor

    @property
    def last_moment(self) -> str | None:
        """The latest moment given, to be stored: an unsure clock starts from it."""
        return iso(self._last_s) if self._last_s else None

    @property
    def is_unsure(self) -> bool:
        """Whether this boot has not measured the server's clock, or the wall clock was moved since."""
        anchor = self._anchor
        if anchor is None:
            return True
        passed_s = self._clock.monotonic() - anchor.monotonic
        return abs(self._clock.wall() - anchor.wall - passed_s) > JUMP_S

    def measure(self, server_time: str, sent_at: float, received_at: float) -> bool:
        """Take the server's time from an answer. ``sent_at`` and ``received_at`` are monotonic seconds around the call.

        Returns whether the correction is new enough to be stored. A text that is no time changes nothing.
        """
        trip_s = received_at - sent_at
        if trip_s > SLOW_TRIP_S and not self.is_unsure:
            return False
        try:
            server = _seconds(server_time) + trip_s / 2
        except ValueError:
            return False
        old, since_s = self._anchor, self._clock.monotonic() - received_at
        wall = self._clock.wall() - since_s
        self._anchor = ClockAnchor(self._clock.boot(), received_at, wall, server)
        # A moment from a clock that was ahead must not hold the later ones back in the future.
        self._last_s = min(self._last_s, server + since_s)
        return old is None or abs((server - wall) - (old.server - old.wall)) > WORTH_STORING_S

    def now_s(self) -> float:
        """Return the corrected time in seconds since 1970.

        Unsure, it is never before the last moment given: then the latest of the clocks is the best guess, since one
        that was set back and one that slept both lag.
        """
        wall, anchor = self._clock.wall(), self._anchor
        if anchor is None:
            return max(wall, self._last_s)
        corrected = wall + anchor.server - anchor.wall
        if not self.is_unsure:
            return corrected
        counted = anchor.server + self._clock.monotonic() - anchor.monotonic
        return max(corrected, counted, self._last_s)

    def stamp(self) -> Stamp:
        """Return the moment of something that happens now."""
        seconds = self.now_s()
        self._last_s = max(self._last_s, seconds)
        return Stamp(iso(seconds), seconds, self.is_unsure, self._clock.monotonic(), self._clock.boot())


def iso(seconds: float) -> str:
    """Return seconds since 1970 as UTC, ISO 8601, microseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def _seconds(moment: str) -> float:
    parsed = datetime.fromisoformat(moment)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
