"""Decode the rows of reads, and carts kept on disk, into domain types. Raises ValueError on anything unexpected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from app.domain.cart import Cart
from app.domain.catalog import Bar, Category, Person, Product, Stock
from app.domain.ids import CategoryId, MemberId, ProductId, SaleId
from app.domain.roles import Role
from app.domain.sale import line_from_json, line_to_json
from app.sync.ports import Json, JsonObject

T = TypeVar("T")
Stocks = Mapping[ProductId, Stock]


class Catalog:
    """Categories and products, in the order in which they are shown; compared by content."""

    __slots__ = ("by_barcode", "by_id", "categories", "products")

    def __init__(self, categories: tuple[Category, ...], products: tuple[Product, ...]) -> None:
        self.categories = categories
        self.products = products
        self.by_id = {product.id: product for product in products}
        self.by_barcode = {product.barcode: product for product in products if product.barcode}

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Catalog)
            and self.categories == other.categories
            and self.products == other.products
        )

    def __hash__(self) -> int:
        return hash((self.categories, self.products))


def _each(rows: Json, decode: Callable[[Mapping[str, Json]], T]) -> tuple[T, ...]:
    if not isinstance(rows, (list, tuple)):
        raise ValueError("not a list")
    try:
        return tuple(decode(_object(row)) for row in rows)
    except (KeyError, TypeError) as error:
        raise ValueError(f"unexpected row: {error!r}") from error


def _object(row: Json) -> Mapping[str, Json]:
    if not isinstance(row, Mapping):
        raise ValueError("not an object")
    return row


def _int(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def _int_or_none(value: Json) -> int | None:
    return None if value is None else _int(value)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _text_or_none(value: Json) -> str | None:
    return None if value is None else _text(value)


def _bool(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _category(row: Mapping[str, Json]) -> Category:
    return Category(
        CategoryId(_text(row["id"])),
        _text(row["name"]),
        _text(row["icon"]),
        _text(row["color"]),
        _int(row["position"]),
    )


def _product(row: Mapping[str, Json]) -> Product:
    return Product(
        ProductId(_text(row["id"])),
        # A product that the server made from a sale has none.
        CategoryId(_text_or_none(row["category"]) or ""),
        _text(row["name"]),
        _int_or_none(row["volume_ml"]),
        _text_or_none(row["barcode"]),
        _int(row["alert_threshold"]),
        _int(row["position"]),
    )


def _stock(row: Mapping[str, Json]) -> Stock:
    return Stock(
        ProductId(_text(row["id"])),
        _int(row["stock"]),
        _int(row["reserved"]),
        _int(row["price"]),
        _bool(row["active"]),
        _int(row["rev"]),
    )


def _person(row: Mapping[str, Json]) -> Person:
    return Person(
        MemberId(_text(row["id"])),
        _text(row["name"]),
        Role(_text(row["role"])),
        _text(row["salt"]),
        _bool(row["active"]),
    )


def catalog(rows: Json) -> Catalog:
    """Decode the read ``catalog``: categories by position, products by their category's position, then their own."""
    part = _object(rows)
    categories = tuple(sorted(_each(part.get("categories"), _category), key=lambda c: (c.position, c.name)))
    order = {category.id: number for number, category in enumerate(categories)}
    products = _each(part.get("products"), _product)
    shown = sorted(products, key=lambda p: (order.get(p.category, len(order)), p.position, p.name))
    return Catalog(categories, tuple(shown))


def stocks(rows: Json) -> Stocks:
    """Decode the read ``stock_since`` (all rows): product → Stock."""
    return {stock.product: stock for stock in _each(rows, _stock)}


def merged_stocks(held: object, rows: Json) -> object:
    """Return ``held`` with the changed ``rows`` in it; per product the newer revision wins."""
    merged: dict[ProductId, Stock] = dict(held) if isinstance(held, Mapping) else {}
    for stock in _each(rows, _stock):
        known = merged.get(stock.product)
        if known is None or known.rev <= stock.rev:
            merged[stock.product] = stock
    return merged


def people(rows: Json) -> tuple[Person, ...]:
    """Decode the read ``team``."""
    return _each(rows, _person)


def settings(rows: Json) -> Bar:
    """Decode the read ``settings``."""
    try:
        row = _object(rows)
        operators = row.get("operators") or ()
        if not isinstance(operators, (list, tuple)):
            raise ValueError("operators is not a list")
        return Bar(
            id=_text(row["id"]),
            name=_text(row["name"]),
            address=_text_or_none(row.get("address")) or "",
            time_zone=_text(row["time_zone"]),
            closing_hour=_int(row["closing_hour"]),
            currency=_text(row["currency"]),
            operating_mode=_text(row["operating_mode"]),
            idle_lock_s=_int(row["idle_lock_s"]),
            counter_deadline_s=_int(row["counter_deadline_ms"]) / 1000,
            operators=tuple(_text(x) for x in operators),
            phone=_text_or_none(row.get("phone")) or "",
            kept_days=_int(row["consignment_days"]) if "consignment_days" in row else None,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"unexpected settings: {error!r}") from error


def cart_to_json(cart: Cart) -> dict[str, Json]:
    """Return a cart as it is kept on disk."""
    lines: list[Json] = [line_to_json(line) for line in cart.lines]
    return {"sale": cart.sale, "lines": lines}


def cart_from_json(kept: JsonObject) -> Cart:
    """Read a kept cart back; raises ValueError when it is not one."""
    part = _object(kept)
    lines = _each(part.get("lines"), lambda row: line_from_json(dict(row)))
    sale = part.get("sale")
    return Cart(SaleId(str(sale)), lines) if sale and lines else Cart()
