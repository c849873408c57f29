"""What goods cost, on the cases that the SQL twin is tested on too."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.errors import Rejected
from app.domain.ids import ProductId
from app.domain.supply import LOT_SIZES, SupplyToRecord, average_after, cost_of_one, crates

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "average_cost.json").read_text(encoding="utf-8")
)
SUPPLY = SupplyToRecord("s", ProductId("p"), 3, 20, 9_000, "Sobebra", "bon 12")
COSTS = some.integers(0, 10**12)
PIECES = some.integers(1, 10**6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_the_shared_cases_hold(case: dict[str, Any]) -> None:
    supply = replace(SUPPLY, lots=case["lots"], lot_size=case["lot_size"], lot_price=case["lot_price"])
    after = average_after(case["stock"], Decimal(case["average"]), supply.qty, supply.spent)

    assert (str(supply.unit_cost), str(after)) == (case["unit_cost"], case["after"])


@given(some.integers(0, 10**6), COSTS, PIECES, COSTS)
def test_an_average_lies_between_what_is_there_and_what_comes(
    stock: int, cost: int, qty: int, spent: int
) -> None:
    average = Decimal(cost).scaleb(-4)
    after = average_after(stock, average, qty, spent)

    bounds = [Fraction(average), Fraction(spent, qty)] if stock else [Fraction(spent, qty)]
    half = Fraction(1, 20_000)
    assert min(bounds) - half <= Fraction(after) <= max(bounds) + half
    assert after.as_tuple().exponent == -4


@given(COSTS, PIECES)
def test_a_cost_is_off_by_half_a_ten_thousandth_at_most(spent: int, pieces: int) -> None:
    assert abs(Fraction(cost_of_one(spent, pieces)) - Fraction(spent, pieces)) <= Fraction(1, 20_000)


@pytest.mark.parametrize(("spent", "pieces"), [(100, 0), (-1, 12)])
def test_no_pieces_or_less_than_nothing_have_no_cost(spent: int, pieces: int) -> None:
    with pytest.raises(ValueError, match="no pieces"):
        cost_of_one(spent, pieces)


def test_crates_and_loose_ones() -> None:
    assert [crates(30, size) for size in LOT_SIZES] == [(2, 6), (1, 10), (1, 6)]


def test_a_supply_says_what_it_is() -> None:
    assert (SUPPLY.qty, SUPPLY.spent, SUPPLY.unit_cost) == (60, 27_000, Decimal("450.0000"))
    assert SUPPLY.body() == {
        "supply": "s",
        "product": "p",
        "lots": 3,
        "lot_size": 20,
        "lot_price": 9_000,
        "supplier": "Sobebra",
        "notes": "bon 12",
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"lots": 0}, "lots"),
        ({"lots": 10_001}, "lots"),
        ({"lots": 101, "lot_size": 1_000}, "lots"),
        ({"lot_size": 0}, "lot_size"),
        ({"lots": 1, "lot_size": 1_001}, "lot_size"),
        ({"lot_price": -1}, "lot_price"),
        ({"lot_price": 10**12 + 1}, "lot_price"),
        ({"supplier": "x" * 121}, "supplier"),
        ({"supplier": "\0"}, "supplier"),
        ({"notes": "x" * 501}, "notes"),
    ],
)
def test_what_the_server_would_refuse_is_refused_here(change: dict[str, Any], path: str) -> None:
    with pytest.raises(Rejected) as refused:
        replace(SUPPLY, **change).body()

    assert (refused.value.code, refused.value.params) == ("TLINP", {"path": f"body.{path}"})
