"""Choose whom PostgreSQL runs as, because it refuses to run as root.

An ordinary user's server runs as that user. Root's runs in a user namespace in which root is one ordinary user
(files stay root's, so it works in folders that only root can enter), else as an account such as ``postgres``.
Permissions of folders above ours are never changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import DeviceFailed

ACCOUNTS = ("postgres", "nobody")

# Proves in one go: not root, the folder can be entered and used, the program runs.
PROBE = 'test "$(id -u)" -ne 0 && cd "$1" && ls . >/dev/null && exec "$2" --version >/dev/null'


@dataclass(frozen=True, slots=True)
class RunAs:
    """How to start PostgreSQL's programs: a command to put before them, or an account to start them as."""

    name: str
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict[str, Any]:
        """Return the arguments of ``subprocess`` that start a program this way."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make ``path`` and what is in it belong to the account that must own it."""
        if sys.platform == "win32" or os.geteuid() != 0:
            return
        uid, gid = (0, 0) if self.uid is None or self.gid is None else (self.uid, self.gid)
        for folder, _, names in os.walk(path):
            for entry in [Path(folder), *(Path(folder, name) for name in names)]:
                _own(entry, uid, gid)
        _own(path, uid, gid)


OURSELVES = RunAs("ourselves")


def choose_run_as(folder: Path, program: Path) -> RunAs:
    """Return how to run ``program`` over data in ``folder``.

    ``DeviceFailed("TLPGR")`` when root has no way: ``params`` has ``folder``, ``program`` and ``tried`` (names).
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return OURSELVES
    tried: list[str] = []
    for candidate in candidates():
        if works(candidate, folder, program):
            return candidate
        tried.append(candidate.name)
    raise DeviceFailed("TLPGR", {"folder": str(folder), "program": str(program), "tried": tried})


def candidates() -> Iterator[RunAs]:
    """Yield the ways that exist for root on this machine, the preferred first."""
    accounts = list(_accounts())
    unshare = shutil.which("unshare")
    if unshare is not None and accounts:
        _, uid, gid = accounts[-1]  # inside, PostgreSQL must find a name for its number
        yield RunAs("namespace", (unshare, "--user", f"--map-user={uid}", f"--map-group={gid}", "--"))
    for name, uid, gid in accounts:
        yield RunAs(name, uid=uid, gid=gid)


def works(candidate: RunAs, folder: Path, program: Path) -> bool:
    """Whether a program started that way is not root, can enter ``folder`` and can run ``program``."""
    command = [*candidate.prefix, "/bin/sh", "-c", PROBE, "sh", str(folder), str(program)]
    try:
        probe = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
            cwd="/",
            **candidate.options(),
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return probe.returncode == 0


if sys.platform == "win32":

    def _accounts() -> Iterator[tuple[str, int, int]]:
        yield from ()

    def _own(_path: Path, _uid: int, _gid: int) -> None:
        return

else:
    import pwd

    def _accounts() -> Iterator[tuple[str, int, int]]:
        for name in ACCOUNTS:
            try:
                account = pwd.getpwnam(name)
            except KeyError:
                continue
            if account.pw_uid != 0:
                yield name, account.pw_uid, account.pw_gid

    def _own(path: Path, uid: int, gid: int) -> None:
        entry = path.lstat()
        if (entry.st_uid, entry.st_gid) != (uid, gid):
            os.chown(path, uid, gid, follow_symlinks=False)
