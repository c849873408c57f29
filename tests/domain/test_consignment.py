"""Kept bottles: until when, and what they are at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.consignment import KeptState, expires_at, has_expired, state_at

EVENING = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


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


@pytest.mark.parametrize("state", list(KeptState))
def test_only_what_is_active_expires(state: KeptState) -> None:
    assert state_at(state, EVENING, EVENING) is state
    after = state_at(state, EVENING, EVENING + INSTANT)
    assert after is (KeptState.EXPIRED if state is KeptState.ACTIVE else state)
