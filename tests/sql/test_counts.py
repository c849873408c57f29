"""A count of many products: what was found, against what the screen said while the bar went on selling."""

from __future__ import annotations

import pytest

from tests.sql.goods import counting, keep_for_guests, said
from tests.sql.support import Answer, Scene, make_bar, new_uuid
from tests.sql.trade import Desk


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene, scene.bar.till)


async def test_a_count_corrects_what_differs(scene: Scene, desk: Desk) -> None:
    body = counting(scene, (0, 10, 8), (1, 10, 10), (2, 3, 5), notes="dimanche")
    outcome = await desk.do("Ayaba", "count_stock", body)

    assert outcome["result"] == {"count": body["count"], "differences": 2}
    assert [await scene.stock(product) for product in range(4)] == [8, 10, 5, 1]
    assert (
        await scene.count(
            "stock_counts", "products = 3 and differences = 2 and notes = 'dimanche' and rev > 0"
        )
        == 1
    )
    rows = await scene.owner.fetch(
        """
        select a.delta, a.reason, a.expected, a.counted, a.rev, m.qty
        from data.stock_adjustments a
        join data.stock_movements m
          on m.bar_id = a.bar_id and m.source_id = a.id and m.kind = 'adjustment' and m.product_id = a.product_id
        where a.bar_id = $1 and a.count_id = $2
        order by a.delta
        """,
        *(scene.bar.id, body["count"]),
    )
    rev = outcome["rev"]
    assert [tuple(row) for row in rows] == [
        (-2, "inventory_count", 10, 8, rev, -2),
        (2, "inventory_count", 3, 5, rev, 2),
    ]
    assert await scene.is_sound()


async def test_what_was_sold_while_bottles_were_counted_stays_sold(scene: Scene, desk: Desk) -> None:
    """The screen said 10, 9 were on the shelf; 4 were sold before the count came in."""
    await Desk(scene, scene.bar.tills[1]).sell("Afi", (0, 4))
    await desk.do("Ayaba", "count_stock", counting(scene, (0, 10, 9)))

    assert await scene.stock(0) == 5


async def test_a_count_that_finds_nothing_wrong_moves_nothing(scene: Scene, desk: Desk) -> None:
    before = await scene.rev()
    outcome = await desk.do("Ayaba", "count_stock", counting(scene, (0, 10, 10), (3, 1, 1)))

    assert (said(outcome), outcome["rev"], await scene.rev()) == ("done", None, before)
    assert await scene.count("stock_counts", "differences = 0 and rev is null") == 1
    assert await scene.count("stock_adjustments") == 0


async def test_a_count_may_not_leave_less_than_is_kept_for_guests(scene: Scene, desk: Desk) -> None:
    await keep_for_guests(scene, 3)
    await desk.sell("Afi", (2, 2))
    outcome = await desk.do("Ayaba", "count_stock", counting(scene, (0, 10, 2), (1, 10, 12), (2, 3, 1)))

    flag, sobebra = scene.bar.products[0], scene.bar.products[2]
    short: list[Answer] = [
        {"product": flag.id, "name": flag.name, "wanted": 8, "left": 7},
        {"product": sobebra.id, "name": sobebra.name, "wanted": 2, "left": 1},
    ]
    assert said(outcome) == "TLSTK"
    assert outcome["params"]["short"] == sorted(short, key=lambda line: str(line["product"]))
    assert [await scene.stock(product) for product in range(3)] == [10, 10, 1]
    assert await scene.count("stock_counts") == 0


async def test_a_count_of_what_is_not_there_is_refused_whole(scene: Scene, desk: Desk) -> None:
    theirs = await make_bar(scene.owner)
    for product in (new_uuid(), theirs.products[0].id):
        body = counting(scene, (0, 10, 9))
        body["lines"].append({"product": product, "expected": 1, "counted": 0})
        outcome = await desk.do("Ayaba", "count_stock", body)
        assert (said(outcome), outcome["params"]) == ("TLUNK", {"what": "product", "id": product})
    assert await scene.stock(0) == 10


