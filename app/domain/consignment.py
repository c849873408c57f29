"""Paid bottles kept at the bar for their guest: until when, and what they are at a moment.

Expiry is computed, never waited for; twin of ``logic.has_expired`` and ``logic.consignment_state``. It reads no clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

MAX_DAYS = 30
MAX_GUEST = 80
MAX_PHONE = 40
MAX_NOTES = 500
MAX_REASON = 200


class KeptState(StrEnum):
    ACTIVE = "active"
    CLAIMED = "claimed"
    FORFEITED = "forfeited"
    EXPIRED = "expired"


def expires_at(moment: datetime, days: int) -> datetime:
    """Return until when a bottle kept at ``moment`` is its guest's: ``days`` times 24 hours later.

    ``moment`` must carry a zone. Raises ValueError for other than 1 to 30 days.
    """
    if moment.tzinfo is None:
        raise ValueError("moment without a time zone")
    if not 1 <= days <= MAX_DAYS:
        raise ValueError("days must be 1 to 30")
    return moment + timedelta(days=days)


def has_expired(expires: datetime, moment: datetime) -> bool:
    """Tell whether the bottle is its guest's no more: from the first instant after ``expires`` on."""
    return moment > expires


def state_at(state: KeptState, expires: datetime, moment: datetime) -> KeptState:
    """Return the state that everybody is shown, whether or not a tidying has written it down."""
    return KeptState.EXPIRED if state is KeptState.ACTIVE and has_expired(expires, moment) else state
