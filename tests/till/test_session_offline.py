"""Signing in without the server: the till's own verifier, its lock-out, its 14 days, and catching up afterwards."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.domain.errors import DeviceFailed, Rejected, SignedOut, Unreachable
from app.till.session import CATCH_UP_S, OFFLINE_S
from app.till.verifier import Verifier
from tests.fakes import let_tasks_run
from tests.till.world import PINS, World, ident, member, stretch

NOTE = f"verifier:{ident('Afi')}"


async def locked_or_wrong(world: World, pin: str, name: str = "Afi") -> tuple[str, dict[str, object]]:
    with pytest.raises(Rejected) as refused:
        await world.session.sign_in(ident(name), pin)
    return refused.value.code, refused.value.params


@pytest.fixture
async def alone(world: World) -> World:
    """A till whose server has gone, after Afi and Koffi had signed in with it."""
    await world.sign_in("Afi")
    await world.sign_in("Koffi")
    world.session.sign_out()
    await world.go_down()
    return world


async def test_who_signed_in_here_before_signs_in_without_the_server(alone: World) -> None:
    asked = alone.desk.asked

    person = await alone.sign_in("Afi")

    assert person.name == "Afi"
    assert alone.session.is_offline
    assert (alone.session.session, alone.session.session_of(member("Afi"))) == (None, None)
    assert alone.desk.asked == asked, "an outage that is known is not waited for"


async def test_a_server_that_does_not_answer_is_done_without(world: World) -> None:
    await world.sign_in("Afi")
    world.desk.error = Unreachable("TLNET")

    await world.sign_in("Afi")

    assert world.session.is_offline


async def test_who_signed_in_a_moment_before_the_server_went_is_known(world: World) -> None:
    world.may_stretch.clear()
    world.stretches_first = 1
    await world.session.sign_in(ident("Afi"), PINS["Afi"])
    await world.go_down()
    again = asyncio.ensure_future(world.session.sign_in(ident("Afi"), PINS["Afi"]))
    await world.settle()
    assert not again.done(), "what this till keeps of the PIN is still being made"

    world.may_stretch.set()
    assert (await again).name == "Afi"
    assert world.session.is_offline


async def test_the_first_sign_in_of_a_person_needs_the_server(alone: World) -> None:
    assert await locked_or_wrong(alone, PINS["Sena"], "Sena") == ("TLOFF", {"name": "Sena"})


async def test_a_restart_keeps_the_verifiers(alone: World) -> None:
    await alone.restart()

    await alone.sign_in("Afi")

    assert alone.session.is_offline


async def test_the_verifier_is_salted_anew_and_bound_to_this_till(alone: World) -> None:
    kept = json.loads(alone.ledger.notes[NOTE])

    assert kept["salt"] != alone.desk.salts["Afi"]
    assert kept["digest"] == await stretch("1111secret of the till", kept["salt"])


@pytest.mark.parametrize(
    "note", ["{}", '{"salt":"a","digest":"b","proved_at":"x","failures":0,"locked_until":0}']
)
async def test_a_verifier_that_cannot_be_read_is_none(alone: World, note: str) -> None:
    alone.ledger.notes[NOTE] = note
    await alone.restart()

    assert (await locked_or_wrong(alone, PINS["Afi"]))[0] == "TLOFF"


async def test_five_wrong_pins_lock_for_a_minute_and_each_further_one_for_twice_as_long(alone: World) -> None:
    tries = [await locked_or_wrong(alone, "9999") for _ in range(5)]
    assert [params.get("tries_left") for _, params in tries[:4]] == [4, 3, 2, 1]
    assert tries[4] == ("TLLCK", {"seconds": 60})

    assert await locked_or_wrong(alone, PINS["Afi"]) == ("TLLCK", {"seconds": 60})
    alone.clock.pass_time(59.5)
    assert await locked_or_wrong(alone, PINS["Afi"]) == ("TLLCK", {"seconds": 1})
    alone.clock.pass_time(0.5)
    assert await locked_or_wrong(alone, "9999") == ("TLLCK", {"seconds": 120})
    alone.clock.pass_time(120)
    assert await locked_or_wrong(alone, "9999") == ("TLLCK", {"seconds": 240})


async def test_a_lock_never_grows_beyond_a_day(alone: World) -> None:
    seconds = []
    for _ in range(18):
        code, params = await locked_or_wrong(alone, "9999")
        if code == "TLLCK":
            seconds.append(params["seconds"])
            alone.clock.pass_time(float(str(params["seconds"])))

    assert seconds[-2:] == [24 * 3600, 24 * 3600]


async def test_a_lock_outlives_a_restart(alone: World) -> None:
    for _ in range(5):
        await locked_or_wrong(alone, "9999")
    await alone.restart()

    assert await locked_or_wrong(alone, PINS["Afi"]) == ("TLLCK", {"seconds": 60})


async def test_a_right_pin_forgets_the_wrong_ones(alone: World) -> None:
    for _ in range(4):
        await locked_or_wrong(alone, "9999")
    await alone.sign_in("Afi")

    assert await locked_or_wrong(alone, "9999") == ("TLPIN", {"tries_left": 4})


async def test_a_right_pin_at_once_writes_nothing(alone: World) -> None:
    commits = alone.ledger.commits

    await alone.sign_in("Afi")

    assert alone.ledger.commits == commits


async def test_a_clock_set_back_makes_a_lock_no_longer_than_it_is(alone: World) -> None:
    for _ in range(5):
        await locked_or_wrong(alone, "9999")
    alone.clock.set_wall(alone.clock.wall() - 86_400)

    assert await locked_or_wrong(alone, PINS["Afi"]) == ("TLLCK", {"seconds": 60})


async def test_a_wrong_pin_that_cannot_be_counted_opens_nothing(alone: World) -> None:
    alone.ledger.fail_next = [DeviceFailed("TLDSK")]

    with pytest.raises(DeviceFailed):
        await alone.session.sign_in(ident("Afi"), "9999")
    assert alone.session.person is None


async def test_a_managers_word_holds_for_14_days_without_the_server(alone: World) -> None:
    alone.clock.pass_time(OFFLINE_S - 60)

    assert (await alone.session.authorise(ident("Koffi"), PINS["Koffi"])).name == "Koffi"


async def test_after_14_days_selling_is_allowed_and_a_managers_word_is_not(alone: World) -> None:
    alone.clock.pass_time(OFFLINE_S)

    with pytest.raises(Rejected) as refused:
        await alone.session.authorise(ident("Koffi"), PINS["Koffi"])
    await alone.sign_in("Afi")

    assert (refused.value.code, refused.value.params) == ("TLOFF", {"name": "Koffi", "days": 14})
    assert alone.session.is_offline


async def test_with_a_clock_set_back_before_the_proof_a_managers_word_is_not_taken(alone: World) -> None:
    alone.clock.set_wall(alone.clock.wall() - 86_400)

    with pytest.raises(Rejected) as refused:
        await alone.session.authorise(ident("Koffi"), PINS["Koffi"])

    assert refused.value.code == "TLOFF"


async def test_when_the_server_is_back_the_person_gets_a_session(alone: World) -> None:
    await alone.sign_in("Afi")
    heard: list[bool] = []
    alone.session.listen(lambda: heard.append(alone.session.is_offline))

    await alone.come_back()

    assert heard == [False]
    assert alone.session.session == alone.session.session_of(member("Afi")) == "session-3"


async def test_a_pin_that_was_changed_meanwhile_signs_out_and_opens_nothing_any_more(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.pins["Afi"] = "5555"

    await alone.come_back()
    assert alone.session.person is None
    assert NOTE not in alone.ledger.notes

    await alone.go_down()
    assert (await locked_or_wrong(alone, PINS["Afi"]))[0] == "TLOFF"


async def test_who_has_left_the_bar_meanwhile_is_signed_out(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.gone.add("Afi")

    await alone.come_back()

    assert alone.session.person is None


async def test_a_verifier_that_cannot_be_taken_away_does_not_keep_anybody_in(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.pins["Afi"] = "5555"
    alone.ledger.fail_next = [DeviceFailed("TLDSK")] * 20

    await alone.come_back()

    assert alone.session.person is None


async def test_a_lock_made_elsewhere_signs_nobody_out(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.lock_s = 60

    await alone.come_back()

    assert alone.session.person is not None
    assert alone.session.is_offline


async def test_a_till_that_was_revoked_meanwhile_signs_nobody_out(alone: World) -> None:
    """Selling goes on; the sender says that the till is not accepted."""
    await alone.sign_in("Afi")
    alone.gateway.is_down, alone.desk.error = False, SignedOut("TLAUT")

    alone.till.link.heard()
    await alone.settle()

    assert alone.session.person is not None


async def test_a_server_that_was_only_slow_is_asked_again(world: World) -> None:
    """The link stays online all the while, so that nothing but time says when to try."""
    await world.sign_in("Afi")
    world.desk.error = Unreachable("TLNET", {"timed_out": True})
    await world.sign_in("Afi")
    assert world.session.is_offline
    await world.clock.advance(CATCH_UP_S + 1)
    assert world.session.is_offline, "it was asked, and did not answer"

    world.desk.error = None
    asked = world.desk.asked
    await world.clock.advance(CATCH_UP_S)
    assert (world.session.session, world.desk.asked) == ("session-2", asked + 1)

    await world.clock.advance(10 * CATCH_UP_S)
    assert world.desk.asked == asked + 1, "a session that is there is not asked for"


async def test_a_server_that_is_away_is_not_asked_again_for_nothing(alone: World) -> None:
    await alone.sign_in("Afi")
    asked = alone.desk.asked

    await alone.clock.advance(5 * CATCH_UP_S)

    assert alone.desk.asked == asked


async def test_one_person_has_one_try_at_a_time(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.error = None
    asked = alone.desk.asked

    alone.till.link.heard()
    alone.till.link.failed(Unreachable("TLNET"))
    alone.till.link.heard()
    await alone.settle()

    assert alone.desk.asked == asked + 1


async def test_a_session_that_comes_after_its_person_has_left_is_ended(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.error = None
    alone.till.link.heard()
    await let_tasks_run(2)
    alone.session.sign_out()
    await alone.settle()

    assert alone.session.person is None
    assert alone.desk.ended == ["session-3"]


async def test_a_changed_pin_does_not_sign_out_who_came_after(alone: World) -> None:
    await alone.sign_in("Afi")
    alone.desk.pins["Afi"] = "5555"
    alone.desk.error = None
    alone.till.link.heard()
    await let_tasks_run(2)
    alone.session.sign_out()
    await alone.sign_in("Koffi")
    await alone.settle()

    assert alone.session.person is not None
    assert alone.session.person.name == "Koffi"
    assert NOTE not in alone.ledger.notes


async def test_signing_out_before_the_server_is_asked_again_asks_nothing(alone: World) -> None:
    await alone.sign_in("Afi")
    asked = alone.desk.asked
    alone.desk.error = None

    alone.till.link.heard()
    alone.session.sign_out()
    await alone.settle()

    assert alone.desk.asked == asked
    assert alone.session.person is None


def test_a_verifier_reads_back_as_itself() -> None:
    verifier = Verifier("salt", "digest", 1_780_000_000.25, 3, 5.5)

    assert Verifier.from_json(verifier.to_json()) == verifier
    assert Verifier.from_json(None) is None
