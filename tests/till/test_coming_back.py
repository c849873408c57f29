"""The commands of returns, exchanges and kept bottles: what they say, and what they do to the stock that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest

from app.domain.cart import Line
from app.domain.catalog import Stock
from app.domain.errors import Rejected
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import Pieces, Reason
from app.domain.sale import Payment, SaleToRecord, exact_cash
from app.sync.ports import Command, Door, Json
from app.till.commands import KNOWN_VERSIONS
from app.till.consignments import Kept, claim_consignment, claim_part, create_consignment, forfeit_consignment
from app.till.projections import STOCK_AFTER, stock_after
from app.till.returns import approve_return, create_return, exchange, reject_return, restock_return
from tests.till.test_projections import command as row_of

A, B = ProductId("a"), ProductId("b")
PIECES = Pieces(SaleId("s"), 1, A, 2)
KEPT = Kept("k", A, 2)
WHO: dict[str, Any] = {"command_id": "c", "by": "m", "session": "x"}
SHELF = {
    A: Stock(A, 5, 3, 500, is_active=True, rev=1),
    B: Stock(B, 1, 0, 800, is_active=True, rev=1),
}


def sale(qty: int, *payments: Payment, is_override: bool = False) -> SaleToRecord:
    lines = (Line(B, "Flag", 600, 800, qty),)
    return SaleToRecord(SaleId("r"), MemberId("m"), lines, payments, is_override=is_override)


def shown(made: Command, shelf: Mapping[ProductId, Stock] = SHELF) -> dict[str, tuple[int, int]]:
    """Return stock and reserve of each product after the command."""
    after = cast("Mapping[ProductId, Stock]", stock_after(shelf, row_of(made.body, made.kind)))
    return {product: (stock.stock, stock.reserved) for product, stock in after.items()}


def test_a_return_says_what_its_reason_leaves_open() -> None:
    made = create_return(
        "b", PIECES, Reason.OTHER, decides=True, refund=True, restock=False, notes="cork", **WHO
    )

    assert made == Command(
        id="c",
        kind="create_return",
        version=1,
        body={
            "return": "b",
            "sale": "s",
            "position": 1,
            "product": "a",
            "qty": 2,
            "reason": "other",
            "refund": True,
            "restock": False,
            "notes": "cork",
        },
        by="m",
        session="x",
    )
    assert shown(made) == {"a": (5, 3), "b": (1, 0)}


@pytest.mark.parametrize(
    ("reason", "restock", "is_back"),
    [(Reason.WRONG_ITEM, None, True), (Reason.DEFECTIVE, None, False), (Reason.OTHER, False, False)],
)
def test_an_approval_puts_back_only_what_may_be(reason: Reason, restock: bool | None, is_back: bool) -> None:
    refund = True if reason is Reason.OTHER else None
    made = approve_return("b", PIECES, reason, refund=refund, restock=restock, restock_now=True, **WHO)

    assert made.body["restock_now"] is is_back
    assert shown(made)["a"] == ((7, 3) if is_back else (5, 3))


def test_what_is_put_back_is_there() -> None:
    assert shown(restock_return("b", PIECES, **WHO))["a"] == (7, 3)


def test_a_rejection_moves_nothing() -> None:
    made = reject_return("b", "opened", **WHO)

    assert made.body == {"return": "b", "reason": "opened"}
    assert shown(made) == {"a": (5, 3), "b": (1, 0)}


def test_in_an_exchange_the_goods_pay_first() -> None:
    made = exchange("b", PIECES, 1000, sale(2, *exact_cash(600)), notes="wrong size", **WHO)

    assert made.body["return"] == {
        "return": "b",
        "sale": "s",
        "position": 1,
        "product": "a",
        "qty": 2,
        "notes": "wrong size",
    }
    replacement = cast("Mapping[str, Json]", made.body["sale"])
    assert replacement["payments"] == [
        {"method": "exchange", "amount": 1000},
        {"method": "cash", "amount": 600, "tendered": 600, "change": 0, "owed": 0},
    ]
    assert (made.takes_ticket, made.amount, made.door) == (True, 1600, Door.COUNTER)
    assert shown(made) == {"a": (7, 3), "b": (0, 0)}


def test_goods_that_are_worth_more_pay_all_of_it() -> None:
    made = exchange("b", PIECES, 1000, sale(1, is_override=True), **WHO)

    assert cast("Mapping[str, Json]", made.body["sale"])["payments"] == [
        {"method": "exchange", "amount": 800}
    ]
    assert made.door is Door.SERVED


def test_goods_that_are_worth_nothing_pay_nothing() -> None:
    made = exchange("b", PIECES, 0, sale(1, *exact_cash(800)), **WHO)

    assert [x["method"] for x in cast("Any", made.body["sale"])["payments"]] == ["cash"]


@pytest.mark.parametrize("payments", [(), exact_cash(500), exact_cash(700)])
def test_an_exchange_adds_up(payments: tuple[Payment, ...]) -> None:
    with pytest.raises(ValueError, match="add up"):
        exchange("b", PIECES, 1000, sale(2, *payments), **WHO)


def test_a_kept_bottle_is_in_the_house_and_nobody_else_s() -> None:
    made = create_consignment("k", PIECES, "Codjo", phone="97 00 00 00", days=3, notes="cold", **WHO)

    assert made.body == {
        "consignment": "k",
        "sale": "s",
        "position": 1,
        "product": "a",
        "qty": 2,
        "guest": "Codjo",
        "phone": "97 00 00 00",
        "days": 3,
        "notes": "cold",
    }
    assert shown(made)["a"] == (7, 5)


def test_a_claimed_one_leaves_and_a_forfeited_one_is_the_bar_s() -> None:
    assert shown(claim_consignment(KEPT, **WHO))["a"] == (3, 1)
    assert shown(forfeit_consignment(KEPT, "gone", **WHO))["a"] == (5, 1)


def test_a_part_leaves_and_the_rest_stays() -> None:
    made = claim_part(KEPT, 1, "k2", **WHO)

    assert (made.kind, made.version) == ("claim_part", 1)
    assert made.body == {"consignment": KEPT.consignment, "product": "a", "qty": 1, "of": 2, "part": "k2"}
    assert shown(made)["a"] == (4, 2)
    for qty in (0, 2, 3):
        with pytest.raises(Rejected, match="TLQTY"):
            claim_part(KEPT, qty, "k2", **WHO)


def test_what_was_freed_already_is_not_freed_again() -> None:
    for made in (claim_consignment(KEPT, **WHO), forfeit_consignment(KEPT, "gone", **WHO)):
        assert shown(made, {A: Stock(A, 5, 1, 500, is_active=True, rev=1)})["a"] == (5, 1)


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: create_return("b", PIECES, Reason.OTHER, decides=False, **WHO), "body.notes"),
        (
            lambda: create_return("b", PIECES, Reason.EXPIRED, decides=True, notes="x" * 501, **WHO),
            "body.notes",
        ),
        (lambda: create_return("b", PIECES, Reason.OTHER, decides=True, notes="x", **WHO), "body.refund"),
        (lambda: approve_return("b", PIECES, Reason.DEFECTIVE, restock=True, **WHO), "body.restock"),
        (lambda: reject_return("b", " ", **WHO), "body.reason"),
        (
            lambda: exchange("b", PIECES, 800, sale(1), notes="\0", **WHO),
            "body.return.notes",
        ),
        (lambda: create_consignment("k", PIECES, "", **WHO), "body.guest"),
        (lambda: create_consignment("k", PIECES, "x" * 81, **WHO), "body.guest"),
        (lambda: create_consignment("k", PIECES, "Codjo", phone="", **WHO), "body.phone"),
        (lambda: create_consignment("k", PIECES, "Codjo", days=31, **WHO), "body.days"),
        (lambda: create_consignment("k", PIECES, "Codjo", days=0, **WHO), "body.days"),
        (lambda: create_consignment("k", PIECES, "Codjo", notes="x" * 501, **WHO), "body.notes"),
        (lambda: forfeit_consignment(KEPT, "", **WHO), "body.reason"),
    ],
)
def test_what_the_server_would_not_take_is_not_said(make: Callable[[], Command], path: str) -> None:
    with pytest.raises(Rejected) as refusal:
        make()

    assert (refusal.value.code, refusal.value.params) == ("TLINP", {"path": path})


@pytest.mark.parametrize("kind", sorted(STOCK_AFTER))
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"product": "z", "qty": 1, "restock_now": True},
        {"return": 7, "sale": {"lines": [7]}},
        {"return": {"product": 1, "qty": "x"}, "sale": []},
        {"product": "a", "qty": None, "restock_now": True},
    ],
)
def test_what_is_shown_survives_any_body(kind: str, body: dict[str, Json]) -> None:
    assert stock_after(SHELF, row_of(body, kind)) == SHELF


def test_this_program_speaks_each_of_these_kinds() -> None:
    spoken = {
        "create_return",
        "approve_return",
        "reject_return",
        "restock_return",
        "exchange",
        "create_consignment",
        "claim_consignment",
        "claim_part",
        "forfeit_consignment",
    }
    assert {kind: KNOWN_VERSIONS[kind] for kind in spoken} == dict.fromkeys(spoken, 1)
