"""From the first tap to « vendu »: the cart being typed, held carts, refused sales that come back, and the payment.

A tap changes the cart in memory at once and on disk right after. ``pay`` returns when the command is on disk; it never
waits for the network.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from app.domain.cart import Cart, Line
from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.ids import MemberId, ProductId, SaleId, new_id
from app.domain.sale import Cash, Payment, SaleToRecord, check_payments
from app.domain.sale_states import SaleStatus, expected_status
from app.sync.ports import Clock, Command, Row
from app.till.bar import BarView
from app.till.cart_store import HeldCart, Round, Typing
from app.till.carts import Carts
from app.till.commands import record_sale
from app.till.session import Session
from app.till.shelf import check_room, check_shelf, sellable

log = logging.getLogger(__name__)


@frozen
class Sold:
    """A sale that is on disk. Amounts in minor units; ``at`` in wall seconds; ``no`` its number in the outbox."""

    no: int
    sale: SaleId
    ticket: str
    total: int
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...]
    change: int
    owed: int
    seller: MemberId
    by: MemberId
    at: float
    is_pending: bool = False
    """Whether it waits for a manager's word, by what this till knows of the bar and of who typed it."""
    exchanged: int = 0
    """What of the total was paid by goods that came back."""
    name: str = ""
    """What the cart was called when it was last put aside."""


