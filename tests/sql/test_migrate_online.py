"""Online migrations, interrupted: what they left half made is made again, what came after does not bar the way."""

from __future__ import annotations

import asyncpg
import pytest

from app.server.check import check_database
from app.server.migrate import migrate
from tests.sql.support import Scene, selling
from tests.sql.test_migrate import SECURE, Folder, folder

__all__ = ["folder"]

pytestmark = pytest.mark.usefixtures("postgres_template")

ONLINE = """-- online
create unique index concurrently if not exists idx_one_of_each on data.later (kind);
create index concurrently if not exists idx_second on data.later (x);
"""


async def test_an_index_that_was_interrupted_is_made_again(own_scene: Scene, folder: Folder) -> None:
    """The rows do not allow the index at first: PostgreSQL leaves it, invalid, under its name."""
    url = own_scene.database.superuser_url
    folder.add(
        "0097_before",
        "create table data.later (x integer primary key, kind text);"
        f" insert into data.later values (1, 'same'), (2, 'same'); {SECURE}",
    )
    folder.add("0098_online", ONLINE)
    folder.add("0099_after", "alter table data.later add note text;")
    with pytest.raises(asyncpg.UniqueViolationError):
        await migrate(url, folder=folder.path)
    half_made = await own_scene.owner.fetchval(
        "select indisvalid from pg_index where indexrelid = 'data.idx_one_of_each'::regclass"
    )
    found = [finding.params["name"] for finding in await check_database(own_scene.owner)]
    assert (await own_scene.submit(selling(own_scene.bar, 1, (0, 1))))["applied"] == 1

    await own_scene.owner.execute("delete from data.later where x = 2")
    again = await migrate(url, folder=folder.path)

    assert (half_made, found) == (False, ["data.idx_one_of_each"])
    assert again.applied == ("0098_online",)
    assert await check_database(own_scene.owner) == []
    assert (await migrate(url, folder=folder.path)).applied == ()


async def test_an_index_of_somebody_else_is_left(own_scene: Scene, folder: Folder) -> None:
    await own_scene.owner.execute(
        "create index idx_of_another on data.users (name);"
        " update pg_index set indisvalid = false where indexrelid = 'data.idx_of_another'::regclass"
    )
    folder.add(
        "0098_online", "-- online\ncreate index concurrently if not exists idx_mine on data.users (name);\n"
    )

    await migrate(own_scene.database.superuser_url, folder=folder.path)

    assert await own_scene.owner.fetchval("select to_regclass('data.idx_of_another')") is not None
