"""Ask a port whether our PostgreSQL is behind it: a real connection with our password, to the cluster that we made.

It blocks; call it from a thread that runs no event loop.
"""

from __future__ import annotations

import asyncio
from enum import StrEnum

import asyncpg

from app.server.cluster import SUPERUSER
from app.server.ports import LOOPBACK

ASK_TIMEOUT_S = 5.0


class Answer(StrEnum):
    """What a port said."""

    READY = "ready"
    BUSY = "busy"  # not ready yet, or on its way down: it will answer, or its process will end
    DENIED = "denied"  # it does not know our password
    FOREIGN = "foreign"  # it knows our password and is another cluster: a copy of ours
    SILENT = "silent"


def ask(port: int, password: str, system_identifier: int) -> Answer:
    """Return what the server at ``port`` of this machine says to the superuser's password."""
    return asyncio.run(_ask(port, password, system_identifier))


async def _ask(port: int, password: str, system_identifier: int) -> Answer:
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            connection = await asyncpg.connect(
                host=LOOPBACK, port=port, user=SUPERUSER, password=password, database="postgres", ssl=False
            )
            try:
                found = await connection.fetchval("select system_identifier from pg_control_system()")
            finally:
                await connection.close()
    except asyncpg.CannotConnectNowError:
        return Answer.BUSY
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        return Answer.DENIED
    # A TimeoutError is an OSError; an InternalClientError is a connection that ended between two messages.
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return Answer.SILENT
    return Answer.READY if found == system_identifier else Answer.FOREIGN
