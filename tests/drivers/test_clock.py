"""The machine's clocks, and the stretching of PINs beside the event loop."""

from __future__ import annotations

import asyncio
import time

from app.domain.pin import new_salt, stretched
from app.drivers.clock import BOOT_ID, SystemClock
from app.drivers.pins import stretch


async def test_the_clocks_are_the_machines() -> None:
    clock = SystemClock()
    before = (time.time(), time.monotonic())

    await clock.sleep(0)

    after = (time.time(), time.monotonic())
    assert before[0] <= clock.wall() <= after[0] + 60
    assert before[1] <= clock.monotonic() <= after[1] + 60


def test_a_boot_has_one_name() -> None:
    name = SystemClock().boot()

    assert name == SystemClock().boot() != ""
    if BOOT_ID.exists():
        assert name == BOOT_ID.read_text("ascii").strip()


async def test_a_pin_is_stretched_while_the_loop_goes_on() -> None:
    salt = new_salt()
    working = asyncio.ensure_future(stretch("1234", salt))
    turns = 0
    while not working.done():
        await asyncio.sleep(0)
        turns += 1

    assert await working == stretched("1234", salt).hex()
    assert turns > 2
