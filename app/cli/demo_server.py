"""The demo's own server, as a child process that ends with its parent; or the one that another demo runs already."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import click

from app.domain.errors import TillError
from app.server.access import connected, open_folder
from app.server.cluster_lock import FileLock
from app.server.demo_seed import demo_people
from app.server.embedded import EmbeddedPostgres
from app.server.site import Ready
from app.server.site_postgres import cluster_folder
from app.server.site_record import read_record

ROOT = Path(__file__).resolve().parents[2]
STOP_PATIENCE_S = 20.0
ATTACH_PATIENCE_S = 20.0
SETTLE_S = 2.0
"""A server whose demo was killed notices and ends within this time."""
LOOK_S = 0.25


class _Child:
    """The server as our child. ``ready``: what it printed; None when it ended instead, for the reason ``failure``."""

    def __init__(self, folder: Path, stderr: int | None = None) -> None:
        command = [
            sys.executable, "-m", "app", "server", "--demo", "--json", "--until-parent-exits", "--data", str(folder),
        ]  # fmt: skip
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path},
        )
        self.ready: dict[str, object] | None = None
        self.failure = ""
        assert self._process.stdout
        for line in self._process.stdout:
            event = json.loads(line)
            if event.get("event") == "ready":
                self.ready = event
                threading.Thread(target=self._drain, daemon=True).start()
                return
            self.failure = str(event.get("code") or self.failure)
        self._process.stdout.close()
        self.exit_code = self._end(STOP_PATIENCE_S)

    @property
    def has_ended(self) -> bool:
        """Whether it runs no more, whoever ended it."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """End it cleanly: its standard input, which it watches, is closed. On Windows a signal would cut it short."""
        self._end(STOP_PATIENCE_S)

    def _end(self, patience_s: float) -> int:
        assert self._process.stdin
        self._process.stdin.close()
        for stronger in (self._process.terminate, self._process.kill):
            try:
                return self._process.wait(patience_s)
            except subprocess.TimeoutExpired:
                stronger()
        return self._process.wait()

    def _drain(self) -> None:
        """Read on, so that the child never waits for a full pipe."""
        assert self._process.stdout
        with self._process.stdout as said:
            for _ in said:
                pass


class DemoServer:
    """``bartender server --demo`` beside the till. ``ready`` is the JSON object that it printed.

    When another demo runs it already, that one is used, and taken over when it ends.
    """

    def __init__(self, folder: Path, child: _Child | None, ready: dict[str, object]) -> None:
        self._folder, self._child = folder, child
        self.ready = ready
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._take_over, args=(folder,), daemon=True)
        if child is None:
            self._watch.start()

    @property
    def is_ours(self) -> bool:
        """Whether the server runs as our child."""
        return self._child is not None

    @classmethod
    def start(cls, folder: Path, say: Callable[[str], None]) -> DemoServer:
        """Start it, or find it, and wait until the bar is there. Raises a click error when it does not come up."""
        folder = folder.absolute()
        starting = (
            "Starting the demo bar …" if folder.exists() else "Making the demo bar, once: about ten seconds …"
        )
        give_up_at = time.monotonic() + ATTACH_PATIENCE_S
        while True:
            if is_free(folder):
                if starting:
                    say(starting)
                    starting = ""
                child = _Child(folder)
                if child.ready is not None:
                    return cls(folder, child, child.ready)
                if child.failure != "TLSRV":  # else somebody was faster
                    raise click.ClickException(
                        f"The demo bar's server did not start (exit code {child.exit_code}); what it said is above."
                    )
            ready = _ready_of_another(folder, give_up_at)
            if ready is not None:
                say("The demo bar runs already; this till joins it.")
                return cls(folder, None, ready)
            if time.monotonic() > give_up_at:
                raise click.ClickException(f"Another server holds {folder}, but has no demo bar to show.")

    def revive(self) -> None:
        """Start it again, in the background, if it was ours and has ended; else leave it alone."""
        if self._child is not None and self._child.has_ended and not self._watch.is_alive():
            self._child.stop()
            self._child = None
            self._watch = threading.Thread(target=self._take_over, args=(self._folder,), daemon=True)
            self._watch.start()

    def stop(self) -> None:
        """End it cleanly if it is ours: PostgreSQL writes everything down first. Another demo's is left alone."""
        self._over.set()
        if self._watch.is_alive():
            self._watch.join()
        if self._child is not None:
            self._child.stop()

    def _take_over(self, folder: Path) -> None:
        """Start the server again, for our till, once the demo that ran it is gone."""
        while self._child is None and not self._over.wait(LOOK_S):
            if is_free(folder):
                child = _Child(folder, stderr=subprocess.DEVNULL)
                self._child = child if child.ready is not None else None


def is_free(folder: Path) -> bool:
    """Whether no server runs over ``folder``."""
    if not folder.exists():
        return True
    lock = FileLock(folder / "server.lock")
    is_free = lock.try_acquire()
    lock.release()
    return is_free


def _ready_of_another(folder: Path, give_up_at: float) -> dict[str, object] | None:
    """Wait until another's server shows its bar. None: it has ended, or our patience has."""
    settled_at = time.monotonic() + SETTLE_S
    while not is_free(folder) and (now := time.monotonic()) < give_up_at:
        if now >= settled_at and EmbeddedPostgres(cluster_folder(folder)).is_running():
            try:
                ready = asyncio.run(_ready_of(folder))
            except (TillError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                ready = None  # it starts or stops just now
            if ready is not None:
                return ready
        time.sleep(LOOK_S)
    return None


async def _ready_of(folder: Path) -> dict[str, object] | None:
    """Return what the server over ``folder`` printed, as ``bartender server --demo --json`` does; None: no bar yet."""
    record = read_record(folder)
    if record is None or record.demo_bar is None:
        return None
    async with open_folder(folder) as access:
        async with connected(access) as connection:
            is_there = await connection.fetchval(
                "select exists (select from data.bars where id = $1)", record.demo_bar
            )
            if not is_there or access.till_url is None:
                return None
            people = await demo_people(connection, record.demo_bar)
        ready = Ready(access.till_url, record.demo_bar, None, record.tills, people, record.realtime[-1])
    event: dict[str, object] = json.loads(json.dumps({**ready.as_event(), "folder": str(folder)}))
    return event
