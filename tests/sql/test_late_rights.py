"""Rights as a command comes, not only at the moment that its till claims: ended sessions, taken roles, backdating."""

from __future__ import annotations

import pytest

from tests.sql.coming_back import coming_back
from tests.sql.edits import audits, edit
from tests.sql.support import SALT, Answer, Scene, ago, verifier_of
from tests.sql.trade import Desk, desk, pending, said, status_of, validated

CLAIMS = ("member_roles", "bar_modes", "product_prices")


async def long_ago(bar: Desk) -> None:
    """Let the bar, its people and their sessions have begun days ago."""
    owner, id_ = bar.scene.owner, bar.scene.bar.id
    for table in CLAIMS:
        await owner.execute(
            f"update data.{table} set valid_from = valid_from - interval '9 days' where bar_id = $1", id_
        )
    await owner.execute(
        "update data.sessions set started_at = started_at - interval '8 hours' where bar_id = $1", id_
    )


async def signed_out(bar: Desk, name: str, **ago_: float) -> None:
    """Let the person's session have ended so long ago."""
    await bar.scene.owner.execute(
        "update data.sessions set ended_at = $2::text::timestamptz where id = $1",
        await bar.session(name),
        ago(**ago_),
    )


async def test_an_ended_session_has_no_rights_whatever_moment_is_claimed(scene: Scene) -> None:
    till = await desk(scene)
    sale = await validated(till)
    waits = await pending(till)
    await till.session("Ayaba")
    await long_ago(till)
    await signed_out(till, "Ayaba", hours=1)
    asked: list[tuple[str, Answer]] = [
        ("cancel_sale", {"sale": sale, "reason": "x"}),
        ("validate_sales", {"sales": [waits]}),
        ("reset_pin", {"member": scene.bar.people["Afi"], "salt": SALT, "verifier": verifier_of("Afi")}),
    ]
    codes = [(await till.do("Ayaba", kind, body, moment=ago(minutes=70)))["code"] for kind, body in asked]

    assert codes == ["TLSES"] * 3
    assert [await status_of(scene, x) for x in (sale, waits)] == ["validated", "pending"]


@pytest.mark.parametrize(("ended_s_ago", "code"), [(290, None), (310, "TLSES")])
async def test_an_answer_that_got_lost_may_be_asked_for_again_in_five_minutes(
    scene: Scene, ended_s_ago: int, code: str | None
) -> None:
    till = await desk(scene)
    sale = await pending(till)
    await till.session("Koffi")
    await long_ago(till)
    await scene.owner.execute(
        "alter table data.sales disable trigger user; "
        f"update data.sales set created_at = created_at - interval '1 hour' where id = '{sale}'; "
        "alter table data.sales enable trigger user"
    )
    await signed_out(till, "Koffi", seconds=ended_s_ago)
    outcome = await till.do(
        "Koffi", "reject_sale", {"sale": sale, "reason": "x"}, moment=ago(seconds=ended_s_ago + 10)
    )

    assert outcome["code"] == code


async def test_what_was_answered_is_answered_again_however_late(scene: Scene) -> None:
    till = await desk(scene)
    made = await till.made("Koffi", "reject_sale", {"sale": await pending(till), "reason": "x"})
    first = (await scene.submit(made))["outcomes"]
    await long_ago(till)
    await signed_out(till, "Koffi", hours=1)

    assert (await scene.submit(made))["outcomes"] == first


async def test_a_role_that_was_taken_is_not_had_by_backdating(scene: Scene) -> None:
    till = await desk(scene)
    await till.session("Koffi")
    await long_ago(till)
    await edit(till, "member", scene.bar.people["Koffi"], role="seller")
    body: Answer = {"member": scene.bar.people["Afi"], "salt": SALT, "verifier": verifier_of("x")}
    refused = await till.do("Koffi", "reset_pin", body, moment=ago(hours=1))
    await edit(till, "member", scene.bar.people["Koffi"], is_active=False)
    gone = await till.do("Koffi", "reset_pin", body, moment=ago(hours=1))

    assert said(refused) == ("refused", "TLRGT", {"needs": "manager"})
    assert said(gone) == ("refused", "TLSEL", {"member": scene.bar.people["Koffi"]})
    assert await audits(scene, "reset_pin") == []


async def test_a_decision_is_made_no_earlier_than_its_subject(scene: Scene) -> None:
    till = await desk(scene)
    await till.session("Koffi")
    await long_ago(till)
    sale, other = await pending(till), await pending(till)
    await till.do("Koffi", "reject_sale", {"sale": sale, "reason": "x"}, moment=ago(hours=2))
    await till.do("Koffi", "validate_sales", {"sales": [other]}, moment=ago(hours=2))

    assert await scene.count("sales", "decided_at = created_at") == 2


async def test_a_session_that_ended_before_the_subject_was_made_decides_nothing(scene: Scene) -> None:
    till = await desk(scene)
    await till.session("Koffi")
    await long_ago(till)
    await signed_out(till, "Koffi", minutes=4)
    sale = await pending(till)
    body: Answer = {"sale": sale, "reason": "x"}
    outcome = await till.do("Koffi", "reject_sale", body, moment=ago(minutes=10))

    assert outcome["code"] == "TLSES"
    assert await status_of(scene, sale) == "pending"


async def test_a_withdrawal_is_not_believed_to_be_older_than_its_sale(scene: Scene) -> None:
    till = await desk(scene)
    await long_ago(till)
    sold = await till.sell("Afi", (0, 1), moment=ago(hours=3), session=None)
    late = await till.do("Afi", "withdraw_sale", {"sale": sold["sale"]}, session=None, moment=ago(days=20))
    fresh = await pending(till)
    soon = await till.do("Afi", "withdraw_sale", {"sale": fresh}, session=None, moment=ago(days=20))

    assert said(late) == ("refused", "TLTIM", {"limit_s": 600})
    assert soon["outcome"] == "done"
    assert await scene.count("sales", f"id = '{fresh}' and decided_at > created_at") == 1


async def test_a_withdrawal_without_a_session_is_written_down_and_told(scene: Scene) -> None:
    till = await desk(scene)
    signed, unsigned = await pending(till), await pending(till)
    await till.do("Afi", "withdraw_sale", {"sale": signed})
    before = (await scene.submit())["topics"]["notifications"]
    await till.do("Afi", "withdraw_sale", {"sale": unsigned}, session=None)
    told = await scene.owner.fetch(
        "select params ->> 'sale' as sale, params ->> 'flags' as flags from data.notifications where bar_id = $1",
        scene.bar.id,
    )
    written = await audits(scene, "withdraw_sale")

    assert [tuple(x) for x in told] == [(unsigned, '["withdrawn", "without_session"]')]
    assert [(x["actor"], x["subject"]) for x in written] == [(scene.bar.people["Afi"], unsigned)]
    assert (await scene.submit())["topics"]["notifications"] == before + 1


async def test_whose_session_has_ended_asks_for_a_return_and_does_not_decide_on_it(scene: Scene) -> None:
    till = await desk(scene)
    sale = await validated(till)
    await till.session("Koffi")
    await long_ago(till)
    await signed_out(till, "Koffi", minutes=20)
    made = coming_back(scene.bar, sale, 1, reason="wrong_item")
    outcome = await till.do("Koffi", "create_return", made, moment=ago(minutes=25))

    assert (outcome["outcome"], outcome["result"]["state"]) == ("done", "pending")
