"""A cache among fakes that behave: a scripted gateway, rows that wait, a folder in memory, time that is advanced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from app.sync.base import Base
from app.sync.cache import Cache
from app.sync.observer import Observer
from app.sync.ports import Answer, Door, Envelope, Gateway, Json, JsonObject, Key, Row, State
from app.sync.query import FetchStatus, QuerySpec, Result, Status
from tests.fakes import FakeClock, ScriptedGateway, let_tasks_run

STOCK: Key = ("stock",)
SALES: Key = ("sales",)
TEAM: Key = ("team",)
DESK: Key = ("desk",)
TAKE = "take"
MINUTE = 60.0


def row(
    no: int, state: State = State.WAITING, kind: str = TAKE, door: Door = Door.COUNTER, **body: Json
) -> Row:
    """A command on disk, numbered ``no``: takes one of ``a`` unless ``body`` says else."""
    return Row(
        no=no,
        id=f"command-{no}",
        kind=kind,
        version=1,
        body=body or {"a": 1},
        sha256="0" * 64,
        door=door,
        state=state,
        by=None,
        session=None,
        moment="2026-11-22T20:00:00.000000+00:00",
        clock_unsure=False,
        age_s=0.0,
        boot="boot-1",
        appended_at=0.0,
        ticket=None,
        amount=0,
    )


class Rows:
    """The outbox as the cache sees it. Implements ``OpenRows``."""

    def __init__(self) -> None:
        self.ledger = "ledger-1"
        self.epoch: str | None = "epoch-1"
        self.is_registered = True
        self.seen: list[Envelope] = []
        self._rows: tuple[Row, ...] = ()
        self._listeners: list[Callable[[], None]] = []

    def open_rows(self) -> Sequence[Row]:
        return self._rows

    def saw(self, envelope: Envelope) -> None:
        self.seen.append(envelope)

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def set(self, *rows: Row) -> None:
        self._rows = rows
        for callback in self._listeners:
            callback()


class MemorySnapshots:
    """A snapshot folder in memory, which can be broken. Implements ``SnapshotStore``."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.is_broken = False
        self.saves = 0
        self.is_closed = False
        self.gate = asyncio.Event()
        """Cleared, the disk is slow."""
        self.gate.set()
        self._turn = asyncio.Lock()

    async def load_all(self) -> Mapping[str, str]:
        await asyncio.sleep(0)
        return {} if self.is_broken else dict(self.texts)

    async def save(self, key: str, text: str) -> bool:
        async with self._turn:
            await self.gate.wait()
            self.saves += 1
            if not self.is_broken:
                self.texts[key] = text
            return not self.is_broken

    async def drop(self, key: str) -> None:
        async with self._turn:
            self.texts.pop(key, None)

    async def clear(self) -> None:
        async with self._turn:
            self.texts.clear()

    async def close(self) -> None:
        self.is_closed = True


def decode_counts(rows: Json) -> object:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise ValueError("not rows")
    return {part["id"]: part["n"] for part in rows if isinstance(part, Mapping)}


def merge_counts(value: object, rows: Sequence[JsonObject]) -> object:
    assert isinstance(value, dict)
    return value | {part["id"]: part["n"] for part in rows}


def take(value: object, row: Row) -> object:
    """The projection of a ``take``: what is asked for is gone."""
    assert isinstance(value, dict)
    return {name: n - row.body.get(name, 0) for name, n in value.items()}


def decode_list(rows: Json) -> object:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise ValueError("not rows")
    return tuple(rows)


def append(value: object, row: Row) -> object:
    """The projection of a ``take`` on a list of sales."""
    assert isinstance(value, tuple)
    return (*value, row.id)


def unchanged(value: object, row: Row) -> object:
    return value


async def _fetch_stock(gateway: Gateway, key: Key, base: Base | None) -> Answer:
    return await gateway.read(
        "stock", {"rev": base.rev if base else None, "epoch": base.epoch if base else None}, timeout_s=10.0
    )


async def _fetch_list(gateway: Gateway, key: Key, base: Base | None) -> Answer:
    return await gateway.read(str(key[0]), {"key": list(key)}, timeout_s=10.0)


