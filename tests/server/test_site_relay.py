"""A site's relay: tills learn where it is from the database, it stays there, and whatever a person set stays too."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from app.server.backup import backup, restore
from app.server.site import Site
from app.server.site_postgres import in_thread
from app.server.site_record import FILE_NAME, read_record, write_record
from app.server.site_relay import port_of
from tests.server.relay.support import client
from tests.server.small_bar import SmallBar
from tests.server.test_site import Events, listener, supervised

ELSEWHERE = "wss://realtime.example"


async def named(site: Site) -> tuple[str | None, str]:
    """Return where and how tills are told to listen."""
    connection = await asyncpg.connect(site.admin_url)
    row = await connection.fetchrow("select realtime_url, realtime_kind from data.site")
    await connection.close()
    assert row is not None
    return row["realtime_url"], row["realtime_kind"]


async def name(site: Site, address: str | None, kind: str = "relay") -> None:
    connection = await asyncpg.connect(site.admin_url)
    await connection.execute("select logic.set_realtime($1, $2, null, null)", address, kind)
    await connection.close()


async def test_tills_learn_the_relay_s_address_and_it_stays(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        first = site.ready.realtime
        assert first is not None
        assert first.startswith("ws://127.0.0.1:")
        assert await named(site) == (first, "relay")

    async with Site(site_folder, durable=False) as site:
        assert site.ready.realtime == first
        assert await named(site) == (first, "relay")


async def test_another_port_is_taken_and_named_when_the_known_one_is(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        first = site.ready.realtime
    port = port_of((first,))
    assert port is not None

    with listener(port):
        async with Site(site_folder, durable=False) as site:
            assert site.ready.realtime not in (first, None)
            assert await named(site) == (site.ready.realtime, "relay")


@pytest.mark.parametrize(
    ("address", "kind"), [(ELSEWHERE, "broadcast"), (ELSEWHERE, "relay"), (None, "relay")]
)
async def test_what_an_administrator_has_said_is_left_alone(
    site_folder: Path, address: str | None, kind: str
) -> None:
    async with Site(site_folder, durable=False) as site:
        ours = site.ready.realtime
        await name(site, address, kind)
    for back in (address, ours):
        async with Site(site_folder, durable=False) as site:
            assert await named(site) == (address, kind)
            assert site.ready.realtime == ours
            await name(site, back, kind if back == address else "relay")
    async with Site(site_folder, durable=False) as site:
        assert await named(site) == (ours, "relay")


async def test_one_set_before_the_first_start_is_left_alone(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        ours = site.ready.realtime
        await name(site, ELSEWHERE, "broadcast")
    record = read_record(site_folder)
    assert record is not None
    write_record(site_folder, replace(record, realtime=(None,)))

    async with Site(site_folder, durable=False) as site:
        assert await named(site) == (ELSEWHERE, "broadcast")
        await name(site, None)
    async with Site(site_folder, durable=False) as site:
        assert await named(site) == (None, "relay")
        assert ours is not None


async def test_a_start_that_was_cut_before_it_had_named_the_relay_is_made_good(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        ours = site.ready.realtime
        await name(site, None)
    record = read_record(site_folder)
    assert record is not None
    write_record(site_folder, replace(record, realtime=(None, ours)))

    async with Site(site_folder, durable=False) as site:
        assert await named(site) == (ours, "relay")


async def test_a_record_of_an_earlier_release_has_no_relay_yet(site_folder: Path) -> None:
    path = site_folder / FILE_NAME
    stored = json.loads(path.read_text("utf-8"))
    del stored["realtime"]
    path.write_text(json.dumps(stored), "utf-8")

    async with Site(site_folder, durable=False) as site:
        assert await named(site) == (site.ready.realtime, "relay")


async def test_a_backup_brings_back_what_happened_and_not_where_tills_listen(
    site_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "made.dump"
    async with Site(site_folder, durable=False) as site:
        ours, binaries = site.ready.realtime, site.postgres.binaries
        await name(site, "ws://127.0.0.1:9")
        await backup(binaries, site.admin_url, file)
        await name(site, ours)
        await restore(binaries, site.admin_url, file, till_password=None)

        assert await named(site) == (ours, "relay")


async def test_it_lives_through_the_deaths_of_postgresql(site_folder: Path) -> None:
    events: Events
    async with supervised(site_folder) as (site, events):
        owner = await asyncpg.connect(site.admin_url)
        bar = await SmallBar.make(owner)
        offer = await bar.call("realtime_token", bar.token)
        async with client(offer["url"], offer["token"]) as till:
            topic = f"realtime:stock:{bar.bar}"
            assert (await till.join(topic, offer["token"], private=True))["status"] == "ok"
            await in_thread(site.postgres.kill)
            assert (await events.next())["event"] == "postgres_restarted"
            bar.connection = owner = await asyncpg.connect(site.admin_url)
            await bar.sell(2)

            assert (await till.expect("system")).payload["status"] == "error"  # type: ignore[index,call-overload]
            heard = [await till.next(), await till.next()]  # it may hear again before the sale or after it
            said = {frame.event: frame.payload for frame in heard}
            assert said["broadcast"]["payload"]["rows"][0]["stock"] == 22  # type: ignore[index,call-overload]
            assert said["system"]["status"] == "ok"  # type: ignore[index,call-overload]
        await owner.close()


async def test_it_ends_with_its_site(site_folder: Path) -> None:
    async with Site(site_folder, durable=False) as site:
        address = site.ready.realtime
        assert address is not None
        host, port = address.removeprefix("ws://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()

    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection(host, int(port))
