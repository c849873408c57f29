"""``@frozen`` classes are held against what the standard library makes of the same source."""

from __future__ import annotations

import copy
import inspect
import math
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar, cast, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.frozen import frozen

Thing = TypeVar("Thing")
Make = Callable[[type], Any]
MAKES: tuple[Make, ...] = (dataclass(frozen=True, slots=True), frozen)


@frozen
class Kept:
    """Can be found by its name, as pickle wants it."""

    name: str
    pieces: int = 0


@frozen
class Chilled(Kept):
    """Has a base that is one, too."""

    degrees: int = 4


def nothing(make: Make) -> Any:
    @make
    class Nothing:
        pass

    return Nothing


def one(make: Make) -> Any:
    @make
    class One:
        worth: float

    return One


def drink(make: Make) -> Any:
    @make
    class Drink:
        name: str
        price: int
        note: str = ""
        is_cold: bool = False

        @property
        def label(self) -> str:
            return f"{self.name} {self.price}"

    return Drink


def partly(make: Make) -> Any:
    @make
    class Partly:
        """Has fields that say what the quick way knows, too."""

        name: str
        price: int = field(repr=False)
        secret: str = field(default="", repr=False)
        params: Mapping[str, int] = field(default_factory=dict, hash=False)
        late: list[str] = field(default_factory=list, hash=False)
        put: str = ""

        @property
        def label(self) -> str:
            return f"{self.name} {self.price}"

    return Partly


def late(make: Make) -> Any:
    @make
    class Late:
        """Has what only the standard library knows."""

        name: str
        price: int
        secret: str = field(default="", repr=False)
        params: Mapping[str, int] = field(default_factory=dict, hash=False)
        seen: int = field(default=0, compare=False, kw_only=True)

        def __post_init__(self) -> None:
            assert self.price

        @property
        def label(self) -> str:
            return f"{self.name} {self.price}"

    return Late


def shelf(make: Make) -> Any:
    @make
    class Shelf(Generic[Thing]):
        """Says in its own words what it is."""

        thing: Thing

        def __repr__(self) -> str:
            return f"a shelf of {self.thing}"

    return Shelf


def counted(make: Make) -> Any:
    @make
    class Counted:
        most: ClassVar[int] = 3
        name: str

    return Counted


def heir(make: Make) -> Any:
    @make
    class Heir(one(make)):  # type: ignore[misc]  # a class that is made
        name: str

    return Heir


drinks = st.tuples(*(st.sampled_from(values) for values in (("a", "b"), (1, 2), ("", "x"))))


@pytest.mark.parametrize("form", [nothing, one, drink, partly, late, shelf, counted, heir])
def test_it_has_the_same_face(form: Callable[[Make], Any]) -> None:
    theirs, ours = (form(make) for make in MAKES)
    with suppress(TypeError):  # the first that is made, or tried, has __init__ compiled
        ours()

    assert is_dataclass(ours)
    assert str(inspect.signature(cast("type", ours))) == str(inspect.signature(cast("type", theirs)))
    assert get_type_hints(vars(ours)["__init__"]) == get_type_hints(vars(theirs)["__init__"])
    assert [repr(field) for field in fields(ours)] == [repr(field) for field in fields(theirs)]
    for name in ("__slots__", "__match_args__", "__module__", "__qualname__"):
        assert getattr(ours, name) == getattr(theirs, name)


