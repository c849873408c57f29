from __future__ import annotations

import pytest

from app.domain.catalog import Card, Level, Product, Stock, folded, volume_text_ml
from app.domain.ids import CategoryId, ProductId, is_id, new_id
from app.domain.roles import Role

PRODUCT = Product(ProductId("p"), CategoryId("c"), "Béninoise", 600, None, 10, 1)


def stock(pieces: int, reserved: int = 0) -> Stock:
    return Stock(PRODUCT.id, pieces, reserved, 700, is_active=True, rev=1)


@pytest.mark.parametrize(
    ("pieces", "reserved", "level"),
    [(0, 0, Level.OUT), (2, 2, Level.OUT), (1, 0, Level.LOW), (10, 0, Level.LOW), (11, 0, Level.FINE)],
)
def test_the_level_follows_what_is_available(pieces: int, reserved: int, level: Level) -> None:
    assert Card(PRODUCT, stock(pieces, reserved)).level is level


def test_a_stock_that_is_not_known_is_unknown_and_never_zero() -> None:
    card = Card(PRODUCT, None)

    assert (card.level, card.available, card.price) == (Level.UNKNOWN, None, None)


def test_a_known_stock_has_its_price() -> None:
    assert Card(PRODUCT, stock(3, 1)).price == 700
    assert Card(PRODUCT, stock(3, 1)).available == 2


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Béninoise", "beninoise"), ("Cœur", "coeur"), ("FÛT n°2", "fut n°2"), ("Ægir", "aegir")],
)
def test_search_ignores_case_and_accents(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("volume_ml", "text"),
    [(None, ""), (330, "33 cl"), (600, "60 cl"), (625, "62,5 cl"), (1000, "1 l"), (1500, "1,5 l")],
)
def test_volumes_as_bars_write_them(volume_ml: int | None, text: str) -> None:
    assert volume_text_ml(volume_ml) == text


def test_a_volume_is_dressed_as_the_language_asks() -> None:
    assert volume_text_ml(5_250, decimal=".", space="_") == "5.25_l"
    assert volume_text_ml(25, decimal=".", space="_") == "2.5_cl"


def test_new_ids_are_version_7_and_sort_by_time() -> None:
    ids = [new_id(second) for second in (1.0, 1_700_000_000.0, 1_800_000_000.0)]

    assert all(is_id(text) and text[14] == "7" for text in ids)
    assert ids == sorted(ids)


@pytest.mark.parametrize("text", [None, 7, "", "x", "0199F0A0-0000-7000-8000-000000000001", "{0199f0a0}"])
def test_what_is_no_canonical_id_is_not_taken_for_one(text: object) -> None:
    assert not is_id(text)


def test_servers_have_short_pins_and_cannot_override() -> None:
    assert (Role.SELLER.pin_length, Role.MANAGER.pin_length, Role.OWNER.pin_length) == (4, 6, 6)
    assert [role.may_override_stock for role in Role] == [False, True, True]
