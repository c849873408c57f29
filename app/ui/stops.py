"""What somebody follows, ended together."""

from __future__ import annotations

from collections.abc import Callable


class Stops:
    """Each of ``stops`` ends something that is followed, as ``listen`` returns it."""

    def __init__(self, *stops: Callable[[], None]) -> None:
        self._stops = list(stops)

    def add(self, *stops: Callable[[], None]) -> None:
        self._stops.extend(stops)

    def end(self) -> None:
        """End them all, once."""
        while self._stops:
            self._stops.pop()()
