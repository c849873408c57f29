"""A page in few words: what this till has is not told again, and what stands further down on it is said by where.

The till says four letters of the tag of each row that it has; a tag is 60 bits of a hash of what the row says. The
answer is what ``logic.packed`` describes: numbers for rows that the till has, marks and values for the others, and 60
bits of all tags. So which rows are on a page, and in which order, is still the server's word alone, and a page that was
not put together as it is meant is seen to be none: it is read once more, in full.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from app.sync.ports import Json

LETTERS = 4
"""How much of a tag says that a row is held; what is mistaken for another by so few is found out by the sum."""
TAG = 10
"""Letters of a whole tag."""
FURTHER = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
NEW, UUID_, NONE = ".", ":", "-"
SHARED = "0123456789"
"""A figure: so many times four letters are as in the next row."""


class Doubtful(Exception):
    """What came is not the page that the server means."""


def held(rows: Json) -> Sequence[Json]:
    """Return the rows of a page as it is held, in order."""
    items = rows.get("items") if isinstance(rows, Mapping) else None
    return items if isinstance(items, (list, tuple)) else ()


def known(items: Sequence[Json]) -> str:
    """Return what tells the server which rows are held."""
    return "".join(tag(item)[:LETTERS] for item in items)


def tag(item: Json) -> str:
    """Return 60 bits of what a row says, from the text that PostgreSQL writes of it as ``jsonb``."""
    return _short_hash(json.dumps(_in_order(item), ensure_ascii=False, separators=(", ", ": ")))


def whole(rows: Json, items: Sequence[Json]) -> Json:
    """Return a page with ``items``, from its few words and what was held; a page in full stays as it is.

    Raises Doubtful when that is not the page that is meant.
    """
    if not isinstance(rows, Mapping) or "packed" not in rows:
        return rows
    try:
        found = _unpacked(rows["packed"], rows["columns"], items)
    except (LookupError, TypeError, ValueError, StopIteration) as error:
        raise Doubtful from error
    if _short_hash("".join(map(tag, found))) != rows.get("sum"):
        raise Doubtful
    return {
        **{name: rows[name] for name in rows if name not in ("packed", "columns", "sum")},
        "items": found,
    }


def _unpacked(packed: Json, columns: Json, items: Sequence[Json]) -> list[Json]:
    """Return the rows in order. They are made from the last one up, since each may say what stands below it."""
    names = _names(columns, items)
    below: list[Json] = []
    for words in reversed(_list(packed)):
        first, *values = _list(words)
        if isinstance(first, str):
            below.append(_row(first, values, names, below))
        else:
            below.extend(reversed(_run(first, *values, items=items)))
    return below[::-1]


def _names(columns: Json, items: Sequence[Json]) -> Sequence[str]:
    """Return the names of the columns in order; a number says: those of this row that is held."""
    if not isinstance(columns, int):
        return [str(name) for name in _list(columns)]
    row = items[columns]
    if not isinstance(row, Mapping):
        raise TypeError("not a row")
    return sorted(row)


def _run(start: Json, count: Json, *, items: Sequence[Json]) -> Sequence[Json]:
    if not isinstance(start, int) or not isinstance(count, int) or start < 0 or start + count > len(items):
        raise ValueError("not rows that are held")
    return items[start : start + count]


def _row(marks: str, values: Sequence[Json], names: Sequence[str], below: Sequence[Json]) -> Json:
    row: dict[str, Json] = {}
    news = iter(values)
    for name, mark in zip(names, marks, strict=True):
        if mark == NEW:
            row[name] = next(news)
        elif mark == UUID_:
            row[name] = str(UUID(bytes=base64.urlsafe_b64decode(f"{next(news)}==")))
        elif mark in SHARED:
            row[name] = f"{_there(below[-1], name)}"[: 4 * SHARED.index(mark)] + f"{next(news)}"
        elif mark != NONE:
            row[name] = _there(below[-1 - FURTHER.index(mark)], name)
    return row


def _there(row: Json, name: str) -> Json:
    if not isinstance(row, Mapping):
        raise TypeError("not a row")
    return row[name]


def _in_order(value: Json) -> Json:
    """Return the value with its names as ``jsonb`` has them: the shorter first, then by their bytes."""
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (len(name.encode()), name.encode()))
        return {name: _in_order(value[name]) for name in names}
    if isinstance(value, (list, tuple)):
        return [_in_order(one) for one in value]
    return value


def _list(value: Json) -> Sequence[Json]:
    if not isinstance(value, (list, tuple)):
        raise TypeError("not a list")
    return value


def _short_hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()[:TAG]
