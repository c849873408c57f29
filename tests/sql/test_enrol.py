"""Enrolling a machine: once, by a code, for the token that the machine made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import asyncpg

from tests.sql.support import (
    Answer,
    Scene,
    Till,
    call,
    command,
    hash_of,
    make_bar,
    new_uuid,
    now,
    refusal_of,
    submit,
)

CODE = "K7PQ-2M9X"


async def invite(scene: Scene, code: str = CODE, hours: float = 1) -> str:
    """Make a code for a new till and return the till."""
    till = new_uuid()
    number = await scene.count("tills") + 1
    await scene.owner.execute(
        "select logic.create_till($1, $2, $3, 'Terrasse')", scene.bar.id, till, f"C{number}"
    )
    await scene.owner.execute(
        "select logic.create_enrolment($1, $2, $3, $4)",
        scene.bar.id,
        till,
        hash_of(code),
        now() + timedelta(hours=hours),
    )
    return till


async def enrol(scene: Scene, token: str, ledger: str, code: str = CODE) -> Answer:
    return await scene.call("enrol", code, token, ledger, {"name": "caisse", "system": "Windows 7"})


async def test_a_machine_becomes_the_till_and_may_sell(own_scene: Scene) -> None:
    till, token, ledger = await invite(own_scene), hash_of("a token"), new_uuid()
    answer = await enrol(own_scene, token, ledger)

    assert answer == {
        "bar": {"id": own_scene.bar.id, "name": "Chez Tonton"},
        "till": {"id": till, "code": "C3", "name": "Terrasse"},
        "last_ticket": 0,
    }
    sent = await submit(own_scene.till_connection, Till(till, "C3", token, ledger), command(1, "void", {}))
    assert (sent["applied"], sent["ledger"]) == (1, ledger)


async def test_only_hashes_of_code_and_token_are_stored(own_scene: Scene) -> None:
    await invite(own_scene)
    token = hash_of("a token")
    await enrol(own_scene, token, new_uuid())
    stored = await own_scene.owner.fetch(
        "select t::text as x from data.tills t union all select e::text from data.enrolments e"
    )

    assert not [row for row in stored if CODE in row["x"] or token in row["x"]]


async def test_the_same_machine_may_ask_again_another_may_not(own_scene: Scene) -> None:
    await invite(own_scene)
    token, ledger = hash_of("a token"), new_uuid()
    first = await enrol(own_scene, token, ledger)

    assert await enrol(own_scene, token, ledger) == first
    assert (await refusal_of(enrol(own_scene, hash_of("another"), ledger)))[0] == "TLENR"


async def test_codes_that_are_unknown_or_expired_are_refused_alike(own_scene: Scene) -> None:
    await invite(own_scene, hours=-0.001)
    for code in (CODE, "ZZZZ-ZZZZ", "", "x", None, "K7PQ-2M9X "):
        assert await refusal_of(enrol(own_scene, hash_of("a token"), new_uuid(), code)) == ("TLENR", {})  # type: ignore[arg-type]  # None too


async def test_a_machine_that_replaces_another_shuts_it_out(own_scene: Scene) -> None:
    till, old = await invite(own_scene), hash_of("old")
    ledger = new_uuid()
    await enrol(own_scene, old, ledger)
    await own_scene.owner.execute(
        "select logic.create_enrolment($1, $2, $3, $4)",
        own_scene.bar.id,
        till,
        hash_of("NEW1-CODE"),
        now() + timedelta(hours=1),
    )
    await enrol(own_scene, hash_of("new"), new_uuid(), "NEW1-CODE")

    assert (await refusal_of(own_scene.call("bootstrap", old)))[0] == "TLAUT"
    assert (await refusal_of(enrol(own_scene, old, ledger)))[0] == "TLENR"


async def test_tickets_go_on_where_the_till_s_former_ledgers_ended(own_scene: Scene) -> None:
    await invite(own_scene)
    await own_scene.owner.execute(
        "update data.ledgers set last_ticket = 41 where till_id = (select till_id from data.enrolments)"
    )

    assert (await enrol(own_scene, hash_of("a token"), new_uuid()))["last_ticket"] == 41


async def test_a_revoked_till_is_not_enrolled(own_scene: Scene) -> None:
    till = await invite(own_scene)
    await own_scene.owner.execute("select logic.revoke_till($1, $2)", own_scene.bar.id, till)

    assert (await refusal_of(enrol(own_scene, hash_of("a token"), new_uuid())))[0] == "TLENR"


async def test_guessing_is_limited_and_counted_though_each_guess_fails(own_scene: Scene) -> None:
    codes = [
        (await refusal_of(enrol(own_scene, hash_of("x"), new_uuid(), f"AAAA-{no:04d}"))) for no in range(40)
    ]

    assert codes[0][0] == "TLENR"
    assert codes[-1][0] == "TLLIM"
    assert 1 <= codes[-1][1]["retry_s"] <= 20


async def test_one_bar_s_codes_are_limited_too_and_another_s_open(own_scene: Scene) -> None:
    await invite(own_scene)
    token, ledger, codes = hash_of("a token"), new_uuid(), []
    for _ in range(35):
        await own_scene.owner.execute("select setval('data.enrol_gate', 0)")  # the site's own limit
        try:
            await enrol(own_scene, token, ledger)
            codes.append("ok")
        except asyncpg.PostgresError as problem:
            codes.append(str(problem.sqlstate))
    await own_scene.owner.execute("select setval('data.enrol_gate', 0)")
    other = replace(own_scene, bar=await make_bar(own_scene.owner))
    await invite(other, "OTHER-BAR")

    assert codes == ["ok"] * 30 + ["TLLIM"] * 5
    assert (await enrol(other, hash_of("another"), new_uuid(), "OTHER-BAR"))["bar"]["id"] == other.bar.id


async def test_malformed_arguments_are_named(own_scene: Scene) -> None:
    await invite(own_scene)
    token = hash_of("a token")
    for arguments, path in (
        ((CODE, "short", new_uuid(), {}), "token"),
        ((CODE, None, new_uuid(), {}), "token"),
        ((CODE, token, None, {}), "ledger"),
        ((CODE, token, new_uuid(), []), "device"),
        ((CODE, token, new_uuid(), None), "device"),
    ):
        work = call(own_scene.till_connection, "enrol", *arguments)
        assert await refusal_of(work) == ("TLINP", {"path": path})
