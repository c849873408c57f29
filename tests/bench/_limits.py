"""The limits of a disk and of a line that several measures are held against."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from app.drivers.ledger import schema
from app.sync.ports import Row


class BareTable:
    """A SQLite table with the ledger's columns; each insert is one transaction that waits for the disk."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        schema.prepare(self._db)
        self._db.execute(next(text for text in schema.SCHEMA if text.startswith("create table outbox")))

    def insert(self, record: Sequence[object]) -> None:
        self._db.execute("begin immediate")
        self._db.execute(schema.INSERT_ROW, record)
        self._db.execute("commit")

    def touch(self, record: Sequence[object]) -> None:
        """Write a row that is there once more, in a transaction of its own."""
        self._db.execute("begin immediate")
        self._db.execute(schema.UPDATE_ROW, (*record[1:], record[0]))
        self._db.execute("commit")

    def close(self) -> None:
        self._db.close()


def record_of(row: Row) -> Sequence[object]:
    """Return the values of a row as the ledger stores them."""
    return schema.row_record(row)
