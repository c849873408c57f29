"""Money after the sale: transfers are matched once, owed change is given once, payments always add up to the sale."""

from __future__ import annotations

import asyncio
import json

import asyncpg
import pytest

from tests.sql.coming_back import swap
from tests.sql.support import Answer, Scene, cash, line, make_bar, new_uuid, sale_body, submit
from tests.sql.trade import Desk, desk

BEER, BIG, SHORT, WATER = range(4)


def owing(amount: int, owed: int) -> Answer:
    return {"method": "cash", "amount": amount, "tendered": amount + owed, "change": 0, "owed": owed}


def mobile(amount: int, reference: str | None = None) -> Answer:
    return {"method": "mobile_money", "amount": amount, "operator": "MTN MoMo", "reference": reference}


async def sold(till: Desk, *payments: Answer, name: str = "Afi") -> str:
    return str((await till.sell(name, (BEER, 2), body={"payments": list(payments)}))["sale"])


async def topics_of(scene: Scene) -> dict[str, int]:
    found: dict[str, int] = (await scene.submit())["topics"]
    return found


async def test_a_transfer_is_confirmed_by_a_manager_with_its_reference(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, owing(400, 0), mobile(600))
    before, rev = await topics_of(scene), await scene.rev()
    outcome = await till.do(
        "Koffi", "confirm_payment", {"sale": sale, "position": 2, "state": "confirmed", "reference": "MP-77"}
    )

    assert outcome["result"] == {"sale": sale, "position": 2, "state": "confirmed"}
    rows = await scene.owner.fetch(
        "select state, reference, settled_by from data.payments where sale_id = $1 order by position", sale
    )
    assert [tuple(row)[:2] for row in rows] == [("settled", None), ("confirmed", "MP-77")]
    assert str(rows[1]["settled_by"]) == scene.bar.people["Koffi"]
    after = await topics_of(scene)
    assert {topic for topic in after if after[topic] != before[topic]} == {"sales"}
    assert await scene.rev() == rev
    assert await scene.count("audit_log", "action = 'confirm_payment'") == 1
    assert await scene.is_sound()


async def test_what_nobody_has_confirmed_yet_is_a_list(scene: Scene) -> None:
    till = await desk(scene)
    mixed, alone, _ = (
        await sold(till, owing(400, 0), mobile(600)),
        await sold(till, mobile(1_000)),
        await sold(till, owing(1_000, 0)),
    )

    async def waiting(**more: str) -> set[str]:
        filters = {"payment": "to_confirm", **more}
        page = await scene.call("sales_page", scene.bar.till.token, filters, {"to": "first"})
        return {item["id"] for item in page["rows"]["items"]}

    assert await waiting() == {mixed, alone}
    assert await waiting(method="cash") == {mixed}
    assert await waiting(method="card") == set()
    await till.do("Koffi", "confirm_payment", {"sale": mixed, "position": 2, "state": "confirmed"})
    assert await waiting() == {alone}
    await till.do("Koffi", "confirm_payment", {"sale": alone, "position": 1, "state": "failed"})
    assert await waiting() == set()


async def test_the_list_of_what_nobody_has_confirmed_tells_each_transfer_and_no_other_list_does(
    scene: Scene,
) -> None:
    till = await desk(scene)
    sale = await sold(till, owing(400, 0), mobile(350, "T-1"), mobile(250))

    async def told(filters: dict[str, str], name: str = "transfers") -> object:
        page = await scene.call("sales_page", scene.bar.till.token, filters, {"to": "first"})
        [item] = page["rows"]["items"]
        return item.get(name)

    first = {"position": 2, "amount": 350, "operator": "MTN MoMo", "reference": "T-1"}
    second = {"position": 3, "amount": 250, "operator": "MTN MoMo", "reference": None}
    assert await told({"payment": "to_confirm"}) == [first, second]
    assert await told({}) is None
    assert await told({}, "unconfirmed") == [2, 3], "every list tells that there are some"
    await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 2, "state": "confirmed"})
    assert await told({"payment": "to_confirm"}) == [second]
    assert await told({}, "unconfirmed") == [3]
    await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 3, "state": "failed"})
    assert await told({}, "unconfirmed") is None
    assert await told({}, "lost") == [3], "the sale is not paid, and every list says so"
    late = {"sale": sale, "position": 3, "state": "confirmed", "was": "failed"}
    await till.do("Koffi", "confirm_payment", late)
    assert await told({}, "lost") is None


