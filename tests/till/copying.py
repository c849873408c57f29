"""A till of the tests with sticks: plugging them in, and copying to them as a person asks."""

from __future__ import annotations

import pytest

from app.domain.errors import DeviceFailed
from app.till.copies import SOON_S
from tests.sticks import Stick, Sticks
from tests.till.world import World

SOON = SOON_S + 1
KINGSTON = "/media/bar/KINGSTON"


async def opened() -> World:
    """Return a till with no stick yet, and somebody at it."""
    made = World()
    made.volumes = Sticks(made.ledger)
    await made.boot()
    await made.sign_in()
    return made


def sticks(world: World) -> Sticks:
    assert isinstance(world.volumes, Sticks)
    return world.volumes


def stick(world: World, root: str = KINGSTON) -> Stick:
    """Plug a stick in that nobody has chosen yet."""
    return sticks(world).plug(Stick("KINGSTON", root))


def second_disk(world: World) -> Stick:
    return sticks(world).plug(Stick("Données", "/mnt/disk", is_removable=False, is_second=True))


async def choose(world: World, root: str = KINGSTON) -> None:
    """Copy to the stick as a person asks for it."""
    await world.till.copies.look()
    await world.till.copies.copy(root)


async def begin_again(world: World) -> None:
    """Let the till be started anew, and somebody sign in."""
    await world.restart()
    await world.sign_in()


async def why_not(world: World, root: str = KINGSTON) -> object:
    await world.till.copies.look()
    with pytest.raises(DeviceFailed, match="TLCPY") as failed:
        await world.till.copies.copy(root)
    return failed.value.params["reason"]
