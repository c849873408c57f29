"""A page that is looked at again brings what is new on it; the rest is told by tags."""

from __future__ import annotations

from typing import Any

import pytest

from app.sync.ports import Answer, Json, JsonObject
from app.till import pages
from app.till.lists import page_key
from tests.till.test_lists import ITEMS, rows_of
from tests.till.world import World

ROW: dict[str, Json] = {"id": "a", "tag": "t-a"}


def items_of(world: World) -> list[str]:
    shown: Any = world.till.cache.shown(page_key("sales", {}))
    return [item.id for item in shown.items]


async def test_a_page_says_which_rows_it_has_and_shows_them_where_the_server_says(counter: World) -> None:
    row = ITEMS["sales"]
    told: list[list[Json]] = [
        [{**row, "id": "one", "tag": "t1"}, {**row, "id": "two", "tag": "t2"}],
        [{**row, "id": "three", "tag": "t3"}, "t2"],
    ]
    asked: list[Json] = []

    def answer(params: JsonObject) -> Answer:
        at: Any = params["at"]
        asked.append(at["have"])
        return Answer(
            counter.server.marks(counter.outbox.ledger), {**rows_of("sales"), "items": told[len(asked) - 1]}
        )

    counter.gateway.reads["sales_page"] = answer
    observer = counter.till.cache.observe(page_key("sales", {}), lambda: None)
    await counter.settle()
    assert items_of(counter) == ["one", "two"]

    counter.till.cache.invalidate(page_key("sales", {}))
    await counter.settle()

    assert asked == [[], ["t1", "t2"]]
    assert items_of(counter) == ["three", "two"], "the second as it was, the first is on the page no more"
    observer.close()


async def test_a_tag_that_this_till_does_not_have_makes_no_row(counter: World) -> None:
    counter.gateway.reads["sales_page"] = lambda _: Answer(
        counter.server.marks(counter.outbox.ledger), {**rows_of("sales"), "items": ["strange"]}
    )
    observer = counter.till.cache.observe(page_key("sales", {}), lambda: None)
    await counter.settle()

    assert counter.till.cache.shown(page_key("sales", {})) is None
    observer.close()


@pytest.mark.parametrize(
    "rows", [None, [], "x", {}, {"items": 3}, {"items": ["t", 7, {"id": "a"}, {"tag": 3}]}]
)
def test_what_is_no_page_has_no_tags_and_stays_what_it_is(rows: Json) -> None:
    assert pages.tagged(rows) == {}
    assert pages.whole(rows, {"t-a": ROW}) == rows


def test_rows_are_held_by_their_tags() -> None:
    held = pages.tagged({"items": [ROW]})

    assert held == {"t-a": ROW}
    assert pages.whole({"more": True, "items": ["t-a", {"id": "b"}]}, held) == {
        "more": True,
        "items": [ROW, {"id": "b"}],
    }
