"""What people change field by field: what each field may hold, and the version that tells whether somebody was faster.

Twin of ``logic.is_field`` in ``sql/code/logic/edits.sql``; who may change what is the server's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeAlias

from app.domain.corrections import is_sound_text
from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.ids import CategoryId, MemberId, ProductId, is_id
from app.domain.roles import Role

Value: TypeAlias = str | int | bool | tuple[str, ...] | None
Rule: TypeAlias = Callable[[Value], bool]

MAX_MONEY = 10**12
MAX_POSITION = 10**6
MAX_VOLUME_ML = 10**6
MAX_OPERATORS = 20
MAX_OPERATOR = 40
MAX_VERSION = 999_999_999


class Thing(StrEnum):
    """What has fields that people change."""

    CATEGORY = "category"
    PRODUCT = "product"
    MEMBER = "member"
    TILL = "till"
    SETTINGS = "settings"


@frozen
class Edit:
    """A field's new value, and the field's version that the person looked at: 0 when the read names none."""

    value: Value
    version: int


@frozen
class NewCategory:
    id: CategoryId
    name: str
    icon: str = ""
    color: str = ""
    position: int = 0

    def parts(self) -> Mapping[str, Value]:
        """Return its fields as a command says them."""
        return {"name": self.name, "icon": self.icon, "color": self.color, "position": self.position}


@frozen
class NewProduct:
    """A product to put on sale; ``price`` in minor units. It begins without stock."""

    id: ProductId
    category: CategoryId
    name: str
    price: int
    volume_ml: int | None = None
    barcode: str | None = None
    alert_threshold: int = 10
    position: int = 0

    def parts(self) -> Mapping[str, Value]:
        """Return its fields as a command says them."""
        return {
            "category": self.category,
            "name": self.name,
            "volume_ml": self.volume_ml,
            "barcode": self.barcode,
            "price": self.price,
            "alert_threshold": self.alert_threshold,
            "position": self.position,
        }


@frozen
class NewMember:
    id: MemberId
    name: str
    role: Role

    def parts(self) -> Mapping[str, Value]:
        """Return its fields as a command says them."""
        return {"name": self.name, "role": self.role.value}


def checked_parts(thing: Thing, parts: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the fields of a new thing. Raises Rejected ``TLINP {path}`` for one that may not be so."""
    for field, value in parts.items():
        if not is_field(thing, field, value):
            raise Rejected("TLINP", {"path": f"body.{field}"})
    return parts


def checked_edits(thing: Thing, edits: Mapping[str, Edit]) -> Mapping[str, Edit]:
    """Return the edits. Raises Rejected ``TLINP {path}`` for none, an unknown field or a value that may not be."""
    if not edits:
        raise Rejected("TLINP", {"path": "body.fields"})
    for field, edit in edits.items():
        if not is_field(thing, field, edit.value):
            raise Rejected("TLINP", {"path": f"body.fields.{field}"})
        if not 0 <= edit.version <= MAX_VERSION:
            raise Rejected("TLINP", {"path": f"body.fields.{field}.version"})
    return edits


def is_field(thing: Thing, field: str, value: Value) -> bool:
    """Tell whether the thing has this field and the field may hold the value."""
    rule = RULES[thing].get(field)
    return rule is not None and rule(value)


def _text(most: int) -> Rule:
    return lambda value: isinstance(value, str) and is_sound_text(value, most)


def _name(most: int) -> Rule:
    return lambda value: isinstance(value, str) and is_sound_text(value, most, is_needed=True)


def _whole(lowest: int, highest: int) -> Rule:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def _or_none(rule: Rule) -> Rule:
    return lambda value: value is None or rule(value)


def _one_of(values: Iterable[str]) -> Rule:
    known = frozenset(values)
    return lambda value: isinstance(value, str) and value in known


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


def _are_operators(value: Value) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) <= MAX_OPERATORS
        and len(set(value)) == len(value)
        and all(map(_name(MAX_OPERATOR), value))
    )


RULES: Mapping[Thing, Mapping[str, Rule]] = {
    Thing.CATEGORY: {
        "name": _name(80),
        "icon": _text(40),
        "color": _text(40),
        "position": _whole(0, MAX_POSITION),
        "is_active": _is_flag,
    },
    Thing.PRODUCT: {
        "category": is_id,
        "name": _name(120),
        "volume_ml": _or_none(_whole(1, MAX_VOLUME_ML)),
        "barcode": _or_none(_name(64)),
        "price": _whole(0, MAX_MONEY),
        "alert_threshold": _whole(0, 1_000_000),
        "position": _whole(0, MAX_POSITION),
        "is_active": _is_flag,
    },
    Thing.MEMBER: {"name": _name(80), "role": _one_of(Role), "is_active": _is_flag},
    Thing.TILL: {"name": _name(80)},
    Thing.SETTINGS: {
        "name": _name(80),
        "address": _text(200),
        "phone": _text(40),
        "time_zone": _name(64),
        "closing_hour": _whole(0, 23),
        "operating_mode": _one_of(("simplified", "full")),
        "idle_lock_s": _whole(10, 3_600),
        "counter_deadline_ms": _whole(500, 10_000),
        "operators": _are_operators,
        "consignment_days": _whole(1, 30),
        "guest_retention_days": _whole(1, 3_650),
        "pending_alert_minutes": _whole(5, 1_440),
        "till_missing_minutes": _whole(10, 10_080),
    },
}
"""What each field may hold; units are in the names, money is in minor units."""
