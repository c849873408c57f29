"""Goods that come in: crates or pieces, what one costs, and the average of what is there. No stock moves here.

Twin of ``logic.cost_of_one`` and ``logic.average_after``; both are tested on ``tests/cases/average_cost.json``.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

from app.domain.corrections import MAX_NOTES, is_sound_text
from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.ids import ProductId
from app.domain.money import MAX_AMOUNT

LOT_SIZES = (12, 20, 24)
"""Pieces in the crates that are common; 1 is by the piece."""

MAX_LOTS = 10_000
MAX_LOT_SIZE = 1_000
MAX_PIECES = 100_000
MAX_SUPPLIER = 120


def cost_of_one(spent: int | Fraction, pieces: int) -> Decimal:
    """Return what one of ``pieces`` costs when all cost ``spent``, in minor units to four decimals, halves up.

    Raises ValueError when there are no pieces or ``spent`` is negative.
    """
    if pieces < 1 or spent < 0:
        raise ValueError("no pieces, or less than nothing spent")
    return Decimal(int((Fraction(spent) * 20_000 + pieces) // (2 * pieces))).scaleb(-4)


def average_after(stock: int, average: Decimal, qty: int, spent: int) -> Decimal:
    """Return the average cost of a piece once ``qty`` of them, for ``spent`` in all, join ``stock`` at ``average``.

    In minor units to four decimals. With nothing there it is what the new ones cost.
    """
    return cost_of_one(stock * Fraction(average) + spent, stock + qty)


def crates(pieces: int, lot_size: int) -> tuple[int, int]:
    """Return ``pieces`` as whole crates of ``lot_size`` and loose ones."""
    return divmod(pieces, lot_size)


@frozen
class SupplyToRecord:
    """One product of a delivery: ``lots`` crates of ``lot_size`` pieces, each crate for ``lot_price`` minor units."""

    supply: str
    product: ProductId
    lots: int
    lot_size: int
    lot_price: int
    supplier: str = ""
    notes: str = ""

    @property
    def qty(self) -> int:
        return self.lots * self.lot_size

    @property
    def spent(self) -> int:
        return self.lots * self.lot_price

    @property
    def unit_cost(self) -> Decimal:
        return cost_of_one(self.lot_price, self.lot_size)

    def body(self) -> dict[str, object]:
        """Return the JSON body of the ``record_supply`` command, version 1. Raises Rejected ``TLINP {path}``."""
        for name, is_sound in (
            ("lots", 1 <= self.lots <= MAX_LOTS and self.qty <= MAX_PIECES),
            ("lot_size", 1 <= self.lot_size <= MAX_LOT_SIZE),
            ("lot_price", 0 <= self.lot_price <= MAX_AMOUNT),
            ("supplier", is_sound_text(self.supplier, MAX_SUPPLIER)),
            ("notes", is_sound_text(self.notes, MAX_NOTES)),
        ):
            if not is_sound:
                raise Rejected("TLINP", {"path": f"body.{name}"})
        return asdict(self)
