"""Where tests write: in memory where a machine has plenty of it. A cluster of PostgreSQL is copied there in a fraction
of the time, and what the tests ask of a disk (that it was told to keep something) they ask of the system's calls.
"""

from __future__ import annotations

import os
from pathlib import Path

ENOUGH = 4 << 30
"""Bytes that must be free: four workers with a server each, and what goes wrong is kept."""
_NO_PROGRAMS = getattr(os, "ST_NOEXEC", 8)
"""The flag of a file system in which no program may run; other systems have no name for it."""
_LIMIT = Path("/sys/fs/cgroup/memory.max")
"""What a container may take of its machine's memory; a number of bytes, or ``max``."""


def memory_folder(
    folder: Path = Path("/dev/shm"), meminfo: Path = Path("/proc/meminfo"), limit: Path = _LIMIT
) -> str:
    """Return ``folder`` when it keeps files in memory, has room, and programs may run in it, else an empty text."""
    try:
        there = os.statvfs(folder)
        known = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
        free = min(there.f_bavail * there.f_frsize, int(known["MemAvailable"].split()[0]) * 1024)
        allowed = limit.read_text().strip() if limit.exists() else "max"
        if allowed != "max":
            free = min(free, int(allowed))
    except (OSError, AttributeError, KeyError, ValueError):
        return ""  # another system, or one that does not say
    can_be_used = not there.f_flag & _NO_PROGRAMS and os.access(folder, os.W_OK | os.X_OK)
    return str(folder) if free >= ENOUGH and can_be_used else ""


def write_in_memory() -> None:
    """Let pytest make its folders there, unless somebody has said where."""
    folder = memory_folder()
    if folder:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)
