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

    def taken_over(self, held: HeldCart) -> str:
        """Return what is said when ``held``, which is typed again, is somebody else's now; empty when it is not."""
        before, now = self._till.bar.first_name(held.seller or held.owner), self._till.checkout.seller
        after = self._till.bar.first_name(now)
        if not (before and after) or now == (held.seller or held.owner):
            return ""
        #: two first names: whose order it was when it was put aside, and whose sale it will be
        said = QCoreApplication.translate(
            "SaleModel", "Order begun by {before}, taken over by {after}, whose sale it will be."
        )
        return said.format(before=before, after=after)

    def _name(self, at: float) -> str:
        return QCoreApplication.translate("SaleModel", "Order of {time}").format(time=self._clock(at))

    def _clock(self, at: float) -> str:
        bar = self._till.bar.bar()
        return text_of.clock(at, bar.time_zone if bar else None)

    def _row(self, held: HeldCart) -> HeldRow:
        name = self._till.bar.first_name(held.seller or held.owner)
        total = text_of.money(held.cart.total)
        if held.refusal is not None:
            detail = text_of.joined(reason(held).text, name, self._clock(held.at))
            return HeldRow(held.key, refused_title(held.refusal), detail, total, is_refused=True)
        age = text_of.ago(self._till.checkout.now_s() - held.at)
        whose = "" if f"{held.name} ".startswith(f"{name} ") else name  # « Afi 2 » says that it is Afi's
        paid = sum(part.amount for part in held.parts)
        received = QCoreApplication.translate("SaleModel", "{amount} received") if paid else ""
        received = received.format(amount=text_of.money(paid))
        detail = text_of.joined(text_of.items(held.cart.count), received, whose, age)
        return HeldRow(held.key, held.name or self._name(held.at), detail, total)
