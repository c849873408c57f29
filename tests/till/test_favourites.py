"""The products that a till keeps under « Favoris »."""

from __future__ import annotations

import pytest

from app.domain.errors import DeviceFailed
from app.till.favourites import NOTE
from tests.till.world import World, product


async def test_a_star_goes_behind_the_others_and_stays_after_a_restart(world: World) -> None:
    heard: list[int] = []
    stop = world.till.favourites.listen(lambda: heard.append(1))
    for name in ("sobebra", "flag", "eau"):
        world.till.favourites.toggle(product(name))
    world.till.favourites.toggle(product("flag"))
    await world.settle()
    stop()
    world.till.favourites.toggle(product("flag"))
    await world.settle()

    assert len(heard) == 4
    await world.restart()
    assert world.till.favourites.products == (product("sobebra"), product("eau"), product("flag"))


@pytest.mark.parametrize("kept", ["{", '{"products": 5}', '{"products": [5]}'])
async def test_what_cannot_be_read_is_none(world: World, kept: str) -> None:
    world.ledger.notes[NOTE] = kept

    await world.restart()

    assert world.till.favourites.products == ()


async def test_a_disk_that_refuses_loses_a_star_and_nothing_else(world: World) -> None:
    world.ledger.fail_next = [DeviceFailed("TLDSK")]
    world.till.favourites.toggle(product("flag"))
    await world.settle()

    assert world.till.favourites.products == (product("flag"),)
    assert NOTE not in world.ledger.notes
