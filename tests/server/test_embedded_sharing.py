"""One server per folder, whoever asks; the one who started it stops it, and a dead one's heir does it in its place."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import psutil
import pytest

from app.domain.errors import DeviceFailed
from app.server.binaries import Binaries
from app.server.cluster_lock import FileLock
from app.server.embedded import EmbeddedPostgres
from tests.server.postgres_asked import ask_sql

ROOT = Path(__file__).parents[2]
STARTER = """
import sys
from pathlib import Path
from app.server.binaries import read_binaries
from app.server.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), read_binaries(Path(sys.argv[2]))) as postgres:
    print(postgres.pid, postgres.is_owner, flush=True)
    sys.stdin.read()
"""


class Starter:
    """Another process that has the server of a folder open until it is told to leave, or is killed."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        command = [sys.executable, "-c", STARTER, str(server.folder), str(server.binaries.bin_dir)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        pid, is_owner = self.process.stdout.readline().split()
        self.pid, self.is_owner = int(pid), is_owner == "True"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate("" if self.process.poll() is None else None)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def postgres(made_folder: Path, postgres_binaries: Binaries) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(made_folder, postgres_binaries, durable=False)
    yield server
    server.stop()


def test_a_second_start_uses_the_server_that_runs(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.start()
    with EmbeddedPostgres(postgres.folder) as guest:
        assert (guest.pid, guest.port, guest.url()) == (postgres.pid, postgres.port, postgres.url())
        assert (postgres.is_owner, guest.is_owner) == (True, False)

    assert postgres.is_running()
    postgres.close()
    assert not postgres.is_running()


def test_starts_at_the_same_moment_make_one_server(postgres: EmbeddedPostgres) -> None:
    others = [EmbeddedPostgres(postgres.folder, postgres.binaries) for _ in range(3)]
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(EmbeddedPostgres.start, [postgres, others[0], *others]))

    assert {postgres.pid} == {other.pid for other in others}
    assert sum(server.is_owner for server in [postgres, *others]) == 1


def test_another_process_finds_it_and_leaves_it_running(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    with Starter(postgres) as visitor:
        pass

    assert (visitor.pid, visitor.is_owner) == (postgres.pid, False)
    assert postgres.is_running()


def test_whoever_finds_the_server_of_a_killed_starter_owns_it(postgres: EmbeddedPostgres) -> None:
    with Starter(postgres) as starter:
        starter.kill()
    assert starter.is_owner
    assert postgres.is_running()
    postgres.start()
    assert (postgres.pid, postgres.is_owner) == (starter.pid, True)
    postgres.close()

    assert not postgres.is_running()


def test_anybody_may_stop_it(postgres: EmbeddedPostgres) -> None:
    with Starter(postgres):
        postgres.stop()
        assert not postgres.is_running()


def test_it_keeps_running_for_an_owner_who_wants_it(postgres: EmbeddedPostgres) -> None:
    with EmbeddedPostgres(postgres.folder, postgres.binaries, keep_running=True) as first:
        pid = first.pid
    assert postgres.is_running()
    postgres.start()

    assert (postgres.pid, postgres.is_owner) == (pid, True)


def test_a_server_that_another_process_killed_is_started_again(postgres: EmbeddedPostgres) -> None:
    with Starter(postgres) as starter:  # it does not bury its dead child: the pid stays, a zombie's
        postgres.start()
        ask_sql(postgres.url(), "create table kept (number integer)")
        postgres.kill()
        assert psutil.Process(starter.pid).status() == psutil.STATUS_ZOMBIE
        assert not postgres.is_running()
        postgres.start()

        assert postgres.pid != starter.pid
        assert ask_sql(postgres.url(), "select count(*) from kept") == 0


def test_a_lock_that_is_never_let_go_is_named_at_last(tmp_path: Path) -> None:
    with FileLock(tmp_path / "lock"):
        with pytest.raises(DeviceFailed) as failed, FileLock(tmp_path / "lock", patience_s=0):
            pass
        assert (failed.value.code, failed.value.params["reason"]) == ("TLPGS", "locked")
    with FileLock(tmp_path / "lock", patience_s=0) as lock:
        assert lock.is_held
