"""Short questions to an embedded PostgreSQL, for tests that are not coroutines."""

from __future__ import annotations

import asyncio

import asyncpg


def ask_sql(url: str, statement: str, *arguments: object) -> object:
    """Run one statement on a connection of its own and return the first value of the answer."""

    async def run() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement, *arguments)
        finally:
            await connection.close()

    return asyncio.run(run())
