"""Another PIN for somebody: who may give it to whom, and what of it leaves the till."""

from __future__ import annotations

import hashlib

import pytest

from app.domain.errors import Rejected
from tests.till.world import World, member, stretch


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


@pytest.mark.parametrize("pin", ["123", "12345", "abcd"])
async def test_what_is_no_pin_of_that_role_is_not_sent(counter: World, pin: str) -> None:
    await counter.sign_in("Koffi")
    with pytest.raises(Rejected) as error:
        await counter.till.team.reset_pin(member("Afi"), pin)

    assert (error.value.code, error.value.params) == ("TLINP", {"path": "pin"})
