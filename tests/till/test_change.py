"""Own commands on the list of change owed: what a sale leaves to come back for, what is given, what is void."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.history import Credit, Page
from app.domain.ids import MemberId, SaleId
from app.domain.sale import Goods
from app.sync.ports import JsonObject
from app.till.change import change_after
from tests.till.test_history import MOMENT, page, row

OWED = Credit("s1", SaleId("s1"), "C1-000001", 500, MOMENT, None, None)
GIVEN = replace(OWED, redeemed_by=MemberId("koffi"), redeemed_at=MOMENT, is_waiting=True)
SALE: JsonObject = {
    "sale": "s9",
    "sold_by": "afi",
    "lines": [
        {"name": "Castel", "volume_ml": 650, "qty": 3},
        {"name": "Riz", "volume_ml": None, "qty": 1},
        {"name": "Flag", "qty": 1},
    ],
    "payments": [
        {"method": "cash", "amount": 700, "tendered": 1_000, "change": 200, "owed": 100},
        {"method": "card", "amount": 100, "owed": 50},
        "?",
    ],
}


def test_what_a_sale_leaves_to_come_back_for_is_at_the_head() -> None:
    shown = change_after(page(OWED, filters={"state": "open"}), row("record_sale", SALE))

    owed = Credit("s9", SaleId("s9"), "C1-000009", 100, MOMENT, None, None, is_waiting=True)
    sold = (Goods(3, "Castel", 650), Goods(1, "Riz", None))
    assert shown.items[0] == replace(owed, sold_by=MemberId("afi"), goods=sold, more_goods=1)
    assert shown.items[1:] == (OWED,)


@pytest.mark.parametrize(
    "body", [{}, {"sale": "s9", "payments": None}, {**SALE, "payments": []}, {**SALE, "sale": 5}]
)
def test_a_sale_that_owes_nothing_changes_nothing(body: JsonObject) -> None:
    before = page(OWED)

    assert change_after(before, row("record_sale", body)) is before


def test_what_is_owed_is_not_among_what_was_given() -> None:
    before: Page[Credit] = page(filters={"state": "given"})

    assert change_after(before, row("record_sale", SALE)) is before


def test_what_is_given_leaves_the_list_of_what_is_owed() -> None:
    given = row("redeem_change", {"credit": "s1"})

    assert change_after(page(OWED, filters={"state": "open"}), given).items == ()
    assert change_after(page(OWED), given).items == (GIVEN,)
    assert change_after(page(GIVEN), given).items == (GIVEN,), "it is given once"
    assert change_after(page(OWED), row("redeem_change", {"credit": "s1"}, by=None)).items[0].state == "void"
    other = page(OWED)
    assert change_after(other, row("redeem_change", {"credit": "s2"})) is other


@pytest.mark.parametrize("kind", ["reject_sale", "withdraw_sale", "cancel_sale"])
def test_that_of_a_sale_which_is_undone_is_void(kind: str) -> None:
    undone = row(kind, {"sale": "s1", "reason": "x"})

    assert [x.state for x in change_after(page(OWED), undone).items] == ["void"]
    assert change_after(page(GIVEN), undone).items == (GIVEN,)
    assert change_after(page(OWED, filters={"state": "open"}), undone).items == ()


@pytest.mark.parametrize("kind", ["exchange", "validate_sales"])
def test_what_else_is_done_changes_nothing(kind: str) -> None:
    before = page(OWED)

    assert change_after(before, row(kind, {"sale": {"sale": "s1"}})) is before
