"""Bottles kept for guests: the rules of the product's « Consignment », and what went wrong in the field."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from tests.sql.coming_back import coming_back, done, is_sound, net, refused, seen, shelf, swap, to_keep
from tests.sql.support import Answer, Scene, ago, line, new_uuid, sale_body, submit, until
from tests.sql.trade import Desk, desk

CASES: list[dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "consignments.json").read_text(encoding="utf-8")
)
BOTH_WAIT = "select count(*) >= 2 from pg_locks where not granted and locktype in ('transactionid', 'tuple')"


async def kept(scene: Scene, qty: int = 2, product: int = 0, days: int | None = None) -> tuple[Desk, Answer]:
    """Return a desk and the body of what it keeps: some of three bottles just sold there."""
    bar = await desk(scene)
    sale = (await bar.sell("Koffi", (product, 3)))["sale"]
    body = to_keep(scene.bar, sale, qty, product, days=days)
    done(await bar.do("Koffi", "create_consignment", body))
    return bar, body


async def row(scene: Scene, consignment: str) -> asyncpg.Record:
    found = await scene.owner.fetchrow(
        "select * from data.consignments where bar_id = $1 and id = $2", scene.bar.id, consignment
    )
    assert found is not None
    return found


async def let_time_pass(scene: Scene, hours: float) -> None:
    """Make everything that the bar keeps so much older: the clock of a server does not wait for a test."""
    async with scene.owner.transaction():
        await scene.owner.execute("set local session_replication_role = replica")
        await scene.owner.execute(
            "update data.consignments set created_at = created_at - $2::interval,"
            " expires_at = expires_at - $2::interval where bar_id = $1",
            scene.bar.id,
            timedelta(hours=hours),
        )


async def test_a_kept_bottle_is_in_the_house_again_and_nobody_else_s(scene: Scene) -> None:
    _, body = await kept(scene)

    assert await shelf(scene) == (9, 2)
    assert await scene.count("stock_movements", "kind = 'consign_in' and qty = 2") == 1
    found = await row(scene, body["consignment"])
    assert (found["state"], found["guest"], found["qty"]) == ("active", "Codjo", 2)
    assert str(found["created_by"]) == scene.bar.people["Koffi"]
    assert await net(scene) == 1500
    assert await is_sound(scene)


async def test_it_cannot_be_sold_to_another(scene: Scene) -> None:
    bar, _ = await kept(scene, 3, product=2)
    assert await shelf(scene, 2) == (3, 3)
    body = sale_body(scene.bar, [line(scene.bar.products[2])], ticket="C1-000009", seller="Koffi")

    assert refused(await bar.do("Koffi", "record_sale", body))[1]["short"][0]["left"] == 0


async def test_its_guest_claims_it(scene: Scene) -> None:
    bar, body = await kept(scene)
    outcome = await bar.do("Afi", "claim_consignment", seen(body, "consignment"))

    assert (done(outcome)["state"], outcome["rev"]) == ("claimed", await scene.rev())
    assert await shelf(scene) == (7, 0)
    assert await scene.count("stock_movements", "kind = 'consign_out' and qty = -2") == 1
    assert str((await row(scene, body["consignment"]))["ended_by"]) == scene.bar.people["Afi"]
    assert await is_sound(scene)


async def test_it_is_claimed_once(scene: Scene) -> None:
    bar, body = await kept(scene)
    done(await bar.do("Afi", "claim_consignment", seen(body, "consignment")))

    for name, kind in (("Afi", "claim_consignment"), ("Koffi", "forfeit_consignment")):
        again = await bar.do(name, kind, seen(body, "consignment", reason="late"))
        assert refused(again) == ("TLSTA", {"what": "consignment", "state": "claimed"})
    assert await shelf(scene) == (7, 0)
    assert await is_sound(scene)


async def test_two_tills_at_the_same_moment_hand_it_out_once(scene: Scene) -> None:
    first, body = await kept(scene)
    second = await desk(scene, 1)
    claims = [await x.made("Afi", "claim_consignment", seen(body, "consignment")) for x in (first, second)]
    elsewhere = await scene.another_connection()
    # Both wait for the bar before either is looked at.
    async with scene.owner.transaction():
        await scene.owner.execute("select logic.lock_bar($1)", scene.bar.id)
        sent = [
            asyncio.create_task(submit(connection, till, claim))
            for connection, till, claim in zip(
                (scene.till_connection, elsewhere), scene.bar.tills, claims, strict=True
            )
        ]
        await until(scene.owner, BOTH_WAIT)
    outcomes = [answer["outcomes"][0] for answer in await asyncio.gather(*sent)]

    assert sorted(outcome["outcome"] for outcome in outcomes) == ["done", "refused"]
    [late] = [outcome for outcome in outcomes if outcome["outcome"] == "refused"]
    assert refused(late) == ("TLSTA", {"what": "consignment", "state": "claimed"})
    assert await shelf(scene) == (7, 0)
    assert await scene.count("stock_movements", "kind = 'consign_out'") == 1
    assert await is_sound(scene)


async def test_a_manager_gives_it_up_for_the_guest(scene: Scene) -> None:
    bar, body = await kept(scene)
    done(
        await bar.do("Koffi", "forfeit_consignment", seen(body, "consignment", reason="opened by the guest"))
    )
    found = await row(scene, body["consignment"])

    assert (found["state"], found["reason"]) == ("forfeited", "opened by the guest")
    assert await shelf(scene) == (9, 0)
    assert await scene.count("stock_movements", "kind = 'consign_out'") == 0
    assert refused(await bar.do("Afi", "claim_consignment", seen(body, "consignment")))[1]["state"] == (
        "forfeited"
    )
    assert await is_sound(scene)


async def test_an_expired_one_is_refused_without_any_job(scene: Scene) -> None:
    bar, body = await kept(scene)
    await let_time_pass(scene, 24 * 7 + 1)
    found = await row(scene, body["consignment"])

    assert found["state"] == "active"
    claim = await bar.do("Afi", "claim_consignment", seen(body, "consignment"))
    code, params = refused(claim)
    assert (code, datetime.fromisoformat(params["expired_at"])) == ("TLEXP", found["expires_at"])
    assert refused(
        await bar.do("Koffi", "forfeit_consignment", seen(body, "consignment", reason="late"))
    ) == (
        "TLSTA",
        {"what": "consignment", "state": "expired"},
    )
    assert await shelf(scene) == (9, 2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
async def test_what_it_is_at_a_moment_is_computed(scene: Scene, case: dict[str, str]) -> None:
    times = [datetime.fromisoformat(case[name]) for name in ("expires_at", "moment")]
    shown = await scene.owner.fetchval("select logic.consignment_state($1, $2, $3)", case["state"], *times)

    assert shown == case["shown"]


async def test_what_an_expired_one_had_reserved_is_sold_without_any_job(scene: Scene) -> None:
    bar, body = await kept(scene, 3, product=2)
    await let_time_pass(scene, 24 * 7 + 1)
    before = await scene.submit()
    assert await shelf(scene, 2) == (3, 3)
    await bar.sell("Koffi", (2, 2), body={"ticket": "C1-000009"})
    after = await scene.submit()

    assert await shelf(scene, 2) == (1, 0)
    assert (await row(scene, body["consignment"]))["state"] == "expired"
    assert after["topics"]["consignments"] == before["topics"]["consignments"] + 1
    assert await is_sound(scene)


async def test_an_expired_one_is_exchanged_for_without_any_job(scene: Scene) -> None:
    bar, body = await kept(scene, 3, product=2)
    other = (await bar.sell("Koffi", (0, 2)))["sale"]
    await let_time_pass(scene, 24 * 7 + 1)
    done(await bar.do("Koffi", "exchange", swap(bar, other, (2, 3))))

    assert await shelf(scene, 2) == (0, 0)
    assert (await row(scene, body["consignment"]))["state"] == "expired"
    assert await is_sound(scene)


@pytest.mark.parametrize("is_tidied", [False, True])
async def test_what_was_claimed_in_time_is_the_guest_s_whether_or_not_a_tidying_ran(
    scene: Scene, is_tidied: bool
) -> None:
    bar, body = await kept(scene)
    await bar.session("Afi")
    await scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '3 hours' where bar_id = $1",
        scene.bar.id,
    )
    await let_time_pass(scene, 24 * 7 + 1)
    if is_tidied:
        await tidied(scene)
    assert await shelf(scene) == (9, 0 if is_tidied else 2)
    claim = await bar.do("Afi", "claim_consignment", seen(body, "consignment"), moment=ago(hours=2))

    assert done(claim)["state"] == "claimed"
    assert await shelf(scene) == (7, 0)
    assert await is_sound(scene)


async def tidied(scene: Scene) -> int:
    """Tidy as the job does; return how many pieces it freed."""
    freed: int = await scene.owner.fetchval("select jobs.tidy_consignments()")
    return freed


async def test_a_tidying_frees_what_has_expired_once_and_tells_the_tills(own_scene: Scene) -> None:
    scene = own_scene
    bar, body = await kept(scene)
    rest = to_keep(scene.bar, body["sale"], 1, days=30)
    done(await bar.do("Koffi", "create_consignment", rest))
    await let_time_pass(scene, 24 * 7 + 1)
    before = await scene.submit()

    assert await tidied(scene) == 2
    after = await scene.submit()
    assert await tidied(scene) == 0
    again = await scene.submit()

    assert await shelf(scene) == (10, 1)
    found = await row(scene, body["consignment"])
    assert (found["state"], found["rev"]) == ("expired", before["rev"] + 1)
    assert (await row(scene, rest["consignment"]))["state"] == "active"
    assert [x["rev"] - before["rev"] for x in (after, again)] == [1, 1]
    assert [x["topics"]["consignments"] - before["topics"]["consignments"] for x in (after, again)] == [1, 1]
    assert refused(await bar.do("Afi", "claim_consignment", seen(body, "consignment")))[0] == "TLEXP"
    assert await is_sound(scene)


async def test_a_tidying_of_one_product_leaves_the_others(scene: Scene) -> None:
    bar, _ = await kept(scene, 2)
    sale = (await bar.sell("Koffi", (1, 1)))["sale"]
    done(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, sale, 1, product=1)))
    await let_time_pass(scene, 24 * 7 + 1)
    async with scene.owner.transaction():
        freed = await scene.owner.fetchval(
            "select logic.tidy_consignments($1, $2, clock_timestamp(), logic.take_rev($1, '{}', true))",
            scene.bar.id,
            scene.bar.products[1].id,
        )

    assert freed == 1
    assert [await shelf(scene, place) for place in (0, 1)] == [(9, 2), (10, 0)]


async def test_the_bar_says_for_how_many_days_unless_the_command_does(scene: Scene) -> None:
    bar = await desk(scene)
    sale = (await bar.sell("Koffi", (0, 3)))["sale"]
    days = []
    for setting, wish in ((7, None), (12, None), (12, 30)):
        await scene.owner.execute(
            "update data.bars set consignment_days = $2 where id = $1", scene.bar.id, setting
        )
        body = to_keep(scene.bar, sale, 1, days=wish)
        result = done(await bar.do("Koffi", "create_consignment", body))
        found = await row(scene, body["consignment"])
        assert datetime.fromisoformat(result["expires_at"]) == found["expires_at"]
        days.append((found["expires_at"] - found["created_at"]).days)

    assert days == [7, 12, 30]


async def test_it_is_kept_from_a_validated_sale_only(scene: Scene) -> None:
    bar = await desk(scene)
    pending = (await bar.sell("Afi", (0, 1)))["sale"]
    missing = new_uuid()

    assert refused(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, pending))) == (
        "TLSTA",
        {"what": "sale", "state": "pending"},
    )
    assert refused(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, missing))) == (
        "TLUNK",
        {"what": "sale", "id": missing},
    )


async def test_no_more_is_kept_than_is_left_of_the_line(scene: Scene) -> None:
    bar, body = await kept(scene, 2)

    assert refused(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, body["sale"], 2))) == (
        "TLQTY",
        {"wanted": 2, "left": 1},
    )
    done(await bar.do("Afi", "create_return", coming_back(scene.bar, body["sale"])))
    assert refused(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, body["sale"], 1))) == (
        "TLQTY",
        {"wanted": 1, "left": 0},
    )


async def test_a_claimed_bottle_may_be_kept_again_a_forfeited_one_not(scene: Scene) -> None:
    bar, body = await kept(scene, 3)
    done(await bar.do("Afi", "claim_consignment", seen(body, "consignment")))
    again = to_keep(scene.bar, body["sale"], 3)
    done(await bar.do("Koffi", "create_consignment", again))
    done(await bar.do("Koffi", "forfeit_consignment", seen(again, "consignment", reason="no more")))

    assert refused(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, body["sale"], 1)))[1] == {
        "wanted": 1,
        "left": 0,
    }
    assert await is_sound(scene)


async def test_a_manager_keeps_and_gives_up_a_seller_hands_out_each_with_a_session(scene: Scene) -> None:
    bar, body = await kept(scene)
    more = to_keep(scene.bar, body["sale"], 1)
    given_up = seen(body, "consignment", reason="late")
    out = seen(body, "consignment")

    assert refused(await bar.do("Afi", "create_consignment", more)) == ("TLRGT", {"needs": "manager"})
    assert refused(await bar.do("Koffi", "create_consignment", more, session=None)) == ("TLSES", {})
    assert refused(await bar.do("Afi", "forfeit_consignment", given_up)) == ("TLRGT", {"needs": "manager"})
    assert refused(await bar.do("Koffi", "forfeit_consignment", given_up, session=None)) == ("TLSES", {})
    assert refused(await bar.do("Afi", "claim_consignment", out, session=None)) == ("TLSES", {})
    assert await shelf(scene) == (9, 2)


async def test_it_is_kept_who_kept_and_gave_up_but_not_for_whom(scene: Scene) -> None:
    bar, body = await kept(scene)
    done(await bar.do("Ayaba", "forfeit_consignment", seen(body, "consignment", reason="late")))

    rows = await scene.owner.fetch(
        "select actor, action, params::text from data.audit_log"
        " where bar_id = $1 and action like '%consignment' order by at, id",
        scene.bar.id,
    )
    assert [(x["actor"], x["action"]) for x in rows] == [
        (scene.bar.people["Koffi"], "create_consignment"),
        (scene.bar.people["Ayaba"], "forfeit_consignment"),
    ]
    assert not any("Codjo" in x["params"] for x in rows)


async def test_the_same_bottle_sent_under_another_command_is_the_first(scene: Scene) -> None:
    bar, body = await kept(scene)

    assert done(await bar.do("Koffi", "create_consignment", body))["consignment"] == body["consignment"]
    assert await shelf(scene) == (9, 2)
    assert await scene.count("consignments") == 1


async def test_who_hands_it_out_has_seen_what_it_is(scene: Scene) -> None:
    bar, body = await kept(scene)
    missing = new_uuid()
    for changes, refusal in (
        ({"qty": 1}, ("TLINP", {"path": "body.qty"})),
        ({"product": scene.bar.products[1].id}, ("TLINP", {"path": "body.product"})),
        ({"consignment": missing}, ("TLUNK", {"what": "consignment", "id": missing})),
    ):
        wrong = seen(body | changes, "consignment")
        assert refused(await bar.do("Afi", "claim_consignment", wrong)) == refusal
