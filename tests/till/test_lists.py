"""The reads of lists: their keys, what they ask for, and that only what is whole is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.domain.figures import Dashboard
from app.domain.history import Page
from app.domain.sale import Goods, Transfer
from app.sync.ports import Answer, Envelope, Json, JsonObject
from app.till import history_codec
from app.till.lists import (
    FIRST_PAGE,
    LAST_PAGE,
    MY_BARS,
    PRODUCT_STATS,
    at_date,
    dashboard_key,
    list_specs,
    newer_than,
    older_than,
    page_key,
    sale_key,
    ticket_key,
    top_products_key,
    trend_key,
)
from tests.fakes import FakeClock, ScriptedGateway

MARKS = Envelope("ledger-1", "epoch-1", 0, frozenset(), 7, topic_rev=3)
AT = "2026-03-05T04:30:00.000000Z"
MADE: dict[str, Json] = {"created_by": None, "created_at": AT}
LINE: dict[str, Json] = {"sale": "s", "position": 1, "product": "p", "qty": 2}
DECIDED: dict[str, Json] = {"decided_by": None, "decided_at": None}
MONEY: dict[str, Json] = {"gross": 900, "returned": 100, "net": 800}

ITEMS: dict[str, dict[str, Json]] = {
    "sales": {
        "id": "s",
        "ticket": "C1-000001",
        "till": "t",
        "status": "validated",
        "door": "counter",
        "sold_by": "m",
        "business_date": "2026-03-04",
        "total": 500,
        "flags": ["override"],
        "methods": ["cash"],
        "reason": None,
        **MADE,
        **DECIDED,
    },
    "returns": {
        "id": "r",
        "amount": 900,
        "reason": "other",
        "refund": None,
        "restock": True,
        "notes": "x",
        "exchange_sale": None,
        "state": "approved",
        "business_date": "2026-03-04",
        "refusal": None,
        "restocked_by": None,
        "restocked_at": None,
        **LINE,
        **MADE,
        **DECIDED,
    },
    "consignments": {
        "id": "k",
        "guest": "Ama",
        "phone": None,
        "notes": "",
        "state": "expired",
        "expires_at": AT,
        "ended_by": None,
        "ended_at": None,
        "reason": None,
        **LINE,
        **MADE,
    },
    "discrepancies": {
        "id": "d",
        "kind": "price",
        "sale": "s",
        "product": "p",
        "qty": 1,
        "asked": 500,
        "price": 600,
        "state": "open",
        "created_at": AT,
        "settled_by": None,
        "settled_at": None,
        "resolution": None,
        "notes": "",
    },
    "supplies": {
        "id": "u",
        "product": "p",
        "lots": 2,
        "lot_size": 12,
        "qty": 24,
        "lot_price": 6_000,
        "unit_cost": "500.0000",
        "average_before": "0.0000",
        "supplier": "",
        "notes": "",
        "business_date": "2026-03-04",
        **MADE,
        "reversed_by": None,
        "reversed_at": None,
        "reversal_reason": None,
    },
    "notifications": {
        "id": "n",
        "kind": "parked",
        "params": {"no": 4},
        "subject": "",
        "created_at": AT,
        "read_by": None,
        "read_at": None,
    },
    "change": {
        "id": "s",
        "sale": "s",
        "code": "C1-000001",
        "amount": 500,
        "created_at": AT,
        "redeemed_by": None,
        "redeemed_at": None,
    },
}
FIGURES: dict[str, Json] = {
    "first": "2026-03-01",
    "last": "2026-03-04",
    "revenue": {"sales": 2, "average": 450, "days": [{"day": "2026-03-04", "sales": 2, **MONEY}], **MONEY},
    "hours": [{"hour": 20, "sales": 2, "gross": 900}],
    "methods": [{"method": "cash", "payments": 2, "amount": 900, "to_confirm": 0, "failed": 0}],
    "sellers": [{"seller": None, "sales": 2, **MONEY}],
    "products": {"products": 1, "more": False, "rows": [{"product": "p", "qty": 2, **MONEY}]},
    "now": {
        "low_stock": {
            "products": 1,
            "more": False,
            "rows": [{"product": "p", "stock": 3, "reserved": 1, "alert_threshold": 10}],
        },
        "pending": {"sales": 1, "amount": 500},
        "returns_pending": 2,
        "discrepancies_open": 3,
        "to_confirm": {"payments": 4, "amount": 600},
        "consignments_ending": {"consignments": 5, "bottles": 6},
        "change_owed": {"credits": 7, "amount": 800},
    },
}

FIGURE_KEYS = (
    dashboard_key("2026-03-01", "2026-03-04"),
    trend_key("2026-03-01", "2026-03-04"),
    top_products_key("month", "2026-03-04"),
    PRODUCT_STATS,
    MY_BARS,
)


def rows_of(family: str, **changes: Json) -> dict[str, Json]:
    """Return a page of one item as the server sends it."""
    whole: dict[str, Json] = {
        "items": [ITEMS[family]],
        "next_key": ["2026-03-04", "s"],
        "previous_key": None,
        "more": True,
        "count": {"count": 10_000, "more": True},
        "filters": {},
        "at": {"to": "first"},
    }
    return whole | changes


def decoder(family: str) -> Callable[[Json], Any]:
    return next(spec.decode for spec in list_specs(lambda: None) if spec.family == family)


def test_a_key_is_the_same_whatever_the_order_of_its_filters() -> None:
    one = page_key("sales", {"seller": "m", "status": "pending", "product": ""})
    other = page_key("sales", {"status": "pending", "seller": "m"}, FIRST_PAGE)

    assert one == other == ("sales", '{"seller":"m","status":"pending"}', '{"to":"first"}')
    assert page_key("sales", {}, LAST_PAGE)[2] == '{"to":"last"}'
    assert older_than(("2026-03-04", "s")) == {"to": "next", "key": ["2026-03-04", "s"]}
    assert newer_than(("2026-03-04", "s"))["to"] == "previous"
    assert at_date("2026-03-04") == {"to": "date", "date": "2026-03-04"}


async def test_each_list_asks_for_its_page_and_for_people_with_their_session() -> None:
    gateway = ScriptedGateway(FakeClock())
    asked: dict[str, object] = {}
    others = {
        **{str(key[0]): key for key in FIGURE_KEYS},
        "sale": sale_key("s"),
        "ticket": ticket_key("C1-000001"),
    }
    names = {**{family: family for family in others}, "ticket": "sale_by_ticket"}
    for spec in list_specs(lambda: "session-1"):
        gateway.reads[names.get(spec.family, f"{spec.family}_page")] = lambda params: Answer(MARKS, {})
        key = others.get(spec.family, page_key(spec.family, {"a": "b"}))
        await spec.fetch(gateway, key, None)
        asked[spec.family] = gateway.calls[-1].argument

    span: JsonObject = {"session": "session-1", "first": "2026-03-01", "last": "2026-03-04"}
    alone: JsonObject = {"session": "session-1"}
    page: JsonObject = {"filters": {"a": "b"}, "at": {"to": "first", "know": ""}}
    of_people: JsonObject = {**page, "session": "session-1"}
    assert asked == {
        **dict.fromkeys(("sales", "returns", "discrepancies", "change"), page),
        "sale": {"sale": "s"},
        "ticket": {"ticket": "C1-000001"},
        **dict.fromkeys(("consignments", "supplies", "notifications"), of_people),
        **dict.fromkeys(("dashboard", "trend"), span),
        "top_products": {"session": "session-1", "period": "month", "day": "2026-03-04"},
        **dict.fromkeys(("product_stats", "my_bars"), alone),
    }


def test_what_is_asked_with_a_session_goes_with_its_person() -> None:
    private = {spec.family for spec in list_specs(lambda: None) if spec.is_private}

    assert private == {"consignments", "supplies", "notifications", *(key[0] for key in FIGURE_KEYS)}
    assert {spec.topic for spec in list_specs(lambda: None)} == {
        "sales",
        "returns",
        "consignments",
        "supplies",
        "notifications",
        "catalog",
        "settings",
    }


@pytest.mark.parametrize("family", ITEMS)
def test_a_page_is_read_whole(family: str) -> None:
    page = decoder(family)(rows_of(family))

    assert isinstance(page, Page)
    assert page.items[0].id == ITEMS[family]["id"]
    assert (page.next_key, page.previous_key) == (("2026-03-04", "s"), None)
    assert (page.count, page.is_counted, page.is_first, page.time_zone) == (10_000, False, True, None)
    assert decoder(family)(rows_of(family, closing_hour=6, time_zone="UTC")).closing_hour == 6
    assert decoder(family)(rows_of(family, at={"to": "last"})).is_first is False
    assert decoder(family)(rows_of(family, next_key=[7, "s"])).next_key == (7, "s")


def wrong_items() -> Iterator[tuple[str, Json]]:
    """Yield every item with one of its fields missing, and with one that is of no kind that any field is."""
    for family, item in ITEMS.items():
        for name in item:
            yield family, {key: value for key, value in item.items() if key != name}
            yield family, item | {name: 0.5}
        yield family, 5


@pytest.mark.parametrize(("family", "item"), list(wrong_items()))
def test_an_item_that_is_not_whole_is_not_believed(family: str, item: Json) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoder(family)(rows_of(family, items=[item]))


@pytest.mark.parametrize(
    "change",
    [
        {"items": None},
        {"items": "none"},
        {"next_key": ["2026-03-04"]},
        {"previous_key": "x"},
        {"next_key": ["x", True]},
        {"count": 5},
        {"count": {"count": "5", "more": False}},
        {"count": {"count": 5, "more": 0}},
        {"filters": []},
        {"filters": {"seller": 5}},
        {"at": None},
        {"closing_hour": "6"},
    ],
)
def test_a_page_that_is_not_whole_is_not_believed(change: dict[str, Json]) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoder("sales")(rows_of("sales", **change))
    with pytest.raises(ValueError, match="not an object"):
        decoder("sales")([])


def test_figures_are_read_whole() -> None:
    figures = decoder("dashboard")(FIGURES)

    assert isinstance(figures, Dashboard)
    assert (figures.revenue.net, figures.revenue.days[0].net, figures.revenue.average) == (800, 800, 450)
    assert (figures.products[0].qty, figures.products_sold, figures.products_low) == (2, 1, 1)
    assert (figures.pending.count, figures.pending.amount) == (1, 500)
    assert (figures.consignments_ending.count, figures.consignments_ending.amount) == (5, 6)
    assert (figures.change_owed.count, figures.to_confirm.count) == (7, 4)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_that_are_not_whole_are_not_believed(name: str) -> None:
    for wrong in ({}, {name: None}, {name: 0.5}):
        with pytest.raises(ValueError, match=r"."):
            history_codec.dashboard({key: FIGURES[key] for key in FIGURES if key != name} | wrong)


def test_the_list_of_what_is_to_be_confirmed_tells_the_transfers_and_the_others_none() -> None:
    transfer: JsonObject = {"position": 2, "amount": 500, "operator": "Moov Money", "reference": None}
    item = {**ITEMS["sales"], "transfers": [transfer]}

    [told] = decoder("sales")(rows_of("sales", items=[item])).items
    [plain] = decoder("sales")(rows_of("sales")).items
    assert (told.transfers, plain.transfers) == ((Transfer(2, 500, "Moov Money", None),), ())
    for wrong in (None, "x", [5], [{**transfer, "amount": "500"}]):
        with pytest.raises(ValueError, match=r"."):
            decoder("sales")(rows_of("sales", items=[{**item, "transfers": wrong}]))


def test_a_list_tells_what_is_open_of_a_sale_and_that_of_an_older_server_nothing() -> None:
    item: JsonObject = {
        **ITEMS["sales"],
        "returns_waiting": ["r1", "r2"],
        "returned": 900,
        "unconfirmed": [1, 3],
        "lost": [2],
    }
    item = {**item, "change_owed": ["c1"], "more_goods": 2, "goods": [[2, "Flag", None]]}

    [told] = decoder("sales")(rows_of("sales", items=[item])).items
    [plain] = decoder("sales")(rows_of("sales")).items
    assert (told.returns_waiting, told.returned, told.unconfirmed) == (("r1", "r2"), 900, (1, 3))
    assert (plain.returns_waiting, plain.returned, plain.unconfirmed) == ((), 0, ())
    assert (told.lost, plain.lost) == ((2,), ())
    assert (told.change_owed, told.goods, told.more_goods) == (("c1",), (Goods(2, "Flag", None),), 2)
    assert (plain.change_owed, plain.goods, plain.more_goods) == ((), (), 0)
    wrongs: tuple[JsonObject, ...] = (
        {"change_owed": [1]},
        {"goods": [[2, "Flag"]]},
        {"goods": ["2Fl"]},
        {"goods": [["2", "Flag", 330]]},
        {"more_goods": None},
        {"returns_waiting": None},
        {"returns_waiting": [1]},
        {"returned": "900"},
        {"unconfirmed": ["1"]},
        {"lost": ["1"]},
    )
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"."):
            decoder("sales")(rows_of("sales", items=[{**item, **wrong}]))


def test_change_owed_tells_what_was_sold_and_by_whom_and_that_of_an_older_server_nothing() -> None:
    item: JsonObject = {**ITEMS["change"], "sold_by": "m", "more_goods": 2, "goods": [[3, "Castel", 650]]}

    [told] = decoder("change")(rows_of("change", items=[item])).items
    [plain] = decoder("change")(rows_of("change")).items
    assert (told.sold_by, told.goods, told.more_goods) == ("m", (Goods(3, "Castel", 650),), 2)
    assert (plain.sold_by, plain.goods, plain.more_goods) == (None, (), 0)
    wrongs: tuple[JsonObject, ...] = ({"sold_by": 1}, {"goods": [[2, "Flag"]]}, {"more_goods": None})
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"."):
            decoder("change")(rows_of("change", items=[{**item, **wrong}]))


def test_a_return_tells_of_which_sale_it_is_and_that_of_an_older_server_does_not() -> None:
    [told] = decoder("returns")(rows_of("returns", items=[{**ITEMS["returns"], "ticket": "C1-000001"}])).items
    [plain] = decoder("returns")(rows_of("returns")).items
    assert (told.ticket, plain.ticket) == ("C1-000001", None)
    with pytest.raises(ValueError, match=r"."):
        decoder("returns")(rows_of("returns", items=[{**ITEMS["returns"], "ticket": 1}]))