class Checkout:
    """The cart of this till. Listeners hear ``cart``, ``held``, ``seller``, ``refused`` or ``sold``."""

    def __init__(self, bar: BarView, session: Session, carts: Carts, clock: Clock) -> None:
        self._bar = bar
        self._session = session
        self._carts = carts
        self._clock = clock
        self._undo: list[Typing] = []
        self._override: MemberId | None = None
        self._whose: MemberId | None = None
        carts.listen(self._carts_changed)
        session.listen(self._person_changed)
        self._listeners: list[Callable[[str], None]] = []
        self.last_refused: HeldCart | None = None

    @property
    def cart(self) -> Cart:
        return self._carts.typing.cart

    @property
    def held(self) -> tuple[HeldCart, ...]:
        return self._carts.held

    @property
    def last_round(self) -> Round | None:
        return self._carts.last_round

    @property
    def supersedes(self) -> int | None:
        """The refused sale (outbox number) that the cart being typed replaces."""
        return self._carts.typing.supersedes

    @property
    def whose(self) -> MemberId | None:
        """Whose order is being typed: who was at the till last, before a restart too, until somebody else signs in."""
        return self._whose or self._carts.typing.owner

    @property
    def name(self) -> str:
        """What the cart being typed was called when it was last put aside; empty for a new one."""
        return self._carts.typing.name

    @property
    def parts(self) -> tuple[Payment, ...]:
        """What the guest has paid of the cart being typed already: it stays with the cart, put aside and recalled."""
        return self._carts.typing.parts

    def settle(self, parts: tuple[Payment, ...]) -> None:
        """Note what the guest has paid of this cart so far. Nothing happens to an empty cart."""
        if parts != self.parts and not self.cart.is_empty:
            self._type(replace(self._carts.typing, parts=parts))

    @property
    def seller(self) -> MemberId | None:
        """Whose sale it will be: the one picked, else the person signed in."""
        person = self._session.person
        return self._carts.typing.seller or (person.id if person else None)

    def now_s(self) -> float:
        """Return what the clock says by which carts are put aside, in wall seconds."""
        return self._clock.wall()

    def listen(self, callback: Callable[[str], None]) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    # --- the cart -------------------------------------------------------------------------------------------------

    def choose_seller(self, member: MemberId | None) -> None:
        """Say whose sale it is (simplified mode); None: of the person signed in.

        Raises Rejected ``TLSEL`` for somebody who is not of this bar.
        """
        if member is not None and self._bar.person(member) is None:
            raise Rejected("TLSEL", {"member": member})
        if member != self._carts.typing.seller:
            self._type(replace(self._carts.typing, seller=member), "seller")

    def tap(self, product: str, by: int = 1) -> None:
        """Add ``by`` pieces. Raises Rejected as ``set_qty``."""
        self.set_qty(product, self.cart.qty_of(ProductId(product)) + by)

    def set_qty(self, product: str, qty: int) -> None:
        """Make it ``qty`` pieces (0 removes the line).

        Raises Rejected: ``TLSTK {short}`` when the shelf does not have them, ``TLPRD`` for a product that is not sold,
        ``TLPRX`` when its price is not known yet, ``TLQTY {most}`` beyond what one line or one cart holds.
        """
        if qty <= 0:
            self.remove(product)
            return
        card = sellable(self._bar, product)
        cart = self.cart
        check_room(cart, card, qty)
        if qty > cart.qty_of(card.product.id) and self._override is None:
            check_shelf(card, qty)
        sale = cart.sale or SaleId(new_id(self._clock.wall()))
        self._undo = []
        self._type(replace(self._carts.typing, cart=cart.with_qty(card, qty, sale)))

    def remove(self, product: str) -> None:
        line = next((line for line in self.cart.lines if line.product == product), None)
        if line is not None:
            rest = tuple(x for x in self.cart.lines if x is not line)
            self._remember_for_undo()
            left = Cart(self.cart.sale, rest) if rest else Cart()
            self._type(replace(self._carts.typing, cart=left, parts=self.parts if rest else ()))

    def clear(self) -> None:
        """Empty the cart; nobody has allowed the next one anything."""
        self._override = None
        if not self.cart.is_empty:
            self._remember_for_undo()
            self._type(Typing(seller=self._carts.typing.seller))

    @property
    def can_undo(self) -> bool:
        """Whether ``undo`` has something to bring back."""
        return bool(self._undo)

    def undo(self) -> None:
        """Bring back the order as it was before the last ``remove``, ``clear`` or round added to it.

        One after the other, until something else is added, held or sold.
        """
        if self._undo:
            undone = self._undo.pop()
            parts = self.parts or undone.parts
            self._type(replace(undone, seller=self._carts.typing.seller, parts=parts))

    def reprice(self, prices: Mapping[ProductId, int]) -> None:
        """Take these prices for the cart's lines, as agreed with the guest after a refusal (``TLPRC``)."""
        self._type(replace(self._carts.typing, cart=self.cart.repriced(prices)))

    def set_note(self, product: str, note: str) -> None:
        """Put a note for whoever serves it on the product's line; an empty one takes it away."""
        self._type(replace(self._carts.typing, cart=self.cart.with_note(ProductId(product), note)))

    def scan(self, code: str) -> None:
        """Add the product with this barcode. Raises Rejected ``TLBAR {code}``, else as ``tap``."""
        card = self._bar.by_code(code)
        if card is None:
            raise Rejected("TLBAR", {"code": code})
        self.tap(card.product.id)

    def allow_override(self, member: MemberId) -> None:
        """« Vendre quand même »: a manager (see ``Session.authorise``) lets this cart go beyond the shelf."""
        self._override = member

    @property
    def override_by(self) -> MemberId | None:
        return self._override

    # --- held carts -----------------------------------------------------------------------------------------------

    def hold(self, name: str = "") -> None:
        """Put the cart aside under ``name`` and begin a new one. Nothing happens to an empty cart."""
        if not self.cart.is_empty:
            self._undo, self._override = [], None
            self._carts.hold(name)
            self._tell("cart", "held")

    def _person_changed(self) -> None:
        """Put an order aside under the name of who began it when somebody else signs in: nobody inherits it."""
        person = self._session.person
        if person is None:
            return
        if self.whose not in (None, person.id):
            self.hold_for_whose()
        self._whose = person.id

    @property
    def name_for_whose(self) -> str:
        """The first name of whose order it is, with a number when a held cart has that name; empty for nobody."""
        first, taken = self._bar.first_name(self.whose), {held.name for held in self._carts.held}
        names = chain((first,), (f"{first} {number}" for number in count(2)))
        return next(name for name in names if not name or name not in taken)

    def hold_for_whose(self) -> None:
        """Put the cart aside under ``name_for_whose``. Nothing happens to an empty cart."""
        self.hold(self.name_for_whose)

    def recall(self, key: str) -> None:
        """Bring a held cart back; what was being typed is held in its place. Raises KeyError for an unknown key."""
        self._undo, self._override = [], None
        self._carts.recall(key, self._whose)
        self._tell("cart", "held", "seller")

    async def forget(self, key: str) -> None:
        """Drop a held cart for good; a refused one is settled in the outbox. Raises DeviceFailed; then it is held."""
        await self._carts.forget(key)
        self._tell("held")

    def repeat_last_round(self) -> None:
        """« Remettre ça »: fill the cart with the last sale's lines and notes, at today's prices, for its seller.

        Whoever was picked for this cart already stays; of a cart that had lines ``undo`` takes the round off again.
        Raises Rejected as ``tap`` at the first product that is short; then the cart stays as it was.
        """
        sold = self._carts.last_round
        if sold is None:
            return
        before, undo = self._carts.typing, self._undo
        try:
            for line in sold.cart.lines:
                self.tap(line.product, line.qty)
                if line.note:
                    self.set_note(line.product, line.note)
        except Rejected:
            self._undo = undo
            self._type(before)
            raise
        if before.seller is None and sold.seller is not None and self._bar.person(sold.seller) is not None:
            self.choose_seller(sold.seller)
        if not before.cart.is_empty:
            self._undo = [*undo, before]
            self._tell("cart")

    # --- the sale -------------------------------------------------------------------------------------------------

    def pay(
        self, payments: Sequence[Payment], *, override_by: MemberId | None = None
    ) -> Coroutine[Any, Any, Sold]:
        """Take the cart now, as it is at this tap; awaited, record the sale and return when it is on disk.

        Awaited, it raises ValueError for an empty cart or payments that are not sound, Rejected ``TLSES`` when
        nobody is signed in, DeviceFailed when the disk says no: then nothing is sold and the cart is back.
        """
        try:
            command, sale, by = self._to_record(tuple(payments), override_by)
        except (Rejected, ValueError) as error:
            return _refuse(error)
        allowed, self._undo, self._override = self._override, [], None  # not the next cart's
        return self._record(self._carts.begin_sale(), command, sale, by, allowed)

    def _to_record(
        self, paid: tuple[Payment, ...], override_by: MemberId | None
    ) -> tuple[Command, SaleToRecord, MemberId]:
        person = self._session.person
        if person is None:
            raise Rejected("TLSES")
        typing = self._carts.typing
        check_payments(typing.cart.total, paid)
        sale, by = self._sale(typing, paid, person.id, override_by or self._override)
        command = record_sale(
            sale,
            command_id=new_id(self._clock.wall()),
            by=by,
            session=self._session.session_of(by),
        )
        return command, sale, by

    async def _record(
        self, sold: Typing, command: Command, sale: SaleToRecord, by: MemberId, allowed: MemberId | None
    ) -> Sold:
        try:
            row = await self._carts.sell(sold, command)
        except BaseException:
            if self._carts.typing is sold:
                self._override = allowed
            self._tell("cart", "held")
            raise
        self._tell("cart", "sold")
        return replace(self._sold(row, sale, by), name=sold.name)

    def _sale(
        self, typing: Typing, payments: tuple[Payment, ...], person: MemberId, override: MemberId | None
    ) -> tuple[SaleToRecord, MemberId]:
        if typing.cart.sale is None:
            raise ValueError("empty cart")
        # A sale that replaces a refused one needs an id of its own: the refused one's belongs to the refusal.
        sale_id = typing.cart.sale if typing.supersedes is None else SaleId(new_id(self._clock.wall()))
        sale = SaleToRecord(
            sale=sale_id,
            sold_by=typing.seller or person,
            lines=typing.cart.lines,
            payments=payments,
            is_override=override is not None,
            overrides=typing.supersedes if override is not None else None,
            supersedes=typing.supersedes,
            name=typing.name,
        )
        return sale, override or person

    def _sold(self, row: Row, sale: SaleToRecord, by: MemberId) -> Sold:
        coins = [payment for payment in sale.payments if isinstance(payment, Cash)]
        return Sold(
            no=row.no,
            sale=sale.sale,
            ticket=row.ticket or "",
            total=sale.total,
            lines=sale.lines,
            payments=sale.payments,
            change=sum(payment.change for payment in coins),
            owed=sum(payment.owed for payment in coins),
            seller=sale.sold_by,
            by=by,
            at=row.appended_at,
            is_pending=self._is_pending(row, by),
        )

    def _is_pending(self, row: Row, by: MemberId) -> bool:
        bar, person = self._bar.bar(), self._bar.person(by)
        if bar is None or person is None:
            return False
        status = expected_status(bar.operating_mode, person.role, has_session=row.session is not None)
        return status is SaleStatus.PENDING

    # --- inside ---------------------------------------------------------------------------------------------------

    def _remember_for_undo(self) -> None:
        self._undo = [*self._undo, self._carts.typing]

    def _type(self, typing: Typing, *topics: str) -> None:
        before = self._carts.typing.supersedes
        if typing.cart.is_empty and typing.supersedes is not None:
            typing = replace(typing, supersedes=None)
        typing = replace(typing, owner=None if typing.cart.is_empty else self.whose)
        self._carts.type(typing)
        self._tell("cart", *topics, *(() if typing.supersedes == before else ("held",)))

    def _carts_changed(self, refused: HeldCart | None) -> None:
        if refused is None:
            self._tell("held")
            return
        self.last_refused = refused
        self._tell("held", "refused")

    def _tell(self, *topics: str) -> None:
        for topic in topics:
            for listener in tuple(self._listeners):
                try:
                    listener(topic)
                except Exception:
                    # What is on disk is sold, whoever fails to show it.
                    log.exception("a listener of the checkout failed")


async def _refuse(error: Rejected | ValueError) -> Sold:
    raise error
