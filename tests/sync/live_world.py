"""A till that listens: the whole of ``polling_world``, with a feed that the test drives."""

from __future__ import annotations

import asyncio
from random import Random

from app.sync.base import FeedMessage
from app.sync.feed import Reached
from app.sync.follower import Follower
from app.sync.lease import Lease, Offer, OfferState
from app.sync.live import FeedListener, FeedState, Live
from app.sync.ports import Envelope, JsonObject, PulseAnswer
from tests.sync.cache_world import STOCK
from tests.sync.polling_world import Till

LIFE_S = 900
LEASE = Lease("wss://bar", "relay", None, "bar", "token", LIFE_S, LIFE_S)


class ScriptedFeed:
    """A feed as the till sees it. Implements ``Feed``; the test says what comes."""

    def __init__(self) -> None:
        self.state = FeedState.OFF
        self.silence_s = 60.0
        self.leases: list[Lease] = []
        self.listener: FeedListener | None = None

    def offer(self, lease: Lease) -> None:
        self.leases.append(lease)
        self._show(FeedState.CONNECTING)

    def withdraw(self, state: FeedState) -> None:
        self.lose(state)

    async def run(self, listener: FeedListener) -> None:
        self.listener = listener
        await asyncio.Event().wait()

    def join(self, reached: Reached | None = None, epoch: str | None = None) -> None:
        """The socket has joined; the server may say where the bar is."""
        assert self.listener is not None
        self._show(FeedState.JOINED)
        self.listener.joined(reached, epoch)

    def lose(self, state: FeedState = FeedState.BACKOFF) -> None:
        self._show(state)
        if self.listener is not None:
            self.listener.lost()

    def _show(self, state: FeedState) -> None:
        self.state = state
        if self.listener is not None:
            self.listener.state_changed()


class LiveTill(Till):
    """``offers``: what each pulse brings, the last one again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.feed = ScriptedFeed()
        self.flags["realtime"] = True
        self.offers: list[Offer | None] = [Offer(OfferState.GRANTED, LEASE, LIFE_S)]
        self.wishes: list[object] = []

    def _pulse(self, _: Envelope) -> PulseAnswer:
        offer = self.offers.pop(0) if len(self.offers) > 1 else self.offers[0]
        self.wishes.append(self._wish())
        if offer is not None and offer.lease is not None and self.wishes[-1] == "lease":
            offer = Offer(OfferState.GRANTED, None, LIFE_S)
        return PulseAnswer(self._marks(), self.sales_last_5min, 0, 1, self.flags, offer)

    def _wish(self) -> object:
        status = self.gateway.called("pulse")[-1].argument
        assert isinstance(status, dict)
        return status.get("realtime")

    async def start(self) -> None:
        await super().start()
        follower = Follower(self.cache, STOCK, schedule=self.schedule, random=Random(3))
        self.live = Live(
            feed=self.feed,
            follower=follower,
            cache=self.cache,
            stock=STOCK,
            link=self.link,
            pace=self.pulse,
            clock=self.clock,
            random=Random(8),
            spawn=self.spawn,
            now_ms=lambda: None if self.outbox.time.is_unsure else self.outbox.time.now_s() * 1000,
        )
        self.pulse.realtime = self.live

    def run(self) -> None:
        super().run()
        self.spawn(self.live.run(), "realtime")

    async def go_live(self) -> None:
        """Start, read what is on screen, and join."""
        self.look(STOCK)
        self.run()
        await self.clock.advance(1)
        self.feed.join(self.where(), "epoch-1")
        await self.clock.advance(1)
        assert self.live.is_live

    def where(self) -> Reached:
        """Where the server is now."""
        marks = self._marks()
        return Reached(marks.rev, sum(marks.topics.values()))

    def event(self, at_ms: int | None = None) -> FeedMessage:
        """Somebody else's sale, booked now, as the feed tells it."""
        before = self._marks()
        self.foreign_sale()
        after = self._marks()
        row: JsonObject = {"id": "a", "n": 100 - len(self.gateway.server.state.booked), "rev": after.rev}
        return FeedMessage(
            after.epoch, before.rev, after.rev, (row,), topics={"sales": after.topics["sales"]}, at_ms=at_ms
        )

    def hear(self, message: FeedMessage) -> None:
        assert self.feed.listener is not None
        self.feed.listener.told(message)
