"""Copies of the ledger, and what comes of taking one over."""

from __future__ import annotations

import pytest

from app.domain.errors import DeviceFailed
from app.sync.copies import MISSING, NO_LEDGER, Adopted, Comparison
from app.sync.outbox import Outbox
from app.sync.ports import LedgerContents, LedgerMeta
from tests.fakes import FakeClock, MemoryLedger
from tests.ledgers import sale
from tests.sync.outbox_world import World
from tests.sync.test_outbox_book import three_judged


@pytest.fixture
async def world() -> World:
    world = World()
    await world.start(run=False)
    return world


async def test_o15_adopting_a_copy_brings_only_what_is_not_here(world: World) -> None:
    await three_judged(world)
    await world.outbox.put_draft("cart", {"of": "the copy"})
    await world.store.put_copy("stick")
    other = Outbox(store := MemoryLedger("ledger-2"), FakeClock(), till_code="C1")
    store.copies = world.store.copies
    await other.open()
    await other.append(sale("d"))
    await other.append(sale("newer"))
    before = await other.compare("stick")
    adopted, again = await other.adopt("stick"), await other.adopt("stick")

    assert (adopted, again) == (Adopted(3, 0), Adopted(0, 0))
    assert before == Comparison("ledger-1", "C1", world.row("d").moment, 3, is_ours=True)
    assert (await other.compare("stick")).lacking == 0
    assert [row.id for row in other.rows()] == ["b", "d", "newer"]
    assert sorted(row.id for row in store.past) == ["a", "c"]
    assert await other.drafts() == {"cart": {"of": "the copy"}}
    assert (other.epoch, store.meta.next_ticket) == ("epoch-1", 5)
    assert other.alert is not None
    assert other.alert.params["brought"] == 3


async def test_the_tickets_of_another_till_are_not_counted_here(world: World) -> None:
    await three_judged(world)
    await world.store.put_copy("stick")
    other = Outbox(store := MemoryLedger("ledger-2"), FakeClock(), till_code="C2")
    store.copies = world.store.copies
    await other.open()
    await other.append(sale("own"))
    await other.adopt("stick")

    assert (await other.append(sale("next"))).ticket == "C2-000002"


async def test_a_copy_that_does_not_say_whose_it_is_may_be_taken_over(world: World) -> None:
    await world.sell("a")
    for path, note in (("garbage", "{"), ("no id", "{}"), ("a number", "7")):
        world.store.notes["bar"] = note
        await world.store.put_copy(path)
    other = Outbox(store := MemoryLedger("ledger-2"), FakeClock(), till_code="C1", bar="bar-a")
    store.copies = world.store.copies
    await other.open()

    assert [(await other.compare(path)).is_ours for path in store.copies] == [True] * 3
    assert [(await other.adopt(path)).brought for path in store.copies] == [1, 0, 0]


async def test_what_is_no_ledger_is_said_and_changes_nothing(world: World) -> None:
    await world.sell("a")
    world.store.copies["photo"] = LedgerContents(LedgerMeta(""), (), {}, {}, unreadable=3)
    for path, reason in (("photo", NO_LEDGER), ("nowhere", MISSING)):
        with pytest.raises(DeviceFailed) as refused:
            await world.outbox.adopt(path)
        assert (refused.value.code, refused.value.params) == ("TLADO", {"reason": reason})

    assert (world.outbox.ledger, world.outbox.alert) == ("ledger-1", None)


async def test_an_image_leaves_out_the_notes_that_it_is_told_to(world: World) -> None:
    await three_judged(world)
    for key in ("verifier:a", "verifier:b", "look"):
        await world.outbox.set_note(key, {})
    image = await world.outbox.image(("verifier:",))

    assert (image.operations, image.waiting) == (4, 1)
    assert set(world.store.images[image.data].notes) == {"look"}
