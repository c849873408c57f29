"""A page that is looked at again brings what is new on it, in few words; the rest is said by numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.sync.ports import Answer, Json, JsonObject
from app.till import pages
from app.till.lists import page_key
from tests.till.test_lists import ITEMS, rows_of
from tests.till.world import World

A: dict[str, Json] = {"id": "a", "by": "Afi", "sum": 5}
B: dict[str, Json] = {"id": "b", "by": "Afi", "sum": 5}
C: dict[str, Json] = {"id": "c", "by": "Koffi"}
D: dict[str, Json] = {"id": "d", "by": "Koffi", "sum": "123456785"}
COLUMNS: list[Json] = ["by", "id", "sum"]


def items_of(world: World) -> list[str]:
    shown: Any = world.till.cache.shown(page_key("sales", {}))
    return [item.id for item in shown.items]


def sum_of(*items: Json) -> str:
    return pages._short_hash("".join(map(pages.tag, items)))


def packed(words: Sequence[Json], *meant: Json) -> dict[str, Json]:
    return {"more": True, "columns": COLUMNS, "packed": list(words), "sum": sum_of(*meant)}


async def test_a_page_says_which_rows_it_has_and_shows_them_where_the_server_says(counter: World) -> None:
    row = ITEMS["sales"]
    one, two, three = ({**row, "id": name} for name in ("one", "two", "three"))
    columns: list[Json] = [*sorted(row)]
    marks: list[Json] = [pages.NEW * len(columns), *(three[name] for name in sorted(row))]
    told: list[dict[str, Json]] = [
        {"items": [one, two]},
        {"columns": columns, "packed": [marks, [1, 1]], "sum": sum_of(three, two)},
    ]
    asked: list[Json] = []

    def answer(params: JsonObject) -> Answer:
        at: Any = params["at"]
        asked.append(at.get("know"))
        plain = {name: value for name, value in rows_of("sales").items() if name != "items"}
        return Answer(counter.server.marks(counter.outbox.ledger), {**plain, **told[len(asked) - 1]})

    counter.gateway.reads["sales_page"] = answer
    observer = counter.till.cache.observe(page_key("sales", {}), lambda: None)
    await counter.settle()
    assert items_of(counter) == ["one", "two"], "a server that knows no few words says all"

    counter.till.cache.invalidate(page_key("sales", {}))
    await counter.settle()

    assert asked == ["", pages.tag(one)[:4] + pages.tag(two)[:4]]
    assert items_of(counter) == ["three", "two"], "the second as it was, the first is on the page no more"
    observer.close()


async def test_a_page_that_is_not_the_one_that_is_meant_is_read_once_more_in_full(counter: World) -> None:
    asked: list[Json] = []

    def answer(params: JsonObject) -> Answer:
        at: Any = params["at"]
        asked.append("know" in at)
        rows = packed([[0, 1]], A) if "know" in at else rows_of("sales")
        return Answer(counter.server.marks(counter.outbox.ledger), rows)

    counter.gateway.reads["sales_page"] = answer
    observer = counter.till.cache.observe(page_key("sales", {}), lambda: None)
    await counter.settle()

    assert asked == [True, False]
    assert items_of(counter) == [str(item["id"]) for item in [ITEMS["sales"]]]
    observer.close()


async def test_a_server_that_cannot_be_understood_at_all_shows_nothing(counter: World) -> None:
    counter.gateway.reads["sales_page"] = lambda _: Answer(
        counter.server.marks(counter.outbox.ledger), packed([[0, 1]], A)
    )
    observer = counter.till.cache.observe(page_key("sales", {}), lambda: None)
    await counter.settle()

    assert counter.till.cache.shown(page_key("sales", {})) is None
    observer.close()


@pytest.mark.parametrize("rows", [None, [], "x", {}, {"items": 3}, {"items": "xyz"}])
def test_what_is_no_page_holds_nothing_and_stays_what_it_is(rows: Json) -> None:
    assert pages.held(rows) == ()
    assert pages.known(pages.held(rows)) == ""
    assert pages.whole(rows, [A]) == rows


def test_rows_are_known_by_the_first_letters_of_their_tags() -> None:
    assert pages.held({"items": [A, B]}) == [A, B]
    assert pages.known([A, B]) == pages.tag(A)[:4] + pages.tag(B)[:4]
    assert len({pages.tag(A), pages.tag(B), pages.tag(C)}) == 3


def test_a_tag_is_of_the_text_that_postgresql_writes() -> None:
    item: Json = {"total": 5, "id": 'é"\n', "by": None, "flags": [True, {"bb": 1, "a": 2}]}
    text = '{"by": null, "id": "é\\"\\n", "flags": [true, {"a": 2, "bb": 1}], "total": 5}'

    assert pages.tag(item) == pages._short_hash(text)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ([], ()),
        ([[0, 2]], (A, B)),
        ([[1, 1], [0, 1]], (B, A)),
        ([["..-", "Koffi", "c"], [0, 1]], (C, A)),
        ([["...", "Afi", "a", 5]], (A,)),
        ([["A.A", "b"], ["...", "Afi", "a", 5]], (B, A)),
        ([["B.B", "b"], ["..-", "Koffi", "c"], [0, 1]], (B, C, A)),
        ([["..2", "Koffi", "d", "5"], ["...", "Afi", "a", "12345678"]], (D, {**A, "sum": "12345678"})),
        (
            [[".:-", "Koffi", "AZChsgAAcACAAAAAAAAADQ"]],
            ({**C, "id": "0190a1b2-0000-7000-8000-00000000000d"},),
        ),
        ([["A.-", "a"], ["A.-", "b"], ["..-", "Koffi", "c"]], ({**C, "id": "a"}, {**C, "id": "b"}, C)),
    ],
)
def test_few_words_say_a_page(words: list[Json], meant: tuple[Json, ...]) -> None:
    assert pages.whole(packed(words, *meant), [A, B]) == {"more": True, "items": list(meant)}


def test_columns_may_be_those_of_a_row_that_is_held() -> None:
    rows = {**packed([["...", "Koffi", "c", 7], [1, 1]], {**C, "sum": 7}, B), "columns": 0}

    assert pages.whole(rows, [A, B]) == {"more": True, "items": [{**C, "sum": 7}, B]}


@pytest.mark.parametrize("columns", [2, 5, None, "by", ["by", "id"]])
def test_columns_that_are_none_are_doubted(columns: Json) -> None:
    rows = {**packed([["...", "Afi", "b", 5]], B), "columns": columns}
    with pytest.raises(pages.Doubtful):
        pages.whole(rows, [A, B, "no row"])


@pytest.mark.parametrize(
    "words",
    [
        [[0, 1]],
        [[0, 3]],
        [[-1, 1]],
        [["A..", "a", 5]],
        [["A..", "a", 5], ["..-", "Koffi", "c"], "x"],
        [["..A", "x", "b"], ["..-", "Koffi", "c"]],
        [["..", "Afi", "a"]],
        [["..?", "Afi", "a", 5]],
        [[".:.", "Afi", "a", 5]],
        [[".:.", "Afi", 7, 5]],
        [["..1", "Afi", "a", 5]],
        [["..1", "Afi", "a", 5], ["..-", "Koffi", "c"]],
        [["...", "Afi"]],
        [["A..", "a", 5], [2, 1]],
        [[0, "1"]],
        [[0]],
        [[0, 1, 2]],
        [[None, 1]],
        [[]],
        ["x"],
        "xyz",
        None,
    ],
)
def test_words_that_say_no_page_or_another_one_are_doubted(words: Any) -> None:
    rows = {**packed((), B), "packed": words}
    with pytest.raises(pages.Doubtful):
        pages.whole(rows, [A, B, "no row"])
