"""What becomes of a sale: validated, rejected, withdrawn, cancelled; by whom, once, and with everything undone."""

from __future__ import annotations

import asyncio
import json

import asyncpg
import pytest

from tests.sql.support import Answer, Scene, ago, make_bar, new_uuid, now, submit, utc
from tests.sql.trade import Desk, desk, movements, pending, refused, said, status_of, validated

BEER, BIG, SHORT, WATER = range(4)


async def sale_row(scene: Scene, sale: str) -> asyncpg.Record:
    row = await scene.owner.fetchrow("select * from data.sales where id = $1", sale)
    assert row is not None
    return row


async def test_a_manager_validates_a_pending_sale_and_its_stock_stays_out(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till)
    rev, topics = await scene.rev(), (await scene.submit())["topics"]
    outcome = await till.do("Koffi", "validate_sales", {"sales": [sale]})

    assert outcome["result"] == {"results": [{"sale": sale, "outcome": "validated"}]}
    row = await sale_row(scene, sale)
    assert (row["status"], str(row["decided_by"])) == ("validated", scene.bar.people["Koffi"])
    assert row["decided_at"] is not None
    assert row["decision_id"] is not None
    assert (await scene.stock(BEER), await scene.rev(), outcome["rev"]) == (8, rev, None)
    after = (await scene.submit())["topics"]
    assert {topic for topic in after if after[topic] != topics[topic]} == {"sales"}
    assert await scene.count("audit_log", "action = 'validate_sales'") == 1
    assert await scene.is_sound()


async def test_a_sale_is_validated_once_and_the_second_to_ask_is_told(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till)
    await till.do("Koffi", "validate_sales", {"sales": [sale]})
    rev = (await scene.submit())["topics"]["sales"]
    outcome = await till.do("Ayaba", "validate_sales", {"sales": [sale]})

    told: Answer = {"sale": sale, "outcome": "refused", "code": "TLSTA"}
    told["params"] = {"what": "sale", "state": "validated"}
    assert (outcome["outcome"], outcome["result"]) == ("done", {"results": [told]})
    assert str((await sale_row(scene, sale))["decided_by"]) == scene.bar.people["Koffi"]
    assert (await scene.submit())["topics"]["sales"] == rev
    assert await scene.count("audit_log", "action = 'validate_sales'") == 1


async def test_fifty_sales_are_validated_at_once_each_by_itself(scene: Scene) -> None:
    till = await desk(scene)
    own = [await pending(till, (BEER, 1)) for _ in range(4)]
    decided = [await validated(till, (BIG, 1)), own[3]]
    await till.do("Koffi", "reject_sale", {"sale": own[3], "reason": "double"})
    bar = await make_bar(scene.owner, mode="full")
    theirs = Desk(Scene(scene.database, scene.owner, scene.till_connection, bar), bar.till)
    foreign = await pending(theirs)
    unknown = [new_uuid() for _ in range(44)]
    wanted = [own[2], foreign, decided[0], *unknown, own[0], decided[1], own[1]]
    outcome = await till.do("Koffi", "validate_sales", {"sales": wanted})

    results = outcome["result"]["results"]
    assert [result["sale"] for result in results] == wanted
    found = {result["sale"]: result.get("params", result["outcome"]) for result in results}
    assert [found[sale] for sale in own[:3]] == ["validated"] * 3
    assert found[decided[0]] == {"what": "sale", "state": "validated"}
    assert found[decided[1]] == {"what": "sale", "state": "rejected"}
    assert found[foreign] == {"what": "sale", "id": foreign}
    assert {found[sale]["what"] for sale in unknown} == {"sale"}
    assert await status_of(scene, str(foreign)) == "pending"
    assert await scene.count("sales", "status = 'validated'") == 4


