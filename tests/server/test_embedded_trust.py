"""A process is taken for our server, and signalled, only when it is; a number in a file proves nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.domain.errors import DeviceFailed
from app.server.answer import Answer, ask
from app.server.binaries import Binaries
from app.server.embedded import EmbeddedPostgres
from app.server.ports import pick_port
from app.server.processes import Postmaster, orphans, read_pid_file
from tests.server.postgres_asked import ask_sql


@pytest.fixture
def postgres(made_folder: Path, postgres_binaries: Binaries) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(made_folder, postgres_binaries)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def innocent(postgres: EmbeddedPostgres) -> Iterator[subprocess.Popen[bytes]]:
    """A process that names our data folder as a server would, and ends when it is signalled."""
    wait = "import sys; print('up', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", wait, "-D", str(postgres.folder / "data")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.communicate(b"")


def test_after_a_power_cut_the_new_owner_of_the_number_is_left_alone(
    postgres: EmbeddedPostgres, innocent: subprocess.Popen[bytes]
) -> None:
    ask_sql(postgres.url(), "create table kept (number integer)")
    pid_file = postgres.folder / "data" / "postmaster.pid"
    claimed = pid_file.read_text().splitlines()
    postgres.kill()
    pid_file.write_text("\n".join([str(innocent.pid), *claimed[1:]]) + "\n")

    assert not postgres.is_running()
    postgres.stop()
    assert innocent.poll() is None
    postgres.kill()
    assert innocent.poll() is None
    postgres.start()
    assert innocent.poll() is None
    assert ask_sql(postgres.url(), "select count(*) from kept") == 0
    postgres.stop()
    assert innocent.poll() is None


def test_another_folders_server_is_not_ours(
    tmp_path: Path, postgres: EmbeddedPostgres, postgres_binaries: Binaries
) -> None:
    with EmbeddedPostgres(tmp_path / "other", postgres_binaries, durable=False) as other:
        postgres.kill()
        claim = (tmp_path / "other" / "data" / "postmaster.pid").read_text()
        (postgres.folder / "data" / "postmaster.pid").write_text(claim)

        assert not postgres.is_running()
        postgres.start()
        assert postgres.pid != other.pid
        postgres.stop()
        assert other.is_running()


def test_a_server_that_does_not_know_our_password_is_neither_used_nor_stopped(
    postgres: EmbeddedPostgres,
) -> None:
    kept = postgres.url()
    ask_sql(kept, "alter role postgres password 'another'")
    for act in (EmbeddedPostgres(postgres.folder).start, EmbeddedPostgres(postgres.folder).stop):
        with pytest.raises(DeviceFailed) as refused:
            act()
        assert (refused.value.code, refused.value.params["reason"]) == ("TLPGS", "denied")
    assert psutil.pid_exists(postgres.pid)
    other = postgres.url(role="postgres", password="another")
    ask_sql(other, f"alter role postgres password '{kept.split(':')[2].split('@')[0]}'")

    assert postgres.is_running()


def test_a_server_without_its_record_is_not_used(postgres: EmbeddedPostgres) -> None:
    record = postgres.folder / "cluster.json"
    kept = record.read_bytes()
    record.unlink()
    assert not postgres.is_running()
    with pytest.raises(DeviceFailed) as refused:
        EmbeddedPostgres(postgres.folder).start()
    record.write_bytes(kept)

    assert refused.value.params["reason"] == "denied"


def test_a_start_with_a_wrong_record_leaves_no_server(postgres: EmbeddedPostgres) -> None:
    postgres.stop()
    record = postgres.folder / "cluster.json"
    kept = record.read_text()
    record.write_text('{"port": 0, "password": "of another folder"}')
    with pytest.raises(DeviceFailed) as refused:
        postgres.start()
    record.write_text(kept)

    assert refused.value.params["reason"] == "denied"
    assert read_pid_file(postgres.folder / "data") is None


def test_what_a_port_answers_is_told_apart(postgres: EmbeddedPostgres) -> None:
    password = postgres.url().split(":")[2].split("@")[0]
    (identifier,) = [int(str(ask_sql(postgres.url(), "select system_identifier from pg_control_system()")))]

    assert ask(postgres.port, password, identifier) is Answer.READY
    assert ask(postgres.port, password, identifier + 1) is Answer.FOREIGN
    assert ask(postgres.port, "wrong", identifier) is Answer.DENIED
    assert ask(pick_port(), password, identifier) is Answer.SILENT


def test_a_zombie_is_not_alive(postgres: EmbeddedPostgres) -> None:
    data_dir = postgres.folder / "data"
    living = Postmaster.identify(postgres.pid, data_dir)
    assert living is not None
    assert living.is_alive
    postgres.kill()

    assert not living.is_alive
    assert Postmaster.identify(living.pid, data_dir) is None
    assert list(orphans(data_dir)) == []


def test_a_pid_file_is_a_claim_that_may_be_damaged(postgres: EmbeddedPostgres) -> None:
    pid_file = postgres.folder / "data" / "postmaster.pid"
    postgres.kill()
    for text in ("", "12", "x\n" * 8, "-1\n/\n0\n1\n\n\n\nready\n", f"{os.getpid()}\n/\n0\n1\n\n\n\nready\n"):
        pid_file.write_text(text)
        assert not postgres.is_running()
    postgres.start()

    assert postgres.is_running()


def test_the_last_processes_of_a_killed_server_are_waited_for(postgres: EmbeddedPostgres) -> None:
    data_dir = postgres.folder / "data"
    ask_sql(postgres.url(), "create table kept (number integer)")
    children = psutil.Process(postgres.pid).children()
    psutil.Process(postgres.pid).kill()
    postgres.start()

    assert all(child.pid not in set(orphans(data_dir)) for child in children)
    assert ask_sql(postgres.url(), "select count(*) from kept") == 0
