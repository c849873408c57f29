"""Random bodies of every kind of command, made from what the bar holds: most could be right, some are stale or wrong.

A body is None when there is nothing yet to make one of. Knows no rule of the trade.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from tests.sql.edits import fields, member_body, product_body
from tests.sql.goods import adjustment, counting, open_items, reversal, settling, supply
from tests.sql.support import Answer, Scene, cash, hash_of, line, new_uuid, sale_body

RECENT = 12


class Bodies:
    """Draws bodies for one bar."""

    def __init__(self, scene: Scene, draw: Random) -> None:
        self.scene = scene
        self.draw = draw
        self.tickets = 0

    async def pick(self, table: str, where: str = "true", order: str = "rev") -> Any:
        """Return one of the bar's last rows of a table, None when there is none."""
        rows = await self.scene.owner.fetch(
            f"select to_jsonb(t) from data.{table} t where bar_id = $1 and {where}"
            f" order by {order} desc limit {RECENT}",
            self.scene.bar.id,
        )
        return json.loads(self.draw.choice(rows)[0]) if rows else None

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def mostly(self, where: str) -> str:
        """Return a condition that is seldom left out: what is named is then perhaps in another state."""
        return "true" if self.chance(0.15) else where

    def product(self) -> int:
        return self.draw.randrange(len(self.scene.bar.products))

    # Sales

    async def record_sale(self) -> Answer:
        lines = []
        for _ in range(self.draw.randint(1, 3)):
            product = await self.pick("bar_products")
            price = product["price_minor"] + (100 if self.chance(0.05) else 0)
            known = line(self.scene.bar.products[0], self.draw.choice((1, 1, 2, 3)), price=price)
            lines.append(known | {k: product[k] for k in ("name", "volume_ml")} | {"product": product["id"]})
        if self.chance(0.02):
            lines[0] |= {"product": new_uuid(), "name": "Gin"}
        return self.sale_of(lines)

    def sale_of(self, lines: list[Answer]) -> Answer:
        self.tickets += 1
        seller = self.draw.choice(sorted(self.scene.bar.people))
        body = sale_body(self.scene.bar, lines, f"C1-{self.tickets:06d}", seller, override=self.chance(0.05))
        body["payments"] = self.payments(body["total"])
        return body

    def payments(self, total: int) -> list[Answer]:
        first = self.draw.randint(0, total) if self.chance(0.3) else total
        parts = [part for part in (first, total - first) if part] or [0]
        return [self.payment(part) for part in parts]

    def payment(self, amount: int) -> Answer:
        method = self.draw.choice(("cash", "cash", "owed", "mobile_money", "card"))
        if method == "owed":
            return cash(amount) | {"tendered": amount + 300, "change": 100, "owed": 200}
        if method == "mobile_money":
            return {"method": method, "amount": amount, "operator": "MTN", "reference": ""}
        if method == "card":
            return {"method": method, "amount": amount, "reference": None}
        return cash(amount)

    async def validate_sales(self) -> Answer | None:
        sales = [await self.pick("sales") for _ in range(self.draw.randint(1, 4))]
        return {"sales": sorted({x["id"] for x in sales})} if sales[0] else None

    async def reject_sale(self) -> Answer | None:
        return await self.some("sale", "sales", self.mostly("status = 'pending'"), reason="parti")

    async def withdraw_sale(self) -> Answer | None:
        return await self.some("sale", "sales", self.mostly("status = 'pending'"))

    async def cancel_sale(self) -> Answer | None:
        return await self.some("sale", "sales", self.mostly("status = 'validated'"), reason="erreur")

    async def some(self, name: str, table: str, where: str = "true", **more: object) -> Answer | None:
        """Return a body that names a row of a table."""
        found = await self.pick(table, where, "rev" if table == "sales" else "created_at")
        return found and {name: found["id"], **more}

    async def confirm_payment(self) -> Answer | None:
        paid = await self.pick("payments", "method = 'mobile_money'", "state, sale_id")
        named = paid and {"sale": paid["sale_id"], "position": paid["position"]}
        return named and named | {"state": self.draw.choice(("confirmed", "failed")), "reference": None}

    async def redeem_change(self) -> Answer | None:
        return await self.some("credit", "change_credits")

    # What comes back, what is kept

    async def piece(self) -> Answer | None:
        """Return some pieces of a line of a sale that is perhaps validated."""
        sale = await self.pick("sales", self.mostly("status = 'validated'"))
        sold = sale and await self.pick("sale_items", f"sale_id = '{sale['id']}'", "position")
        return sold and {
            "sale": sale["id"],
            "position": sold["position"],
            "product": sold["product_id"],
            "qty": self.draw.randint(1, sold["qty"]),
        }

    async def create_return(self) -> Answer | None:
        reason = self.draw.choice(("wrong_item", "customer_change", "defective", "expired", "other"))
        choice = self.draw.choice((None, True, False)) if reason == "other" else None
        decided = {"refund": choice, "restock": None if choice is None else not choice}
        part = await self.piece()
        return part and part | decided | {"return": new_uuid(), "reason": reason, "notes": "vu"}

    async def a_return(self, where: str = "true") -> Answer | None:
        found = await self.pick("returns", where, "created_at")
        return found and {"return": found["id"], "product": found["product_id"], "qty": found["qty"]}

    async def approve_return(self) -> Answer | None:
        found = await self.pick("returns", self.mostly("state = 'pending'"), "created_at")
        choice = self.chance(0.5) if found and found["reason"] == "other" else None
        decided = {"refund": choice, "restock": choice, "restock_now": self.chance(0.5)}
        return found and {
            "return": found["id"],
            "product": found["product_id"],
            "qty": found["qty"],
            **decided,
        }

    async def reject_return(self) -> Answer | None:
        found = await self.a_return(self.mostly("state = 'pending'"))
        return found and {"return": found["return"], "reason": "non"}

    async def restock_return(self) -> Answer | None:
        return await self.a_return(self.mostly("state = 'approved' and restocks"))

    async def exchange(self) -> Answer | None:
        part = await self.piece()
        sold = part and await self.pick(
            "sale_items", f"sale_id = '{part['sale']}' and position = {part['position']}", "position"
        )
        if part is None or sold is None:
            return None
        body = await self.record_sale()
        value = min(body["total"], sold["price_minor"] * part["qty"])
        rest = body["total"] - value
        body["payments"] = [{"method": "exchange", "amount": value}, *([cash(rest)] if rest else [])]
        ticket = body.pop("ticket")
        return {"return": part | {"return": new_uuid(), "notes": ""}, "sale": body, "ticket": ticket}

    async def create_consignment(self) -> Answer | None:
        guest = {"guest": "Tonton", "phone": None, "days": self.draw.choice((None, 1, 2)), "notes": ""}
        part = await self.piece()
        return part and part | guest | {"consignment": new_uuid()}

    async def claim_consignment(self) -> Answer | None:
        found = await self.pick("consignments", self.mostly("state = 'active'"), "created_at")
        return found and {
            "consignment": found["id"],
            "product": found["product_id"],
            "qty": found["qty"],
        }

    async def claim_part(self) -> Answer | None:
        found = await self.claim_consignment()
        if found is None or found["qty"] < 2:
            return None
        part = {"qty": self.draw.randint(1, found["qty"] - 1), "of": found["qty"], "part": new_uuid()}
        return found | part

    async def forfeit_consignment(self) -> Answer | None:
        found = await self.claim_consignment()
        return found and found | {"reason": "ne revient pas"}

    async def erase_guest(self) -> Answer | None:
        return await self.some("consignment", "consignments")

    # Goods

    async def record_supply(self) -> Answer:
        price = self.draw.choice((0, 1, 5_000, 7_777))
        size = self.draw.choice((1, 3, 7))
        return supply(self.scene, self.product(), self.draw.randint(1, 3), size, lot_price=price)

    async def reverse_supply(self) -> Answer | None:
        found = await self.pick("supplies")
        return found and reversal(
            {"supply": found["id"], "product": found["product_id"], "lots": 1, "lot_size": found["qty"]}
        )

    async def adjust_stock(self) -> Answer:
        return adjustment(self.scene, self.draw.choice((-4, -1, 2)), self.product())

    async def count_stock(self) -> Answer:
        places = self.draw.sample(range(len(self.scene.bar.products)), 2)
        found = [(place, stock := await self.scene.stock(place), stock) for place in places]
        return counting(
            self.scene, *[(p, e, max(0, c + self.draw.choice((-2, 0, 0, 1)))) for p, e, c in found]
        )

    async def settle_discrepancy(self) -> Answer | None:
        items = await open_items(self.scene)
        resolution = self.draw.choice(("late_supply", "late_supply", "loss", "price_accepted"))
        return settling(self.draw.choice(items), resolution, notes="vu") if items else None

    # What is edited

    async def create_category(self) -> Answer:
        made = {"name": "Vins", "icon": "wine", "color": "red", "position": 2}
        return {"category": new_uuid()} | made

    async def edit_category(self) -> Answer:
        found = await self.pick("categories", order="id")
        return {"category": found["id"], "fields": self.edit(found, position=self.draw.randint(0, 9))}

    def edit(self, found: Answer, **values: object) -> Answer:
        """Return the fields of an edit, by a person who has mostly seen what is there now."""
        seen = max((found["versions"].get(name, 0) for name in values), default=0)
        return fields(seen + (1 if self.chance(0.1) else 0), **values)

    async def create_product(self) -> Answer:
        return await product_body(self.scene, barcode=None, price=650)

    async def edit_product(self) -> Answer:
        found = await self.pick("bar_products")
        value: Answer = self.draw.choice(
            ({"price": self.draw.choice((500, 550, 800))}, {"is_active": self.chance(0.9)}, {"name": "Flag"})
        )
        return {"product": found["id"], "fields": self.edit(found, **value)}

    async def create_member(self) -> Answer:
        return member_body(self.draw.choice(("seller", "seller", "manager")))

    async def newcomer(self) -> Any:
        """Return somebody whom the others can do without."""
        kept = "', '".join(self.scene.bar.people.values())
        known = f"user_id = '{self.scene.bar.people['Sena']}'"
        found = await self.pick("bar_members", f"user_id not in ('{kept}')", "user_id")
        return found or await self.pick("bar_members", known, "user_id")

    async def edit_member(self) -> Answer | None:
        found = await self.newcomer()
        return found and {
            "member": found["user_id"],
            "fields": self.edit(found, is_active=self.chance(0.5)),
        }

    async def reset_pin(self) -> Answer | None:
        found = await self.newcomer()
        made = member_body()
        return found and {"member": found["user_id"], "salt": made["salt"], "verifier": made["verifier"]}

    async def create_till(self) -> Answer:
        code = f"N{self.draw.randint(1, 999)}"
        made = {"name": "Bar du fond", "code_hash": hash_of(new_uuid()), "hours": 24}
        return {"till": new_uuid(), "code": code} | made

    async def edit_till(self) -> Answer:
        found = await self.pick("tills", order="id")
        return {"till": found["id"], "fields": self.edit(found, name=f"Caisse {self.draw.randint(1, 9)}")}

    async def revoke_till(self) -> Answer:
        return {"till": self.scene.bar.tills[-1].id}

    async def restore_till(self) -> Answer:
        return {"till": self.scene.bar.tills[-1].id}

    async def edit_settings(self) -> Answer:
        rows = await self.scene.owner.fetchval(
            "select versions::text from data.bars where id = $1", self.scene.bar.id
        )
        value: Answer = self.draw.choice(
            ({"operating_mode": self.draw.choice(("full", "simplified"))}, {"consignment_days": 2})
        )
        return {"fields": self.edit({"versions": json.loads(rows)}, **value)}

    async def read_notifications(self) -> Answer | None:
        found = await self.pick("notifications", order="id")
        return found and {"ids": [found["id"]]}

    async def book_refused(self) -> Answer | None:
        found = await self.pick("commands", "code = 'TLREV'", "at")
        return found and {"till": found["till_id"], "ledger": found["ledger_id"], "no": found["no"]}


OFTEN = (
    "record_sale",
    "record_sale",
    "validate_sales",
    "record_supply",
    "create_return",
    "approve_return",
    "exchange",
    "create_consignment",
    "claim_consignment",
    "claim_part",
    "settle_discrepancy",
    "cancel_sale",
    "reject_sale",
)
SOMETIMES = (
    "withdraw_sale",
    "confirm_payment",
    "redeem_change",
    "reject_return",
    "restock_return",
    "forfeit_consignment",
    "reverse_supply",
    "adjust_stock",
    "count_stock",
    "edit_product",
    "edit_settings",
    "restore_till",
    "book_refused",
)
SELDOM = (
    "erase_guest",
    "create_category",
    "edit_category",
    "create_product",
    "create_member",
    "edit_member",
    "reset_pin",
    "create_till",
    "edit_till",
    "revoke_till",
    "read_notifications",
)
KINDS = OFTEN * 4 + SOMETIMES * 2 + SELDOM
Body = Callable[[], Awaitable[Answer | None]]
