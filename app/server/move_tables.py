"""Which rows of which tables belong to a bar, or to a site, as the database's own catalogue says; what they add up to.

A table made by a later migration is among them without a word here. It writes nothing.
"""

# ruff: noqa: S608 - names of tables and columns come from the catalogue and are quoted; an id is checked to be one.

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from app.server.provision import Connection
from app.server.site_postgres import quoted

RECORD = "migrations"
"""What a deploy writes of itself: compared before anything moves, never moved."""

# So that both ends write a value the same way.
SAME_WORDS = """
set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
set extra_float_digits = 1; set search_path = ''; set statement_timeout = 0;
"""

_TABLES = """
select c.relname::text as name,
  array(
    select a.attname::text from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
  ) as columns,
  array(
    select a.attname::text from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)
      and (a.attname ~ '_minor$' or a.attname in ('stock', 'reserved', 'qty'))
    order by a.attnum
  ) as sums,
  array(
    select pg_catalog.quote_ident(a.attname) || case when t.typcollation <> 0 then ' collate "C"' else '' end
    from pg_catalog.pg_index i
    cross join lateral pg_catalog.unnest(i.indkey::int2[]) with ordinality k (number, place)
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
    join pg_catalog.pg_type t on t.oid = a.atttypid
    where i.indrelid = c.oid and i.indisprimary
    order by k.place
  ) as keys
from pg_catalog.pg_class c
where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> $1
order by c.relname collate "C"
"""

# Who points at a table by one column.
_POINTERS = """
select p.relname::text as parent, pa.attname::text as key, c.relname::text as child, ca.attname::text as column
from pg_catalog.pg_constraint k
join pg_catalog.pg_class p on p.oid = k.confrelid
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_attribute pa on pa.attrelid = p.oid and pa.attnum = k.confkey[1]
join pg_catalog.pg_attribute ca on ca.attrelid = c.oid and ca.attnum = k.conkey[1]
where k.contype = 'f' and k.connamespace = 'data'::regnamespace and pg_catalog.cardinality(k.conkey) = 1
order by 1, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ``data`` and which of its rows are meant. ``is_shared``: its rows may belong to several bars."""

    name: str
    columns: tuple[str, ...]
    sums: tuple[str, ...]
    order: str
    where: str
    is_shared: bool

    @property
    def full_name(self) -> str:
        return f"data.{quoted(self.name)}"

    @property
    def listed(self) -> str:
        return ", ".join(map(quoted, self.columns))

    @property
    def query(self) -> str:
        """The rows, in an order that is the same on every server."""
        return f"select {self.listed} from {self.full_name} where {self.where} order by {self.order}"


@dataclass(frozen=True, slots=True)
class Totals:
    """What the rows add up to. ``sums``: by column, of money and of bottles. ``sha256``: of the rows' own text."""

    rows: int
    sums: Mapping[str, str]
    sha256: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


async def read_tables(connection: Connection, bar: str | None) -> list[Table]:
    """Return the tables of one bar (its id), or of the whole site.

    A table without ``bar_id`` belongs to a bar by the rows that the bar's own rows point at (people), else not at all.
    """
    rows = await connection.fetch(_TABLES, RECORD)
    of_bars = {row["name"] for row in rows if "bar_id" in row["columns"]}
    pointers: dict[str, list[str]] = {}
    bar_id = "" if bar is None else f"'{UUID(bar)}'"
    for row in await connection.fetch(_POINTERS):
        if row["child"] in of_bars:
            pointers.setdefault(row["parent"], []).append(
                f"{quoted(row['key'])} in (select {quoted(row['column'])} from data.{quoted(row['child'])}"
                f" where bar_id = {bar_id})"
            )
    tables = []
    for row in rows:
        name, is_shared = row["name"], row["name"] not in of_bars
        if bar is None:
            where = "true"
        elif not is_shared:
            where = f"bar_id = {bar_id}"
        elif name in pointers:
            where = " or ".join(pointers[name])
        else:
            continue  # the site's own
        order = ", ".join(row["keys"]) or f'{quoted(name)}::text collate "C"'
        tables.append(Table(name, tuple(row["columns"]), tuple(row["sums"]), order, where, is_shared))
    return tables


async def total(
    connection: Connection, table: Table, take: Callable[[bytes], Awaitable[None]] | None = None
) -> Totals:
    """Return what a table's rows add up to; ``take`` is given their text (COPY's), piece by piece."""
    digest = hashlib.sha256()

    async def each(piece: bytes) -> None:
        digest.update(piece)
        if take is not None:
            await take(piece)

    asked = ", ".join(["count(*)", *(f"coalesce(sum({quoted(name)}), 0)::text" for name in table.sums)])
    row = await connection.fetchrow(f"select {asked} from {table.full_name} where {table.where}")
    assert row is not None
    rows, *sums = row.values()
    await connection.copy_from_query(table.query, output=each)
    return Totals(rows, dict(zip(table.sums, sums, strict=True)), digest.hexdigest())


async def read_schema(connection: Connection) -> dict[str, str]:
    """Return the hash of each migration that was applied."""
    rows = await connection.fetch("select name, sha256 from data.migrations order by name")
    return {row["name"]: row["sha256"] for row in rows}
