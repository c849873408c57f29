"""The ledger store: one SQLite file, one worker thread, an fsync in every commit. It knows no rule of the outbox."""

# ruff: noqa: S608 (the names put into statements are our own tables and columns)

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from app.domain.errors import DeviceFailed
from app.domain.ids import new_id
from app.drivers.ledger import schema
from app.drivers.ledger.beside import HolderLock, Mark, MarkFile, sync_folder
from app.drivers.ledger.broken import BESIDE, finish_salvage, is_gone, not_before, salvage
from app.drivers.ledger.image import facts_of, image_of
from app.drivers.ledger.salvage import Found, read_whatever
from app.sync.aside import aside
from app.sync.copies import ADOPTION, MISSING, LedgerFacts, LedgerImage
from app.sync.ports import LedgerChange, LedgerContents, LedgerMeta, Row

T = TypeVar("T")
log = logging.getLogger(__name__)

BUSY_S = 2.0
RECENT = 200
"""So many of the last rows are read at opening whatever became of them."""
BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")

Connect = Callable[[str], sqlite3.Connection]


def connect(address: str) -> sqlite3.Connection:
    """Open a SQLite file by its URI. Transactions are begun by hand."""
    return sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)


class SqliteLedger:
    """Implements ``LedgerStore`` in the file ``path``, with ``path.lock`` and ``path.mark`` beside it."""

    def __init__(self, path: Path, *, connect: Connect = connect) -> None:
        self._path = path
        self._connect = connect
        self._db: sqlite3.Connection | None = None
        self._lock = HolderLock(path.with_name(path.name + ".lock"))
        self._mark = MarkFile(path.with_name(path.name + ".mark"))
        self._thread: ThreadPoolExecutor | None = None

    # The port: every method's work is done on the ledger's own thread ------------------------------------------------

    async def open(self) -> LedgerContents:
        return await self.run(self._open)

    async def commit(self, change: LedgerChange) -> None:
        await self.run(lambda: self._commit(change))

    async def recent(self, limit: int) -> tuple[Row, ...]:
        return await self.run(lambda: self._recent(limit))

    async def rows_after(self, no: int) -> tuple[Row, ...]:
        return await self.run(lambda: self._rows(f"{schema.SELECT_ROW} where no > ? order by no", no))

    async def past_rows(self) -> tuple[Row, ...]:
        return await self.run(lambda: self._rows(f"{schema.SELECT_PAST} order by seq"))

    async def purge(self, before: float, up_to: int) -> int:
        return await self.run(lambda: self._purge(before, up_to))

    # Not on the ledger's thread, what is long or lies on a slow stick: it must not hold up a sale.

    async def image(self, leave_out: Sequence[str]) -> LedgerImage:
        return await _told(aside(lambda: image_of(self._path, leave_out), "ledger-image"))

    async def ids(self) -> frozenset[str]:
        return await self.run(self._ids)

    async def facts_of(self, path: str) -> LedgerFacts:
        return await _told(aside(lambda: facts_of(Path(path)), "ledger-facts"))

    async def read_copy(self, path: str) -> LedgerContents:
        return await _told(aside(lambda: contents_of_copy(Path(path), self._path.parent), "ledger-copy"))

    async def close(self) -> None:
        if self._thread is not None:
            await self.run(self._close)
            self._thread.shutdown(wait=False)
            self._thread = None

    async def run(self, work: Callable[[], T]) -> T:
        """Run ``work`` on the ledger's thread. Raises DeviceFailed for what SQLite or the disk says."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        return await _told(asyncio.get_running_loop().run_in_executor(self._thread, work))

    # Opening ---------------------------------------------------------------------------------------------------------

    def _open(self) -> LedgerContents:
        self._disconnect()
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._lock.take():
            return self._look_on()
        finish_salvage(self._path)
        mark = self._mark.read()
        if is_gone(self._path):
            return self._begin(mark)
        if not self._path.exists() or self._path.stat().st_size == 0:
            return self._rescue(
                mark
            )  # SQLite would delete the WAL of an empty file: only we know that it is worth reading
        try:
            self._db = self._connected()
            return self._read_all(mark)
        except (sqlite3.DatabaseError, schema.Unsound) as error:
            if not is_broken(error):
                raise
            log.warning("the ledger is broken: %s", error)
            self._disconnect()
            return self._rescue(mark)

    def _connected(self) -> sqlite3.Connection:
        db = self._connect(f"file:{quote(str(self._path))}")
        schema.prepare(db)
        return db

    @property
    def db(self) -> sqlite3.Connection:
        """The open connection, for the ledger's thread only. Raises DeviceFailed when a failure has closed it."""
        if self._db is None:
            raise DeviceFailed("TLDSK", {"reason": "closed"})
        return self._db

    def _begin(self, mark: Mark | None) -> LedgerContents:
        """Make a new file. If the mark knows of numbers, there was another, which is gone."""
        meta = LedgerMeta(new_id(time.time()))
        if mark is not None and mark.no > 0:
            meta = LedgerMeta(mark.ledger, next_ticket=mark.ticket + 1, trouble="emptied")
        for suffix in BESIDE:
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._db = self._connected()
        schema.create(self._db, meta)
        sync_folder(self._path.parent)
        if meta.trouble is None:
            self._mark.write(mark_of(meta), durable=True)
        unreadable = mark.no if mark and meta.trouble else 0
        return LedgerContents(meta, (), {}, {}, meta.trouble, unreadable=unreadable)

    def _read_all(self, mark: Mark | None) -> LedgerContents:
        (verdict,) = self.db.execute("pragma quick_check(1)").fetchone()
        if verdict != "ok":
            raise schema.Unsound(str(verdict))
        meta = self._read_meta()
        trouble = meta.trouble or trouble_of(meta, mark)
        if trouble is None:
            needed = "no > ? or no >= ? or state in ('waiting', 'refused') or is_judged = 0"
            limits = (meta.contained_up_to, meta.next_no - RECENT)
            rows = self._rows(f"{schema.SELECT_ROW} where {needed} order by no", *limits)
        else:
            meta = not_before(meta, mark)
            rows = self._rows(f"{schema.SELECT_ROW} order by no")
        return LedgerContents(
            meta, rows, self._texts("drafts", "body"), self._texts("notes", "json"), trouble
        )

    def _read_meta(self) -> LedgerMeta:
        record = self.db.execute(schema.SELECT_META).fetchone()
        if record is None:
            raise schema.Unsound("no meta")
        return schema.meta_of(record)

    def _rows(self, select: str, *limits: object) -> tuple[Row, ...]:
        return tuple(schema.row_of(record) for record in self.db.execute(select, limits))

    def _texts(self, table: str, column: str) -> dict[str, str]:
        return dict(self.db.execute(f"select key, {column} from {table}").fetchall())

    def _rescue(self, mark: Mark | None) -> LedgerContents:
        aside, found = salvage(self._path, mark)
        self._db = self._connected()
        meta = self._read_meta()
        return LedgerContents(
            meta, tuple(found.rows), found.drafts, found.notes, meta.trouble, found.unreadable, aside.name
        )

    def _look_on(self) -> LedgerContents:
        """Read without the lock: somebody else writes."""
        holder = self._lock.holder()
        try:
            self._db = self._connect(f"file:{quote(str(self._path))}?mode=ro")
            meta, rows = self._read_meta(), self._rows(f"{schema.SELECT_ROW} order by no")
            drafts, notes = self._texts("drafts", "body"), self._texts("notes", "json")
        except (sqlite3.DatabaseError, schema.Unsound):
            return LedgerContents(LedgerMeta(""), (), {}, {}, holder=holder)
        return LedgerContents(meta, rows, drafts, notes, holder=holder)

    # Writing ---------------------------------------------------------------------------------------------------------

    def _commit(self, change: LedgerChange) -> None:
        if not self._lock.is_held:
            raise DeviceFailed("TLHLD", self._lock.holder())
        try:
            self.db.execute("begin immediate")
            self._write(change)
            self.db.execute("commit")
        except sqlite3.DatabaseError as error:
            self._after_failure(change, error)
        with suppress(OSError):  # the mark may lag; the sale is on disk
            self._mark.write(mark_of(change.meta), durable=bool(change.archive or change.delete))

    def _write(self, change: LedgerChange) -> None:
        db, meta = self.db, change.meta
        if change.archive:
            db.executemany(schema.ARCHIVE, [(no,) for no in change.archive])
        if change.past:
            records = [(meta.ledger, *schema.row_record(row)) for row in change.past]
            db.executemany(schema.INSERT_PAST, records)
        if change.unarchive:
            db.executemany("delete from past where id = ?", [(identity,) for identity in change.unarchive])
        if change.archive or change.delete:
            gone = (*change.archive, *change.delete)
            db.executemany("delete from outbox where no = ?", [(no,) for no in gone])
        for row in change.insert:
            db.execute(schema.INSERT_ROW, schema.row_record(row))
        for row in change.update:
            record = schema.row_record(row)
            db.execute(schema.UPDATE_ROW, (*record[1:], record[0]))
        db.execute(schema.UPDATE_META, schema.meta_record(meta))
        if change.drafts or change.notes:
            self._write_texts(change)

    def _write_texts(self, change: LedgerChange) -> None:
        for key, text in change.drafts.items():
            if text is None:
                self.db.execute("delete from drafts where key = ?", (key,))
            else:
                self.db.execute("insert or replace into drafts values (?, ?, ?)", (key, text, time.time()))
        for key, text in change.notes.items():
            if text is None:
                self.db.execute("delete from notes where key = ?", (key,))
            else:
                self.db.execute("insert or replace into notes values (?, ?)", (key, text))

    def _after_failure(self, change: LedgerChange, error: sqlite3.DatabaseError) -> None:
        """Say what is on disk after a transaction that failed: nothing is believed before it is read back.

        Returns when the change is there; else raises what the error means.
        """
        failure = meaning(error)
        self._disconnect()  # which rolls back what was not committed
        try:
            self._db = self._connected()
            generation = self._read_meta().generation
        except (sqlite3.DatabaseError, schema.Unsound, OSError) as again:
            self._disconnect()
            raise DeviceFailed("TLDSK", {"reason": str(again), "unknown": True}) from error
        if failure is error:
            raise error
        if generation != change.meta.generation:
            raise failure from error
        log.warning("a commit that failed (%s) is on disk", error)

    def _purge(self, before: float, up_to: int) -> int:
        old = "select max(no) from outbox where appended_at < ? and clock_unsure = 0 and no <= ?"
        over = "state in ('done', 'settled') and is_judged = 1"
        past = f"delete from past where appended_at < ? and clock_unsure = 0 and {over}"
        db = self.db
        try:
            db.execute("begin immediate")
            (last,) = db.execute(old, (before, up_to)).fetchone()
            gone = db.execute(f"delete from outbox where no <= ? and {over}", (last or 0,)).rowcount
            gone += db.execute(past, (before,)).rowcount
            db.execute("commit")
        except sqlite3.DatabaseError:
            self._disconnect()
            self._db = self._connected()
            raise
        return gone

    # The rest --------------------------------------------------------------------------------------------------------

    def _recent(self, limit: int) -> tuple[Row, ...]:
        rows = self._rows(f"{schema.SELECT_ROW} order by no desc limit ?", limit)
        return rows + self._rows(f"{schema.SELECT_PAST} order by seq desc limit ?", limit - len(rows))

    def _ids(self) -> frozenset[str]:
        records = self.db.execute("select id from outbox union all select id from past")
        return frozenset(str(identity) for (identity,) in records)

    def _close(self) -> None:
        self._disconnect()
        with suppress(OSError):
            self._mark.close()
        self._lock.release()

    def _disconnect(self) -> None:
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None


