"""A site starts, stays up through the death of its PostgreSQL, and stays where its tills know it to be."""

from __future__ import annotations

import asyncio
import os
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from app.domain.errors import DeviceFailed
from app.server.access import connected, open_folder
from app.server.cluster import Cluster
from app.server.embedded import EmbeddedPostgres
from app.server.ports import pick_port
from app.server.provision import NewBar, create_bar
from app.server.site import Event, Site
from app.server.site_postgres import DATABASE, cluster_folder, in_thread, start_postgres
from app.server.site_record import FILE_NAME, read_record

PATIENCE_S = 60.0


class Events:
    """What a supervised site said; ``next`` waits for one more."""

    def __init__(self) -> None:
        self._said = asyncio.Queue[Event]()

    def __call__(self, event: Event) -> None:
        self._said.put_nowait(event)

    async def next(self) -> Event:
        async with asyncio.timeout(PATIENCE_S):
            return await self._said.get()


@asynccontextmanager
async def supervised(folder: Path) -> AsyncIterator[tuple[Site, Events]]:
    events = Events()
    async with Site(folder, emit=events) as site, asyncio.TaskGroup() as group:
        watch = group.create_task(site.supervise())
        yield site, events
        watch.cancel()


def listener(port: int) -> socket.socket:
    other = socket.socket()
    other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    other.bind(("127.0.0.1", port))
    other.listen()
    return other


def known_port(folder: Path) -> int:
    record = Cluster(cluster_folder(folder)).read_record()
    assert record is not None
    return record.port


async def test_the_demo_starts_from_nothing_and_again_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "démo"
    async with Site(folder, is_demo=True, durable=False) as site:
        first = site.ready
        till = await asyncpg.connect(first.url)
        assert first.bar is not None
        assert first.bar in await till.fetchval("select api.bootstrap($1)", first.tills[0].token)
        await till.close()

    async with Site(folder, is_demo=True, durable=False) as site:
        assert site.ready == first
        till = await asyncpg.connect(first.url)
        await till.close()

    assert [till.code for till in first.tills] == ["C1", "C2"]
    assert len(first.people) == 6
    if os.name != "nt":
        assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700


