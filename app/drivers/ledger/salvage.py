"""Reading a ledger file of which nothing is certain: what can still be read, record by record. It never writes to it.

Corruption is local: a b-tree's other pages still answer when one is gone. A lost first page, which holds the list of
tables, is replaced by that of a fresh ledger, where the same tables begin on the same pages; a lost file by all of a
fresh ledger, over which SQLite lays what its WAL still has.
"""

# ruff: noqa: S608 (the names put into statements are our own tables and columns)

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.drivers.ledger import schema
from app.sync.ports import LedgerMeta, Row

MOST_RECORDS = 200_000
"""So many keys are tried at most: far more than 35 days of any bar."""
MOST_FAILURES = 10_000
"""After so many keys in a row that cannot be read, nothing follows: a page of a b-tree leads to a quarter of that."""
READ_ERRORS = (sqlite3.DatabaseError, schema.Unsound)


@dataclass(slots=True)
class Found:
    """What could be read. ``unreadable`` counts records that are there and are not what was written."""

    meta: LedgerMeta | None = None
    rows: list[Row] = field(default_factory=list)
    past: list[tuple[str, Row]] = field(default_factory=list)
    """Rows of past ledgers with the uuid of theirs."""
    drafts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    unreadable: int = 0


def read_whatever(path: Path, at_least: int = 0, *, scratch: Path | None = None) -> Found:
    """Read every record of the ledger at ``path`` that can be read; ``at_least``: a number that is known to be given.

    Raises OSError when the file cannot even be copied: the reading is done on a copy, in ``scratch`` (its own folder).
    """
    with tempfile.TemporaryDirectory(prefix="ledger-", dir=scratch or path.parent) as folder:
        template, copy = Path(folder) / "template.sqlite3", Path(folder) / "copy.sqlite3"
        is_gone = not path.exists() or path.stat().st_size == 0
        shutil.copyfile(_fresh(template) if is_gone else path, copy)
        wal = path.with_name(path.name + "-wal")
        if wal.exists():
            shutil.copyfile(wal, copy.with_name(copy.name + "-wal"))
        if not _has_tables(copy):
            _transplant_first_page(_fresh(template), copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as db:
            return _read(db, at_least)


def _has_tables(path: Path) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None)) as db, suppress(sqlite3.DatabaseError):
        names = {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}
        return {"meta", "outbox", "past", "drafts", "notes"} <= names
    return False


def _fresh(template: Path) -> Path:
    if not template.exists():
        with closing(sqlite3.connect(template, isolation_level=None)) as db:
            schema.prepare(db)
            schema.create(db, LedgerMeta(""))
    return template


def _transplant_first_page(template: Path, path: Path) -> None:
    """Put the template's first page in place of the file's. Its bytes 16 and 28 are the page's and the file's size."""
    header = template.read_bytes()
    page_size, size = int.from_bytes(header[16:18], "big"), path.stat().st_size
    page = bytearray(header[:page_size])
    page[28:32] = (size // page_size).to_bytes(4, "big")
    if size > page_size:
        with path.open("r+b") as file:
            file.write(page)


def _read(db: sqlite3.Connection, at_least: int) -> Found:
    found = Found()
    with suppress(*READ_ERRORS):
        for record in db.execute(schema.SELECT_META):
            found.meta = schema.meta_of(record)
    known = max(at_least, found.meta.next_no - 1 if found.meta else 0)
    for record in _records(db, "outbox", "no", schema.COLUMNS, known, found):
        if row := _sound(record, found):
            found.rows.append(row)
    for record in _records(db, "past", "seq", ("ledger", *schema.COLUMNS), 0, found):
        if row := _sound(record[1:], found):
            found.past.append((str(record[0]), row))
    for table, column, texts in (("drafts", "body", found.drafts), ("notes", "json", found.notes)):
        for key, text in _records(db, table, "rowid", ("key", column), 0, found):
            texts[str(key)] = str(text)
    return found


def _sound(record: Sequence[object], found: Found) -> Row | None:
    try:
        return schema.row_of(record)
    except schema.Unsound:
        found.unreadable += 1
        return None


def _records(
    db: sqlite3.Connection, table: str, key: str, columns: Sequence[str], known: int, found: Found
) -> Iterator[Sequence[object]]:
    """Yield the records that can be read, asking for each key by itself: the last that exist are the last asked for."""
    try:
        (last,) = db.execute(f"select max({key}) from {table}").fetchone()
    except sqlite3.DatabaseError:
        last = known or MOST_RECORDS
    end = max(int(last or 0), known) + 1
    select = f"select {', '.join(columns)} from {table} where {key} = ?"
    failures = 0
    for number in range(max(1, end - MOST_RECORDS), end):
        try:
            record = db.execute(select, (number,)).fetchone()
        except sqlite3.DatabaseError:
            found.unreadable += number <= known
            failures += 1
            if failures > MOST_FAILURES:
                return
            continue
        failures = 0
        if record is not None:
            yield record
