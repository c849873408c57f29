"""What this till says no to by itself: what is not sold, has no price yet, or is not there as far as it knows."""

from __future__ import annotations

from app.domain.cart import MAX_LINES, MAX_QTY, Cart
from app.domain.catalog import Card
from app.domain.errors import Rejected
from app.till.bar import BarView


def sellable(bar: BarView, product: str) -> Card:
    """Return the tile of a product that can be sold now.

    Raises Rejected ``TLPRD`` for one that is not sold, ``TLPRX`` while its price is not known.
    """
    card = bar.card(product)
    if card is None or (card.stock is not None and not card.stock.is_active):
        raise Rejected("TLPRD", {"products": [product]})
    if card.price is None:
        raise Rejected("TLPRX", {"name": card.product.name})
    return card


def check_room(cart: Cart, card: Card, qty: int) -> None:
    """Raise Rejected ``TLQTY {most}`` beyond what one line or one cart holds."""
    if qty > MAX_QTY or (cart.qty_of(card.product.id) == 0 and len(cart.lines) >= MAX_LINES):
        raise Rejected("TLQTY", {"most": MAX_QTY})


def check_shelf(card: Card, qty: int, *, coming_back: int = 0) -> None:
    """Raise Rejected ``TLSTK {short}`` when the shelf has fewer than ``qty``, with what is just coming back to it."""
    left = card.available
    if left is not None and qty > left + coming_back:
        short = {
            "product": card.product.id,
            "name": card.product.name,
            "volume_ml": card.product.volume_ml,
            "wanted": qty,
            "left": max(0, left + coming_back),
        }
        raise Rejected("TLSTK", {"short": [short]})
