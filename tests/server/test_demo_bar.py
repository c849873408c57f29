"""The demo bar is a bar that could be: its shelf, its people and its evenings hold together."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from app.domain.business_date import business_date
from app.domain.roles import Role
from app.server.demo_bar import DemoBar, DemoProduct, past_sales, read_demo_bar, row_id

TODAY = date(2026, 11, 22)
ICONS = {"beer", "soft", "water", "wine", "whisky", "cocktail", "local", "snack"}


@pytest.fixture(scope="module")
def bar() -> DemoBar:
    return read_demo_bar()


def ean13_check_digit(code: str) -> int:
    return -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code[:12])) % 10


def test_the_shelf_has_60_to_80_products_in_8_categories(bar: DemoBar) -> None:
    assert 60 <= len(bar.products) <= 80
    assert len(bar.categories) == 8
    assert {category.icon for category in bar.categories} == ICONS
    assert len({category.color for category in bar.categories}) == 8
    assert {product.category for product in bar.products} == {category.key for category in bar.categories}


def test_keys_and_barcodes_are_unique(bar: DemoBar) -> None:
    barcodes = [product.barcode for product in bar.products if product.barcode]

    assert len({product.key for product in bar.products}) == len(bar.products)
    assert len(set(barcodes)) == len(barcodes) > 40


def test_name_and_volume_name_one_product(bar: DemoBar) -> None:
    assert len({(product.name, product.volume_ml) for product in bar.products}) == len(bar.products)
    assert {product.volume_ml for product in bar.products if product.name == "Flag"} == {330, 600, 650}


def test_barcodes_are_valid_and_in_store(bar: DemoBar) -> None:
    for product in bar.products:
        if product.barcode is not None:
            assert len(product.barcode) == 13
            assert product.barcode.startswith("2")
            assert int(product.barcode[12]) == ean13_check_digit(product.barcode)


def test_every_product_is_plausible(bar: DemoBar) -> None:
    for product in bar.products:
        assert 0 < product.cost < product.price, product.key
        assert product.price % 50 == 0, product.key
        assert product.stock >= 0, product.key
        assert product.alert_threshold > 0, product.key
        assert product.volume_ml is None or 20 <= product.volume_ml <= 1500, product.key


def test_a_small_bottle_costs_less_than_a_large_one(bar: DemoBar) -> None:
    by_name: dict[str, list[DemoProduct]] = {}
    for product in bar.products:
        by_name.setdefault(product.name, []).append(product)

    for same in by_name.values():
        by_volume = sorted(same, key=lambda product: product.volume_ml or 0)
        assert [p.price for p in by_volume] == sorted({p.price for p in same})


def test_the_shelf_shows_every_level(bar: DemoBar) -> None:
    levels = Counter(
        "out" if not p.stock else "low" if p.stock <= p.alert_threshold else "fine" for p in bar.products
    )

    assert levels["out"] >= 1
    assert levels["low"] >= 1
    assert levels["fine"] > 60


def test_the_team_is_an_owner_a_manager_and_four_servers(bar: DemoBar) -> None:
    assert Counter(person.role for person in bar.team) == {Role.OWNER: 1, Role.MANAGER: 1, Role.SELLER: 4}
    for person in bar.team:
        assert len(person.pin) == person.role.pin_length
        assert person.pin.isdigit()
    assert len({person.pin for person in bar.team}) == len(bar.team)


def test_the_past_is_the_same_on_every_machine(bar: DemoBar) -> None:
    assert past_sales(bar, TODAY) == past_sales(bar, TODAY)


def test_a_day_is_the_same_whenever_the_demo_starts(bar: DemoBar) -> None:
    later = past_sales(bar, TODAY + timedelta(days=1))

    shared = [sale for sale in past_sales(bar, TODAY) if sale in later]
    assert len(shared) > 0.8 * len(later)


def test_the_past_is_the_seven_business_days_before_today(bar: DemoBar) -> None:
    days = Counter(
        business_date(sale.moment, bar.time_zone, bar.closing_hour) for sale in past_sales(bar, TODAY)
    )

    assert sorted(days) == [TODAY - timedelta(days=back) for back in range(7, 0, -1)]
    assert all(50 <= count <= 160 for count in days.values())
    assert days[date(2026, 11, 21)] > days[date(2026, 11, 16)]  # a Saturday beats a Monday


def test_past_sales_come_in_order_of_time(bar: DemoBar) -> None:
    moments = [sale.moment for sale in past_sales(bar, TODAY)]

    assert moments == sorted(moments)


def test_evenings_are_busier_than_noons(bar: DemoBar) -> None:
    hours = Counter(sale.moment.hour + 1 for sale in past_sales(bar, TODAY))

    assert hours[21] > hours[12] > 0


def test_every_payment_adds_up(bar: DemoBar) -> None:
    for sale in past_sales(bar, TODAY):
        paid = sale.payment
        assert paid["amount"] == sale.total
        if paid["method"] == "cash":
            parts = [paid["change"], paid["owed"]]
            assert paid["tendered"] == sale.total + sum(part for part in parts if isinstance(part, int))
            assert all(isinstance(part, int) and part >= 0 for part in parts)
        else:
            assert paid["operator"] in bar.history.operators


def test_both_tills_and_all_sellers_sold(bar: DemoBar) -> None:
    sales = past_sales(bar, TODAY)

    assert {sale.till.code for sale in sales} == {"C1", "C2"}
    assert {sale.seller.key for sale in sales} == {person.key for person in bar.team if person.share}


def test_ids_belong_to_a_bar_and_a_key() -> None:
    one, other = "0191f7c2-8a4e-7cc3-98c4-dc0c0c07398f", "0191f7c2-8a4e-7cc3-98c4-dc0c0c073990"

    assert row_id(one, "product", "flag-33") == row_id(one, "product", "flag-33")
    assert (
        len({row_id(one, "product", "a"), row_id(one, "category", "a"), row_id(other, "product", "a")}) == 3
    )
