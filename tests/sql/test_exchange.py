"""An exchange: goods come back and others leave, in one command, whole or not at all."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.sql.coming_back import coming_back, done, is_sound, net, refused, shelf, swap, to_keep
from tests.sql.support import Answer, Scene, cash, line, new_uuid, sale_body
from tests.sql.trade import Desk, desk

FLAG_33, FLAG_60, SOBEBRA, WATER = range(4)  # 500, 800, 700 and 300; 10, 10, 3 and 1 of them


async def sold(scene: Scene, *wanted: tuple[int, int]) -> tuple[Desk, str]:
    """Return a desk and the validated sale made there: three of the first, unless told otherwise."""
    made = await desk(scene)
    sale = await made.sell("Koffi", *(wanted or ((FLAG_33, 3),)))
    return made, sale["sale"]


async def owed(scene: Scene) -> list[tuple[str, str, str, int]]:
    rows = await scene.owner.fetch(
        "select id::text, sale_id::text, code, amount_minor from data.change_credits where bar_id = $1",
        scene.bar.id,
    )
    return [(x["id"], x["sale_id"], x["code"], x["amount_minor"]) for x in rows]


async def test_one_thing_is_exchanged_for_another_of_more(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (FLAG_60, 2))
    outcome = await bar.do("Koffi", "exchange", body)

    result = done(outcome)
    assert (result["return"], result["sale"]) == (body["return"]["return"], body["sale"]["sale"])
    assert (result["status"], result["amount"], result["credit"]) == ("validated", 500, 0)
    assert outcome["rev"] == await scene.rev()
    assert (await shelf(scene, FLAG_33), await shelf(scene, FLAG_60)) == ((8, 0), (8, 0))
    row = await scene.owner.fetchrow("select * from data.returns where bar_id = $1", scene.bar.id)
    assert row is not None
    assert (row["reason"], row["state"], row["is_refunded"], row["restocks"]) == (
        *("exchange", "restocked"),
        *(False, True),
    )
    assert str(row["exchange_sale_id"]) == body["sale"]["sale"]
    paid = await scene.owner.fetch(
        "select method, amount_minor, tendered_minor, state from data.payments where sale_id = $1 order by position",
        body["sale"]["sale"],
    )
    assert [tuple(x) for x in paid] == [
        ("exchange", 500, None, "settled"),
        ("cash", 1100, 1100, "settled"),
    ]
    assert await net(scene) == 1500 - 500 + 1600
    assert await owed(scene) == []
    assert await is_sound(scene)


async def test_what_is_not_used_up_is_the_guest_s_as_change(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (WATER, 1), qty=2, ticket="C1-000012")
    result = done(await bar.do("Koffi", "exchange", body))

    assert (result["amount"], result["credit"]) == (1000, 700)
    assert await owed(scene) == [(body["return"]["return"], body["sale"]["sale"], "C1-000012", 700)]
    assert await net(scene) == 1500 - 1000 + 300
    assert await is_sound(scene)


async def test_the_change_is_given_once(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (WATER, 1))
    done(await bar.do("Koffi", "exchange", body))
    credit = {"credit": body["return"]["return"]}

    assert done(await bar.do("Afi", "redeem_change", credit))["amount"] == 200
    assert refused(await bar.do("Afi", "redeem_change", credit))[0] == "TLSTA"


async def test_a_bottle_is_exchanged_for_the_last_of_its_own_kind(scene: Scene) -> None:
    bar, sale = await sold(scene, (WATER, 1))
    assert await shelf(scene, WATER) == (0, 0)
    result = done(await bar.do("Koffi", "exchange", swap(bar, sale, (WATER, 1), product=WATER)))

    assert result["missing"] == []
    assert await shelf(scene, WATER) == (0, 0)
    assert await net(scene) == 300
    assert await is_sound(scene)


@pytest.mark.parametrize("door", ["counter", "served"])
async def test_the_replacement_is_a_sale_by_the_rules_of_the_door(scene: Scene, door: str) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (SOBEBRA, 5))
    outcome = await bar.do("Koffi", "exchange", body, door=door)

    if door == "served":
        assert done(outcome)["missing"] == [{"product": scene.bar.products[SOBEBRA].id, "qty": 2}]
        assert await scene.count("discrepancies") == 1
    else:
        assert refused(outcome)[0] == "TLSTK"
        assert [await scene.count(table) for table in ("returns", "sales", "change_credits")] == [0, 1, 0]
        assert await shelf(scene, FLAG_33) == (7, 0)
    assert await is_sound(scene)


async def test_it_is_a_manager_s_with_a_session(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (FLAG_60, 1))

    assert refused(await bar.do("Afi", "exchange", body)) == ("TLRGT", {"needs": "manager"})
    assert refused(await bar.do("Koffi", "exchange", body, session=None)) == ("TLSES", {})
    assert await scene.count("audit_log", "action = 'exchange'") == 0
    done(await bar.do("Ayaba", "exchange", body))
    assert await scene.count("audit_log", "action = 'exchange'") == 1


async def test_what_comes_back_keeps_to_the_rules_of_a_return(scene: Scene) -> None:
    bar, sale = await sold(scene)
    done(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, sale, 2)))
    done(await bar.do("Afi", "create_return", coming_back(scene.bar, sale)))
    pending = (await bar.sell("Afi", (FLAG_33, 1)))["sale"]

    assert refused(await bar.do("Koffi", "exchange", swap(bar, sale, (FLAG_60, 1)))) == (
        "TLQTY",
        {"wanted": 1, "left": 0},
    )
    assert refused(await bar.do("Koffi", "exchange", swap(bar, pending, (FLAG_60, 1))))[0] == "TLSTA"
    other = swap(bar, sale, (FLAG_60, 1), product=FLAG_60)
    assert refused(await bar.do("Koffi", "exchange", other)) == ("TLINP", {"path": "body.return.product"})


async def test_the_return_pays_no_more_than_it_is_worth(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (FLAG_60, 1))
    body["sale"]["payments"] = [{"method": "exchange", "amount": 800}]

    assert refused(await bar.do("Koffi", "exchange", body)) == ("TLINP", {"path": "body.sale.payments"})
    assert await shelf(scene, FLAG_33) == (7, 0)


async def test_it_is_done_once_whoever_sends_it_again(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (FLAG_60, 1))
    first = await bar.do("Koffi", "exchange", body)
    again = await bar.do("Koffi", "exchange", body)
    other = copy.deepcopy(body)
    other["return"]["return"] = new_uuid()

    assert again["result"] == first["result"]
    assert refused(await bar.do("Koffi", "exchange", other)) == (
        "TLDUP",
        {"field": "sale", "id": body["sale"]["sale"]},
    )
    assert (await scene.count("sales"), await scene.count("returns")) == (2, 1)
    assert await is_sound(scene)


async def test_its_ticket_is_taken(scene: Scene) -> None:
    bar, sale = await sold(scene)
    done(await bar.do("Koffi", "exchange", swap(bar, sale, (FLAG_60, 1), ticket="C1-000041")))

    assert (
        await scene.owner.fetchval(
            "select last_ticket from data.ledgers where bar_id = $1 and id = $2",
            scene.bar.id,
            scene.bar.till.ledger,
        )
        == 41
    )
    assert await scene.count("sales", "ticket = 'C1-000041'") == 1


async def test_a_sale_by_itself_is_not_paid_by_an_exchange(scene: Scene) -> None:
    bar = await desk(scene)
    body = sale_body(scene.bar, [line(scene.bar.products[0])], seller="Koffi")
    body["payments"] = [{"method": "exchange", "amount": 500}]
    for door in ("counter", "served"):
        assert refused(await bar.do("Koffi", "record_sale", body, door=door)) == (
            "TLINP",
            {"path": "body.payments[0].method"},
        )
    assert await scene.count("sales") == 0


def having(body: Answer, value: Any, *path: str | int) -> Answer:
    part: Any = body
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return body


@pytest.mark.parametrize(
    ("value", "path", "named"),
    [
        (None, ("return",), "body.return"),
        ("x", ("return", "return"), "body.return.return"),
        (None, ("return", "sale"), "body.return.sale"),
        (0, ("return", "position"), "body.return.position"),
        (None, ("return", "product"), "body.return.product"),
        (0, ("return", "qty"), "body.return.qty"),
        (7, ("return", "notes"), "body.return.notes"),
        ([], ("sale",), "body.sale"),
        (None, ("ticket",), "body.ticket"),
        ("x", ("ticket",), "body.ticket"),
        ("x", ("sale", "sale"), "body.sale.sale"),
        (801, ("sale", "total"), "body.sale.total"),
        ([], ("sale", "lines"), "body.sale.lines"),
        (-1, ("sale", "lines", 0, "qty"), "body.sale.lines[0].qty"),
        ([], ("sale", "payments"), "body.sale.payments"),
        ("all", ("sale", "payments"), "body.sale.payments"),
        ([7], ("sale", "payments"), "body.sale.payments[0]"),
        ("gift", ("sale", "payments", 0, "method"), "body.sale.payments[0].method"),
        (-500, ("sale", "payments", 0, "amount"), "body.sale.payments[0].amount"),
        (None, ("sale", "payments", 0, "amount"), "body.sale.payments[0].amount"),
        (1.5, ("sale", "payments", 0, "amount"), "body.sale.payments[0].amount"),
        (499, ("sale", "payments", 0, "amount"), "body.sale.payments"),
        ([{"method": "exchange", "amount": 400}] * 2, ("sale", "payments"), "body.sale.payments"),
        (None, ("sale", "override"), "body.sale.override"),
    ],
)
async def test_malformed_fields_are_named(
    scene: Scene, value: object, path: tuple[str | int, ...], named: str
) -> None:
    bar, sale = await sold(scene)
    body = having(swap(bar, sale, (FLAG_60, 1)), value, *path)

    assert refused(await bar.do("Koffi", "exchange", body)) == ("TLINP", {"path": named})
    assert (await scene.count("returns"), await scene.count("sales")) == (0, 1)


async def test_nothing_has_to_be_paid_by_the_return(scene: Scene) -> None:
    bar, sale = await sold(scene)
    body = swap(bar, sale, (FLAG_60, 1))
    body["sale"]["payments"] = [cash(800)]

    assert done(await bar.do("Koffi", "exchange", body))["credit"] == 500
    assert await is_sound(scene)
