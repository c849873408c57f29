"""The open alerts of a site, and settling them by hand. It does not raise any: the database does.

Every function takes a connection of the owner or a superuser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.server.provision import Connection

ENDS_BY_ITSELF = frozenset({"job_fails", "books", "frozen"})
"""Kinds of alerts that are open as long as their cause is; ``logic.settle_alerts`` leaves them alone."""


async def open_alerts(connection: Connection) -> Sequence[Mapping[str, Any]]:
    """Return the open alerts, the latest first: id, bar, kind, till (its code), params, count, last_at …"""
    rows: Sequence[Mapping[str, Any]] = json.loads(await connection.fetchval("select jobs.alert_rows()"))
    return rows


async def settle(connection: Connection, wanted: str) -> int:
    """Settle the open alert with this id, or those of this kind; return how many. Each is in the audit log afterwards.

    Raises ValueError when there is none, or when it ends by itself.
    """
    found = [row for row in await open_alerts(connection) if wanted in (row["id"], row["kind"])]
    if not found:
        raise ValueError(f"No open alert has the id or kind {wanted}. “bartender admin alerts” lists them.")
    if found[0]["kind"] in ENDS_BY_ITSELF:
        raise ValueError(f"An alert {found[0]['kind']} ends by itself when its cause has.")
    settled: int = await connection.fetchval("select logic.settle_alerts($1)", wanted)
    return settled
