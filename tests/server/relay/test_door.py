"""Who is refused before a socket opens, and why; forged, replayed and ended tokens among them."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import Any

import jwt
import pytest
from websockets.exceptions import WebSocketException

from app.server.relay import Settings
from app.server.relay.tokens import BadToken, Fault, read_token
from tests.fakes import FakeClock
from tests.server.relay.support import AT_ONCE, World, world
from tests.sql.support import Scene, make_till

ANOTHER = "another secret that is long enough to sign"
MALFORMED = (401, "The token provided is not a valid JWT")
UNSIGNED = (401, "Failed to validate JWT signature")
INCOMPLETE = (401, "Fields `role` and `exp` are required in JWT")
FULL = (429, "Too many connected users")


def unsigned(world: World) -> str:
    """Return what would be a till's token, signed by nobody."""
    body = world.forged().split(".")[1]
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}."


def tampered(world: World, **claims: Any) -> str:
    """Return a token whose body was changed after it was signed."""
    head, _, signature = world.forged().split(".")
    _, body, _ = world.forged(**claims).split(".")
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("path", ["/realtime/v1/websocket", "/socket/websocket"])
@pytest.mark.parametrize("version", [None, "1.0.0", "2.0.0"])
async def test_both_paths_and_both_versions_let_a_till_in(
    relay: World, path: str, version: str | None
) -> None:
    token = await relay.token()
    query = {} if version is None else {"vsn": version}
    assert await relay.refused(token, path=path, **query) == (101, "")


async def test_other_paths_and_other_versions(relay: World) -> None:
    token = await relay.token()
    for path in ("/", "/realtime/v1", "/realtime/v1/websocket/", "/socket", "/api/broadcast"):
        assert await relay.refused(token, path=path) == (404, "There is nothing here")
    for version in ("3.0.0", "1", "2.0.0 "):
        refused = await relay.refused(token, vsn=version)
        assert refused == (403, "This version of the protocol is not spoken here")


async def test_keys_that_prove_nothing(relay: World) -> None:
    await relay.token()
    past = int(time.time()) - 30
    refusals = {
        "": (401, "A key is missing"),
        "x": MALFORMED,
        "a.b.c": MALFORMED,
        "x" * 3900: MALFORMED,
        "anon key": MALFORMED,
        unsigned(relay): UNSIGNED,
        relay.forged(ANOTHER): UNSIGNED,
        relay.forged(algorithm="HS512"): UNSIGNED,
        tampered(relay, bar_id="00000000-0000-0000-0000-000000000000"): UNSIGNED,
        relay.forged(role=None): INCOMPLETE,
        relay.forged(role=""): INCOMPLETE,
        relay.forged(exp=None): INCOMPLETE,
        relay.forged(exp=True): INCOMPLETE,
    }
    for key, expected in refusals.items():
        assert await relay.refused(key) == expected, key
    status, words = await relay.refused(relay.forged(exp=past))
    assert status == 401
    assert words.startswith("Token has expired 3")
    assert await relay.refused(None) == (401, "A key is missing")
    assert await relay.count("refusals_total", status="401") == len(refusals) + 2


async def test_the_header_counts_before_the_address(relay: World) -> None:
    token = await relay.token()
    assert await relay.refused(None, headers={"x-api-key": token}) == (101, "")
    assert await relay.refused("wrong", headers={"X-API-Key": token}) == (101, "")
    assert await relay.refused(token, headers={"x-api-key": "wrong"}) == MALFORMED
    assert await relay.refused(token, headers={"x-api-key": ""}) == (401, "A key is missing")


async def test_an_address_that_is_too_long(relay: World) -> None:
    token = await relay.token()
    assert (await relay.refused(token, more="x" * 4000))[0] == 414


async def test_a_key_of_the_site_that_names_no_bar_opens_a_socket_and_no_channel(relay: World) -> None:
    anon = relay.forged(role="anon", bar_id=None, sub=None)
    opened = await relay.open(anon)
    reply = await opened.join(f"realtime:stock:{relay.scene.bar.id}", private=True)

    assert reply["status"] == "error"
    assert reply["response"]["reason"].startswith("Unauthorized: ")


async def test_a_till_without_a_lease(relay: World) -> None:
    await relay.token()
    other = await make_till(relay.scene.owner, relay.scene.bar.id, "T9")
    assert await relay.refused(relay.forged(sub=other.id)) == FULL
    token = await relay.token(other)
    assert await relay.refused(token) == (101, "")


