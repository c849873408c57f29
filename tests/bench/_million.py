"""A server with a hundred bars and a million sales, loaded once and kept under the build folder."""

import asyncio
import hashlib
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.server.provision import Connection
from app.server.site_postgres import DATABASE, TILL_ROLE, ensure_database
from tests.bench._place import TILL_PASSWORD, build_folder

BARS, SALES, TILLS = 100, 10_000, 32
"""Bars, past sales of each, and tills of each that a measure sells with."""
HERE = Path(__file__).resolve().parent
SERVER = {
    # A server for a hundred bars, not one bar's own PC; and no checkpoint falls on one of the two that are compared.
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "autovacuum": "off",
}


@asynccontextmanager
async def million_sales() -> AsyncIterator[tuple[Connection, str]]:
    """Start the server; give a superuser's connection and the address for tills.

    What the last run sold is taken away first.
    """
    folder = build_folder() / f"million-{_version()}"
    if not (folder / "loaded").exists():
        for other in build_folder().glob("million-*"):
            shutil.rmtree(other)
        await _load(folder)
    postgres = EmbeddedPostgres(folder / "postgres", settings=SERVER)
    await asyncio.to_thread(postgres.start)
    try:
        await migrate(postgres.superuser_url(DATABASE), till_password=TILL_PASSWORD)
        owner = await asyncpg.connect(postgres.superuser_url(DATABASE))
        await owner.execute((HERE / "plain.sql").read_text("utf-8"))
        try:
            await _tidy(owner)
            yield owner, postgres.url(DATABASE, TILL_ROLE, TILL_PASSWORD)
        finally:
            await owner.close()
    finally:
        await asyncio.to_thread(postgres.stop)


def _version() -> str:
    """Name what the data depends on: the tables, and how they are filled."""
    texts = [path.read_bytes() for path in sorted((HERE.parents[1] / "sql/migrations").glob("*.sql"))]
    texts += [(HERE / "million.sql").read_bytes(), str((BARS, SALES, TILLS)).encode()]
    return hashlib.sha256(b"\n".join(texts)).hexdigest()[:12]


async def _load(folder: Path) -> None:
    began = time.monotonic()
    print(f"Loading {BARS * SALES:,} sales (once) …", flush=True)
    postgres = EmbeddedPostgres(
        folder / "postgres", durable=False, settings={**SERVER, "max_wal_size": "16GB"}
    )
    await asyncio.to_thread(postgres.start)
    try:
        await ensure_database(postgres.superuser_url())
        await migrate(postgres.superuser_url(DATABASE), till_password=TILL_PASSWORD)
        owner = await asyncpg.connect(postgres.superuser_url(DATABASE))
        await owner.execute((HERE / "million.sql").read_text("utf-8"))
        for bar in range(1, BARS + 1):
            await owner.execute("select bench.make_bar($1, $2)", bar, TILLS)
        print(f"  bars and tills: {time.monotonic() - began:.0f} s", flush=True)
        await owner.execute("analyze data.bar_products, data.tills, data.ledgers")
        await asyncio.gather(*(_load_past(postgres, range(first, BARS + 1, 2)) for first in (1, 2)))
        print(f"  sales: {time.monotonic() - began:.0f} s", flush=True)
        await owner.execute("vacuum (freeze, analyze)")
        await owner.close()
    finally:
        await asyncio.to_thread(postgres.stop)
    (folder / "loaded").write_text(f"{time.monotonic() - began:.0f} s\n", "utf-8")
    print(f"  loaded after {time.monotonic() - began:.0f} s", flush=True)


async def _load_past(postgres: EmbeddedPostgres, bars: range) -> None:
    connection = await asyncpg.connect(postgres.superuser_url(DATABASE))
    await connection.execute("set session_replication_role = replica")
    for bar in bars:
        await connection.execute("select bench.load_past($1, $2)", bar, SALES)
    await connection.close()


async def _tidy(owner: Connection) -> None:
    """Take away what measures have sold."""
    is_dirty = await owner.fetchval(
        "select exists (select from data.ledgers join data.tills t on t.ledger_id = ledgers.id"
        " where t.code <> 'B1' and ledgers.last_no > 0)"
    )
    if is_dirty:
        await owner.execute("set session_replication_role = replica")
        await owner.execute("select bench.forget()")
        await owner.execute("set session_replication_role = origin")
        await owner.execute("vacuum analyze")
        await owner.execute("checkpoint")
