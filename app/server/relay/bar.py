"""One bar as the relay knows it: what its listeners were told last, who may listen, and who does."""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.server.relay.changes import Binding
from app.sync.base import FeedMessage
from app.sync.phoenix import Version

if TYPE_CHECKING:
    from app.server.relay.sockets import Socket


class Form(enum.Enum):
    """How a socket is spoken to: a serializer, or our short form, which stands on 2.0.0."""

    V1 = Version.V1
    V2 = Version.V2
    SHORT = "short"
    LACONIC = "laconic"
    """The short form for whom none of the commands that took effect concerns."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What the database says of a bar. ``message`` has the revision of every topic, moved or not.

    ``tills``: who may listen now, uuids; ``cap``: how many at a time; ``refused``: tills refused within a minute.
    ``owners``: the tills whose commands took effect, uuids; None: an older database did not say.
    """

    message: FeedMessage
    cap: int
    tills: frozenset[str]
    refused: int
    owners: frozenset[str] | None = None


@dataclass(slots=True, eq=False)
class Channel:
    """A topic that a socket has joined. ``expires_at``: when its token ends, s since 1970.

    ``is_private``: it hears the bar's messages; ``bindings``: the row changes that it hears.
    """

    socket: Socket
    topic: str
    join_ref: str | None
    bar: Bar
    till: str
    token: str
    expires_at: float
    is_private: bool
    bindings: tuple[Binding, ...]


class Bar:
    """A bar that somebody listens to, or is about to. ``reading`` is held while it is read and told."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.reading = asyncio.Lock()
        self.readings = 0
        """How many readings have begun, ever."""
        self.epoch: str | None = None
        self.rev = 0
        self.topics: Mapping[str, int] = {}
        self.cap = 0
        self.tills: frozenset[str] = frozenset()
        self.refused = 0
        self.sockets: set[Socket] = set()
        """Those that count against the cap."""
        self.channels: set[Channel] = set()
        self.guests = 0
        """Who is at the door: it is kept for them."""

    @property
    def is_known(self) -> bool:
        """Whether the database was asked about it and knows it."""
        return self.epoch is not None

    @property
    def is_wanted(self) -> bool:
        """Whether anybody is there to tell."""
        return bool(self.sockets or self.channels or self.guests)

    @property
    def mark(self) -> tuple[int, int]:
        """The revision that was told last, and the sum of those of the topics."""
        return self.rev, sum(self.topics.values())

    def differs(self, epoch: str, rev: int, topics: Mapping[str, int]) -> bool:
        """Tell whether the database is elsewhere than what was told last."""
        return (epoch, rev) != (self.epoch, self.rev) or dict(topics) != dict(self.topics)

    def take(self, feed: Feed) -> FeedMessage | None:
        """Note what was read; return what listeners have to be told, None when they know it all."""
        new = feed.message
        knew, is_same_world = self.is_known, self.epoch == new.epoch
        moved = {
            topic: rev
            for topic, rev in new.topics.items()
            if not is_same_world or self.topics.get(topic) != rev
        }
        is_news = knew and (not is_same_world or new.rev != self.rev or bool(moved))
        self.epoch, self.rev, self.topics = new.epoch, new.rev, new.topics
        self.cap, self.tills, self.refused = feed.cap, feed.tills, feed.refused
        return replace(new, topics=moved) if is_news else None
