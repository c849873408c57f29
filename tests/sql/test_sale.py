"""A sale at both doors: what is written, and what the served door does with what is not there."""

from __future__ import annotations

import json

from tests.sql.support import Scene, cash, line, new_uuid, sale_body, selling


async def test_a_sale_is_written_with_its_lines_payments_and_movements(scene: Scene) -> None:
    session = await scene.sign_in("Koffi")
    sold = selling(scene.bar, 1, (0, 2), (1, 1), by="Koffi", session=session)
    answer = await scene.submit(sold)

    [outcome] = answer["outcomes"]
    assert (outcome["no"], outcome["outcome"], outcome["door"], outcome["code"]) == (
        1,
        "done",
        "counter",
        None,
    )
    assert outcome["result"]["status"] == "validated"
    assert outcome["result"]["flags"] == outcome["result"]["missing"] == []
    assert outcome["rev"] == answer["rev"] == await scene.rev()
    assert (answer["applied"], answer["refused"], answer["ledger"]) == (1, [], scene.bar.till.ledger)
    assert (await scene.stock(0), await scene.stock(1)) == (8, 9)
    assert await scene.count("sale_items") == 2
    assert await scene.count("payments", "amount_minor = 1800 and state = 'settled'") == 1
    assert await scene.count("stock_movements", "kind = 'sale' and qty < 0") == 2
    assert await scene.is_sound()


async def test_a_counter_sale_beyond_the_stock_is_refused_with_what_is_left(scene: Scene) -> None:
    answer = await scene.submit(selling(scene.bar, 1, (3, 2), (0, 1)))

    [outcome] = answer["outcomes"]
    water = scene.bar.products[3]
    assert (outcome["outcome"], outcome["code"]) == ("refused", "TLSTK")
    assert outcome["params"] == {"short": [{"product": water.id, "name": "Eau", "wanted": 2, "left": 1}]}
    assert answer["refused"] == [1]
    assert await scene.count("sales") == 0
    assert (await scene.stock(0), await scene.stock(3)) == (10, 1)


async def test_the_served_door_books_what_is_missing_as_a_discrepancy(scene: Scene) -> None:
    answer = await scene.submit(selling(scene.bar, 1, (2, 5), door="served"))

    [outcome] = answer["outcomes"]
    assert outcome["outcome"] == "done"
    assert outcome["result"]["missing"] == [{"product": scene.bar.products[2].id, "qty": 2}]
    assert "stock_missing" in outcome["result"]["flags"]
    assert await scene.stock(2) == 0
    movements = await scene.owner.fetch(
        "select kind, qty from data.stock_movements where product_id = $1 order by at, kind",
        scene.bar.products[2].id,
    )
    assert [tuple(row) for row in movements] == [("adjustment", 3), ("discrepancy", 2), ("sale", -5)]
    assert await scene.count("discrepancies", "kind = 'stock' and qty = 2 and state = 'open'") == 1
    assert await scene.is_sound()


async def test_quantities_of_one_product_in_two_lines_are_summed(scene: Scene) -> None:
    answer = await scene.submit(selling(scene.bar, 1, (2, 2), (2, 2)))

    assert answer["outcomes"][0]["params"]["short"][0]["wanted"] == 4
    assert await scene.stock(2) == 3


async def test_mobile_money_waits_to_be_confirmed(scene: Scene) -> None:
    paid = [
        {"method": "mobile_money", "amount": 300, "operator": "MTN MoMo", "reference": "T-1"},
        {"method": "card", "amount": 100, "reference": None},
        {"method": "cash", "amount": 100, "tendered": 500, "change": 300, "owed": 100},
    ]
    await scene.submit(selling(scene.bar, 1, (0, 1), body={"payments": paid}))

    rows = await scene.owner.fetch(
        "select method, amount_minor, state, owed_minor from data.payments where bar_id = $1 order by position",
        scene.bar.id,
    )
    assert [tuple(row) for row in rows] == [
        ("mobile_money", 300, "to_confirm", None),
        ("card", 100, "settled", None),
        ("cash", 100, "settled", 100),
    ]


async def test_the_served_door_makes_an_unknown_product_from_its_frozen_name(scene: Scene) -> None:
    unknown = new_uuid()
    body = sale_body(
        scene.bar, [{"product": unknown, "name": "Tchouk", "volume_ml": None, "price": 200, "qty": 3}]
    )
    answer = await scene.submit(selling(scene.bar, 1, (0, 1), door="served", body=body))

    assert answer["outcomes"][0]["result"]["flags"] == [
        "without_session",
        "never_signed_in",
        "product_unknown",
        "stock_missing",
    ]
    row = await scene.owner.fetchrow(
        "select name, price_minor, stock, is_active from data.bar_products where id = $1", unknown
    )
    assert row is not None
    assert tuple(row) == ("Tchouk", 200, 0, False)
    assert await scene.is_sound()


async def test_the_counter_refuses_unknown_and_inactive_products(scene: Scene) -> None:
    first = scene.bar.products[0]
    await scene.owner.fetchval("select logic.set_product_active($1, $2, false)", scene.bar.id, first.id)
    unknown = line(first, product=new_uuid())
    body = sale_body(scene.bar, [line(first), unknown])
    answer = await scene.submit(selling(scene.bar, 1, (0, 1), body=body))

    assert answer["outcomes"][0]["code"] == "TLPRD"
    assert set(answer["outcomes"][0]["params"]["products"]) == {first.id, unknown["product"]}


async def test_the_served_door_books_an_inactive_product_and_flags_it(scene: Scene) -> None:
    await scene.owner.fetchval(
        "select logic.set_product_active($1, $2, false)", scene.bar.id, scene.bar.products[0].id
    )
    answer = await scene.submit(selling(scene.bar, 1, (0, 1), door="served"))

    assert "product_inactive" in answer["outcomes"][0]["result"]["flags"]
    assert await scene.stock(0) == 9


async def test_a_flagged_sale_is_told_to_the_people_of_the_bar(scene: Scene) -> None:
    before = (await scene.submit())["topics"]
    answer = await scene.submit(selling(scene.bar, 1, (2, 5), door="served"))

    note = await scene.owner.fetchrow(
        "select kind, params from data.notifications where bar_id = $1", scene.bar.id
    )
    assert note is not None
    assert note["kind"] == "sale_flagged"
    assert json.loads(note["params"])["missing"] == [{"product": scene.bar.products[2].id, "qty": 2}]
    moved = {topic for topic, rev in answer["topics"].items() if rev != before[topic]}
    assert moved == {"sales", "notifications"}


async def test_a_sale_of_nothing_at_no_price_is_a_sale(scene: Scene) -> None:
    free = line(scene.bar.products[0], price=0)
    body = sale_body(scene.bar, [free]) | {"payments": [cash(0)]}
    answer = await scene.submit(selling(scene.bar, 1, (0, 1), door="served", body=body))

    assert answer["outcomes"][0]["outcome"] == "done"
    assert "price_differs" in answer["outcomes"][0]["result"]["flags"]
