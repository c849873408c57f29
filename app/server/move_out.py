"""Write a bar, or a whole site, into one file, to go on with it on another server. The bar is frozen first.

A frozen bar's tills cannot call any more; they sell on and keep what they sell until they are told the new address.
The file is a zip: each table as COPY writes it, and ``manifest.json`` with what each adds up to. It holds what proves
tills and people, so only its owner may read it.
"""

# ruff: noqa: S608 - names of tables and columns come from the catalogue and are quoted; an id is checked to be one.

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import DeviceFailed
from app.server.cluster import sync_folder
from app.server.move_tables import SAME_WORDS, Totals, read_schema, read_tables, total
from app.server.provision import BarName, Connection, list_bars

FORMAT = 1
MANIFEST = "manifest.json"
Progress = Callable[[int, int], None]
"""Told how many rows were moved, and of how many."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. ``tables``: what each adds up to."""

    bars: tuple[BarName, ...]
    tables: dict[str, Totals]
    size: int

    @property
    def rows(self) -> int:
        return sum(totals.rows for totals in self.tables.values())


def entry(table: str) -> str:
    """Return the name that a table has in the file."""
    return f"tables/{table}.copy"


async def freeze(connection: Connection, bars: Sequence[BarName], *, is_frozen: bool) -> list[BarName]:
    """Freeze the bars, or let their tills call again; returns those that were not so before."""
    async with connection.transaction():
        return [
            bar
            for bar in sorted(bars, key=lambda one: one.id)
            if await connection.fetchval("select logic.freeze_bar($1, $2)", bar.id, is_frozen)
        ]


async def export(connection: Connection, file: Path, bar: BarName | None, told: Progress) -> Exported:
    """Freeze the bar (None: the whole site) and write it to ``file``, whole or not at all; memory does not grow.

    ``DeviceFailed("TLDSK")`` when the file cannot be written. Whatever fails, a bar that was open is open again.
    """
    bars = await list_bars(connection) if bar is None else [bar]
    frozen = await freeze(connection, bars, is_frozen=True)
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            tables = await _write(connection, archive, bar, bars, told)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(file)
        sync_folder(file.absolute().parent)
    except BaseException as problem:
        await freeze(connection, frozen, is_frozen=False)
        if isinstance(problem, OSError):
            raise DeviceFailed("TLDSK", {"path": str(file), "problem": str(problem)}) from problem
        raise
    finally:
        partial.unlink(missing_ok=True)
    return Exported(tuple(bars), tables, file.stat().st_size)


async def _write(
    connection: Connection,
    archive: zipfile.ZipFile,
    bar: BarName | None,
    bars: Sequence[BarName],
    told: Progress,
) -> dict[str, Totals]:
    await connection.execute(SAME_WORDS)
    totals: dict[str, Totals] = {}
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        tables = await read_tables(connection, None if bar is None else bar.id)
        counts = [
            await connection.fetchval(f"select count(*) from {table.full_name} where {table.where}")
            for table in tables
        ]
        for table in tables:
            with archive.open(entry(table.name), "w", force_zip64=True) as stream:

                async def take(piece: bytes, write: Callable[[bytes], int] = stream.write) -> None:
                    write(piece)
                    told(piece.count(b"\n"), sum(counts))

                totals[table.name] = await total(connection, table, take)
        manifest = {
            "format": FORMAT,
            "scope": "site" if bar is None else "bar",
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "bars": [{"id": one.id, "name": one.name} for one in bars],
            "schema": await read_schema(connection),
            "tables": {
                table.name: {"columns": table.columns, **totals[table.name].as_json()} for table in tables
            },
        }
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return totals
