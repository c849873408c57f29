"""The realtime client: joining and hearing, on the documented protocol and in the short form of our relay."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.sync.feed import Reached
from app.sync.live import FeedState
from tests.drivers.realtime_client import EPOCH, LEDGER, MESSAGE, QUICK, Client, client, joined
from tests.drivers.realtime_server import BAR, TOPIC, Peer, ScriptedServer, lease_at, scripted

KINDS = ("relay", "broadcast")


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


@pytest.mark.parametrize("kind", KINDS)
async def test_rt_14_messages_are_the_same_in_both_versions(server: ScriptedServer, kind: str) -> None:
    async with client(lease_at(server.port, kind)) as one:
        peer = await joined(server, one)
        await peer.broadcast(MESSAGE)
        await peer.broadcast({"anything": 1}, event="another")
        await peer.broadcast(MESSAGE)
        await one.heard.until(lambda: len(one.heard.messages) == 2)

        [message, again] = one.heard.messages
        assert (message.epoch, message.from_rev, message.rev, message.at_ms) == (EPOCH, 870, 871, 5)
        assert message.done == {LEDGER: frozenset({4})}
        assert message == again
        assert one.feed.state is FeedState.JOINED


async def test_it_asks_for_the_bar_s_private_channel_with_the_token_of_now(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast", key="public")) as one:
        peer = await server.accept()
        join = await peer.joined()
        await one.heard.until(lambda: len(one.heard.joins) == 1)

        assert (join.topic, join.join_ref == join.ref) == (TOPIC, True)
        assert isinstance(join.payload, dict)
        assert join.payload["access_token"] == "token"
        assert join.payload["config"]["private"] is True
        assert "apikey=public" in peer.path
        assert "vsn=1.0.0" in peer.path
        assert "x-api-key" not in server.requests[0].headers


async def test_our_relay_is_shown_the_token_in_a_header_not_in_the_address(server: ScriptedServer) -> None:
    async with client(lease_at(server.port)) as one:
        peer = await joined(server, one)

        assert server.requests[0].headers["x-api-key"] == "token"
        assert "token" not in peer.path
        assert peer.path.startswith("/realtime/v1/websocket?")
        assert "vsn=2.0.0" in peer.path


async def test_an_address_may_have_a_path_and_words_of_its_own(server: ScriptedServer) -> None:
    lease = replace(
        lease_at(server.port), url=f"ws://127.0.0.1:{server.port}/socket/websocket?log_level=info&vsn=9"
    )
    async with client(lease) as one:
        peer = await joined(server, one)

        assert peer.path == "/socket/websocket?log_level=info&vsn=2.0.0"


async def test_row_changes_are_joined_when_the_server_follows_them_and_each_is_a_doubt(
    server: ScriptedServer,
) -> None:
    async with client(lease_at(server.port, "postgres_changes")) as one:
        peer = await server.accept()
        join = await peer.joined()
        assert isinstance(join.payload, dict)
        assert join.payload["config"]["postgres_changes"] == [
            {"event": "UPDATE", "schema": "data", "table": "bar_products", "filter": f"bar_id=eq.{BAR}"}
        ]
        await one.heard.until(lambda: one.heard.frames == 1)
        assert one.heard.joins == []

        await peer.system("ok", "Subscribed to PostgreSQL")
        await one.heard.until(lambda: one.heard.joins == [(None, None)])
        await peer.push(
            "postgres_changes", {"ids": [1], "data": {"errors": ["Error 413: Payload Too Large"]}}
        )
        await one.heard.until(lambda: one.heard.doubts == 1)
        await peer.system("ok", "Subscribed to PostgreSQL")
        await one.heard.until(lambda: len(one.heard.joins) == 2)


async def test_row_changes_that_are_never_followed_are_asked_for_again(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "postgres_changes"), replace(QUICK, system_s=0.1)):
        peer = await server.accept()
        await peer.joined()
        assert (await peer.expect("phx_leave")).topic == TOPIC
        assert (await peer.expect("phx_join")).topic == TOPIC


async def test_answered_heartbeats_keep_it_and_may_say_where_the_bar_is(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        for number in range(3):
            beat = await peer.frame()
            assert (beat.topic, beat.event) == ("phoenix", "heartbeat")
            bars = {BAR: [870 + number, 99]} if number else {BAR: ["x", 1], "another": [1, 1]}
            await peer.reply(beat, bars=bars)
        await one.heard.until(lambda: len(one.heard.marks) == 2)

        assert one.heard.marks == [Reached(871, 99), Reached(872, 99)]
        assert one.heard.losses == 0


async def test_a_server_that_says_that_all_is_well_changes_nothing(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        await peer.system("ok", "Subscribed to PostgreSQL")
        await peer.broadcast(MESSAGE)
        await one.heard.until(lambda: len(one.heard.messages) == 1)

        assert (len(one.heard.joins), one.heard.losses) == (1, 0)


# Our relay's short form


@pytest.fixture
async def ours() -> AsyncIterator[ScriptedServer]:
    async with scripted(is_ours=True) as server:
        yield server


async def arrived(server: ScriptedServer, one: Client) -> Peer:
    peer = await server.accept()
    await peer.joined(epoch=EPOCH, rev=870, topics=55)
    await one.heard.until(lambda: len(one.heard.joins) == 1)
    return peer


async def test_the_short_form_is_spoken_with_our_relay(ours: ScriptedServer) -> None:
    async with client(lease_at(ours.port)) as one:
        peer = await arrived(ours, one)
        assert one.heard.joins == [(Reached(870, 55), EPOCH)]
        await peer.say([871, 1, {"~ledger": [4]}, {"sales": 9}, [["~flag", 9, 600]], 5])
        await peer.say([871, 0, {}, {"team": 2}, [], 6, "another epoch"])
        await peer.say([871, 0, {}, {"team": 3}, [], 7])
        await one.heard.until(lambda: len(one.heard.messages) == 3)

        assert [m.epoch for m in one.heard.messages] == [EPOCH, "another epoch", "another epoch"]
        assert one.heard.messages[0].rows[0]["stock"] == 9
        assert sum(one.counted) > 100


async def test_silence_is_broken_by_a_heartbeat_of_one_letter(ours: ScriptedServer) -> None:
    async with client(lease_at(ours.port)) as one:
        peer = await arrived(ours, one)
        assert await peer.text() == "0"
        await peer.say([871, 56])
        await one.heard.until(lambda: one.heard.marks == [Reached(871, 56)])
        await peer.say("0")
        await one.heard.until(lambda: one.heard.marks == [Reached(871, 56)] * 2)


async def test_the_same_as_nothing_is_a_doubt(ours: ScriptedServer) -> None:
    async with client(lease_at(ours.port)) as one:
        peer = await arrived(ours, one)
        await peer.say("0")
        await one.heard.until(lambda: one.heard.doubts == 1)


async def test_a_till_that_nobody_looks_at_beats_seldom_until_somebody_does(ours: ScriptedServer) -> None:
    timings = replace(QUICK, heartbeat_s=0.1, idle_s=0.8, sent_s=3600.0)
    async with client(lease_at(ours.port), timings) as one:
        peer = await arrived(ours, one)
        began_s = time.monotonic()
        assert await peer.text() == "0"
        seldom_s = time.monotonic() - began_s
        one.heard.is_watched = True
        await peer.say([871, 56])
        began_s = time.monotonic()
        assert await peer.text() == "0"

        assert seldom_s > 0.6
        assert time.monotonic() - began_s < 0.6


async def test_a_beat_that_is_not_answered_ends_the_connection_however_seldom_it_comes(
    ours: ScriptedServer,
) -> None:
    timings = replace(QUICK, idle_s=0.3, sent_s=3600.0, silence_s=0.25)
    async with client(lease_at(ours.port), timings) as one:
        peer = await arrived(ours, one)
        assert await peer.text() == "0"
        async with asyncio.timeout(10):
            await peer.ended.wait()
        await one.heard.until(lambda: one.heard.losses > 0)


async def test_who_hears_enough_speaks_all_the_same_now_and_then(ours: ScriptedServer) -> None:
    timings = replace(QUICK, heartbeat_s=30.0, idle_s=30.0, silence_s=35.0, sent_s=0.2)
    async with client(lease_at(ours.port), timings) as one:
        peer = await arrived(ours, one)
        assert await peer.text() == "0"


@pytest.mark.parametrize("odd", [[1, 2, 3], [1, "2"], [871, 1, {}, {}, [["~flag"]], 5]])
async def test_an_odd_short_message_is_a_doubt(ours: ScriptedServer, odd: object) -> None:
    async with client(lease_at(ours.port)) as one:
        peer = await arrived(ours, one)
        await peer.say(odd)
        await one.heard.until(lambda: one.heard.doubts == 1)


async def test_a_relay_that_does_not_say_where_the_bar_is_is_believed_less(ours: ScriptedServer) -> None:
    async with client(lease_at(ours.port)) as one:
        peer = await ours.accept()
        await peer.joined(epoch=EPOCH)
        await one.heard.until(lambda: one.heard.joins == [(None, EPOCH)])
