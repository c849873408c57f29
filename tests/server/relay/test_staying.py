"""What happens to a channel while it lives: tokens that come and end, leases that are lost, joins that come again."""

from __future__ import annotations

import time

import pytest

from app.sync.feed import topic_of
from app.sync.phoenix import Frame
from tests.fakes import FakeClock
from tests.server.relay.support import VERSIONS, Client, World, payload_of, world
from tests.sql.support import Scene, make_bar


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_topic_that_is_joined_again_ends_the_former_channel(relay: World, version: str) -> None:
    token = await relay.token()
    listener, topic = await relay.open(token, version), topic_of(relay.scene.bar.id)
    first = await listener.say(topic, "phx_join", {"access_token": token, "config": {"private": True}})
    await listener.expect("phx_reply")
    second = await listener.say(topic, "phx_join", {"access_token": token, "config": {"private": True}})

    closed, reply = await listener.next(), await listener.next()
    assert (closed.event, closed.topic, closed.ref, closed.payload) == ("phx_close", topic, first, {})
    assert (reply.event, reply.ref) == ("phx_reply", second)
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)
    await listener.told()
    assert await listener.is_quiet()


async def test_who_has_left_hears_nothing(relay: World) -> None:
    listener, topic = await relay.listen(), topic_of(relay.scene.bar.id)
    assert await listener.ask(topic, "phx_leave", {}) == {"status": "ok", "response": {}}
    assert (await listener.next()).event == "phx_close"
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)

    assert await listener.is_quiet()
    assert await listener.beat() == {}
    assert (await listener.ask(topic, "phx_leave", {}))["status"] == "ok"


async def test_a_topic_that_was_not_joined(relay: World) -> None:
    listener = await relay.listen()
    for event in ("access_token", "broadcast", "anything"):
        reply = await listener.ask("realtime:never", event, {})
        assert reply == {"status": "error", "response": {"reason": "unmatched topic"}}


async def test_nobody_announces_stock_but_the_database(relay: World) -> None:
    forger, listener = await relay.listen("2.0.0"), await relay.listen()
    topic = topic_of(relay.scene.bar.id)
    push = {"type": "broadcast", "event": "stock", "payload": {"rows": []}}
    reply = await forger.ask(topic, "broadcast", push)
    assert reply["status"] == "error"
    assert reply["response"]["reason"].startswith("Unauthorized: You do not have permissions to write")
    parts = [b"1", b"9", topic.encode(), b"stock", b""]
    await forger.socket.send(bytes([3, *map(len, parts), 1]) + b"".join(parts) + b"{}")
    assert (await forger.expect("phx_reply")).ref == "9"

    assert await listener.is_quiet()


async def test_presence_is_answered_and_changes_nothing(relay: World) -> None:
    listener = await relay.listen()
    track = {"type": "presence", "event": "track", "payload": {}}
    assert (await listener.ask(topic_of(relay.scene.bar.id), "presence", track))["status"] == "ok"
    assert await listener.is_quiet()


async def send_token(listener: Client, world: World, token: object) -> None:
    await listener.say(topic_of(world.scene.bar.id), "access_token", {"access_token": token})


async def test_a_fresh_token_is_taken_without_a_word_and_the_channel_lives_on(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        token = relay.forged(exp=int(clock.wall()) + 60)
        await relay.token()
        listener, topic = await relay.open(token), topic_of(scene.bar.id)
        await listener.join(topic, token, private=True)
        fresh = relay.forged(exp=int(clock.wall()) + 120)
        for said in (fresh, None, "sb_publishable", fresh, 7):
            await send_token(listener, relay, said)
        assert await listener.is_quiet()
        await clock.advance(55)
        assert await listener.is_quiet()
        await clock.advance(15)
        assert await listener.is_quiet()
        await clock.advance(40)
        assert await listener.is_quiet()
        await clock.advance(20)

        assert payload_of(await listener.expect("system"))["message"].startswith("Token has expired ")


async def test_a_token_that_ends_ends_the_channel_and_not_the_socket(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        await relay.token()
        token, topic = relay.forged(exp=int(clock.wall()) + 30), topic_of(scene.bar.id)
        listener = await relay.open(token)
        await listener.join(topic, token, private=True)
        await clock.advance(40)
        said, closed = await listener.next(), await listener.next()

        assert (said.event, payload_of(said)["extension"], payload_of(said)["status"]) == (
            "system",
            "system",
            "error",
        )
        assert payload_of(said)["message"].startswith("Token has expired ")
        assert (closed.event, closed.ref) == ("phx_close", "1")
        assert await listener.is_quiet()
        assert (await listener.join(topic, relay.forged(), private=True))["status"] == "ok"


async def test_a_bad_token_ends_the_channel(relay: World) -> None:
    other = await make_bar(relay.scene.owner)
    bad = {
        "x": "The token provided is not a valid JWT",
        relay.forged(exp=None): "Fields `role` and `exp` are required in JWT",
        relay.forged(exp=int(time.time()) - 90): "Token has expired 9",
        relay.forged(bar_id=other.id): "You no longer have permission",
        relay.forged(sub=relay.scene.bar.tills[1].id): "You no longer have permission",
        relay.forged(role="anon"): "You no longer have permission",
    }
    listener, topic = await relay.listen(), topic_of(relay.scene.bar.id)
    for token, words in bad.items():
        await send_token(listener, relay, token)
        said = payload_of(await listener.expect("system"))
        assert (said["extension"], said["status"]) == ("system", "error")
        assert said["message"].startswith(words)
        assert (await listener.next()).event == "phx_close"
        assert (await listener.join(topic, relay.forged(), private=True))["status"] == "ok"


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0", "short"])
async def test_a_till_that_is_shut_out_is_sent_away_at_once(relay: World, version: str) -> None:
    scene = relay.scene
    stays, goes = await relay.listen(), await relay.listen(version, scene.bar.tills[1])
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.tills[1].id)

    await stays.told()
    frames: list[Frame] = []
    while not frames or frames[-1].event != "phx_close":
        frames.append(await goes.next())
    assert (
        payload_of(frames[-2])["message"] == "You no longer have permission to read from this Channel topic"
    )
    assert await goes.ended() == (1008, "not allowed any more")
    assert await stays.is_quiet()


async def test_a_lease_that_was_given_back_ends_its_socket_with_the_next_commit(relay: World) -> None:
    scene, listener = relay.scene, await relay.listen()
    await scene.call("leave", scene.bar.till.token)
    await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)

    assert (await listener.ended())[0] == 1008
