"""The sale screen: tiles, cart, seller, held carts, and the two-tap sale. What to do is in ``till.checkout``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.cart import Line
from app.domain.errors import Rejected, TillError
from app.domain.ids import MemberId, ProductId
from app.domain.sale import exact_cash
from app.till.cart_store import HeldCart
from app.till.checkout import Sold
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import CardRow, CategoryRow, HeldRow, LineRow, PersonRow, RefusalRow
from app.ui.tasks import Tasks
from app.ui.view_models.cards import ALL, Cards
from app.ui.view_models.people import person_rows
from app.ui.view_models.refusals import Refusals, reason, refused_title
from app.ui.view_models.sign_in import AuthoriseModel


class SaleModel(QObject):
    """What is sold, and how far it is.

    *Shows*: ``categories``, ``category``, ``cards``, ``lines``, ``count``, ``count_text``, ``total_text``, ``can_pay``,
    ``can_undo``, ``seller``, ``sellers`` (empty when each server signs in), ``held``, ``has_last_round``,
    ``override_text``, ``is_ready``, ``refusal`` (while it means something), ``authorisation`` (the manager's PIN,
    when ``pin_asked``).
    Signals: ``cards_changed`` (ids whose tile changed; None: other tiles), ``categories_changed``, ``cart_changed``,
    ``status_changed`` (seller, held carts, last round, readiness), ``refused`` (RefusalRow), ``refusal_over``,
    ``message`` (str), ``pin_asked``, ``payment_opened``, ``sold`` (till.checkout.Sold).
    *Taps*: ``choose_category``, ``search``, ``tap``, ``more``, ``less``, ``set_qty``, ``remove``, ``clear``, ``undo``,
    ``choose_seller``, ``hold``, ``recall``, ``last_round``, ``scanned``, ``answer``, ``pay_exact``, ``open_payment``.
    """

    cards_changed = Signal(object)
    categories_changed = Signal()
    cart_changed = Signal()
    status_changed = Signal()
    refused = Signal(object)
    refusal_over = Signal()
    message = Signal(str)
    pin_asked = Signal()
    payment_opened = Signal()
    sold = Signal(object)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._cards = Cards(till.bar, lambda: till.checkout.cart)
        self._refusals = Refusals(till, self._ask_pin, self.open_payment)
        self._after_pin: Callable[[], None] | None = None
        self._is_paying = False
        self._can_undo = False
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(self._authorised)
        self._stops = [
            till.bar.listen(self._bar_changed),
            till.checkout.listen(self._checkout_changed),
            till.session.listen(self._session_changed),
        ]

    def close(self) -> None:
        """Stop following the till."""
        self.authorisation.close()
        for stop in self._stops:
            stop()
        self._stops.clear()

    # --- shows: tiles

    @property
    def is_ready(self) -> bool:
        """Whether the bar is known, so that something can be sold."""
        return self._till.bar.is_ready

    @property
    def categories(self) -> list[CategoryRow]:
        everything = QCoreApplication.translate("SaleModel", "All", "every category of products")
        return [
            CategoryRow(ALL, everything, "grid", "slate"),
            *(CategoryRow(c.id, c.name, c.icon, c.color) for c in self._till.bar.categories()),
        ]

    @property
    def category(self) -> str:
        return self._cards.category

    @property
    def cards(self) -> list[CardRow]:
        return self._cards.shown

    def some_cards(self, products: Sequence[str]) -> list[CardRow]:
        """Return the rows of these products, shown or not."""
        return self._cards.some(products)

    # --- shows: cart

    @property
    def lines(self) -> list[LineRow]:
        return [self._line(line) for line in self._till.checkout.cart.lines]

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
        """Whether the last thing that was done to the cart took something away."""
        return self._can_undo

    @property
    def override_text(self) -> str:
        """Who allowed this cart to go beyond the shelf; empty when nobody did."""
        member = self._till.checkout.override_by
        person = self._till.bar.person(member) if member else None
        if person is None:
            return ""
        return QCoreApplication.translate("SaleModel", "Allowed by {name}").format(name=person.name)

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
        """Carts put aside, the refused ones first."""
        carts = sorted(self._till.checkout.held, key=lambda held: held.refusal is None)
        return [self._held_row(held) for held in carts]

    @property
    def has_last_round(self) -> bool:
        return self._till.checkout.last_round is not None

    @property
    def refusal(self) -> RefusalRow | None:
        """The last refusal in the language in force; None once it was answered or its cart is gone."""
        return self._refusals.again()

    # --- taps: tiles

    def choose_category(self, category: str) -> None:
        if category != self._cards.category or self._cards.search:
            self._cards.category, self._cards.search = category, ""
            self._cards.filter()
            self.cards_changed.emit(None)
            self.categories_changed.emit()

    def search(self, text: str) -> None:
        """Show the products whose name, volume or barcode has every word of ``text``, accents ignored."""
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

    # --- taps: cart

    def more(self, product: str) -> None:
        self._make(product, self._qty(product) + 1)

    def less(self, product: str) -> None:
        self._make(product, self._qty(product) - 1)

    def set_qty(self, product: str, qty: int) -> None:
        self._make(product, qty)

    def remove(self, product: str) -> None:
        self._make(product, 0)

    def clear(self) -> None:
        self._till.checkout.clear()
        self._note_undo(is_possible=True)

    def undo(self) -> None:
        self._till.checkout.undo()
        self._note_undo(is_possible=False)

    def last_round(self) -> None:
        """« Remettre ça »: the last sale's lines again, at today's prices."""
        self._try(self._till.checkout.repeat_last_round)

    def choose_seller(self, member: str) -> None:
        self._try(lambda: self._till.checkout.choose_seller(MemberId(member)))

    def hold(self) -> None:
        self._till.checkout.hold()
        self._note_undo(is_possible=False)

    def recall(self, key: str) -> None:
        """Bring a held cart back; nothing happens when it has gone meanwhile."""
        if any(held.key == key for held in self._till.checkout.held):
            self._refusals.recall(key)
            self._end_refusal(self._refusals.forget())
            self._note_undo(is_possible=False)

    def answer(self, key: str, action: str) -> None:
        """Do what a person chose on a ``RefusalRow``."""
        self._try(lambda: self._refusals.answer(key, action))

    # --- taps: money

    def open_payment(self) -> None:
        if self.can_pay:
            self.payment_opened.emit()

    def pay_exact(self) -> None:
        """The two-tap sale: cash, to the franc."""
        if self.can_pay:
            self._is_paying = True
            pay = self._till.checkout.pay(exact_cash(self._till.checkout.cart.total))
            self._tasks.spawn(pay, "sell", then=self._is_sold, failed=self._not_sold)
            self.cart_changed.emit()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
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
        try:
            self._till.checkout.set_qty(product, qty)
        except Rejected as error:
            if error.code == "TLSTK":
                self.refused.emit(self._refusals.at_tap(error, product, qty))
            else:
                self.message.emit(self._refusals.sentence(error))
        else:
            self._note_undo(is_possible=qty <= 0)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Rejected as error:
            self.message.emit(self._refusals.sentence(error))

    def _end_refusal(self, has_ended: bool) -> None:
        """Take the refusal on show away: its cart was cleared, sold, put aside or brought back."""
        if has_ended:
            self.refusal_over.emit()

    def _note_undo(self, *, is_possible: bool) -> None:
        if is_possible != self._can_undo:
            self._can_undo = is_possible
            self.cart_changed.emit()

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
        self._note_undo(is_possible=False)
        self.cart_changed.emit()
        self.sold.emit(sold)

    def _not_sold(self, error: TillError) -> None:
        self._is_paying = False
        self.cart_changed.emit()
        self.message.emit(messages.of_error(error).sentence)

    def _line(self, line: Line) -> LineRow:
        return LineRow(
            line.product,
            line.name,
            text_of.joined(text_of.volume(line.volume_ml), text_of.money(line.price)),
            line.qty,
            text_of.money(line.total),
            self._cards.colour(line.product),
            text_of.product(line.name, line.volume_ml),
        )

    def _held_row(self, held: HeldCart) -> HeldRow:
        bar = self._till.bar.bar()
        seller = self._till.bar.person(held.seller) if held.seller else None
        at = text_of.clock(held.at, bar.time_zone if bar else None)
        count, name = text_of.items(held.cart.count), seller.name if seller else ""
        total = text_of.money(held.cart.total)
        if held.refusal is not None:
            detail = text_of.joined(reason(held).text, name, at)
            return HeldRow(held.key, refused_title(held.refusal), detail, total, is_refused=True)
        title = held.name or QCoreApplication.translate("SaleModel", "Order of {time}").format(time=at)
        return HeldRow(held.key, title, text_of.joined(count, name, at if held.name else ""), total)

    # --- what the till tells

    def _bar_changed(self, topic: str) -> None:
        if topic == "stock":
            touched = self._till.bar.last_changed
            if touched is None:
                self._cards.rebuild()
            self._tell_cards(None if touched is None else self._cards.refresh(sorted(touched)))
            return
        if topic == "catalog":
            self._cards.rebuild()
            self.categories_changed.emit()
            self.cards_changed.emit(None)
        self.status_changed.emit()

    def _tell_cards(self, changed: Sequence[str] | None) -> None:
        if changed is None or changed:
            self.cards_changed.emit(changed)

    def _checkout_changed(self, topic: str) -> None:
        match topic:
            case "cart":
                self._end_refusal(self._refusals.ended(topic))
                self._tell_cards(self._cards.refresh_cart())
                self.cart_changed.emit()
            case "refused":
                held = self._till.checkout.last_refused
                row = self._refusals.after_sale(held) if held else None
                if row is not None:
                    self.refused.emit(row)
            case _:
                self._end_refusal(self._refusals.ended(topic))
                self.status_changed.emit()

    def _session_changed(self) -> None:
        self.cart_changed.emit()
        self.status_changed.emit()
