"""pgbouncer in transaction mode between every till and the worker's server, where ``BARTENDER_TEST_POOLER=1``.

The superuser goes past it, as deploys do; so do the tests of ``direct_tills.toml``, each with its reason. The sites of
tests/e2e have one each (tests/e2e/site.py); other servers that a test starts for itself have none.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.server.ports import LOOPBACK
from tests.drivers.pooler import Pooler, find_pgbouncer, pooler_of_tills
from tests.fixtures_postgres import Database, Server

DIRECT = Path(__file__).with_name("direct_tills.toml")
NO_PROGRAM = "BARTENDER_TEST_POOLER is set, and this machine has no pgbouncer"


def direct_tests() -> dict[str, str]:
    """Return why each test's tills do not go through the pooler, by the test's id (or the beginning of several)."""
    listed = tomllib.loads(DIRECT.read_text("utf-8"))
    return {test: str(reason) for test, reason in listed.items() if str(reason).strip()}


@pytest.fixture(scope="session")
def worker_pooler(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pooler]:
    """The worker's pooler, before every database of its server."""
    program = find_pgbouncer()
    assert program, NO_PROGRAM
    server = Database("postgres", postgres_server.url("postgres"))
    pooler = pooler_of_tills(program, tmp_path_factory.mktemp("pooler"), server.till_url)
    pooler.write_settings()
    postgres_server.run(pooler.start())
    yield pooler
    postgres_server.run(pooler.stop())


@pytest.fixture
def tills_pooler(request: pytest.FixtureRequest) -> Path | None:
    """The pgbouncer that is to stand between this test's tills and their server; None: nothing is."""
    is_direct = any(request.node.nodeid.startswith(test) for test in direct_tests())
    if os.environ.get("BARTENDER_TEST_POOLER") != "1" or is_direct:
        return None
    program = find_pgbouncer()
    assert program, NO_PROGRAM
    return program


@pytest.fixture
def tills_place(request: pytest.FixtureRequest, tills_pooler: Path | None) -> str:
    """The host and port that this test's tills call; empty: the server's own."""
    if tills_pooler is None:
        return ""
    pooler: Pooler = request.getfixturevalue("worker_pooler")
    return f"{LOOPBACK}:{pooler.port}"
