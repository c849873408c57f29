"""Who did what with a right that not everybody has: one row for each such command, over all kinds that there are."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from app.server.migrate import SQL_FOLDER
from tests.sql.coming_back import swap
from tests.sql.edits import audits, category_of, fields, member_body, product_body
from tests.sql.support import SALT, Answer, Scene, hash_of, new_uuid, selling, verifier_of
from tests.sql.trade import Desk, desk

FOR_EVERYBODY = {
    "record_sale", "withdraw_sale", "redeem_change", "claim_consignment", "claim_part", "void", "gap", "park",
}  # fmt: skip
Step = tuple[str, str, Answer]


def privileged() -> set[str]:
    """Return every kind that `logic.perform` knows and that not everybody may do."""
    text = (SQL_FOLDER / "code/logic/perform.sql").read_text(encoding="utf-8")
    kinds = set(
        re.findall(r"when '(\w+)' then return logic\.", text.split("create function logic.bad_body")[0])
    )
    assert len(kinds) > 30
    return kinds - FOR_EVERYBODY


async def sales(bar: Desk) -> AsyncIterator[Step]:
    """What is decided about sales."""
    sold = [(await bar.sell("Afi", (0, 2)))["sale"] for _ in range(2)]
    yield "Koffi", "validate_sales", {"sales": sold[:1]}
    yield "Koffi", "reject_sale", {"sale": sold[1], "reason": "erreur"}
    cancelled = await bar.sell("Koffi", (0, 1))
    yield "Ayaba", "cancel_sale", {"sale": cancelled["sale"], "reason": "erreur"}


async def returns(bar: Desk) -> AsyncIterator[Step]:
    """What comes back."""
    sale = (await bar.sell("Koffi", (0, 4)))["sale"]
    part = {"product": bar.scene.bar.products[0].id, "qty": 1}
    back = {"sale": sale, "position": 1, **part, "refund": None, "restock": None, "notes": ""}
    first, second, third = new_uuid(), new_uuid(), new_uuid()
    yield "Koffi", "create_return", {"return": first, **back, "reason": "wrong_item"}
    yield "Koffi", "restock_return", {"return": first, **part}
    for number in (second, third):
        made = await bar.do("Afi", "create_return", {"return": number, **back, "reason": "defective"})
        assert made["outcome"] == "done", made
    approval = {"refund": None, "restock": None, "restock_now": False}
    yield "Koffi", "approve_return", {"return": second, **part, **approval}
    yield "Koffi", "reject_return", {"return": third, "reason": "bu"}
    yield "Koffi", "exchange", swap(bar, sale, (2, 1), ticket="C1-000900")


async def bottles(bar: Desk) -> AsyncIterator[Step]:
    """What is kept for guests."""
    sale = (await bar.sell("Koffi", (0, 1)))["sale"]
    part = {"product": bar.scene.bar.products[0].id, "qty": 1}
    kept = {"consignment": new_uuid()}
    guest = {"guest": "Jean", "phone": None, "days": None, "notes": ""}
    yield "Koffi", "create_consignment", {**kept, "sale": sale, "position": 1, **part, **guest}
    yield "Koffi", "erase_guest", kept
    yield "Koffi", "forfeit_consignment", {**kept, **part, "reason": "bris"}


async def goods(bar: Desk) -> AsyncIterator[Step]:
    """What is decided about money and goods."""
    product = bar.scene.bar.products[1]
    total = product.price
    pay = [{"method": "mobile_money", "amount": total, "operator": "MTN MoMo", "reference": "x"}]
    sold = await bar.sell("Koffi", (1, 1), body={"payments": pay})
    yield (
        "Koffi",
        "confirm_payment",
        {"sale": sold["sale"], "position": 1, "state": "confirmed", "reference": None},
    )
    supplied = new_uuid()
    lot = {"lots": 1, "lot_size": 12, "lot_price": 4000, "supplier": "", "notes": ""}
    yield "Koffi", "record_supply", {"supply": supplied, "product": product.id, **lot}
    yield (
        "Ayaba",
        "reverse_supply",
        {"supply": supplied, "product": product.id, "qty": 12, "reason": "erreur"},
    )
    change = {"product": product.id, "delta": -1, "reason": "loss_damage", "notes": ""}
    yield "Ayaba", "adjust_stock", {"adjustment": new_uuid(), **change}
    counted = {"product": product.id, "expected": 8, "counted": 7}
    yield "Ayaba", "count_stock", {"count": new_uuid(), "lines": [counted], "notes": ""}
    await bar.sell("Koffi", (3, 2), door="served")
    gap = await bar.scene.owner.fetchval(
        "select id::text from data.discrepancies where bar_id = $1", bar.scene.bar.id
    )
    explained = {"product": bar.scene.bar.products[3].id, "qty": 1, "notes": "cassée"}
    yield "Koffi", "settle_discrepancy", {"discrepancy": gap, "resolution": "loss", **explained}


async def edits(bar: Desk) -> AsyncIterator[Step]:
    """What is changed in the catalogue, the team, the settings and the notices."""
    scene = bar.scene
    yield (
        "Koffi",
        "create_category",
        {"category": new_uuid(), "name": "Vins", "icon": "", "color": "", "position": 2},
    )
    yield "Koffi", "edit_category", {"category": await category_of(scene), "fields": fields(name="Bière")}
    yield "Koffi", "create_product", await product_body(scene)
    yield "Koffi", "edit_product", {"product": scene.bar.products[3].id, "fields": fields(price=350)}
    yield "Koffi", "create_member", member_body()
    yield "Ayaba", "edit_member", {"member": scene.bar.people["Sena"], "fields": fields(name="Séna")}
    yield (
        "Koffi",
        "reset_pin",
        {"member": scene.bar.people["Sena"], "salt": SALT, "verifier": verifier_of("x")},
    )
    yield "Ayaba", "edit_settings", {"fields": fields(phone="01")}
    yield "Koffi", "read_notifications", {"ids": [new_uuid()]}


async def tills(bar: Desk) -> AsyncIterator[Step]:
    """What is decided about tills."""
    other = bar.scene.bar.tills[1]
    new = {"till": new_uuid(), "code": "C9", "name": "Terrasse", "code_hash": hash_of(new_uuid()), "hours": 1}
    yield "Ayaba", "create_till", new
    yield "Ayaba", "edit_till", {"till": other.id, "fields": fields(name="Salle")}
    yield "Koffi", "revoke_till", {"till": other.id}
    await bar.scene.submit(selling(bar.scene.bar, 1, (2, 1)), till=other)
    yield "Koffi", "book_refused", {"till": other.id, "ledger": other.ledger, "no": 1}
    yield "Ayaba", "restore_till", {"till": other.id}


async def test_every_privileged_kind_leaves_exactly_one_row_that_says_who(scene: Scene) -> None:
    bar = await desk(scene)
    done: dict[str, str] = {}
    for part in (sales, returns, bottles, goods, edits, tills):
        async for by, kind, body in part(bar):
            before: list[dict[str, Any]] = await audits(scene, kind)
            made = await bar.made(by, kind, body)
            (outcome,) = (await scene.submit(made))["outcomes"]
            assert (kind, outcome["outcome"], outcome["code"]) == (kind, "done", None), outcome
            (row,) = (await audits(scene, kind))[len(before) :]

            assert row["actor"] == scene.bar.people[by]
            assert row["params"]["command"] == made["id"]
            assert row["params"]["till"] == scene.bar.till.id
            assert row["subject"] is not None or kind in ("read_notifications", "validate_sales"), kind
            assert kind not in done
            done[kind] = by

    assert done.keys() == privileged()
    assert await scene.is_sound()


async def test_what_was_refused_leaves_no_row(scene: Scene) -> None:
    bar = await desk(scene)
    before = await scene.count("audit_log")
    body = {"product": scene.bar.products[0].id, "fields": fields(price=1)}
    for by, changes in (("Afi", {}), ("Koffi", {"session": None})):
        assert (await bar.do(by, "edit_product", body, **changes))["outcome"] == "refused"

    assert await scene.count("audit_log") == before
