"""PINs: the lock-out and what it counts, sessions, and who is refused."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import asyncpg

from tests.sql.support import (
    Answer,
    Bar,
    Scene,
    call,
    make_bar,
    new_uuid,
    now,
    proof_of,
    refusal_of,
    until,
    verifier_of,
)
from tests.sql.test_authority import BLOCKED

WRONG = "0" * 64


async def attempt(scene: Scene, proof: str = WRONG, name: str = "Afi") -> Answer:
    return await scene.call("sign_in", scene.bar.till.token, scene.bar.people[name], proof)


async def wait(scene: Scene, seconds: int) -> None:
    """Let so much time have passed for the member's lock."""
    await scene.owner.execute(
        "update data.bar_members set locked_until = locked_until - $2 * interval '1 second' where bar_id = $1",
        scene.bar.id,
        seconds,
    )


async def test_the_right_pin_opens_a_session(scene: Scene) -> None:
    answer = await attempt(scene, proof_of("Koffi"), "Koffi")

    assert (answer["ok"], answer["role"], answer["name"]) == (True, "manager", "Koffi")
    assert timedelta(hours=15) < datetime.fromisoformat(answer["until"]) - now() <= timedelta(hours=16)
    assert await scene.count("sessions", f"id = '{answer['session']}' and ended_at is null") == 1


async def test_five_wrong_pins_lock_for_a_minute_and_then_twice_as_long(scene: Scene) -> None:
    answers = [await attempt(scene) for _ in range(5)]
    while_locked = await attempt(scene, proof_of("Afi"))
    await wait(scene, 60)
    sixth = await attempt(scene)
    await wait(scene, 120)
    seventh = await attempt(scene)

    assert [answer["params"] for answer in answers] == [
        {"tries_left": 4},
        {"tries_left": 3},
        {"tries_left": 2},
        {"tries_left": 1},
        {"seconds": 60},
    ]
    assert [answer["code"] for answer in answers] == ["TLPIN"] * 4 + ["TLLCK"]
    assert (while_locked["ok"], while_locked["code"]) == (False, "TLLCK")
    assert 55 <= while_locked["params"]["seconds"] <= 60
    assert (sixth["params"], seventh["params"]) == ({"seconds": 120}, {"seconds": 240})
    assert await scene.count("notifications", "kind = 'member_locked'") == 3


async def test_a_lock_never_lasts_longer_than_a_day(scene: Scene) -> None:
    await scene.owner.execute(
        "update data.bar_members set failures = 2000000000 where bar_id = $1", scene.bar.id
    )

    assert (await attempt(scene))["params"] == {"seconds": 86400}


async def test_the_right_pin_forgets_the_failures(scene: Scene) -> None:
    for _ in range(4):
        await attempt(scene)
    await attempt(scene, proof_of("Afi"))

    assert (await attempt(scene))["params"] == {"tries_left": 4}


async def test_the_lock_is_the_member_s_on_every_till(scene: Scene) -> None:
    for _ in range(5):
        await attempt(scene)
    answer = await scene.call("sign_in", scene.bar.tills[1].token, scene.bar.people["Afi"], proof_of("Afi"))

    assert answer["code"] == "TLLCK"
    assert (await attempt(scene, proof_of("Koffi"), "Koffi"))["ok"]


async def test_a_new_pin_ends_the_lock(scene: Scene) -> None:
    for _ in range(5):
        await attempt(scene)
    await scene.owner.execute(
        "select logic.set_pin($1, $2, $3, $4)",
        scene.bar.id,
        scene.bar.people["Afi"],
        "11" * 16,
        verifier_of("Sena"),
    )

    assert (await attempt(scene, proof_of("Sena")))["ok"]


async def test_who_is_inactive_or_not_of_this_bar_is_refused(scene: Scene) -> None:
    await scene.owner.execute(
        "select logic.set_member($1, $2, 'seller', false)", scene.bar.id, scene.bar.people["Afi"]
    )
    stranger = new_uuid()

    assert await refusal_of(attempt(scene, proof_of("Afi"))) == ("TLSEL", {"member": scene.bar.people["Afi"]})
    assert await refusal_of(scene.call("sign_in", scene.bar.till.token, stranger, WRONG)) == (
        "TLSEL",
        {"member": stranger},
    )


async def test_whoever_becomes_inactive_is_signed_out(scene: Scene) -> None:
    await scene.sign_in("Afi")
    await scene.owner.execute(
        "select logic.set_member($1, $2, 'seller', false)", scene.bar.id, scene.bar.people["Afi"]
    )

    assert await scene.count("sessions", "ended_at is null") == 0


