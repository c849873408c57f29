"""Decode the rows of lists and of figures (``app/domain``), strictly: ValueError on anything unexpected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from app.domain.figures import (
    Dashboard,
    DayFigure,
    HourFigure,
    LowStock,
    MethodFigure,
    OwnedBar,
    OwnedBars,
    ProductFigure,
    ProductStat,
    ProductStats,
    Revenue,
    SellerFigure,
    TopProduct,
    TopProducts,
    Trend,
    Waiting,
)
from app.domain.history import (
    Credit,
    Cursor,
    Discrepancy,
    KeptBottle,
    Notice,
    Page,
    Return,
    SaleHeader,
    Supply,
)
from app.domain.returns import Reason, ReturnState
from app.domain.sale import Goods, Transfer
from app.domain.sale_states import SaleStatus
from app.sync.ports import Json
from app.till.history_parts import Sold

T = TypeVar("T")
Read: TypeAlias = Callable[[Json], Any]


def whole(value: Json) -> int:
    """Return a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def text(value: Json) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def yes(value: Json) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def part(value: Json) -> Mapping[str, Json]:
    """Return an object."""
    if not isinstance(value, Mapping):
        raise ValueError("not an object")
    return value


def several(read: Callable[[Json], T]) -> Callable[[Json], tuple[T, ...]]:
    """Return what reads a list of what ``read`` reads."""

    def read_all(value: Json) -> tuple[T, ...]:
        if not isinstance(value, (list, tuple)):
            raise ValueError("not a list")
        return tuple(read(one) for one in value)

    return read_all