@pytest.mark.parametrize("part", [{}, {"reference": None}])
async def test_a_reference_that_is_not_sent_stays_as_it_was(scene: Scene, part: Answer) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000, "T-1"))
    await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 1, "state": "confirmed"} | part)

    assert await scene.count("payments", "state = 'confirmed' and reference = 'T-1'") == 1


async def test_of_a_transfer_that_failed_the_manager_is_told(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000, "T-1"))
    before = await topics_of(scene)
    await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 1, "state": "failed"})

    note = await scene.owner.fetchrow(
        "select params from data.notifications where bar_id = $1 and kind = 'payment_failed'", scene.bar.id
    )
    assert note is not None
    params = json.loads(note["params"])
    assert (params["sale"], params["position"], params["amount"], params["operator"]) == (
        sale,
        1,
        1000,
        "MTN MoMo",
    )
    after = await topics_of(scene)
    assert {topic for topic in after if after[topic] != before[topic]} == {"sales", "notifications"}
    assert await scene.is_sound()


@pytest.mark.parametrize("first", ["confirmed", "failed"])
@pytest.mark.parametrize("then", ["confirmed", "failed"])
async def test_a_transfer_is_decided_once(scene: Scene, first: str, then: str) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000))
    await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 1, "state": first})
    outcome = await till.do("Ayaba", "confirm_payment", {"sale": sale, "position": 1, "state": then})

    assert (outcome["code"], outcome["params"]) == ("TLSTA", {"what": "payment", "state": first})
    assert await scene.count("payments", f"state = '{first}'") == 1


async def test_a_transfer_that_did_not_arrive_may_come_later(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000))
    await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 1, "state": "failed"})
    late = {"sale": sale, "position": 1, "state": "confirmed", "was": "failed"}
    assert (await till.do("Koffi", "confirm_payment", late))["outcome"] == "done"
    outcome = await till.do("Ayaba", "confirm_payment", late)

    assert (outcome["code"], outcome["params"]["state"]) == ("TLSTA", "confirmed")
    assert await scene.count("payments", "state = 'confirmed'") == 1
    assert await scene.count("audit_log", "action = 'confirm_payment'") == 2
    assert await scene.is_sound()


async def test_cash_has_nothing_to_be_confirmed(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, owing(1000, 0))
    outcome = await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 1, "state": "confirmed"})

    assert (outcome["code"], outcome["params"]) == ("TLSTA", {"what": "payment", "state": "settled"})


async def test_a_transfer_is_matched_whatever_became_of_its_sale(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000))
    await till.do("Koffi", "reject_sale", {"sale": sale, "reason": "x"})
    late = {"sale": sale, "position": 1, "state": "confirmed", "was": "failed"}
    assert (await till.do("Koffi", "confirm_payment", late))["outcome"] == "done"
    outcome = await till.do("Ayaba", "confirm_payment", late)

    assert (outcome["code"], outcome["params"]["state"]) == ("TLSTA", "confirmed")
    assert await scene.is_sound()


async def test_a_payment_that_is_not_there_is_told(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000))
    place = await till.do("Koffi", "confirm_payment", {"sale": sale, "position": 2, "state": "confirmed"})
    bar = await make_bar(scene.owner, mode="full")
    theirs = Desk(Scene(scene.database, scene.owner, scene.till_connection, bar), bar.till)
    foreign = await sold(theirs, mobile(1000))
    of_another = await till.do(
        "Koffi", "confirm_payment", {"sale": foreign, "position": 1, "state": "confirmed"}
    )

    assert (place["code"], place["params"]) == ("TLUNK", {"what": "payment", "id": sale})
    assert (of_another["code"], of_another["params"]) == ("TLUNK", {"what": "sale", "id": foreign})


async def test_a_server_confirms_no_transfer(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000))
    body: Answer = {"sale": sale, "position": 1, "state": "confirmed"}

    assert (await till.do("Afi", "confirm_payment", body))["code"] == "TLRGT"
    assert (await till.do("Koffi", "confirm_payment", body, session=None))["code"] == "TLSES"


