"""Copies of ledger files: the bytes of one that is in use, and what another says of itself. Nothing is written.

A copy goes where anybody may find it, so what it must not hold is never put into it: it is filled row by row in memory,
and no deleted record, free page or old journal of the ledger can come along.
"""

# ruff: noqa: S608 (the names put into statements are our own tables)

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from app.drivers.ledger import schema
from app.sync.copies import LedgerFacts, LedgerImage
from app.sync.fingerprint import GAP

_TABLES = "select name, sql from source.sqlite_master where type = 'table' and sql is not null order by rowid"
_COUNT = "select count(*) from {} where kind <> ?"


def image_of(path: Path, leave_out: Sequence[str]) -> LedgerImage:
    """Return the ledger at ``path`` as it is at this moment, without the notes whose key begins so.

    In WAL a reader blocks no writer. Raises sqlite3.Error, and Unsound for a ledger that is not sound itself.
    """
    with closing(sqlite3.connect(":memory:", uri=True, isolation_level=None)) as db:
        db.execute("attach database ? as source", (f"file:{quote(str(path))}?mode=ro",))
        db.execute("begin")
        (verdict,) = db.execute("pragma source.quick_check(1)").fetchone()
        if verdict != "ok":
            raise schema.Unsound(str(verdict))
        tables = db.execute(_TABLES).fetchall()
        for (
            _,
            make,
        ) in tables:  # all of them first: then they begin on the pages that the salvage of page 1 relies on
            db.execute(make)
        for name, _ in tables:
            _fill(db, name, leave_out if name == "notes" else ())
        (version,) = db.execute("pragma source.user_version").fetchone()
        db.execute("commit")
        db.execute(f"pragma main.user_version = {int(version)}")
        counts = [db.execute(_COUNT.format(table), (GAP,)).fetchone()[0] for table in ("outbox", "past")]
        (waiting,) = db.execute(_COUNT.format("outbox") + " and state = 'waiting'", (GAP,)).fetchone()
        return LedgerImage(db.serialize(), sum(counts), waiting)


def _fill(db: sqlite3.Connection, table: str, leave_out: Sequence[str]) -> None:
    kept = " and ".join(["true", *("substr(key, 1, length(?)) <> ?" for _ in leave_out)])
    twice = [prefix for prefix in leave_out for _ in range(2)]
    db.execute(f"insert into main.{table} select * from source.{table} where {kept}", twice)


def facts_of(path: Path) -> LedgerFacts:
    """Look at a ledger file that nobody writes to. Raises sqlite3.Error and Unsound when it cannot be read."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as db:
        record = db.execute(schema.SELECT_META).fetchone()
        if record is None:
            raise schema.Unsound("no meta")
        meta = schema.meta_of(record)
        notes = dict(db.execute("select key, json from notes").fetchall())
        ids = db.execute("select id from outbox where kind <> ? union all select id from past", (GAP,))
        known = frozenset(str(identity) for (identity,) in ids)
        return LedgerFacts(meta.ledger, meta.till_code, meta.last_moment, notes, known)
