"""The realtime client before every way in which a server can disappoint. ``rt_``: the cases of the protocol's table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from random import Random

import pytest

from app.drivers.clock import SystemClock
from app.drivers.realtime import RealtimeFeed, Timings
from app.sync.base import FeedMessage
from app.sync.live import FeedState
from tests.conftest import ErrorLog
from tests.drivers.realtime_client import MESSAGE, QUICK, client, joined
from tests.drivers.realtime_server import TOPIC, Recorder, ScriptedServer, lease_at, scripted


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


async def test_rt_1_a_server_that_never_answers_the_upgrade_is_tried_again() -> None:
    met: list[asyncio.StreamWriter] = []
    thrice = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(writer)
        if len(met) == 3:
            thrice.set()
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(mute, "127.0.0.1", 0)
    async with client(lease_at(silent.sockets[0].getsockname()[1]), replace(QUICK, open_s=0.1)) as one:
        async with asyncio.timeout(10):
            await thrice.wait()
        assert FeedState.BACKOFF in one.heard.states
    async with asyncio.timeout(10):
        for writer in met:
            await writer.wait_closed()
    silent.close()


async def test_rt_3_heartbeats_that_are_not_answered_end_the_connection(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        async with asyncio.timeout(10):
            await peer.ended.wait()
        await one.heard.until(lambda: one.heard.losses > 0)

        await joined(server, one)
        assert one.feed.state is FeedState.JOINED


async def test_rt_3_a_line_that_is_silent_is_dead_whatever_it_says_of_itself(server: ScriptedServer) -> None:
    timings = replace(QUICK, heartbeat_s=60.0, silence_s=0.2)
    async with client(lease_at(server.port, "broadcast"), timings) as one:
        peer = await joined(server, one)
        async with asyncio.timeout(10):
            await peer.ended.wait()
        await joined(server, one)


@pytest.mark.parametrize("event", ["phx_close", "phx_error"])
async def test_rt_4_a_channel_that_the_server_ends_is_joined_again(
    server: ScriptedServer, event: str
) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        await peer.push(event)
        await one.heard.until(lambda: one.heard.losses == 1)
        assert one.feed.state is FeedState.BACKOFF
        await peer.joined()
        await one.heard.until(lambda: len(one.heard.joins) == 2)


async def test_the_end_of_an_earlier_join_is_not_the_end_of_this_one(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        await peer.push("phx_close", ref="an earlier one's")
        await peer.broadcast(MESSAGE)
        await one.heard.until(lambda: len(one.heard.messages) == 1)

        assert one.heard.losses == 0


async def test_rt_5_a_fresh_token_is_sent_over_the_same_channel(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        one.feed.offer(lease_at(server.port, "broadcast", token="fresh"))
        sent = await peer.expect("access_token")

        assert sent.payload == {"access_token": "fresh"}
        assert one.heard.losses == 0


@pytest.mark.parametrize("status", [HTTPStatus.UNAUTHORIZED, None])
async def test_rt_6_a_token_that_is_refused_is_waited_for(
    server: ScriptedServer, status: HTTPStatus | None
) -> None:
    server.refuse = status
    async with client(lease_at(server.port, "broadcast")) as one:
        if status is None:
            peer = await server.accept()
            join = await peer.expect("phx_join")
            await peer.reply(join, "error", reason="InvalidJWTToken: Token has expired 5 seconds ago")
        await one.heard.until(lambda: one.feed.state is FeedState.AUTH_WAIT)
        assert one.heard.wants == 1
        server.refuse = None
        one.feed.offer(lease_at(server.port, "broadcast", token="fresh"))
        peer = await server.accept()
        join = await peer.joined()

        assert isinstance(join.payload, dict)
        assert join.payload["access_token"] == "fresh"


async def test_a_token_that_ends_on_an_open_channel_is_wanted_and_the_channel_joined_again(
    server: ScriptedServer,
) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        await peer.system("error", "Token has expired 3 seconds ago", "system")
        await peer.push("phx_close")
        await one.heard.until(lambda: one.heard.wants == 1)
        assert one.heard.losses >= 1
        one.feed.offer(lease_at(server.port, "broadcast", token="fresh"))
        await peer.joined()
        await one.heard.until(lambda: len(one.heard.joins) == 2)


@pytest.mark.parametrize("status", [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN])
async def test_rt_7_a_server_that_is_full_is_left_alone_for_some_minutes(
    server: ScriptedServer, status: HTTPStatus
) -> None:
    server.refuse = status
    async with client(lease_at(server.port, "broadcast")) as one:
        await one.heard.until(lambda: one.feed.state is FeedState.REFUSED)
        one.feed.offer(lease_at(server.port, "broadcast", token="fresh"))
        server.refuse = None
        await joined(server, one)

    assert (Timings().refused_s, len(server.requests)) == ((300.0, 600.0), 2)


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("Unauthorized: You do not have permissions to read from this Channel topic", FeedState.REFUSED),
        ("ConnectionRateLimitReached: too many", FeedState.REFUSED),
        ("UnableToConnectToProject: later", FeedState.BACKOFF),
    ],
)
async def test_what_a_refused_join_says_decides_how_long_to_wait(
    server: ScriptedServer, reason: str, state: FeedState
) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await server.accept()
        await peer.reply(await peer.expect("phx_join"), "error", reason=reason)
        await one.heard.until(lambda: one.feed.state is state)


async def test_three_joins_that_fail_make_another_socket(server: ScriptedServer) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await server.accept()
        for _ in range(3):
            await peer.reply(await peer.expect("phx_join"), "error", reason="DatabaseLackOfConnections")
        async with asyncio.timeout(10):
            await peer.ended.wait()
        await joined(server, one)


async def test_a_join_that_is_not_answered_is_made_again_and_then_on_another_socket(
    server: ScriptedServer,
) -> None:
    async with client(lease_at(server.port, "broadcast"), replace(QUICK, join_s=0.1)) as one:
        peer = await server.accept()
        refs = [(await peer.expect("phx_join")).ref]
        for _ in range(2):
            await peer.expect("phx_leave")
            refs.append((await peer.expect("phx_join")).ref)
        async with asyncio.timeout(10):
            await peer.ended.wait()
        await joined(server, one)

    assert len(set(refs)) == 3


@pytest.mark.parametrize("code", [1001, 1012])
async def test_rt_10_after_a_restart_everybody_comes_back_at_a_time_of_their_own(code: int) -> None:
    waits = [await first_wait(code, seed) for seed in range(12)]

    assert max(waits) <= Timings().restart_s
    assert max(waits) - min(waits) > 15


async def first_wait(code: int, seed: int) -> float:
    """Return for how long a client means to stay away after its server went with that code."""
    waits: list[float] = []

    class Drawn(Random):
        def uniform(self, a: float, b: float) -> float:
            drawn = super().uniform(a, b)
            if b == Timings().restart_s:
                waits.append(drawn)
            return 0.0

    async with scripted() as server:
        feed = RealtimeFeed(SystemClock(), Drawn(seed), timings=replace(QUICK, restart_s=Timings().restart_s))
        heard = Recorder(lambda: feed.state)
        feed.offer(lease_at(server.port, "broadcast"))
        running = asyncio.ensure_future(feed.run(heard))
        peer = await server.accept()
        await peer.socket.close(code)
        await heard.until(lambda: bool(waits))
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    return waits[0]


async def test_rt_11_a_machine_that_slept_connects_again_at_once(server: ScriptedServer) -> None:
    timings = replace(QUICK, first_s=60.0, most_s=60.0)
    async with client(lease_at(server.port, "broadcast"), timings) as one:
        await joined(server, one)
        one.clock.jumped_s += 3600
        await joined(server, one)
        assert one.heard.losses >= 1

        await server.stop(1006 - 5)  # it goes away; the next try is a minute off
        await one.heard.until(lambda: one.feed.state is FeedState.BACKOFF)
        await server.start()
        one.clock.jumped_s += 3600
        await joined(server, one)


@pytest.mark.parametrize(
    ("frame", "is_doubt"),
    [
        ("no JSON", False),
        (f"no JSON about {TOPIC}", True),
        ('{"topic":"t","event":"e","payload":{}}', False),
        ("{}", False),
        ("[1,2,3]", False),
        (b"\x09abc", False),
        (b"\x09" + TOPIC.encode(), True),
        (f'{{"topic":"{TOPIC}","event":"broadcast","ref":null,"payload":5}}', False),
        (
            f'{{"topic":"{TOPIC}","event":"broadcast","ref":null,"payload":{{"event":"stock","payload":5}}}}',
            True,
        ),
        (f'{{"topic":"{TOPIC}","event":"never heard of","ref":null,"payload":{{}}}}', False),
        (f'{{"topic":"{TOPIC}","event":"system","ref":null,"payload":[]}}', False),
        ('{"topic":"phoenix","event":"phx_reply","ref":"none","payload":[]}', False),
        ('{"topic":"realtime:another","event":"phx_close","ref":null,"payload":{}}', False),
        ("x" * 4_000_000, False),
    ],
)
async def test_rt_12_odd_frames_end_nothing(
    server: ScriptedServer, frame: str | bytes, is_doubt: bool
) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        await peer.say(frame)
        await peer.broadcast(MESSAGE)
        await one.heard.until(lambda: len(one.heard.messages) == 1)

        assert one.heard.doubts == is_doubt


async def test_rt_15_a_server_that_lost_its_database_is_not_believed_until_it_has_it_again(
    server: ScriptedServer,
) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        await peer.system("error", "the database is gone")
        await one.heard.until(lambda: one.heard.losses == 1)
        await peer.system("ok", "Subscribed to PostgreSQL")
        await one.heard.until(lambda: len(one.heard.joins) == 2)


async def test_that_the_database_is_back_may_be_lost_on_the_way_the_channel_is_joined_again(
    server: ScriptedServer,
) -> None:
    async with client(lease_at(server.port, "broadcast"), replace(QUICK, system_s=0.1)) as one:
        peer = await joined(server, one)
        await peer.system("error", "the database is gone")
        assert (await peer.expect("phx_leave")).topic == TOPIC
        await peer.joined()
        await one.heard.until(lambda: len(one.heard.joins) == 2)

        assert one.heard.losses == 1


async def test_a_lease_that_is_withdrawn_closes_the_socket_and_a_new_one_opens_another(
    server: ScriptedServer,
) -> None:
    async with client(lease_at(server.port, "broadcast")) as one:
        peer = await joined(server, one)
        one.feed.withdraw(FeedState.SUSPENDED)
        async with asyncio.timeout(10):
            await peer.ended.wait()
        assert one.feed.state is FeedState.SUSPENDED
        one.feed.offer(lease_at(server.port, "broadcast"))
        await joined(server, one)


async def test_a_lease_that_is_withdrawn_ends_a_wait(server: ScriptedServer) -> None:
    server.refuse = HTTPStatus.TOO_MANY_REQUESTS
    async with client(lease_at(server.port), replace(QUICK, refused_s=(60.0, 60.0))) as one:
        await one.heard.until(lambda: one.feed.state is FeedState.REFUSED)
        one.feed.withdraw(FeedState.OFF)
        server.refuse = None
        one.feed.offer(lease_at(server.port))
        await joined(server, one)


async def test_it_ends_within_a_second_whatever_the_server_does(server: ScriptedServer) -> None:
    loop = asyncio.get_running_loop()
    async with client(lease_at(server.port, "broadcast")) as one:
        await joined(server, one)
        began = loop.time()
    assert loop.time() - began < 1.0


@pytest.mark.parametrize("url", ["ws://", "http://127.0.0.1", "ws://127.0.0.1:1"])
async def test_an_address_that_leads_nowhere_is_no_end(url: str) -> None:
    async with client(replace(lease_at(1), url=url)) as one:
        await one.heard.until(lambda: one.feed.state in (FeedState.BACKOFF, FeedState.REFUSED))


class Buggy(Recorder):
    def told(self, message: FeedMessage) -> None:
        raise ValueError(message)


async def test_a_listener_with_a_bug_ends_nothing(
    server: ScriptedServer, expects_error_logs: ErrorLog
) -> None:
    async with client(lease_at(server.port, "broadcast"), listener=Buggy) as one:
        peer = await joined(server, one)
        await peer.broadcast(MESSAGE)
        await one.heard.until(lambda: one.heard.doubts == 1)
        assert one.feed.state is FeedState.JOINED
    assert {record.getMessage() for record in expects_error_logs.records} == {"a frame was not understood"}