SPECS = (
    QuerySpec(
        family="stock",
        fetch=_fetch_stock,
        decode=decode_counts,
        merge=merge_counts,
        project=take,
        stale_s=5 * MINUTE,
        keep_s=24 * 60 * MINUTE,
        topic="stock",
        kinds=frozenset({TAKE}),
    ),
    QuerySpec(
        family="sales",
        fetch=_fetch_list,
        decode=decode_list,
        project=append,
        stale_s=5 * MINUTE,
        keep_s=24 * 60 * MINUTE,
        topic="sales",
        kinds=frozenset({TAKE}),
    ),
    QuerySpec(
        family="team",
        fetch=_fetch_list,
        decode=decode_list,
        project=unchanged,
        stale_s=30 * MINUTE,
        keep_s=24 * 60 * MINUTE,
        topic="team",
        kinds=frozenset(),
    ),
    QuerySpec(
        family="desk",
        fetch=_fetch_list,
        decode=decode_list,
        project=append,
        stale_s=5 * MINUTE,
        keep_s=60 * MINUTE,
        topic="",
        is_private=True,
    ),
)


@dataclass
class Seen:
    """An observer that writes down every result that it was told."""

    results: list[Result] = field(default_factory=list)
    observer: Observer | None = None

    def __call__(self) -> None:
        self.results.append(self.now)

    @property
    def now(self) -> Result:
        assert self.observer is not None
        return self.observer.result

    def status(self) -> Status:
        return self.now.status

    def stage(self) -> FetchStatus:
        return self.now.fetch_status

    @property
    def told(self) -> list[object]:
        """What was shown at each notification."""
        return [result.shown for result in self.results]


class World:
    """Everything around one cache. ``marks`` are those of the server's next answers, ``data`` what its reads return."""

    def __init__(self, specs: Sequence[QuerySpec] = SPECS, snapshots: MemorySnapshots | None = None) -> None:
        self.clock = FakeClock()
        self.gateway = ScriptedGateway(self.clock)
        self.rows = Rows()
        self.snapshots = snapshots or MemorySnapshots()
        self.bugs: list[Exception] = []
        self.reconciled: list[Envelope] = []
        self.verdicts: list[bool] = []
        self.marks = Envelope("ledger-1", "epoch-1", 0, frozenset(), 1)
        self.data: dict[str, Json] = {
            "stock": [{"id": "a", "n": 10, "rev": 1}, {"id": "b", "n": 5, "rev": 1}],
            "sales": ["s1"],
            "team": ["Awa", "Koffi"],
            "desk": ["mine"],
        }
        self.tasks: set[asyncio.Task[None]] = set()
        for name in self.data:
            self.gateway.reads[name] = self._reader(name)
        self.specs = specs
        self.cache = self.new_cache()

    def new_cache(self) -> Cache:
        """A cache as after a restart of the till: only what is on disk is left."""
        return Cache(
            self.specs,
            gateway=self.gateway,
            outbox=self.rows,
            snapshots=self.snapshots,
            reconcile=self._reconcile,
            clock=self.clock,
            random=Random(7),
            spawn=self.spawn,
            schedule=self.schedule,
            report=self.bugs.append,
        )

    def _reader(self, name: str) -> Callable[[JsonObject], Answer]:
        def read(params: JsonObject) -> Answer:
            rev = self.marks.rev if name == "stock" else self.marks.topics.get(name, 1)
            return Answer(replace(self.marks, topic_rev=rev), self.data[name])

        return read

    async def _reconcile(self, envelope: Envelope) -> bool:
        self.reconciled.append(envelope)
        return self.verdicts.pop(0) if self.verdicts else True

    def spawn(self, story: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(story, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.bugs.append(error)

    def schedule(self, delay_s: float, callback: Callable[[], None]) -> None:
        async def later() -> None:
            await self.clock.sleep(delay_s)
            callback()

        if delay_s <= 0:
            asyncio.get_running_loop().call_soon(callback)
        else:
            self.spawn(later(), "schedule")

    def look(
        self, key: Key, *, enabled: bool = True, stale_s: float | None = None, keep_previous: bool = False
    ) -> Seen:
        """Mount an observer on ``key``."""
        seen = Seen()
        seen.observer = self.cache.observe(
            key, seen, enabled=enabled, stale_s=stale_s, keep_previous=keep_previous
        )
        return seen

    def calls(self, name: str) -> int:
        return len(self.gateway.called(name))

    def moved(self, **marks: object) -> None:
        """The server goes on: its next answers carry these marks."""
        self.marks = replace(self.marks, **marks)  # type: ignore[arg-type]  # the fields of Envelope

    async def settle(self) -> None:
        """Let everything happen that needs no more time than a frame."""
        await self.clock.advance(0.016)

    async def close(self) -> None:
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await let_tasks_run(2)
