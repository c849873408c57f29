"""What the server's tests start from: a superuser's connection, a small bar, a site's folder."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.server.cluster import Cluster
from app.server.ports import pick_port
from app.server.provision import Connection
from app.server.site_postgres import cluster_folder
from app.server.site_record import new_record, write_record
from tests.fixtures_postgres import Database
from tests.server.small_bar import SmallBar


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    """A superuser's connection to a fresh database."""
    opened = await asyncpg.connect(database.superuser_url)
    yield opened
    await opened.close()


@pytest.fixture
async def small_bar(connection: Connection) -> SmallBar:
    """A bar with a product, a server and a till, in a fresh database."""
    return await SmallBar.make(connection)


@pytest.fixture
def site_folder(made_cluster: Path, tmp_path: Path) -> Path:
    """A site without a bar, as its first start leaves it, that does not run and has a port of its own."""
    return site_of(made_cluster, tmp_path / "mon bar é")


def site_of(made_cluster: Path, folder: Path) -> Path:
    """Make a site of a copy of the cluster, on another port: the tests that run beside have copies too."""
    folder.mkdir()
    shutil.copytree(made_cluster, cluster_folder(folder))
    cluster = Cluster(cluster_folder(folder))
    record = cluster.read_record()
    assert record is not None
    cluster.remember_port(record, pick_port())
    write_record(folder, new_record())
    return folder
