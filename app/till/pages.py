"""What a page need not bring again: rows that this till has are told by their tags alone.

The server tags each row of a page with 60 bits of a hash of what the row says. The till says which tags it has; of
these the server sends the tag in the place of the row. So a page that is looked at again costs what is new on it, and
which rows are on it, and in which order, is still the server's word alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.sync.ports import Json


def tagged(rows: Json) -> dict[str, Json]:
    """Return the rows of a page as it is held, by their tags; those without one are left out."""
    items = rows.get("items") if isinstance(rows, Mapping) else None
    found: dict[str, Json] = {}
    for item in items if isinstance(items, (list, tuple)) else ():
        if isinstance(item, Mapping) and isinstance(tag := item.get("tag"), str):
            found[tag] = item
    return found


def whole(rows: Json, held: Mapping[str, Json]) -> Json:
    """Return a page with the rows that were ``held`` in the place of their tags.

    A tag that is not held stays, and is found to be no row when the page is decoded.
    """
    items = rows.get("items") if isinstance(rows, Mapping) else None
    if not isinstance(rows, Mapping) or not isinstance(items, (list, tuple)):
        return rows
    return {**rows, "items": [held.get(item, item) if isinstance(item, str) else item for item in items]}
