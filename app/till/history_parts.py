"""What the lists read in the bodies of commands: a part that is not there, or not readable, is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from app.domain.business_date import business_date
from app.domain.history import Page, SaleHeader
from app.domain.ids import MemberId
from app.domain.sale import Goods
from app.sync.ports import Json, Row
from app.till.stock import whole_of

SHOWN = 2
"""So many lines of a sale does a list name, as the server's does (``logic.goods_of``)."""


class Sold(TypedDict):
    """What a list tells of what was sold."""

    goods: tuple[Goods, ...]
    more_goods: int


def word_of(part: Mapping[str, Json], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def part_of(body: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def rows_of(body: Mapping[str, Json], name: str) -> tuple[Mapping[str, Json], ...]:
    value = body.get(name)
    return tuple(x for x in value if isinstance(x, Mapping)) if isinstance(value, (list, tuple)) else ()


def goods_of(body: Mapping[str, Json]) -> Sold:
    """Return what a list tells of what a sale's body sells (twin of ``logic.goods_of``)."""
    lines = rows_of(body, "lines")
    return {"goods": tuple(map(_goods, lines[:SHOWN])), "more_goods": max(len(lines) - SHOWN, 0)}


def _goods(line: Mapping[str, Json]) -> Goods:
    volume = line.get("volume_ml")
    return Goods(whole_of(line, "qty"), word_of(line, "name"), volume if isinstance(volume, int) else None)


def member_of(row: Row) -> MemberId | None:
    return MemberId(row.by) if row.by else None


def day_of(page: Page[SaleHeader], moment: str) -> str:
    """Return the bar's day of a moment; the calendar's in UTC while the page does not say where the bar is."""
    if page.time_zone is None or page.closing_hour is None:
        return moment[:10]
    return business_date(datetime.fromisoformat(moment), page.time_zone, page.closing_hour).isoformat()