@pytest.mark.parametrize("bar", ["00000000-0000-4000-8000-000000000000", "not a uuid", "'; drop table"])
async def test_a_bar_that_does_not_exist(relay: World, bar: str) -> None:
    token = relay.forged(bar_id=bar)
    status, _ = await relay.refused(token)
    assert status == (403 if bar.startswith("0") else 101)
    assert (await relay.health())["bars"] == 0


async def test_a_token_of_a_till_that_was_shut_out_is_worth_nothing(relay: World) -> None:
    token = await relay.token()
    await relay.scene.owner.execute(
        "select logic.revoke_till($1, $2)", relay.scene.bar.id, relay.scene.bar.till.id
    )
    assert await relay.refused(token) == FULL


async def test_the_socket_beyond_the_cap_is_refused_until_one_has_gone(relay: World) -> None:
    token = await relay.token()
    sockets = [await relay.open(token) for _ in range(30)]

    assert await relay.refused(token) == FULL
    assert await relay.count("bar_sockets", bar=relay.scene.bar.id) == 30
    await sockets[0].socket.close()
    assert await relay.refused(token) == (101, "")


async def test_a_bar_s_own_cap_counts_and_is_read_with_each_commit(relay: World) -> None:
    scene = relay.scene
    await scene.owner.execute("select logic.set_realtime_cap($1, 2)", scene.bar.id)
    first, second = await relay.listen(), await relay.listen(till=scene.bar.tills[1])
    token = relay.forged()
    assert await relay.refused(token) == FULL

    await scene.owner.execute("select logic.set_realtime_cap($1, 3)", scene.bar.id)
    await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)
    for listener in (first, second):
        await listener.told()
    assert await relay.refused(token) == (101, "")


async def test_sockets_that_have_fallen_silent_give_their_place_up(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        await scene.owner.execute("select logic.set_realtime_cap($1, 1)", scene.bar.id)
        silent = await relay.listen()
        await clock.advance(50)
        assert await relay.refused(relay.forged()) == FULL
        await clock.advance(10)

        assert await relay.refused(relay.forged()) == (101, "")
        assert await silent.ended() == (1013, "silent")


async def test_a_secret_that_was_changed_counts(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        await scene.owner.execute("select logic.set_realtime('ws://x', 'relay', null, $1)", ANOTHER)
        token = await relay.token()
        assert await relay.refused(token) == (101, "")
        assert await relay.refused(relay.forged()) == UNSIGNED

        await scene.owner.execute("select logic.set_realtime('ws://x', 'relay', null, $1)", ANOTHER * 2)
        token = await relay.token()
        assert await relay.refused(token) == UNSIGNED  # asked for a moment ago
        await clock.advance(AT_ONCE.secret_s)
        assert await relay.refused(token) == (101, "")


async def test_a_relay_takes_so_many_connections_and_no_more(scene: Scene) -> None:
    async with world(scene, Settings(refusal_s=0, sockets=2)) as relay:
        token = await relay.token()
        first, second = await relay.open(token), await relay.open(token)
        with pytest.raises((OSError, EOFError, WebSocketException)):
            await relay.refused(token)

        await first.socket.close()
        assert await second.beat() == {}


async def test_what_is_no_http_harms_nobody(relay: World) -> None:
    host, port = relay.relay.address.removeprefix("ws://").split(":")
    for said in (
        b"\r\n\r\n",
        b"\x16\x03\x01\x02",
        b"GET / HTTP/9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"GET",
    ):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(said)
        writer.close()
        await writer.wait_closed()
    for path in ("//[", "/realtime/v1/websocket?apikey=%ff%00", "/healthz?x=[", "*"):
        assert (await relay.get(path))[0] in (200, 400, 401, 404)
    assert (await relay.get("/metrics", {"Authorization": "x\r\nAuthorization: y"}))[0] == 400
    assert (await relay.get("/healthz", method="POST"))[0] == 405
    assert (await relay.get("/healthz"))[0] == 200


# --- tokens by themselves


def test_a_token_is_read_at_a_moment_and_ends_then() -> None:
    claims = {
        "role": "authenticated",
        "exp": 1000,
        "bar_id": "ABCDEF00-0000-4000-8000-000000000000",
        "iat": 5000,
    }
    token = jwt.encode(claims, ANOTHER)

    read = read_token(token, ANOTHER, 999.5)
    assert (read.bar, read.till, read.expires_at) == ("abcdef00-0000-4000-8000-000000000000", None, 1000)
    with pytest.raises(BadToken, match="Token has expired 60 seconds ago") as ended:
        read_token(token, ANOTHER, 1060.9)
    assert ended.value.fault is Fault.INVALID
