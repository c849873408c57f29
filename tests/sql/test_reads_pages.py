"""Pages of sales: every one of them once, forth and back, whatever the filters; what is malformed is named."""

from __future__ import annotations

import functools
import json
from itertools import chain, combinations
from typing import Any

import pytest

from app.sync.ports import Json
from app.till import pages
from tests.sql.history import FIRST_DAY, Sale, in_order, walk, write_sales
from tests.sql.support import Answer, Scene, command, make_bar, new_uuid, refusal_of, selling

FIRST: Answer = {"to": "first"}


async def page(scene: Scene, filters: Answer | None = None, at: Answer | None = None) -> Answer:
    return await scene.call("sales_page", scene.bar.till.token, filters or {}, at or FIRST)


def ids(items: list[Answer]) -> list[str]:
    return [item["id"] for item in items]


@pytest.fixture
async def past(own_scene: Scene) -> list[Sale]:
    return await write_sales(own_scene, 1_200, 9)


def some_filters(scene: Scene) -> list[Answer]:
    """Return no filter, each, and every pair of them, all together too."""
    bar = scene.bar
    each: list[Answer] = [
        {"from": "2026-01-03", "to": "2026-01-06"},
        {"seller": bar.people["Afi"]},
        {"status": "validated"},
        {"status": "rejected"},
        {"product": bar.products[1].id},
        {"method": "cash"},
        {"method": "mobile_money"},
        {"payment": "to_confirm"},
    ]
    pairs = [a | b for a, b in combinations(each, 2) if not a.keys() & b.keys()]
    whole = {name: value for one in each for name, value in one.items()}
    three: Answer = {"seller": bar.people["Afi"], "status": "validated", "method": "cash"}
    return [
        {},
        *each,
        *pairs,
        whole,
        three,
        {"from": "2026-01-09"},
        {"to": "2026-01-01"},
        {"status": "pending"},
    ]


async def test_every_sale_is_on_one_page_forth_and_back_whatever_the_filters(
    own_scene: Scene, past: list[Sale]
) -> None:
    for filters in some_filters(own_scene):
        wanted = in_order(past, filters)
        read = functools.partial(page, own_scene, filters)
        forth, back = await walk(read, "next"), await walk(read, "previous")

        assert ids(list(chain(*forth))) == wanted, filters
        assert ids(list(chain(*back))) == wanted, filters
        assert {len(items) for items in forth[:-1]} <= {50}
        assert {len(items) for items in back[1:]} <= {50}
        count = (await page(own_scene, filters))["rows"]["count"]
        assert count == {"count": len(wanted), "more": False}


async def test_the_page_before_the_next_is_the_first(own_scene: Scene, past: list[Sale]) -> None:
    first = (await page(own_scene))["rows"]
    second = (await page(own_scene, at={"to": "next", "key": first["next_key"]}))["rows"]
    again = (await page(own_scene, at={"to": "previous", "key": second["previous_key"]}))["rows"]

    assert again["items"] == first["items"]
    assert (first["previous_key"], again["previous_key"]) == (None, None)
    assert again["next_key"] == first["next_key"]
    assert (first["more"], again["more"]) == (True, True)


async def test_a_jump_begins_with_the_last_sale_of_the_day(own_scene: Scene, past: list[Sale]) -> None:
    rows = (await page(own_scene, at={"to": "date", "date": "2026-01-04"}))["rows"]
    wanted = in_order(past, {"to": "2026-01-04"})
    newest = (await page(own_scene, at={"to": "date", "date": "2030-01-01"}))["rows"]
    before = (await page(own_scene, at={"to": "date", "date": "2025-12-31"}))["rows"]

    assert ids(rows["items"]) == wanted[:50]
    back = (await page(own_scene, at={"to": "previous", "key": rows["previous_key"]}))["rows"]
    assert ids(back["items"])[-1] == in_order(past, {"from": "2026-01-05"})[-1]
    assert (ids(newest["items"]), newest["previous_key"]) == (in_order(past, {})[:50], None)
    assert (before["items"], before["more"], before["next_key"]) == ([], False, None)


