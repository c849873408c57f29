"""The business day of a bar: the night belongs to the evening it began in.

Twin of the SQL function ``logic.business_date``; both are tested on ``tests/cases/business_date.json``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def business_date(moment: datetime, time_zone: str, closing_hour: int) -> date:
    """Return ``date(local time − closing_hour hours)``. ``moment`` must carry a zone; ``closing_hour`` is 0 to 23.

    Raises ValueError for a naive moment or an hour out of range, ZoneInfoNotFoundError for an unknown zone.
    """
    if moment.tzinfo is None:
        raise ValueError("moment without a time zone")
    if not 0 <= closing_hour <= 23:
        raise ValueError("closing_hour must be 0 to 23")
    local = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    return (local - timedelta(hours=closing_hour)).date()
