"""Tickets as facts: their sums, and what comes back from disk."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.receipt import Item, Paid, SaleSlip, Ticket, ticket_from_json, ticket_to_json
from tests.tickets import FULL, HEAD, ITEMS, KEPT, PAID, RETURN

ITEM = st.builds(
    Item, st.text(), st.none() | st.integers(1, 9_999), st.integers(1, 999), st.integers(0, 10**6)
)
MONEY = st.integers(0, 10**6)


@given(st.lists(ITEM), st.lists(st.builds(Paid, st.just("cash"), MONEY, MONEY, MONEY, MONEY)), MONEY)
def test_the_total_is_that_of_the_lines(items: list[Item], paid: list[Paid], credit: int) -> None:
    slip = SaleSlip(tuple(items), tuple(paid), credit)

    assert slip.total == sum((item.price or 0) * item.qty for item in items)
    assert slip.owed == sum(part.owed for part in paid) + credit
    assert slip.change == sum(part.change for part in paid)


def test_an_item_without_a_price_has_no_amount() -> None:
    assert Item("Flag", 330, 2, None).total is None
    assert SaleSlip((Item("Flag", 330, 2, None), Item("Eau", 500, 1, 300)), ()).total == 300


def test_the_sample_adds_up() -> None:
    slip = SaleSlip(ITEMS, PAID)

    assert slip.total == sum(part.amount for part in PAID) == 7_700


@pytest.mark.parametrize("ticket", [FULL, RETURN, KEPT, replace(FULL, is_offline=False)])
def test_a_kept_ticket_comes_back_as_it_was(ticket: Ticket) -> None:
    assert ticket_from_json(json.loads(json.dumps(ticket_to_json(ticket)))) == ticket


def test_a_copy_says_so() -> None:
    assert Ticket(HEAD, SaleSlip((), ())).copy().is_copy


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "poem"},
        {"slip": None},
        {"slip": {"items": {}, "paid": [], "credit": 0}},
        {"head": {"bar": "x"}},
        {"head": None},
        {"copy": ...},
    ],
)
def test_what_is_no_ticket_is_refused(change: dict[str, Any]) -> None:
    kept = {**ticket_to_json(FULL), **change}
    if kept["copy"] is ...:
        del kept["copy"]

    with pytest.raises(ValueError, match="not a"):
        ticket_from_json(kept)


def test_no_object_is_no_ticket() -> None:
    with pytest.raises(ValueError, match="not an object"):
        ticket_from_json([])
