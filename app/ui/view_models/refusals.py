"""A "no" with its ways out: from the shelf at the tap, from a price that has changed, or from the central system.

Makes the rows that are shown and does what is answered. It never touches the cart being typed unless a person asks: a
refused sale is a held cart until then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from app.domain.errors import Rejected
from app.domain.frozen import frozen
from app.domain.ids import ProductId
from app.till.cart_store import HeldCart, Refusal
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import RefusalRow

AT_TAP = "tap"
PRICES = "prices"
_AT_TAP_ACTIONS = (messages.TAKE_LEFT, messages.OVERRIDE)
_AFTER_SALE_ACTIONS = (
    messages.TAKE_LEFT,
    messages.TAKE_LEFT_ALL,
    messages.OVERRIDE,
    messages.REPRICE,
    messages.DROP_LINES,
)


@frozen
class _Wanted:
    """What was tapped when the shelf said no."""

    product: str
    qty: int
    left: int


class Refusals:
    """``needs_pin`` is called with what to do once a manager's PIN was right, ``pay`` to open the payment.

    Without them « vendre quand même » is not offered. The row that was made last is kept until it means nothing any
    more, so that it can be said again in another language.
    """

    def __init__(
        self,
        till: Till,
        needs_pin: Callable[[Callable[[], None]], None] | None = None,
        pay: Callable[[], None] | None = None,
    ) -> None:
        self._till = till
        self._needs_pin = needs_pin
        self._pay = pay
        self._wanted: _Wanted | None = None
        self._prices: Mapping[ProductId, int] = {}
        self._moved: frozenset[ProductId] = frozenset()
        self._tapped_on = till.checkout.cart
        self._last: tuple[str, Callable[[], RefusalRow | None]] | None = None

    # --- rows

    def at_tap(self, error: Rejected, product: str, qty: int) -> RefusalRow:
        """Return what is shown when the shelf has less than ``qty``."""
        short = named_parts(error.params, "short", self._volumes())
        left = min((number(part.get("left")) for part in short), default=0)
        self._wanted, self._tapped_on = _Wanted(product, qty, left), self._till.checkout.cart
        self._last = AT_TAP, lambda: self.at_tap(error, product, qty)
        in_cart = self._till.checkout.cart.qty_of(ProductId(product))
        message = messages.stock_short(short, in_cart).offering(_AT_TAP_ACTIONS)
        return RefusalRow(AT_TAP, message.text, message.detail, message.actions, error.code)

    def new_prices(self) -> RefusalRow | None:
        """Return what is shown when prices have moved since the last look, under the cart; None when none has.

        Looked at after each change of the shelf and of the cart: what a refusal told may be newer than the shelf's.
        """
        lines, card = self._till.checkout.cart.lines, self._till.bar.card
        now = {
            x.product: found.price for x in lines if (found := card(x.product)) and found.price is not None
        }
        moved = frozenset(
            product for product, price in now.items() if self._prices.get(product, price) != price
        )
        self._prices, self._moved = now, (self._moved | moved) & now.keys()
        return self._of_prices() if moved else None

    def _of_prices(self) -> RefusalRow | None:
        changed = self._repriced()
        if not changed:
            return None
        self._last = PRICES, self._of_prices
        message = messages.message("TLPRC", {"changed": changed})
        actions = (*message.actions, messages.action(messages.LATER))
        return RefusalRow(PRICES, message.text, message.detail, actions, "TLPRC")

    def _repriced(self) -> list[dict[str, object]]:
        """Return the cart's lines whose price has moved under them."""
        return [
            {
                "product": line.product,
                "name": line.name,
                "volume_ml": line.volume_ml,
                "asked": line.price,
                "price": self._prices[line.product],
            }
            for line in self._till.checkout.cart.lines
            if line.product in self._moved and self._prices[line.product] != line.price
        ]

    def after_sale(self, held: HeldCart) -> RefusalRow | None:
        """Return what is shown when the central system refused a sale; None when the cart was not refused."""
        if held.refusal is None:
            return None
        self._last = held.key, lambda: self.after_sale(held)
        why = reason(held).offering(_AFTER_SALE_ACTIONS)
        actions = (*why.actions, messages.action(messages.RECALL), messages.action(messages.LATER))
        kept = QCoreApplication.translate("Refusals", "The order is kept.")
        title, body = _sale_title(held, held.refusal), f"{why.sentence} {kept}"
        return RefusalRow(held.key, title, body, actions, held.refusal.code)

    def sentence(self, error: Rejected) -> str:
        """Return what this till says when it refuses something itself."""
        if error.code == "TLSTK":
            return messages.stock_short(named_parts(error.params, "short", self._volumes()), 0).sentence
        return messages.of_error(error).sentence

    # --- the last row

    def again(self) -> RefusalRow | None:
        """Return the last row in the language in force; None when it has been answered or means nothing any more."""
        return self._last[1]() if self._last else None

    def forget(self) -> bool:
        """Make the last row mean nothing; return whether there was one."""
        was_there, self._last = self._last is not None, None
        return was_there

    def ended(self, topic: str) -> bool:
        """Forget the last row if the cart that it speaks of is gone, and return whether it is.

        At the tap that is the cart being typed, as soon as anything else is done to it, or it has no old price any
        more; after the sale, the held one.
        """
        if self._last is None:
            return False
        key, checkout = self._last[0], self._till.checkout
        if key == AT_TAP:
            is_over = topic == "cart" and checkout.cart != self._tapped_on
        elif key == PRICES:
            is_over = not self._repriced()
        else:
            is_over = all(cart.key != key for cart in checkout.held)
        return is_over and self.forget()

    def left(self) -> bool:
        """Forget what was said at a tap once its person has left the till; return whether there was something."""
        is_left = self._till.session.person is None and self._last is not None and self._last[0] == AT_TAP
        return is_left and self.forget()

    # --- answers

    def answer(self, key: str, action: str) -> None:
        """Do what a person chose. A cart that has been dealt with meanwhile is left alone. Raises Rejected."""
        self.forget()
        if action == messages.LATER:
            return
        if key == AT_TAP:
            self._answer_at_tap(action)
            return
        if key == PRICES:
            prices = {ProductId(str(part["product"])): number(part["price"]) for part in self._repriced()}
            self._till.checkout.reprice(prices)
            return
        held = next((cart for cart in self._till.checkout.held if cart.key == key), None)
        if held is not None and held.refusal is not None:
            self._answer_after_sale(held, held.refusal, action)

    def _answer_at_tap(self, action: str) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        if action == messages.TAKE_LEFT:
            self._till.checkout.set_qty(wanted.product, wanted.left)
        elif action == messages.OVERRIDE and self._needs_pin is not None:
            self._needs_pin(lambda: self._till.checkout.set_qty(wanted.product, wanted.qty))

    def _answer_after_sale(self, held: HeldCart, refusal: Refusal, action: str) -> None:
        checkout = self._till.checkout
        if action == messages.OVERRIDE and self._needs_pin is not None:
            self._needs_pin(lambda: self._sell_anyway(held.key))
            return
        self.recall(held.key)
        if action == messages.REPRICE:
            changed = _products(refusal, "changed")
            checkout.reprice({ProductId(p): number(part.get("price")) for p, part in changed.items()})
        elif action in (messages.TAKE_LEFT, messages.TAKE_LEFT_ALL, messages.DROP_LINES):
            for product, part in _products(refusal, "short").items():
                checkout.set_qty(product, number(part.get("left")))
            for product in _products(refusal, "products"):
                checkout.remove(product)

    def recall(self, key: str) -> None:
        """Bring a held cart back; a seller who has left the bar is replaced by the person signed in."""
        checkout, person = self._till.checkout, self._till.session.person
        checkout.recall(key)
        seller = checkout.seller
        if seller is not None and self._till.bar.person(seller) is None and person is not None:
            checkout.choose_seller(person.id)

    def _sell_anyway(self, key: str) -> None:
        """The manager allowed it: the guest pays for the cart as it was."""
        person = self._till.checkout.override_by
        if any(cart.key == key for cart in self._till.checkout.held):
            self.recall(key)
            if person is not None:
                self._till.checkout.allow_override(person)
            if self._pay is not None:
                self._pay()

    def _volumes(self) -> dict[str, int | None]:
        return {card.product.id: card.product.volume_ml for card in self._till.bar.cards()}


