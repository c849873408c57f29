"""The query cache and who looks at it: news and no news (Q11, Q15, Q16), pages (Q12), hits (Q18)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from app.sync.base import FeedMessage
from app.sync.frames import log_bug
from app.sync.query import Status
from tests.fakes import Hold
from tests.sync.cache_world import SALES, SPECS, STOCK, TEAM, Seen, World, row


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


async def test_q11_equal_content_is_the_same_object_and_tells_nobody(world: World) -> None:
    stock, sales = world.look(STOCK), world.look(SALES)
    await world.settle()
    before, told = (stock.now.shown, sales.now.shown), (len(stock.results), len(sales.results))

    for _ in range(3):
        world.moved(rev=world.marks.rev + 1)
        world.cache.invalidate(())
        await world.settle()
    assert world.calls("sales") == 4
    assert (stock.now.shown, sales.now.shown) == before
    assert stock.now.shown is before[0]
    assert sales.now.shown is before[1]
    assert (len(stock.results), len(sales.results)) == told


async def test_q12_the_previous_page_is_shown_marked_until_the_next_one_comes(world: World) -> None:
    seen = world.look(("sales", 1), keep_previous=True)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    world.data["sales"] = ["page 2"]

    assert seen.observer is not None
    seen.observer.set_key(("sales", 2))
    await world.settle()
    assert seen.now.shown == ("s1",)
    assert seen.now.is_previous
    assert seen.status() is Status.READY
    assert seen.results[-1].is_previous
    assert world.cache.shown(("sales", 2)) is None, "never cached under the new key"
    assert world.look(("sales", 2)).now.shown is None

    gate.set()
    await world.settle()
    assert seen.now.shown == ("page 2",)
    assert not seen.now.is_previous
    assert world.cache.shown(("sales", 1)) == ("s1",)
    assert seen.observer.key == ("sales", 2)


async def test_q12_a_second_page_change_before_the_first_answer_still_shows_the_last_page(
    world: World,
) -> None:
    seen = world.look(("sales", 1), keep_previous=True)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate), Hold(gate))
    assert seen.observer is not None
    seen.observer.set_key(("sales", 2))
    seen.observer.set_key(("sales", 3))
    seen.observer.set_key(("sales", 3))
    await world.settle()

    assert seen.now.shown == ("s1",)
    assert seen.now.is_previous
    gate.set()
    await world.settle()
    assert not seen.now.is_previous


async def test_q12_without_keep_previous_a_new_key_starts_empty(world: World) -> None:
    seen = world.look(("sales", 1))
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    assert seen.observer is not None
    seen.observer.set_key(("sales", 2))

    assert seen.status() is Status.PENDING
    assert seen.now.shown is None
    seen.observer.close()
    seen.observer.set_key(("sales", 3))
    assert seen.observer.key == ("sales", 2), "a closed observer looks at nothing new"
    gate.set()


async def test_q15_ten_thousand_changes_in_a_second_make_one_notification_per_frame_at_most(
    world: World,
) -> None:
    seen = world.look(STOCK)
    await world.settle()
    told, frames = len(seen.results), 0
    started = world.clock.monotonic()
    for no in range(10_000):
        message = FeedMessage("epoch-1", no + 1, no + 2, [{"id": "a", "n": -no, "rev": no + 2}])
        assert world.cache.advance(STOCK, message)
        if no % 10 == 9:
            await world.clock.advance(0.001)
            frames += 1
    assert world.clock.monotonic() - started == pytest.approx(1.0)
    await world.settle()

    assert 55 <= len(seen.results) - told <= 1.0 / 0.016 + 1
    assert seen.told[-1] == {"a": -9_999, "b": 5}


async def test_q16_an_observer_that_raises_does_not_keep_the_news_from_the_others() -> None:
    world = World()

    def broken() -> None:
        raise RuntimeError("a screen's bug")

    before = world.look(TEAM)
    world.cache.observe(TEAM, broken)
    after = world.look(TEAM)
    await world.settle()

    assert before.told[-1] == after.told[-1] == ("Awa", "Koffi")
    assert [str(bug) for bug in world.bugs] == ["a screen's bug"]
    await world.close()


async def test_q16_an_observer_closed_by_another_is_not_told(world: World) -> None:
    last = Seen()

    def close_the_other() -> None:
        assert last.observer is not None
        last.observer.close()

    world.cache.observe(TEAM, close_the_other)
    last.observer = world.cache.observe(TEAM, last)
    await world.settle()

    assert last.results == []


async def test_q18_each_look_counts_once_per_family_and_live_stock_does_not(world: World) -> None:
    assert world.cache.hit_rate() is None
    seen = world.look(("sales", 1), keep_previous=True)
    world.look(STOCK)
    world.look(TEAM, enabled=False)
    await world.settle()
    world.look(("sales", 1))
    world.look(("sales", 1), stale_s=0.0)
    world.rows.set(row(1))
    await world.settle()
    assert seen.observer is not None
    seen.observer.set_key(("sales", 2))
    await world.settle()
    seen.observer.set_key(("sales", 1))
    for _ in range(6):
        world.look(TEAM)
        await world.settle()

    families = world.cache.looks().families
    assert set(families) == {"sales", "team"}
    assert (families["sales"].hits, families["sales"].misses) == (2, 3)
    assert (families["team"].hits, families["team"].misses) == (5, 1)
    assert world.cache.hit_rate() == pytest.approx(7 / 11)
    assert families["team"].rate == pytest.approx(5 / 6)


async def test_a_till_in_use_meets_the_goal_of_its_hit_rate(world: World) -> None:
    """An evening of going to and fro between screens: more than 80 % of the looks need no request."""
    for _ in range(120):
        for key in (SALES, TEAM, ("sales", 2)):
            seen = world.look(key)
            await world.clock.advance(20)
            assert seen.observer is not None
            seen.observer.close()

    rate = world.cache.hit_rate()
    assert rate is not None
    assert rate > 0.8


async def test_a_projection_that_fails_leaves_what_was_shown_and_the_other_screens() -> None:
    def broken(value: object, row: object) -> object:
        raise ZeroDivisionError

    world = World([replace(SPECS[1], project=broken), SPECS[0]])
    sales, stock = world.look(SALES), world.look(STOCK)
    await world.settle()
    world.rows.set(row(1))
    await world.settle()

    assert sales.now.shown == ("s1",)
    assert stock.now.shown == {"a": 9, "b": 5}
    assert [type(bug) for bug in world.bugs] == [ZeroDivisionError]
    await world.close()


async def test_nothing_is_known_of_a_key_that_nobody_asked_for(world: World) -> None:
    assert world.cache.shown(TEAM) is None
    assert world.cache.base(TEAM) is None
    assert not world.cache.is_fetching(TEAM)
    with pytest.raises(KeyError):
        world.cache.observe(("nothing",), lambda: None)


@pytest.mark.usefixtures("expects_error_logs")
def test_a_contained_bug_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    log_bug(RuntimeError("a screen's bug"))

    assert "a screen's bug" in caplog.text


async def test_q18_a_screen_that_comes_back_is_a_look_and_reads_what_is_stale(world: World) -> None:
    seen = world.look(TEAM)
    assert seen.observer is not None
    await world.settle()
    seen.observer.look_again()
    await world.settle()
    tally = world.cache.looks().families["team"]
    assert (tally.hits, tally.misses, world.calls("team")) == (1, 1, 1)

    world.clock.pass_time(86_400)
    seen.observer.look_again()
    await world.settle()
    tally = world.cache.looks().families["team"]
    assert (tally.hits, tally.misses, world.calls("team")) == (1, 2, 2)
    seen.observer.close()
    seen.observer.look_again()
    assert world.cache.looks().families["team"] == tally
