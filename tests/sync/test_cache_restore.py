"""The query cache on disk: what is shown at start (Q14), what goes at sign-out (Q17), what is written when."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.sync.base import FeedMessage
from app.sync.ports import Answer
from app.sync.query import FetchStatus, Status
from tests.fakes import HoldReply
from tests.sync.cache_world import DESK, MINUTE, SALES, STOCK, TEAM, World, row


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


async def test_q14_what_was_on_disk_is_shown_at_once_with_its_age_and_refetched_if_stale(
    world: World,
) -> None:
    world.look(SALES)
    world.look(TEAM)
    await world.clock.advance(5)
    world.clock.reboot(off_s=600.0)
    world.gateway.is_down = True

    world.cache = world.new_cache()
    await world.cache.restore()
    sales, team = world.look(SALES), world.look(TEAM)
    assert sales.now.shown == ("s1",)
    assert sales.now.age_s == pytest.approx(605, abs=1)
    assert sales.now.is_stale
    assert sales.stage() is FetchStatus.FETCHING
    assert not team.now.is_stale
    assert team.stage() is FetchStatus.IDLE


async def test_q14_whatever_its_age_a_snapshot_is_shown_at_start(world: World) -> None:
    """A bar that was closed for three days opens without a network: it sells from what it knew."""
    world.look(STOCK)
    await world.clock.advance(5)
    world.clock.reboot(off_s=3 * 24 * 60 * MINUTE)
    world.gateway.is_down = True
    world.cache = world.new_cache()
    await world.cache.restore()

    assert world.cache.shown(STOCK) == {"a": 10, "b": 5}


async def test_q14_an_age_that_a_wrong_clock_hides_counts_as_stale(world: World) -> None:
    world.look(TEAM)
    await world.clock.advance(5)
    world.clock.reboot()
    world.clock.set_wall(0.0)
    world.cache = world.new_cache()
    await world.cache.restore()
    team = world.look(TEAM, enabled=False)

    assert team.now.shown == ("Awa", "Koffi")
    assert team.now.age_s == 0
    assert team.now.is_stale


async def test_q14_what_was_read_before_the_disk_answered_is_not_overwritten(world: World) -> None:
    world.look(TEAM)
    await world.clock.advance(5)
    world.cache = world.new_cache()
    world.data["team"] = ["Awa"]
    assert await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))
    await world.cache.restore()

    assert world.cache.shown(TEAM) == ("Awa",)


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 2},
        {"key": ["gone"]},
        {"key": ["sales", 9]},
        {"key": []},
        {"key": [3]},
        {"key": ["sales", None]},
        {"key": None},
        {"epoch": "epoch-0"},
        {"epoch": None},
        {"ledger": "ledger-0"},
        {"applied": "3"},
        {"applied": True},
        {"refused": [None]},
        {"done": 3},
        {"at": float("nan")},
        {"at": "soon"},
        {"rows": 3},
        {"rows": None},
    ],
)
async def test_q14_an_unreadable_snapshot_is_dropped_and_the_till_starts(
    world: World, damage: dict[str, object]
) -> None:
    world.look(SALES)
    world.look(TEAM)
    await world.clock.advance(5)
    name = '["sales"]'
    world.snapshots.texts[name] = json.dumps(json.loads(world.snapshots.texts[name]) | damage)
    world.cache = world.new_cache()
    await world.cache.restore()

    assert world.cache.shown(SALES) is None
    assert world.cache.shown(TEAM) == ("Awa", "Koffi")
    assert set(world.snapshots.texts) == {'["team"]'}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000])
async def test_q14_text_that_is_no_snapshot_is_dropped(world: World, text: str) -> None:
    world.snapshots.texts['["team"]'] = text
    await world.cache.restore()

    assert world.cache.shown(TEAM) is None
    assert world.snapshots.texts == {}


@pytest.mark.parametrize("rows", [[], {"a": 3}, {"a": {"id": "a"}}, {"a": {"id": 1, "rev": 1}}])
async def test_q14_stock_rows_that_are_not_rows_are_dropped(world: World, rows: object) -> None:
    world.look(STOCK)
    await world.clock.advance(5)
    name = '["stock"]'
    world.snapshots.texts[name] = json.dumps(json.loads(world.snapshots.texts[name]) | {"rows": rows})
    world.cache = world.new_cache()
    await world.cache.restore()

    assert world.cache.shown(STOCK) is None


async def test_q17_sign_out_cancels_fetches_clears_what_is_private_and_keeps_the_rest(world: World) -> None:
    world.rows.set(row(1))
    desk, sales, team = world.look(DESK), world.look(SALES), world.look(TEAM)
    await world.clock.advance(5)
    gate = asyncio.Event()
    for name in ("desk", "sales"):
        world.gateway.script(name, HoldReply(gate))
    world.data["desk"] = ["still mine"]
    world.cache.invalidate(())
    await world.settle()
    assert desk.observer is not None
    desk.observer.close()

    await world.cache.sign_out()
    gate.set()
    await world.clock.advance(5)
    assert world.cache.shown(DESK) is None
    assert world.calls("desk") == 2
    assert set(world.snapshots.texts) == {'["sales"]', '["team"]'}
    assert sales.now.shown == ("s1", "command-1"), "the outbox is kept"
    assert not sales.now.is_stale, "a shared fetch that was cancelled is made again"
    assert team.now.shown == ("Awa", "Koffi")


async def test_q17_a_private_snapshot_that_was_about_to_be_written_never_is(world: World) -> None:
    desk = world.look(DESK)
    await world.settle()
    assert desk.now.shown == ("mine",)
    await world.cache.sign_out()
    await world.clock.advance(5)

    assert world.snapshots.texts == {}
    assert desk.status() is Status.PENDING
    assert desk.stage() is FetchStatus.IDLE


async def test_closing_writes_what_is_not_written_and_follows_the_outbox_no_more(world: World) -> None:
    seen = world.look(STOCK)
    await world.settle()
    assert world.snapshots.texts == {}
    await world.cache.close()
    world.rows.set(row(1))
    await world.settle()

    assert set(world.snapshots.texts) == {'["stock"]'}
    assert world.snapshots.is_closed
    assert seen.now.shown == {"a": 10, "b": 5}


async def test_the_first_answer_a_till_ever_gets_is_on_disk_at_once(world: World) -> None:
    """A power cut right after enrolment must leave something to sell from."""
    assert await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))
    assert await world.cache.receive(SALES, Answer(world.marks, ["s1"]))
    await world.clock.advance(0)
    assert set(world.snapshots.texts) == {'["team"]', '["sales"]'}

    assert await world.cache.receive(TEAM, Answer(world.marks, ["Awa", "Koffi"]))
    await world.clock.advance(0)
    assert world.snapshots.saves == 2, "what replaces it can wait"
    await world.clock.advance(5)
    assert json.loads(world.snapshots.texts['["team"]'])["rows"] == ["Awa", "Koffi"]


async def test_a_snapshot_is_written_once_for_many_changes(world: World) -> None:
    world.look(STOCK)
    await world.settle()
    for no in range(100):
        message = FeedMessage("epoch-1", no + 1, no + 2, [{"id": "a", "n": no, "rev": no + 2}])
        world.cache.advance(STOCK, message)
        await world.clock.advance(0.01)
    await world.clock.advance(5)

    assert world.snapshots.saves <= 2
    assert json.loads(world.snapshots.texts['["stock"]'])["rows"]["a"]["n"] == 99


async def test_a_query_that_is_empty_by_the_time_of_writing_is_not_written(world: World) -> None:
    world.cache._snapshots.note(world.cache.query(TEAM))
    await world.clock.advance(5)

    assert world.snapshots.texts == {}


async def test_what_changes_while_a_snapshot_is_written_waits_for_a_turn_of_its_own(world: World) -> None:
    """Messages that come quicker than the disk writes do not make it write, and the till encode, without end."""

    def tell(no: int) -> None:
        world.cache.advance(STOCK, FeedMessage("epoch-1", no, no + 1, [{"id": "a", "n": no, "rev": no + 1}]))

    world.look(STOCK)
    await world.clock.advance(5)
    world.snapshots.saves = 0
    tell(1)
    world.snapshots.gate.clear()
    await world.clock.advance(2)
    tell(2)
    world.snapshots.gate.set()
    await world.settle()
    assert world.snapshots.saves == 1
    assert json.loads(world.snapshots.texts['["stock"]'])["rows"]["a"]["n"] == 1
    await world.clock.advance(2)
    assert world.snapshots.saves == 2
    assert json.loads(world.snapshots.texts['["stock"]'])["rows"]["a"]["n"] == 2


async def test_what_changes_while_the_till_closes_is_written_too(world: World) -> None:
    world.look(STOCK)
    await world.clock.advance(5)
    world.cache.advance(STOCK, FeedMessage("epoch-1", 1, 2, [{"id": "a", "n": 7, "rev": 2}]))
    world.snapshots.gate.clear()
    closing = world.spawn(world.cache.close(), "close")
    await world.settle()
    world.cache.advance(STOCK, FeedMessage("epoch-1", 2, 3, [{"id": "a", "n": 8, "rev": 3}]))
    world.snapshots.gate.set()
    await world.settle()

    assert closing.done()
    assert world.snapshots.is_closed
    assert json.loads(world.snapshots.texts['["stock"]'])["rows"]["a"]["n"] == 8
