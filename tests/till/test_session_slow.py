"""Signing in while the server keeps people waiting: a till lets in whom it knows, and hears the server behind them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from app.domain.catalog import Person
from app.domain.errors import DeviceFailed, Rejected, Unreachable
from app.till.session import PATIENCE_S
from tests.till.world import PINS, World, ident

NOTE = f"verifier:{ident('Afi')}"


class Mute:
    """A till whose line has just gone mute. Afi and Koffi had signed in with the server before."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asking: list[asyncio.Task[Person]] = []

    def types(self, pin: str) -> asyncio.Task[Person]:
        task = asyncio.ensure_future(self.world.session.sign_in(ident("Afi"), pin))
        self.asking.append(task)
        return task

    async def speaks(self) -> None:
        self.world.desk.answers.set()
        await self.world.settle()

    async def gives_up(self) -> None:
        self.world.desk.error = Unreachable("TLNET", {"timed_out": True})
        await self.speaks()

    @property
    def failures(self) -> object:
        return json.loads(self.world.ledger.notes[NOTE])["failures"]


@pytest.fixture
async def mute(world: World) -> AsyncIterator[Mute]:
    await world.sign_in("Koffi")
    await world.sign_in("Afi")
    world.session.sign_out()
    await world.settle()
    world.desk.answers.clear()
    mute = Mute(world)
    yield mute
    world.may_stretch.set()
    await mute.speaks()
    for task in mute.asking:
        task.cancel()
    await asyncio.gather(*mute.asking, return_exceptions=True)


async def test_who_is_known_here_waits_a_second_and_gets_the_session_behind_it(mute: Mute) -> None:
    asked = mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S - 0.1)
    assert not asked.done()

    await mute.world.clock.advance(0.1)
    assert asked.done()
    assert mute.world.session.is_offline

    await mute.speaks()
    assert (mute.world.session.is_offline, mute.world.session.session) == (False, "session-3")


async def test_a_server_that_answers_at_once_is_asked_alone(mute: Mute) -> None:
    asked = mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S / 2)
    stretched = mute.world.stretched
    mute.world.may_stretch.clear()
    await mute.speaks()

    assert asked.done()
    assert (mute.world.session.session, stretched) == ("session-3", mute.world.stretched - 1)


async def test_a_wrong_pin_counts_before_anybody_learns_of_it_and_once(mute: Mute) -> None:
    asked = mute.types("9999")
    await mute.world.clock.advance(PATIENCE_S)
    assert (asked.done(), mute.failures) == (False, 1)

    await mute.gives_up()
    with pytest.raises(Rejected) as refused:
        await asked
    assert (refused.value.code, refused.value.params, mute.failures) == ("TLPIN", {"tries_left": 4}, 1)


async def test_what_the_server_says_of_a_wrong_pin_is_said(mute: Mute) -> None:
    mute.world.desk.lock_s = 60
    asked = mute.types("9999")
    await mute.world.clock.advance(PATIENCE_S)
    await mute.speaks()

    with pytest.raises(Rejected) as refused:
        await asked
    assert (refused.value.code, refused.value.params) == ("TLLCK", {"seconds": 60})


async def test_a_new_pin_that_this_till_has_not_heard_of_waits_for_the_server(mute: Mute) -> None:
    mute.world.desk.pins["Afi"] = "4812"
    asked = mute.types("4812")
    await mute.world.clock.advance(PATIENCE_S)
    assert not asked.done()

    await mute.speaks()
    assert asked.done()
    assert (mute.world.session.session, mute.failures) == ("session-3", 0)


async def test_an_old_pin_is_over_once_the_server_has_said_so(mute: Mute) -> None:
    mute.world.desk.pins["Afi"] = "4812"
    asked = mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S)
    assert (asked.done(), mute.world.session.is_offline) == (True, True)

    await mute.speaks()
    assert mute.world.session.person is None
    assert NOTE not in mute.world.ledger.notes