def _or_none(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _one_of(*words: str) -> Read:
    def read(value: Json) -> str:
        if value not in words:
            raise ValueError("unexpected word")
        return text(value)

    return read


def _state_of(kind: type[StrEnum]) -> Read:
    return lambda value: kind(text(value))


def _row(kind: type[T], fields: Mapping[str, Read]) -> Callable[[Json], T]:
    """Return what reads an object with these fields; others are for a newer till."""

    def read(value: Json) -> T:
        row = part(value)
        try:
            return kind(**{name: decode(row[name]) for name, decode in fields.items()})
        except KeyError as missing:
            raise ValueError(f"no field {missing}") from missing

    return read


_MAYBE = _or_none(text)
_MAYBE_WHOLE = _or_none(whole)


def _ticket(row: Json) -> str | None:
    """Return the number of the sale that a row hangs on; an older server does not say it."""
    number: str | None = _MAYBE(part(row).get("ticket"))
    return number


_LINE: dict[str, Read] = {"sale": text, "position": whole, "product": text, "qty": whole}
_MADE: dict[str, Read] = {"created_by": _MAYBE, "created_at": text}
_MONEY: dict[str, Read] = {"gross": whole, "returned": whole, "net": whole}

_transfer = _row(
    Transfer, {**dict.fromkeys(("position", "amount"), whole), "operator": _MAYBE, "reference": _MAYBE}
)
_header = _row(
    SaleHeader,
    {
        **dict.fromkeys(("id", "ticket", "till", "door", "business_date"), text),
        **dict.fromkeys(("sold_by", "decided_by", "decided_at", "reason"), _MAYBE),
        **_MADE,
        "status": _state_of(SaleStatus),
        "total": whole,
        "flags": several(text),
        "methods": several(text),
    },
)


def _goods(value: Json) -> Goods:
    """Return what a list says of a line: ``[2, "Castel", 650]``, in few letters since every row has it."""
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        raise ValueError("not pieces, name and volume")
    return Goods(whole(value[0]), text(value[1]), _MAYBE_WHOLE(value[2]))


def _sold(row: Mapping[str, Json]) -> Sold:
    return {
        "goods": several(_goods)(row.get("goods", ())),
        "more_goods": whole(row.get("more_goods", 0)),
    }


def sale_header(value: Json) -> SaleHeader:
    """Return a sale of a list, with its transfers and what is still open of it where the list tells them."""
    row = part(value)
    return replace(
        _header(value),
        transfers=several(_transfer)(row.get("transfers", ())),
        returns_waiting=several(text)(row.get("returns_waiting", ())),
        returned=whole(row.get("returned", 0)),
        unconfirmed=several(whole)(row.get("unconfirmed", ())),
        lost=several(whole)(row.get("lost", ())),
        change_owed=several(text)(row.get("change_owed", ())),
        **_sold(row),
    )


_returned = _row(
    Return,
    {
        **dict.fromkeys(("id", "notes", "business_date"), text),
        **dict.fromkeys(
            ("exchange_sale", "decided_by", "decided_at", "restocked_by", "restocked_at", "refusal"), _MAYBE
        ),
        **_LINE,
        **_MADE,
        "amount": whole,
        "reason": _state_of(Reason),
        "refund": _or_none(yes),
        "restock": _or_none(yes),
        "state": _state_of(ReturnState),
    },
)


def returned(value: Json) -> Return:
    """Return something that came back."""
    return replace(_returned(value), ticket=_ticket(value))


supply = _row(
    Supply,
    {
        **dict.fromkeys(
            ("id", "product", "unit_cost", "average_before", "supplier", "notes", "business_date"), text
        ),
        **dict.fromkeys(("lots", "lot_size", "qty", "lot_price"), whole),
        **dict.fromkeys(("reversed_by", "reversed_at", "reversal_reason"), _MAYBE),
        **_MADE,
    },
)
_kept_bottle = _row(
    KeptBottle,
    {
        **dict.fromkeys(("guest", "phone", "ended_by", "ended_at", "reason"), _MAYBE),
        **dict.fromkeys(("id", "notes", "expires_at"), text),
        **_LINE,
        **_MADE,
        "state": _one_of("active", "claimed", "forfeited", "expired"),
    },
)


def kept_bottle(value: Json) -> KeptBottle:
    """Return a bottle that is kept, or was."""
    return replace(_kept_bottle(value), ticket=_ticket(value))


discrepancy = _row(
    Discrepancy,
    {
        **dict.fromkeys(("id", "sale", "product", "created_at", "notes"), text),
        **dict.fromkeys(("settled_by", "settled_at", "resolution"), _MAYBE),
        "kind": _one_of("stock", "price"),
        "qty": whole,
        "asked": _MAYBE_WHOLE,
        "price": _MAYBE_WHOLE,
        "state": _one_of("open", "settled"),
    },
)
_credit = _row(
    Credit,
    {
        **dict.fromkeys(("id", "sale", "code", "created_at"), text),
        "amount": whole,
        **dict.fromkeys(("redeemed_by", "redeemed_at"), _MAYBE),
    },
)


def credit(value: Json) -> Credit:
    """Return change that is owed, with whose sale it was and what was sold where the server tells them."""
    row = part(value)
    return replace(_credit(value), sold_by=_MAYBE(row.get("sold_by")), **_sold(row))


notice = _row(
    Notice,
    {
        **dict.fromkeys(("id", "kind", "subject", "created_at"), text),
        "params": part,
        "read_by": _MAYBE,
        "read_at": _MAYBE,
    },
)


def _cursor(value: Json) -> Cursor | None:
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ValueError("not a key")
    first, last = (one if isinstance(one, str) else whole(one) for one in value)
    return first, last


def page_of(read: Callable[[Json], Any]) -> Callable[[Json], Page[Any]]:
    """Return what reads a page of rows that ``read`` reads."""

    def read_page(rows: Json) -> Page[Any]:
        row = part(rows)
        count = part(row.get("count"))
        at, filters = part(row.get("at")), part(row.get("filters"))
        return Page(
            items=several(read)(row.get("items")),
            next_key=_cursor(row.get("next_key")),
            previous_key=_cursor(row.get("previous_key")),
            count=whole(count.get("count")),
            is_counted=not yes(count.get("more")),
            filters={name: text(value) for name, value in filters.items()},
            is_first=at.get("to") == "first",
            time_zone=_MAYBE(row.get("time_zone")),
            closing_hour=_MAYBE_WHOLE(row.get("closing_hour")),
        )

    return read_page


_day = _row(DayFigure, {"day": text, "sales": whole, **_MONEY})
_revenue = _row(Revenue, {"sales": whole, "average": _MAYBE_WHOLE, "days": several(_day), **_MONEY})
_hours = several(_row(HourFigure, dict.fromkeys(("hour", "sales", "gross"), whole)))
_methods = several(
    _row(
        MethodFigure,
        {"method": text, **dict.fromkeys(("payments", "amount", "to_confirm", "failed"), whole)},
    )
)
_sellers = several(_row(SellerFigure, {"seller": _MAYBE, "sales": whole, **_MONEY}))
_products = several(_row(ProductFigure, {"product": text, "qty": whole, **_MONEY}))
_low = several(
    _row(LowStock, {"product": text, **dict.fromkeys(("stock", "reserved", "alert_threshold"), whole)})
)


def _waiting(value: Json, of: str, amount: str) -> Waiting:
    row = part(value)
    return Waiting(whole(row.get(of)), whole(row.get(amount)))


def dashboard(rows: Json) -> Dashboard:
    """Decode the read ``dashboard``."""
    row = part(rows)
    now, products = part(row.get("now")), part(row.get("products"))
    low = part(now.get("low_stock"))
    return Dashboard(
        first=text(row.get("first")),
        last=text(row.get("last")),
        revenue=_revenue(row.get("revenue")),
        hours=_hours(row.get("hours")),
        methods=_methods(row.get("methods")),
        sellers=_sellers(row.get("sellers")),
        products=_products(products.get("rows")),
        products_sold=whole(products.get("products")),
        low_stock=_low(low.get("rows")),
        products_low=whole(low.get("products")),
        pending=_waiting(now.get("pending"), "sales", "amount"),
        returns_pending=whole(now.get("returns_pending")),
        discrepancies_open=whole(now.get("discrepancies_open")),
        to_confirm=_waiting(now.get("to_confirm"), "payments", "amount"),
        consignments_ending=_waiting(now.get("consignments_ending"), "consignments", "bottles"),
        change_owed=_waiting(now.get("change_owed"), "credits", "amount"),
    )


trend = _row(Trend, {"first": text, "last": text, "days": several(_day), "refreshed_at": _MAYBE})
"""Decodes the read ``trend``."""

_tops = several(_row(TopProduct, {"product": text, "qty": whole, "net": whole}))


def top_products(rows: Json) -> TopProducts:
    """Decode the read ``top_products``."""
    row = part(rows)
    return TopProducts(
        period=_one_of("day", "month")(row.get("period")),
        first=text(row.get("first")),
        last=text(row.get("last")),
        products=_tops(row.get("rows")),
        products_sold=whole(row.get("products")),
    )


_stat = _row(
    ProductStat,
    {
        "product": text,
        **dict.fromkeys(("sales", "sold", "came_back", "net_qty_30", "net_30"), whole),
        **_MONEY,
        "first_sold_on": _MAYBE,
        "last_sold_on": _MAYBE,
    },
)
product_stats = _row(ProductStats, {"products": several(_stat), "refreshed_at": _MAYBE})
"""Decodes the read ``product_stats``."""

_owned_bar = _row(
    OwnedBar,
    {
        **dict.fromkeys(("bar", "name", "currency", "operating_mode"), text),
        "is_active": yes,
        **dict.fromkeys(("people", "tills", "products", "short_products", "sales", "net_30"), whole),
        **_MONEY,
        "last_business_date": _MAYBE,
    },
)
my_bars = _row(OwnedBars, {"bars": several(_owned_bar), "refreshed_at": _MAYBE})
"""Decodes the read ``my_bars``."""
