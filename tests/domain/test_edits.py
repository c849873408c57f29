"""What each field may hold, and what an edit must be to be sent."""

from __future__ import annotations

import pytest

from app.domain.edits import (
    RULES,
    Edit,
    NewCategory,
    NewMember,
    NewProduct,
    Thing,
    Value,
    checked_edits,
    checked_parts,
    is_field,
)
from app.domain.errors import Rejected
from app.domain.ids import CategoryId, MemberId, ProductId, new_id
from app.domain.roles import Role

CATEGORY = CategoryId(new_id(0.0))
PRODUCT = NewProduct(ProductId(new_id(1.0)), CATEGORY, "Flag", 500, 330, "600", 10, 2)


@pytest.mark.parametrize(
    ("thing", "field", "good", "bad"),
    [
        (Thing.CATEGORY, "name", ("Bières", "x" * 80), ("", "  ", "x" * 81, None, 1, "\x00")),
        (Thing.CATEGORY, "icon", ("", "beer"), ("x" * 41, None)),
        (Thing.PRODUCT, "category", (CATEGORY,), (None, "x", 1)),
        (Thing.PRODUCT, "volume_ml", (None, 1, 330), (0, 1_000_001, True, "330")),
        (Thing.PRODUCT, "barcode", (None, "600"), ("", 600)),
        (Thing.PRODUCT, "price", (0, 10**12), (-1, 10**12 + 1, None)),
        (Thing.PRODUCT, "is_active", (True, False), (None, 0, "true")),
        (Thing.PRODUCT, "stock", (), (0, 5)),
        (Thing.MEMBER, "role", ("seller", "manager", "owner"), ("boss", None)),
        (Thing.SETTINGS, "operating_mode", ("simplified", "full"), ("half", 1)),
        (Thing.SETTINGS, "closing_hour", (0, 23), (24, -1)),
        (Thing.SETTINGS, "operators", ((), ("MTN", "Moov")), (("MTN", "MTN"), ("",), ("x",) * 21, "MTN")),
    ],
)
def test_what_a_field_may_hold(
    thing: Thing, field: str, good: tuple[Value, ...], bad: tuple[Value, ...]
) -> None:
    assert [x for x in good if not is_field(thing, field, x)] == []
    assert [x for x in bad if is_field(thing, field, x)] == []


def test_a_new_thing_has_only_fields_that_there_are() -> None:
    new = {
        Thing.CATEGORY: NewCategory(CATEGORY, "Bières").parts(),
        Thing.PRODUCT: PRODUCT.parts(),
        Thing.MEMBER: NewMember(MemberId("m"), "Awa", Role.SELLER).parts(),
    }
    for thing, parts in new.items():
        assert checked_parts(thing, parts) == parts
        assert parts.keys() == RULES[thing].keys() - {"is_active"}


def test_an_unsound_part_is_refused_with_its_path() -> None:
    with pytest.raises(Rejected) as refused:
        checked_parts(Thing.PRODUCT, dict(PRODUCT.parts()) | {"price": -1})

    assert (refused.value.code, refused.value.params) == ("TLINP", {"path": "body.price"})


@pytest.mark.parametrize(
    ("edits", "path"),
    [
        ({}, "body.fields"),
        ({"stock": Edit(1, 0)}, "body.fields.stock"),
        ({"name": Edit("", 0)}, "body.fields.name"),
        ({"name": Edit("Flag", -1)}, "body.fields.name.version"),
        ({"name": Edit("Flag", 10**9)}, "body.fields.name.version"),
    ],
)
def test_an_unsound_edit_is_refused_with_its_path(edits: dict[str, Edit], path: str) -> None:
    with pytest.raises(Rejected) as refused:
        checked_edits(Thing.PRODUCT, edits)

    assert (refused.value.code, refused.value.params) == ("TLINP", {"path": path})


def test_a_sound_edit_stays_as_it_is() -> None:
    edits = {"name": Edit("Flag", 3), "volume_ml": Edit(None, 0)}

    assert checked_edits(Thing.PRODUCT, edits) == edits
