"""What is printed for a guest: facts, in no language and for no width. Amounts are whole minor units.

A ticket is of one of three kinds: a sale, goods that came back, or a bottle that the bar keeps for its guest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, TypeAlias, TypeVar

from app.domain.frozen import frozen

T = TypeVar("T")


@frozen
class Head:
    """Whose ticket it is. ``at``: the moment in seconds since 1970; ``time_zone``: None where it is not known.

    ``number``: the sale's (``C1-004217``, the till's code in front), by which change that is owed is claimed too.
    """

    bar: str
    address: str
    phone: str
    number: str
    at: float
    time_zone: str | None
    seller: str


@frozen
class Item:
    """A line. ``price`` of a piece; None where nobody has said it."""

    name: str
    volume_ml: int | None
    qty: int
    price: int | None
    note: str = ""

    @property
    def total(self) -> int | None:
        return None if self.price is None else self.price * self.qty


@frozen
class Paid:
    """A part of the money. ``method``: cash, mobile_money, card or exchange (what came back paid for it).

    Cash: ``tendered = amount + change + owed``.
    """

    method: str
    amount: int
    tendered: int = 0
    change: int = 0
    owed: int = 0
    operator: str = ""
    reference: str = ""


@frozen
class SaleSlip:
    """What was sold and how it was paid. ``credit``: what an exchange leaves over, owed as change is."""

    items: tuple[Item, ...]
    paid: tuple[Paid, ...]
    credit: int = 0

    @property
    def total(self) -> int:
        return sum(item.total or 0 for item in self.items)

    @property
    def change(self) -> int:
        return sum(paid.change for paid in self.paid)

    @property
    def owed(self) -> int:
        """What the guest comes back for."""
        return sum(paid.owed for paid in self.paid) + self.credit


@frozen
class ReturnSlip:
    """What came back and why. ``refunds``: None while a manager has yet to decide whether money goes back."""

    item: Item
    reason: str
    refunds: bool | None


@frozen
class KeptSlip:
    """A paid bottle that the bar keeps. ``until``: seconds since 1970, None where the bar's days are not known."""

    item: Item
    guest: str
    until: float | None


Slip: TypeAlias = SaleSlip | ReturnSlip | KeptSlip
_KINDS: Mapping[str, type[Slip]] = {"sale": SaleSlip, "return": ReturnSlip, "kept": KeptSlip}


@frozen
class Ticket:
    """One piece of paper. ``is_offline``: the server had not confirmed it; ``is_copy``: it may exist already."""

    head: Head
    slip: Slip
    is_offline: bool = False
    is_copy: bool = False

    def copy(self) -> Ticket:
        return replace(self, is_copy=True)


def ticket_to_json(ticket: Ticket) -> dict[str, Any]:
    """Return a ticket as it is kept on disk until it is printed."""
    kind = next(name for name, slip in _KINDS.items() if isinstance(ticket.slip, slip))
    return {
        "kind": kind,
        "head": asdict(ticket.head),
        "slip": asdict(ticket.slip),
        "offline": ticket.is_offline,
        "copy": ticket.is_copy,
    }


def ticket_from_json(kept: object) -> Ticket:
    """Read a kept ticket back. Raises ValueError when it is not one."""
    try:
        part = _object(kept)
        made = {"sale": _sale, "return": _return, "kept": _kept}[part["kind"]](_object(part["slip"]))
        head = Head(**_object(part["head"]))
        return Ticket(head, made, is_offline=part["offline"] is True, is_copy=part["copy"] is True)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a ticket: {error!r}") from error


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("not an object")
    return dict(value)


def _several(made: type[T], parts: object) -> tuple[T, ...]:
    if not isinstance(parts, (list, tuple)):
        raise ValueError("not a list")
    return tuple(made(**_object(part)) for part in parts)


def _sale(part: dict[str, Any]) -> Slip:
    return SaleSlip(_several(Item, part["items"]), _several(Paid, part["paid"]), int(part["credit"]))


def _return(part: dict[str, Any]) -> Slip:
    return ReturnSlip(Item(**_object(part["item"])), str(part["reason"]), part["refunds"])


def _kept(part: dict[str, Any]) -> Slip:
    return KeptSlip(Item(**_object(part["item"])), str(part["guest"]), part["until"])
