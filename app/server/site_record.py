"""What a site writes down beside its database: the tills' login password and, for the demo, its bar and tills' tokens.

The server stores only hashes of these; the file is readable by its owner only. It knows no database.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.domain.errors import DeviceFailed
from app.server.cluster import write_durably

FILE_NAME = "site.json"


@dataclass(frozen=True, slots=True)
class TillAccess:
    """A till that this machine made itself, with the token (64 hex digits) that authenticates it."""

    code: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """``demo_bar``: the id of the demo's bar, fixed before it is seeded, so that a cut in the middle is no harm.

    ``realtime``: the addresses that this site has written into its database for tills to listen at, as far as they may
    still stand there, the present one last; None: nothing was written yet.
    """

    till_password: str
    demo_bar: str | None = None
    tills: tuple[TillAccess, ...] = field(default=())
    realtime: tuple[str | None, ...] = (None,)


def new_record() -> SiteRecord:
    """Return a record with a fresh password."""
    return SiteRecord(till_password=secrets.token_urlsafe(24))


def read_record(folder: Path) -> SiteRecord | None:
    """Return the site's record, None when there is none yet.

    ``DeviceFailed("TLSIT")`` with ``path`` when it cannot be read: making a new one would shut every till out.
    """
    path = folder / FILE_NAME
    try:
        stored = json.loads(path.read_text("utf-8"))
        tills = tuple(TillAccess(**row) for row in stored["tills"])
        realtime = tuple(stored.get("realtime", (None,)))  # the first releases had none
        return SiteRecord(str(stored["till_password"]), stored["demo_bar"], tills, realtime)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise DeviceFailed("TLSIT", {"path": str(path), "problem": type(problem).__name__}) from problem


def write_record(folder: Path, record: SiteRecord) -> None:
    """Put the record on disk, whole or not at all."""
    write_durably(folder / FILE_NAME, json.dumps(asdict(record), ensure_ascii=False))
