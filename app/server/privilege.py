"""Choose whom PostgreSQL runs as, because it refuses to run as root.

An ordinary user's server runs as that user. Root's runs in a user namespace in which root is one ordinary user: the
files stay root's, and it works in folders that only root can enter. Where namespaces are forbidden (most containers)
it runs as an account such as ``postgres``, which keeps the right to pass closed folders only if it needs it.
Permissions of folders above ours are never changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import DeviceFailed

ACCOUNTS = ("postgres", "nobody")

# Proves in one go: not root, the folder can be entered and read, the program runs.
PROBE = 'test "$(id -u)" -ne 0 && cd "$1" && ls . >/dev/null && exec "$2" --version >/dev/null'


@dataclass(frozen=True, slots=True)
class RunAs:
    """How to start PostgreSQL's programs, and whose the data must be.

    ``prefix`` is a command to put before theirs. ``owner`` (uid, gid) owns the data; None: whoever we are.
    ``switches``: we change to the owner ourselves; else the prefix does.
    """

    name: str
    prefix: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None
    switches: bool = False

    def options(self) -> dict[str, Any]:
        """Return the arguments of ``subprocess`` that start a program this way."""
        if not self.switches or self.owner is None:
            return {}
        uid, gid = self.owner
        return {"user": uid, "group": gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make ``path`` and everything in it belong to the owner. Only root can, and only root needs to."""
        if sys.platform == "win32" or os.geteuid() != 0:
            return
        uid, gid = self.owner or (0, 0)
        _own(path, uid, gid)
        for folder, folders, names in os.walk(path):
            for name in (*folders, *names):
                _own(Path(folder, name), uid, gid)


OURSELVES = RunAs("ourselves")


def choose_run_as(data_dir: Path, program: Path, offered: Iterable[RunAs] | None = None) -> RunAs:
    """Return how to run ``program`` over ``data_dir``, whose parent exists.

    ``DeviceFailed("TLPGR")`` when root has no way: ``params`` has ``folder``, ``program`` and ``tried`` (names).
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return OURSELVES
    tried: list[str] = []
    for candidate in candidates(data_dir) if offered is None else offered:
        if works(candidate, data_dir.parent, program):
            return candidate
        tried.append(candidate.name)
    raise DeviceFailed("TLPGR", {"folder": str(data_dir.parent), "program": str(program), "tried": tried})


def candidates(data_dir: Path) -> Iterator[RunAs]:
    """Yield the ways that root has on this machine, the preferred first: data stays with a user who owns it."""
    accounts = list(_accounts())
    present = _owner_of(data_dir)
    if present is not None:
        yield from as_account("owner", present)
    if accounts:
        yield from in_namespace(accounts[-1][1])
    for name, owner in accounts:
        yield from as_account(name, owner)


def in_namespace(inner: tuple[int, int]) -> Iterator[RunAs]:
    """Yield how root becomes ``inner`` for the program alone; PostgreSQL must find a name for that number."""
    unshare = shutil.which("unshare")
    if unshare is not None:
        uid, gid = inner
        yield RunAs("namespace", (unshare, "--user", f"--map-user={uid}", f"--map-group={gid}", "--"))


def as_account(name: str, owner: tuple[int, int]) -> Iterator[RunAs]:
    """Yield the account as it is, then with the right to pass folders that are closed to it.

    Without ``no_setuid_fixup``, access(2) ignores that right, and initdb asks access(2) before it runs ``postgres``.
    """
    yield RunAs(name, owner=owner, switches=True)
    setpriv = shutil.which("setpriv")
    if setpriv is not None:
        uid, gid = owner
        change = (f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
        keep = (
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "--securebits=+no_setuid_fixup",
            "--",
        )
        yield RunAs(f"{name} through closed folders", (setpriv, *change, *keep), owner)


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
            cwd=os.sep,
            **candidate.options(),
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return probe.returncode == 0


if sys.platform == "win32":

    def keep_owner(_path: Path) -> None:
        """Do nothing: files belong to the user who runs us."""

    def _accounts() -> Iterator[tuple[str, tuple[int, int]]]:
        yield from ()

    def _owner_of(_path: Path) -> tuple[int, int] | None:
        return None

    def _own(_path: Path, _uid: int, _gid: int) -> None:
        return

else:
    import pwd

    def keep_owner(path: Path) -> None:
        """Give a file that root wrote to the owner of its folder."""
        if os.geteuid() == 0:
            folder = path.parent.stat()
            _own(path, folder.st_uid, folder.st_gid)

    def _accounts() -> Iterator[tuple[str, tuple[int, int]]]:
        for name in ACCOUNTS:
            try:
                account = pwd.getpwnam(name)
            except KeyError:
                continue
            if account.pw_uid != 0:
                yield name, (account.pw_uid, account.pw_gid)

    def _owner_of(path: Path) -> tuple[int, int] | None:
        """Return whose ``path`` is, if it exists and belongs to a user other than root that still has a name."""
        try:
            status = path.stat()
            pwd.getpwuid(status.st_uid)
        except (OSError, KeyError):
            return None
        return None if status.st_uid == 0 else (status.st_uid, status.st_gid)

    def _own(path: Path, uid: int, gid: int) -> None:
        status = path.lstat()
        if (status.st_uid, status.st_gid) != (uid, gid):
            os.chown(path, uid, gid, follow_symlinks=False)
