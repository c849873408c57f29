"""Which bars get which new feature, and the emergency switch: a thin layer over ``logic``. A pulse tells the tills.

Every function takes a connection of the owner or a superuser.
"""

from __future__ import annotations

import re
from enum import StrEnum

from app.server.provision import Connection

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What a feature may be called, as the table of rollouts has it."""
KNOWN: frozenset[str] = frozenset()
"""The features that a till of this version can have or not have; whoever builds one names it here."""


class Stage(StrEnum):
    """How far a feature is rolled out: to no bar, the pilots, the pilots and the first ten bars, all."""

    OFF = "off"
    PILOT = "pilot"
    TEN = "ten"
    ALL = "all"


async def set_stage(connection: Connection, feature: str, stage: Stage) -> int:
    """Move the feature to the stage; return how many active bars have it now.

    asyncpg.CheckViolationError for a name that is not lower-case letters, digits and underscores (40 at most).
    """
    bars: int = await connection.fetchval("select logic.set_rollout($1, $2)", feature, stage.value)
    return bars


async def set_pilot(connection: Connection, bar: str, *, is_pilot: bool) -> None:
    """Make the bar (its id) one of the pilots, or no longer."""
    await connection.execute("select logic.set_pilot($1, $2)", bar, is_pilot)


async def set_emergency(connection: Connection, seconds: int | None) -> None:
    """Make every till ask each ``seconds`` (5 to 3600) instead of listening; None ends it."""
    await connection.execute("select logic.set_emergency($1)", seconds)
