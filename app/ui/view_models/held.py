"""Carts put aside, as rows: what they are called, what is in them, and for how long they have waited."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.till.cart_store import HeldCart
from app.till.till import Till
from app.ui import format as text_of
from app.ui.rows import HeldRow
from app.ui.view_models.refusals import reason, refused_title


class HeldCarts:
    """Makes the rows for the language and the time in force."""

    def __init__(self, till: Till) -> None:
        self._till = till

    @property
    def rows(self) -> list[HeldRow]:
        """Carts put aside, the refused ones first."""
        carts = sorted(self._till.checkout.held, key=lambda held: held.refusal is None)
        return [self._row(held) for held in carts]

    @property
    def usual_name(self) -> str:
        """What the cart being typed is called when nobody names it."""
        return self._name(self._till.checkout.now_s())

    def _name(self, at: float) -> str:
        return QCoreApplication.translate("SaleModel", "Order of {time}").format(time=self._clock(at))

    def _clock(self, at: float) -> str:
        bar = self._till.bar.bar()
        return text_of.clock(at, bar.time_zone if bar else None)

    def _row(self, held: HeldCart) -> HeldRow:
        seller = self._till.bar.person(held.seller) if held.seller else None
        name, total = seller.name.split(" ")[0] if seller else "", text_of.money(held.cart.total)
        if held.refusal is not None:
            detail = text_of.joined(reason(held).text, name, self._clock(held.at))
            return HeldRow(held.key, refused_title(held.refusal), detail, total, is_refused=True)
        age = text_of.ago(self._till.checkout.now_s() - held.at)
        detail = text_of.joined(text_of.items(held.cart.count), name, age)
        return HeldRow(held.key, held.name or self._name(held.at), detail, total)