def reason(held: HeldCart) -> messages.Message:
    """Return why a sale was refused, in plain words, with the volumes that tell products of one name apart."""
    refusal = held.refusal
    if refusal is None:
        return messages.Message("")
    volumes = {line.product: line.volume_ml for line in held.cart.lines}
    names = {line.product: line.name for line in held.cart.lines}
    params: dict[str, object] = dict(refusal.params)
    for field in ("short", "changed"):
        if field in params:
            params[field] = named_parts(refusal.params, field, volumes)
    products = params.get("products")
    if isinstance(products, (list, tuple)):
        params["products"] = [
            {"name": names[ProductId(str(p))], "volume_ml": volumes[ProductId(str(p))]}
            for p in products
            if str(p) in names
        ]
    return messages.message(refusal.code, params)


def _sale_title(held: HeldCart, refusal: Refusal) -> str:
    """Return which sale was refused, and what the guest gets back."""
    if not held.name:
        return refused_title(refusal)
    text = QCoreApplication.translate("Refusals", "Sale {number} refused: give back {amount}")
    return text.format(number=held.name, amount=text_of.money(refusal.give_back))


def refused_title(refusal: Refusal) -> str:
    """Return the head of a refused sale: the money that the guest gets back."""
    text = QCoreApplication.translate("Refusals", "Refused – give back {amount}")
    return text.format(amount=text_of.money(refusal.give_back))


def named_parts(
    params: Mapping[str, object],
    field: str,
    volumes: Mapping[str, int | None] | Mapping[ProductId, int | None],
) -> list[dict[str, object]]:
    """Return the products of an error's list, each with its volume."""
    known = {str(product): volume for product, volume in volumes.items()}
    parts = params.get(field)
    return [
        {"volume_ml": known.get(str(part.get("product"))), **part}
        for part in (parts if isinstance(parts, (list, tuple)) else ())
        if isinstance(part, Mapping)
    ]


def number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _products(refusal: Refusal, field: str) -> dict[str, Mapping[str, object]]:
    """Return the products that a refusal names in a list of objects or of bare ids."""
    parts = refusal.params.get(field)
    found: dict[str, Mapping[str, object]] = {}
    for part in parts if isinstance(parts, (list, tuple)) else ():
        if isinstance(part, Mapping):
            found[str(part.get("product") or part.get("id"))] = part
        else:
            found[str(part)] = {}
    return found
