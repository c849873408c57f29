"""The query cache: Q1 to Q18 of its table, each a test, and what its rules mean between them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from app.domain.errors import Incompatible, Rejected, Unreachable
from app.sync.base import FeedMessage
from app.sync.frames import log_bug
from app.sync.ports import Answer, Json
from app.sync.query import FetchStatus, Status
from tests.fakes import Fail, Hold, HoldReply
from tests.sync.cache_world import DESK, MINUTE, SALES, SPECS, STOCK, TEAM, Seen, World, row

UNREACHABLE = Fail(Unreachable("TLNET"))


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
    assert world.bugs == []


async def test_q1_five_observers_on_one_key_share_one_call_and_one_result(world: World) -> None:
    seen = [world.look(TEAM) for _ in range(5)]
    await world.settle()

    assert world.calls("team") == 1
    assert {one.now.status for one in seen} == {Status.READY}
    assert len({id(one.now.shown) for one in seen}) == 1


async def test_q2_data_as_old_as_the_stale_time_is_stale(world: World) -> None:
    world.look(TEAM)
    await world.settle()
    at_s = world.cache.base(TEAM).at_s  # type: ignore[union-attr]

    world.clock.pass_time(at_s + 30 * MINUTE - 0.5 - world.clock.monotonic())
    assert not world.look(TEAM).now.is_stale
    world.clock.pass_time(0.5)
    assert world.look(TEAM).now.is_stale
    await world.settle()
    assert world.calls("team") == 2


async def test_q3_an_observer_with_stale_time_0_refetches_one_with_5_minutes_does_not(world: World) -> None:
    world.look(SALES)
    await world.settle()

    world.look(SALES, stale_s=5 * MINUTE)
    await world.settle()
    assert world.calls("sales") == 1
    world.look(SALES, stale_s=0.0)
    await world.settle()
    assert world.calls("sales") == 2
    world.look(SALES, stale_s=5 * MINUTE)
    await world.settle()
    assert world.calls("sales") == 2


async def test_q4_a_disabled_observer_never_fetches_by_itself_but_by_hand(world: World) -> None:
    seen = world.look(TEAM, enabled=False)
    world.cache.invalidate(TEAM)
    world.cache.set_online(False)
    world.cache.set_online(True)
    await world.settle()
    assert world.calls("team") == 0
    assert seen.stage() is FetchStatus.IDLE

    assert seen.observer is not None
    seen.observer.refetch()
    await world.settle()
    assert world.calls("team") == 1
    assert seen.now.shown == ("Awa", "Koffi")


async def test_q5_invalidating_a_prefix_fetches_what_is_looked_at_once_and_marks_the_rest(
    world: World,
) -> None:
    world.look(("sales", 1))
    left = world.look(("sales", 2))
    world.look(TEAM)
    await world.settle()
    assert left.observer is not None
    left.observer.close()

    world.cache.invalidate(("sales",))
    await world.settle()
    assert world.calls("sales") == 3
    assert world.calls("team") == 1

    world.look(("sales", 2))
    await world.settle()
    assert world.calls("sales") == 4


async def test_q6_two_invalidations_during_a_fetch_make_two_fetches_in_total(world: World) -> None:
    world.look(SALES)
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    await world.settle()

    world.cache.invalidate(SALES)
    world.cache.invalidate(SALES)
    await world.settle()
    assert world.calls("sales") == 1
    gate.set()
    await world.settle()
    assert world.calls("sales") == 2
    assert world.gateway.most_in_flight == 1
    assert not world.look(SALES).now.is_stale


async def test_q7_a_failure_keeps_the_data_shows_the_error_beside_it_and_is_retried_three_times(
    world: World,
) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.gateway.script("sales", *[UNREACHABLE] * 4)

    world.cache.invalidate(SALES)
    await world.settle()
    assert seen.status() is Status.READY
    assert seen.now.shown == ("s1",)
    assert isinstance(seen.now.error, Unreachable)
    assert seen.stage() is FetchStatus.FETCHING
    assert seen.results[-1].error is seen.now.error

    await world.clock.advance(1 + 2 + 4)
    assert world.calls("sales") == 1 + 1 + 3
    assert seen.stage() is FetchStatus.IDLE
    assert isinstance(seen.now.error, Unreachable)
    assert seen.now.is_stale


async def test_q7_a_retry_that_works_takes_the_error_away(world: World) -> None:
    world.gateway.script("sales", UNREACHABLE, UNREACHABLE)
    seen = world.look(SALES)
    await world.settle()
    assert seen.status() is Status.PENDING

    await world.clock.advance(3)
    assert seen.now.error is None
    assert seen.now.shown == ("s1",)


async def test_q7_retries_are_spread_by_jitter(world: World) -> None:
    """Each wait is drawn between 0 and a ceiling, so that tills which failed together do not come back together."""
    waits = []
    for _ in range(20):
        world.gateway.script("sales", UNREACHABLE)
        world.cache.refetch(SALES)
        await world.clock.advance(0)
        started = world.clock.monotonic()
        while world.cache.is_fetching(SALES):
            await world.clock.advance(0.01)
        waits.append(world.clock.monotonic() - started)

    assert max(waits) <= 1.02
    assert max(waits) - min(waits) > 0.3


@pytest.mark.parametrize("error", [Rejected("TLINP"), Incompatible("TLVER")])
async def test_q7_a_refusal_is_never_retried(world: World, error: Exception) -> None:
    world.gateway.script("sales", Fail(error))
    seen = world.look(SALES)
    await world.clock.advance(120)

    assert world.calls("sales") == 1
    assert seen.status() is Status.FAILED
    assert seen.now.error is error


async def test_q8_a_key_is_kept_for_its_keep_time_after_the_last_observer_has_left(world: World) -> None:
    first, last = world.look(TEAM), world.look(TEAM)
    await world.clock.advance(5)
    assert first.observer is not None
    assert last.observer is not None
    first.observer.close()
    world.clock.pass_time(48 * 60 * MINUTE)
    world.cache.sweep()
    assert world.cache.shown(TEAM) is not None, "somebody looks at it"

    last.observer.close()
    last.observer.close()
    world.clock.pass_time(24 * 60 * MINUTE - 1)
    world.cache.sweep()
    assert world.cache.shown(TEAM) is not None
    world.clock.pass_time(1)
    world.cache.sweep()
    await world.settle()
    assert world.cache.shown(TEAM) is None
    assert world.snapshots.texts == {}


async def test_q8_offline_nothing_is_swept_since_it_could_not_be_had_again(world: World) -> None:
    seen = world.look(TEAM)
    await world.settle()
    assert seen.observer is not None
    seen.observer.close()
    world.cache.set_online(False)
    world.clock.pass_time(48 * 60 * MINUTE)
    world.cache.sweep()

    assert world.cache.shown(TEAM) == ("Awa", "Koffi")


async def test_q9_cancel_goes_back_to_the_state_before_the_fetch_and_rearms_the_invalidation(
    world: World,
) -> None:
    seen = world.look(SALES)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("sales", HoldReply(gate))
    world.data["sales"] = ["s1", "late"]
    world.cache.invalidate(SALES)
    await world.settle()
    assert seen.stage() is FetchStatus.FETCHING

    world.look(TEAM, enabled=False)
    world.cache.cancel(())
    gate.set()
    await world.settle()
    assert seen.stage() is FetchStatus.IDLE
    assert seen.now.shown == ("s1",)
    assert seen.now.error is None
    assert seen.now.is_stale, "what made the data stale is not forgotten"

    world.look(SALES)
    await world.settle()
    assert seen.told[-1] == ("s1", "late")
    assert not seen.now.is_stale


async def test_q9_a_cancelled_retry_asks_no_more_and_leaves_no_error(world: World) -> None:
    world.gateway.script("sales", UNREACHABLE)
    seen = world.look(SALES)
    await world.settle()
    assert seen.now.error is not None

    world.cache.cancel(())
    await world.clock.advance(60)
    assert seen.now.error is None
    assert seen.status() is Status.PENDING
    assert world.calls("sales") == 1


async def test_q9_a_call_that_fails_after_it_was_cancelled_says_nothing(world: World) -> None:
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    seen = world.look(SALES)
    await world.settle()
    world.cache.cancel(SALES)
    world.gateway.is_down = True
    world.gateway.reads["sales"] = _down
    gate.set()
    await world.clock.advance(10)

    assert seen.now.error is None
    assert world.calls("sales") == 1


def _down(params: object) -> Answer:
    raise Unreachable("TLNET")


async def test_q9_a_fetch_cancelled_while_it_waits_its_turn_is_never_made(world: World) -> None:
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    world.gateway.script("team", Hold(gate))
    for key in (SALES, TEAM, DESK):
        world.look(key)
    await world.settle()
    assert world.gateway.most_in_flight == 2, "a sale never queues behind more reads"

    world.cache.cancel(DESK)
    gate.set()
    await world.settle()
    assert world.calls("desk") == 0


async def test_q10_a_late_answer_that_is_older_than_what_is_held_is_ignored(world: World) -> None:
    seen = world.look(STOCK)
    await world.settle()
    gate = asyncio.Event()
    world.gateway.script("stock", HoldReply(gate))
    world.cache.refetch(STOCK)
    await world.settle()

    newer: Json = [{"id": "a", "n": 7, "rev": 3}, {"id": "b", "n": 5, "rev": 1}]
    marks = replace(world.marks, applied=2, rev=3)
    assert await world.cache.receive(STOCK, Answer(marks, newer))
    gate.set()
    await world.settle()
    assert seen.now.shown == {"a": 7, "b": 5}
    assert world.cache.base(STOCK).rev == 3  # type: ignore[union-attr]

    assert not await world.cache.receive(STOCK, Answer(replace(marks, applied=1), newer))
    assert not await world.cache.receive(STOCK, Answer(replace(marks, rev=2), newer))


async def test_q10_an_answer_too_old_to_use_leaves_what_was_invalidated_to_the_next_look(
    world: World,
) -> None:
    world.moved(topics={"sales": 5})
    seen = world.look(SALES)
    await world.settle()
    world.moved(topics={"sales": 4})
    world.cache.invalidate(SALES)
    await world.settle()

    assert world.calls("sales") == 2
    assert seen.now.is_stale
    assert seen.now.shown == ("s1",)


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


async def test_q13_offline_a_fetch_is_paused_not_failed_and_resumes_where_it_was(world: World) -> None:
    world.cache.set_online(False)
    seen = world.look(SALES)
    await world.clock.advance(3600)
    assert seen.stage() is FetchStatus.PAUSED
    assert seen.status() is Status.PENDING
    assert seen.now.error is None
    assert world.calls("sales") == 0
    assert not world.cache.is_online

    world.cache.set_online(True)
    world.cache.set_online(True)
    await world.settle()
    assert seen.now.shown == ("s1",)
    assert world.calls("sales") == 1


async def test_q13_a_failure_that_was_the_outage_does_not_use_up_a_retry(world: World) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.gateway.script("sales", UNREACHABLE, UNREACHABLE, UNREACHABLE)
    world.cache.invalidate(SALES)
    await world.clock.advance(0)
    await world.clock.advance(1)
    used = world.calls("sales")
    world.cache.set_online(False)
    await world.clock.advance(600)
    assert seen.stage() is FetchStatus.PAUSED
    assert seen.results[-1].fetch_status is FetchStatus.PAUSED
    assert world.calls("sales") == used

    world.cache.set_online(True)
    await world.clock.advance(10)
    assert seen.stage() is FetchStatus.IDLE
    assert seen.now.error is None


async def test_q13_a_call_under_way_when_the_line_goes_is_paused(world: World) -> None:
    gate = asyncio.Event()
    world.gateway.script("sales", Hold(gate))
    seen = world.look(SALES)
    await world.settle()
    world.cache.set_online(False)
    world.gateway.reads["sales"] = _down
    gate.set()
    await world.settle()

    assert seen.stage() is FetchStatus.PAUSED
    assert seen.now.error is None


async def test_q13_a_paused_fetch_that_nobody_looks_at_any_more_is_given_up(world: World) -> None:
    world.cache.set_online(False)
    seen = world.look(SALES)
    await world.settle()
    assert seen.observer is not None
    seen.observer.close()
    assert not world.cache.is_fetching(SALES)

    world.cache.set_online(True)
    await world.settle()
    assert world.calls("sales") == 0


async def test_q13_back_online_what_is_stale_on_screen_is_fetched_and_what_is_fresh_is_not(
    world: World,
) -> None:
    world.look(SALES)
    world.look(TEAM)
    await world.settle()
    world.cache.set_online(False)
    await world.clock.advance(10 * MINUTE)
    world.cache.set_online(True)
    await world.settle()

    assert (world.calls("sales"), world.calls("team")) == (2, 1)


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


async def test_a_bug_in_a_fetch_is_not_swallowed_and_does_not_leave_the_query_running() -> None:
    async def broken(*_: object) -> Answer:
        raise ZeroDivisionError

    world = World([replace(SPECS[2], fetch=broken)])
    seen = world.look(TEAM)
    await world.settle()

    assert seen.status() is Status.FAILED
    assert seen.stage() is FetchStatus.IDLE
    assert [type(bug) for bug in world.bugs] == [ZeroDivisionError]
    await world.close()


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


async def test_content_that_cannot_be_decoded_is_an_error_beside_the_old_data(world: World) -> None:
    seen = world.look(SALES)
    await world.settle()
    world.data["sales"] = "nonsense"
    world.cache.invalidate(SALES)
    await world.clock.advance(10)

    assert seen.now.shown == ("s1",)
    assert isinstance(seen.now.error, Incompatible)
    assert seen.now.error.code == "TLVER"
    assert world.calls("sales") == 2
    with pytest.raises(Incompatible):
        await world.cache.receive(SALES, Answer(replace(world.marks, topic_rev=1), "nonsense"))


async def test_an_answer_that_is_not_of_this_world_is_not_used_and_asked_for_again(world: World) -> None:
    world.verdicts = [False]
    seen = world.look(SALES)
    await world.settle()
    assert seen.status() is Status.PENDING

    await world.clock.advance(2)
    assert world.calls("sales") == 2
    assert seen.now.shown == ("s1",)
    world.verdicts = [False]
    assert not await world.cache.receive(SALES, Answer(world.marks, ["other"]))
    assert seen.now.shown == ("s1",)


async def test_every_answer_is_reconciled_before_it_is_used(world: World) -> None:
    world.look(SALES)
    await world.settle()
    await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))

    assert [marks.epoch for marks in world.reconciled] == ["epoch-1", "epoch-1"]


async def test_an_answer_to_a_read_takes_away_what_an_older_failure_left(world: World) -> None:
    world.gateway.script("team", Fail(Rejected("TLINP")))
    seen = world.look(TEAM)
    await world.settle()
    assert seen.status() is Status.FAILED

    await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))
    assert seen.now.error is None
    assert not seen.now.is_stale
    gate = asyncio.Event()
    world.gateway.script("team", Hold(gate))
    world.cache.invalidate(TEAM)
    await world.settle()
    await world.cache.receive(TEAM, Answer(world.marks, ["Awa"]))
    assert seen.now.is_stale, "the invalidation belongs to the fetch that runs"
    gate.set()


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
