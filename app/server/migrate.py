"""Bring a database to what ``sql/`` says: roles, pending migrations, the code schemas rebuilt, the grants checked.

It runs over a direct connection as a superuser or a role that may create roles, in one transaction that gives way
to the tills: it waits at most a second for a lock and tries again. Nothing is done when nothing changed. It makes no
database.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import asyncpg

from app.server.connecting import connect
from app.server.rotation import current_role
from app.server.scram import scram_matches, scram_verifier

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql"
OLDEST_SERVER = 15
ADVISORY_LOCK = 5_200_900
TRIES = 40
FIRST_WAIT_S = 0.05
LONGEST_WAIT_S = 1.0
LONGEST_TURN_S = 60.0
BUSY = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)

_RECORD = """
create schema if not exists data authorization bartender_owner;
create table if not exists data.migrations (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
alter table data.migrations owner to bartender_owner;
"""


class SchemaUnsafe(RuntimeError):
    """The database and the folder do not fit, or what was built is not safe: an edited migration, a newer database …"""


@dataclass(frozen=True, slots=True)
class MigrateReport:
    """What was done. ``applied``: names of migrations; ``is_rebuilt``: whether the code schemas were made anew."""

    applied: tuple[str, ...]
    is_rebuilt: bool
    schema: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of ``sql/migrations``. An online one (second line ``-- online``) runs alone, outside any transaction."""

    name: str
    text: str
    sha256: str

    @property
    def is_online(self) -> bool:
        return self.text.splitlines()[1:2] == ["-- online"]

    @property
    def previous(self) -> str:
        """The hash that the first line says the migration before has; ``none`` for the first."""
        match = re.fullmatch(r"-- previous: (none|[0-9a-f]{64})", self.text.split("\n", 1)[0])
        return match.group(1) if match else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the folder wants: its migrations in order, the code with its hash, and what only Supabase gets."""

    roles: str
    migrations: tuple[Migration, ...]
    code: tuple[tuple[str, str], ...]
    supabase: tuple[tuple[str, str], ...]
    code_sha256: str


def read_plan(folder: Path = SQL_FOLDER) -> Plan:
    """Return what ``folder`` wants. Raises SchemaUnsafe when a migration does not name the hash of the one before."""
    migrations = tuple(
        Migration(path.stem, text, text_hash(text))
        for path in sorted((folder / "migrations").glob("*.sql"))
        for text in [_text(path)]
    )
    expected = "none"
    for migration in migrations:
        if migration.previous != expected:
            raise SchemaUnsafe(f"{migration.name}: first line must be `-- previous: {expected}`")
        expected = migration.sha256
    paths = [
        path
        for part in ("reset", "logic", "api", "jobs")
        for path in sorted((folder / "code" / part).glob("*.sql"))
    ]
    code = tuple((path.relative_to(folder).as_posix(), _text(path)) for path in paths)
    roles = _text(folder / "roles.sql")
    supabase = tuple(
        (path.relative_to(folder).as_posix(), _text(path)) for path in sorted(folder.glob("supabase/*.sql"))
    )
    whole = "".join(f"{name}\n{text}" for name, text in (*code, ("roles", roles), *supabase))
    return Plan(roles, migrations, code, supabase, text_hash(whole))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a file's text: the same on systems that end lines otherwise."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


async def migrate(url: str, *, till_password: str | None = None, folder: Path = SQL_FOLDER) -> MigrateReport:
    """Bring the database at ``url`` to what ``folder`` says and return what was done.

    ``till_password``: given to the tills' login if it has another. Raises SchemaUnsafe (nothing was changed), and
    asyncpg's errors: of the connection, or of a lock that the tills did not leave free in half a minute.
    """
    began, plan = time.monotonic(), read_plan(folder)
    async with _alone(url) as connection:
        if connection.get_server_version().major < OLDEST_SERVER:
            raise SchemaUnsafe(f"PostgreSQL {OLDEST_SERVER} or newer is needed")
        deployed = await _deployed_code(connection)
        pending = _pending(plan, await _applied(connection))
        is_stale = deployed != plan.code_sha256 or bool(pending)
        if is_stale:
            await connection.execute(plan.roles)
            await connection.execute(_RECORD)
            await _deploy(connection, plan, [migration for migration in pending if not migration.is_online])
            for migration in pending:
                if migration.is_online:
                    await _apply_online(connection, migration)
        if till_password is not None:
            await _set_password(connection, till_password)
    names = tuple(migration.name for migration in pending)
    return MigrateReport(names, is_stale, plan.migrations[-1].name, time.monotonic() - began)


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[Connection]:
    """Connect and hold the lock of deploys of this database."""
    connection = await connect(url)
    try:
        await connection.execute("set client_min_messages = warning")
        await connection.execute("set search_path = ''")
        await _take_turn(connection)
        await connection.execute("set lock_timeout = '1s'")
        yield connection
    finally:
        await connection.close()


async def _take_turn(connection: Connection) -> None:
    """Wait for the lock by asking again: an index made concurrently waits for whoever waits inside a statement."""
    began = time.monotonic()
    while not await connection.fetchval(f"select pg_try_advisory_lock({ADVISORY_LOCK})"):
        if time.monotonic() - began > LONGEST_TURN_S:
            raise asyncpg.LockNotAvailableError("another deploy does not end")
        await asyncio.sleep(FIRST_WAIT_S)


async def _applied(connection: Connection) -> dict[str, str]:
    if await connection.fetchval("select to_regclass('data.migrations')") is None:
        return {}
    rows = await connection.fetch("select name, sha256 from data.migrations order by name")
    return {row["name"]: row["sha256"] for row in rows}


async def _deployed_code(connection: Connection) -> str | None:
    comment: str | None = await connection.fetchval(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'logic'"
    )
    return comment


def _pending(plan: Plan, applied: dict[str, str]) -> list[Migration]:
    known = {migration.name: migration.sha256 for migration in plan.migrations}
    for name, sha256 in applied.items():
        if name not in known:
            raise SchemaUnsafe(f"the database has {name}, which this program does not know: it is newer")
        if known[name] != sha256:
            raise SchemaUnsafe(f"{name} was edited after it had been applied")
    pending = [migration for migration in plan.migrations if migration.name not in applied]
    # An online one runs after the others: when it was interrupted, they are there and it is not.
    late = [migration.name for migration in pending if applied and not migration.is_online]
    if late and late[0] < max(applied):
        raise SchemaUnsafe(f"{late[0]} comes before {max(applied)}, which is applied")
    return pending


async def _deploy(connection: Connection, plan: Plan, pending: Sequence[Migration]) -> None:
    """Do it all or nothing; give way to the tills and try again."""
    for attempt in range(TRIES):
        try:
            async with connection.transaction():
                await _build(connection, plan, pending)
        except BUSY:
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(random.uniform(0, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**attempt)))
        else:
            return


async def _build(connection: Connection, plan: Plan, pending: Sequence[Migration]) -> None:
    if await connection.fetchval("select rolsuper from pg_roles where rolname = current_user"):
        await connection.execute(
            "set local deadlock_timeout = '50ms'"
        )  # whoever looks first gives way: we do
    await connection.execute("set local role bartender_owner")
    if await connection.fetchval("select to_regclass('data.site')") is not None:
        # Every function of `api` reads this table first: now no till is in the middle of the code that goes away, and
        # whoever waits at this gate goes on into the new one.
        await connection.execute("lock table data.site in access exclusive mode")
    (reset, dropping), *code = plan.code
    await _run(connection, reset, dropping)
    for migration in pending:
        await _run(connection, migration.name, migration.text)
        await _note(connection, migration)
    for name, text in code:
        await _run(connection, name, text)
    await connection.execute(_HAND_OVER)
    faults = await connection.fetch(_FAULTS)
    if faults:
        raise SchemaUnsafe("; ".join(row["fault"] for row in faults))
    await connection.execute(f"comment on schema logic is '{plan.code_sha256}'")
    if await connection.fetchval("select to_regnamespace('realtime')") is not None:
        await connection.execute("reset role")
        for name, text in plan.supabase:
            await _run(connection, name, text)


async def _run(connection: Connection, name: str, text: str) -> None:
    try:
        await connection.execute(text)
    except asyncpg.PostgresError as problem:
        problem.add_note(f"in {name}")
        raise


async def _note(connection: Connection, migration: Migration) -> None:
    await connection.execute(
        "insert into data.migrations (name, sha256) values ($1, $2)", migration.name, migration.sha256
    )


async def _apply_online(connection: Connection, migration: Migration) -> None:
    """Run each statement by itself: an index made concurrently stands in no transaction.

    It may be run again after an interruption: an index that it left half made is dropped first.
    """
    await connection.execute("set role bartender_owner")
    await connection.execute("set lock_timeout = '30s'")
    for row in await connection.fetch(_HALF_MADE):
        if re.search(rf"\b{re.escape(row['name'])}\b", migration.text):
            await connection.execute(f"drop index concurrently {row['full_name']}")
    for statement in re.split(r";\s*$", migration.text, flags=re.MULTILINE):
        if re.sub(r"^--.*$", "", statement, flags=re.MULTILINE).strip():
            await connection.execute(statement)
    await _note(connection, migration)
    await connection.execute("reset role")


async def _set_password(connection: Connection, password: str) -> None:
    """Give the tills' login the password, unless it has it. Only a SCRAM verifier reaches the server and its log."""
    role = await current_role(connection)
    is_superuser = await connection.fetchval("select rolsuper from pg_roles where rolname = current_user")
    if is_superuser:
        stored = await connection.fetchval("select rolpassword from pg_authid where rolname = $1", role)
        if stored is not None and await asyncio.to_thread(scram_matches, password, stored):
            return
    verifier = await asyncio.to_thread(scram_verifier, password)
    await connection.execute(f"alter role {role} password '{verifier}'")


# What a `create index concurrently` leaves that failed; `if not exists` would take it for made.
_HALF_MADE = """
select c.relname as name, c.oid::regclass::text as full_name
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
where c.relnamespace = 'data'::regnamespace and not i.indisvalid
"""

# The functions of `api` run as bartender_api, which owns no table and sees one bar at a time.
_HAND_OVER = """
grant create on schema api to bartender_api;
do $$
declare
  v_function regprocedure;
begin
  for v_function in select p.oid from pg_catalog.pg_proc p where p.pronamespace = 'api'::pg_catalog.regnamespace loop
    execute pg_catalog.format('alter function %s owner to bartender_api', v_function);
  end loop;
end
$$;
revoke create on schema api from bartender_api;
"""

# What may never be, whatever a file of sql/code says.
_FAULTS = """
select p.oid::regprocedure || ' is callable by everybody' as fault
from pg_catalog.pg_proc p
where p.pronamespace in (select oid from pg_catalog.pg_namespace where nspname in ('logic', 'api', 'jobs'))
  and exists (select from pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
    where a.grantee = 0)
union all
select p.oid::regprocedure || ' is not a definer of bartender_api with an empty search_path'
from pg_catalog.pg_proc p
where p.pronamespace = 'api'::pg_catalog.regnamespace
  and not (p.prosecdef and p.proowner = 'bartender_api'::pg_catalog.regrole
    and coalesce(p.proconfig @> array['search_path=""'], false))
union all
select p.oid::regprocedure || ' must not be a definer'
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and (n.nspname = 'logic'
  or (n.nspname = 'jobs' and not coalesce(p.proconfig @> array['search_path=""'], false)))
union all
select p.oid::regprocedure || ' is callable by a login role'
from pg_catalog.pg_proc p,
  (values ('bartender_till'), ('bartender_till_b'), ('bartender_relay'), ('bartender_report')) r (name)
where p.pronamespace in (select oid from pg_catalog.pg_namespace where nspname in ('logic', 'jobs'))
  and pg_catalog.has_function_privilege(r.name, p.oid, 'execute')
union all
select c.oid::regclass || ' has no forced row security'
from pg_catalog.pg_class c
where c.relnamespace = 'data'::pg_catalog.regnamespace and c.relkind in ('r', 'p')
  and not (c.relrowsecurity and c.relforcerowsecurity)
union all
select c.oid::regclass || ' is open to ' || r.name
from pg_catalog.pg_class c, (values ('bartender_till'), ('bartender_till_b'), ('bartender_relay')) r (name)
where c.relnamespace = 'data'::pg_catalog.regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  and (pg_catalog.has_table_privilege(r.name, c.oid, 'select,insert,update,delete,truncate,references,trigger')
    or pg_catalog.has_any_column_privilege(r.name, c.oid, 'select,insert,update,references'))
"""


def main(arguments: Sequence[str]) -> int:
    """Print the first line that the next migration needs (``--hash``); deploys are not made here."""
    if list(arguments) != ["--hash"]:
        sys.stderr.write("usage: python -m app.server.migrate --hash\n")
        return 2
    migrations = read_plan().migrations
    sys.stdout.write(f"-- previous: {migrations[-1].sha256 if migrations else 'none'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
