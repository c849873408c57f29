"""Identifiers made by the till: UUID version 7 (RFC 9562), so that rows sort by the time they were made."""

from __future__ import annotations

import secrets
import uuid
from typing import NewType

ProductId = NewType("ProductId", str)
CategoryId = NewType("CategoryId", str)
MemberId = NewType("MemberId", str)
SaleId = NewType("SaleId", str)


def new_id(wall_s: float) -> str:
    """Return a fresh UUIDv7 as text.

    ``wall_s``: seconds since 1970, which only order the ids, never make them unique.
    """
    millis = max(0, int(wall_s * 1000)) & (1 << 48) - 1
    value = millis << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def is_id(text: object) -> bool:
    """Tell whether ``text`` is a UUID in canonical text form."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
