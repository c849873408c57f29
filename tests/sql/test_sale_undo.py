"""A sale undone is as if it had never been sold; and what hangs on it keeps it from being undone."""

from __future__ import annotations

import pytest

from tests.sql.support import Answer, Scene, line, new_uuid, sale_body
from tests.sql.trade import desk, movements, refused, said, status_of, validated

BEER, BIG, SHORT, WATER = range(4)


async def test_undoing_a_served_sale_leaves_the_ledger_as_if_never_sold(scene: Scene) -> None:
    till = await desk(scene)
    sold = await till.sell("Afi", (SHORT, 5), (WATER, 1), door="served")
    outcome = await till.do("Koffi", "reject_sale", {"sale": sold["sale"], "reason": "x"})

    assert outcome["outcome"] == "done"
    assert (await scene.stock(SHORT), await scene.stock(WATER)) == (3, 1)
    row = await scene.owner.fetchrow("select * from data.discrepancies where bar_id = $1", scene.bar.id)
    assert row is not None
    assert (row["state"], row["resolution"], str(row["settled_by"])) == (
        "settled",
        "sale_undone",
        scene.bar.people["Koffi"],
    )
    assert await scene.is_sound()


async def test_undoing_a_sale_of_nothing_that_was_there_moves_nothing(scene: Scene) -> None:
    till = await desk(scene)
    await till.sell("Koffi", (WATER, 1))
    sold = await till.sell("Afi", (WATER, 2), door="served")
    outcome = await till.do("Afi", "withdraw_sale", {"sale": sold["sale"]})

    assert (outcome["outcome"], outcome["rev"]) == ("done", None)
    assert await scene.stock(WATER) == 0
    assert await scene.count("discrepancies", "resolution = 'sale_undone'") == 1
    assert await scene.is_sound()


async def test_undoing_a_served_sale_whose_late_supply_was_settled_gives_all_of_it_back(scene: Scene) -> None:
    till = await desk(scene)
    sale = await validated(till, (SHORT, 5), door="served")
    supply: Answer = {"supply": new_uuid(), "product": scene.bar.products[SHORT].id}
    supply |= {"lots": 4, "lot_size": 1, "lot_price": 400, "supplier": "", "notes": ""}
    await till.do("Koffi", "record_supply", supply)
    found = await scene.owner.fetchval("select id from data.discrepancies where sale_id = $1", sale)
    settled: Answer = {"discrepancy": str(found), "product": supply["product"], "qty": 2}
    settled |= {"resolution": "late_supply", "notes": ""}
    assert (await till.do("Koffi", "settle_discrepancy", settled))["outcome"] == "done"
    assert await scene.stock(SHORT) == 2
    outcome = await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": "x"})

    assert outcome["outcome"] == "done"
    assert await scene.stock(SHORT) == 3 + 4
    assert await movements(scene, sale) == [("discrepancy", 2), ("sale", -5), ("sale_undo", 5)]
    assert await scene.count("discrepancies", "resolution = 'late_supply'") == 1
    assert await scene.is_sound()


async def test_undoing_a_sale_makes_the_change_it_owed_void(scene: Scene) -> None:
    till = await desk(scene)
    paid = [{"method": "cash", "amount": 1000, "tendered": 2000, "change": 0, "owed": 1000}]
    sold = await till.sell("Afi", (BEER, 2), body={"payments": paid})
    await till.do("Koffi", "reject_sale", {"sale": sold["sale"], "reason": "x"})
    outcome = await till.do("Afi", "redeem_change", {"credit": sold["sale"]})

    assert said(outcome) == refused("TLSTA", what="credit", state="void")
    assert await scene.count("change_credits", "redeemed_at is not null and redeemed_by is null") == 1


@pytest.mark.parametrize("then", ["nothing", "claim_consignment", "forfeit_consignment"])
async def test_a_sale_is_not_cancelled_while_a_kept_bottle_hangs_on_it_whatever_became_of_it(
    scene: Scene, then: str
) -> None:
    till = await desk(scene)
    sale = await validated(till)
    kept: Answer = {"consignment": new_uuid(), "product": scene.bar.products[BEER].id, "qty": 1}
    guest: Answer = {"guest": "Dossou", "phone": None, "days": None, "notes": ""}
    assert (await till.do("Koffi", "create_consignment", kept | guest | {"sale": sale, "position": 1}))[
        "outcome"
    ] == "done"
    if then != "nothing":
        assert (await till.do("Koffi", then, kept | {"reason": "x"}))["outcome"] == "done"
    stock = await scene.stock(BEER)
    outcome = await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": "x"})

    assert said(outcome) == refused("TLHNG", returns=0, consignments=1)
    assert (await status_of(scene, sale), await scene.stock(BEER)) == ("validated", stock)
    assert await scene.is_sound()


@pytest.mark.parametrize("state", ["pending", "approved", "rejected"])
async def test_a_sale_is_not_cancelled_while_a_return_hangs_on_it(scene: Scene, state: str) -> None:
    till = await desk(scene)
    sale = await validated(till)
    back: Answer = {"return": new_uuid(), "sale": sale, "position": 1, "qty": 1}
    back |= {"product": scene.bar.products[BEER].id, "reason": "defective", "notes": ""}
    back |= {"refund": None, "restock": None}
    made = await till.do("Koffi" if state == "approved" else "Afi", "create_return", back)
    assert made["outcome"] == "done", made
    if state == "rejected":
        await till.do("Koffi", "reject_return", {"return": back["return"], "reason": "x"})
    outcome = await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": "x"})

    if state == "rejected":
        assert (outcome["outcome"], await scene.stock(BEER)) == ("done", 10)
    else:
        assert said(outcome) == refused("TLHNG", returns=1, consignments=0)
    assert await scene.is_sound()


async def test_neither_sale_of_an_exchange_is_cancelled(scene: Scene) -> None:
    till = await desk(scene)
    sale = await validated(till, (BEER, 1))
    beer = scene.bar.products[BEER]
    back: Answer = {
        "return": new_uuid(),
        "sale": sale,
        "position": 1,
        "product": beer.id,
        "qty": 1,
        "notes": "",
    }
    paid = [{"method": "exchange", "amount": beer.price}]
    instead = sale_body(scene.bar, [line(beer)], ticket="C1-000009", payments=paid)
    done = await till.do("Koffi", "exchange", {"return": back, "sale": instead, "ticket": "C1-000009"})
    assert done["outcome"] == "done", done

    for each in (sale, instead["sale"]):
        outcome = await till.do("Ayaba", "cancel_sale", {"sale": each, "reason": "x"})
        assert said(outcome) == refused("TLHNG", returns=1, consignments=0)
    assert await scene.stock(BEER) == 9
    assert await scene.is_sound()
