"""Read a file of ``move_out`` into another server, all or nothing, and prove that it is all there.

What was loaded is added up by the database and compared with the file before anything is kept: rows, sums, hashes;
every reference is looked up, and the books are checked. Then each bar begins a new epoch, so that its tills send again
whatever the file does not have. It changes nothing at the source.
"""

# ruff: noqa: S608 - names of tables and columns come from the catalogue and are quoted; an id is checked to be one.

from __future__ import annotations

import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from app.domain.errors import DeviceFailed
from app.server.check import find_faults
from app.server.move_out import FORMAT, MANIFEST, Progress, entry
from app.server.move_tables import SAME_WORDS, Table, Totals, read_schema, read_tables, total
from app.server.provision import BarName, Connection
from app.server.site_postgres import quoted

CAUSE = "imported"
PIECE_BYTES = 256 * 1024
WRITTEN_BY_AN_IMPORT = frozenset(
    {"alerts", "audit_log", "bar_clocks", "bar_epochs", "changed_days", "notifications"}
)
"""Where the new epoch is written: afterwards these differ from the file, and are not compared."""
WRITTEN_BY_JOBS = frozenset({"till_status", "top_products_by_period", "view_refreshes"})
"""What a server works out or notes of itself as soon as it runs: not compared afterwards either."""

_BROKEN = """
select k.conname as name, format(
  'select exists (select from %s c where %s and not exists (select from %s p where %s))', k.conrelid::regclass,
  (select string_agg(format('c.%I is not null', a.attname), ' and ')
   from pg_catalog.pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey)),
  k.confrelid::regclass,
  (select string_agg(format('p.%I = c.%I', p.attname, c.attname), ' and ')
   from unnest(k.conkey, k.confkey) as n (own, other)
   join pg_catalog.pg_attribute c on c.attrelid = k.conrelid and c.attnum = n.own
   join pg_catalog.pg_attribute p on p.attrelid = k.confrelid and p.attnum = n.other)) as question
from pg_catalog.pg_constraint k
where k.contype = 'f' and k.connamespace = 'data'::regnamespace
"""

# A number that the database gives out must be above all that came.
_NUMBERS = """
select format('select setval(%L, greatest((select coalesce(max(%I), 1) from %s), (select last_value from %s)))',
  s.name, a.attname, c.oid::regclass, s.name) as statement
from pg_catalog.pg_class c
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
cross join lateral (select pg_catalog.pg_get_serial_sequence(c.oid::regclass::text, a.attname) as name) s
where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p') and s.name is not null
"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a file says of itself."""

    path: Path
    bars: tuple[BarName, ...]
    is_site: bool
    schema: dict[str, str]
    tables: dict[str, Totals]
    columns: dict[str, tuple[str, ...]]

    @property
    def rows(self) -> int:
        return sum(totals.rows for totals in self.tables.values())


def read_parcel(path: Path) -> Parcel:
    """Read the manifest. ``DeviceFailed("TLMVF")`` when the file is no export, or was cut short."""
    try:
        with zipfile.ZipFile(path) as archive:
            said: dict[Any, Any] = json.loads(archive.read(MANIFEST))
            said = {FORMAT: said}[said["format"]]
        return Parcel(
            path,
            tuple(BarName(bar["id"], bar["name"]) for bar in said["bars"]),
            said["scope"] == "site",
            said["schema"],
            {
                name: Totals(part["rows"], part["sums"], part["sha256"])
                for name, part in said["tables"].items()
            },
            {name: tuple(part["columns"]) for name, part in said["tables"].items()},
        )
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as problem:
        raise DeviceFailed("TLMVF", {"path": str(path), "problem": str(problem)}) from problem


