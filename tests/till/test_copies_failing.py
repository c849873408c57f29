"""Copies that fail: what is remembered and shown, when they are tried again, and that nobody is disturbed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.domain.errors import DeviceFailed
from app.till.copies import CLOSE_S, EVERY_S, LONGEST_COPY_S, LONGEST_LOOK_S, LOOK_S, NOTE
from app.till.ports import BROKEN, BUSY, FULL, GONE
from tests.fakes import let_tasks_run
from tests.till.copying import (
    KINGSTON,
    SOON,
    choose,
    opened,
    second_disk,
    stick,
    sticks,
    why_not,
)
from tests.till.world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = await opened()
    yield made
    await made.close()


@pytest.mark.parametrize("reason", [FULL, BROKEN])
async def test_what_fails_is_remembered_shown_and_tried_again(world: World, reason: str) -> None:
    one, copies = stick(world), world.till.copies
    await world.sell("flag")
    await choose(world)
    one.fails = reason
    await world.sell("flag")
    await world.clock.advance(EVERY_S + LOOK_S)
    failing = copies.failing
    one.fails = ""
    await world.clock.advance(LOOK_S)
    too_soon = one.written
    await world.clock.advance(EVERY_S)

    assert failing is not None
    assert (failing.name, failing.failure, failing.operations) == ("KINGSTON", reason, 1)
    assert (too_soon, one.written, copies.failing) == (1, 2, None)


async def test_a_stick_pulled_out_in_the_middle_is_tried_again_when_it_is_back(world: World) -> None:
    one, copies = stick(world), world.till.copies
    await world.sell("flag")
    await choose(world)
    await world.sell("flag")
    one.gate = asyncio.Event()
    await world.clock.advance(EVERY_S + LOOK_S)
    assert copies.busy == {KINGSTON}
    sticks(world).pull(one)
    one.gate.set()
    await world.clock.advance(1)
    failing = copies.failing
    await world.clock.advance(LOOK_S)
    one.gate = None
    sticks(world).plug(one)
    await world.clock.advance(LOOK_S + SOON)

    assert failing is not None
    assert failing.failure == GONE
    assert (one.written, copies.failing, copies.busy) == (2, None, frozenset())


async def test_a_first_tap_that_fails_chooses_nothing(world: World) -> None:
    one = stick(world)
    one.fails = FULL
    await world.sell("flag")
    assert await why_not(world) == FULL
    record = world.till.copies.record_of(world.till.copies.volumes[0])
    one.fails = ""
    await world.clock.advance(900)

    assert record is not None
    assert (record.failure, record.at) == (FULL, None)
    assert world.till.copies.failing is None
    assert one.written == 0
    await choose(world)
    assert world.till.copies.is_automatic(world.till.copies.volumes[0])


async def test_a_stick_that_is_not_there_is_gone(world: World) -> None:
    assert await why_not(world) == GONE
    assert world.till.copies.awaited == ()


async def test_one_copy_at_a_time_on_each_stick(world: World) -> None:
    one = stick(world)
    one.gate = asyncio.Event()
    await world.till.copies.look()
    first = asyncio.create_task(world.till.copies.copy(KINGSTON))
    await let_tasks_run()
    second = await why_not(world)
    one.gate.set()
    await first

    assert second == BUSY
    assert one.written == 1


async def test_a_stick_that_hangs_is_given_up(world: World) -> None:
    one = second_disk(world)
    one.gate = asyncio.Event()
    await world.sell("flag")
    await world.clock.advance(SOON)
    still = world.till.copies.busy
    await world.clock.advance(LONGEST_COPY_S)

    assert still == {"/mnt/disk"}
    assert world.till.copies.busy == frozenset()
    assert world.till.copies.failing is not None
    assert world.till.copies.failing.failure == BROKEN


async def test_a_ledger_that_cannot_be_read_is_said(world: World) -> None:
    stick(world)
    world.ledger.image_fails = DeviceFailed("TLCOR")
    assert await why_not(world) == "unsound"


async def test_disks_that_do_not_answer_are_left_alone(world: World) -> None:
    disk = second_disk(world)
    await world.sell("flag")
    sticks(world).looking = asyncio.Event()
    await world.clock.advance(SOON + LONGEST_LOOK_S)
    sticks(world).looking = None
    nothing = disk.written
    await world.clock.advance(LOOK_S + SOON)

    assert (nothing, disk.written) == (0, 1)


async def test_a_bug_in_looking_disturbs_nobody(world: World, expects_error_logs: object) -> None:
    disk = second_disk(world)
    sticks(world).bug = ValueError("a bug")
    await world.sell("flag")
    await world.clock.advance(SOON)
    sticks(world).bug = None
    await world.sell("flag")
    await world.clock.advance(LOOK_S + SOON)

    assert disk.written == 1


async def test_a_note_that_cannot_be_kept_disturbs_nobody(world: World) -> None:
    stick(world)
    await world.sell("flag")
    await world.settle()
    world.ledger.fail_next = [DeviceFailed("TLDSK")]
    await choose(world)

    assert world.till.copies.last is not None
    assert NOTE not in world.ledger.notes


@pytest.mark.parametrize("note", ['{"volumes":3}', '{"volumes":[3,{"later":1}]}', "{}"])
async def test_a_note_of_another_version_is_none(world: World, note: str) -> None:
    world.ledger.notes[NOTE] = note
    await world.restart()

    assert world.till.copies.last is None


async def test_closing_does_not_wait_for_a_slow_stick(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await choose(world)
    await world.sell("flag")
    one.gate = asyncio.Event()
    await world.crash()
    closing = asyncio.create_task(world.till.close())
    await world.clock.advance(CLOSE_S - 0.1)
    early = closing.done()
    await world.clock.advance(0.2)

    assert (early, closing.done()) == (False, True)
    await closing
    assert one.written == 1


async def test_listeners_are_told_and_one_that_fails_keeps_it_from_nobody(
    world: World, expects_error_logs: object
) -> None:
    told: list[int] = []

    def fail() -> None:
        raise ValueError("a bug")

    stops = [world.till.copies.listen(fail), world.till.copies.listen(lambda: told.append(1))]
    await world.till.copies.look()
    for stop in stops:
        stop()
    await world.till.copies.look()

    assert told == [1]