@pytest.mark.parametrize(
    "change", ["state = 'settled'", "amount_minor = 1", "state = 'failed', amount_minor = 1"]
)
async def test_a_payment_is_never_edited(scene: Scene, change: str) -> None:
    till = await desk(scene)
    sale = await sold(till, mobile(1000))
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute(
            f"update data.payments set {change}, settled_at = now() where sale_id = $1", sale
        )


async def test_change_that_is_owed_waits_under_the_number_of_the_ticket(scene: Scene) -> None:
    till = await desk(scene)
    sale = await sold(till, owing(400, 100), mobile(200), owing(400, 600))

    row = await scene.owner.fetchrow("select * from data.change_credits where bar_id = $1", scene.bar.id)
    assert row is not None
    assert (str(row["id"]), str(row["sale_id"]), row["code"], row["amount_minor"]) == (
        sale,
        sale,
        "C1-000001",
        700,
    )
    assert row["redeemed_at"] is None


async def test_change_that_is_given_back_leaves_no_credit(scene: Scene) -> None:
    till = await desk(scene)
    full = {"method": "cash", "amount": 1000, "tendered": 2000, "change": 1000, "owed": 0}
    await sold(till, full)
    await sold(till, mobile(1000) | {"owed": 5})

    assert await scene.count("change_credits") == 0


async def test_a_sale_at_the_served_door_owes_its_change_too(scene: Scene) -> None:
    till = await desk(scene)
    body = {"payments": [owing(1500, 500)]}
    await till.sell("Afi", (WATER, 5), door="served", body=body)

    assert await scene.count("change_credits", "amount_minor = 500") == 1


async def test_change_is_given_once_by_anybody_with_a_session(scene: Scene) -> None:
    till = await desk(scene)
    credit = await sold(till, owing(1000, 1000))
    without = await till.do("Sena", "redeem_change", {"credit": credit}, session=None)
    first = await till.do("Sena", "redeem_change", {"credit": credit})
    again = await till.do("Koffi", "redeem_change", {"credit": credit})
    unknown = new_uuid()
    never = await till.do("Koffi", "redeem_change", {"credit": unknown})

    assert without["code"] == "TLSES"
    assert first["result"] == {"credit": credit, "code": "C1-000001", "amount": 1000}
    assert (again["code"], again["params"]) == ("TLSTA", {"what": "credit", "state": "redeemed"})
    assert (never["code"], never["params"]) == ("TLUNK", {"what": "credit", "id": unknown})
    by = await scene.owner.fetchval("select redeemed_by from data.change_credits where id = $1", credit)
    assert str(by) == scene.bar.people["Sena"]


async def test_two_tills_at_once_give_the_change_once(scene: Scene) -> None:
    first, second = await desk(scene), await desk(scene, 1)
    credit = await sold(first, owing(1000, 1000))
    asked = [
        await first.made("Afi", "redeem_change", {"credit": credit}),
        await second.made("Sena", "redeem_change", {"credit": credit}),
    ]
    other = await scene.another_connection()
    answers = await asyncio.gather(
        submit(scene.till_connection, first.till, asked[0]), submit(other, second.till, asked[1])
    )

    assert sorted(answer["outcomes"][0]["outcome"] for answer in answers) == ["done", "refused"]


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("confirm_payment", {"sale": "x"}, "body.sale"),
        ("confirm_payment", {"position": 0}, "body.position"),
        ("confirm_payment", {"position": 21}, "body.position"),
        ("confirm_payment", {"position": "1"}, "body.position"),
        ("confirm_payment", {"state": "settled"}, "body.state"),
        ("confirm_payment", {"state": None}, "body.state"),
        ("confirm_payment", {"reference": "x" * 81}, "body.reference"),
        ("confirm_payment", {"reference": 5}, "body.reference"),
        ("confirm_payment", {"was": "confirmed"}, "body.was"),
        ("confirm_payment", {"was": 5}, "body.was"),
        ("redeem_change", {"credit": None}, "body.credit"),
    ],
)
async def test_what_is_malformed_is_refused_with_the_path(
    scene: Scene, kind: str, changes: Answer, path: str
) -> None:
    till = await desk(scene)
    body: Answer = {"sale": new_uuid(), "position": 1, "state": "confirmed", "credit": new_uuid()} | changes
    outcome = await till.do("Koffi", kind, body)

    assert (outcome["code"], outcome["params"]) == ("TLINP", {"path": path})