async def test_of_two_tills_that_validate_at_once_one_does_and_the_other_is_told(scene: Scene) -> None:
    first, second = await desk(scene), await desk(scene, 1)
    sales = [await pending(first, (BEER, 1)) for _ in range(5)]
    asked = [
        await first.made("Koffi", "validate_sales", {"sales": sales}),
        await second.made("Ayaba", "validate_sales", {"sales": sales}),
    ]
    other = await scene.another_connection()
    answers = await asyncio.gather(
        submit(scene.till_connection, first.till, asked[0]), submit(other, second.till, asked[1])
    )

    told = [[x["outcome"] for x in answer["outcomes"][0]["result"]["results"]] for answer in answers]
    assert sorted(told) == [["refused"] * 5, ["validated"] * 5]
    assert await scene.count("audit_log", "action = 'validate_sales'") == 1


async def test_a_manager_s_rejection_needs_a_reason_and_brings_the_stock_back(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till, (BEER, 2), (BIG, 1), (BEER, 1))
    without = await till.do("Koffi", "reject_sale", {"sale": sale, "reason": ""})
    outcome = await till.do("Koffi", "reject_sale", {"sale": sale, "reason": "jamais servie"})

    assert said(without) == refused("TLINP", path="body.reason")
    assert outcome["result"] == {"sale": sale, "status": "rejected"}
    assert outcome["rev"] == await scene.rev()
    row = await sale_row(scene, sale)
    assert (row["status"], row["reason"], str(row["decided_by"])) == (
        "rejected",
        "jamais servie",
        scene.bar.people["Koffi"],
    )
    assert (await scene.stock(BEER), await scene.stock(BIG)) == (10, 10)
    assert await movements(scene, sale) == [("sale", -3), ("sale", -1), ("sale_undo", 1), ("sale_undo", 3)]
    assert await scene.is_sound()


@pytest.mark.parametrize("kind", ["validate_sales", "reject_sale", "cancel_sale"])
@pytest.mark.parametrize("who", ["server", "no session", "another's session"])
async def test_only_a_manager_with_a_session_decides(scene: Scene, kind: str, who: str) -> None:
    till = await desk(scene)
    sale = await pending(till) if kind != "cancel_sale" else await validated(till)
    body: Answer = {"sales": [sale]} if kind == "validate_sales" else {"sale": sale, "reason": "x"}
    before = await status_of(scene, sale)
    if who == "server":
        outcome = await till.do("Afi", kind, body)
        needs = "owner" if kind == "cancel_sale" else "manager"
        assert said(outcome) == refused("TLRGT", needs=needs)
    else:
        session = None if who == "no session" else await till.session("Afi")
        outcome = await till.do("Ayaba", kind, body, session=session)
        assert outcome["code"] == "TLSES"

    assert await status_of(scene, sale) == before


@pytest.mark.parametrize("seller", ["created_by", "sold_by"])
async def test_a_server_withdraws_their_own_pending_sale(scene: Scene, seller: str) -> None:
    till = await desk(scene)
    whose = "Afi" if seller == "created_by" else "Sena"
    sold = await till.sell("Afi", (BEER, 2), body={"sold_by": scene.bar.people["Sena"]})
    outcome = await till.do(whose, "withdraw_sale", {"sale": sold["sale"]}, session=None)

    assert outcome["result"] == {"sale": sold["sale"], "status": "rejected"}
    row = await sale_row(scene, sold["sale"])
    assert (row["reason"], str(row["decided_by"])) == ("withdrawn", scene.bar.people[whose])
    assert await scene.stock(BEER) == 10
    assert await scene.is_sound()


async def test_nobody_withdraws_the_sale_of_another(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till)

    for name in ("Sena", "Koffi"):
        assert said(await till.do(name, "withdraw_sale", {"sale": sale})) == refused("TLRGT", needs="manager")
    stranger = await till.made("Afi", "withdraw_sale", {"sale": sale}) | {"by": new_uuid()}
    assert (await scene.submit(stranger))["outcomes"][0]["code"] == "TLSEL"
    assert await status_of(scene, sale) == "pending"


