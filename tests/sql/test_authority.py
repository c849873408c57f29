"""Who may sell, with which status: roles, modes, sessions and prices as they were at the moment of the sale."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.sql.support import Answer, Scene, ago, make_till, new_uuid, now, selling, submit, until, utc

BLOCKED = "select exists (select from pg_locks where pg_backend_pid() = any (pg_blocking_pids(pid)))"


async def full_mode(scene: Scene) -> None:
    await scene.owner.execute("select logic.set_operating_mode($1, 'full')", scene.bar.id)


async def outcome_of(scene: Scene, sold: Answer) -> Answer:
    answer: Answer = (await scene.submit(sold))["outcomes"][0]
    return answer


async def backdate_roles(scene: Scene) -> None:
    """Let what the bar is made of have begun a month ago."""
    for table in ("member_roles", "bar_modes", "product_prices"):
        await scene.owner.execute(
            f"update data.{table} set valid_from = valid_from - interval '40 days' where bar_id = $1",
            scene.bar.id,
        )


async def test_in_simplified_mode_a_server_s_sale_is_validated(scene: Scene) -> None:
    session = await scene.sign_in("Afi")

    assert (await outcome_of(scene, selling(scene.bar, 1, (0, 1), session=session)))["result"][
        "status"
    ] == "validated"


@pytest.mark.parametrize(
    ("name", "status"), [("Afi", "pending"), ("Koffi", "validated"), ("Ayaba", "validated")]
)
async def test_in_full_mode_only_managers_sales_are_validated_at_once(
    scene: Scene, name: str, status: str
) -> None:
    await full_mode(scene)
    session = await scene.sign_in(name)
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1), by=name, session=session))

    assert outcome["result"] == outcome["result"] | {"status": status, "flags": []}
    assert await scene.stock(0) == 9


async def test_the_status_hangs_on_who_typed_not_on_whose_sale_it_is(scene: Scene) -> None:
    await full_mode(scene)
    session = await scene.sign_in("Afi")
    outcome = await outcome_of(
        scene, selling(scene.bar, 1, (0, 1), session=session, body={"sold_by": scene.bar.people["Koffi"]})
    )

    assert outcome["result"]["status"] == "pending"


async def test_a_till_s_token_alone_has_the_rights_of_a_server(scene: Scene) -> None:
    await full_mode(scene)
    await scene.sign_in("Koffi")
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1), by="Koffi", session=None))

    assert (outcome["result"]["status"], outcome["result"]["flags"]) == ("pending", ["without_session"])


async def test_somebody_who_never_signed_in_here_sells_pending(scene: Scene) -> None:
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1)))

    assert (outcome["result"]["status"], outcome["result"]["flags"]) == (
        "pending",
        ["without_session", "never_signed_in"],
    )


async def test_a_sign_in_on_another_till_does_not_count(scene: Scene) -> None:
    await scene.sign_in("Afi", scene.bar.tills[1])

    assert (await outcome_of(scene, selling(scene.bar, 1, (0, 1))))["result"]["status"] == "pending"


async def test_a_sign_in_of_fifteen_days_ago_does_not_count(scene: Scene) -> None:
    await scene.sign_in("Afi")
    await scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '15 days' where bar_id = $1",
        scene.bar.id,
    )

    assert (await outcome_of(scene, selling(scene.bar, 1, (0, 1))))["result"]["status"] == "pending"


async def test_a_session_of_somebody_else_or_of_another_till_is_none(scene: Scene) -> None:
    await full_mode(scene)
    others = [await scene.sign_in("Ayaba"), await scene.sign_in("Koffi", scene.bar.tills[1]), new_uuid()]
    await scene.sign_in("Koffi")
    for no, session in enumerate(others, start=1):
        outcome = await outcome_of(scene, selling(scene.bar, no, (0, 1), by="Koffi", session=session))

        assert (outcome["result"]["status"], outcome["result"]["flags"]) == ("pending", ["session_ended"])


async def test_a_session_counts_when_it_was_alive_at_the_moment_though_it_has_ended(scene: Scene) -> None:
    await full_mode(scene)
    session = await scene.sign_in("Koffi")
    made = selling(scene.bar, 1, (0, 1), by="Koffi", session=session)
    await scene.call("sign_out", scene.bar.till.token, session)

    assert (await outcome_of(scene, made))["result"]["status"] == "validated"


@pytest.mark.parametrize(
    ("ended_s_ago", "status", "flags"), [(110, "validated", []), (130, "pending", ["session_ended"])]
)
async def test_a_clock_that_is_two_minutes_ahead_does_not_end_a_session_early(
    scene: Scene, ended_s_ago: int, status: str, flags: list[str]
) -> None:
    await full_mode(scene)
    session = await scene.sign_in("Koffi")
    await scene.call("sign_out", scene.bar.till.token, session)
    await scene.owner.execute(
        """
        update data.sessions
        set started_at = started_at - interval '1 hour', ended_at = clock_timestamp() - make_interval(secs => $2)
        where id = $1
        """,
        session,
        ended_s_ago,
    )
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1), by="Koffi", session=session))

    assert (outcome["result"]["status"], outcome["result"]["flags"]) == (status, flags)


async def test_the_slack_ends_where_the_sessions_life_does(scene: Scene) -> None:
    await full_mode(scene)
    session = await scene.sign_in("Koffi")
    await scene.owner.execute(
        """
        update data.sessions
        set started_at = started_at - interval '1 day', until_at = clock_timestamp()
        where id = $1
        """,
        session,
    )
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1), by="Koffi", session=session))

    assert outcome["result"]["flags"] == ["session_ended"]


async def test_role_and_mode_are_those_of_the_moment(scene: Scene) -> None:
    await backdate_roles(scene)
    session = await scene.sign_in("Koffi")
    await scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '3 days' where id = $1", session
    )
    await full_mode(scene)
    await scene.owner.execute(
        "select logic.set_member($1, $2, 'seller', true)", scene.bar.id, scene.bar.people["Koffi"]
    )
    then = selling(scene.bar, 1, (0, 1), by="Koffi", session=session, moment=ago(days=2), door="served")
    today = selling(scene.bar, 2, (0, 1), by="Koffi", session=session, door="served")

    assert (await outcome_of(scene, then))["result"]["status"] == "validated"
    assert (await outcome_of(scene, today))["result"]["status"] == "pending"


async def test_the_counter_refuses_an_inactive_or_unknown_seller(scene: Scene) -> None:
    await scene.owner.execute(
        "select logic.set_member($1, $2, 'seller', false)", scene.bar.id, scene.bar.people["Sena"]
    )
    stranger = new_uuid()
    wrong = [
        (selling(scene.bar, 1, (0, 1), body={"sold_by": scene.bar.people["Sena"]}), scene.bar.people["Sena"]),
        (selling(scene.bar, 2, (0, 1), body={"sold_by": stranger}), stranger),
        (selling(scene.bar, 3, (0, 1), by="Sena"), scene.bar.people["Sena"]),
    ]
    for sold, member in wrong:
        outcome = await outcome_of(scene, sold)

        assert (outcome["code"], outcome["params"]) == ("TLSEL", {"member": member})


async def test_the_served_door_books_them_and_flags_them(scene: Scene) -> None:
    await scene.owner.execute(
        "select logic.set_member($1, $2, 'seller', false)", scene.bar.id, scene.bar.people["Sena"]
    )
    sold = selling(scene.bar, 1, (0, 1), by="Sena", door="served", body={"sold_by": new_uuid()})
    outcome = await outcome_of(scene, sold)

    assert outcome["result"]["status"] == "pending"
    assert outcome["result"]["flags"] == ["seller_unknown", "creator_inactive", "without_session"]
    row = await scene.owner.fetchrow(
        "select sold_by, created_by from data.sales where bar_id = $1", scene.bar.id
    )
    assert row is not None
    assert (row["sold_by"], str(row["created_by"])) == (None, scene.bar.people["Sena"])


async def test_an_override_is_a_manager_s(scene: Scene) -> None:
    for no, (by, flag) in enumerate((("Koffi", "override"), ("Afi", "override_without_right")), start=1):
        await scene.sign_in(by)
        sold = selling(scene.bar, no, (3, 5), by=by, door="served", body={"override": True, "overrides": 1})
        outcome = await outcome_of(scene, sold)

        assert outcome["outcome"] == "done"
        assert flag in outcome["result"]["flags"]
    assert await scene.count("sales", "overrides_no = 1") == 2


async def test_an_override_at_the_counter_needs_its_own_session_and_the_right(scene: Scene) -> None:
    seller = await scene.sign_in("Afi")
    body = {"override": True}
    without = selling(scene.bar, 1, (0, 1), by="Koffi", body=body)
    unfit = selling(scene.bar, 2, (0, 1), by="Afi", session=seller, body=body)
    fit = selling(scene.bar, 3, (0, 1), by="Koffi", session=await scene.sign_in("Koffi"), body=body)

    assert (await outcome_of(scene, without))["code"] == "TLSES"
    assert (await outcome_of(scene, unfit))["params"] == {"needs": "manager"}
    assert (await outcome_of(scene, fit))["outcome"] == "done"


async def test_the_price_of_the_moment_is_right_and_others_are_not(scene: Scene) -> None:
    await backdate_roles(scene)
    first = scene.bar.products[0]
    await scene.owner.fetchval("select logic.set_price($1, $2, 650)", scene.bar.id, first.id)
    before = selling(scene.bar, 1, (0, 1), moment=ago(minutes=5))
    after = selling(scene.bar, 2, (0, 1))

    assert (await outcome_of(scene, before))["outcome"] == "done"
    refused = await outcome_of(scene, after)
    assert (refused["code"], refused["params"]) == (
        "TLPRC",
        {"changed": [{"product": first.id, "name": "Flag 33 cl", "asked": 500, "price": 650}]},
    )


async def test_the_present_price_is_right_though_the_till_s_clock_lags(scene: Scene) -> None:
    await backdate_roles(scene)
    await scene.owner.fetchval("select logic.set_price($1, $2, 650)", scene.bar.id, scene.bar.products[0].id)
    line = {"product": scene.bar.products[0].id, "name": "Flag", "volume_ml": 330, "price": 650, "qty": 1}
    paid = [{"method": "card", "amount": 650, "reference": None}]
    sold = selling(
        scene.bar, 1, (0, 1), moment=ago(minutes=1), body={"lines": [line], "total": 650, "payments": paid}
    )

    assert (await outcome_of(scene, sold))["outcome"] == "done"


async def test_the_served_door_books_a_wrong_price_as_a_discrepancy(scene: Scene) -> None:
    await backdate_roles(scene)
    await scene.owner.fetchval("select logic.set_price($1, $2, 650)", scene.bar.id, scene.bar.products[0].id)
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 2), door="served"))

    assert "price_differs" in outcome["result"]["flags"]
    assert (
        await scene.count(
            "discrepancies", "kind = 'price' and qty = 2 and asked_minor = 500 and price_minor = 650"
        )
        == 1
    )
    assert await scene.count("sales", "total_minor = 1000") == 1


async def test_the_moment_decides_the_day_and_both_times_are_kept(scene: Scene) -> None:
    moment = now() - timedelta(days=3)
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1), moment=utc(moment), door="served"))

    row = await scene.owner.fetchrow(
        """
        select business_date = logic.business_date($2, 'Africa/Porto-Novo', 6) as is_right, created_at, claimed_at,
          booked_at > created_at as is_later, business_date::text as day
        from data.sales where bar_id = $1
        """,
        scene.bar.id,
        moment,
    )
    assert row is not None
    assert (row["is_right"], row["is_later"], row["created_at"], row["claimed_at"]) == (
        True,
        True,
        moment,
        moment,
    )
    assert outcome["result"]["business_date"] == row["day"]


@pytest.mark.parametrize(
    ("changes", "flag", "age"),
    [
        ({"moment": timedelta(days=-45)}, "moment_late", timedelta(days=30)),
        ({"moment": timedelta(days=400)}, "moment_ahead", timedelta(0)),
        ({"moment": timedelta(days=-3), "clock_unsure": True, "age_s": 7200.5}, None, timedelta(hours=2)),
        (
            {"moment": timedelta(days=-3), "clock_unsure": True, "age_s": None},
            "clock_unsure",
            timedelta(days=3),
        ),
        (
            {"moment": "1970-01-01T00:00:00.000000Z", "clock_unsure": True, "age_s": 60},
            None,
            timedelta(minutes=1),
        ),
        ({"moment": timedelta(days=-3), "clock_unsure": False, "age_s": 60}, None, timedelta(days=3)),
    ],
)
async def test_a_moment_is_corrected_and_bounded(
    scene: Scene, changes: dict[str, Any], flag: str | None, age: timedelta
) -> None:
    moment = changes["moment"]
    if isinstance(moment, timedelta):  # counted from now: the tests may have been collected long ago
        moment = utc(now() + moment)
    sold = selling(scene.bar, 1, (0, 1), door="served", **(changes | {"moment": moment}))
    outcome = await outcome_of(scene, sold)

    created = await scene.owner.fetchval("select created_at from data.sales where bar_id = $1", scene.bar.id)
    assert abs(now() - age - created) < timedelta(minutes=5)
    assert [x for x in outcome["result"]["flags"] if x.startswith(("moment", "clock"))] == (
        [flag] if flag else []
    )


async def test_a_moment_a_little_ahead_is_now_without_a_flag(scene: Scene) -> None:
    ahead = utc(now() + timedelta(seconds=30))
    outcome = await outcome_of(scene, selling(scene.bar, 1, (0, 1), door="served", moment=ahead))

    assert "moment_ahead" not in outcome["result"]["flags"]
    assert await scene.count("sales", "created_at <= booked_at") == 1


async def test_a_revoked_till_s_commands_are_kept_and_not_booked(scene: Scene) -> None:
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)
    sold = [selling(scene.bar, no, (0, 1), door="served") for no in (1, 2)]
    answer = await scene.submit(*sold)

    assert [(x["outcome"], x["code"]) for x in answer["outcomes"]] == [("refused", "TLREV")] * 2
    assert await scene.count("commands", "code = 'TLREV' and body ? 'lines'") == 2
    assert (await scene.count("sales"), await scene.stock(0)) == (0, 10)
    assert await scene.count("notifications", "kind = 'till_shut'") == 1


async def test_what_a_revoked_till_sold_may_be_booked_from_another_with_the_same_sale(scene: Scene) -> None:
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)
    sold = selling(scene.bar, 1, (0, 1), door="served")
    await scene.submit(sold)
    again = selling(scene.bar, 1, (0, 1), body={"sale": sold["body"]["sale"]})
    answer = await scene.submit(again, till=scene.bar.tills[1])

    assert answer["outcomes"][0]["outcome"] == "done"
    assert await scene.count("sales") == 1


async def test_a_bar_that_is_closed_down_keeps_and_refuses(scene: Scene) -> None:
    await scene.owner.execute("select logic.set_bar_active($1, false)", scene.bar.id)
    answer = await scene.submit(selling(scene.bar, 1, (0, 1), door="served"))
    await scene.owner.execute("select logic.set_bar_active($1, true)", scene.bar.id)

    assert answer["outcomes"][0]["code"] == "TLREV"
    assert (await scene.submit(selling(scene.bar, 2, (0, 1))))["outcomes"][0]["outcome"] == "done"


async def test_revoking_waits_for_the_sale_in_the_making(scene: Scene) -> None:
    """The till's row is read again under the lock: what began before a revocation does not pass it."""
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)
    other = await scene.another_connection()
    waiting = asyncio.ensure_future(submit(other, scene.bar.till, selling(scene.bar, 1, (0, 1))))
    await until(scene.owner, BLOCKED)
    await transaction.commit()

    assert (await waiting)["outcomes"][0]["code"] == "TLREV"


async def test_a_new_till_of_the_bar_may_sell_at_once(scene: Scene) -> None:
    till = await make_till(scene.owner, scene.bar.id, "C7")
    answer = await submit(scene.till_connection, till, selling(scene.bar, 1, (0, 1)))

    assert answer["outcomes"][0]["outcome"] == "done"
