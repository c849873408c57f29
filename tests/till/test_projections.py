"""What a command does to what is shown: pure, total, and never below what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalog import Stock
from app.domain.ids import ProductId
from app.sync.ports import Door, Json, JsonObject, Row, State
from app.till.projections import quantities, stock_after, unchanged
from tests.till.test_codec import JSON
from tests.till.world import World

PRODUCTS = [ProductId(name) for name in "abc"]
STOCKS = st.fixed_dictionaries(
    {
        name: st.builds(
            lambda name, stock, reserved: Stock(
                name, stock, min(stock, reserved), 500, is_active=True, rev=1
            ),
            st.just(name),
            st.integers(0, 9),
            st.integers(0, 9),
        )
        for name in PRODUCTS
    }
)
LINES = st.lists(st.tuples(st.sampled_from([*PRODUCTS, ProductId("z")]), st.integers(1, 9)), max_size=5)


def command(body: JsonObject, kind: str = "record_sale") -> Row:
    return replace(a_row(), kind=kind, body=body)


def sale(lines: list[tuple[ProductId, int]]) -> Row:
    return command({"lines": [{"product": product, "qty": qty} for product, qty in lines]})


def a_row() -> Row:
    return Row(
        no=1,
        id="1",
        kind="record_sale",
        version=1,
        body={},
        sha256="",
        door=Door.COUNTER,
        state=State.WAITING,
        by=None,
        session=None,
        moment="",
        clock_unsure=False,
        age_s=None,
        boot="",
        appended_at=0.0,
        ticket=None,
        amount=0,
    )


def after(stocks: Mapping[ProductId, Stock], *rows: Row) -> Mapping[ProductId, Stock]:
    shown: object = stocks
    for row in rows:
        shown = stock_after(shown, row)
    return cast("Mapping[ProductId, Stock]", shown)


@given(STOCKS, LINES)
def test_a_sale_takes_what_is_available_and_no_more(
    stocks: dict[ProductId, Stock], lines: list[tuple[ProductId, int]]
) -> None:
    shown = after(stocks, sale(lines))

    for product, stock in stocks.items():
        wanted = sum(qty for name, qty in lines if name == product)
        assert shown[product].stock == stock.stock - min(wanted, stock.available)
        assert shown[product].available >= 0
        assert replace(shown[product], stock=stock.stock) == stock
    assert shown.keys() == stocks.keys()


@given(STOCKS, LINES, LINES)
def test_the_order_of_two_sales_does_not_matter(
    stocks: dict[ProductId, Stock], one: list[tuple[ProductId, int]], two: list[tuple[ProductId, int]]
) -> None:
    assert after(stocks, sale(one), sale(two)) == after(stocks, sale(two), sale(one))


@given(STOCKS, LINES)
def test_what_was_shown_before_is_not_changed(
    stocks: dict[ProductId, Stock], lines: list[tuple[ProductId, int]]
) -> None:
    before = dict(stocks)

    after(stocks, sale(lines))

    assert stocks == before


@given(STOCKS, st.dictionaries(st.sampled_from(["lines", "sale", "x"]), JSON, max_size=3))
def test_it_is_total(stocks: dict[ProductId, Stock], body: dict[str, Json]) -> None:
    assert after(stocks, command(body)).keys() == stocks.keys()


@pytest.mark.parametrize("kind", ["void", "gap", "park"])
def test_other_commands_take_nothing(kind: str) -> None:
    stocks = {PRODUCTS[0]: Stock(PRODUCTS[0], 5, 0, 500, is_active=True, rev=1)}
    row = command({"lines": [{"product": "a", "qty": 1}]}, kind)

    assert stock_after(stocks, row) is stocks
    assert stock_after(None, sale([])) is None
    assert unchanged(stocks, row) is stocks


def test_lines_of_one_product_are_summed_and_what_is_no_line_is_nothing() -> None:
    lines: list[Json] = [
        {"product": "a", "qty": 2},
        {"product": "a", "qty": 3},
        {"product": 5, "qty": 1},
        {"product": "b", "qty": "1"},
        "a",
    ]

    assert quantities(command({"lines": lines})) == {"a": 5}


async def test_an_own_sale_refused_gives_its_pieces_back_to_what_is_shown(counter: World) -> None:
    await counter.sell("sobebra")
    assert counter.left("sobebra") == 2

    await counter.refuse("sobebra")

    assert counter.left("sobebra") == 2
