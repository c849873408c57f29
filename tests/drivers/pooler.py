"""A pgbouncer of a test's own: transaction mode, loopback, a free port, an account that is not root's.

Before one database it knows no till's password: it asks PostgreSQL for the verifier (auth_query), as
docs/operations.md says to set it up. Before a whole server it is told the tills' password.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from app.server.ports import LOOPBACK, pick_port
from app.server.privilege import RunAs, choose_run_as
from tests.fixtures_postgres import Database

PASSWORD = "asks-for-verifiers"
POOL_SIZE = 2
"""Fewer connections than tills have calls in flight: each call gets whichever is free."""

LOOK_UP = """
create schema pooler;
create function pooler.look_up(name text, out login text, out verifier text) language sql stable security definer
  set search_path = '' as $$
    select a.rolname::text, a.rolpassword from pg_catalog.pg_authid a where a.rolname = name and a.rolcanlogin $$;
revoke all on function pooler.look_up(text) from public;
create role "{role}" login password '{password}';
grant connect on database "{database}" to "{role}";
grant usage on schema pooler to "{role}";
grant execute on function pooler.look_up(text) to "{role}";
"""
DROP = 'drop owned by "{role}"; drop role "{role}"; drop schema pooler cascade'

SETTINGS = """
[databases]
{databases}

[pgbouncer]
listen_addr = {listen}
listen_port = {own_port}
unix_socket_dir =
pool_mode = transaction
default_pool_size = {pool_size}
max_client_conn = 500
auth_type = scram-sha-256
auth_file = {folder}/users.txt
pidfile = {folder}/pid
logfile = {folder}/pgbouncer.log
server_tls_sslmode = disable
"""
ONE = "{database} = host={host} port={port} dbname={database} auth_user={role}"
EVERY = "* = host={host} port={port}"
LOOKED_UP = "auth_query = select login, verifier from pooler.look_up($1)\n"
SHUFFLED = "min_pool_size = 2\nserver_round_robin = 1\nserver_login_retry = 1\n"
"""Whoever asks twice in a row is not answered by the same process of PostgreSQL; one that was away is found soon."""
SHARED_POOL_SIZE = 12
"""A test's tills may all hold a transaction at once, one waiting for the other."""


def find_pgbouncer() -> Path | None:
    """Return the program, None where this machine has none."""
    found = shutil.which("pgbouncer", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    return Path(found) if found else None


class Pooler:
    """pgbouncer with the lines of its ``[databases]``, an account that it knows, and settings that come after ours."""

    def __init__(
        self,
        program: Path,
        folder: Path,
        databases: str,
        account: tuple[str, str],
        pool_size: int,
        extra: str,
    ) -> None:
        self._program = program
        self._folder = folder
        self._databases = databases
        self._account = account
        self._pool_size = pool_size
        self._extra = extra
        self._port = pick_port()
        self._run_as: RunAs | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Future[bytes] | None = None

    def url(self, direct: str) -> str:
        """Return an address of the database, through the pooler."""
        parts = urlsplit(direct)
        account = parts.netloc.rpartition("@")[0]
        return urlunsplit(parts._replace(netloc=f"{account}@{LOOPBACK}:{self._port}"))

    @property
    def port(self) -> int:
        return self._port

    def write_settings(self) -> None:
        settings = SETTINGS.format(
            databases=self._databases,
            listen=LOOPBACK,
            own_port=self._port,
            pool_size=self._pool_size,
            folder=self._folder,
        )
        name, password = self._account
        self._folder.mkdir(mode=0o755, exist_ok=True)
        (self._folder / "settings.ini").write_text(settings + self._extra)
        (self._folder / "users.txt").write_text(f'"{name}" "{password}"\n')
        self._run_as = choose_run_as(self._folder / "settings.ini", self._program)
        self._run_as.give(self._folder)

    async def start(self) -> None:
        assert self._run_as
        process = await asyncio.create_subprocess_exec(
            *self._run_as.prefix,
            str(self._program),
            str(self._folder / "settings.ini"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            cwd=os.sep,
            **self._run_as.options(),
        )
        assert process.stderr
        said = b""
        async with asyncio.timeout(30):
            while b"process up" not in said:
                line = await process.stderr.readline()
                said += line
                assert line, said.decode()
        self._process = process
        self._listening = asyncio.ensure_future(process.stderr.read())  # a full pipe would stop it

    async def stop(self) -> None:
        """End it at once, with whatever is open on it."""
        if self._process is not None and self._listening is not None:
            self._process.terminate()
            await self._process.wait()
            await self._listening
            self._process = self._listening = None


@contextlib.asynccontextmanager
async def pooler_before(
    program: Path, folder: Path, database: Database, extra: str = ""
) -> AsyncIterator[Pooler]:
    """Run a pooler before the database, and take every trace of it from the server at the end."""
    role = f"pooler_{database.name}"
    place = urlsplit(database.superuser_url)
    line = ONE.format(database=unquote(place.path[1:]), host=place.hostname, port=place.port, role=role)
    pooler = Pooler(program, folder, line, (role, PASSWORD), POOL_SIZE, LOOKED_UP + extra)
    names = {"role": role, "database": database.name, "password": PASSWORD}
    superuser = await asyncpg.connect(database.superuser_url)
    try:
        await superuser.execute(LOOK_UP.format(**names))
        pooler.write_settings()
        await pooler.start()
        yield pooler
    finally:
        await pooler.stop()
        await superuser.execute(DROP.format(**names))
        await superuser.close()


def pooler_of_tills(program: Path, folder: Path, url: str) -> Pooler:
    """Return a pooler, not started, for the login of that address to every database of its server."""
    place = urlsplit(url)
    every = EVERY.format(host=place.hostname, port=place.port)
    account = (unquote(place.username or ""), unquote(place.password or ""))
    return Pooler(program, folder, every, account, SHARED_POOL_SIZE, SHUFFLED)
