"""The two sums that hold in every database of ours, whatever happened: of the shelf and of the money."""

from __future__ import annotations

import asyncpg


async def are_sound(db: asyncpg.Connection[asyncpg.Record]) -> bool:
    """Tell whether stock = Σ movements everywhere, and every sale's lines and payments add up to its total."""
    wrong_stock: int = await db.fetchval(
        """
        select count(*) from data.bar_products p
        where p.stock <> (
          select coalesce(sum(m.qty), 0) from data.stock_movements m
          where m.bar_id = p.bar_id and m.product_id = p.id
        )
        """
    )
    wrong_sales: int = await db.fetchval(
        """
        select count(*) from data.sales s
        where s.total_minor <> (
            select coalesce(sum(i.qty * i.price_minor), 0) from data.sale_items i
            where i.bar_id = s.bar_id and i.sale_id = s.id
          )
          or s.total_minor <> (
            select coalesce(sum(p.amount_minor), 0) from data.payments p
            where p.bar_id = s.bar_id and p.sale_id = s.id
          )
        """
    )
    return (wrong_stock, wrong_sales) == (0, 0)
