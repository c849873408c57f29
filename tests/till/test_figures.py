"""Figures that the server has added up ahead of time: only what is whole is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.domain.figures import (
    OwnedBars,
    ProductStats,
    TopProducts,
    Trend,
)
from app.sync.ports import Json
from app.till.lists import list_specs

AT = "2026-03-05T04:30:00.000000Z"
MONEY: dict[str, Json] = {"gross": 900, "returned": 100, "net": 800}
AGE: dict[str, Json] = {"refreshed_at": AT, "age_s": 12}
DAY: dict[str, Json] = {"day": "2026-03-04", "sales": 2, "live": True, **MONEY}
STAT: dict[str, Json] = {
    "product": "p",
    "sales": 3,
    "sold": 5,
    "came_back": 1,
    "net_qty_30": 4,
    "net_30": 800,
    **MONEY,
    "first_sold_on": "2026-03-01",
    "last_sold_on": None,
}
BAR: dict[str, Json] = {
    "bar": "b",
    "name": "Chez Tantine",
    "currency": "XOF",
    "is_active": True,
    "operating_mode": "full",
    "people": 4,
    "tills": 2,
    "products": 30,
    "short_products": 1,
    "sales": 7,
    "net_30": 800,
    **MONEY,
    "last_business_date": None,
}
ROWS: dict[str, dict[str, Json]] = {
    "trend": {"first": "2026-03-04", "last": "2026-03-04", "days": [DAY], **AGE},
    "top_products": {
        "period": "day",
        "first": "2026-03-04",
        "last": "2026-03-04",
        "live": False,
        "products": 9,
        "more": False,
        "rows": [{"product": "p", "qty": 2, "net": 800}],
    },
    "product_stats": {"products": [STAT], **AGE},
    "my_bars": {"bars": [BAR], **AGE},
}
NOT_NEEDED = {"live", "more", "age_s"}


def decoded(family: str, rows: Json) -> Any:
    spec = next(spec for spec in list_specs(lambda: None) if spec.family == family)
    return spec.decode(rows)


def test_figures_are_read_whole() -> None:
    trend, top, stats, bars = (decoded(family, rows) for family, rows in ROWS.items())

    assert isinstance(trend, Trend)
    assert (trend.days[0].net, trend.refreshed_at) == (800, AT)
    assert isinstance(top, TopProducts)
    assert (top.period, top.products[0].qty, top.products_sold) == ("day", 2, 9)
    assert isinstance(stats, ProductStats)
    assert (stats.products[0].net_30, stats.products[0].last_sold_on) == (800, None)
    assert isinstance(bars, OwnedBars)
    assert (bars.bars[0].name, bars.bars[0].is_active, bars.bars[0].net) == ("Chez Tantine", True, 800)
    assert decoded("my_bars", ROWS["my_bars"] | {"refreshed_at": None}).refreshed_at is None


def without(whole: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    """Yield the object with one of its fields missing, and with one that is of no kind that any field is."""
    for name in whole.keys() - NOT_NEEDED:
        yield {key: value for key, value in whole.items() if key != name}
        yield {**whole, name: 0.5}


def wrong() -> Iterator[tuple[str, Json]]:
    for family, rows in ROWS.items():
        yield family, None
        yield from ((family, part) for part in without(rows))
        name = next(key for key, value in rows.items() if isinstance(value, list))
        items = rows[name]
        assert isinstance(items, list)
        assert isinstance(items[0], Mapping)
        yield from ((family, {**rows, name: [part]}) for part in without(items[0]))
    yield "top_products", ROWS["top_products"] | {"period": "year"}


@pytest.mark.parametrize(("family", "rows"), list(wrong()))
def test_figures_that_are_not_whole_are_not_believed(family: str, rows: Json) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(family, rows)
