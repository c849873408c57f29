"""Text that people type: what the server can store of it."""

from __future__ import annotations

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL cannot hold in a text: it would fail a whole batch, each time."""


def storable(words: str, most: int) -> str:
    """Return typed words as they are stored: on one line, without what cannot be stored, at most ``most`` signs."""
    return " ".join(UNSTORABLE.sub("", words).split())[:most].rstrip()
