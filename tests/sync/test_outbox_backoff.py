"""Waiting before trying again, at most so long, and for work that may hang."""

from __future__ import annotations

import asyncio
import random
import threading

import pytest

from app.sync.aside import aside
from app.sync.backoff import Backoff, wait_for_event, within
from tests.fakes import FakeClock, let_tasks_run


def test_waits_are_jittered_below_a_ceiling_that_doubles_up_to_a_minute() -> None:
    backoff = Backoff(random.Random(1))
    ceilings, waits = [], []
    for _ in range(10):
        ceilings.append(backoff.ceiling_s)
        waits.append(backoff.next_s())

    assert ceilings == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert all(0 <= wait <= ceiling for wait, ceiling in zip(waits, ceilings, strict=True))
    assert len(set(waits)) == 10
    assert backoff.failures == 10
    backoff.reset()
    assert (backoff.failures, backoff.ceiling_s) == (0, 0.5)


def test_days_of_failures_do_not_overflow() -> None:
    backoff = Backoff(random.Random(1))
    for _ in range(2_000):
        backoff.next_s()

    assert backoff.ceiling_s == 60


async def test_a_wait_ends_with_the_event_or_with_the_time() -> None:
    clock, event = FakeClock(), asyncio.Event()
    by_time = asyncio.create_task(wait_for_event(clock, event, 5))
    await clock.advance(4.9)
    assert not by_time.done()
    await clock.advance(0.2)
    assert by_time.result() is False
    by_event = asyncio.create_task(wait_for_event(clock, event, 5))
    await let_tasks_run()
    event.set()
    await let_tasks_run()

    assert by_event.result() is True
    assert clock.sleeping == 0
    assert await wait_for_event(clock, event, -1) is True


async def test_a_wait_that_is_cancelled_leaves_nothing_behind() -> None:
    clock, event = FakeClock(), asyncio.Event()
    task = asyncio.create_task(wait_for_event(clock, event, 5))
    await let_tasks_run()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert task.cancelled()
    assert clock.sleeping == 0


async def test_what_takes_too_long_is_cancelled_and_said() -> None:
    clock, event = FakeClock(), asyncio.Event()

    async def answer(value: int) -> int:
        await event.wait()
        return value

    late = asyncio.create_task(within(clock, answer(1), 5))
    await clock.advance(5)
    with pytest.raises(TimeoutError):
        await late
    in_time = asyncio.create_task(within(clock, answer(2), 5))
    await clock.advance(4)
    event.set()

    assert await in_time == 2
    assert clock.sleeping == 0


async def test_what_fails_in_time_fails_as_it_did() -> None:
    async def fail() -> None:
        raise KeyError("this")

    with pytest.raises(KeyError, match="this"):
        await within(FakeClock(), fail(), 5)


async def test_work_aside_returns_or_raises_as_if_it_were_here() -> None:
    def fail() -> None:
        raise OSError("pulled out")

    assert await aside(lambda: threading.current_thread().name, "stick") == "stick"
    assert await aside(lambda: threading.current_thread().daemon, "stick")
    with pytest.raises(OSError, match="pulled out"):
        await aside(fail, "stick")


async def test_who_is_cancelled_does_not_wait_for_work_that_hangs() -> None:
    begun, gate, over = threading.Event(), threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        gate.wait(60)
        over.set()

    task = asyncio.create_task(aside(hang, "stick"))
    await asyncio.to_thread(begun.wait, 60)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert task.cancelled()
    assert not over.is_set()
    gate.set()
    await asyncio.to_thread(over.wait, 60)
    await let_tasks_run()


def test_work_that_ends_after_its_loop_is_heard_by_nobody() -> None:
    begun, gate = threading.Event(), threading.Event()

    async def begin() -> None:
        def hang() -> None:
            begun.set()
            gate.wait(60)

        task = asyncio.create_task(aside(hang, "late stick"))
        await asyncio.to_thread(begun.wait, 60)
        task.cancel()

    asyncio.run(begin())
    thread = next(one for one in threading.enumerate() if one.name == "late stick")
    gate.set()
    thread.join(60)

    assert not thread.is_alive()
