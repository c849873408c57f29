"""What is done with a broken ledger file: a copy is set aside for ever, and what can be read goes into a new file.

A power cut in the middle leaves either the old file or the new one: the new one is complete, under another name, before
anything of the old one is taken away.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.domain.ids import new_id
from app.drivers.ledger import schema
from app.drivers.ledger.beside import Mark, sync_folder
from app.drivers.ledger.salvage import Found, read_whatever
from app.sync.ports import LedgerMeta

BESIDE = ("-wal", "-shm")


def is_gone(path: Path) -> bool:
    """Tell whether nothing is left of a ledger: no file or an empty one, and no WAL to read it back from."""
    wal = path.with_name(path.name + "-wal")
    return not any(file.exists() and file.stat().st_size for file in (path, wal))


def ready_name(path: Path) -> Path:
    """Return the name of a salvaged file that is complete and has to take the ledger's place."""
    return path.with_name(path.name + ".salvaged")


def set_aside(path: Path) -> Path:
    """Copy the file and its WAL to a name of their own; returns it. Raises OSError."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    number, aside = 0, path.with_name(f"{path.name}.broken-{stamp}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.broken-{stamp}-{number}")
    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        if source.exists():
            _copy(source, aside.with_name(aside.name + suffix))
    sync_folder(path.parent)
    return aside


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        os.fsync(file.fileno())


def salvage(path: Path, mark: Mark | None) -> tuple[Path, Found]:
    """Set the file aside, bring over what can be read, and put the new file in its place.

    Returns the name of what was set aside, and what was found. Raises OSError and sqlite3.Error, of the new file.
    """
    aside = set_aside(path)
    found = read_whatever(aside, mark.no if mark else 0)
    meta = not_before(found.meta or LedgerMeta(mark.ledger if mark else new_id(time.time())), mark)
    last = max((row.no for row in found.rows), default=0)
    meta = replace(meta, next_no=max(meta.next_no, last + 1), trouble="salvaged")
    draft = path.with_name(path.name + ".draft")
    for suffix in ("", *BESIDE):
        path.with_name(draft.name + suffix).unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        schema.prepare(db)
        schema.create(db, meta)
        db.execute("begin")
        insert_row, insert_past = (
            text.replace("insert", "insert or ignore", 1) for text in (schema.INSERT_ROW, schema.INSERT_PAST)
        )
        db.executemany(insert_row, [schema.row_record(row) for row in found.rows])
        db.executemany(insert_past, [(ledger, *schema.row_record(row)) for ledger, row in found.past])
        now = time.time()
        db.executemany("insert into drafts values (?, ?, ?)", [(k, t, now) for k, t in found.drafts.items()])
        db.executemany("insert into notes values (?, ?)", list(found.notes.items()))
        db.execute("commit")
    with draft.open("r+b") as file:
        os.fsync(file.fileno())
    draft.replace(ready_name(path))
    sync_folder(path.parent)
    finish_salvage(path)
    return aside, found


def finish_salvage(path: Path) -> None:
    """Put a complete salvaged file in the ledger's place, if there is one. SQLite would apply the old WAL to it."""
    if ready_name(path).exists():
        for suffix in BESIDE:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        ready_name(path).replace(path)
        sync_folder(path.parent)


def not_before(meta: LedgerMeta, mark: Mark | None) -> LedgerMeta:
    """Return ``meta`` with no ticket given twice that the mark knows of."""
    return replace(meta, next_ticket=max(meta.next_ticket, mark.ticket + 1)) if mark else meta
