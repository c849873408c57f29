"""A bar alone in its database, for what a proof does to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.fixtures_postgres import Database
from tests.sql.support import Scene, connect_till, make_bar


@pytest.fixture
async def lone_scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()
