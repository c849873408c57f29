"""The base and what is shown over it: what contains what, which answer is older, what a feed message may change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from app.sync.base import (
    Base,
    FeedMessage,
    Gap,
    accept,
    advance,
    by_id,
    contained,
    fold,
    from_text,
    is_older,
    is_same_world,
    key_text,
    revision,
    to_text,
    unseen,
    with_marks,
)
from app.sync.ports import Answer, Door, Envelope, Json, JsonObject, State
from tests.sync.cache_world import decode_counts, merge_counts, row, take

ROWS: dict[str, JsonObject] = {"a": {"id": "a", "n": 10, "rev": 4}, "b": {"id": "b", "n": 5, "rev": 2}}


def base(**changes: object) -> Base:
    start = Base(
        epoch="epoch-1",
        ledger="ledger-1",
        applied=5,
        refused=frozenset({4}),
        rev=8,
        done=frozenset({7}),
        rows=ROWS,
        value={"a": 10, "b": 5},
        at_s=100.0,
    )
    return replace(start, **changes)  # type: ignore[arg-type]  # the fields of Base


def marks(**changes: object) -> Envelope:
    start = Envelope("ledger-1", "epoch-1", 6, frozenset(), 9)
    return replace(start, **changes)  # type: ignore[arg-type]  # the fields of Envelope


def accepted(
    held: Base | None, asked: Base | None, envelope: Envelope, rows: Json, *, full: bool
) -> Base | None:
    return accept(
        held,
        asked,
        Answer(envelope, rows, full),
        topic="stock",
        decode=decode_counts,
        merge=merge_counts,
        now_s=200.0,
    )


def message(
    from_rev: int, rev: int, *rows: JsonObject, done: Sequence[int] = (), epoch: str = "epoch-1"
) -> FeedMessage:
    return FeedMessage(epoch, from_rev, rev, rows, {"ledger-1": frozenset(done)} if done else {})


def advanced(held: Base, event: FeedMessage) -> Base | None:
    return advance(held, event, merge=merge_counts, now_s=200.0)


@pytest.mark.parametrize(
    ("no", "is_contained"),
    [(1, True), (3, True), (4, False), (5, True), (6, False), (7, True), (8, False)],
)
def test_a_number_is_contained_up_to_applied_but_for_refusals_or_when_an_event_named_it(
    no: int, is_contained: bool
) -> None:
    assert contained(no, base()) is is_contained


def test_only_open_rows_of_kinds_that_matter_are_folded_in_number_order() -> None:
    rows = [
        row(2, State.DONE),
        row(4, State.WAITING, door=Door.SERVED),
        row(5, State.DONE),
        row(6, State.REFUSED),
        row(7, State.DONE),
        row(8, State.SETTLED),
        row(9, State.DONE),
        row(10, kind="void"),
        row(11),
    ]

    assert [one.no for one in unseen(rows, base(), None, is_stock=False)] == [4, 9, 10, 11]
    assert [one.no for one in unseen(rows, base(), {"take"}, is_stock=False)] == [4, 9, 11]
    assert unseen(rows, base(), frozenset(), is_stock=False) == []
    assert [one.no for one in unseen(rows, base(refused=frozenset()), {"take"}, is_stock=False)] == [9, 11]
    assert fold(take, base(), unseen(rows, base(), {"take"}, is_stock=False)) == {"a": 7, "b": 5}
    assert base().value == {"a": 10, "b": 5}, "the base is never changed by what is shown"


def test_a_command_that_is_done_is_in_a_stock_of_its_revision_and_one_without_took_nothing() -> None:
    """The event that named it was lost, and later ones have been applied."""
    rows = [
        replace(row(11, State.DONE), rev=8),
        replace(row(12, State.DONE), rev=9),
        row(13, State.DONE),
        replace(row(14), rev=7),
    ]

    assert [one.no for one in unseen(rows, base(), None, is_stock=True)] == [12, 14]
    assert [one.no for one in unseen(rows, base(), None, is_stock=False)] == [11, 12, 13, 14]
    assert [one.no for one in unseen(rows, base(ledger=""), None, is_stock=True)] == [11, 12, 13, 14]


def test_a_refusal_of_one_of_two_overlapping_sales_leaves_the_other_untouched() -> None:
    held = base(applied=5, refused=frozenset(), done=frozenset())
    both = [row(6, a=3), row(7, a=2)]
    assert fold(take, held, unseen(both, held, None, is_stock=False)) == {"a": 5, "b": 5}

    refused = [replace(both[0], state=State.REFUSED), both[1]]
    assert fold(take, held, unseen(refused, held, None, is_stock=False)) == {"a": 8, "b": 5}


def test_marks_of_another_epoch_or_ledger_cannot_be_compared() -> None:
    assert is_same_world(base(), "epoch-1", "ledger-1")
    assert not is_same_world(base(), "epoch-2", "ledger-1")
    assert not is_same_world(base(), "epoch-1", "ledger-2")


def test_an_answer_behind_in_either_mark_is_older() -> None:
    assert not is_older(base(), 8, 5)
    assert not is_older(base(), 9, 6)
    assert is_older(base(), 7, 9)
    assert is_older(base(), 9, 4)


def test_a_topics_revision_is_the_bars_for_stock_and_its_own_for_the_rest() -> None:
    envelope = marks(rev=9, topic_rev=3, topics={"sales": 7})
    assert revision("stock", envelope) == 9
    assert revision("sales", envelope) == 3
    assert revision("sales", replace(envelope, topic_rev=None)) == 7
    assert revision("team", replace(envelope, topic_rev=None)) == 0


def test_marks_taken_from_a_pulse_empty_done_but_never_forget_a_contained_number() -> None:
    taken = with_marks(base(), marks(applied=7, refused=frozenset({4, 6})))
    assert (taken.applied, taken.refused, taken.done) == (7, frozenset({4, 6}), frozenset())

    behind_the_event = with_marks(base(), marks(applied=6))
    assert behind_the_event.done == {7}

    older_twin = with_marks(base(refused=frozenset()), marks(applied=5, refused=frozenset({4})))
    assert older_twin.refused == frozenset(), "what the served door has booked stays booked"
    booked_since = with_marks(base(), marks(applied=5))
    assert booked_since.refused == frozenset()


def test_a_first_answer_becomes_the_base() -> None:
    taken = accepted(None, None, marks(refused=frozenset({2})), list(ROWS.values()), full=True)

    assert taken == base(applied=6, refused=frozenset({2}), rev=9, done=frozenset(), at_s=200.0)


def test_a_newer_full_answer_replaces_rows_and_keeps_an_equal_value_the_same_object() -> None:
    held = base()
    same = accepted(held, None, marks(applied=7), list(ROWS.values()), full=True)
    assert same is not None
    assert same.value is held.value
    assert (same.applied, same.rev, same.done, same.at_s) == (7, 9, frozenset(), 200.0)

    other = accepted(held, None, marks(applied=6), [{"id": "a", "n": 1, "rev": 9}], full=True)
    assert other is not None
    assert other.value == {"a": 1}
    assert other.done == {7}


def test_a_delta_changes_only_rows_that_are_newer_than_the_held_ones() -> None:
    held = base()
    delta: Json = [
        {"id": "a", "n": 3, "rev": 9},
        {"id": "b", "n": 99, "rev": 1},
        {"id": "c", "n": 6, "rev": 9},
    ]
    taken = accepted(held, held, marks(), delta, full=False)

    assert taken is not None
    assert taken.value == {"a": 3, "b": 5, "c": 6}
    assert taken.rows == {**ROWS, "a": {"id": "a", "n": 3, "rev": 9}, "c": {"id": "c", "n": 6, "rev": 9}}
    assert held.rows == ROWS


def test_a_delta_with_nothing_new_moves_only_the_marks() -> None:
    held = base()
    taken = accepted(held, held, marks(), [{"id": "b", "n": 5, "rev": 2}], full=False)

    assert taken is not None
    assert taken.value is held.value
    assert taken.rows is held.rows
    assert taken.rev == 9


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        (None, base()),
        (base(), None),
        (base(epoch="epoch-0"), base(epoch="epoch-0")),
        (base(), base(epoch="epoch-0")),
        (base(rev=7), base(rev=8)),
    ],
)
def test_a_delta_that_does_not_meet_the_base_is_a_gap(held: Base | None, asked: Base | None) -> None:
    with pytest.raises(Gap):
        accepted(held, asked, marks(), [], full=False)


def test_a_delta_for_a_read_that_merges_nothing_is_a_gap() -> None:
    with pytest.raises(Gap):
        accept(
            base(),
            base(),
            Answer(marks(), [], full=False),
            topic="stock",
            decode=decode_counts,
            merge=None,
            now_s=0.0,
        )


def test_a_full_answer_of_another_world_replaces_the_base_however_low_its_marks() -> None:
    taken = accepted(base(), None, marks(epoch="epoch-2", applied=1, rev=2), [], full=True)

    assert taken is not None
    assert (taken.epoch, taken.applied, taken.rev, taken.done, taken.value) == (
        "epoch-2",
        1,
        2,
        frozenset(),
        {},
    )


def test_an_event_that_the_base_reaches_is_applied_and_its_numbers_are_contained() -> None:
    taken = advanced(base(), message(8, 9, {"id": "a", "n": 6, "rev": 9}, done=[6, 3, 4]))

    assert taken is not None
    assert taken.value == {"a": 6, "b": 5}
    assert (taken.rev, taken.applied, taken.done, taken.at_s) == (9, 5, frozenset({4, 6, 7}), 200.0)


def test_an_event_that_comes_twice_or_late_changes_nothing() -> None:
    event = message(8, 9, {"id": "a", "n": 6, "rev": 9}, done=[6])
    once = advanced(base(), event)
    assert once is not None
    later = advanced(once, message(9, 10, {"id": "a", "n": 5, "rev": 10}))
    assert later is not None

    assert advanced(once, event) == once
    again = advanced(replace(later, at_s=150.0), event)
    assert again == replace(later, at_s=150.0), "an old event does not make the data young"


@pytest.mark.parametrize(
    "event",
    [
        message(9, 10, {"id": "a", "n": 6, "rev": 10}),
        message(8, 9, {"id": "a", "n": 6, "rev": 10}),
        message(8, 9),
        message(8, 9, {"id": "a", "n": 6, "rev": 9}, epoch="epoch-2"),
    ],
    ids=["a gap before it", "a row newer than the event", "a span without rows", "another epoch"],
)
def test_an_event_that_cannot_be_trusted_is_asked_about_instead(event: FeedMessage) -> None:
    assert advanced(base(), event) is None


def test_a_base_without_a_ledger_takes_no_events_since_nobody_can_tell_whose_numbers_they_name() -> None:
    assert (
        advanced(base(ledger="", done=frozenset()), message(8, 9, {"id": "a", "n": 6, "rev": 9}, done=[6]))
        is None
    )


def test_an_event_that_touches_no_stock_still_tells_what_was_done() -> None:
    taken = advanced(base(), message(8, 8, done=[6]))

    assert taken is not None
    assert taken.done == {6, 7}
    assert taken.value is base().value or taken.value == base().value


def test_an_events_numbers_of_another_ledger_mean_nothing_here() -> None:
    event = FeedMessage("epoch-1", 8, 9, [{"id": "a", "n": 6, "rev": 9}], {"ledger-0": frozenset({6})})
    taken = advanced(base(), event)

    assert taken is not None
    assert taken.done == {7}


@pytest.mark.parametrize(
    "rows",
    [
        "rows",
        None,
        3,
        {"a": 1},
        ["a"],
        [{"n": 1, "rev": 1}],
        [{"id": 3, "rev": 1}],
        [{"id": "a"}],
        [{"id": "a", "rev": "1"}],
        [{"id": "a", "rev": True}],
    ],
)
def test_rows_of_another_shape_are_refused(rows: Json) -> None:
    with pytest.raises(ValueError, match=r"row|list"):
        by_id(rows)


def test_a_snapshot_comes_back_from_its_text_as_it_was() -> None:
    held = base()
    text = to_text(("stock", 3), 2, held, 1_780_000_000.5)
    back = from_text(text)

    assert back.key == ("stock", 3)
    assert (back.version, back.at_wall) == (2, 1_780_000_000.5)
    assert back.base == replace(held, value=None, at_s=0.0)
    assert key_text(("stock", 3)) == '["stock",3]'
    assert isinstance(json.loads(text), Mapping)
