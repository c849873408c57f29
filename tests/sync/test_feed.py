"""What the feed says: the documented form and the short one tell the same, and nothing else is believed."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.base import FeedMessage
from app.sync.feed import Reached, feed_from_json, short_form, short_from_json, topic_of
from app.sync.ports import Json, JsonObject

BAR, EPOCH, LEDGER = "bar", "epoch", "ledger"
ROW: JsonObject = {"id": "flag", "stock": 9, "reserved": 1, "price": 600, "active": True, "rev": 871}
DOCUMENTED: dict[str, Json] = {
    "bar": BAR, "epoch": EPOCH, "from": 870, "rev": 871, "done": {LEDGER: [412]}, "topics": {"sales": 812},
    "rows": [ROW], "at": 1_790_000_012_345,
}  # fmt: skip
MESSAGE = FeedMessage(EPOCH, 870, 871, (ROW,), {LEDGER: frozenset({412})}, {"sales": 812}, 1_790_000_012_345)

numbers = st.integers(0, 2**53)
rows = st.fixed_dictionaries(
    {
        "id": st.text(),
        "stock": numbers,
        "reserved": numbers,
        "price": numbers,
        "active": st.booleans(),
        "rev": numbers,
    }
)
messages = st.builds(
    FeedMessage,
    st.text(),
    numbers,
    numbers,
    st.lists(rows, max_size=3).map(tuple),
    st.dictionaries(st.text(), st.frozensets(numbers, max_size=3), max_size=2),
    st.dictionaries(st.text(), numbers, max_size=2),
    st.none() | st.integers(0, 59_999),
)


def test_a_message_is_read() -> None:
    assert feed_from_json(DOCUMENTED, BAR) == MESSAGE
    assert topic_of(BAR) == "realtime:stock:bar"


def test_the_short_form_is_short() -> None:
    short = short_form(MESSAGE, EPOCH)

    assert short == [871, 1, {"~ledger": [412]}, {"sales": 812}, [["~flag", 9, 600, 1]], 32_345]
    assert len(json.dumps(short)) < len(json.dumps(DOCUMENTED)) / 2


@pytest.mark.parametrize(
    ("change", "end"),
    [
        ({}, []),
        ({"reserved": 2}, [2]),
        ({"active": False}, [0, 0]),
        ({"rev": 869}, [0, 1, 2]),
    ],
)
def test_a_row_says_what_is_not_as_it_mostly_is(change: dict[str, Json], end: list[Json]) -> None:
    row: dict[str, Json] = {**ROW, "id": "0190a1b2-0000-7000-8000-00000000000d", "reserved": 0, **change}
    short: list[Json] = ["AZChsgAAcACAAAAAAAAADQ", 9, 600, *end]
    message = replace(MESSAGE, rows=(row,))

    assert short_form(message, EPOCH)[4] == [short]
    assert short_from_json(short_form(message, EPOCH), EPOCH) == replace(message, at_ms=32_345)


@given(messages, st.text())
def test_the_short_form_says_the_same(message: FeedMessage, known: str) -> None:
    wire = json.loads(json.dumps(short_form(message, known)))

    assert short_from_json(wire, known) == message


def test_a_heartbeat_s_answer_says_where_the_bar_is() -> None:
    assert short_from_json([871, 1012], EPOCH) == Reached(871, 1012)


def without(name: str) -> Json:
    return {key: value for key, value in DOCUMENTED.items() if key != name}


def with_(name: str, value: Json) -> Json:
    return {**DOCUMENTED, name: value}


@pytest.mark.parametrize(
    "message",
    [
        None, [], "text", 5,
        *(without(name) for name in DOCUMENTED if name != "at"), with_("at", "now"),
        with_("bar", "another"), with_("epoch", 5), with_("from", "0"), with_("rev", True), with_("rows", "ab"),
        with_("rows", [5]), with_("done", []), with_("done", {LEDGER: 5}), with_("done", {LEDGER: ["x"]}),
        with_("topics", {"sales": None}),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(message: Json) -> None:
    with pytest.raises(ValueError, match="not a"):
        feed_from_json(message, BAR)


def altered(change: Callable[[list[Json]], object]) -> Json:
    short = json.loads(json.dumps(short_form(MESSAGE, "another")))
    change(short)
    return short  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "value",
    [
        None, {}, [], [1], [1, "2"], [1, 2, 3], ["a", 2],
        altered(lambda x: x.append(1)), altered(lambda x: x.__setitem__(6, 1)),
        altered(lambda x: x.__setitem__(5, "1")),
        altered(lambda x: x.__setitem__(4, [["~flag", 9]])),
        altered(lambda x: x.__setitem__(4, [["~flag", 9, 600, 0, 1, 0, 0]])),
        altered(lambda x: x.__setitem__(4, [["~flag", 9, 600, 1, 2]])),
        altered(lambda x: x.__setitem__(4, [["~flag", 9, 600, 0, 1, "0"]])),
        altered(lambda x: x.__setitem__(4, [[5, 9, 600]])),
        altered(lambda x: x.__setitem__(2, None)), altered(lambda x: x.__setitem__(0, 1.5)),
    ],
)  # fmt: skip
def test_what_is_no_short_form_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match="not a"):
        short_from_json(value, EPOCH)


@pytest.mark.parametrize("name", ["", "flag", "AZChsgAAcACAAAAAAAAAD!", "AZChsgAAcACAAAAAAAAA", "é" * 22])
def test_a_name_that_is_neither_a_uuid_nor_marked_as_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        short_from_json(altered(lambda x: x.__setitem__(4, [[name, 9, 600]])), EPOCH)
