"""The bodies of the commands about goods, and looks at what they did. Knows no rule of the trade."""

from __future__ import annotations

from typing import Any

from tests.sql.support import Answer, Scene, ago, new_uuid
from tests.sql.trade import Desk


def said(outcome: Answer) -> object:
    """Return ``done``, or the code of the refusal."""
    return outcome["code"] or outcome["outcome"]


def supply(scene: Scene, product: int = 0, lots: int = 2, lot_size: int = 12, **changes: Any) -> Answer:
    made: Answer = {
        "supply": new_uuid(),
        "product": scene.bar.products[product].id,
        "lots": lots,
        "lot_size": lot_size,
        "lot_price": 6_000,
        "supplier": "Sobebra",
        "notes": "",
    }
    return made | changes


def reversal(supplied: Answer, **changes: Any) -> Answer:
    made: Answer = {
        "supply": supplied["supply"],
        "product": supplied["product"],
        "qty": supplied["lots"] * supplied["lot_size"],
        "reason": "typed twice",
    }
    return made | changes


def adjustment(scene: Scene, delta: int, product: int = 0, **changes: Any) -> Answer:
    made: Answer = {
        "adjustment": new_uuid(),
        "product": scene.bar.products[product].id,
        "delta": delta,
        "reason": "loss_damage",
        "notes": "",
    }
    return made | changes


def counting(scene: Scene, *found: tuple[int, int, int], **changes: Any) -> Answer:
    """Return a count of (product, expected, counted) triples."""
    lines = [{"product": scene.bar.products[p].id, "expected": e, "counted": c} for p, e, c in found]
    made: Answer = {"count": new_uuid(), "lines": lines, "notes": ""}
    return made | changes


async def open_items(scene: Scene) -> list[Answer]:
    """Return the open discrepancies, oldest first, as a command names them."""
    rows = await scene.owner.fetch(
        """
        select id::text as discrepancy, product_id::text as product, qty
        from data.discrepancies
        where bar_id = $1 and state = 'open'
        order by created_at, kind, id
        """,
        scene.bar.id,
    )
    return [dict(row) for row in rows]


def settling(item: Answer, resolution: str = "late_supply", **changes: Any) -> Answer:
    return item | {"resolution": resolution, "notes": ""} | changes


async def average_cost(scene: Scene, product: int = 0) -> str:
    value: str = await scene.owner.fetchval(
        "select average_cost::text from data.bar_products where bar_id = $1 and id = $2",
        *(scene.bar.id, scene.bar.products[product].id),
    )
    return value


async def keep_for_guests(scene: Scene, qty: int, product: int = 0) -> None:
    """Reserve pieces of what is there, as bottles that guests have paid for."""
    async with scene.owner.transaction():
        rev = await scene.owner.fetchval("select logic.take_rev($1, '{}', true)", scene.bar.id)
        await scene.owner.execute(
            "update data.bar_products set reserved = $3, rev = $4 where bar_id = $1 and id = $2",
            *(scene.bar.id, scene.bar.products[product].id, qty, rev),
        )


async def expired_bottle(desk: Desk, product: int, qty: int) -> None:
    """Sell and keep pieces for a guest who has not come for them in time; nobody has tidied yet."""
    scene = desk.scene
    sold = await desk.sell("Koffi", (product, qty))
    for table, since in (("sessions", "started_at"), ("member_roles", "valid_from")):
        await scene.owner.execute(
            f"update data.{table} set {since} = {since} - interval '3 days' where bar_id = $1", scene.bar.id
        )
    line = {"sale": sold["sale"], "position": 1, "product": scene.bar.products[product].id, "qty": qty}
    guest = {"consignment": new_uuid(), "guest": "Tonton", "phone": None, "days": 1, "notes": ""}
    kept = await desk.do("Koffi", "create_consignment", line | guest, moment=ago(days=2))
    assert said(kept) == "done", kept
