"""One sale with all that hangs on it, and what may still be done with it.

Amounts are whole minor units, times ISO 8601 in UTC. What the server would refuse is not offered; it still decides.
"""

from __future__ import annotations

from app.domain.frozen import frozen
from app.domain.history import Credit, KeptBottle, Return, SaleHeader
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import ReturnState, left_of_line
from app.domain.sale_states import SaleStatus


@frozen
class SoldLine:
    """A line of a sale; ``position`` counts from 1. ``note`` is known on the till that made it only."""

    position: int
    product: ProductId
    name: str
    volume_ml: int | None
    price: int
    qty: int
    note: str = ""


@frozen
class Paid:
    """A payment; ``state``: settled, to_confirm, confirmed or failed. What a method does not have is None."""

    position: int
    method: str
    amount: int
    tendered: int | None
    change: int | None
    owed: int | None
    operator: str | None
    reference: str | None
    state: str
    settled_by: MemberId | None
    settled_at: str | None


@frozen
class SaleDetail:
    """``booked_at``: when the server wrote it down; None while it waits on this till."""

    header: SaleHeader
    booked_at: str | None
    lines: tuple[SoldLine, ...]
    payments: tuple[Paid, ...]
    returns: tuple[Return, ...]
    kept: tuple[KeptBottle, ...]
    credits: tuple[Credit, ...]
    exchanged_for: SaleId | None

    def line(self, position: int) -> SoldLine | None:
        return next((line for line in self.lines if line.position == position), None)

    def left(self, position: int) -> int:
        """Return how many pieces of a line may still come back or be kept (twin of ``logic.left_of_line``)."""
        line = self.line(position)
        if line is None:
            return 0
        returned = [(back.qty, back.state) for back in self.returns if back.position == position]
        kept = sum(x.qty for x in self.kept if x.position == position and x.state != "claimed")
        return left_of_line(line.qty, returned, kept)

    @property
    def has_left(self) -> bool:
        return any(self.left(line.position) > 0 for line in self.lines)

    def may_keep(self, status: SaleStatus | None) -> bool:
        """Tell whether a bottle of it may be kept. ``status``: what it is, or will be as far as this till knows."""
        return status is SaleStatus.VALIDATED and self.has_left

    def may_come_back(self, status: SaleStatus | None, today: str) -> bool:
        """Tell whether something of it may come back: on its own business day only."""
        return self.may_keep(status) and self.header.business_date == today

    @property
    def is_unhung(self) -> bool:
        """Whether it may be cancelled: nothing that was not rejected hangs on it (twin of ``logic.need_unhung``)."""
        hanging = [back for back in self.returns if back.state is not ReturnState.REJECTED]
        return not hanging and not self.kept and self.exchanged_for is None
