"""Decoding what the server says: exactly, or a ValueError; never a guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cart import Cart, Line
from app.domain.catalog import Stock
from app.domain.ids import ProductId, SaleId
from app.domain.roles import Role
from app.sync.ports import Json, JsonObject
from app.till import codec
from tests.till.world import World, ident

STOCK: dict[str, Json] = {"id": "p", "stock": 5, "reserved": 2, "price": 500, "active": True, "rev": 7}
PERSON: dict[str, Json] = {"id": "m", "name": "Afi", "role": "seller", "salt": "00", "active": True}
CATEGORY: dict[str, Json] = {"id": "c", "name": "Bières", "icon": "beer", "color": "amber", "position": 1}
PRODUCT: dict[str, Json] = {
    "id": "p",
    "category": "c",
    "name": "Flag",
    "volume_ml": None,
    "barcode": None,
    "alert_threshold": 10,
    "position": 1,
}
SETTINGS: dict[str, Json] = World()._settings()

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=10,
)


def whole_catalog(**changes: Json) -> JsonObject:
    return {"categories": [CATEGORY], "products": [{**PRODUCT, **changes}]}


def test_stock_is_what_is_there_less_what_is_owed() -> None:
    assert codec.stocks([STOCK]) == {"p": Stock(ProductId("p"), 5, 2, 500, is_active=True, rev=7)}
    assert codec.stocks([STOCK])[ProductId("p")].available == 3


def test_people_have_a_role() -> None:
    [person] = codec.people([PERSON])

    assert (person.name, person.role, person.is_active) == ("Afi", Role.SELLER, True)


def test_products_are_ordered_by_category_then_place_then_name() -> None:
    wines: dict[str, Json] = {**CATEGORY, "id": "w", "name": "Vins", "position": 0}
    products: list[Json] = [
        {**PRODUCT, "id": "1", "name": "b"},
        {**PRODUCT, "id": "2", "name": "a"},
        {**PRODUCT, "id": "3", "position": 0, "barcode": "x"},
        {**PRODUCT, "id": "4", "category": "w"},
        {**PRODUCT, "id": "5", "category": "of nobody", "position": 0},
        {**PRODUCT, "id": "6", "category": None, "position": 0, "name": "made by the server from a sale"},
    ]
    made = codec.catalog({"categories": [CATEGORY, wines], "products": products})

    assert [category.id for category in made.categories] == ["w", "c"]
    assert [product.id for product in made.products] == ["4", "3", "2", "1", "5", "6"]
    assert made.by_barcode["x"] is made.by_id[ProductId("3")]


def test_catalogues_of_equal_content_are_equal() -> None:
    made, again = codec.catalog(whole_catalog()), codec.catalog(whole_catalog())

    assert (made == again, hash(made) == hash(again)) == (True, True)
    assert made != codec.catalog(whole_catalog(name="Castel"))
    assert made != "catalogue"


@pytest.mark.parametrize(
    ("decode", "rows"),
    [
        (codec.stocks, None),
        (codec.stocks, {}),
        (codec.stocks, [5]),
        (codec.stocks, [{}]),
        (codec.stocks, [{**STOCK, "stock": 1.5}]),
        (codec.stocks, [{**STOCK, "price": True}]),
        (codec.stocks, [{**STOCK, "rev": "7"}]),
        (codec.stocks, [{**STOCK, "active": "false"}]),
        (codec.stocks, [{**STOCK, "id": None}]),
        (codec.people, [{**PERSON, "role": "guest"}]),
        (codec.people, [{**PERSON, "salt": None}]),
        (codec.catalog, []),
        (codec.catalog, {}),
        (codec.catalog, {"categories": [], "products": None}),
        (codec.catalog, whole_catalog(volume_ml="330")),
        (codec.catalog, whole_catalog(barcode=5)),
        (codec.settings, None),
        (codec.settings, {}),
        (codec.settings, {**SETTINGS, "operators": 5}),
        (codec.settings, {**SETTINGS, "operators": [5]}),
        (codec.settings, {**SETTINGS, "counter_deadline_ms": "x"}),
        (codec.settings, {**SETTINGS, "name": None}),
    ],
)
def test_what_is_not_understood_is_an_error(decode: Callable[[Json], object], rows: Json) -> None:
    with pytest.raises(ValueError, match=r"not a|unexpected|valid|true"):
        decode(rows)


@given(
    st.sampled_from([codec.stocks, codec.people, codec.catalog, codec.settings, codec.cart_from_json]), JSON
)
def test_foreign_content_is_an_error_or_nothing_at_all(
    decode: Callable[[object], object], rows: object
) -> None:
    try:
        decoded = decode(rows)
    except ValueError:
        return
    assert decoded in ({}, (), Cart())


def test_settings_without_operators_or_address_have_none() -> None:
    bar = codec.settings({**SETTINGS, "operators": None, "address": None})

    assert (bar.operators, bar.address) == ((), "")
    assert codec.settings({**SETTINGS, "address": "Akpakpa"}).address == "Akpakpa"


def test_settings_say_how_long_a_bottle_is_kept_or_do_not() -> None:
    assert codec.settings({**SETTINGS, "consignment_days": 9}).kept_days == 9
    assert codec.settings(SETTINGS).kept_days is None


def test_of_two_rows_of_a_product_the_newer_one_wins() -> None:
    held = codec.stocks([STOCK, {**STOCK, "id": "q"}])
    changed: list[Json] = [
        {**STOCK, "stock": 9, "rev": 6},
        {**STOCK, "id": "q", "stock": 8, "rev": 8},
        {**STOCK, "id": "r"},
    ]

    merged = cast("dict[str, Stock]", codec.merged_stocks(held, changed))

    assert {name: stock.stock for name, stock in merged.items()} == {"p": 5, "q": 8, "r": 5}
    assert held[ProductId("q")].stock == 5
    assert codec.merged_stocks(None, [STOCK]) == codec.stocks([STOCK])


@given(
    st.lists(
        st.builds(
            Line,
            st.text(max_size=9),
            st.text(max_size=9),
            st.none() | st.integers(1, 5_000),
            st.integers(0, 10_000),
            st.integers(1, 99),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_kept_cart_reads_back_as_itself(lines: list[Line]) -> None:
    cart = Cart(SaleId(ident("sale")), tuple(lines))

    assert codec.cart_from_json(codec.cart_to_json(cart)) == cart


def test_a_kept_cart_without_a_sale_or_without_lines_is_an_empty_one() -> None:
    line = Line(ProductId("p"), "Flag", 330, 500, 1)

    assert codec.cart_from_json(codec.cart_to_json(Cart(None, (line,)))) == Cart()
    assert codec.cart_from_json(codec.cart_to_json(Cart(SaleId("s"), ()))) == Cart()
