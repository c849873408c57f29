"""What a query's result says, and which differences are news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import Unreachable
from app.sync.counters import HitCounter, Tally
from app.sync.query import FetchStatus, Query, Result, Status
from tests.sync.cache_world import SPECS, STOCK
from tests.sync.test_projection import base

READY = Result(Status.READY, FetchStatus.IDLE, ("s1",), None, is_stale=False, age_s=3.0)


def query() -> Query:
    return Query(STOCK, SPECS[0], idle_since_s=0.0)


@pytest.mark.parametrize(
    "quiet",
    [
        replace(READY, age_s=99.0),
        replace(READY, is_stale=True),
        replace(READY, fetch_status=FetchStatus.FETCHING),
    ],
)
def test_age_staleness_and_a_refetch_behind_shown_data_are_no_news(quiet: Result) -> None:
    assert READY.says_the_same(quiet)


@pytest.mark.parametrize(
    "news",
    [
        replace(READY, shown=("s2",)),
        replace(READY, error=Unreachable("TLNET")),
        replace(READY, is_previous=True),
        replace(READY, fetch_status=FetchStatus.PAUSED),
        replace(READY, status=Status.FAILED),
    ],
)
def test_everything_that_a_screen_would_draw_otherwise_is_news(news: Result) -> None:
    assert not READY.says_the_same(news)


def test_a_first_load_is_news() -> None:
    empty = replace(READY, status=Status.PENDING, shown=None)

    assert not empty.says_the_same(replace(empty, fetch_status=FetchStatus.FETCHING))


def test_status_says_whether_there_is_data_and_fetch_status_whether_something_runs() -> None:
    one = query()
    assert one.result(60, 0).status is Status.PENDING
    one.error = Unreachable("TLNET")
    assert one.result(60, 0).status is Status.FAILED
    one.fetch_status = FetchStatus.FETCHING
    assert one.result(60, 0).status is Status.PENDING
    one.base = base(at_s=10.0)
    result = one.result(60, 5.0)
    assert (result.status, result.age_s, result.is_stale) == (Status.READY, 0.0, False)
    one.is_invalidated = True
    assert one.result(60, 5.0).is_stale


def test_a_query_is_behind_only_when_it_has_something_to_be_behind_with() -> None:
    one = query()
    one.wanted = 9
    assert not one.is_behind
    one.base = base(rev=8)
    assert one.is_behind
    one.wanted = 8
    assert not one.is_behind


def test_hits_and_misses_add_up_over_the_families() -> None:
    counter = HitCounter()
    assert counter.looks().total == Tally(0, 0)
    assert counter.looks().total.rate is None
    for family, is_hit in (("sales", True), ("sales", False), ("team", True)):
        counter.count(family, is_hit=is_hit)

    assert counter.looks().families == {"sales": Tally(1, 1), "team": Tally(1, 0)}
    assert counter.looks().total == Tally(2, 1)
