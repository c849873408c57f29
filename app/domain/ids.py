"""Identifiers made by the till: UUID version 7 (RFC 9562), so that rows sort by the time they were made."""

from __future__ import annotations

import secrets
import uuid
from typing import NewType

ProductId = NewType("ProductId", str)
CategoryId = NewType("CategoryId", str)
MemberId = NewType("MemberId", str)
SaleId = NewType("SaleId", str)


_STAMP = len("01234567-89ab")
"""So much of an id is the time at which it was made; the rest tells it from every other one."""


def new_id(wall_s: float) -> str:
    """Return a fresh UUIDv7 as text.

    ``wall_s``: seconds since 1970, which only order the ids, never make them unique.
    """
    millis = max(0, int(wall_s * 1000)) & (1 << 48) - 1
    value = millis << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def restamped(sale: SaleId, wall_s: float) -> SaleId:
    """Return the id of the same order as if it began at ``wall_s``: it then sorts among the sales of that time."""
    return SaleId(new_id(wall_s)[:_STAMP] + sale[_STAMP:])


def is_same_order(one: SaleId | None, other: SaleId | None) -> bool:
    """Tell whether two ids are of one order, whatever time they are stamped with."""
    if one is None or other is None:
        return False
    return one == other or one[_STAMP:] == other[_STAMP:] != ""


def is_id(text: object) -> bool:
    """Tell whether ``text`` is a UUID in canonical text form."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
