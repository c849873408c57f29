"""How a bar works, as whoever runs the site says it: its mode, its operators of mobile money, the lock of its tills."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.server.provision import Connection


@dataclass(frozen=True, slots=True)
class BarSettings:
    """``mode``: ``simplified`` or ``full``; ``operators`` as tills offer them; ``idle_lock_s``: seconds."""

    mode: str
    operators: tuple[str, ...]
    idle_lock_s: int


async def read_settings(connection: Connection, bar: str) -> BarSettings:
    """Return how the bar works now."""
    row = await connection.fetchrow(
        "select operating_mode, operators, idle_lock_s from data.bars where id = $1", bar
    )
    assert row is not None, "a bar that was found"
    return BarSettings(row["operating_mode"], tuple(row["operators"]), row["idle_lock_s"])


async def change_settings(
    connection: Connection,
    bar: str,
    *,
    mode: str | None = None,
    operators: Sequence[str] | None = None,
    idle_lock_s: int | None = None,
) -> None:
    """Change what is not None; tills hear of it as of any setting.

    Raises asyncpg.PostgresError for a value that may not be.
    """
    names = None if operators is None else list(operators)
    wanted = {"operators": names, "idle_lock_s": idle_lock_s}
    fields = {name: value for name, value in wanted.items() if value is not None}
    if fields:
        await connection.execute("select logic.set_settings($1, $2)", bar, json.dumps(fields))
    if mode is not None:
        await connection.execute("select logic.set_operating_mode($1, $2)", bar, mode)
