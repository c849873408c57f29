"""A bar's first sheet of products."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest

from app.server import provision
from app.server.check import check_database
from app.server.product_sheet import SheetRow, add_products, look_of, read_sheet
from tests.fixtures_postgres import Database

GOOD = (
    "category;name;volume_cl;price;stock;threshold;barcode\n"
    "Bières;Flag;33;600;48;;6181100000014\nEaux;Possotomè;150;1 000;;;\n"
)


def sheet(folder: Path, text: str) -> Path:
    path = folder / "drinks.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_french_spreadsheet_is_read(tmp_path: Path) -> None:
    flag, water = read_sheet(sheet(tmp_path, "\ufeff" + GOOD))

    assert (flag.name, flag.volume_ml, flag.price, flag.stock, flag.threshold) == ("Flag", 330, 600, 48, 10)
    assert (water.volume_ml, water.price, water.stock, water.barcode) == (1500, 1000, 0, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("category,name\nB,Flag\n", "line 1: no column price"),
        ("category,name,price\nB,Flag,six cents\n", "line 2, price"),
        ("category,name,price\nB,,600\n", "line 2, name: empty"),
        ("category,name,price,volume_cl\nB,Flag,600,big\n", "line 2, volume_cl"),
        ("category,name,price\nB,Flag,-5\n", "line 2, price"),
        ("category,name,price\n", "1 to 5000 products"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_sheet(sheet(tmp_path, text))


@pytest.mark.parametrize(
    ("category", "look"),
    [("Bières pression", "beer"), ("EAUX", "water"), ("Rhums", "whisky"), ("Vins", "wine")],
)
def test_a_category_looks_like_what_its_name_says(category: str, look: str) -> None:
    assert look_of(category) == look


async def test_the_products_are_on_the_shelf_and_a_second_time_is_refused_whole(
    tmp_path: Path, database: Database
) -> None:
    rows = read_sheet(sheet(tmp_path, GOOD))
    connection = await asyncpg.connect(database.superuser_url)
    try:
        bar = await provision.create_bar(connection, provision.NewBar("Chez Tante Ablavi"))
        added = await add_products(connection, bar, rows)
        with pytest.raises(ValueError, match="line 2: Flag"):
            await add_products(connection, bar, rows)
        shelf = await connection.fetch(
            "select name, stock, price_minor from data.bar_products where bar_id = $1 order by name", bar
        )
    finally:
        await connection.close()

    assert added == 2
    assert [tuple(row.values()) for row in shelf] == [("Flag", 48, 600), ("Possotomè", 0, 1000)]


async def test_the_longest_sheet_is_one_revision_and_a_few_statements(database: Database) -> None:
    rows = [SheetRow("Bières", f"Drink {no}", 330, 600, no % 7, 10, None) for no in range(5_000)]
    connection = await asyncpg.connect(database.superuser_url)
    try:
        bar = await provision.create_bar(connection, provision.NewBar("Chez Tante Ablavi"))
        rev = "select rev from data.bar_clocks where bar_id = $1"
        before = await connection.fetchval(rev, bar)
        asked: list[str] = []
        with connection.query_logger(lambda record: asked.append(record.query)):
            added = await add_products(connection, bar, rows)
        after = await connection.fetchval(rev, bar)
        stock = await connection.fetchval("select sum(stock) from data.bar_products where bar_id = $1", bar)
        faults = [fault for fault in await check_database(connection) if fault.bar]
    finally:
        await connection.close()

    assert (added, after - before, stock) == (5_000, 1, sum(row.stock for row in rows))
    assert faults == []
    assert 0 < len(asked) <= 12, "the bar is held for as many round trips"
