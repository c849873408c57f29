"""Tell our PostgreSQL from an innocent process that got its number, and end only the former.

The one file that knows ``psutil``. A number alone is never trusted: after a power cut it may belong to anybody.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

KILLED_S = 10.0
POLL_S = 0.01


@dataclass(frozen=True, slots=True)
class PidFile:
    """What PostgreSQL wrote into ``postmaster.pid``: a claim, not a fact."""

    pid: int
    port: int
    status: str  # "starting" while it recovers, then "ready"; "stopping"


def read_pid_file(data_dir: Path) -> PidFile | None:
    """Return what ``postmaster.pid`` claims; None when it is missing, cut short or still being written."""
    try:
        lines = (data_dir / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        return PidFile(int(lines[0]), int(lines[3]), lines[7].strip() if len(lines) > 7 else "")
    except (OSError, ValueError, IndexError):
        return None


class Postmaster:
    """A living process that was seen to be PostgreSQL's first process over one data folder."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self.pid: int = process.pid

    @classmethod
    def identify(cls, pid: int, data_dir: Path) -> Postmaster | None:
        """Return the process ``pid`` if its program is ``postgres`` started on ``data_dir``, else None."""
        if pid <= 0:
            return None
        try:
            process = psutil.Process(pid)
            is_ours = process.status() != psutil.STATUS_ZOMBIE and _serves(process, data_dir)
        except (psutil.Error, OSError):
            return None  # gone, a zombie, or another user's: not the server that we started
        return cls(process) if is_ours else None

    @property
    def is_alive(self) -> bool:
        """Whether it still runs; a zombie does not."""
        try:
            return bool(self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this very process: a later owner of its number is not touched."""
        try:
            self._process.send_signal(number)
        except psutil.NoSuchProcess:
            return

    def wait(self, timeout_s: float) -> bool:
        """Wait for its end; True when it ended in time. A zombie has ended, whoever must still bury it."""
        give_up_at = time.monotonic() + timeout_s
        while self.is_alive:
            if time.monotonic() > give_up_at:
                return False
            time.sleep(POLL_S)
        return True

    def kill_all(self) -> None:
        """Kill it and every process that it made, as a power cut would, and wait for their end."""
        try:
            family = [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for process in family:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        for process in family:
            Postmaster(process).wait(KILLED_S)


def orphans(data_dir: Path) -> Iterator[int]:
    """Yield the numbers of living ``postgres`` processes at work in ``data_dir`` (servers work inside it)."""
    for process in psutil.process_iter():
        try:
            if (
                _is_postgres(process)
                and process.status() != psutil.STATUS_ZOMBIE
                and _is_same_folder(process.cwd(), data_dir)
            ):
                yield process.pid
        except (psutil.Error, OSError):
            continue


def _serves(process: psutil.Process, data_dir: Path) -> bool:
    arguments: list[str] = process.cmdline()
    named = [after for option, after in itertools.pairwise(arguments) if option == "-D"]
    return _is_postgres(process) and any(_is_same_folder(folder, data_dir) for folder in named)


def _is_postgres(process: psutil.Process) -> bool:
    return Path(process.exe()).name.lower() in {"postgres", "postgres.exe"}


def _is_same_folder(one: str, other: Path) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
