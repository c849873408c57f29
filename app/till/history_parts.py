"""What the lists read in the bodies of commands: a part that is not there, or not readable, is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain.business_date import business_date
from app.domain.history import Page, SaleHeader
from app.domain.ids import MemberId
from app.sync.ports import Json, Row


def word_of(part: Mapping[str, Json], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def part_of(body: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def rows_of(body: Mapping[str, Json], name: str) -> tuple[Mapping[str, Json], ...]:
    value = body.get(name)
    return tuple(x for x in value if isinstance(x, Mapping)) if isinstance(value, (list, tuple)) else ()


def member_of(row: Row) -> MemberId | None:
    return MemberId(row.by) if row.by else None


def day_of(page: Page[SaleHeader], moment: str) -> str:
    """Return the bar's day of a moment; the calendar's in UTC while the page does not say where the bar is."""
    if page.time_zone is None or page.closing_hour is None:
        return moment[:10]
    return business_date(datetime.fromisoformat(moment), page.time_zone, page.closing_hour).isoformat()
