"""A till that was shut out: it says so, keeps what it sells, opens to nobody, and heals when it is let in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest

from app.domain.errors import Rejected, Unreachable
from app.sync.link import SHUT_OUT, LinkState
from app.sync.ports import State
from tests.fake_server import Refusal
from tests.till.world import PINS, World, ident


def refuse(_asked: object) -> NoReturn:
    raise Rejected(SHUT_OUT)


def shut_out(world: World) -> Callable[[], None]:
    """Let the server refuse the till, as ``admin revoke-till`` makes it: all but its commands, which it keeps.

    Returns what undoes it, as ``admin restore-till`` does.
    """
    pulses, reads = world.gateway.pulses, dict(world.gateway.reads)
    world.gateway.pulses = refuse
    world.gateway.reads.update(dict.fromkeys(reads, refuse))
    world.desk.error = Rejected(SHUT_OUT)
    world.verdict = Refusal(SHUT_OUT, {})

    def let_in() -> None:
        world.gateway.pulses = pulses
        world.gateway.reads.update(reads)
        world.desk.error = world.verdict = None

    return let_in


async def learn(world: World) -> Callable[[], None]:
    """Let the till learn that it is shut out while Afi is selling; Koffi had signed in before."""
    await world.sign_in("Koffi")
    await world.sign_in("Afi")
    let_in = shut_out(world)
    await world.clock.advance(60)
    await world.settle()
    return let_in


@pytest.fixture
async def shut(world: World) -> World:
    await learn(world)
    return world


async def refusal(world: World, name: str) -> str:
    with pytest.raises(Rejected) as refused:
        await world.sign_in(name)
    return refused.value.code


async def test_it_is_not_online_and_says_so_to_who_helps_from_afar(shut: World) -> None:
    assert shut.till.link.state is LinkState.SHUT
    status = shut.till.status()
    assert (status["link"], status["is_online"]) == ("shut", False)


async def test_what_it_sells_is_recorded_and_sent_and_kept_by_the_server(shut: World) -> None:
    sold = await shut.sell("flag")
    await shut.settle()

    assert sold.ticket
    row = shut.row(sold.no)
    assert (row.state, row.code) == (State.REFUSED, SHUT_OUT)
    assert shut.checkout.held == (), "sold anew it would be booked twice"
    assert shut.till.link.state is LinkState.SHUT, "its commands are taken: that does not let it in"


async def test_no_pin_opens_it(shut: World) -> None:
    asked = shut.desk.asked

    assert await refusal(shut, "Koffi") == SHUT_OUT
    with pytest.raises(Rejected) as refused:
        await shut.session.authorise(ident("Koffi"), PINS["Koffi"])
    assert refused.value.code == SHUT_OUT
    assert shut.desk.asked == asked + 2, "the server is asked: it may have been let in again"


async def test_pulling_the_cable_does_not_open_it(shut: World) -> None:
    shut.desk.error = Unreachable("TLNET")
    assert await refusal(shut, "Koffi") == SHUT_OUT

    await shut.go_down()
    assert shut.till.link.state is LinkState.OFFLINE
    assert await refusal(shut, "Koffi") == SHUT_OUT


async def test_a_sign_in_tells_it_before_the_next_pulse(world: World) -> None:
    await world.sign_in("Afi")
    world.desk.error = Rejected(SHUT_OUT)

    assert await refusal(world, "Afi") == SHUT_OUT
    assert world.till.link.state is LinkState.SHUT


async def test_another_refusal_of_a_sign_in_says_nothing_of_the_till(world: World) -> None:
    world.desk.error = Rejected("TLLIM")

    assert await refusal(world, "Afi") == "TLLIM"
    assert not world.till.link.is_shut


async def test_it_heals_by_itself(world: World) -> None:
    let_in = await learn(world)
    let_in()
    await world.clock.advance(60)
    await world.settle()

    assert world.till.link.state is LinkState.ONLINE
    sold = await world.sell("flag")
    await world.settle()
    assert world.row(sold.no).state is State.DONE


async def test_who_signs_in_finds_it_let_in_again(world: World) -> None:
    let_in = await learn(world)
    let_in()

    await world.sign_in("Koffi")

    assert world.till.link.state is LinkState.ONLINE
    assert not world.session.is_offline


async def test_a_till_that_starts_shut_out_reads_everything_when_it_is_let_in() -> None:
    world = await World.open(start=False)
    let_in = shut_out(world)
    await world.till.start()
    await world.clock.advance(60)
    assert not world.bar.is_ready

    let_in()
    await world.clock.advance(60)
    await world.settle()

    assert world.bar.is_ready
    assert world.left("flag") == 10
    await world.close()