@given(drinks, drinks)
@pytest.mark.parametrize("form", [drink, partly, late])
def test_it_is_made_compared_and_said_alike(
    form: Callable[[Make], Any], first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    (a, b), (x, y) = ((made(*first), made(*second)) for made in map(form, MAKES))

    assert (x == y, x != y) == (a == b, a != b)
    assert (hash(x), repr(x), x.label) == (hash(a), repr(a), a.label)
    assert (asdict(x), astuple(x)) == (asdict(a), astuple(a))
    assert replace(x, name=y.name) == type(x)(y.name, *first[1:])


def test_what_is_left_out_is_as_usual() -> None:
    made = drink(frozen)

    assert asdict(made("Flag", 600)) == {"name": "Flag", "price": 600, "note": "", "is_cold": False}
    assert made(price=600, name="Flag", is_cold=True) == made("Flag", 600, "", True)
    for wrong in ((), ("Flag",), ("Flag", 600, "", False, "one too many")):
        with pytest.raises(TypeError, match="__init__"):
            made(*wrong)


@pytest.mark.parametrize("make", MAKES)
def test_one_value_is_compared_as_in_a_tuple(make: Make) -> None:
    made = one(make)
    itself = made(math.nan)

    if make is frozen or sys.version_info < (3, 13):  # where the standard library compares field by field
        assert itself == made(math.nan)
    assert made(float("nan")) != made(float("nan"))
    assert (hash(made(1.5)), repr(made(1.5))) == (hash((1.5,)), f"{made.__qualname__}(worth=1.5)")
    assert nothing(make)() != made(1.5)
    assert (hash(nothing(make)()), made(1.5) == 1.5) == (hash(()), False)
    assert (nothing(frozen)() == nothing(frozen)()) is False, "two classes, though they look alike"


@pytest.mark.parametrize("make", MAKES)
def test_each_has_its_own_of_what_is_made_for_it(make: Make) -> None:
    made = partly(make)
    one, other = made("Flag", 600), made("Flag", 600)

    assert (one.params, one.late) == ({}, [])
    assert one.params is not other.params
    one.late.append("x")
    assert (other.late, one == other, hash(one) == hash(other)) == ([], False, True)
    given = {"a": 1}
    assert made("Flag", 600, params=given).params is given
    for twin in (copy.copy(one), copy.deepcopy(one), replace(one)):
        assert twin == one


def test_a_field_without_a_default_after_one_that_has_it_is_refused() -> None:
    class Wrong:
        note: str = ""
        name: str = field(repr=False)

    with pytest.raises((SyntaxError, TypeError), match="default"):
        frozen(Wrong)


@pytest.mark.parametrize("make", MAKES)
def test_nothing_of_it_changes(make: Make) -> None:
    flag = drink(make)("Flag", 600)

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'price'"):
        flag.price = 500
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'price'"):
        del flag.price
    with pytest.raises(
        (FrozenInstanceError, TypeError)
    ):  # before Python 3.12 dataclasses stumble over themselves
        flag.other = 1
    assert flag.price == 600


def test_it_can_be_copied_and_sent() -> None:
    for kept in (Kept("Castel", 3), Chilled("Castel", 3), Chilled("Flag", 2, 7)):
        for twin in (copy.copy(kept), copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))):
            assert (twin, repr(twin)) == (kept, repr(kept))
            assert twin is not kept
    assert repr(Chilled("Flag", 2)) == "Chilled(name='Flag', pieces=2, degrees=4)"


def test_a_word_of_its_own_is_kept() -> None:
    assert repr(shelf(frozen)("Flag")) == "a shelf of Flag"
    match Kept("Castel", 3):
        case Kept(name, pieces):
            assert (name, pieces) == ("Castel", 3)


def test_what_must_be_given_comes_first() -> None:
    class Wrong:
        note: str = ""
        name: str

    with pytest.raises((SyntaxError, TypeError), match="default"):
        frozen(Wrong)


def test_it_is_compiled_by_the_first_that_is_made() -> None:
    made, other = drink(frozen), drink(frozen)
    before = vars(made)["__init__"]

    first, compiled = made("Flag", 600), vars(made)["__init__"]
    assert compiled is not before
    assert (made("Flag", 600), vars(made)["__init__"]) == (first, compiled)
    before(second := object.__new__(made), "Flag", price=600)  # who had it in hand is not held up
    assert second == first
    assert [each.name for each in fields(other)] == ["name", "price", "note", "is_cold"]
    assert fields(made)[0] is fields(made)[0], "what was told once is kept"