@pytest.mark.parametrize(("after_s", "code"), [(599, None), (601, "TLTIM")])
async def test_a_server_withdraws_for_ten_minutes_from_sale_to_withdrawal_however_late_both_arrive(
    scene: Scene, after_s: int, code: str | None
) -> None:
    till = await desk(scene)
    await scene.owner.execute(
        "update data.bar_modes set valid_from = valid_from - interval '1 day' where bar_id = $1", scene.bar.id
    )
    sold = await till.sell("Afi", (BEER, 1), moment=ago(hours=3), session=None)
    moment = ago(hours=3, seconds=-after_s)
    outcome = await till.do("Afi", "withdraw_sale", {"sale": sold["sale"]}, session=None, moment=moment)

    assert outcome["code"] == code
    assert await status_of(scene, sold["sale"]) == ("pending" if code else "rejected")
    if code:
        assert outcome["params"] == {"limit_s": 600}


@pytest.mark.parametrize(("age_s", "code"), [(3000.0, None), (2900.0, "TLTIM")])
async def test_the_ten_minutes_are_judged_at_the_corrected_moment(
    scene: Scene, age_s: float, code: str | None
) -> None:
    """The till's clock says the same wrong time for both; how long ago each was is what counts."""
    till = await desk(scene)
    wrong: dict[str, object] = {"moment": ago(days=400), "clock_unsure": True, "session": None}
    sold = await till.sell("Afi", (BEER, 1), **wrong, age_s=3550.0)
    outcome = await till.do("Afi", "withdraw_sale", {"sale": sold["sale"]}, **wrong, age_s=age_s)

    assert outcome["code"] == code


async def test_a_sale_that_was_decided_is_not_withdrawn(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till)
    await till.do("Koffi", "validate_sales", {"sales": [sale]})
    outcome = await till.do("Afi", "withdraw_sale", {"sale": sale})

    assert said(outcome) == refused("TLSTA", what="sale", state="validated")
    assert await scene.stock(BEER) == 8


async def test_the_owner_cancels_a_validated_sale_with_a_reason_and_its_stock_comes_back(
    scene: Scene,
) -> None:
    till = await desk(scene)
    sale = await validated(till)
    by_manager = await till.do("Koffi", "cancel_sale", {"sale": sale, "reason": "erreur"})
    without = await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": None})
    outcome = await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": "erreur de table"})

    assert said(by_manager) == refused("TLRGT", needs="owner")
    assert said(without) == refused("TLINP", path="body.reason")
    assert outcome["result"] == {"sale": sale, "status": "cancelled"}
    row = await sale_row(scene, sale)
    assert (row["status"], row["reason"]) == ("cancelled", "erreur de table")
    assert await scene.stock(BEER) == 10
    audit = await scene.owner.fetchrow(
        "select actor, subject, params from data.audit_log where bar_id = $1 and action = 'cancel_sale'",
        scene.bar.id,
    )
    assert audit is not None
    assert (audit["actor"], str(audit["subject"])) == (scene.bar.people["Ayaba"], sale)
    assert json.loads(audit["params"])["reason"] == "erreur de table"
    assert await scene.is_sound()


@pytest.mark.parametrize(
    ("end", "kinds"),
    [
        ("rejected", ["validate_sales", "reject_sale", "withdraw_sale", "cancel_sale"]),
        ("cancelled", ["validate_sales", "reject_sale", "withdraw_sale", "cancel_sale"]),
        ("validated", ["reject_sale", "withdraw_sale"]),
        ("pending", ["cancel_sale"]),
    ],
)
async def test_a_sale_goes_no_way_back(scene: Scene, end: str, kinds: list[str]) -> None:
    till = await desk(scene)
    sale = str((await till.sell("Afi" if end in ("pending", "rejected") else "Ayaba", (BEER, 2)))["sale"])
    if end == "rejected":
        await till.do("Koffi", "reject_sale", {"sale": sale, "reason": "x"})
    elif end == "cancelled":
        await till.do("Ayaba", "cancel_sale", {"sale": sale, "reason": "x"})
    before = await scene.stock(BEER)
    for kind in kinds:
        name = "Afi" if kind == "withdraw_sale" and end in ("pending", "rejected") else "Ayaba"
        body: Answer = {"sales": [sale]} if kind == "validate_sales" else {"sale": sale, "reason": "x"}
        outcome = await till.do(name, kind, body)
        found = outcome["result"]["results"][0] if kind == "validate_sales" else outcome
        assert (found["code"], found["params"]) == ("TLSTA", {"what": "sale", "state": end})

    assert (await status_of(scene, sale), await scene.stock(BEER)) == (end, before)
    assert await scene.is_sound()


