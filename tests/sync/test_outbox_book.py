"""What happens to the ledger when the server, the file or the till is another than before."""

from __future__ import annotations

import pytest

from app.domain.errors import DeviceFailed
from app.sync.book import RECENT
from app.sync.copies import ANOTHER_BARS
from app.sync.outbox import Outbox
from app.sync.ports import (
    ClockAnchor,
    Door,
    Envelope,
    Outcome,
    Seen,
    SendAs,
    State,
)
from app.sync.rewind import gaps
from tests.fakes import FakeClock, MemoryLedger
from tests.ledgers import sale
from tests.sync.outbox_world import World


@pytest.fixture
async def world() -> World:
    world = World()
    await world.start(run=False)
    return world


def marks(epoch: str, applied: int, *, ledger: str = "ledger-1", rev: int = 0) -> Envelope:
    return Envelope(ledger, epoch, applied, frozenset(), rev)


async def three_judged(world: World) -> None:
    """1 is done, 2 refused, 3 settled, 4 waits; the epoch is ``epoch-1``."""
    await world.sell("a", "b", "c", "d")
    await world.reconciler.reconcile(marks("epoch-1", 3, rev=7))
    await world.outbox.record(
        [
            Outcome(1, "done", Door.COUNTER, rev=7),
            Outcome(2, "refused", Door.COUNTER, "TLSTK"),
            Outcome(3, "refused", Door.COUNTER, "TLSTK"),
        ]
    )
    await world.outbox.settle(3, "forgotten")


async def test_the_first_epoch_is_only_noted(world: World) -> None:
    await world.sell("a")

    assert await world.reconciler.reconcile(marks("epoch-1", 0))
    assert (world.outbox.epoch, world.outbox.past_epochs, world.resets) == ("epoch-1", (), 0)


async def test_what_was_seen_goes_up_only(world: World) -> None:
    await three_judged(world)
    await world.reconciler.reconcile(marks("epoch-1", 2, rev=3))

    assert world.outbox.seen() == Seen("epoch-1", 3, 7)
    assert world.outbox.seen(9) == Seen("epoch-1", 3, 9)
    await world.outbox.put_draft("cart", {})
    await world.restart(run=False)
    assert world.outbox.seen() == Seen("epoch-1", 3, 7)


async def test_a_new_epoch_sends_again_what_the_server_forgot(world: World) -> None:
    await three_judged(world)
    is_used = await world.reconciler.reconcile(marks("epoch-2", 0))

    assert is_used
    assert world.resets == 1
    assert (world.outbox.epoch, world.outbox.past_epochs) == ("epoch-2", ("epoch-1",))
    assert world.outbox.seen() == Seen("epoch-2", 0, 0)
    assert [(row.id, row.state, row.door, row.send_as) for row in world.outbox.unsent()] == [
        ("a", State.WAITING, Door.SERVED, None),
        ("b", State.REFUSED, Door.COUNTER, SendAs.VOID),
        ("c", State.SETTLED, Door.COUNTER, SendAs.VOID),
        ("d", State.WAITING, Door.SERVED, None),
    ]
    await world.outbox.record([Outcome(no, "done", Door.SERVED) for no in (1, 2, 3, 4)])
    assert world.outbox.unsent() == ()
    assert [row.state for row in world.outbox.rows()] == [
        State.DONE,
        State.REFUSED,
        State.SETTLED,
        State.DONE,
    ]


async def test_a_new_epoch_leaves_what_the_server_still_knows(world: World) -> None:
    await three_judged(world)
    await world.reconciler.reconcile(marks("epoch-2", 3))

    assert [row.id for row in world.outbox.unsent()] == ["d"]
    assert world.row("d").door is Door.SERVED


async def test_what_the_server_kept_for_somebody_to_book_goes_again_whole(world: World) -> None:
    await world.sell("parked", "settled")
    await world.reconciler.reconcile(marks("epoch-1", 0))
    await world.outbox.record([Outcome(no, "refused", Door.SERVED, "TLPRK") for no in (1, 2)])
    await world.outbox.settle(2, "booked by hand")
    await world.reconciler.reconcile(marks("epoch-2", 0))

    assert (world.row("parked").state, world.row("parked").send_as) == (State.WAITING, None)
    assert (world.row("settled").state, world.row("settled").send_as) == (State.SETTLED, SendAs.VOID)


async def test_a_past_epoch_s_answers_are_ignored(world: World) -> None:
    await three_judged(world)
    await world.reconciler.reconcile(marks("epoch-2", 3))
    commits = world.store.commits

    assert not await world.reconciler.reconcile(marks("epoch-1", 4, rev=99))
    await world.outbox.rewind(marks("epoch-1", 0))
    await world.outbox.rewind(marks("epoch-2", 0))
    assert world.outbox.seen() == Seen("epoch-2", 3, 0)
    assert world.store.commits == commits


