"""A bar alone in its database, and a relay that tells of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.fixtures_postgres import Database
from tests.server.relay.support import World, world
from tests.sql.support import Scene, connect_till, make_bar


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    """A bar alone in its database."""
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


@pytest.fixture
async def relay(scene: Scene) -> AsyncIterator[World]:
    """A relay that hears the scene's database."""
    async with world(scene) as made:
        yield made
