"""What a relay allows, its time, and why it may not start."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Settings:
    """Bounds of one relay; ``_s`` are seconds, ``_bytes`` bytes. The defaults suit 20 bars of 30 tills."""

    sockets: int = 10_000
    """At most so many connections, whatever they say."""
    channels: int = 100
    """At most so many on one socket."""
    frame_bytes: int = 65_536
    """A client's frame; a longer one ends the socket with 1009."""
    frames: int = 400
    """So many frames of a client at once, joins of all its channels and more; then it is closed with 1008."""
    frames_per_s: float = 10.0
    """How fast it may say more: a till says one in 25 s, an official client at most ten in a second."""
    url_bytes: int = 4096
    unread_bytes: int = 1_048_576
    """What a socket may leave unread; then it is closed with 1013."""
    silence_s: float = 75.0
    """A socket that says nothing for so long is closed: clients beat every 25 s."""
    dead_s: float = 55.0
    """One that is silent for so long gives its place up when another till wants it; tills say something every 50 s."""
    first_join_s: float = 20.0
    close_s: float = 5.0
    """How long the other end may take to say good-bye; then the line is cut."""
    open_s: float = 10.0
    certificate_s: float = 60.0
    """How often the files of the certificate are looked at."""
    check_s: float = 25.0
    """How often each bar's marks are compared with what was sent."""
    call_s: float = 10.0
    """How long the database may take over one question; then the connection is given up, for it may be half open."""
    refusal_s: float = 0.2
    """How long a refusal takes, so that guessing is slow."""
    secret_s: float = 5.0
    """The secret is asked for again at most so often, when a signature does not fit."""
    drain_s: float = 5.0
    """Over how long ``drain`` spreads the end of its sockets."""
    metrics_token: str | None = field(default=None, repr=False)


class Clock(Protocol):
    """Time, injected: ``wall`` in seconds since 1970 UTC, ``monotonic`` in seconds that only go forward."""

    def wall(self) -> float: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own time."""

    def wall(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Problem(StrEnum):
    """Why a relay cannot start; a database that does not answer is none: it is waited for."""

    ADDRESS = "address"
    LOGIN = "login"
    NO_DATABASE = "no_database"
    SCHEMA = "schema"
    ROLE = "role"


class RelayFailed(Exception):
    """The relay cannot start, and waiting would not help. ``said``: what the other side said."""

    def __init__(self, problem: Problem, said: str) -> None:
        super().__init__(problem, said)
        self.problem = problem
        self.said = said