async def test_signing_out_ends_the_session_once(scene: Scene) -> None:
    session = await scene.sign_in("Afi")
    other = scene.bar.tills[1].token
    await scene.call("sign_out", other, session)
    still = await scene.count("sessions", "ended_at is null")
    answers = [await scene.call("sign_out", scene.bar.till.token, session) for _ in range(2)]

    assert (still, answers) == (1, [{"ok": True}, {"ok": True}])
    assert await scene.count("sessions", "ended_at is null") == 0


async def test_a_proof_that_is_none_is_not_counted(scene: Scene) -> None:
    for proof in ("", "x" * 64, "0" * 63, "A" * 64, None):
        work = scene.call("sign_in", scene.bar.till.token, scene.bar.people["Afi"], proof)
        assert await refusal_of(work) == ("TLINP", {"path": "proof"})

    assert await scene.count("bar_members", "failures > 0") == 0


async def test_tries_are_limited_for_the_whole_site(own_scene: Scene) -> None:
    await own_scene.owner.execute(
        "select setval('data.sign_in_gate', floor(extract(epoch from clock_timestamp()) * 1000)::bigint + 20000)"
    )
    code, params = await refusal_of(attempt(own_scene, proof_of("Afi")))

    assert (code, params["retry_s"] >= 1) == ("TLLIM", True)


async def codes_of(scene: Scene, bars: list[Bar], tries: int) -> list[str]:
    """Return what each of so many tries said, taken in turn by the bars: ``ok`` or the code."""
    codes = []
    for number in range(tries):
        bar = bars[number % len(bars)]
        work = scene.call("sign_in", bar.till.token, bar.people["Afi"], proof_of("Afi"))
        try:
            codes.append("ok" if (await work)["ok"] else "wrong")
        except asyncpg.PostgresError as problem:
            codes.append(str(problem.sqlstate))
    return codes


async def test_two_hundred_tries_pass_at_once_and_no_more(own_scene: Scene) -> None:
    bars = [own_scene.bar, *[await make_bar(own_scene.owner) for _ in range(5)]]
    codes = await codes_of(own_scene, bars, 250)

    assert set(codes[:190]) == {"ok"}
    assert "TLLIM" in codes


async def test_sixty_tries_of_one_bar_pass_at_once_and_another_bar_does_not_wait_for_it(
    own_scene: Scene,
) -> None:
    other = await make_bar(own_scene.owner)
    codes = await codes_of(own_scene, [own_scene.bar], 75)

    assert set(codes[:60]) == {"ok"}
    assert "TLLIM" in codes
    assert await codes_of(own_scene, [other], 3) == ["ok"] * 3


async def test_wrong_pins_count_for_the_bar(own_scene: Scene) -> None:
    await attempt(own_scene)
    paid = await own_scene.owner.fetchval(
        "select paid_ms / 1000.0 - extract(epoch from clock_timestamp()) from data.bar_gates where bar_id = $1",
        own_scene.bar.id,
    )

    assert 0 < paid <= 1


async def test_a_revoked_till_signs_nobody_in(scene: Scene) -> None:
    session = await scene.sign_in("Afi")
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)

    assert (await refusal_of(attempt(scene, proof_of("Afi"))))[0] == "TLREV"
    assert await scene.count("sessions", f"id = '{session}' and ended_at is not null") == 1


async def test_a_till_that_is_shut_out_meanwhile_signs_nobody_in(scene: Scene) -> None:
    """The till is read again under the lock: no living session is left on one that is revoked."""
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)
    other = await scene.another_connection()
    waiting = asyncio.ensure_future(
        refusal_of(call(other, "sign_in", scene.bar.till.token, scene.bar.people["Afi"], proof_of("Afi")))
    )
    await until(scene.owner, BLOCKED)
    await transaction.commit()

    assert await waiting == ("TLREV", {})
    assert await scene.count("sessions") == 0


async def test_signing_out_waits_for_what_the_bar_is_in_the_middle_of(scene: Scene) -> None:
    session = await scene.sign_in("Afi")
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.execute("select logic.lock_bar($1)", scene.bar.id)
    other = await scene.another_connection()
    waiting = asyncio.ensure_future(call(other, "sign_out", scene.bar.till.token, session))
    await until(scene.owner, BLOCKED)
    still = await scene.count("sessions", "ended_at is null")
    await transaction.commit()

    assert (still, await waiting) == (1, {"ok": True})
    assert await scene.count("sessions", "ended_at is null") == 0


async def test_nobody_is_signed_out_of_a_bar_that_stands_still(scene: Scene) -> None:
    session = await scene.sign_in("Afi")
    await scene.owner.execute("select logic.freeze_bar($1, true)", scene.bar.id)
    refused = await refusal_of(scene.call("sign_out", scene.bar.till.token, session))
    await scene.owner.execute("select logic.freeze_bar($1, false)", scene.bar.id)

    assert refused == ("57P03", {})
    assert await scene.count("sessions", "ended_at is null") == 1
