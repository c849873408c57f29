"""What the relay hears of PostgreSQL: each commit once, however it comes, and whatever was lost on the way."""

from __future__ import annotations

import time

import asyncpg
import pytest

from app.server.relay import Problem, Relay, RelayFailed
from app.sync.feed import topic_of
from tests.fakes import FakeClock
from tests.server.relay.support import World, payload_of, world
from tests.sql.support import Scene, make_bar, selling, submit, until

GATED = """
create or replace function api.feed(bar uuid, epoch uuid, rev bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_advisory_lock_shared(42);
  perform pg_catalog.pg_advisory_unlock_shared(42);
  return logic.answer_feed(bar, epoch, rev);
end
$$;
grant execute on function pg_catalog.pg_advisory_lock_shared(bigint), pg_catalog.pg_advisory_unlock_shared(bigint)
  to bartender_api;
"""
FORBIDDEN = """
create or replace function api.feed(bar uuid, epoch uuid, rev bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  raise exception 'somebody has read %', bar;
end
$$
"""
IS_WAITED_FOR = "select exists (select from pg_locks where locktype = 'advisory' and not granted)"


async def set_price(scene: Scene, price: int) -> None:
    await scene.owner.execute(
        "select logic.set_price($1, $2, $3)", scene.bar.id, scene.bar.products[0].id, price
    )


async def move_team(scene: Scene) -> None:
    await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)


async def test_commits_while_a_bar_is_read_make_one_more_reading(relay: World) -> None:
    scene, listener = relay.scene, await relay.listen()
    await scene.owner.execute(GATED)
    before = await scene.rev()
    gate = await asyncpg.connect(scene.database.superuser_url)
    await gate.execute("select pg_advisory_lock(42)")
    await set_price(scene, 1000)
    await until(gate, IS_WAITED_FOR)
    for price in range(1001, 1031):
        await set_price(scene, price)
    await gate.close()

    told = [await listener.told()]
    while told[-1]["rev"] < before + 31:
        told.append(await listener.told())
    assert len(told) == 2
    assert [one["from"] for one in told] == [before, told[0]["rev"]]
    assert [row["price"] for row in told[-1]["rows"]] == [1030]
    assert await listener.is_quiet()


async def test_a_bar_without_sockets_is_not_read(relay: World) -> None:
    scene, listener = relay.scene, await relay.listen()
    other = await make_bar(scene.owner)
    made = await scene.owner.fetchval("select pg_get_functiondef('api.feed'::regproc)")
    await scene.owner.execute(FORBIDDEN)
    for no in range(1, 4):
        await submit(scene.till_connection, other.till, selling(other, no, (0, 1)))
    await scene.owner.execute(made)
    await move_team(scene)

    assert list((await listener.told())["topics"]) == ["team"]
    assert await relay.count("database_losses_total") == 0


async def test_a_bar_is_forgotten_with_its_last_socket(relay: World) -> None:
    listeners = [await relay.listen(), await relay.listen("short")]
    assert (await relay.health())["bars"] == 1
    for listener in listeners:
        await listener.socket.close()

    assert (await relay.health())["bars"] == 0
    assert (await relay.health())["sockets"] == 0


async def test_a_lost_announcement_is_found_within_half_a_minute(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        listener = await relay.listen()
        rev = await scene.rev()
        await scene.owner.execute("update data.site set feed = 'none'")
        await scene.submit(selling(scene.bar, 1, (0, 1)))
        await scene.owner.execute("update data.site set feed = 'notify'")
        assert await listener.is_quiet()

        await clock.advance(26)

        assert (await listener.told())["rev"] == rev + 1
        for _ in range(2):
            await clock.advance(26)
            assert await listener.is_quiet()
        while await relay.count("missed_announcements_total") < 1:
            pass
        assert await relay.count("missed_announcements_total") == 1


async def test_an_announcement_that_is_only_slow_is_not_counted_as_lost(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, clock=clock) as relay:
        listener = await relay.listen()
        await scene.owner.execute("update data.site set feed = 'none'")
        await scene.submit(selling(scene.bar, 1, (0, 1)))
        await clock.advance(26)
        await listener.told()
        await scene.owner.execute("select pg_notify('bartender_feed', $1 || ':9')", scene.bar.id)
        while await relay.count("announcements_total") < 1:
            pass
        await clock.advance(26)

        assert await listener.is_quiet()
        assert await relay.count("missed_announcements_total") == 0


async def test_an_announcement_that_makes_no_sense_is_passed_over(relay: World) -> None:
    listener = await relay.listen()
    for payload in ("", "x", ":", "🍺:1", "0" * 7000, f"{relay.scene.bar.id}"):
        await relay.scene.owner.execute("select pg_notify('bartender_feed', $1)", payload)
    await move_team(relay.scene)

    assert list((await listener.told())["topics"]) == ["team"]


async def test_many_bars_that_move_at_once_are_told_each_its_own(relay: World) -> None:
    scene = relay.scene
    bars = [await make_bar(scene.owner) for _ in range(20)]
    listeners = []
    for bar in bars:
        await scene.call("realtime_token", bar.till.token)
        token = relay.forged(bar_id=bar.id, sub=bar.till.id)
        listener = await relay.open(token, "short")
        assert (await listener.join(topic_of(bar.id), token, private=True))["status"] == "ok"
        listeners.append(listener)
    async with scene.owner.transaction():
        for place, bar in enumerate(bars):
            await scene.owner.execute(
                "select logic.set_price($1, $2, $3)", bar.id, bar.products[0].id, 1000 + place
            )

    for place, listener in enumerate(listeners):
        assert [row[2] for row in (await listener.told())[4]] == [1000 + place]
        assert await listener.is_quiet()


async def test_a_deploy_under_a_relay_that_listens(relay: World) -> None:
    scene, listener = relay.scene, await relay.listen()
    made = await scene.owner.fetchval("select pg_get_functiondef('api.feed'::regproc)")
    async with scene.owner.transaction():
        await scene.owner.execute("drop function api.feed(uuid, uuid, bigint)")
        await scene.owner.execute(made)
        await scene.owner.execute("alter function api.feed(uuid, uuid, bigint) owner to bartender_api")
        await scene.owner.execute("grant execute on function api.feed(uuid, uuid, bigint) to bartender_relay")
    for price in (1001, 1002):
        await set_price(scene, price)
        assert (await listener.told())["rows"][0]["price"] == price


async def test_it_reads_as_the_relay_s_role_whoever_logs_in(scene: Scene) -> None:
    await scene.owner.execute("revoke execute on function api.feed_settings() from bartender_relay")

    with pytest.raises(RelayFailed) as failed:
        await Relay(scene.database.superuser_url).__aenter__()
    assert failed.value.problem is Problem.SCHEMA


async def test_a_bug_in_a_reading_is_logged_and_hearing_goes_on(
    scene: Scene, expects_error_logs: object
) -> None:
    assert expects_error_logs is not None
    async with world(scene) as relay:
        listener = await relay.listen()
        made = await scene.owner.fetchval("select pg_get_functiondef('api.feed'::regproc)")
        await scene.owner.execute(
            "create or replace function api.feed(bar uuid, epoch uuid, rev bigint) returns jsonb"
            " language sql stable security definer set search_path = '' as $$ select '{}'::jsonb $$"
        )
        await set_price(scene, 1)
        assert payload_of(await listener.expect("system"))["status"] == "error"
        await scene.owner.execute(made)

        assert (await listener.told())["rows"][0]["price"] == 1
        assert payload_of(await listener.expect("system"))["status"] == "ok"
