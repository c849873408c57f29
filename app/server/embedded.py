"""Run a private PostgreSQL over the data in one folder: start it, find it running, stop it, survive power cuts.

Synchronous: call it from a thread. It makes no role, database or table but those of ``initdb``.

    with EmbeddedPostgres(folder) as postgres:
        postgres.url("bartender", "bartender_till", password)
"""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from app.domain.errors import DeviceFailed
from app.server.answer import Answer, ask
from app.server.binaries import NO_WINDOW, Binaries, find_binaries
from app.server.cluster import SUPERUSER, Cluster, ClusterRecord, clean_environment
from app.server.cluster_lock import FileLock
from app.server.launch import end, launch, reap
from app.server.ports import LOOPBACK, is_free, pick_port
from app.server.privilege import RunAs, choose_run_as
from app.server.processes import PidFile, Postmaster, orphans, read_pid_file

PATIENCE_S = 15.0  # after a kill -9 the first starts are refused: the dead one's memory is still held
SILENCE_S = 60.0  # a living server that neither answers nor recovers for this long has failed
POLL_S = 0.02

_log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """One PostgreSQL server over ``folder``; whoever starts it first stops it, others use it meanwhile.

    ``binaries``: None takes the wheel's, or those that fit the data already in the folder. ``port``: wished for, else
    the last one, else any that is free. ``durable=False`` is for tests. ``settings`` are added to PostgreSQL's.
    ``run_as``: whom root may run it as, in order of preference; None tries what the machine has.
    ``patience_s``: for how long a start that fails is tried again.
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
        run_as: Sequence[RunAs] | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.folder = folder.absolute()
        self.keep_running = keep_running
        self._cluster = Cluster(self.folder, durable=durable)
        self._binaries = binaries
        self._wished_port = port
        self._settings = dict(settings or {})
        self._run_as = run_as
        self._patience_s = patience_s
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
        return (
            f"postgresql://{quote(role, safe='')}{secret}@{LOOPBACK}:{self.port}/{quote(database, safe='')}"
        )

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
                    "PGHOST": LOOPBACK,
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
        ``binaries``), ``TLPGN`` (no PostgreSQL), ``TLPGF`` (the folder cannot be used), ``TLPGI`` (``initdb``
        failed), ``TLPGR`` (root has no way), ``TLPGS`` (it does not start or answer: ``reason``, ``log``).
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._deciding():
                self._postmaster = self._find_or_launch()
                self._owner.try_acquire()
        except OSError as error:
            raise DeviceFailed("TLPGF", {"folder": str(self.folder), "output": str(error)}) from error
        _log.info("postgresql runs as %s on port %s over %s", self.pid, self.port, self.folder)

    def close(self) -> None:
        """Stop the server if we own it and it need not keep running; else leave it to its owner."""
        if self.is_owner and not self.keep_running:
            self.stop()
        self._owner.release()

    def stop(self) -> None:
        """Stop the server, whoever started it; what was not committed is rolled back. None runs: nothing happens."""
        if not self._cluster.exists:
            return
        with self._deciding():
            postmaster = self._still_known() or self._find_running()
            if postmaster is not None:
                end(postmaster, self._cluster, self.tool)
            self._postmaster = None
            self._owner.release()

    def kill(self) -> None:
        """End all its processes at once, as a power cut would; nothing is written down. For proofs."""
        found = self._identify()
        if found is not None:
            postmaster, _ = found
            postmaster.kill_all()
        reap()

    def is_running(self) -> bool:
        """Whether the server of this folder answers now."""
        found = self._identify()
        record = self._cluster.read_record()
        return found is not None and record is not None and self._ask(found[1], record) is Answer.READY

    def _deciding(self) -> FileLock:
        """Return the lock to hold while deciding. A new one each time: this object may be used by several threads."""
        return FileLock(self._cluster.lock_path)

    @property
    def _known_record(self) -> ClusterRecord:
        if self._record is None:
            raise RuntimeError("the server was not started")
        return self._record

    def _identify(self) -> tuple[Postmaster, PidFile] | None:
        """Return the process that the pid file names and what it claims, if it is PostgreSQL over our data."""
        claim = read_pid_file(self._cluster.data_dir)
        postmaster = None if claim is None else Postmaster.identify(claim.pid, self._cluster.data_dir)
        return None if claim is None or postmaster is None else (postmaster, claim)

    def _still_known(self) -> Postmaster | None:
        """Return the server that answered us before. Asked to end by the system, it takes no new connection."""
        known = self._postmaster
        return known if known is not None and known.is_alive else None

    def _find_running(self) -> Postmaster | None:
        reap()
        found = self._identify()
        if found is None:
            return None
        self._record = self._cluster.read_record()
        if self._record is None:
            raise self._failure(Answer.DENIED)
        postmaster, _ = found
        return self._await_answer(lambda: postmaster.is_alive)

    def _find_or_launch(self) -> Postmaster:
        """Return the running server, or one that we start: again and again while a killed one's traces hinder it."""
        give_up_at = time.monotonic() + self._patience_s
        reason, record = "orphans", None
        while True:
            postmaster = self._find_running()
            if postmaster is None and self._is_clear():
                binaries = self.binaries
                run_as = choose_run_as(self._cluster.data_dir, binaries.program("postgres"), self._run_as)
                record = record or self._open_cluster(binaries, run_as)
                reason = "ended"
                self._record = self._cluster.remember_port(record, self._choose_port(record))
                postmaster = self._launch_once(binaries, run_as)
            if postmaster is not None:
                return postmaster
            if time.monotonic() > give_up_at:
                raise DeviceFailed("TLPGS", {"reason": reason, "log": self._cluster.log_tail()})
            time.sleep(POLL_S)

    def _open_cluster(self, binaries: Binaries, run_as: RunAs) -> ClusterRecord:
        """Return the record of the cluster, which is made if there is none."""
        self._cluster.sweep()
        if not self._cluster.exists:
            return self._cluster.make(binaries, run_as)
        run_as.give(self._cluster.data_dir)
        return self._cluster.read_record() or self._cluster.set_password(binaries, run_as)

    def _launch_once(self, binaries: Binaries, run_as: RunAs) -> Postmaster | None:
        self._cluster.write_settings(self.port, self._settings)
        launched = launch(binaries, run_as, self._cluster)
        try:
            return self._await_answer(lambda: launched.is_alive)
        except BaseException:
            launched.abandon()
            raise

    def _choose_port(self, record: ClusterRecord) -> int:
        for port in (self._wished_port, record.port):
            if port and is_free(port):
                return port
        return pick_port()

    def _is_clear(self) -> bool:
        """Whether no server and no left-over of one works on our data; a dead one's pid file is removed then."""
        pid_file = self._cluster.data_dir / "postmaster.pid"
        if pid_file.exists():
            if self._identify() is not None or any(orphans(self._cluster.data_dir)):
                return False
            pid_file.unlink(missing_ok=True)
        return True

    def _await_answer(self, is_alive: Callable[[], bool]) -> Postmaster | None:
        """Return the server when it answers; None when it ended. Recovery may take as long as it takes."""
        record = self._known_record
        give_up_at = time.monotonic() + SILENCE_S
        while is_alive():
            found, answer = self._identify(), Answer.SILENT
            if found is not None:
                postmaster, claim = found
                answer = self._ask(claim, record)
                if answer is Answer.READY:
                    self._record = self._cluster.remember_port(record, claim.port)
                    return postmaster
            if answer is Answer.BUSY and not (found and found[1].status == "stopping"):
                give_up_at = time.monotonic() + SILENCE_S
            if time.monotonic() > give_up_at or answer in {Answer.DENIED, Answer.FOREIGN}:
                raise self._failure(answer)
            time.sleep(POLL_S)
        return None

    def _ask(self, claim: PidFile, record: ClusterRecord) -> Answer:
        # Until it says "ready" the port may still be somebody else's, and the log would fill with refusals.
        if claim.status != "ready":
            return Answer.BUSY
        return ask(claim.port, record.password, self._cluster.system_identifier)

    def _failure(self, answer: Answer) -> DeviceFailed:
        return DeviceFailed("TLPGS", {"reason": answer.value, "log": self._cluster.log_tail()})


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
