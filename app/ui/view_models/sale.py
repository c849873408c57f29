"""The sale screen: tiles, cart, seller, held carts, and the two-tap sale. What to do is in ``till.checkout``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import Rejected, TillError
from app.domain.ids import MemberId, ProductId
from app.domain.sale import exact_cash
from app.till.checkout import Sold
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import CardRow, CategoryRow, HeldRow, LineRow, PersonRow, ProductRow, RefusalRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models import order_notes
from app.ui.view_models.cards import Cards
from app.ui.view_models.held import HeldCarts
from app.ui.view_models.people import person_rows
from app.ui.view_models.refusals import Refusals
from app.ui.view_models.sign_in import AuthoriseModel
from app.ui.view_models.waiting import WaitingReturns

TICK_MS = 20_000


class SaleModel(QObject):
    """What is sold, and how far it is.

    *Shows*: ``categories``, ``category``, ``cards``, ``lines``, ``count``, ``count_text``, ``total_text``, ``can_pay``,
    ``can_undo``, ``seller``, ``sellers`` (empty when each server signs in), ``held``, ``hold_name``, ``usual_name``,
    ``has_last_round``, ``product`` (one, for more than a tap), ``note_text``, ``received_text`` (paid of it already),
    ``is_ready``, ``refusal`` (while it means something), ``authorisation`` (for ``pin_asked``), ``waiting``.
    Signals: ``cards_changed`` (ids whose tile changed; None: other tiles), ``categories_changed``, ``cart_changed``,
    ``status_changed`` (seller, held carts, last round, readiness), ``refused`` (RefusalRow), ``refusal_over``,
    ``message`` (str), ``added`` (that a round came on top), ``denied`` (a tap or a code did nothing), ``pin_asked``,
    ``payment_opened``, ``sold`` (Sold).
    *Taps*: ``choose_category``, ``search``, ``tap``, ``more``, ``less``, ``set_qty``, ``set_note``, ``remove``,
    ``clear``, ``undo``, ``toggle_favourite``, ``choose_seller``, ``hold``, ``recall``, ``last_round``, ``scanned``,
    ``answer``, ``pay_exact``, ``open_payment``.
    """

    cards_changed = Signal(object)
    categories_changed = Signal()
    cart_changed = Signal()
    status_changed = Signal()
    refused = Signal(object)
    refusal_over = Signal()
    message = Signal(str)
    denied = Signal()
    pin_asked = Signal()
    payment_opened = Signal()
    sold = Signal(object)
    added = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._cards = Cards(till.bar, lambda: till.checkout.cart, lambda: till.favourites.products)
        self._held = HeldCarts(till)
        self._refusals = Refusals(till, self._ask_pin, self.open_payment)
        self._after_pin: Callable[[], None] | None = None
        self._is_paying = False
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(self._authorised)
        self.waiting = WaitingReturns(till, self)
        self._stops = Stops(
            till.bar.listen(self._bar_changed),
            till.checkout.listen(self._checkout_changed),
            till.session.listen(self._session_changed),
            till.favourites.listen(lambda: self._tell_cards(self._cards.refresh_stars())),
        )
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()

    def close(self) -> None:
        """Stop following the till."""
        self._ticks.stop()
        self.authorisation.close()
        self.waiting.close()
        self._stops.end()

    # --- shows: tiles

    @property
    def is_ready(self) -> bool:
        """Whether the bar is known, so that something can be sold."""
        return self._till.bar.is_ready

    @property
    def categories(self) -> list[CategoryRow]:
        return self._cards.categories()

    @property
    def category(self) -> str:
        return self._cards.category

    @property
    def cards(self) -> list[CardRow]:
        return self._cards.shown

    def some_cards(self, products: Sequence[str]) -> list[CardRow]:
        """Return the rows of these products, shown or not."""
        return self._cards.some(products)

    def card_after_tap(self, product: str) -> CardRow | None:
        """Return what the product's tile will say after one tap more, if the shelf has it; None when it is not sold."""
        return self._cards.after_tap(product)

    # --- shows: cart

    @property
    def lines(self) -> list[LineRow]:
        return [self._cards.line(line) for line in self._till.checkout.cart.lines]

    @property
    def count(self) -> int:
        return self._till.checkout.cart.count

    @property
    def count_text(self) -> str:
        return text_of.items(self.count)

    @property
    def total_text(self) -> str:
        return text_of.money(self._till.checkout.cart.total)

    @property
    def can_pay(self) -> bool:
        return self.count > 0 and not self._is_paying and self._till.session.person is not None

    @property
    def can_undo(self) -> bool:
        return self._till.checkout.can_undo

    @property
    def note_text(self) -> str:
        return order_notes.note_text(self._till)

    @property
    def received_text(self) -> str:
        return order_notes.received_text(self._till)

    # --- shows: people, held carts

    @property
    def seller(self) -> PersonRow | None:
        seller = self._till.checkout.seller
        rows = person_rows(self._till.bar.people())
        return next((row for row in rows if row.id == seller), None)

    @property
    def sellers(self) -> list[PersonRow]:
        bar = self._till.bar.bar()
        is_simplified = bar is not None and bar.operating_mode == "simplified"
        return person_rows(self._till.bar.people()) if is_simplified else []

    @property
    def held(self) -> list[HeldRow]:
        return self._held.rows

    @property
    def hold_name(self) -> str:
        return self._till.checkout.name

    @property
    def usual_name(self) -> str:
        return self._held.usual_name

    @property
    def has_last_round(self) -> bool:
        return self._till.checkout.last_round is not None

    @property
    def refusal(self) -> RefusalRow | None:
        """The last refusal in the language in force; None once it was answered or its cart is gone."""
        return self._refusals.again()

    # --- taps

    def choose_category(self, category: str) -> None:
        if category != self._cards.category or self._cards.search:
            self._cards.category, self._cards.search = category, ""
            self._cards.filter()
            self.cards_changed.emit(None)
            self.categories_changed.emit()

    def search(self, text: str) -> None:
        """Show the products whose name, volume, barcode or category has every word of ``text``, accents ignored."""
        if text != self._cards.search:
            self._cards.search = text
            self._cards.filter()
            self.cards_changed.emit(None)

    def tap(self, product: str) -> None:
        self._make(product, self._qty(product) + 1)

    def scanned(self, code: str) -> None:
        """Add the product with this barcode, or say that there is none."""
        card = self._till.bar.by_code(code)
        if card is not None:
            self.tap(card.product.id)
            return
        self._try(lambda: self._till.checkout.scan(code))

    def product(self, product: str) -> ProductRow | None:
        """Return what is known of a product that a finger stayed on; None once it is not sold any more."""
        return self._cards.product(product)

    def toggle_favourite(self, product: str) -> None:
        """Keep a product at hand, after those that are there, or no more."""
        self._till.favourites.toggle(product)

    # --- taps: cart

    more = tap

    def less(self, product: str) -> None:
        self._make(product, self._qty(product) - 1)

    def set_qty(self, product: str, qty: int) -> None:
        self._make(product, qty)

    def set_note(self, product: str, note: str) -> None:
        """Tell whoever serves it how the guest wants it; an empty note takes it away."""
        self._till.checkout.set_note(product, note)

    def remove(self, product: str) -> None:
        self._make(product, 0)

    def clear(self) -> str:
        said = order_notes.emptied_text(self.received_text)
        self._till.checkout.clear()
        return said

    def undo(self) -> None:
        self._till.checkout.undo()

    def last_round(self) -> None:
        """« Remettre ça »: the last sale's lines again, at today's prices; onto an order, ``added`` says so."""
        before = self.count
        self._try(self._till.checkout.repeat_last_round)
        if before and self.count > before:
            self.added.emit(order_notes.added_text(self.count - before))

    def choose_seller(self, member: str) -> None:
        self._try(lambda: self._till.checkout.choose_seller(MemberId(member)))

    def hold(self, name: str = "") -> None:
        """Put the cart aside under this name, or under the time."""
        self._till.checkout.hold(name)

    def recall(self, key: str) -> None:
        """Bring a held cart back; nothing happens when it has gone meanwhile."""
        held = next((held for held in self._till.checkout.held if held.key == key), None)
        if held is not None:
            self._refusals.recall(key)
            self._end_refusal(self._refusals.forget())
            if taken_over := self._held.taken_over(held):
                self.message.emit(taken_over)

    def answer(self, key: str, action: str) -> None:
        """Do what a person chose on a ``RefusalRow``."""
        self._try(lambda: self._refusals.answer(key, action))

    # --- taps: money

    def open_payment(self) -> None:
        if self.can_pay:
            self.payment_opened.emit()

    def pay_exact(self) -> None:
        """The two-tap sale: cash, to the franc. Of what is paid in part already the rest is asked for."""
        if self._till.checkout.parts:
            self.open_payment()
        elif self.can_pay:
            self._is_paying = True
            pay = self._till.checkout.pay(exact_cash(self._till.checkout.cart.total))
            self._tasks.spawn(pay, "sell", then=self._is_sold, failed=self._not_sold)
            self.cart_changed.emit()

    def retranslate(self) -> None:
        self._cards.rebuild()
        self.categories_changed.emit()
        self.cards_changed.emit(None)
        self.cart_changed.emit()
        self.status_changed.emit()

    # --- inside

    def _qty(self, product: str) -> int:
        return self._till.checkout.cart.qty_of(ProductId(product))

    def _make(self, product: str, qty: int) -> None:
        """Ask for ``qty`` pieces; a shelf that has less gets its own answer."""
        received = self.received_text
        try:
            self._till.checkout.set_qty(product, qty)
        except Rejected as error:
            if error.code == "TLSTK":
                self.refused.emit(self._refusals.at_tap(error, product, qty))
            else:
                self.message.emit(self._refusals.sentence(error))
            return
        if received and not self.count:
            self.message.emit(order_notes.emptied_text(received))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Rejected as error:
            self.message.emit(self._refusals.sentence(error))
            self.denied.emit()

    def _end_refusal(self, has_ended: bool) -> None:
        """Take the refusal on show away: its cart was cleared, sold, put aside or brought back."""
        if has_ended:
            self.refusal_over.emit()

    def _ask_pin(self, then: Callable[[], None]) -> None:
        self._after_pin = then
        self.authorisation.begin()
        self.pin_asked.emit()

    def _authorised(self, member: str) -> None:
        then, self._after_pin = self._after_pin, None
        self._till.checkout.allow_override(MemberId(member))
        if then is not None:
            self._try(then)

    def _is_sold(self, sold: Sold) -> None:
        self._is_paying = False
        self.cart_changed.emit()
        self.sold.emit(sold)

    def _not_sold(self, error: TillError) -> None:
        self._is_paying = False
        self.cart_changed.emit()
        self.message.emit(messages.of_error(error).sentence)

    # --- what the till tells

    def _bar_changed(self, topic: str) -> None:
        if topic == "stock":
            touched = self._till.bar.last_changed
            if touched is None:
                self._cards.rebuild()
            self._tell_cards(None if touched is None else self._cards.refresh(sorted(touched)))
            self._tell_prices()
            return
        if topic == "catalog":
            self._cards.rebuild()
            self.categories_changed.emit()
            self.cards_changed.emit(None)
        self.status_changed.emit()

    def _tell_prices(self) -> None:
        if (row := self._refusals.new_prices()) is not None:
            self.refused.emit(row)

    def _tell_cards(self, changed: Sequence[str] | None) -> None:
        if changed is None or changed:
            self.cards_changed.emit(changed)

    def _checkout_changed(self, topic: str) -> None:
        match topic:
            case "cart":
                self._end_refusal(self._refusals.ended(topic))
                self._tell_cards(self._cards.refresh_cart())
                self.cart_changed.emit()
                self._tell_prices()
            case "refused":
                held = self._till.checkout.last_refused
                if row := self._refusals.after_sale(held) if held else None:
                    self.refused.emit(row)
            case _:
                self._end_refusal(self._refusals.ended(topic))
                self.status_changed.emit()

    def _tick(self) -> None:
        """Keep the ages of the held carts true."""
        if self._till.checkout.held:
            self.status_changed.emit()

    def _session_changed(self) -> None:
        self._end_refusal(self._refusals.left())
        self.cart_changed.emit()
        self.status_changed.emit()
