"""Kept bottles: until when, and what they are at a moment, on the cases that the SQL twin is tested on too."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.consignment import KeptState, expires_at, has_expired, state_at

EVENING = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
CASES: list[dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "consignments.json").read_text(encoding="utf-8")
)


def test_a_bottle_is_kept_for_days_of_24_hours() -> None:
    assert expires_at(EVENING, 7) == datetime(2026, 3, 21, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 31])
def test_for_1_to_30_days_only(days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        expires_at(EVENING, days)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        expires_at(EVENING.replace(tzinfo=None), 7)


def test_it_expires_right_after_its_last_instant() -> None:
    assert not has_expired(EVENING, EVENING)
    assert has_expired(EVENING, EVENING + INSTANT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_the_shared_cases_hold(case: dict[str, str]) -> None:
    expires, moment = (datetime.fromisoformat(case[name]) for name in ("expires_at", "moment"))

    assert state_at(KeptState(case["state"]), expires, moment) is KeptState(case["shown"])
