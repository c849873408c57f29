"""TLS to a server elsewhere: who can prove to be it is believed, everybody else gets nothing, not even the password.

The names of the test lead to this machine, but are not its own, so the driver treats them as another's.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from app.domain.errors import DeviceFailed, TillError, Unreachable
from app.drivers.postgres import NOT_TRUSTED, call_once
from app.server.access import connected, open_url
from app.server.binaries import find_binaries
from app.server.embedded import EmbeddedPostgres
from tests.drivers.certificates import HOST, OTHER_HOST, Authority, Certificate, authority_in, lead_home
from tests.drivers.pooler import find_pgbouncer, pooler_before
from tests.drivers.tls_cluster import show
from tests.fixtures_postgres import Database

VERSION = """
create schema api;
create function api.version() returns jsonb language sql as $$
  select pg_catalog.jsonb_build_object('tls', (select ssl from pg_stat_ssl where pid = pg_backend_pid())) $$;
"""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return authority_in(tmp_path / "authority")


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_home(monkeypatch)


@pytest.fixture
def trusting(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority is one of this machine's."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    return authority


def at(url: str, host: str = HOST, port: int | None = None, query: str = "") -> str:
    parts = urlsplit(url)
    account = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{account}@{host}:{port or parts.port}", query=query))


async def version(url: str) -> object:
    return await call_once(url, "version", [], timeout_s=20)


async def refusal(url: str) -> TillError:
    with pytest.raises(TillError) as refused:
        await version(url)
    return refused.value


async def is_not_trusted(url: str, problem: str) -> bool:
    """Tell whether the call was not made since nobody there proved to be the server, and that is why."""
    error = await refusal(url)
    assert isinstance(error, Unreachable)
    return error.params["reason"] == NOT_TRUSTED and problem in str(error.params["problem"])


# --- the machine's own PostgreSQL


@pytest.fixture
def made_by_the_machine(tmp_path: Path) -> Path:
    """A cluster made by the machine's own PostgreSQL, stopped."""
    found = find_binaries("system")
    if found.origin != "system":
        pytest.skip("this machine has no PostgreSQL of its own")
    folder = tmp_path / "postgres"
    with EmbeddedPostgres(folder, found, durable=False) as made:
        made.run_tool(["psql", "--quiet", "--command", VERSION])
    return folder


def tls_postgres(folder: Path, certificate: Certificate) -> EmbeddedPostgres:
    show(folder, certificate)
    settings = {"ssl": "on", "ssl_cert_file": "server.pem", "ssl_key_file": "server.key"}
    return EmbeddedPostgres(folder, find_binaries("system"), durable=False, settings=settings)


def test_the_machine_s_own_postgresql(trusting: Authority, made_by_the_machine: Path, tmp_path: Path) -> None:
    stranger = Authority(tmp_path / "stranger", "stranger")
    with tls_postgres(made_by_the_machine, trusting.sign("server")) as running:
        url = at(running.url())

        async def ask() -> None:
            assert await version(url) == {"tls": True}
            assert await version(at(url, query="sslmode=require")) == {"tls": True}
            assert await version(at(url, query="sslmode=disable")) == {"tls": False}
            assert await is_not_trusted(at(url, OTHER_HOST), "Hostname mismatch")
            assert await is_not_trusted(at(url, query=f"sslrootcert={stranger.path}"), "local issuer")

        asyncio.run(ask())
    with tls_postgres(made_by_the_machine, trusting.sign("old", days=-1)) as running:
        assert asyncio.run(is_not_trusted(at(running.url()), "expired"))
    with tls_postgres(made_by_the_machine, stranger.sign("server")) as running:
        assert asyncio.run(is_not_trusted(at(running.url()), "local issuer"))


async def admin_version(url: str) -> object:
    async with open_url(url) as access, connected(access) as connection:
        return await connection.fetchval("select api.version() -> 'tls'")


async def admin_fails(url: str, problem: str) -> bool:
    with pytest.raises(OSError, match=problem):
        await admin_version(url)
    return True


def test_who_looks_after_a_server_elsewhere_believes_no_more(
    trusting: Authority, made_by_the_machine: Path
) -> None:
    with tls_postgres(made_by_the_machine, trusting.sign("server")) as running:
        url = at(running.url())

        async def ask() -> None:
            assert await admin_version(url) == "true"
            assert await admin_version(at(url, query="sslmode=disable")) == "false"
            assert await admin_fails(at(url, OTHER_HOST), "Hostname mismatch")

        asyncio.run(ask())


# --- pgbouncer, which speaks TLS to the tills by itself


CLIENT_TLS = """
client_tls_sslmode = require
client_tls_cert_file = {folder}/server.pem
client_tls_key_file = {folder}/server.key
"""


@contextlib.asynccontextmanager
async def tls_pooler(database: Database, folder: Path, shown: Certificate) -> AsyncIterator[str]:
    """Run a pooler that shows the certificate; yields the tills' address there."""
    program = find_pgbouncer()
    if program is None:
        pytest.skip("this machine has no pgbouncer")
    folder.mkdir()
    shutil.copyfile(shown.certificate, folder / "server.pem")
    shutil.copyfile(shown.key, folder / "server.key")
    async with pooler_before(program, folder, database, CLIENT_TLS.format(folder=folder)) as started:
        yield at(database.till_url, port=started.port)


async def test_a_pooler_whom_the_till_believes(
    trusting: Authority, database: Database, tmp_path: Path
) -> None:
    async with tls_pooler(database, tmp_path / "pooler", trusting.sign("server")) as url:
        assert await is_a_server(url)
        assert await is_not_trusted(at(url, OTHER_HOST), "Hostname mismatch")


async def test_an_authority_named_in_the_address_is_the_only_one_believed(
    authority: Authority, database: Database, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other", "other")
    async with tls_pooler(database, tmp_path / "pooler", authority.sign("server")) as url:
        assert await is_a_server(at(url, query=f"sslrootcert={authority.path}"))
        assert await is_not_trusted(at(url, query=f"sslrootcert={other.path}"), "local issuer")
        assert await is_not_trusted(url, "local issuer")
        missing = await refusal(at(url, query=f"sslrootcert={tmp_path / 'none.pem'}"))

    assert isinstance(missing, DeviceFailed)
    assert (missing.code, missing.params) == ("TLURL", {"reason": "sslrootcert: No such file or directory"})


async def test_a_certificate_that_has_expired(
    trusting: Authority, database: Database, tmp_path: Path
) -> None:
    async with tls_pooler(database, tmp_path / "pooler", trusting.sign("old", days=-1)) as url:
        assert await is_not_trusted(url, "expired")


# --- a server without TLS


async def test_a_server_that_speaks_no_tls_gets_no_password(database: Database) -> None:
    url = at(database.till_url)

    assert await is_not_trusted(url, "no TLS")
    assert await is_a_server(at(url, query="sslmode=disable"))


async def is_a_server(url: str) -> bool:
    answer = await version(url)
    return isinstance(answer, dict) and "schema" in answer
