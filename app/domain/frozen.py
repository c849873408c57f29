"""``@frozen``: a dataclass as ``@dataclass(frozen=True, slots=True)`` makes it, but made quickly.

Until Python 3.13 a dataclass is compiled one method at a time, a millisecond for each class, and a till has 180 of
them to make before its first frame, most of which it needs later or never. So ``__init__`` is compiled by the first
object that is made, and what ``fields`` tells is put together when it is first asked. What has a ``__post_init__``, a
base that is a dataclass, or a ``field()`` that says more than ``default_factory``, ``repr`` or ``hash`` is the standard
library's. All are dataclasses to ``fields``, ``replace``, ``asdict``, ``match``, ``copy`` and ``pickle``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
Method = Callable[..., Any]
NOT_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Return ``cls`` as a dataclass whose fields cannot be set again."""
    own = dict(vars(cls))
    types: Mapping[str, Any] = cls.__annotations__
    if not _is_plain(cls, own, types):
        return dataclass(frozen=True, slots=True)(cls)
    names = tuple(types)
    given = {name: own.pop(name) for name in names if name in own}
    defaults = {name: default for name, value in given.items() if (default := _default(value)) is not MISSING}
    _check_order(names, defaults)
    hashed = tuple(name for name in names if getattr(given.get(name), "hash", None) is not False)
    for name in ("__dict__", "__weakref__"):
        own.pop(name, None)
    kind: Any = type(cls)
    made: type[T] = kind(
        cls.__name__,
        cls.__bases__,
        {
            **_SHARED,
            **_compared(_values(names), _values(hashed)),
            "__init__": _late_init(lambda: made, types, defaults),
            **own,
            "__slots__": names,
            "__match_args__": names,
            "__dataclass_fields__": _Late(types, given),
            "__dataclass_params__": _Late(types, given),
        },
    )
    made.__qualname__ = cls.__qualname__
    return made


def _is_plain(cls: type, own: Mapping[str, Any], types: Mapping[str, Any]) -> bool:
    return not (
        hasattr(cls, "__post_init__")
        or any(isinstance(value, Field) and not _is_quick(value) for value in own.values())
        or any(word in str(kind) for kind in types.values() for word in NOT_FIELDS)
        or any(is_dataclass(base) for base in cls.__mro__[1:])
    )


def _is_quick(of: Field[Any]) -> bool:
    return of.init and of.compare and of.hash in (None, False) and of.kw_only in (MISSING, False)


class _Factory:
    """Stands for what ``default_factory`` makes, in the head of ``__init__``."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make

    def __repr__(self) -> str:
        return "<factory>"


def _default(value: object) -> object:
    """Return the default of a field that is written so; MISSING where it has none."""
    if not isinstance(value, Field):
        return value
    return value.default if value.default_factory is MISSING else _Factory(value.default_factory)


def _check_order(names: Sequence[str], defaults: Mapping[str, object]) -> None:
    """Raise TypeError when a field without a default follows one that has one, as in a call it could not."""
    last = None
    for name in names:
        if name in defaults:
            last = name
        elif last is not None:
            raise TypeError(f"non-default argument {name!r} follows default argument {last!r}")


class _Late:
    """What the standard library says of a dataclass, put together when somebody asks for it."""

    def __init__(self, types: Mapping[str, Any], given: Mapping[str, object]) -> None:
        self._types, self._given = types, given
        self._owner: type = object
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, _one: object, _asked: type | None = None) -> Any:
        plain = {
            "__annotations__": dict(self._types),
            "__module__": self._owner.__module__,
            "__doc__": self._name,
        }
        # To be frozen is compiled, and the fields say nothing of it.
        is_frozen = self._name == "__dataclass_params__"
        twin: Any = dataclass(frozen=is_frozen, init=False, repr=False, eq=False)(
            type(self._owner.__name__, (), {**plain, **self._given})
        )
        told = getattr(twin, self._name)
        setattr(self._owner, self._name, told)
        return told


def _late_init(of: Callable[[], type], types: Mapping[str, Any], defaults: Mapping[str, object]) -> Method:
    """Return an ``__init__`` that gives way to the compiled one when the first object is made."""

    def first_init(self: object, *given: object, **named: object) -> None:
        made = of()
        compiled = _init(types, defaults, made.__module__)
        compiled.__qualname__ = f"{made.__qualname__}.__init__"
        made.__init__ = compiled  # type: ignore[misc]  # of this class, and of this moment on
        compiled(self, *given, **named)

    return first_init


def _init(types: Mapping[str, Any], defaults: Mapping[str, object], module: str) -> Method:
    asked = "".join(f", {name}=0" if name in defaults else f", {name}" for name in types)
    made_late = {name for name, default in defaults.items() if isinstance(default, _Factory)}
    values = {name: f"{name}.make() if {name}.__class__ is __late else {name}" for name in made_late}
    body = "".join(f"__put(self, {name!r}, {values.get(name, name)});" for name in types)
    made: dict[str, Any] = {}
    exec(  # noqa: S102  # as the standard library does
        f"def within(__late):\n def __init__(self{asked}): __put = object.__setattr__; {body}\n return __init__",
        vars(sys.modules[module]),
        made,
    )
    init: Method = made["within"](_Factory)
    init.__defaults__ = tuple(defaults.values())
    init.__annotations__ = {**types, "return": None}
    return init


def _compared(values: Method, hashed: Method) -> dict[str, Method]:
    def equals(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or values(self) == values(other)

    return {"__eq__": equals, "__hash__": lambda self: hash(hashed(self))}


def _values(names: Sequence[str]) -> Method:
    """Return what gives the values of these fields as a tuple; for two and more, C does."""
    return attrgetter(*names) if len(names) > 1 else lambda self: tuple(getattr(self, name) for name in names)


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[object, ...]:
    return self.__class__, tuple(getattr(self, one.name) for one in fields(self))


def _set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {"__repr__": _repr, "__reduce__": _reduce, "__setattr__": _set, "__delattr__": _delete}
