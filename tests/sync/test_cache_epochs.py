"""What the cache does when the server or the ledger is another, and what may leave the outbox."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from app.sync.base import Base, FeedMessage
from app.sync.fetching import PAUSE_S
from app.sync.ports import Answer, Envelope, State
from app.sync.query import FetchStatus, Status
from tests.fakes import Hold, HoldReply
from tests.sync.cache_world import SALES, STOCK, TEAM, World, row


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


def held(world: World, key: tuple[str | int, ...] = STOCK) -> Base:
    base = world.cache.base(key)
    assert base is not None
    return base


async def test_a_new_epoch_drops_every_base_and_what_is_on_disk_and_fetches_the_screen(world: World) -> None:
    stock, team = world.look(STOCK), world.look(TEAM)
    gone = world.look(SALES)
    await world.clock.advance(5)
    assert gone.observer is not None
    gone.observer.close()
    assert len(world.snapshots.texts) == 3

    world.moved(epoch="epoch-2", applied=0, rev=1)
    world.data["team"] = ["Awa"]
    gate = asyncio.Event()
    world.gateway.script("stock", Hold(gate))
    await world.cache.drop_bases()
    assert world.snapshots.texts == {}
    assert world.cache.shown(SALES) is None
    assert stock.status() is Status.PENDING
    assert stock.stage() is FetchStatus.FETCHING
    gate.set()
    await world.settle()
    assert team.now.shown == ("Awa",)
    assert held(world).epoch == "epoch-2"
    assert world.calls("sales") == 1


async def test_a_base_that_is_being_written_while_it_is_dropped_does_not_count_as_kept(world: World) -> None:
    world.look(STOCK)
    await world.settle()
    world.snapshots.gate.clear()
    await world.clock.advance(5)
    world.moved(epoch="epoch-2", applied=3)
    dropping = world.spawn(world.cache.drop_bases(), "drop")
    await world.settle()
    world.snapshots.gate.set()
    await world.settle()
    assert dropping.done()
    assert world.cache.contains(row(3))
    await world.clock.advance(5)

    assert world.cache.contains(row(3))
    assert json.loads(world.snapshots.texts['["stock"]'])["epoch"] == "epoch-2"


async def test_an_answer_of_another_world_takes_the_bases_of_the_old_one_with_it(world: World) -> None:
    """A ledger that knew no epoch yet: nobody else could have noticed."""
    sales, team = world.look(SALES), world.look(TEAM, enabled=False)
    await world.cache.receive(TEAM, Answer(replace(world.marks, topic_rev=1), ["Awa"]))
    await world.clock.advance(5)
    assert team.now.shown == ("Awa",)

    world.moved(epoch="epoch-2")
    world.cache.invalidate(SALES)
    await world.clock.advance(5)
    assert held(world, SALES).epoch == "epoch-2"
    assert sales.now.shown == ("s1",)
    assert team.now.shown is None
    assert set(world.snapshots.texts) == {'["sales"]'}

    world.cache.compare(Envelope("ledger-2", "epoch-2", 0, frozenset(), 1))
    assert sales.status() is Status.PENDING


async def test_a_delta_after_its_base_was_dropped_is_followed_by_a_full_read(world: World) -> None:
    seen = world.look(STOCK)
    await world.settle()

    def delta_or_all(params: object) -> Answer:
        assert isinstance(params, dict)
        if params["rev"] is None:
            return Answer(world.marks, world.data["stock"])
        return Answer(world.marks, [], full=False)

    world.gateway.reads["stock"] = delta_or_all
    gate = asyncio.Event()
    world.gateway.script("stock", HoldReply(gate))
    world.cache.invalidate(STOCK)
    await world.settle()
    await world.cache.drop_bases()
    gate.set()
    await world.settle()

    assert [call.argument for call in world.gateway.called("stock")][1:] == [
        {"rev": 1, "epoch": "epoch-1"},
        {"rev": None, "epoch": None},
    ]
    assert seen.now.shown == {"a": 10, "b": 5}


async def test_a_server_that_only_sends_deltas_is_an_error_not_a_loop(world: World) -> None:
    world.gateway.reads["stock"] = lambda params: Answer(world.marks, [], full=False)
    seen = world.look(STOCK)
    await world.clock.advance(PAUSE_S - 1)

    assert seen.status() is Status.FAILED
    assert seen.now.error is not None
    assert world.calls("stock") == 2


async def test_a_row_is_contained_when_every_snapshot_that_it_matters_to_has_it_on_disk_too(
    world: World,
) -> None:
    one = row(1, State.DONE)
    assert world.cache.contains(one), "there is no snapshot that could show it twice"
    world.look(STOCK)
    world.look(SALES)
    world.look(TEAM)
    await world.clock.advance(5)
    assert not world.cache.contains(one)

    world.moved(applied=1, rev=2)
    world.cache.want(STOCK, 2)
    await world.settle()
    assert not world.cache.contains(one, on_disk=False), "the list of sales does not have it yet"
    world.cache.invalidate(SALES)
    await world.settle()
    assert world.cache.contains(one, on_disk=False)
    assert not world.cache.contains(one), "a restart would bring back snapshots without it"
    await world.clock.advance(5)
    assert world.cache.contains(one)
    assert held(world, TEAM).applied == 0


async def test_a_folder_that_cannot_be_written_keeps_every_row_in_the_outbox(world: World) -> None:
    world.look(STOCK)
    await world.clock.advance(5)
    world.snapshots.is_broken = True
    world.moved(applied=1, rev=2)
    world.cache.want(STOCK, 2)
    await world.clock.advance(5)

    assert world.cache.contains(row(1), on_disk=False)
    assert not world.cache.contains(row(1))


async def test_after_a_lost_ledger_the_old_snapshots_still_sell_but_contain_nothing_of_the_new(
    world: World,
) -> None:
    world.moved(applied=7, refused=frozenset({6}), rev=3)
    world.look(STOCK)
    await world.settle()
    message = FeedMessage("epoch-1", 3, 4, [{"id": "a", "n": 9, "rev": 4}], {"ledger-1": frozenset({8})})
    world.cache.advance(STOCK, message)
    await world.clock.advance(5)
    assert json.loads(world.snapshots.texts['["stock"]'])["done"] == [8]

    world.rows.ledger, world.rows.epoch, world.rows.is_registered = "ledger-2", None, False
    world.rows.set(row(1, a=2))
    world.cache = world.new_cache()
    await world.cache.restore()
    assert (held(world).ledger, held(world).applied, held(world).done) == ("", 0, frozenset())
    assert world.cache.shown(STOCK) == {"a": 7, "b": 5}
    assert not world.cache.contains(row(1))
    world.rows.set(row(1, a=2), row(2, a=1))
    assert world.cache.shown(STOCK) == {"a": 6, "b": 5}, "offline it goes on selling from them"

    world.rows.epoch, world.rows.is_registered = "epoch-1", True
    world.rows.set(row(1, State.DONE, a=2), row(2, a=1))
    assert world.cache.base(STOCK) is None, "nobody has told the server what was seen under the old ledger"
    await world.settle()
    assert world.snapshots.texts == {}


async def test_snapshots_of_a_ledger_that_the_server_counts_with_no_more_are_dropped(world: World) -> None:
    world.look(STOCK)
    await world.clock.advance(5)
    world.rows.ledger = "ledger-2"
    world.cache = world.new_cache()
    await world.cache.restore()

    assert world.cache.base(STOCK) is None
    assert world.snapshots.texts == {}


async def test_what_was_seen_without_a_call_is_vouched_for_by_the_outbox(world: World) -> None:
    """A server that was restored in silence must hear of it before it counts on."""
    world.look(STOCK)
    world.look(TEAM)
    await world.settle()
    message = FeedMessage("epoch-1", 1, 2, [{"id": "a", "n": 9, "rev": 2}])
    world.cache.advance(STOCK, message)
    assert [(marks.applied, marks.rev) for marks in world.rows.seen] == [(0, 2)]

    await world.clock.advance(5)
    world.cache = world.new_cache()
    await world.cache.restore()
    assert [(marks.applied, marks.rev) for marks in world.rows.seen] == [(0, 2), (0, 2)]
    world.rows.epoch = None
    world.cache.advance(STOCK, FeedMessage("epoch-1", 2, 3, [{"id": "a", "n": 8, "rev": 3}]))
    assert len(world.rows.seen) == 2, "a ledger that knows no epoch cannot vouch for one"


async def test_the_marks_of_events_survive_a_restart_with_the_base(world: World) -> None:
    world.look(STOCK)
    await world.settle()
    message = FeedMessage("epoch-1", 1, 2, [{"id": "a", "n": 9, "rev": 2}], {"ledger-1": frozenset({1})})
    world.cache.advance(STOCK, message)
    world.rows.set(row(1, State.DONE))
    await world.clock.advance(5)
    world.cache = world.new_cache()
    await world.cache.restore()

    assert world.cache.shown(STOCK) == {"a": 9, "b": 5}
    assert held(world).rows == {
        "a": {"id": "a", "n": 9, "rev": 2},
        "b": {"id": "b", "n": 5, "rev": 1},
    }
