"""Goods in, corrections and counts as commands; what they do to what is shown is total and never below the reserve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalog import Stock
from app.domain.corrections import AdjustmentReason, Counted, Resolution
from app.domain.errors import Rejected
from app.domain.ids import ProductId
from app.domain.supply import SupplyToRecord
from app.sync.ports import Command, Door, Json
from app.till.commands import KNOWN_VERSIONS
from app.till.projections import STOCK_AFTER
from app.till.stock import adjust_stock, count_stock, settle_discrepancy
from app.till.supplies import record_supply, reverse_supply
from tests.till.test_codec import JSON
from tests.till.test_projections import PRODUCTS, STOCKS, after, command

FLAG = PRODUCTS[0]
WHO: dict[str, Any] = {"command_id": "1", "by": "ayaba", "session": "s"}
KINDS = ("record_supply", "reverse_supply", "adjust_stock", "count_stock", "settle_discrepancy")
HERE = {FLAG: Stock(FLAG, 10, 4, 500, is_active=True, rev=1)}

SUPPLY = SupplyToRecord("s", FLAG, 2, 12, 6_000)
MADE = {
    "record_supply": record_supply(SUPPLY, **WHO),
    "reverse_supply": reverse_supply("s", FLAG, 6, "twice", **WHO),
    "adjust_stock": adjust_stock("a", FLAG, -6, AdjustmentReason.LOSS_DAMAGE, **WHO),
    "count_stock": count_stock("c", [Counted(FLAG, 9, 3)], **WHO),
    "settle_discrepancy": settle_discrepancy("d", FLAG, 6, Resolution.LATE_SUPPLY, **WHO),
}


def shown(made: Command) -> int:
    return after(HERE, command(made.body, made.kind))[FLAG].stock


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_is_its_person_s_at_the_counter_door_and_known(kind: str) -> None:
    made = MADE[kind]

    assert (made.kind, made.version, made.by, made.session) == (kind, KNOWN_VERSIONS[kind], "ayaba", "s")
    assert (made.door, made.takes_ticket, made.amount) == (Door.COUNTER, False, 0)
    assert kind in STOCK_AFTER


def test_what_each_does_to_the_stock() -> None:
    assert [shown(MADE[kind]) for kind in KINDS] == [34, 4, 4, 4, 4]


def test_what_is_kept_for_guests_is_not_taken() -> None:
    assert shown(reverse_supply("s", FLAG, 7, "twice", **WHO)) == 10
    assert shown(adjust_stock("a", FLAG, -7, AdjustmentReason.LOSS_DAMAGE, **WHO)) == 10
    assert shown(settle_discrepancy("d", FLAG, 7, Resolution.LATE_SUPPLY, **WHO)) == 10
    assert shown(count_stock("c", [Counted(FLAG, 9, 2)], **WHO)) == 10


def test_a_count_is_taken_whole_or_not_at_all() -> None:
    other = PRODUCTS[1]
    here = HERE | {other: replace(HERE[FLAG], product=other)}
    lines = [Counted(other, 1, 3), Counted(FLAG, 9, 2), Counted(ProductId("z"), 9, 2)]
    row = command(count_stock("c", lines, **WHO).body, "count_stock")
    assert after(here, row) is here

    row = command(count_stock("c", [lines[0], lines[2]], **WHO).body, "count_stock")
    assert after(here, row)[other].stock == 12


@pytest.mark.parametrize("resolution", [x for x in Resolution if x is not Resolution.LATE_SUPPLY])
def test_no_other_explanation_moves_stock(resolution: Resolution) -> None:
    assert shown(settle_discrepancy("d", FLAG, 3, resolution, "cassées", **WHO)) == 10


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("lots", lambda: record_supply(replace(SUPPLY, lots=0), **WHO)),
        ("reason", lambda: reverse_supply("s", FLAG, 1, " ", **WHO)),
        ("reason", lambda: reverse_supply("s", FLAG, 1, "x" * 201, **WHO)),
        ("delta", lambda: adjust_stock("a", FLAG, 0, AdjustmentReason.EXPIRATION, **WHO)),
        ("delta", lambda: adjust_stock("a", FLAG, 100_001, AdjustmentReason.EXPIRATION, **WHO)),
        ("notes", lambda: adjust_stock("a", FLAG, 1, AdjustmentReason.OTHER, **WHO)),
        ("lines", lambda: count_stock("c", [], **WHO)),
        ("lines", lambda: count_stock("c", [Counted(FLAG, 1, 1), Counted(FLAG, 1, 2)], **WHO)),
        ("lines[0].expected", lambda: count_stock("c", [Counted(FLAG, -1, 1)], **WHO)),
        ("lines[0].counted", lambda: count_stock("c", [Counted(FLAG, 1, 1_000_001)], **WHO)),
        ("notes", lambda: count_stock("c", [Counted(FLAG, 1, 1)], "x" * 501, **WHO)),
        ("notes", lambda: settle_discrepancy("d", FLAG, 1, Resolution.LOSS, **WHO)),
    ],
)
def test_what_the_server_would_refuse_is_not_made(path: str, made: Callable[[], Command]) -> None:
    with pytest.raises(Rejected) as refused:
        made()

    assert (refused.value.code, refused.value.params) == ("TLINP", {"path": f"body.{path}"})


NAMES = ["product", "qty", "delta", "lots", "lot_size", "lines", "resolution", "x"]
BODIES = st.dictionaries(
    st.sampled_from(NAMES),
    JSON | st.sampled_from(PRODUCTS) | st.just("late_supply") | st.lists(st.just({"product": "a"})),
    max_size=8,
)


@pytest.mark.parametrize("kind", KINDS)
@given(stocks=STOCKS, body=BODIES)
def test_it_is_total(kind: str, stocks: dict[ProductId, Stock], body: dict[str, Json]) -> None:
    known = after(stocks, command(body, kind))

    assert known.keys() == stocks.keys()
    assert all(stock.available >= 0 for stock in known.values())
