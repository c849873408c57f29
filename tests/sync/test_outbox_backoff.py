"""Waiting before trying again."""

from __future__ import annotations

import asyncio
import random

from app.sync.backoff import Backoff, wait_for_event
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
