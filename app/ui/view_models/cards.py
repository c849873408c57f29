"""The tiles of the sale screen as rows: which are shown, what they say, and which of them a change touches.

Rows are made once and kept; filtering picks among them, so that typing in 5,000 products stays within a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.cart import Cart, Line
from app.domain.catalog import Card, Level, folded
from app.domain.ids import ProductId
from app.till.bar import BarView
from app.ui import format as text_of
from app.ui.rows import CardRow, CategoryRow, LineRow, ProductRow

ALL = "all"
"""The category key that stands for every product."""
FAVOURITES = "favourites"
"""The category key of what this till keeps at hand."""
_NO_CATEGORY = ("", "slate")
_LEAST_LETTERS = 2


class Cards:
    """Rows of tiles by product, and the ones that the category and the search leave."""

    def __init__(
        self, bar: BarView, cart: Callable[[], Cart], favourites: Callable[[], Sequence[ProductId]]
    ) -> None:
        """``cart``: the one whose quantities the tiles show. ``favourites`` in the order in which they were starred."""
        self._bar = bar
        self._cart = cart
        self._favourites = favourites
        self._starred: tuple[ProductId, ...] = ()
        self._rows: dict[str, CardRow] = {}
        self._all: Sequence[str] = ()
        self._folded: dict[str, str] = {}
        self._category_of: dict[str, str] = {}
        self._in_category: dict[str, list[str]] = {}
        self._look: dict[str, tuple[str, str]] = {}
        self._names: dict[str, list[str]] = {}
        self._qty: dict[ProductId, int] = {}
        self._category = ALL
        self.search = ""
        self._keys: Sequence[str] = ()
        self._shown: list[CardRow] | None = None
        self._is_seen = False

    @property
    def category(self) -> str:
        """The key of what is shown; everything when the bar no longer has that category."""
        self._see()
        return self._category

    @category.setter
    def category(self, category: str) -> None:
        self._category = category

    @property
    def shown(self) -> list[CardRow]:
        """The rows to show, in their order; another list once one of them says something else."""
        self._see()
        if self._shown is None:
            is_all = self._keys is self._all
            self._shown = list(self._rows.values() if is_all else map(self._rows.__getitem__, self._keys))
        return self._shown

    def _see(self) -> None:
        """Make the rows when somebody first looks: a till that starts does not wait for them."""
        if not self._is_seen:
            self._is_seen = True
            self.rebuild()

    def rebuild(self) -> None:
        """Make every row again: the catalogue or the language changed."""
        if not self._is_seen:
            return
        categories = self._bar.categories()
        self._look = {c.id: (c.icon, c.color) for c in categories}
        self._names = {c.id: folded(c.name).split() for c in categories}
        self._qty, self._starred = self._quantities(), tuple(self._favourites())
        cards = self._bar.cards()
        self._rows = {card.product.id: self._row(card) for card in cards}
        self._category_of = {card.product.id: card.product.category for card in cards}
        self._in_category = {}
        for product, category in self._category_of.items():
            self._in_category.setdefault(category, []).append(product)
        self._folded = {card.product.id: _haystack(card) for card in cards}
        self._all = tuple(self._rows)
        if self._category not in (ALL, FAVOURITES) and self._category not in self._look:
            self._category = ALL
        self.filter()

    def filter(self) -> None:
        """Pick the rows to show. A search looks through every category, word by word."""
        if not self._is_seen:
            return
        words = folded(self.search).split()
        if words:
            self._keys = self._found(words)
        elif self._category == ALL:
            self._keys = self._all
        elif self._category == FAVOURITES:
            self._keys = [key for key in self._starred if key in self._rows]
        else:
            self._keys = self._in_category.get(self._category, ())
        self._shown = None

    def _found(self, words: Sequence[str]) -> list[str]:
        """Return what says every word itself, then what says some and is in a category that is called by the others."""
        keys = list(self._folded)
        for word in words:
            keys = [key for key in keys if word in self._folded[key]]
        found = set(keys)
        for category, names in self._names.items():
            left = [word for word in words if not _is_called(names, word)]
            if len(left) == len(words):
                continue
            for key in self._in_category.get(category, ()):
                if key not in found and all(word in self._folded[key] for word in left):
                    keys.append(key)
        return keys

    def some(self, products: Iterable[str]) -> list[CardRow]:
        """Return these products' rows, shown or not, as far as there are any."""
        self._see()
        return [self._rows[product] for product in products if product in self._rows]

    def after_tap(self, product: str) -> CardRow | None:
        """Return the row that this product's tile will have with one more in the cart; None when it is not sold."""
        self._see()
        card = self._bar.card(product)
        return None if card is None else self._row(card, self._qty.get(card.product.id, 0) + 1)

    def refresh(self, products: Iterable[str]) -> list[str] | None:
        """Make these products' rows again; return the ids that now say something else, None when tiles come or go."""
        if not self._is_seen:
            return []
        changed: dict[str, CardRow] = {}
        for product in products:
            card = self._bar.card(product)
            is_sold = card is not None and (card.stock is None or card.stock.is_active)
            if is_sold != (product in self._rows):
                self.rebuild()
                return None
            if card is not None and is_sold and (row := self._row(card)) != self._rows[product]:
                changed[product] = row
        self._put(changed)
        return list(changed)

    def refresh_cart(self) -> list[str]:
        """Take the cart's quantities; return the ids whose tile now says something else."""
        before, self._qty = self._qty, self._quantities()
        touched = {p for p in before.keys() | self._qty.keys() if before.get(p) != self._qty.get(p)}
        return self.refresh(product for product in touched if product in self._rows) or []

    def refresh_stars(self) -> list[str] | None:
        """Take the stars; return the ids whose tile now says something else, None when tiles come or go."""
        before, self._starred = self._starred, tuple(self._favourites())
        touched = set(before) ^ set(self._starred)
        changed = self.refresh(product for product in touched if product in self._rows)
        if not self._is_seen or self._category != FAVOURITES or self.search:
            return changed
        self.filter()
        return None

    def categories(self) -> list[CategoryRow]:
        """Return the keys of the rail: favourites, everything, and the bar's own in its order."""
        starred = QCoreApplication.translate("Cards", "Favourites", "products that this till keeps at hand")
        everything = QCoreApplication.translate("Cards", "All", "every category of products")
        return [
            CategoryRow(FAVOURITES, starred, "star-full", "gold"),
            CategoryRow(ALL, everything, "grid", "slate"),
            *(CategoryRow(c.id, c.name, c.icon, c.color) for c in self._bar.categories()),
        ]

    def colour(self, product: str) -> str:
        """Return the colour of a product's category."""
        self._see()
        return self._look_of(self._category_of.get(product, ""))[1]

    def line(self, line: Line) -> LineRow:
        """Return a line of the cart as a row."""
        return LineRow(
            line.product,
            line.name,
            text_of.joined(text_of.volume(line.volume_ml), text_of.money(line.price)),
            line.qty,
            text_of.money(line.total),
            self.colour(line.product),
            text_of.product(line.name, line.volume_ml),
            line.note,
        )

    def product(self, product: str) -> ProductRow | None:
        """Return what is known of one product and of its line in the cart; None once it is not sold any more."""
        card, cart = self._bar.card(product), self._cart()
        if card is None:
            return None
        key = card.product.id
        name = text_of.product(card.product.name, card.product.volume_ml)
        return ProductRow(key, name, cart.qty_of(key), cart.note_of(key), key in self._favourites())

    def _put(self, changed: dict[str, CardRow]) -> None:
        if changed:
            self._rows.update(changed)
            self._shown = None

    def _quantities(self) -> dict[ProductId, int]:
        return {line.product: line.qty for line in self._cart().lines}

    def _look_of(self, category: str) -> tuple[str, str]:
        return self._look.get(category, _NO_CATEGORY)

    def _row(self, card: Card, qty: int | None = None) -> CardRow:
        product = card.product
        icon, color = self._look_of(product.category)
        volume = text_of.volume(product.volume_ml)
        price = text_of.money(card.price)
        stock = text_of.stock(card.available)
        is_starred = product.id in self._starred
        qty = self._qty.get(product.id, 0) if qty is None else qty
        spoken = text_of.tile(
            text_of.product(product.name, product.volume_ml),
            price,
            stock if card.level is Level.OUT else text_of.left_on_shelf(card.available),
            qty,
        )
        favourite = QCoreApplication.translate("Cards", "favourite") if is_starred else ""
        return CardRow(
            id=product.id,
            name=product.name,
            volume=volume,
            price_text=price,
            stock_text=stock,
            level=card.level,
            qty=qty,
            color=color,
            icon=icon,
            accessible=", ".join(filter(None, (spoken, favourite))),
            is_starred=is_starred,
        )


def _is_called(names: Sequence[str], word: str) -> bool:
    """Tell whether one of a category's words begins like this one, in the singular or not; a letter says too little."""
    if len(word) < _LEAST_LETTERS:
        return False
    stem = word[:-1] if len(word) > _LEAST_LETTERS and word[-1] in "sx" else word
    return any(name.startswith(stem) for name in names)


def _haystack(card: Card) -> str:
    """What a search looks through: name, volume with and without its space, barcode."""
    product = card.product
    volume = text_of.volume(product.volume_ml).replace(text_of.NBSP, " ")
    return folded(f"{product.name} {volume} {volume.replace(' ', '')} {product.barcode or ''}")
