"""What is shown is folded again only where something is new: the same as the whole fold, for less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.base import Base, Folding, fold
from app.sync.outbox import Outbox
from app.sync.ports import Door, Row, State
from tests.fakes import FakeClock, MemoryLedger
from tests.ledgers import sale
from tests.sync.cache_world import row

Step = tuple[str, int]


def base(value: object) -> Base:
    return Base("epoch", "ledger", 0, frozenset(), 0, frozenset(), {}, value, 0.0)


class Counting:
    """A projection that appends a command's id, and counts how often it was asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, value: object, one: Row) -> object:
        assert isinstance(value, tuple)
        self.count += 1
        return (*value, one.id, one.body["a"])


def test_one_more_command_costs_one_projection() -> None:
    folding, take, held = Folding(), Counting(), base(())
    rows = [row(no) for no in range(1, 101)]
    assert folding.fold(take, held, rows) == fold(Counting(), held, rows)
    assert take.count == 100

    rows = [*rows, row(101)]
    assert folding.fold(take, held, rows) == fold(Counting(), held, rows)
    assert folding.fold(take, replace(held, applied=7, at_s=9.0), rows) == fold(Counting(), held, rows)

    assert take.count == 101


@pytest.mark.parametrize("change", [{"state": State.DONE}, {"door": Door.SERVED}, {"attempts": 3}])
def test_how_far_a_command_is_changes_nothing(change: dict[str, object]) -> None:
    folding, take, held = Folding(), Counting(), base(())
    rows = [row(1), row(2), row(3)]
    shown = folding.fold(take, held, rows)

    moved = [rows[0], replace(rows[1], **change), rows[2]]  # type: ignore[arg-type]  # the fields of Row
    assert folding.fold(take, held, moved) == shown

    assert take.count == 3


def test_whatever_else_differs_folds_all_again() -> None:
    folding, held = Folding(), base(())
    rows = [row(1), row(2), row(3)]
    folding.fold(Counting(), held, rows)
    for others in (rows[:2], rows[1:], [row(9), *rows[1:]], [*rows[:2], row(3, a=5)], []):
        assert folding.fold(Counting(), held, others) == fold(Counting(), held, others)
    assert folding.fold(Counting(), base(("else",)), rows) == fold(Counting(), base(("else",)), rows)


def test_a_projection_that_fails_leaves_what_was_folded_before() -> None:
    folding, held, rows = Folding(), base(()), [row(1), row(2)]
    shown = folding.fold(Counting(), held, rows)
    assert isinstance(shown, tuple)

    def broken(_value: object, _row: Row) -> object:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        folding.fold(broken, held, [*rows, row(3)])
    with pytest.raises(ZeroDivisionError):
        folding.fold(broken, base(("else",)), rows)

    assert folding.fold(Counting(), held, rows) == shown
    assert folding.fold(Counting(), base(("else",)), rows) == ("else", *shown)


@given(
    st.lists(st.tuples(st.sampled_from(["append", "drop", "judge", "base"]), st.integers(0, 9)), max_size=30)
)
def test_it_is_always_the_whole_fold(steps: Sequence[Step]) -> None:
    folding, held, rows, next_no = Folding(), base(()), list[Row](), 1
    for kind, place in steps:
        if kind == "append":
            rows, next_no = [*rows, row(next_no)], next_no + 1
        elif kind == "base":
            held = base((place,))
        elif rows and kind == "drop":
            rows = rows[:place] + rows[place + 1 :]
        elif rows:
            judged = place % len(rows)
            rows = [*rows[:judged], replace(rows[judged], state=State.DONE), *rows[judged + 1 :]]

        assert folding.fold(Counting(), held, rows) == fold(Counting(), held, rows)


async def test_the_oldest_of_a_summary_grows_with_time_whatever_boot_it_is_of() -> None:
    clock, ledger = FakeClock(), MemoryLedger()
    outbox = Outbox(ledger, clock, till_code="C1")
    await outbox.open()
    await outbox.append(sale("1", 1_000))
    await clock.advance(5)
    assert (outbox.summary().waiting_count, outbox.summary().oldest_s) == (1, 5)

    await outbox.append(sale("2", 500))
    await clock.advance(5)
    assert (outbox.summary().waiting_amount, outbox.summary().oldest_s) == (1_500, 10)

    clock.reboot(off_s=20)
    again = Outbox(ledger, clock, till_code="C1")
    await again.open()
    await again.append(sale("3", 500))
    await clock.advance(5)
    assert (again.summary().waiting_amount, again.summary().oldest_s) == (2_000, 35)
