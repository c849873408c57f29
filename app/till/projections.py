"""What a command of this till does to what is shown: pure, total functions (value, row) → value.

Each is the twin of an SQL handler and is tested against it: apply the command on the server, read, compare.
A command that does not touch a value returns the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from app.domain.catalog import Stock
from app.domain.ids import ProductId
from app.sync.ports import Row
from app.till import catalog_edits, consignments, returns, supplies
from app.till import stock as corrections

RECORD_SALE = "record_sale"

Stocks: TypeAlias = Mapping[ProductId, Stock]
StockAfter: TypeAlias = Callable[[Stocks, Row], Stocks]


def stock_after(stocks: object, row: Row) -> object:
    """Return the bar's stock (product → Stock) after ``row``."""
    after = STOCK_AFTER.get(row.kind)
    if after is None or not isinstance(stocks, Mapping):
        return stocks
    return after(stocks, row)


def after_sale(stocks: Stocks, row: Row) -> Stocks:
    """A sale takes what is available and no more: a counter sale that wants more is refused and leaves the fold, a
    served one is booked with a discrepancy for the rest (twin of ``logic.create_sale_with_stock_lock``).
    """
    after: dict[ProductId, Stock] = dict(stocks)
    for product, qty in quantities(row).items():
        stock = after.get(product)
        if stock is not None:
            after[product] = replace(stock, stock=stock.stock - min(qty, max(0, stock.available)))
    return after


def after_exchange(stocks: Stocks, row: Row) -> Stocks:
    """The goods are back before the replacement is taken (twin of ``logic.do_exchange``)."""
    back, sale = returns.with_pieces_back(stocks, row.body.get("return")), row.body.get("sale")
    return after_sale(back, replace(row, body=sale)) if isinstance(sale, Mapping) else back


def unchanged(value: object, row: Row) -> object:
    """Return ``value``: no command of a till changes the catalogue, the team or the settings yet."""
    del row
    return value


def quantities(row: Row) -> dict[ProductId, int]:
    """Return how many pieces of each product a sale's command takes; empty for a body that is not a sale's."""
    taken: dict[ProductId, int] = {}
    lines = row.body.get("lines")
    for line in lines if isinstance(lines, (list, tuple)) else ():
        if isinstance(line, Mapping):
            product, qty = line.get("product"), line.get("qty")
            if isinstance(product, str) and isinstance(qty, int):
                taken[ProductId(product)] = taken.get(ProductId(product), 0) + qty
    return taken


STOCK_AFTER: dict[str, StockAfter] = {
    RECORD_SALE: after_sale,
    returns.APPROVE_RETURN: returns.after_approval,
    returns.RESTOCK_RETURN: returns.after_restock,
    returns.EXCHANGE: after_exchange,
    consignments.CREATE_CONSIGNMENT: consignments.after_keeping,
    consignments.CLAIM_CONSIGNMENT: consignments.after_claim,
    consignments.CLAIM_PART: consignments.after_claim,
    consignments.FORFEIT_CONSIGNMENT: consignments.after_forfeit,
    supplies.RECORD_SUPPLY: supplies.after_supply,
    supplies.REVERSE_SUPPLY: supplies.after_reversal,
    corrections.ADJUST_STOCK: corrections.after_adjustment,
    corrections.COUNT_STOCK: corrections.after_count,
    corrections.SETTLE_DISCREPANCY: corrections.after_settlement,
    catalog_edits.CREATE_PRODUCT: catalog_edits.after_creation,
    catalog_edits.EDIT_PRODUCT: catalog_edits.after_edit,
}
"""What each kind of command does to the stock; a kind that is not here does nothing to it."""
