"""The scene of the SQL tests: a new bar each, on one database; ``own_scene`` for what concerns a whole site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import asyncpg
import pytest

from tests.fixtures_postgres import Database, Server
from tests.sql.support import Scene, connect_till, make_bar


async def _scene_on(database: Database) -> Scene:
    owner = await asyncpg.connect(database.superuser_url)
    return Scene(database, owner, await connect_till(database), await make_bar(owner))


@pytest.fixture(scope="session")
def shared_database(postgres_server: Server, postgres_template: str) -> Iterator[Database]:
    """A migrated database for all tests that keep to their own bar."""
    name = f"{postgres_template}_shared"
    postgres_server.execute(f'create database "{name}" template "{postgres_template}"')
    yield Database(name, postgres_server.url(name))
    postgres_server.execute(f'drop database "{name}" with (force)')


@pytest.fixture
async def scene(shared_database: Database, tills_place: str) -> AsyncIterator[Scene]:
    """A new bar beside those of other tests."""
    made = await _scene_on(replace(shared_database, tills_place=tills_place))
    yield made
    await made.close()


@pytest.fixture
async def own_scene(database: Database) -> AsyncIterator[Scene]:
    """A bar alone in its database."""
    made = await _scene_on(database)
    yield made
    await made.close()
