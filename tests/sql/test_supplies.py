"""Goods in: by the crate and by the piece, what they cost on average, and the mirror of a mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sql.goods import adjustment, average_cost, keep_for_guests, reversal, said, supply
from tests.sql.support import Answer, Scene, make_bar, new_uuid
from tests.sql.trade import Desk

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "average_cost.json").read_text(encoding="utf-8")
)


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene, scene.bar.till)


async def test_a_supply_by_the_crate_brings_its_pieces_and_what_one_costs(scene: Scene, desk: Desk) -> None:
    body = supply(scene, lots=3, lot_size=20, lot_price=9_000, notes="bon 12")
    outcome = await desk.do("Koffi", "record_supply", body)

    assert outcome["result"]["qty"] == 60
    assert outcome["result"]["unit_cost"] == "450.0000"
    assert await scene.stock(0) == 70
    row = await scene.owner.fetchrow("select * from data.supplies where bar_id = $1", scene.bar.id)
    assert row is not None
    assert (row["lots"], row["lot_size"], row["qty"], row["lot_price_minor"]) == (3, 20, 60, 9_000)
    assert (row["supplier"], row["notes"], str(row["created_by"])) == (
        "Sobebra",
        "bon 12",
        scene.bar.people["Koffi"],
    )
    assert row["rev"] == outcome["rev"] == await scene.rev()
    assert await scene.count("stock_movements", "kind = 'supply' and qty = 60") == 1
    assert await scene.count("audit_log", "action = 'record_supply'") == 1
    assert await scene.is_sound()


async def test_a_supply_by_the_piece(scene: Scene, desk: Desk) -> None:
    outcome = await desk.do("Ayaba", "record_supply", supply(scene, lots=5, lot_size=1, lot_price=333))

    assert (outcome["result"]["qty"], outcome["result"]["unit_cost"]) == (5, "333.0000")
    assert await scene.stock(0) == 15


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
async def test_the_shared_cases_hold(scene: Scene, case: dict[str, Any]) -> None:
    found = await scene.owner.fetchrow(
        """
        select logic.cost_of_one($1::bigint, $2)::text as unit_cost,
          logic.average_after($3, $4::text::numeric, $5, $6::numeric)::numeric(18, 4)::text as after
        """,
        *(case["lot_price"], case["lot_size"], case["stock"], case["average"]),
        *(case["lots"] * case["lot_size"], case["lots"] * case["lot_price"]),
    )

    assert found is not None
    assert (found["unit_cost"], found["after"]) == (case["unit_cost"], case["after"])


async def test_the_average_cost_of_an_empty_shelf_is_that_of_the_supply(scene: Scene, desk: Desk) -> None:
    await desk.do("Koffi", "record_supply", supply(scene, 3, lots=1, lot_price=12_000))
    await desk.sell("Afi", (3, 13))
    assert await scene.stock(3) == 0

    outcome = await desk.do("Koffi", "record_supply", supply(scene, 3, lots=1, lot_price=6_000))

    assert outcome["result"]["average_cost"] == await average_cost(scene, 3) == "500.0000"


async def test_the_average_cost_after_many_supplies_weighs_what_is_there(scene: Scene, desk: Desk) -> None:
    await desk.do("Ayaba", "adjust_stock", adjustment(scene, -10))
    steps = (
        (1, 12, 6_000, 2, "500.0000"),
        (2, 18, 10_000, 14, "543.4783"),  # (10 × 500 + 20 000) / 46
        (8, 1, 1, 40, "434.9826"),  # (32 × 543.4783 + 8) / 40
        (1, 24, 9_999, 0, "416.6250"),  # nothing was left
    )
    for lots, lot_size, lot_price, sold, average in steps:
        await supplied(desk, lots=lots, lot_size=lot_size, lot_price=lot_price)
        assert await average_cost(scene) == average
        if sold:
            await desk.sell("Afi", (0, sold))


async def test_a_sale_does_not_change_the_average_cost(scene: Scene, desk: Desk) -> None:
    await desk.do("Koffi", "record_supply", supply(scene))
    before = await average_cost(scene)
    await desk.sell("Afi", (0, 7))

    assert await average_cost(scene) == before


@pytest.mark.parametrize("who", ["Afi", "Sena"])
async def test_a_server_takes_no_goods_in(scene: Scene, desk: Desk, who: str) -> None:
    outcome = await desk.do(who, "record_supply", supply(scene))

    assert (said(outcome), outcome["params"]) == ("TLRGT", {"needs": "manager"})
    assert await scene.stock(0) == 10


@pytest.mark.parametrize("kind", ["record_supply", "reverse_supply"])
async def test_a_till_alone_takes_no_goods_in_and_reverses_nothing(
    scene: Scene, desk: Desk, kind: str
) -> None:
    body = supply(scene)
    await desk.do("Ayaba", "record_supply", body)
    sent = supply(scene) if kind == "record_supply" else reversal(body)
    for by, code in ((None, "TLSEL"), (scene.bar.people["Ayaba"], "TLSES"), (new_uuid(), "TLSEL")):
        made = await desk.made("Ayaba", kind, sent, session=None)
        answer = await scene.submit(made | {"by": by})
        assert said(answer["outcomes"][0]) == code
    assert await scene.stock(0) == 34


async def test_goods_of_a_product_that_is_not_there_are_refused(scene: Scene, desk: Desk) -> None:
    other = await make_bar(scene.owner)
    for product in (new_uuid(), other.products[0].id):
        outcome = await desk.do("Koffi", "record_supply", supply(scene, product=0) | {"product": product})
        assert (said(outcome), outcome["params"]) == ("TLUNK", {"what": "product", "id": product})
    assert await scene.count("supplies") == 0


async def test_the_same_supply_sent_by_two_tills_comes_in_once(scene: Scene, desk: Desk) -> None:
    body = supply(scene)
    first = await desk.do("Koffi", "record_supply", body)
    again = await Desk(scene, scene.bar.tills[1]).do("Koffi", "record_supply", body | {"lots": 9})

    assert (again["result"], again["outcome"]) == (first["result"], "done")
    assert await scene.stock(0) == 34
    assert await scene.count("supplies") == 1


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("supply", (None, "x", 5)),
        ("product", (None, "x", 5)),
        ("lots", (None, 0, -1, 1.5, "2", 10_001, 10**30)),
        ("lot_size", (None, 0, -12, 1.5, "12", 1_001)),
        ("lot_price", (None, -1, 0.5, "6000", 10**12 + 1)),
        ("supplier", (None, 5, "x" * 121)),
        ("notes", (None, 5, "x" * 501)),
    ],
)
async def test_a_malformed_supply_is_refused_with_its_path(
    scene: Scene, desk: Desk, path: str, values: tuple[object, ...]
) -> None:
    for value in values:
        outcome = await desk.do("Koffi", "record_supply", supply(scene) | {path: value})
        assert (said(outcome), outcome["params"]) == ("TLINP", {"path": f"body.{path}"})
    assert await scene.count("supplies") == 0


async def test_more_than_a_hundred_thousand_pieces_are_refused(scene: Scene, desk: Desk) -> None:
    outcome = await desk.do("Koffi", "record_supply", supply(scene, lots=10_000, lot_size=11))

    assert outcome["params"] == {"path": "body.lots"}
    assert said(await desk.do("Koffi", "record_supply", supply(scene, lots=10_000, lot_size=10))) == "done"


# Its mirror


async def supplied(desk: Desk, **changes: Any) -> Answer:
    body = supply(desk.scene, **changes)
    assert said(await desk.do("Koffi", "record_supply", body)) == "done"
    return body


async def test_the_owner_reverses_a_supply_by_its_mirror(scene: Scene, desk: Desk) -> None:
    body = await supplied(desk)
    outcome = await desk.do("Ayaba", "reverse_supply", reversal(body))

    assert said(outcome) == "done"
    assert (await scene.stock(0), await average_cost(scene)) == (10, "0.0000")
    assert await scene.count("stock_movements", "kind = 'supply_reversal' and qty = -24") == 1
    assert await scene.count("supplies", "reversal_reason = 'typed twice' and reversed_at is not null") == 1
    assert await scene.count("audit_log", "action = 'reverse_supply'") == 1
    assert await scene.is_sound()


@pytest.mark.parametrize("who", ["Koffi", "Afi"])
async def test_only_the_owner_reverses_a_supply(scene: Scene, desk: Desk, who: str) -> None:
    body = await supplied(desk)
    outcome = await desk.do(who, "reverse_supply", reversal(body))

    assert (said(outcome), outcome["params"]) == ("TLRGT", {"needs": "owner"})
    assert await scene.stock(0) == 34


async def test_a_supply_is_reversed_once(scene: Scene, desk: Desk) -> None:
    body = await supplied(desk)
    await desk.do("Ayaba", "reverse_supply", reversal(body))
    outcome = await desk.do("Ayaba", "reverse_supply", reversal(body))

    assert (said(outcome), outcome["params"]) == ("TLSTA", {"what": "supply", "state": "reversed"})
    assert await scene.stock(0) == 10


async def test_a_supply_is_reversed_only_while_its_goods_are_there(scene: Scene, desk: Desk) -> None:
    body = await supplied(desk)
    await desk.sell("Afi", (0, 11))
    outcome = await desk.do("Ayaba", "reverse_supply", reversal(body))

    flag = scene.bar.products[0]
    short = {"product": flag.id, "name": flag.name, "wanted": 24, "left": 23}
    assert (said(outcome), outcome["params"]) == ("TLSTK", {"short": [short]})
    assert await scene.count("supplies", "reversed_at is null") == 1


async def test_what_is_kept_for_guests_does_not_go_back_to_the_supplier(scene: Scene, desk: Desk) -> None:
    body = await supplied(desk)
    await keep_for_guests(scene, 11)
    assert said(await desk.do("Ayaba", "reverse_supply", reversal(body))) == "TLSTK"

    await keep_for_guests(scene, 10)
    assert said(await desk.do("Ayaba", "reverse_supply", reversal(body))) == "done"
    assert await scene.stock(0) == 10


async def test_a_reversal_names_what_the_supply_brought(scene: Scene, desk: Desk) -> None:
    body = await supplied(desk)
    for change in ({"product": scene.bar.products[1].id}, {"qty": 23}):
        outcome = await desk.do("Ayaba", "reverse_supply", reversal(body, **change))
        assert outcome["params"] == {"path": f"body.{next(iter(change))}"}


async def test_a_supply_of_another_bar_is_unknown(scene: Scene, desk: Desk) -> None:
    theirs = await make_bar(scene.owner)
    there = Desk(Scene(scene.database, scene.owner, scene.till_connection, theirs), theirs.till)
    body = await supplied(there)

    for found in (body, supply(scene)):
        outcome = await desk.do("Ayaba", "reverse_supply", reversal(found))
        assert (said(outcome), outcome["params"]) == ("TLUNK", {"what": "supply", "id": found["supply"]})


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("supply", (None, "x")),
        ("product", (None, "x")),
        ("qty", (None, 0, -24, 1.5, "24", 100_001)),
        ("reason", (None, "", "  ", 5, "x" * 201)),
    ],
)
async def test_a_malformed_reversal_is_refused_with_its_path(
    scene: Scene, desk: Desk, path: str, values: tuple[object, ...]
) -> None:
    body = await supplied(desk)
    for value in values:
        outcome = await desk.do("Ayaba", "reverse_supply", reversal(body) | {path: value})
        assert (said(outcome), outcome["params"]) == ("TLINP", {"path": f"body.{path}"})


async def test_the_average_cost_after_a_reversal_is_as_if_it_had_never_come(scene: Scene, desk: Desk) -> None:
    await supplied(desk, lot_price=7_000)
    before = await average_cost(scene)
    wrong = await supplied(desk, lot_price=70_000)
    await desk.sell("Afi", (0, 5))
    await desk.do("Ayaba", "reverse_supply", reversal(wrong))

    assert await average_cost(scene) == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_supplies_are_reversed_in_any_order(scene: Scene, desk: Desk, order: tuple[int, int]) -> None:
    """What stays is the first, and a later one joined to the stock that would have been there."""
    other = Desk(scene, scene.bar.tills[1])
    await supplied(desk, lot_price=6_000)
    wrong = [await supplied(desk, lot_price=60_000)]
    await other.sell("Afi", (0, 4))
    wrong.append(await supplied(desk, lots=1, lot_price=90_000))
    await supplied(desk, lots=5, lot_size=2, lot_price=800)
    for which in order:
        await desk.do("Ayaba", "reverse_supply", reversal(wrong[which]))

    # 10 at nothing and 24 at 500 are 34 at 352.9412; 30 of those, after four were sold, and 10 at 400.
    assert await scene.stock(0) == 40
    assert await average_cost(scene) == "364.7059"


async def test_a_reversal_may_leave_more_sold_than_would_have_been_there(scene: Scene, desk: Desk) -> None:
    wrong = await supplied(desk, product=3, lots=1, lot_price=1_200)
    await desk.sell("Afi", (3, 5))
    await supplied(desk, product=3, lots=1, lot_price=2_400)
    await desk.do("Ayaba", "reverse_supply", reversal(wrong))

    assert (await scene.stock(3), await average_cost(scene, 3)) == (8, "200.0000")
