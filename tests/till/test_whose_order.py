"""Whose order is being typed: who signs in next inherits it from nobody, not even after a restart."""

from __future__ import annotations

import json
from pathlib import Path

from app.drivers.ledger import SqliteLedger
from tests.till.world import PINS, World, ident, member, pairs


async def test_who_signs_in_inherits_nobodys_order(counter: World) -> None:
    counter.tap("flag")
    counter.session.sign_out()
    await counter.sign_in("Afi")
    assert counter.typed == [("flag", 1)], "whoever comes back goes on"

    counter.session.sign_out()
    await counter.sign_in("Koffi")
    assert counter.typed == []
    [held_cart] = counter.checkout.held
    assert (held_cart.name, held_cart.owner) == ("Afi", member("Afi"))

    counter.session.sign_out()
    await counter.sign_in("Afi")
    assert len(counter.checkout.held) == 1, "an empty order is not put aside"
    counter.checkout.recall(held_cart.key)
    assert counter.typed == [("flag", 1)]


async def test_two_orders_of_one_person_that_are_put_aside_have_two_names(counter: World) -> None:
    for _ in range(3):
        counter.tap("flag")
        counter.session.sign_out()
        await counter.sign_in("Koffi")
        counter.session.sign_out()
        await counter.sign_in("Afi")

    assert sorted(one.name for one in counter.checkout.held) == ["Afi", "Afi 2", "Afi 3"]


async def test_who_signs_in_after_a_restart_inherits_nobodys_order(counter: World) -> None:
    counter.tap("flag")
    await counter.settle()
    await counter.restart()
    assert counter.checkout.whose == member("Afi")
    await counter.sign_in("Afi")
    assert counter.typed == [("flag", 1)], "whoever comes back goes on"

    await counter.restart()
    await counter.sign_in("Koffi")
    assert counter.typed == []
    [held_cart] = counter.checkout.held
    assert (held_cart.name, pairs(held_cart.cart)) == ("Afi", [("flag", 1)])
    await counter.settle()
    await counter.restart()
    await counter.sign_in("Koffi")
    assert [one.owner for one in counter.checkout.held] == [member("Afi")]

    counter.checkout.recall(held_cart.key)
    await counter.settle()
    await counter.restart()
    await counter.sign_in("Afi")
    assert (counter.typed, len(counter.checkout.held)) == ([], 1), "who takes an order up has it from then on"


async def test_an_order_that_is_sold_leaves_no_owner_behind(counter: World) -> None:
    await counter.sell("flag")
    counter.tap("eau")
    counter.checkout.clear()
    await counter.settle()
    await counter.restart()

    assert (counter.checkout.whose, "cart" in counter.ledger.drafts) == (None, False)


async def test_an_order_of_before_owners_were_kept_is_still_read(counter: World) -> None:
    counter.tap("flag")
    await counter.settle()
    draft = json.loads(counter.ledger.drafts["cart"])
    del draft["owner"]
    counter.ledger.drafts["cart"] = json.dumps(draft)

    await counter.restart()
    assert (counter.checkout.whose, counter.typed) == (None, [("flag", 1)])
    await counter.sign_in("Koffi")

    assert (counter.checkout.held, counter.typed) == ((), [("flag", 1)])


async def test_an_order_of_nobody_known_is_put_aside_without_a_name(world: World) -> None:
    world.tap("flag")

    world.checkout.hold_for_whose()

    assert [(one.name, pairs(one.cart)) for one in world.checkout.held] == [("", [("flag", 1)])]


async def begun(file: Path, name: str) -> World:
    """Start a till on the real ledger in ``file``, and sign ``name`` in."""
    world = World()
    world.ledger_store = SqliteLedger(file)
    await world.boot(start=False)
    await world.till.start()
    await world.until(lambda: bool(world.bar.cards()))
    await world.session.sign_in(ident(name), PINS[name])
    return world


async def test_the_file_on_the_disk_keeps_whose_order_it_is(tmp_path: Path) -> None:
    before = await begun(tmp_path / "ledger.sqlite3", "Afi")
    before.tap("flag", "flag")
    await before.till.close()
    await before.close()

    after = await begun(tmp_path / "ledger.sqlite3", "Koffi")

    [held_cart] = after.checkout.held
    assert (held_cart.name, pairs(held_cart.cart), after.typed) == ("Afi", [("flag", 2)], [])
    await after.till.close()
    await after.close()
