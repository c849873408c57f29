"""An exchange at the counter: what comes back, what leaves in its place, and the difference. One command, one ticket.

A cart of its own: the one being typed for the next guest is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.cart import Cart
from app.domain.ids import MemberId, SaleId, new_id
from app.domain.returns import Pieces
from app.domain.roles import Role
from app.domain.sale import Cash, Payment, SaleToRecord
from app.sync.outbox import Outbox
from app.sync.ports import Clock
from app.till.after_sale import AfterSale
from app.till.bar import BarView
from app.till.checkout import Sold
from app.till.returns import exchange
from app.till.shelf import check_room, check_shelf, sellable


class Exchange:
    """``pieces`` come back, which were sold for ``worth``; ``seller``: whose sale the replacement is."""

    def __init__(
        self,
        bar: BarView,
        outbox: Outbox,
        after: AfterSale,
        clock: Clock,
        *,
        pieces: Pieces,
        worth: int,
        seller: MemberId | None,
    ) -> None:
        self._bar = bar
        self._outbox = outbox
        self._after = after
        self._clock = clock
        self._seller = seller
        self.pieces = pieces
        self.worth = worth
        self.cart = Cart()

    @property
    def to_pay(self) -> int:
        """What the guest adds."""
        return max(0, self.cart.total - self.worth)

    @property
    def to_owe(self) -> int:
        """What of the goods' worth is not used up: change that the guest may come back for."""
        return max(0, self.worth - self.cart.total)

    def qty_of(self, product: str) -> int:
        return next((line.qty for line in self.cart.lines if line.product == product), 0)

    def set_qty(self, product: str, qty: int) -> None:
        """Let ``qty`` pieces leave in exchange (0: none of it). Raises Rejected as ``Checkout.set_qty``.

        What comes back is on the shelf before anything leaves, so it may be exchanged for its own kind.
        """
        held = self.qty_of(product)
        if qty <= 0:
            rest = tuple(line for line in self.cart.lines if line.product != product)
            self.cart = replace(self.cart, lines=rest)
            return
        card = sellable(self._bar, product)
        check_room(self.cart, card, qty)
        if qty > held:
            coming_back = self.pieces.qty if product == self.pieces.product else 0
            check_shelf(card, qty, coming_back=coming_back)
        sale = self.cart.sale or SaleId(new_id(self._clock.wall()))
        self.cart = self.cart.with_qty(card, qty, sale)

    async def finish(
        self, payments: Sequence[Payment], *, notes: str = "", by: MemberId | None = None
    ) -> Sold:
        """Record it; returns when it is on disk. ``payments`` pay what is ``to_pay``. ``by``: as in ``AfterSale``.

        Raises ValueError for an empty cart or payments that do not add up, Rejected as ``AfterSale.hindrance`` for a
        manager, DeviceFailed.
        """
        hand, session = self._after.privileged(Role.MANAGER, by)
        if self.cart.sale is None or self.cart.is_empty:
            raise ValueError("nothing leaves in exchange")
        seller = self._seller if self._seller and self._bar.person(self._seller) else hand.member
        sale = SaleToRecord(self.cart.sale, seller, self.cart.lines, tuple(payments))
        command = exchange(
            new_id(self._clock.wall()),
            self.pieces,
            self.worth,
            sale,
            notes=notes,
            command_id=new_id(self._clock.wall()),
            by=hand.member,
            session=session,
        )
        row = await self._outbox.append(command)
        coins = [payment for payment in payments if isinstance(payment, Cash)]
        return Sold(
            no=row.no,
            sale=sale.sale,
            ticket=row.ticket or "",
            total=sale.total,
            lines=sale.lines,
            payments=sale.payments,
            change=sum(payment.change for payment in coins),
            owed=self.to_owe + sum(payment.owed for payment in coins),
            seller=seller,
            by=hand.member,
            at=row.appended_at,
            exchanged=min(self.worth, sale.total),
        )
