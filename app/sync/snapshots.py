"""Bases on disk: written some time after they changed, given back at start. The folder may vanish at any time.

A snapshot is one text per key: the rows as the server sent them, their marks, a version and the time they were true.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from dataclasses import replace

from app.domain.frozen import frozen
from app.sync.base import UNREADABLE, Base, Snapshot, by_id, from_text, is_same_world, key_text, to_text
from app.sync.ports import Clock, Key, OpenRows, SnapshotStore, Spawn
from app.sync.query import Query, QuerySpec, Schedule

SAVE_AFTER_S = 2.0


@frozen
class Restored:
    """A base from disk. ``is_dated`` False: the clock was behind when it was read back, so its age is not known."""

    key: Key
    base: Base
    is_dated: bool


class Snapshots:
    """Writes what changed, at most every ``SAVE_AFTER_S`` seconds, and remembers per query what is on disk."""

    def __init__(self, *, store: SnapshotStore, clock: Clock, spawn: Spawn, schedule: Schedule) -> None:
        self._store = store
        self._clock = clock
        self._spawn = spawn
        self._schedule = schedule
        self._unsaved: dict[Key, Query] = {}
        self._is_scheduled = False

    def note(self, query: Query) -> None:
        """Write the base of ``query`` soon."""
        self._unsaved[query.key] = query
        if not self._is_scheduled:
            self._is_scheduled = True
            self._schedule(SAVE_AFTER_S, self._save_later)

    def _save_later(self) -> None:
        self._is_scheduled = False
        self._spawn(self.save(), "save snapshots")

    async def save(self) -> None:
        """Write everything that is not written yet; what changes meanwhile has a turn of its own."""
        for key in list(self._unsaved):
            query = self._unsaved.pop(key, None)
            if query is not None and query.base is not None:
                await self._write(query, query.base)

    async def _write(self, query: Query, base: Base) -> None:
        text = to_text(query.key, query.spec.snapshot_version, base, self._wall_of(base))
        is_on_disk = await self._store.save(key_text(query.key), text)
        # Meanwhile it may have been dropped: then nothing of it is on disk, or will be.
        if is_on_disk and query.base is not None and is_same_world(query.base, base.epoch, base.ledger):
            query.saved = base

    def _wall_of(self, base: Base) -> float:
        return self._clock.wall() - (self._clock.monotonic() - base.at_s)

    async def load(self, specs: Mapping[str, QuerySpec], outbox: OpenRows) -> list[Restored]:
        """Return what is on disk and can be used by this till now; drop the rest.

        A snapshot is of the outbox's epoch and ledger. But while the server knows nothing of the ledger (the till's was
        lost or broken) another ledger's snapshots will do, so that there is something to sell from: they come back
        without a ledger, contain none of the new numbers, and go with the first answer of the server.
        """
        found: list[Restored] = []
        for name, text in (await self._store.load_all()).items():
            try:
                snapshot = from_text(text)
                base = _decoded(specs[str(snapshot.key[0])], snapshot)
                is_ours = base.ledger == outbox.ledger or not outbox.is_registered
                if key_text(snapshot.key) != name or not is_ours or outbox.epoch not in (None, base.epoch):
                    raise ValueError("not ours")
            except UNREADABLE:
                await self._store.drop(name)
                continue
            found.append(self._restored(snapshot, base, outbox.ledger))
        return found

    def _restored(self, snapshot: Snapshot, base: Base, ledger: str) -> Restored:
        age_s = self._clock.wall() - snapshot.at_wall
        base = replace(base, at_s=self._clock.monotonic() - max(0.0, age_s))
        if base.ledger != ledger:
            base = replace(base, ledger="", applied=0, refused=frozenset(), done=frozenset())
        return Restored(snapshot.key, base, is_dated=age_s >= 0.0)

    def drop(self, query: Query) -> Coroutine[object, object, None]:
        """Forget one key now, and return what takes it off the disk; what is noted after this call is written."""
        self._unsaved.pop(query.key, None)
        return self._store.drop(key_text(query.key))

    async def close(self) -> None:
        """Write what is left and let go of the disk."""
        while self._unsaved:
            await self.save()
        await self._store.close()

    async def clear(self) -> None:
        """Take everything off the disk."""
        self._unsaved.clear()
        await self._store.clear()


def _decoded(spec: QuerySpec, snapshot: Snapshot) -> Base:
    if snapshot.version != spec.snapshot_version:
        raise ValueError("another version")
    rows = snapshot.base.rows
    if spec.merge is None:
        return replace(snapshot.base, value=spec.decode(rows))
    if not isinstance(rows, Mapping):
        raise TypeError("not rows by id")
    listed = list(rows.values())
    return replace(snapshot.base, rows=by_id(listed), value=spec.decode(listed))
