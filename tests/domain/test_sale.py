from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cart import Line
from app.domain.errors import Rejected
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.sale import (
    CardPayment,
    Cash,
    MobileMoney,
    Payment,
    SaleToRecord,
    cash,
    check_payments,
    exact_cash,
    line_from_json,
    line_to_json,
    payment_from_json,
)

LINE = Line(ProductId("p"), "Flag", 330, 600, 2)


def body(payments: tuple[Payment, ...]) -> dict[str, object]:
    return SaleToRecord(SaleId("s"), MemberId("m"), (LINE,), payments).body()


def test_cash_says_its_change() -> None:
    assert cash(1_200, 2_000) == Cash(1_200, 2_000, change=800)


def test_change_that_is_missing_is_owed() -> None:
    assert cash(1_200, 2_000, owed=300) == Cash(1_200, 2_000, change=500, owed=300)


@pytest.mark.parametrize(("tendered", "owed"), [(1_000, 0), (2_000, -1), (2_000, 900)])
def test_cash_that_does_not_add_up_is_an_error(tendered: int, owed: int) -> None:
    with pytest.raises(ValueError, match="add up"):
        cash(1_200, tendered, owed)


def test_exact_cash_pays_to_the_franc() -> None:
    check_payments(1_200, exact_cash(1_200))


def test_mixed_payments_that_add_up_are_sound() -> None:
    check_payments(1_200, (Cash(500, 500), MobileMoney(400, "MTN MoMo", "R1"), CardPayment(300)))


@pytest.mark.parametrize(
    "payments",
    [
        (),
        (Cash(-1, -1),),
        (CardPayment(0),),
        (Cash(1_200, 1_200, change=-1, owed=1),),
        (Cash(1_200, 2_000),),
        (MobileMoney(1_200, ""),),
        (MobileMoney(1_200, "x" * 41),),
        (CardPayment(1_100),),
        (CardPayment(1_200, "x" * 81),),
        (CardPayment(1_200, "a\0b"),),
        (MobileMoney(1_200, "MTN", "\ud800"),),
        (Cash(1_200, 10**13, 10**13 - 1_200),),
        (CardPayment(10**12 + 1), CardPayment(1_199 - 10**12)),
        (*[Cash(60, 60)] * 20, Cash(0, 0)),
    ],
)
def test_payments_that_are_not_sound_are_an_error(payments: Sequence[Payment]) -> None:
    with pytest.raises(ValueError, match=r"payment|amount|change|cash|operator|reference"):
        check_payments(1_200, payments)


def test_a_free_round_may_be_paid_with_nothing() -> None:
    check_payments(0, (Cash(0, 0),))


def test_the_body_of_a_sale_says_everything_the_server_checks() -> None:
    assert body((cash(1_200, 2_000),)) == {
        "sale": "s",
        "sold_by": "m",
        "total": 1_200,
        "lines": [{"product": "p", "name": "Flag", "volume_ml": 330, "price": 600, "qty": 2}],
        "payments": [{"method": "cash", "amount": 1_200, "tendered": 2_000, "change": 800, "owed": 0}],
        "override": False,
        "overrides": None,
        "supersedes": None,
    }


@given(
    st.one_of(
        st.builds(Cash, *[st.integers(0, 10_000)] * 4),
        st.builds(MobileMoney, st.integers(0, 10_000), st.text(max_size=9), st.text(max_size=9)),
        st.builds(CardPayment, st.integers(0, 10_000), st.text(max_size=9)),
    )
)
def test_a_stored_payment_reads_back_as_itself(payment: Payment) -> None:
    parts = body((payment,))["payments"]

    assert isinstance(parts, list)
    assert payment_from_json(parts[0]) == payment


@pytest.mark.parametrize("part", [None, "cash", {}, {"method": "barter", "amount": 1}])
def test_a_foreign_payment_is_an_error(part: object) -> None:
    with pytest.raises(ValueError, match=r"payment|method"):
        payment_from_json(part)


def test_a_stored_line_reads_back_as_itself() -> None:
    lines = body(exact_cash(1_200))["lines"]

    assert isinstance(lines, list)
    assert line_from_json(lines[0]) == LINE


def test_a_note_travels_with_its_line_when_there_is_one() -> None:
    noted = replace(LINE, note="frais")

    assert line_to_json(noted) == {**line_to_json(LINE), "note": "frais"}
    assert line_from_json(line_to_json(noted)) == noted


def test_a_foreign_line_is_an_error() -> None:
    with pytest.raises(ValueError, match="line"):
        line_from_json([])


def test_an_error_carries_its_code_and_parameters() -> None:
    error = Rejected("TLPIN", {"tries_left": 2})

    assert (error.code, error.params) == ("TLPIN", {"tries_left": 2})
    assert Rejected("TLSES").params == {}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Table 4", "Table 4"),
        ("", None),
        (" \0\ud83d ", None),
        ("Table\n\0 4\udc00", "Table 4"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_name_of_an_order_never_keeps_a_sale_from_the_ledger(name: str, told: str | None) -> None:
    sale = SaleToRecord(SaleId("s"), MemberId("m"), (LINE,), (Cash(500, 500),), name=name)
    body = sale.body()
    assert body.get("name") == told
    json.dumps(body, ensure_ascii=False).encode()
