"""What a relay shows of itself: whether it is well, its figures, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.server.relay import Settings
from app.sync.feed import topic_of
from tests.fakes import FakeClock
from tests.server.relay.support import Client, World, client, http, world
from tests.sql.support import Scene, make_till, selling


async def test_it_is_well_while_every_commit_is_heard(relay: World) -> None:
    await relay.listen()
    status, _ = await relay.get("/healthz")

    assert (status, await relay.health()) == (200, {"status": "ok", "sockets": 1, "bars": 1})
    assert (await relay.get("/healthz?x=1"))[0] == 200


async def test_its_figures_are_what_happened(relay: World) -> None:
    scene = relay.scene
    await scene.owner.execute("select logic.set_realtime_cap($1, 2)", scene.bar.id)
    listeners = [await relay.listen("short", till) for till in scene.bar.tills]
    third = await make_till(scene.owner, scene.bar.id, "T9")
    assert (await scene.call("realtime_token", third.token))["state"] == "full"
    await relay.refused("nonsense")
    for no in (1, 2):
        await scene.submit(selling(scene.bar, no, (0, 1)))
    for listener in listeners:
        while (await listener.told())[0] < await scene.rev():
            pass
    bar = scene.bar.id
    _, text = await relay.get("/metrics")
    names = {family.name for family in text_string_to_metric_families(text)}

    assert await relay.count("sockets") == 2
    assert await relay.count("bar_sockets", bar=bar) == 2
    assert await relay.count("bar_cap", bar=bar) == 2
    assert await relay.count("bar_refused_tills", bar=bar) == 1
    assert await relay.count("joins_total", outcome="ok") == 2
    assert await relay.count("refusals_total", status="401") == 1
    assert await relay.count("announcements_total") >= 2
    assert await relay.count("frames_total") >= 4
    assert await relay.count("bytes_total") > 100
    assert await relay.count("lag_seconds_count") == await relay.count("events_total")
    assert await relay.count("database_up") == 1
    assert "process_resident_memory_bytes" in names


async def test_the_figures_name_no_secret(relay: World) -> None:
    token = await relay.token()
    await relay.open(token)
    _, text = await relay.get("/metrics")

    assert token not in text
    assert relay.secret not in text


async def test_the_figures_may_want_a_token(scene: Scene) -> None:
    async with world(scene, Settings(refusal_s=0, metrics_token="of the monitoring")) as relay:
        assert (await relay.get("/metrics"))[0] == 401
        assert (await relay.get("/metrics", {"Authorization": "Bearer wrong"}))[0] == 401
        assert (await relay.get("/metrics", {"Authorization": "Bearer of the monitoring"}))[0] == 200
        assert (await relay.get("/healthz"))[0] == 200


# --- its end


async def test_it_sends_its_sockets_away_one_after_the_other(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, Settings(refusal_s=0, drain_s=6), clock=clock) as relay:
        ended: list[tuple[int | None, str | None]] = []
        news = asyncio.Condition()

        async def watch(listener: Client) -> None:
            end = await listener.ended()
            async with news:
                ended.append(end)
                news.notify_all()

        for form in ("1.0.0", "2.0.0", "short", "1.0.0"):
            relay.background.create_task(watch(await relay.listen(form)))
        relay.background.create_task(relay.relay.drain())
        for gone in range(1, 5):
            async with news:
                await news.wait_for(lambda gone=gone: len(ended) >= gone)  # type: ignore[misc]
            assert len(ended) == gone
            assert (await relay.get("/healthz"))[0] == 503
            assert (await relay.health())["status"] == "draining"
            assert await relay.refused(relay.forged()) == (503, "This relay is about to end")
            await clock.advance(2)

        assert ended == [(1012, "restarting")] * 4


async def test_it_ends_at_once_when_it_is_left(scene: Scene) -> None:
    async with client_of_a_relay_that_ends(scene) as (listener, address):
        assert await listener.ended() == (1012, "restarting")
        with pytest.raises(OSError, match="Connect"):
            await http(address, "/healthz")


@contextlib.asynccontextmanager
async def client_of_a_relay_that_ends(scene: Scene) -> AsyncIterator[tuple[Client, str]]:
    async with contextlib.AsyncExitStack() as stack:
        async with world(scene) as relay:
            token = await relay.token()
            listener = await stack.enter_async_context(client(relay.relay.address, token))
            await listener.join(topic_of(scene.bar.id), token, private=True)
        yield listener, relay.relay.address
