"""Row changes as Supabase Realtime says them: what a channel asks for, and what it is told of a product that moved.

We have one table to tell of, ``bar_products``, its updates, and the rows of the token's own bar.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeGuard

from app.sync.phoenix import compact_json
from app.sync.ports import Json, JsonObject

TABLE, SCHEMA = "bar_products", "data"
SUBSCRIBED = "Subscribed to PostgreSQL"
TOO_LARGE = "Error 413: Payload Too Large"
"""What is said in place of rows when there are so many that asking is better: clients read anew at any error."""
_SCHEMAS = (SCHEMA, "public", "*")
_EVENTS = ("UPDATE", "*")
_MOST = 20
_COLUMNS: Sequence[tuple[str, str, str]] = (
    ("bar_id", "uuid", "bar"),
    ("id", "uuid", "id"),
    ("stock", "int4", "stock"),
    ("reserved", "int4", "reserved"),
    ("price_minor", "int8", "price"),
    ("is_active", "bool", "active"),
    ("rev", "int8", "rev"),
)
"""Name, type, and the field of the feed that has it."""
_TYPES: list[Json] = [{"name": name, "type": kind} for name, kind, _ in _COLUMNS]


@dataclass(frozen=True, slots=True)
class Binding:
    """One entry of a join's ``postgres_changes``: as it was asked for, and the number that it is known by."""

    asked: JsonObject
    number: int

    @property
    def schema(self) -> str:
        """The schema that its events name."""
        asked = self.asked.get("schema")
        return asked if isinstance(asked, str) and asked != "*" else SCHEMA

    def is_of(self, bar: str) -> bool:
        """Tell whether it asks for what we tell, and of this bar alone."""
        asked = self.asked
        return (
            asked.get("event") in _EVENTS
            and asked.get("schema") in _SCHEMAS
            and asked.get("table") == TABLE
            and asked.get("filter") == f"bar_id=eq.{bar}"
        )

    def echo(self) -> JsonObject:
        """Return the entry of the join's reply."""
        return {**self.asked, "id": self.number}

    def words(self) -> str:
        """Return what was asked for, for people."""
        return ", ".join(f"{name}: {self.asked.get(name)}" for name in ("event", "schema", "table", "filter"))


def bindings_of(value: Json) -> tuple[Binding, ...]:
    """Return what a join asks for, in order; what is no object of plain values is left out."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return tuple(Binding(one, _number(one)) for one in value[:_MOST] if _is_plain(one))


def _is_plain(value: Json) -> TypeGuard[JsonObject]:
    """Tell whether it is an object of texts and numbers, or of lists of them: what is echoed is never deep."""
    if not isinstance(value, Mapping):
        return False
    lists = (part if isinstance(part, list) else (part,) for part in value.values())
    return not any(isinstance(part, list | dict) for parts in lists for part in parts)


def _number(asked: JsonObject) -> int:
    """Return 27 bits that are the same for the same words."""
    text = compact_json(dict(sorted(asked.items())))
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) & 0x7FFFFFF


def timestamp(at_ms: int) -> str:
    """Return a millisecond since 1970 as the protocol writes it: UTC, milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def updates(bar: str, rows: Iterable[JsonObject], schema: str, at: str | None) -> list[JsonObject]:
    """Return the ``data`` of an event for each row. ``at``: when the database told it, after its commit."""
    return [
        _update(schema, at, {name: bar if field == "bar" else row[field] for name, _, field in _COLUMNS}, row)
        for row in rows
    ]


def _update(schema: str, at: str | None, record: JsonObject, row: JsonObject) -> JsonObject:
    return {
        "schema": schema,
        "table": TABLE,
        "commit_timestamp": at,
        "type": "UPDATE",
        "columns": _TYPES,
        "record": record,
        "old_record": {"id": row["id"]},
        "errors": None,
    }


def too_many(schema: str, at: str | None) -> JsonObject:
    """Return the ``data`` of an event that says: ask."""
    return {
        "schema": schema,
        "table": TABLE,
        "commit_timestamp": at,
        "type": "UPDATE",
        "columns": _TYPES,
        "record": {},
        "old_record": {},
        "errors": [TOO_LARGE],
    }