async def test_the_same_count_sent_by_two_tills_counts_once(scene: Scene, desk: Desk) -> None:
    body = counting(scene, (0, 10, 7))
    first = await desk.do("Ayaba", "count_stock", body)
    again = await Desk(scene, scene.bar.tills[1]).do("Ayaba", "count_stock", body)

    assert (again["result"], again["rev"]) == (first["result"], first["rev"])
    assert await scene.stock(0) == 7


async def test_two_counts_of_the_same_moment_each_correct_what_they_saw(scene: Scene, desk: Desk) -> None:
    await desk.do("Ayaba", "count_stock", counting(scene, (0, 10, 7)))
    await desk.do("Ayaba", "count_stock", counting(scene, (0, 7, 8)))

    assert await scene.stock(0) == 8
    assert await scene.count("stock_adjustments") == 2


async def test_the_adjustments_of_a_count_have_ids_that_follow_from_it(scene: Scene, desk: Desk) -> None:
    body = counting(scene, (0, 10, 7))
    await desk.do("Ayaba", "count_stock", body)

    question = "select logic.adjustment_of_count($1, $2)::text"
    asked = [await scene.owner.fetchval(question, body["count"], p.id) for p in scene.bar.products[:2]]
    asked.append(await scene.owner.fetchval(question, new_uuid(), scene.bar.products[0].id))
    assert await scene.count("stock_adjustments", f"id = '{asked[0]}'") == 1
    assert len(set(asked)) == 3


async def test_a_thousand_products_are_counted_in_one_command(scene: Scene, desk: Desk) -> None:
    products = [new_uuid() for _ in range(996)]
    await scene.owner.execute(
        "select logic.add_product($1, p, null, 'Bière', 330, 500) from unnest($2::uuid[]) p",
        *(scene.bar.id, products),
    )
    body = counting(scene, (0, 10, 9), (1, 10, 9), (2, 3, 2), (3, 1, 0))
    body["lines"] += [{"product": product, "expected": 0, "counted": 3} for product in products]
    outcome = await desk.do("Ayaba", "count_stock", body)
    assert outcome["result"]["differences"] == 1_000

    body["lines"].append({"product": new_uuid(), "expected": 0, "counted": 3})
    assert (await desk.do("Ayaba", "count_stock", body))["params"] == {"path": "body.lines"}
    assert await scene.is_sound()


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("body.count", {"count": "x"}),
        ("body.lines", {"lines": None}),
        ("body.lines", {"lines": {}}),
        ("body.lines", {"lines": []}),
        ("body.notes", {"notes": None}),
        ("body.notes", {"notes": "x" * 501}),
        ("body.lines[0]", {"lines": [5]}),
        ("body.lines[1].product", {"product": "x"}),
        ("body.lines[1].expected", {"expected": -1}),
        ("body.lines[1].expected", {"expected": 1.5}),
        ("body.lines[1].counted", {"counted": None}),
        ("body.lines[1].counted", {"counted": 1_000_001}),
    ],
)
async def test_a_malformed_count_is_refused_with_its_path(
    scene: Scene, desk: Desk, path: str, change: Answer
) -> None:
    body = counting(scene, (0, 10, 9), (1, 10, 9))
    if path.startswith("body.lines[1]"):
        body["lines"][1] |= change
    else:
        body |= change
    outcome = await desk.do("Ayaba", "count_stock", body)

    assert (said(outcome), outcome["params"]) == ("TLINP", {"path": path})
    assert await scene.stock(0) == 10


async def test_a_product_is_counted_once(scene: Scene, desk: Desk) -> None:
    outcome = await desk.do("Ayaba", "count_stock", counting(scene, (0, 10, 9), (1, 10, 9), (0, 9, 8)))

    assert outcome["params"] == {"path": "body.lines"}
