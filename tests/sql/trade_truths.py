"""What must be true of a bar after any history: computed in Python from its rows, without the functions under test.

Nothing here writes. Each truth raises AssertionError with what it found.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from app.domain.supply import average_after
from tests.sql.support import Connection

Rows: TypeAlias = Sequence[dict[str, Any]]
Move: TypeAlias = tuple[str, str, str]
"""Source, kind and product of a movement."""

TABLES = (
    "bar_products",
    "stock_movements",
    "sales",
    "sale_items",
    "payments",
    "discrepancies",
    "returns",
    "consignments",
    "supplies",
    "stock_adjustments",
    "change_credits",
)
UNDONE = ("rejected", "cancelled")
DECIDED = ("approved", "restocked")


@dataclass(frozen=True, slots=True)
class Books:
    """The rows of one bar, table by table, in one snapshot."""

    bar: str
    rows: dict[str, Rows]
    rev: int
    revenue: dict[str, tuple[int, int, int, int]]
    """What ``logic.net_revenue`` says: sales, gross, returned and net by business date."""

    def __getitem__(self, table: str) -> Rows:
        return self.rows[table]


async def books_of(owner: Connection, bar: str) -> Books:
    """Read the bar's books."""
    parts = ", ".join(
        f"'{name}', (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from data.{name} t where t.bar_id = $1)"
        for name in TABLES
    )
    kept = await owner.fetchrow(
        f"select jsonb_build_object({parts})::text, c.rev from data.bar_clocks c where c.bar_id = $1", bar
    )
    assert kept is not None
    text, rev = kept
    found = await owner.fetch(
        "select * from logic.net_revenue($1, $2, $3)", bar, date(2000, 1, 1), date(2099, 12, 31)
    )
    revenue = {
        str(x["business_date"]): (x["sales"], x["gross_minor"], x["returned_minor"], x["net_minor"])
        for x in found
    }
    return Books(bar, json.loads(text, parse_float=Decimal), rev, revenue)


def check(books: Books) -> None:
    """Raise AssertionError unless every truth holds."""
    movements_follow_from_what_happened(books)
    stock_is_the_sum_of_its_movements(books)
    reserved_is_what_is_kept(books)
    money_adds_up(books)
    nothing_is_negative(books)
    an_undone_sale_leaves_nothing_open(books)
    revenue_is_what_was_sold_less_what_came_back(books)
    average_costs_are_those_of_the_supplies_that_stayed(books)


def movements_follow_from_what_happened(books: Books) -> None:
    """Every movement has a reason among the rows, and every row that moves stock has its movement: no more, no less."""
    found = {(x["source_id"], x["kind"], x["product_id"]): x["qty"] for x in books["stock_movements"]}
    opening = {
        (x["source_id"], x["kind"], x["product_id"]): x["qty"]
        for x in books["stock_movements"]
        if x["reason"] == "opening"
    }
    expected = {move: qty for move, qty in _moved_by_sales(books).items() if qty} | opening
    for x in books["returns"]:
        if x["state"] == "restocked":
            expected[x["id"], "return", x["product_id"]] = x["qty"]
    for x in books["consignments"]:
        # What was kept together came in together, whatever was handed over of it.
        whole = x["part_of"] or x["id"], "consign_in", x["product_id"]
        expected[whole] = expected.get(whole, 0) + x["qty"]
        if x["state"] == "claimed":
            expected[x["id"], "consign_out", x["product_id"]] = -x["qty"]
    for x in books["supplies"]:
        expected[x["id"], "supply", x["product_id"]] = x["qty"]
        if x["reversed_at"]:
            expected[x["id"], "supply_reversal", x["product_id"]] = -x["qty"]
    for x in books["stock_adjustments"]:
        expected[x["id"], "adjustment", x["product_id"]] = x["delta"]
    assert found == expected, dict(found.items() ^ expected.items())


def _moved_by_sales(books: Books) -> Counter[Move]:
    moved: Counter[Move] = Counter()
    for x in books["sale_items"]:
        moved[x["sale_id"], "sale", x["product_id"]] -= x["qty"]
    for x in books["discrepancies"]:
        if x["kind"] == "stock":
            moved[x["sale_id"], "discrepancy", x["product_id"]] += x["qty"]
            if x["resolution"] == "late_supply":
                moved[x["id"], "discrepancy", x["product_id"]] -= x["qty"]
    undone = {x["id"] for x in books["sales"] if x["status"] in UNDONE}
    sale_of = {x["id"]: x["sale_id"] for x in books["discrepancies"]}
    for (source, _, product), qty in list(moved.items()):
        sale = sale_of.get(source, source)
        if sale in undone:
            moved[sale, "sale_undo", product] -= qty
    return moved


def stock_is_the_sum_of_its_movements(books: Books) -> None:
    moved: Counter[str] = Counter()
    for x in books["stock_movements"]:
        moved[x["product_id"]] += x["qty"]
    for x in books["bar_products"]:
        assert x["stock"] == moved[x["id"]], x


