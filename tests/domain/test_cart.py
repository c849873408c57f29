from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cart import MAX_LINES, MAX_NOTE, MAX_QTY, Cart
from app.domain.catalog import Card, Product, Stock
from app.domain.ids import CategoryId, ProductId, SaleId

SALE = SaleId("0199f0a0-0000-7000-8000-000000000001")


def card(number: int = 1, price: int = 600) -> Card:
    product = Product(ProductId(f"p{number}"), CategoryId("c"), f"Flag {number}", 330, None, 10, number)
    return Card(product, Stock(product.id, 20, 0, price, is_active=True, rev=1))


def test_a_cart_has_its_sale_id_from_its_first_line() -> None:
    cart = Cart().with_qty(card(1), 1, SALE).with_qty(card(2), 2, SaleId("other"))

    assert cart.sale == SALE
    assert (cart.count, cart.total) == (3, 1_800)


def test_the_price_is_frozen_at_the_tap() -> None:
    cart = Cart().with_qty(card(price=600), 1, SALE).with_qty(card(price=700), 2, SALE)

    assert cart.total == 1_200


def test_taking_the_last_line_away_ends_the_sale_id() -> None:
    assert Cart().with_qty(card(), 1, SALE).with_qty(card(), 0, SALE) == Cart()


def test_taking_one_of_two_lines_away_keeps_the_other() -> None:
    cart = Cart().with_qty(card(1), 1, SALE).with_qty(card(2), 1, SALE).with_qty(card(1), 0, SALE)

    assert [line.product for line in cart.lines] == ["p2"]
    assert cart.sale == SALE
    assert not cart.is_empty


def test_zero_of_a_product_that_is_not_there_changes_nothing() -> None:
    cart = Cart().with_qty(card(1), 1, SALE)

    assert cart.with_qty(card(2), 0, SALE) is cart


@pytest.mark.parametrize("qty", [-1, MAX_QTY + 1])
def test_a_quantity_out_of_range_is_an_error(qty: int) -> None:
    with pytest.raises(ValueError, match="range"):
        Cart().with_qty(card(), qty, SALE)


def test_a_price_that_is_not_known_is_an_error() -> None:
    with pytest.raises(ValueError, match="price"):
        Cart().with_qty(Card(card().product, None), 1, SALE)


def test_more_lines_than_a_cart_holds_is_an_error() -> None:
    cart = Cart()
    for number in range(MAX_LINES):
        cart = cart.with_qty(card(number), 1, SALE)

    with pytest.raises(ValueError, match="lines"):
        cart.with_qty(card(MAX_LINES), 1, SALE)


def test_repricing_changes_only_the_named_products() -> None:
    cart = Cart().with_qty(card(1), 1, SALE).with_qty(card(2), 1, SALE)

    assert cart.repriced({ProductId("p1"): 650}).total == 1_250


def test_the_quantity_of_an_absent_product_is_zero() -> None:
    assert Cart().qty_of(ProductId("p1")) == 0


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 9)), max_size=30))
def test_the_total_is_the_sum_of_price_times_quantity(steps: list[tuple[int, int]]) -> None:
    cart, wanted = Cart(), dict[int, int]()
    for number, qty in steps:
        cart = cart.with_qty(card(number, price=100 * number), qty, SALE)
        wanted[number] = qty

    assert cart.total == sum(100 * number * qty for number, qty in wanted.items())
    assert (cart.sale is None) == cart.is_empty


def test_a_note_is_of_its_line_and_stays_when_the_quantity_changes() -> None:
    cart = Cart().with_qty(card(1), 1, SALE).with_qty(card(2), 1, SALE)

    noted = cart.with_note(ProductId("p1"), "  sans\n glace\0 ")
    assert (noted.note_of(ProductId("p1")), noted.note_of(ProductId("p2"))) == ("sans glace", "")
    assert noted.with_qty(card(1), 3, SALE).note_of(ProductId("p1")) == "sans glace"
    assert noted.with_note(ProductId("p1"), "x" * 99).note_of(ProductId("p1")) == "x" * MAX_NOTE
    assert noted.with_note(ProductId("p1"), "") == cart
    assert (cart.with_note(ProductId("p9"), "frais"), cart.note_of(ProductId("p9"))) == (cart, "")
