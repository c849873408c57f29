"""One way to connect to PostgreSQL that a cancellation cannot tear apart.

asyncpg leaves a half-made connection, or an error that nobody asks for, behind a connect that is cancelled.
"""

from __future__ import annotations

import asyncio
from typing import TypeAlias

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
CONNECT_TIMEOUT_S = 10.0


async def connect(url: str, *, timeout_s: float = CONNECT_TIMEOUT_S) -> Connection:
    """Return a connection without statement cache, so that a pooler may stand between.

    Cancelled, it waits until the connection is there or not, closes it and is cancelled then. Raises what asyncpg
    raises: OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError.
    """
    making = asyncio.ensure_future(asyncpg.connect(url, timeout=timeout_s, statement_cache_size=0))
    try:
        return await asyncio.shield(making)
    except asyncio.CancelledError:
        await asyncio.wait([making])
        if not making.cancelled() and making.exception() is None:
            making.result().terminate()
        raise