async def load(connection: Connection, parcel: Parcel, told: Progress) -> None:
    """Load the file in one transaction. ``connection`` is a superuser's.

    ``DeviceFailed``: ``TLMVS`` the server is of another version, ``TLMVB`` the bar (or, for a site, any bar) is there
    already, ``TLMVF`` the file is damaged, ``TLMVD`` what was loaded differs from what the file says. Nothing is
    changed then.
    """
    await connection.execute(SAME_WORDS)
    async with connection.transaction():
        await _insist_on_room(connection, parcel)
        await connection.execute("set local session_replication_role = replica")
        with zipfile.ZipFile(parcel.path) as archive:
            for table in await _tables(connection, parcel):
                await _load_table(connection, archive, table, parcel, told)
        await _insist_on_equal(connection, parcel, frozenset())
        await connection.execute("set local session_replication_role = origin")
        for row in await connection.fetch(_BROKEN):
            if await connection.fetchval(row["question"]):
                raise DeviceFailed("TLMVD", {"tables": row["name"]})
        for row in await connection.fetch(_NUMBERS):
            await connection.execute(row["statement"])
        for bar in sorted(parcel.bars, key=lambda one: one.id):
            await connection.execute("select logic.freeze_bar($1, false)", bar.id)
            await connection.execute("select logic.new_epoch($1, $2)", bar.id, CAUSE)
        names = {bar.name for bar in parcel.bars}
        faults = sorted({fault.check for fault in await find_faults(connection) if fault.bar in names})
        if faults:
            raise DeviceFailed("TLMVD", {"tables": ", ".join(faults)})


async def compare(connection: Connection, parcel: Parcel) -> None:
    """Return when what is loaded equals the file, but for what the import and the jobs write; it changes nothing.

    ``DeviceFailed``: ``TLMVS``, ``TLNOB`` a bar is not here, ``TLMVD`` what differs.
    """
    await connection.execute(SAME_WORDS)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await _insist_on_schema(connection, parcel)
        for bar in parcel.bars:
            if not await connection.fetchval("select exists (select from data.bars where id = $1)", bar.id):
                raise DeviceFailed("TLNOB", {"bar": bar.name})
        await _insist_on_equal(connection, parcel, WRITTEN_BY_AN_IMPORT | WRITTEN_BY_JOBS)


async def _insist_on_schema(connection: Connection, parcel: Parcel) -> None:
    here = await read_schema(connection)
    if here != parcel.schema:
        raise DeviceFailed("TLMVS", {"file": max(parcel.schema), "here": max(here)})


async def _insist_on_room(connection: Connection, parcel: Parcel) -> None:
    await _insist_on_schema(connection, parcel)
    ids = [bar.id for bar in parcel.bars]
    found = await connection.fetchval(
        "select string_agg(name, ', ') from data.bars where $1 or id = any ($2::uuid[])", parcel.is_site, ids
    )
    if found:
        raise DeviceFailed("TLMVB", {"bar": found})


async def _tables(connection: Connection, parcel: Parcel) -> list[Table]:
    """Return the tables of the file, as this database has them."""
    if parcel.is_site:
        tables = await read_tables(connection, None)
    else:
        tables = await read_tables(connection, parcel.bars[0].id)
    if {table.name: table.columns for table in tables} != parcel.columns:
        raise DeviceFailed(
            "TLMVF", {"path": str(parcel.path), "problem": "other tables than its version has"}
        )
    return tables


async def _load_table(
    connection: Connection, archive: zipfile.ZipFile, table: Table, parcel: Parcel, told: Progress
) -> None:
    """Copy a table in. Rows that several bars share may be there already: they are compared afterwards."""

    async def pieces() -> AsyncIterator[bytes]:
        with archive.open(entry(table.name)) as stream:
            while piece := stream.read(PIECE_BYTES):
                yield piece
                told(piece.count(b"\n"), parcel.rows)

    try:
        if parcel.is_site:  # without bars there is nothing but what a deploy wrote
            await connection.execute(f"delete from {table.full_name}")
        if not table.is_shared:
            await connection.copy_to_table(
                table.name, schema_name="data", columns=table.columns, source=pieces()
            )
            return
        beside = f"incoming_{table.name}"
        await connection.execute(
            f"create temporary table {quoted(beside)} on commit drop as"
            f" select {table.listed} from {table.full_name} limit 0"
        )
        await connection.copy_to_table(beside, schema_name="pg_temp", columns=table.columns, source=pieces())
        await connection.execute(
            f"insert into {table.full_name} ({table.listed}) overriding system value"
            f" select {table.listed} from pg_temp.{quoted(beside)} on conflict do nothing"
        )
    except (KeyError, zipfile.BadZipFile, asyncpg.DataError) as problem:
        raise DeviceFailed("TLMVF", {"path": str(parcel.path), "problem": str(problem)}) from problem


async def _insist_on_equal(connection: Connection, parcel: Parcel, but: frozenset[str]) -> None:
    differing = [
        table.name
        for table in await _tables(connection, parcel)
        if table.name not in but and await total(connection, table) != parcel.tables[table.name]
    ]
    if differing:
        raise DeviceFailed("TLMVD", {"tables": ", ".join(differing)})
