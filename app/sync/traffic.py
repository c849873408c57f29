"""What a till has put on the wire today: requests by name, bytes, and how long an answer takes. It decides nothing."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from datetime import date, datetime

from app.domain.frozen import frozen
from app.sync.ports import Clock

KEPT_TRIPS = 300


@frozen
class Traffic:
    """Counts since ``since`` (wall second): the start of the program, or midnight. Bytes are payload: what was asked
    and answered, without the words of TCP, TLS and PostgreSQL around it. ``trips_s``: the last round trips.
    """

    since: float
    calls: Mapping[str, int]
    bytes_out: int
    bytes_in: int
    frames: int
    trips_s: tuple[float, ...]

    @property
    def requests(self) -> int:
        return sum(self.calls.values())


class Meter:
    """Told of every call and frame by the drivers. A new day of this machine's calendar begins at zero."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._trips_s: deque[float] = deque(maxlen=KEPT_TRIPS)
        self._begin()

    def _begin(self) -> None:
        self._since = self._clock.wall()
        self._day = _day(self._since)
        self._calls: Counter[str] = Counter()
        self._bytes_out = self._bytes_in = self._frames = 0

    def call(self, name: str, bytes_out: int, bytes_in: int, seconds: float) -> None:
        """Count a call that was answered."""
        self._look()
        self._calls[name] += 1
        self._bytes_out += bytes_out
        self._bytes_in += bytes_in
        self._trips_s.append(seconds)

    def frame(self, bytes_in: int, bytes_out: int) -> None:
        """Count a frame of the feed, whichever way it went."""
        self._look()
        self._frames += 1
        self._bytes_out += bytes_out
        self._bytes_in += bytes_in

    def so_far(self) -> Traffic:
        """Return the counts of today."""
        self._look()
        return Traffic(
            since=self._since,
            calls=dict(self._calls),
            bytes_out=self._bytes_out,
            bytes_in=self._bytes_in,
            frames=self._frames,
            trips_s=tuple(self._trips_s),
        )

    def _look(self) -> None:
        if _day(self._clock.wall()) != self._day:
            self._begin()


def _day(wall: float) -> date:
    return datetime.fromtimestamp(wall).astimezone().date()
