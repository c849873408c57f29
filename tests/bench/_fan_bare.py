"""The limit of a relay: a bare `websockets` server that answers each announcement with a message made beforehand.

It reads nothing, knows no token and keeps no state. `python -m tests.bench._fan_bare URL` prints its port.
"""

import asyncio
import sys

import asyncpg
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed


async def main() -> None:
    listeners: dict[str, set[ServerConnection]] = {}

    async def keep(socket: ServerConnection) -> None:
        assert socket.request is not None
        of_bar = listeners.setdefault(socket.request.path.rpartition("/")[2], set())
        of_bar.add(socket)
        try:
            async for _ in socket:
                await socket.send("[1,1]")
        except ConnectionClosed:
            of_bar.discard(socket)

    def tell(*said: object) -> None:
        bar, _, rev = str(said[-1]).partition(":")
        if bar in listeners:
            broadcast(listeners[bar], message(bar, int(rev)))

    connection = await asyncpg.connect(sys.argv[1])
    await connection.add_listener("bartender_feed", tell)
    async with serve(keep, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


def message(bar: str, rev: int) -> str:
    """Return as many bytes as the relay would write, with the revision where it would be."""
    return f'[{rev},1,{{}},{{"supplies":{rev}}},[["{bar[:22]}",100000,600]],12345]'


if __name__ == "__main__":
    asyncio.run(main())
