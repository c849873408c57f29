"""What a relay does not put up with: who does not read, who says nothing, who says too much, or nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.server.relay import Settings
from app.sync.feed import topic_of
from tests.fakes import FakeClock
from tests.server.relay.support import AT_ONCE, PATH, Client, World, address_of, client, world
from tests.sql.support import Scene

FORMS = ("1.0.0", "2.0.0", "short")


# --- who does not read


async def stuck(relay: World, token: str) -> socket.socket:
    """Open a socket that has joined and reads nothing from then on; its own buffer is as small as can be."""
    host, port = relay.relay.address.removeprefix("ws://").split(":")
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, (host, int(port)))
    joined, bar = asyncio.Event(), relay.scene.bar

    async def join() -> None:
        async with client(relay.relay.address, token, sock=raw) as listener:
            asked = {"event": "*", "schema": "*", "table": "bar_products", "filter": f"bar_id=eq.{bar.id}"}
            for n in range(90):  # so that each commit is many bytes for it
                await listener.join(f"realtime:{n}", token, postgres_changes=[asked])
            listener.socket.transport.pause_reading()
            joined.set()
            try:
                await asyncio.Event().wait()
            finally:
                listener.socket.transport.abort()

    relay.background.create_task(join())
    await joined.wait()
    return raw


async def test_a_socket_that_does_not_read_is_cut_and_the_others_hear_on(scene: Scene) -> None:
    limits = Settings(refusal_s=0, unread_bytes=2000, close_s=0.2)
    async with world(scene, limits) as relay:
        await stuck(relay, await relay.token())
        listener = await relay.listen(till=scene.bar.tills[1])
        assert (await relay.health())["sockets"] == 2
        price = 1000
        while (await relay.health())["sockets"] == 2:
            price += 1
            await scene.owner.execute(
                "select logic.set_price($1, $2, $3)", scene.bar.id, scene.bar.products[0].id, price
            )
            assert (await listener.told())["rows"][0]["price"] == price

        assert await relay.count("slow_consumers_total") == 1
        await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)
        await listener.told()


# --- who says nothing, or too much


async def test_a_socket_that_is_silent_is_closed(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        silent, beating = await relay.listen(), await relay.listen()
        await clock.advance(70)
        await beating.beat()
        await clock.advance(10)

        assert await silent.ended() == (1008, "silent")
        assert await beating.is_quiet()


async def test_a_socket_that_joins_nothing_is_closed(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        idle, listener = await relay.open(await relay.token()), await relay.listen()
        await clock.advance(15)
        await idle.beat()
        await clock.advance(10)

        assert await idle.ended() == (1008, "joined nothing")
        assert await listener.is_quiet()


async def test_a_line_that_never_asks_is_cut(scene: Scene) -> None:
    async with world(scene, Settings(open_s=0.2)) as relay:
        host, port = relay.relay.address.removeprefix("ws://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET /realtime/v1/websocket HTTP/1.1\r\n")
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()


async def test_a_frame_that_is_too_long_ends_the_socket(relay: World) -> None:
    listener = await relay.listen()
    await listener.socket.send("x" * (AT_ONCE.frame_bytes + 1))
    assert (await listener.ended())[0] == 1009


async def test_a_socket_that_says_too_much_is_closed_and_the_others_hear_on(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, Settings(refusal_s=0, frames=20, frames_per_s=2), clock) as relay:
        loud, other = await relay.listen(), await relay.listen(till=scene.bar.tills[1])
        for _ in range(10):
            await loud.beat()
        await clock.advance(10)  # it is given back what it took
        for _ in range(20):
            await loud.beat()
        assert await relay.count("floods_total") == 0
        for n in range(50):
            await loud.say("phoenix", "heartbeat", {"n": n})

        assert await loud.ended() == (1008, "too many messages")
        assert await relay.count("floods_total") == 1
        assert await other.is_quiet()


async def test_many_headers_and_long_ones_are_refused(relay: World) -> None:
    assert (await relay.get("/healthz", {f"x-{n}": "y" for n in range(200)}))[0] == 431
    assert (await relay.get("/healthz", {"x": "y" * 20_000}))[0] == 431
    assert (await relay.get("/" + "x" * 20_000))[0] == 414


async def test_bytes_that_are_no_text_end_the_socket(relay: World) -> None:
    listener, other = await relay.listen(), await relay.listen()
    await listener.socket.send(b"\xff\xfe", text=True)
    assert (await listener.ended())[0] == 1007
    assert await other.is_quiet()


# --- who says nonsense

NONSENSE: tuple[str | bytes, ...] = (
    "",
    "0",
    "null",
    "[]",
    "{}",
    "[1,2,3,4,5]",
    '["1","2","phoenix","heartbeat"]',
    '{"topic":"phoenix","event":"heartbeat","payload":{}}',
    '{"topic":1,"event":2,"payload":3,"ref":4}',
    '{"topic":"x","event":"y","payload":{},"ref":{}}',
    "[" * 60_000,
    '{"topic":"' + "x" * 60_000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    '{"topic":"\\ud800","event":"\\ud800","payload":"\\ud800","ref":"\\ud800"}',
    "1" * 5000,
    b"",
    b"\x00",
    b"\x03\xff\xff\xff\xff\xff\xff",
    b"\x04\x01\x01\x01\x01",
    b"\x09",
)


@pytest.mark.parametrize("form", FORMS)
async def test_nonsense_is_dropped_and_the_socket_lives(relay: World, form: str) -> None:
    listener = await relay.listen(form)
    for said in NONSENSE:
        await listener.socket.send(said)
    await listener.beat()
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)
    await listener.told()

    assert await relay.count("dropped_frames_total") > 5


EVENTS = [
    "phx_join",
    "phx_leave",
    "access_token",
    "broadcast",
    "presence",
    "heartbeat",
    "phx_close",
    "system",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def joins(topics: list[str]) -> st.SearchStrategy[Any]:
    """Return frames that are nearly right."""
    config = st.fixed_dictionaries(
        {},
        optional={
            "private": JSON,
            "broadcast": JSON,
            "presence": JSON,
            "postgres_changes": st.lists(
                st.fixed_dictionaries(
                    {}, optional=dict.fromkeys(("event", "schema", "table", "filter"), JSON)
                )
                | JSON,
                max_size=5,
            )
            | JSON,
        },
    )
    payload = st.fixed_dictionaries(
        {}, optional={"config": config | JSON, "access_token": JSON, "user_token": JSON}
    )
    return st.tuples(
        st.sampled_from(topics) | st.text(max_size=20),
        st.sampled_from(EVENTS) | st.text(max_size=10),
        payload | JSON,
        JSON,
        JSON,
    )


def as_text(frame: Any, form: str) -> str:
    topic, event, payload, ref, join_ref = frame
    if form == "1.0.0":
        return json.dumps(
            {"topic": topic, "event": event, "payload": payload, "ref": ref, "join_ref": join_ref}
        )
    return json.dumps([join_ref, ref, topic, event, payload])


@pytest.mark.parametrize("form", FORMS)
async def test_no_frame_whatever_ends_a_socket(relay: World, form: str) -> None:
    """Frames by chance, and frames that are nearly right, sent in between commits."""
    listener, loop = await relay.listen(form), asyncio.get_running_loop()
    topics = ["phoenix", "realtime:x", topic_of(relay.scene.bar.id), topic_of("")]
    near = joins(topics).map(lambda frame: as_text(frame, form))
    sent = 0

    @settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(near, near, st.text(max_size=200), st.binary(max_size=200)))
    def say(said: str | bytes) -> None:
        nonlocal sent
        data = (
            said.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            if isinstance(said, str)
            else said
        )
        asyncio.run_coroutine_threadsafe(one(data), loop).result(20)
        sent += 1

    async def one(data: str | bytes) -> None:
        await listener.socket.send(data)

    async def read_on() -> None:
        async for _ in listener.socket:
            pass

    reading = relay.background.create_task(read_on())
    await asyncio.to_thread(say)
    reading.cancel()
    await asyncio.wait([reading])
    assert sent >= 150
    await sound(relay, listener)


async def sound(relay: World, listener: Client) -> None:
    """Prove that the socket and the relay are well: the socket joins anew and hears a commit."""
    token = relay.forged()
    reply = await listener.join(topic_of(relay.scene.bar.id), token, private=True)
    assert reply["status"] == "ok"
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)
    await listener.told()


def test_an_address_is_quoted() -> None:
    assert address_of("ws://h:1", "a&b=c") == f"ws://h:1{PATH}?apikey=a%26b%3Dc"
