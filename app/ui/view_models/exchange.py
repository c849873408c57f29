"""An exchange: what leaves for what comes back, the difference, how it is paid. Its rules are in ``till.exchange``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.cart import Cart
from app.domain.errors import Rejected, TillError
from app.domain.ids import MemberId
from app.domain.money import quick_cash
from app.domain.returns import Pieces
from app.domain.roles import Role
from app.domain.sale import CardPayment, MobileMoney, Payment, cash
from app.till.checkout import Sold
from app.till.exchange import Exchange
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import CardRow, CategoryRow, ChipRow, LineRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.cards import ALL, Cards
from app.ui.view_models.refusals import named_parts
from app.ui.view_models.sign_in import AuthoriseModel
from app.ui.view_models.tender import Method

EXACT = "exact"
ANY_OPERATOR = "Mobile money"


class ExchangeModel(QObject):
    """What is shown of an exchange.

    *Shows*: ``categories``, ``category``, ``cards``, ``back_text`` and ``worth_text`` (what comes back), ``lines``,
    ``difference_name``, ``difference_text``, ``is_to_pay``, ``method``, ``ways`` (notes or operators to tap),
    ``way``, ``change_text``, ``accept_text``, ``can_accept``, ``message``; ``changed`` after any of them,
    ``cards_changed`` (ids whose tile changed; None: other tiles), ``sold`` when it is on disk.
    *Taps*: ``begin``, ``choose_category``, ``search``, ``tap``, ``less``, ``set_qty``, ``choose_method``,
    ``choose_way``, ``accept`` (asks for a manager's PIN by ``pin_asked`` unless a manager is at the till).
    """

    changed = Signal()
    cards_changed = Signal(object)
    pin_asked = Signal()
    sold = Signal(object)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._exchange: Exchange | None = None
        self._cards = Cards(till.bar, self._cart, lambda: till.favourites.products)
        self._method = Method.CASH
        self._way = EXACT
        self._back = ""
        self._is_busy = False
        self.message = ""
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(lambda member: self._finish(MemberId(member)))
        self._stops = Stops(till.bar.listen(self._bar_changed))

    def close(self) -> None:
        """Stop following the till."""
        self.authorisation.close()
        self._stops.end()

    def begin(self, pieces: Pieces, worth: int, seller: MemberId | None) -> None:
        """Begin with what comes back; nothing leaves yet."""
        till = self._till
        self._exchange = Exchange(
            till.bar, till.outbox, till.after, till.clock, pieces=pieces, worth=worth, seller=seller
        )
        card = till.bar.card(pieces.product)
        name = text_of.product(card.product.name, card.product.volume_ml) if card else "?"
        self._back = text_of.pieces(pieces.qty, name)
        self._method, self._way, self._is_busy, self.message = Method.CASH, EXACT, False, ""
        self._cards.category, self._cards.search = ALL, ""
        self._cards.rebuild()
        self.cards_changed.emit(None)
        self.changed.emit()

    # --- shows: tiles

    @property
    def categories(self) -> list[CategoryRow]:
        return self._cards.categories()

    @property
    def category(self) -> str:
        return self._cards.category if self._exchange else ALL

    @property
    def cards(self) -> list[CardRow]:
        """The tiles of what may leave; none while nothing is exchanged, for they would be made for nobody."""
        return self._cards.shown if self._exchange else []

    def some_cards(self, products: Sequence[str]) -> list[CardRow]:
        """Return the rows of these products, shown or not."""
        return self._cards.some(products)

    # --- shows: the exchange

    @property
    def back_text(self) -> str:
        return self._back

    @property
    def worth_text(self) -> str:
        return text_of.money(self._exchange.worth if self._exchange else None)

    @property
    def lines(self) -> list[LineRow]:
        return [self._cards.line(line) for line in self._cart().lines]

    @property
    def _to_pay(self) -> int:
        return self._exchange.to_pay if self._exchange else 0

    @property
    def is_to_pay(self) -> bool:
        """Whether the guest adds something."""
        return self._to_pay > 0

    @property
    def is_to_owe(self) -> bool:
        """Whether something is left of what comes back."""
        return self._exchange is not None and self._exchange.to_owe > 0

    @property
    def difference_name(self) -> str:
        if self.is_to_pay:
            return QCoreApplication.translate("ExchangeModel", "The guest adds")
        if not self.is_to_owe:
            return QCoreApplication.translate("ExchangeModel", "Nothing to add")
        return QCoreApplication.translate("ExchangeModel", "The bar owes")

    @property
    def difference_text(self) -> str:
        exchange = self._exchange
        return text_of.money((exchange.to_pay or exchange.to_owe) if exchange else None)

    @property
    def owes_text(self) -> str:
        """How the guest comes by what the bar owes; empty when it owes nothing."""
        exchange = self._exchange
        if exchange is None or exchange.cart.is_empty or not exchange.to_owe:
            return ""
        return QCoreApplication.translate("ExchangeModel", "It becomes change owed, with a code.")

    # --- shows: the difference is paid

    @property
    def method(self) -> str:
        return self._method.value

    @property
    def ways(self) -> list[ChipRow]:
        """What the guest hands over, or by whom the money comes."""
        if self._method is Method.MOBILE_MONEY:
            bar = self._till.bar.bar()
            names = bar.operators if bar and bar.operators else (ANY_OPERATOR,)
            return [ChipRow(name, name) for name in names]
        if self._method is Method.CARD or not self.is_to_pay:
            return []
        exact = QCoreApplication.translate("ExchangeModel", "Exact")
        return [
            ChipRow(EXACT, exact),
            *(ChipRow(str(given), text_of.grouped(given)) for given in quick_cash(self._to_pay)),
        ]

    @property
    def way(self) -> str:
        return self._way

    @property
    def _change(self) -> int:
        is_given = self._method is Method.CASH and self._way.isdigit()
        return max(0, int(self._way) - self._to_pay) if is_given else 0

    @property
    def change_text(self) -> str:
        """What goes back over the counter; empty while nothing does."""
        return text_of.money(self._change) if self._change else ""

    @property
    def accept_text(self) -> str:
        if self._needs_pin():
            return QCoreApplication.translate("ExchangeModel", "Exchange – manager’s PIN")
        return QCoreApplication.translate("ExchangeModel", "Exchange", "do it")

    @property
    def can_accept(self) -> bool:
        exchange = self._exchange
        if exchange is None or exchange.cart.is_empty or self._is_busy:
            return False
        return not (self.is_to_pay and self._method is Method.MOBILE_MONEY and self._way == EXACT)

    # --- taps

    def choose_category(self, category: str) -> None:
        self._cards.category, self._cards.search = category, ""
        self._cards.filter()
        self.cards_changed.emit(None)
        self.changed.emit()

    def search(self, text: str) -> None:
        if text != self._cards.search:
            self._cards.search = text
            self._cards.filter()
            self.cards_changed.emit(None)

    def tap(self, product: str) -> None:
        self.set_qty(product, self._qty(product) + 1)

    def less(self, product: str) -> None:
        self.set_qty(product, self._qty(product) - 1)

    def set_qty(self, product: str, qty: int) -> None:
        """Let so many leave; what the shelf has not is said in ``message``."""
        if self._exchange is None:
            return
        self.message = ""
        try:
            self._exchange.set_qty(product, qty)
        except Rejected as error:
            self.message = self._sentence(error)
        if self._method is Method.CASH:
            self._way = EXACT
        self.cards_changed.emit(self._cards.refresh_cart())
        self.changed.emit()

    def choose_method(self, method: str) -> None:
        self._method = Method(method)
        self._way = EXACT
        if self._method is Method.MOBILE_MONEY and len(self.ways) == 1:
            self._way = self.ways[0].key
        self.changed.emit()

    def choose_way(self, way: str) -> None:
        """Take what the guest hands over, or the operator."""
        self._way = way
        self.changed.emit()

    def accept(self) -> None:
        if not self.can_accept:
            return
        if self._needs_pin():
            self.authorisation.begin()
            self.pin_asked.emit()
        else:
            self._finish(None)

    def retranslate(self) -> None:
        self._cards.rebuild()
        self.cards_changed.emit(None)
        self.changed.emit()

    # --- inside

    def _cart(self) -> Cart:
        return self._exchange.cart if self._exchange else Cart()

    def _qty(self, product: str) -> int:
        return self._exchange.qty_of(product) if self._exchange else 0

    def _needs_pin(self) -> bool:
        error = self._till.after.hindrance(Role.MANAGER)
        return error is not None and error.code == "TLRGT"

    def _payments(self) -> Sequence[Payment]:
        left = self._to_pay
        if not left:
            return ()
        match self._method:
            case Method.CASH:
                return (cash(left, left + self._change),)
            case Method.MOBILE_MONEY:
                return (MobileMoney(left, self._way),)
            case Method.CARD:
                return (CardPayment(left),)

    def _finish(self, by: MemberId | None) -> None:
        if self._exchange is None or not self.can_accept:
            return
        self._is_busy, self.message = True, ""
        self.changed.emit()
        story = self._exchange.finish(self._payments(), by=by)
        self._tasks.spawn(story, "exchange", then=self._is_done, failed=self._failed)

    def _is_done(self, sold: Sold) -> None:
        self._is_busy, self._exchange = False, None
        self.changed.emit()
        self.sold.emit(sold)

    def _failed(self, error: TillError) -> None:
        self._is_busy = False
        self.message = messages.of_deed(error).sentence
        self.changed.emit()

    def _sentence(self, error: Rejected) -> str:
        if error.code != "TLSTK":
            return messages.of_error(error).sentence
        volumes = {card.product.id: card.product.volume_ml for card in self._till.bar.cards()}
        return messages.stock_short(named_parts(error.params, "short", volumes), 0).sentence

    def _bar_changed(self, topic: str) -> None:
        if self._exchange is None:
            return
        if topic == "stock" and self._till.bar.last_changed is not None:
            self.cards_changed.emit(self._cards.refresh(sorted(self._till.bar.last_changed)))
        elif topic in ("stock", "catalog"):
            self._cards.rebuild()
            self.cards_changed.emit(None)
