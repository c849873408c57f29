"""Copies of the ledger on sticks and second disks: made when a person asks, then by themselves, and taken over again.

A stick that a person chose once is known again by its mark, wherever it is plugged in; a second disk of the machine
needs no choice. A copy that fails is remembered and shown; it disturbs no sale.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime

from app.domain.errors import DeviceFailed
from app.domain.frozen import frozen
from app.sync.backoff import within
from app.sync.copies import Adopted, LedgerImage
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Json, JsonObject
from app.till.bar import BarView
from app.till.carts import Carts
from app.till.ports import BROKEN, BUSY, COPY_SUFFIX, COPYING, GONE, UNSOUND, CopyFile, Volume, Volumes
from app.till.verifier import VERIFIER

log = logging.getLogger(__name__)

NOTE = "copies"
LEFT_OUT = (VERIFIER,)
"""Who finds a stick must not be able to guess a PIN."""
EVERY_S = 300.0
SOON_S = 5.0
"""So long after a change the disks are looked at: a rush is one change."""
LOOK_S = 30.0
"""How often they are looked at while a copy is due and cannot be made."""
LONGEST_LOOK_S, LONGEST_COPY_S = 20.0, 180.0
CLOSE_S = 2.0
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 60
DAMAGED = "TLCOR"


@frozen
class Record:
    """What is known of a volume. ``key``: its mark, or its root before the first copy; ``at``: corrected seconds.

    ``is_automatic`` None: nobody has said; then copies go by themselves to a second disk only. ``ledger``, ``next_no``,
    ``operations`` and ``waiting`` are those of the last copy, ``failure`` why the last try made none.
    """

    key: str
    name: str
    is_removable: bool
    is_automatic: bool | None = None
    ledger: str = ""
    next_no: int = 0
    at: float | None = None
    operations: int = 0
    waiting: int = 0
    failure: str | None = None


@frozen
class FoundCopy:
    """Somebody's copy, found on a volume. ``lacking``: how many operations it has that this till has not; None for one
    that is damaged: only reading it whole tells. ``at``: of its last operation, in seconds since 1970.
    """

    path: str
    till_code: str | None
    at: float
    lacking: int | None
    is_ours: bool


class Copies:
    """``restore`` first, ``run`` in the background, ``finish`` last. Listeners are called after each change.

    ``volumes``: those that were there at the last look. ``store`` None: a till that copies nothing.
    """

    def __init__(
        self, store: Volumes | None, outbox: Outbox, bar: BarView, carts: Carts, clock: Clock
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._bar = bar
        self._carts = carts
        self._clock = clock
        self._records: dict[str, Record] = {}
        self._changes = 0
        self._copied: dict[str, int] = {}
        self._rest_until: dict[str, float] = {}
        self._changed = asyncio.Event()
        self._compared: dict[CopyFile, FoundCopy | None] = {}
        self._listeners: list[Callable[[], None]] = []
        self.volumes: tuple[Volume, ...] = ()
        self.busy: frozenset[str] = frozenset()
        """The roots of the volumes that are being copied to."""

    # --- what is known --------------------------------------------------------------------------------------------

    @property
    def is_possible(self) -> bool:
        return self._store is not None

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` after each change; returns what ends that."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def record_of(self, volume: Volume) -> Record | None:
        return self._records.get(_key(volume))

    def is_automatic(self, volume: Volume) -> bool:
        """Whether copies go there by themselves."""
        record = self.record_of(volume)
        is_said = record.is_automatic if record else None
        return volume.is_second if is_said is None else is_said

    @property
    def awaited(self) -> tuple[Record, ...]:
        """The chosen volumes that are not there: a copy goes there by itself once they are back."""
        there = {_key(volume) for volume in self.volumes}
        return tuple(one for key, one in self._records.items() if one.is_automatic and key not in there)

    @property
    def last(self) -> Record | None:
        """The volume that was copied to last; None before the first copy."""
        made = [record for record in self._records.values() if record.at is not None]
        return max(made, key=lambda record: record.at or 0.0, default=None)

    @property
    def failing(self) -> Record | None:
        """A volume to which copies should go by themselves, and the last try made none; None when all is well."""
        wanted = self._wanted()
        return next((one for key, one in self._records.items() if one.failure and key in wanted), None)

    def found_on(self, volume: Volume) -> tuple[FoundCopy, ...]:
        """The copies on it that hold something which is not here, as far as they were looked into."""
        return tuple(found for one in volume.copies if (found := self._compared.get(one)) is not None)

    # --- what is done ---------------------------------------------------------------------------------------------

    async def restore(self) -> None:
        """Remember which volumes were chosen, and what they hold already."""
        for body in _list(await self._outbox.get_note(NOTE)):
            if (record := _record(body)) is not None:
                self._records[record.key] = record
                if not self._is_newer_than(record):
                    self._copied[record.key] = self._changes
        self._outbox.listen(self._note_change)
        if self._outbox.next_no > 1:
            self._changed.set()

    async def look(self, *, is_thorough: bool = False) -> None:
        """See which volumes are there; ``is_thorough``: look into the copies on them too."""
        if self._store is None:
            return
        try:
            self.volumes = await within(self._clock, self._store.look(), LONGEST_LOOK_S)
        except TimeoutError:
            log.warning("the disks do not answer")
            return
        there = {_key(volume) for volume in self.volumes}
        for key in [key for key in self._rest_until if key not in there and self._has_failed(key)]:
            del self._rest_until[key]  # tried at once when it is back
        if is_thorough:
            for one in [one for volume in self.volumes for one in volume.copies]:
                await self._look_into(one)
        self._tell()

    async def copy(self, root: str) -> Record:
        """Copy to the volume at ``root`` now, as a person asked; from then on copies go there by themselves, unless
        somebody has said that they do not. Raises DeviceFailed ``COPYING``.
        """
        volume = next((volume for volume in self.volumes if volume.root == root), None)
        if volume is None:
            raise DeviceFailed(COPYING, {"reason": GONE})
        return await self._copy(volume, is_chosen=True)

    async def let(self, key: str, *, is_automatic: bool) -> None:
        """Say whether copies go to a volume (its key or its root) by themselves."""
        volume = next((volume for volume in self.volumes if key in (volume.root, volume.mark)), None)
        key = _key(volume) if volume else key
        record = self._records.get(key)
        if record is None and volume is not None:
            record = Record(key, volume.name, volume.is_removable)
        if record is not None:
            self._records[key] = replace(record, is_automatic=is_automatic)
            self._changed.set()
            await self._save()

    async def adopt(self, path: str) -> Adopted:
        """Take over what a copy has and this till has not. Raises DeviceFailed as ``Outbox.adopt``."""
        adopted = await self._outbox.adopt(path)
        self._compared.clear()
        await self._carts.take_over()
        await self.look(is_thorough=True)
        return adopted

    async def run(self) -> None:
        """Copy by itself whenever there is something new, at most every five minutes to each volume; never ends."""
        while True:
            await self._changed.wait()
            await self._clock.sleep(SOON_S)
            self._changed.clear()
            await self._round()
            if self._is_behind():
                self._changed.set()
                await self._clock.sleep(LOOK_S - SOON_S)

    async def finish(self) -> None:
        """Copy what is new before the till ends, where that is quick."""
        if self._store is not None and self._is_behind():
            with suppress(TimeoutError):
                await within(self._clock, self._round(is_last=True), CLOSE_S)

    # --- by itself ------------------------------------------------------------------------------------------------

    def _note_change(self) -> None:
        self._changes += 1
        self._changed.set()

    async def _round(self, *, is_last: bool = False) -> None:
        try:
            await self.look()
            for volume in self.volumes:
                if self.is_automatic(volume) and self._is_due(volume, is_last=is_last):
                    with suppress(DeviceFailed):  # it is remembered
                        await self._copy(volume)
        except Exception:
            log.exception("copying by itself failed")

    def _is_due(self, volume: Volume, *, is_last: bool) -> bool:
        key = _key(volume)
        is_rested = self._clock.monotonic() >= self._rest_until.get(key, 0.0)
        return volume.root not in self.busy and self._lacks(key) and (is_last or is_rested)

    def _lacks(self, key: str) -> bool:
        """Whether something happened that is not in the volume's copy."""
        return self._copied.get(key) != self._changes and self._outbox.next_no > 1

    def _wanted(self) -> set[str]:
        """Return the keys of the volumes to which copies go by themselves, those that are not there too."""
        there = {_key(volume) for volume in self.volumes if self.is_automatic(volume)}
        return there | {record.key for record in self.awaited}

    def _is_behind(self) -> bool:
        wanted = self._wanted()
        return not wanted or any(self._lacks(key) for key in wanted)

    def _is_newer_than(self, record: Record) -> bool:
        return (record.ledger, record.next_no) != (self._outbox.ledger, self._outbox.next_no)

    def _has_failed(self, key: str) -> bool:
        record = self._records.get(key)
        return record is not None and record.failure is not None

    # --- one copy -------------------------------------------------------------------------------------------------

    async def _copy(self, volume: Volume, *, is_chosen: bool = False) -> Record:
        if volume.root in self.busy:
            raise DeviceFailed(COPYING, {"reason": BUSY, "volume": volume.name})
        changes, before = self._changes, (self._outbox.ledger, self._outbox.next_no)
        self.busy |= {volume.root}
        self._tell()
        try:
            mark, image = await self._write(volume, before[0])
            record = self._made(volume, mark, image, before, is_chosen=is_chosen)
            self._copied[mark] = changes
        except DeviceFailed as error:
            self._failed(volume, str(error.params["reason"]))
            raise
        finally:
            self.busy -= {volume.root}
            self._tell()
        await self._save()
        return record

    async def _write(self, volume: Volume, ledger: str) -> tuple[str, LedgerImage]:
        assert self._store is not None
        try:
            image = await self._outbox.image(LEFT_OUT)
        except DeviceFailed as error:
            raise DeviceFailed(COPYING, {"reason": UNSOUND, "volume": volume.name}) from error
        bar = self._bar.bar()
        name = file_name(bar.name if bar else "", self._bar.till_code, ledger)
        try:
            mark = await within(self._clock, self._store.keep(volume, name, image.data), LONGEST_COPY_S)
        except TimeoutError as error:
            raise DeviceFailed(COPYING, {"reason": BROKEN, "volume": volume.name}) from error
        return mark, image

    def _made(
        self, volume: Volume, mark: str, image: LedgerImage, of: tuple[str, int], *, is_chosen: bool
    ) -> Record:
        before = self._records.pop(_key(volume), None)
        is_automatic = before.is_automatic if before else None
        if is_chosen and (is_automatic is None or before is None or before.at is None):
            is_automatic = True
        record = Record(
            key=mark,
            name=volume.name,
            is_removable=volume.is_removable,
            is_automatic=is_automatic,
            ledger=of[0],
            next_no=of[1],
            at=self._outbox.time.now_s(),
            operations=image.operations,
            waiting=image.waiting,
        )
        self._records[mark] = record
        self._rest_until[mark] = self._clock.monotonic() + EVERY_S
        marked = (replace(one, mark=mark) if one.root == volume.root else one for one in self.volumes)
        self.volumes = tuple(marked)
        return record

    def _failed(self, volume: Volume, reason: str) -> None:
        key = _key(volume)
        before = self._records.get(key) or Record(key, volume.name, volume.is_removable)
        self._records[key] = replace(before, failure=reason)
        self._rest_until[key] = self._clock.monotonic() + EVERY_S
        log.warning("no copy on %s: %s", volume.root, reason)

    async def _save(self) -> None:
        kept = [
            record for record in self._records.values() if (record.at, record.is_automatic) != (None, None)
        ]
        body: JsonObject = {"volumes": [asdict(record) for record in kept]}
        try:
            await self._outbox.set_note(NOTE, body)
        except DeviceFailed as error:
            log.warning("where the copies go is not kept: %s", error.code)
        self._tell()

    # --- other copies ---------------------------------------------------------------------------------------------

    async def _look_into(self, file: CopyFile) -> None:
        if file in self._compared or file.path.endswith(f"{self._outbox.ledger[-8:]}{COPY_SUFFIX}"):
            return
        try:
            said = await within(self._clock, self._outbox.compare(file.path), LONGEST_LOOK_S)
        except TimeoutError:
            return
        except DeviceFailed as error:
            if error.code == DAMAGED:
                self._compared[file] = FoundCopy(file.path, None, file.at, None, is_ours=True)
            return
        is_news = said.lacking > 0 and said.ledger != self._outbox.ledger
        at = datetime.fromisoformat(said.last_moment).timestamp() if said.last_moment else file.at
        found = FoundCopy(file.path, said.till_code, at, said.lacking, said.is_ours)
        self._compared[file] = found if is_news else None

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception:
                log.exception("a listener of the copies failed")


def file_name(bar: str, till_code: str, ledger: str) -> str:
    """Return the name of a ledger's copy: safe on every file system, and another for every ledger.

    The end of a ledger's id is what is drawn at random, and what the diagnostics show of it.
    """
    safe = _UNSAFE.sub("-", bar)[:_LONGEST_NAME].strip(". ") or "BarTender"
    return f"{safe} – {_UNSAFE.sub('-', till_code)} – {ledger[-8:]}{COPY_SUFFIX}"


def _key(volume: Volume) -> str:
    return volume.mark or volume.root


def _list(note: JsonObject | None) -> Sequence[Json]:
    bodies = note.get("volumes") if note else None
    return bodies if isinstance(bodies, (list, tuple)) else ()


def _record(body: Json) -> Record | None:
    """Return the record of its note; None for one that is not understood."""
    try:
        return Record(**body) if isinstance(body, Mapping) else None  # type: ignore[arg-type]
    except TypeError:
        return None
