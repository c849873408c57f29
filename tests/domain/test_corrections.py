from __future__ import annotations

import pytest

from app.domain.corrections import (
    RESOLUTIONS,
    AdjustmentReason,
    Counted,
    DiscrepancyKind,
    Resolution,
    is_sound_text,
)
from app.domain.ids import ProductId


def test_a_theft_and_another_reason_need_notes() -> None:
    assert {x.value for x in AdjustmentReason if x.needs_notes} == {"theft_report", "other"}


def test_a_loss_and_another_explanation_need_notes() -> None:
    assert {x.value for x in Resolution if x.needs_notes} == {"loss", "other"}


def test_each_explanation_is_offered_for_its_kind() -> None:
    stock, price = RESOLUTIONS[DiscrepancyKind.STOCK], RESOLUTIONS[DiscrepancyKind.PRICE]

    assert {*stock, *price} == set(Resolution)
    assert {*stock} & {*price} == {Resolution.OTHER}


def test_a_line_of_a_count_knows_its_difference() -> None:
    assert Counted(ProductId("p"), 10, 8).delta == -2


@pytest.mark.parametrize(
    ("text", "is_needed", "sound"),
    [
        ("", False, True),
        ("", True, False),
        (" \n", True, False),
        ("é", True, True),
        ("x" * 6, False, False),
        ("a\0", False, False),
    ],
)
def test_a_text_that_is_needed_says_something(text: str, is_needed: bool, sound: bool) -> None:
    assert is_sound_text(text, 5, is_needed=is_needed) is sound
