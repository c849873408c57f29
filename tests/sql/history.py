"""A bar with a past: many sales written at once, with several on each day, and a model to compare pages with."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.till.pages import whole
from tests.sql.support import Answer, Connection, Scene, new_uuid

FIRST_DAY = date(2026, 1, 1)
STATUSES = ("validated",) * 7 + ("pending", "rejected", "cancelled")
BITS = {"cash": 1, "mobile_money": 2, "card": 4, "exchange": 8}
METHODS = ("cash",) * 6 + ("mobile_money", "mobile_money", "card", "exchange")


@dataclass(frozen=True, slots=True)
class Sale:
    id: str
    day: str
    seller: str
    status: str
    methods: frozenset[str]
    products: frozenset[str]
    total: int
    state: str
    """Of its payment."""

    def fits(self, filters: Answer) -> bool:
        """Tell whether the sale is among those that the filters ask for."""
        return (
            filters.get("from", "") <= self.day <= filters.get("to", "9999")
            and filters.get("seller", self.seller) == self.seller
            and filters.get("status", self.status) == self.status
            and filters.get("method", next(iter(self.methods))) in self.methods
            and filters.get("product", next(iter(self.products))) in self.products
            and filters.get("payment", self.state) == self.state
        )


def in_order(sales: list[Sale], filters: Answer) -> list[str]:
    """Return the ids of what the filters leave, newest first."""
    return [
        sale.id
        for sale in sorted(sales, key=lambda sale: (sale.day, sale.id), reverse=True)
        if sale.fits(filters)
    ]


async def write_sales(scene: Scene, many: int, days: int, seed: int = 1) -> list[Sale]:
    """Write so many sales of one or two lines, spread over so many days; they move no stock.

    Every third is from before a sale said how it was paid.
    """
    draw = random.Random(seed)
    bar, sellers = scene.bar, [scene.bar.people["Afi"], scene.bar.people["Sena"]]
    sales, heads, lines, payments = [], [], [], []
    for no in range(1, many + 1):
        sale, day = new_uuid(), FIRST_DAY + timedelta(days=draw.randrange(days))
        goods = draw.sample(bar.products, draw.choice((1, 1, 2)))
        method, seller, status = draw.choice(METHODS), draw.choice(sellers), draw.choice(STATUSES)
        total = sum(x.price for x in goods)
        state = "to_confirm" if method == "mobile_money" and draw.random() < 0.5 else "settled"
        bits = BITS[method] if no % 3 else None
        head = (bar.id, sale, new_uuid(), bar.till.id, f"C1-{no:06d}", seller, status, day, total, no, bits)
        heads.append(head)
        lines += [
            (bar.id, sale, n, x.id, x.name, x.volume_ml, x.price, day, bits) for n, x in enumerate(goods, 1)
        ]
        payments.append((bar.id, sale, method, total, day, state))
        ids = frozenset(x.id for x in goods)
        sales.append(Sale(sale, str(day), seller, status, frozenset({method}), ids, total, state))
    await _as_replica(scene.owner, _INSERTS, (heads, lines, payments))
    await scene.owner.execute("analyze")
    return sales


_INSERTS = (
    """
    insert into data.sales (bar_id, id, command_id, till_id, ticket, sold_by, created_by, status, door,
      business_date, total_minor, rev, created_at, claimed_at, booked_at, methods)
    select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::uuid, $6::uuid, $7, 'counter', d.day, $9, $10,
      d.day + time '20:00', d.day + time '20:00', d.day + time '20:00', $11
    from (select $8::date) d (day)
    """,
    """
    insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty,
      business_date, methods)
    values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
    """,
    """
    insert into data.payments (bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor,
      owed_minor, operator, state, business_date)
    select $1::uuid, $2::uuid, 1, m.method, m.amount, case when m.method = 'cash' then m.amount end,
      case when m.method = 'cash' then 0 end, case when m.method = 'cash' then 0 end,
      case when m.method = 'mobile_money' then 'MTN MoMo' end, $6, $5
    from (select $3::text, $4::bigint) m (method, amount)
    """,
)


async def _as_replica(owner: Connection, statements: tuple[str, ...], rows: tuple[list[Any], ...]) -> None:
    """Write rows of the past: no trigger looks at them."""
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        for statement, values in zip(statements, rows, strict=True):
            await owner.executemany(statement, values)


async def walk(read: Callable[[Answer], Any], way: str) -> list[list[Answer]]:
    """Return every page, newest first, from the first to the last or back; in few words, each is the same."""
    pages: list[list[Answer]] = []
    place: Answer = {"to": "first" if way == "next" else "last"}
    while True:
        rows = (await read(place))["rows"]
        few = (await read({**place, "know": ""}))["rows"]
        assert "packed" in few
        assert whole(few, ()) == rows
        pages.append(rows["items"])
        key = rows[f"{way}_key"]
        if way == "next":
            assert rows["more"] is (key is not None)
        if key is None:
            return pages if way == "next" else pages[::-1]
        place = {"to": way, "key": key}
