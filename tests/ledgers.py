"""Ledgers for tests, and a small program that sells into one: ``python -m tests.ledgers LEDGER COUNT [first id]``.

It prints ``sold N`` after each append, ``refused CODE`` when the disk says no, ``held by PID`` when it may only read.
``python -m tests.ledgers LEDGER purge`` says ``purging``, then deletes what is done.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import DeviceFailed
from app.drivers.clock import SystemClock
from app.drivers.ledger import SqliteLedger
from app.drivers.ledger.store import Connect, connect
from app.sync.outbox import Outbox
from app.sync.ports import Command, Door, Json
from tests.fakes import FakeClock

ROOT = Path(__file__).resolve().parents[1]


def sale(identity: str, amount: int = 1_000, *, door: Door = Door.COUNTER, **more: Json) -> Command:
    """Return a command that records a sale."""
    body = {"sale": identity, "total": amount, "supersedes": None, **more}
    return Command(identity, "record_sale", 1, body, door=door, by="ama", takes_ticket=True, amount=amount)


def sold(output: str) -> set[str]:
    """Return the ids that the program acknowledged; a line cut off in the middle was not read by anybody."""
    return {
        line.split()[1]
        for line in output.splitlines(keepends=True)
        if line.startswith("sold ") and line[-1] == "\n"
    }


async def filled(path: Path) -> set[str]:
    """Return the ids in the ledger, after checking that numbers and tickets have no holes and no id is there twice."""
    outbox = Outbox(SqliteLedger(path), FakeClock(), till_code="C1")
    await outbox.open()
    rows = sorted(await outbox.recent(100_000), key=lambda row: row.no)
    await outbox.close()
    assert outbox.alert is None
    assert [row.no for row in rows] == list(range(1, len(rows) + 1))
    assert [row.ticket for row in rows] == [f"C1-{row.no:06d}" for row in rows]
    ids = [row.id for row in rows]
    assert len(set(ids)) == len(ids)
    return set(ids)


@dataclass
class FailingCommits:
    """Connections whose next commits fail: ``fail`` do nothing, ``fail_after`` are done first; ``refuse`` to open."""

    fail: int = 0
    fail_after: int = 0
    refuse: int = 0

    def connect(self, address: str) -> sqlite3.Connection:
        if self.refuse:
            self.refuse -= 1
            raise _error("SQLITE_CANTOPEN")
        commits = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *parameters: object) -> sqlite3.Cursor:
                if statement == "commit" and commits.fail:
                    commits.fail -= 1
                    raise _error("SQLITE_IOERR")
                cursor = super().execute(statement, *parameters)  # type: ignore[arg-type]
                if statement == "commit" and commits.fail_after:
                    commits.fail_after -= 1
                    raise _error("SQLITE_IOERR")
                return cursor

        return sqlite3.connect(address, uri=True, isolation_level=None, factory=Connection)


def _error(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(name)
    error.sqlite_errorname = name
    return error


class Ledgers:
    """Opens outboxes on files, and closes them all in the end, whatever the test came to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened: list[SqliteLedger] = []

    def store(self, path: Path | None = None, *, connect: Connect = connect) -> SqliteLedger:
        store = SqliteLedger(path or self.path, connect=connect)
        self._opened.append(store)
        return store

    async def open(
        self, path: Path | None = None, *, clock: FakeClock | None = None, connect: Connect = connect
    ) -> Outbox:
        outbox = Outbox(self.store(path, connect=connect), clock or FakeClock(), till_code="C1")
        await outbox.open()
        return outbox

    async def close(self) -> None:
        for store in self._opened:
            await store.close()


async def sell(path: Path, count: int, first: int) -> None:
    outbox = Outbox(SqliteLedger(path), SystemClock(), till_code="C1")
    await outbox.open()
    if outbox.holder is not None:
        print(f"held by {outbox.holder.get('pid')}", flush=True)
    else:
        for i in range(first, first + count):
            try:
                row = await outbox.append(sale(str(i), note="x" * 500))
            except DeviceFailed as error:
                print(f"refused {error.code}", flush=True)
                break
            print(f"sold {row.id}", flush=True)
    await outbox.close()


async def purge(path: Path) -> None:
    store = SqliteLedger(path)
    next_no = (await store.open()).meta.next_no
    print("purging", flush=True)
    await store.purge(9e9, next_no)
    await store.close()


def main(arguments: list[str]) -> int:
    path, count, *first = arguments
    if count == "purge":
        asyncio.run(purge(Path(path)))
        return 0
    asyncio.run(sell(Path(path), int(count), int(first[0]) if first else 1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
