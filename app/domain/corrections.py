"""Corrections of the stock and what explains an écart: the reasons there are, and which of them need notes.

The reasons' twins are in ``sql/code/logic/adjustments.sql`` and ``discrepancies.sql``. No stock moves here.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain.frozen import frozen
from app.domain.ids import ProductId
from app.domain.text import UNSTORABLE

MAX_DELTA = 100_000
MAX_COUNTED = 1_000_000
MAX_LINES = 1_000
MAX_NOTES = 500


def is_sound_text(text: str, most: int, *, is_needed: bool = False) -> bool:
    """Tell whether the server takes ``text`` of at most ``most`` characters, and a needed one says something."""
    return len(text) <= most and UNSTORABLE.search(text) is None and bool(text.strip() or not is_needed)


class AdjustmentReason(StrEnum):
    """Why the owner corrects one product; a count of many has its own command."""

    LOSS_DAMAGE = "loss_damage"
    DONATION_SAMPLE = "donation_sample"
    EXPIRATION = "expiration"
    THEFT_REPORT = "theft_report"
    OTHER = "other"

    @property
    def needs_notes(self) -> bool:
        return self in (AdjustmentReason.THEFT_REPORT, AdjustmentReason.OTHER)


class DiscrepancyKind(StrEnum):
    """``stock``: sold and not in the book. ``price``: asked and not in force."""

    STOCK = "stock"
    PRICE = "price"


class Resolution(StrEnum):
    """How a manager explains an écart. Only a late supply moves stock."""

    LATE_SUPPLY = "late_supply"
    LOSS = "loss"
    COUNT = "count"
    PRICE_ACCEPTED = "price_accepted"
    PRICE_ERROR = "price_error"
    OTHER = "other"

    @property
    def needs_notes(self) -> bool:
        return self in (Resolution.LOSS, Resolution.OTHER)


RESOLUTIONS: dict[DiscrepancyKind, tuple[Resolution, ...]] = {
    DiscrepancyKind.STOCK: (Resolution.LATE_SUPPLY, Resolution.LOSS, Resolution.COUNT, Resolution.OTHER),
    DiscrepancyKind.PRICE: (Resolution.PRICE_ACCEPTED, Resolution.PRICE_ERROR, Resolution.OTHER),
}
"""The explanations that each kind may have, in the order in which they are offered."""


@frozen
class Counted:
    """A line of a count: what the screen said as the bottles were counted, and how many there were."""

    product: ProductId
    expected: int
    counted: int

    @property
    def delta(self) -> int:
        return self.counted - self.expected
