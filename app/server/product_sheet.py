"""Read a sheet of products (CSV) into a bar: what a bar sells on its first evening. It changes no product.

Columns: ``category, name, volume_cl, price, stock, threshold, barcode``; the first line names them, in any order.
``category``, ``name`` and ``price`` are needed. ``,`` and ``;`` both separate (French spreadsheets write ``;``).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.catalog import folded
from app.server.provision import Connection, fresh_id

COLUMNS = ("category", "name", "volume_cl", "price", "stock", "threshold", "barcode")
NEEDED = ("category", "name", "price")
THRESHOLD = 10
MOST_ROWS = 5_000
LOOKS = (
    ("bier", "beer"),
    ("beer", "beer"),
    ("sucr", "soft"),
    ("soft", "soft"),
    ("eau", "water"),
    ("water", "water"),
    ("vin", "wine"),
    ("wine", "wine"),
    ("cocktail", "cocktail"),
    ("pays", "local"),
    ("local", "local"),
    ("grignot", "snack"),
    ("snack", "snack"),
)
"""What a category's name contains → its icon; anything else looks like spirits."""
OTHER_LOOK = "whisky"
COLORS = {
    "beer": "amber",
    "soft": "teal",
    "water": "sky",
    "wine": "rose",
    "whisky": "copper",
    "cocktail": "violet",
    "local": "green",
    "snack": "sand",
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One product of the sheet. ``price`` in minor units, ``volume_ml`` None when the name says it all."""

    category: str
    name: str
    volume_ml: int | None
    price: int
    stock: int
    threshold: int
    barcode: str | None


def read_sheet(path: Path) -> list[SheetRow]:
    """Return the rows of the sheet. Raises ValueError that names line and column, OSError for no file."""
    text = path.read_text(encoding="utf-8-sig")
    separator = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.DictReader(text.splitlines(), delimiter=separator)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ValueError(f"line 1: no column {', '.join(missing)} (columns: {', '.join(COLUMNS)})")
    reader.fieldnames = names
    rows = [_row(number, cells) for number, cells in enumerate(reader, 2)]
    if not 0 < len(rows) <= MOST_ROWS:
        raise ValueError(f"a sheet has 1 to {MOST_ROWS} products, this one {len(rows)}")
    return rows


def _row(number: int, cells: dict[str, str | None]) -> SheetRow:
    def text(column: str) -> str:
        return (cells.get(column) or "").strip()

    def whole(column: str, default: int | None = None) -> int:
        digits = "".join(text(column).split())
        if not digits and default is not None:
            return default
        if not digits.isascii() or not digits.isdigit():
            raise ValueError(f"line {number}, {column}: a whole number is needed, not “{text(column)}”")
        return int(digits)

    for column in ("category", "name"):
        if not text(column):
            raise ValueError(f"line {number}, {column}: empty")
    try:
        volume_ml = round(float(text("volume_cl").replace(",", ".")) * 10) if text("volume_cl") else None
    except ValueError as error:
        raise ValueError(f"line {number}, volume_cl: a number is needed") from error
    return SheetRow(
        text("category"),
        text("name"),
        volume_ml,
        whole("price"),
        whole("stock", 0),
        whole("threshold", THRESHOLD),
        text("barcode") or None,
    )


def look_of(category: str) -> str:
    """Return the icon of a category, by its name."""
    plain = folded(category)
    return next((look for word, look in LOOKS if word in plain), OTHER_LOOK)


async def add_products(connection: Connection, bar: str, rows: Sequence[SheetRow]) -> int:
    """Add the rows to ``bar`` in one statement, with the categories that it lacks; return how many were added.

    Raises ValueError for a product (name and volume) or a barcode that is there twice; then nothing is added.
    """
    await _refuse_twins(connection, bar, rows)
    found = await connection.fetch("select id::text, name from data.categories where bar_id = $1", bar)
    categories = {folded(row["name"]): str(row["id"]) for row in found}
    place = await connection.fetchval("select count(*) from data.bar_products where bar_id = $1", bar)
    new: list[dict[str, object]] = []
    products: list[dict[str, object]] = []
    for row in rows:
        key = folded(row.category)
        if key not in categories:
            categories[key] = fresh_id()
            look = look_of(row.category)
            new.append(
                {
                    "id": categories[key],
                    "name": row.category,
                    "icon": look,
                    "color": COLORS[look],
                    "place": len(categories),
                }
            )
        own = {"id": fresh_id(), "category": categories[key], "place": place + len(products)}
        products.append(asdict(row) | own)
    await connection.execute(
        "select logic.add_products($1, $2, $3)", bar, json.dumps(new), json.dumps(products)
    )
    return len(products)


async def _refuse_twins(connection: Connection, bar: str, rows: Sequence[SheetRow]) -> None:
    known = await connection.fetch(
        "select name, volume_ml, barcode from data.bar_products where bar_id = $1", bar
    )
    products = {(folded(row["name"]), row["volume_ml"]) for row in known}
    barcodes = {row["barcode"] for row in known}
    for number, row in enumerate(rows, 2):
        product = (folded(row.name), row.volume_ml)
        if product in products:
            raise ValueError(f"line {number}: {row.name} of this volume is there already")
        if row.barcode and row.barcode in barcodes:
            raise ValueError(f"line {number}: barcode {row.barcode} belongs to another product")
        products.add(product)
        barcodes.add(row.barcode)
