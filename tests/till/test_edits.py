"""Edits as commands, and what they do to the prices that are shown."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from app.domain.catalog import Stock
from app.domain.edits import Edit, NewCategory, NewMember, NewProduct
from app.domain.errors import Rejected
from app.domain.ids import CategoryId, MemberId, ProductId, new_id
from app.domain.roles import Role
from app.sync.ports import Command, Door, Json
from app.till import bar_edits, catalog_edits, team
from app.till.commands import KNOWN_VERSIONS
from tests.till.test_projections import PRODUCTS, after, command

FLAG = PRODUCTS[0]
HERE = {FLAG: Stock(FLAG, 10, 4, 500, is_active=True, rev=1)}
WHO: dict[str, Any] = {"command_id": "1", "by": "ayaba", "session": "s"}
CATEGORY = CategoryId(new_id(0.0))
PRODUCT = NewProduct(ProductId(new_id(1.0)), CATEGORY, "Flag", 500)
NAME = {"name": Edit("Flag", 2)}
PIN: dict[str, Any] = {"salt": "0a" * 16, "verifier": "0b" * 32}
TILL: dict[str, Any] = {"enrolment_code": "K7PQ-2M9X", "hours": 24}

MADE = [
    catalog_edits.create_category(NewCategory(CATEGORY, "Bières"), **WHO),
    catalog_edits.edit_category(CATEGORY, NAME, **WHO),
    catalog_edits.create_product(PRODUCT, **WHO),
    catalog_edits.edit_product(PRODUCT.id, NAME, **WHO),
    team.create_member(NewMember(MemberId("m"), "Awa", Role.SELLER), **PIN, **WHO),
    team.edit_member(MemberId("m"), {"role": Edit("manager", 0)}, **WHO),
    team.reset_pin(MemberId("m"), **PIN, **WHO),
    bar_edits.create_till("t", "C9", "Terrasse", **TILL, **WHO),
    bar_edits.edit_till("t", NAME, **WHO),
    bar_edits.revoke_till("t", **WHO),
    bar_edits.restore_till("t", **WHO),
    bar_edits.edit_settings({"operators": Edit(("MTN",), 0)}, **WHO),
    bar_edits.read_notifications(["n"], **WHO),
    bar_edits.erase_guest("c", **WHO),
    bar_edits.book_refused("t", "l", 7, **WHO),
]


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.kind)
def test_a_command_is_its_person_s_at_the_counter_door_and_known(made: Command) -> None:
    assert (made.version, made.by, made.session) == (KNOWN_VERSIONS[made.kind], "ayaba", "s")
    assert (made.door, made.takes_ticket, made.amount) == (Door.COUNTER, False, 0)


def test_every_edit_that_is_known_has_its_command() -> None:
    known = {**catalog_edits.VERSIONS, **team.VERSIONS, **bar_edits.VERSIONS}

    assert [made.kind for made in MADE] == list(known)


def test_an_edit_says_each_field_with_the_version_that_was_seen() -> None:
    made = catalog_edits.edit_product(FLAG, {"price": Edit(600, 3), "volume_ml": Edit(None, 0)}, **WHO)

    assert made.body == {
        "product": FLAG,
        "fields": {"price": {"value": 600, "version": 3}, "volume_ml": {"value": None, "version": 0}},
    }


def test_a_till_s_code_travels_as_its_hash() -> None:
    made = bar_edits.create_till("t", "C9", "Terrasse", **TILL, **WHO)

    assert made.body["code_hash"] == hashlib.sha256(b"K7PQ-2M9X").hexdigest()
    assert "K7PQ" not in str(made)


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: bar_edits.create_till("t", "c9", "T", **TILL, **WHO), "body.code"),
        (lambda: bar_edits.create_till("t", "C9", "T", **(TILL | {"hours": 0}), **WHO), "body.hours"),
        (lambda: bar_edits.create_till("t", "C9", "", **TILL, **WHO), "body.name"),
        (lambda: bar_edits.read_notifications([], **WHO), "body.ids"),
        (lambda: bar_edits.read_notifications(["n"] * 201, **WHO), "body.ids"),
        (lambda: team.reset_pin(MemberId("m"), **(PIN | {"salt": "x"}), **WHO), "body.salt"),
        (lambda: team.reset_pin(MemberId("m"), **(PIN | {"verifier": "x"}), **WHO), "body.verifier"),
    ],
)
def test_what_the_server_would_not_take_is_not_made(make: Any, path: str) -> None:
    with pytest.raises(Rejected) as refused:
        make()

    assert (refused.value.code, refused.value.params) == ("TLINP", {"path": path})


def shown(kind: str, body: dict[str, Json]) -> dict[ProductId, Stock]:
    return dict(after(HERE, command(body, kind)))


def edited(**fields: Json) -> Stock:
    entries: dict[str, Json] = {name: {"value": value, "version": 0} for name, value in fields.items()}
    return shown("edit_product", {"product": FLAG, "fields": entries})[FLAG]


def test_a_new_price_and_what_is_off_sale_are_shown_at_once() -> None:
    assert edited(price=600, is_active=False, name="x") == Stock(FLAG, 10, 4, 600, is_active=False, rev=1)
    assert edited(name="x") == HERE[FLAG]


def test_a_new_product_is_there_without_stock() -> None:
    after_it = shown("create_product", {"product": "new", "price": 650})

    new = ProductId("new")
    assert after_it == {**HERE, new: Stock(new, 0, 0, 650, is_active=True, rev=0)}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("create_product", {"product": FLAG, "price": 1}),
        ("create_product", {"product": None, "price": 1}),
        ("create_product", {"product": "new", "price": True}),
        ("edit_product", {"product": "stranger", "fields": {"price": {"value": 1}}}),
        ("edit_product", {"product": 1, "fields": {}}),
        ("edit_product", {"product": FLAG, "fields": []}),
        ("edit_product", {"product": FLAG, "fields": {"price": 1, "is_active": {"value": 1}}}),
        ("edit_product", {"product": FLAG, "fields": {"price": {"value": True}}}),
    ],
)
def test_what_says_nothing_changes_nothing(kind: str, body: dict[str, Json]) -> None:
    assert shown(kind, body) == HERE
