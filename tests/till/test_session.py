"""Signing in with the server, the manager's word, and signing out."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.errors import DeviceFailed, Rejected, SignedOut
from tests.conftest import ErrorLog
from tests.till.world import PINS, World, ident, member


async def test_a_right_pin_signs_in_with_a_session_of_the_server(world: World) -> None:
    heard = 0

    def listen() -> None:
        nonlocal heard
        heard += 1

    stop = world.session.listen(listen)
    person = await world.sign_in("Afi")
    stop()
    world.session.sign_out()

    assert person.name == "Afi"
    assert heard == 1
    assert world.session.session_of(member("Afi")) == "session-1"


async def test_a_listener_that_fails_signs_nobody_out(world: World, expects_error_logs: ErrorLog) -> None:
    def fail() -> None:
        raise RuntimeError

    world.session.listen(fail)
    person = await world.sign_in("Afi")

    assert world.session.person is person
    assert len(expects_error_logs.lines) == 1


async def test_who_is_signed_in_is_known(world: World) -> None:
    assert (world.session.person, world.session.session, world.session.is_offline) == (None, None, False)

    person = await world.sign_in("Afi")

    assert world.session.person is person
    assert (world.session.session, world.session.is_offline) == ("session-1", False)


async def test_a_till_that_closes_right_after_a_sign_in_still_keeps_it_for_later(world: World) -> None:
    world.may_stretch.clear()
    world.stretches_first = 1
    await world.session.sign_in(ident("Afi"), PINS["Afi"])
    closing = asyncio.ensure_future(world.till.finish())
    await world.settle()
    assert not closing.done()
    world.may_stretch.set()
    await closing
    await world.restart()
    await world.go_down()

    person = await world.session.sign_in(ident("Afi"), PINS["Afi"])

    assert (person.name, world.session.is_offline) == ("Afi", True)


async def test_a_wrong_pin_says_how_many_tries_are_left(world: World) -> None:
    with pytest.raises(Rejected) as refused:
        await world.session.sign_in(ident("Afi"), "9999")

    assert (refused.value.code, refused.value.params) == ("TLPIN", {"tries_left": 4})
    assert world.session.person is None


async def test_a_lock_of_the_server_says_how_long(world: World) -> None:
    world.desk.lock_s = 60

    with pytest.raises(Rejected) as refused:
        await world.sign_in("Afi")

    assert (refused.value.code, refused.value.params) == ("TLLCK", {"seconds": 60})


async def test_who_is_not_of_this_bar_cannot_sign_in(world: World) -> None:
    world.away.add("Sena")
    await world.refresh()

    for stranger in (ident("Sena"), ident("somebody")):
        with pytest.raises(Rejected) as refused:
            await world.session.sign_in(stranger, "2222")
        assert (refused.value.code, refused.value.params) == ("TLSEL", {"member": stranger})


async def test_a_till_that_is_not_accepted_says_so(world: World) -> None:
    world.desk.error = SignedOut("TLAUT")

    with pytest.raises(SignedOut):
        await world.sign_in("Afi")


async def test_signing_out_ends_the_servers_session_and_keeps_the_cart(counter: World) -> None:
    counter.tap("flag")

    counter.session.sign_out()
    await counter.settle()

    assert counter.session.person is None
    assert counter.desk.ended == ["session-1"]
    assert counter.typed == [("flag", 1)]


async def test_signing_out_works_whatever_the_server_says(counter: World) -> None:
    counter.desk.error = SignedOut("TLAUT")

    counter.session.sign_out()
    await counter.settle()

    assert counter.session.person is None
    assert counter.desk.ended == []


async def test_a_full_disk_does_not_keep_anybody_from_signing_in_with_the_server(world: World) -> None:
    world.ledger.fail_next = [DeviceFailed("TLDSK")]

    person = await world.sign_in("Afi")

    assert person.name == "Afi"
    assert "verifier:" not in "".join(world.ledger.notes)


@pytest.mark.parametrize("is_down", [False, True])
async def test_who_takes_the_till_over_waits_for_one_stretched_pin_and_one_answer(
    world: World, is_down: bool
) -> None:
    """Another person at the till within 300 ms: nothing else is waited for, not the disk, not a second PIN."""
    for name in ("Sena", "Afi"):
        await world.sign_in(name)
    if is_down:
        await world.go_down()
    asked = world.desk.asked
    world.may_stretch.clear()
    world.stretches_first = 1

    await world.session.sign_in(ident("Sena"), PINS["Sena"])

    assert world.desk.asked - asked == (0 if is_down else 1)
    world.may_stretch.set()
    assert world.session.person is not None
    assert world.session.person.name == "Sena"


async def test_a_manager_authorises_without_taking_the_till_over(counter: World) -> None:
    manager = await counter.session.authorise(ident("Koffi"), PINS["Koffi"])

    assert manager.name == "Koffi"
    assert counter.session.person is not None
    assert counter.session.person.name == "Afi"
    assert counter.session.session_of(member("Koffi")) == "session-2"


async def test_a_server_cannot_authorise(counter: World) -> None:
    with pytest.raises(Rejected) as refused:
        await counter.session.authorise(ident("Sena"), PINS["Sena"])

    assert (refused.value.code, refused.value.params) == ("TLRGT", {"needs": "manager"})


async def test_a_refusal_without_parameters_has_none(world: World) -> None:
    world.desk.gone.add("Afi")

    with pytest.raises(Rejected) as refused:
        await world.sign_in("Afi")

    assert refused.value.code == "TLSEL"


async def test_a_till_that_nobody_used_knows_that_it_locked_itself_until_somebody_signs_in(
    world: World,
) -> None:
    await world.sign_in("Afi")
    world.session.sign_out()
    assert world.session.unattended_s is None

    await world.sign_in("Afi")
    world.session.sign_out(unattended_s=60)
    assert world.session.unattended_s == 60

    await world.sign_in("Koffi")
    assert world.session.unattended_s is None
