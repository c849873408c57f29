"""PostgreSQL dies and comes back, or ends the relay's connections: listeners are told so, and miss nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from app.server.relay import Relay
from app.server.relay.admission import AWAY
from app.server.site_postgres import in_thread
from app.sync.base import FeedMessage
from app.sync.feed import feed_from_json, short_from_json, topic_of
from tests.fixtures_postgres import OwnPostgres
from tests.server.relay.support import AT_ONCE, Client, Events, World, client, payload_of, refusal, world
from tests.sql.support import Scene, connect_till, make_bar, selling

FORMS = ("1.0.0", "2.0.0", "short")
CUT = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and query ~* '^(listen|select x)'"
)


@pytest.fixture
async def own_scene(own_postgres: OwnPostgres) -> AsyncIterator[Scene]:
    """A bar on a server of this test's own."""
    database = own_postgres.database
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    made.owner.terminate()
    made.till_connection.terminate()


async def restart(postgres: OwnPostgres, scene: Scene) -> None:
    """Kill the server, start it again and connect anew."""
    await in_thread(postgres.server.kill)
    await in_thread(postgres.server.start)
    scene.owner = await asyncpg.connect(scene.database.superuser_url)
    scene.till_connection = await connect_till(scene.database)


class Shelf:
    """What one listener knows of the stock from what it was told alone; ``asks``: how often it would have asked."""

    def __init__(self, bar: str, epoch: str, rev: int) -> None:
        self._bar = bar
        self.epoch = epoch
        self.rev = rev
        self.stock: dict[str, int] = {}

    async def hear(self, listener: Client, until_rev: int) -> None:
        while self.rev < until_rev:
            self._take(message(await listener.told(), self._bar, self.epoch))

    def _take(self, told: FeedMessage) -> None:
        assert told.epoch == self.epoch
        assert told.from_rev <= self.rev, "something is missing"
        self.stock |= {str(row["id"]): int(str(row["stock"])) for row in told.rows}
        self.rev = told.rev


def message(told: Any, bar: str, epoch: str) -> FeedMessage:
    found = short_from_json(told, epoch) if isinstance(told, list) else feed_from_json(told, bar)
    assert isinstance(found, FeedMessage)
    return found


async def stock_of(scene: Scene) -> dict[str, int]:
    rows = await scene.owner.fetch("select id::text, stock from data.bar_products where rev > $1", 8)
    return {row["id"]: row["stock"] for row in rows}


async def system(listener: Client) -> tuple[str, str, str]:
    said = payload_of(await listener.expect("system"))
    return said["status"], said["extension"], said["message"]


LOST = (
    "error",
    "postgres_changes",
    "The connection to PostgreSQL is lost; changes are told again when it is back",
)
BACK = ("ok", "postgres_changes", "Subscribed to PostgreSQL")


async def test_sales_while_it_was_not_heard_are_told_before_it_says_that_it_hears(
    own_postgres: OwnPostgres, own_scene: Scene
) -> None:
    scene = own_scene
    async with world(scene) as relay:
        listeners = [await relay.listen(form) for form in FORMS]
        epoch = await scene.owner.fetchval("select epoch::text from data.bar_clocks")
        shelves = [Shelf(scene.bar.id, epoch, await scene.rev()) for _ in listeners]
        await scene.submit(selling(scene.bar, 1, (0, 1)))
        await restart(own_postgres, scene)
        for no in range(2, 7):
            await scene.submit(selling(scene.bar, no, (0, 1)))
            await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)
        rev, stock = await scene.rev(), await stock_of(scene)

        for listener, shelf in zip(listeners, shelves, strict=True):
            await shelf.hear(listener, rev)
            assert shelf.stock == stock
        for listener in listeners:
            await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)
            await listener.told()


@pytest.mark.parametrize("form", FORMS)
async def test_listeners_are_told_that_nothing_is_heard_and_that_it_is_again(relay: World, form: str) -> None:
    listener = await relay.listen(form)
    for _ in range(2):
        await relay.scene.owner.execute(CUT)
        await relay.events.next("lost")

        assert await system(listener) == LOST
        assert await system(listener) == BACK
        await relay.events.next("subscribed")
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)
    await listener.told()
    assert await relay.count("database_losses_total") == 2


async def test_one_of_its_connections_that_ends_is_enough(relay: World) -> None:
    listener = await relay.listen()
    for start in ("listen", "select x"):
        await relay.scene.owner.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and query ilike $1 || '%'",
            start,
        )
        assert (await system(listener), await system(listener)) == (LOST, BACK)