async def test_a_header_tells_what_a_list_shows_and_no_lines(own_scene: Scene) -> None:
    sold = await own_scene.submit(selling(own_scene.bar, 1, (0, 2), (1, 1)))
    answer = await page(own_scene)
    [item] = answer["rows"]["items"]

    assert set(answer) == {"ledger", "epoch", "applied", "refused", "rev", "topic_rev", "rows"}
    assert (answer["rev"], answer["topic_rev"]) == (sold["rev"], sold["topics"]["sales"])
    assert item["ticket"] == "C1-000001"
    assert (item["status"], item["total"], item["methods"]) == ("pending", 1_800, ["cash"])
    assert item["sold_by"] == own_scene.bar.people["Afi"]
    assert "lines" not in item
    parts = {name: answer["rows"][name] for name in ("filters", "time_zone", "closing_hour", "at")}
    assert parts == {"filters": {}, "time_zone": "Africa/Porto-Novo", "closing_hour": 6, "at": FIRST}


async def test_a_page_in_few_words_is_the_page_and_says_nothing_that_the_till_has(own_scene: Scene) -> None:
    for no in range(1, 6):
        await own_scene.submit(selling(own_scene.bar, no, (0, 1)))
    few = (await page(own_scene, at={**FIRST, "know": ""}))["rows"]
    plain = (await page(own_scene))["rows"]
    whole: Any = pages.whole(few, ())

    assert whole == plain
    assert few["at"] == FIRST
    assert few["columns"] == sorted(plain["items"][0])
    held = whole["items"]

    await own_scene.submit(selling(own_scene.bar, 6, (0, 1)))
    sale = held[3]["id"]
    afi = {"by": own_scene.bar.people["Afi"]}
    [outcome] = (await own_scene.submit(command(7, "withdraw_sale", {"sale": sale}, **afi)))["outcomes"]
    assert outcome["outcome"] == "done"
    again = (await page(own_scene, at={**FIRST, "know": pages.known(held) + "----"}))["rows"]

    runs = [words for words in again["packed"] if not isinstance(words[0], str)]
    assert sorted(at for start, count in runs for at in range(start, start + count)) == [0, 1, 2, 4]
    assert len(again["packed"]) == len(runs) + 2
    assert again["columns"] == 0, "those of the first row that the till has"
    assert pages.whole(again, held) == (await page(own_scene))["rows"]


async def test_nothing_is_new_on_a_page_that_has_not_changed(own_scene: Scene) -> None:
    await write_sales(own_scene, 60, 3)
    held = (await page(own_scene))["rows"]["items"]
    again = (await page(own_scene, at={**FIRST, "know": pages.known(held)}))["rows"]

    assert again["packed"] == [[0, 50]]
    assert again["columns"] == []
    empty = (
        await page(own_scene, filters={"from": "2001-01-01", "to": "2001-01-01"}, at={**FIRST, "know": ""})
    )["rows"]
    assert empty["packed"] == []
    assert pages.whole(empty, ())["items"] == []  # type: ignore[call-overload,index]  # a page


@pytest.mark.parametrize("to", ["first", "last"])
async def test_a_row_costs_what_it_does_not_share(own_scene: Scene, to: str) -> None:
    await write_sales(own_scene, 200, 3)
    few = (await page(own_scene, at={"to": to, "know": ""}))["rows"]
    plain = (await page(own_scene, at={"to": to}))["rows"]

    assert pages.whole(few, ()) == plain
    assert len(json.dumps(few)) < len(json.dumps(plain)) / 2


@pytest.mark.parametrize("words", ['Ä "q" \\ / \t\n\u0001\u007f €🍺', "", "'; --"])
async def test_a_tag_is_of_the_same_text_on_both_sides(own_scene: Scene, words: str) -> None:
    item: Json = {
        "words": words,
        "é": [1, -5, 10**15, None, True, {}, []],
        "b": {"zz": 1, "aaa": {"y": words, "x": 2}},
    }
    said = await own_scene.owner.fetchval("select logic.row_tag($1::text::jsonb)", json.dumps(item))

    assert said == pages.tag(item)


async def test_ten_thousand_are_counted_and_no_more(own_scene: Scene) -> None:
    await write_sales(own_scene, 10_000, 400)
    exact = (await page(own_scene))["rows"]["count"]
    await write_sales(own_scene, 300, 2, seed=2)
    seller = own_scene.bar.people["Afi"]
    capped = (await page(own_scene))["rows"]["count"]
    of_seller = (await page(own_scene, {"seller": seller}))["rows"]["count"]

    assert exact == {"count": 10_000, "more": False}
    assert capped == {"count": 10_000, "more": True}
    assert of_seller["more"] is False
    assert of_seller["count"] == await own_scene.count("sales", f"sold_by = '{seller}'")


