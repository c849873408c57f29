"""Which bar a till belongs to: enrolling, enrolling again, moving to another bar; nothing that is unsent is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import click
import pytest

from app import places
from app.cli.till import chosen_place, in_words, text_of
from app.domain.enrolment import Enrolment
from app.domain.errors import DeviceFailed, Rejected
from app.drivers.credentials import credentials_for
from app.server import provision
from app.server.provision import Connection, NewBar
from app.sync.ports import Command, Door, Envelope
from app.till.place import Place
from tests.fixtures_postgres import Database


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    opened = await asyncpg.connect(database.superuser_url)
    yield opened
    await opened.close()


class Bar:
    """A bar that gives codes for its till C1."""

    def __init__(self, connection: Connection, url: str, bar: str) -> None:
        self.connection, self.url, self.id = connection, url, bar

    @classmethod
    async def make(cls, connection: Connection, database: Database, name: str) -> Bar:
        return cls(connection, database.till_url, await provision.create_bar(connection, NewBar(name)))

    async def code(self, till: str = "C1") -> Enrolment:
        made = await provision.ensure_till(self.connection, self.id, till, "Comptoir")
        return Enrolment(self.url, await provision.create_enrolment(self.connection, self.id, made))

    async def knows(self, place: Place) -> bool:
        """Whether the place's token opens a till of this bar."""
        found = await self.connection.fetchval(
            "select exists (select from data.tills"
            " where bar_id = $1 and token_hash = sha256(convert_to($2, 'UTF8')))",
            self.id,
            place.token,
        )
        return bool(found)


@pytest.fixture
async def bar(connection: Connection, database: Database) -> Bar:
    return await Bar.make(connection, database, "Chez Aïcha")


@pytest.fixture
async def other(connection: Connection, database: Database) -> Bar:
    return await Bar.make(connection, database, "Le Filao")


async def sell(profile: Path) -> str:
    """Leave one unsent command in the ledger; returns its id."""
    outbox = await places.open_outbox(profile, "C1")
    try:
        row = await outbox.append(
            Command("0190a000-0000-7000-8000-000000000001", "record_sale", 1, {}, Door.SERVED, amount=600)
        )
        return row.id
    finally:
        await outbox.close()


async def ids(profile: Path) -> list[str]:
    outbox = await places.open_outbox(profile, "")
    try:
        return [row.id for row in outbox.rows()]
    finally:
        await outbox.close()


async def test_an_enrolled_till_enrols_again_only_when_told_to(bar: Bar, tmp_path: Path) -> None:
    await places.enrol_till(tmp_path, await bar.code(), "Comptoir")
    sold = await sell(tmp_path)

    with pytest.raises(DeviceFailed) as refused:
        await places.enrol_till(tmp_path, await bar.code(), "Comptoir")
    place = await places.enrol_till(tmp_path, await bar.code(), "Comptoir", again=True)

    assert "--again" in in_words(refused.value)
    assert places.place_of(tmp_path) == place
    assert await bar.knows(place)
    assert await ids(tmp_path) == [sold]


async def test_a_code_that_is_refused_leaves_the_working_place(bar: Bar, tmp_path: Path) -> None:
    place = await places.enrol_till(tmp_path, await bar.code(), "Comptoir")

    with pytest.raises(Rejected):
        await places.enrol_till(tmp_path, Enrolment(bar.url, "ABCD-2345"), "Comptoir", again=True)

    assert places.place_of(tmp_path) == place
    assert await bar.knows(place)


async def test_a_code_that_is_refused_keeps_the_token_of_the_one_before(bar: Bar, tmp_path: Path) -> None:
    lost = await bar.code()
    with pytest.raises(Exception, match="TLNET"):
        await places.enrol_till(tmp_path, Enrolment("postgresql://t:p@127.0.0.1:1/x", lost.code), "Comptoir")
    asked = places.place_of(tmp_path)

    with pytest.raises(Rejected):
        await places.enrol_till(tmp_path, Enrolment(bar.url, "ABCD-2345"), "Comptoir")

    assert places.place_of(tmp_path) == asked
    place = await places.enrol_till(tmp_path, lost, "Comptoir")
    assert asked is not None
    assert (place.token, place.till_code) == (asked.token, "C1")


async def test_a_till_with_unsent_sales_stays_in_its_bar(bar: Bar, other: Bar, tmp_path: Path) -> None:
    place = await places.enrol_till(tmp_path, await bar.code(), "Comptoir")
    sold = await sell(tmp_path)
    code = await other.code()

    with pytest.raises(DeviceFailed) as refused:
        await places.enrol_till(tmp_path, code, "Comptoir", again=True)

    assert "not sent" in in_words(refused.value)
    assert places.place_of(tmp_path) == place
    assert await ids(tmp_path) == [sold]

    # Once it is judged, the same code still works: the token that it was asked with was kept.
    (tmp_path / "kept").mkdir()
    for file in tmp_path.glob("ledger.sqlite3*"):
        file.replace(tmp_path / "kept" / file.name)
    moved = await places.enrol_till(tmp_path, code, "Comptoir", again=True)
    assert moved.bar == other.id
    assert await other.knows(moved)


