"""What is done after a sale, each as one command on disk: taken back, kept, given, withdrawn, decided upon.

Who may is decided by the server; what it would refuse for certain is not sent. A return and a withdrawal are made
without it too; all else needs it now, and its person's own session, so that nobody is told « done » in vain.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.history import Credit, KeptBottle, Return
from app.domain.ids import MemberId, SaleId, new_id
from app.domain.returns import Pieces, Reason
from app.domain.roles import Role
from app.sync.link import SHUT_OUT, Link, LinkState
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Command, Row, State
from app.till import consignments, returns, sale_states
from app.till.bar import BarView
from app.till.sale_detail import concerns
from app.till.session import Session

NEEDS_SERVER = "TLNOW"
"""What this needs the server for cannot wait: it is not put into the outbox without it."""


@frozen
class Hand:
    """Whoever does it, and the session that the server gave them on this till (None: it gave none)."""

    member: MemberId
    role: Role
    session: str | None


class AfterSale:
    """The deeds. ``by``: who does it, when that is not the person at the till: a manager whose PIN was right just now.

    Every deed returns its row when it is on disk. Raises Rejected as ``hindrance`` says, and ``TLINP {path}`` for what
    the server would find unsound; DeviceFailed when the disk says no.
    """

    def __init__(self, bar: BarView, session: Session, outbox: Outbox, link: Link, clock: Clock) -> None:
        self._bar = bar
        self._session = session
        self._outbox = outbox
        self._link = link
        self._clock = clock

    # --- who may

    def hindrance(self, needs: Role = Role.SELLER, by: MemberId | None = None) -> Rejected | None:
        """Return why what ``needs`` this role and the server cannot be done now; None when it can.

        ``TLSES`` nobody is at the till, or the server knows of no session; ``TLREV`` the till is shut out; ``TLNOW``
        without the server; ``TLRGT {needs}`` the person lacks the right.
        """
        try:
            self.privileged(needs, by)
        except Rejected as error:
            return error
        return None

    def decides(self, by: MemberId | None = None) -> bool:
        """Tell whether a return made now is decided by making it; else it waits for a manager."""
        return self.hindrance(Role.MANAGER, by) is None

    def _hand(self, by: MemberId | None) -> Hand:
        present = self._session.person
        person = present if by is None else self._bar.person(by)
        if person is None:
            raise Rejected("TLSES")
        return Hand(person.id, person.role, self._session.session_of(person.id))

    def privileged(self, needs: Role, by: MemberId | None) -> tuple[Hand, str]:
        """Return who does it, with their session. Raises Rejected as ``hindrance`` says."""
        hand = self._hand(by)
        if self._link.is_shut:
            raise Rejected(SHUT_OUT)
        if self._link.state is LinkState.OFFLINE or hand.session is None:
            raise Rejected(NEEDS_SERVER)
        if not hand.role.has_rights_of(needs):
            raise Rejected("TLRGT", {"needs": needs.value})
        return hand, hand.session

    # --- the sale

    async def withdraw(self, sale: SaleId) -> Row:
        """Take a pending sale of one's own back; without the server too."""
        hand = self._hand(None)
        return await self._do(
            sale_states.withdraw_sale(sale, command_id=self._id(), by=hand.member, session=hand.session)
        )

    async def validate(self, sale: SaleId) -> Row:
        hand, session = self.privileged(Role.MANAGER, None)
        return await self._do(
            sale_states.validate_sales([sale], command_id=self._id(), by=hand.member, session=session)
        )

    async def reject(self, sale: SaleId, reason: str) -> Row:
        hand, session = self.privileged(Role.MANAGER, None)
        return await self._do(
            sale_states.reject_sale(sale, reason, command_id=self._id(), by=hand.member, session=session)
        )

    async def cancel(self, sale: SaleId, reason: str) -> Row:
        hand, session = self.privileged(Role.OWNER, None)
        return await self._do(
            sale_states.cancel_sale(sale, reason, command_id=self._id(), by=hand.member, session=session)
        )

    async def settle_payment(
        self,
        sale: SaleId,
        position: int,
        *,
        is_received: bool,
        is_late: bool = False,
        reference: str | None = None,
    ) -> Row:
        """Say whether a transfer came. ``position``: of the payment in its sale, from 1; ``reference`` replaces its.

        ``is_late``: somebody had said that it did not.
        """
        hand, session = self.privileged(Role.MANAGER, None)
        made = sale_states.confirm_payment(
            sale,
            position,
            is_received=is_received,
            is_late=is_late,
            reference=reference,
            command_id=self._id(),
            by=hand.member,
            session=session,
        )
        return await self._do(made)

    async def confirm_payments(self, transfers: Sequence[tuple[SaleId, int]]) -> list[Row]:
        """Say of several transfers that they came, each as a command of its own: one that is refused stops no other.

        ``transfers``: the sale, and the payment's position in it. What is on disk when the disk says no stays there.
        """
        self.privileged(Role.MANAGER, None)
        return [await self.settle_payment(sale, position, is_received=True) for sale, position in transfers]

    # --- what comes back

    async def take_back(
        self,
        pieces: Pieces,
        reason: Reason,
        *,
        notes: str = "",
        refund: bool | None = None,
        restock: bool | None = None,
        ticket: str | None = None,
        by: MemberId | None = None,
    ) -> Row:
        """Take note of a return. ``refund`` and ``restock`` count where the reason leaves them to who decides.

        ``ticket``: the number of the sale.
        """
        hand, decides = self._hand(by), self.decides(by)
        made = returns.create_return(
            self._id(),
            pieces,
            reason,
            decides=decides,
            refund=refund if decides else None,
            restock=restock if decides else None,
            notes=notes,
            ticket=ticket,
            command_id=self._id(),
            by=hand.member,
            # A manager's session that is alive when the command comes would decide what nobody has decided here.
            session=hand.session if decides or hand.role is Role.SELLER else None,
        )
        return await self._do(made)

    async def approve_return(
        self,
        back: Return,
        *,
        refund: bool | None = None,
        restock: bool | None = None,
        restock_now: bool = False,
        by: MemberId | None = None,
    ) -> Row:
        hand, session = self.privileged(Role.MANAGER, by)
        made = returns.approve_return(
            back.id,
            pieces_of(back),
            back.reason,
            refund=refund,
            restock=restock,
            restock_now=restock_now,
            command_id=self._id(),
            by=hand.member,
            session=session,
        )
        return await self._do(made)

    async def reject_return(self, back: Return, reason: str, *, by: MemberId | None = None) -> Row:
        hand, session = self.privileged(Role.MANAGER, by)
        return await self._do(
            returns.reject_return(back.id, reason, command_id=self._id(), by=hand.member, session=session)
        )

    async def restock(self, back: str, pieces: Pieces, *, by: MemberId | None = None) -> Row:
        """Put the goods of an approved return back on the shelf."""
        hand, session = self.privileged(Role.MANAGER, by)
        return await self._do(
            returns.restock_return(back, pieces, command_id=self._id(), by=hand.member, session=session)
        )

    # --- what stays

    async def keep(
        self,
        pieces: Pieces,
        guest: str,
        *,
        phone: str | None = None,
        days: int | None = None,
        by: MemberId | None = None,
    ) -> Row:
        """Keep paid bottles for a guest; ``days`` None: as long as the bar's setting says."""
        hand, session = self.privileged(Role.MANAGER, by)
        made = consignments.create_consignment(
            self._id(),
            pieces,
            guest,
            phone=phone,
            days=days,
            command_id=self._id(),
            by=hand.member,
            session=session,
        )
        return await self._do(made)

    async def hand_out(self, kept: KeptBottle, qty: int | None = None) -> Row:
        """Give kept bottles to their guest: all of them, or ``qty``."""
        hand, session = self.privileged(Role.SELLER, None)
        by, all_of_them = hand.member, _kept(kept)
        if qty is None or qty == kept.qty:
            made = consignments.claim_consignment(all_of_them, command_id=self._id(), by=by, session=session)
        else:
            made = consignments.claim_part(
                all_of_them, qty, self._id(), command_id=self._id(), by=by, session=session
            )
        return await self._do(made)

    async def give_up(self, kept: KeptBottle, reason: str) -> Row:
        """End a guest's claim: the bottles are the bar's to sell again."""
        hand, session = self.privileged(Role.MANAGER, None)
        return await self._do(
            consignments.forfeit_consignment(
                _kept(kept), reason, command_id=self._id(), by=hand.member, session=session
            )
        )

    async def give_change(self, credit: Credit) -> Row:
        """Give a guest the change that was owed."""
        hand, session = self.privileged(Role.SELLER, None)
        return await self._do(
            sale_states.redeem_change(credit.id, command_id=self._id(), by=hand.member, session=session)
        )

    # --- what was refused

    def refused(self, ids: Collection[str]) -> Row | None:
        """Return the latest deed about one of these that the server refused and nobody has acknowledged."""
        rows = (row for row in reversed(self._outbox.rows()) if row.state is State.REFUSED)
        return next((row for row in rows if concerns(row, ids)), None)

    def refused_of(self, kinds: Collection[str]) -> Row | None:
        """Return the latest deed of these kinds that was refused so: what it was about may have left every list."""
        rows = reversed(self._outbox.rows())
        return next((row for row in rows if row.state is State.REFUSED and row.kind in kinds), None)

    async def acknowledge(self, no: int) -> None:
        """Take a refused deed off the lists: the person who read it has dealt with it."""
        await self._outbox.settle(no, "read")

    # --- inside

    async def _do(self, command: Command) -> Row:
        return await self._outbox.append(command)

    def _id(self) -> str:
        return new_id(self._clock.wall())


def pieces_of(back: Return) -> Pieces:
    """Return the pieces that a return is about."""
    return Pieces(back.sale, back.position, back.product, back.qty)


def _kept(kept: KeptBottle) -> consignments.Kept:
    return consignments.Kept(kept.id, kept.product, kept.qty)
