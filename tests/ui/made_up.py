"""View models made up for the screens' tests and pictures: they behave like the real ones over the demo bar."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.catalog import Level, folded, volume_text_ml
from app.ui.format import NBSP, THIN
from app.ui.messages import Message
from app.ui.rows import (
    ActionRow,
    ActionStyle,
    CardRow,
    CategoryRow,
    HeldRow,
    LineRow,
    PersonRow,
    ProductRow,
    RefusalRow,
)

_DEMO = json.loads(
    (Path(__file__).resolve().parents[2] / "resources" / "demo" / "baobab.json").read_text(encoding="utf-8")
)
_ROLES = {"seller": "Serveur", "manager": "Gérant", "owner": "Promoteur"}


def money(amount: int) -> str:
    return f"{amount:,}".replace(",", THIN) + NBSP + "F"


def people() -> list[PersonRow]:
    """Return the demo bar's team."""
    return [
        PersonRow(
            person["key"],
            person["name"],
            "".join(word[0] for word in person["name"].split()[:2]),
            _ROLES[person["role"]],
            place,
            len(person["pin"]),
        )
        for place, person in enumerate(_DEMO["team"])
    ]


@dataclass(frozen=True, slots=True)
class Product:
    key: str
    category: str
    name: str
    volume: str
    price: int
    stock: int | None
    threshold: int

    @property
    def level(self) -> Level:
        if self.stock is None:
            return Level.UNKNOWN
        if self.stock <= 0:
            return Level.OUT
        return Level.LOW if self.stock <= self.threshold else Level.FINE


def products() -> dict[str, Product]:
    """Return the demo bar's products, on the shelf as an evening leaves them."""
    found = {
        p["key"]: Product(
            p["key"],
            p["category"],
            p["name"],
            volume_text_ml(p["volume_ml"]),
            p["price"],
            p["stock"],
            p["alert_threshold"],
        )
        for p in _DEMO["products"]
    }
    for key, stock in {"castel-33": 0, "castel-65": 6, "33-export-65": None, "guinness-65": 3}.items():
        found[key] = replace(found[key], stock=stock)
    return found


class FakePin(QObject):
    """Takes 1357 for everybody, and says what a wrong PIN says."""

    changed = Signal()
    signed_in = Signal()
    authorised = Signal(str)
    bar_name, till_name, is_offline, is_checking, is_wrong = "Le Baobab", "Comptoir", False, False, False

    nobody: Message | None = None
    barred: Message | None = None
    waits: Message | None = None

    def __init__(self, who: list[PersonRow]) -> None:
        super().__init__()
        self.people = who
        self.chosen: PersonRow | None = None
        self.message = ""
        self.typed = ""

    @property
    def digits(self) -> int:
        return len(self.typed)

    def choose(self, member: str) -> None:
        self.chosen = next(row for row in self.people if row.id == member)
        self.typed, self.message, self.is_wrong = "", "", False
        self.changed.emit()

    def digit(self, digit: str) -> None:
        if self.chosen is None:
            return
        self.typed += digit
        self.message, self.is_wrong = "", False
        if len(self.typed) == self.chosen.pin_length:
            self._check()
        self.changed.emit()

    def _check(self) -> None:
        if self.typed == "1357":
            self.chosen = None
            self.signed_in.emit()
        else:
            self.message, self.is_wrong = "Ce n'est pas le bon code. Il reste 3 essais.", True
        self.typed = ""

    def backspace(self) -> None:
        self.typed = self.typed[:-1]
        self.changed.emit()

    def cancel(self) -> None:
        self.chosen, self.typed, self.message = None, "", ""
        self.changed.emit()


