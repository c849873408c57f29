"""The password of the tills' login changes, and nobody is shut out before the old one ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from app.server.migrate import migrate
from app.server.rotation import (
    FIRST,
    OVERLAP,
    SECOND,
    RotationUnsafe,
    current_role,
    old_until,
    retire,
    rotate,
    with_login,
)
from tests.fixtures_postgres import TILL_PASSWORD, Database, OwnPostgres
from tests.sql.support import until

NEW = "another password / with @ signs"


async def version(database: Database, role: str, password: str) -> object:
    """Call the server as a till would that has this login."""
    connection = await asyncpg.connect(database.url_for(role, password))
    try:
        return await connection.fetchval("select api.version() ->> 'api'")
    finally:
        await connection.close()


async def superuser(database: Database) -> asyncpg.Connection[asyncpg.Record]:
    return await asyncpg.connect(database.superuser_url)


async def test_both_passwords_are_let_in_for_thirty_days(own_postgres: OwnPostgres) -> None:
    database = own_postgres.database
    connection = await superuser(database)
    done = await rotate(connection, NEW)

    assert (done.role, done.old_role, await current_role(connection)) == (SECOND, FIRST, SECOND)
    assert await version(database, FIRST, TILL_PASSWORD) == await version(database, SECOND, NEW) == "1"
    assert abs(done.old_until - datetime.now(UTC) - OVERLAP) < timedelta(minutes=1)
    assert await old_until(connection) == done.old_until
    await connection.close()


async def test_a_second_change_in_those_days_is_refused_and_then_the_first_role_has_its_turn(
    own_postgres: OwnPostgres,
) -> None:
    database = own_postgres.database
    connection = await superuser(database)
    await rotate(connection, NEW)
    with pytest.raises(RotationUnsafe):
        await rotate(connection, "a third")
    assert await version(database, FIRST, TILL_PASSWORD) == "1"
    await connection.execute(f"alter role {FIRST} valid until '2020-01-01'")  # thirty days later
    back = await rotate(connection, "a third")

    assert (back.role, await current_role(connection)) == (FIRST, FIRST)
    assert await version(database, FIRST, "a third") == await version(database, SECOND, NEW) == "1"
    with pytest.raises(asyncpg.InvalidPasswordError):
        await version(database, FIRST, TILL_PASSWORD)
    await connection.close()


async def test_a_password_that_has_ended_or_is_retired_is_refused_at_once(own_postgres: OwnPostgres) -> None:
    database = own_postgres.database
    connection = await superuser(database)
    await rotate(connection, NEW)
    old = await asyncpg.connect(database.url_for(FIRST, TILL_PASSWORD))
    assert await retire(connection)

    await until(connection, "select not exists (select from pg_stat_activity where usename = $1)", FIRST)
    old.terminate()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await version(database, FIRST, TILL_PASSWORD)
    assert not await retire(connection)
    assert await version(database, SECOND, NEW) == "1"
    await connection.close()


async def test_a_deploy_leaves_the_old_password_alone(own_postgres: OwnPostgres) -> None:
    database = own_postgres.database
    connection = await superuser(database)
    await rotate(connection, "cut off before it was written down")
    await migrate(database.superuser_url, till_password=TILL_PASSWORD)  # what the record still says

    assert (
        await version(database, FIRST, TILL_PASSWORD) == await version(database, SECOND, TILL_PASSWORD) == "1"
    )
    await connection.close()


async def test_both_roles_may_do_the_same(own_postgres: OwnPostgres) -> None:
    connection = await superuser(own_postgres.database)
    rows = await connection.fetch(
        """
        select p.oid::regprocedure
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace, unnest(array[$1, $2]) r (role)
        where n.nspname in ('api', 'logic', 'jobs', 'data', 'public', 'pg_catalog')
          and pg_catalog.has_function_privilege(r.role, p.oid, 'execute')
          and pg_catalog.has_schema_privilege(r.role, n.oid, 'usage')
        group by p.oid
        having count(*) = 1
        """,
        *(FIRST, SECOND),
    )
    roles = await connection.fetch(
        """
        select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication, rolconnlimit, rolconfig
        from pg_catalog.pg_roles where rolname in ($1, $2)
        """,
        *(FIRST, SECOND),
    )
    tables = await connection.fetchval(
        """
        select count(*) from pg_catalog.pg_class c
        where c.relnamespace in ('data'::regnamespace, 'logic'::regnamespace) and c.relkind in ('r', 'v', 'm')
          and pg_catalog.has_table_privilege($1, c.oid, 'select,insert,update,delete,truncate')
        """,
        SECOND,
    )
    await connection.close()

    assert (rows, tables) == ([], 0)
    assert tuple(roles[0]) == tuple(roles[1])


def test_an_address_gets_another_login() -> None:
    made = with_login("postgresql://postgres:x@db.example:6543/bar?sslmode=require", SECOND, "a@/b")

    assert made == "postgresql://bartender_till_b:a%40%2Fb@db.example:6543/bar?sslmode=require"
    pooled = with_login("postgresql://postgres.abcd:x@pooler.example:6543/postgres", FIRST, "y")
    assert pooled == "postgresql://bartender_till.abcd:y@pooler.example:6543/postgres"