async def test_a_till_that_moves_to_another_bar_sends_it_nothing_of_the_first(
    bar: Bar, other: Bar, tmp_path: Path
) -> None:
    first = await places.enrol_till(tmp_path, await bar.code(), "Comptoir")
    outbox = await places.open_outbox(tmp_path, "C1")
    ledger = outbox.ledger
    await outbox.close()

    moved = await places.enrol_till(tmp_path, await other.code(), "Comptoir", again=True)

    outbox = await places.open_outbox(tmp_path, "C1")
    assert (moved.bar, outbox.ledger == ledger, outbox.alert) == (other.id, False, None)
    await outbox.close()
    assert (tmp_path / f"bar-{first.bar}" / places.LEDGER_FILE).stat().st_size > 0


async def test_a_till_whose_place_was_forgotten_sends_another_bar_nothing_of_the_first(
    bar: Bar, other: Bar, tmp_path: Path
) -> None:
    """The key store is gone, the ledger is not: it says itself whose sales and epochs are in it."""
    first = await places.enrol_till(tmp_path, await bar.code(), "Comptoir")
    outbox = await places.open_outbox(tmp_path, "C1", first.bar)
    ledger = outbox.ledger
    await outbox.rewind(Envelope(ledger, "0190a000-0000-7000-8000-00000000000e", 0, frozenset(), 7))
    await outbox.close()
    credentials_for(tmp_path).store({})

    moved = await places.enrol_till(tmp_path, await other.code(), "Comptoir")

    outbox = await places.open_outbox(tmp_path, "C1", moved.bar)
    assert (moved.bar, outbox.bar, outbox.ledger == ledger) == (other.id, other.id, False)
    assert (outbox.epoch, outbox.past_epochs, outbox.seen().rev) == (None, (), 0)
    await outbox.close()
    assert (tmp_path / f"bar-{first.bar}" / places.LEDGER_FILE).stat().st_size > 0


async def test_a_ledger_of_another_bar_is_not_opened_and_can_be_used_after(tmp_path: Path) -> None:
    await (await places.open_outbox(tmp_path, "C1", "b1")).close()

    with pytest.raises(DeviceFailed, match="TLCFG"):
        await places.open_outbox(tmp_path, "C1", "b2")

    again = await places.open_outbox(tmp_path, "C1", "b1")
    assert again.bar == "b1"
    await again.close()


def ready(bar: str) -> str:
    tills = [{"code": "C1", "name": "Comptoir", "token": f"{bar}-token"}]
    return json.dumps({"event": "ready", "url": "postgresql://t:p@127.0.0.1:1/x", "bar": bar, "tills": tills})


def test_a_server_of_another_bar_does_not_replace_one_with_unsent_sales(tmp_path: Path) -> None:
    place = chosen_place(tmp_path, ready("b1"), "C1")
    sold = asyncio.run(sell(tmp_path))

    assert chosen_place(tmp_path, ready("b1"), "C1") == place
    with pytest.raises(DeviceFailed) as refused:
        chosen_place(tmp_path, ready("b2"), "C1")

    assert refused.value.params["waiting"] == 1
    assert "--profile" in in_words(refused.value)
    assert chosen_place(tmp_path, None, None) == place
    assert asyncio.run(ids(tmp_path)) == [sold]

    # The demo's bar, made anew, goes on without it; the sale is still on disk.
    asyncio.run(places.move_place(tmp_path, Place("postgresql://x", "t", "C1", "C", "b2"), even_unsent=True))
    assert asyncio.run(ids(tmp_path)) == []
    assert asyncio.run(ids(tmp_path / "bar-b1")) == [sold]


def test_a_server_of_another_bar_is_taken_when_all_is_sent(tmp_path: Path) -> None:
    chosen_place(tmp_path, ready("b1"), "C1")

    assert chosen_place(tmp_path, ready("b2"), "C1").bar == "b2"
    assert chosen_place(tmp_path, None, None).bar == "b2"


async def test_a_running_till_is_not_moved(tmp_path: Path) -> None:
    places.keep_place(tmp_path, Place("postgresql://x", "t", "C1", "C", "b1"))
    outbox = await places.open_outbox(tmp_path, "C1")

    with pytest.raises(DeviceFailed, match="TLHLD"):
        await places.move_place(tmp_path, Place("postgresql://x", "t", "C1", "C", "b2"))
    await outbox.close()


def test_an_option_may_name_a_file(tmp_path: Path) -> None:
    line = tmp_path / "line"
    line.write_text(ready("b1") + '\n{"event":"stopped"}\n', "utf-8")
    (tmp_path / "empty").touch()

    assert text_of("BT1.x", "--enrol") == "BT1.x"
    assert text_of(None, "--server") is None
    assert chosen_place(tmp_path, text_of(f"@{line}", "--server"), None).bar == "b1"
    for bad in ("empty", "missing"):
        with pytest.raises(click.UsageError, match=bad):
            text_of(f"@{tmp_path / bad}", "--server")
