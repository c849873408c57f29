"""The commands for what becomes of a sale: the server finds each one sound, and its answer is what the stock shows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import pytest

from app.domain.cart import Line
from app.domain.catalog import Stock
from app.domain.errors import Rejected
from app.domain.ids import ProductId, SaleId
from app.domain.roles import Role
from app.domain.sale import line_to_json
from app.domain.sale_states import expected_status
from app.sync.outbox import Outbox
from app.sync.ports import Command
from app.till import sale_states
from app.till.commands import KNOWN_VERSIONS
from app.till.projections import stock_after
from tests.fakes import FakeClock, MemoryLedger
from tests.fixtures_postgres import Database
from tests.sql.support import Answer, Scene, connect_till, make_bar, new_uuid, sale_body
from tests.sql.trade import desk

SALE = SaleId("0190a5b0-0000-7000-8000-000000000001")
WHO: dict[str, Any] = {"command_id": "c", "by": "m", "session": "x"}
COMMANDS: tuple[Command, ...] = (
    sale_states.validate_sales([SALE], **WHO),
    sale_states.reject_sale(SALE, "jamais servie", **WHO),
    sale_states.withdraw_sale(SALE, command_id="c", by="m", session=None),
    sale_states.cancel_sale(SALE, "erreur", **WHO),
    sale_states.confirm_payment(SALE, 1, is_received=True, reference="MP-7", **WHO),
    sale_states.confirm_payment(SALE, 20, is_received=False, **WHO),
    sale_states.confirm_payment(SALE, 1, is_received=True, is_late=True, **WHO),
    sale_states.redeem_change(SALE, **WHO),
)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_the_server_finds_every_command_sound(scene: Scene) -> None:
    for command in COMMANDS:
        path = await scene.owner.fetchval(
            "select logic.bad_body($1, $2, $3)", command.kind, command.version, json.dumps(command.body)
        )
        assert path is None, command


async def test_they_do_on_the_server_what_they_are_named_for(scene: Scene) -> None:
    till = await desk(scene)
    credit = await _pay(
        scene, till, [{"method": "cash", "amount": 500, "tendered": 700, "change": 0, "owed": 200}]
    )
    moved = await _pay(
        scene, till, [{"method": "mobile_money", "amount": 500, "operator": "Moov Money", "reference": None}]
    )
    withdrawn = await _pay(scene, till, None)
    done: list[tuple[str, Command]] = [
        ("Afi", sale_states.withdraw_sale(withdrawn, command_id=new_uuid(), by="", session=None)),
        ("Koffi", sale_states.validate_sales([credit, moved], **WHO)),
        ("Koffi", sale_states.confirm_payment(moved, 1, is_received=True, **WHO)),
        ("Sena", sale_states.redeem_change(credit, **WHO)),
        ("Ayaba", sale_states.cancel_sale(moved, "erreur", **WHO)),
    ]
    for name, command in done:
        outcome = await till.do(name, command.kind, dict(command.body))
        assert outcome["outcome"] == "done", (command, outcome)

    states = await scene.owner.fetch("select id, status from data.sales where bar_id = $1", scene.bar.id)
    assert {str(row["id"]): row["status"] for row in states} == {
        credit: "validated",
        moved: "cancelled",
        withdrawn: "rejected",
    }


async def _pay(scene: Scene, till: Any, payments: object) -> SaleId:
    body = {} if payments is None else {"payments": payments}
    return SaleId((await till.sell("Afi", (0, 1), body=body))["sale"])


@pytest.mark.parametrize("mode", ["simplified", "full"])
async def test_the_server_makes_of_a_sale_what_the_till_expects(scene: Scene, mode: str) -> None:
    till = await desk(scene, mode=mode)
    for name, role in {"Afi": Role.SELLER, "Koffi": Role.MANAGER, "Ayaba": Role.OWNER}.items():
        for has_session in (True, False):
            await till.session(name)
            sold = await till.sell(name, (0, 1), **({} if has_session else {"session": None}))
            assert sold["status"] == expected_status(mode, role, has_session=has_session)


async def test_a_note_on_a_line_is_no_reason_to_refuse_the_sale(scene: Scene) -> None:
    till = await desk(scene)
    product = scene.bar.products[0]
    noted = Line(ProductId(product.id), product.name, product.volume_ml, product.price, 2, "sans glace")
    body = sale_body(scene.bar, [cast("Answer", line_to_json(noted))], ticket="C1-000001", seller="Koffi")
    assert (await till.do("Koffi", "record_sale", body))["outcome"] == "done"

    kept = await scene.owner.fetchrow(
        "select qty, name from data.sale_items where sale_id = $1", body["sale"]
    )
    assert kept is not None
    assert tuple(kept) == (2, product.name)


async def test_nothing_is_shown_of_what_only_the_server_can_undo() -> None:
    outbox = Outbox(MemoryLedger("l"), FakeClock(), till_code="C1")
    await outbox.open()
    stocks = {ProductId("p"): Stock(ProductId("p"), 5, 0, 500, True, 1)}
    for command in COMMANDS:
        row = await outbox.append(command)
        assert stock_after(stocks, row) is stocks


def test_each_kind_is_spoken_in_its_version() -> None:
    assert {command.kind: command.version for command in COMMANDS} == dict(sale_states.VERSIONS)
    assert KNOWN_VERSIONS.items() >= sale_states.VERSIONS.items()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"position": 0}, "body.position"),
        ({"position": 21}, "body.position"),
        ({"reference": "x" * 81}, "body.reference"),
        ({"reference": "a\0"}, "body.reference"),
    ],
)
def test_a_payment_that_the_server_would_find_unsound_is_not_sent(changes: dict[str, Any], path: str) -> None:
    arguments: dict[str, Any] = {"sale": SALE, "position": 1, "is_received": True} | WHO | changes
    with pytest.raises(Rejected) as refused:
        sale_states.confirm_payment(**arguments)

    assert refused.value.params == {"path": path}


def test_a_decision_without_its_reason_or_its_sales_is_not_sent() -> None:
    for make in (sale_states.reject_sale, sale_states.cancel_sale):
        with pytest.raises(Rejected):
            make(SALE, " ", **WHO)
    with pytest.raises(Rejected):
        sale_states.validate_sales([], **WHO)
