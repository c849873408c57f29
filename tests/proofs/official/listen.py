"""Listens to a bar with the official Python client, as the product's design does: ``python listen.py '{"url": …}'``.

It prints one JSON object a line; the word ``leave`` on standard input ends the channel and the program. It runs in an
environment of its own: the client wants an older ``websockets`` than we do.
"""

import asyncio
import json
import sys
from typing import Any

from realtime import AsyncRealtimeClient

asked = json.loads(sys.argv[1])


def say(event: str, **said: object) -> None:
    print(json.dumps({"event": event, **said}), flush=True)


def changed(payload: Any) -> None:
    data = payload["data"]
    record = data["record"]
    say(
        "change",
        id=record["id"],
        rev=record["rev"],
        stock=record["stock"],
        old=data["old_record"],
        errors=data.get("errors"),
    )


def told(payload: Any) -> None:
    say("told", **{"from": payload["payload"]["from"], "rev": payload["payload"]["rev"]})


def subscribed(status: Any, problem: Exception | None) -> None:
    say(
        "status",
        status=getattr(status, "value", str(status)),
        problem=None if problem is None else str(problem),
    )


async def listen() -> None:
    client = AsyncRealtimeClient(f"{asked['url']}/realtime/v1", asked["key"])
    await client.connect()
    await client.set_auth(asked["token"])
    is_private = asked["way"] != "changes"
    channel = client.channel(f"stock:{asked['bar']}", {"config": {"private": is_private}})
    if asked["way"] != "broadcast":
        channel.on_postgres_changes(
            "UPDATE", changed, schema="public", table="bar_products", filter=f"bar_id=eq.{asked['bar']}"
        )
    if is_private:
        channel.on_broadcast("stock", told)
    channel.on_system(lambda payload: say("system", status=payload.status, message=payload.message))
    await channel.subscribe(subscribed)
    while await asyncio.to_thread(sys.stdin.readline) not in ("leave\n", ""):
        pass
    await channel.unsubscribe()
    say("left", answer="ok")
    await client.close()


asyncio.run(listen())