async def _told(work: Awaitable[T]) -> T:
    """Await ``work``. Raises DeviceFailed for what SQLite or the disk says."""
    try:
        return await work
    except (sqlite3.DatabaseError, OSError, schema.Unsound) as error:
        failure = meaning(error)
        if failure is error:
            raise
        raise failure from error


def contents_of_copy(path: Path, scratch: Path) -> LedgerContents:
    """Read every row of another ledger file, past ledgers' included, without changing it.

    ``scratch``: a folder for what is made meanwhile; the file may lie on a disk that takes nothing.
    """
    if not path.is_file():
        raise DeviceFailed(ADOPTION, {"reason": MISSING})
    found: Found = read_whatever(path, scratch=scratch)
    rows = (*(row for _, row in found.past), *found.rows)
    meta = found.meta or LedgerMeta("")
    return LedgerContents(meta, rows, found.drafts, found.notes, unreadable=found.unreadable)


def mark_of(meta: LedgerMeta) -> Mark:
    return Mark(meta.ledger, meta.next_no - 1, meta.next_ticket - 1)


def trouble_of(meta: LedgerMeta, mark: Mark | None) -> str | None:
    """Return why a sound file is not the ledger that it was: an older state of it, or another's."""
    if mark is None:
        return "copied" if meta.next_no > 1 else None
    if mark.ledger != meta.ledger:
        return "copied"
    return "lost" if mark.no >= meta.next_no else None


def is_broken(error: Exception) -> bool:
    """Tell whether the file's content is at fault, not the disk, its space or its rights."""
    name = str(getattr(error, "sqlite_errorname", "SQLITE_ERROR"))
    return name == "SQLITE_ERROR" or name.startswith(BROKEN)


def meaning(error: Exception) -> Exception:
    """Return what an error means to the till; itself when it is a bug of ours."""
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return error
    if isinstance(error, schema.Unsound) or (isinstance(error, sqlite3.Error) and is_broken(error)):
        return DeviceFailed("TLCOR", {"reason": str(error)})
    return DeviceFailed("TLDSK", {"reason": str(getattr(error, "sqlite_errorname", error))})