async def test_numbers_purged_long_ago_are_declared_as_gaps(world: World) -> None:
    await world.sell(*(f"sale-{i}" for i in range(1, 8)))
    await world.reconciler.reconcile(marks("epoch-1", 6))
    await world.outbox.record([Outcome(no, "done", Door.COUNTER) for no in (1, 2, 3, 5, 6, 7)])
    for no in (1, 2, 3, 5, 7):
        del world.store.rows[no]
    await world.restart(run=False)
    await world.reconciler.reconcile(marks("epoch-2", 1))

    assert [(row.no, row.kind, row.body if row.kind == "gap" else None) for row in world.outbox.unsent()] == [
        (2, "gap", {"from": 2, "to": 3}),
        (4, "record_sale", None),
        (5, "gap", {"from": 5, "to": 5}),
        (6, "record_sale", None),
        (7, "gap", {"from": 7, "to": 7}),
    ]
    assert [row.id for row in world.outbox.open_rows()] == ["sale-4", "sale-6"]
    assert world.outbox.summary().waiting_count == 2
    gap = world.outbox.unsent()[0]
    await world.reconciler.reconcile(marks("epoch-3", 1))
    assert world.outbox.unsent()[0].id == gap.id
    await world.outbox.tried(2, "XX000")
    for _ in range(5):
        await world.outbox.tried(2, "XX000")
    assert world.outbox.unsent()[0].send_as is None


def test_no_gap_before_what_the_server_knows() -> None:
    assert gaps((), 5, 6) == ()
    assert gaps((), 5, 8) == ((6, 7),)


async def test_o15_a_new_ledger_renumbers_what_is_not_settled(world: World) -> None:
    await three_judged(world)
    ledger = world.outbox.ledger
    await world.outbox.open_new_ledger("TLGAP")

    assert world.outbox.ledger != ledger
    assert not world.outbox.is_registered
    assert world.resets == 1
    assert [(row.no, row.id, row.state, row.send_as) for row in world.outbox.rows()] == [
        (1, "b", State.REFUSED, SendAs.VOID),
        (2, "d", State.WAITING, None),
    ]
    assert sorted(row.id for row in world.store.past) == ["a", "c"]
    assert world.outbox.alert is not None
    assert (world.outbox.alert.code, world.outbox.alert.params["reason"]) == ("TLLED", "TLGAP")
    (row,) = await world.sell("e")
    assert (row.no, row.ticket) == (3, "C1-000005")
    await world.restart(run=False)
    assert world.outbox.alert is not None
    await world.outbox.dismiss_alert()
    assert world.outbox.alert is None


async def test_o15_what_the_server_does_not_admit_to_know_goes_again(world: World) -> None:
    await world.sell("a", "b", "c")
    await world.outbox.record([Outcome(no, "done", Door.COUNTER) for no in (1, 2, 3)])
    await world.outbox.open_new_ledger("TLGAP", 1)

    assert [(row.no, row.id, row.state) for row in world.outbox.unsent()] == [
        (1, "b", State.WAITING),
        (2, "c", State.WAITING),
    ]


async def test_a_restored_server_may_have_forgotten_past_ledgers_too(world: World) -> None:
    await three_judged(world)
    await world.outbox.open_new_ledger("TLGAP")
    ledger = world.outbox.ledger
    await world.reconciler.reconcile(marks("epoch-2", 0, ledger=ledger))

    assert [(row.no, row.id, row.state) for row in world.outbox.rows()] == [
        (1, "b", State.REFUSED),
        (2, "d", State.WAITING),
        (3, "a", State.WAITING),
    ]
    assert world.outbox.next_no == 4
    assert [row.id for row in world.store.past] == ["c"]


async def test_an_answer_for_another_ledger_is_ignored_and_ours_is_opened_again(world: World) -> None:
    await world.outbox.registered(0)
    told: list[bool] = []
    world.outbox.listen(lambda: told.append(world.outbox.is_registered))

    assert not await world.reconciler.reconcile(marks("epoch-1", 5, ledger="another"))
    assert not await world.reconciler.reconcile(marks("epoch-1", 5, ledger="another"))
    assert told == [False]
    assert world.outbox.epoch is None


async def test_o15_a_server_that_knows_more_numbers_than_we_gave_makes_a_new_ledger(world: World) -> None:
    await world.sell("a")

    assert not await world.reconciler.reconcile(marks("epoch-1", 2))
    assert world.outbox.alert is not None
    assert world.outbox.alert.params["reason"] == "copied"
    assert [(row.no, row.id) for row in world.outbox.unsent()] == [(1, "a")]
    assert await world.reconciler.reconcile(marks("epoch-1", 0, ledger=world.outbox.ledger))


async def test_o15_a_store_in_trouble_starts_a_new_ledger_at_opening(world: World) -> None:
    await three_judged(world)
    world.store.trouble, world.store.unreadable = "salvaged", 2
    await world.restart(run=False)

    assert world.outbox.ledger != "ledger-1"
    assert world.resets == 0
    assert world.outbox.alert is not None
    assert world.outbox.alert.params == {"reason": "salvaged", "brought": 2, "unreadable": 2, "aside": None}
    assert world.row("d").door is Door.SERVED


