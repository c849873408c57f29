"""Bodies of what comes back of a sale or stays at the bar. Quantities in pieces; products by their place in the bar."""

from __future__ import annotations

from typing import Any

from tests.sql.support import Answer, Bar, Scene, cash, line, new_uuid
from tests.sql.trade import Desk


def coming_back(bar: Bar, sale: str, qty: int = 1, product: int = 0, **changes: Any) -> Answer:
    """Return the body of a return of a sale's first line: a wrong item, unless ``changes`` says otherwise."""
    body: Answer = {
        "return": new_uuid(),
        "sale": sale,
        "position": 1,
        "product": bar.products[product].id,
        "qty": qty,
        "reason": "wrong_item",
        "refund": None,
        "restock": None,
        "notes": "",
    }
    return body | changes


def seen(made: Answer, name: str, **more: Any) -> Answer:
    """Return the body of a command on what another command's body made: its id, product and quantity."""
    return {name: made[name], "product": made["product"], "qty": made["qty"]} | more


def approval(made: Answer, **changes: Any) -> Answer:
    return seen(made, "return", **({"refund": None, "restock": None, "restock_now": False} | changes))


def to_keep(bar: Bar, sale: str, qty: int = 1, product: int = 0, **changes: Any) -> Answer:
    """Return the body of a consignment of a sale's first line, for the bar's own number of days."""
    body: Answer = {
        "consignment": new_uuid(),
        "sale": sale,
        "position": 1,
        "product": bar.products[product].id,
        "qty": qty,
        "guest": "Codjo",
        "phone": None,
        "days": None,
        "notes": "",
    }
    return body | changes


def swap(
    desk: Desk,
    sale: str,
    wanted: tuple[int, int],
    *,
    qty: int = 1,
    product: int = 0,
    ticket: str = "C1-000009",
) -> Answer:
    """Return the body of an exchange of a first line's pieces for others; what they are worth pays, cash the rest."""
    bar = desk.scene.bar
    goods = line(bar.products[wanted[0]], wanted[1])
    total = goods["price"] * goods["qty"]
    paid = min(total, bar.products[product].price * qty)
    payments: list[Answer] = [{"method": "exchange", "amount": paid}]
    back = coming_back(bar, sale, qty, product)
    return {
        "return": {name: back[name] for name in ("return", "sale", "position", "product", "qty", "notes")},
        "sale": {
            "sale": new_uuid(),
            "sold_by": bar.people["Koffi"],
            "total": total,
            "lines": [goods],
            "payments": payments if paid == total else [*payments, cash(total - paid)],
            "override": False,
            "overrides": None,
            "supersedes": None,
        },
        "ticket": ticket,
    }


def refused(outcome: Answer) -> tuple[str, Answer]:
    """Return the code and parameters of a command that must have been refused."""
    assert outcome["outcome"] == "refused", outcome
    return outcome["code"], outcome["params"]


def done(outcome: Answer) -> Answer:
    """Return the result of a command that must have been done."""
    assert outcome["outcome"] == "done", outcome
    result: Answer = outcome["result"]
    return result


async def net(scene: Scene) -> int:
    """Return all that the bar has earned, net, in minor units."""
    value: int = await scene.owner.fetchval(
        "select coalesce(sum(net_minor), 0)::bigint from logic.net_revenue($1, '2000-01-01', '2100-01-01')",
        scene.bar.id,
    )
    return value


async def shelf(scene: Scene, product: int = 0) -> tuple[int, int]:
    """Return what there is of the product, and how much of it is kept for guests."""
    row = await scene.owner.fetchrow(
        "select stock, reserved from data.bar_products where bar_id = $1 and id = $2",
        scene.bar.id,
        scene.bar.products[product].id,
    )
    assert row is not None
    return row["stock"], row["reserved"]


async def is_sound(scene: Scene) -> bool:
    """Tell whether the books of the whole bar agree, and what is reserved is what is kept."""
    kept = await scene.owner.fetch(
        """
        select p.id
        from data.bar_products p
        where p.bar_id = $1 and p.reserved <> (
          select coalesce(sum(c.qty), 0)
          from data.consignments c
          where c.bar_id = p.bar_id and c.product_id = p.id and c.state = 'active'
        )
        """,
        scene.bar.id,
    )
    return not kept and await scene.is_sound()
