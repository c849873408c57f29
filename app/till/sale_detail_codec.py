"""Decode one sale with all that hangs on it, strictly: ValueError on anything unexpected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.domain.history import Credit, SaleHeader
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.sale import Goods
from app.domain.sale_detail import Paid, SaleDetail, SoldLine
from app.sync.ports import Json
from app.till.history_codec import credit, kept_bottle, part, returned, sale_header, several, text, whole
from app.till.history_parts import SHOWN


def _get(row: Mapping[str, Json], name: str) -> Json:
    if name not in row:
        raise ValueError(f"no field {name!r}")
    return row[name]


def _maybe(row: Mapping[str, Json], name: str) -> str | None:
    value = _get(row, name)
    return None if value is None else text(value)


def _maybe_whole(row: Mapping[str, Json], name: str) -> int | None:
    value = _get(row, name)
    return None if value is None else whole(value)


def _maybe_member(row: Mapping[str, Json], name: str) -> MemberId | None:
    known = _maybe(row, name)
    return None if known is None else MemberId(known)


def _line(value: Json) -> SoldLine:
    row = part(value)
    return SoldLine(
        position=whole(row.get("position")),
        product=ProductId(text(row.get("product"))),
        name=text(row.get("name")),
        volume_ml=_maybe_whole(row, "volume_ml"),
        price=whole(row.get("price")),
        qty=whole(row.get("qty")),
    )


def _paid(value: Json) -> Paid:
    row = part(value)
    return Paid(
        position=whole(row.get("position")),
        method=text(row.get("method")),
        amount=whole(row.get("amount")),
        tendered=_maybe_whole(row, "tendered"),
        change=_maybe_whole(row, "change"),
        owed=_maybe_whole(row, "owed"),
        operator=_maybe(row, "operator"),
        reference=_maybe(row, "reference"),
        state=text(row.get("state")),
        settled_by=_maybe_member(row, "settled_by"),
        settled_at=_maybe(row, "settled_at"),
    )


def _credit_of(header: SaleHeader, lines: Sequence[SoldLine]) -> Callable[[Json], Credit]:
    """Return what reads change that this sale owes: since the moment it was made, for what was sold by it."""
    goods = tuple(Goods(line.qty, line.name, line.volume_ml) for line in lines[:SHOWN])
    more = max(len(lines) - SHOWN, 0)

    def read(value: Json) -> Credit:
        owed = credit({**part(value), "sale": header.id, "created_at": header.created_at})
        return replace(owed, sold_by=header.sold_by, goods=goods, more_goods=more)

    return read


def sale_detail(rows: Json) -> SaleDetail:
    """Decode the reads ``sale`` and ``sale_by_ticket``."""
    row, header = part(rows), sale_header(rows)
    exchanged_for, lines = _maybe(row, "exchanged_for"), several(_line)(row.get("lines"))
    return SaleDetail(
        header=header,
        booked_at=text(row.get("booked_at")),
        lines=lines,
        payments=several(_paid)(row.get("payments")),
        returns=several(returned)(row.get("returns")),
        kept=several(kept_bottle)(row.get("consignments")),
        credits=several(_credit_of(header, lines))(row.get("credits")),
        exchanged_for=SaleId(exchanged_for) if exchanged_for else None,
    )
