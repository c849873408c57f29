"""A bar whose server has functions that do what a server should not, and the gateway of its till."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from app.drivers.postgres import PostgresGateway
from app.sync.ports import Json, Seen
from tests.fixtures_postgres import Database
from tests.sql.support import Scene, connect_till, make_bar

STRANGE = """
create function api.fail(till_token text, state text, detail text) returns jsonb language plpgsql as $$
begin raise exception using errcode = state, detail = detail; end $$;
create function api.pid(till_token text) returns jsonb language sql as $$
select jsonb_build_object('pid', pg_backend_pid(), 'prepared', (select count(*) from pg_prepared_statements)) $$;
create function api.last(till_token text, seconds float) returns jsonb language plpgsql as $$
begin perform pg_sleep(seconds); return '{}'; end $$;
create function api.nothing(till_token text) returns jsonb language sql as 'select null::jsonb';
create function api.listed(till_token text) returns jsonb language sql as $$ select '[]'::jsonb $$;
grant execute on all functions in schema api to bartender_till;
"""
NOTHING_SEEN = Seen(None, 0, 0)


@asynccontextmanager
async def strange_scene(database: Database) -> AsyncIterator[Scene]:
    """A bar alone in its database, with ``STRANGE`` beside what every server has."""
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    await owner.execute(STRANGE)
    yield made
    await made.close()


@asynccontextmanager
async def gateway_of(scene: Scene) -> AsyncIterator[PostgresGateway]:
    made = PostgresGateway(scene.database.till_url, scene.bar.till.token)
    yield made
    await made.close()


async def pid(gateway: PostgresGateway) -> Json:
    """Return the process that answers at the server."""
    return (await gateway.call("pid", timeout_s=10))["pid"]