async def test_while_postgresql_is_away_nobody_comes_in_and_everybody_stays(
    own_postgres: OwnPostgres, own_scene: Scene
) -> None:
    scene = own_scene
    async with world(scene) as relay:
        token = await relay.token()
        listener, waiting = await relay.listen(), await relay.open(token)
        mark = await listener.beat()
        await in_thread(own_postgres.server.stop)
        await relay.events.next("lost")

        assert await relay.refused(token) == (503, "Realtime was unable to connect to the project database")
        reply = await waiting.join(topic_of(scene.bar.id), token, private=True)
        assert reply["response"]["reason"].startswith("UnableToConnectToProject: ")
        assert (await relay.get("/healthz"))[0] == 503
        assert (await relay.health())["status"] == "waiting for the database"
        assert await relay.count("database_up") == 0
        assert await listener.beat() == mark

        await in_thread(own_postgres.server.start)
        await relay.events.next("subscribed")
        assert (await waiting.join(topic_of(scene.bar.id), token, private=True))["status"] == "ok"
        assert (await relay.get("/healthz"))[0] == 200
        scene.owner = await asyncpg.connect(scene.database.superuser_url)
        await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)
        await listener.told()


async def test_a_relay_that_starts_while_postgresql_is_away_says_that_it_cannot_tell_yet(
    own_postgres: OwnPostgres, own_scene: Scene
) -> None:
    scene = own_scene
    async with world(scene) as before:
        token = await before.token()
    await in_thread(own_postgres.server.stop)
    events = Events()
    async with Relay(scene.database.superuser_url, settings=AT_ONCE, emit=events) as relay:
        assert await refusal(relay.address, token) == (503, AWAY)

        await in_thread(own_postgres.server.start)
        await events.next("subscribed")
        async with client(relay.address, token) as listener:
            reply = await listener.join(topic_of(scene.bar.id), token, private=True)
            assert reply["status"] == "ok"


async def test_a_fresh_token_that_nobody_can_judge_now_ends_no_channel(
    own_postgres: OwnPostgres, own_scene: Scene
) -> None:
    scene = own_scene
    async with world(scene) as relay:
        listener = await relay.listen()
        fresh = relay.forged()
        await in_thread(own_postgres.server.stop)
        await relay.events.next("lost")
        await listener.say(topic_of(scene.bar.id), "access_token", {"access_token": fresh})
        await listener.beat()

        await in_thread(own_postgres.server.start)
        await relay.events.next("subscribed")
        scene.owner = await asyncpg.connect(scene.database.superuser_url)
        await scene.owner.execute("select logic.take_rev($1, '{team}', false)", scene.bar.id)
        await listener.told()


async def test_a_database_that_comes_back_as_another_says_so(relay: World) -> None:
    scene, listeners = relay.scene, [await relay.listen(form) for form in FORMS]
    async with scene.owner.transaction():
        await scene.owner.execute("alter table data.bar_clocks disable trigger all")
        await scene.owner.execute(
            "update data.bar_clocks set epoch = gen_random_uuid(), rev = 3 where bar_id = $1", scene.bar.id
        )
        await scene.owner.execute("alter table data.bar_clocks enable trigger all")
    epoch = await scene.owner.fetchval("select epoch::text from data.bar_clocks")
    await scene.owner.execute(CUT)

    for listener in listeners:
        told = message(await listener.told(), scene.bar.id, "")
        assert (told.epoch, told.from_rev, told.rev, told.rows) == (epoch, 3, 3, ())


async def test_many_listeners_converge_whatever_is_cut(relay: World) -> None:
    """Sales go on while the relay's connections are ended again and again."""
    scene = relay.scene
    listeners = [await relay.listen(form) for form in FORMS * 4]
    epoch = await scene.owner.fetchval("select epoch::text from data.bar_clocks")
    shelves = [Shelf(scene.bar.id, epoch, await scene.rev()) for _ in listeners]

    async def sell() -> None:
        for no in range(1, 9):
            await scene.submit(selling(scene.bar, no, (0, 1)))
            if no % 3 == 0:
                await scene.owner.execute(CUT)

    async def follow(listener: Client, shelf: Shelf, until_rev: int) -> None:
        await shelf.hear(listener, until_rev)

    rev = await scene.rev() + 8
    async with asyncio.TaskGroup() as group:
        group.create_task(sell())
        for listener, shelf in zip(listeners, shelves, strict=True):
            group.create_task(follow(listener, shelf, rev))

    assert [shelf.stock for shelf in shelves] == [await stock_of(scene)] * 12
