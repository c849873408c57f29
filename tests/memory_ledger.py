"""A ledger whose disk is the object itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.errors import DeviceFailed
from app.sync.copies import ADOPTION, MISSING, LedgerFacts, LedgerImage
from app.sync.ports import JsonObject, LedgerChange, LedgerContents, LedgerMeta, Row, State


class MemoryLedger:
    """A ledger whose disk is this object: it survives ``close``, and each commit is all or nothing.

    ``fail_next``: the next commits raise these errors and change nothing (None: that commit works).
    ``fail_after``: the next commit is on disk, then raises this. ``copies``: files elsewhere, by their path.
    """

    def __init__(self, ledger: str = "ledger-1") -> None:
        self.meta = LedgerMeta(ledger)
        self.rows: dict[int, Row] = {}
        self.past: list[Row] = []
        self.drafts: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.fail_next: list[Exception | None] = []
        self.fail_after: DeviceFailed | None = None
        self.trouble: str | None = None
        self.holder: JsonObject | None = None
        self.unreadable = 0
        self.copies: dict[str, LedgerContents] = {}
        self.images: dict[bytes, LedgerContents] = {}
        self.image_fails: DeviceFailed | None = None
        self.hangs: set[str] = set()
        """The copies on a disk that does not answer."""
        self.commits = 0
        self.opened = 0
        self.is_open = False

    async def open(self) -> LedgerContents:
        await asyncio.sleep(0)
        self.is_open = True
        self.opened += 1
        return self._contents()

    def _contents(self) -> LedgerContents:
        return LedgerContents(
            meta=self.meta,
            rows=tuple(self.rows[no] for no in sorted(self.rows)),
            drafts=dict(self.drafts),
            notes=dict(self.notes),
            trouble=self.trouble,
            unreadable=self.unreadable,
            holder=self.holder,
        )

    async def commit(self, change: LedgerChange) -> None:
        await asyncio.sleep(0)
        if self.holder is not None:
            raise DeviceFailed("TLHLD", dict(self.holder))
        failure = self.fail_next.pop(0) if self.fail_next else None
        if failure is not None:
            raise failure
        self._apply(change)
        self.commits += 1
        self.trouble = None
        failure, self.fail_after = self.fail_after, None
        if failure is not None:
            raise failure

    def _apply(self, change: LedgerChange) -> None:
        if change.meta.generation != self.meta.generation + 1:
            raise AssertionError("two writers")
        rows, past = dict(self.rows), list(self.past)
        past += [rows.pop(no) for no in change.archive]
        past += change.past
        past = [row for row in past if row.id not in change.unarchive]
        for no in change.delete:
            del rows[no]
        for row in change.insert:
            if row.no in rows:
                raise AssertionError(f"number {row.no} twice")
            rows[row.no] = row
        for row in change.update:
            if row.no not in rows:
                raise AssertionError(f"no number {row.no}")
            rows[row.no] = row
        ids = [row.id for row in rows.values()]
        if len(set(ids)) != len(ids):
            raise AssertionError("an id twice")
        self.meta, self.rows, self.past = change.meta, rows, past
        _apply_texts(self.drafts, change.drafts)
        _apply_texts(self.notes, change.notes)

    async def recent(self, limit: int) -> tuple[Row, ...]:
        everything = [*self.past, *(self.rows[no] for no in sorted(self.rows))]
        return tuple(reversed(everything[-limit:]))

    async def rows_after(self, no: int) -> tuple[Row, ...]:
        return tuple(self.rows[number] for number in sorted(self.rows) if number > no)

    async def past_rows(self) -> tuple[Row, ...]:
        return tuple(self.past)

    async def purge(self, before: float, up_to: int) -> int:
        sure = [
            r.no
            for r in self.rows.values()
            if r.appended_at < before and not r.clock_unsure and r.no <= up_to
        ]
        last = max(sure, default=0)
        gone = [no for no, row in self.rows.items() if no <= last and _is_over(row)]
        for no in gone:
            del self.rows[no]
        kept = [r for r in self.past if r.appended_at >= before or r.clock_unsure or not _is_over(r)]
        gone_past = len(self.past) - len(kept)
        self.past = kept
        return len(gone) + gone_past

    async def image(self, leave_out: Sequence[str]) -> LedgerImage:
        await asyncio.sleep(0)
        if self.image_fails is not None:
            raise self.image_fails
        all_ = self._contents()
        notes = {key: text for key, text in all_.notes.items() if not key.startswith(tuple(leave_out))}
        data = f"image {len(self.images) + 1} of {self.meta.ledger}".encode()
        self.images[data] = replace(all_, rows=(*self.past, *all_.rows), notes=notes)
        waiting = sum(row.state is State.WAITING for row in all_.rows)
        return LedgerImage(data, len(self.past) + len(all_.rows), waiting)

    async def put_copy(self, path: str) -> None:
        """Have a copy at ``path``, as it is now."""
        self.copies[path] = self.images[(await self.image(())).data]

    async def ids(self) -> frozenset[str]:
        await asyncio.sleep(0)
        return frozenset(row.id for row in (*self.past, *self.rows.values()))

    async def facts_of(self, path: str) -> LedgerFacts:
        if path in self.hangs:
            await asyncio.Event().wait()
        copy = await self.read_copy(path)
        if copy.unreadable:
            raise DeviceFailed("TLCOR")
        ids = frozenset(row.id for row in copy.rows)
        meta = copy.meta
        return LedgerFacts(meta.ledger, meta.till_code, meta.last_moment, copy.notes, ids)

    async def read_copy(self, path: str) -> LedgerContents:
        await asyncio.sleep(0)
        if path not in self.copies:
            raise DeviceFailed(ADOPTION, {"reason": MISSING})
        return self.copies[path]

    async def close(self) -> None:
        self.is_open = False


def _is_over(row: Row) -> bool:
    return row.is_judged and row.state in (State.DONE, State.SETTLED)


def _apply_texts(kept: dict[str, str], change: Mapping[str, str | None]) -> None:
    for key, text in change.items():
        if text is None:
            kept.pop(key, None)
        else:
            kept[key] = text
