from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.till.world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A till that has started beside its server; nobody is signed in."""
    opened = await World.open()
    yield opened
    await opened.close()


@pytest.fixture
async def counter(world: World) -> World:
    """The same, with a server at the till."""
    await world.sign_in()
    return world
