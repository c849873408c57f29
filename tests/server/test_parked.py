"""What is parked is found by till and number, and booked."""

from __future__ import annotations

import hashlib
import json

import pytest

from app.cli.sentences import parked_sentences, unpark_sentence
from app.domain.errors import DeviceFailed
from app.server import parked, provision
from app.sync.ports import JsonObject
from tests.server.small_bar import SmallBar, fresh_id


async def park(bar: SmallBar, ticket: str = "C1-000001") -> None:
    """Let till C1 park a sale of two bottles, under its next number."""
    body = {
        "sale": fresh_id(),
        "ticket": ticket,
        "sold_by": bar.seller,
        "total": 1200,
        "lines": [{"product": bar.product, "name": "Flag", "volume_ml": 330, "price": 600, "qty": 2}],
        "payments": [{"method": "cash", "amount": 1200, "tendered": 1200, "change": 0, "owed": 0}],
        "override": False,
        "overrides": None,
        "supersedes": None,
    }
    command = {
        "no": bar.marks["applied"] + 1,
        "id": fresh_id(),
        "kind": "park",
        "version": 1,
        "sha256": hashlib.sha256(json.dumps(body).encode()).hexdigest(),
        "door": "served",
        "by": bar.seller,
        "session": None,
        "moment": "2026-06-13T21:26:00.000000Z",
        "clock_unsure": False,
        "age_s": None,
        "body": {"kind": "record_sale", "version": 1, "body": body},
    }
    bar.marks = await bar.call("submit", bar.token, bar.ledger, "{}", json.dumps([command]))
    assert bar.marks["outcomes"][0]["code"] == "TLPRK"


async def test_what_is_parked_is_listed_until_it_is_booked(small_bar: SmallBar) -> None:
    connection, bar = small_bar.connection, small_bar.bar
    assert parked_sentences(await parked.list_parked(connection, bar)) == "Nothing is parked."
    await park(small_bar)

    (row,) = await parked.list_parked(connection, bar)
    assert (row.till, row.ledger, row.no, row.kind, row.ticket) == (
        "C1",
        small_bar.ledger,
        1,
        "record_sale",
        "C1-000001",
    )
    assert parked_sentences([row]).startswith("C1  1  record_sale  C1-000001  ")
    outcome = await parked.unpark(connection, bar, "C1", 1)

    assert unpark_sentence("C1", outcome) == "Number 1 of till C1 is booked."
    assert await small_bar.stock() == 22
    assert await parked.list_parked(connection, bar) == []
    assert await parked.unpark(connection, bar, "C1", 1) == outcome
    assert await small_bar.stock() == 22


async def test_what_is_not_parked_is_said_to_be_none(small_bar: SmallBar) -> None:
    await small_bar.sell()

    for till, no in (("C1", 1), ("C1", 2), ("C9", 1)):
        with pytest.raises(DeviceFailed, match="TLNPK") as failed:
            await parked.unpark(small_bar.connection, small_bar.bar, till, no)
        assert failed.value.params == {"code": till, "no": no}


async def test_a_number_that_two_ledgers_have_parked_needs_the_ledger(small_bar: SmallBar) -> None:
    first = small_bar.ledger
    await park(small_bar)
    small_bar.ledger = fresh_id()
    await small_bar.open_ledger()
    await park(small_bar, "C1-000002")

    with pytest.raises(DeviceFailed, match="TLLDG") as failed:
        await parked.unpark(small_bar.connection, small_bar.bar, "C1", 1)
    assert failed.value.params["ledgers"] == f"{first}, {small_bar.ledger}"
    assert (await parked.unpark(small_bar.connection, small_bar.bar, "C1", 1, first))["outcome"] == "done"
    assert [row.ledger for row in await parked.list_parked(small_bar.connection, small_bar.bar)] == [
        small_bar.ledger
    ]


async def test_what_cannot_be_booked_yet_is_said(small_bar: SmallBar) -> None:
    await park(small_bar)
    await small_bar.connection.execute("update data.commands set body = jsonb_set(body, '{kind}', '\"fly\"')")

    outcome = await parked.unpark(small_bar.connection, small_bar.bar, "C1", 1)

    assert unpark_sentence("C1", outcome) == (
        "Number 1 of till C1 stays parked: it is refused (TLVER {'kind': 'fly', 'version': 1})."
    )
    stopped: JsonObject = {"no": 1, "outcome": "stopped", "sqlstate": "22012", "message": "division by zero"}
    assert unpark_sentence("C1", stopped) == (
        "Number 1 of till C1 stays parked: the server still fails on it (22012: division by zero)."
    )


async def test_the_bar_is_the_only_one_whose_parked_commands_are_seen(small_bar: SmallBar) -> None:
    await park(small_bar)
    other = await provision.create_bar(small_bar.connection, provision.NewBar("Le Filao"))

    assert await parked.list_parked(small_bar.connection, other) == []
    with pytest.raises(DeviceFailed, match="TLNPK"):
        await parked.unpark(small_bar.connection, other, "C1", 1)
