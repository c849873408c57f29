"""The ledger in memory, always as it is on disk: one change at a time, announced after the disk has it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from app.domain.errors import DeviceFailed
from app.sync.ports import JsonObject, LedgerChange, LedgerContents, LedgerMeta, LedgerStore, Row

T = TypeVar("T")
log = logging.getLogger(__name__)


class Journal:
    """Rows, meta, drafts and notes of the open ledger. ``settle_in`` is run on what each opening finds, in its turn."""

    def __init__(self, store: LedgerStore, settle_in: Callable[[LedgerContents], Awaitable[None]]) -> None:
        self.meta = LedgerMeta("")
        self.drafts: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.holder: JsonObject | None = None
        self._store = store
        self._settle_in = settle_in
        self._rows: dict[int, Row] = {}
        self._nos: dict[str, int] = {}
        self._in_order: tuple[Row, ...] | None = None
        self._turn = asyncio.Lock()
        self._is_stale = True
        self._listeners: list[Callable[[], None]] = []
        self._on_reset: list[Callable[[], Awaitable[None]]] = []
        self._told = ("", "")

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row in memory, in number order."""
        if self._in_order is None:
            self._in_order = tuple(self._rows[no] for no in sorted(self._rows))
        return self._in_order

    def row(self, no: int) -> Row | None:
        return self._rows.get(no)

    def find(self, identity: str) -> Row | None:
        """Return the row of a command's id, whatever number it has by now."""
        no = self._nos.get(identity)
        return None if no is None else self._rows[no]

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` after each change of rows; returns what ends that."""
        self._listeners.append(callback)

        def leave() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return leave

    def announce(self) -> None:
        """Tell every listener; one that fails does not keep it from the others."""
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:
                log.exception("a listener of the outbox failed")

    async def alone(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run ``work`` while nothing else changes the ledger, and to its end even if the caller goes away:
        what is on disk must be in memory too.
        """

        async def turn() -> T:
            try:
                async with self._turn:
                    if self._is_stale:
                        await self._load()
                    return await work()
            finally:
                await self._tell_reset()

        return await asyncio.shield(turn())

    def on_reset(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Await ``callback`` once the epoch or the ledger is another, before whatever changed it returns."""
        self._on_reset.append(callback)

    async def _tell_reset(self) -> None:
        before, now = self._told, (self.meta.ledger, self.meta.epoch or "")
        self._told = now
        is_first = any(old == "" and new != "" for old, new in zip(before, now, strict=True))
        if before != now and not is_first:
            for callback in tuple(self._on_reset):
                await callback()

    async def reopen(self) -> None:
        """Read the disk again, now."""

        async def nothing() -> None: ...

        self._is_stale = True
        await self.alone(nothing)

    async def _load(self) -> None:
        contents = await self._store.open()
        self.meta, self.holder = contents.meta, contents.holder
        self.drafts, self.notes = dict(contents.drafts), dict(contents.notes)
        self._rows = {row.no: row for row in contents.rows}
        self._index()
        if contents.holder is None:
            await self._settle_in(contents)
        self._is_stale = False
        self.announce()

    def next_meta(self, **changed: Any) -> LedgerMeta:
        """Return the meta of the next transaction."""
        return replace(self.meta, generation=self.meta.generation + 1, **changed)

    async def commit(self, change: LedgerChange) -> None:
        """Make ``change`` durable, then true in memory, then known. Only inside ``alone``; its meta is ``next_meta``.

        Raises DeviceFailed; then memory is read again from disk before anything else is done.
        """
        if self.holder is not None:
            raise DeviceFailed("TLHLD", dict(self.holder))
        try:
            await self._store.commit(change)
        except BaseException:
            self._is_stale = True
            raise
        self._take(change)
        if change.archive or change.delete or change.insert or change.update:
            self.announce()

    def _take(self, change: LedgerChange) -> None:
        self.meta = change.meta
        is_append = len(change.insert) == 1 and not (change.archive or change.delete or change.update)
        for no in (*change.archive, *change.delete):
            self._rows.pop(no, None)
        for row in (*change.insert, *change.update):
            self._rows[row.no] = row
        for texts, changed in ((self.drafts, change.drafts), (self.notes, change.notes)):
            for key, text in changed.items():
                if text is None:
                    texts.pop(key, None)
                else:
                    texts[key] = text
        if is_append:
            self._nos[change.insert[0].id] = change.insert[0].no
            self._in_order = None
        elif change.archive or change.delete or change.insert or change.update:
            self._index()

    def forget(self, numbers: set[int]) -> None:
        """Drop rows from memory only."""
        for no in numbers:
            del self._rows[no]
        self._index()

    def _index(self) -> None:
        self._nos = {row.id: row.no for row in self._rows.values()}
        self._in_order = None