class FakeStatus(QObject):
    """The lamp and the banner, to be turned by hand."""

    changed = Signal()
    lamp, lamp_text, banner, waiting_text, refused_count = "online", "En ligne", "", "", 0
    unprinted_text, unprinted_count = "", 0
    person_name, clock_text, idle_text = "Aïcha Bio", "21:47", "60 secondes"
    locking_text = relief_text = ""

    def go_offline(self) -> None:
        self.lamp, self.lamp_text = "offline", "Hors ligne"
        self.waiting_text = f"8 ventes en attente · {money(14_500)}"
        self.banner = (
            f"Hors ligne depuis 12 min – 8 ventes ({money(14_500)}) gardées sur ce poste. Continuez à vendre."
        )
        self.refused_count = 1
        self.changed.emit()


class FakeWaiting(QObject):
    """No return waits for whoever is at the till."""

    changed = Signal()
    count = 0


class FakeSale(QObject):
    """A cart over the demo bar's products: what ``SaleModel`` shows and takes."""

    cards_changed = Signal(object)
    categories_changed = Signal()
    cart_changed = Signal()
    status_changed = Signal()
    refused = Signal(object)
    refusal_over = Signal()
    message = Signal(str)
    added = Signal(str)
    pin_asked = Signal()
    payment_opened = Signal()
    sold = Signal(object)
    note_text, received_text, is_ready, has_last_round, can_undo, category = "", "", True, True, False, "all"
    hold_name, usual_name = "", "Commande de 21:47"

    def __init__(self, *, is_simplified: bool = True) -> None:
        super().__init__()
        self.shelf = products()
        self.cart: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._words = ""
        self.notes: dict[str, str] = {}
        self.stars: list[str] = []
        self._is_simplified = is_simplified
        self.seller: PersonRow | None = people()[2]
        self.held: list[HeldRow] = []
        self.authorisation = FakePin(people()[:2])
        self.waiting = FakeWaiting(self)
        self.answers: list[tuple[str, str]] = []
        self.codes: list[str] = []
        self.refusal: RefusalRow | None = None

    @property
    def sellers(self) -> list[PersonRow]:
        return people() if self._is_simplified else []

    @property
    def categories(self) -> list[CategoryRow]:
        rows = (CategoryRow(c["key"], c["name"], c["icon"], c["color"]) for c in _DEMO["categories"])
        starred = CategoryRow("favourites", "Favoris", "star-full", "gold")
        return [starred, CategoryRow("all", "Tout", "grid", "slate"), *rows]

    @property
    def cards(self) -> list[CardRow]:
        words = folded(self._words).split()
        if self.category == "favourites" and not words:
            return [self._card(self.shelf[key]) for key in self.stars]
        return [
            self._card(p)
            for p in self.shelf.values()
            if self.category in ("all", p.category) and all(word in folded(p.name) for word in words)
        ]

    def product(self, product: str) -> ProductRow | None:
        p = self.shelf.get(product)
        if p is None:
            return None
        note = self.notes.get(product, "")
        return ProductRow(
            product, f"{p.name} {p.volume}", self.cart.get(product, 0), note, product in self.stars
        )

    def toggle_favourite(self, product: str) -> None:
        self.stars = (
            [x for x in self.stars if x != product] if product in self.stars else [*self.stars, product]
        )
        self.cards_changed.emit([product])

    def set_note(self, product: str, note: str) -> None:
        self.notes[product] = note
        self.cart_changed.emit()

    def some_cards(self, products: Sequence[str]) -> list[CardRow]:
        return [self._card(self.shelf[product]) for product in products]

    def card_after_tap(self, product: str) -> CardRow | None:
        p = self.shelf.get(product)
        return None if p is None else replace(self._card(p), qty=self.cart.get(product, 0) + 1)

    def _card(self, p: Product) -> CardRow:
        look = next(c for c in _DEMO["categories"] if c["key"] == p.category)
        stock = "…" if p.stock is None else "Épuisé" if p.stock <= 0 else str(p.stock)
        spoken = f"{p.name} {p.volume}, {money(p.price)}, {stock}"
        qty = self.cart.get(p.key, 0)
        price = money(p.price)
        is_starred = p.key in self.stars
        return CardRow(
            p.key,
            p.name,
            p.volume,
            price,
            stock,
            p.level,
            qty,
            look["color"],
            look["icon"],
            spoken,
            is_starred,
        )

    @property
    def lines(self) -> list[LineRow]:
        return [self._line(self.shelf[key], qty) for key, qty in self.cart.items()]

    def _line(self, p: Product, qty: int) -> LineRow:
        color = next(c["color"] for c in _DEMO["categories"] if c["key"] == p.category)
        detail = " · ".join(part for part in (p.volume, money(p.price)) if part)
        note, name = self.notes.get(p.key, ""), f"{p.name} {p.volume}".strip()
        return LineRow(p.key, p.name, detail, qty, money(p.price * qty), color, name, note)

    @property
    def count(self) -> int:
        return sum(self.cart.values())

    @property
    def count_text(self) -> str:
        return f"{self.count} articles" if self.count > 1 else f"{self.count} article"

    @property
    def total_text(self) -> str:
        return money(sum(self.shelf[key].price * qty for key, qty in self.cart.items()))

    @property
    def can_pay(self) -> bool:
        return self.count > 0

    def choose_category(self, category: str) -> None:
        self.category, self._words = category, ""
        self.cards_changed.emit(None)
        self.categories_changed.emit()

    def search(self, text: str) -> None:
        self._words = text
        self.cards_changed.emit(None)

    def tap(self, product: str) -> None:
        self.set_qty(product, self.cart.get(product, 0) + 1)

    more = tap

    def less(self, product: str) -> None:
        self.set_qty(product, self.cart.get(product, 0) - 1)

    def remove(self, product: str) -> None:
        self.set_qty(product, 0)

    def set_qty(self, product: str, qty: int) -> None:
        left = self.shelf[product].stock
        if left is not None and qty > left:
            self.refusal = self._refusal(product, left)
            self.refused.emit(self.refusal)
            return
        self._before = dict(self.cart)
        self.cart = {key: n for key, n in {**self.cart, product: qty}.items() if n > 0}
        self.cards_changed.emit([product])
        self.cart_changed.emit()

    def _refusal(self, product: str, left: int) -> RefusalRow:
        p = self.shelf[product]
        return RefusalRow(
            "tap",
            f"Plus que {left} {p.name} {p.volume}." if left else f"{p.name} {p.volume} : épuisé.",
            "Un autre poste vient d'en vendre 2.",
            (
                ActionRow("take_left", f"Mettre {left}", ActionStyle.PRIMARY),
                ActionRow("override", "Vendre quand même – PIN gérant"),
            ),
            "TLSTK",
        )

    def clear(self) -> str:
        self._put({})
        return "Commande vidée"

    def undo(self) -> None:
        self._put(self._before)

    def last_round(self) -> None:
        self._put({"la-beninoise-65": 3, "flag-65": 2})

    def _put(self, cart: dict[str, int]) -> None:
        self._before, self.cart = self.cart, dict(cart)
        self.cards_changed.emit(sorted(self._before.keys() | cart.keys()))
        self.cart_changed.emit()

    def hold(self, name: str = "") -> None:
        row = HeldRow(
            f"h{len(self.held)}", name or self.usual_name, f"{self.count_text} · Aïcha", self.total_text
        )
        self.held = [*self.held, row]
        self._put({})
        self.status_changed.emit()

    def recall(self, key: str) -> None:
        self.held = [row for row in self.held if row.key != key]
        self.status_changed.emit()
        self.last_round()

    def choose_seller(self, member: str) -> None:
        self.seller = next(row for row in people() if row.id == member)
        self.status_changed.emit()

    def answer(self, key: str, action: str) -> None:
        self.answers.append((key, action))
        if action == "override":
            self.pin_asked.emit()

    def scanned(self, code: str) -> None:
        self.codes.append(code)

    def pay_exact(self) -> None:
        if self.can_pay:
            self.sold.emit(self.total_text)
            self._put({})

    def open_payment(self) -> None:
        if self.can_pay:
            self.payment_opened.emit()