async def test_a_broken_file_met_while_selling_is_rescued_by_the_next_sale(world: World) -> None:
    await world.sell("a")
    world.store.fail_next, world.store.trouble = [DeviceFailed("TLCOR")], "salvaged"
    with pytest.raises(DeviceFailed, match="TLCOR"):
        await world.outbox.append(sale("b"))
    (row,) = await world.sell("b")

    assert (row.no, world.row("a").no, world.resets) == (2, 1, 1)
    assert world.outbox.ledger != "ledger-1"


async def test_a_till_that_becomes_another_one_begins_a_ledger_of_its_own() -> None:
    store, clock = MemoryLedger(), FakeClock()
    first = Outbox(store, clock)
    await first.open()
    as_c1, as_c2 = Outbox(store, clock, till_code="C1"), Outbox(store, clock, till_code="C2")
    await as_c1.open()
    await as_c1.append(sale("a"))
    ledger = as_c1.ledger
    await as_c2.open()
    row = await as_c2.append(sale("c"))

    assert ledger == "ledger-1" != as_c2.ledger
    assert [row.id for row in as_c2.rows()] == ["a", "c"]
    assert (row.no, row.ticket) == (2, "C2-000001")
    await as_c2.registered(41)
    assert (await as_c2.append(sale("d"))).ticket == "C2-000042"
    assert as_c2.is_registered


async def test_a_ledger_stays_with_its_bar() -> None:
    store, clock = MemoryLedger(), FakeClock()
    first = Outbox(store, clock, till_code="C1")
    await first.open()
    await first.append(sale("a"))
    of_a = Outbox(store, clock, till_code="C1", bar="bar-a")
    await of_a.open()
    await store.put_copy("stick")
    moved = Outbox(store, clock, till_code="C1", bar="bar-b")
    other = Outbox(MemoryLedger("ledger-2"), clock, till_code="C1", bar="bar-b")
    await other.open()

    assert (first.bar, of_a.bar, other.bar) == (None, "bar-a", "bar-b")
    assert (of_a.ledger, [row.id for row in of_a.rows()]) == ("ledger-1", ["a"])
    with pytest.raises(DeviceFailed, match="TLCFG"):
        await moved.open()
    with pytest.raises(DeviceFailed, match="TLCFG"):
        await moved.append(sale("b"))
    other._store.copies = store.copies  # type: ignore[attr-defined]  # the same USB stick
    with pytest.raises(DeviceFailed) as refused:
        await other.adopt("stick")
    assert (refused.value.code, refused.value.params) == ("TLADO", {"reason": ANOTHER_BARS})
    assert not (await other.compare("stick")).is_ours
    assert other.rows() == ()


async def test_rows_leave_memory_when_every_snapshot_has_them(world: World) -> None:
    count = RECENT + 10
    await world.sell(*(f"sale-{i}" for i in range(1, count + 1)))
    await world.outbox.record([Outcome(no, "done", Door.COUNTER) for no in range(1, count)])
    await world.outbox.record([Outcome(1, "done", Door.COUNTER)])
    nothing = await world.outbox.purge(lambda row: row.no < 3)
    known = [row.no for row in world.outbox.rows()][:2]
    deleted = await world.outbox.purge(lambda row: True)

    assert (nothing, deleted) == (0, 0)
    assert known == [3, 4]
    assert [row.no for row in world.outbox.rows()] == list(range(count + 1 - RECENT, count + 1))
    assert world.outbox.find("sale-1") is None
    assert len(world.store.rows) == count
    assert world.store.meta.contained_up_to == count - 1


async def test_o8_a_row_is_deleted_after_35_days_and_not_by_an_unsure_clock(world: World) -> None:
    def sure() -> None:
        now = world.clock.monotonic()
        world.outbox.time.measure(world.gateway.server_time(), now, now)

    sure()
    await world.sell("a", "b")
    await world.outbox.record([Outcome(1, "done", Door.COUNTER)])
    world.clock.pass_time(34 * 86_400)
    too_young = await world.outbox.purge(lambda row: True)
    world.clock.pass_time(2 * 86_400)
    world.clock.set_wall(0)
    unsure = await world.outbox.purge(lambda row: True)
    sure()
    gone = await world.outbox.purge(lambda row: True)

    assert (too_young, unsure, gone) == (0, 0, 1)
    assert [row.id for row in await world.outbox.recent()] == ["b"]


async def test_the_clock_s_correction_outlives_the_program_but_not_the_boot(world: World) -> None:
    now = world.clock.monotonic()
    world.outbox.time.measure(world.gateway.server_time(), now, now)
    await world.sell("a")
    await world.restart(run=False)
    same_boot = world.outbox.time.is_unsure
    await world.restart(run=False, reboot=True)

    assert isinstance(world.store.meta.anchor, ClockAnchor)
    assert (same_boot, world.outbox.time.is_unsure) == (False, True)


async def test_a_purge_of_everything_leaves_only_what_a_person_must_see(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.record(
        [Outcome(1, "done", Door.COUNTER), Outcome(2, "refused", Door.COUNTER, "TLSTK")]
    )
    deleted = await world.outbox.purge(lambda row: True)

    assert deleted == 0
    assert world.store.meta.contained_up_to == 2
    assert [row.id for row in world.outbox.rows()] == ["a", "b"]
