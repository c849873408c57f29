"""Start PostgreSQL's first process and bury it when it has ended.

It decides nothing: whether to start, and whether it answers, is ``embedded.py``'s to find out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from app.server.binaries import NO_WINDOW, Binaries
from app.server.cluster import Cluster, clean_environment
from app.server.privilege import RunAs
from app.server.processes import Postmaster

STOP_S = 60.0

_children: list[subprocess.Popen[bytes]] = []
_children_lock = threading.Lock()


class Launched:
    """A start under way."""

    def __init__(self, child: subprocess.Popen[bytes] | None) -> None:
        self._child = child

    @property
    def is_alive(self) -> bool:
        """Whether the server may still come to answer. On Windows nobody can tell: ``pg_ctl`` has detached it."""
        return self._child is None or self._child.poll() is None

    def abandon(self) -> None:
        """End a server that will not be used."""
        if self._child is None or self._child.poll() is not None:
            return
        self._child.send_signal(signal.SIGINT)
        try:
            self._child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def launch(binaries: Binaries, run_as: RunAs, cluster: Cluster) -> Launched:
    """Start the server so that it outlives us and hears none of our terminal's signals."""
    child = _start(binaries, run_as, cluster)
    if child is not None:
        with _children_lock:
            _children.append(child)
    return Launched(child)


def end(postmaster: Postmaster, cluster: Cluster, tool: Callable[[str], Path]) -> None:
    """Stop a server that is known to be ours: at once, but with everything committed on disk."""
    if sys.platform == "win32":
        command = [str(tool("pg_ctl")), "stop", "-W", "-m", "fast", "-D", str(cluster.data_dir)]
        subprocess.run(command, check=False, capture_output=True, creationflags=NO_WINDOW)
    else:
        postmaster.send(signal.SIGINT)
    if not postmaster.wait(STOP_S):
        postmaster.kill_all()  # a disk that hangs: the next start recovers
    reap()


def reap() -> None:
    """Bury our ended servers: until somebody asks, they stay zombies that PostgreSQL takes for living."""
    with _children_lock:
        _children[:] = [child for child in _children if child.poll() is None]


if sys.platform == "win32":

    def _start(binaries: Binaries, run_as: RunAs, cluster: Cluster) -> subprocess.Popen[bytes] | None:
        """Let ``pg_ctl`` start it: it drops an administrator's rights, which PostgreSQL refuses."""
        cluster.open_log(run_as).close()
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        command = [str(binaries.program("pg_ctl")), "start", "-W", "-s"]
        command += ["-D", str(cluster.data_dir), "-l", str(cluster.start_log)]
        subprocess.run(command, check=False, creationflags=flags, env=clean_environment())
        return None

else:

    def _start(binaries: Binaries, run_as: RunAs, cluster: Cluster) -> subprocess.Popen[bytes] | None:
        with cluster.open_log(run_as) as log:
            return subprocess.Popen(
                [*run_as.prefix, str(binaries.program("postgres")), "-D", str(cluster.data_dir)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=os.sep,
                env=clean_environment(),
                start_new_session=True,
                **run_as.options(),
            )
