"""What is shown = server truth + own unseen commands, at every step of any history; and in the end both sides agree.

Random interleavings of taps, batches, replies, losses, late and doubled events, gaps, polls, restarts of till, server
and relay, backups restored openly and in silence, and ledgers that are lost, broken or put back as they were. The real
outbox, sender, reconciler, cache, follower and pulse live before a small server (``bar_model.py``).
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sync.base import Base, advance
from tests.proof_record import record
from tests.sync.histories import STEPS, mutated, run_histories, run_history, story

SEED = 20_261_122
SHORT = 250
LONG = 20_000


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
@given(st.lists(st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 71)), max_size=40))
def test_what_is_shown_is_the_servers_truth_and_own_unseen_commands(steps: list[tuple[int, int]]) -> None:
    asyncio.run(run_history(steps))


def test_so_it_is_in_long_random_histories() -> None:
    counts = run_histories(SHORT, SEED)

    assert counts.histories == SHORT
    assert set(counts.steps) == set(STEPS), "every kind of step was taken"
    assert counts.checks > SHORT * 10


@pytest.mark.proof
@pytest.mark.timeout(7200)
def test_proof_of_20000_histories() -> None:
    count = int(os.environ.get("BARTENDER_PROOF_HISTORIES", LONG))
    seed = int(os.environ.get("BARTENDER_PROOF_SEED", SEED))
    started = time.monotonic()
    counts = run_histories(count, seed)

    found = {
        "histories": counts.histories,
        "checks": counts.checks,
        "sales": counts.sales,
        "new_epochs": counts.epochs,
        "lost_ledgers": counts.ledgers,
        "steps": sum(counts.steps.values()),
        "lies": 0,
    }
    record("projection", found, seed, time.monotonic() - started, steps=counts.steps)
    assert counts.histories == count


def _no_gap_check(base: Base, message: object, **how: object) -> Base | None:
    return advance(base, replace(message, from_rev=0), **how)  # type: ignore[type-var,arg-type]  # a FeedMessage


REFUSED_UNHEARD = story(
    ("foreign", 15),
    ("foreign", 12),
    ("tap", 30),
    ("send", 0),
    ("arrive", 0),
    ("lose", 0),
    ("read", 0),
    ("good_line", 0),
)
"""One of ``a`` is left; a guest asks for three, is refused, and the till does not hear of it."""
OVERTAKEN = story(("read", 0), ("arrive", 0), ("foreign", 15), ("announce", 0), ("event", 1), ("reply", 0))
"""An event overtakes the answer to a read."""

MUTATIONS: dict[str, tuple[str, Callable[..., object]]] = {
    "contained always true": ("contained", lambda no, base: True),
    "contained never true": ("contained", lambda no, base: False),
    "events name no numbers": ("contained", lambda no, base: no <= base.applied and no not in base.refused),
    "refusals forgotten": ("contained", lambda no, base: no <= base.applied or no in base.done),
    "outcomes ignored": ("has_landed", lambda row, base: False),
    "older answers taken": ("is_older", lambda base, rev, applied: False),
    "no gap check": ("advance", _no_gap_check),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_rule_is_found_out(name: str) -> None:
    rule, broken = MUTATIONS[name]
    with mutated(rule, broken), pytest.raises(AssertionError):
        _many_histories()

    asyncio.run(run_history(REFUSED_UNHEARD))
    asyncio.run(run_history(OVERTAKEN))


REFUSED_IN_THE_BACKUP = story(
    ("foreign", 15),
    ("foreign", 12),
    ("tap", 30),
    ("send", 0),
    ("arrive", 0),
    ("back_up", 0),
    ("lose", 0),
    ("deadline", 0),
    ("send", 0),
    ("good_line", 0),
    ("restore", 0),
    ("poll", 0),
    ("good_line", 0),
)
"""A backup holds the last number as refused at the counter; booked as served, it is lost by the restore."""


def test_a_sale_booked_after_the_backup_that_refused_it_is_booked_again() -> None:
    asyncio.run(run_history(REFUSED_IN_THE_BACKUP))


def test_a_server_that_never_begins_a_new_epoch_is_found_out() -> None:
    with pytest.raises(AssertionError):
        run_histories(2_000, seed=1, renews_epoch=False)


def _many_histories() -> None:
    asyncio.run(run_history(REFUSED_UNHEARD))
    asyncio.run(run_history(OVERTAKEN))
    run_histories(2_000, seed=1)