def reserved_is_what_is_kept(books: Books) -> None:
    kept: Counter[str] = Counter()
    for x in books["consignments"]:
        kept[x["product_id"]] += x["qty"] if x["state"] == "active" else 0
    for x in books["bar_products"]:
        assert x["reserved"] == kept[x["id"]], x


def money_adds_up(books: Books) -> None:
    """A sale's total is that of its lines and of its payments; what is owed is a credit."""
    sold, paid, owed = Counter[str](), Counter[str](), Counter[str]()
    for x in books["sale_items"]:
        sold[x["sale_id"]] += x["price_minor"] * x["qty"]
    for x in books["payments"]:
        paid[x["sale_id"]] += x["amount_minor"]
        owed[x["sale_id"]] += x["owed_minor"] or 0
    for x in books["sales"]:
        assert x["total_minor"] == sold[x["id"]] == paid[x["id"]], x
    due = {x["id"]: x["amount_minor"] for x in books["change_credits"]}
    assert {k: v for k, v in due.items() if k in sold} == {k: v for k, v in owed.items() if v}
    # An exchange's value pays for the replacement, and what is left of it is the guest's.
    used = {x["sale_id"]: x["amount_minor"] for x in books["payments"] if x["method"] == "exchange"}
    for x in books["returns"]:
        if x["reason"] == "exchange":
            assert used.pop(x["exchange_sale_id"], 0) + due.get(x["id"], 0) == x["amount_minor"], x
    assert not any(used.values()), used


def nothing_is_negative(books: Books) -> None:
    for x in books["bar_products"]:
        assert 0 <= x["reserved"] <= x["stock"], x
        assert x["average_cost"] >= 0, x
        assert x["rev"] <= books.rev, x
    left: Counter[tuple[str, int]] = Counter()
    for x in books["sale_items"]:
        left[x["sale_id"], x["position"]] += x["qty"]
    for x in books["returns"]:
        left[x["sale_id"], x["position"]] -= 0 if x["state"] == "rejected" else x["qty"]
    for x in books["consignments"]:
        left[x["sale_id"], x["position"]] -= 0 if x["state"] == "claimed" else x["qty"]
    assert min(left.values(), default=0) >= 0, left


def an_undone_sale_leaves_nothing_open(books: Books) -> None:
    undone = {x["id"] for x in books["sales"] if x["status"] in UNDONE}
    for x in books["discrepancies"]:
        assert x["sale_id"] not in undone or x["state"] == "settled", x
        assert x["resolution"] != "sale_undone" or x["sale_id"] in undone, x
    for x in books["change_credits"]:
        assert x["sale_id"] not in undone or x["redeemed_at"], x
    for x in [*books["returns"], *books["consignments"]]:
        assert x["sale_id"] not in undone or x.get("state") == "rejected", x


def revenue_is_what_was_sold_less_what_came_back(books: Books) -> None:
    days: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for x in books["sales"]:
        if x["status"] == "validated":
            days[x["business_date"]][0] += 1
            days[x["business_date"]][1] += x["total_minor"]
    for x in books["returns"]:
        if x["state"] in DECIDED and (x["is_refunded"] or x["reason"] == "exchange"):
            days[x["business_date"]][2] += x["amount_minor"]
    expected = {day: (n, gross, back, gross - back) for day, (n, gross, back) in days.items()}
    assert books.revenue == expected


def average_costs_are_those_of_the_supplies_that_stayed(books: Books) -> None:
    """As if what was reversed had never come: each supply that stayed joins the stock that would have been there."""
    stayed = {x["id"]: x for x in books["supplies"] if not x["reversed_at"]}
    reversed_ones = {x["id"] for x in books["supplies"] if x["reversed_at"]}
    stock: Counter[str] = Counter()
    average: dict[str, Decimal] = defaultdict(Decimal)
    for x in sorted(books["stock_movements"], key=lambda x: x["rev"]):
        product, supply = x["product_id"], stayed.get(x["source_id"])
        if supply is not None and x["kind"] == "supply":
            spent = supply["lots"] * supply["lot_price_minor"]
            average[product] = average_after(max(0, stock[product]), average[product], x["qty"], spent)
        if x["source_id"] not in reversed_ones:
            stock[product] += x["qty"]
    for x in books["bar_products"]:
        assert x["average_cost"] == average[x["id"]], (x, average[x["id"]])


async def fingerprint(owner: Connection, bar: str) -> dict[str, str]:
    """Return a hash of all rows of the bar, table by table."""
    tables = await owner.fetch(
        """
        select c.relname
        from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'bar_id'
        where c.relnamespace = 'data'::regnamespace and c.relkind = 'r'
        order by c.relname
        """
    )
    parts = " union all ".join(
        f"select '{x['relname']}' as name, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as hash"
        f" from data.{x['relname']} t where t.bar_id = $1"
        for x in tables
    )
    return {row["name"]: row["hash"] for row in await owner.fetch(parts, bar)}
