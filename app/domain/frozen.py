"""``@frozen``: a dataclass as ``@dataclass(frozen=True, slots=True)`` makes it, but made quickly.

Until Python 3.13 a dataclass is compiled one method at a time, a millisecond for each class, and a till has 180 of
them to make before its first frame. Here ``__init__`` alone is compiled; what has a ``field()`` or a ``__post_init__``
is the standard library's. All are dataclasses to ``fields``, ``replace``, ``asdict``, ``match``, ``copy``, ``pickle``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
Method = Callable[..., Any]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Return ``cls`` as a dataclass whose fields cannot be set again."""
    if hasattr(cls, "__post_init__") or any(isinstance(value, Field) for value in vars(cls).values()):
        return dataclass(frozen=True, slots=True)(cls)
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    every: Sequence[Field[Any]] = fields(made)  # type: ignore[arg-type]  # it is a dataclass by now
    values = _values([one.name for one in every])

    def equals(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or values(self) == values(other)

    own = {
        "__init__": _init(every, cls.__module__),
        "__eq__": equals,
        "__hash__": lambda self: hash(values(self)),
    }
    for name, method in {**own, **_SHARED}.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made


def _init(every: Sequence[Field[Any]], module: str) -> Method:
    asked = "".join(f", {one.name}" if one.default is MISSING else f", {one.name}=0" for one in every)
    body = "".join(f"put(self, {one.name!r}, {one.name});" for one in every)
    made: dict[str, Any] = {}
    exec(  # noqa: S102  # as the standard library does
        f"def __init__(self{asked}): put = object.__setattr__; {body}", vars(sys.modules[module]), made
    )
    init: Method = made["__init__"]
    init.__defaults__ = tuple(one.default for one in every if one.default is not MISSING)
    init.__annotations__ = {**{one.name: one.type for one in every}, "return": None}
    return init


def _values(names: Sequence[str]) -> Method:
    """Return what gives the values of these fields as a tuple; for two and more, C does."""
    return attrgetter(*names) if len(names) > 1 else lambda self: tuple(getattr(self, name) for name in names)


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[object, ...]:
    return self.__class__, tuple(getattr(self, one.name) for one in fields(self))


def _set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {"__repr__": _repr, "__reduce__": _reduce, "__setattr__": _set, "__delattr__": _delete}
