"""Copies of other ledgers: which are offered, and what comes of taking one over at a till that sells."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import DeviceFailed
from app.sync.ports import State
from app.till.copies import LONGEST_LOOK_S, FoundCopy
from tests.fakes import MemoryLedger
from tests.sticks import WRITTEN_AT, Stick, Sticks
from tests.till.world import World, ident, member, pairs

STICK = "/media/bar/KINGSTON"


@pytest.fixture
async def dead() -> AsyncIterator[World]:
    """The till whose machine will die: one sale is booked, one waits, a cart is typed and one is held."""
    made = await World.open()
    await made.sign_in()
    await made.sell("flag")
    await made.settle()
    await made.go_down()
    await made.sell("sobebra")
    made.tap("flag-60")
    made.checkout.hold("Table 4")
    made.tap("eau")
    await made.settle()
    yield made
    await made.close()


async def new_machine(dead: World, *, till_ledger: str = "ledger-2") -> World:
    """The machine that takes its place, at the same server, with a stick that holds the copy."""
    world = World()
    world.ledger_store = world.ledger = MemoryLedger(till_ledger)
    world.gateway.server = world.server = dead.server
    world.volumes = Sticks(world.ledger)
    image = await dead.outbox.image()
    world.ledger.images = dict(dead.ledger.images)
    world.volumes.plug(Stick("KINGSTON", STICK, files={"old.ledger": image.data}))
    await world.boot()
    await world.sign_in()
    return world


async def found(world: World) -> list[FoundCopy]:
    await world.till.copies.look(is_thorough=True)
    return [one for volume in world.till.copies.volumes for one in world.till.copies.found_on(volume)]


async def test_a_copy_of_a_dead_till_is_offered_with_what_it_has(dead: World) -> None:
    world = await new_machine(dead)
    at = dead.outbox.rows()[-1].appended_at

    assert await found(world) == [FoundCopy(f"{STICK}/old.ledger", "C1", at, 2, is_ours=True)]
    await world.till.copies.look()
    assert len(world.till.copies.found_on(world.till.copies.volumes[0])) == 1
    await world.close()


async def test_taking_it_over_books_each_sale_once_and_holds_its_carts(dead: World) -> None:
    world = await new_machine(dead)
    world.tap("flag")
    await found(world)
    adopted = await world.till.copies.adopt(f"{STICK}/old.ledger")
    held = [(one.name, pairs(one.cart)) for one in world.checkout.held]
    typed = world.typed
    await world.clock.advance(90)

    assert (adopted.brought, adopted.unreadable) == (2, 0)
    assert typed == [("flag", 1)]
    assert held == [("Table 4", [("flag-60", 1)])]
    assert sorted(world.server.state.booked) == sorted(row.id for row in dead.outbox.rows())
    assert {row.state for row in world.outbox.rows()} == {State.DONE}
    assert await found(world) == []
    await world.close()


async def test_what_the_dead_till_was_typing_is_held_where_nothing_is_typed(dead: World) -> None:
    world = await new_machine(dead)
    await world.till.copies.adopt(f"{STICK}/old.ledger")
    await world.settle()

    assert world.cart.is_empty
    assert sorted(pairs(one.cart)[0][0] for one in world.checkout.held) == ["eau", "flag-60"]
    await world.restart()
    assert world.cart.is_empty
    assert sorted(pairs(one.cart)[0][0] for one in world.checkout.held) == ["eau", "flag-60"]
    again = await world.till.copies.adopt(f"{STICK}/old.ledger")
    assert again.brought == 0
    assert len(world.checkout.held) == 2
    await world.close()


@pytest.mark.parametrize(
    ("name", "owner", "expected"),
    [
        ("", "Afi", "Afi"),
        ("Table 9", "Afi", "Table 9"),
        ("", "who has left", ""),
        ("", None, ""),
    ],
)
async def test_what_the_dead_till_was_typing_is_called_by_its_name_or_by_whose_it_was(
    dead: World, name: str, owner: str | None, expected: str
) -> None:
    draft = json.loads(dead.ledger.drafts["cart"])
    assert draft["owner"] == member("Afi")
    dead.ledger.drafts["cart"] = json.dumps(draft | {"name": name, "owner": owner and ident(owner)})
    world = await new_machine(dead)
    await world.till.copies.adopt(f"{STICK}/old.ledger")

    [one] = [one for one in world.checkout.held if pairs(one.cart) == [("eau", 1)]]
    assert one.name == expected
    await world.close()


async def test_the_own_copy_is_not_offered_and_what_is_here_already_neither(dead: World) -> None:
    world = await new_machine(dead)
    await world.till.copies.look()
    await world.sell("flag")
    await world.till.copies.copy(STICK)
    assert world.volumes is not None
    (volume,) = await world.volumes.look()
    own = [copy.path for copy in volume.copies if copy.path.endswith("– ledger-2.ledger")]
    offered = [one.path for one in await found(world)]

    assert len(own) == 1
    assert offered == [f"{STICK}/old.ledger"]
    await world.outbox.open_new_ledger("test")
    assert [one.path for one in await found(world)] == offered  # all that the older own copy has is here
    await world.close()


async def test_a_copy_of_another_bar_is_told_apart_and_refused(dead: World) -> None:
    dead.ledger.notes["bar"] = '{"id":"bar-b"}'
    world = await new_machine(dead)
    world.ledger.notes["bar"] = '{"id":"bar-a"}'
    await world.restart()
    (offered,) = await found(world)
    with pytest.raises(DeviceFailed) as refused:
        await world.till.copies.adopt(offered.path)

    assert not offered.is_ours
    assert (refused.value.code, refused.value.params) == ("TLADO", {"reason": "another bar's"})
    assert world.outbox.ledger == "ledger-2"
    await world.close()


async def test_a_damaged_copy_is_offered_and_brings_what_can_be_read(dead: World) -> None:
    world = await new_machine(dead)
    path = f"{STICK}/old.ledger"
    world.ledger.copies[path] = replace(world.ledger.copies[path], unreadable=3)
    offered = await found(world)
    adopted = await world.till.copies.adopt(path)

    assert offered == [FoundCopy(path, None, WRITTEN_AT, None, is_ours=True)]
    assert (adopted.brought, adopted.unreadable) == (2, 3)
    await world.close()


async def test_a_copy_without_a_moment_is_dated_by_its_file(dead: World) -> None:
    world = await new_machine(dead)
    path = f"{STICK}/old.ledger"
    copy = world.ledger.copies[path]
    world.ledger.copies[path] = replace(copy, meta=replace(copy.meta, last_moment=None))

    assert [one.at for one in await found(world)] == [WRITTEN_AT]
    await world.close()


async def test_a_copy_that_cannot_be_looked_into_now_is_looked_into_later(dead: World) -> None:
    world = await new_machine(dead)
    path = f"{STICK}/old.ledger"
    copy = world.ledger.copies.pop(path)
    pulled = await found(world)
    world.ledger.copies[path] = copy
    world.ledger.hangs = {path}
    looking = world.till.spawn(world.till.copies.look(is_thorough=True), "look")
    await world.clock.advance(LONGEST_LOOK_S + 1)
    slow = world.till.copies.found_on(world.till.copies.volumes[0])
    world.ledger.hangs = set()

    assert (pulled, slow) == ([], ())
    assert looking is not None
    assert len(await found(world)) == 1
    await world.close()
