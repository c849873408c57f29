"""The bar's day, on the cases that the SQL twin is tested on too, and what both must keep to for any moment."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.business_date import business_date

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "business_date.json").read_text(encoding="utf-8")
)
ZONES = some.sampled_from(sorted({str(case["time_zone"]) for case in CASES}))
MOMENTS = some.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=some.just(UTC))  # noqa: DTZ001 - a naive moment is what is tried, or the local time itself
HOURS = some.integers(0, 23)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_the_shared_cases_hold(case: dict[str, Any]) -> None:
    moment = datetime.fromisoformat(case["moment"])

    assert business_date(moment, case["time_zone"], case["closing_hour"]) == date.fromisoformat(case["date"])


@given(MOMENTS, ZONES, HOURS)
def test_a_later_moment_never_has_an_earlier_day(moment: datetime, zone: str, hour: int) -> None:
    assert business_date(moment, zone, hour) <= business_date(moment + timedelta(days=1), zone, hour)


@given(MOMENTS, ZONES)
def test_a_later_closing_hour_never_has_a_later_day(moment: datetime, zone: str) -> None:
    days = [business_date(moment, zone, closing) for closing in range(24)]

    assert days == sorted(days, reverse=True)
    assert days[0] - days[-1] <= timedelta(days=1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        business_date(datetime(2026, 3, 14, 6), "Africa/Porto-Novo", 6)  # noqa: DTZ001 - a naive moment is what is tried, or the local time itself


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_is_none_is_refused(hour: int) -> None:
    with pytest.raises(ValueError, match="closing_hour"):
        business_date(datetime(2026, 3, 14, 6, tzinfo=UTC), "Africa/Porto-Novo", hour)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        business_date(datetime(2026, 3, 14, 6, tzinfo=UTC), "Africa/Nowhere", 6)
