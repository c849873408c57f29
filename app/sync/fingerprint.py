"""The canonical text of JSON, and the hash that ties a number to one command for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from app.sync.ports import Json, Row

GAP = "gap"
"""The kind of a row that stands for numbers whose rows were purged long ago."""


def canonical(value: Json) -> str:
    """Return ``value`` as JSON text, the same for equal values. Raises ValueError for NaN, TypeError for no JSON."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not JSON: {type(value).__name__}")


def fingerprint(
    identity: str, kind: str, version: int, by: str | None, session: str | None, moment: str, body_text: str
) -> str:
    """Return the sha256 (hex) of a command as it was made; ``body_text`` is canonical.

    Its number, door and state are left out: they may change while the command stays what it was. The server compares
    hashes and never computes one, so the form is ours alone.
    """
    parts = (identity, kind, str(version), by or "", session or "", moment, body_text)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_sound(row: Row, body_text: str) -> bool:
    """Tell whether the row is what was appended: a disk may give back other bytes than it was given.

    A gap's hash leaves its moment out, so that the same gap is the same command whenever it is made.
    """
    moment = "" if row.kind == GAP else row.moment
    return row.sha256 == fingerprint(row.id, row.kind, row.version, row.by, row.session, moment, body_text)
