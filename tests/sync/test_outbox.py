"""The outbox: numbers, tickets, doors, refusals, and memory that is always as the disk is."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.errors import DeviceFailed
from app.sync.ports import Command, Door, Outcome, SendAs, State
from tests.conftest import ErrorLog
from tests.fakes import FakeClock, MemoryLedger, let_tasks_run
from tests.ledgers import sale
from tests.sync.outbox_world import World


@pytest.fixture
async def world() -> World:
    world = World()
    await world.start(run=False)
    return world


async def test_numbers_and_tickets_have_no_holes(world: World) -> None:
    rows = await world.sell("a", "b")
    rows.append(await world.outbox.append(Command("count", "count_stock", 1, {})))
    rows += await world.sell("c")

    assert [row.no for row in rows] == [1, 2, 3, 4]
    assert [row.ticket for row in rows] == ["C1-000001", "C1-000002", None, "C1-000003"]
    assert [row.body.get("ticket") for row in rows] == ["C1-000001", "C1-000002", None, "C1-000003"]
    assert world.outbox.next_no == 5
    assert world.outbox.till_code == "C1"


async def test_a_command_appended_twice_is_one_row(world: World) -> None:
    first, again = await world.sell("a", "a")

    assert first is again
    assert world.outbox.next_no == 2


async def test_rows_do_not_change_with_the_body_that_made_them(world: World) -> None:
    body: dict[str, object] = {"lines": [1]}
    row = await world.outbox.append(Command("a", "count_stock", 1, body))  # type: ignore[arg-type]
    body["lines"] = [2]

    assert row.body == {"lines": [1]}


async def test_what_is_no_json_is_no_command(world: World) -> None:
    for body, error in (({"x": float("nan")}, ValueError), ({"x": {1, 2}}, TypeError)):
        with pytest.raises(error):
            await world.outbox.append(Command("a", "count_stock", 1, body))  # type: ignore[arg-type]

    assert world.outbox.next_no == 1


async def test_a_till_without_a_code_gives_no_tickets() -> None:
    from app.sync.outbox import Outbox

    outbox = Outbox(MemoryLedger(), FakeClock())
    await outbox.open()
    with pytest.raises(ValueError, match="code"):
        await outbox.append(sale("a"))

    assert (await outbox.append(Command("b", "count_stock", 1, {}))).no == 1


async def test_the_same_command_has_the_same_hash_and_another_one_another(world: World) -> None:
    rows = [
        await world.outbox.append(Command(str(i), "count_stock", 1, body))
        for i, body in enumerate([{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1, "b": 3}])
    ]

    assert len({row.sha256 for row in rows}) == 3  # ids differ
    assert [row.body for row in rows[:2]] == [{"a": 1, "b": 2}] * 2


async def test_o10_a_sale_that_is_not_on_disk_is_refused_loudly_and_takes_no_number(world: World) -> None:
    await world.sell("a")
    world.store.fail_next = [DeviceFailed("TLDSK")]
    told: list[int] = []
    world.outbox.listen(lambda: told.append(world.outbox.next_no))
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await world.outbox.append(sale("b"))

    assert told == []
    assert [row.no for row in await world.sell("c")] == [2]
    assert [row.ticket for row in world.outbox.rows()] == ["C1-000001", "C1-000002"]


async def test_o10_a_sale_that_is_on_disk_after_all_is_found_there(world: World) -> None:
    await world.sell("a")
    world.store.fail_after = DeviceFailed("TLDSK", {"unknown": True})
    with pytest.raises(DeviceFailed):
        await world.outbox.append(sale("b"))
    (again,) = await world.sell("b")

    assert (again.no, again.door) == (2, Door.SERVED)
    assert world.outbox.next_no == 3


async def test_a_caller_that_goes_away_does_not_part_memory_and_disk(world: World) -> None:
    task = asyncio.create_task(world.outbox.append(sale("a")))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await let_tasks_run()

    assert task.cancelled()
    assert [row.id for row in world.outbox.rows()] == [row.id for row in world.store.rows.values()] == ["a"]


async def test_what_waits_at_a_start_has_been_served(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.record([Outcome(1, "done", Door.COUNTER)])
    await world.restart(run=False)

    assert [(row.state, row.door) for row in world.outbox.rows()] == [
        (State.DONE, Door.COUNTER),
        (State.WAITING, Door.SERVED),
    ]
    assert world.store.rows[2].door is Door.SERVED


async def test_o6_the_counter_door_closes_once(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.record([Outcome(2, "refused", Door.COUNTER, "TLSTK")])
    commits = world.store.commits

    assert await world.outbox.mark_served(1)
    assert await world.outbox.mark_served(1)
    assert world.store.commits == commits + 1
    assert not await world.outbox.mark_served(2)
    assert not await world.outbox.mark_served(99)
    assert world.row("b").state is State.REFUSED


async def test_o6_a_counter_refusal_of_a_served_row_is_ignored(world: World) -> None:
    await world.sell("a")
    await world.outbox.mark_served(1)
    await world.outbox.record([Outcome(1, "refused", Door.COUNTER, "TLSTK")])

    assert world.row("a").state is State.WAITING
    assert world.outbox.unsent() == world.outbox.rows()
    await world.outbox.record([Outcome(1, "refused", Door.SERVED, "TLINP", {"path": "x"})])
    assert (world.row("a").state, world.row("a").code) == (State.REFUSED, "TLINP")


async def test_a_served_row_that_is_refused_at_the_counter_again_and_again_is_shown_in_the_end(
    world: World,
) -> None:
    await world.sell("a", door=Door.SERVED)
    for _ in range(5):
        assert world.row("a").state is State.WAITING
        await world.outbox.record([Outcome(1, "refused", Door.COUNTER, "TLSTK")])

    assert world.row("a").state is State.REFUSED


async def test_an_outcome_is_written_down_once(world: World) -> None:
    await world.sell("a")
    await world.outbox.record([Outcome(1, "done", Door.COUNTER, result={"sale": "a"}, rev=4)])
    commits = world.store.commits
    await world.outbox.record(
        [Outcome(1, "refused", Door.COUNTER, "TLSTK"), Outcome(9, "done", Door.COUNTER)]
    )
    await world.outbox.tried(1, "XX000")
    await world.outbox.tried(9, "XX000")

    row = world.row("a")
    assert (row.state, row.result, row.rev, row.attempts) == (State.DONE, {"sale": "a"}, 4, 0)
    assert world.store.commits == commits


async def test_five_tries_park_a_row(world: World) -> None:
    await world.sell("a")
    for i in range(5):
        assert world.row("a").send_as is None
        await world.outbox.tried(1, f"XX00{i}")

    assert (world.row("a").send_as, world.row("a").last_error) == (SendAs.PARK, "XX004")
    again = await world.outbox.retry(1)
    assert (again.send_as, again.attempts, again.no) == (None, 0, 1)


async def test_a_refusal_is_settled_by_a_person_only_once(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.record([Outcome(1, "refused", Door.COUNTER, "TLSTK")])

    assert await world.outbox.settle(1, "forgotten")
    assert not await world.outbox.settle(1, "forgotten")
    assert not await world.outbox.settle(2, "waits")
    assert (world.row("a").state, world.row("a").result) == (State.SETTLED, {"settled": "forgotten"})


async def test_a_refusal_is_retried_under_a_new_number(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.record([Outcome(1, "refused", Door.COUNTER, "TLSTK")])
    world.clock.pass_time(60)
    row = await world.outbox.retry(1, by="kofi", session="s")

    assert (row.no, row.by, row.session, row.door) == (3, "kofi", "s", Door.COUNTER)
    assert (row.body["supersedes"], row.body["ticket"], row.ticket) == (1, "C1-000003", "C1-000003")
    assert row.id != "a"
    assert row.moment > world.row("a").moment
    assert world.row("a").state is State.SETTLED


async def test_a_served_sale_that_is_retried_keeps_its_moment_and_its_seller(world: World) -> None:
    await world.sell("a", door=Door.SERVED)
    await world.outbox.append(Command("b", "count_stock", 1, {"x": 1}, by="ama", session="s"))
    await world.outbox.record(
        [Outcome(1, "refused", Door.SERVED, "TLINP"), Outcome(2, "refused", Door.SERVED, "TLSES")]
    )
    world.clock.pass_time(60)
    sold, counted = await world.outbox.retry(1), await world.outbox.retry(2)

    assert (sold.moment, sold.by, sold.door) == (world.row("a").moment, "ama", Door.SERVED)
    assert (counted.session, counted.ticket, counted.body) == ("s", None, {"x": 1})
    with pytest.raises(KeyError):
        await world.outbox.retry(1)
    with pytest.raises(KeyError):
        await world.outbox.retry(99)


async def test_the_summary_counts_what_waits_and_what_was_refused(world: World) -> None:
    empty = world.outbox.summary()
    await world.sell("a", amount=500)
    world.clock.pass_time(30)
    await world.sell("b", "c", amount=700)
    await world.outbox.record([Outcome(2, "refused", Door.COUNTER, "TLSTK")])
    summary = world.outbox.summary()

    assert (empty.waiting_count, empty.oldest_s) == (0, None)
    assert (summary.waiting_count, summary.waiting_amount, summary.oldest_s) == (2, 1_200, 30)
    assert (summary.refused_count, summary.refused_amount) == (1, 700)
    await world.restart(run=False, reboot=True)
    assert world.outbox.summary().oldest_s == 90


async def test_open_rows_are_what_waits_and_what_is_done(world: World) -> None:
    await world.sell("a", "b", "c")
    await world.outbox.record(
        [Outcome(1, "done", Door.COUNTER), Outcome(2, "refused", Door.COUNTER, "TLSTK")]
    )

    assert [row.id for row in world.outbox.open_rows()] == ["a", "c"]
    assert world.outbox.row(2) is world.row("b")
    assert world.outbox.find("nobody") is None


async def test_listeners_are_told_after_the_disk_has_it(world: World, expects_error_logs: ErrorLog) -> None:
    told: list[list[str]] = []

    def listener() -> None:
        told.append([row.id for row in world.store.rows.values()])

    def broken() -> None:
        raise RuntimeError("a bug of a screen")

    world.outbox.listen(broken)
    leave = world.outbox.listen(listener)
    await world.sell("a")
    await world.outbox.put_draft("cart", {})
    leave()
    leave()
    await world.sell("b")

    assert told == [["a"]]
    assert len(expects_error_logs.lines) == 2


async def test_drafts_and_notes_are_kept(world: World) -> None:
    await world.outbox.put_draft("cart", {"lines": 1})
    await world.outbox.put_draft("held", {"lines": 2})
    await world.outbox.delete_draft("held")
    await world.outbox.set_note("pin", {"ama": "x"})
    await world.outbox.set_note("old", {"x": 1})
    await world.outbox.set_note("old", None)
    await world.restart(run=False)

    assert await world.outbox.drafts() == {"cart": {"lines": 1}}
    assert (await world.outbox.get_draft("cart"), await world.outbox.get_draft("held")) == (
        {"lines": 1},
        None,
    )
    assert (await world.outbox.get_note("pin"), await world.outbox.get_note("old")) == ({"ama": "x"}, None)


async def test_o9_a_ledger_held_by_another_process_is_read_only(world: World) -> None:
    await world.sell("a")
    world.store.holder = {"pid": 7, "host": "bar", "since": 1}
    await world.restart(run=False)

    assert world.outbox.is_read_only
    assert world.outbox.holder == {"pid": 7, "host": "bar", "since": 1}
    assert world.row("a").door is Door.COUNTER
    with pytest.raises(DeviceFailed, match="TLHLD"):
        await world.outbox.append(sale("b"))


async def test_o13_closing_keeps_what_waits(world: World) -> None:
    await world.sell("a", "b")
    await world.outbox.close()

    assert not world.store.is_open
    assert [row.state for row in world.store.rows.values()] == [State.WAITING, State.WAITING]