async def test_a_late_no_to_an_old_pin_leaves_what_was_learned_of_the_new_one(mute: Mute) -> None:
    mute.world.desk.pins["Afi"] = "4812"
    mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S)
    first, mute.world.desk.answers = mute.world.desk.answers, asyncio.Event()
    mute.world.desk.answers.set()
    await mute.world.session.sign_in(ident("Afi"), "4812")

    first.set()
    await mute.world.settle()
    await mute.world.go_down()
    assert (await mute.world.session.sign_in(ident("Afi"), "4812")).name == "Afi"


async def test_a_session_that_comes_for_who_has_left_is_ended(mute: Mute) -> None:
    mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S)
    mute.world.session.sign_out()

    await mute.speaks()
    assert mute.world.desk.ended == ["session-2", "session-3"]


@pytest.mark.parametrize("waited_s", [PATIENCE_S / 2, PATIENCE_S])
async def test_a_session_that_comes_for_a_sign_in_that_was_given_up_is_ended(
    mute: Mute, waited_s: float
) -> None:
    mute.world.desk.pins["Afi"] = "4812"
    asked = mute.types("4812")
    await mute.world.clock.advance(waited_s)
    asked.cancel()
    await mute.world.settle()
    assert mute.world.desk.ended == ["session-2"]

    await mute.speaks()
    assert (mute.world.session.person, mute.world.desk.ended) == (None, ["session-2", "session-3"])


async def test_a_managers_word_waits_for_the_server(mute: Mute) -> None:
    word = asyncio.ensure_future(mute.world.session.authorise(ident("Koffi"), PINS["Koffi"]))
    await mute.world.clock.advance(3 * PATIENCE_S)
    assert not word.done()

    await mute.speaks()
    assert (await word).name == "Koffi"


async def test_an_answer_that_came_while_the_pin_was_stretched_counts(mute: Mute) -> None:
    mute.world.may_stretch.clear()
    mute.world.stretches_first = 1
    asked = mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S)
    mute.world.desk.answers.set()
    await mute.world.clock.advance(0)
    mute.world.may_stretch.set()
    await mute.world.settle()

    assert asked.done()
    assert mute.world.session.session == "session-3"


async def test_a_line_that_fails_while_the_pin_is_stretched_is_done_without(mute: Mute) -> None:
    mute.world.may_stretch.clear()
    mute.world.stretches_first = 1
    asked = mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S)
    mute.world.desk.error = Unreachable("TLNET")
    mute.world.desk.answers.set()
    await mute.world.clock.advance(0)
    mute.world.may_stretch.set()
    await mute.world.settle()

    assert asked.done()
    assert mute.world.session.is_offline


async def test_a_till_that_is_shut_out_meanwhile_is_opened_by_no_pin(mute: Mute) -> None:
    asked = mute.types("9999")
    await mute.world.clock.advance(PATIENCE_S)
    mute.world.till.link.failed(Rejected("TLREV"))
    await mute.gives_up()

    with pytest.raises(Rejected) as refused:
        await asked
    assert refused.value.code == "TLREV"


async def test_a_disk_that_cannot_count_leaves_the_word_to_the_server(mute: Mute) -> None:
    mute.world.desk.pins["Afi"] = "4812"
    mute.world.ledger.fail_next = [DeviceFailed("TLDSK")]
    asked = mute.types("4812")
    await mute.world.clock.advance(PATIENCE_S)
    assert not asked.done()

    await mute.speaks()
    assert (await asked).name == "Afi"


async def test_a_till_that_learns_meanwhile_that_it_is_shut_lets_nobody_in(mute: Mute) -> None:
    asked = mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S / 2)
    mute.world.till.link.failed(Rejected("TLREV"))
    await mute.world.clock.advance(PATIENCE_S)

    with pytest.raises(Rejected) as refused:
        await asked
    assert (refused.value.code, mute.world.session.person) == ("TLREV", None)
    await mute.speaks()
    assert mute.world.desk.ended == ["session-2", "session-3"], "the session that came all the same"


async def test_who_was_let_in_before_the_server_shut_the_till_out_is_signed_out(mute: Mute) -> None:
    mute.types(PINS["Afi"])
    await mute.world.clock.advance(PATIENCE_S)
    assert mute.world.session.person is not None
    mute.world.desk.error = Rejected("TLREV")

    await mute.speaks()
    assert mute.world.session.person is None
