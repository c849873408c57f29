"""One sale with all that hangs on it: how it is read, what own commands do to it, what is known of one made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.history import Credit
from app.domain.ids import ProductId, SaleId
from app.domain.returns import ReturnState
from app.domain.sale_detail import Paid, SaleDetail, SoldLine
from app.domain.sale_states import SaleStatus
from app.sync.ports import Json, JsonObject, State
from app.till import sale_detail
from app.till.lists import list_specs
from app.till.sale_detail import (
    KINDS,
    concerns,
    detail_after,
    detail_of_own,
    ids_of,
    made_here,
    notes_of,
    unsent,
)
from tests.till.test_history import BACK, DAY, HEADER, KEPT, MOMENT, page, row
from tests.till.test_lists import AT, ITEMS

FLAG = SoldLine(1, ProductId("flag"), "Flag", 330, 500, 4)
TRANSFER = Paid(1, "mobile_money", 2_000, None, None, None, "Moov", "R1", "to_confirm", None, None)
OWED = Credit("s1", SaleId("s1"), "C1-000001", 500, MOMENT, None, None)
SOLD = SaleDetail(
    replace(HEADER, status=SaleStatus.VALIDATED),
    MOMENT,
    (FLAG,),
    (TRANSFER,),
    (BACK,),
    (KEPT,),
    (OWED,),
    None,
)
PIECES: JsonObject = {"sale": "s1", "position": 1, "product": "flag", "qty": 1}

ROWS: dict[str, Json] = {
    **ITEMS["sales"],
    "booked_at": AT,
    "lines": [
        {"position": 1, "product": "p", "name": "Flag", "volume_ml": None, "price": 500, "qty": 3, "left": 0}
    ],
    "payments": [
        {
            "position": 1,
            "method": "cash",
            "amount": 1_500,
            "tendered": 2_000,
            "change": 0,
            "owed": 500,
            "operator": None,
            "reference": None,
            "state": "settled",
            "settled_by": None,
            "settled_at": None,
        }
    ],
    "returns": [ITEMS["returns"]],
    "consignments": [ITEMS["consignments"]],
    "credits": [{"id": "s", "code": "C1-000001", "amount": 500, "redeemed_by": "m", "redeemed_at": AT}],
    "exchanged_for": "s0",
}


def decoder(family: str) -> Callable[[Json], Any]:
    return next(spec.decode for spec in list_specs(lambda: None) if spec.family == family)


@pytest.mark.parametrize("family", ["sale", "ticket"])
def test_a_sale_is_read_whole(family: str) -> None:
    detail = decoder(family)(ROWS)

    assert detail.header.ticket == "C1-000001"
    assert detail.line(1) == SoldLine(1, ProductId("p"), "Flag", None, 500, 3)
    assert (detail.payments[0].tendered, detail.payments[0].owed) == (2_000, 500)
    assert [(x.state, x.created_at, x.sale) for x in detail.credits] == [("given", AT, "s")]
    assert (detail.exchanged_for, detail.booked_at) == ("s0", AT)
    assert decoder(family)({**ROWS, "exchanged_for": None}).exchanged_for is None


@pytest.mark.parametrize("name", [*ROWS, "lines", "payments"])
def test_a_sale_that_is_not_whole_is_not_believed(name: str) -> None:
    for wrong in ({}, {name: 0.5}, {name: [0.5]}):
        with pytest.raises(ValueError, match=r"."):
            decoder("sale")({key: ROWS[key] for key in ROWS if key != name} | wrong)


# What may be done


def test_what_is_left_of_a_line_is_what_neither_came_back_nor_stays() -> None:
    assert SOLD.left(1) == 4 - 2 - 1
    assert replace(SOLD, returns=(replace(BACK, state=ReturnState.REJECTED),)).left(1) == 3
    assert replace(SOLD, kept=(replace(KEPT, state="claimed"),)).left(1) == 2
    assert replace(SOLD, returns=(replace(BACK, position=2),)).left(1) == 3
    assert SOLD.left(2) == 0


def test_something_may_come_back_on_the_day_of_the_sale_while_there_is_some_left() -> None:
    assert SOLD.may_come_back(SaleStatus.VALIDATED, DAY)
    assert not SOLD.may_come_back(SaleStatus.VALIDATED, "2026-03-05")
    assert not SOLD.may_come_back(SaleStatus.PENDING, DAY)
    assert SOLD.may_keep(SaleStatus.VALIDATED)
    assert not replace(SOLD, lines=(replace(FLAG, qty=3),)).may_keep(SaleStatus.VALIDATED)
    assert not SOLD.may_keep(None)


def test_a_sale_is_cancelled_when_nothing_hangs_on_it() -> None:
    bare = replace(SOLD, returns=(), kept=())

    assert bare.is_unhung
    assert replace(bare, returns=(replace(BACK, state=ReturnState.REJECTED),)).is_unhung
    assert not SOLD.is_unhung
    assert not replace(bare, kept=(KEPT,)).is_unhung
    assert not replace(bare, exchanged_for=SaleId("s0")).is_unhung


# What own commands do


@pytest.mark.parametrize(
    ("kind", "status"),
    [("validate_sales", SaleStatus.VALIDATED), ("withdraw_sale", SaleStatus.REJECTED)],
)
def test_it_is_decided_upon(kind: str, status: SaleStatus) -> None:
    pending = replace(SOLD, header=HEADER)
    body: JsonObject = {"sales": ["s1"]} if kind == "validate_sales" else {"sale": "s1"}
    after = detail_after(pending, row(kind, body))

    assert (after.header.status, after.header.is_waiting) == (status, True)
    assert after.credits[0].state == ("open" if status is SaleStatus.VALIDATED else "void")


def test_what_comes_back_is_worth_what_it_was_sold_for() -> None:
    back: JsonObject = {"return": "r9", **PIECES, "reason": "wrong_item", "notes": ""}
    after = detail_after(SOLD, row("create_return", back))

    assert [(x.id, x.amount, x.is_waiting) for x in after.returns] == [
        ("r1", 1_000, False),
        ("r9", 500, True),
    ]
    assert after.left(1) == 0
    elsewhere = detail_after(SOLD, row("create_return", {**back, "position": 7}))
    assert elsewhere.returns[-1].amount is None
    assert detail_after(SOLD, row("create_return", {**back, "sale": "s2"})) is SOLD


def test_a_return_is_decided_upon() -> None:
    after = detail_after(SOLD, row("approve_return", {"return": "r1", "restock_now": True}))

    assert [x.state for x in after.returns] == [ReturnState.RESTOCKED]


def test_a_bottle_is_kept_and_taken() -> None:
    body: JsonObject = {"consignment": "k9", **PIECES, "guest": "Ama"}
    after = detail_after(SOLD, row("create_consignment", body))
    assert [(x.id, x.state) for x in after.kept] == [("k1", "active"), ("k9", "active")]
    taken = detail_after(after, row("claim_consignment", {"consignment": "k1"}))
    assert [x.state for x in taken.kept] == ["claimed", "active"]
    assert detail_after(SOLD, row("create_consignment", {**body, "sale": "s2"})) is SOLD


def test_change_is_given() -> None:
    assert detail_after(SOLD, row("redeem_change", {"credit": "s1"})).credits[0].state == "given"
    assert detail_after(SOLD, row("record_sale", {"sale": "s2", "payments": []})) is SOLD
    owing: JsonObject = {"sale": "s2", "payments": [{"method": "cash", "owed": 5}]}
    assert detail_after(SOLD, row("record_sale", owing)) is SOLD


@pytest.mark.parametrize(("by", "settled_by"), [("koffi", "koffi"), (None, None)])
def test_a_transfer_came_or_did_not(by: str | None, settled_by: str | None) -> None:
    body: JsonObject = {"sale": "s1", "position": 1, "state": "confirmed"}
    after = detail_after(SOLD, row("confirm_payment", body, by=by))

    assert [(x.state, x.settled_by) for x in after.payments] == [("confirmed", settled_by)]
    for other in ({**body, "sale": "s2"}, {**body, "position": 2}):
        assert detail_after(SOLD, row("confirm_payment", other)) is SOLD
    assert detail_after(after, row("confirm_payment", {**body, "state": "failed"})) is after
    lost = detail_after(SOLD, row("confirm_payment", {**body, "state": "failed"}, by=by))
    assert detail_after(lost, row("confirm_payment", body, by=by)) is lost, (
        "of two who decide the first stays"
    )
    late = detail_after(lost, row("confirm_payment", {**body, "was": "failed"}, by=by))
    assert [detail.payments[0].state for detail in (lost, late)] == ["failed", "confirmed"]


def test_every_kind_that_changes_a_sale_is_told_from_the_others() -> None:
    assert {"withdraw_sale", "create_return", "claim_consignment", "redeem_change"} <= KINDS
    assert "record_sale" not in KINDS


# What is known of a sale that was made here

SALE: JsonObject = {
    "sale": "s9",
    "sold_by": "afi",
    "total": 1_300,
    "lines": [
        {"product": "flag", "name": "Flag", "volume_ml": 330, "price": 500, "qty": 2, "note": "frais"},
        {"product": "eau", "name": "Eau", "volume_ml": None, "price": 300, "qty": 1},
    ],
    "payments": [
        {"method": "cash", "amount": 800, "tendered": 1_000, "change": 150, "owed": 50},
        {"method": "mobile_money", "amount": 500, "operator": "Moov", "reference": ""},
    ],
}


def test_a_sale_that_only_this_till_knows_is_told_from_its_command() -> None:
    rows = [
        row("record_sale", SALE),
        row("create_return", {"return": "r", **PIECES, "sale": "s9", "reason": "other"}),
    ]
    detail = detail_of_own(rows, "s9", page(HEADER, filters={"seller": "koffi"}))

    assert detail is not None
    assert (detail.header.total, detail.header.status, detail.booked_at) == (1_300, None, None)
    assert detail.lines[0] == SoldLine(1, ProductId("flag"), "Flag", 330, 500, 2)
    assert (detail.payments[0].owed, detail.payments[1].owed) == (50, None)
    assert (detail.payments[1].state, detail.payments[1].reference) == ("to_confirm", None)
    assert [(x.code, x.amount, x.state) for x in detail.credits] == [("C1-000009", 50, "open")]
    assert (len(detail.returns), detail.left(1)) == (1, 1)


def test_another_sale_is_not_known_here() -> None:
    rows = [row("record_sale", SALE), row("withdraw_sale", {"sale": "s1"})]

    assert detail_of_own(rows, "s1", page()) is None
    assert detail_of_own([row("record_sale", {"sale": ""})], "", page()) is None


def test_what_the_server_made_of_it_is_known_before_it_is_read() -> None:
    done = replace(row("record_sale", SALE), state=State.DONE, result={"status": "pending"})

    detail = detail_of_own([done], "s9", page())
    assert detail is not None
    assert detail.header.status is SaleStatus.PENDING
    for result in ({"status": "strange"}, {"status": 5}, {}):
        assert sale_detail.decided_status(replace(done, result=result)) is None
    assert sale_detail.decided_status(replace(done, state=State.WAITING)) is None


def test_a_replacement_is_a_sale_of_its_own() -> None:
    exchanged = row("exchange", {"return": {"return": "r9", **PIECES}, "sale": SALE})

    detail = detail_of_own([exchanged], "s9", page())
    assert detail is not None
    assert (detail.exchanged_for, len(detail.lines)) == ("s1", 2)
    assert detail_of_own([row("exchange", {"sale": 5})], "s9", page()) is None
    without = detail_of_own([row("exchange", {"return": 5, "sale": SALE})], "s9", page())
    assert without is not None
    assert without.exchanged_for is None
    assert made_here([exchanged]).keys() == {"s9"}


def test_the_notes_of_a_sale_are_where_it_was_made() -> None:
    rows = [row("record_sale", SALE)]

    assert notes_of(rows, "s9") == {1: "frais"}
    assert notes_of(rows, "s1") == {}
    assert notes_of([row("record_sale", {"sale": "s9", "lines": None})], "s9") == {}


def test_a_sale_waits_while_anything_about_it_does() -> None:
    rows = [
        row("record_sale", SALE),
        row("withdraw_sale", {"sale": "s1"}),
        row("validate_sales", {"sales": ["s2", 5]}),
        row("exchange", {"sale": {"sale": "s3"}}),
        row("claim_consignment", {"consignment": "k1"}),
        row("adjust_stock", {"sale": "s5"}),
        replace(row("record_sale", {"sale": "s6"}), state=State.DONE),
    ]

    assert unsent(rows) == {"s9", "s1", "s2", "s3"}


# What was refused


@pytest.mark.parametrize(
    ("kind", "body", "is_about_it"),
    [
        ("withdraw_sale", {"sale": "s1"}, True),
        ("validate_sales", {"sales": ["s0", "s1"]}, True),
        ("validate_sales", {"sales": "s1"}, False),
        ("approve_return", {"return": "r1"}, True),
        ("claim_consignment", {"consignment": "k1"}, True),
        ("redeem_change", {"credit": "s1"}, True),
        ("exchange", {"return": {"sale": "s1"}}, True),
        ("exchange", {"return": {"sale": "s2"}, "sale": {"sale": "s1"}}, False),
        ("withdraw_sale", {"sale": "s2"}, False),
        ("record_sale", {"sale": "s1"}, False),
    ],
)
def test_a_command_concerns_the_sale_that_it_names_or_what_hangs_on_it(
    kind: str, body: JsonObject, is_about_it: bool
) -> None:
    assert concerns(row(kind, body), ids_of(SOLD)) is is_about_it
