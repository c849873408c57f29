"""The follower: events in any order, lost, doubled or late; one joined read for what a gap hides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from random import Random

import pytest_asyncio

from app.sync.base import FeedMessage
from app.sync.follower import ASK_WITHIN_S, Follower
from tests.fakes import HoldReply
from tests.sync.cache_world import SALES, STOCK, World


class Followed(World):
    def __init__(self) -> None:
        super().__init__()
        self.follower = Follower(self.cache, STOCK, schedule=self.schedule, random=Random(3))

    def event(self, from_rev: int, rev: int, n: int, **topics: int) -> FeedMessage:
        return FeedMessage("epoch-1", from_rev, rev, [{"id": "a", "n": n, "rev": rev}], topics=topics)

    async def jitter(self) -> None:
        await self.clock.advance(ASK_WITHIN_S)

    def server_is_at(self, rev: int, n: int) -> None:
        self.moved(rev=rev)
        self.data["stock"] = [{"id": "a", "n": n, "rev": rev}, {"id": "b", "n": 5, "rev": 1}]


@pytest_asyncio.fixture
async def world() -> AsyncIterator[Followed]:
    world = Followed()
    world.look(STOCK)
    await world.settle()
    yield world
    await world.close()
    assert world.bugs == []


async def test_events_in_order_are_applied_without_a_request(world: Followed) -> None:
    for no in range(20):
        world.follower.receive(world.event(no + 1, no + 2, 9 - no))
    await world.jitter()

    assert world.cache.shown(STOCK) == {"a": -10, "b": 5}
    assert world.calls("stock") == 1


async def test_a_gap_is_filled_by_one_read_however_many_events_find_it(world: Followed) -> None:
    world.server_is_at(6, 5)
    for no in (2, 3, 4, 5):
        world.follower.receive(world.event(no, no + 1, 10 - no))
    assert world.cache.shown(STOCK) == {"a": 10, "b": 5}
    await world.jitter()

    assert world.cache.shown(STOCK) == {"a": 5, "b": 5}
    assert world.calls("stock") == 2


async def test_a_read_that_came_by_itself_before_the_jitter_ended_is_not_repeated(world: Followed) -> None:
    world.server_is_at(6, 5)
    world.follower.receive(world.event(5, 6, 5))
    world.cache.invalidate(STOCK)
    await world.settle()
    assert world.calls("stock") == 2
    await world.jitter()

    assert world.calls("stock") == 2


async def test_the_tills_of_a_bar_do_not_ask_at_the_same_moment(world: Followed) -> None:
    waits: list[float] = []
    for seed in range(10):
        follower = Follower(
            world.cache, STOCK, schedule=lambda delay, _: waits.append(delay), random=Random(seed)
        )
        follower.ask()
        follower.ask()

    assert len(waits) == 10
    assert min(waits) >= 0
    assert max(waits) <= ASK_WITHIN_S
    assert max(waits) - min(waits) > ASK_WITHIN_S / 3


async def test_an_event_during_a_read_that_began_before_it_makes_one_more_read(world: Followed) -> None:
    gate = asyncio.Event()
    world.gateway.script("stock", HoldReply(gate))
    world.server_is_at(3, 8)
    world.follower.receive(world.event(2, 3, 8))
    await world.jitter()
    assert world.calls("stock") == 2
    world.server_is_at(5, 6)
    world.follower.receive(world.event(4, 5, 6))
    await world.jitter()
    gate.set()
    await world.settle()

    assert world.calls("stock") == 3
    assert world.cache.shown(STOCK) == {"a": 6, "b": 5}


async def test_doubled_delayed_and_reordered_events_end_in_the_same_stock(world: Followed) -> None:
    events = [world.event(no, no + 1, 10 - no) for no in range(1, 9)]
    world.server_is_at(9, 2)
    random = Random(11)
    for event in random.sample(events * 3, len(events) * 3):
        world.follower.receive(event)
    await world.jitter()

    assert world.cache.shown(STOCK) == {"a": 2, "b": 5}


async def test_a_late_event_of_a_past_epoch_costs_a_read_and_changes_nothing(world: Followed) -> None:
    world.follower.receive(FeedMessage("epoch-0", 1, 50, [{"id": "a", "n": 99, "rev": 50}], {}, {"sales": 9}))
    await world.jitter()

    assert world.cache.shown(STOCK) == {"a": 10, "b": 5}
    assert world.calls("stock") == 2


async def test_before_there_is_a_base_an_event_asks_for_one(world: Followed) -> None:
    await world.cache.drop_bases()
    world.follower.receive(world.event(1, 2, 9))
    await world.jitter()

    assert world.cache.shown(STOCK) == {"a": 10, "b": 5}


async def test_a_rejoin_or_an_unreadable_frame_asks_once(world: Followed) -> None:
    world.server_is_at(4, 7)
    world.follower.ask()
    world.follower.ask()
    await world.jitter()

    assert world.calls("stock") == 2
    assert world.cache.shown(STOCK) == {"a": 7, "b": 5}


async def test_an_event_tells_which_lists_have_moved_at_most_every_so_often(world: Followed) -> None:
    world.look(SALES)
    await world.settle()
    world.follower.gap_s = 15.0
    for no in range(1, 6):
        world.moved(rev=no + 1, topics={"sales": no + 1})
        world.follower.receive(world.event(no, no + 1, 9, sales=no + 1))
        await world.clock.advance(1)
    assert world.calls("sales") == 1
    await world.clock.advance(15)

    assert world.calls("sales") == 2
