"""A small bar to ask questions about: one product, one server, one till, and sales through the till's own entry."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.domain.ids import new_id
from app.domain.pin import stretched
from app.domain.roles import Role
from app.server import provision
from app.server.provision import Connection, NewBar

PIN = "1357"


def fresh_id() -> str:
    return new_id(datetime.now(UTC).timestamp())


@dataclass
class SmallBar:
    """``connection`` is a superuser's. ``call`` asks ``api`` as a till would."""

    connection: Connection
    bar: str
    seller: str
    till: str
    token: str
    product: str = field(default_factory=fresh_id)
    ledger: str = field(default_factory=fresh_id)
    marks: dict[str, Any] = field(default_factory=dict)

    @classmethod
    async def make(cls, connection: Connection) -> SmallBar:
        token = provision.new_token()
        bar = await provision.create_bar(connection, NewBar("Chez Aïcha"))
        seller = await provision.add_member(connection, bar, "Aïcha Bio", Role.SELLER, PIN)
        till = await provision.create_till(connection, bar, "C1", "Comptoir", token=token)
        made = cls(connection, bar, seller, till, token)
        await connection.execute(
            "select logic.add_product($1, $2, null, 'Flag', 330, 600, 24)", bar, made.product
        )
        await made.open_ledger()
        return made

    async def call(self, function: str, *arguments: object) -> dict[str, Any]:
        places = ", ".join(f"${place + 1}" for place in range(len(arguments)))
        answer: dict[str, Any] = json.loads(
            await self.connection.fetchval(f"select api.{function}({places})", *arguments)
        )
        return answer

    async def open_ledger(self) -> None:
        self.marks = await self.call("open_ledger", self.token, self.ledger)

    async def sign_in(self, member: str, pin: str) -> dict[str, Any]:
        salt = await self.connection.fetchval(
            "select encode(salt, 'hex') from data.bar_members where user_id = $1", member
        )
        return await self.call("sign_in", self.token, member, stretched(pin, salt).hex())

    async def sell(self, qty: int = 1) -> str:
        """Sell bottles of Flag at the counter and return the sale's id."""
        sale, no = fresh_id(), self.marks["applied"] + 1
        total = 600 * qty
        body = {
            "sale": sale,
            "ticket": f"C1-{no:06d}",
            "sold_by": self.seller,
            "total": total,
            "lines": [{"product": self.product, "name": "Flag", "volume_ml": 330, "price": 600, "qty": qty}],
            "payments": [{"method": "cash", "amount": total, "tendered": total, "change": 0, "owed": 0}],
            "override": False,
            "overrides": None,
            "supersedes": None,
        }
        command = {
            "no": no,
            "id": fresh_id(),
            "kind": "record_sale",
            "version": 1,
            "sha256": hashlib.sha256(json.dumps(body).encode()).hexdigest(),
            "door": "counter",
            "by": self.seller,
            "session": None,
            "moment": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "clock_unsure": False,
            "age_s": None,
            "body": body,
        }
        seen = json.dumps({name: self.marks[name] for name in ("epoch", "applied", "rev")})
        self.marks = await self.call("submit", self.token, self.ledger, seen, json.dumps([command]))
        assert [outcome["outcome"] for outcome in self.marks["outcomes"]] == ["done"]
        return sale

    async def stock(self) -> int:
        stock: int = await self.connection.fetchval(
            "select stock from data.bar_products where id = $1", self.product
        )
        return stock
