"""What the bar's server tells of its sales, behind a rig: the reads of ``app/till/lists.py`` over books in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from app.domain.errors import Rejected
from app.sync.ports import Answer, Json, JsonObject
from tests.fakes import FakeClock, FakeServer

Row = dict[str, Any]
PAGE = 50


class TradeReads:
    """The books: rows as the server tells them, by id."""

    def __init__(self, clock: FakeClock, server: FakeServer, closing_hour: int) -> None:
        self._clock, self._server, self._closing_hour = clock, server, closing_hour
        self.sales: dict[str, Row] = {}
        self.returns: dict[str, Row] = {}
        self.kept: dict[str, Row] = {}
        self.credits: dict[str, Row] = {}

    def read(self, name: str, params: JsonObject) -> Answer:
        """Answer one of the reads of ``app/till/lists.py``. Raises Rejected."""
        rows = getattr(self, f"_read_{name}")(params)
        ledger = next(reversed(self._server.state.books))
        return Answer(self._server.marks(ledger), rows)

    def _sale(self, sale: str, *states: str) -> Row:
        if sale not in self.sales:
            raise Rejected("TLUNK", {"what": "sale", "id": sale})
        found = self.sales[sale]
        if states and found["status"] not in states:
            raise Rejected("TLSTA", {"what": "sale", "state": found["status"]})
        return found

    def _read_sale(self, params: Row) -> Json:
        return self._whole(self._sale(params["sale"]))

    def _read_sale_by_ticket(self, params: Row) -> Json:
        found = next((x for x in self.sales.values() if x["ticket"] == params["ticket"]), None)
        if found is None:
            raise Rejected("TLUNK", {"what": "ticket", "id": params["ticket"]})
        return self._whole(found)

    def _whole(self, sale: Row) -> Json:
        def of_sale(rows: Mapping[str, Row]) -> list[Row]:
            return [row for row in rows.values() if row["sale"] == sale["id"]]

        return {
            **sale,
            "returns": of_sale(self.returns),
            "consignments": [self._now(kept) | {"phone": None} for kept in of_sale(self.kept)],
            "credits": of_sale(self.credits),
        }

    def _read_sales_page(self, params: Row) -> Json:
        asked = params["filters"]
        rows = [
            sale
            for sale in self.sales.values()
            if asked.get("from", "") <= sale["business_date"] <= asked.get("to", "9999")
            and asked.get("seller", sale["sold_by"]) == sale["sold_by"]
            and asked.get("status", sale["status"]) == sale["status"]
            and ("payment" not in asked or any(_is_waited_for(paid) for paid in sale["payments"]))
        ]
        if "payment" in asked:
            rows = [sale | {"transfers": _transfers(sale)} for sale in rows]
        rows = [sale | self._open_ends(sale) for sale in rows]
        page = page_of(rows, params, "business_date")
        return {**page, "time_zone": "Africa/Porto-Novo", "closing_hour": self._closing_hour}

    def _open_ends(self, sale: Row) -> Row:
        backs = [x for x in self.returns.values() if x["sale"] == sale["id"]]
        waiting = [x["id"] for x in backs if x["state"] == "pending"]
        value = sum(x["amount"] for x in backs if _is_counted(x))
        unconfirmed = [place for place, paid in enumerate(sale["payments"], 1) if _is_waited_for(paid)]
        lost = [place for place, paid in enumerate(sale["payments"], 1) if paid["state"] == "failed"]
        owed = [x["id"] for x in self.credits.values() if x["sale"] == sale["id"] and not x["redeemed_at"]]
        told = {
            "returns_waiting": waiting,
            "returned": value,
            "unconfirmed": unconfirmed,
            "lost": lost,
            "change_owed": owed,
            **_goods_of(sale),
        }
        return {name: what for name, what in told.items() if what}

    def _read_returns_page(self, params: Row) -> Json:
        wanted = params["filters"].get("state")
        return page_of(
            [x for x in self.returns.values() if wanted in (None, x["state"])], params, "business_date"
        )

    def _read_consignments_page(self, params: Row) -> Json:
        rows = [self._now(kept) for kept in self.kept.values()]
        wanted = params["filters"].get("state")
        return page_of([x for x in rows if wanted in (None, x["state"])], params, "created_at")

    def _now(self, kept: Row) -> Row:
        has_expired = kept["state"] == "active" and self._clock.wall() > seconds(kept["expires_at"])
        return {**kept, "state": "expired" if has_expired else kept["state"]}

    def _read_change_page(self, params: Row) -> Json:
        states = {"open": (True, True), "given": (False, False), "void": (False, True)}
        wanted = states.get(params["filters"].get("state", ""))
        rows = [
            x | {"sold_by": self.sales[x["sale"]]["sold_by"]} | _goods_of(self.sales[x["sale"]])
            for x in self.credits.values()
            if wanted in (None, (x["redeemed_at"] is None, x["redeemed_by"] is None))
        ]
        return page_of(rows, params, "created_at")

    def _read_dashboard(self, params: Row) -> Json:
        if params["session"] is None:
            raise Rejected("TLSES")
        sales = [
            x
            for x in self.sales.values()
            if x["status"] == "validated" and params["first"] <= x["business_date"] <= params["last"]
        ]
        counted = [x for x in self.returns.values() if _is_counted(x)]

        def money(of: Callable[[Row], bool]) -> Row:
            gross = sum(x["total"] for x in sales if of(x))
            back = sum(x["amount"] for x in counted if of(self.sales[x["sale"]]))
            return {"sales": sum(map(of, sales)), "gross": gross, "returned": back, "net": gross - back}

        sellers = sorted({x["sold_by"] for x in sales})
        return {
            "first": params["first"],
            "last": params["last"],
            "revenue": {**money(lambda _: True), "average": None, "days": []},
            "hours": [],
            "methods": _by_method(sales),
            "sellers": [{"seller": who, **money(partial(_is_of, who))} for who in sellers],
            "products": {"products": 0, "rows": []},
            "now": {
                "low_stock": {"products": 0, "rows": []},
                "returns_pending": sum(x["state"] == "pending" for x in self.returns.values()),
                "discrepancies_open": 0,
                **self._what_waits(),
            },
        }

    def _what_waits(self) -> Row:
        waiting = {name: {of: 0, what: 0} for name, of, what in _WAITING}
        pending = [sale["total"] for sale in self.sales.values() if sale["status"] == "pending"]
        transfers = [
            p["amount"] for sale in self.sales.values() for p in sale["payments"] if _is_waited_for(p)
        ]
        waiting["to_confirm"] = {"payments": len(transfers), "amount": sum(transfers)}
        waiting["pending"] = {"sales": len(pending), "amount": sum(pending)}
        return waiting


_WAITING = (
    ("pending", "sales", "amount"),
    ("to_confirm", "payments", "amount"),
    ("consignments_ending", "consignments", "bottles"),
    ("change_owed", "credits", "amount"),
)


def _is_counted(back: Row) -> bool:
    is_decided = back["state"] in ("approved", "restocked")
    return is_decided and bool(back["refund"] or back["reason"] == "exchange")


def _goods_of(sale: Row) -> Row:
    lines = sale["lines"]
    return {
        "goods": [[x["qty"], x["name"], x["volume_ml"]] for x in lines[:2]],
        "more_goods": max(len(lines) - 2, 0),
    }


def _is_of(seller: str, sale: Row) -> bool:
    return bool(sale["sold_by"] == seller)


def page_of(rows: list[Row], params: Row, key: str) -> Row:
    """A page of 50, newest first, from the place on."""
    place = params["at"]
    ordered = sorted(rows, key=lambda x: (x[key], x["id"]), reverse=True)
    bound = tuple(place.get("key", ()))
    older = [x for x in ordered if not bound or (x[key], x["id"]) < bound]
    newer = [x for x in ordered if bound and (x[key], x["id"]) > bound]
    items = newer[-PAGE:] if place["to"] == "previous" else older[:PAGE]
    first, last = (ordered.index(x) for x in (items[0], items[-1])) if items else (0, len(ordered) - 1)
    return {
        "items": items,
        "next_key": [items[-1][key], items[-1]["id"]] if items and last < len(ordered) - 1 else None,
        "previous_key": [items[0][key], items[0]["id"]] if items and first > 0 else None,
        "count": {"count": len(ordered), "more": False},
        "filters": params["filters"],
        "at": place,
    }


def seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def _transfers(sale: Row) -> list[Row]:
    told = ("position", "amount", "operator", "reference")
    return [{name: paid[name] for name in told} for paid in sale["payments"] if _is_waited_for(paid)]


def _by_method(sales: list[Row]) -> list[Row]:
    """Return what was paid for these sales by each way of paying, in the order of the server: by name."""
    paid = [one for sale in sales for one in sale["payments"]]
    rows = []
    for way in sorted({one["method"] for one in paid}):
        of_way = [one for one in paid if one["method"] == way]
        amounts = {
            "amount": sum(one["amount"] for one in of_way),
            "to_confirm": sum(one["amount"] for one in of_way if _is_waited_for(one)),
            "failed": sum(one["amount"] for one in of_way if one["state"] == "failed"),
        }
        rows.append({"method": way, "payments": len(of_way), **amounts})
    return rows


def _is_waited_for(paid: Row) -> bool:
    return bool(paid["state"] == "to_confirm")