async def test_a_new_site_has_no_bar_until_one_is_made(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        assert site.ready.bar is None
        assert (site.ready.tills, site.ready.people) == ((), ())
        connection = await asyncpg.connect(site.postgres.superuser_url(DATABASE))
        bar = await create_bar(connection, NewBar("Chez Aïcha"))
        await connection.close()

    async with Site(site_folder, durable=False) as site:
        assert site.ready.bar == bar


async def test_one_server_runs_over_a_folder(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        with pytest.raises(DeviceFailed, match="TLSRV"):
            await Site(site_folder).__aenter__()
        assert await in_thread(site.postgres.is_running)


async def test_postgres_ends_with_its_site(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        postgres = site.postgres

    assert not await in_thread(postgres.is_running)


async def test_a_killed_postgres_comes_back_where_the_tills_know_it(site_folder: Path) -> None:
    async with supervised(site_folder) as (site, events):
        url = site.ready.url
        for _ in range(3):
            await in_thread(site.postgres.kill)
            event = await events.next()

            assert (event["event"], event["port"]) == ("postgres_restarted", known_port(site_folder))
            till = await asyncpg.connect(url)
            assert await till.fetchval("select api.version() ->> 'api'") == "1"
            await till.close()


async def test_a_cut_connection_is_no_death(site_folder: Path) -> None:
    async with supervised(site_folder) as (site, events):
        pid = site.postgres.pid
        connection = await asyncpg.connect(site.postgres.superuser_url())
        for _ in range(2):
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where pid <> pg_backend_pid() and backend_type = 'client backend'"
            )
        await connection.close()
        assert site.postgres.pid == pid

        await in_thread(site.postgres.kill)
        assert (await events.next())["event"] == "postgres_restarted"


@pytest.mark.usefixtures("expects_error_logs")
async def test_a_taken_port_is_waited_for(site_folder: Path) -> None:
    async with supervised(site_folder) as (site, events):
        port = site.postgres.port
        site.postgres.kill()  # in the loop's own thread, so that the other program is faster
        with listener(port):
            down = await events.next()
            assert (down["event"], down["code"], down["params"]) == ("postgres_down", "TLPRT", {"port": port})

        assert (await events.next())["event"] == "postgres_restarted"


async def test_the_port_that_tills_know_is_not_changed_behind_their_back(site_folder: Path) -> None:
    port = known_port(site_folder)
    with listener(port):
        with pytest.raises(DeviceFailed, match="TLPRT"):
            await Site(site_folder, durable=False).__aenter__()
        with pytest.raises(DeviceFailed, match="TLPRT"):
            await in_thread(lambda: start_postgres(site_folder))

    async with Site(site_folder, durable=False) as site:
        assert site.postgres.port == port


async def test_a_port_that_is_asked_for_is_taken_from_then_on(site_folder: Path) -> None:
    wished = pick_port()
    async with Site(site_folder, port=wished, durable=False) as site:
        assert site.postgres.port == wished

    assert known_port(site_folder) == wished


async def test_a_first_start_takes_another_port_when_the_wished_one_is_taken(site_folder: Path) -> None:
    cluster = Cluster(cluster_folder(site_folder))
    record = cluster.read_record()
    assert record is not None
    cluster.remember_port(record, 0)
    wished = pick_port()

    with listener(wished):
        async with Site(site_folder, port=wished, durable=False) as site:
            assert site.postgres.port != wished


async def test_a_server_that_was_killed_leaves_a_postgres_that_the_next_one_takes_over(
    site_folder: Path,
) -> None:
    left_over = await in_thread(lambda: start_postgres(site_folder, durable=False))
    pid = left_over.pid
    left_over.keep_running = True
    await in_thread(left_over.close)

    async with Site(site_folder, durable=False) as site:
        assert site.postgres.pid == pid

    assert not await in_thread(left_over.is_running)


async def test_a_damaged_record_is_not_replaced(tmp_path: Path) -> None:
    record = tmp_path / FILE_NAME
    for damage in ("", "{", '{"till_password": "x"}', "[]"):
        record.write_text(damage)

        with pytest.raises(DeviceFailed, match="TLSIT"):
            await Site(tmp_path).__aenter__()

        assert record.read_text() == damage


async def test_a_lost_record_is_not_replaced(tmp_path: Path) -> None:
    data = cluster_folder(tmp_path) / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")

    with pytest.raises(DeviceFailed, match="TLSIT"):
        await Site(tmp_path).__aenter__()

    assert not (tmp_path / FILE_NAME).exists()


async def test_a_site_that_failed_to_start_can_be_started(site_folder: Path) -> None:
    site = Site(site_folder, durable=False)
    with listener(known_port(site_folder)), pytest.raises(DeviceFailed):
        await site.__aenter__()

    async with site:
        assert await in_thread(site.postgres.is_running)


async def test_a_start_that_is_cancelled_leaves_no_postgres(site_folder: Path) -> None:
    site, longest_s = Site(site_folder, durable=False), 0.2
    while True:
        async with asyncio.TaskGroup() as group:
            start = group.create_task(site.__aenter__())
            await asyncio.sleep(random.uniform(0.0, longest_s))
            start.cancel()
        if start.cancelled():
            break
        await site.__aexit__(None, None, None)  # it had started already
        longest_s /= 2
    assert not await in_thread(EmbeddedPostgres(cluster_folder(site_folder)).is_running)
    async with site:
        assert await in_thread(site.postgres.is_running)


async def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(DeviceFailed, match="TLPGF"):
        await Site(tmp_path / "taken").__aenter__()


async def test_whoever_looks_after_a_site_finds_it_running_or_not(site_folder: Path, tmp_path: Path) -> None:
    async with open_folder(site_folder) as access, connected(access) as connection:
        assert await connection.fetchval("select current_database()") == DATABASE
        record = read_record(site_folder)
        assert record is not None
        assert access.till_password == record.till_password
        assert access.till_password not in repr(access)

    async with Site(site_folder, durable=False) as site:
        async with open_folder(site_folder) as access, connected(access) as connection:
            assert await connection.fetchval("select 1") == 1
        assert await in_thread(site.postgres.is_running)

    with pytest.raises(DeviceFailed, match="TLNOS"):
        async with open_folder(tmp_path / "nothing"):
            pass
