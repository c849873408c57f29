"""The reads of lists and figures, as one table: key, how to fetch it, decode it, and project own commands on it.

key                                   read                 what it holds
("sales", filters, place)             sales_page           headers of sales; own waiting ones at their head
("returns", filters, place)           returns_page         what came back
("consignments", filters, place)      consignments_page    bottles kept for guests
("discrepancies", filters, place)     discrepancies_page   what sales found wrong with the book
("supplies", filters, place)          supplies_page        what came in; a manager's
("notifications", filters, place)     notifications_page   what managers are told; a manager's
("change", filters, place)             change_page          change that guests may come back for
("sale", id)                          sale                 one sale with all that hangs on it
("ticket", number)                    sale_by_ticket       the same, by the sale's number
("dashboard", first, last)            dashboard            figures of business days; a manager's
("trend", first, last)                trend                revenue of each of up to 367 business days; a manager's
("top_products", period, day)         top_products         what earned most on a day or in a month; a manager's
("product_stats",)                    product_stats        what each product has earned, as old as it says; a manager's
("my_bars",)                          my_bars              the bars of the owner signed in, as old as it says

Filters and place are canonical JSON. The session is not part of a key: what needs one is private, and goes at sign-out.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from app.domain.errors import Incompatible
from app.domain.history import Cursor
from app.sync.base import Base, Decode
from app.sync.ports import Answer, Gateway, Json, JsonObject, Key
from app.sync.query import QuerySpec
from app.till import change, history, history_codec, history_sales, pages, sale_detail, sale_detail_codec
from app.till.freshness import FRESHNESS
from app.till.projections import unchanged

LIST_TIMEOUT_S = 10.0
FIRST_PAGE: JsonObject = {"to": "first"}
LAST_PAGE: JsonObject = {"to": "last"}

Session: TypeAlias = Callable[[], str | None]
"""The server's session of the person signed in now."""


def older_than(key: Cursor) -> JsonObject:
    """Return the place of the page that follows the row ``key``."""
    return {"to": "next", "key": list(key)}


def newer_than(key: Cursor) -> JsonObject:
    """Return the place of the page that ends before the row ``key``."""
    return {"to": "previous", "key": list(key)}


def at_date(day: str) -> JsonObject:
    """Return the place of the page that begins with the last row of ``day`` (YYYY-MM-DD)."""
    return {"to": "date", "date": day}


def page_key(family: str, filters: Mapping[str, str], place: JsonObject = FIRST_PAGE) -> Key:
    """Return the key of a page of a list; an empty filter counts as none."""
    return (family, _canonical({name: value for name, value in filters.items() if value}), _canonical(place))


def dashboard_key(first: str, last: str) -> Key:
    """Return the key of the figures of the business days ``first`` to ``last`` (YYYY-MM-DD)."""
    return ("dashboard", first, last)


def sale_key(sale: str) -> Key:
    """Return the key of one sale with all that hangs on it."""
    return ("sale", sale)


def ticket_key(ticket: str) -> Key:
    """Return the key of the sale with that number; of two that share one, the newer is meant."""
    return ("ticket", ticket)


def trend_key(first: str, last: str) -> Key:
    """Return the key of the revenue of each business day from ``first`` to ``last`` (YYYY-MM-DD)."""
    return ("trend", first, last)


def top_products_key(period: Literal["day", "month"], day: str) -> Key:
    """Return the key of what earned most on the business day ``day`` (YYYY-MM-DD), or in its month."""
    return ("top_products", period, day)


PRODUCT_STATS: Key = ("product_stats",)
MY_BARS: Key = ("my_bars",)


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _page(family: str, session: Session | None) -> Callable[[Gateway, Key, Base | None], Awaitable[Answer]]:
    async def fetch(gateway: Gateway, key: Key, base: Base | None) -> Answer:
        place: JsonObject = json.loads(str(key[2]))
        held = pages.held(base.rows if base else None)
        for items, at in ((held, {**place, "know": pages.known(held)}), ((), place)):
            params: dict[str, Json] = {"filters": json.loads(str(key[1])), "at": at}
            if session is not None:
                params["session"] = session()
            answer = await gateway.read(f"{family}_page", params, timeout_s=LIST_TIMEOUT_S)
            with suppress(pages.Doubtful):
                return replace(answer, rows=pages.whole(answer.rows, items))
        raise Incompatible("TLVER", {"read": f"{family}_page"})

    return fetch


