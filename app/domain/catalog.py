"""What a bar sells, as the till shows it: categories, products, and the live stock of each product."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from app.domain.frozen import frozen
from app.domain.ids import CategoryId, MemberId, ProductId
from app.domain.roles import Role


@frozen
class Category:
    id: CategoryId
    name: str
    icon: str
    color: str
    position: int


@frozen
class Product:
    """The slow part of a product; ``volume_ml`` None when the name says it all."""

    id: ProductId
    category: CategoryId
    name: str
    volume_ml: int | None
    barcode: str | None
    alert_threshold: int
    position: int


@frozen
class Stock:
    """The live part of a product: counts in pieces, price in minor units, ``rev`` the revision of its last change."""

    product: ProductId
    stock: int
    reserved: int
    price: int
    is_active: bool
    rev: int

    @property
    def available(self) -> int:
        return self.stock - self.reserved


class Level(StrEnum):
    """How much is left, as the tile says it."""

    UNKNOWN = "unknown"
    OUT = "out"
    LOW = "low"
    FINE = "fine"


@frozen
class Card:
    """One tile: a product joined with its stock. ``stock`` None means not known yet, shown as ``…``, never as 0."""

    product: Product
    stock: Stock | None

    @property
    def price(self) -> int | None:
        return self.stock.price if self.stock else None

    @property
    def available(self) -> int | None:
        return self.stock.available if self.stock else None

    @property
    def level(self) -> Level:
        available = self.available
        if available is None:
            return Level.UNKNOWN
        if available <= 0:
            return Level.OUT
        return Level.LOW if available <= self.product.alert_threshold else Level.FINE


@frozen
class Person:
    """A member of the bar. ``salt`` (hex) stretches the PIN on the till; it is not a secret."""

    id: MemberId
    name: str
    role: Role
    salt: str
    is_active: bool


@frozen
class Bar:
    """The bar and its settings, as the till needs them. ``kept_days``: how long a bottle is kept; None: nobody said."""

    id: str
    name: str
    address: str
    time_zone: str
    closing_hour: int
    currency: str
    operating_mode: str
    idle_lock_s: int
    counter_deadline_s: float
    operators: tuple[str, ...]
    phone: str = ""
    kept_days: int | None = None


def folded(text: str) -> str:
    """Return ``text`` without case and accents, for search: « Béninoise » → « beninoise »."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return (
        "".join(c for c in decomposed if not unicodedata.combining(c)).replace("œ", "oe").replace("æ", "ae")
    )


def volume_text_ml(volume_ml: int | None, *, decimal: str = ",", space: str = " ") -> str:
    """Return the volume as bars write it, digits and unit only: 330 → « 33 cl », 1500 → « 1,5 l », None → «».

    ``decimal`` stands before the fraction, ``space`` before the unit.
    """
    if volume_ml is None:
        return ""
    size_ml, unit = (1000, "l") if volume_ml >= 1000 else (10, "cl")
    whole, rest = divmod(volume_ml, size_ml)
    fraction = f"{rest * 1000 // size_ml:03d}".rstrip("0")
    return f"{whole}{decimal}{fraction}{space}{unit}" if fraction else f"{whole}{space}{unit}"
