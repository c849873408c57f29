"""What comes back of a sale: the rules of the product's « Return », and what went wrong in the field."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.sql.coming_back import approval, coming_back, done, is_sound, net, refused, seen, shelf, to_keep
from tests.sql.support import Scene, new_uuid, now, utc
from tests.sql.trade import Desk, desk

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "returns.json").read_text(encoding="utf-8")
)
PEOPLE = {"seller": "Afi", "manager": "Koffi", "owner": "Ayaba"}


async def sold(scene: Scene, *wanted: tuple[int, int]) -> tuple[Desk, str]:
    """Return a desk and the validated sale made there: three bottles of 500, unless told otherwise."""
    made = await desk(scene)
    sale = await made.sell("Koffi", *(wanted or ((0, 3),)))
    return made, sale["sale"]


async def row(scene: Scene, back: str) -> asyncpg.Record:
    found = await scene.owner.fetchrow(
        "select * from data.returns where bar_id = $1 and id = $2", scene.bar.id, back
    )
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: str(case["why"]))
async def test_the_reason_decides_on_money_and_goods(scene: Scene, case: dict[str, Any]) -> None:
    bar, sale = await sold(scene)
    before = await net(scene)
    wishes = {name: case[name] for name in ("reason", "refund", "restock", "notes") if name in case}
    made = coming_back(scene.bar, sale, 2, **wishes)
    outcome = await bar.do(PEOPLE[case["by"]], "create_return", made)

    if "path" in case:
        assert refused(outcome) == ("TLINP", {"path": case["path"]})
        assert await scene.count("returns") == 0
        return
    result = done(outcome)
    assert (result["state"], result["refund"], result["restock"]) == (
        *(case["state"], case["refunds"]),
        case["restocks"],
    )
    kept = await row(scene, made["return"])
    assert (kept["is_refunded"], kept["restocks"], kept["amount_minor"]) == (
        *(case["refunds"], case["restocks"]),
        1000,
    )
    assert (kept["decided_by"] is None) == (case["state"] == "pending")
    assert before - await net(scene) == (1000 if case["counts"] else 0)
    assert await shelf(scene) == (7, 0)


@pytest.mark.parametrize("case", CASES["approved"], ids=lambda case: str(case["why"]))
async def test_what_a_manager_approves(scene: Scene, case: dict[str, Any]) -> None:
    bar, sale = await sold(scene)
    before = await net(scene)
    made = coming_back(scene.bar, sale, 2, reason=case["reason"], notes="said the guest")
    done(await bar.do("Afi", "create_return", made))
    wishes = {name: case[name] for name in ("refund", "restock", "restock_now") if name in case}
    outcome = await bar.do("Koffi", "approve_return", approval(made, **wishes))

    if "path" in case:
        assert refused(outcome) == ("TLINP", {"path": case["path"]})
        assert (await row(scene, made["return"]))["state"] == "pending"
        return
    assert done(outcome)["state"] == case["state"]
    kept = await row(scene, made["return"])
    assert (kept["state"], kept["is_refunded"], kept["restocks"]) == (
        *(case["state"], case["refunds"]),
        case["restocks"],
    )
    assert before - await net(scene) == (1000 if case["counts"] else 0)
    assert await shelf(scene) == (9 if case["state"] == "restocked" else 7, 0)
    assert await is_sound(scene)


async def test_a_server_s_return_needs_no_session_and_waits(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale)

    assert done(await bar.do("Afi", "create_return", made, session=None))["state"] == "pending"


async def test_without_a_session_a_manager_has_the_rights_of_a_server(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale)

    assert done(await bar.do("Koffi", "create_return", made, session=None))["state"] == "pending"
    for kind, body in (
        ("approve_return", approval(made)),
        ("reject_return", {"return": made["return"], "reason": "no"}),
        ("restock_return", seen(made, "return")),
    ):
        assert refused(await bar.do("Koffi", kind, body, session=None)) == ("TLSES", {})
        assert refused(await bar.do("Afi", kind, body)) == ("TLRGT", {"needs": "manager"})
    assert (await row(scene, made["return"]))["state"] == "pending"


async def test_somebody_who_is_not_of_this_bar_returns_nothing(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = await bar.made("Afi", "create_return", coming_back(scene.bar, sale))
    stranger = new_uuid()
    [outcome] = (await scene.submit(made | {"by": stranger}))["outcomes"]

    assert refused(outcome) == ("TLSEL", {"member": stranger})


async def test_a_return_is_of_a_validated_sale(scene: Scene) -> None:
    bar = await desk(scene)
    pending = (await bar.sell("Afi", (0, 1)))["sale"]
    missing = new_uuid()

    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, pending))) == (
        "TLSTA",
        {"what": "sale", "state": "pending"},
    )
    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, missing))) == (
        "TLUNK",
        {"what": "sale", "id": missing},
    )


async def test_a_return_names_the_line_and_its_own_product(scene: Scene) -> None:
    bar, sale = await sold(scene)
    other = coming_back(scene.bar, sale, product=1)
    beyond = coming_back(scene.bar, sale, position=2)

    assert refused(await bar.do("Koffi", "create_return", other)) == ("TLINP", {"path": "body.product"})
    assert refused(await bar.do("Koffi", "create_return", beyond)) == ("TLINP", {"path": "body.position"})


async def test_no_more_comes_back_than_was_sold_whoever_asks_and_however_often(scene: Scene) -> None:
    bar, sale = await sold(scene)

    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 4))) == (
        "TLQTY",
        {"wanted": 4, "left": 3},
    )
    done(await bar.do("Afi", "create_return", coming_back(scene.bar, sale, 2)))
    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 2))) == (
        "TLQTY",
        {"wanted": 2, "left": 1},
    )
    done(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 1)))
    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 1))) == (
        "TLQTY",
        {"wanted": 1, "left": 0},
    )


async def test_what_was_rejected_may_be_asked_for_again(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 3)
    done(await bar.do("Afi", "create_return", made))
    done(await bar.do("Koffi", "reject_return", {"return": made["return"], "reason": "opened"}))
    kept = await row(scene, made["return"])

    assert (kept["state"], kept["refusal"]) == ("rejected", "opened")
    done(await bar.do("Afi", "create_return", coming_back(scene.bar, sale, 3)))


async def test_one_product_on_two_lines_comes_back_line_by_line(scene: Scene) -> None:
    bar, sale = await sold(scene, (0, 1), (0, 2))

    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 2))) == (
        "TLQTY",
        {"wanted": 2, "left": 1},
    )
    first, second = (
        coming_back(scene.bar, sale, place, position=place, reason="customer_change") for place in (1, 2)
    )
    for made in (first, second):
        done(await bar.do("Koffi", "create_return", made))
        done(await bar.do("Koffi", "restock_return", seen(made, "return")))
    assert await shelf(scene) == (10, 0)
    assert await is_sound(scene)


async def test_no_more_comes_back_than_is_left_after_a_bottle_was_kept(scene: Scene) -> None:
    bar, sale = await sold(scene)
    kept = to_keep(scene.bar, sale, 2)
    done(await bar.do("Koffi", "create_consignment", kept))

    assert refused(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 2))) == (
        "TLQTY",
        {"wanted": 2, "left": 1},
    )
    done(await bar.do("Afi", "claim_consignment", seen(kept, "consignment")))
    done(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 3)))


async def test_an_approved_return_is_not_counted_twice(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 2)
    done(await bar.do("Afi", "create_return", made))
    assert await net(scene) == 1500
    done(await bar.do("Koffi", "approve_return", approval(made, restock_now=True)))

    for kind, body in (
        ("approve_return", approval(made, restock_now=True)),
        ("restock_return", seen(made, "return")),
        ("reject_return", {"return": made["return"], "reason": "no"}),
    ):
        assert refused(await bar.do("Koffi", kind, body)) == (
            "TLSTA",
            {"what": "return", "state": "restocked"},
        )
    assert await net(scene) == 500
    assert await shelf(scene) == (9, 0)
    assert await scene.count("stock_movements", "kind = 'return'") == 1
    assert await is_sound(scene)


async def test_the_same_return_sent_under_another_command_is_the_first(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 2)
    first = await bar.do("Koffi", "create_return", made)
    again = await bar.do("Koffi", "create_return", made)

    assert again["result"] == first["result"]
    assert await scene.count("returns") == 1
    assert await net(scene) == 500


async def test_what_is_approved_is_put_back_once(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 2)
    done(await bar.do("Afi", "create_return", made))
    assert refused(await bar.do("Koffi", "restock_return", seen(made, "return")))[1]["state"] == "pending"
    done(await bar.do("Koffi", "approve_return", approval(made)))
    assert await shelf(scene) == (7, 0)
    result = await bar.do("Koffi", "restock_return", seen(made, "return"))

    assert (result["outcome"], result["rev"]) == ("done", await scene.rev())
    assert await shelf(scene) == (9, 0)
    assert await net(scene) == 500
    assert refused(await bar.do("Koffi", "restock_return", seen(made, "return")))[1]["state"] == "restocked"


async def test_what_is_defective_is_never_put_back(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 2, reason="defective")
    done(await bar.do("Koffi", "create_return", made))

    assert refused(await bar.do("Koffi", "restock_return", seen(made, "return"))) == (
        "TLSTA",
        {"what": "return", "state": "approved"},
    )
    assert await shelf(scene) == (7, 0)


async def test_what_was_not_put_back_by_decision_is_not_put_back_later(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 1, reason="other", refund=True, restock=False, notes="cork")
    done(await bar.do("Koffi", "create_return", made))

    assert refused(await bar.do("Koffi", "restock_return", seen(made, "return")))[0] == "TLSTA"


async def test_who_decides_has_seen_the_return_that_it_is(scene: Scene) -> None:
    bar, sale = await sold(scene)
    made = coming_back(scene.bar, sale, 2)
    done(await bar.do("Afi", "create_return", made))
    missing = new_uuid()

    wrong = approval(made | {"qty": 1})
    assert refused(await bar.do("Koffi", "approve_return", wrong)) == ("TLINP", {"path": "body.qty"})
    wrong = approval(made | {"product": scene.bar.products[1].id})
    assert refused(await bar.do("Koffi", "approve_return", wrong)) == ("TLINP", {"path": "body.product"})
    wrong = approval(made | {"return": missing})
    assert refused(await bar.do("Koffi", "approve_return", wrong)) == (
        "TLUNK",
        {"what": "return", "id": missing},
    )


async def test_a_return_at_half_past_six_in_cotonou_is_of_another_business_day(scene: Scene) -> None:
    bar = await desk(scene)
    await bar.session("Koffi")
    # 05:30 in Cotonou, half an hour before the day of the bar ends, two days ago.
    night = now().astimezone(UTC).replace(hour=4, minute=30) - timedelta(days=2)
    await scene.owner.execute(
        "update data.sessions set started_at = $2 where bar_id = $1", scene.bar.id, night - timedelta(hours=1)
    )
    sale = (await bar.sell("Koffi", (0, 2), moment=utc(night)))["sale"]
    late = await bar.do(
        "Koffi", "create_return", coming_back(scene.bar, sale), moment=utc(night + timedelta(hours=1))
    )
    early = await bar.do(
        "Koffi", "create_return", coming_back(scene.bar, sale), moment=utc(night + timedelta(minutes=29))
    )

    day = (night - timedelta(days=1)).date()
    assert refused(late) == ("TLDAY", {"business_date": day.isoformat()})
    assert done(early)["state"] == "approved"
    assert await scene.owner.fetchval(
        "select business_date from data.returns where bar_id = $1", scene.bar.id
    ) == (day)


async def test_a_return_counts_on_the_day_of_its_sale_whenever_it_is_approved(scene: Scene) -> None:
    bar = await desk(scene)
    await bar.session("Koffi")
    yesterday = datetime.now(UTC).replace(hour=12) - timedelta(days=2)
    await scene.owner.execute(
        "update data.sessions set started_at = $2 where bar_id = $1", scene.bar.id, yesterday
    )
    sale = (await bar.sell("Koffi", (0, 2), moment=utc(yesterday)))["sale"]
    made = coming_back(scene.bar, sale)
    done(await bar.do("Afi", "create_return", made, moment=utc(yesterday)))
    done(await bar.do("Koffi", "approve_return", approval(made)))
    days = await scene.owner.fetch(
        "select business_date, returned_minor from logic.net_revenue($1, '2000-01-01', '2100-01-01')",
        scene.bar.id,
    )

    assert [tuple(x) for x in days] == [(yesterday.date(), 500)]


async def test_returns_move_their_topic_and_the_revision_only_with_the_stock(scene: Scene) -> None:
    bar, sale = await sold(scene)
    before = await scene.submit()
    made = coming_back(scene.bar, sale)
    done(await bar.do("Koffi", "create_return", made))
    made_at = await scene.submit()
    done(await bar.do("Koffi", "restock_return", seen(made, "return")))
    after = await scene.submit()

    assert [x["topics"]["returns"] - before["topics"]["returns"] for x in (made_at, after)] == [1, 2]
    assert [x["rev"] - before["rev"] for x in (made_at, after)] == [0, 1]


async def test_the_list_of_sales_tells_what_waits_and_what_came_back(scene: Scene) -> None:
    bar, sale = await sold(scene)
    untouched = (await bar.sell("Koffi", (1, 1)))["sale"]

    async def listed() -> dict[str, tuple[object, object]]:
        answer = await scene.call("sales_page", scene.bar.till.token, {}, {"to": "first"})
        told = {x["id"]: (x.get("returns_waiting"), x.get("returned")) for x in answer["rows"]["items"]}
        assert answer["topic_rev"] == (await scene.submit())["topics"]["sales"]
        return told

    first, second = coming_back(scene.bar, sale), coming_back(scene.bar, sale)
    assert await listed() == {sale: (None, None), untouched: (None, None)}
    before = (await scene.submit())["topics"]["sales"]
    done(await bar.do("Afi", "create_return", first))
    done(await bar.do("Afi", "create_return", second))
    assert (await listed())[sale] == ([first["return"], second["return"]], None)
    done(await bar.do("Koffi", "approve_return", approval(first)))
    assert (await listed())[sale] == ([second["return"]], 500)
    done(await bar.do("Koffi", "reject_return", seen(second, "return", reason="opened")))
    assert await listed() == {sale: (None, 500), untouched: (None, None)}
    assert (await scene.submit())["topics"]["sales"] == before + 4
    kept = coming_back(scene.bar, sale, reason="customer_change")
    done(await bar.do("Koffi", "create_return", kept))
    assert (await listed())[sale] == (None, 500), "no money went back"


async def test_it_is_kept_who_decided(scene: Scene) -> None:
    bar, sale = await sold(scene)
    first, second = coming_back(scene.bar, sale), coming_back(scene.bar, sale)
    for made in (first, second):
        done(await bar.do("Afi", "create_return", made))
    assert await scene.count("audit_log", "action like '%return%'") == 0
    done(await bar.do("Koffi", "approve_return", approval(first)))
    done(await bar.do("Koffi", "restock_return", seen(first, "return")))
    done(await bar.do("Ayaba", "reject_return", {"return": second["return"], "reason": "opened"}))
    done(await bar.do("Ayaba", "create_return", coming_back(scene.bar, sale)))

    rows = await scene.owner.fetch(
        "select actor, action from data.audit_log where bar_id = $1 and action like '%return%' order by at, id",
        scene.bar.id,
    )
    people = scene.bar.people
    assert [tuple(x) for x in rows] == [
        (people["Koffi"], "approve_return"),
        (people["Koffi"], "restock_return"),
        (people["Ayaba"], "reject_return"),
        (people["Ayaba"], "create_return"),
    ]