async def test_what_is_rare_beyond_every_index_is_looked_for_in_parts(own_scene: Scene) -> None:
    """Of 20,500 sales of one product the oldest alone is Koffi's: a page may end before it, and says so."""
    past = await write_sales(own_scene, 20_500, 9)
    oldest = in_order(past, {})[-1]
    await own_scene.owner.execute(
        "set session_replication_role = replica;"
        f"update data.sales set sold_by = '{own_scene.bar.people['Koffi']}' where id = '{oldest}';"
        f"update data.sale_items set product_id = '{own_scene.bar.products[3].id}';"
        "set session_replication_role = origin; analyze"
    )
    filters = {"seller": own_scene.bar.people["Koffi"], "product": own_scene.bar.products[3].id}
    first = (await page(own_scene, filters))["rows"]
    second = (await page(own_scene, filters, {"to": "next", "key": first["next_key"]}))["rows"]

    assert (first["items"], first["more"]) == ([], True)
    assert first["count"]["more"] is True
    assert (ids(second["items"]), second["more"]) == ([oldest], False)


async def test_another_bar_sees_nothing_of_it(own_scene: Scene, past: list[Sale]) -> None:
    other = await make_bar(own_scene.owner)
    token = other.till.token
    for filters in some_filters(own_scene):
        rows = (await own_scene.call("sales_page", token, filters, FIRST))["rows"]
        assert (rows["items"], rows["count"]) == ([], {"count": 0, "more": False})
    code, params = await refusal_of(own_scene.call("sale", token, past[0].id))
    by_ticket = await refusal_of(own_scene.call("sale_by_ticket", token, "C1-000001"))

    assert (code, params) == ("TLUNK", {"what": "sale", "id": past[0].id})
    assert by_ticket == ("TLUNK", {"what": "ticket", "id": "C1-000001"})


@pytest.mark.parametrize(
    ("filters", "path"),
    [
        ([], "filters"),
        ("x", "filters"),
        ({"seller": "Afi"}, "filters.seller"),
        ({"seller": 5}, "filters.seller"),
        ({"product": "' or true --"}, "filters.product"),
        ({"status": "sold"}, "filters.status"),
        ({"status": ["validated"]}, "filters.status"),
        ({"method": "cheque"}, "filters.method"),
        ({"payment": "settled"}, "filters.payment"),
        ({"from": "2026-02-31"}, "filters.from"),
        ({"from": "yesterday"}, "filters.from"),
        ({"to": 20260101}, "filters.to"),
        ({"from": "2026-01-02", "to": "2026-01-01"}, "filters.to"),
        ({"what": None}, "filters.what"),
    ],
)
async def test_malformed_filters_are_named(scene: Scene, filters: object, path: str) -> None:
    text = f'"{filters}"' if isinstance(filters, str) else filters
    refused = await refusal_of(scene.call("sales_page", scene.bar.till.token, text, FIRST))

    assert refused == ("TLINP", {"path": path})


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ([], "at"),
        ({}, "at.to"),
        ({"to": "second"}, "at.to"),
        ({"to": "date"}, "at.date"),
        ({"to": "date", "date": "2026-13-01"}, "at.date"),
        ({"to": "next"}, "at.key"),
        ({"to": "next", "key": ["2026-01-01"]}, "at.key"),
        ({"to": "next", "key": ["today", new_uuid()]}, "at.key[0]"),
        ({"to": "previous", "key": ["2026-01-01", "'; drop table"]}, "at.key[1]"),
        ({"to": "first", "know": ["abcd"]}, "at.know"),
        ({"to": "first", "know": "x" * 801}, "at.know"),
    ],
)
async def test_a_malformed_place_is_named(scene: Scene, at: object, path: str) -> None:
    refused = await refusal_of(scene.call("sales_page", scene.bar.till.token, {}, at))

    assert refused == ("TLINP", {"path": path})


async def test_null_stands_for_no_filter_and_the_first_page(own_scene: Scene, past: list[Sale]) -> None:
    token = own_scene.bar.till.token
    bare = await own_scene.call("sales_page", token, None, None)
    null = await own_scene.owner.fetchval(
        "select api.sales_page($1, 'null', 'null')::jsonb -> 'rows' -> 'at' ->> 'to'", token
    )
    nulls = await own_scene.call("sales_page", token, {"seller": None, "from": None}, FIRST)

    assert ids(bare["rows"]["items"]) == ids(nulls["rows"]["items"]) == in_order(past, {})[:50]
    assert nulls["rows"]["filters"] == {}
    assert (bare["rows"]["at"], null) == (FIRST, "first")
    assert min(sale.day for sale in past) == str(FIRST_DAY)
