"""Copies of the ledger: where they go by themselves, when, and what is remembered of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.till.copies import EVERY_S, LOOK_S, file_name
from app.till.ports import FULL
from tests.till.copying import (
    KINGSTON,
    SOON,
    begin_again,
    choose,
    opened,
    second_disk,
    stick,
    sticks,
)
from tests.till.world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = await opened()
    yield made
    await made.close()


async def test_a_stick_that_nobody_chose_is_never_written_to(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await world.clock.advance(900)
    await world.till.copies.finish()

    assert (one.files, one.mark, world.till.copies.last, world.till.copies.failing) == ({}, None, None, None)


async def test_a_tap_copies_at_once_and_says_how_much(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await world.settle()
    await world.go_down()
    await world.sell("sobebra")
    await choose(world)
    last = world.till.copies.last

    assert list(one.files) == [f"Chez Tonton – C1 – {world.outbox.ledger[-8:]}.ledger"]
    assert last is not None
    assert (last.name, last.operations, last.waiting) == ("KINGSTON", 2, 1)
    assert (last.is_automatic, last.failure, last.at) == (True, None, world.outbox.time.now_s())


async def test_the_verifiers_stay_on_the_till_and_the_cart_goes_along(world: World) -> None:
    one = stick(world)
    world.tap("flag")
    await world.settle()
    await choose(world)
    (data,) = one.files.values()
    copy = world.ledger.images[data]

    assert any(key.startswith("verifier:") for key in world.ledger.notes)
    assert not any(key.startswith("verifier:") for key in copy.notes)
    assert "cart" in copy.drafts


async def test_a_chosen_stick_is_copied_to_by_itself_every_five_minutes_at_most(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await choose(world)
    for _ in range(5):
        await world.sell("flag")
        await world.clock.advance(30)
    within_five = one.written
    await world.clock.advance(EVERY_S)
    after = one.written
    await world.clock.advance(900)

    assert (within_five, after, one.written) == (1, 2, 2)  # nothing new, no copy


async def test_a_rush_is_one_copy(world: World) -> None:
    one = second_disk(world)
    for _ in range(4):
        await world.sell("flag")
        await world.clock.advance(1)
    await world.clock.advance(SOON)

    assert one.written == 1


async def test_a_second_disk_needs_no_choice(world: World) -> None:
    disk = second_disk(world)
    await world.clock.advance(120)
    before = disk.written
    await world.sell("flag")
    await world.clock.advance(SOON)

    assert (before, disk.written) == (0, 1)  # nothing was sold before
    assert world.till.copies.is_automatic(world.till.copies.volumes[0])
    assert world.till.copies.last is not None
    assert world.till.copies.last.is_automatic is None


async def test_a_person_can_stop_it_and_let_it_go_on(world: World) -> None:
    disk, one, copies = second_disk(world), stick(world), world.till.copies
    await copies.look()
    await copies.let("/mnt/disk", is_automatic=False)
    await world.sell("flag")
    await world.clock.advance(SOON)
    stopped = disk.written
    await begin_again(world)
    await world.sell("flag")
    await world.clock.advance(900)
    copies = world.till.copies

    assert (stopped, disk.written, one.written) == (0, 0, 0)
    await copies.let("/mnt/disk", is_automatic=True)
    await copies.let(KINGSTON, is_automatic=True)
    await copies.let("nobody knows it", is_automatic=True)
    await world.clock.advance(SOON)
    assert (disk.written, one.written) == (1, 1)


async def test_a_tap_on_a_stopped_stick_copies_once_and_leaves_it_stopped(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await choose(world)
    await world.till.copies.let("mark of KINGSTON", is_automatic=False)
    await world.sell("flag")
    await choose(world)
    await world.sell("flag")
    await world.clock.advance(900)

    assert one.written == 2
    assert not world.till.copies.is_automatic(world.till.copies.volumes[0])


async def test_a_stick_is_known_again_under_another_mount_point_after_a_restart(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await choose(world)
    sticks(world).pull(one)
    await world.sell("flag")
    await world.clock.advance(EVERY_S)
    assert [record.name for record in world.till.copies.awaited] == ["KINGSTON"]
    await begin_again(world)
    one.root = "/run/media/bar/KINGSTON1"
    sticks(world).plug(one)
    await world.clock.advance(SOON)

    assert one.written == 2
    assert world.till.copies.awaited == ()
    assert world.till.copies.failing is None


async def test_after_a_restart_only_what_is_new_is_copied(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await world.settle()
    await choose(world)
    await world.restart()
    await world.clock.advance(900)
    same = one.written
    await world.restart(start=False)
    await world.outbox.open_new_ledger("test")
    await begin_again(world)
    await world.clock.advance(900)
    await world.sell("flag")
    await world.clock.advance(SOON)

    assert (same, one.written) == (1, 2)
    assert len(one.files) == 2  # an older ledger's copy is never written over


async def test_closing_copies_what_is_new_where_that_is_quick(world: World) -> None:
    one = stick(world)
    await world.sell("flag")
    await choose(world)
    await world.sell("flag")
    await world.crash()
    await world.till.close()
    await world.till.copies.finish()

    assert one.written == 2


async def test_a_till_that_copies_nothing_says_so() -> None:
    world = await World.open()
    copies = world.till.copies
    await copies.look()
    await copies.finish()
    await copies.let("anything", is_automatic=True)

    assert (copies.is_possible, copies.volumes, copies.last) == (False, (), None)
    await world.close()


@pytest.mark.parametrize(
    ("bar", "name"),
    [
        ("Chez Tante Ablavi", "Chez Tante Ablavi – C1 – 5667788a.ledger"),
        ('Le "Nº 1": bar/dancing?', "Le -Nº 1- bar-dancing- – C1 – 5667788a.ledger"),
        ("...", "BarTender – C1 – 5667788a.ledger"),
        ("", "BarTender – C1 – 5667788a.ledger"),
        ("x" * 300, f"{'x' * 60} – C1 – 5667788a.ledger"),
    ],
)
def test_a_name_is_safe_on_any_stick(bar: str, name: str) -> None:
    assert file_name(bar, "C1", "0190a1b2-7000-7000-8000-00115667788a") == name


async def test_status_says_where_the_last_copy_went_and_what_failed(world: World) -> None:
    before = world.till.status()
    one = stick(world)
    await world.sell("flag")
    await world.settle()
    await choose(world)
    made = world.till.status()
    one.fails = FULL
    await world.sell("flag")
    await world.clock.advance(EVERY_S + LOOK_S)
    failed = world.till.status()

    names = ("copied_to", "copied_operations", "copied_waiting", "not_copied_to", "not_copied_because")
    assert [before[name] for name in names] == [None] * 5
    assert [made[name] for name in names] == ["KINGSTON", 1, 0, None, None]
    assert [failed[name] for name in names] == ["KINGSTON", 1, 0, "KINGSTON", FULL]
