"""Sales for measures of one till: carts of one to three products, as commands or as bodies."""

import random
import time
from collections.abc import Sequence

from app.domain.cart import Line
from app.domain.ids import MemberId, ProductId, SaleId, new_id
from app.domain.sale import SaleToRecord, exact_cash
from app.sync.ports import Command
from app.till.commands import record_sale


def some_products(count: int = 100) -> list[Line]:
    """Return products that no server knows, to sell one piece of each."""
    return [
        Line(ProductId(new_id(time.time())), f"Produit {n:04d}", 330, 300 + n % 20 * 100, 1)
        for n in range(count)
    ]


def order(draw: random.Random, products: Sequence[Line], seller: str, session: str | None = None) -> Command:
    """Return the command of a sale of one to three of ``products``, paid in cash."""
    lines = tuple(draw.sample(list(products), draw.randint(1, 3)))
    payments = exact_cash(sum(line.total for line in lines))
    sale = SaleToRecord(SaleId(new_id(time.time())), MemberId(seller), lines, payments)
    return record_sale(sale, command_id=new_id(time.time()), by=seller, session=session)
