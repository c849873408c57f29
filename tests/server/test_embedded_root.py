"""PostgreSQL never runs as root; where we are root, a way is found that leaves every folder above ours as it is."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.domain.errors import DeviceFailed
from app.server.binaries import Binaries
from app.server.embedded import EmbeddedPostgres
from app.server.privilege import OURSELVES, RunAs, candidates, choose_run_as, works
from tests.server.postgres_asked import ask_sql

IS_ROOT = os.geteuid() == 0
WAYS = list(candidates(Path("/nowhere"))) if IS_ROOT else [OURSELVES]


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder in one that only its owner can enter."""
    (tmp_path / "closed").mkdir(mode=0o700)
    return tmp_path / "closed" / "bar"


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder that everybody can pass, as a package's own folder in /var/lib is."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    (folder / "bar").mkdir(mode=0o711)
    yield folder / "bar"
    shutil.rmtree(folder)


def run_through(folder: Path, binaries: Binaries, way: RunAs) -> tuple[int, int]:
    """Make, kill, recover and stop a server; return who it ran as and whose its data is."""
    postgres = EmbeddedPostgres(folder, binaries, run_as=[way])
    postgres.start()
    ask_sql(postgres.url(), "create table kept (number integer)")
    uid = psutil.Process(postgres.pid).uids().effective
    postgres.kill()
    with postgres:
        assert ask_sql(postgres.url(), "select count(*) from kept") == 0
    return uid, (folder / "data").stat().st_uid


def modes(folder: Path) -> list[tuple[int, int]]:
    return [(entry.stat().st_mode, entry.stat().st_uid) for entry in folder.parents]


def test_it_runs_in_a_folder_that_only_we_can_enter(closed: Path, postgres_binaries: Binaries) -> None:
    before = modes(closed)
    way = choose_run_as(closed.parent / "data", postgres_binaries.program("postgres"))
    uid, owner = run_through(closed, postgres_binaries, way)

    assert uid == owner == (way.owner or (os.geteuid(), 0))[0]
    assert before == modes(closed)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("place", ["closed", "passable"])
def test_each_way_that_works_here_runs_a_whole_life(
    way: RunAs, place: str, postgres_binaries: Binaries, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(place)
    folder.mkdir(exist_ok=True)
    before = modes(folder)
    program = postgres_binaries.program("postgres")
    if works(way, folder, program):
        uid, owner = run_through(folder, postgres_binaries, way)
        assert uid == owner == (way.owner or (os.geteuid(), 0))[0]
    elif IS_ROOT:
        with pytest.raises(DeviceFailed) as refused:
            choose_run_as(folder / "data", program, [way])
        assert (refused.value.code, refused.value.params["tried"]) == ("TLPGR", [way.name])

    assert before == modes(folder)


def test_at_least_one_way_works_here(closed: Path, postgres_binaries: Binaries) -> None:
    closed.mkdir()
    program = postgres_binaries.program("postgres")

    assert [way.name for way in WAYS if works(way, closed, program) or way is OURSELVES]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_data_moves_to_the_way_that_is_left(closed: Path, postgres_binaries: Binaries, way: RunAs) -> None:
    with EmbeddedPostgres(closed, postgres_binaries) as postgres:
        ask_sql(postgres.url(), "create table kept (number integer)")
    if IS_ROOT and not works(way, closed, postgres_binaries.program("postgres")):
        return
    with EmbeddedPostgres(closed, postgres_binaries, run_as=[way]) as postgres:
        assert ask_sql(postgres.url(), "select count(*) from kept") == 0
    with EmbeddedPostgres(closed, postgres_binaries) as postgres:
        owner = (closed / "data").stat()
        assert psutil.Process(postgres.pid).uids().effective == owner.st_uid
        assert all(
            stat.S_ISLNK(entry.lstat().st_mode) or entry.stat().st_uid == owner.st_uid
            for entry in (closed / "data").rglob("*")
        )


def test_root_without_a_way_is_told_what_was_tried(tmp_path: Path, postgres_binaries: Binaries) -> None:
    program = postgres_binaries.program("postgres")
    if not IS_ROOT:
        assert choose_run_as(tmp_path / "data", program, []) is OURSELVES
        return
    with pytest.raises(DeviceFailed) as refused:
        EmbeddedPostgres(tmp_path, postgres_binaries, run_as=[OURSELVES]).start()

    assert (refused.value.code, refused.value.params["tried"]) == ("TLPGR", ["ourselves"])
    assert not (tmp_path / "data").exists()
