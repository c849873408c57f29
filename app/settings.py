"""Where this program keeps its files on this machine, by profile. It reads no setting and creates no folder by itself.

A profile is one installed till: its own ledger, snapshots and credentials. ``BARTENDER_HOME`` moves everything under
one folder (a USB stick, a test); without it the operating system's own places are used. ``BARTENDER_COPIES`` names
the folders that copies of the ledger go to (another machine's, mounted here) in place of this machine's other disks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from platformdirs import PlatformDirs

from app.domain.frozen import frozen

APP = "BarTender"
HOME = "BARTENDER_HOME"
COPIES = "BARTENDER_COPIES"
DEFAULT_PROFILE = "default"

_PROFILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)


@frozen
class Folders:
    """One profile's folders. ``data`` must never be lost (ledger); ``cache`` may vanish; ``logs`` are for support."""

    data: Path
    cache: Path
    logs: Path


def profile_name(text: str) -> str:
    """Return ``text`` if it may name a profile on every system: a to z, 0 to 9, dash, underscore, at most 32.

    Raises ValueError otherwise (also for names that Windows keeps for devices).
    """
    if not _PROFILE.fullmatch(text) or text in _RESERVED:
        raise ValueError("a profile is named with a to z, 0 to 9, - and _, at most 32 characters")
    return text


def till_folders(profile: str = DEFAULT_PROFILE, environ: Mapping[str, str] = os.environ) -> Folders:
    """Return the folders of a till's profile. Raises ValueError for a bad profile name."""
    part = Path("tills") / profile_name(profile)
    data, cache, logs = _bases(environ)
    return Folders(data / part, cache / part, logs / part)


def server_folder(*, is_demo: bool = False, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of this machine's bar server; the demo has its own, so that it never mixes with a real bar."""
    return _bases(environ)[0] / ("demo-server" if is_demo else "server")


def copy_folders(environ: Mapping[str, str] = os.environ) -> tuple[Path, ...] | None:
    """Return the folders that stand for this machine's other disks, separated as in ``PATH``; None: the disks do."""
    named = environ.get(COPIES)
    if named is None:
        return None
    return tuple(Path(one).expanduser().absolute() for one in named.split(os.pathsep) if one)


def log_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of all log files of this user."""
    return _bases(environ)[2]


def _bases(environ: Mapping[str, str]) -> tuple[Path, Path, Path]:
    home = environ.get(HOME)
    if home:
        base = Path(home).expanduser().absolute()
        return base / "data", base / "cache", base / "logs"
    system = PlatformDirs(APP, appauthor=False)
    return system.user_data_path, system.user_cache_path, system.user_log_path
