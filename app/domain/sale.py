"""A sale as the till records it: lines, payments, and the body of its command. Amounts are whole minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from app.domain.cart import Line
from app.domain.frozen import frozen
from app.domain.ids import MemberId, SaleId
from app.domain.money import MAX_AMOUNT
from app.domain.text import UNSTORABLE, storable


@frozen
class Cash:
    """Notes and coins: ``tendered = amount + change + owed``; ``owed`` is change not given back yet."""

    amount: int
    tendered: int
    change: int = 0
    owed: int = 0


@frozen
class MobileMoney:
    """A transfer by phone; to be confirmed by a person until it is matched. ``reference`` may be empty."""

    amount: int
    operator: str
    reference: str = ""


@frozen
class CardPayment:
    """A bank card, paid on the bank's own terminal."""

    amount: int
    reference: str = ""


@frozen
class Goods:
    """What a list of sales says of one line: pieces, and the product's name as it was sold."""

    qty: int
    name: str
    volume_ml: int | None


@frozen
class Transfer:
    """A payment by phone of a sale that is booked, and that nobody has confirmed yet. ``position``: from 1."""

    position: int
    amount: int
    operator: str | None
    reference: str | None


Payment: TypeAlias = Cash | MobileMoney | CardPayment

MAX_PAYMENTS = 20
MAX_OPERATOR = 40
MAX_REFERENCE = 80
MAX_NAME = 40
METHODS: dict[type, str] = {Cash: "cash", MobileMoney: "mobile_money", CardPayment: "card"}


def cash(total: int, tendered: int, owed: int = 0) -> Cash:
    """Return a cash payment of ``total`` with its change. Raises ValueError when it does not add up."""
    change = tendered - total - owed
    if tendered < total or owed < 0 or change < 0:
        raise ValueError("cash does not add up")
    return Cash(total, tendered, change, owed)


def exact_cash(total: int) -> tuple[Payment, ...]:
    """Return the payments of the two-tap sale: cash, to the franc."""
    return (Cash(total, total),)


def check_payments(total: int, payments: Sequence[Payment]) -> None:
    """Raise ValueError unless the server would find the payments sound and they add up to ``total``."""
    if not 1 <= len(payments) <= MAX_PAYMENTS:
        raise ValueError("no payment, or too many payments")
    for payment in payments:
        if not 0 <= payment.amount <= MAX_AMOUNT or (payment.amount == 0 and total != 0):
            raise ValueError("amount out of range")
        if isinstance(payment, Cash):
            _check_cash(payment)
        elif not _is_text(payment.reference, 0, MAX_REFERENCE):
            raise ValueError("reference that is no text, or too long")
        if isinstance(payment, MobileMoney) and not _is_text(payment.operator, 1, MAX_OPERATOR):
            raise ValueError("no operator")
    if sum(payment.amount for payment in payments) != total:
        raise ValueError("payments do not add up")


def _check_cash(payment: Cash) -> None:
    if min(payment.change, payment.owed) < 0:
        raise ValueError("negative change")
    if payment.tendered != payment.amount + payment.change + payment.owed or payment.tendered > MAX_AMOUNT:
        raise ValueError("cash does not add up")


def _is_text(text: str, least: int, most: int) -> bool:
    return least <= len(text) <= most and UNSTORABLE.search(text) is None


@frozen
class SaleToRecord:
    """Everything that the server is told about one sale, but for its number, moment and ticket (given at append).

    ``name``: under which the order was put aside. It is the till's own, by which its lists name the sale; the server
    passes over it.
    """

    sale: SaleId
    sold_by: MemberId
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...]
    is_override: bool = False
    overrides: int | None = None
    supersedes: int | None = None
    name: str = ""

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    def body(self) -> dict[str, object]:
        """Return the JSON body of the ``record_sale`` command, version 1."""
        return {
            "sale": self.sale,
            "sold_by": self.sold_by,
            "total": self.total,
            "lines": [line_to_json(line) for line in self.lines],
            "payments": [payment_to_json(payment) for payment in self.payments],
            "override": self.is_override,
            "overrides": self.overrides,
            "supersedes": self.supersedes,
            **({"name": name} if (name := storable(self.name, MAX_NAME)) else {}),
        }


def line_to_json(line: Line) -> dict[str, str | int | None]:
    """Return a line as a body holds it. An empty note is left out; no read of the server returns one."""
    note = {"note": line.note} if line.note else {}
    return {
        "product": line.product,
        "name": line.name,
        "volume_ml": line.volume_ml,
        "price": line.price,
        "qty": line.qty,
        **note,
    }


def payment_to_json(payment: Payment) -> dict[str, Any]:
    """Return a payment as the body of a sale has it."""
    return {"method": METHODS[type(payment)], **asdict(payment)}


def payment_from_json(part: object) -> Payment:
    """Return a payment read back from a stored body. Raises ValueError, KeyError or TypeError on foreign content."""
    if not isinstance(part, dict):
        raise ValueError("not a payment")
    fields = {name: value for name, value in part.items() if name != "method"}
    for kind, method in METHODS.items():
        if part.get("method") == method:
            made: Payment = kind(**fields)
            return made
    raise ValueError("unknown method")


def line_from_json(part: object) -> Line:
    """Return a line read back from a stored body. Raises ValueError, KeyError or TypeError on foreign content."""
    if not isinstance(part, dict):
        raise ValueError("not a line")
    note = str(part.get("note") or "")
    return Line(
        part["product"], str(part["name"]), part["volume_ml"], int(part["price"]), int(part["qty"]), note
    )
