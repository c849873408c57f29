"""A site's PostgreSQL: where it lives, on which port it starts, and its database. It keeps nothing running."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from app.domain.errors import DeviceFailed
from app.server.cluster import Cluster
from app.server.connecting import connect
from app.server.embedded import EmbeddedPostgres
from app.server.ports import is_free
from app.server.processes import Postmaster, read_pid_file

DATABASE = "bartender"
PORT_WAIT_S = 2.0
PORT_LOOK_S = 0.05
TILL_ROLE = "bartender_till"

T = TypeVar("T")


def cluster_folder(folder: Path) -> Path:
    """Return where a site's PostgreSQL lives."""
    return folder.absolute() / "postgres"


def has_cluster(folder: Path) -> bool:
    """Whether a site was ever started in ``folder``."""
    return Cluster(cluster_folder(folder)).exists


def start_postgres(
    folder: Path, *, port: int | None = None, may_move: bool = False, durable: bool = True
) -> EmbeddedPostgres:
    """Start or find the PostgreSQL of the site in ``folder``. It blocks.

    Enrolled tills know the port, so it stays what it was unless ``may_move``; ``port`` is wished for and honoured if it
    can be. ``DeviceFailed("TLPRT")`` with ``port`` when another program listens there.
    """
    cluster = cluster_folder(folder)
    record = Cluster(cluster).read_record()
    known = record.port if record else 0
    wanted = port or known or None
    if wanted is not None and not is_usable(wanted, cluster):
        if known and not may_move:
            raise DeviceFailed("TLPRT", {"port": wanted})
        wanted = None
    postgres = EmbeddedPostgres(cluster, port=wanted, durable=durable)
    postgres.start()
    if known and not may_move:
        _must_be_at(postgres, {known, wanted}, known)
    return postgres


def start_again(postgres: EmbeddedPostgres) -> None:
    """Start a server that died, on the port that it had. It blocks; raises as ``start_postgres`` does."""
    port = postgres.port
    if not is_usable(port, postgres.folder):
        raise DeviceFailed("TLPRT", {"port": port})
    postgres.start()
    _must_be_at(postgres, {port}, port)


def _must_be_at(postgres: EmbeddedPostgres, ports: Collection[int | None], port: int) -> None:
    """Undo a start on none of ``ports``: somebody took them in the moment between our look and the start."""
    if postgres.port in ports:
        return
    postgres.stop()
    cluster = Cluster(postgres.folder)
    record = cluster.read_record()
    if record is not None:
        cluster.remember_port(record, port)
    raise DeviceFailed("TLPRT", {"port": port})


def is_usable(port: int, cluster: Path) -> bool:
    """Whether nobody listens on ``port``, or a server of this cluster lives (it may be recovering).

    Whoever listens is given PORT_WAIT_S to go: the last process of a server that just ended may still hold it.
    """
    data_dir = Cluster(cluster).data_dir
    end_s = time.monotonic() + PORT_WAIT_S
    while True:
        claim = read_pid_file(data_dir)
        if is_free(port) or (claim is not None and Postmaster.identify(claim.pid, data_dir) is not None):
            return True
        if time.monotonic() > end_s:
            return False
        time.sleep(PORT_LOOK_S)


async def ensure_database(maintenance_url: str, name: str = DATABASE) -> bool:
    """Make the database ``name`` if there is none; True when it was made. ``maintenance_url`` is of a superuser."""
    connection = await connect(maintenance_url)
    try:
        if await connection.fetchval("select exists (select from pg_database where datname = $1)", name):
            return False
        await connection.execute(f"create database {quoted(name)}")
        return True
    finally:
        await connection.close()


def quoted(name: str) -> str:
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


async def in_thread(call: Callable[[], T]) -> T:
    """Return ``call()``, run in a thread. Cancelled, it still waits for its end: nothing half-done is left behind."""
    work = asyncio.get_running_loop().run_in_executor(None, call)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        if not work.cancelled():
            work.exception()
        raise