async def test_a_sale_of_another_bar_is_not_known_here(scene: Scene) -> None:
    bar = await make_bar(scene.owner, mode="full")
    theirs = Desk(Scene(scene.database, scene.owner, scene.till_connection, bar), bar.till)
    sale = (await theirs.sell("Afi", (BEER, 1)))["sale"]
    till = await desk(scene)

    for kind in ("reject_sale", "withdraw_sale", "cancel_sale"):
        outcome = await till.do("Ayaba", kind, {"sale": sale, "reason": "x"})
        assert said(outcome) == refused("TLUNK", what="sale", id=sale)


async def test_the_same_decision_sent_twice_is_made_once(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till)
    made = await till.made("Koffi", "reject_sale", {"sale": sale, "reason": "x"})
    first, again = [(await scene.submit(made))["outcomes"][0] for _ in range(2)]

    assert first == again
    assert await scene.stock(BEER) == 10


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("validate_sales", {"sales": []}, "body.sales"),
        ("validate_sales", {"sales": None}, "body.sales"),
        ("validate_sales", {"sales": [str(n) for n in range(51)]}, "body.sales"),
        ("validate_sales", {"sales": ["0" * 8 + "-0000-0000-0000-" + "0" * 12, "x"]}, "body.sales[1]"),
        ("validate_sales", {"sales": ["0" * 8 + "-0000-0000-0000-" + "0" * 12] * 2}, "body.sales"),
        ("reject_sale", {"sale": 5}, "body.sale"),
        ("reject_sale", {"reason": "x" * 201}, "body.reason"),
        ("reject_sale", {"reason": "  "}, "body.reason"),
        ("withdraw_sale", {"sale": None}, "body.sale"),
        ("cancel_sale", {"sale": "x"}, "body.sale"),
        ("cancel_sale", {"reason": ""}, "body.reason"),
    ],
)
async def test_a_decision_that_is_malformed_is_refused_with_the_path(
    scene: Scene, kind: str, changes: Answer, path: str
) -> None:
    till = await desk(scene)
    body: Answer = {"sale": new_uuid(), "reason": "x"} | changes

    assert said(await till.do("Ayaba", kind, body)) == refused("TLINP", path=path)


@pytest.mark.parametrize(
    "change",
    [
        "status = 'pending'",
        "status = 'cancelled', reason = 'x'",
        "status = 'rejected'",
        "status = 'validated', decided_at = null",
        "status = 'validated', total_minor = 1",
        "status = 'validated', created_at = now()",
        "status = 'validated', sold_by = null",
        "status = 'validated', business_date = business_date + 1",
        "status = 'validated', rev = 1",
        "total_minor = 1",
    ],
)
async def test_a_sale_is_never_edited(scene: Scene, change: str) -> None:
    till = await desk(scene)
    sale = await pending(till)
    decided = "decided_at = now(), decision_id = id"
    if "decided_at" in change:
        decided = "decision_id = id"
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute(f"update data.sales set {change}, {decided} where id = $1", sale)


async def test_what_a_sale_was_without_a_session_stays_pending_until_it_is_decided(scene: Scene) -> None:
    till = await desk(scene, mode="simplified")
    sold = await till.sell("Afi", (BEER, 1), session=None)
    assert (sold["status"], sold["flags"]) == ("pending", ["without_session", "never_signed_in"])
    await till.do("Koffi", "validate_sales", {"sales": [sold["sale"]]})

    row = await sale_row(scene, sold["sale"])
    assert (row["status"], row["flags"], row["session_id"]) == ("validated", sold["flags"], None)


async def test_a_decision_is_dated_at_the_moment_it_was_made(scene: Scene) -> None:
    till = await desk(scene)
    sale = await pending(till)
    moment = now()
    await till.do("Koffi", "reject_sale", {"sale": sale, "reason": "x"}, moment=utc(moment))

    assert (await sale_row(scene, sale))["decided_at"] == moment
