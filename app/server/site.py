"""What one site runs: an embedded PostgreSQL with BarTender's database in it, kept running until the site is left, and
the relay that tells its tills what changes.

    async with Site(folder, is_demo=True) as site:
        print(site.ready)
        await site.supervise()

One site per folder. It knows neither signals nor the command line.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from app.domain.errors import DeviceFailed
from app.domain.ids import new_id
from app.server.cluster_lock import FileLock
from app.server.connecting import connect
from app.server.demo_bar import read_demo_bar
from app.server.demo_seed import PersonAccess, demo_tills, ensure_demo
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.server.relay import Relay
from app.server.rotation import current_role
from app.server.site_postgres import (
    DATABASE,
    cluster_folder,
    ensure_database,
    has_cluster,
    in_thread,
    start_again,
    start_postgres,
)
from app.server.site_record import FILE_NAME, SiteRecord, TillAccess, new_record, read_record, write_record
from app.server.site_relay import start_relay

__all__ = ["DATABASE", "Event", "Ready", "Site", "cluster_folder"]

RETRY_S = 0.5
WATCH_TIMEOUT_S = 3.0
LOOK_S = 1.0

Event = Mapping[str, object]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """How to reach a running site. ``bar``: the only bar's id, None when there is none or several.

    ``realtime``: the address of its relay, which tills learn from the database unless somebody has named another.

    ``url`` holds the tills' login password, ``tills`` and ``people`` (demo only) hold secrets: print, never log.
    """

    url: str
    bar: str | None
    enrolment: str | None = None
    tills: tuple[TillAccess, ...] = ()
    people: tuple[PersonAccess, ...] = ()
    realtime: str | None = None

    def as_event(self) -> dict[str, object]:
        """Return the line that ``bartender server --json`` prints when the site is ready."""
        return {"event": "ready", **asdict(self)}


def _say_nothing(event: Event) -> None:
    del event


class Site:
    """The server of one folder; leaving it stops the relay and PostgreSQL.

    ``emit`` is told what happens while it is supervised.
    ``port`` is wished for: the first start takes another one when it is in use. ``durable=False`` is for tests.
    """

    def __init__(
        self,
        folder: Path,
        *,
        is_demo: bool = False,
        port: int | None = None,
        emit: Callable[[Event], None] = _say_nothing,
        durable: bool = True,
    ) -> None:
        self._folder = folder.absolute()
        self._is_demo = is_demo
        self._wished_port = port
        self._emit = emit
        self._durable = durable
        self._lock = FileLock(self._folder / "server.lock")
        self._postgres: EmbeddedPostgres | None = None
        self._relay: Relay | None = None
        self._ready: Ready | None = None

    @property
    def ready(self) -> Ready:
        """How to reach the site; known once entered."""
        assert self._ready is not None
        return self._ready

    @property
    def postgres(self) -> EmbeddedPostgres:
        """The site's PostgreSQL; known once entered."""
        assert self._postgres is not None
        return self._postgres

    @property
    def admin_url(self) -> str:
        """The superuser's address of the site's database, on this machine; known once entered. Never log it."""
        return self.postgres.superuser_url(DATABASE)

    async def __aenter__(self) -> Self:
        """Start everything. DeviceFailed: ``TLSRV`` another server runs over this folder, ``TLPRT`` the port that the
        tills know is in use, ``TLSIT`` the site's record is damaged, ``TLPGF`` the folder cannot be used, and what
        EmbeddedPostgres raises.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_ours = self._lock.try_acquire()
        except OSError as problem:
            raise DeviceFailed("TLPGF", {"folder": str(self._folder), "output": str(problem)}) from problem
        if not is_ours:
            raise DeviceFailed("TLSRV", {"folder": str(self._folder)})
        try:
            record = self._record()
            await in_thread(self._start)
            ready = await self._provision(record)
            self._relay = await start_relay(self._folder, self.admin_url)
            self._ready = replace(ready, realtime=self._relay.address)
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def supervise(self) -> None:
        """Start PostgreSQL again whenever it dies, on the same port; ends by cancellation only.

        Emits ``{"event": "postgres_restarted", "port", "down_s"}`` each time, and ``{"event": "postgres_down", "code",
        "params"}`` once when it cannot be started; it is tried for ever.
        """
        while True:
            await self._until_lost()
            lost_at, pid = time.monotonic(), self.postgres.pid
            if await in_thread(self.postgres.is_running):
                continue  # it ended our connection only
            await self._restart()
            if self.postgres.pid == pid:
                continue  # it had only been too busy to answer, or has recovered by itself
            down_s = round(time.monotonic() - lost_at, 3)
            _log.warning("PostgreSQL had died; it runs again after %s s", down_s)
            self._emit({"event": "postgres_restarted", "port": self.postgres.port, "down_s": down_s})

    def _start(self) -> None:
        self._postgres = start_postgres(
            self._folder, port=self._wished_port, may_move=self._is_demo, durable=self._durable
        )

    async def _provision(self, record: SiteRecord) -> Ready:
        superuser_url = self.postgres.superuser_url(DATABASE)
        await ensure_database(self.postgres.superuser_url())
        await migrate(superuser_url, till_password=record.till_password)
        connection = await connect(superuser_url)
        try:
            url = self.postgres.url(DATABASE, await current_role(connection), record.till_password)
            if record.demo_bar is not None:
                demo = await ensure_demo(connection, record.demo_bar, record.tills)
                return Ready(url, demo.bar, None, demo.tills, demo.people)
            bars = await connection.fetch("select id::text from data.bars order by id limit 2")
        finally:
            await connection.close()
        return Ready(url, bars[0]["id"] if len(bars) == 1 else None)

    def _record(self) -> SiteRecord:
        """Return the site's record, on disk before anything of it is used."""
        kept = read_record(self._folder)
        if kept is None and has_cluster(self._folder):
            raise DeviceFailed("TLSIT", {"path": str(self._folder / FILE_NAME), "problem": "missing"})
        record = kept or new_record()
        if self._is_demo and record.demo_bar is None:
            record = replace(record, demo_bar=new_id(time.time()), tills=demo_tills(read_demo_bar()))
        if record != kept:
            write_record(self._folder, record)
        return record

    async def _until_lost(self) -> None:
        """Return when PostgreSQL has ended our connection or cannot be reached."""
        lost = asyncio.Event()
        try:
            connection = await connect(self.postgres.superuser_url(), timeout_s=WATCH_TIMEOUT_S)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return
        try:
            connection.add_termination_listener(lambda _: lost.set())
            # One that ended before the line above tells nobody.
            while not (connection.is_closed() or lost.is_set()):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await lost.wait()
        finally:
            connection.terminate()

    async def _restart(self) -> None:
        is_told = False
        while True:
            try:
                await in_thread(lambda: start_again(self.postgres))
            except DeviceFailed as failure:
                _log.error("PostgreSQL does not start: %s", failure.code)
                if not is_told:
                    self._emit({"event": "postgres_down", "code": failure.code, "params": failure.params})
                is_told = True
                await asyncio.sleep(RETRY_S)
            else:
                return

    async def _close(self) -> None:
        relay, self._relay = self._relay, None
        if relay is not None:
            await relay.__aexit__(None, None, None)
        if self._postgres is not None:
            await in_thread(self._postgres.close)
        self._lock.release()
