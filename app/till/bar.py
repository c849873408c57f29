"""The bar as this till shows it now: people, categories, tiles. Reads the cache; never fetches by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from operator import is_

from app.domain.business_date import business_date
from app.domain.catalog import Bar, Card, Category, Person, Stock
from app.domain.ids import MemberId, ProductId
from app.sync.cache import Cache
from app.till.codec import Catalog, Stocks
from app.till.queries import BOOTSTRAP, CATALOG, SETTINGS, STOCK, TEAM

log = logging.getLogger(__name__)

Listener = Callable[[str], None]


class BarView:
    """What is known of the bar, live. Listeners hear ``settings``, ``team``, ``catalog`` or ``stock``."""

    def __init__(self, cache: Cache, till_code: str, till_name: str) -> None:
        self._cache = cache
        self.till_code = till_code
        self.till_name = till_name
        self.last_changed: frozenset[ProductId] | None = None
        """Which products the latest ``stock`` notification was about; None means any."""
        self._listeners: list[Listener] = []
        self._cards: dict[ProductId, Card] = {}
        self._joined: Catalog | None = None
        self._stock_before: Stocks = {}
        self._observers = [
            cache.observe(key, self._callback(str(key[0])), enabled=False) for key in BOOTSTRAP
        ]

    def mount(self) -> None:
        """Begin to keep the bar fresh: mount an enabled observer on each part."""
        for observer in self._observers:
            observer.close()
        self._observers = [self._cache.observe(key, self._callback(str(key[0]))) for key in BOOTSTRAP]
        for key in BOOTSTRAP:
            self._changed(str(key[0]))

    def look(self) -> None:
        """A screen with the bar's people or drinks has come: what is not fresh any more is read again."""
        for observer in self._observers:
            observer.look_again()

    def close(self) -> None:
        for observer in self._observers:
            observer.close()
        self._observers.clear()

    @property
    def is_ready(self) -> bool:
        """Whether people, products and settings are known (perhaps from yesterday's snapshot)."""
        return all(self._cache.shown(key) is not None for key in (SETTINGS, TEAM, CATALOG))

    @property
    def has_tiles(self) -> bool:
        """Whether the tiles of the products that are known are made: a frame after they are known."""
        return self._joined is not None

    def bar(self) -> Bar | None:
        shown = self._cache.shown(SETTINGS)
        return shown if isinstance(shown, Bar) else None

    def day_of(self, wall_s: float) -> str:
        """Return the bar's business day at a moment, YYYY-MM-DD; empty while its clock is not known."""
        bar = self.bar()
        if bar is None:
            return ""
        return business_date(datetime.fromtimestamp(wall_s, UTC), bar.time_zone, bar.closing_hour).isoformat()

    def people(self) -> tuple[Person, ...]:
        """Return the people who may sign in: servers first, then managers, each by name."""
        shown = self._cache.shown(TEAM)
        members = shown if isinstance(shown, tuple) else ()
        order = {"seller": 0, "manager": 1, "owner": 2}
        active = (person for person in members if person.is_active)
        return tuple(sorted(active, key=lambda person: (order[person.role], person.name)))

    def person(self, member: str) -> Person | None:
        return next((person for person in self.people() if person.id == member), None)

    def first_name(self, member: MemberId | None) -> str:
        """Return what a person is called across the counter; empty for nobody, and for who is not of this bar."""
        person = self.person(member) if member else None
        return person.name.split(" ")[0] if person else ""

    def categories(self) -> tuple[Category, ...]:
        catalog = self._catalog()
        return catalog.categories if catalog else ()

    def cards(self) -> tuple[Card, ...]:
        """Return the tiles in catalogue order: active products, and those whose stock is not known yet."""
        return tuple(card for card in self._cards.values() if card.stock is None or card.stock.is_active)

    def card(self, product: str) -> Card | None:
        """Return the tile of ``product`` as it is now: what it has left is not a frame old, as on the screen."""
        card = self._cards.get(ProductId(product))
        return card and replace(card, stock=self.stock(product))

    def by_code(self, barcode: str) -> Card | None:
        catalog = self._catalog()
        product = catalog.by_barcode.get(barcode) if catalog else None
        return self.card(product.id) if product else None

    def stock(self, product: str) -> Stock | None:
        return self._stocks().get(ProductId(product))

    def truth(self, product: str) -> Stock | None:
        """Return the stock as the server last said it, without this till's own unseen commands."""
        base = self._cache.base(STOCK)
        value = base.value if base else None
        return value.get(ProductId(product)) if isinstance(value, Mapping) else None

    @property
    def revision(self) -> int:
        """The bar's stock revision that is shown; 0 while nothing is known."""
        base = self._cache.base(STOCK)
        return base.rev if base else 0

    def person_named(self, name: str) -> MemberId | None:
        """Return the person whose full name or id is ``name``."""
        return next((p.id for p in self.people() if name in (p.name, p.id)), None)

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call ``callback(topic)`` after each change; returns what ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def _callback(self, topic: str) -> Callable[[], None]:
        return lambda: self._changed(topic)

    def _changed(self, topic: str) -> None:
        if topic in ("stock", "catalog"):
            self._join()
        for listener in tuple(self._listeners):
            try:
                listener(topic)
            except Exception:
                log.exception("a listener of the bar failed")

    def _catalog(self) -> Catalog | None:
        shown = self._cache.shown(CATALOG)
        return shown if isinstance(shown, Catalog) else None

    def _stocks(self) -> Stocks:
        shown = self._cache.shown(STOCK)
        return shown if isinstance(shown, Mapping) else {}

    def _join(self) -> None:
        """Put products and shelf together; what is the object that it was is not looked at, thousands of times."""
        catalog, stocks = self._catalog(), self._stocks()
        if catalog is not None and catalog is self._joined:
            self._take_stock(stocks)
        else:
            before = self._cards
            self._cards = {p.id: Card(p, stocks.get(p.id)) for p in (catalog.products if catalog else ())}
            is_same = before.keys() == self._cards.keys()
            changed = (key for key, card in self._cards.items() if card != before.get(key))
            self.last_changed = frozenset(changed) if is_same else None
        self._joined, self._stock_before = catalog, stocks

    def _take_stock(self, stocks: Stocks) -> None:
        """Make the tiles anew whose stock is another object than before."""
        before, changed = self._stock_before, set[ProductId]()
        is_same = map(is_, stocks.values(), map(before.get, stocks))
        moved = [product for product, same in zip(stocks, is_same, strict=True) if not same]
        for product in (*moved, *(before.keys() - stocks.keys())):
            card = self._cards.get(product)
            if card is not None and (stock := stocks.get(product)) != card.stock:
                self._cards[product] = Card(card.product, stock)
                changed.add(product)
        self.last_changed = frozenset(changed)
