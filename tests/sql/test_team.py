"""The team in the hands of its owners: new people, roles with their history, PINs, and never a bar without an owner."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.sql.edits import audits, edit, fields, member_body, row, topics
from tests.sql.support import SALT, Scene, make_bar, new_uuid, proof_of, verifier_of
from tests.sql.trade import Desk, desk

EVERYBODY = ("Ayaba", "Koffi", "Afi", "Sena")


async def member(scene: Scene, id_: str) -> dict[str, Any]:
    return await row(scene, "bar_members", id_, "user_id")


async def is_signed_in(scene: Scene, name: str) -> bool:
    return await scene.count("sessions", f"user_id = '{scene.bar.people[name]}' and ended_at is null") > 0


@pytest.mark.parametrize(("by", "role"), [("Ayaba", "owner"), ("Ayaba", "manager"), ("Koffi", "seller")])
async def test_a_new_member_signs_in_and_works(scene: Scene, by: str, role: str) -> None:
    bar = await desk(scene)
    before = await topics(scene)
    body = member_body(role)
    outcome = await bar.do(by, "create_member", body)
    signed = await scene.call("sign_in", scene.bar.till.token, body["member"], proof_of("Awa"))

    assert (outcome["outcome"], outcome["result"], outcome["rev"]) == (
        "done",
        {"member": body["member"]},
        None,
    )
    assert (signed["ok"], signed["role"], signed["name"]) == (True, role, "Awa")
    assert (await topics(scene))["team"] == before["team"] + 1
    assert await scene.count("member_roles", f"user_id = '{body['member']}' and role = '{role}'") == 1


async def test_the_same_member_under_another_command_is_made_once(scene: Scene) -> None:
    bar = await desk(scene)
    body = member_body()
    first = await bar.do("Koffi", "create_member", body)
    second = await bar.do("Koffi", "create_member", body)

    assert (second["outcome"], second["result"]) == ("done", first["result"])
    assert len(await audits(scene, "create_member")) == 1


async def test_a_person_of_another_bar_can_neither_be_taken_nor_renamed(own_scene: Scene) -> None:
    theirs = await make_bar(own_scene.owner)
    bar = await desk(own_scene)
    stranger = theirs.people["Koffi"]
    taken = await bar.do("Ayaba", "create_member", member_body(member=stranger, name="Volé"))
    renamed = await edit(bar, "member", stranger, name="Volé")

    assert (taken["code"], taken["params"]) == ("TLDUP", {"field": "member", "id": stranger})
    assert renamed["code"] == "TLUNK"
    name = await own_scene.owner.fetchval("select name from data.users where id = $1", stranger)
    assert name == "Koffi"


@pytest.mark.parametrize("by", ["Koffi", "Ayaba"])
async def test_who_came_from_another_bar_is_not_renamed_here(scene: Scene, by: str) -> None:
    """The name is the person's in both bars: whoever runs the site changes it. The rest is this bar's own."""
    theirs = (await make_bar(scene.owner)).people["Afi"]
    await scene.owner.execute(
        "select logic.add_member($1, $2, 'Afi', 'seller', $3, $4)",
        *(scene.bar.id, theirs, SALT, verifier_of("Afi")),
    )
    bar = await desk(scene)
    refused = await edit(bar, "member", theirs, name="Volée", by=by)
    done = await edit(bar, "member", theirs, is_active=False, by=by)

    assert (refused["code"], refused["params"]) == ("TLRGT", {"needs": "platform"})
    assert done["outcome"] == "done"
    assert await scene.owner.fetchval("select name from data.users where id = $1", theirs) == "Afi"


@pytest.mark.parametrize("role", ["manager", "owner"])
async def test_a_manager_makes_and_changes_sellers_only(scene: Scene, role: str) -> None:
    bar = await desk(scene)
    people = scene.bar.people
    refused = [
        await bar.do("Koffi", "create_member", member_body(role)),
        await edit(bar, "member", people["Afi"], role=role, by="Koffi"),
        await edit(bar, "member", people["Ayaba"], name="x", by="Koffi"),
        await edit(bar, "member", people["Koffi"], name="x", by="Koffi"),
        await bar.do("Koffi", "reset_pin", {"member": people["Ayaba"], "salt": SALT, "verifier": "0" * 64}),
    ]
    done = await edit(bar, "member", people["Afi"], name="Afiavi", is_active=False, by="Koffi")

    assert [(x["code"], x["params"]) for x in refused] == [("TLRGT", {"needs": "owner"})] * 5
    assert done["outcome"] == "done"
    assert (await member(scene, people["Koffi"]))["versions"] == {}


@pytest.mark.parametrize("kind", ["create_member", "edit_member", "reset_pin"])
async def test_a_seller_changes_nobody(scene: Scene, kind: str) -> None:
    bar = await desk(scene)
    body = member_body(member=scene.bar.people["Sena"], fields=fields(name="x"))
    refused = await bar.do("Afi", kind, body)
    unsigned = await bar.do("Ayaba", kind, body, session=None)

    assert (refused["code"], refused["params"]) == ("TLRGT", {"needs": "manager"})
    assert unsigned["code"] == "TLSES"


async def test_a_role_is_kept_with_its_time(scene: Scene) -> None:
    bar = await desk(scene)
    afi = scene.bar.people["Afi"]
    await edit(bar, "member", afi, role="manager")
    roles = await scene.owner.fetch(
        "select role, is_active from data.member_roles where bar_id = $1 and user_id = $2 order by valid_from",
        scene.bar.id,
        afi,
    )

    assert [tuple(x) for x in roles] == [("seller", True), ("manager", True)]
    assert (await edit(bar, "product", scene.bar.products[0].id, name="Flag", by="Afi"))["outcome"] == "done"
    assert (await audits(scene, "edit_member"))[0]["params"]["role"] == {
        "before": "seller",
        "after": "manager",
    }


async def test_who_is_no_longer_active_is_signed_out_everywhere_at_once(scene: Scene) -> None:
    bar, other = await desk(scene), Desk(scene, scene.bar.tills[1])
    for at in (bar, other):
        await at.session("Koffi")
    await edit(bar, "member", scene.bar.people["Koffi"], is_active=False)
    refused = await other.do("Koffi", "validate_sales", {"sales": [new_uuid()]})
    revoked = await other.do("Koffi", "revoke_till", {"till": scene.bar.till.id})

    assert not await is_signed_in(scene, "Koffi")
    assert await is_signed_in(scene, "Ayaba")
    assert (refused["outcome"], revoked["code"]) == ("refused", "TLSEL")
    again = await scene.owner.fetchval(
        "select is_active from data.bar_members where user_id = $1", scene.bar.people["Koffi"]
    )
    assert again is False


async def test_there_is_always_an_active_owner(scene: Scene) -> None:
    bar = await desk(scene)
    ayaba = scene.bar.people["Ayaba"]
    refused = [
        await edit(bar, "member", ayaba, role="manager"),
        await edit(bar, "member", ayaba, is_active=False),
    ]
    renamed = await edit(bar, "member", ayaba, name="Ayaba D.")
    await edit(bar, "member", scene.bar.people["Koffi"], role="owner")
    done = await edit(bar, "member", ayaba, role="seller")

    assert [x["code"] for x in refused] == ["TLOWN", "TLOWN"]
    assert [x["outcome"] for x in (renamed, done)] == ["done", "done"]


async def test_an_inactive_owner_does_not_count(scene: Scene) -> None:
    bar = await desk(scene)
    await edit(bar, "member", scene.bar.people["Koffi"], role="owner", is_active=False)

    assert (await edit(bar, "member", scene.bar.people["Ayaba"], role="seller"))["code"] == "TLOWN"


async def test_a_new_pin_unlocks_and_ends_the_sessions(scene: Scene) -> None:
    bar = await desk(scene)
    afi, token = scene.bar.people["Afi"], scene.bar.till.token
    await bar.session("Afi")
    for _ in range(5):
        await scene.call("sign_in", token, afi, "0" * 64)
    locked = await scene.call("sign_in", token, afi, proof_of("Afi"))
    salt = "ab" * 16
    outcome = await bar.do(
        "Koffi", "reset_pin", {"member": afi, "salt": salt, "verifier": verifier_of("Autre")}
    )

    assert locked["code"] == "TLLCK"
    assert (outcome["outcome"], outcome["result"]) == ("done", {"member": afi})
    assert not await is_signed_in(scene, "Afi")
    assert (await scene.call("sign_in", token, afi, proof_of("Afi")))["code"] == "TLPIN"
    assert (await scene.call("sign_in", token, afi, proof_of("Autre")))["ok"]
    people = (await scene.call("team", token))["rows"]
    assert [x["salt"] for x in people if x["id"] == afi] == [salt]


async def test_the_audit_says_nothing_of_a_pin(scene: Scene) -> None:
    bar = await desk(scene)
    body = member_body()
    await bar.do("Ayaba", "create_member", body)
    await bar.do("Ayaba", "reset_pin", {name: body[name] for name in ("member", "salt", "verifier")})
    written = str(await audits(scene, "create_member")) + str(await audits(scene, "reset_pin"))

    assert body["member"] in written
    assert body["verifier"] not in written
    assert hashlib.sha256(b"Awa").hexdigest() not in written


async def test_an_edit_of_what_somebody_has_changed_is_refused(scene: Scene) -> None:
    bar = await desk(scene)
    afi = scene.bar.people["Afi"]
    await edit(bar, "member", afi, name="Afiavi", by="Koffi")
    late = await edit(bar, "member", afi, name="Afi B.")
    await scene.owner.execute("select logic.set_member($1, $2, 'seller', false)", scene.bar.id, afi)
    platform = await edit(bar, "member", afi, is_active=True)

    assert (late["code"], late["params"]) == ("TLOLD", {"field": "name", "version": 1, "value": "Afiavi"})
    assert (platform["code"], platform["params"]["value"]) == ("TLOLD", False)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"member": 1}, "body.member"),
        ({"name": ""}, "body.name"),
        ({"role": "boss"}, "body.role"),
        ({"role": None}, "body.role"),
        ({"salt": "zz" * 16}, "body.salt"),
        ({"salt": "00"}, "body.salt"),
        ({"verifier": "0" * 63}, "body.verifier"),
    ],
)
async def test_a_malformed_member_is_refused_with_its_path(
    scene: Scene, changes: dict[str, Any], path: str
) -> None:
    bar = await desk(scene)
    refused = await bar.do("Ayaba", "create_member", member_body(**changes))

    assert (refused["code"], refused["params"]) == ("TLINP", {"path": path})


async def test_a_stranger_has_no_pin_here(scene: Scene) -> None:
    bar = await desk(scene)
    stranger = new_uuid()
    refused = await bar.do("Ayaba", "reset_pin", {"member": stranger, "salt": SALT, "verifier": "0" * 64})
    malformed = await bar.do("Ayaba", "reset_pin", {"member": stranger, "salt": SALT, "verifier": None})

    assert (refused["code"], refused["params"]) == ("TLUNK", {"what": "member", "id": stranger})
    assert malformed["params"] == {"path": "body.verifier"}


OWN = ("Afi", "Koffi", "Ayaba")


@pytest.mark.parametrize("name", OWN)
async def test_everybody_changes_their_own_pin_who_has_just_typed_the_one_of_before(
    scene: Scene, name: str
) -> None:
    bar = await desk(scene)
    me, token = scene.bar.people[name], scene.bar.till.token
    await bar.session(name)
    outcome = await bar.do(name, "reset_pin", {"member": me, "salt": SALT, "verifier": verifier_of("new")})
    before = await scene.call("sign_in", token, me, proof_of(name))
    after = await scene.call("sign_in", token, me, proof_of("new"))

    assert (outcome["outcome"], outcome["result"]) == ("done", {"member": me})
    assert (before["ok"], before["code"], after["ok"]) == (False, "TLPIN", True)
    (trace,) = await audits(scene, "reset_pin")
    assert (trace["actor"], trace["subject"]) == (me, me)


@pytest.mark.parametrize(("name", "needs"), [("Afi", "manager"), ("Koffi", "owner")])
async def test_a_session_of_six_minutes_ago_changes_no_pin_of_ones_own(
    scene: Scene, name: str, needs: str
) -> None:
    bar = await desk(scene)
    me = scene.bar.people[name]
    session = await bar.session(name)
    await scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '6 minutes' where id = $1", session
    )
    outcome = await bar.do(name, "reset_pin", {"member": me, "salt": SALT, "verifier": verifier_of("new")})

    assert (outcome["code"], outcome["params"]) == ("TLRGT", {"needs": needs})
    assert await audits(scene, "reset_pin") == []


async def test_a_session_that_has_just_ended_on_another_till_changes_no_pin(scene: Scene) -> None:
    bar = await desk(scene)
    me = scene.bar.people["Afi"]
    elsewhere = await scene.sign_in("Afi", scene.bar.tills[1])
    body = {"member": me, "salt": SALT, "verifier": verifier_of("new")}
    outcome = await bar.do("Afi", "reset_pin", body, session=elsewhere)

    assert outcome["code"] == "TLSES"


async def test_a_session_that_was_ended_changes_no_pin_of_ones_own(scene: Scene) -> None:
    bar = await desk(scene)
    me = scene.bar.people["Afi"]
    session = await bar.session("Afi")
    await scene.owner.execute("update data.sessions set ended_at = now() where id = $1", session)
    outcome = await bar.do("Afi", "reset_pin", {"member": me, "salt": SALT, "verifier": verifier_of("new")})

    assert outcome["code"] == "TLRGT"
    assert await audits(scene, "reset_pin") == []
