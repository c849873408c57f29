"""A till that listens, whole: how it starts, what it says of itself, and how it leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import Unreachable
from app.sync.base import FeedMessage
from app.sync.feed import Reached
from app.sync.lease import Lease, Offer, OfferState
from app.sync.live import FeedState
from app.sync.ports import JsonObject, PulseAnswer
from app.till.diagnostics import as_json, report_of
from tests.fakes import Fail
from tests.sync.live_world import ScriptedFeed
from tests.till.world import World, product

LEASE = Lease("wss://bar", "relay", None, "bar", "token", 900, 900)


class Listening(World):
    """A till whose server has a relay."""

    def __init__(self, mode: str = "simplified") -> None:
        super().__init__(mode)
        self.scripted = self.feed = ScriptedFeed()
        self.offer: Offer | None = Offer(OfferState.GRANTED, LEASE, 900)
        self.gateway.pulses = lambda marks: PulseAnswer(marks, 0, 0, 1, {"realtime": True}, self.offer)

    async def go_live(self) -> None:
        marks = self.server.marks(self.outbox.ledger)
        self.scripted.join(Reached(marks.rev, sum(marks.topics.values())), marks.epoch)
        await self.clock.advance(1)
        assert self.till.live is not None
        assert self.till.live.is_live


@pytest.fixture
async def world() -> AsyncIterator[Listening]:
    opened = Listening()
    await opened.boot()
    yield opened
    await opened.close()


async def test_a_start_costs_the_ledger_the_bar_and_one_pulse(world: Listening) -> None:
    await world.go_live()

    assert [call.name for call in world.gateway.calls] == ["open_ledger", "bootstrap", "pulse"]


async def test_what_another_till_sells_is_shown_without_a_request(world: Listening) -> None:
    await world.go_live()
    before = len(world.gateway.calls)
    rev = world.server.state.rev
    row: JsonObject = {
        "id": product("flag"),
        "stock": 7,
        "reserved": 0,
        "price": 500,
        "active": True,
        "rev": rev + 1,
    }
    assert world.scripted.listener is not None
    world.scripted.listener.told(FeedMessage(world.server.state.epoch, rev, rev + 1, (row,)))
    await world.settle()
    card = world.bar.card(product("flag"))

    assert card is not None
    assert card.available == 7
    assert len(world.gateway.calls) == before


async def test_a_till_that_ends_gives_its_place_back(world: Listening) -> None:
    await world.go_live()
    await world.till.close()

    assert world.gateway.calls[-1].name == "leave"


async def test_a_till_that_has_no_place_or_no_server_just_ends(world: Listening) -> None:
    world.gateway.script("leave", Fail(Unreachable("TLNET")))
    await world.till.leave()
    assert world.gateway.calls[-1].name == "leave"
    world.offer = Offer(OfferState.OFF)
    world.till.pulse.wake()
    await world.clock.advance(1)
    await world.till.leave()

    assert world.gateway.calls[-1].name == "pulse"


async def test_diagnostics_tell_of_the_feed(world: Listening) -> None:
    await world.go_live()
    now_ms = int(world.outbox.time.now_s() * 1000)
    assert world.scripted.listener is not None
    world.scripted.listener.told(
        FeedMessage(world.server.state.epoch, 0, 0, (), topics={"sales": 1}, at_ms=now_ms - 120)
    )
    world.scripted.listener.doubted()
    report = report_of(world.till)
    said = as_json(report)

    assert report.feed.state is FeedState.LIVE
    assert report.pulse_s == 300.0
    assert (said["events"], said["gaps"], said["joins"], said["missed"]) == (1, 1, 1, 0)
    assert said["lag_ms"] == {"p50": 120.0, "p95": 120.0, "count": 1}
    assert [state for _, state in report.feed.states][-1] is FeedState.LIVE


async def test_a_line_is_watched_while_somebody_does_something_at_the_till(world: Listening) -> None:
    await world.go_live()
    assert world.till.live is not None
    assert not world.till.live.is_watched
    world.till.used()
    assert world.till.live.is_watched


async def test_a_till_that_only_asks_has_no_line_to_watch(world: Listening) -> None:
    alone = replace(world.till, live=None)
    alone.used()

    assert world.till.live is not None
    assert not world.till.live.is_watched
