"""A server with two bars that have a long past, loaded once and kept under the build folder."""

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

PASTS = {1: 100_000, 2: 1_000_000}
"""Sales of each bar, by its number."""
HERE = Path(__file__).resolve().parent
SERVER = {"shared_buffers": "512MB", "max_wal_size": "8GB", "checkpoint_timeout": "30min"}


@asynccontextmanager
async def long_pasts() -> AsyncIterator[tuple[Connection, str]]:
    """Start the server; give a superuser's connection and the address for tills."""
    folder = build_folder() / f"pages-{_version()}"
    if not (folder / "loaded").exists():
        for other in build_folder().glob("pages-*"):
            shutil.rmtree(other)
        await _load(folder)
    postgres = EmbeddedPostgres(folder / "postgres", settings=SERVER)
    await asyncio.to_thread(postgres.start)
    try:
        await migrate(postgres.superuser_url(DATABASE), till_password=TILL_PASSWORD)
        owner = await asyncpg.connect(postgres.superuser_url(DATABASE))
        try:
            yield owner, postgres.url(DATABASE, TILL_ROLE, TILL_PASSWORD)
        finally:
            await owner.close()
    finally:
        await asyncio.to_thread(postgres.stop)


def _version() -> str:
    """Name what the data depends on: the tables, how they are filled, and the day up to which."""
    texts = [path.read_bytes() for path in sorted((HERE.parents[1] / "sql/migrations").glob("*.sql"))]
    texts += [(HERE / name).read_bytes() for name in ("million.sql", "pages.sql")]
    texts += [str(PASTS).encode()]
    return hashlib.sha256(b"\n".join(texts)).hexdigest()[:12]


async def _load(folder: Path) -> None:
    began = time.monotonic()
    print(f"Loading {sum(PASTS.values()):,} sales (once) …", flush=True)
    settings = {**SERVER, "max_wal_size": "16GB", "autovacuum": "off"}
    postgres = EmbeddedPostgres(folder / "postgres", durable=False, settings=settings)
    await asyncio.to_thread(postgres.start)
    try:
        await ensure_database(postgres.superuser_url())
        await migrate(postgres.superuser_url(DATABASE), till_password=TILL_PASSWORD)
        owner = await asyncpg.connect(postgres.superuser_url(DATABASE))
        for name in ("million.sql", "pages.sql"):
            await owner.execute((HERE / name).read_text("utf-8"))
        for bar, many in PASTS.items():
            await owner.execute("select bench.make_bar($1, 1)", bar)
            await owner.execute("set session_replication_role = replica")
            await owner.execute("update data.bar_members set role = 'manager'")
            await owner.execute("update data.member_roles set role = 'manager'")
            await owner.execute("select bench.load_pages($1, $2)", bar, many)
            await owner.execute("set session_replication_role = origin")
            print(f"  {many:,} sales: {time.monotonic() - began:.0f} s", flush=True)
        await owner.execute("vacuum (freeze, analyze)")
        await owner.close()
    finally:
        await asyncio.to_thread(postgres.stop)
    (folder / "loaded").write_text(f"{time.monotonic() - began:.0f} s\n", "utf-8")
