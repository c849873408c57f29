"""The cart: what the guest asked for, with prices as they were at the tap. Immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.catalog import Card
from app.domain.frozen import frozen
from app.domain.ids import ProductId, SaleId
from app.domain.text import storable

MAX_QTY = 999
MAX_LINES = 100
MAX_NOTE = 60


@frozen
class Line:
    """One product of the cart: name, volume and price (minor units) are frozen at the tap.

    ``note`` is for whoever serves it (« sans glace »), at most ``MAX_NOTE`` characters.
    """

    product: ProductId
    name: str
    volume_ml: int | None
    price: int
    qty: int
    note: str = ""

    @property
    def total(self) -> int:
        return self.price * self.qty


@frozen
class Cart:
    """Lines in the order of their first tap. ``sale`` is the id that the sale will have, from the first line on."""

    sale: SaleId | None = None
    lines: tuple[Line, ...] = ()

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def count(self) -> int:
        return sum(line.qty for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.lines

    def qty_of(self, product: ProductId) -> int:
        return next((line.qty for line in self.lines if line.product == product), 0)

    def with_qty(self, card: Card, qty: int, sale: SaleId) -> Cart:
        """Return the cart with ``qty`` of the card's product (0 removes the line; the last one ends the sale's id).

        ``sale`` becomes the sale's id if the cart has none yet. Raises ValueError when the price is not known,
        the quantity is not 0 to MAX_QTY, or the cart would have more than MAX_LINES lines.
        """
        product = card.product
        if not 0 <= qty <= MAX_QTY:
            raise ValueError("quantity out of range")
        known = any(line.product == product.id for line in self.lines)
        if known:
            lines = tuple(
                replace(line, qty=qty) if line.product == product.id else line
                for line in self.lines
                if qty or line.product != product.id
            )
            return Cart(self.sale, lines) if lines else Cart()
        if qty == 0:
            return self
        if card.price is None:
            raise ValueError("price not known")
        if len(self.lines) >= MAX_LINES:
            raise ValueError("too many lines")
        line = Line(product.id, product.name, product.volume_ml, card.price, qty)
        return Cart(self.sale or sale, (*self.lines, line))

    def note_of(self, product: ProductId) -> str:
        """Return what is to be said to whoever serves the product; empty for nothing."""
        return next((line.note for line in self.lines if line.product == product), "")

    def with_note(self, product: ProductId, note: str) -> Cart:
        """Return the cart with ``note``, cut to ``MAX_NOTE``, on the product's line; as it is without such a line."""
        kept = storable(note, MAX_NOTE)
        return replace(
            self, lines=tuple(replace(x, note=kept) if x.product == product else x for x in self.lines)
        )

    def repriced(self, prices: Mapping[ProductId, int]) -> Cart:
        """Return the cart with new prices where ``prices`` names a product: as agreed after a refusal."""
        return replace(
            self, lines=tuple(replace(x, price=prices.get(x.product, x.price)) for x in self.lines)
        )