async def keep_bottles(till: Desk, product: int, qty: int) -> str:
    """Sell bottles, keep them for a guest, and let their time pass."""
    scene = till.scene
    sale = (await till.sell("Koffi", (product, qty)))["sale"]
    kept: Answer = {"consignment": new_uuid(), "sale": sale, "position": 1, "qty": qty, "guest": "Dossou"}
    kept |= {"product": scene.bar.products[product].id, "phone": None, "days": 1, "notes": ""}
    outcome = await till.do("Koffi", "create_consignment", kept)
    assert outcome["outcome"] == "done", outcome
    await scene.owner.execute("set session_replication_role = replica")
    await scene.owner.execute(
        """
        update data.consignments
        set created_at = created_at - interval '2 days', expires_at = expires_at - interval '2 days'
        where id = $1
        """,
        kept["consignment"],
    )
    await scene.owner.execute("set session_replication_role = origin")
    return str(kept["consignment"])


@pytest.mark.parametrize("door", ["counter", "served"])
async def test_bottles_that_nobody_came_for_are_sold_when_the_shelf_is_short(scene: Scene, door: str) -> None:
    till = await desk(scene)
    kept = await keep_bottles(till, SHORT, 2)
    before = await topics_of(scene)
    result = await till.sell("Koffi", (SHORT, 3), (BEER, 1), door=door)

    assert (result["flags"], result["missing"], await scene.stock(SHORT)) == ([], [], 0)
    assert await scene.count("consignments", f"id = '{kept}' and state = 'expired'") == 1
    after = await topics_of(scene)
    assert {topic for topic in after if after[topic] != before[topic]} == {"sales", "consignments"}
    assert await scene.is_sound()
    assert await scene.owner.fetch("select * from jobs.check_reserved() where bar = $1", scene.bar.id) == []


async def test_a_sale_that_is_not_short_leaves_the_tidying_to_the_job(scene: Scene) -> None:
    till = await desk(scene)
    kept = await keep_bottles(till, SHORT, 2)
    await till.sell("Koffi", (SHORT, 1))

    assert await scene.count("consignments", f"id = '{kept}' and state = 'active'") == 1


async def test_a_refused_sale_frees_nothing(scene: Scene) -> None:
    till = await desk(scene)
    await keep_bottles(till, SHORT, 2)
    body = sale_body(scene.bar, [line(scene.bar.products[SHORT], 4)])
    outcome = await till.do("Koffi", "record_sale", body)

    assert (outcome["code"], outcome["params"]["short"][0]["left"]) == ("TLSTK", 3)
    assert await scene.count("consignments", "state = 'active'") == 1
    assert await scene.owner.fetch("select * from jobs.check_reserved() where bar = $1", scene.bar.id) == []


async def test_check_reserved_finds_a_reserve_that_nobody_keeps(own_scene: Scene) -> None:
    await own_scene.owner.execute("set session_replication_role = replica")
    await own_scene.owner.execute(
        "update data.bar_products set reserved = 2 where id = $1", own_scene.bar.products[BEER].id
    )
    rows = await own_scene.owner.fetch("select * from jobs.check_reserved()")

    assert [(str(row["product"]), row["reserved"], row["kept"]) for row in rows] == [
        (own_scene.bar.products[BEER].id, 2, 0)
    ]


async def test_a_sale_says_beside_its_key_how_it_was_paid(scene: Scene) -> None:
    """1 cash, 2 mobile money, 4 card, 8 exchange, and their sums; so do its lines."""
    till = await desk(scene, mode="simplified")
    card: Answer = {"method": "card", "amount": 200, "reference": None}
    first = await till.sell("Koffi", (0, 1), (1, 1))
    await till.sell("Koffi", (0, 1), body={"payments": [mobile(300), card]})
    await till.sell("Koffi", (0, 1), body={"payments": [card, cash(300)]})
    exchange = swap(till, first["sale"], (1, 1))
    assert (await till.do("Koffi", "exchange", exchange))["outcome"] == "done"
    rows = await scene.owner.fetch(
        "select s.methods, array_agg(distinct i.methods) as of_lines from data.sales s"
        " join data.sale_items i on i.sale_id = s.id and i.bar_id = s.bar_id where s.bar_id = $1"
        " group by s.id, s.methods, s.rev order by s.rev",
        scene.bar.id,
    )

    assert [tuple(row) for row in rows] == [(1, [1]), (6, [6]), (5, [5]), (9, [9])]
