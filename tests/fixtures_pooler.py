"""pgbouncer in transaction mode between every till and the worker's server, where ``BARTENDER_TEST_POOLER=1``.

The superuser goes past it, as deploys do; so do servers that a test starts for itself, and the tests of
``direct_tills.toml``, each with its reason.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.server.ports import LOOPBACK
from tests.drivers.pooler import Pooler, find_pgbouncer, pooler_of_tills
from tests.fixtures_postgres import Server

DIRECT = Path(__file__).with_name("direct_tills.toml")


def direct_tests() -> dict[str, str]:
    """Return why each test's tills do not go through the pooler, by the test's id (or the beginning of several)."""
    listed = tomllib.loads(DIRECT.read_text("utf-8"))
    return {test: str(reason) for test, reason in listed.items() if str(reason).strip()}


@pytest.fixture(scope="session")
def worker_pooler(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pooler]:
    """The worker's pooler, before every database of its server."""
    program = find_pgbouncer()
    assert program, "BARTENDER_TEST_POOLER is set, and this machine has no pgbouncer"
    pooler = pooler_of_tills(program, tmp_path_factory.mktemp("pooler"), postgres_server.url("postgres"))
    pooler.write_settings()
    postgres_server.run(pooler.start())
    yield pooler
    postgres_server.run(pooler.stop())


@pytest.fixture
def tills_place(request: pytest.FixtureRequest) -> str:
    """The host and port that this test's tills call; empty: the server's own."""
    is_direct = any(request.node.nodeid.startswith(test) for test in direct_tests())
    if os.environ.get("BARTENDER_TEST_POOLER") != "1" or is_direct:
        return ""
    pooler: Pooler = request.getfixturevalue("worker_pooler")
    return f"{LOOPBACK}:{pooler.port}"
