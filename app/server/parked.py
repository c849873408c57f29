"""What tills have parked on the server, and booking it once the server is mended: a thin layer over ``logic.unpark``.

Every function takes a connection of the owner or a superuser. It does not decide how a command is booked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg

from app.domain.errors import DeviceFailed
from app.sync.ports import JsonObject

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True, slots=True)
class Parked:
    """A command that is parked. ``till``: the till's code; ``at``: when it came, ISO 8601; ``ticket``: of a sale."""

    till: str
    ledger: str
    no: int
    kind: str | None
    ticket: str | None
    at: str


async def list_parked(connection: Connection, bar: str) -> list[Parked]:
    """Return what is parked in the bar, the oldest first."""
    rows = await connection.fetch(
        """
        select t.code as till, k.ledger_id::text as ledger, k.no, k.body ->> 'kind' as kind,
          k.body #>> '{body,ticket}' as ticket, k.at
        from data.commands k
        join data.tills t on t.bar_id = k.bar_id and t.id = k.till_id
        where k.bar_id = $1 and k.outcome = 'refused' and k.code = 'TLPRK' and k.is_first
        order by k.at, t.code, k.no
        """,
        bar,
    )
    return [
        Parked(row["till"], row["ledger"], row["no"], row["kind"], row["ticket"], row["at"].isoformat())
        for row in rows
    ]


async def unpark(
    connection: Connection, bar: str, till: str, no: int, ledger: str | None = None
) -> JsonObject:
    """Book what the till ``till`` (its code) parked under ``no``; return the outcome, as ``logic.unpark`` does.

    DeviceFailed: ``TLNPK`` when nothing was parked under that number, ``TLLDG`` when several ledgers have it.
    """
    found = await connection.fetch(
        """
        select k.till_id::text as till, k.ledger_id::text as ledger
        from data.commands k
        join data.tills t on t.bar_id = k.bar_id and t.id = k.till_id
        where k.bar_id = $1 and t.code = $2 and k.no = $3 and ($4::text is null or k.ledger_id::text = $4)
          and 'TLPRK' in (k.code, k.earlier ->> 'code')
        order by k.at
        """,
        bar,
        till,
        no,
        ledger,
    )
    if not found:
        raise DeviceFailed("TLNPK", {"code": till, "no": no})
    if len(found) > 1:
        raise DeviceFailed(
            "TLLDG", {"code": till, "no": no, "ledgers": ", ".join(row["ledger"] for row in found)}
        )
    outcome: JsonObject = json.loads(
        await connection.fetchval(
            "select logic.unpark($1, $2, $3, $4)", bar, found[0]["till"], found[0]["ledger"], no
        )
    )
    return outcome
