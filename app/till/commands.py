"""Every write that this till can make.

kind           version  SQL handler                         made by
record_sale    1        logic.create_sale_with_stock_lock   ``record_sale`` below
five kinds     1        of goods and corrections            ``app/till/supplies.py``, ``app/till/stock.py``
five kinds     1        of what comes back                  ``app/till/returns.py``
four kinds     1        of bottles kept for guests          ``app/till/consignments.py``
six kinds      1        of what becomes of a sale           ``app/till/sale_states.py``
four kinds     1        of the catalogue                    ``app/till/catalog_edits.py``
three kinds    1        of the team                         ``app/till/team.py``
eight kinds    1        of tills, settings, notices, guests ``app/till/bar_edits.py``
void           1        logic.void_number                   the outbox, after a restore
gap            1        logic.declare_gap                   the outbox, after a restore
park           1        logic.park_command                  the sender, after five bugs at one number
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from app.domain.sale import SaleToRecord
from app.sync.ports import Command, Door, JsonObject
from app.sync.wire import Upcast
from app.till import bar_edits, catalog_edits, consignments, returns, sale_states, stock, supplies, team
from app.till.projections import RECORD_SALE

RECORD_SALE_VERSION = 1

KNOWN_VERSIONS: Mapping[str, int] = {
    RECORD_SALE: RECORD_SALE_VERSION,
    **sale_states.VERSIONS,
    **returns.VERSIONS,
    **consignments.VERSIONS,
    supplies.RECORD_SUPPLY: 1,
    supplies.REVERSE_SUPPLY: 1,
    stock.ADJUST_STOCK: 1,
    stock.COUNT_STOCK: 1,
    stock.SETTLE_DISCREPANCY: 1,
    **catalog_edits.VERSIONS,
    **team.VERSIONS,
    **bar_edits.VERSIONS,
}
"""The version of each kind that this program speaks."""

UPCASTERS: Mapping[tuple[str, int], Upcast] = {}
"""(kind, older version) → pure function to the next version's body. Empty: every kind is in its first version."""


def record_sale(sale: SaleToRecord, *, command_id: str, by: str, session: str | None) -> Command:
    """Return the command that records ``sale``, typed by ``by``; an override goes through the served door."""
    return Command(
        id=command_id,
        kind=RECORD_SALE,
        version=RECORD_SALE_VERSION,
        body=cast("JsonObject", sale.body()),
        door=Door.SERVED if sale.is_override else Door.COUNTER,
        by=by,
        session=session,
        takes_ticket=True,
        amount=sale.total,
    )
