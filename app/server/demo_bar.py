"""The demo bar « Le Baobab »: what ``resources/demo/baobab.json`` says, and the sales of its last days.

Pure: it reads the file and computes; ``app/server/demo_seed.py`` puts it into a database.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.money import quick_cash
from app.domain.roles import Role

FILE = Path(__file__).parents[2] / "resources" / "demo" / "baobab.json"
SINGLE_PRICE = 5_000
"""From this price on, nobody orders two at once."""


@dataclass(frozen=True, slots=True)
class DemoCategory:
    key: str
    name: str
    icon: str
    color: str


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """``stock``: pieces on the shelf after the past days; ``share``: its weight among orders."""

    key: str
    category: str
    name: str
    volume_ml: int | None
    price: int
    cost: int
    stock: int
    alert_threshold: int
    share: int
    barcode: str | None


@dataclass(frozen=True, slots=True)
class DemoPerson:
    key: str
    name: str
    role: Role
    pin: str
    share: int


@dataclass(frozen=True, slots=True)
class DemoTill:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """How busy the past days were. ``sales_on_weekday``: Monday first; ``share_by_hour``: local hour → weight."""

    days: int
    sales_on_weekday: tuple[int, ...]
    share_by_hour: tuple[tuple[int, int], ...]
    mobile_money_share: float
    operators: tuple[str, ...]
    second_till_share: float


@dataclass(frozen=True, slots=True)
class DemoBar:
    name: str
    address: str
    phone: str
    time_zone: str
    closing_hour: int
    currency: str
    operating_mode: str
    tills: tuple[DemoTill, ...]
    team: tuple[DemoPerson, ...]
    history: History
    categories: tuple[DemoCategory, ...]
    products: tuple[DemoProduct, ...]


@dataclass(frozen=True, slots=True)
class PastSale:
    """One sale of a past day: who, where, when (UTC), what (product, pieces) and how it was paid."""

    moment: datetime
    till: DemoTill
    seller: DemoPerson
    lines: tuple[tuple[DemoProduct, int], ...]
    payment: dict[str, object]

    @property
    def total(self) -> int:
        return sum(product.price * qty for product, qty in self.lines)


def read_demo_bar(file: Path = FILE) -> DemoBar:
    """Return the demo bar. Raises OSError, KeyError, TypeError or ValueError when the file is missing or wrong."""
    text: dict[str, Any] = json.loads(file.read_text("utf-8"))
    history = text["history"]
    hours = tuple((int(hour), int(share)) for hour, share in history["share_by_hour"].items())
    return DemoBar(
        **text["bar"],
        tills=tuple(DemoTill(**row) for row in text["tills"]),
        team=tuple(DemoPerson(**{**row, "role": Role(row["role"])}) for row in text["team"]),
        history=History(
            days=history["days"],
            sales_on_weekday=tuple(history["sales_on_weekday"]),
            share_by_hour=hours,
            mobile_money_share=history["mobile_money_share"],
            operators=tuple(history["operators"]),
            second_till_share=history["second_till_share"],
        ),
        categories=tuple(DemoCategory(**row) for row in text["categories"]),
        products=tuple(DemoProduct(**{"barcode": None, **row}) for row in text["products"]),
    )


def row_id(bar: str, kind: str, key: str) -> str:
    """Return the id of a demo row: the same for the same bar and key, so that seeding twice changes nothing."""
    return str(uuid.uuid5(uuid.UUID(bar), f"{kind}:{key}"))


def past_sales(bar: DemoBar, today: date) -> list[PastSale]:
    """Return the sales of the business days before ``today`` (itself a business date), oldest first.

    The same day gives the same sales on every machine.
    """
    days = (today - timedelta(days=back) for back in range(bar.history.days, 0, -1))
    return [sale for day in days for sale in _sales_of(bar, day)]


def _sales_of(bar: DemoBar, day: date) -> Iterator[PastSale]:
    chance = random.Random(f"{bar.name} {day.isoformat()}")
    usual = bar.history.sales_on_weekday[day.weekday()]
    moments = sorted(_moment(bar, day, chance) for _ in range(round(usual * chance.uniform(0.9, 1.1))))
    sellers = [person.share for person in bar.team]
    weights = [product.share for product in bar.products]
    for moment in moments:
        lines = _round(bar.products, weights, chance)
        total = sum(product.price * qty for product, qty in lines)
        till = bar.tills[1] if chance.random() < bar.history.second_till_share else bar.tills[0]
        seller = chance.choices(bar.team, sellers)[0]
        yield PastSale(moment, till, seller, lines, _payment(bar, total, chance))


def _moment(bar: DemoBar, day: date, chance: random.Random) -> datetime:
    hours, shares = zip(*bar.history.share_by_hour, strict=True)
    hour: int = chance.choices(hours, shares)[0]
    night = day + timedelta(days=1 if hour < bar.closing_hour else 0)
    local = time(hour, chance.randrange(60), chance.randrange(60), tzinfo=ZoneInfo(bar.time_zone))
    return datetime.combine(night, local).astimezone(UTC)


def _round(
    products: Sequence[DemoProduct], weights: Sequence[int], chance: random.Random
) -> tuple[tuple[DemoProduct, int], ...]:
    wanted = chance.choices((1, 2, 3, 4), (50, 30, 15, 5))[0]
    picked = {product.key: product for product in chance.choices(products, weights, k=wanted)}
    return tuple(
        (product, 1 if product.price >= SINGLE_PRICE else chance.choices((1, 2, 3, 4), (55, 30, 10, 5))[0])
        for product in picked.values()
    )


def _payment(bar: DemoBar, total: int, chance: random.Random) -> dict[str, object]:
    if chance.random() < bar.history.mobile_money_share:
        reference = f"{chance.randrange(10**10):010d}"
        operator = chance.choices(bar.history.operators, (6, 3, 1))[0]
        return {"method": "mobile_money", "amount": total, "operator": operator, "reference": reference}
    tendered = chance.choice((total, *quick_cash(total)))
    return {"method": "cash", "amount": total, "tendered": tendered, "change": tendered - total, "owed": 0}
