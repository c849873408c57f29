"""The limit: a bare listener of PostgreSQL that says when it was notified; ``event`` runs it in its own process."""

import asyncio
import contextlib
import sys
import time

import asyncpg


def say(payload: str) -> None:
    print(time.monotonic_ns(), payload.rpartition(":")[2], flush=True)


async def main() -> None:
    connection = await asyncpg.connect(sys.stdin.readline().strip())
    await connection.add_listener("bartender_feed", lambda *heard: say(str(heard[3])))
    print("live", flush=True)
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.to_thread(sys.stdin.read)
    connection.terminate()


if __name__ == "__main__":
    asyncio.run(main())
