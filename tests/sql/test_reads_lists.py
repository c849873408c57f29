"""The other lists, one sale with all that hangs on it, and what the back office edits: what is told, and to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.sql.goods import adjustment, supply
from tests.sql.history import walk
from tests.sql.support import Answer, Scene, cash, make_bar, new_uuid, now, refusal_of, utc
from tests.sql.trade import Desk, desk


@pytest.fixture
async def at(own_scene: Scene) -> Desk:
    return await desk(own_scene, mode="simplified")


async def read(at: Desk, name: str, *arguments: object) -> Any:
    return (await at.scene.call(name, at.till.token, *arguments))["rows"]


def of_line(sold: Answer, product: str, **more: object) -> Answer:
    return {"sale": sold["sale"], "position": 1, "product": product, "qty": 1, "notes": ""} | more


async def test_one_sale_has_all_that_hangs_on_it(at: Desk) -> None:
    product = at.scene.bar.products[0].id
    paid = cash(1_500) | {"tendered": 2_000, "owed": 500}
    sold = await at.sell("Koffi", (0, 3), body={"payments": [paid]})
    back = of_line(sold, product, reason="wrong_item", refund=None, restock=None) | {"return": new_uuid()}
    kept = of_line(sold, product, guest="Ama", phone="90", days=None) | {"consignment": new_uuid()}
    assert (await at.do("Koffi", "create_return", back))["outcome"] == "done"
    assert (await at.do("Koffi", "create_consignment", kept))["outcome"] == "done"
    sale = await read(at, "sale", sold["sale"])

    line = {"position": 1, "product": product, "name": "Flag 33 cl", "volume_ml": 330, "price": 500}
    assert sale["lines"] == [line | {"qty": 3, "left": 1}]
    assert (sale["payments"][0]["amount"], sale["payments"][0]["owed"]) == (1_500, 500)
    assert [(x["id"], x["ticket"]) for x in sale["returns"]] == [(back["return"], sale["ticket"])]
    assert [(x["guest"], x["phone"]) for x in sale["consignments"]] == [("Ama", None)]
    assert [(x["amount"], x["redeemed_at"]) for x in sale["credits"]] == [(500, None)]
    assert (sale["discrepancies"], sale["exchanged_for"]) == ([], None)
    assert await read(at, "sale_by_ticket", sale["ticket"]) == sale
    for ticket in ("C9-000001", "C1-999999", "x", ""):
        code, _ = await refusal_of(at.scene.call("sale_by_ticket", at.till.token, ticket))
        assert code == "TLUNK"


async def test_a_kept_bottle_has_expired_the_moment_it_does(at: Desk) -> None:
    product = at.scene.bar.products[0].id
    sold = await at.sell("Koffi", (0, 3))
    for guest in ("Ama", "Kodjo"):
        kept = of_line(sold, product, guest=guest, phone="90", days=1) | {"consignment": new_uuid()}
        await at.do("Koffi", "create_consignment", kept)
    await at.scene.owner.execute(
        "set session_replication_role = replica; update data.consignments set expires_at = now() - interval '1 s',"
        " created_at = now() - interval '1 day' where guest = 'Ama'; set session_replication_role = origin"
    )
    session = await at.session("Afi")
    states = {
        state: [
            x["guest"] for x in (await read(at, "consignments_page", None, {"state": state}, None))["items"]
        ]
        for state in ("active", "expired", "claimed")
    }
    told = await read(at, "consignments_page", session, {"product": product}, None)
    untold = await read(at, "consignments_page", None, {}, None)
    ticket = (await read(at, "sale", sold["sale"]))["ticket"]

    assert states == {"active": ["Kodjo"], "expired": ["Ama"], "claimed": []}
    assert [(x["guest"], x["state"], x["phone"], x["ticket"]) for x in told["items"]] == [
        ("Kodjo", "active", "90", ticket),
        ("Ama", "expired", "90", ticket),
    ]
    assert {x["phone"] for x in untold["items"]} == {None}
    assert (await refusal_of(at.scene.call("consignments_page", at.till.token, new_uuid(), {}, None)))[
        0
    ] == "TLSES"


async def test_change_is_owed_then_given_or_void(at: Desk) -> None:
    paid = {"payments": [cash(500) | {"tendered": 700, "owed": 200}]}
    given, owed, void = [await at.sell("Koffi", (0, 1), body=paid) for _ in range(3)]
    assert (await at.do("Afi", "redeem_change", {"credit": given["sale"]}))["outcome"] == "done"
    undone = {"sale": void["sale"], "reason": "deux fois"}
    assert (await at.do("Ayaba", "cancel_sale", undone))["outcome"] == "done"
    listed = {
        state: [x["sale"] for x in (await read(at, "change_page", {"state": state}, None))["items"]]
        for state in ("open", "given", "void")
    }
    everything = await read(at, "change_page", {}, {"to": "first"})

    assert listed == {"open": [owed["sale"]], "given": [given["sale"]], "void": [void["sale"]]}
    assert [x["sale"] for x in everything["items"]] == [x["sale"] for x in (void, owed, given)]
    assert (everything["items"][1]["code"], everything["items"][1]["amount"]) == ("C1-000002", 200)
    assert everything["items"][1]["goods"] == [[1, "Flag 33 cl", 330]]
    assert {x["sold_by"] for x in everything["items"]} == {at.scene.bar.people["Koffi"]}
    assert everything["items"][2]["redeemed_by"] == at.scene.bar.people["Afi"]
    code, params = await refusal_of(at.scene.call("change_page", at.till.token, {"state": "lost"}, None))
    assert (code, params) == ("TLINP", {"path": "filters.state"})


async def test_goods_and_corrections_are_listed_forth_and_back(at: Desk) -> None:
    scene = at.scene
    supplies = [supply(scene, lots=1) for _ in range(60)]
    for body in supplies:
        assert (await at.do("Koffi", "record_supply", body))["outcome"] == "done"
    adjusted = adjustment(scene, -1)
    await at.do("Ayaba", "adjust_stock", adjusted)
    session, product = await at.session("Koffi"), scene.bar.products[0].id

    async def page(place: Answer) -> Answer:
        return await scene.call("supplies_page", at.till.token, session, {"product": product}, place)

    async def moves(place: Answer) -> Answer:
        return await scene.call("movements_page", at.till.token, product, place)

    forth, back = await walk(page, "next"), await walk(page, "previous")
    wanted = [body["supply"] for body in reversed(supplies)]
    assert [x["id"] for items in forth for x in items] == wanted
    assert [x["id"] for items in back for x in items] == wanted
    moved = [x for items in await walk(moves, "next") for x in items]
    assert [x["id"] for items in await walk(moves, "previous") for x in items] == [x["id"] for x in moved]
    assert sum(x["qty"] for x in moved) == await scene.stock(0)
    assert moved[0]["source"] == adjusted["adjustment"]
    corrections = await read(at, "adjustments_page", session, {"reason": "loss_damage"}, None)
    assert [(x["id"], x["delta"]) for x in corrections["items"]] == [(adjusted["adjustment"], -1)]
    tomorrow = str((now() + timedelta(days=2)).date())
    jumped = await read(at, "supplies_page", session, {}, {"to": "date", "date": tomorrow})
    assert (len(jumped["items"]), jumped["previous_key"]) == (50, None)
    done = await read(at, "audit_page", session, {"subject": adjusted["adjustment"]}, None)
    assert [(x["action"], x["actor"]) for x in done["items"]] == [("adjust_stock", scene.bar.people["Ayaba"])]
    last = await read(at, "audit_page", session, {}, {"to": "last"})
    newer = await read(at, "audit_page", session, {}, {"to": "previous", "key": last["previous_key"]})
    assert {x["id"] for x in newer["items"]}.isdisjoint(x["id"] for x in last["items"])


async def test_what_managers_are_told_is_read_or_not(at: Desk) -> None:
    await at.sell("Afi", (0, 1), session=None)
    session = await at.session("Koffi")
    unread = await read(at, "notifications_page", session, {"state": "unread"}, None)
    await at.do("Koffi", "read_notifications", {"ids": [x["id"] for x in unread["items"]]})
    seen = await read(at, "notifications_page", session, {"state": "read"}, None)

    assert len(unread["items"]) > 0
    assert [x["id"] for x in seen["items"]] == [x["id"] for x in unread["items"]]
    assert {x["read_by"] for x in seen["items"]} == {at.scene.bar.people["Koffi"]}
    assert (await read(at, "notifications_page", session, {"state": "unread"}, None))["items"] == []


async def test_a_manager_sees_everything_with_its_versions(at: Desk) -> None:
    session = await at.session("Koffi")
    products = await read(at, "products", session)
    members = await read(at, "members", session)
    tills = await read(at, "tills", session)
    bar = await read(at, "bar", session)

    assert [x["name"] for x in products["products"]] == [x.name for x in at.scene.bar.products]
    assert (products["products"][0]["average_cost"], products["products"][0]["versions"]) == ("0.0000", {})
    assert [x["is_active"] for x in products["categories"]] == [True]
    assert [(x["name"], x["role"]) for x in members] == [
        *(("Afi", "seller"), ("Ayaba", "owner"), ("Koffi", "manager"), ("Sena", "seller")),
    ]
    assert [(x["code"], x["versions"], x["seen_at"]) for x in tills] == [("C1", {}, None), ("C2", {}, None)]
    assert (bar["consignment_days"], bar["versions"]) == (7, {"operating_mode": 1})
    assert next(x for x in members if x["last_seen_at"])["name"] == "Koffi"


@pytest.mark.parametrize(
    ("name", "more"),
    [
        *((x, ()) for x in ("products", "members", "tills", "bar")),
        *((f"{x}_page", ({}, None)) for x in ("supplies", "adjustments", "notifications", "audit")),
    ],
)
async def test_costs_people_and_the_audit_need_a_manager_on_this_till(
    at: Desk, name: str, more: tuple[object, ...]
) -> None:
    token, seller, manager = at.till.token, await at.session("Afi"), await at.session("Koffi")
    other = await make_bar(at.scene.owner)

    assert await refusal_of(at.scene.call(name, token, None, *more)) == ("TLSES", {})
    assert await refusal_of(at.scene.call(name, token, seller, *more)) == ("TLRGT", {"needs": "manager"})
    assert await refusal_of(at.scene.call(name, other.till.token, manager, *more)) == ("TLSES", {})
    if more:
        refused = await refusal_of(at.scene.call(name, token, manager, {"x": 1}, None))
        assert refused == ("TLINP", {"path": "filters.x"})
        key = {"to": "next", "key": [utc(now()), "x"]}
        assert await refusal_of(at.scene.call(name, token, manager, {}, key)) == (
            "TLINP",
            {"path": "at.key[1]"},
        )


async def test_the_list_of_sales_tells_what_was_sold_and_whether_change_is_owed(at: Desk) -> None:
    """Two lines by name, the others by number; what a sale that is undone owed is owed no more."""
    owed = [cash(1_500) | {"tendered": 2_000, "owed": 500}]
    given, void = [(await at.sell("Koffi", (0, 3), body={"payments": owed}))["sale"] for _ in range(2)]
    long = (await at.sell("Koffi", (2, 1), (0, 2), (1, 1), (3, 1)))["sale"]

    async def listed() -> dict[str, Answer]:
        page = await read(at, "sales_page", {}, {"to": "first"})
        return {row["id"]: row for row in page["items"]}

    rows = await listed()
    names = {i: at.scene.bar.products[i] for i in (0, 2)}
    assert [x[:2] for x in rows[long]["goods"]] == [[1, names[2].name], [2, names[0].name]]
    assert rows[given]["goods"] == [[3, "Flag 33 cl", 330]]
    assert [rows[x].get("more_goods") for x in (given, long)] == [None, 2]
    whole = await read(at, "sale", given)
    assert rows[given]["change_owed"] == [whole["credits"][0]["id"]]
    assert "change_owed" not in rows[long]
    assert (await at.do("Koffi", "redeem_change", {"credit": whole["credits"][0]["id"]}))["outcome"] == "done"
    assert {x for x, row in (await listed()).items() if "change_owed" in row} == {void}
    assert (await at.do("Ayaba", "cancel_sale", {"sale": void, "reason": "erreur"}))["outcome"] == "done"
    assert not [row for row in (await listed()).values() if "change_owed" in row]
