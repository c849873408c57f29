from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import NOTES_XOF, change_due, quick_cash

AMOUNTS = st.integers(min_value=1, max_value=10_000_000)


def test_change_is_what_was_tendered_beyond_the_total() -> None:
    assert change_due(1_200, 2_000) == 800


def test_too_little_tendered_is_an_error() -> None:
    with pytest.raises(ValueError, match="tendered"):
        change_due(1_200, 1_000)


def test_quick_cash_of_1200_francs() -> None:
    assert quick_cash(1_200) == (1_500, 2_000, 5_000)


def test_quick_cash_of_nothing_is_nothing() -> None:
    assert quick_cash(0) == ()


@given(total=AMOUNTS)
def test_quick_cash_is_above_the_total_ascending_and_made_of_notes(total: int) -> None:
    sums = quick_cash(total)

    assert list(sums) == sorted(set(sums))
    assert all(value > total and value % NOTES_XOF[0] == 0 for value in sums)
    assert sums[0] - total <= NOTES_XOF[0]
