"""Tests write in memory only where it is plenty: they must not fill a small machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import in_memory
from tests.in_memory import ENOUGH, memory_folder


def said(folder: Path, available: int) -> Path:
    """Return a file that says how many bytes of memory are available, as the system does."""
    path = folder / "meminfo"
    path.write_text(f"MemTotal:       99999999 kB\nMemAvailable:   {available // 1024} kB\n")
    return path


@pytest.fixture
def roomy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which there is room and programs may run, whatever this machine has."""
    flags = type("There", (), {"f_bavail": ENOUGH, "f_frsize": 2, "f_flag": 0})
    monkeypatch.setattr(os, "statvfs", lambda _folder: flags, raising=False)
    return tmp_path


def test_a_machine_with_plenty_writes_there(roomy: Path) -> None:
    assert memory_folder(roomy, said(roomy, 2 * ENOUGH), roomy / "no limit") == str(roomy)


def test_too_little_memory_or_a_container_that_has_less_is_left_alone(roomy: Path) -> None:
    limit = roomy / "max"
    assert memory_folder(roomy, said(roomy, ENOUGH - 1024), limit) == ""
    limit.write_text("max\n")
    assert memory_folder(roomy, said(roomy, ENOUGH), limit) == str(roomy)
    limit.write_text(f"{ENOUGH - 1}\n")
    assert memory_folder(roomy, said(roomy, ENOUGH), limit) == ""


def test_a_machine_that_does_not_say_writes_where_it_always_did(roomy: Path) -> None:
    (roomy / "odd").write_text("nothing of that kind")
    assert memory_folder(roomy, roomy / "not there", roomy / "no limit") == ""
    assert memory_folder(roomy, roomy / "odd", roomy / "no limit") == ""


def test_a_folder_where_no_program_may_run_is_no_place_for_tests(
    roomy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = type("There", (), {"f_bavail": ENOUGH, "f_frsize": 2, "f_flag": in_memory._NO_PROGRAMS})
    monkeypatch.setattr(os, "statvfs", lambda _folder: flags, raising=False)
    assert memory_folder(roomy, said(roomy, ENOUGH), roomy / "no limit") == ""
