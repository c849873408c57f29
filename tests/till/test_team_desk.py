"""Another PIN for somebody: who may give it to whom, and what of it leaves the till."""

from __future__ import annotations

import asyncio
import hashlib

import pytest

from app.domain.errors import Rejected, Unreachable
from tests.till.world import PINS, World, ident, member, stretch


async def test_a_pin_leaves_the_till_as_salt_and_verifier_alone(counter: World) -> None:
    await counter.sign_in("Koffi")

    row = await counter.till.team.reset_pin(member("Afi"), "7391")

    assert (row.kind, row.by, row.body["member"]) == ("reset_pin", member("Koffi"), member("Afi"))
    proof = bytes.fromhex(await stretch("7391", str(row.body["salt"])))
    assert row.body["verifier"] == hashlib.sha256(proof).hexdigest()
    assert sorted(row.body) == ["member", "salt", "verifier"]


@pytest.mark.parametrize(
    ("by", "of", "code"),
    [
        ("Koffi", "Afi", ""),
        ("Koffi", "Ayaba", "TLRGT"),
        ("Ayaba", "Koffi", ""),
        ("Afi", "Sena", "TLRGT"),
    ],
)
async def test_a_manager_gives_servers_another_pin_and_an_owner_everybody(
    counter: World, by: str, of: str, code: str
) -> None:
    await counter.sign_in(by)
    pin = "7391" if of in ("Afi", "Sena") else "739146"
    why = counter.till.team.hindrance(member(of))

    assert (why.code if why else "") == code
    if code:
        with pytest.raises(Rejected) as error:
            await counter.till.team.reset_pin(member(of), pin)
        assert error.value.code == code
    else:
        assert (await counter.till.team.reset_pin(member(of), pin)).kind == "reset_pin"


async def test_who_is_not_of_the_bar_gets_none(counter: World) -> None:
    await counter.sign_in("Koffi")
    why = counter.till.team.hindrance("nobody")
    with pytest.raises(Rejected) as error:
        await counter.till.team.reset_pin("nobody", "7391")

    assert why is not None
    assert why.code == error.value.code == "TLSEL"


@pytest.mark.parametrize("pin", ["123", "12345", "abcd", "7777", "4567"])
async def test_what_is_no_pin_of_that_role_is_not_sent(counter: World, pin: str) -> None:
    await counter.sign_in("Koffi")
    with pytest.raises(Rejected) as error:
        await counter.till.team.reset_pin(member("Afi"), pin)

    assert (error.value.code, error.value.params) == ("TLINP", {"path": "pin"})


@pytest.mark.parametrize(("name", "pin"), [("Afi", "7391"), ("Koffi", "739146"), ("Ayaba", "739146")])
async def test_everybody_changes_their_own_after_the_pin_of_before(
    counter: World, name: str, pin: str
) -> None:
    await counter.sign_in(name)
    before = counter.session.session
    assert counter.till.team.own_hindrance() is None

    await counter.till.team.prove_own(PINS[name])
    await counter.settle()
    row = await counter.till.team.change_own(pin)

    assert (row.kind, row.by, row.body["member"]) == ("reset_pin", member(name), member(name))
    assert row.session == counter.session.session != before
    assert counter.desk.ended == [before], "the session of before is left to nobody"


async def test_a_wrong_pin_of_before_proves_nothing(counter: World) -> None:
    await counter.sign_in("Afi")
    before = counter.session.session
    with pytest.raises(Rejected) as error:
        await counter.till.team.prove_own("9081")

    assert (error.value.code, error.value.params) == ("TLPIN", {"tries_left": 4})
    assert counter.session.session == before


async def test_ones_own_pin_needs_the_server_and_somebody(counter: World) -> None:
    team = counter.till.team
    counter.session.sign_out()
    with pytest.raises(Rejected) as nobody:
        await team.change_own("7391")
    await counter.sign_in("Afi")
    counter.desk.error = Unreachable("TLNET")
    with pytest.raises(Rejected) as just_gone:
        await team.prove_own(PINS["Afi"])
    await counter.go_down()
    why = team.own_hindrance()
    with pytest.raises(Rejected) as gone:
        await team.prove_own(PINS["Afi"])
    with pytest.raises(Rejected) as late:
        await team.change_own("7391")

    assert nobody.value.code == "TLSES"
    assert why is not None
    assert {why.code, just_gone.value.code, gone.value.code, late.value.code} == {"TLNOW"}


async def test_who_leaves_while_their_pin_is_proved_changes_nothing(counter: World) -> None:
    counter.session.sign_out()
    await counter.settle()
    counter.desk.ended.clear()
    with pytest.raises(Rejected) as nobody:
        await counter.session.prove_anew(PINS["Afi"])
    await counter.sign_in("Afi")
    proving = asyncio.ensure_future(counter.session.prove_anew(PINS["Afi"]))
    await asyncio.sleep(0)
    counter.session.sign_out()
    with pytest.raises(Rejected) as left:
        await proving
    await counter.settle()

    assert nobody.value.code == left.value.code == "TLSES"
    assert counter.session.person is None
    assert len(set(counter.desk.ended)) == 2, "neither session is left to nobody"


async def test_who_signed_in_without_the_server_has_a_session_by_proving(counter: World) -> None:
    await counter.sign_in("Afi")
    counter.session.sign_out()
    await counter.go_down()
    await counter.session.sign_in(ident("Afi"), PINS["Afi"])
    assert counter.session.is_offline
    counter.desk.error = None
    await counter.session.prove_anew(PINS["Afi"])

    assert not counter.session.is_offline