def _one(name: str, parameter: str) -> Callable[[Gateway, Key, Base | None], Awaitable[Answer]]:
    async def fetch(gateway: Gateway, key: Key, base: Base | None) -> Answer:
        del base
        return await gateway.read(name, {parameter: key[1]}, timeout_s=LIST_TIMEOUT_S)

    return fetch


def _figures(
    family: str, words: tuple[str, ...], session: Session
) -> Callable[[Gateway, Key, Base | None], Awaitable[Answer]]:
    async def fetch(gateway: Gateway, key: Key, base: Base | None) -> Answer:
        del base
        params: JsonObject = {"session": session(), **dict(zip(words, key[1:], strict=True))}
        return await gateway.read(family, params, timeout_s=LIST_TIMEOUT_S)

    return fetch


Row: TypeAlias = tuple[str, Decode, Callable[[Any, Any], Any], frozenset[str], str, bool, bool]

_LISTS: tuple[Row, ...] = (
    # family, what reads a row, projection, kinds of command, topic, is asked with the session, is private
    ("sales", history_codec.sale_header, history_sales.sales_after, history.SALES, "sales", False, False),
    ("returns", history_codec.returned, history.returns_after, history.RETURNS, "returns", False, False),
    (
        "consignments",
        history_codec.kept_bottle,
        history.consignments_after,
        history.CONSIGNMENTS,
        "consignments",
        True,
        True,
    ),
    (
        "discrepancies",
        history_codec.discrepancy,
        history.discrepancies_after,
        history.DISCREPANCIES,
        "sales",
        False,
        False,
    ),
    ("change", history_codec.credit, change.change_after, change.KINDS, "sales", False, False),
    ("supplies", history_codec.supply, history.supplies_after, history.SUPPLIES, "supplies", True, True),
    (
        "notifications",
        history_codec.notice,
        history.notices_after,
        history.NOTICES,
        "notifications",
        True,
        True,
    ),
)

_FIGURES: tuple[tuple[str, tuple[str, ...], Decode, str], ...] = (
    # family, what the rest of its key says, what reads it, topic
    ("dashboard", ("first", "last"), history_codec.dashboard, "sales"),
    ("trend", ("first", "last"), history_codec.trend, "sales"),
    ("top_products", ("period", "day"), history_codec.top_products, "sales"),
    ("product_stats", (), history_codec.product_stats, "catalog"),
    ("my_bars", (), history_codec.my_bars, "settings"),
)


def list_specs(session: Session) -> tuple[QuerySpec, ...]:
    """Return the table, for the cache. ``session`` is asked at each fetch."""
    return (
        *(
            _spec(
                family,
                _page(family, session if is_asked else None),
                history_codec.page_of(read),
                after,
                kinds,
                topic,
                is_private=is_private,
            )
            for family, read, after, kinds, topic, is_asked, is_private in _LISTS
        ),
        *(
            _spec(
                family,
                _one(read, parameter),
                sale_detail_codec.sale_detail,
                sale_detail.detail_after,
                sale_detail.KINDS,
                "sales",
                is_private=False,
            )
            for family, read, parameter in (("sale", "sale", "sale"), ("ticket", "sale_by_ticket", "ticket"))
        ),
        *(
            _spec(
                family,
                _figures(family, words, session),
                decode,
                unchanged,
                frozenset(),
                topic,
                is_private=True,
            )
            for family, words, decode, topic in _FIGURES
        ),
    )


def _spec(
    family: str,
    fetch: Callable[[Gateway, Key, Base | None], Awaitable[Answer]],
    decode: Decode,
    project: Callable[[Any, Any], Any],
    kinds: frozenset[str],
    topic: str,
    *,
    is_private: bool,
) -> QuerySpec:
    return QuerySpec(
        family=family,
        fetch=fetch,
        decode=decode,
        project=project,
        kinds=kinds,
        stale_s=FRESHNESS[family].stale_s,
        keep_s=FRESHNESS[family].keep_s,
        is_private=is_private,
        topic=topic,
    )
