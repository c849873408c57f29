"""Where a site's tills listen, and how many of a bar may: a thin layer over ``logic``. A pulse tells the tills.

Every function takes a connection of the owner or a superuser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.server.provision import Connection


class Kind(StrEnum):
    """Whose protocol is spoken there: our relay's, Supabase's private channel, or Supabase's row changes."""

    RELAY = "relay"
    BROADCAST = "broadcast"
    POSTGRES_CHANGES = "postgres_changes"


@dataclass(frozen=True, slots=True)
class Realtime:
    """``url``: ``ws://`` or ``wss://``, None: tills do not listen, they ask. ``key``: what a gateway there wants."""

    url: str | None
    kind: Kind = Kind.RELAY
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Listeners:
    """How many tills of a bar may listen at a time, and how many hold a lease now."""

    bar: str
    cap: int
    leases: int


async def read_realtime(connection: Connection) -> Realtime:
    """Return where tills listen."""
    row = await connection.fetchrow("select realtime_url, realtime_kind, realtime_key from data.site")
    assert row is not None, "a migrated database has its site"
    return Realtime(row["realtime_url"], Kind(row["realtime_kind"]), row["realtime_key"])


async def set_realtime(connection: Connection, wanted: Realtime, secret: str | None = None) -> None:
    """Let tills listen there from their next pulse on. ``secret`` signs their tokens; None: the one that is there."""
    await connection.execute(
        "select logic.set_realtime($1, $2, $3, $4)", wanted.url, wanted.kind.value, wanted.key, secret
    )


async def set_cap(connection: Connection, bar: str, cap: int) -> None:
    """Let so many tills of the bar (its id) listen at a time, 0 to 1000."""
    await connection.execute("select logic.set_realtime_cap($1, $2)", bar, cap)


async def read_listeners(connection: Connection) -> Sequence[Listeners]:
    """Return how many may and do listen, bar by bar."""
    rows = await connection.fetch(
        "select b.name, b.realtime_cap, (select count(*) from logic.listening(b.id, clock_timestamp()) x) as leases"
        " from data.bars b where b.is_active order by b.name"
    )
    return [Listeners(row["name"], row["realtime_cap"], row["leases"]) for row in rows]
